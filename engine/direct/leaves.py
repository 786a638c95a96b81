"""One closure per leaf, from the situation to two bits; leaves that a sieve can answer have none."""

from collections.abc import Callable, Mapping
from typing import assert_never

from engine.catalogue import FactKind
from engine.compile.program import ComputedLeaf, Program
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
from engine.direct.bits import OPEN, Bits, any_of
from engine.direct.figures import compile_extreme, compile_figure
from engine.direct.intervals import lies_in, passing_range, share_lies_in
from engine.direct.records import Selections, View, compile_records
from engine.direct.standing import compile_standing

LeafReading = Callable[[View], Bits]


def compile_leaf(leaf: ComputedLeaf, index: int, program: Program, selections: Selections) -> LeafReading | None:
    """The leaf's reading of a situation; None where it is the selection with its own bit in `selections`."""
    match leaf:
        case SubjectLeaf(where=where):
            selections.add_subject_leaf(where, index)
            return None
        case RecordLeaf(records=records) if not records.with_ and not records.without:
            selections.add_leaf(records.kind, records.where, index)
            return None
        case RecordLeaf():
            return _record(leaf, selections)
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _figure(leaf, program.kinds, selections)
        case EntryLeaf() | BanLeaf():
            return compile_standing(leaf, program.calendar)
        case _:
            assert_never(leaf)


def _figure(
    leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, kinds: Mapping[str, FactKind], selections: Selections
) -> LeafReading:
    match leaf:
        case CountLeaf() | SumLeaf():
            allowed = passing_range(leaf.is_)
            figure = compile_figure(leaf.figure, kinds[leaf.figure.records.kind], selections)
            return lambda view: lies_in(figure(view), allowed)
        case ExtremeLeaf():
            return compile_extreme(leaf, kinds[leaf.records.kind], selections)
        case RatioLeaf():
            of = compile_figure(leaf.of, kinds[leaf.of.records.kind], selections)
            to = compile_figure(leaf.to, kinds[leaf.to.records.kind], selections)
            return lambda view: share_lies_in(of(view), to(view), leaf.is_)
        case _:
            assert_never(leaf)


def _record(leaf: RecordLeaf, selections: Selections) -> LeafReading:
    passing = compile_records(leaf.records, selections)
    kind = leaf.records.kind

    def record(view: View) -> Bits:
        found = any_of(bits for _, bits in passing(view))
        return found if view.covered(kind) else any_of((found, OPEN))

    return record
