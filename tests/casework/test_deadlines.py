"""Deadlines: the last day by calendar days, working days and months, where it moves, and what it cannot be told from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from casework.bilingual import Bilingual
from casework.deadlines import Deadline, DeadlineRule, deadline
from casework.errors import Refused
from casework.legal_deadlines import LEGAL_DEADLINES, of_step, reconsideration_deadline, rule_for
from engine.local_holidays import LocalHolidays, LocalYear
from engine.pack import Colour, Gravity, ListDef, Step
from engine.parse import parse_catalogue
from engine.periods import Period, parse_period
from engine.place_calendar import PlaceCalendar, calendar_of_place

DAYS = Path(__file__).parents[2] / "rules" / "catalogue" / "working-days.yaml"
CATALOGUE, _ = parse_catalogue({"days.yaml": DAYS.read_text(encoding="utf-8")})
INVENTED = LocalHolidays(
    area="999100",
    title="示例自治州",
    years={2025: LocalYear(year=2025, document="《示例通知》", days_off=frozenset({date(2025, 9, 15)}))},
)


def place(area: str = "520000", areas: Mapping[str, LocalHolidays] | None = None) -> PlaceCalendar:
    assert CATALOGUE is not None
    return calendar_of_place(CATALOGUE.calendar, areas or {}, area)


def rule(period: str, *, moves: bool = True) -> DeadlineRule:
    title = Bilingual("示例期限", "the example period")
    return DeadlineRule(kind="example", title=title, period=parse_period(period), basis="示例办法第一条", moves=moves)


def due(period: str, start: date, *, moves: bool = True) -> date:
    return deadline(rule(period, moves=moves), start, place()).due_on


@pytest.mark.parametrize(
    ("period", "start", "ends"),
    [
        ("P10D", date(2026, 3, 2), date(2026, 3, 12)),
        ("P60D", date(2026, 3, 2), date(2026, 5, 6)),
        ("P60D", date(2026, 3, 6), date(2026, 5, 6)),
        ("P60D", date(2026, 3, 7), date(2026, 5, 6)),
        ("P60D", date(2026, 3, 8), date(2026, 5, 7)),
        ("P5WD", date(2026, 4, 28), date(2026, 5, 8)),
        ("P6WD", date(2026, 4, 28), date(2026, 5, 9)),
        ("P6M", date(2025, 8, 31), date(2026, 2, 28)),
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P1M", date(2024, 1, 31), date(2024, 2, 29)),
        ("P0WD", date(2026, 3, 7), date(2026, 3, 9)),
    ],
    ids=[
        "calendar days, first one not counted",
        "ends on Labour Day and moves behind the holiday",
        "ends on the last day of the holiday",
        "ends on the first working day",
        "a day later",
        "five working days over a holiday",
        "a make-up Saturday is worked",
        "no 31 February: the month's last, a worked Saturday",
        "29 February: the month's last in the next year",
        "29 February is a last day too",
        "no working day at all, from a Saturday",
    ],
)
def test_a_procedural_deadline_ends_as_the_civil_code_counts(period: str, start: date, ends: date) -> None:
    """民法典 200-203, by the calendar of 2024 to 2026, each counted by hand."""
    assert due(period, start) == ends


@pytest.mark.parametrize("start", [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)])
def test_a_term_is_not_moved_by_a_holiday(start: date) -> None:
    """Moving the last day of a bar would lengthen it against the subject: only procedural deadlines move."""
    assert due("P60D", start, moves=False) == start + timedelta(days=60)


def test_a_term_needs_no_calendar() -> None:
    """A term of three years ends on a known day although nobody has announced the holidays of that year."""
    assert due("P3Y", date(2026, 3, 2), moves=False) == date(2029, 3, 2)


@pytest.mark.parametrize(
    ("period", "start", "year"),
    [
        ("P60D", date(2026, 11, 2), 2027),
        ("P5WD", date(2026, 12, 28), 2027),
        ("P5WD", date(2005, 12, 1), 2005),
        ("P6M", date(2026, 8, 1), 2027),
        ("P1D", date(2027, 3, 1), 2027),
    ],
    ids=["calendar days", "working days", "before the first year", "months", "within the missing year"],
)
def test_a_year_without_holidays_is_refused_by_name(period: str, start: date, year: int) -> None:
    """A guessed last day would be told to a subject as law."""
    with pytest.raises(Refused) as refused:
        due(period, start)

    assert refused.value.code == "calendar-unpublished"
    assert f"{year}年的放假安排尚未收录" in refused.value.zh
    assert f"{year}, whose holidays are not recorded" in refused.value.en


def test_the_last_day_of_the_last_published_year_is_still_known() -> None:
    """The border lies behind 31 December, not before it."""
    assert due("P10D", date(2026, 12, 21)) == date(2026, 12, 31)


def test_a_deadline_is_over_from_the_day_after_its_last() -> None:
    """Who acts on the last day is in time."""
    found = deadline(rule("P10D"), date(2026, 3, 2), place())

    assert [found.is_over(found.due_on + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]


def trail(found: Deadline) -> list[str]:
    return [said.zh for said in found.trail]


def test_the_trail_tells_how_the_day_was_counted() -> None:
    """Subject and officer can count it again on a calendar on the wall."""
    moved = deadline(rule("P60D"), date(2026, 3, 4), place())
    counted = deadline(rule("P10WD"), date(2026, 4, 28), place())

    assert trail(moved) == [
        "自2026年3月4日的次日起算（当日不计入），期间为60日，最后一日为2026年5月3日。",
        "2026年5月3日为休假日，顺延至休假日结束的次日2026年5月6日。",
    ]
    assert trail(counted) == [
        "自2026年4月28日的次日起算（当日不计入），期间为10个工作日，最后一日为2026年5月14日；"
        "其间放假不计：2026年5月1日、2026年5月4日至2026年5月5日；调休上班计入：2026年5月9日。"
    ]
    assert all(said.en for said in (*moved.trail, *counted.trail))


def test_local_holidays_count_in_their_place() -> None:
    """The invented prefecture has Monday 15 September 2025 off; its neighbour works."""
    areas = {"999100": INVENTED}

    there = deadline(rule("P2WD"), date(2025, 9, 12), place("999101", areas))
    elsewhere = deadline(rule("P2WD"), date(2025, 9, 12), place("999201", areas))

    assert (there.due_on, elsewhere.due_on) == (date(2025, 9, 17), date(2025, 9, 16))
    assert trail(there)[0].endswith("其间放假不计：2025年9月15日。")


def test_a_local_year_that_is_not_recorded_is_told() -> None:
    """The day stands by the nation's calendar, and nobody is led to think that the prefecture's holidays were looked at."""
    found = deadline(rule("P2WD"), date(2026, 3, 2), place("999101", {"999100": INVENTED}))
    term = deadline(rule("P2D", moves=False), date(2026, 3, 2), place("999101", {"999100": INVENTED}))

    assert trail(found)[-1] == "示例自治州2026年的地方放假安排未收录；当地另有假日的，最后一日相应顺延。"
    assert trail(term)[-1] == "期限不因休假日顺延。"


def test_no_two_rows_of_the_table_answer_for_the_same_day() -> None:
    """Two periods for one question would leave the choice to the order of the rows."""
    clashes = [
        (one.kind, one.period, other.period)
        for one, other in combinations(LEGAL_DEADLINES, 2)
        if one.kind == other.kind
        and one.local_policy == other.local_policy
        and (set(one.lists) & set(other.lists) or (not one.lists and not other.lists))
        and one.in_force.overlaps(other.in_force)
    ]

    assert clashes == []


def test_every_row_cites_its_article_or_says_that_it_is_ours() -> None:
    """A period without a basis is nobody's law."""
    assert [row.kind for row in LEGAL_DEADLINES if not row.basis or not row.title.zh or not row.title.en] == []
    assert all(("本平台规则" in row.basis) is row.local_policy for row in LEGAL_DEADLINES)


@pytest.mark.parametrize(
    ("kind", "on", "period", "article"),
    [
        ("reconsideration.apply", date(2023, 12, 31), "P60D", "第九条第一款"),
        ("reconsideration.apply", date(2024, 1, 1), "P60D", "第二十条第一款"),
        ("suit.bring", date(2026, 1, 1), "P6M", "第四十六条第一款"),
        ("suit.bring.after_reconsideration", date(2026, 1, 1), "P15D", "第四十五条"),
        ("penalty.hearing", date(2021, 7, 15), "P5WD", "第六十四条第一项"),
        ("objection.verify", date(2026, 1, 1), "P20WD", "不是法律规定"),
    ],
)
def test_the_law_of_the_day_gives_the_period(kind: str, on: date, period: str, article: str) -> None:
    """The article changes with the statute although the days stay the same."""
    found = rule_for(kind, on)

    assert (str(found.period), article in found.basis) == (period, True)


@pytest.mark.parametrize("day", [date(2017, 8, 31), date(2014, 1, 1)])
def test_a_period_whose_text_was_not_read_is_refused(day: date) -> None:
    """What an earlier statute gave is not made up from the later one."""
    with pytest.raises(Refused, match="no-such-deadline"):
        rule_for("reconsideration.apply", day)


def a_list(list_id: str, *steps: Step) -> ListDef:
    return ListDef(
        id=list_id,
        title="示例名单",
        colour=Colour.BLACK,
        gravity=Gravity.SERIOUS,
        term=Period(years=3),
        procedure=steps,
    )


def test_the_procedure_of_the_list_goes_before_every_table() -> None:
    """The pack of the list is the nearer text; our own default is the last resort."""
    step = Step(
        step="objection-verify", title="核实异议", required=True, term=Period(days=7), basis=(), local_policy=True
    )
    untimed = replace(step, term=None)

    with_own = rule_for("objection.verify", date(2020, 1, 1), a_list("abnormal-operations", step))
    of_law = rule_for("objection.verify", date(2020, 1, 1), a_list("abnormal-operations", untimed))
    default = rule_for("objection.verify", date(2020, 1, 1), a_list("example-list"))

    assert [str(each.period) for each in (with_own, of_law, default)] == ["P7D", "P20WD", "P20WD"]
    assert [each.local_policy for each in (with_own, of_law, default)] == [True, False, True]
    assert with_own.basis == "本平台规则"
    with pytest.raises(ValueError, match="objection-verify"):
        of_step(untimed, "objection.verify", None)


@pytest.mark.parametrize(
    ("told_on", "ends"),
    [
        (date(2024, 3, 1), date(2024, 4, 30)),
        (None, date(2025, 3, 3)),
        (date(2024, 12, 30), date(2025, 2, 28)),
        (date(2024, 12, 31), date(2025, 3, 3)),
        (date(2025, 2, 20), date(2025, 3, 3)),
    ],
    ids=[
        "told at once",
        "never told",
        "told late, within the year",
        "told so late that the year ends it",
        "later still",
    ],
)
def test_untold_remedies_leave_at_most_a_year(told_on: date | None, ends: date) -> None:
    """行政复议法 art. 20(3): sixty days from being told, but at most one year from knowing the act (1 March 2025 is a Saturday)."""
    assert reconsideration_deadline(date(2024, 3, 1), told_on, place()).due_on == ends
