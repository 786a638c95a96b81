"""One closure per leaf: from the situation to two bits."""

from collections.abc import Callable, Mapping
from typing import assert_never

from engine.catalogue import FactKind
from engine.compile.program import ComputedLeaf
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
from engine.direct.fields import Row, compile_tests
from engine.direct.figures import compile_extreme, compile_figure
from engine.direct.intervals import lies_in, share_lies_in
from engine.direct.records import View, compile_records
from engine.direct.standing import compile_standing

LeafReading = Callable[[View], Bits]


def compile_leaf(leaf: ComputedLeaf, kinds: Mapping[str, FactKind]) -> LeafReading:
    """The leaf's reading of a situation; `kinds` gives the fields' ranges."""
    match leaf:
        case SubjectLeaf():
            return _subject(leaf)
        case RecordLeaf():
            return _record(leaf)
        case CountLeaf() | SumLeaf():
            return _figure(leaf, kinds[leaf.figure.records.kind])
        case ExtremeLeaf():
            return compile_extreme(leaf, kinds[leaf.records.kind])
        case RatioLeaf():
            return _ratio(leaf, kinds)
        case EntryLeaf() | BanLeaf():
            return compile_standing(leaf)
        case _:
            assert_never(leaf)


def _subject(leaf: SubjectLeaf) -> LeafReading:
    where = compile_tests(leaf.where)
    return lambda view: where(Row(view.situation.subject, view.as_of))


def _record(leaf: RecordLeaf) -> LeafReading:
    passing = compile_records(leaf.records)
    kind = leaf.records.kind

    def record(view: View) -> Bits:
        found = any_of(bits for _, bits in passing(view))
        return found if view.covered(kind) else any_of((found, OPEN))

    return record


def _figure(leaf: CountLeaf | SumLeaf, kind: FactKind) -> LeafReading:
    figure = compile_figure(leaf.figure, kind)
    return lambda view: lies_in(figure(view), leaf.is_)


def _ratio(leaf: RatioLeaf, kinds: Mapping[str, FactKind]) -> LeafReading:
    of = compile_figure(leaf.of, kinds[leaf.of.records.kind])
    to = compile_figure(leaf.to, kinds[leaf.to.records.kind])
    return lambda view: share_lies_in(of(view), to(view), leaf.is_)
