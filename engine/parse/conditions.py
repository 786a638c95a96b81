"""`when:` as a condition tree. Which figures there are and what they take follows spec chapters 8 to 10."""

from collections.abc import Callable, Mapping

from engine.catalogue import FactKind
from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    EntryLeaf,
    Held,
    MetLeaf,
    Not,
    RecordLeaf,
    SubjectLeaf,
)
from engine.parse.context import Context
from engine.parse.faults import quoted
from engine.parse.field_tests import read_where
from engine.parse.figures import read_count, read_extreme, read_ratio_leaf, read_sum
from engine.parse.nodes import ListNode, MapNode, Node
from engine.parse.reader import choice, items, mapping, required, slug, text
from engine.parse.records import RECORD_KEYS, read_records

_STAND_IN = All(children=())
_FIGURE_KEYS = frozenset({*RECORD_KEYS, "is"})


def read_condition(context: Context, node: Node) -> Condition:
    """The condition of a `when:` or of a part of one; depth is bounded by the text's."""
    if isinstance(node, ListNode):
        zh = "条件不能直接写成列表，请用 all: 或 any: 说明是全部满足还是满足其一"
        context.faults.add_shape("list-condition", node, zh, "a list is no condition; say all: or any:.")
        return _STAND_IN
    parent = mapping(context.faults, node)
    if not parent.entries:
        context.faults.add("empty-condition", node, "条件是空的", "the condition is empty.")
        return _STAND_IN
    head = _head(context, parent)
    if head is None:
        return _STAND_IN
    read, companions = _READERS[head]
    for entry in parent.entries:
        if entry.key in ALL_KEYS and entry.key != head and entry.key not in companions:
            zh = f"“{entry.key}” 不能与 “{head}” 写在同一个条件里"
            en = f'"{entry.key}" does not stand beside "{head}" in one condition.'
            context.faults.add("misplaced-key", entry.line, zh, en)
    return read(context, parent)


def _head(context: Context, parent: MapNode) -> str | None:
    """What kind of condition this is: the one head it has. Figures name their record beside the head."""
    heads = [entry.key for entry in parent.entries if entry.key in _READERS]
    if len(heads) > 1 and set(heads) & {"sum", "max", "min"}:
        heads = [head for head in heads if head != "record"]
    if len(heads) == 1:
        return heads[0]
    if heads:
        zh = f"一个条件里只能写一种，这里写了 {'、'.join(heads)}；请用 all: 或 any: 连接"
        context.faults.add(
            "one-condition", parent, zh, f"one condition holds one of {', '.join(heads)}; join them by all: or any:."
        )
    else:
        context.faults.add_shape(
            "one-condition",
            parent,
            f"看不出是哪种条件，可用：{'、'.join(_READERS)}",
            f"no condition; use one of {', '.join(_READERS)}.",
        )
    return None


def _children(context: Context, parent: MapNode, head: str) -> tuple[Condition, ...]:
    node = required(context.faults, parent, head)
    found = items(context.faults, node)
    if not found and isinstance(node, ListNode):
        zh = f"{head}: 里没有任何条件"
        context.faults.add_shape("empty-condition", node, zh, f"{head}: holds no condition.")
    return tuple(read_condition(context, child) for child in found)


def _all(context: Context, parent: MapNode) -> Condition:
    return All(children=_children(context, parent, "all"), line=parent.line)


def _any(context: Context, parent: MapNode) -> Condition:
    return AnyOf(children=_children(context, parent, "any"), line=parent.line)


def _not(context: Context, parent: MapNode) -> Condition:
    return Not(child=read_condition(context, required(context.faults, parent, "not")), line=parent.line)


def _subject(context: Context, parent: MapNode) -> Condition:
    node = mapping(context.faults, parent.get("subject"))
    if not node.entries:
        context.faults.add("empty-condition", parent, "subject: 里没有任何条件", "subject: holds no test.")
    return SubjectLeaf(where=read_where(context, node, context.catalogue.subject, None), line=parent.line)


def _record(context: Context, parent: MapNode) -> Condition:
    records, _ = read_records(context, parent)
    return RecordLeaf(records=records, line=parent.line)


def _entry(context: Context, parent: MapNode) -> Condition:
    body = mapping(context.faults, parent.get("entry"))
    role, held = _role(context, body)
    return EntryLeaf(
        list_id=slug(context.faults, required(context.faults, body, "list")),
        where=read_where(context, body.get("where"), context.catalogue.entry, None),
        of=role,
        held=held,
        list_line=body.line_of("list"),
        line=parent.line,
    )


def _ban(context: Context, parent: MapNode) -> Condition:
    body = mapping(context.faults, parent.get("ban"))
    node = body.get("scope")
    scope = text(context.faults, node) if node else None
    if node and scope not in (None, "any", *context.catalogue.scopes):
        context.faults.unknown(
            "unknown-scope", node, "禁止范围", "scope", scope or "", [*context.catalogue.scopes, "any"]
        )
    role, held = _role(context, body)
    return BanLeaf(
        scope=scope,
        where=read_where(context, body.get("where"), _ban_kind(context), None),
        of=role,
        held=held,
        line=parent.line,
    )


def _ban_kind(context: Context) -> FactKind:
    """Bans carry the fields of entries: who decided, by which document, when."""
    return context.catalogue.entry


def _role(context: Context, body: MapNode) -> tuple[str | None, Held]:
    """`of: role`, held on the day asked about, or `of: {role, held: start}`, held when the entry or ban began."""
    node, held = body.get("of"), Held.AS_OF
    if node is None:
        return None, held
    if isinstance(node, MapNode):
        when = node.get("held")
        held = choice(context.faults, when, Held) if when is not None else held
        node = required(context.faults, node, "role")
    role = text(context.faults, node)
    if role not in context.catalogue.roles:
        context.faults.unknown("unknown-role", node, "关联身份", "role", role, context.catalogue.roles)
    return role, held


def _met(context: Context, parent: MapNode) -> Condition:
    node = required(context.faults, parent, "met")
    written = text(context.faults, node)
    pack, mark, rule = written.rpartition("#")
    if mark and not (pack and rule):
        zh = f"“{quoted(written)}” 应写成 规则 或 规则包#规则"
        context.faults.add("bad-met", node, zh, f'"{quoted(written)}": write rule or pack#rule.')
    if not mark and context.rules is None:
        zh = f"此处 met 要写明规则包：规则包#{quoted(written)}"
        context.faults.add("bad-met", node, zh, f"name the pack here: pack#{quoted(written)}.")
    own = not mark or pack == context.pack
    if own and context.rules is not None and rule not in context.rules:
        context.faults.unknown("unknown-rule", node, "规则", "rule", rule, context.rules)
    return MetLeaf(pack=pack or context.pack, rule=rule, line=parent.line)


_Reader = Callable[[Context, MapNode], Condition]
_READERS: Mapping[str, tuple[_Reader, frozenset[str]]] = {
    "all": (_all, frozenset()),
    "any": (_any, frozenset()),
    "not": (_not, frozenset()),
    "subject": (_subject, frozenset()),
    "record": (_record, RECORD_KEYS),
    "count": (read_count, frozenset()),
    "sum": (read_sum, _FIGURE_KEYS),
    "max": (read_extreme, _FIGURE_KEYS),
    "min": (read_extreme, _FIGURE_KEYS),
    "ratio": (read_ratio_leaf, frozenset()),
    "entry": (_entry, frozenset()),
    "ban": (_ban, frozenset()),
    "met": (_met, frozenset()),
}
ALL_KEYS = frozenset({*_READERS, *_FIGURE_KEYS})
