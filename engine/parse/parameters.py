"""`parameters:` the dated figures of the law, typed by their unit, without overlap and without a gap between values."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from engine.catalogue import FieldDef, FieldType
from engine.facts import Plain
from engine.pack import ParameterDef, ParameterValue
from engine.parse.citations import read_basis
from engine.parse.context import Context
from engine.parse.nodes import Node, TextNode
from engine.parse.operands import RESERVED, TYPE_OF_UNIT
from engine.parse.reader import checked, interval, items, mapping, required, required_text, slug, text
from engine.parse.values import ValueFault, read_plain

_STAND_IN: Plain = 0


def read_parameters(context: Context, node: Node | None) -> Mapping[str, ParameterDef]:
    """The parameters by id."""
    if node is None:
        return {}
    found = {}
    for entry in mapping(context.faults, node).entries:
        body = mapping(context.faults, entry.value)
        slug(context.faults, TextNode(entry.key, entry.line))
        if entry.key in RESERVED:
            zh = f"参数不能叫 {entry.key}，它是 ${entry.key} 的保留字"
            context.faults.add("reserved-name", entry.line, zh, f'"{entry.key}" is reserved for ${entry.key}.')
        unit_node = required(context.faults, body, "unit")
        unit = text(context.faults, unit_node)
        if unit not in TYPE_OF_UNIT:
            context.faults.add_shape("wrong-choice", unit_node, f"未知的单位 “{unit}”", f'unknown unit "{unit}".')
        found[entry.key] = ParameterDef(
            id=entry.key,
            title=required_text(context.faults, body, "title"),
            unit=unit,
            values=_values(context, required(context.faults, body, "values"), unit, entry.line),
            line=entry.line,
        )
    return found


def _values(context: Context, node: Node, unit: str, line: int) -> tuple[ParameterValue, ...]:
    values = [_value(context, each, unit) for each in items(context.faults, node)]
    if not values:
        context.faults.add_shape("missing-key", line, "参数至少要有一个值", "a parameter needs at least one value.")
    values.sort(key=lambda each: each.in_force.start or date.min)
    _check_sequence(context, values)
    return tuple(values)


def _value(context: Context, node: Node, unit: str) -> ParameterValue:
    body = mapping(context.faults, node)
    written = required(context.faults, body, "value")
    return ParameterValue(
        value=checked(context.faults, written, lambda each: _read_unit(each, unit), _STAND_IN),
        in_force=interval(context.faults, body),
        basis=read_basis(context, body),
        line=body.line,
    )


def _read_unit(written: str, unit: str) -> Plain:
    """The value in engine units. A code is checked against a domain where it is compared."""
    kind = TYPE_OF_UNIT.get(unit, FieldType.TEXT)
    if kind is FieldType.CODE:
        kind = FieldType.TEXT
    value = read_plain(FieldDef(id=unit, type=kind, title=unit), written)
    if value == "":
        raise ValueFault("参数的值是空的", "the value is empty.")
    if kind is FieldType.INTEGER and isinstance(value, int) and value < 0:
        raise ValueFault(f"“{written}” 是负数，此单位的值不会为负", f'"{written}" is negative; this unit never is.')
    return value


def _check_sequence(context: Context, values: Sequence[ParameterValue]) -> None:
    for before, after in pairwise(values):
        if before.in_force.overlaps(after.in_force):
            zh = f"参数值的适用期与第 {before.line} 行的重叠；前一个值要写 until（当天已不适用）"
            en = f"the value overlaps the one on line {before.line}; give that one an until (exclusive)."
            context.faults.add("value-overlap", after.line, zh, en)
        elif before.in_force.until != after.in_force.start:
            end, start = before.in_force.until, after.in_force.start
            zh = f"{end} 到 {start} 之间没有参数值；until 不含当日：前一个值请写 until: {start}"
            en = f"no value between {end} and {start}; until is exclusive: give the earlier value until: {start}."
            context.faults.add("value-gap", after.line, zh, en)
