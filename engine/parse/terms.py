"""Periods and terms from text: what may be counted in working days, and what may be a range.

Working days stand where a day is asked for once the calendar of that year is published. They are refused where the law
counts in days, months and years, or where nobody could say today on which day the period ends.
"""

import re

from engine.parse.faults import Faults, quoted
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.reader import required, text
from engine.periods import LEAP_CYCLE, Period, add, parse_period

_MIXED = re.compile(r"P(?:\d+[YMD])+\d+WD|P\d+WD(?:\d+[A-Z]+)+")


def period(faults: Faults, node: Node) -> Period:
    """A period in calendar units; working days are refused, never counted as days."""
    return _calendar_period(faults, node) or Period()


def period_or_working_days(faults: Faults, node: Node) -> Period:
    """A period in calendar units, or in working days alone ("P5WD")."""
    return _any_period(faults, node) or Period()


def term(faults: Faults, node: Node) -> tuple[Period | None, Period | None]:
    """`P3Y`, `none` (no fixed end), or `{from: P2Y, to: P5Y}`: the shortest and, for a range, the longest term."""
    if isinstance(node, MapNode):
        return _range(faults, node)
    if isinstance(node, TextNode) and node.text == "none":
        return None, None
    return period(faults, node), None


def _range(faults: Faults, node: MapNode) -> tuple[Period, Period]:
    for entry in node.entries:
        if entry.key not in ("from", "to"):
            zh, en = f"此处不能写 “{quoted(entry.key)}”", f'"{quoted(entry.key)}" is not allowed here.'
            faults.add_shape("unknown-key", entry.line, zh, en)
    shortest, longest = _end(faults, node, "from"), _end(faults, node, "to")
    if shortest and longest and not _always_longer(longest, shortest):
        zh = f"期限上限 {longest} 不长于下限 {shortest}；没有幅度的，直接写 term: {shortest}"
        en = f"the longest term {longest} is not longer than the shortest {shortest}; without a range write term: {shortest}."
        faults.add("term-range", node.line_of("to"), zh, en)
    return shortest or Period(), longest or Period()


def _end(faults: Faults, node: MapNode, key: str) -> Period | None:
    written = required(faults, node, key)
    return _calendar_period(faults, written) if node.has(key) else None


def _always_longer(one: Period, other: Period) -> bool:
    """From whatever day both are counted: P1Y is not always longer than P365D."""
    return all(add(day, one) > add(day, other) for day in LEAP_CYCLE)


def _calendar_period(faults: Faults, node: Node) -> Period | None:
    found = _any_period(faults, node)
    if found is None or found.working_days is None:
        return found
    zh = f"期间 “{found}” 以工作日计算，此处只能用年、月、日（P3Y、P6M、P10D）"
    en = f'"{found}" counts working days; here a period is in years, months or days (P3Y, P6M, P10D).'
    hint_zh = "放假安排逐年公布，工作日的最后一天不能预先算定，只能用于 within、past、reached、程序时限和反馈期限"
    hint_en = "Holidays come out year by year, so working days go only with within, past, reached, steps and feedback."
    faults.add("working-days", node, zh, en, hint_zh, hint_en)
    return None


def _any_period(faults: Faults, node: Node) -> Period | None:
    found = text(faults, node)
    if not isinstance(node, TextNode):
        return None
    try:
        if found.isascii():
            return parse_period(found)
    except ValueError:
        pass
    _tell(faults, node, quoted(found))
    return None


def _tell(faults: Faults, node: TextNode, found: str) -> None:
    if _MIXED.fullmatch(node.text):
        zh = f"“{found}” 把工作日与年、月、日写在一起，算不出唯一的最后一天；请只用其中一种，例如 P5WD 或 P1M"
        en = f'"{found}" mixes working days with years, months or days; use one of them, such as P5WD or P1M.'
        faults.add("mixed-period", node, zh, en)
        return
    zh = f"“{found}” 不是期间，请写成 P3Y（三年）、P6M（六个月）、P10D（十天）或 P5WD（五个工作日）"
    en = f'"{found}" is no period; write P3Y (years), P6M (months), P10D (days) or P5WD (working days).'
    faults.add("bad-period", node, zh, en)
