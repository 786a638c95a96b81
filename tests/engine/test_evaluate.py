"""What two engines' readings become: agreement, differences, the degraded mode, and the two laws of an act."""

from dataclasses import replace

import pytest

from engine.compile.program import Readings
from engine.conditions import All, MetLeaf, Not, Op, RecordLeaf, Records
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge, under_both_laws
from engine.facts import UNKNOWN, Truth
from engine.pack import Propose
from engine.periods import Period
from tests.fakes.conditions import check
from tests.fakes.programs import LIST, PACK, fact, pack, program, rule, situation

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
LARGE = RecordLeaf(records=Records(kind="finding", where=(check("amount", Op.GTE, 100),)))
DECIDED = RecordLeaf(records=Records(kind="decision"))
PROPOSE = Propose(list_id="wage-list")
CHAIN = program(
    pack(
        rule("base", LARGE),
        rule("alone", DECIDED, then=PROPOSE),
        rule("next", All(children=(MetLeaf(pack=PACK, rule="base"), DECIDED)), then=PROPOSE),
        rule("turned", Not(child=MetLeaf(pack=PACK, rule="base")), then=PROPOSE),
    )
)
HERE = situation(fact("f", amount=100), fact("d", of="decision"))


def both(compiled, here) -> Judgement:
    readings = compile_direct(compiled)(here)
    return judge(compiled, here, readings, readings)


def truths(judgement: Judgement) -> dict[str, Truth]:
    return {each.key.partition("#")[2]: each.truth for each in judgement.findings}


def changed(truths: tuple[Truth, ...], index: int, truth: Truth) -> tuple[Truth, ...]:
    return (*truths[:index], truth, *truths[index + 1 :])


def test_engines_that_agree_give_findings_and_proposals():
    """Only a met rule that proposes is a proposal; a conclusion is not."""
    judgement = both(CHAIN, HERE)

    assert truths(judgement) == {"alone": T, "base": T, "next": T, "turned": F}
    assert [each.key for each in judgement.proposals] == [f"{PACK}#alone", f"{PACK}#next"]
    assert judgement.differences == ()
    assert judgement.finding(f"{PACK}#next").listed == LIST


def test_a_difference_on_a_leaf_makes_every_rule_that_reads_it_unknown():
    """INVARIANT: a difference is never shipped, neither through a conclusion nor through a negation of it."""
    direct = compile_direct(CHAIN)(HERE)
    leaf = CHAIN.leaves.index(LARGE)

    judgement = judge(CHAIN, HERE, direct, Readings.of(changed(direct.leaves, leaf, F), direct.rules))

    assert truths(judgement) == {"alone": T, "base": U, "next": U, "turned": U}
    (difference,) = judgement.differences
    assert (difference.what, difference.direct, difference.rete) == ("leaf", T, F)
    assert difference.rules == (f"{PACK}#base", f"{PACK}#next", f"{PACK}#turned")
    assert [each.agreed for each in judgement.findings] == [True, False, False, False]


def test_a_difference_on_a_rule_makes_it_and_its_readers_unknown():
    """Where the leaves agree and a conclusion does not, the fault lies in the chaining: no less a difference."""
    direct = compile_direct(CHAIN)(HERE)
    base = [each.key for each in CHAIN.rules].index(f"{PACK}#base")

    judgement = judge(CHAIN, HERE, direct, Readings.of(direct.leaves, changed(direct.rules, base, U)))

    assert truths(judgement) == {"alone": T, "base": U, "next": U, "turned": U}
    assert [each.key for each in judgement.proposals] == [f"{PACK}#alone"]


def test_one_engine_alone_proposes_nothing():
    """engine.md: the direct engine carries on in a marked, degraded mode that proposes nothing against anyone."""
    direct = compile_direct(CHAIN)(HERE)

    judgement = judge(CHAIN, HERE, direct, None)

    assert judgement.degraded
    assert truths(judgement)["alone"] == T
    assert judgement.proposals == ()


def test_readings_of_another_program_are_refused():
    """Misaligned readings would put one rule's truth on another."""
    short = Readings.of(leaves=(), rules=())

    with pytest.raises(ValueError, match="another program"):
        judge(CHAIN, HERE, compile_direct(CHAIN)(HERE), short)


def test_the_digest_is_of_what_was_found():
    """A replay is proven by an equal digest; another subject, day or truth shows."""
    digest = both(CHAIN, HERE).digest
    others = [
        both(CHAIN, replace(HERE, subject_id="other")),
        both(CHAIN, replace(HERE, as_of=HERE.as_of.replace(day=29))),
        both(CHAIN, situation(fact("f", amount=99), fact("d", of="decision"))),
        judge(CHAIN, HERE, compile_direct(CHAIN)(HERE), None),
    ]

    assert both(CHAIN, HERE).digest == digest
    assert digest.startswith("sha256:")
    assert digest not in {each.digest for each in others}


def under(floor: int, term=None, at_most=None, listed_for=LIST.term, listed_at_most=None, name="r", own=False):
    """The pack at one date: a floor, and a term (perhaps a range; `own` alone: no fixed end) of the rule or of the list."""
    leaf = RecordLeaf(records=Records(kind="finding", where=(check("amount", Op.GTE, floor),)))
    lists = {"wage-list": replace(LIST, term=listed_for, term_at_most=listed_at_most)}
    then = Propose(list_id="wage-list", term=term, term_at_most=at_most, own_term=own or term is not None)
    return program(pack(rule(name, leaf, then=then), lists=lists))


def combined(act, decision, here=HERE):
    return under_both_laws(both(act, here), both(decision, here))


@pytest.mark.parametrize(
    ("old", "new", "amount", "expected"),
    [
        (100, 100, 100, T),
        (100, 101, 100, F),
        (101, 100, 100, F),
        (100, 100, UNKNOWN, U),
    ],
)
def test_both_laws_must_be_met(old, new, amount, expected):
    """Which law: proposes if both are met; unknown if neither is not met and one is unknown; else not."""
    (both_laws,) = combined(under(old), under(new), situation(fact("f", amount=amount)))

    assert both_laws.truth == expected
    assert (both_laws.proposal is not None) is (expected is T)


def test_not_met_under_one_law_outweighs_unknown_under_the_other():
    """One law that surely does not reach the act is enough to let it be."""
    unknowable = program(pack(rule("r", RecordLeaf(records=Records(kind="decision")), then=PROPOSE)))
    here = situation(fact("f", amount=99), not_covered=["decision"])

    (both_laws,) = combined(under(100), unknowable, here)

    assert (both_laws.act.truth, both_laws.decision.truth, both_laws.truth) == (F, U, F)


@pytest.mark.parametrize(
    ("old", "new", "term", "lighter"),
    [
        ({"term": Period(years=1)}, {"term": Period(years=3)}, Period(years=1), "act"),
        ({}, {"term": Period(years=1)}, Period(years=1), "decision"),
        ({"term": Period(months=12)}, {"term": Period(years=1)}, Period(years=1), "same"),
        ({"listed_for": None}, {}, Period(years=3), "decision"),
        ({}, {"listed_for": None}, Period(years=3), "act"),
        ({"listed_for": None}, {"listed_for": None}, None, "same"),
        ({"own": True}, {}, Period(years=3), "decision"),
        ({}, {"own": True}, Period(years=3), "act"),
        ({"own": True}, {"own": True}, None, "same"),
    ],
)
def test_the_lighter_term_is_proposed(old, new, term, lighter):
    """从旧兼从轻 (行政处罚法 art. 37 by analogy): the shorter term, whichever law has it; none is the longest."""
    (both_laws,) = combined(under(100, **old), under(100, **new))

    assert (both_laws.proposal, both_laws.lighter) == (Propose(list_id="wage-list", term=term, own_term=True), lighter)


TWO, THREE, FIVE = Period(years=2), Period(years=3), Period(years=5)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"term": TWO, "at_most": FIVE}, (TWO, FIVE)),
        ({"listed_for": TWO, "listed_at_most": FIVE}, (TWO, FIVE)),
        ({"term": THREE, "listed_for": TWO, "listed_at_most": FIVE}, (THREE, None)),
        ({"listed_for": None}, (None, None)),
        ({"own": True}, (None, None)),
        ({"own": True, "listed_for": TWO, "listed_at_most": FIVE}, (None, None)),
    ],
)
def test_a_finding_tells_the_range_of_its_term(terms, expected):
    """The rule's own term, with its own longest, replaces the list's: a fixed term is not stretched by the list's range, and no fixed end is not cut by it (spec 12.1)."""
    (finding,) = both(under(100, **terms), HERE).findings

    assert (finding.term, finding.term_at_most) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected", "lighter"),
    [
        ({"term": TWO, "at_most": FIVE}, {"term": THREE}, (THREE, None), "decision"),
        ({"term": TWO}, {"term": TWO, "at_most": THREE}, (TWO, None), "act"),
        ({"term": THREE, "at_most": FIVE}, {"term": TWO, "at_most": FIVE}, (TWO, FIVE), "decision"),
        ({"term": TWO, "at_most": FIVE}, {"term": FIVE}, (TWO, FIVE), "act"),
        ({"term": TWO, "at_most": FIVE}, {"listed_for": None}, (TWO, FIVE), "act"),
        ({"term": TWO, "at_most": FIVE}, {"term": TWO, "at_most": Period(months=60)}, (TWO, Period(months=60)), "same"),
    ],
)
def test_of_two_ranges_the_one_with_the_shorter_longest_term_is_lighter(old, new, expected, lighter):
    """The longest possible end is compared first, and only of equal ones the shortest."""
    (both_laws,) = combined(under(100, **old), under(100, **new))

    assert (both_laws.proposal.term, both_laws.proposal.term_at_most) == expected
    assert both_laws.lighter == lighter


def test_a_rule_that_one_law_does_not_have_is_not_met():
    """spec chapter 11: a new offence does not reach an act done before it, nor a repealed one after."""
    found = {each.key: each.truth for each in combined(under(100, name="old"), under(100, name="new"))}

    assert found == {f"{PACK}#old": F, f"{PACK}#new": F}


def test_a_degraded_judgement_combines_to_no_proposal():
    """The degraded mode proposes nothing, whichever of the two laws it judged."""
    sure, law = both(under(100), HERE), under(100)
    alone = judge(law, HERE, compile_direct(law)(HERE), None)

    for pair in ((sure, alone), (alone, sure)):
        (both_laws,) = under_both_laws(*pair)
        assert (both_laws.truth, both_laws.proposal) == (T, None)


def test_two_laws_are_about_one_subject_on_one_day():
    """Combining two subjects' findings would list one for the other's act."""
    with pytest.raises(ValueError, match="different subjects"):
        under_both_laws(both(under(1), HERE), both(under(1), replace(HERE, subject_id="other")))
