"""Counts, sums, extremes and shares over the passing records (docs/spec.md: figures)."""

from bisect import bisect_right
from collections.abc import Callable
from math import inf

from engine.catalogue import FactKind, FieldDef
from engine.conditions import Count, ExtremeLeaf, Literal, NumberTest, Op, Sum
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of
from engine.direct.fields import COMPARISONS
from engine.direct.intervals import ZERO, Number, Span
from engine.direct.records import Passing, Selections, View, compile_records
from engine.facts import NONE, UNKNOWN, Mark, Plain
from engine.periods import Period, add

Figure = Callable[[View], Span]


def compile_figure(figure: Count | Sum, kind: FactKind, selections: Selections) -> Figure:
    """The figure as a closure from the situation to the ends between which it lies."""
    if isinstance(figure, Sum):
        return _sum(figure, kind.fields[figure.field], selections)
    passing = compile_records(figure.records, selections)
    if figure.distinct is not None:
        return _distinct(figure, kind.fields[figure.distinct], selections)
    counted = _number if figure.span is None else _within_span(figure.span)

    def count(view: View) -> Span:
        span = counted(passing(view))
        return span if view.covered(kind.id) else Span(span.low, inf)

    return count


def surely(passing: Passing) -> Passing:
    """The records that surely pass."""
    return [(fact, bits) for fact, bits in passing if bits[0]]


def _number(passing: Passing) -> Span:
    return Span(len(surely(passing)), len(passing))


def _within_span(period: Period) -> Callable[[Passing], Span]:
    """The largest number of records dated within `period` from one of their dates; undated ones fit everywhere."""

    def most_together(passing: Passing) -> int:
        dates = sorted(fact.law_date for fact, _ in passing if not isinstance(fact.law_date, Mark))
        undated = len(passing) - len(dates)
        dated = max((bisect_right(dates, add(first, period)) - at for at, first in enumerate(dates)), default=0)
        return dated + undated

    return lambda passing: Span(most_together(surely(passing)), most_together(passing))


def _distinct(figure: Count, field: FieldDef, selections: Selections) -> Figure:
    passing = compile_records(figure.records, selections)
    ceiling: Number = len(field.values) or inf

    def distinct(view: View) -> Span:
        records = passing(view)
        certain = {fact.value(field.id) for fact, _ in surely(records)} - {NONE}
        possible = [fact.value(field.id) for fact, _ in records]
        least = len(certain - {UNKNOWN})
        if not least and field.always and UNKNOWN in certain:
            least = 1
        most = len(set(possible) - {NONE, UNKNOWN}) + possible.count(UNKNOWN)
        covered = view.covered(figure.records.kind)
        return Span(least, min(most if covered else inf, ceiling))

    return distinct


def _sum(figure: Sum, field: FieldDef, selections: Selections) -> Figure:
    passing = compile_records(figure.records, selections)

    def total(view: View) -> Span:
        amount = ZERO
        for fact, bits in passing(view):
            one = _amount(fact.value(figure.field), field)
            amount += one if bits[0] else one.with_zero()
        return amount if view.covered(figure.records.kind) else amount + _any_number_of_further(field)

    return total


def _amount(value: Plain | Mark, field: FieldDef) -> Span:
    """What one record adds: its value, nothing where there is none, the catalogue's range where it is unknown."""
    if value is NONE:
        return ZERO
    if value is UNKNOWN:
        return _domain(field) if field.always else _domain(field).with_zero()
    if not isinstance(value, int):
        raise TypeError(f"{field.id} cannot be summed: it is {type(value).__name__}")
    return Span(value, value)


def _domain(field: FieldDef) -> Span:
    return Span(-inf if field.low is None else field.low, inf if field.high is None else field.high)


def _any_number_of_further(field: FieldDef) -> Span:
    domain = _domain(field)
    return Span(-inf if domain.low < 0 else 0, inf if domain.high > 0 else 0)


def compile_extreme(leaf: ExtremeLeaf, kind: FactKind, selections: Selections) -> Callable[[View], Bits]:
    """`max` or `min` as a closure to two bits; several tests must all hold (spec chapter 10)."""
    passing = compile_records(leaf.records, selections)
    tests = tuple(_extreme_test(leaf.which, test, kind.fields[leaf.field]) for test in _one_sided(leaf.is_))

    def extreme(view: View) -> Bits:
        records = tuple((fact.value(leaf.field), bits) for fact, bits in passing(view))
        valued = tuple((value, bits) for value, bits in records if value is not NONE)
        covered = view.covered(kind.id)
        return all_of(test(valued, covered) for test in tests)

    return extreme


_Valued = tuple[tuple[Plain | Mark, Bits], ...]


def _one_sided(tests: tuple[NumberTest, ...]) -> tuple[tuple[Op, Plain], ...]:
    """Each test as gt, gte, lt or lte; `between` is two of them."""
    sided = tuple(
        (op, operand.value)
        for test in tests
        for op, operand in zip((Op.GTE, Op.LTE) if test.op is Op.BETWEEN else (test.op,), test.operands, strict=True)
        if isinstance(operand, Literal)
    )
    if any(op not in _SIDED for op, _ in sided):
        raise ValueError(tests)
    return sided


_SIDED = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE})


def _extreme_test(which: str, test: tuple[Op, Plain], field: FieldDef) -> Callable[[_Valued, bool], Bits]:
    op, operand = test
    one_is_enough = (op in {Op.GT, Op.GTE}) == (which == "max")

    def reading(value: Plain | Mark) -> Bits:
        """Whether one record's value passes; an unknown one only where the whole range does (or fails)."""
        if not isinstance(value, Mark):
            return _passes(op, value, operand)
        return _range_passes(op, operand, field) if field.always else OPEN

    def some_passes(records: _Valued, covered: bool) -> Bits:
        readings = [(reading(value), bits) for value, bits in records]
        if any(passes == MET and bits[0] for passes, bits in readings):
            return MET
        return NOT_MET if covered and all(passes == NOT_MET for passes, _ in readings) else OPEN

    def every_passes(records: _Valued, covered: bool) -> Bits:
        readings = [(reading(value), bits) for value, bits in records]
        if any(passes == NOT_MET and bits[0] for passes, bits in readings):
            return NOT_MET
        if covered and all(passes == NOT_MET for passes, _ in readings):
            return NOT_MET
        certain = any(bits[0] for _, bits in readings)
        return MET if covered and certain and all(passes == MET for passes, _ in readings) else OPEN

    return some_passes if one_is_enough else every_passes


def _passes(op: Op, value: Plain, operand: Plain) -> Bits:
    return MET if COMPARISONS[op](value, operand) else NOT_MET


def _range_passes(op: Op, operand: Plain, field: FieldDef) -> Bits:
    """Whether every (no) number of the catalogue's range passes."""
    lowest, highest = (field.low, field.high) if op in {Op.GT, Op.GTE} else (field.high, field.low)
    if lowest is not None and COMPARISONS[op](lowest, operand):
        return MET
    if highest is not None and not COMPARISONS[op](highest, operand):
        return NOT_MET
    return OPEN
