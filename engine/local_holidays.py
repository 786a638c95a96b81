"""Local holidays: the days off that an autonomous prefecture or county has beside those of the nation, and their year.

They are announced place by place and year by year. A year that a place has not recorded is told as such; nothing is
taken over from another year or another place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalYear:
    """One year of one place: days off that the nation works, days worked that the nation has off, and who says so.

    Both empty: it was announced, or found, that the year has none. `document`: title and number as shown to people.
    """

    year: int
    document: str
    days_off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalHolidays:
    """A place with holidays of its own (GB/T 2260) and the years recorded of it. `gap` says what is known to be missing."""

    area: str
    title: str
    years: Mapping[int, LocalYear] = field(default_factory=dict)
    gap: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
