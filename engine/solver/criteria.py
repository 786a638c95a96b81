"""A rule as one condition at one law date: parameters are values, `met` is what the other rule says.

Made from values only, below the compiler: the checks ask before anything is compiled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.condition_rewriting import with_leaves, with_values
from engine.conditions import All, AnyOf, Condition, Leaf, Literal, MetLeaf, Not
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
        def told(leaf: Leaf) -> Condition:
            if isinstance(leaf, MetLeaf):
                rule = self._rules.get((leaf.pack, leaf.rule))
                return NEVER if rule is None else self._criterion(leaf.pack, rule, depth + 1).condition
            return with_values(leaf, lambda name: _value(self._values.get(pack, {}), name))

        return with_leaves(condition, told)


def values_at(pack: Pack, law_at: date) -> dict[str, Plain]:
    """Each parameter's value on that day; one without a value is left out."""
    dated = ((name, value) for name, each in pack.parameters.items() for value in each.values)
    return {name: value.value for name, value in dated if value.in_force.covers(law_at)}


def _value(values: Mapping[str, Plain], name: str) -> Literal:
    if name not in values:
        raise CannotTell(Reason(zh=f"参数“{name}”当日没有取值", en=f"${name} has no value on that day"))
    return Literal(values[name])
