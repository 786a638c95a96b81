"""The framework pack: the law about the law, dated."""

from enum import Enum
from typing import TypeVar

from engine.pack import (
    Assurance,
    AssuranceCeiling,
    Colour,
    Effect,
    Framework,
    Gravity,
    LegalityFloor,
    Level,
    RewardBar,
)
from engine.parse.citations import read_basis
from engine.parse.context import Context
from engine.parse.criteria import unique_slug
from engine.parse.nodes import ListNode, MapNode, Node
from engine.parse.reader import choice, flag, interval, items, mapping, required, required_text

_Choice = TypeVar("_Choice", bound=Enum)


def read_framework(context: Context, body: MapNode) -> Framework:
    """`framework:` with its floors, ceilings and reward bars; each list may be missing."""
    seen: dict[str, int] = {}
    return Framework(
        floors=tuple(_floor(context, each, seen) for each in items(context.faults, body.get("legality_floor"))),
        ceilings=tuple(_ceiling(context, each, seen) for each in items(context.faults, body.get("assurance_ceiling"))),
        reward_bars=tuple(_reward_bar(context, each, seen) for each in items(context.faults, body.get("reward_bar"))),
    )


def _floor(context: Context, node: Node, seen: dict[str, int]) -> LegalityFloor:
    body = mapping(context.faults, node)
    effects = _choices(context, required(context.faults, body, "effects"), Effect)
    otherwise_node = required(context.faults, body, "otherwise")
    otherwise = choice(context.faults, otherwise_node, Effect)
    heavy = [effect for effect in effects if otherwise.weight <= effect.weight]
    if heavy:
        zh = f"otherwise “{otherwise}” 不比 {'、'.join(heavy)} 轻，降级必须更轻"
        en = f'"{otherwise}" is not lighter than {", ".join(heavy)}; a downgrade must be.'
        context.faults.add("not-lighter", otherwise_node, zh, en)
    return LegalityFloor(
        id=unique_slug(context, body, seen),
        effects=effects,
        levels=_choices(context, required(context.faults, body, "levels"), Level),
        in_force=interval(context.faults, body),
        otherwise=otherwise,
        reason=required_text(context.faults, body, "reason"),
        basis=read_basis(context, body),
        line=body.line,
    )


def _ceiling(context: Context, node: Node, seen: dict[str, int]) -> AssuranceCeiling:
    body = mapping(context.faults, node)
    local = flag(context.faults, body.get("local_policy"))
    return AssuranceCeiling(
        id=unique_slug(context, body, seen),
        assurance=choice(context.faults, required(context.faults, body, "assurance"), Assurance),
        heaviest=choice(context.faults, required(context.faults, body, "heaviest"), Effect),
        reason=required_text(context.faults, body, "reason"),
        basis=read_basis(context, body, optional=local),
        local_policy=local,
        line=body.line,
    )


def _reward_bar(context: Context, node: Node, seen: dict[str, int]) -> RewardBar:
    body = mapping(context.faults, node)
    gravity = body.get("gravity")
    return RewardBar(
        id=unique_slug(context, body, seen),
        colour=choice(context.faults, required(context.faults, body, "colour"), Colour),
        gravity=choice(context.faults, gravity, Gravity) if gravity is not None else None,
        in_force=interval(context.faults, body),
        reason=required_text(context.faults, body, "reason"),
        basis=read_basis(context, body),
        line=body.line,
    )


def _choices(context: Context, node: Node, kind: type[_Choice]) -> tuple[_Choice, ...]:
    found = items(context.faults, node)
    if not found and isinstance(node, ListNode):
        context.faults.add("empty-list", node, "列表是空的", "the list is empty.")
    return tuple(choice(context.faults, each, kind) for each in found)
