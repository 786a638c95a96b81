"""Counts, sums, shares and extremes over passing records (spec chapters 9, 10).

A figure that is not surely known is a range of whole numbers; a test of it is met if it holds on the whole range, not
met if nowhere. Ranges may be without end; ends are never NaN.
"""

import operator
from bisect import bisect_right
from collections.abc import Callable, Mapping
from math import inf
from typing import Any, NamedTuple

from engine.catalogue import FactKind, FieldDef
from engine.conditions import Count, CountLeaf, ExtremeLeaf, Literal, NumberTest, Op, RatioLeaf, Sum, SumLeaf
from engine.facts import NONE, UNKNOWN, Value
from engine.leaves.cells import MET, NOT_MET, OPEN, Bits, WrongType, both
from engine.leaves.tables import Book, Column, Table, numbers
from engine.periods import Period, add

Number = int | float  # a float only as an infinite end of a range
WHOLE = 1_000_000
Kinds = Mapping[str, FactKind]


class Range(NamedTuple):
    """The whole numbers from `low` to `high`, both included; empty where low > high."""

    low: Number
    high: Number

    def overlap(self, other: "Range") -> "Range":
        return Range(max(self.low, other.low), min(self.high, other.high))

    def lies_in(self, allowed: "Range") -> Bits:
        """Met: every number here is allowed; not met: none is."""
        common = self.overlap(allowed)
        if common.low > common.high:
            return NOT_MET
        return MET if common == self else OPEN


ALLOWED: Mapping[Op, Callable[..., Range]] = {
    Op.EQ: lambda number: Range(number, number),
    Op.GT: lambda number: Range(number + 1, inf),
    Op.GTE: lambda number: Range(number, inf),
    Op.LT: lambda number: Range(-inf, number - 1),
    Op.LTE: lambda number: Range(-inf, number),
    Op.BETWEEN: Range,
}


def count_bits(leaf: CountLeaf, book: Book, kinds: Kinds) -> Bits:
    return count_range(leaf.figure, book, kinds).lies_in(_allowed(leaf.is_))


def sum_bits(leaf: SumLeaf, book: Book, kinds: Kinds) -> Bits:
    return sum_range(leaf.figure, book, kinds).lies_in(_allowed(leaf.is_))


def _allowed(tests: tuple[NumberTest, ...]) -> Range:
    """All tests of a count or a sum read as one: the numbers on which every one of them holds."""
    allowed = Range(-inf, inf)
    for test in tests:
        allowed = allowed.overlap(ALLOWED[test.op](*_numbers(test)))
    return allowed


def _numbers(test: NumberTest) -> list[Any]:
    if any(not isinstance(operand, Literal) for operand in test.operands):
        raise ValueError(f"{test} has no value: a program holds literals only")
    return [operand.value for operand in test.operands if isinstance(operand, Literal)]


def count_range(figure: Count, book: Book, kinds: Kinds) -> Range:
    """spec chapter 9: plain, distinct or within a span; without upper end where the kind is not covered."""
    table, column = book.table(figure.records.kind), book.passing(figure.records)
    if figure.distinct is not None:
        return _distinct(table, column, _field(kinds, figure.records.kind, figure.distinct))
    if figure.span is not None:
        low, high = _densest(table, column.sure, figure.span), _densest(table, column.possible, figure.span)
    else:
        low, high = column.sure.bit_count(), column.possible.bit_count()
    return Range(low, inf if table.uncovered else high)


def _distinct(table: Table, column: Column, field: FieldDef) -> Range:
    sure, unknown_sure = _values(table, column.sure, field.id)
    possible, unknown_possible = _values(table, column.possible, field.id)
    low = 1 if field.always and not sure and unknown_sure else len(sure)
    high = inf if table.uncovered else len(possible) + unknown_possible
    return Range(low, min(high, len(field.values)) if field.values else high)


def _values(table: Table, mask: int, name: str) -> tuple[set[Value], int]:
    """The known values of a field in these rows, and how many rows do not know it."""
    index = table.index(name)
    return {value for value, rows in index.known.items() if rows & mask}, (index.unknown & mask).bit_count()


def _densest(table: Table, mask: int, span: Period) -> int:
    """The most of these rows dated within [d, d+span] of one of their dates d, the undated in every span."""
    days = [table.days[number] for number in numbers(mask)]
    dated = sorted(day for day in days if day is not None)
    most = max((bisect_right(dated, add(day, span)) - first for first, day in enumerate(dated)), default=0)
    return most + days.count(None)


def sum_range(figure: Sum, book: Book, kinds: Kinds) -> Range:
    """spec chapter 10: the sum of what each passing record adds, an interval for what is not surely known."""
    table, column = book.table(figure.records.kind), book.passing(figure.records)
    field = _field(kinds, figure.records.kind, figure.field)
    low: Number = 0
    high: Number = 0
    for number in numbers(column.possible):
        added = _added(table.rows[number].get(figure.field, UNKNOWN), field, surely=bool(column.sure >> number & 1))
        low, high = low + added.low, high + added.high
    if table.uncovered:
        further = _added(UNKNOWN, field, surely=False)
        low, high = -inf if further.low < 0 else low, inf if further.high > 0 else high
    return Range(low, high)


def _added(value: Value, field: FieldDef, *, surely: bool) -> Range:
    if value is NONE:
        return Range(0, 0)
    if value is UNKNOWN:
        span = _domain(field)
        zero_possible = not (surely and field.always)
    elif isinstance(value, int) and not isinstance(value, bool):
        span = Range(value, value)
        zero_possible = not surely
    else:
        raise WrongType(f"{field.id} cannot be added up: it is {type(value).__name__}")
    return Range(min(span.low, 0), max(span.high, 0)) if zero_possible else span


def _domain(field: FieldDef) -> Range:
    return Range(-inf if field.low is None else field.low, inf if field.high is None else field.high)


def _field(kinds: Kinds, kind: str, name: str) -> FieldDef:
    return kinds[kind].fields[name]


def ratio_bits(leaf: RatioLeaf, book: Book, kinds: Kinds) -> Bits:
    """spec chapter 10: both figures as independent ranges, cross-multiplied; a whole of zero is not met, perhaps zero open."""
    part, whole = _figure(leaf.of, book, kinds), _figure(leaf.to, book, kinds)
    if whole.high <= 0:
        return NOT_MET
    if whole.low <= 0:
        return OPEN
    bits = MET
    for test in leaf.is_:
        bits = both(bits, _share(test, part, whole))
    return bits


def _figure(figure: Count | Sum, book: Book, kinds: Kinds) -> Range:
    return count_range(figure, book, kinds) if isinstance(figure, Count) else sum_range(figure, book, kinds)


def _share(test: NumberTest, part: Range, whole: Range) -> Bits:
    """One test of part/whole; eq and between as two bounds."""
    operands = _numbers(test)
    match test.op:
        case Op.EQ:
            bounds = [(operator.ge, operands[0]), (operator.le, operands[0])]
        case Op.BETWEEN if operands[0] > operands[1]:
            return NOT_MET  # holds nowhere, whatever the share may be
        case Op.BETWEEN:
            bounds = [(operator.ge, operands[0]), (operator.le, operands[1])]
        case _:
            bounds = [(EXTREME[test.op], operands[0])]
    bits = MET
    for holds, share in bounds:
        smallest = holds(_times(WHOLE, part.low), _times(share, whole.high))
        largest = holds(_times(WHOLE, part.high), _times(share, whole.low))
        bits = both(bits, (smallest and largest, smallest or largest))
    return bits


def _times(factor: int, end: Number) -> Number:
    """The product, where nothing times an endless range is nothing."""
    return factor * end if factor else 0


EXTREME: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.GT: operator.gt,
    Op.GTE: operator.ge,
    Op.LT: operator.lt,
    Op.LTE: operator.le,
}
UPWARD = (Op.GT, Op.GTE)


def extreme_bits(leaf: ExtremeLeaf, book: Book, kinds: Kinds) -> Bits:
    """spec chapter 10: the largest or smallest known value against each test."""
    table, column = book.table(leaf.records.kind), book.passing(leaf.records)
    field = _field(kinds, leaf.records.kind, leaf.field)
    rows = [
        (bool(column.sure >> number & 1), value)
        for number in numbers(column.possible)
        if (value := table.rows[number].get(leaf.field, UNKNOWN)) is not NONE
    ]
    bits = MET
    for test in leaf.is_:
        verdicts = [(surely, _passes(test, value, field)) for surely, value in rows]
        toward = (leaf.which == "max") == (test.op in UPWARD)
        bits = both(bits, (_one_is_enough if toward else _all_must)(verdicts, covered=not table.uncovered))
    return bits


def _passes(test: NumberTest, value: Value, field: FieldDef) -> bool | None:
    """Whether the value passes; for an unknown one whether every value of the catalogue's domain does; None: open."""
    holds, (bound,) = EXTREME[test.op], _numbers(test)
    if value is not UNKNOWN:
        if type(value) is not type(bound):
            raise WrongType(f"{field.id} is {type(value).__name__}, compared with {type(bound).__name__}")
        return holds(value, bound)
    if not field.always:
        return None
    hardest, easiest = (field.low, field.high) if test.op in UPWARD else (field.high, field.low)
    if hardest is not None and holds(hardest, bound):
        return True
    return False if easiest is not None and not holds(easiest, bound) else None


def _one_is_enough(verdicts: list[tuple[bool, bool | None]], *, covered: bool) -> Bits:
    """max gt, min lt: one sure record that passes is enough; not met once all possible ones fail."""
    if any(surely and passes for surely, passes in verdicts):
        return MET
    return NOT_MET if covered and all(passes is False for _, passes in verdicts) else OPEN


def _all_must(verdicts: list[tuple[bool, bool | None]], *, covered: bool) -> Bits:
    """max lt, min gt: one sure record that fails refutes it; met once there is a record and all possible ones pass."""
    if any(surely and passes is False for surely, passes in verdicts):
        return NOT_MET
    if not covered:
        return OPEN
    if all(passes is False for _, passes in verdicts):
        return NOT_MET
    some = any(surely for surely, _ in verdicts)
    return MET if some and all(passes is True for _, passes in verdicts) else OPEN
