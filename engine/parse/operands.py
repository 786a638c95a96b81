"""What a field or a figure is compared with: a literal, a parameter, a field of the same or of the outer record,
or the day asked about.

Every operand must be of the type of what it is compared with; nothing is converted.
"""

from collections.abc import Mapping

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.conditions import AsOf, FieldOf, Literal, Operand, OuterField, Parameter
from engine.facts import Plain
from engine.pack import ParameterDef
from engine.parse.context import KIND_NOT_READ, Context
from engine.parse.faults import quoted
from engine.parse.nodes import Node
from engine.parse.reader import checked, read_known_area, text
from engine.parse.values import read_plain

TYPE_OF_UNIT: Mapping[str, FieldType] = {
    "CNY": FieldType.MONEY,
    "ratio": FieldType.RATIO,
    "month": FieldType.INTEGER,
    "day": FieldType.INTEGER,
    "year": FieldType.INTEGER,
    "count": FieldType.INTEGER,
    "date": FieldType.DATE,
    "code": FieldType.CODE,
    "area": FieldType.AREA,
}
TYPE_ZH: Mapping[FieldType, str] = {
    FieldType.MONEY: "金额",
    FieldType.RATIO: "比例",
    FieldType.INTEGER: "整数",
    FieldType.DATE: "日期",
    FieldType.CODE: "代码",
    FieldType.TEXT: "文字",
    FieldType.FLAG: "是否",
    FieldType.AREA: "行政区划",
}
_PLAIN: Plain = 0
_STAND_IN = Literal(_PLAIN)
_OUTER = "outer."
AS_OF = "as_of"
RESERVED = ("outer", AS_OF)
"""Names that no parameter takes: `$outer.field` and `$as_of` have a meaning of their own."""


def read_operand(context: Context, node: Node, field: FieldDef, kind: FactKind, outer: FactKind | None) -> Operand:
    """The operand of a test of `field` of `kind`; `outer` is the record that a `with` or `without` belongs to."""
    written = text(context.faults, node)
    if not written.startswith("$"):
        read = read_known_area if field.type is FieldType.AREA else lambda each: read_plain(field, each)
        return Literal(checked(context.faults, node, read, _PLAIN))
    name = written[1:]
    if name.startswith(_OUTER):
        return _outer(context, node, field, name.removeprefix(_OUTER), outer)
    if name == AS_OF:
        return _as_of(context, node, field.type)
    parameter, other = context.parameters.get(name), kind.fields.get(name)
    if parameter and other:
        _tell_ambiguous(context, node, name, kind)
    elif parameter:
        _agree_parameter(context, node, field, parameter)
        return Parameter(name)
    elif other:
        _agree_field(context, node, field, other, f"${name}")
        return FieldOf(name)
    elif outer is not None and name in outer.fields:
        context.tell_outer_field(kind, name, node)
    else:
        own = (AS_OF,) if field.type is FieldType.DATE else ()
        options = [f"${each}" for each in (*context.parameters, *kind.fields, *own)]
        context.faults.unknown("unknown-operand", node, "参数或字段", "parameter or field", written, options)
    return _STAND_IN


def read_day_asked(context: Context, node: Node, kind: FactKind, outer: FactKind | None) -> FieldOf | OuterField:
    """The date field that `at` names, of the same or of the outer record."""
    written = text(context.faults, node)
    name = written.removeprefix("$")
    if name.startswith(_OUTER):
        name = name.removeprefix(_OUTER)
        if outer is None:
            _tell_no_outer(context, node)
        elif outer is not KIND_NOT_READ:
            _check_date_field(context, node, outer, name)
        return OuterField(name)
    if written == f"${AS_OF}":
        _tell_default_day(context, node)
    elif not written.startswith("$") or (name in context.parameters and name not in kind.fields):
        _tell_no_day(context, node, written)
    elif name in context.parameters:
        _tell_ambiguous(context, node, name, kind)
    else:
        _check_date_field(context, node, kind, name, outer)
    return FieldOf(name)


def read_figure_operand(context: Context, node: Node, kind: FieldType, units: tuple[str, ...]) -> Literal | Parameter:
    """The operand of `is:` for a figure of type `kind`; parameters must have one of `units`."""
    written = text(context.faults, node)
    if not written.startswith("$"):
        figure = FieldDef(id="is", type=kind, title="")
        return Literal(checked(context.faults, node, lambda each: read_plain(figure, each), _PLAIN))
    parameter = context.parameters.get(written[1:])
    if written == f"${AS_OF}":
        _as_of(context, node, kind)
        return _STAND_IN
    if parameter is None:
        options = [f"${each}" for each in context.parameters]
        context.faults.unknown("unknown-operand", node, "参数（is 里只能用参数）", "parameter", written, options)
        return _STAND_IN
    if parameter.unit in TYPE_OF_UNIT and parameter.unit not in units:
        _tell_types(context, node, written, f"单位 {parameter.unit}", parameter.unit, TYPE_ZH[kind], kind.value)
    return Parameter(parameter.id)


def units_of(kind: FieldType) -> tuple[str, ...]:
    return tuple(unit for unit, type_ in TYPE_OF_UNIT.items() if type_ is kind)


def _outer(context: Context, node: Node, field: FieldDef, name: str, outer: FactKind | None) -> Operand:
    if outer is None:
        _tell_no_outer(context, node)
        return _STAND_IN
    other = context.field_of(outer, name, node) if outer is not KIND_NOT_READ else None
    if other is not None:
        _agree_field(context, node, field, other, f"$outer.{name}")
    return OuterField(name)


def _as_of(context: Context, node: Node, kind: FieldType) -> Literal | AsOf:
    if kind is FieldType.DATE:
        return AsOf()
    is_zh, is_en = "评判日（日期）", "the day asked about (a date)"
    _tell_types(context, node, f"${AS_OF}", is_zh, is_en, TYPE_ZH[kind], kind.value)
    return _STAND_IN


def _check_date_field(context: Context, node: Node, kind: FactKind, name: str, outer: FactKind | None = None) -> None:
    field = context.field_of(kind, name, node, outer)
    if field is not None and field.type is not FieldType.DATE:
        zh = f"at 要写日期字段，“{quoted(name)}” 是{TYPE_ZH[field.type]}"
        context.faults.add("not-a-date", node, zh, f'at names a date field; "{quoted(name)}" is {field.type}.')


def _agree_parameter(context: Context, node: Node, field: FieldDef, parameter: ParameterDef) -> None:
    if parameter.unit not in TYPE_OF_UNIT:
        return
    if TYPE_OF_UNIT[parameter.unit] is not field.type:
        zh, en = f"单位 {parameter.unit}", parameter.unit
        _tell_types(context, node, f"${parameter.id}", zh, en, TYPE_ZH[field.type], field.type.value)
    elif field.type is FieldType.CODE:
        for each in parameter.values:
            if each.value not in field.values:
                options = list(field.values)
                context.faults.unknown(
                    "unknown-code", each.line or node, f"代码（{field.id}）", "code", str(each.value), options
                )


def _agree_field(context: Context, node: Node, field: FieldDef, other: FieldDef, written: str) -> None:
    if other.type is not field.type:
        _tell_types(
            context, node, written, TYPE_ZH[other.type], other.type.value, TYPE_ZH[field.type], field.type.value
        )


def _tell_ambiguous(context: Context, node: Node, name: str, kind: FactKind) -> None:
    zh = f"“${name}” 既是参数又是 {kind.id} 的字段，无法判断指哪一个，请给参数改名"
    en = f'"${name}" is both a parameter and a field of {kind.id}; rename the parameter.'
    context.faults.add("ambiguous-name", node, zh, en)


def _tell_no_outer(context: Context, node: Node) -> None:
    zh = "“$outer” 只能用在 with 或 without 的 where 里"
    context.faults.add("outer-outside", node, zh, '"$outer" stands only in the where of with or without.')


def _tell_no_day(context: Context, node: Node, written: str) -> None:
    zh = f"at 写的 “{quoted(written)}” 不是记录的日期字段；请写 $字段（同一条记录），在 with、without 里也可写 $outer.字段"
    en = f'at: "{quoted(written)}" is no date field of a record; write $field, or $outer.field inside with or without.'
    hint_zh, hint_en = "不能写日期或参数", "Neither a date nor a parameter stands here."
    context.faults.add("at-field", node, zh, en, hint_zh, hint_en)


def _tell_default_day(context: Context, node: Node) -> None:
    zh = "at 不必写 “$as_of”：不写 at，就是截至评判日，请只写期间"
    en = 'at: "$as_of" is what holds without `at`: the day asked about. Write the period alone.'
    context.faults.add("at-field", node, zh, en)


def _tell_types(context: Context, node: Node, written: str, is_zh: str, is_en: str, must_zh: str, must_en: str) -> None:
    zh = f"“{quoted(written)}” 是{is_zh}，不能与{must_zh}比较"
    en = f'"{quoted(written)}" is {is_en} and cannot be compared with {must_en}.'
    context.faults.add("type-disagreement", node, zh, en)
