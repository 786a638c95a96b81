"""One table for each field of a kind: from a value to the bits of the selections whose tests of that field it passes.

A table is made when the program is compiled, by asking the tests themselves about every value at which they can change.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from engine.conditions import FieldTest, Literal, Op
from engine.direct.fields import Reading, Row, compile_tests
from engine.facts import NONE, Plain, Value
from engine.working_days import WorkCalendar

Tests = tuple[FieldTest, ...]

ORDERED = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN, Op.BEFORE, Op.AFTER})
CODED = frozenset({Op.EQ, Op.IN, Op.IS_NONE})
ONE_DAY = timedelta(days=1)
STRETCHES = 8
"""Tables of numbers have so many stretches for each bound, or up to twice as many."""


class CodedField(NamedTuple):
    """A field tested for equality: the selections that pass each value named; other values pass only the `untested`."""

    name: str
    untested: int
    passing: Mapping[Value, int]


class DayField(NamedTuple):
    """A field compared by order: `passing[n]` from the n-th bound on until before the next; `none`: where it does not exist.

    It has a bound at least, so that a value without order is never taken for one below all.
    """

    name: str
    untested: int
    none: int
    bounds: Sequence[date]
    passing: Sequence[int]

    def passed(self, value: Any) -> int:
        """TypeError where it is no day."""
        return self.passing[bisect_right(self.bounds, value)]


class NumberField(NamedTuple):
    """The same of numbers, which are mostly found without a search: `stretches` holds what passes for `value >> shift`,
    where no bound lies among the values that have it in common.
    """

    name: str
    untested: int
    none: int
    bounds: Sequence[int]
    passing: Sequence[int]
    shift: int
    stretches: Mapping[int, int]

    def passed(self, value: Any) -> int:
        """TypeError where it is no number."""
        found = self.stretches.get(value >> self.shift)
        return self.passing[bisect_right(self.bounds, value)] if found is None else found


def is_constant(test: FieldTest) -> bool:
    """Whether a table can hold the test: against constants that have an order or are told apart by equality alone."""
    if test.op not in ORDERED | CODED or not all(isinstance(operand, Literal) for operand in test.operands):
        return False
    return test.op in CODED or all(_has_order(value) for value in _constants((test,)))


def _has_order(value: Plain) -> bool:
    return isinstance(value, int | date) and not isinstance(value, bool)


def _constants(tests: Iterable[FieldTest]) -> list[Plain]:
    return [operand.value for test in tests for operand in test.operands if isinstance(operand, Literal)]


def table_of(
    name: str, tested: Mapping[Tests, int], every: int, calendar: WorkCalendar
) -> CodedField | DayField | NumberField:
    """The table of one field."""
    readings = {tests: compile_tests(tests, calendar) for tests in tested}
    untested = every & ~sum_of(tested.values())
    none = untested | sum_of(bits for tests, bits in tested.items() if _passes(readings[tests], name, NONE))
    if any(test.op in ORDERED for tests in tested for test in tests):
        bounds, passing = _ordered(name, tested, readings, untested)
        if isinstance(bounds[0], int):
            return NumberField(name, untested, none, bounds, passing, *_stretched(bounds, passing))
        return DayField(name, untested, none, bounds, passing)
    by_value: dict[Value, int] = {NONE: none}
    for tests, bits in tested.items():
        for value in set(_constants(tests)):
            passed = bits if _passes(readings[tests], name, value) else 0
            by_value[value] = by_value.get(value, untested) | passed
    return CodedField(name, untested, by_value)


def _ordered(
    name: str, tested: Mapping[Tests, int], readings: Mapping[Tests, Reading], untested: int
) -> tuple[list[Any], list[int]]:
    """The bounds at which some test's answer changes, and the passing selections before, between and after them."""
    first, gained, lost = untested, dict[Plain, int](), dict[Plain, int]()
    for tests, bits in tested.items():
        passed = False
        for number, (start, value) in enumerate(_stretches(tests)):
            passes = _passes(readings[tests], name, value)
            if number == 0:
                first |= bits if passes else 0
            elif passes != passed:
                changed = gained if passes else lost
                changed[start] = changed.get(start, 0) | bits
            passed = passes
    bounds = sorted(gained.keys() | lost.keys()) or [value for tests in tested for value in _constants(tests)][:1]
    passing = [first]
    for bound in bounds:
        passing.append(passing[-1] & ~lost.get(bound, 0) | gained.get(bound, 0))
    return bounds, passing


def _stretched(bounds: Sequence[int], passing: Sequence[int]) -> tuple[int, dict[int, int]]:
    """What passes for the numbers that have all but their last `shift` bits in common, half a span beyond the bounds too."""
    span = bounds[-1] - bounds[0]
    shift = max(0, span.bit_length() - (STRETCHES * len(bounds)).bit_length())
    beyond = (span >> 1) + 1
    stretches: dict[int, int] = {}
    for common in range(bounds[0] - beyond >> shift, bounds[-1] + beyond >> shift):
        first, last = common << shift, (common + 1 << shift) - 1
        at = bisect_right(bounds, first)
        if at == bisect_right(bounds, last):
            stretches[common] = passing[at]
    return shift, stretches


def _stretches(tests: Tests) -> list[tuple[Plain, Plain]]:
    """Where each stretch of values begins on which these tests cannot change, and a value in it; the first is below all.

    None for tests without a constant (`is: none`), which no value passes.
    """
    starts = set[Plain]()
    for value in _constants(tests):
        starts |= {value, *_next(value, 1)}
    if not starts:
        return []
    bounds = sorted(starts)
    below = next(iter(_next(bounds[0], -1)), bounds[0])
    return [(bounds[0], below), *((bound, bound) for bound in bounds)]


def _next(value: Plain, steps: int) -> tuple[Plain, ...]:
    """The whole number or day beside it; none where the calendar ends."""
    if isinstance(value, date):
        return () if value == (date.max if steps > 0 else date.min) else (value + steps * ONE_DAY,)
    return (int(value) + steps,)


def _passes(reading: Reading, name: str, value: Value) -> bool:
    return reading(Row({name: value}, date.min))[0]


def bits_of(mask: int) -> Iterable[int]:
    """The bits of a mask, each as a power of two, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def sum_of(masks: Iterable[int]) -> int:
    """All bits of the masks together."""
    together = 0
    for mask in masks:
        together |= mask
    return together
