"""The working days of one place: the nation's calendar with the local holidays of its prefecture and county over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.local_holidays import LocalHolidays
from engine.releases import reaches
from engine.working_days import NO_CALENDAR, WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCalendar:
    """`calendar` counts; `holidays` are those of the place and of the areas above it, recorded years or not."""

    place: str
    calendar: WorkCalendar
    holidays: tuple[LocalHolidays, ...] = ()

    def unrecorded(self, first: date, last: date) -> tuple[tuple[LocalHolidays, int], ...]:
        """The years between two days (both included) of which a place with holidays of its own has recorded nothing."""
        years = range(first.year, last.year + 1)
        return tuple((each, year) for each in self.holidays for year in years if year not in each.years)


NOWHERE = PlaceCalendar(place="", calendar=NO_CALENDAR)


def calendar_of_place(national: WorkCalendar, areas: Mapping[str, LocalHolidays], place: str) -> PlaceCalendar:
    """The working days in `place` (GB/T 2260): its own holidays and those of the areas above it, over the nation's.

    The nation's calendar alone says which years are known: a local year outside it tells nothing.
    """
    found = tuple(each for area, each in sorted(areas.items()) if reaches(area, place))
    off, working = set(national.days_off), set(national.working)
    for year in (year for each in found for year in each.years.values()):
        off = (off - year.working) | year.days_off
        working = (working - year.days_off) | year.working
    calendar = WorkCalendar(
        first=national.first, last=national.last, days_off=frozenset(off), working=frozenset(working)
    )
    return PlaceCalendar(place=place, calendar=calendar if found else national, holidays=found)
