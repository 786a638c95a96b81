"""Figures over records: `count`, `sum`, `max`, `min`, `ratio`, and what their `is:` may ask."""

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.conditions import Count, CountLeaf, ExtremeLeaf, Literal, NumberTest, Op, RatioLeaf, Sum, SumLeaf
from engine.parse.context import Context
from engine.parse.field_tests import FIGURE_OPS, read_figure_tests
from engine.parse.nodes import MapNode, Node
from engine.parse.operands import TYPE_ZH, units_of
from engine.parse.reader import mapping, required, text
from engine.parse.records import read_records
from engine.parse.terms import period

_NUMERIC = (FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER)
_EXTREME_OPS = (Op.GT, Op.GTE, Op.LT, Op.LTE)
_COUNT_UNITS = ("count",)


def read_count(context: Context, parent: MapNode) -> CountLeaf:
    """`count: {record, where?, with?, without?, distinct?, span?, is}`."""
    body = mapping(context.faults, parent.get("count"))
    figure = _count(context, body)
    allowed = (Op.GT, Op.GTE) if figure.span is not None else FIGURE_OPS
    tests = read_figure_tests(context, body, FieldType.INTEGER, _COUNT_UNITS, allowed)
    _check_not_negative(context, body, tests)
    return CountLeaf(figure=figure, is_=tests, line=parent.line)


def read_sum(context: Context, parent: MapNode) -> SumLeaf:
    """`sum: field` beside `record`, `is`."""
    figure, field = _sum(context, parent)
    kind = field.type if field else FieldType.INTEGER
    return SumLeaf(
        figure=figure,
        is_=read_figure_tests(context, parent, kind, units_of(kind), FIGURE_OPS) if field else (),
        line=parent.line,
    )


def read_extreme(context: Context, parent: MapNode) -> ExtremeLeaf:
    """`max: field` or `min: field` beside `record`, `is` (gt, gte, lt, lte)."""
    which = "max" if parent.has("max") else "min"
    records, kind = read_records(context, parent)
    name, field = _numeric_field(context, required(context.faults, parent, which), kind, which)
    tests = read_figure_tests(context, parent, field.type, units_of(field.type), _EXTREME_OPS) if field else ()
    return ExtremeLeaf(which=which, records=records, field=name, is_=tests, line=parent.line)


def read_ratio_leaf(context: Context, parent: MapNode) -> RatioLeaf:
    """`ratio: {of, to, is}`: two figures of one unit that cannot be negative; a count is a whole number."""
    body = mapping(context.faults, parent.get("ratio"))
    of, of_field = _part(context, required(context.faults, body, "of"))
    to, to_field = _part(context, required(context.faults, body, "to"))
    above, below = _unit(of, of_field), _unit(to, to_field)
    if above and below and above is not below:
        zh = f"ratio 的 of 和 to 单位不同（{TYPE_ZH[above]}、{TYPE_ZH[below]}），不能相比；条数按整数计"
        en = f"ratio of two units: {above}, {below}; a count is an integer."
        context.faults.add("ratio-parts", body, zh, en)
    tests = read_figure_tests(context, body, FieldType.RATIO, units_of(FieldType.RATIO), FIGURE_OPS)
    return RatioLeaf(of=of, to=to, is_=tests, line=parent.line)


def _unit(figure: Count | Sum, field: FieldDef | None) -> FieldType | None:
    """What the figure is counted in; None where a fault is already recorded."""
    if isinstance(figure, Count):
        return FieldType.INTEGER
    return field.type if field else None


def _count(context: Context, body: MapNode) -> Count:
    records, kind = read_records(context, body)
    distinct, span = body.get("distinct"), body.get("span")
    if distinct is not None and span is not None:
        zh = "distinct 和 span 不能同时使用"
        context.faults.add("distinct-and-span", body.line_of("span"), zh, "distinct and span exclude each other.")
    name = text(context.faults, distinct) if distinct else None
    if name is not None and distinct is not None and kind is not None:
        context.field_of(kind, name, distinct)
    return Count(records=records, distinct=name, span=period(context.faults, span) if span else None)


def _sum(context: Context, body: MapNode) -> tuple[Sum, FieldDef | None]:
    records, kind = read_records(context, body)
    name, field = _numeric_field(context, required(context.faults, body, "sum"), kind, "sum")
    return Sum(records=records, field=name), field


def _numeric_field(context: Context, node: Node, kind: FactKind | None, figure: str) -> tuple[str, FieldDef | None]:
    name = text(context.faults, node)
    field = context.field_of(kind, name, node) if kind is not None else None
    if field is not None and field.type not in _NUMERIC:
        zh = f"{figure} 不能用于{TYPE_ZH[field.type]}字段 “{name}”，只能用于金额、比例、整数"
        en = f'{figure} needs money, ratio or integer; "{name}" is {field.type}.'
        context.faults.add("op-type", node, zh, en)
        return name, None
    return name, field


def _part(context: Context, node: Node) -> tuple[Count | Sum, FieldDef | None]:
    """One side of a ratio: `{count: {...}}` or `{sum: field, record: ...}`, without `is` or `span`."""
    body = mapping(context.faults, node)
    if body.has("sum"):
        return _sum_part(context, body)
    if not body.has("count"):
        zh = "ratio 的 of 和 to 要写成 {count: {…}} 或 {sum: 字段, record: …}"
        context.faults.add_shape("ratio-parts", node, zh, "write {count: {...}} or {sum: field, record: ...}.")
    inner = mapping(context.faults, body.get("count"), node.line)
    for key in ("is", "span"):
        if inner.has(key) or body.has(key):
            zh = f"ratio 里的 count 不能带 {key}"
            context.faults.add("misplaced-key", inner.line_of(key), zh, f"a count inside ratio takes no {key}.")
    return _count(context, inner), None


def _sum_part(context: Context, body: MapNode) -> tuple[Sum, FieldDef | None]:
    figure, field = _sum(context, body)
    if body.has("is"):
        zh = "ratio 里的 sum 不能带 is"
        context.faults.add("misplaced-key", body.line_of("is"), zh, "a sum inside ratio takes no is.")
    if field is not None and (field.low is None or field.low < 0):
        zh = f"ratio 只能用不会为负的字段；目录没有规定 “{field.id}” 的 min 不小于 0"
        en = f'ratio needs a field that cannot be negative; the catalogue gives "{field.id}" no min of 0 or more.'
        context.faults.add("ratio-negative", body.line_of("sum"), zh, en)
    return figure, field


def _check_not_negative(context: Context, body: MapNode, tests: tuple[NumberTest, ...]) -> None:
    for test in tests:
        for each in test.operands:
            if isinstance(each, Literal) and isinstance(each.value, int) and each.value < 0:
                zh, en = "条数不会是负数", "a count is never negative."
                context.faults.add("negative-count", body.line_of("is"), zh, en)
