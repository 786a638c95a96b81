"""The records of one situation as tables with columns of bits, and which of them pass (spec chapters 4, 8).

A column is two whole numbers, bit i for row i: `sure` and `possible`. Conditions on all records of a kind are then
`&` and `|` of columns; a test is asked once for each distinct value of its field, and once for all leaves that share
it; a partner is looked up in an index by value. An uncovered kind has one more row of which nothing is known: it is a
candidate for partners, never a record of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from engine.conditions import FieldTest, Partner, Records
from engine.facts import NONE, UNKNOWN, Fact, Mark, Situation, Value
from engine.leaves.cells import MET, NOT_MET, OPEN, Bits, Row, Today, WrongType, test_bits
from engine.leaves.indexes import Index, index_of, rows_passing
from engine.leaves.plans import Plan, Plans

NOTHING: Row = {}


class Column(NamedTuple):
    """Bit i of `sure`: row i surely passes; of `possible`: it possibly passes. `sure` is within `possible`."""

    sure: int
    possible: int

    def __and__(self, other: "Column") -> "Column":
        return Column(self.sure & other.sure, self.possible & other.possible)

    def only(self, mask: int) -> "Column":
        return Column(self.sure & mask, self.possible & mask)

    @property
    def any(self) -> Bits:
        return self.sure != 0, self.possible != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The records of one kind that exist at as_of. `real`: the mask without the row that stands for uncovered ones.

    `indexes` by field and `columns` by the test's identity are made when first asked for.
    """

    rows: tuple[Row, ...]
    days: tuple[date | None, ...]
    present: Column
    real: int
    uncovered: bool
    indexes: dict[str, Index] = field(default_factory=dict)
    columns: dict[int, tuple[int, int]] = field(default_factory=dict)

    def index(self, name: str) -> Index:
        if name not in self.indexes:
            self.indexes[name] = index_of(self.rows, name)
        return self.indexes[name]

    def column(self, judge: Callable[[Row], Bits], among: int) -> Column:
        """The verdict of `judge` on every row of the mask `among`."""
        sure = possible = 0
        for number in numbers(among):
            surely, possibly = judge(self.rows[number])
            sure |= surely << number
            possible |= possibly << number
        return Column(sure, possible)


def numbers(mask: int) -> Iterator[int]:
    """The row numbers in a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(slots=True)
class Book:
    """One situation, its tables made when first asked for."""

    situation: Situation
    today: Today
    plans: Plans
    tables: dict[str, Table] = field(default_factory=dict)
    passed: dict[int, Column] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return self.today.as_of

    def table(self, kind: str) -> Table:
        if kind not in self.tables:
            self.tables[kind] = _table(self.situation, kind)
        return self.tables[kind]

    def passing(self, records: Records) -> Column:
        """The records that are present, pass `where`, have every `with` partner and no `without` partner (spec chapter 8)."""
        known = self.passed.get(id(records))  # a program's selections live as long as any question put to it
        if known is None:
            known = self.passed[id(records)] = self._passing(records)
        return known

    def _passing(self, records: Records) -> Column:
        table = self.table(records.kind)
        column = self._where(table, table.present.only(table.real), records.where)
        for partner in records.with_:
            column &= self._partnered(table, column.possible, records.kind, partner)
        for partner in records.without:
            found = self._partnered(table, column.possible, records.kind, partner)
            column &= Column(column.possible & ~found.possible, column.possible & ~found.sure)
        return column

    def _where(self, table: Table, column: Column, tests: tuple[FieldTest, ...]) -> Column:
        """`column` narrowed by tests that read no outer record."""
        sure, possible = column
        for test in tests:
            found = table.columns.get(id(test))
            if found is None:
                found = table.columns[id(test)] = _tested(table, self.plans.of_test(test), self.today)
            sure &= found[0]
            possible &= found[1]
            if not possible:
                break
        return Column(sure, possible)

    def _partnered(self, table: Table, among: int, kind: str, partner: Partner) -> Column:
        """For each row in `among`: whether another record is its partner (spec chapter 8)."""
        others = self.table(partner.kind)
        free, bound = self.plans.of_partner(partner)
        candidates = self._where(others, others.present, free)
        joins = tuple((name, others.index(name), others.index(name).every) for name in partner.same)
        sure = possible = 0
        for number in numbers(among):
            row = table.rows[number]
            found = candidates.only(~(1 << number)) if partner.kind == kind else candidates
            for name, index, every in joins:
                found &= _equal_to(row.get(name, UNKNOWN), index, every)
            for test in bound:
                found &= others.column(_bound(test, row, self.today), found.possible)
            sure |= (found.sure != 0) << number
            possible |= (found.possible != 0) << number
        return Column(sure, possible)


def _bound(test: FieldTest, outer: Row, today: Today) -> Callable[[Row], Bits]:
    """The test of a partner, once the record it is a partner of is known."""
    return lambda row: test_bits(test, row.get(test.field, UNKNOWN), row, outer, today)


def _equal_to(value: Value, index: Index, every: int) -> Column:
    """The rows whose field equals `value`: unknown on either side is open, none on either side is not met."""
    if value is NONE:
        return Column(0, 0)
    if value is UNKNOWN:
        return Column(0, every)
    found = index.known.get(value, 0)
    return Column(found, found | index.unknown)


def _tested(table: Table, plan: Plan, today: Today) -> tuple[int, int]:
    """The rows that surely and that possibly pass one test which reads no outer record."""
    test, alone, constants = plan
    index = table.index(test.field)
    if not alone or len(index.types) > 1:
        return table.column(_bound(test, NOTHING, today), (1 << len(table.rows)) - 1)
    if constants:
        if index.types and type(constants[0]) not in index.types:
            held = sorted(each.__name__ for each in index.types)
            raise WrongType(f"{test.field} holds {held}, compared with a {type(constants[0]).__name__}")
        passed = rows_passing(index, test.op, constants)
        return passed, passed | index.unknown
    sure = possible = 0
    for value, mask in ((UNKNOWN, index.unknown), (NONE, index.none), *index.known.items()):
        surely, possibly = test_bits(test, value, NOTHING, NOTHING, today)
        sure |= mask if surely else 0
        possible |= mask if possibly else 0
    return sure, possible


def _table(situation: Situation, kind: str) -> Table:
    """The records of a kind, absent ones left out, with the unknown further one where the kind is not covered."""
    seen = [
        (fact, bits) for fact in situation.facts if fact.kind == kind and (bits := _presence(fact, situation.as_of))[1]
    ]
    uncovered = kind in situation.not_covered
    verdicts = [bits for _, bits in seen] + [OPEN] * uncovered
    return Table(
        rows=tuple(fact.values for fact, _ in seen) + (NOTHING,) * uncovered,
        days=tuple(None if isinstance(fact.law_date, Mark) else fact.law_date for fact, _ in seen)
        + (None,) * uncovered,
        present=Column(
            sum(surely << number for number, (surely, _) in enumerate(verdicts)),
            sum(possibly << number for number, (_, possibly) in enumerate(verdicts)),
        ),
        real=(1 << len(seen)) - 1,
        uncovered=uncovered,
    )


def _presence(fact: Fact, as_of: date) -> Bits:
    """spec chapter 4: later records and suspended ones are not there; no law date or an unknown suspension leaves it open."""
    if not isinstance(fact.law_date, Mark) and fact.law_date > as_of:
        return NOT_MET
    if fact.suspensions is None:
        return OPEN
    if any(suspension.covers(as_of) for suspension in fact.suspensions):
        return NOT_MET
    return OPEN if isinstance(fact.law_date, Mark) else MET
