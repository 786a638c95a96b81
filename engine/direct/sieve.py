"""Which selections a record passes, all of a kind at once (docs/spec.md: fields).

A selection is one bit. For each field a table is made when the program is compiled: from a value to the bits of the
selections whose tests of that field it passes. A record is then sifted by one look-up per field, however many rules
read it. Tests that are not against constants are asked afterwards, of the selections still possible.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from engine.conditions import FieldTest, Literal, Op
from engine.direct.bits import MET, NOT_MET
from engine.direct.fields import Reading, Row, Values, compile_tests
from engine.direct.presence import presence
from engine.facts import NONE, UNKNOWN, Fact, Plain, Value
from engine.working_days import WorkCalendar

Tests = tuple[FieldTest, ...]

ORDERED = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN, Op.BEFORE, Op.AFTER})
CODED = frozenset({Op.EQ, Op.IN, Op.IS_NONE})
ONE_DAY = timedelta(days=1)
MOST_CODES = 1_024
"""So many combinations of values may the table of a kind hold."""

Sifted = tuple[Fact, int, int]
"""A record with the selections that it surely and that it possibly passes, its presence counted in."""


class CodedField(NamedTuple):
    """A field tested for equality: the selections that pass each value named; other values pass only the `untested`."""

    name: str
    untested: int
    passing: Mapping[Value, int]


class OrderedField(NamedTuple):
    """A field compared by order: `passing[n]` from the n-th bound on until before the next; `none`: where it does not exist.

    It has a bound at least, so that a value without order is never taken for one below all.
    """

    name: str
    untested: int
    none: int
    bounds: Sequence[Plain]
    passing: Sequence[int]


class Codes(dict[Hashable, int]):
    """From the values of all coded fields together to the selections they pass, made when first asked for.

    KeyError where one of them is unknown. A text may have any number of values, so it is emptied when it is full.
    """

    __slots__ = ("_every", "_fields")

    def __init__(self, fields: Sequence[CodedField], every: int) -> None:
        super().__init__()
        self._fields, self._every = tuple(fields), every

    def __missing__(self, values: Hashable) -> int:
        passed = self._every
        for each, value in zip(self._fields, values if isinstance(values, tuple) else (values,), strict=True):
            if value is UNKNOWN:
                raise KeyError(each.name)
            passed &= each.passing.get(value, each.untested)
        if len(self) >= MOST_CODES:
            self.clear()
        self[values] = passed
        return passed


class Sieve:
    """All selections of one kind: bit i is the i-th."""

    __slots__ = ("_bound", "_bound_tests", "_code_of", "_coded", "_codes", "_compared", "_every", "_ordered")

    def __init__(self, selections: Sequence[Tests], calendar: WorkCalendar) -> None:
        """No test reads an outer record."""
        self._every = (1 << len(selections)) - 1
        by_bit = {1 << number: tests for number, tests in enumerate(selections)}
        constant = {bit: tuple(test for test in tests if is_constant(test)) for bit, tests in by_bit.items()}
        rest = {bit: tuple(test for test in tests if not is_constant(test)) for bit, tests in by_bit.items()}
        self._bound_tests = {bit: compile_tests(tests, calendar) for bit, tests in rest.items() if tests}
        self._bound = sum(self._bound_tests)
        fields = [_field(name, tests, self._every, calendar) for name, tests in sorted(_by_field(constant).items())]
        self._coded = tuple(each for each in fields if isinstance(each, CodedField))
        self._codes = Codes(self._coded, self._every)
        self._code_of = itemgetter(*(each.name for each in self._coded)) if self._coded else None
        self._compared = tuple(each for each in fields if isinstance(each, OrderedField))
        self._ordered = tuple((each.name, each.bounds, each.passing) for each in self._compared)

    def sift(self, facts: Iterable[Fact], as_of: date) -> tuple[int, int]:
        """The selections that some record surely, and those that some record possibly passes."""
        plainly, unusual = 0, list[Fact]()
        every, bound, codes, code_of, ordered = self._every, self._bound, self._codes, self._code_of, self._ordered
        for fact in facts:
            on, values = fact.law_date, fact.values
            if not isinstance(on, date) or on > as_of or fact.suspensions != ():
                unusual.append(fact)
                continue
            try:
                passed = every if code_of is None else codes[code_of(values)]
                for name, bounds, passing in ordered:
                    passed &= passing[bisect_right(bounds, values[name])]  # type: ignore[type-var]  # of the bounds' type
            except (KeyError, TypeError):
                unusual.append(fact)
                continue
            if passed & bound:
                unusual.append(fact)
            else:
                plainly |= passed
        sure = possible = plainly
        for _, surely, possibly in self.rows(unusual, as_of):
            sure |= surely
            possible |= possibly
        return sure, possible

    def rows(self, facts: Iterable[Fact], as_of: date) -> Iterator[Sifted]:
        """Each record that may be present, one by one."""
        for fact in facts:
            present = presence(fact, as_of)
            if present is not NOT_MET:
                sure, possible = self.passed(fact.values, as_of)
                yield fact, sure if present is MET else 0, possible

    def passed(self, values: Values, as_of: date) -> tuple[int, int]:
        """The selections whose tests these values surely and possibly pass."""
        possible = known = self._every
        value_of = values.get
        for name, untested, passing in self._coded:
            value = value_of(name, UNKNOWN)
            if value is UNKNOWN:
                known &= untested
            else:
                possible &= passing.get(value, untested)
        for name, untested, none, bounds, passing_from in self._compared:
            value = value_of(name, UNKNOWN)
            if value is UNKNOWN:
                known &= untested
            elif value is NONE:
                possible &= none
            else:
                possible &= passing_from[bisect_right(bounds, value)]  # type: ignore[type-var]  # of the bounds' type
        sure = possible & known
        return self._rest(sure, possible, Row(values, as_of)) if possible & self._bound else (sure, possible)

    def _rest(self, sure: int, possible: int, row: Row) -> tuple[int, int]:
        """Narrowed by the tests that read another field or the day asked about."""
        for bit in bits_of(possible & self._bound):
            lo, hi = self._bound_tests[bit](row)
            if not hi:
                possible ^= bit
            if not lo:
                sure &= ~bit
        return sure, possible


def bits_of(mask: int) -> Iterable[int]:
    """The bits of a mask, each as a power of two, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def is_constant(test: FieldTest) -> bool:
    """Whether a table can hold the test: against constants that have an order or are told apart by equality alone."""
    if test.op not in ORDERED | CODED or not all(isinstance(operand, Literal) for operand in test.operands):
        return False
    return test.op in CODED or all(_has_order(value) for value in _constants((test,)))


def _has_order(value: Plain) -> bool:
    return isinstance(value, int | date) and not isinstance(value, bool)


def _constants(tests: Iterable[FieldTest]) -> list[Plain]:
    return [operand.value for test in tests for operand in test.operands if isinstance(operand, Literal)]


def _by_field(selections: Mapping[int, Tests]) -> dict[str, dict[Tests, int]]:
    """For each field the tests that selections make of it together, with the bits of those that make them."""
    fields: dict[str, dict[Tests, int]] = {}
    for bit, tests in selections.items():
        for name in {test.field for test in tests}:
            of_field = tuple(test for test in tests if test.field == name)
            same_tests = fields.setdefault(name, {})
            same_tests[of_field] = same_tests.get(of_field, 0) | bit
    return fields


def _field(name: str, tested: Mapping[Tests, int], every: int, calendar: WorkCalendar) -> CodedField | OrderedField:
    """The table of one field."""
    readings = {tests: compile_tests(tests, calendar) for tests in tested}
    untested = every & ~sum_of(tested.values())
    none = untested | sum_of(bits for tests, bits in tested.items() if _passes(readings[tests], name, NONE))
    if any(test.op in ORDERED for tests in tested for test in tests):
        bounds, passing = _ordered(name, tested, readings, untested)
        return OrderedField(name, untested, none, bounds, passing)
    by_value: dict[Value, int] = {NONE: none}
    for tests, bits in tested.items():
        for value in set(_constants(tests)):
            passed = bits if _passes(readings[tests], name, value) else 0
            by_value[value] = by_value.get(value, untested) | passed
    return CodedField(name, untested, by_value)


def sum_of(masks: Iterable[int]) -> int:
    """All bits of the masks together."""
    together = 0
    for mask in masks:
        together |= mask
    return together


def _ordered(
    name: str, tested: Mapping[Tests, int], readings: Mapping[Tests, Reading], untested: int
) -> tuple[list[Plain], list[int]]:
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
    bounds = sorted(gained.keys() | lost.keys()) or _constants(next(iter(tested)))[:1]
    passing = [first]
    for bound in bounds:
        passing.append(passing[-1] & ~lost.get(bound, 0) | gained.get(bound, 0))
    return bounds, passing


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
