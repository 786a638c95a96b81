"""What a condition reads: its leaves, the kinds of record behind them, the rules it builds on.

Walks the tree; evaluates nothing.
"""

from collections.abc import Iterator
from typing import assert_never

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    Leaf,
    MetLeaf,
    Not,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.pack import Measure, Pack, Rule


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, in reading order."""
    match condition:
        case All() | AnyOf():
            for child in condition.children:
                yield from leaves(child)
        case Not():
            yield from leaves(condition.child)
        case _:
            yield condition


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """`when`, then the `when` of each exception."""
    yield rule.when
    yield from (exception.when for exception in rule.unless)


def leaves_of_pack(pack: Pack) -> Iterator[Leaf]:
    """Every leaf of every rule and every measure."""
    for rule in pack.rules:
        for condition in conditions_of(rule):
            yield from leaves(condition)
    for measure in pack.measures:
        yield from leaves_of_measure(measure)


def leaves_of_measure(measure: Measure) -> Iterator[Leaf]:
    if measure.when is not None:
        yield from leaves(measure.when)


def records_of(leaf: Leaf) -> tuple[Records, ...]:
    """The record sets a leaf looks through; none for leaves about the subject, entries, bans and conclusions."""
    match leaf:
        case RecordLeaf() | ExtremeLeaf():
            return (leaf.records,)
        case CountLeaf() | SumLeaf():
            return (leaf.figure.records,)
        case RatioLeaf():
            return (leaf.of.records, leaf.to.records)
        case SubjectLeaf() | EntryLeaf() | BanLeaf() | MetLeaf():
            return ()
        case _:
            assert_never(leaf)


def grounds(condition: Condition) -> Iterator[tuple[str, int]]:
    """The kinds (with line) that a condition rests on: its records and their `with`.

    What only `without` reads speaks for the subject and is no ground.
    """
    for leaf in leaves(condition):
        for records in records_of(leaf):
            yield records.kind, leaf.line
            yield from ((partner.kind, leaf.line) for partner in records.with_)


def met_leaves(rule: Rule) -> Iterator[MetLeaf]:
    for condition in conditions_of(rule):
        yield from (leaf for leaf in leaves(condition) if isinstance(leaf, MetLeaf))
