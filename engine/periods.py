"""Legal periods: calendar years, months and days added to a law date.

Follows the Civil Code (民法典 200-202): the day of the event is not counted, the corresponding day is the last one,
and where the month has no such day its last day is. Always added to the earlier date, never subtracted.
Working days are another type of period: they need a calendar and are counted by `engine.working_days`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_WORKING = re.compile(r"P(\d{1,4})WD")
_ISO = re.compile(r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<days>\d{1,6})D)?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A span in calendar units (years and months are added first, then days), or one of `working_days` alone.

    `working_days` None: calendar units. A period never mixes both.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    working_days: int | None = None

    def __str__(self) -> str:
        if self.working_days is not None:
            return f"P{self.working_days}WD"
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")


def parse_period(text: str) -> Period:
    """ISO 8601 "P3Y", "P6M", "P5D", "P1Y6M", and "P5WD" for working days, as a Period; ValueError for anything else."""
    if working := _WORKING.fullmatch(text):
        return Period(working_days=int(working[1]))
    match = _ISO.fullmatch(text)
    if not match or text == "P":
        raise ValueError(text)
    return Period(**{unit: int(count) for unit, count in match.groupdict().items() if count})


def add(start: date, period: Period) -> date:
    """The last day of a calendar `period` counted from `start`; `date.max` where the calendar ends first.

    ValueError for working days, which only `engine.working_days` can count.

    >>> add(date(2024, 2, 29), Period(years=1))
    datetime.date(2025, 2, 28)
    """
    if period.working_days is not None:
        raise ValueError(f"{period} needs a working-day calendar")
    month_index = start.year * 12 + start.month - 1 + period.years * 12 + period.months
    year, month = divmod(month_index, 12)
    if year > 9999:
        return date.max
    day = min(start.day, monthrange(year, month + 1)[1])
    try:
        return date(year, month + 1, day) + timedelta(days=period.days)
    except OverflowError:
        return date.max


LEAP_CYCLE = tuple(date(2000, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1))
"""Every start that can make two calendar periods differ."""


def never_longer(one: Period, other: Period) -> bool:
    """Whether `one` ends no later than `other`, from whatever day both are counted: P1Y is sometimes longer than P365D."""
    return all(add(day, one) <= add(day, other) for day in LEAP_CYCLE)


def decided_last_day(start: date | None, decided: date | None, at_most: Period | None) -> date | None:
    """The last day that a decision names; None where it names none, or one past the longest term the law allows.

    A term outside the range of the article is void on its face (errata B19), so nothing may be concluded from it.
    Without a start there is nothing to count from: the day stands as decided.
    """
    if decided is None or start is None or at_most is None:
        return decided
    return decided if decided <= add(start, at_most) else None
