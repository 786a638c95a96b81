"""The tests and the record kinds that stand in a leaf, in one fixed order."""

from typing import assert_never

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    Leaf,
    MetLeaf,
    Not,
    NumberTest,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """Every leaf of the condition in reading order, repeated ones too."""
    match condition:
        case All(children=children) | AnyOf(children=children):
            return tuple(leaf for child in children for leaf in leaves_of(child))
        case Not(child=child):
            return leaves_of(child)
        case _:
            return (condition,)


def records_of(leaf: Leaf) -> tuple[Records, ...]:
    """The record selections of a leaf: none, one, or the two of a ratio."""
    match leaf:
        case RecordLeaf(records=records) | ExtremeLeaf(records=records):
            return (records,)
        case CountLeaf(figure=figure):
            return (figure.records,)
        case SumLeaf(figure=figure):
            return (figure.records,)
        case RatioLeaf(of=of, to=to):
            return of.records, to.records
        case SubjectLeaf() | EntryLeaf() | BanLeaf() | MetLeaf():
            return ()
        case _:
            assert_never(leaf)


def kinds_of(leaf: Leaf) -> frozenset[str]:
    """The kinds of record that the leaf reads, partners' kinds too."""
    selections = records_of(leaf)
    partners = (partner.kind for each in selections for partner in (*each.with_, *each.without))
    return frozenset({each.kind for each in selections}.union(partners))


def leaf_tests(leaf: Leaf) -> tuple[FieldTest | NumberTest, ...]:
    """Every test of a leaf: of each selection its where, its withs', its withouts'; then the figure's."""
    match leaf:
        case SubjectLeaf(where=where) | EntryLeaf(where=where) | BanLeaf(where=where):
            return where
        case MetLeaf():
            return ()
        case RecordLeaf():
            return record_tests(leaf.records)
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return (*(test for records in records_of(leaf) for test in record_tests(records)), *leaf.is_)
        case _:
            assert_never(leaf)


def record_tests(records: Records) -> tuple[FieldTest, ...]:
    """The field tests of one selection: where, then each with's, then each without's."""
    partners = (*records.with_, *records.without)
    return (*records.where, *(test for partner in partners for test in partner.where))
