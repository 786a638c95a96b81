"""The oracle's figures, held against examples worked by hand from docs/spec.md, chapters 9 and 10."""

from datetime import date

import pytest

from engine import conditions as c
from engine.conditions import Op
from engine.facts import NONE, UNKNOWN, Fact, Truth
from engine.periods import Period
from tests.engine.worked import (
    FINDING,
    STAY,
    F,
    T,
    U,
    ask,
    check,
    count,
    extreme,
    fact,
    number,
    records,
    total,
)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ((number(Op.GTE, 1),), T),
        ((number(Op.GTE, 2),), U),
        ((number(Op.GTE, 4),), F),
        ((number(Op.EQ, 2),), U),
        ((number(Op.LTE, 3),), T),
        ((number(Op.BETWEEN, 1, 3),), T),
        ((number(Op.GT, 1), number(Op.LT, 2)), F),
    ],
)
def test_a_count_lies_between_sure_and_possible(tests: tuple[c.NumberTest, ...], expected: Truth) -> None:
    """Spec chapter 9: one sure and two possible records count 1 to 3; two tests of `is` are one test."""
    leaf = count(tests, check("amount", Op.GTE, 5))

    assert ask(leaf, fact(1, amount=5), fact(2), fact(3)) is expected


def test_an_uncovered_count_has_no_upper_end() -> None:
    """Spec chapter 9: further records may exist, so "at most" is never sure."""
    assert ask(count(number(Op.LTE, 9)), fact(1), not_covered=frozenset({FINDING})) is U
    assert ask(count(number(Op.GTE, 1)), fact(1), not_covered=frozenset({FINDING})) is T


def test_distinct_values() -> None:
    """Spec chapter 9: an unknown value may be one more; `none` adds none; the catalogue's values are the most."""
    two = count(number(Op.EQ, 2), distinct="grade")

    assert ask(two, fact(1, grade="a"), fact(2, grade="b"), fact(3)) is T
    assert ask(two, fact(1, grade="a"), fact(2)) is U
    assert ask(two, fact(1, grade="a"), fact(2, grade=NONE)) is F
    assert ask(count(number(Op.LTE, 2), distinct="grade"), not_covered=frozenset({FINDING})) is T


def test_an_unknown_value_that_always_exists_is_one() -> None:
    """Spec chapter 9: somebody worked there, though we do not know who; once one is known they may be the same."""
    assert ask(count(number(Op.GTE, 1), distinct="worker"), fact(1)) is T
    assert ask(count(number(Op.GTE, 1), distinct="case_no"), fact(1)) is U
    assert ask(count(number(Op.GTE, 2), distinct="worker"), fact(1, worker="x"), fact(2)) is U


def test_a_span_starts_at_a_record_and_includes_its_last_day() -> None:
    """Spec chapter 9, chapter 7: 31 January plus one month ends on the last of February, that day included."""
    january, february = fact(1, on=date(2023, 1, 31)), fact(2, on=date(2023, 2, 28))
    two = count(number(Op.GTE, 2), span=Period(months=1))

    assert ask(two, january, february) is T
    assert ask(two, january, fact(2, on=date(2023, 3, 1))) is F
    assert ask(two, january, fact(2, on=UNKNOWN)) is U
    assert ask(two, fact(1, on=UNKNOWN), fact(2, on=NONE)) is U


@pytest.mark.parametrize(
    ("facts", "tests", "expected"),
    [
        ((), number(Op.EQ, 0), T),
        ((fact(1, amount=3), fact(2, amount=4)), number(Op.EQ, 7), T),
        ((fact(1, amount=3), fact(2, amount=NONE)), number(Op.EQ, 3), T),
        ((fact(1, amount=3), fact(2)), number(Op.GTE, 3), T),
        ((fact(1, amount=3), fact(2)), number(Op.LTE, 9), U),
        ((fact(1, amount=3, on=UNKNOWN),), number(Op.GTE, 1), U),
        ((fact(1, amount=3, on=UNKNOWN),), number(Op.GTE, 4), F),
    ],
)
def test_a_sum_is_an_interval(facts: tuple[Fact, ...], tests: c.NumberTest, expected: Truth) -> None:
    """Spec 10.1 to 10.3: unknown amounts span the domain and 0, possible records span their amount and 0."""
    assert ask(total("amount", tests), *facts) is expected


def test_a_sum_of_a_field_that_always_exists() -> None:
    """Spec 10.1 to 10.3: a fine that was surely imposed is at least the least fine; one that was possibly imposed is not."""
    assert ask(total("fine", number(Op.BETWEEN, 100, 500)), fact(1)) is T
    assert ask(total("fine", number(Op.GTE, 100)), fact(1, on=UNKNOWN)) is U
    assert ask(total("balance", number(Op.GTE, 0)), fact(1)) is U


def test_an_uncovered_sum_is_open_where_the_domain_is() -> None:
    """Spec 10.1 to 10.3: further amounts can only add where the catalogue knows no negative ones."""
    uncovered = frozenset({FINDING})

    assert ask(total("amount", number(Op.GTE, 3)), fact(1, amount=3), not_covered=uncovered) is T
    assert ask(total("amount", number(Op.LTE, 3)), fact(1, amount=3), not_covered=uncovered) is U
    assert ask(total("balance", number(Op.GTE, 3)), fact(1, balance=3), not_covered=uncovered) is U


@pytest.mark.parametrize(
    ("which", "tests", "facts", "expected"),
    [
        ("max", number(Op.GTE, 5), (), F),
        ("max", number(Op.GTE, 5), (fact(1, amount=5), fact(2)), T),
        ("max", number(Op.GTE, 5), (fact(1, amount=4), fact(2)), U),
        ("max", number(Op.GTE, 5), (fact(1, amount=4), fact(2, amount=NONE)), F),
        ("max", number(Op.LT, 5), (), F),
        ("max", number(Op.LT, 5), (fact(1, amount=4),), T),
        ("max", number(Op.LT, 5), (fact(1, amount=4, on=UNKNOWN),), U),
        ("max", number(Op.LT, 5), (fact(1, amount=5), fact(2)), F),
        ("max", number(Op.LT, 5), (fact(1, amount=5, on=UNKNOWN),), F),
        ("min", number(Op.LT, 5), (fact(1, amount=4), fact(2)), T),
        ("min", number(Op.GTE, 5), (fact(1, amount=4), fact(2)), F),
        ("min", number(Op.GTE, 5), (fact(1, amount=5), fact(2, amount=9)), T),
    ],
)
def test_greatest_and_least(which: str, tests: c.NumberTest, facts: tuple[Fact, ...], expected: Truth) -> None:
    """Spec 10.4 to 10.7: one sure record suffices for `max gte`; `max lt` needs a sure record and no other above."""
    assert ask(extreme(which, "amount", tests), *facts) is expected


def test_a_domain_may_decide_an_unknown_value() -> None:
    """Spec 10.4 to 10.7: a fine that always exists and is 100 to 500 passes `gte 100` without being known."""
    assert ask(extreme("max", "fine", number(Op.GTE, 100)), fact(1)) is T
    assert ask(extreme("max", "fine", number(Op.GT, 500)), fact(1)) is F
    assert ask(extreme("max", "fine", number(Op.GTE, 101)), fact(1)) is U
    assert ask(extreme("max", "amount", number(Op.GTE, 0)), fact(1)) is U


def test_an_uncovered_greatest_has_no_every() -> None:
    """Spec 10.4 to 10.7: an unseen record may be greater, so only the seen one that suffices decides."""
    uncovered = frozenset({FINDING})

    assert ask(extreme("max", "amount", number(Op.GTE, 5)), fact(1, amount=5), not_covered=uncovered) is T
    assert ask(extreme("max", "amount", number(Op.GTE, 5)), not_covered=uncovered) is U
    assert ask(extreme("max", "amount", number(Op.LT, 5)), fact(1, amount=4), not_covered=uncovered) is U


@pytest.mark.parametrize(
    ("facts", "tests", "expected"),
    [
        ((), number(Op.LTE, 100_000), F),
        ((fact(1, on=UNKNOWN),), number(Op.GTE, 0), U),
        ((fact(1, case_no="A1"), fact(2, case_no="B2"), fact(3, case_no="B2")), number(Op.GT, 333_333), T),
        ((fact(1, case_no="A1"), fact(2, case_no="B2"), fact(3, case_no="B2")), number(Op.GTE, 333_334), F),
        ((fact(1, case_no="A1"), fact(2)), number(Op.GTE, 500_000), T),
        ((fact(1, case_no="A1"), fact(2)), number(Op.GT, 500_000), U),
    ],
)
def test_a_ratio_is_cross_multiplied(facts: tuple[Fact, ...], tests: c.NumberTest, expected: Truth) -> None:
    """Spec 10.8 and 10.9: exact thirds; an empty whole is not met, a possibly empty one unknown."""
    of, whole = c.Count(records=records(check("case_no", Op.EQ, "A1"))), c.Count(records=records())

    assert ask(c.RatioLeaf(of=of, to=whole, is_=(tests,)), *facts) is expected


def test_a_share_of_an_endless_whole_is_never_zero() -> None:
    """Spec 10.8 and 10.9: one of any number is more than 0 %, however many there are."""
    ratio = {"of": c.Count(records=records()), "to": c.Count(records=c.Records(kind=STAY))}
    facts = (fact(1), fact(2, STAY))
    uncovered = frozenset({STAY})

    assert ask(c.RatioLeaf(**ratio, is_=(number(Op.GT, 0),)), *facts, not_covered=uncovered) is T
    assert ask(c.RatioLeaf(**ratio, is_=(number(Op.GTE, 1),)), *facts, not_covered=uncovered) is U


def test_a_count_may_be_a_share_of_a_sum_of_whole_numbers() -> None:
    """Spec 10.8 and 10.9: one of four vehicles in two records is a quarter; an unknown number of vehicles leaves it open."""
    of, to = c.Count(records=c.Records(kind=STAY)), c.Sum(records=records(), field="items")
    quarter = c.RatioLeaf(of=of, to=to, is_=(number(Op.GTE, 250_000),))

    assert ask(quarter, fact(1, items=3), fact(2, items=1), fact(3, STAY)) is T
    assert ask(quarter, fact(1, items=3), fact(2, items=2), fact(3, STAY)) is F
    assert ask(quarter, fact(1, items=3), fact(2), fact(3, STAY)) is U
    assert ask(quarter, fact(1, items=0), fact(3, STAY)) is F


@pytest.mark.parametrize(
    ("tests", "expected"),
    [((number(Op.GTE, 500_000), number(Op.LT, 500_000)), U), ((number(Op.GT, 0), number(Op.LTE, 900_000)), U)],
)
def test_each_test_of_a_share_stands_alone(tests: tuple[c.NumberTest, ...], expected: Truth) -> None:
    """Spec 10.8 and 10.9: two tests that exclude each other are each open, so that both together are open, not failed."""
    of, to = c.Count(records=records(check("amount", Op.GTE, 5))), c.Count(records=records())

    assert ask(c.RatioLeaf(of=of, to=to, is_=tests), fact(1, amount=5), fact(2), fact(3)) is expected
