"""The repair pack: classes of dishonesty with their terms of publication, and what is asked for an early end."""

from enum import Enum
from typing import TypeVar

from engine.pack.repair import (
    Concern,
    CountsFrom,
    FieldTerm,
    Material,
    PauseGround,
    RepairClass,
    RepairField,
    RepairPart,
    RepairRegime,
    Requirement,
    Window,
)
from engine.parse.citations import read_basis
from engine.parse.context import Context
from engine.parse.criteria import unique_slug
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.reader import choice, flag, items, mapping, required, required_text, slug, text
from engine.parse.terms import period
from engine.periods import Period, never_longer

_Choice = TypeVar("_Choice", bound=Enum)


def read_repair(context: Context, body: MapNode) -> RepairRegime:
    """`repair:` with its classes and conditions; each other part may be missing."""
    faults, counts = context.faults, body.get("counts_from")
    seen: dict[str, int] = {}
    return RepairRegime(
        classes=tuple(_class(context, each, seen) for each in items(faults, required(faults, body, "classes"))),
        conditions=_parts(context, required(faults, body, "conditions"), Requirement),
        counts_from=choice(faults, counts, CountsFrom) if counts is not None else None,
        counts_basis=read_basis(context, body, "counts_basis", optional=counts is None),
        lists=tuple(slug(faults, each) for each in items(faults, body.get("lists"))),
        authorities=tuple(_department(context, each) for each in items(faults, body.get("authorities"))),
        materials=_parts(context, body.get("materials"), Material),
        windows=_parts(context, body.get("windows"), Window),
        never_early=_parts(context, body.get("never_early"), None),
        pauses=_parts(context, body.get("pauses"), PauseGround),
        line=body.line,
    )


def _class(context: Context, node: Node, seen: dict[str, int]) -> RepairClass:
    faults, body = context.faults, mapping(context.faults, node)
    shortest, longest = _shortest(context, body), body.get("longest")
    found = RepairClass(
        id=unique_slug(context, body, seen),
        title=required_text(faults, body, "title"),
        shortest=shortest,
        longest=period(faults, longest) if longest is not None else None,
        early=flag(faults, body.get("early")),
        basis=read_basis(context, body),
        concerns=_optional(context, body, "concerns", Concern.ANY),
        may_stay_hidden=flag(faults, body.get("may_stay_hidden")),
        extends_to_bar=flag(faults, body.get("extends_to_bar")),
        exceptions=tuple(_exception(context, each) for each in items(faults, body.get("exceptions"))),
        line=body.line,
    )
    _check_order(context, found)
    return found


def _shortest(context: Context, body: MapNode) -> Period | None:
    node = required(context.faults, body, "shortest")
    if isinstance(node, TextNode) and node.text == "none":
        return None
    return period(context.faults, node)


def _exception(context: Context, node: Node) -> FieldTerm:
    body = mapping(context.faults, node)
    fields = items(context.faults, required(context.faults, body, "fields"))
    return FieldTerm(
        fields=tuple(choice(context.faults, each, RepairField) for each in fields),
        shortest=period(context.faults, required(context.faults, body, "shortest")),
        basis=read_basis(context, body),
        line=body.line,
    )


def _check_order(context: Context, found: RepairClass) -> None:
    """No shortest publication outlasts the longest, from whatever day both are counted."""
    shortest = [term for term in (found.shortest, *(each.shortest for each in found.exceptions)) if term is not None]
    if found.longest is None or all(never_longer(term, found.longest) for term in shortest):
        return
    zh = f"类别 “{found.id}” 的最短公示期长于最长公示期 {found.longest}"
    en = f'the shortest publication of "{found.id}" is longer than the longest, {found.longest}.'
    context.faults.add("term-range", found.line, zh, en)


def _parts(context: Context, node: Node | None, ids: type[Enum] | None) -> tuple[RepairPart, ...]:
    """The parts of one sort; their ids are of an enumeration, or slugs of their own where there is none."""
    seen: dict[str, int] = {}
    return tuple(_part(context, mapping(context.faults, each), ids, seen) for each in items(context.faults, node))


def _part(context: Context, body: MapNode, ids: type[Enum] | None, seen: dict[str, int]) -> RepairPart:
    found = unique_slug(context, body, seen)
    if ids is not None:
        choice(context.faults, required(context.faults, body, "id"), ids)
    return RepairPart(
        id=found,
        title=required_text(context.faults, body, "title"),
        basis=read_basis(context, body),
        needed=flag(context.faults, body.get("required"), default=True),
        line=body.line,
    )


def _optional(context: Context, body: MapNode, key: str, default: _Choice) -> _Choice:
    node = body.get(key)
    return choice(context.faults, node, type(default)) if node is not None else default


def _department(context: Context, node: Node) -> str:
    found = text(context.faults, node)
    if found not in context.catalogue.departments:
        context.faults.unknown("unknown-department", node, "部门", "department", found, context.catalogue.departments)
    return found
