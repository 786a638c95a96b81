"""The records of one situation as tables with columns of bits, and which of them pass (Meaning 4-6 and 8).

A column is two whole numbers, bit i for row i: `sure` and `possible`. Conditions on all records of a kind are then
`&` and `|` of columns; a partner is looked up in an index by value. An uncovered kind has one more row of which
nothing is known: it is a candidate for partners, never a record of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.conditions import FieldTest, Partner, Records
from engine.facts import NONE, UNKNOWN, Fact, Mark, Situation, Value
from engine.leaves.cells import MET, NOT_MET, OPEN, Bits, Row, Today, reads_outer, row_bits

NOTHING: Row = {}


@dataclass(frozen=True, slots=True)
class Column:
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


@dataclass(frozen=True, slots=True)
class Index:
    """The rows by known value of one field; rows where it is unknown; a row where it is none stands in neither."""

    known: Mapping[Value, int]
    unknown: int
    every: int

    def equal_to(self, value: Value) -> Column:
        """The rows whose field equals `value`: unknown on either side is open, none on either side is not met."""
        if value is NONE:
            return Column(0, 0)
        if value is UNKNOWN:
            return Column(0, self.every)
        found = self.known.get(value, 0)
        return Column(found, found | self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The records of one kind that exist at as_of. `real`: the mask without the row that stands for uncovered ones."""

    rows: tuple[Row, ...]
    days: tuple[date | None, ...]
    present: Column
    real: int
    uncovered: bool
    indexes: dict[str, Index] = field(default_factory=dict)

    def index(self, name: str) -> Index:
        if name not in self.indexes:
            self.indexes[name] = _index(self.rows, name)
        return self.indexes[name]

    def column(self, judge: Callable[[Row], Bits], among: int) -> Column:
        """The verdict of `judge` on every row of the mask `among`."""
        sure = possible = 0
        for number in numbers(among):
            surely, possibly = judge(self.rows[number])
            sure |= surely << number
            possible |= possibly << number
        return Column(sure, possible)


def numbers(mask: int) -> Iterable[int]:
    """The row numbers in a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _index(rows: tuple[Row, ...], name: str) -> Index:
    known: dict[Value, int] = {}
    unknown = every = 0
    for number, row in enumerate(rows):
        value = row.get(name, UNKNOWN)
        if value is NONE:
            continue
        every |= 1 << number
        if value is UNKNOWN:
            unknown |= 1 << number
        else:
            known[value] = known.get(value, 0) | 1 << number
    return Index(known, unknown, every)


@dataclass(slots=True)
class Book:
    """One situation, its tables made when first asked for."""

    situation: Situation
    today: Today
    tables: dict[str, Table] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return self.today.as_of

    def table(self, kind: str) -> Table:
        if kind not in self.tables:
            self.tables[kind] = _table(self.situation, kind)
        return self.tables[kind]

    def passing(self, records: Records) -> Column:
        """The records that are present, pass `where`, have every `with` partner and no `without` partner (Meaning 6)."""
        table = self.table(records.kind)
        column = self._where(table, table.present.only(table.real), records.where)
        for partner in records.with_:
            column &= self._partnered(table, column.possible, records.kind, partner)
        for partner in records.without:
            found = self._partnered(table, column.possible, records.kind, partner)
            column &= Column(column.possible & ~found.possible, column.possible & ~found.sure)
        return column

    def _where(self, table: Table, column: Column, tests: tuple[FieldTest, ...], outer: Row = NOTHING) -> Column:
        """`column` narrowed by tests; only rows still possible are looked at."""
        if not tests:
            return column
        return column & table.column(lambda row: row_bits(tests, row, outer, self.today), column.possible)

    def _partnered(self, table: Table, among: int, kind: str, partner: Partner) -> Column:
        """For each row in `among`: whether another record is its partner (Meaning 8)."""
        others = self.table(partner.kind)
        candidates = self._where(others, others.present, tuple(test for test in partner.where if not reads_outer(test)))
        bound = tuple(test for test in partner.where if reads_outer(test))
        sure = possible = 0
        for number in numbers(among):
            row = table.rows[number]
            found = candidates.only(~(1 << number)) if partner.kind == kind else candidates
            for name in partner.same:
                found &= others.index(name).equal_to(row.get(name, UNKNOWN))
            surely, possibly = self._where(others, found, bound, row).any
            sure |= surely << number
            possible |= possibly << number
        return Column(sure, possible)


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
    """Meaning 4: later records and suspended ones are not there; no law date or an unknown suspension leaves it open."""
    if not isinstance(fact.law_date, Mark) and fact.law_date > as_of:
        return NOT_MET
    if fact.suspensions is None:
        return OPEN
    if any(suspension.covers(as_of) for suspension in fact.suspensions):
        return NOT_MET
    return OPEN if isinstance(fact.law_date, Mark) else MET
