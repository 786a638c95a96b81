"""Tests of the fields of a record (`where:`) and of a figure (`is:`)."""

from collections.abc import Iterator, Mapping

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.conditions import PERIOD_OPS, FieldTest, Literal, NumberTest, Op, Operand
from engine.parse.context import Context
from engine.parse.faults import quoted
from engine.parse.nodes import Entry, ListNode, MapNode, Node, TextNode
from engine.parse.operands import TYPE_ZH, read_day_asked, read_figure_operand, read_operand
from engine.parse.reader import checked, items, mapping, required, text
from engine.parse.terms import period_or_working_days
from engine.parse.values import ValueFault, read_integer

_ORDERED = frozenset({FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER, FieldType.DATE})
_ANY = frozenset(FieldType)
_TYPES_OF: Mapping[Op, frozenset[FieldType]] = {
    Op.EQ: _ANY,
    Op.IN: _ANY,
    Op.GT: _ORDERED,
    Op.GTE: _ORDERED,
    Op.LT: _ORDERED,
    Op.LTE: _ORDERED,
    Op.BETWEEN: _ORDERED,
    Op.WITHIN: frozenset({FieldType.DATE}),
    Op.PAST: frozenset({FieldType.DATE}),
    Op.REACHED: frozenset({FieldType.DATE}),
    Op.IN_YEAR: frozenset({FieldType.DATE}),
    Op.BEFORE: frozenset({FieldType.DATE}),
    Op.AFTER: frozenset({FieldType.DATE}),
    Op.REGION_WITHIN: frozenset({FieldType.AREA}),
}
WRITTEN_OPS = tuple(_TYPES_OF)
EARLIEST_YEAR = -100
FIGURE_OPS = (Op.EQ, Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN)


def read_where(
    context: Context, node: Node | None, kind: FactKind | None, outer: FactKind | None
) -> tuple[FieldTest, ...]:
    """The tests of a `where:`, in the order written. `kind` None (already reported): none."""
    if node is None or kind is None:
        return ()
    tests: list[FieldTest] = []
    for entry in mapping(context.faults, node).entries:
        field = context.field_of(kind, entry.key, entry.line)
        if field is not None:
            tests.extend(_tests_of_field(context, entry, field, kind, outer))
    return tuple(tests)


def _tests_of_field(
    context: Context, entry: Entry, field: FieldDef, kind: FactKind, outer: FactKind | None
) -> Iterator[FieldTest]:
    match entry.value:
        case TextNode() as node:
            yield FieldTest(
                field=field.id, op=Op.EQ, operands=(read_operand(context, node, field, kind, outer),), line=node.line
            )
        case ListNode() as node:
            yield _one_test(context, Entry(Op.IN, entry.line, node), field, kind, outer)
        case MapNode() as node:
            if not node.entries:
                context.faults.add(
                    "empty-test", entry.line, f"“{field.id}” 没有写任何条件", f'"{field.id}" has no test.'
                )
            for each in node.entries:
                if each.key == "at" and _tell_at_outside(context, each, node):
                    continue
                yield _one_test(context, each, field, kind, outer)


def _tell_at_outside(context: Context, at: Entry, test: MapNode) -> bool:
    """Records that `at` stands beside the period it belongs to, with the way to write both; False for any other `at`."""
    window = next((each for each in test.entries if each.key in set(PERIOD_OPS)), None)
    if window is None or not (isinstance(window.value, TextNode) and isinstance(at.value, TextNode)):
        return False
    meant = f"{window.key}: {{period: {quoted(window.value.text)}, at: {quoted(at.value.text)}}}"
    zh, en = f"at 要与期间一起写在 {window.key} 里面", f"at stands inside {window.key}, with the period."
    context.faults.add("at-outside", at.line, zh, en, f"请写成 {meant}", f"Write {meant}.")
    return True


def _one_test(context: Context, entry: Entry, field: FieldDef, kind: FactKind, outer: FactKind | None) -> FieldTest:
    if entry.key == "is":
        return _is_none(context, entry, field)
    op = _op(context, entry)
    if op is None:
        return FieldTest(field=field.id, op=Op.IS_NONE, line=entry.line)
    if field.type not in _TYPES_OF[op]:
        zh = f"“{op}” 不能用于{TYPE_ZH[field.type]}字段 “{field.id}”"
        context.faults.add("op-type", entry.line, zh, f'"{op}" does not apply to "{field.id}", which is {field.type}.')
        return FieldTest(field=field.id, op=op, line=entry.line)
    if op in PERIOD_OPS:
        return _window(context, entry, field, kind, outer)
    if op is Op.IN_YEAR:
        shift = Literal(checked(context.faults, entry.value, _read_year_shift, 0))
        return FieldTest(field=field.id, op=op, operands=(shift,), line=entry.line)
    nodes = _operand_nodes(context, op, entry)
    operands = tuple(read_operand(context, node, field, kind, outer) for node in nodes)
    _check_order(context, op, operands, entry)
    return FieldTest(field=field.id, op=op, operands=operands, line=entry.line)


def _window(context: Context, entry: Entry, field: FieldDef, kind: FactKind, outer: FactKind | None) -> FieldTest:
    """`within`, `past` or `reached`: a period up to the day asked about, or `{period, at}` up to the day a field names."""
    op, node = Op(entry.key), entry.value
    if not isinstance(node, MapNode):
        return FieldTest(field=field.id, op=op, period=period_or_working_days(context.faults, node), line=entry.line)
    length, at = required(context.faults, node, "period"), required(context.faults, node, "at")
    return FieldTest(
        field=field.id,
        op=op,
        period=period_or_working_days(context.faults, length) if node.has("period") else None,
        at=read_day_asked(context, at, kind, outer) if node.has("at") else None,
        line=entry.line,
    )


def _read_year_shift(written: str) -> int:
    shift = read_integer(written)
    if not EARLIEST_YEAR <= shift <= 0:
        zh = f"in_year 只能写 0（当年）到 {EARLIEST_YEAR}（一百年前），“{quoted(written)}” 不在其中"
        raise ValueFault(zh, f'in_year takes 0 (this year) down to {EARLIEST_YEAR}; "{quoted(written)}" is outside.')
    return shift


def _is_none(context: Context, entry: Entry, field: FieldDef) -> FieldTest:
    if text(context.faults, entry.value) != "none":
        zh = "字段条件里的 is 只能写 is: none（确知没有）"
        context.faults.add(
            "is-none-only", entry.line, zh, "in a field test only `is: none` (known not to exist) is allowed."
        )
    elif field.always:
        zh = f"字段 “{field.id}” 每条记录必有，is: none 永远不成立"
        context.faults.add("never-none", entry.line, zh, f'"{field.id}" always exists, so `is: none` can never hold.')
    return FieldTest(field=field.id, op=Op.IS_NONE, line=entry.line)


def _op(context: Context, entry: Entry) -> Op | None:
    known = [str(each) for each in WRITTEN_OPS]
    if entry.key in known:
        return Op(entry.key)
    if entry.key == "none":
        zh = "{none: true} 是事实的值，不是条件；条件请写 is: none"
        context.faults.add(
            "none-is-no-test", entry.line, zh, "{none: true} is a value of a fact; as a test write `is: none`."
        )
    else:
        context.faults.unknown("unknown-op", entry.line, "比较方式", "test", entry.key, [*known, "is"])
    return None


def _operand_nodes(context: Context, op: Op, entry: Entry) -> tuple[Node, ...]:
    if op not in (Op.IN, Op.BETWEEN):
        return (entry.value,)
    nodes = items(context.faults, entry.value)
    if op is Op.IN and not nodes and isinstance(entry.value, ListNode):
        context.faults.add("empty-test", entry.line, "列表里至少要有一个值", "the list needs at least one value.")
    if op is Op.BETWEEN and len(nodes) != 2 and isinstance(entry.value, ListNode):
        zh = "between 要写两个值：[下限, 上限]（都含本数）"
        context.faults.add("between-two", entry.line, zh, "between takes two values: [low, high], both included.")
        return ()
    return nodes


def _check_order(context: Context, op: Op, operands: tuple[Operand, ...], entry: Entry) -> None:
    if op is not Op.BETWEEN or len(operands) != 2:
        return
    low, high = operands
    if not (isinstance(low, Literal) and isinstance(high, Literal)):
        return
    if type(low.value) is type(high.value) and low.value > high.value:  # type: ignore[operator]  # same type, checked
        zh = "between 的下限大于上限，永远不成立"
        context.faults.add("between-reversed", entry.line, zh, "between: the low end exceeds the high end.")


def read_figure_tests(
    context: Context, parent: MapNode, kind: FieldType, units: tuple[str, ...], allowed: tuple[Op, ...]
) -> tuple[NumberTest, ...]:
    """The tests of `is:` on a figure of type `kind`; a scalar is eq. `allowed`: the ops this figure takes."""
    node = parent.get("is")
    if node is None:
        context.faults.add(
            "missing-is", parent, "缺少 is（数字要满足什么）", "`is` is missing: what the figure must satisfy."
        )
        return ()
    entries = node.entries if isinstance(node, MapNode) else (Entry(Op.EQ, node.line, node),)
    if not entries:
        context.faults.add("empty-test", node, "is 没有写任何条件", "`is` has no test.")
    return tuple(test for entry in entries if (test := _figure_test(context, entry, kind, units, allowed)) is not None)


def _figure_test(
    context: Context, entry: Entry, kind: FieldType, units: tuple[str, ...], allowed: tuple[Op, ...]
) -> NumberTest | None:
    names = [str(op) for op in allowed]
    if entry.key not in names:
        zh = f"“{quoted(entry.key)}” 不能用在这里的 is，可用：{'、'.join(names)}"
        en = f'"{quoted(entry.key)}" is not a test for this figure; allowed: {", ".join(names)}.'
        context.faults.add("figure-op", entry.line, zh, en)
        return None
    op = Op(entry.key)
    operands = tuple(read_figure_operand(context, node, kind, units) for node in _operand_nodes(context, op, entry))
    _check_order(context, op, operands, entry)
    return NumberTest(op=op, operands=operands)
