"""What entries and bans bring to a matter, how heavy, and which answer follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.measures import Holding, Outcome, applied_measures, is_legal_bar, measure_table, outcome_of
from engine.pack import (
    Assurance,
    AssuranceCeiling,
    Basis,
    Colour,
    Discretion,
    Effect,
    Framework,
    Gravity,
    Interval,
    LegalityFloor,
    Level,
    Measure,
    Pack,
    PackKind,
    PackRef,
    RewardBar,
    Source,
)
from tests.fakes.packs import ON, ORDER, a_measure, measures

SWITCH = date(2020, 12, 18)
MEMO = replace(ORDER, id="memo", level=Level.MEMORANDUM, in_force=Interval(start=date(2016, 1, 1)))
LAW = replace(ORDER, id="law", level=Level.LAW)
RULE = replace(ORDER, id="rule", level=Level.DEPARTMENT_RULE)
MATTER, STAGE = "procurement.bid", "review"


def cites(source: Source, assurance: Assurance = Assurance.VERIFIED) -> Basis:
    return Basis(source=source.id, article="1", assurance=assurance)


def framework() -> Pack:
    """Burdens need law from the switch on, management a rule; the unverified ends as review; no reward when serious."""
    floor = LegalityFloor(
        id="burdens-need-law",
        effects=(Effect.DENY, Effect.RESTRICT),
        levels=(Level.LAW, Level.ADMIN_REGULATION),
        in_force=Interval(start=SWITCH),
        otherwise=Effect.REVIEW,
        reason="备忘录不足以限制",
        basis=(),
    )
    lighter = replace(
        floor,
        id="management-needs-rule",
        effects=(Effect.REVIEW,),
        levels=(Level.LAW, Level.DEPARTMENT_RULE),
        otherwise=Effect.NOTIFY,
    )
    ceiling = AssuranceCeiling(
        id="unverified",
        assurance=Assurance.UNVERIFIED,
        heaviest=Effect.REVIEW,
        reason="未核实",
        basis=(),
        local_policy=True,
    )
    bar = RewardBar(
        id="serious",
        colour=Colour.BLACK,
        gravity=Gravity.SERIOUS,
        in_force=Interval(),
        reason="列入严重失信名单期间不予激励",
        basis=(),
    )
    return Pack(
        ref=PackRef(pack="rules/cn/framework", version="1", digest="sha256:f"),
        kind=PackKind.FRAMEWORK,
        title="总则",
        jurisdiction="000000",
        in_force=Interval(),
        sources={},
        file="",
        framework=Framework(floors=(lighter, floor), ceilings=(ceiling,), reward_bars=(bar,)),
    )


def table(*held: Measure, on: date = ON):
    pack = replace(measures(*held), sources={one.id: one for one in (ORDER, MEMO, LAW, RULE)})
    return measure_table([pack, framework()], on)


def row(measure: Measure, on: date = ON):
    [found] = table(measure, on=on).upon_list["wage-arrears"]
    return found


def black(**changed: object) -> Holding:
    held = Holding(
        id="e1",
        kind="entry",
        key="wage-arrears",
        colour=Colour.BLACK,
        gravity=Gravity.SERIOUS,
        role="subject",
    )
    return replace(held, **changed)


def red(**changed: object) -> Holding:
    return black(id="r1", key="honest", colour=Colour.RED, gravity=Gravity.ORDINARY, **changed)


def a_reward(**changed: object) -> Measure:
    reward = a_measure("fast", effect=Effect.FAST_TRACK, upon="honest")
    return replace(reward, basis=(cites(LAW),), discretion=Discretion.MAY, **changed)


# lowering


@pytest.mark.parametrize(
    ("on", "effect"),
    [(SWITCH - timedelta(days=1), Effect.RESTRICT), (SWITCH, Effect.NOTIFY)],
)
def test_a_memorandum_carries_a_restriction_until_the_day_before_the_guidance(on, effect):
    """国办发〔2020〕49号: a memorandum alone only advises from that day; both floors apply one after the other."""
    found = row(replace(a_measure(effect=Effect.RESTRICT), basis=(cites(MEMO),)), on)

    assert found.effect is effect


def test_each_step_down_is_told_in_order():
    """A measure that falls short is lowered and says so, never dropped in silence."""
    found = row(replace(a_measure(effect=Effect.RESTRICT), basis=(cites(MEMO),)))

    assert [(step.from_effect, step.rule) for step in found.lowered] == [
        (Effect.RESTRICT, "burdens-need-law"),
        (Effect.REVIEW, "management-needs-rule"),
    ]


def test_a_law_that_was_not_read_is_not_lifted_by_a_memorandum_that_was():
    """Refusal 3: the ceiling looks only at articles that may carry the effect."""
    found = row(replace(a_measure(), basis=(cites(LAW, Assurance.UNVERIFIED), cites(MEMO))))

    assert found.effect is Effect.REVIEW
    assert [step.rule for step in found.lowered] == ["unverified"]


def test_before_the_floor_an_unread_law_beside_a_read_memorandum_is_no_legal_bar():
    """Without a floor the memorandum bears the effect, but a bar needs a statute that somebody has read."""
    found = _row_before_the_floor()

    assert found.effect is Effect.DENY
    assert not is_legal_bar(found)


def _row_before_the_floor():
    old = replace(LAW, in_force=Interval(start=date(2016, 1, 1)))
    pack = replace(
        measures(replace(a_measure(), basis=(cites(LAW, Assurance.UNVERIFIED), cites(MEMO)))),
        sources={"law": old, "memo": MEMO},
    )
    [found] = measure_table([pack, framework()], date(2019, 1, 1)).upon_list["wage-arrears"]
    return found


def test_an_article_not_in_force_that_day_carries_nothing():
    """Refusal 3: no measure without a legal basis in force on that day; what is left only informs."""
    repealed = replace(LAW, in_force=Interval(start=date(2016, 1, 1), until=ON))
    pack = replace(measures(replace(a_measure(), basis=(cites(LAW),))), sources={"law": repealed})

    [found] = measure_table([pack], ON).upon_list["wage-arrears"]
    [day_before] = measure_table([pack], ON - timedelta(days=1)).upon_list["wage-arrears"]

    assert (found.effect, found.basis, [step.rule for step in found.lowered]) == (
        Effect.NOTIFY,
        (),
        ["basis-not-in-force"],
    )
    assert day_before.effect is Effect.DENY


def test_a_notice_without_basis_in_force_says_so():
    """Nothing is lighter than a notice, but the missing article must not go unsaid."""
    repealed = replace(LAW, in_force=Interval(start=date(2016, 1, 1), until=ON))
    pack = replace(measures(replace(a_measure(effect=Effect.NOTIFY), basis=(cites(LAW),))), sources={"law": repealed})

    [found] = measure_table([pack], ON).upon_list["wage-arrears"]

    assert [step.rule for step in found.lowered] == ["basis-not-in-force"]


def test_may_never_ends_as_deny():
    """可以 leaves the decision to the organ; the checks refuse such a pack, and the table would not carry it either."""
    found = row(replace(a_measure(), discretion=Discretion.MAY, basis=(cites(LAW),)))

    assert found.effect is Effect.REVIEW
    assert [step.rule for step in found.lowered] == ["may-never-denies"]


@pytest.mark.parametrize(
    ("level", "bar"),
    [(Level.LAW, True), (Level.ADMIN_REGULATION, True), (Level.LOCAL_REGULATION, True)]
    + [(level, False) for level in Level if level not in (Level.LAW, Level.ADMIN_REGULATION, Level.LOCAL_REGULATION)],
)
def test_only_a_statute_or_regulation_bars(level, bar):
    """legal_bar only where a statute or regulation says must (api.md); no framework here, so nothing else lowers it."""
    pack = replace(measures(replace(a_measure(), basis=(cites(LAW),))), sources={"law": replace(LAW, level=level)})

    [found] = measure_table([pack], ON).upon_list["wage-arrears"]

    assert is_legal_bar(found) is bar


# what applies


@pytest.mark.parametrize(
    ("matter", "stage", "role", "count"),
    [
        (MATTER, STAGE, "subject", 1),
        ("procurement", STAGE, "subject", 0),
        ("bidding.bid", STAGE, "subject", 0),
        (MATTER, "decision", "subject", 0),
        (MATTER, STAGE, "director", 0),
    ],
)
def test_a_measure_bites_only_in_its_matters_stages_and_roles(matter, stage, role, count):
    """Nothing flows from firm to person or from one matter to another unless the measure says so."""
    applied = applied_measures(table(a_measure()), [black(role=role)], matter=matter, stage=stage)

    assert len(applied) == count


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.LEGAL_BAR),
        ({"certain": False}, Outcome.INDETERMINATE),
        ({"suspended": True}, Outcome.REVIEW),
    ],
)
def test_what_is_uncertain_or_suspended_bars_nobody(changed, outcome):
    """Refusal 4, and a stay suspends the measures with the entry: the answer says so, and bars nothing."""
    held = [black(**changed)]

    applied = applied_measures(table(replace(a_measure(), basis=(cites(LAW),))), held, matter=MATTER, stage=STAGE)

    assert outcome_of(applied) is outcome


ORDER_OF_OUTCOMES = [
    ([Effect.DENY], {}, Outcome.LEGAL_BAR),
    ([Effect.DENY], {"weak_match": True, "uncovered": True}, Outcome.LEGAL_BAR),
    ([Effect.RESTRICT], {"uncovered": True}, Outcome.REVIEW),
    ([Effect.REVIEW], {}, Outcome.REVIEW),
    ([], {"weak_match": True, "uncovered": True}, Outcome.REVIEW),
    ([Effect.NOTIFY], {"uncovered": True}, Outcome.INDETERMINATE),
    ([], {"uncovered": True}, Outcome.INDETERMINATE),
    ([Effect.FULL_DOCUMENTS], {}, Outcome.PROCEED_WITH_MEASURES),
    ([], {}, Outcome.PROCEED),
]


@pytest.mark.parametrize(("effects", "said", "outcome"), ORDER_OF_OUTCOMES)
def test_the_first_outcome_that_applies_is_the_answer(effects, said, outcome):
    """api.md: legal_bar, review, indeterminate, proceed_with_measures, proceed, in this order."""
    held = [replace(a_measure(f"m{n}", effect=effect), basis=(cites(LAW),)) for n, effect in enumerate(effects)]

    applied = applied_measures(table(*held), [black()], matter=MATTER, stage=STAGE) if held else ()

    assert outcome_of(applied, **said) is outcome


# rewards and conflicts


@pytest.mark.parametrize(
    ("beside", "covered", "given"),
    [
        ([], True, True),
        ([], False, False),
        ([black()], True, False),
        ([black(certain=False)], True, False),
        ([black(suspended=True)], True, False),
        ([black(gravity=Gravity.ORDINARY)], True, True),
        ([black(role="director")], True, True),
    ],
    ids=["alone", "source silent", "serious", "uncertain", "suspended", "ordinary", "of another person"],
)
def test_a_reward_needs_the_serious_entry_to_be_definitely_absent(beside, covered, given):
    """The specification: a reward is dropped under a serious black entry, an uncertain one, and where nobody vouches."""
    applied = applied_measures(table(a_reward()), [red(), *beside], matter=MATTER, stage=STAGE, covered=covered)

    [reward] = applied
    assert (reward.counts, bool(reward.dropped)) == (given, not given)


@pytest.mark.parametrize("says_so", ["deny", "reward"])
def test_of_two_that_exclude_each_other_the_heavier_stays(says_so):
    """Whichever of the two names the other: a reward never does away with a bar."""
    bar = replace(a_measure("bar"), basis=(cites(LAW),), excludes=("reward.*",) if says_so == "deny" else ())
    reward = a_reward(excludes=("bar",) if says_so == "reward" else ())
    ordinary = black(gravity=Gravity.ORDINARY)

    applied = applied_measures(table(bar, reward), [red(), ordinary], matter=MATTER, stage=STAGE)

    assert [(one.row.measure.id, one.counts) for one in applied] == [("bar", True), ("fast", False)]
    assert "不能并用" in applied[1].dropped


def test_two_that_exclude_one_another_do_not_both_vanish():
    """A conflict is resolved, not answered by silence."""
    one = replace(a_measure("one", effect=Effect.RESTRICT), basis=(cites(LAW),), excludes=("two",))
    two = replace(a_measure("two", effect=Effect.RESTRICT), basis=(cites(LAW),), excludes=("one",))

    applied = applied_measures(table(one, two), [black()], matter=MATTER, stage=STAGE)

    assert [(each.row.measure.id, each.counts) for each in applied] == [("one", True), ("two", False)]


def test_one_measure_brought_twice_counts_twice():
    """Two bans by one article are two grounds: ending one leaves the other."""
    held = replace(a_measure("bar"), basis=(cites(LAW),), excludes=("bar",))

    applied = applied_measures(table(held), [black(), black(id="e2")], matter=MATTER, stage=STAGE)

    assert [(one.holding.id, one.counts) for one in applied] == [("e1", True), ("e2", True)]


def test_the_heaviest_comes_first():
    """An answer is read from the top."""
    held = [
        replace(a_measure(str(effect), effect=effect), basis=(cites(LAW),))
        for effect in (Effect.NOTIFY, Effect.DENY, Effect.FULL_DOCUMENTS)
    ]

    applied = applied_measures(table(*held), [black()], matter=MATTER, stage=STAGE)

    assert [one.row.effect for one in applied] == [Effect.DENY, Effect.FULL_DOCUMENTS, Effect.NOTIFY]
