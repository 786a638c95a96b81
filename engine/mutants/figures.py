"""Slips in figures: their thresholds, spans, and what they count."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.conditions import Condition, Count, CountLeaf, ExtremeLeaf, Literal, NumberTest, Op, RatioLeaf, Sum, SumLeaf
from engine.mutants.slips import Changed, Slip, moved, moved_period, op_slip_zh, period_slip_zh, shown
from engine.mutants.tests import mutated_records

_BESIDE: Mapping[Op, Op] = {Op.GT: Op.GTE, Op.GTE: Op.GT, Op.LT: Op.LTE, Op.LTE: Op.LT}

_EXTREMES = {"max": "最大", "min": "最小"}


def mutated_figure_leaf(leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf) -> Changed[Condition]:
    for is_, slip in _bounds(leaf.is_, leaf.line):
        yield replace(leaf, is_=is_), slip
    match leaf:
        case CountLeaf():
            for count, slip in _count(leaf.figure, leaf.line):
                yield replace(leaf, figure=count), slip
        case SumLeaf():
            for total, slip in _sum(leaf.figure, leaf.line):
                yield replace(leaf, figure=total), slip
        case ExtremeLeaf():
            other = "min" if leaf.which == "max" else "max"
            told = f"“{_EXTREMES[leaf.which]}”改为“{_EXTREMES[other]}”", f"{leaf.which} becomes {other}"
            yield replace(leaf, which=other), Slip(line=leaf.line, zh=told[0], en=told[1])
            for records, slip in mutated_records(leaf.records, leaf.line):
                yield replace(leaf, records=records), slip
        case RatioLeaf():
            yield (
                replace(leaf, of=leaf.to, to=leaf.of),
                Slip(line=leaf.line, zh="of 与 to 对调", en="of and to swapped"),
            )
            for figure, slip in _figure(leaf.of, leaf.line):
                yield replace(leaf, of=figure), slip
            for figure, slip in _figure(leaf.to, leaf.line):
                yield replace(leaf, to=figure), slip


def _figure(figure: Count | Sum, line: int) -> Changed[Count | Sum]:
    yield from _count(figure, line) if isinstance(figure, Count) else _sum(figure, line)


def _sum(figure: Sum, line: int) -> Changed[Sum]:
    for records, slip in mutated_records(figure.records, line):
        yield replace(figure, records=records), slip


def _count(figure: Count, line: int) -> Changed[Count]:
    for records, slip in mutated_records(figure.records, line):
        yield replace(figure, records=records), slip
    if figure.distinct is not None:
        name = figure.distinct
        slip = Slip(line=line, zh=f"不问“{name}”是否相同", en=f"not distinct by “{name}”")
        yield replace(figure, distinct=None), slip
    if figure.span is not None:
        yield replace(figure, span=None), Slip(line=line, zh="不问间隔（span）", en="the span is gone")
        for span in moved_period(figure.span):
            told = f"间隔的{period_slip_zh(figure.span, span)}", f"span {figure.span} becomes {span}"
            yield replace(figure, span=span), Slip(line=line, zh=told[0], en=told[1])


def _bounds(tests: tuple[NumberTest, ...], line: int) -> Changed[tuple[NumberTest, ...]]:
    for place, test in enumerate(tests):
        for changed, zh, en in _changed(test):
            yield (*tests[:place], changed, *tests[place + 1 :]), Slip(line=line, zh=zh, en=en)


def _changed(test: NumberTest) -> Iterator[tuple[NumberTest, str, str]]:
    if other := _BESIDE.get(test.op):
        yield (
            replace(test, op=other),
            f"数额或次数的{op_slip_zh(test.op, other, test.operands)}",
            f"is: {test.op} becomes {other}",
        )
    for place, operand in enumerate(test.operands):
        if not isinstance(operand, Literal):
            raise ValueError(test)
        for other_value in moved(operand):
            operands = (*test.operands[:place], other_value, *test.operands[place + 1 :])
            told = (
                f"数额或次数的 {shown(operand)} 改为 {shown(other_value)}",
                f"is: {shown(operand)} becomes {shown(other_value)}",
            )
            yield replace(test, operands=operands), *told
