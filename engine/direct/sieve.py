"""Which selections a record passes, all of a kind at once (docs/spec.md: fields).

A selection is one bit. For each field a table is made when the program is compiled: from a value to the bits of the
selections whose tests of that field it passes. A record is then sifted by one look-up per field, however many rules
read it. Tests that are not against constants are asked afterwards, of the selections still possible.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from engine.direct.bits import MET, NOT_MET
from engine.direct.fields import Row, Values, compile_tests
from engine.direct.presence import presence
from engine.direct.tables import CodedField, DayField, NumberField, Tests, bits_of, is_constant, table_of
from engine.facts import NONE, UNKNOWN, Fact
from engine.working_days import WorkCalendar

MOST_CODES = 1_024
"""So many combinations of values may the table of a kind hold."""

ALL = -1
"""Every bit there is."""

Sifted = tuple[Fact, int, int]
"""A record with the selections that it surely and that it possibly passes, its presence counted in."""


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

    __slots__ = ("_bound_tests", "_coded", "_every", "_ordered", "bound", "code_of", "codes", "days", "numbers")

    def __init__(self, selections: Sequence[Tests], calendar: WorkCalendar) -> None:
        """No test reads an outer record."""
        self._every = (1 << len(selections)) - 1
        by_bit = {1 << number: tests for number, tests in enumerate(selections)}
        constant = {bit: tuple(test for test in tests if is_constant(test)) for bit, tests in by_bit.items()}
        rest = {bit: tuple(test for test in tests if not is_constant(test)) for bit, tests in by_bit.items()}
        self._bound_tests = {bit: compile_tests(tests, calendar) for bit, tests in rest.items() if tests}
        self.bound = sum(self._bound_tests)
        fields = [table_of(name, tests, self._every, calendar) for name, tests in sorted(_by_field(constant).items())]
        self._coded = tuple(each for each in fields if isinstance(each, CodedField))
        self._ordered = tuple(
            (each.name, each.untested, each.none, each.passed) for each in fields if not isinstance(each, CodedField)
        )
        self.codes = Codes(self._coded, self._every)
        self.code_of: Callable[[Values], Hashable] = (
            itemgetter(*(each.name for each in self._coded)) if self._coded else _no_code
        )
        self.numbers = tuple(
            (each.name, each.shift, each.stretches, each.passed) for each in fields if isinstance(each, NumberField)
        )
        self.days = tuple((each.name, each.passed) for each in fields if isinstance(each, DayField))

    def row(self, fact: Fact, as_of: date) -> Sifted | None:
        """The record with the selections it passes; None where it is not present."""
        present = presence(fact, as_of)
        if present is NOT_MET:
            return None
        sure, possible = self.passed(fact.values, as_of)
        return fact, sure if present is MET else 0, possible

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
        for name, untested, none, searched in self._ordered:
            value = value_of(name, UNKNOWN)
            if value is UNKNOWN:
                known &= untested
            else:
                possible &= none if value is NONE else searched(value)
        sure = possible & known
        return self._rest(sure, possible, Row(values, as_of)) if possible & self.bound else (sure, possible)

    def _rest(self, sure: int, possible: int, row: Row) -> tuple[int, int]:
        """Narrowed by the tests that read another field or the day asked about."""
        for bit in bits_of(possible & self.bound):
            lo, hi = self._bound_tests[bit](row)
            if not hi:
                possible ^= bit
            if not lo:
                sure &= ~bit
        return sure, possible


Search = Callable[[Any], int]
Ways = tuple[
    int,
    int,
    Callable[[Values], Hashable],
    Codes,
    tuple[tuple[str, int, Mapping[int, int], Search], ...],
    tuple[tuple[str, Search], ...],
]
"""Where a kind's selections start; those after which a record must be asked by itself; how it is looked up: its code, the
codes, its numbers, its days."""


class KindSieve:
    """A kind's sieve among those of other kinds, whose selections stand before and behind; `start`: where its own do.

    `leaves`: those that are a whole leaf. `listed`: each record is wanted by itself. `ways`: all that `plainly_passed` uses.
    """

    __slots__ = ("leaves", "listed", "sieve", "start", "ways")

    def __init__(self, sieve: Sieve, start: int, leaves: int, listed: bool) -> None:
        self.sieve, self.start, self.leaves, self.listed = sieve, start, leaves, listed
        asked = ALL if listed else sieve.bound
        numbers, days = ((), ()) if listed else (sieve.numbers, sieve.days)
        codes, code_of = (Codes((), ALL), _no_code) if listed else (sieve.codes, sieve.code_of)
        self.ways: Ways = (start, asked, code_of, codes, numbers, days)


def plainly_passed(facts: Iterable[Fact], as_of: date, ways_of: Mapping[str, Ways]) -> tuple[int, list[Fact]]:
    """The selections that are passed by records of which all that counts is known; and the other records.

    One loop without a call for each record or field: this is where most of an evaluation's time goes.
    """
    passed_by_some, others = 0, list[Fact]()
    for fact in facts:
        on: Any = fact.law_date
        try:
            start, asked, code_of, codes, numbers, days = ways_of[fact.kind]
            if on <= as_of and fact.suspensions == ():
                values = fact.values
                passed = codes[code_of(values)]
                for name, shift, stretches, searched in numbers:
                    number: Any = values[name]
                    found = stretches.get(number >> shift)
                    passed &= searched(number) if found is None else found
                for name, searched in days:
                    passed &= searched(values[name])
                if not passed & asked:
                    passed_by_some |= passed << start
                    continue
        except (KeyError, TypeError):
            pass  # nobody asks of the kind, or something is unknown, undated, does not exist or is no number
        others.append(fact)
    return passed_by_some, others


def _no_code(_: Values) -> tuple[()]:
    """The code of a record where no field of its kind is coded."""
    return ()


def _by_field(selections: Mapping[int, Tests]) -> dict[str, dict[Tests, int]]:
    """For each field the tests that selections make of it together, with the bits of those that make them."""
    fields: dict[str, dict[Tests, int]] = {}
    for bit, tests in selections.items():
        for name in {test.field for test in tests}:
            of_field = tuple(test for test in tests if test.field == name)
            same_tests = fields.setdefault(name, {})
            same_tests[of_field] = same_tests.get(of_field, 0) | bit
    return fields
