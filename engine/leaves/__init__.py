"""The leaves of a program for one situation, as two bits each: the forward-chaining engine's own reading of packs.md.

Shares no code with the closure engine: agreement of the two is evidence only while they are written apart.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.compile.program import Program
from engine.conditions import (
    BanLeaf,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    RatioLeaf,
    RecordLeaf,
    SubjectLeaf,
    SumLeaf,
)
from engine.facts import Situation
from engine.leaves.cells import OPEN, Bits, Today, WrongType, either
from engine.leaves.figures import Kinds, count_bits, extreme_bits, ratio_bits, sum_bits
from engine.leaves.standing import standing_bits, subject_bits
from engine.leaves.tables import Book

__all__ = ["Bits", "WrongType", "leaf_bits"]


def leaf_bits(program: Program, situation: Situation) -> tuple[Bits, ...]:
    """(surely, possibly) of every leaf, in the program's order; WrongType where a value has not its catalogue type."""
    book = Book(situation, Today(situation.as_of, program.calendar))
    return tuple(READERS[type(leaf)](leaf, book, program.kinds) for leaf in program.leaves)


def _record_bits(leaf: RecordLeaf, book: Book, _kinds: Kinds) -> Bits:
    """Meaning 7: any passing record; an uncovered kind leaves it open at least."""
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
