"""Conditions in few words; a selection is of the kind `finding` where the test names no other."""

from typing import Any

from engine.conditions import (
    AsOf,
    Count,
    CountLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Literal,
    NumberTest,
    Op,
    OuterField,
    Parameter,
    RatioLeaf,
    RecordLeaf,
    Records,
    Sum,
    SumLeaf,
)
from engine.periods import Period, parse_period

Given = Any
"""A plain value, or an operand as it stands in the tree."""
FINDINGS = Records(kind="finding")


def check(
    field: str, op: Op, *operands: Given, period: Period | None = None, at: FieldOf | OuterField | None = None
) -> FieldTest:
    return FieldTest(field=field, op=op, operands=tuple(map(_operand, operands)), period=period, at=at)


def window(op: Op, period: str, at: FieldOf | None = None, field: str = "on") -> FieldTest:
    return check(field, op, period=parse_period(period), at=at)


def figures(op: Op, *values: Given) -> tuple[NumberTest, ...]:
    return (NumberTest(op=op, operands=tuple(map(_operand, values))),)


def records(*where: FieldTest, kind: str = "finding", **partners: Any) -> Records:
    return Records(kind=kind, where=where, **partners)


def record(*where: FieldTest, **more: Any) -> RecordLeaf:
    return RecordLeaf(records=records(*where, **more))


def count(op: Op, *values: Given, of: Records = FINDINGS, **how: Any) -> CountLeaf:
    return CountLeaf(figure=Count(records=of, **how), is_=figures(op, *values))


def total(field: str, op: Op, *values: Given, of: Records = FINDINGS) -> SumLeaf:
    return SumLeaf(figure=Sum(records=of, field=field), is_=figures(op, *values))


def extreme(which: str, field: str, op: Op, *values: Given, of: Records = FINDINGS) -> ExtremeLeaf:
    return ExtremeLeaf(which=which, records=of, field=field, is_=figures(op, *values))


def share(of: Records, to: Records, op: Op, *values: Given) -> RatioLeaf:
    """How many of the one there are for all of the other, in millionths."""
    return RatioLeaf(of=Count(records=of), to=Count(records=to), is_=figures(op, *values))


def _operand(given: Given) -> Any:
    return given if isinstance(given, Literal | Parameter | FieldOf | OuterField | AsOf) else Literal(given)
