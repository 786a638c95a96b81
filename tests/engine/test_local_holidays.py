"""Local holidays of autonomous areas: laid over the nation's calendar, year by year, and told where none is recorded.

The places and their holidays are invented: area 539100 is no real prefecture.
"""

from datetime import date

import pytest

from engine.catalogue import Catalogue
from engine.issues import Issue, Severity
from engine.local_holidays import LocalHolidays
from engine.parse import parse_catalogue
from engine.periods import Period
from engine.place_calendar import calendar_of_place
from engine.validate import validate
from engine.working_days import last_day
from tests.engine.parse_texts import CATALOGUE_TEXTS, DAYS, edited

LOCAL = """\
catalogue: local-holidays
version: "1"
title: 地方假日
areas:
  "539100":
    title: 示例自治州
    gap: 二〇二四年的安排没有读到
    years:
      "2023":
        source: {title: 关于2023年示例节放假的通知, document: 示例〔2023〕9号, assurance: mirror}
        days_off: [2023-09-25, 2023-10-07]
        working: [2023-10-03, 2023-10-08]
"""


def parsed(text: str = LOCAL) -> tuple[Catalogue | None, tuple[Issue, ...]]:
    return parse_catalogue({**CATALOGUE_TEXTS, "days.yaml": DAYS, "local.yaml": text})


def sound() -> Catalogue:
    catalogue, issues = parsed()
    assert issues == ()
    assert catalogue is not None
    return catalogue


@pytest.mark.parametrize(
    ("place", "ends"),
    [("539100", date(2023, 9, 27)), ("539123", date(2023, 9, 27)), ("539200", date(2023, 9, 26))],
    ids=["the prefecture", "a county of it", "a neighbour"],
)
def test_a_local_holiday_counts_in_its_area_and_nowhere_else(place: str, ends: date) -> None:
    """Two working days from Friday 22 September: the local Monday off moves the end in the area alone."""
    catalogue = sound()

    found = calendar_of_place(catalogue.calendar, catalogue.local_holidays, place)

    assert last_day(date(2023, 9, 22), Period(working_days=2), found.calendar) == ends


@pytest.mark.parametrize(
    ("day", "worked"),
    [(date(2023, 10, 7), False), (date(2023, 10, 3), True), (date(2023, 10, 8), True), (date(2023, 10, 2), False)],
    ids=["a make-up Saturday is off here", "a holiday is worked here", "a Sunday is worked here", "a common holiday"],
)
def test_a_local_arrangement_goes_before_the_national_one(day: date, worked: bool) -> None:
    """What the place announced for itself is what its offices do."""
    catalogue = sound()

    found = calendar_of_place(catalogue.calendar, catalogue.local_holidays, "539100")

    assert found.calendar.is_working(day) is worked


def test_a_year_that_a_place_has_not_recorded_is_named() -> None:
    """The nation's calendar still counts, and whoever reads the result is told what may be missing from it."""
    catalogue = sound()

    found = calendar_of_place(catalogue.calendar, catalogue.local_holidays, "539100")

    named = [(each.title, year) for each, year in found.unrecorded(date(2023, 12, 1), date(2024, 1, 31))]
    assert named == [("示例自治州", 2024)]
    assert found.unrecorded(date(2023, 1, 1), date(2023, 12, 31)) == ()


def test_a_place_without_holidays_of_its_own_keeps_the_national_calendar() -> None:
    """No area, no change: the very same calendar, so nothing can differ by accident."""
    catalogue = sound()

    found = calendar_of_place(catalogue.calendar, catalogue.local_holidays, "520103")

    assert found.calendar is catalogue.calendar
    assert found.holidays == ()


BROKEN = [
    ('"539100":', '"5391":', ["wrong-value"], "不是行政区划代码"),
    ("    title: 示例自治州\n", "", ["missing-key"], "缺少必填项 “title”"),
    ("2023-09-25", "2023-09-24", ["nothing-local"], "2023-09-24 全国本来就休息，不是地方安排"),
    ("2023-10-08", "2023-10-09", ["nothing-local"], "2023-10-09 全国本来就上班，不是地方安排"),
    ("2023-10-08", "2023-10-07", ["day-of-two-kinds"], "2023-10-07 既写放假又写上班"),
    ("2023-09-25", "2024-09-25", ["other-year"], "不在 2023 年"),
    ('"2023":', '"23":', ["bad-year"], "不是年份"),
    ("    years:\n", "    holidays:\n", ["missing-key", "unknown-key"], "缺少必填项 “years”"),
]


@pytest.mark.parametrize(("old", "new", "codes", "words"), BROKEN, ids=[f"{e[2][0]}-{n}" for n, e in enumerate(BROKEN)])
def test_a_fault_in_a_local_year_is_told(old: str, new: str, codes: list[str], words: str) -> None:
    """One wrong day moves every deadline of the place after it."""
    catalogue, issues = parsed(edited(LOCAL, old, new))

    assert catalogue is None
    assert sorted(issue.code for issue in issues) == codes, [issue.line() for issue in issues]
    assert any(words in issue.zh and issue.where.file == "local.yaml" and issue.en for issue in issues)


def test_what_a_place_has_not_recorded_is_a_documented_gap() -> None:
    """Nobody should find out from a missed deadline that the local holidays were never entered."""
    found = validate((), sound(), date(2024, 6, 1))

    assert [(each.code, each.severity) for each in found] == [("gap", Severity.GAP)]
    assert found[0].zh == "示例自治州：二〇二四年的安排没有读到。"


def test_the_nation_alone_says_which_years_are_known() -> None:
    """A local year beyond the published ones cannot stand in for the nation's."""
    catalogue = sound()
    place = LocalHolidays(area="539100", title="示例自治州", years=catalogue.local_holidays["539100"].years)

    found = calendar_of_place(catalogue.calendar, {"539100": place}, "539100")

    assert (found.calendar.first, found.calendar.last) == (catalogue.calendar.first, catalogue.calendar.last)
