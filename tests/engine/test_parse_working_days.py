"""The calendar of working days from text: what it knows, and every fault of a year at once."""

from datetime import date
from pathlib import Path

import pytest

from engine.catalogue import Catalogue
from engine.issues import Issue
from engine.parse import parse_catalogue
from engine.periods import Period
from engine.working_days import NO_CALENDAR, WorkCalendar, last_day
from tests.engine.parse_texts import CATALOGUE_TEXTS, DAYS, edited, the_catalogue

PUBLISHED = Path(__file__).parents[2] / "rules" / "catalogue" / "working-days.yaml"


def parsed(text: str, *, beside: str = "") -> tuple[Catalogue | None, tuple[Issue, ...]]:
    more = {"later.yaml": beside} if beside else {}
    return parse_catalogue({**CATALOGUE_TEXTS, "days.yaml": text, **more})


def test_the_calendar_reaches_over_its_published_years() -> None:
    """From the first day of the first year to the last day of the last: beyond them nothing is guessed."""
    catalogue, issues = parsed(DAYS)

    assert issues == ()
    assert catalogue is not None
    assert catalogue.calendar == WorkCalendar(
        first=date(2023, 1, 1),
        last=date(2024, 12, 31),
        days_off=frozenset({date(2023, 10, 2), date(2023, 10, 3), date(2024, 1, 1)}),
        working=frozenset({date(2023, 10, 7)}),
    )
    assert last_day(date(2023, 9, 29), Period(working_days=4), catalogue.calendar) == date(2023, 10, 7)


def test_without_the_file_no_day_is_known() -> None:
    """A catalogue without a calendar answers no question in working days, instead of taking every weekday for one."""
    assert the_catalogue().calendar == NO_CALENDAR


def test_years_may_stand_in_several_files() -> None:
    """A year is published by itself; each may be a file of its own."""
    head, _, first = DAYS.partition('  "2023":')
    first, mark, second = first.partition('  "2024":')

    catalogue, issues = parsed(f'{head}  "2023":{first}', beside=head + mark + second)

    assert issues == ()
    assert catalogue is not None
    assert (catalogue.calendar.first, catalogue.calendar.last) == (date(2023, 1, 1), date(2024, 12, 31))


BROKEN = [
    ('  "2024":', '  "2025":', ["other-year", "year-gap"], "2023 年与 2025 年之间缺少年份"),
    ('  "2024":', '  "24":', ["bad-year"], "“24” 不是年份，应写成 2024 这样的四位数字"),
    ('  "2024":', '  "2023":', ["duplicate-key"], "键 “2023” 重复"),
    ("[2024-01-01]", "[2023-12-29]", ["other-year"], "2023-12-29 不在 2024 年，请写到 2023 年之下"),
    ("[2024-01-01]", "[2024-01-06]", ["weekend-off"], "2024-01-06 是星期六，本来就不是工作日"),
    ("[2023-10-07]", "[2023-10-09]", ["weekday-working"], "2023-10-09 是星期一，本来就是工作日"),
    ("[2024-01-01]", "[2024-01-01, 2024-01-01]", ["duplicate-day"], "days_off 里 2024-01-01 写了两次"),
    ("[2024-01-01]", "[元旦]", ["wrong-value"], "“元旦” 不是日期"),
    ("[2024-01-01]", "2024-01-01", ["wrong-shape"], "“days_off” 应写成列表"),
    ("    working: []\n", "", ["missing-key"], "缺少必填项 “working”（上班的周末）"),
    ("      assurance: verified\n", "", ["missing-key"], "缺少必填项 “assurance”（核对程度）"),
    ("      assurance: verified\n", "      assurance: sure\n", ["wrong-choice"], "“assurance” 的取值 “sure” 不可用"),
    ("      title: 关于2024年部分节假日安排的通知\n", "", ["missing-key"], "缺少必填项 “title”（文件名称）"),
]


@pytest.mark.parametrize(
    ("old", "new", "codes", "words"), BROKEN, ids=[f"{each[2][0]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_fault_in_a_year_is_told(old: str, new: str, codes: list[str], words: str) -> None:
    """One wrong day moves every deadline after it, so nothing doubtful is let in."""
    catalogue, issues = parsed(edited(DAYS, old, new))

    assert catalogue is None
    assert sorted(issue.code for issue in issues) == codes, [issue.line() for issue in issues]
    assert any(words in issue.zh and issue.where.file == "days.yaml" and issue.en for issue in issues)


def test_all_faults_of_a_year_come_at_once() -> None:
    """A table of dates is mended in one go."""
    text = edited(DAYS, "[2024-01-01]", "[2024-01-06, 2023-12-29, 元旦]")

    _, issues = parsed(edited(text, "working: []", "working: [2024-01-08]"))

    assert sorted(issue.code for issue in issues) == ["other-year", "weekday-working", "weekend-off", "wrong-value"]


def test_a_year_published_twice_is_refused() -> None:
    """Two tables of one year could differ, and nobody would know which one counts."""
    _, issues = parsed(DAYS, beside=DAYS)

    assert [issue.code for issue in issues] == ["duplicate-id", "duplicate-id"]
    assert issues[0].where.file == "later.yaml"
    assert "days.yaml:5 已经写过" in issues[0].zh


def published() -> WorkCalendar:
    catalogue, issues = parsed(PUBLISHED.read_text(encoding="utf-8"))
    assert issues == ()
    assert catalogue is not None
    return catalogue.calendar


def test_the_statutory_holidays_are_days_off_in_every_published_year() -> None:
    """New Year, Labour Day and the National Days have had fixed dates throughout: a slip of the pen shows here."""
    calendar = published()
    assert calendar.first is not None
    assert calendar.last is not None

    worked = [
        day
        for year in range(calendar.first.year, calendar.last.year + 1)
        for day in (date(year, 1, 1), date(year, 5, 1), date(year, 10, 1), date(year, 10, 2), date(year, 10, 3))
        if calendar.is_working(day)
    ]

    assert worked == []


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2024, 2, 8), 5, date(2024, 2, 21)),
        (date(2024, 9, 27), 3, date(2024, 10, 8)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),
        (date(2026, 12, 30), 1, date(2026, 12, 31)),
        (date(2026, 12, 30), 2, None),
    ],
    ids=["春节调休", "国庆前周日上班", "春节假期延长", "last known day", "year not published"],
)
def test_working_days_are_counted_by_the_published_calendar(start: date, days: int, last: date | None) -> None:
    """Counted by hand from the notices: make-up Sundays count, moved holidays do not, what is not published is not known."""
    assert last_day(start, Period(working_days=days), published()) == last
