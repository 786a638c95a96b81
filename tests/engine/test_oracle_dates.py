"""The oracle's days, held against examples worked by hand: periods gone by, days of another field, working days,
calendar years, and the days on which a related person holds a role (docs/spec.md, chapters 7 and 11).
"""

from datetime import date
from typing import Any

import pytest

from engine import conditions as c
from engine.conditions import AsOf, FieldOf, Held, Op, OuterField
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Mark, RelatedSubject, Truth
from engine.periods import Period
from tests.engine.worked import STAY, TODAY, F, T, U, ask, check, fact, record

LONG_AGO = date(2020, 1, 1)


def asked(op: Op, period: Period, start: date | Mark, as_of: date) -> Truth:
    return ask(record(check("due", op, period=period)), fact(1, on=LONG_AGO, due=start), as_of=as_of)


@pytest.mark.parametrize(
    ("start", "as_of", "expected"),
    [
        (date(2021, 3, 15), date(2024, 3, 14), F),
        (date(2021, 3, 15), date(2024, 3, 15), F),
        (date(2021, 3, 15), date(2024, 3, 16), T),
        (date(2020, 2, 29), date(2023, 2, 28), F),
        (date(2020, 2, 29), date(2023, 3, 1), T),
        (date(2024, 6, 1), date(2024, 5, 1), F),
        (NONE, date(2024, 3, 16), F),
        (UNKNOWN, date(2024, 3, 16), U),
    ],
)
def test_three_years_have_passed_when_their_last_day_has_gone_by(
    start: date | Mark, as_of: date, expected: Truth
) -> None:
    """满三年: three years from 15 March 2021 end with 15 March 2024, so they have passed on the 16th and not before."""
    assert asked(Op.PAST, Period(years=3), start, as_of) is expected


def test_within_and_past_share_no_day() -> None:
    """On the last day the period still runs; the day after it has passed; before it began it neither runs nor passed."""
    start, month = date(2024, 1, 31), Period(months=1)
    days = [date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]

    assert [asked(Op.WITHIN, month, start, day) for day in days] == [F, T, T, T, F]
    assert [asked(Op.PAST, month, start, day) for day in days] == [F, F, F, F, T]


@pytest.mark.parametrize(
    ("start", "as_of", "expected"),
    [
        (date(2024, 3, 15), date(2024, 6, 14), F),
        (date(2024, 3, 15), date(2024, 6, 15), T),
        (date(2024, 3, 15), date(2024, 6, 16), T),
        (date(2023, 11, 30), date(2024, 2, 28), F),
        (date(2023, 11, 30), date(2024, 2, 29), T),
        (date(2024, 6, 1), date(2024, 5, 1), F),
        (NONE, date(2024, 6, 15), F),
        (UNKNOWN, date(2024, 6, 15), U),
    ],
)
def test_three_months_are_reached_on_their_last_day(start: date | Mark, as_of: date, expected: Truth) -> None:
    """持续三个月以上: three months from 15 March end with 15 June, and 以上 includes that day itself."""
    assert asked(Op.REACHED, Period(months=3), start, as_of) is expected


@pytest.mark.parametrize(
    ("due", "before", "that_day", "after"),
    [
        (date(2024, 6, 14), T, F, F),
        (TODAY, F, T, F),
        (date(2024, 6, 16), F, F, T),
        (NONE, F, F, F),
        (UNKNOWN, U, U, U),
    ],
)
def test_a_date_lies_before_on_or_after_the_day_asked_about(
    due: date | Mark, before: Truth, that_day: Truth, after: Truth
) -> None:
    """The day asked about is always known: only the date beside it can be unknown."""
    one = fact(1, on=LONG_AGO, due=due)

    assert [ask(record(check("due", op, AsOf())), one) for op in (Op.BEFORE, Op.LT)] == [before] * 2
    assert [ask(record(check("due", op, AsOf())), one) for op in (Op.EQ, Op.IN)] == [that_day] * 2
    assert [ask(record(check("due", op, AsOf())), one) for op in (Op.AFTER, Op.GT)] == [after] * 2
    assert ask(record(check("due", Op.BETWEEN, AsOf(), AsOf())), one) is that_day


@pytest.mark.parametrize(
    ("due", "expected"),
    [(NONE, T), (TODAY, T), (date(2024, 6, 16), T), (date(2024, 6, 14), F), (UNKNOWN, U)],
)
def test_a_hazard_is_unrectified_until_the_day_it_is_put_right(due: date | Mark, expected: Truth) -> None:
    """Known not to be put right, or put right on the day asked about or later; unknown is neither."""
    one, tests = fact(1, on=LONG_AGO, due=due), (check("due", Op.IS_NONE), check("due", Op.GTE, AsOf()))

    read = [ask(record(test), one) for test in tests]

    assert (T if T in read else U if U in read else F) is expected


@pytest.mark.parametrize(
    ("due", "paid", "within", "past", "reached"),
    [
        (date(2024, 3, 1), date(2024, 3, 30), T, F, F),
        (date(2024, 3, 1), date(2024, 3, 31), T, F, T),
        (date(2024, 3, 1), date(2024, 4, 1), F, T, T),
        (date(2024, 3, 1), date(2024, 2, 29), F, F, F),
        (date(2024, 3, 1), UNKNOWN, U, U, U),
        (UNKNOWN, date(2024, 3, 1), U, U, U),
        (UNKNOWN, NONE, F, F, F),
        (NONE, UNKNOWN, F, F, F),
    ],
)
def test_another_field_may_be_the_day_asked_about(
    due: date | Mark, paid: date | Mark, within: Truth, past: Truth, reached: Truth
) -> None:
    """Paid within thirty days of the due date is asked of the day of payment, whatever day the question is put on."""
    one, days = fact(1, on=LONG_AGO, due=due, paid=paid), Period(days=30)

    tests = [check("due", op, period=days, at=FieldOf("paid")) for op in (Op.WITHIN, Op.PAST, Op.REACHED)]
    assert [ask(record(test), one) for test in tests] == [within, past, reached]


@pytest.mark.parametrize(
    ("began", "expected"),
    [(date(2024, 2, 29), T), (date(2024, 3, 30), T), (date(2024, 3, 31), F), (date(2024, 2, 28), F)],
)
def test_the_day_asked_about_may_be_of_the_outer_record(began: date, expected: Truth) -> None:
    """The period is counted from the partner's own date (a month to 30 March) and asked of the first record's."""
    still_running = check("on", Op.WITHIN, period=Period(months=1, days=1), at=OuterField("due"))
    leaf = record(with_=(c.Partner(kind=STAY, same=(), where=(still_running,)),))

    assert ask(leaf, fact(1, on=LONG_AGO, due=date(2024, 3, 30)), fact(2, STAY, on=began)) is expected


@pytest.mark.parametrize(
    ("start", "days", "as_of", "within", "past", "reached"),
    [
        (date(2024, 6, 6), 2, date(2024, 6, 10), T, F, F),
        (date(2024, 6, 6), 2, date(2024, 6, 11), T, F, T),
        (date(2024, 6, 6), 2, date(2024, 6, 12), F, T, T),
        (date(2024, 5, 10), 1, date(2024, 5, 11), T, F, T),
        (date(2024, 5, 10), 1, date(2024, 5, 12), F, T, T),
        (date(2024, 6, 7), 0, date(2024, 6, 7), T, F, T),
        (date(2024, 6, 7), 0, date(2024, 6, 8), F, T, T),
        (date(2024, 6, 7), 0, date(2024, 6, 6), F, F, F),
        (date(2024, 6, 7), 1, date(2024, 6, 6), F, F, F),
    ],
)
def test_working_days_leave_out_days_off_and_count_worked_saturdays(
    start: date, days: int, as_of: date, within: Truth, past: Truth, reached: Truth
) -> None:
    """Two working days from Thursday 6 June 2024 are Friday and Tuesday, Monday being a holiday; the 11 May is worked."""
    period = Period(working_days=days)

    found = tuple(asked(op, period, start, as_of) for op in (Op.WITHIN, Op.PAST, Op.REACHED))
    assert found == (within, past, reached)


@pytest.mark.parametrize(
    ("as_of", "within", "past", "reached"),
    [
        (date(2024, 12, 29), F, F, F),
        (date(2024, 12, 30), T, F, F),
        (date(2024, 12, 31), T, F, F),
        (date(2025, 1, 1), T, F, U),
        (date(2025, 1, 2), U, U, U),
        (date(2030, 1, 1), U, U, U),
    ],
)
def test_beyond_the_published_calendar_only_the_shortest_course_is_known(
    as_of: date, within: Truth, past: Truth, reached: Truth
) -> None:
    """Two working days from 30 December 2024 end no sooner than 1 January 2025; when they end is not published."""
    period, start = Period(working_days=2), date(2024, 12, 30)

    found = tuple(asked(op, period, start, as_of) for op in (Op.WITHIN, Op.PAST, Op.REACHED))
    assert found == (within, past, reached)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2023, 1, 1), -1, T),
        (date(2023, 12, 31), -1, T),
        (date(2022, 12, 31), -1, F),
        (date(2024, 1, 1), -1, F),
        (date(2024, 12, 31), 0, T),
        (NONE, 0, F),
        (UNKNOWN, 0, U),
    ],
)
def test_a_calendar_year_runs_from_new_year_to_the_last_of_december(
    day: date | Mark, years: int, expected: Truth
) -> None:
    """The last year (上一年度) of a day in 2024 is 2023, the whole of it and nothing else."""
    assert ask(record(check("due", Op.IN_YEAR, years)), fact(1, on=LONG_AGO, due=day), as_of=TODAY) is expected


def listed(start: date | Mark = LONG_AGO, term_end: date | Mark = NONE) -> EntryFact:
    return EntryFact(id="e", list_id="black", start=start, term_end=term_end)


def of_director(held: Held, *entries: EntryFact, not_covered: frozenset[str] = frozenset(), **role: Any) -> Truth:
    person = RelatedSubject(id="p", role="director", entries=entries, not_covered=not_covered, **role)
    return ask(c.EntryLeaf(list_id="black", of="director", held=held), related=(person,))


@pytest.mark.parametrize(
    ("role", "now", "at_start"),
    [
        ({}, T, T),
        ({"since": TODAY}, T, F),
        ({"since": date(2024, 6, 16)}, F, F),
        ({"until": TODAY}, F, T),
        ({"until": date(2024, 6, 16)}, T, T),
        ({"until": LONG_AGO}, F, F),
        ({"since": LONG_AGO, "until": date(2020, 1, 2)}, F, T),
        ({"since": UNKNOWN}, U, U),
        ({"until": UNKNOWN}, U, U),
        ({"since": UNKNOWN, "until": TODAY}, F, U),
        ({"since": UNKNOWN, "named_on": TODAY}, T, U),
        ({"since": UNKNOWN, "named_on": LONG_AGO}, T, T),
        ({"until": UNKNOWN, "named_on": TODAY}, T, T),
        ({"until": UNKNOWN, "named_on": LONG_AGO}, U, T),
        ({"since": date(2024, 6, 16), "named_on": TODAY}, T, F),
    ],
)
def test_a_role_is_held_from_since_until_before_until(role: dict[str, Any], now: Truth, at_start: Truth) -> None:
    """A director who left that day holds the role no more; the day a question names the person for it settles its ends."""
    assert (of_director(Held.AS_OF, listed(), **role), of_director(Held.START, listed(), **role)) == (now, at_start)


def test_a_person_who_came_after_the_entry_is_not_answerable_for_it() -> None:
    """`held: start` asks of the day the entry began; where that day is unknown the role on it is unknown."""
    assert of_director(Held.START, listed(start=date(2024, 1, 1)), since=date(2024, 1, 2)) is F
    assert of_director(Held.START, listed(start=date(2024, 1, 1)), since=date(2024, 1, 1)) is T
    assert of_director(Held.START, listed(start=UNKNOWN), until=LONG_AGO) is U
    assert of_director(Held.START, listed(start=NONE)) is F


def test_an_uncovered_register_counts_only_where_the_role_may_be_held() -> None:
    """What nobody vouches for about a former director says nothing; about one at the unknown start of an entry it may."""
    entry = frozenset({"entry"})

    assert of_director(Held.AS_OF, not_covered=entry) is U
    assert of_director(Held.AS_OF, not_covered=entry, until=TODAY) is F
    assert of_director(Held.AS_OF, not_covered=entry, until=UNKNOWN) is U
    assert of_director(Held.START, not_covered=entry, until=LONG_AGO) is U
    assert of_director(Held.AS_OF, listed(), not_covered=entry) is T


def test_roles_are_dated_for_bans_too() -> None:
    """A ban of a former manager is no ban of the present management."""
    ban = BanFact(id="b", ban_id="m", scope="food", start=LONG_AGO, term_end=NONE)
    leaf = c.BanLeaf(scope="food", of="director")

    assert ask(leaf, related=(RelatedSubject(id="p", role="director", bans=(ban,)),)) is T
    assert ask(leaf, related=(RelatedSubject(id="p", role="director", until=TODAY, bans=(ban,)),)) is F
    assert ask(leaf, related=(RelatedSubject(id="p", role="manager", bans=(ban,)),)) is F


def test_the_start_of_an_entry_can_be_asked_about() -> None:
    """Removed only once three years on the list have passed (满三年): the start stands among the entry's values."""
    leaf = c.EntryLeaf(list_id="black", where=(check("start", Op.PAST, period=Period(years=3)),))

    def since(day: date) -> Truth:
        entry = EntryFact(id="e", list_id="black", start=day, term_end=NONE, values={"start": day})
        return ask(leaf, entries=(entry,))

    assert [since(date(2021, 6, 14)), since(date(2021, 6, 15))] == [T, F]
