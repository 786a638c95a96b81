"""The records a leaf or a figure speaks of: `record`, `where`, `with`, `without`."""

from engine.catalogue import FactKind
from engine.conditions import Partner, Records
from engine.parse.context import KIND_NOT_READ, Context
from engine.parse.field_tests import read_where
from engine.parse.nodes import ListNode, MapNode, Node
from engine.parse.operands import TYPE_ZH
from engine.parse.reader import items, mapping, required, text

RECORD_KEYS = frozenset({"record", "where", "with", "without"})
_PARTNER_KEYS = frozenset({"record", "same", "where"})


def read_records(context: Context, parent: MapNode) -> tuple[Records, FactKind | None]:
    """The records, and their kind where the catalogue has it."""
    node = required(context.faults, parent, "record")
    name = text(context.faults, node)
    kind = context.kind(name, node)
    outer = kind or KIND_NOT_READ
    records = Records(
        kind=name,
        where=read_where(context, parent.get("where"), kind, None),
        with_=_partners(context, parent.get("with"), outer),
        without=_partners(context, parent.get("without"), outer),
    )
    return records, kind


def _partners(context: Context, node: Node | None, outer: FactKind) -> tuple[Partner, ...]:
    if node is None:
        return ()
    nodes = items(context.faults, node) if isinstance(node, ListNode) else (node,)
    if not nodes:
        zh = "with 或 without 的列表是空的"
        context.faults.add("empty-condition", node, zh, "the list of with or without is empty.")
    return tuple(_partner(context, each, outer) for each in nodes)


def _partner(context: Context, node: Node, outer: FactKind) -> Partner:
    parent = mapping(context.faults, node)
    for entry in parent.entries:
        if entry.key in ("with", "without"):
            zh = f"{entry.key} 里面不能再写 {entry.key}，请拆成另一条规则再用 met"
            en = "with and without do not nest; make it a rule of its own and use met."
            context.faults.add("nested-with", entry.line, zh, en)
        elif entry.key not in _PARTNER_KEYS:
            context.faults.add_shape(
                "unknown-key", entry.line, f"此处不能写 “{entry.key}”", f'"{entry.key}" is not allowed here.'
            )
    name_node = required(context.faults, parent, "record")
    name = text(context.faults, name_node)
    kind = context.kind(name, name_node)
    return Partner(
        kind=name,
        same=_same(context, parent.get("same"), kind, outer),
        where=read_where(context, parent.get("where"), kind, outer),
    )


def _same(context: Context, node: Node | None, kind: FactKind | None, outer: FactKind) -> tuple[str, ...]:
    """The join fields; left out, any other record of the subject is a partner."""
    if node is None:
        return ()
    nodes = items(context.faults, node) if isinstance(node, ListNode) else (node,)
    if not nodes:
        zh = "same 至少要写一个字段；不需要关联字段的，不写 same"
        context.faults.add(
            "empty-condition", node, zh, "same needs at least one field; leave it out to join any record."
        )
    names = []
    for each in nodes:
        name = text(context.faults, each)
        names.append(name)
        if kind is not None and outer is not KIND_NOT_READ:
            _check_join(context, each, name, kind, outer)
    return tuple(names)


def _check_join(context: Context, node: Node, name: str, kind: FactKind, outer: FactKind) -> None:
    """A join field stands in both kinds, with one type."""
    here, there = context.field_of(kind, name, node), None
    if here is not None:
        there = context.field_of(outer, name, node)
    if here is not None and there is not None and here.type is not there.type:
        zh = f"“{name}” 在两种记录里类型不同（{TYPE_ZH[here.type]}、{TYPE_ZH[there.type]}），不能用 same 关联"
        en = f'"{name}" has two types ({here.type}, {there.type}) and cannot join the records.'
        context.faults.add("type-disagreement", node, zh, en)
