"""A condition with some of its parts put in place of others; what is not named stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, assert_never

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    Leaf,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Parameter,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)

Tests = tuple[FieldTest, ...]
Valued = Callable[[str], Literal]
_Figure = TypeVar("_Figure", bound=Count | Sum)
_Leaf = TypeVar("_Leaf", bound=Leaf)
_Test = TypeVar("_Test", FieldTest, NumberTest)


def with_leaves(condition: Condition, changed: Callable[[Leaf], Condition]) -> Condition:
    """The condition with what `changed` makes of each leaf in its place."""
    match condition:
        case All(children=children) | AnyOf(children=children):
            return replace(condition, children=tuple(with_leaves(child, changed) for child in children))
        case Not(child=child):
            return replace(condition, child=with_leaves(child, changed))
        case _:
            return changed(condition)


def with_values(leaf: Leaf, valued: Valued) -> Leaf:
    """The leaf with `valued(name)` in place of each parameter."""

    def tests_valued(tests: Tests) -> Tests:
        return tuple(_valued(test, valued) for test in tests)

    def records_valued(records: Records) -> Records:
        return with_tests(records, tests_valued)

    match leaf:
        case SubjectLeaf() | EntryLeaf() | BanLeaf():
            return replace(leaf, where=tests_valued(leaf.where))
        case RecordLeaf():
            return with_records(leaf, records_valued)
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            figure = replace(leaf, is_=tuple(_valued(test, valued) for test in leaf.is_))
            return with_records(figure, records_valued)
        case MetLeaf():
            return leaf
        case _:
            assert_never(leaf)


def _valued(test: _Test, valued: Valued) -> _Test:
    operands = (valued(each.name) if isinstance(each, Parameter) else each for each in test.operands)
    return replace(test, operands=tuple(operands))


def with_records(leaf: _Leaf, changed: Callable[[Records], Records]) -> _Leaf:
    """The leaf with what `changed` makes of each of its record selections; a leaf without one as it is."""
    parts = _selections(leaf, changed)
    return replace(leaf, **parts) if parts else leaf


def _selections(leaf: Leaf, changed: Callable[[Records], Records]) -> dict[str, Any]:
    match leaf:
        case RecordLeaf(records=records) | ExtremeLeaf(records=records):
            return {"records": changed(records)}
        case CountLeaf(figure=figure) | SumLeaf(figure=figure):
            return {"figure": _figure(figure, changed)}
        case RatioLeaf(of=of, to=to):
            return {"of": _figure(of, changed), "to": _figure(to, changed)}
        case SubjectLeaf() | EntryLeaf() | BanLeaf() | MetLeaf():
            return {}
        case _:
            assert_never(leaf)


def _figure(figure: _Figure, changed: Callable[[Records], Records]) -> _Figure:
    return replace(figure, records=changed(figure.records))


def with_tests(records: Records, changed: Callable[[Tests], Tests]) -> Records:
    """The selection with what `changed` makes of its own tests and of each partner's."""
    return replace(
        records,
        where=changed(records.where),
        with_=tuple(replace(partner, where=changed(partner.where)) for partner in records.with_),
        without=tuple(replace(partner, where=changed(partner.where)) for partner in records.without),
    )
