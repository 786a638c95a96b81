"""The forward-chaining engine's leaves where days decide: past, at, working days, years, roles held, scopes of bans."""

from dataclasses import replace
from datetime import date

import pytest

from engine.compile import compile_program
from engine.compile.program import ComputedLeaf
from engine.conditions import (
    AsOf,
    BanLeaf,
    Count,
    EntryLeaf,
    FieldOf,
    FieldTest,
    Held,
    Literal,
    NumberTest,
    Op,
    Operand,
    OuterField,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
)
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Truth, Value
from engine.facts import truth_of as truth
from engine.leaves import WrongType, leaf_bits
from engine.periods import Period
from engine.working_days import NO_CALENDAR, WorkCalendar
from tests.engine.flag_programs import program_of
from tests.fakes.programs import CATALOGUE, pack, rule

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
DAY = date(2024, 2, 29)
YEAR = Period(years=1)
THREE_WORKING = Period(working_days=3)
SPRING = WorkCalendar(
    first=date(2024, 2, 1),
    last=date(2024, 3, 31),
    days_off=frozenset({date(2024, 2, 27)}),
    working=frozenset({date(2024, 2, 24)}),
)


def ask(leaf: ComputedLeaf, *, calendar: WorkCalendar = NO_CALENDAR, as_of: date = DAY, **more: object) -> Truth:
    situation = Situation(subject_id="s", as_of=as_of, **more)
    asked = replace(program_of([], 0), leaves=(leaf,), kinds=CATALOGUE.kinds, calendar=calendar)
    return truth(*leaf_bits(asked, situation)[0])


def dated(op: Op, period: Period, at: FieldOf | OuterField | None = None) -> FieldTest:
    return FieldTest(field="on", op=op, period=period, at=at)


def of_subject(test: FieldTest, calendar: WorkCalendar = NO_CALENDAR, **values: Value) -> Truth:
    return ask(SubjectLeaf(where=(test,)), subject=values, calendar=calendar)


def fact(name: str, kind: str = "finding", **values: Value) -> Fact:
    return Fact(id=name, kind=kind, law_date=date(2020, 1, 1), values=values)


@pytest.mark.parametrize(
    ("day", "within", "past", "reached"),
    [
        (date(2023, 2, 27), F, T, T),
        (date(2023, 2, 28), F, T, T),
        (date(2023, 3, 1), T, F, F),
        (DAY, T, F, F),
        (date(2024, 3, 1), F, F, F),
        (NONE, F, F, F),
        (UNKNOWN, U, U, U),
    ],
)
def test_a_period_is_past_once_its_last_day_has_gone_by(
    day: date | Mark, within: Truth, past: Truth, reached: Truth
) -> None:
    """满三年 is not the opposite of 三年内: on a day that has not come yet neither holds."""
    known = {} if day is UNKNOWN else {"on": day}

    assert of_subject(dated(Op.WITHIN, YEAR), **known) is within
    assert of_subject(dated(Op.PAST, YEAR), **known) is past
    assert of_subject(dated(Op.REACHED, YEAR), **known) is reached


@pytest.mark.parametrize(
    ("as_of", "past", "reached"),
    [(date(2024, 3, 30), F, F), (date(2024, 3, 31), F, T), (date(2024, 4, 1), T, T)],
)
def test_a_period_is_reached_on_its_last_day(as_of: date, past: Truth, reached: Truth) -> None:
    """持续三个月以上 from 31 December holds on 31 March, the last of the three months, and not a day sooner."""
    leaves = [SubjectLeaf(where=(dated(op, Period(months=3)),)) for op in (Op.PAST, Op.REACHED)]

    assert [ask(leaf, subject={"on": date(2023, 12, 31)}, as_of=as_of) for leaf in leaves] == [past, reached]


def of_today(op: Op, *operands: Operand) -> SubjectLeaf:
    return SubjectLeaf(where=(FieldTest(field="on", op=op, operands=operands),))


@pytest.mark.parametrize(
    ("leaf", "answers"),
    [
        (of_today(Op.EQ, AsOf()), (F, T, F, F, U)),
        (of_today(Op.IN, Literal(date(2024, 2, 28)), AsOf()), (T, T, F, F, U)),
        (of_today(Op.GT, AsOf()), (F, F, T, F, U)),
        (of_today(Op.AFTER, AsOf()), (F, F, T, F, U)),
        (of_today(Op.GTE, AsOf()), (F, T, T, F, U)),
        (of_today(Op.LT, AsOf()), (T, F, F, F, U)),
        (of_today(Op.BEFORE, AsOf()), (T, F, F, F, U)),
        (of_today(Op.LTE, AsOf()), (T, T, F, F, U)),
        (of_today(Op.BETWEEN, AsOf(), Literal(date(2024, 3, 1))), (F, T, T, F, U)),
    ],
)
def test_a_date_is_compared_with_the_day_asked_about(leaf: SubjectLeaf, answers: tuple[Truth, ...]) -> None:
    """The day before, the day itself, the day after; none is not met, unknown stays unknown: `$as_of` is always known."""
    days = (date(2024, 2, 28), DAY, date(2024, 3, 1), NONE, UNKNOWN)

    found = tuple(ask(leaf, subject={} if day is UNKNOWN else {"on": day}) for day in days)

    assert found == answers


def test_the_day_asked_about_is_of_records_and_partners_alike() -> None:
    """Asked of many records at once, and of a partner, it is the question's one day."""
    due = FieldTest(field="on", op=Op.LTE, operands=(AsOf(),))
    ahead = FieldTest(field="on", op=Op.GT, operands=(AsOf(),))
    leaf = RecordLeaf(
        records=Records(kind="finding", where=(due,), with_=(Partner(kind="finding", same=(), where=(ahead,)),))
    )
    facts = tuple(fact(str(day), on=day) for day in (date(2024, 2, 28), DAY, date(2024, 3, 1)))

    assert [ask(leaf, facts=facts, as_of=date(2024, 2, day)) for day in (27, 28, 29)] == [F, T, T]
    assert ask(leaf, facts=facts, as_of=date(2024, 3, 1)) is F


def test_an_amount_is_not_compared_with_the_day_asked_about() -> None:
    """A wrong type is an input error, never simply not met."""
    with pytest.raises(WrongType):
        ask(of_today(Op.GTE, AsOf()), subject={"on": 20240229})


@pytest.mark.parametrize(
    ("start", "day", "within", "past", "reached"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), T, F, F),
        (date(2020, 1, 1), date(2021, 1, 1), T, F, T),
        (date(2020, 1, 1), date(2021, 1, 2), F, T, T),
        (date(2020, 1, 1), date(2019, 12, 31), F, F, F),
        (date(2020, 1, 1), UNKNOWN, U, U, U),
        (UNKNOWN, date(2020, 1, 1), U, U, U),
        (UNKNOWN, NONE, F, F, F),
        (NONE, UNKNOWN, F, F, F),
    ],
)
def test_at_asks_about_the_day_in_another_field(
    start: date | Mark, day: date | Mark, within: Truth, past: Truth, reached: Truth
) -> None:
    """What was paid after the due date is asked of the payment's day, not of today; none on either side is not met."""
    values = {name: value for name, value in (("on", start), ("paid", day)) if value is not UNKNOWN}

    assert of_subject(dated(Op.WITHIN, YEAR, FieldOf("paid")), **values) is within
    assert of_subject(dated(Op.PAST, YEAR, FieldOf("paid")), **values) is past
    assert of_subject(dated(Op.REACHED, YEAR, FieldOf("paid")), **values) is reached


def test_at_may_name_a_date_of_the_outer_record() -> None:
    """Two accidents within twelve months: the partner's date plus twelve months against the record's own."""
    partner = Partner(kind="finding", same=(), where=(dated(Op.WITHIN, YEAR, OuterField("on")),))
    leaf = RecordLeaf(records=Records(kind="finding", with_=(partner,)))
    first, near, far = (fact(str(day), on=day) for day in (date(2022, 1, 1), date(2023, 1, 1), date(2023, 1, 2)))

    assert ask(leaf, facts=(first, near)) is T
    assert ask(leaf, facts=(first, far)) is F
    assert ask(leaf, facts=(first, fact("undated"))) is U


def test_a_day_that_is_no_date_is_an_error() -> None:
    """A wrong type is an input error, never unknown (spec chapter 6), also in `at`."""
    with pytest.raises(WrongType):
        of_subject(dated(Op.PAST, YEAR, FieldOf("paid")), on=DAY, paid=5)


@pytest.mark.parametrize(
    ("start", "within", "past", "reached"),
    [
        (date(2024, 2, 26), T, F, F),  # Mon; Tue is a holiday, so Wed, Thu, Fri
        (date(2024, 2, 24), T, F, T),  # a Saturday that is worked is not counted itself: Mon, Wed, Thu
        (date(2024, 2, 23), F, T, T),  # Fri: that Saturday, Mon, Wed
        (date(2024, 3, 1), F, F, F),
    ],
)
def test_working_days_are_counted_in_the_published_calendar(
    start: date, within: Truth, past: Truth, reached: Truth
) -> None:
    """Holidays and worked weekends move the last day; three working days from Friday end on Wednesday here."""
    assert of_subject(dated(Op.WITHIN, THREE_WORKING), SPRING, on=start) is within
    assert of_subject(dated(Op.PAST, THREE_WORKING), SPRING, on=start) is past
    assert of_subject(dated(Op.REACHED, THREE_WORKING), SPRING, on=start) is reached


@pytest.mark.parametrize(
    ("start", "within", "past", "reached"),
    [
        (date(2024, 2, 27), T, F, F),
        (date(2024, 2, 26), T, F, U),
        (date(2024, 2, 25), U, U, U),
        (date(2024, 3, 1), F, F, F),
    ],
)
def test_outside_the_published_calendar_only_calendar_days_are_sure(
    start: date, within: Truth, past: Truth, reached: Truth
) -> None:
    """n working days never end sooner than n days; when they end is not known, and nothing is guessed."""
    assert of_subject(dated(Op.WITHIN, THREE_WORKING), on=start) is within
    assert of_subject(dated(Op.PAST, THREE_WORKING), on=start) is past
    assert of_subject(dated(Op.REACHED, THREE_WORKING), on=start) is reached


def test_the_calendar_belongs_to_the_program_and_its_digest_only_where_it_is_read() -> None:
    """A new year's holidays are other law for rules in working days, and none for the others."""

    def compiled(period: Period, calendar: WorkCalendar) -> str:
        leaf = RecordLeaf(records=Records(kind="finding", where=(dated(Op.PAST, period),)))
        made = compile_program([pack(rule("r", leaf))], replace(CATALOGUE, calendar=calendar), DAY)
        assert made.calendar == calendar
        return made.digest

    assert compiled(THREE_WORKING, SPRING) != compiled(THREE_WORKING, NO_CALENDAR)
    assert compiled(YEAR, SPRING) == compiled(YEAR, NO_CALENDAR)


@pytest.mark.parametrize(
    ("shift", "day", "answer"),
    [
        (-1, date(2023, 12, 31), T),
        (-1, date(2024, 1, 1), F),
        (-1, date(2022, 12, 31), F),
        (0, DAY, T),
        (-1, NONE, F),
        (-1, UNKNOWN, U),
    ],
)
def test_in_year_compares_calendar_years(shift: int, day: date | Mark, answer: Truth) -> None:
    """上一年度 is the calendar year before, whatever the day."""
    test = FieldTest(field="on", op=Op.IN_YEAR, operands=(Literal(shift),))

    assert of_subject(test, **({} if day is UNKNOWN else {"on": day})) is answer


def test_a_partner_may_be_any_other_record() -> None:
    """Without `same` no field is compared; the record itself is still not its own partner."""
    leaf = RecordLeaf(records=Records(kind="finding", without=(Partner(kind="finding", same=()),)))

    assert ask(leaf, facts=(fact("a"),)) is T
    assert ask(leaf, facts=(fact("a"), fact("b", case_no=NONE))) is F
    assert ask(leaf, facts=(fact("a"),), not_covered=frozenset({"finding"})) is U


def test_a_count_may_be_a_share_of_a_sum() -> None:
    """Vehicles in breach as a share of the fleet a record states: a count is a whole number."""
    whole = Sum(records=Records(kind="decision"), field="amount")
    leaf = RatioLeaf(
        of=Count(records=Records(kind="finding")),
        to=whole,
        is_=(NumberTest(op=Op.GT, operands=(Literal(100_000),)),),
    )

    assert ask(leaf, facts=(fact("a"), fact("d", "decision", amount=9))) is T
    assert ask(leaf, facts=(fact("a"), fact("d", "decision", amount=10))) is F
    assert ask(leaf, facts=(fact("a"), fact("d", "decision"))) is U


ENTRY = EntryFact(id="e", list_id="wages", start=date(2023, 1, 1), term_end=NONE)
HELD = [
    # since, until, named_on -> on as_of (2024-02-29), on the entry's start (2023-01-01)
    (NONE, NONE, None, T, T),
    (date(2023, 1, 1), NONE, None, T, T),
    (date(2023, 1, 2), NONE, None, T, F),
    (NONE, date(2024, 2, 29), None, F, T),
    (NONE, date(2024, 3, 1), None, T, T),
    (NONE, date(2023, 1, 1), None, F, F),
    (UNKNOWN, NONE, None, U, U),
    (NONE, UNKNOWN, None, U, U),
    (UNKNOWN, UNKNOWN, DAY, T, U),
    (UNKNOWN, NONE, date(2022, 1, 1), T, T),
    (NONE, UNKNOWN, date(2023, 6, 1), U, T),
    (UNKNOWN, date(2023, 6, 1), date(2022, 1, 1), F, T),
    (date(2023, 1, 2), NONE, date(2023, 1, 1), T, T),
]


@pytest.mark.parametrize(("since", "until", "named", "today", "start"), HELD)
def test_a_role_counts_on_the_day_it_was_held(
    since: date | Mark, until: date | Mark, named: date | None, today: Truth, start: Truth
) -> None:
    """Whoever left before, or came after, answers for nothing; an open end is settled only by a day the person was named."""
    person = RelatedSubject(id="p", role="boss", since=since, until=until, named_on=named, entries=(ENTRY,))
    leaf = EntryLeaf(list_id="wages", of="boss")

    assert ask(leaf, related=(person,)) is today
    assert ask(replace(leaf, held=Held.START), related=(person,)) is start


@pytest.mark.parametrize(("began", "answer"), [(date(2023, 1, 1), T), (date(2022, 12, 31), F), (UNKNOWN, U), (NONE, F)])
def test_held_at_the_start_needs_the_start(began: date | Mark, answer: Truth) -> None:
    """An entry that began on no known day cannot be said to fall into the person's time."""
    entry = replace(ENTRY, start=began)
    person = RelatedSubject(id="p", role="boss", since=date(2023, 1, 1), entries=(entry,))

    assert ask(EntryLeaf(list_id="wages", of="boss", held=Held.START), related=(person,)) is answer


def test_an_uncovered_register_of_a_person_counts_while_the_role_is_held() -> None:
    """Nothing is known of what stands about a former head, but it is not asked about either."""
    gone = RelatedSubject(id="p", role="boss", until=date(2020, 1, 1), not_covered=frozenset({"entry"}))
    leaf = EntryLeaf(list_id="wages", of="boss")

    assert ask(leaf, related=(gone,)) is F
    assert ask(replace(leaf, held=Held.START), related=(gone,)) is U
    assert ask(leaf, related=(replace(gone, until=NONE),)) is U
    assert ask(leaf, not_covered=frozenset({"role:boss"})) is U


@pytest.mark.parametrize(
    ("asked", "stored", "answer"),
    [
        ("food", "food", T),
        ("food", "any", T),
        ("food", "drugs", F),
        ("any", "any", T),
        ("any", "food", F),
        (None, "food", T),
        (None, "any", T),
    ],
)
def test_a_ban_from_everything_is_a_ban_from_each_industry(asked: str | None, stored: str, answer: Truth) -> None:
    """Who may work in no industry may not work in food; who may not work in food may work elsewhere."""
    ban = BanFact(id="b", ban_id="m", scope=stored, start=DAY, term_end=NONE)

    assert ask(BanLeaf(scope=asked), bans=(ban,)) is answer


def test_what_surely_ended_is_over_whenever_it_began() -> None:
    """Start unknown, term over: not effective (decision 0008)."""
    ended = EntryFact(id="e", list_id="wages", start=UNKNOWN, term_end=date(2024, 2, 28))

    assert ask(EntryLeaf(list_id="wages"), entries=(ended,)) is F
    assert ask(EntryLeaf(list_id="wages"), entries=(replace(ended, term_end=DAY),)) is U


def test_the_start_of_an_entry_is_a_field_like_others() -> None:
    """Listed for three years: the entry's own start, tested in `where`."""
    leaf = EntryLeaf(list_id="wages", where=(FieldTest(field="start", op=Op.PAST, period=YEAR),))
    listed = replace(ENTRY, values={"start": ENTRY.start})

    assert ask(leaf, entries=(listed,)) is T
    assert ask(leaf, entries=(listed,), as_of=date(2024, 1, 1)) is F
    assert ask(leaf, entries=(replace(listed, values={}),)) is U
