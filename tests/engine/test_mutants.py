"""Slips of the pen: each one thing, every threshold, operator and connective, and named so that an author finds it."""

from dataclasses import replace
from datetime import date

import pytest

from engine.conditions import (
    All,
    AnyOf,
    AsOf,
    BanLeaf,
    Condition,
    EntryLeaf,
    FieldOf,
    FieldTest,
    Held,
    MetLeaf,
    Not,
    Op,
    Parameter,
    Partner,
    SubjectLeaf,
)
from engine.mutants import mutants_of
from engine.pack import UnlessClause
from engine.periods import Period
from tests.fakes.conditions import check, count, extreme, record, records, share, total
from tests.fakes.packs import ARTICLE, a_rule


def at_least(bound: int, field: str = "amount") -> FieldTest:
    return check(field, Op.GTE, bound)


def slips(when: Condition, *unless: Condition) -> set[str]:
    clauses = tuple(
        UnlessClause(id=f"u{number}", title="例外", when=each, basis=(ARTICLE,)) for number, each in enumerate(unless)
    )
    return {mutant.slip.en for mutant in mutants_of(replace(a_rule(when=when), unless=clauses))}


def test_a_threshold_is_moved_and_its_end_excluded() -> None:
    """以上 and 超过 differ by one case, a wrong figure by many: each is a slip of its own."""
    assert slips(record(at_least(1000))) == {
        "“amount” is not asked",
        "“amount”: gte becomes gt",
        "“amount”: 1000 becomes 900",
        "“amount”: 1000 becomes 1100",
    }


def test_connectives_are_exchanged_and_every_branch_is_dropped() -> None:
    """`all` for `any` is the slip that lists everybody, or nobody."""
    one, two = record(at_least(10)), SubjectLeaf(where=())
    both, either = All(children=(one, two)), AnyOf(children=(one, two))

    assert {"`all` becomes `any`", "condition 1 is gone", "condition 2 is gone"} <= slips(both)
    assert {"`any` becomes `all`", "condition 1 is gone"} <= slips(either)
    assert "`not` is gone" in slips(Not(child=one))


def test_partners_and_what_joins_them_are_dropped() -> None:
    """Without the join, somebody else's decision would make this finding final."""
    partner = Partner(kind="tax.decision", same=("case_no",), where=(at_least(1, "n"),))

    assert {"with tax.decision is gone", "not the same “case_no”", "“n”: gte becomes gt"} <= slips(
        record(with_=(partner,))
    )
    assert "without tax.decision is gone" in slips(record(without=(partner,)))


def test_exceptions_are_dropped_and_changed() -> None:
    """An exception that no case tests protects nobody."""
    assert {"the exception “u0” is gone", "“amount”: gte becomes gt"} <= slips(record(), record(at_least(1)))


FIGURES = {
    "the span is gone": count(Op.GTE, 2, span=Period(months=12)),
    "span P12M becomes P12M1D": count(Op.GTE, 2, span=Period(months=12)),
    "not distinct by “plate”": count(Op.GT, 3, distinct="plate"),
    "is: gt becomes gte": total("amount", Op.GT, 3),
    "max becomes min": extreme("max", "amount", Op.GTE, 3),
    "of and to swapped": share(records(kind="k"), records(kind="l"), Op.GT, 100_000),
}


@pytest.mark.parametrize("slip", FIGURES)
def test_figures_slip_in_every_part(slip: str) -> None:
    """What is counted, over which span, and against which bound."""
    assert slip in slips(FIGURES[slip])


def test_standing_is_asked_of_the_wrong_person_day_or_scope() -> None:
    """The firm for its head, today for then, any ban for this one."""
    entry = EntryLeaf(list_id="x", of="legal_representative", held=Held.START)
    ban = BanLeaf(scope="food")

    assert {"asked of the subject, not of the role", "held becomes as_of"} <= slips(entry)
    assert "bans of whatever scope" in slips(ban)
    assert "`met` is negated" in slips(MetLeaf(pack="p", rule="r"))


def test_periods_slip_by_a_day() -> None:
    """The last day counts (民法典 art. 200–202): one day more or less is somebody's day."""
    past = check("due_on", Op.PAST, period=Period(years=3), at=FieldOf("paid_on"))

    assert {
        "“due_on”: P3Y becomes P3Y1D",
        "“due_on”: P3Y becomes P3Y-1D",
        "“due_on”: past becomes within",
        "“due_on”: past becomes reached",
        "“due_on”: asked of the as-of date",
    } <= slips(record(past))


def test_reached_slips_to_past_and_within_to_past() -> None:
    """三个月以上 includes its last day, 满三个月 does not: on that day somebody is asked to pay or not."""
    reached = check("due_on", Op.REACHED, period=Period(months=3), at=FieldOf("paid_on"))
    within = check("due_on", Op.WITHIN, period=Period(months=3))

    assert {
        "“due_on”: reached becomes past",
        "“due_on”: P3M becomes P3M1D",
        "“due_on”: asked of the as-of date",
    } <= slips(record(reached))
    assert "“due_on”: within becomes past" in slips(record(within))


def test_the_day_asked_about_slips_by_its_comparison_and_out_of_a_list() -> None:
    """Put right on the day asked about: whether that day itself counts needs a case."""
    later = check("due_on", Op.GTE, AsOf())
    one_of = check("due_on", Op.IN, AsOf(), FieldOf("paid_on"))

    assert "“due_on”: gte becomes gt" in slips(record(later))
    assert {"“due_on”: $as_of is not in the list", "“due_on”: $paid_on is not in the list"} <= slips(record(one_of))


def test_working_days_slip_by_a_working_day() -> None:
    """They are another type than days, and stay it."""
    within = check("due_on", Op.WITHIN, period=Period(working_days=5))

    assert {"“due_on”: P5WD becomes P4WD", "“due_on”: P5WD becomes P6WD"} <= slips(record(within))


def test_a_list_of_values_loses_each_in_turn_and_dates_move_by_a_day() -> None:
    """Every named violation and every cut-off date needs a case of its own."""
    nature = check("nature", Op.IN, "a", "b")
    before = check("on", Op.BEFORE, date(2022, 2, 1))

    assert {"“nature”: a is not in the list", "“nature”: b is not in the list"} <= slips(record(nature))
    assert {"“on”: before becomes lte", "“on”: 2022-02-01 becomes 2022-01-31"} <= slips(record(before))


def test_each_mutant_differs_from_the_rule_in_one_place_only() -> None:
    """No mutant equals the rule, and no two are alike: a score over copies would mean nothing."""
    rule = a_rule(when=All(children=(record(at_least(1000)), Not(child=record(at_least(5, "n"))))))
    mutants = [mutant.rule for mutant in mutants_of(rule)]

    assert rule not in mutants
    assert len(set(mutants)) == len(mutants) > 8


def slips_zh(when: Condition) -> set[str]:
    return {mutant.slip.zh for mutant in mutants_of(a_rule(when=when))}


def test_slips_are_told_in_the_words_of_law() -> None:
    """A policy officer reads 以上 and 超过 in the article, not gte and gt; a date is no sum of money."""
    below = check("amount", Op.LTE, 9)
    later = check("due_on", Op.GTE, AsOf())
    within = check("due_on", Op.WITHIN, period=Period(months=3))
    working = check("due_on", Op.WITHIN, period=Period(working_days=5))

    assert "“amount”的“以上”改为“超过”" in slips_zh(record(at_least(10)))
    assert "“amount”的“以下（含本数）”改为“不满”" in slips_zh(record(below))
    assert "“due_on”的“不早于该日”改为“晚于该日”" in slips_zh(record(later))
    assert {"“due_on”的期限（P3M）多一日", "“due_on”的期限（P3M）少一日"} <= slips_zh(record(within))
    assert "“due_on”的期限（P5WD）多一个工作日" in slips_zh(record(working))
    assert "“同时具备”改为“具备其一”" in slips_zh(All(children=(record(below), record(later))))


def test_parameters_must_be_resolved_first() -> None:
    """A threshold that stands as a parameter would otherwise never be moved, and the score would flatter."""
    test = check("amount", Op.GTE, Parameter("floor"))
    with pytest.raises(ValueError, match="floor"):
        list(mutants_of(a_rule(when=record(test))))
