"""Do bands of one figure join, where rules differ in nothing else?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.catalogue import Catalogue, FieldType
from engine.conditions import (
    All,
    AnyOf,
    Condition,
    CountLeaf,
    FieldTest,
    Literal,
    Not,
    NumberTest,
    Op,
    RecordLeaf,
    SumLeaf,
)
from engine.issues import Issue, Severity
from engine.pack import Pack
from engine.solver import Bounds, CannotTell, gap_between, passing
from engine.validate.library import Library, Text, issue
from engine.validate.times import Asked, criteria_of

_FIGURES = (FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER)
_BAND_OPS = frozenset({Op.EQ, Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A range of one figure in a condition, and the condition without it. `low`, `high`: the catalogue's for the figure."""

    rest: Condition
    figure: str
    type: FieldType
    bounds: Bounds
    domain: Bounds


def bands_join(library: Library) -> Iterator[Issue]:
    """Warns of a value that lies between two bands of one figure and in none, where nothing else differs."""
    told: set[tuple[str, int, str]] = set()
    for day, asked in criteria_of(library):
        groups: dict[tuple[Any, ...], list[tuple[Asked, Band]]] = {}
        for each in asked:
            for band in _bands(each.criterion.when, library.catalogue):
                key = (each.pack.ref, band.rest, each.criterion.unless, band.figure)
                groups.setdefault(key, []).append((each, band))
        for members in groups.values():
            yield from _gap(members, day, told)


def _gap(members: list[tuple[Asked, Band]], day: date, told: set[tuple[str, int, str]]) -> Iterator[Issue]:
    _, first = members[0]
    value = gap_between([band.bounds for _, band in members], first.domain)
    if value is None:
        return
    below = [each for each, band in members if band.bounds.high is not None and band.bounds.high < value]
    above = [each for each, band in members if band.bounds.low is not None and band.bounds.low > value]
    one, other = below[-1], above[0]
    key = (other.pack.file, other.rule.line, first.figure)
    if key not in told:
        told.add(key)
        yield _gap_issue(other.pack, (one, other), first, value, day)


def _gap_issue(pack: Pack, pair: tuple[Asked, Asked], band: Band, value: int, day: date) -> Issue:
    one, other = pair
    shown = _shown(value, band.type)
    since = "" if day == date.min else f"（{day} 起）"
    return issue(
        pack,
        other.rule.line,
        "gap-between-bands",
        Text(
            f"规则“{one.rule.id}”与“{other.rule.id}”的“{band.figure}”两档之间有空档{since}，例如 {shown}。",
            f"“{band.figure}” has a gap between the bands of “{one.rule.id}” and “{other.rule.id}”, for example {shown}.",
        ),
        Text(
            "请核对条文中的“以上”“超过”“不满”，相邻两档应当衔接。",
            "Compare 以上, 超过 and 不满 in the article: neighbouring bands should join.",
        ),
        severity=Severity.WARNING,
    )


def _shown(value: int, type_: FieldType) -> str:
    if type_ is FieldType.MONEY:
        return f"{value // 100}.{value % 100:02d} 元"
    return f"{value / 10_000:g}%" if type_ is FieldType.RATIO else str(value)


def _bands(condition: Condition, catalogue: Catalogue) -> Iterator[Band]:
    """Every band in the condition, at whatever place, with the condition as it is without it."""
    match condition:
        case All(children=children) | AnyOf(children=children):
            for index, child in enumerate(children):
                for band in _bands(child, catalogue):
                    others = (*children[:index], band.rest, *children[index + 1 :])
                    yield replace(band, rest=replace(condition, children=others))
        case Not(child=child):
            yield from (replace(band, rest=Not(child=band.rest)) for band in _bands(child, catalogue))
        case RecordLeaf():
            yield from _bands_of_record(condition, catalogue)
        case CountLeaf(is_=tests):
            yield from _band(replace(condition, is_=()), "count", FieldType.INTEGER, tests, Bounds(low=0))
        case SumLeaf(figure=figure, is_=tests):
            field = catalogue.kinds[figure.records.kind].fields[figure.field]
            domain = Bounds(low=0 if field.low is not None and field.low >= 0 else None)
            yield from _band(replace(condition, is_=()), f"sum {field.title}", field.type, tests, domain)


def _bands_of_record(leaf: RecordLeaf, catalogue: Catalogue) -> Iterator[Band]:
    records = leaf.records
    for name in dict.fromkeys(test.field for test in records.where):
        field = catalogue.kinds[records.kind].fields[name]
        tests = tuple(test for test in records.where if test.field == name)
        if field.type in _FIGURES and all(_is_band(test) for test in tests):
            rest = replace(leaf, records=replace(records, where=tuple(t for t in records.where if t.field != name)))
            numbers = tuple(NumberTest(op=test.op, operands=_literals(test)) for test in tests)
            yield from _band(rest, field.title, field.type, numbers, Bounds(low=field.low, high=field.high))


def _is_band(test: FieldTest) -> bool:
    return test.op in _BAND_OPS and len(_literals(test)) == len(test.operands)


def _literals(test: FieldTest) -> tuple[Literal, ...]:
    return tuple(each for each in test.operands if isinstance(each, Literal))


def _band(
    rest: Condition, figure: str, type_: FieldType, tests: tuple[NumberTest, ...], domain: Bounds
) -> Iterator[Band]:
    try:
        yield Band(rest=rest, figure=figure, type=type_, bounds=passing(tests), domain=domain)
    except CannotTell:
        return
