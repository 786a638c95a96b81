"""A rule as one condition at one law date: parameters are values, `met` is what the other rule says.

Made from values only, below the compiler: the checks ask before anything is compiled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from engine.conditions import All, AnyOf, Condition, Literal, MetLeaf, Not, Parameter
from engine.facts import Plain
from engine.pack import Pack, Rule
from engine.solver.answers import CannotTell, Reason

NEVER = AnyOf(children=())
"""A condition that no situation meets."""

DEEPEST = 32


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


class Law:
    """The packs in force on one day."""

    def __init__(self, packs: Iterable[Pack], law_at: date) -> None:
        """`packs`: one release of each, as `engine.releases.in_force` chooses them."""
        self._packs: Mapping[str, Pack] = {pack.ref.pack: pack for pack in packs}
        self._values = {name: values_at(pack, law_at) for name, pack in self._packs.items()}
        self._rules = {(name, rule.id): rule for name, pack in self._packs.items() for rule in pack.rules}

    def criterion(self, pack: Pack, rule: Rule) -> Criterion:
        """The rule with values in place; CannotTell for a parameter without value or a circle of `met`."""
        return self._criterion(pack.ref.pack, rule, 0)

    def condition(self, pack: Pack, condition: Condition) -> Condition:
        """A condition of the pack with values in place, as in `criterion`."""
        return self._condition(pack.ref.pack, condition, 0)

    def _criterion(self, pack: str, rule: Rule, depth: int) -> Criterion:
        if depth > DEEPEST:
            raise CannotTell(Reason(zh="规则循环引用或者引用过深", en="rules build on each other too deeply"))
        return Criterion(
            when=self._condition(pack, rule.when, depth),
            unless=tuple(self._condition(pack, each.when, depth) for each in rule.unless),
        )

    def _condition(self, pack: str, condition: Condition, depth: int) -> Condition:
        match condition:
            case All(children=children) | AnyOf(children=children):
                return replace(condition, children=tuple(self._condition(pack, each, depth) for each in children))
            case Not(child=child):
                return replace(condition, child=self._condition(pack, child, depth))
            case MetLeaf():
                rule = self._rules.get((condition.pack, condition.rule))
                return NEVER if rule is None else self._criterion(condition.pack, rule, depth + 1).condition
            case _:
                leaf: Condition = _valued(condition, self._values.get(pack, {}))
                return leaf


def values_at(pack: Pack, law_at: date) -> dict[str, Plain]:
    """Each parameter's value on that day; one without a value is left out."""
    dated = ((name, value) for name, each in pack.parameters.items() for value in each.values)
    return {name: value.value for name, value in dated if value.in_force.covers(law_at)}


def _valued(part: Any, values: Mapping[str, Plain]) -> Any:
    """The part of a leaf with every parameter replaced, whatever part it is."""
    if isinstance(part, Parameter):
        if part.name not in values:
            raise CannotTell(Reason(zh=f"参数“{part.name}”当日没有取值", en=f"${part.name} has no value on that day"))
        return Literal(values[part.name])
    if isinstance(part, tuple):
        return tuple(_valued(each, values) for each in part)
    if is_dataclass(part) and not isinstance(part, type | Literal):
        return replace(part, **{each.name: _valued(getattr(part, each.name), values) for each in fields(part)})
    return part
