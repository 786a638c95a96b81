"""What is missing, each with the related persons' role whose standing it belongs to."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.compile.program import RuleAt
from engine.conditions import BanLeaf, EntryLeaf
from engine.explain.explanation import Place
from engine.explain.telling import Asked


class Gap(NamedTuple):
    """A kind's field that is missing, with the records concerned; `role` "": not of a related person's standing."""

    role: str
    kind: str
    field: str
    places: tuple[Place, ...]


def gaps(asked: Asked) -> tuple[Gap, ...]:
    """The missing places by role, kind and field, in their order."""
    wanted = asked.explanation.missing
    roles = dict.fromkeys(_roles(asked)) if wanted else {}
    found: dict[tuple[str, str, str], tuple[Place, ...]] = {}
    for place in wanted:
        for role in [role for role, of_role in roles if of_role == place] or [""]:
            key = (role, place.kind, place.field)
            found[key] = (*found.get(key, ()), place)
    return tuple(Gap(*key, places) for key, places in found.items())


def _roles(asked: Asked) -> Iterator[tuple[str, Place]]:
    """Each missing place with the role that its leaf asks about."""
    program = asked.titles.program
    index = next(number for number, rule in enumerate(program.rules) if rule.key == asked.rule.key)
    for told in asked.walk.accounts(RuleAt(index), asked.rule.key):
        leaf = program.leaves[told.leaf] if told.leaf >= 0 else None
        role = (leaf.of or "") if isinstance(leaf, EntryLeaf | BanLeaf) else ""
        yield from ((role, place) for place in sorted(told.account.missing))
