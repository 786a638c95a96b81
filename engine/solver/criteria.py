"""A rule as one condition at one law date: parameters are values, `met` is what the other rule says.

Made from values only, below the compiler: the checks ask before anything is compiled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.condition_parts import leaves_of
from engine.condition_rewriting import with_leaves, with_values
from engine.conditions import All, AnyOf, Condition, Leaf, Literal, MetLeaf, Not
from engine.facts import Plain
from engine.pack import Pack, Rule
from engine.solver.answers import CannotTell, Reason, TooLarge

NEVER = AnyOf(children=())
"""A condition that no situation meets."""

DEEPEST = 32
"""Rules that build on each other in a row."""

Path = tuple[tuple[str, str], ...]
LARGEST = 200
"""Conditions of a rule with all it builds on written out: rules that each name others twice double at every step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A rule at one law date: Literals only, no `met`."""

    when: Condition
    unless: tuple[Condition, ...] = ()

    @property
    def clauses(self) -> tuple[Condition, ...]:
        """What must hold together: the parts of `when`, and that no exception applies."""
        parts = self.when.children if isinstance(self.when, All) else (self.when,)
        return (*parts, *(Not(child=each) for each in self.unless))

    @property
    def condition(self) -> Condition:
        return All(children=self.clauses)


class Size(NamedTuple):
    """Of a condition with every `met` written out: its leaves, and how many rules deep they lie."""

    leaves: int
    depth: int


class Law:
    """The packs in force on one day."""

    def __init__(self, packs: Iterable[Pack], law_at: date) -> None:
        """`packs`: one release of each, as `engine.releases.in_force` chooses them."""
        self._packs: Mapping[str, Pack] = {pack.ref.pack: pack for pack in packs}
        self._values = {name: values_at(pack, law_at) for name, pack in self._packs.items()}
        self._rules = {(name, rule.id): rule for name, pack in self._packs.items() for rule in pack.rules}
        self._sizes: dict[tuple[str, str], Size] = {}
        self._criteria: dict[tuple[str, str], Criterion] = {}

    def criterion(self, pack: Pack, rule: Rule) -> Criterion:
        """The rule with values in place; CannotTell for a parameter without value, a circle of `met`, or what is TooLarge."""
        name = pack.ref.pack
        self._size_of_rule(name, rule, ())
        return self._criterion(name, rule)

    def condition(self, pack: Pack, condition: Condition) -> Condition:
        """A condition of the pack with values in place, as in `criterion`."""
        self._size((condition,), ())
        return self._condition(pack.ref.pack, condition)

    def _size_of_rule(self, pack: str, rule: Rule, path: Path) -> Size:
        """The rule with every `met` written out; each rule is measured once, and refused on a circle."""
        key = (pack, rule.id)
        if key in path:
            raise CannotTell(Reason(zh="规则循环引用", en="the rules build on each other in a circle"))
        if len(path) > DEEPEST:
            raise _too_deep()
        if key not in self._sizes:
            self._sizes[key] = self._size((rule.when, *(each.when for each in rule.unless)), (*path, key))
        return self._sizes[key]

    def _size(self, conditions: Iterable[Condition], path: Path) -> Size:
        leaves, depth = 0, 0
        for leaf in (leaf for each in conditions for leaf in leaves_of(each)):
            below = self._rules.get((leaf.pack, leaf.rule)) if isinstance(leaf, MetLeaf) else None
            size = Size(1, 0)
            if below is not None and isinstance(leaf, MetLeaf):
                size = self._size_of_rule(leaf.pack, below, path)
            leaves, depth = leaves + size.leaves, max(depth, size.depth + 1)
        if depth > DEEPEST:
            raise _too_deep()
        if leaves > LARGEST:
            zh = f"连同所引用的规则展开后超过{LARGEST}个条件"
            raise TooLarge(Reason(zh=zh, en=f"written out with what it builds on, it has over {LARGEST} conditions"))
        return Size(leaves, depth)

    def _criterion(self, pack: str, rule: Rule) -> Criterion:
        key = (pack, rule.id)
        if key not in self._criteria:
            self._criteria[key] = Criterion(
                when=self._condition(pack, rule.when),
                unless=tuple(self._condition(pack, each.when) for each in rule.unless),
            )
        return self._criteria[key]

    def _condition(self, pack: str, condition: Condition) -> Condition:
        def told(leaf: Leaf) -> Condition:
            if isinstance(leaf, MetLeaf):
                rule = self._rules.get((leaf.pack, leaf.rule))
                return NEVER if rule is None else self._criterion(leaf.pack, rule).condition
            return with_values(leaf, lambda name: _value(self._values.get(pack, {}), name))

        return with_leaves(condition, told)


def _too_deep() -> TooLarge:
    return TooLarge(Reason(zh=f"引用规则超过{DEEPEST}层", en=f"it builds on rules over {DEEPEST} deep"))


def values_at(pack: Pack, law_at: date) -> dict[str, Plain]:
    """Each parameter's value on that day; one without a value is left out."""
    dated = ((name, value) for name, each in pack.parameters.items() for value in each.values)
    return {name: value.value for name, value in dated if value.in_force.covers(law_at)}


def _value(values: Mapping[str, Plain], name: str) -> Literal:
    if name not in values:
        raise CannotTell(Reason(zh=f"参数“{name}”当日没有取值", en=f"${name} has no value on that day"))
    return Literal(values[name])
