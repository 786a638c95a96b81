"""Programs as large as law will ever be, and at each limit of the engines: right, or refused with the reason, never hung."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from engine.compile import OverCapacity, UnfitFigure, compile_program
from engine.compile.program import Program
from engine.conditions import (
    All,
    AnyOf,
    Condition,
    Count,
    CountLeaf,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.direct import compile_direct
from engine.evaluate import judge
from engine.explain import explain
from engine.facts import Situation, Truth
from engine.pack import Rule
from engine.rete import ReteEngine
from engine.rete_network import network_of
from tests.fakes.conditions import check
from tests.fakes.programs import CATALOGUE, PACK, TODAY, fact, pack, program, rule, situation

FINDING = RecordLeaf(records=Records(kind="finding"))
CHAINS, LINKS = 40, 100


def amount(op: Op, number: int) -> RecordLeaf:
    return RecordLeaf(records=Records(kind="finding", where=(check("amount", op, number),)))


def met(name: str) -> MetLeaf:
    return MetLeaf(pack=PACK, rule=name)


def five_thousand(random: Random) -> list[Rule]:
    """40 chains of 100 links, each link with a condition or an exception of its own, and 1 000 rules that read them."""
    rules = []
    for chain in range(CHAINS):
        rules.append(rule(f"c{chain}-0", some_leaf(random)))
        for link in range(1, LINKS):
            below: Condition = met(f"c{chain}-{link - 1}")
            if random.random() < 0.05:
                below = Not(child=below)
            beside = some_leaf(random) if random.random() < 0.1 else FINDING
            when = AnyOf(children=(below, beside)) if random.random() < 0.03 else All(children=(below, beside))
            rules.append(rule(f"c{chain}-{link}", when, *((some_leaf(random),) if random.random() < 0.02 else ())))
    for number in range(1000):
        read = [met(f"c{random.randrange(CHAINS)}-{random.randrange(LINKS)}") for _ in range(3)]
        rules.append(rule(f"top{number}", All(children=(read[0], AnyOf(children=(read[1], Not(child=read[2])))))))
    return rules


def some_leaf(random: Random) -> Condition:
    number = random.randrange(60)
    return random.choice(
        (
            amount(Op.GTE, number),
            amount(Op.LT, number),
            SubjectLeaf(where=(check("amount", Op.GTE, number),)),
            CountLeaf(
                figure=Count(records=Records(kind="finding", where=(check("amount", Op.GTE, number),))),
                is_=(NumberTest(op=Op.GTE, operands=(Literal(2),)),),
            ),
            RecordLeaf(
                records=Records(
                    kind="finding",
                    where=(check("amount", Op.GTE, number),),
                    without=(Partner(kind="decision", same=("case_no",)),),
                )
            ),
        )
    )


def some_situation(random: Random) -> Situation:
    """Twenty records, a fifth of their fields unknown."""
    facts = []
    for number in range(20):
        values = {"amount": random.randrange(70), "case_no": str(random.randrange(9)), "final": random.random() < 0.5}
        known = {name: value for name, value in values.items() if random.random() > 0.2}
        day = TODAY - timedelta(days=random.randrange(900))
        facts.append(fact(f"f{number}", day, random.choice(("finding", "decision")), **known))
    subject = {"amount": random.randrange(60)} if random.random() < 0.7 else {}
    return situation(*facts, subject=subject)


def assert_agreed(compiled: Program, situations: Sequence[Situation]) -> list[tuple[Truth, ...]]:
    """Both engines' answers, which must be one."""
    direct = compile_direct(compiled)
    with ReteEngine(compiled) as rete:
        answers = [(direct(each), rete.evaluate(each)) for each in situations]
    for one, other in answers:
        assert one == other
    return [one.rules for one, _ in answers]


def test_five_thousand_rules_answer_right() -> None:
    """A province's whole law at once: 40 chains a hundred links long, negations and exceptions in them, unknowns everywhere."""
    random = Random(11)
    compiled = program(pack(*five_thousand(random)))

    answers = assert_agreed(compiled, [some_situation(random) for _ in range(6)] + [situation()])

    assert len(compiled.rules) == 5000
    assert compiled.strata >= LINKS
    assert {truth for answer in answers for truth in answer} == {Truth.MET, Truth.NOT_MET, Truth.UNKNOWN}


def test_a_chain_of_nine_hundred_conclusions_is_refused_with_the_reason() -> None:
    """What explains a finding follows the chain down; so long a one is refused in words, not by a crash."""
    chain = [rule("c0", FINDING), *(rule(f"c{n}", met(f"c{n - 1}")) for n in range(1, 900))]

    with pytest.raises(OverCapacity, match="chain of conclusions below rule rules/cn/wages#c250 is 251"):
        program(pack(*chain))


@pytest.mark.parametrize("negated", [False, True])
def test_the_longest_chain_that_is_held_is_answered_and_explained(negated: bool) -> None:
    """The limit stands where every reader of a program still gets to the bottom, in both readings."""
    link = (lambda leaf: Not(child=leaf)) if negated else (lambda leaf: All(children=(leaf, amount(Op.GTE, 1))))
    chain = [rule("c000", FINDING), *(rule(f"c{n:03}", link(met(f"c{n - 1:03}"))) for n in range(1, 125))]
    compiled = program(pack(*chain))
    asked = [situation(fact("f", amount=5)), situation(fact("f")), situation()]

    answers = assert_agreed(compiled, asked)

    assert compiled.strata == 125
    assert len(network_of(compiled).layers) == (124 if negated else 0) + 1
    direct = compile_direct(compiled)(asked[0])
    told = explain(compiled, asked[0], judge(compiled, asked[0], direct, direct), f"{PACK}#c124")
    assert told.support
    assert answers[0][-1] is Truth.MET


def test_a_condition_nested_past_all_reason_is_refused() -> None:
    """The passes walk conditions by recursion: what is deeper than they can go is refused before they start."""
    deep: Condition = FINDING
    for _ in range(5000):
        deep = Not(child=deep)

    with pytest.raises(OverCapacity, match=r"nesting of rule rules/cn/wages#r as written is 65: the engines hold 64"):
        program(pack(rule("r", deep)))


def fired(rules: Sequence[Rule]) -> set[Truth]:
    """The truths of the rules named r…, asked where every finding from 0 to 999 fen exists and where none does."""
    compiled = program(pack(*rules))
    everything = situation(*(fact(f"f{number}", amount=number) for number in range(0, 1000, 50)))
    return {truth for answer in assert_agreed(compiled, [everything, situation()]) for truth in answer}


def test_six_hundred_rules_on_one_last_token_answer_right() -> None:
    """256 rules that end in one test made a neighbour's rules fire; 600 different ones stand here, sharded."""
    rules = [rule(f"r{n}", All(children=(amount(Op.GTE, n), FINDING))) for n in range(600)]

    assert fired(rules) == {Truth.MET, Truth.NOT_MET}


def test_six_hundred_siblings_answer_right() -> None:
    """513 tests beside one another hang the C module's compiler for ever; they are divided long before."""
    rules = [rule(f"r{n}", All(children=(amount(Op.GTE, 2 * n), amount(Op.LT, 2 * n + 1)))) for n in range(600)]

    assert fired(rules) == {Truth.MET, Truth.NOT_MET}


def test_a_hundred_matches_on_one_conclusion_answer_right() -> None:
    """More than 64 matches pending on one fact are an error of the C engine; the readers of a conclusion are divided."""
    base = rule("base", All(children=(FINDING, amount(Op.GTE, 0))))
    rules = [base, *(rule(f"r{n}", All(children=(met("base"), amount(Op.LT, n)))) for n in range(100))]

    assert fired(rules) == {Truth.MET, Truth.NOT_MET}


@pytest.mark.parametrize("connective", [All, AnyOf])
def test_the_widest_condition_answers_right_and_a_wider_is_refused(connective: type[All] | type[AnyOf]) -> None:
    """250 conditions side by side are held, whatever joins them."""
    children = tuple(amount(Op.GTE, n) for n in range(251))

    assert fired([rule("r", connective(children=children[:250]))]) == {Truth.MET, Truth.NOT_MET}
    with pytest.raises(OverCapacity, match="side by side in rule rules/cn/wages#r is 251: the engines hold 250"):
        program(pack(rule("r", connective(children=children))))


def test_the_deepest_condition_answers_right() -> None:
    """32 levels of alternating connectives: each is a step of its own in the network."""
    deep: Condition = FINDING
    for level in range(31):
        deep = (All if level % 2 else AnyOf)(children=(deep, amount(Op.EQ, level)))

    assert fired([rule("r", deep), rule("r2", Not(child=met("r")))]) == {Truth.MET, Truth.NOT_MET}


@pytest.mark.parametrize(
    ("leaf", "reason"),
    [
        (
            RatioLeaf(
                of=Sum(records=Records(kind="finding"), field="balance"),
                to=Sum(records=Records(kind="finding"), field="amount"),
                is_=(NumberTest(op=Op.GT, operands=(Literal(1),)),),
            ),
            "finding.balance, which may be negative",
        ),
        (
            RatioLeaf(
                of=Count(records=Records(kind="finding")),
                to=Sum(records=Records(kind="finding"), field="amount"),
                is_=(NumberTest(op=Op.GT, operands=(Literal(1),)),),
            ),
            r"different units \(integer / money\)",
        ),
        (
            SumLeaf(figure=Sum(records=Records(kind="finding"), field="plate"), is_=()),
            "finding.plate is no money, ratio or integer",
        ),
        (SumLeaf(figure=Sum(records=Records(kind="finding"), field="gone"), is_=()), "has no finding.gone"),
        (
            CountLeaf(figure=Count(records=Records(kind="finding"), distinct="gone"), is_=()),
            "has no finding.gone",
        ),
    ],
    ids=["negative", "units", "text", "missing", "distinct"],
)
def test_a_figure_without_a_meaning_is_refused(leaf: Condition, reason: str) -> None:
    """The checks refuse these at release; a compiler that relied on it would crash or divide fen by documents."""
    with pytest.raises(UnfitFigure, match=reason) as refused:
        compile_program([pack(rule("r", leaf))], CATALOGUE, TODAY)
    assert refused.value.issue.where.line == 7
