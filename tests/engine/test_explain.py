"""Why a rule holds, does not, or cannot be told (spec chapter 14), and how that is said."""

from datetime import date, timedelta
from random import Random

import pytest

from engine.catalogue import FieldDef, FieldType
from engine.compile import compile_program
from engine.compile.program import Program
from engine.conditions import (
    All,
    AnyOf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    Parameter,
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
from engine.explain import Explanation, date_of_act, explain, reasons
from engine.explain.printing import printed, printed_period
from engine.facts import NONE, UNKNOWN, EntryFact, Situation, Truth
from engine.pack import Interval, Pack
from tests.engine.generated import question
from tests.fakes.conditions import check
from tests.fakes.programs import PACK, TODAY, fact, pack, parameter, program, rule, situation

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
KEY = f"{PACK}#r"


def record(*tests, kind="finding", with_=(), without=()) -> RecordLeaf:
    return RecordLeaf(records=Records(kind=kind, where=tests, with_=with_, without=without))


def explained(law: Pack | Program, here: Situation, key: str = KEY) -> Explanation:
    compiled = law if isinstance(law, Program) else program(law)
    readings = compile_direct(compiled)(here)
    return explain(compiled, here, judge(compiled, here, readings, readings), key)


def of(condition, here, *unless) -> Explanation:
    return explained(pack(rule("r", condition, *unless)), here)


LARGE = record(check("amount", Op.GTE, 100))


def test_support_is_every_record_that_passes_in_order():
    """17. support(T) = all T records of its T leaves on T branches; sorted by kind, law date, fact id."""
    yesterday = TODAY - timedelta(days=1)
    some = AnyOf(children=(LARGE, record(kind="decision"), record(check("sort", Op.EQ, "b"))))
    here = situation(
        fact("c", amount=100),
        fact("a", amount=200),
        fact("b", yesterday, amount=100),
        fact("x", amount=1),
        fact("d", of="decision"),
    )

    assert of(some, here).support == ("d", "b", "a", "c")


def test_what_is_not_met_or_unknown_has_no_support():
    """Evidence is listed for findings only; a half-met rule must not read like one."""
    half = All(children=(LARGE, record(kind="decision")))

    assert of(half, situation(fact("f", amount=100))).support == ()
    assert of(half, situation(fact("f", amount=100), not_covered=["decision"])).support == ()


def test_records_that_are_absent_from_a_negation_do_not_support():
    """`not` is met because something is missing: no record proves that."""
    both = All(children=(LARGE, Not(child=record(kind="decision"))))

    assert of(both, situation(fact("f", amount=100))).support == ("f",)


def test_partners_are_named_beside_the_support():
    """The decision that makes a finding final is part of the file."""
    final = Partner(kind="decision", same=("case_no",), where=(check("final", Op.EQ, True),))
    here = situation(fact("f", case_no="A"), fact("d", of="decision", case_no="A", final=True))

    explanation = of(record(with_=(final,)), here)

    assert (explanation.support, explanation.partners) == (("f",), ("d",))


JOINED = Partner(kind="decision", same=("case_no",), where=(check("final", Op.EQ, True),))


@pytest.mark.parametrize(
    ("condition", "here", "missing"),
    [
        (LARGE, situation(fact("f")), [("finding", "f", "amount")]),
        (record(check("amount", Op.GT, FieldOf("fine"))), situation(fact("f", amount=1)), [("finding", "f", "fine")]),
        (LARGE, situation(fact("f", UNKNOWN, amount=100)), [("finding", "f", "present")]),
        (LARGE, situation(fact("f", amount=100, suspensions=None)), [("finding", "f", "present")]),
        (LARGE, situation(not_covered=["finding"]), [("finding", "*", "coverage")]),
        (SubjectLeaf(where=(check("sort", Op.EQ, "a"),)), situation(), [("subject", "*", "sort")]),
        (
            record(with_=(JOINED,)),
            situation(fact("f", case_no="A"), fact("d", of="decision", case_no="A")),
            [("decision", "d", "final")],
        ),
        (
            record(with_=(JOINED,)),
            situation(fact("f"), fact("d", of="decision", case_no="A", final=True)),
            [("finding", "f", "case_no")],
        ),
        (
            record(without=(JOINED,)),
            situation(fact("f", case_no="A"), fact("d", of="decision", final=True)),
            [("decision", "d", "case_no")],
        ),
        (
            record(with_=(JOINED,)),
            situation(fact("f", case_no="A"), not_covered=["decision"]),
            [("decision", "*", "coverage")],
        ),
        (
            SumLeaf(
                figure=Sum(records=Records(kind="finding"), field="amount"),
                is_=(NumberTest(op=Op.GTE, operands=(Literal(1),)),),
            ),
            situation(fact("f"), fact("g", amount=0)),
            [("finding", "f", "amount")],
        ),
        (
            EntryLeaf(list_id="wage-list"),
            situation(entries=(EntryFact(id="e", list_id="wage-list", start=UNKNOWN, term_end=NONE),)),
            [("entry", "e", "start")],
        ),
        (
            EntryLeaf(list_id="wage-list", of="director"),
            situation(not_covered=["role:director"]),
            [("role:director", "*", "coverage")],
        ),
        (Not(child=LARGE), situation(fact("f")), [("finding", "f", "amount")]),
    ],
)
def test_missing_names_what_would_have_to_be_known(condition, here, missing):
    """17. missing(U): each unknown field whose test or join is U, `present`, `coverage`, subject fields; through not."""
    explanation = of(condition, here)

    assert (explanation.truth, list(explanation.missing)) == (U, missing)


def test_missing_leaves_out_branches_that_are_decided():
    """17. union over its U children: what is known already need not be asked again."""
    both = All(children=(record(check("sort", Op.EQ, "a")), LARGE))

    assert of(both, situation(fact("f", sort="a"))).missing == (("finding", "f", "amount"),)


def test_met_passes_on_what_its_rule_lacks():
    """17. `met` passes on its rule's."""
    law = pack(rule("r", MetLeaf(pack=PACK, rule="below")), rule("below", LARGE))

    assert explained(law, situation(fact("f"))).missing == (("finding", "f", "amount"),)
    assert explained(law, situation(fact("f", amount=100))).support == ("f",)


@pytest.mark.parametrize(
    ("condition", "here", "failed"),
    [
        (LARGE, situation(fact("f", amount=99)), [("finding", "f", "amount")]),
        (LARGE, situation(), [("finding", "*", "record")]),
        (LARGE, situation(fact("f", TODAY + timedelta(days=1), amount=100)), [("finding", "f", "present")]),
        (
            All(children=(LARGE, record(check("sort", Op.EQ, "a")))),
            situation(fact("f", amount=100, sort="b")),
            [("finding", "f", "sort")],
        ),
        (
            record(with_=(JOINED,)),
            situation(fact("f", case_no="A"), fact("d", of="decision", case_no="A", final=False)),
            [("decision", "d", "final")],
        ),
        (
            record(with_=(JOINED,)),
            situation(fact("f", case_no="A"), fact("d", of="decision", case_no="B", final=True)),
            [("decision", "*", "record")],
        ),
        (
            record(without=(JOINED,)),
            situation(fact("f", case_no="A"), fact("d", of="decision", case_no="A", final=True)),
            [("decision", "d", "without")],
        ),
        (
            CountLeaf(
                figure=Count(records=Records(kind="finding", where=(check("final", Op.EQ, True),))),
                is_=(NumberTest(op=Op.GTE, operands=(Literal(2),)),),
            ),
            situation(fact("f", final=True), fact("g", final=False)),
            [("finding", "g", "final"), ("finding", "*", "count")],
        ),
        (
            CountLeaf(
                figure=Count(records=Records(kind="finding")), is_=(NumberTest(op=Op.LT, operands=(Literal(1),)),)
            ),
            situation(fact("f")),
            [("finding", "*", "count")],
        ),
        (SubjectLeaf(where=(check("sort", Op.EQ, "a"),)), situation(subject={"sort": "b"}), [("subject", "*", "sort")]),
        (EntryLeaf(list_id="wage-list"), situation(), [("entry", "*", "wage-list")]),
        (Not(child=LARGE), situation(fact("f", amount=100)), [("finding", "f", "amount"), ("finding", "f", "without")]),
        (MetLeaf(pack="rules/cn/repealed", rule="x"), situation(), [("rule", "*", "in_force")]),
    ],
)
def test_failed_names_the_test_that_was_not_passed(condition, here, failed):
    """A subject is told which requirement it does not meet, not only that some is not."""
    explanation = of(condition, here)

    assert (explanation.truth, list(explanation.failed)) == (F, failed)


def test_rules_that_each_name_others_twice_are_opened_once() -> None:
    """Forty such rules are a million million branches: a pack may be odd, but it never hangs who asks why."""
    rules = [rule("r0", LARGE), rule("r1", MetLeaf(pack=PACK, rule="r0"))]
    for number in range(2, 41):
        below = (MetLeaf(pack=PACK, rule=f"r{number - 1}"), MetLeaf(pack=PACK, rule=f"r{number - 2}"))
        rules.append(rule(f"r{number}", AnyOf(children=below)))
    here = situation(fact("f", amount=100))

    found = explained(pack(*rules), here, f"{PACK}#r40")

    assert (found.truth, found.support) == (T, ("f",))


def test_an_exception_that_applies_is_named():
    """spec chapter 11: the reason in law why a met criterion does not hold has an id and a basis of its own."""
    explanation = of(LARGE, situation(fact("f", amount=100), fact("d", of="decision")), record(kind="decision"))

    assert (explanation.truth, explanation.exceptions) == (F, ("r-0",))


def test_a_dispute_between_the_engines_is_all_that_is_said():
    """Reasons for a truth that is not shipped would be reasons for nothing."""
    compiled, here = program(pack(rule("r", LARGE))), situation(fact("f", amount=100))
    direct, other = compile_direct(compiled)(here), compile_direct(compiled)(situation())

    explanation = explain(compiled, here, judge(compiled, here, direct, other), KEY)

    assert (explanation.truth, explanation.disputed, explanation.support) == (U, True, ())
    assert reasons(compiled, here, explanation) == (
        "两套引擎对“情形r”的结论不一致，按无法判断处理，须由人工核对。依据：《示例办法》（示例令第1号）第五条。",
    )


def test_the_date_of_the_act_is_that_of_the_latest_supporting_record():
    """Which law: the act's law is that of the last act which the finding needs; others do not move it."""
    days = [date(2021, 5, 1), date(2022, 1, 31), date(2023, 1, 1)]
    here = situation(fact("a", days[0], amount=100), fact("b", days[1], amount=100), fact("c", days[2], amount=1))

    assert date_of_act(of(LARGE, here), here) == days[1]
    assert date_of_act(of(LARGE, situation()), situation()) is None


FLOOR = parameter("floor", (Interval(), 100_000_000))
LAW = program(
    pack(
        rule(
            "r",
            record(check("amount", Op.GTE, Parameter("floor")), check("share", Op.GT, 100_000)),
            explain="{finding.case_no}：欠付 {finding.amount},{decision.case_no}",
        ),
        parameters=[FLOOR],
    )
)


def test_a_met_rule_is_told_with_values_standards_and_articles():
    """A notice states facts, reasons and basis (行政处罚法 art. 44): each figure beside the standard and its article."""
    here = situation(fact("f", amount=123_456_789, share=155_000, case_no="黔01号"))

    told = reasons(LAW, here, explained(LAW, here))

    assert told == (
        "符合“情形r”的情形。依据：《示例办法》（示例令第1号）第五条。",
        "黔01号：欠付1234567.89元,不详",
        "查处信息的金额为1234567.89元，符合“不低于1000000元”（标准“数额标准”，《示例办法》（示例令第1号）第六条（一））。",
        "查处信息的占比为15.5%，符合“超过10%”。",
    )


def test_an_unknown_rule_says_that_nothing_follows_and_what_is_missing():
    """Nothing unknown counts against a subject, and the officer must know what to ask for."""
    here = situation(fact("f", amount=123_456_789))

    told = reasons(LAW, here, explained(LAW, here))

    assert told[0].startswith("现有事实不足以判断是否符合“情形r”的情形，不得据此作出不利认定。")
    assert told[-1] == "查处信息的占比不详。"


def test_a_rule_that_is_not_met_says_which_value_fell_short():
    """A subject that asks why it was not honoured gets the figure, in its own language."""
    here = situation(fact("f", amount=99_999_999, share=155_000))

    told = reasons(LAW, here, explained(LAW, here), "en")

    assert told == (
        'Not met: "情形r". Basis: "示例办法" (示例令第1号) art. 5.',
        "金额 of 查处信息 is 999 999.99 yuan, which is not at least 1 000 000 yuan"
        ' (standard "数额标准", "示例办法" (示例令第1号) art. 6(1)).',
    )


def test_a_shared_leaf_cites_the_parameter_of_the_rule_asked_about():
    """Two packs may set the same figure by different articles; a reason cites the one it applied."""
    other = parameter("limit", (Interval(), 100))
    first = pack(
        rule("r", record(check("amount", Op.GTE, Parameter("floor")))),
        parameters=[parameter("floor", (Interval(), 100))],
    )
    second = pack(
        rule("q", record(check("amount", Op.GTE, Parameter("limit")))), name="rules/cn/other", parameters=[other]
    )
    compiled, here = program(first, second), situation(fact("f", amount=100))

    used = {
        key: [operand.parameter.id for one in explained(compiled, here, key).compared for operand in one.operands]
        for key in (KEY, "rules/cn/other#q")
    }

    assert len(compiled.leaves) == 1
    assert used == {KEY: ["floor"], "rules/cn/other#q": ["limit"]}


@pytest.mark.parametrize(
    ("leaf", "sentence"),
    [
        (
            CountLeaf(
                figure=Count(records=Records(kind="finding")), is_=(NumberTest(op=Op.GTE, operands=(Literal(2),)),)
            ),
            "查处信息的件数为2件，符合“不低于2件”。",
        ),
        (
            SumLeaf(
                figure=Sum(records=Records(kind="finding"), field="amount"),
                is_=(NumberTest(op=Op.GT, operands=(Literal(100),)),),
            ),
            "查处信息的金额合计为3元，符合“超过1元”。",
        ),
        (
            ExtremeLeaf(
                which="max",
                records=Records(kind="finding"),
                field="amount",
                is_=(NumberTest(op=Op.GTE, operands=(Literal(200),)),),
            ),
            "查处信息的金额为2元，符合“不低于2元”。",
        ),
        (
            RatioLeaf(
                of=Count(records=Records(kind="finding", where=(check("amount", Op.GT, 100),))),
                to=Count(records=Records(kind="finding")),
                is_=(NumberTest(op=Op.GTE, operands=(Literal(500_000),)),),
            ),
            "占比的分母（查处信息的件数）为2件，占比须“不低于50%”。",
        ),
    ],
)
def test_figures_are_told_in_their_own_units(leaf, sentence):
    """Money is printed in yuan, shares in per cent, counts as they are."""
    law, here = program(pack(rule("r", leaf))), situation(fact("f", amount=100), fact("g", amount=200))

    assert sentence in reasons(law, here, explained(law, here))


def test_values_are_printed_exactly():
    """No float, no rounding: what the notice says is what was compared."""
    money, ratio = (FieldDef(id="x", type=each, title="x") for each in (FieldType.MONEY, FieldType.RATIO))

    assert [printed(value, money, "zh") for value in (5, 100, -150, 10**11)] == [
        "0.05 元", "1 元", "-1.50 元", "1 000 000 000 元",
    ]  # fmt: skip
    assert [printed(value, ratio, "zh") for value in (100_000, 1, 123_456)] == ["10%", "0.0001%", "12.3456%"]
    assert [printed(value, None, "zh") for value in (True, False, NONE, UNKNOWN, date(2024, 2, 29))] == [
        "是", "否", "无", "不详", "2024年2月29日",
    ]  # fmt: skip
    assert (printed_period("P1Y6M", "zh"), printed_period("P1D", "en")) == ("1年6个月", "1 day")


def test_every_finding_is_explained_by_what_fits_its_truth():
    """Met without gaps, unknown with what is missing, not met with what failed: over generated law and facts."""
    for seed in range(60):
        asked = question(Random(seed))
        compiled = compile_program(asked.packs, asked.catalogue, asked.law_at)
        evaluate = compile_direct(compiled)
        for here in asked.situations:
            readings = evaluate(here)
            judgement = judge(compiled, here, readings, readings)
            for finding in judgement.findings:
                one = explain(compiled, here, judgement, finding.key)
                shown = (bool(one.missing), bool(one.failed))
                assert shown == {T: (False, False), F: (False, True), U: (True, False)}[finding.truth], (seed, one)
                assert finding.truth is T or not one.support
                assert all(reasons(compiled, here, one, lang) for lang in ("zh", "en"))


def test_what_is_known_of_a_partner_is_told_while_the_rule_is_unknown() -> None:
    """The officer reads how far the joined record goes, not only the one field of it that is missing."""
    tests = (check("amount", Op.GTE, Literal(5)), check("final", Op.EQ, True))
    partner = Partner(kind="decision", same=("case_no",), where=tests)
    here = situation(fact("f", case_no="A"), fact("d", of="decision", case_no="A", amount=7))

    found = of(record(with_=(partner,)), here)

    assert (found.truth, found.missing) == (U, (("decision", "d", "final"),))
    assert ("decision", "d", "amount", T) in {(one.kind, one.fact, one.field, one.truth) for one in found.compared}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("死亡人数", "3人"),
        ("被欠薪的足月数", "3个月"),
        ("货运车辆总数", "3辆"),
        ("评价得分（不足一分的舍去）", "3分"),
        ("评价年度", "3"),
    ],
)
def test_a_whole_number_is_told_in_what_its_title_counts(title: str, words: str) -> None:
    """“死亡人数为3，不低于3” is how a program says it; where the title does not tell, nothing is made up."""
    field = FieldDef(id="n", type=FieldType.INTEGER, title=title)

    assert printed(3, field, "zh") == words
    assert printed(3, field, "en") == "3"
