"""The words of the generated questions: kinds, fields, pools of values, and the source of chance.

Values crowd around the thresholds (equal, one less, one more), dates around the last day of every period in use, around
New Year and around both edges of the working-day calendar.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.conditions import Op
from engine.facts import Plain
from engine.periods import Period
from engine.working_days import NO_CALENDAR, WorkCalendar

Made = TypeVar("Made")
KINDS = ("tax.finding", "court.award", "wage.claim")
OFTEN = (*KINDS, KINDS[0], KINDS[0])
LISTS = ("black-list", "watch-list", "red-list")
ROLES = ("legal_representative", "director")
SCOPES = ("food", "building", "any")
PERIODS = (
    Period(years=1),
    Period(months=1),
    Period(days=5),
    Period(months=3),
    Period(years=2),
    Period(years=1, months=6),
    Period(months=6, days=10),
    Period(days=0),
)
WORKING = tuple(Period(working_days=days) for days in (3, 1, 10, 0))
TODAYS = (
    date(2024, 6, 15),
    date(2024, 2, 29),
    date(2023, 3, 31),
    date(2025, 3, 1),
    date(2022, 12, 31),
    date(2024, 1, 1),
)
YEARS = (-1, 0, -2)
POOLS: dict[FieldType, tuple[Plain, ...]] = {
    FieldType.MONEY: (100, 99, 101, 0, 200, 1_000_000, -100),
    FieldType.RATIO: (100_000, 99_999, 100_001, 0, 500_000, 1_000_000),
    FieldType.INTEGER: (2, 1, 3, 0, 4, -1),
    FieldType.CODE: ("a", "b", "c"),
    FieldType.TEXT: ("A1", "A2", "10"),
    FieldType.FLAG: (True, False),
    FieldType.AREA: ("520103", "520100", "520000", "110101", "000000"),
}
DOMAINS: dict[FieldType, tuple[tuple[int | None, int | None], ...]] = {
    FieldType.MONEY: ((0, None), (None, None), (0, 200), (99, 101), (100, None), (None, 200)),
    FieldType.RATIO: ((0, 1_000_000), (None, None), (0, 100_001), (99_999, 500_000)),
    FieldType.INTEGER: ((0, None), (None, None), (1, 3), (0, 4), (None, 2)),
}
FIELDS = {
    "on": FieldType.DATE,
    "amount": FieldType.MONEY,
    "owed": FieldType.MONEY,
    "share": FieldType.RATIO,
    "items": FieldType.INTEGER,
    "workers": FieldType.INTEGER,
    "sort": FieldType.CODE,
    "case_no": FieldType.TEXT,
    "final": FieldType.FLAG,
    "place": FieldType.AREA,
    "due": FieldType.DATE,
}
ENTRY_FIELDS = {
    "start": FieldType.DATE,
    "decided_on": FieldType.DATE,
    "authority": FieldType.TEXT,
    "gravity": FieldType.CODE,
}
SUBJECT_FIELDS = {
    "type": FieldType.CODE,
    "region": FieldType.AREA,
    "registered_on": FieldType.DATE,
    "deregistered_on": FieldType.DATE,
}
FIGURES = (FieldType.MONEY, FieldType.INTEGER, FieldType.RATIO)
ORDER = (Op.GTE, Op.GT, Op.LT, Op.LTE, Op.EQ, Op.BETWEEN)
DATE_TESTS = (
    Op.WITHIN,
    Op.PAST,
    Op.REACHED,
    Op.WITHIN,
    Op.PAST,
    Op.REACHED,
    Op.IN_YEAR,
    Op.BEFORE,
    Op.AFTER,
    Op.GTE,
    Op.LTE,
    Op.BETWEEN,
    Op.EQ,
    Op.IN,
    Op.IS_NONE,
)
TESTS: dict[FieldType, tuple[Op, ...]] = {
    **dict.fromkeys(FIGURES, (*ORDER, Op.IN, Op.IS_NONE)),
    FieldType.DATE: DATE_TESTS,
    **dict.fromkeys((FieldType.CODE, FieldType.TEXT), (Op.EQ, Op.IN, Op.IS_NONE)),
    FieldType.FLAG: (Op.EQ, Op.IS_NONE),
    FieldType.AREA: (Op.REGION_WITHIN, Op.EQ, Op.IN, Op.IS_NONE),
}


@dataclass(frozen=True)
class Chance:
    """Choices from one source; the first of every choice is the plainest."""

    random: Random
    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = ()

    def of(self, choices: Sequence[Made]) -> Made:
        return choices[self.random.randrange(len(choices))]

    def yes(self, percent: int) -> bool:
        return self.random.randrange(100) >= 100 - percent

    def several(self, least: int, most: int, make: Callable[[], Made]) -> tuple[Made, ...]:
        return tuple(make() for _ in range(self.random.randint(least, most)))

    def plain(self, kind: FieldType) -> Plain:
        return self.of(self.days if kind is FieldType.DATE else POOLS[kind])


def boundary_days(today: date, periods: Sequence[Period]) -> tuple[date, ...]:
    """Today, the days beside it, and the days from which a period ends about today (or ends if it began today)."""
    turns = [today]
    if today.month == 1 or today.month == 12:
        turns += [date(year, 1, 1) for year in (today.year - 1, today.year)]
    for period in periods:
        if period.working_days is not None:
            turns += [today - timedelta(days=period.working_days + 2 * weekends) for weekends in (0, 1)]
            continue
        months = today.year * 12 + today.month - 1 - period.years * 12 - period.months
        back = date(months // 12, months % 12 + 1, min(today.day, 28)) - timedelta(days=period.days)
        turns += [back, back + timedelta(days=today.day - min(today.day, 28))]
    return tuple(turn + timedelta(days=step) for step in (0, -1, 1, 2) for turn in turns)


def a_calendar(chance: Chance) -> WorkCalendar:
    """Published for ever, or with an edge among the boundary days, or not at all; days off and worked ones among them."""
    first, last = date(2010, 1, 1), date(2040, 12, 31)
    edges = ((first, last), (first, last), (first, chance.of(chance.days)), (chance.of(chance.days), last), None)
    published = chance.of(edges)
    if published is None:
        return NO_CALENDAR
    days = chance.several(0, 6, lambda: chance.of(chance.days))
    off, worked = ({day for day in days if (day.weekday() < 5) is weekday} for weekday in (True, False))
    return WorkCalendar(first=published[0], last=published[1], days_off=frozenset(off), working=frozenset(worked))


def a_catalogue(chance: Chance) -> Catalogue:
    """Three kinds with the same fields, each with domains of its own; `subject` and `entry`."""
    kinds = {kind: a_kind(chance, kind, FIELDS, "on") for kind in KINDS}
    return Catalogue(
        subject=a_kind(chance, "subject", SUBJECT_FIELDS, "registered_on"),
        entry=a_kind(chance, "entry", ENTRY_FIELDS, "decided_on"),
        kinds=kinds,
        departments={},
        matters={},
        roles=dict.fromkeys(ROLES, "角色"),
        scopes=dict.fromkeys(SCOPES, "范围"),
        effects={},
        calendar=a_calendar(chance),
    )


def a_kind(chance: Chance, kind: str, fields: dict[str, FieldType], law_date: str) -> FactKind:
    return FactKind(
        id=kind,
        title="信息",
        law_date=law_date,
        fields={name: a_field(chance, name, type_) for name, type_ in fields.items()},
        subject_types=("enterprise",),
        adverse_allowed=True,
    )


def a_field(chance: Chance, name: str, type_: FieldType) -> FieldDef:
    low, high = chance.of(DOMAINS[type_]) if type_ in DOMAINS else (None, None)
    values = dict.fromkeys(POOLS[type_], "某") if type_ is FieldType.CODE else {}
    return FieldDef(id=name, type=type_, title="字段", low=low, high=high, always=chance.yes(40), values=values)
