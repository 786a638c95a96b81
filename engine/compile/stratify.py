"""Pass `stratify`: a rule stands above every rule whose conclusion it reads; a cycle is refused with its path."""

from collections.abc import Mapping
from dataclasses import replace

from engine.compile.draft import Draft, DraftRule
from engine.compile.refusal import MetCycle
from engine.condition_parts import leaves_of
from engine.conditions import MetLeaf


def stratify(draft: Draft) -> Draft:
    """The draft's rules with their strata, ordered by stratum and key; raises MetCycle (Strata, packs.md)."""
    strata: dict[str, int] = {}
    for key in sorted(draft.rules):
        _place(key, draft.rules, strata, ())
    ordered = sorted(draft.rules, key=lambda key: (strata[key], key))
    return replace(draft, rules={key: replace(draft.rules[key], stratum=strata[key]) for key in ordered})


def key_of(met: MetLeaf) -> str:
    """The key of the rule that a `met` names."""
    return f"{met.pack}#{met.rule}"


def _place(key: str, rules: Mapping[str, DraftRule], strata: dict[str, int], path: tuple[str, ...]) -> int:
    if key in path:
        raise MetCycle((*path[path.index(key) :], key), rules[key].where)
    if key not in strata:
        below = [_place(each, rules, strata, (*path, key)) for each in _conclusions_read(rules[key], rules)]
        strata[key] = 1 + max(below, default=-1)
    return strata[key]


def _conclusions_read(rule: DraftRule, rules: Mapping[str, DraftRule]) -> tuple[str, ...]:
    leaves = (leaf for condition in rule.conditions for leaf in leaves_of(condition))
    named = {key_of(leaf) for leaf in leaves if isinstance(leaf, MetLeaf)}
    return tuple(sorted(named & rules.keys()))
