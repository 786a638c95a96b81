"""What a contestant is: something that answers every rule of a program about one subject.

`asked` turns a situation into the contestant's own form and is never timed; `answer` is what is timed and ends with the
answer in Python; `truths` reads it as one truth per rule and is never timed either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.questions import FIELDS
from engine.compile.program import ComputedLeaf
from engine.conditions import FieldTest, Literal, RecordLeaf
from engine.facts import Mark, Plain, Situation, Truth


class Contestant(Protocol):
    """`name` as printed. `batch`: how many subjects one `answer` takes. `children`: process ids that work for it too."""

    name: str
    batch: int
    children: tuple[int, ...]

    def asked(self, situations: Sequence[Situation]) -> Any: ...

    def answer(self, asked: Any) -> Any: ...

    def truths(self, answer: Any) -> list[tuple[Truth, ...]]: ...

    def close(self) -> None: ...


class Unsayable(Exception):
    """The peer cannot say this program; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTest:
    """One test of a field against constants."""

    field: str
    op: str
    operands: tuple[Plain, ...]


def record_tests(leaf: ComputedLeaf) -> tuple[str, tuple[PlainTest, ...]]:
    """The kind and the tests of a leaf about one record; Unsayable for any other leaf."""
    if not isinstance(leaf, RecordLeaf) or leaf.records.with_ or leaf.records.without:
        raise Unsayable(f"only records without partners: {leaf}")
    return leaf.records.kind, tuple(_plain(test) for test in leaf.records.where)


def _plain(test: FieldTest) -> PlainTest:
    constants = tuple(operand.value for operand in test.operands if isinstance(operand, Literal))
    if len(constants) != len(test.operands) or not constants:
        raise Unsayable(f"only constants: {test}")
    return PlainTest(field=test.field, op=str(test.op), operands=constants)


def known_values(situation: Situation) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Kind and known fields of each record, as far as the packs read them."""
    for fact in situation.facts:
        known = {name: fact.values[name] for name in FIELDS if name in fact.values}
        yield fact.kind, {name: value for name, value in known.items() if not isinstance(value, Mark)}


def truths_of(surely: set[int], possibly: set[int], rules: int) -> tuple[Truth, ...]:
    """One truth per rule from the numbers of those that surely and that possibly hold."""
    return tuple(
        Truth.MET if number in surely else Truth.UNKNOWN if number in possibly else Truth.NOT_MET
        for number in range(rules)
    )
