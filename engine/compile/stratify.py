"""Pass `stratify`: a rule stands above every rule whose conclusion it reads; a cycle is refused with its path."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.compile.draft import Draft, DraftRule
from engine.compile.refusal import MetCycle
from engine.condition_parts import leaves_of
from engine.conditions import MetLeaf


def stratify(draft: Draft) -> Draft:
    """The draft's rules with their strata, ordered by stratum and key; raises MetCycle (spec chapter 11)."""
    read = {key: _conclusions_read(rule, draft.rules) for key, rule in draft.rules.items()}
    strata: dict[str, int] = {}
    for key in sorted(read):
        if key not in strata:
            _place(key, read, strata, draft.rules)
    ordered = sorted(read, key=lambda key: (strata[key], key))
    return replace(draft, rules={key: replace(draft.rules[key], stratum=strata[key]) for key in ordered})


def key_of(met: MetLeaf) -> str:
    """The key of the rule that a `met` names."""
    return f"{met.pack}#{met.rule}"


def _place(
    start: str, read: Mapping[str, tuple[str, ...]], strata: dict[str, int], rules: Mapping[str, DraftRule]
) -> None:
    """Gives `start` and all it rests on a stratum; `path` is the way down to the rule at hand, however long it is."""
    path: dict[str, Iterator[str]] = {start: iter(read[start])}
    while path:
        key, rest = next(reversed(path.items()))
        below = next((each for each in rest if each not in strata), None)
        if below is None:
            strata[key] = 1 + max((strata[each] for each in read[key]), default=-1)
            del path[key]
        elif below in path:
            way = list(path)
            raise MetCycle((*way[way.index(below) :], below), rules[below].where)
        else:
            path[below] = iter(read[below])


def _conclusions_read(rule: DraftRule, rules: Mapping[str, DraftRule]) -> tuple[str, ...]:
    leaves = (leaf for condition in rule.conditions for leaf in leaves_of(condition))
    named = {key_of(leaf) for leaf in leaves if isinstance(leaf, MetLeaf)}
    return tuple(sorted(named & rules.keys()))
