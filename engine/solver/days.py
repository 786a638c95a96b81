"""Dates as day numbers, and periods added to a date that is not known yet.

A month has no fixed length, so over all time `d + P` is only held between its shortest and longest length, and made
exact for the months that the solver actually tries (`exact_where_tried`): a NO found before that holds all the same.
Where a situation is sought instead (`narrow`), dates lie in a few years for which every sum stands in a table.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from engine.periods import Period, add
from engine.solver.terms import Search, Term, Terms
from engine.working_days import WorkCalendar, last_day

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
_CYCLE = range(1, 401)
_YEAR = 366
_TABLE = range(2022, 2026)
"""Years, a leap year among them, to which the dates of a sum are held in a narrow search."""


@dataclass(slots=True)
class _Added:
    """One sum: the last day of `period` from `start`."""

    start: Term
    end: Term
    period: Period


@dataclass(slots=True)
class Days:
    """All dates of one question. `narrow`: held to a few years (working days: to the published ones), exact there."""

    terms: Terms
    calendar: WorkCalendar
    narrow: bool
    demand: Callable[[Term], None]
    _years: dict[str, Term] = field(default_factory=dict)
    _added: dict[tuple[str, Period], _Added] = field(default_factory=dict)

    def day(self, name: str) -> Term:
        """A new date of unknown value."""
        number = self.terms.number(name)
        self.demand(number >= FIRST_DAY)
        self.demand(number <= LAST_DAY)
        return number

    def last_day(self, start: Term, period: Period) -> Term:
        """The last day of the period counted from `start`."""
        key = (str(start), _normal(period))
        if key not in self._added:
            self._added[key] = self._sum(start, _normal(period))
        return self._added[key].end

    def year(self, day: Term) -> Term:
        """The calendar year of a date."""
        if str(day) not in self._years:
            year = self._years[str(day)] = self.terms.number("year")
            self.demand(self.terms.all_of([year >= 1, year <= 9999, _new_year(year) <= day, day < _new_year(year + 1)]))
        return self._years[str(day)]

    def exact_where_tried(self, search: Search) -> bool:
        """Whether every sum of the values found is right; if not, the months they fall in are made exact."""
        tried = [(each, date.fromordinal(search.value(each.start))) for each in self._added.values()]
        wrong = [(each, start) for each, start in tried if not self._right(each, start, search)]
        for each, start in wrong:
            self._make_exact(each, start)
        return not wrong

    @property
    def has_working_days(self) -> bool:
        return any(each.period.working_days is not None for each in self._added.values())

    def _sum(self, start: Term, period: Period) -> _Added:
        added = _Added(start=start, end=self.terms.number("end"), period=period)
        if self.narrow:
            self._from_table(added)
        elif period.working_days is not None:
            self.demand(added.end >= start + period.working_days)  # n working days never end before n days
        else:
            self._between_lengths(added)
        return added

    def _between_lengths(self, added: _Added) -> None:
        terms, start, end = self.terms, added.start, added.end
        shortest, longest = _lengths(added.period)
        self.demand(end <= LAST_DAY)
        self.demand(end <= start + longest)
        too_late = start + shortest > LAST_DAY
        self.demand(terms.either(too_late, end >= LAST_DAY, end >= start + shortest))
        for other in self._added.values():
            if other.period == added.period:
                self.demand(terms.implies(start <= other.start, end <= other.end))
                self.demand(terms.implies(other.start <= start, other.end <= end))

    def _from_table(self, added: _Added) -> None:
        if added.period.working_days is None:
            self.demand(added.start >= date(_TABLE[0], 1, 1).toordinal())
            self.demand(added.start <= date(_TABLE[-1], 12, 31).toordinal())
            for year in _TABLE:
                for month in range(1, 13):
                    self._make_exact(added, date(year, month, 1))
        else:
            start, end, terms = added.start, added.end, self.terms
            runs = _runs(added.period, self.calendar)
            self.demand(
                terms.any_of((start >= first) & (start <= last) & (end == start + n) for first, last, n in runs)
            )

    def _right(self, added: _Added, start: date, search: Search) -> bool:
        end = search.value(added.end)
        if added.period.working_days is None:
            return add(start, added.period).toordinal() == end
        exact = last_day(start, added.period, self.calendar)
        return exact is None or exact.toordinal() == end

    def _make_exact(self, added: _Added, tried: date) -> None:
        start, end, terms = added.start, added.end, self.terms
        if added.period.working_days is not None:
            exact = last_day(tried, added.period, self.calendar) or date.max
            self.demand(terms.implies(start == tried.toordinal(), end == exact.toordinal()))
            return
        days = _days_of_month(tried.replace(day=1))
        ends = [add(day, added.period).toordinal() for day in days]
        within = terms.all_of([start >= days[0].toordinal(), start <= days[-1].toordinal()])
        along, highest = ends[0] + (start - days[0].toordinal()), ends[-1]
        self.demand(terms.implies(within, end == terms.either(along <= highest, along, highest)))


def _normal(period: Period) -> Period:
    """Years as months, so that P1Y and P12M are one period."""
    if period.working_days is not None:
        return period
    return Period(months=period.years * 12 + period.months, days=period.days)


def _runs(period: Period, calendar: WorkCalendar) -> list[tuple[int, int, int]]:
    """First day, last day and length: the days of the last published year from which the period takes so many days."""
    if calendar.first is None or calendar.last is None:
        return []
    earliest = max(calendar.first.toordinal(), calendar.last.toordinal() - _YEAR)
    runs: list[tuple[int, int, int]] = []
    for day in range(earliest, calendar.last.toordinal() + 1):
        end = last_day(date.fromordinal(day), period, calendar)
        if end is None:
            break
        length = end.toordinal() - day
        joins = runs and runs[-1][2] == length
        runs[-1:] = [(runs[-1][0], day, length)] if joins else [*runs[-1:], (day, day, length)]
    return runs


@lru_cache(maxsize=256)
def _lengths(period: Period) -> tuple[int, int]:
    """The shortest and longest number of days that a calendar period may take, over a full cycle of leap years."""
    if not period.months:
        return period.days, period.days
    months = (_days_of_month(date(year, month, 1)) for year in _CYCLE for month in range(1, 13))
    starts = [day for days in months for day in (days[0], *days[27:])]  # from the 1st to the 28th all are of one length
    lengths = {(add(day, period) - day).days for day in starts}
    return (0, LAST_DAY) if add(starts[-1], period) == date.max else (min(lengths), max(lengths))


def _days_of_month(first: date) -> list[date]:
    return [first.replace(day=day) for day in range(1, monthrange(first.year, first.month)[1] + 1)]


def _new_year(year: Term) -> Term:
    """The day number of 1 January."""
    past = year - 1
    return 365 * past + past / 4 - past / 100 + past / 400 + 1
