"""Fact kinds and their fields, with each range in engine units."""

import re
from collections.abc import Mapping
from dataclasses import replace

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.pack import Colour, Gravity
from engine.parse.faults import Faults, quoted
from engine.parse.nodes import Entry, MapNode, Node
from engine.parse.reader import checked, choice, flag, items, mapping, required, required_text, text
from engine.parse.values import MONEY_UNITS, read_integer, read_money, read_ratio

SUBJECT_ID = "subject"
ENTRY_ID = "entry"
AUTHORITY = "authority"

_KIND_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*")
_FIELD_ID = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED_FIELDS = ("suspended", "none", "outer", "as_of", "fields")
_NUMERIC = (FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER)
_DOCUMENT_CLASSES = {
    "judgment": "判决、裁定",
    "award": "仲裁裁决",
    "penalty": "行政处罚",
    "administrative_decision": "行政决定",
    "other": "其他",
}
_DOCUMENT_FIELDS = (
    FieldDef(id="document_class", type=FieldType.CODE, title="文书类别", values=_DOCUMENT_CLASSES),
    FieldDef(id="document", type=FieldType.TEXT, title="文号"),
    FieldDef(id="served", type=FieldType.FLAG, title="已送达"),
    FieldDef(id="final", type=FieldType.FLAG, title="已生效"),
)
_OWN_DOMAINS: Mapping[str, Mapping[str, str]] = {
    "colour": {Colour.RED: "红名单", Colour.BLACK: "严重失信主体名单", Colour.WATCH: "重点关注名单"},
    "gravity": {Gravity.SERIOUS: "严重", Gravity.ORDINARY: "一般"},
}


def read_kind(faults: Faults, entry: Entry) -> FactKind:
    """One entry of `kinds:`; its law date must be one of its date fields."""
    body = mapping(faults, entry.value)
    if not _KIND_ID.fullmatch(entry.key):
        zh = f"事实种类 “{quoted(entry.key)}” 应如 tax.finding（小写，点号分层）"
        faults.add("bad-id", entry.line, zh, f'"{quoted(entry.key)}": a fact kind is written like tax.finding.')
    fields: Mapping[str, FieldDef] = _fields(faults, required(faults, body, "fields"), open_codes=(AUTHORITY,))
    if flag(faults, body.get("document")):
        fields = _with_document_fields(faults, fields, body)
    return FactKind(
        id=entry.key,
        title=required_text(faults, body, "title"),
        law_date=_law_date(faults, required(faults, body, "law_date"), fields),
        fields=fields,
        subject_types=tuple(text(faults, each) for each in items(faults, required(faults, body, "subjects"))),
        adverse_allowed=flag(faults, required(faults, body, "adverse")),
        catalogue_entry=text(faults, body.get("catalogue_entry")),
        covered=flag(faults, body.get("covered"), default=True),
        reported_by=tuple(text(faults, each) for each in items(faults, body.get("reported_by"))),
    )


def read_pseudo_kind(faults: Faults, node: Node, name: str, title: str) -> FactKind:
    """The attributes of subjects, or the fields of entries, directly or under `fields:` as in a kind."""
    fields = mapping(faults, node).get("fields") or node
    open_codes = (AUTHORITY, *_OWN_DOMAINS) if name == ENTRY_ID else ()
    return FactKind(
        id=name,
        title=title,
        law_date="",
        fields=_fields(faults, fields, open_codes),
        subject_types=(),
        adverse_allowed=False,
    )


def open_fields(kind: FactKind, departments: Mapping[str, str]) -> FactKind:
    """The kind, with the domain of each code field that names none of its own: authority means the departments.

    Entries have colour and gravity besides, whose values the pack language fixes.
    """
    domains = {AUTHORITY: departments, **(_OWN_DOMAINS if kind.id == ENTRY_ID else {})}
    fields = {
        name: replace(each, values=domains[name])
        if each.type is FieldType.CODE and not each.values and name in domains
        else each
        for name, each in kind.fields.items()
    }
    return replace(kind, fields=fields)


def _with_document_fields(faults: Faults, fields: Mapping[str, FieldDef], body: MapNode) -> Mapping[str, FieldDef]:
    for each in _DOCUMENT_FIELDS:
        if each.id in fields:
            zh = f"document: yes 已自带字段 “{each.id}”，不要再写"
            faults.add("duplicate-id", body.line_of("document"), zh, f'document: yes brings "{each.id}" already.')
    return {**fields, **{each.id: each for each in _DOCUMENT_FIELDS}}


def _law_date(faults: Faults, node: Node, fields: Mapping[str, FieldDef]) -> str:
    name = text(faults, node)
    if name not in fields:
        faults.unknown("unknown-field", node, "事实字段", "field", name, fields)
    elif fields[name].type is not FieldType.DATE:
        zh = f"法律日期 “{name}” 必须是日期字段"
        faults.add("not-a-date", node, zh, f'the law date "{name}" must be a date field.')
    return name


def _fields(faults: Faults, node: Node, open_codes: tuple[str, ...]) -> dict[str, FieldDef]:
    return {entry.key: _field(faults, entry, open_codes) for entry in mapping(faults, node).entries}


def _field(faults: Faults, entry: Entry, open_codes: tuple[str, ...]) -> FieldDef:
    body = mapping(faults, entry.value)
    _check_field_name(faults, entry)
    kind = choice(faults, required(faults, body, "type"), FieldType)
    unit = text(faults, body.get("unit"))
    if kind is FieldType.MONEY and unit and unit not in MONEY_UNITS:
        faults.unknown("unknown-unit", body.line_of("unit"), "金额单位", "unit of money", unit, MONEY_UNITS)
        unit = ""
    return FieldDef(
        id=entry.key,
        type=kind,
        title=required_text(faults, body, "title"),
        incoming_unit=unit,
        low=_bound(faults, body, "min", kind, unit),
        high=_bound(faults, body, "max", kind, unit),
        always=flag(faults, body.get("always")),
        values=_values(faults, body, kind, entry, open_codes),
    )


def _check_field_name(faults: Faults, entry: Entry) -> None:
    if not _FIELD_ID.fullmatch(entry.key):
        zh = f"字段名 “{quoted(entry.key)}” 只能用小写字母、数字和 _，以字母开头"
        faults.add("bad-id", entry.line, zh, f'"{quoted(entry.key)}": a field is small letters, digits and _.')
    if entry.key in _RESERVED_FIELDS:
        zh = f"“{entry.key}” 是保留名称，不能作字段名"
        faults.add("reserved-name", entry.line, zh, f'"{entry.key}" is reserved and cannot name a field.')


def _values(
    faults: Faults, body: MapNode, kind: FieldType, entry: Entry, open_codes: tuple[str, ...]
) -> dict[str, str]:
    node = body.get("values")
    if node is None:
        if kind is FieldType.CODE and entry.key not in open_codes:
            zh = f"代码字段 “{entry.key}” 要写 values（代码: 中文名称）"
            faults.add("missing-values", entry.line, zh, f'the code field "{entry.key}" needs values.')
        return {}
    if kind is not FieldType.CODE:
        zh = f"只有代码字段才能写 values，“{entry.key}” 不是"
        faults.add(
            "misplaced-key", body.line_of("values"), zh, f'only a code field takes values; "{entry.key}" is none.'
        )
    return {each.key: text(faults, each.value) for each in mapping(faults, node).entries}


def _bound(faults: Faults, body: MapNode, key: str, kind: FieldType, unit: str) -> int | None:
    """min or max in engine units, read in the unit of the field."""
    node = body.get(key)
    if node is None:
        return None
    if kind not in _NUMERIC:
        zh = f"只有金额、比例、整数字段才能写 {key}"
        faults.add("misplaced-key", body.line_of(key), zh, f"only money, ratio and integer take {key}.")
        return None
    if kind is FieldType.MONEY:
        return checked(faults, node, lambda written: read_money(written, unit), 0)
    if kind is FieldType.RATIO:
        mark = "%" if unit == "%" else ""
        return checked(faults, node, lambda written: read_ratio(written.removesuffix(mark) + mark), 0)
    return checked(faults, node, read_integer, 0)
