"""The leaves of a program for one situation, as two bits each: the forward-chaining engine's own reading of docs/spec.md.

Shares no code with the closure engine: agreement of the two is evidence only while they are written apart.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.compile.program import ComputedLeaf, Program
from engine.condition_rewriting import with_records, with_tests
from engine.conditions import (
    BanLeaf,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.facts import Situation
from engine.leaves.cells import OPEN, Bits, Today, WrongType, either
from engine.leaves.figures import Kinds, count_bits, extreme_bits, ratio_bits, sum_bits
from engine.leaves.plans import Plans
from engine.leaves.standing import standing_bits, subject_bits
from engine.leaves.tables import Book

__all__ = ["Bits", "LeafReader", "WrongType", "leaf_bits"]

_Same = TypeVar("_Same", FieldTest, Records)


class LeafReader:
    """The leaves of one program, ready to be read for any situation; equal tests and selections are read once each."""

    def __init__(self, program: Program) -> None:
        sharing = _Sharing()
        leaves = tuple(sharing.leaf(leaf) for leaf in program.leaves)
        self._reads = tuple((READERS[type(leaf)], leaf) for leaf in leaves)
        self._kinds, self._calendar, self._plans = program.kinds, program.calendar, Plans()

    def __call__(self, situation: Situation) -> tuple[Bits, ...]:
        """(surely, possibly) of every leaf, in the program's order; WrongType where a value has not its catalogue type."""
        book = Book(situation, Today(situation.as_of, self._calendar), self._plans)
        return tuple(read(leaf, book, self._kinds) for read, leaf in self._reads)


def leaf_bits(program: Program, situation: Situation) -> tuple[Bits, ...]:
    """What a `LeafReader` of the program reads in one situation."""
    return LeafReader(program)(situation)


class _Sharing:
    """Makes equal tests and equal selections one object each, by which `Book` knows what it has read already."""

    def __init__(self) -> None:
        self._seen: dict[Any, Any] = {}

    def leaf(self, leaf: ComputedLeaf) -> ComputedLeaf:
        return with_records(leaf, lambda records: self._one(with_tests(records, self._tests)))

    def _tests(self, tests: tuple[FieldTest, ...]) -> tuple[FieldTest, ...]:
        return tuple(map(self._one, tests))

    def _one(self, value: _Same) -> _Same:
        """The first value equal to this one, literals of one type: True is not 1 here."""
        found: _Same = self._seen.setdefault((repr(value), value), value)
        return found


def _record_bits(leaf: RecordLeaf, book: Book, _kinds: Kinds) -> Bits:
    """spec chapter 8: any passing record; an uncovered kind leaves it open at least."""
    bits = book.passing(leaf.records).any
    return either(bits, OPEN) if book.table(leaf.records.kind).uncovered else bits


READERS: Mapping[type, Callable[[Any, Book, Kinds], Bits]] = {
    SubjectLeaf: lambda leaf, book, _: subject_bits(leaf, book),
    RecordLeaf: _record_bits,
    CountLeaf: count_bits,
    SumLeaf: sum_bits,
    ExtremeLeaf: extreme_bits,
    RatioLeaf: ratio_bits,
    EntryLeaf: lambda leaf, book, _: standing_bits(leaf, book),
    BanLeaf: lambda leaf, book, _: standing_bits(leaf, book),
}
