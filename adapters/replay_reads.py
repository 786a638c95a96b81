"""What a program reads of a situation: whatever else a record holds, no answer depends on it.

Field names by kind ("subject" and "entry" too; the fields of bans are those of "entry"), and which entries, bans and
persons are asked about at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.compile.program import ComputedLeaf, Program
from engine.condition_parts import records_of
from engine.conditions import (
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Literal,
    OuterField,
    RatioLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.facts import BanFact, EntryFact, RelatedSubject

Field = tuple[str, str]
"""A kind and the name of one of its fields."""
ANY_SCOPE = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """`fields`: read names by kind; a kind that is only counted has none. `texts`: the texts that tests compare with."""

    fields: Mapping[str, frozenset[str]]
    texts: frozenset[str]
    standing: tuple[EntryLeaf | BanLeaf, ...]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(leaf.of for leaf in self.standing if leaf.of is not None)

    def stands(self, one: EntryFact | BanFact, of: RelatedSubject | None = None) -> bool:
        """Whether a leaf asks about this entry or ban of the subject, or of this person in its role."""
        return any(_asks_about(leaf, one) for leaf in self.standing if leaf.of == (of.role if of else None))

    def sources(self) -> frozenset[str]:
        """The sources whose completeness is asked about, as `not_covered` names them."""
        roles = (f"role:{role}" for role in self.roles)
        return frozenset({"entry", "ban", *roles} | self.fields.keys())


def reads_of(program: Program) -> Reads:
    fields: dict[str, set[str]] = {kind: set() for kind in program.kinds}
    for leaf in program.leaves:
        for kind, name in _fields(leaf):
            fields.setdefault(kind, set()).add(name)
    tests = (test for leaf in program.leaves for test in _tests(leaf))
    literals = (operand.value for test in tests for operand in test.operands if isinstance(operand, Literal))
    return Reads(
        fields={kind: frozenset(names) for kind, names in fields.items()},
        texts=frozenset(value for value in literals if isinstance(value, str)),
        standing=tuple(leaf for leaf in program.leaves if isinstance(leaf, EntryLeaf | BanLeaf)),
    )


def _asks_about(leaf: EntryLeaf | BanLeaf, one: EntryFact | BanFact) -> bool:
    match leaf, one:
        case EntryLeaf(list_id=wanted), EntryFact(list_id=found):
            return wanted == found
        case BanLeaf(scope=wanted), BanFact(scope=found):
            return wanted in (None, found) or found == ANY_SCOPE
        case _:
            return False


def _tests(leaf: ComputedLeaf) -> Iterator[FieldTest]:
    yield from (test for _, _, tests in _wheres(leaf) for test in tests)


def _fields(leaf: ComputedLeaf) -> Iterator[Field]:
    for kind, outer, tests in _wheres(leaf):
        for test in tests:
            yield kind, test.field
            for operand in test.read:
                if isinstance(operand, FieldOf):
                    yield kind, operand.name
                elif isinstance(operand, OuterField):
                    yield outer, operand.name
    for records in records_of(leaf):
        yield from _joined(records)
    yield from _figured(leaf)


def _wheres(leaf: ComputedLeaf) -> Iterator[tuple[str, str, tuple[FieldTest, ...]]]:
    """The kind that tests are about, the kind of the record outside, and the tests."""
    if isinstance(leaf, SubjectLeaf):
        yield "subject", "subject", leaf.where
    elif isinstance(leaf, EntryLeaf | BanLeaf):
        yield "entry", "entry", leaf.where
    for records in records_of(leaf):
        yield records.kind, records.kind, records.where
        for partner in (*records.with_, *records.without):
            yield partner.kind, records.kind, partner.where


def _joined(records: Records) -> Iterator[Field]:
    for partner in (*records.with_, *records.without):
        for name in partner.same:
            yield records.kind, name
            yield partner.kind, name


def _figured(leaf: ComputedLeaf) -> Iterator[Field]:
    """The fields that are added up, compared or told apart."""
    match leaf:
        case ExtremeLeaf(records=records, field=name):
            yield records.kind, name
        case CountLeaf(figure=figure) | SumLeaf(figure=figure):
            yield from _of_figure(figure)
        case RatioLeaf(of=of, to=to):
            yield from _of_figure(of)
            yield from _of_figure(to)


def _of_figure(figure: Count | Sum) -> Iterator[Field]:
    name = figure.field if isinstance(figure, Sum) else figure.distinct
    if name is not None:
        yield figure.records.kind, name
