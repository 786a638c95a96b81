"""The published calendar of working days: each year's holidays on weekdays and worked weekends, with its source.

A year that is not published is not in the file, and between the first and the last year none is left out: what the
calendar does not know stays unknown, never guessed (engine.working_days).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from engine.pack import Assurance
from engine.parse.faults import Faults, quoted
from engine.parse.nodes import Entry, MapNode, Node
from engine.parse.reader import choice, day, items, mapping, required, required_text, text
from engine.working_days import NO_CALENDAR, SATURDAY, WorkCalendar

_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_WEEKDAYS_ZH = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """One year of the calendar: weekdays that are holidays, Saturdays and Sundays that are worked; where it stands.

    `document`: what announced it, with its number where that is known.
    """

    year: int
    days_off: frozenset[date]
    working: frozenset[date]
    document: str
    faults: Faults
    line: int


def read_year(faults: Faults, entry: Entry, *, local: bool = False) -> PublishedYear | None:
    """One entry of `years:`; None where its key is no year.

    `local`: of a place with holidays of its own, which may have a worked Saturday off or work a holiday of the nation.
    """
    body = mapping(faults, entry.value)
    document = _read_source(faults, required(faults, body, "source"))
    if not _YEAR.fullmatch(entry.key):
        zh = f"“{quoted(entry.key)}” 不是年份，应写成 2024 这样的四位数字"
        faults.add("bad-year", entry.line, zh, f'"{quoted(entry.key)}" is no year; write four digits, such as 2024.')
        return None
    year = int(entry.key)
    return PublishedYear(
        year=year,
        days_off=_days(faults, body, "days_off", year, _refuse_nothing if local else _refuse_weekend),
        working=_days(faults, body, "working", year, _refuse_nothing if local else _refuse_weekday),
        document=document,
        faults=faults,
        line=entry.line,
    )


def check_no_gap(years: Iterable[PublishedYear]) -> None:
    """A year left out between two others would read as if every weekday of it were worked."""
    for before, after in pairwise(sorted(years, key=lambda each: each.year)):
        if before.year + 1 != after.year:
            zh = f"{before.year} 年与 {after.year} 年之间缺少年份；中间的年份要补齐"
            en = f"years are missing between {before.year} and {after.year}; fill them in."
            after.faults.add("year-gap", after.line, zh, en)


def calendar_of(years: Mapping[int, PublishedYear]) -> WorkCalendar:
    """The calendar of contiguous years, from the first day of the first to the last day of the last."""
    if not years:
        return NO_CALENDAR
    return WorkCalendar(
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        days_off=frozenset(day for each in years.values() for day in each.days_off),
        working=frozenset(day for each in years.values() for day in each.working),
    )


def _read_source(faults: Faults, node: Node) -> str:
    body = mapping(faults, node)
    title = required_text(faults, body, "title")
    choice(faults, required(faults, body, "assurance"), Assurance)
    document, *_ = (text(faults, body.get(key)) for key in ("document", "address", "note"))
    return f"《{title}》（{document}）" if document else f"《{title}》"


def _days(
    faults: Faults, body: MapNode, key: str, year: int, refuse: Callable[[Faults, Node, date], bool]
) -> frozenset[date]:
    found: set[date] = set()
    for node in items(faults, required(faults, body, key)):
        written = day(faults, node)
        if written is None or refuse(faults, node, written):
            continue
        if written.year != year:
            zh, en = f"{written} 不在 {year} 年，请写到 {written.year} 年之下", f"{written} is not in {year}."
            faults.add("other-year", node, zh, en)
        elif written in found:
            faults.add("duplicate-day", node, f"{key} 里 {written} 写了两次", f"{written} stands twice in {key}.")
        found.add(written)
    return frozenset(found)


def _refuse_weekend(faults: Faults, node: Node, written: date) -> bool:
    if written.weekday() < SATURDAY:
        return False
    zh = f"{written} 是星期{_WEEKDAYS_ZH[written.weekday()]}，本来就不是工作日；days_off 只写放假的星期一至星期五"
    faults.add("weekend-off", node, zh, f"{written} is a weekend day; days_off holds Mondays to Fridays only.")
    return True


def _refuse_weekday(faults: Faults, node: Node, written: date) -> bool:
    if written.weekday() >= SATURDAY:
        return False
    zh = f"{written} 是星期{_WEEKDAYS_ZH[written.weekday()]}，本来就是工作日；working 只写上班的星期六、星期日"
    faults.add("weekday-working", node, zh, f"{written} is a weekday; working holds Saturdays and Sundays only.")
    return True


def _refuse_nothing(_faults: Faults, _node: Node, _written: date) -> bool:
    return False
