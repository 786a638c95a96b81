"""The parts of a criteria pack: lists with their procedure, and rules."""

import re
from collections.abc import Mapping

from engine.conditions import Condition
from engine.pack import Colour, Conclude, Gravity, ListDef, Propose, Rule, Step, UnlessClause
from engine.parse.citations import read_basis
from engine.parse.conditions import read_condition
from engine.parse.context import Context
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.reader import (
    choice,
    flag,
    items,
    mapping,
    required,
    required_text,
    slug,
    text,
)
from engine.parse.terms import period_or_working_days, term

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def read_lists(context: Context, node: Node | None) -> Mapping[str, ListDef]:
    """`lists:` by id."""
    if node is None:
        return {}
    found = {}
    for entry in mapping(context.faults, node).entries:
        body = mapping(context.faults, entry.value)
        slug(context.faults, TextNode(entry.key, entry.line))
        shortest, longest = term(context.faults, required(context.faults, body, "term"))
        found[entry.key] = ListDef(
            id=entry.key,
            title=required_text(context.faults, body, "title"),
            colour=choice(context.faults, required(context.faults, body, "colour"), Colour),
            gravity=choice(context.faults, required(context.faults, body, "gravity"), Gravity),
            term=shortest,
            term_at_most=longest,
            procedure=tuple(_step(context, each) for each in items(context.faults, body.get("procedure"))),
            remedy=text(context.faults, body.get("remedy")),
            remedy_basis=read_basis(context, body, "remedy_basis", optional=True),
            line=entry.line,
        )
    return found


def read_rules(context: Context, node: Node | None) -> tuple[Rule, ...]:
    """`rules:` in the order written."""
    seen: dict[str, int] = {}
    return tuple(_rule(context, each, seen) for each in items(context.faults, node))


def read_when(context: Context, parent: MapNode) -> Condition:
    """The `when:` of a rule, an exception or a measure: it must be there and must not be empty."""
    return read_condition(context, required(context.faults, parent, "when"))


def unique_slug(context: Context, parent: MapNode, seen: dict[str, int]) -> str:
    """The `id` of an item of a list, which no earlier item has."""
    node = required(context.faults, parent, "id")
    found = slug(context.faults, node)
    if found in seen:
        zh = f"标识 “{found}” 重复，第 {seen[found]} 行已经用过"
        context.faults.add("duplicate-id", node, zh, f'the id "{found}" is used on line {seen[found]} already.')
    seen.setdefault(found, node.line)
    return found


def _step(context: Context, node: Node) -> Step:
    body = mapping(context.faults, node)
    local = flag(context.faults, body.get("local_policy"))
    due = body.get("term")
    return Step(
        step=slug(context.faults, required(context.faults, body, "step")),
        title=required_text(context.faults, body, "title"),
        required=flag(context.faults, required(context.faults, body, "required")),
        term=period_or_working_days(context.faults, due) if due is not None else None,
        basis=read_basis(context, body, optional=local),
        local_policy=local,
        line=body.line,
    )


def _rule(context: Context, node: Node, seen: dict[str, int]) -> Rule:
    body = mapping(context.faults, node)
    inner: dict[str, int] = {}
    return Rule(
        id=unique_slug(context, body, seen),
        title=required_text(context.faults, body, "title"),
        basis=read_basis(context, body),
        when=read_when(context, body),
        unless=tuple(_exception(context, each, inner) for each in items(context.faults, body.get("unless"))),
        then=_then(context, required(context.faults, body, "then")),
        explain=_explain(context, body.get("explain")),
        line=body.line,
    )


def _exception(context: Context, node: Node, seen: dict[str, int]) -> UnlessClause:
    body = mapping(context.faults, node)
    return UnlessClause(
        id=unique_slug(context, body, seen),
        title=required_text(context.faults, body, "title"),
        when=read_when(context, body),
        basis=read_basis(context, body),
        line=body.line,
    )


def _then(context: Context, node: Node) -> Propose | Conclude:
    body = mapping(context.faults, node)
    propose, conclude, lasts = body.get("propose"), body.get("conclude"), body.get("term")
    if (propose is None) is (conclude is None):
        zh = "then 要且只能写 propose（列入名单）或 conclude（供其他规则引用）之一"
        context.faults.add_shape("then-one", body, zh, "then holds either propose or conclude.")
    if conclude is not None:
        if not flag(context.faults, conclude, default=True):
            zh = "conclude 只能写 yes"
            context.faults.add("conclude-yes", conclude, zh, "conclude can only be yes.")
        if lasts is not None:
            context.faults.add("misplaced-key", body.line_of("term"), "conclude 没有期限", "conclude has no term.")
        return Conclude()
    shortest, longest = term(context.faults, lasts) if lasts is not None else (None, None)
    return Propose(
        list_id=slug(context.faults, propose),
        term=shortest,
        term_at_most=longest,
        own_term=lasts is not None,
        line=body.line_of("propose"),
    )


def _explain(context: Context, node: Node | None) -> str:
    template = text(context.faults, node)
    if set("{}") & set(_PLACEHOLDER.sub("", template)):
        _tell_open_brace(context, node, template)
    for name in _PLACEHOLDER.findall(template):
        kind_name, _, field_name = name.rpartition(".")
        pseudo = {"subject": context.catalogue.subject, "entry": context.catalogue.entry}
        at = node.line if node else 0
        kind = pseudo.get(kind_name) or context.kind(kind_name or name, at)
        if kind is not None:
            context.field_of(kind, field_name, at)
    return template


def _tell_open_brace(context: Context, node: Node | None, template: str) -> None:
    brace = next(each for each in _PLACEHOLDER.sub("", template) if each in "{}")
    zh = f"explain 里有一个 “{brace}” 没有配对：占位写成 {{事实种类.字段}}，否则告知书上会原样印出"
    en = f'a "{brace}" in explain has no partner: a place to fill in is written {{kind.field}}, or the letter prints it as it is.'
    hint = "请补上另一半；不是占位的，请换用其他括号", "Add the other half; use other brackets for anything else."
    context.faults.add("open-brace", node or 0, zh, en, *hint)
