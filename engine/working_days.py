"""Working days: the published calendar of holidays and make-up days, and the last day of a period counted in it.

A calendar is a dated table (国务院办公厅 announces each year's holidays in the year before): what lies outside the
published years is not known, and no answer is guessed for it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.periods import Period, add

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The published days from `first` to `last`, both included. Both None: nothing is published.

    `days_off`: working weekdays that are holidays. `working`: Saturdays and Sundays that are worked (调休).
    """

    first: date | None = None
    last: date | None = None
    days_off: frozenset[date] = field(default_factory=frozenset)
    working: frozenset[date] = field(default_factory=frozenset)

    def knows(self, day: date) -> bool:
        return self.first is not None and self.last is not None and self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day; ValueError for a day outside the published ones."""
        if not self.knows(day):
            raise ValueError(day)
        return day in self.working or (day.weekday() < SATURDAY and day not in self.days_off)


NO_CALENDAR = WorkCalendar()


def last_day(start: date, period: Period, calendar: WorkCalendar) -> date | None:
    """The last day of `period` counted from `start` (which is not counted itself); None where the calendar cannot tell.

    Calendar periods never need the calendar. Zero working days end on `start`.

    >>> week = WorkCalendar(first=date(2026, 1, 1), last=date(2026, 12, 31))
    >>> last_day(date(2026, 11, 20), Period(working_days=2), week)
    datetime.date(2026, 11, 24)
    """
    if period.working_days is None:
        return add(start, period)
    day, left = start, period.working_days
    while left:
        if day == date.max:
            return None
        day += timedelta(days=1)
        if not calendar.knows(day):
            return None
        left -= calendar.is_working(day)
    return day
