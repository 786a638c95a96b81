"""The direct engine's tests of days: `past`, `at`, working days and `in_year` (docs/spec.md, periods)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.conditions import AsOf, FieldOf, FieldTest, Op, OuterField, Partner, RecordLeaf, Records, SubjectLeaf
from engine.direct import compile_direct
from engine.facts import NONE, UNKNOWN, Truth
from engine.periods import Period
from engine.working_days import NO_CALENDAR, WorkCalendar
from tests.fakes.conditions import check
from tests.fakes.programs import fact, pack, program, rule, situation, truth_in

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
DAY = timedelta(days=1)
YEAR = Period(years=1)
BEGUN = date(2022, 6, 30)
LAST = date(2023, 6, 30)
TUESDAY_OFF = WorkCalendar(first=date(2024, 6, 3), last=date(2024, 6, 30), days_off=frozenset({date(2024, 6, 4)}))


def on_day(op: Op, at: FieldOf | OuterField | None = None) -> FieldTest:
    return replace(check("on", op, period=YEAR), at=at)


def subject(test: FieldTest) -> SubjectLeaf:
    return SubjectLeaf(where=(test,))


@pytest.mark.parametrize(("day", "expected"), [(LAST - DAY, F), (LAST, F), (LAST + DAY, T), (BEGUN - DAY, F)])
def test_past_holds_once_the_last_day_has_gone_by(day, expected):
    """`past: P` (满一年): not met while as_of <= d+P, met from the day after, and never before d itself."""
    assert truth_in(subject(on_day(Op.PAST)), situation(as_of=day, subject={"on": BEGUN})) == expected


@pytest.mark.parametrize(("day", "expected"), [(LAST - DAY, F), (LAST, T), (LAST + DAY, T), (BEGUN - DAY, F)])
def test_reached_holds_from_the_last_day_on(day, expected):
    """`reached: P` (一年以上): met where d+P <= as_of, so on the last day itself, where `past` is not."""
    assert truth_in(subject(on_day(Op.REACHED)), situation(as_of=day, subject={"on": BEGUN})) == expected


@pytest.mark.parametrize(("value", "expected"), [(UNKNOWN, U), (NONE, F)])
@pytest.mark.parametrize(
    "test",
    [
        on_day(Op.PAST),
        on_day(Op.REACHED),
        on_day(Op.WITHIN),
        check("on", Op.IN_YEAR, -1),
        *(check("on", op, AsOf()) for op in (Op.EQ, Op.IN, Op.GTE, Op.BEFORE)),
        check("on", Op.BETWEEN, BEGUN, AsOf()),
    ],
    ids=str,
)
def test_a_day_that_is_not_known_is_open_and_one_that_does_not_exist_fails(test, value, expected):
    """A date field that is unknown leaves every test of it open; one known not to exist fails it."""
    assert truth_in(subject(test), situation(subject={"on": value})) == expected


@pytest.mark.parametrize(
    ("asked", "within", "past", "reached"),
    [
        (BEGUN - DAY, F, F, F),
        (BEGUN, T, F, F),
        (LAST - DAY, T, F, F),
        (LAST, T, F, T),
        (LAST + DAY, F, T, T),
        (UNKNOWN, U, U, U),
        (NONE, F, F, F),
    ],
)
def test_at_asks_about_a_day_of_the_same_record(asked, within, past, reached):
    """`{within: {period: P, at: $paid}}`: d <= m <= d+P; past: d+P < m; reached: d+P <= m; the question's day is nothing."""
    paid = fact("f", on=BEGUN, paid=asked)

    read = [
        truth_in(RecordLeaf(records=Records(kind="finding", where=(on_day(op, FieldOf("paid")),))), situation(paid))
        for op in (Op.WITHIN, Op.PAST, Op.REACHED)
    ]

    assert read == [within, past, reached]


@pytest.mark.parametrize("op", [Op.WITHIN, Op.PAST, Op.REACHED])
def test_at_none_outweighs_an_unknown_start(op):
    """One side unknown and the other none: F, as in every comparison of two fields."""
    unknown_start = fact("f", due=UNKNOWN, paid=NONE)
    test = replace(check("due", op, period=YEAR), at=FieldOf("paid"))

    assert truth_in(RecordLeaf(records=Records(kind="finding", where=(test,))), situation(unknown_start)) == F


@pytest.mark.parametrize(("second", "expected"), [(LAST, T), (LAST + DAY, F)])
def test_at_may_name_a_day_of_the_outer_record(second, expected):
    """Two accidents within twelve months: the earlier one's period holds the day of the record asked about."""
    earlier = Partner(
        kind="finding", same=(), where=(on_day(Op.WITHIN, OuterField("on")), check("on", Op.BEFORE, LAST))
    )
    leaf = RecordLeaf(records=Records(kind="finding", where=(check("on", Op.EQ, second),), with_=(earlier,)))

    assert truth_in(leaf, situation(fact("f", on=second), fact("g", on=BEGUN))) == expected


def counted(op: Op, start: date, day: date, calendar: WorkCalendar) -> Truth:
    """`op: P2WD` on a date `start`, asked on `day` under that calendar."""
    test = check("on", op, period=Period(working_days=2))
    compiled = replace(program(pack(rule("r", subject(test)))), calendar=calendar)
    return compile_direct(compiled)(situation(as_of=day, subject={"on": start})).rules[0]


@pytest.mark.parametrize(
    ("day", "within", "past", "reached"),
    [
        (date(2024, 6, 2), F, F, F),
        (date(2024, 6, 3), T, F, F),
        (date(2024, 6, 5), T, F, F),
        (date(2024, 6, 6), T, F, T),
        (date(2024, 6, 7), F, T, T),
    ],
)
def test_working_days_leave_out_the_days_off(day, within, past, reached):
    """Two working days from Monday 3 June with Tuesday off end on Thursday the 6th."""
    start = date(2024, 6, 3)

    found = [counted(op, start, day, TUESDAY_OFF) for op in (Op.WITHIN, Op.PAST, Op.REACHED)]

    assert found == [within, past, reached]


@pytest.mark.parametrize(
    ("day", "within", "past", "reached"),
    [
        (date(2024, 6, 2), F, F, F),
        (date(2024, 6, 4), T, F, F),
        (date(2024, 6, 5), T, F, U),
        (date(2024, 6, 6), U, U, U),
    ],
)
def test_working_days_outside_the_calendar_are_open_after_as_many_calendar_days(day, within, past, reached):
    """n working days never end before n calendar days; what lies after is not guessed."""
    start = date(2024, 6, 3)

    found = [counted(op, start, day, NO_CALENDAR) for op in (Op.WITHIN, Op.PAST, Op.REACHED)]

    assert found == [within, past, reached]


@pytest.mark.parametrize(
    ("op", "day_before", "that_day", "day_after"),
    [
        (Op.EQ, F, T, F),
        (Op.IN, F, T, F),
        (Op.GT, F, F, T),
        (Op.AFTER, F, F, T),
        (Op.GTE, F, T, T),
        (Op.LT, T, F, F),
        (Op.BEFORE, T, F, F),
        (Op.LTE, T, T, F),
    ],
)
def test_a_date_is_compared_with_the_day_asked_about(op, day_before, that_day, day_after):
    """`{gte: $as_of}` on the day a hazard was put right: on the day asked about it was still there."""
    leaf = subject(check("on", op, AsOf()))

    read = [truth_in(leaf, situation(as_of=LAST, subject={"on": LAST + step * DAY})) for step in (-1, 0, 1)]

    assert read == [day_before, that_day, day_after]


@pytest.mark.parametrize(("value", "expected"), [(BEGUN - DAY, F), (BEGUN, T), (LAST, T), (LAST + DAY, F)])
def test_the_day_asked_about_may_be_an_end_of_between(value, expected):
    """From a cut-off date to the day asked about, both included."""
    leaf = subject(check("on", Op.BETWEEN, BEGUN, AsOf()))

    assert truth_in(leaf, situation(as_of=LAST, subject={"on": value})) == expected


def test_the_day_asked_about_is_one_for_all_records_and_partners():
    """In a partner's `where` it is the question's day, not a day of either record; one program answers for every day."""
    later = Partner(kind="finding", same=(), where=(check("paid", Op.GTE, AsOf()),))
    leaf = RecordLeaf(records=Records(kind="finding", where=(check("paid", Op.LT, AsOf()),), with_=(later,)))
    evaluate = compile_direct(program(pack(rule("r", leaf))))
    facts = (fact("f", on=BEGUN, paid=BEGUN), fact("g", on=BEGUN, paid=LAST))

    read = [evaluate(situation(*facts, as_of=day)).rules[0] for day in (BEGUN, BEGUN + DAY, LAST, LAST + DAY)]

    assert read == [F, T, T, F]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(date(2022, 12, 31), F), (date(2023, 1, 1), T), (date(2023, 12, 31), T), (date(2024, 1, 1), F)],
)
def test_in_year_compares_calendar_years(value, expected):
    """`in_year: -1` asked in 2024: the whole of 2023, from its first to its last day."""
    test = check("on", Op.IN_YEAR, -1)

    assert truth_in(subject(test), situation(as_of=date(2024, 6, 30), subject={"on": value})) == expected


def test_a_value_that_is_no_date_is_an_input_error():
    """A wrong type is never unknown: neither a period nor a year can be read from an amount."""
    windows = (on_day(op) for op in (Op.PAST, Op.REACHED, Op.WITHIN))
    for test in (*windows, check("on", Op.IN_YEAR, 0), check("on", Op.GT, AsOf())):
        with pytest.raises(TypeError):
            truth_in(subject(test), situation(subject={"on": 20240630}))


@pytest.mark.parametrize(("others", "expected"), [(0, F), (1, T)])
def test_same_may_be_left_out(others, expected):
    """Without a join field any other record of the subject is a partner; the record itself is not."""
    leaf = RecordLeaf(records=Records(kind="finding", with_=(Partner(kind="finding", same=()),)))
    more = [fact(f"g{number}", case_no="B") for number in range(others)]

    assert truth_in(leaf, situation(fact("f", case_no="A"), *more)) == expected
