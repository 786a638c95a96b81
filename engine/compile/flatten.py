"""Pass `flatten`: conditions become nodes over shared leaves; nested `all`/`any` merge; `unless` becomes a negation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.compile.draft import Draft, DraftRule
from engine.compile.program import (
    And,
    CompiledRule,
    ComputedLeaf,
    Constant,
    Inverse,
    LeafAt,
    Node,
    Or,
    ParameterUse,
    RuleAt,
)
from engine.compile.refusal import ProgramRefused
from engine.compile.resolve import parameter_at
from engine.compile.stratify import key_of
from engine.condition_parts import leaf_tests, leaves_of
from engine.conditions import All, AnyOf, Condition, MetLeaf, Not, Parameter
from engine.facts import Truth
from engine.issues import Issue


@dataclass(slots=True)
class _Sharing:
    """Leaf numbers given so far, and the fixed rule numbers."""

    leaves: dict[ComputedLeaf, int]
    rules: Mapping[str, int]

    def leaf(self, leaf: ComputedLeaf) -> LeafAt:
        return LeafAt(self.leaves.setdefault(leaf, len(self.leaves)))


def flatten(draft: Draft) -> Draft:
    """The draft with numbered leaves, compiled rules and the origin of every parameter's value."""
    numbers = {key: index for index, key in enumerate(draft.rules)}
    sharing = _Sharing(leaves={}, rules=numbers)
    compiled = tuple(_compiled(rule, sharing) for rule in draft.rules.values())
    uses = tuple(use for rule in draft.rules.values() for use in _uses(rule, draft, sharing.leaves))
    return replace(draft, leaves=tuple(sharing.leaves), compiled=compiled, parameters=uses)


def _compiled(rule: DraftRule, sharing: _Sharing) -> CompiledRule:
    when = _node(rule.when, rule, sharing)
    unless = tuple(_node(each, rule, sharing) for each in rule.unless)
    return CompiledRule(
        key=rule.key,
        ref=rule.pack.ref,
        rule=rule.rule,
        value=_and((when, Inverse(_or(unless)))) if unless else when,
        when=when,
        unless=unless,
        then=rule.rule.then,
        stratum=rule.stratum,
    )


def _node(condition: Condition, rule: DraftRule, sharing: _Sharing) -> Node:
    match condition:
        case All(children=children):
            _refuse_empty(children, rule)
            return _and(tuple(_node(child, rule, sharing) for child in children))
        case AnyOf(children=children):
            _refuse_empty(children, rule)
            return _or(tuple(_node(child, rule, sharing) for child in children))
        case Not(child=child):
            return _inverse(_node(child, rule, sharing))
        case MetLeaf():
            index = sharing.rules.get(key_of(condition))
            return Constant(Truth.NOT_MET) if index is None else RuleAt(index)
        case _:
            return sharing.leaf(condition)


def _and(children: tuple[Node, ...]) -> Node:
    merged = (each for child in children for each in (child.children if isinstance(child, And) else (child,)))
    unique = tuple(dict.fromkeys(merged))
    return unique[0] if len(unique) == 1 else And(unique)


def _or(children: tuple[Node, ...]) -> Node:
    merged = (each for child in children for each in (child.children if isinstance(child, Or) else (child,)))
    unique = tuple(dict.fromkeys(merged))
    return unique[0] if len(unique) == 1 else Or(unique)


def _inverse(child: Node) -> Node:
    return child.child if isinstance(child, Inverse) else Inverse(child)


def _refuse_empty(children: tuple[Condition, ...], rule: DraftRule) -> None:
    if not children:
        raise ProgramRefused(
            Issue(
                code="empty-condition",
                where=rule.where,
                zh=f"规则 {rule.key} 含有空的 all 或 any，无法判断。",
                en=f"Rule {rule.key} has an empty all or any, which says nothing.",
                hint_zh="请写出条件，或者删去这一层。",
                hint_en="Write the conditions or remove the level.",
            )
        )


def _uses(rule: DraftRule, draft: Draft, leaves: Mapping[ComputedLeaf, int]) -> tuple[ParameterUse, ...]:
    written = (rule.rule.when, *(each.when for each in rule.rule.unless))
    pairs = (
        pair
        for before, after in zip(written, rule.conditions, strict=True)
        for pair in zip(leaves_of(before), leaves_of(after), strict=True)
    )
    found = {
        (leaves[after], test_index, operand_index): parameter_at(rule, operand.name, draft.law_at)
        for before, after in pairs
        if not isinstance(after, MetLeaf)
        for test_index, test in enumerate(leaf_tests(before))
        for operand_index, operand in enumerate(test.operands)
        if isinstance(operand, Parameter)
    }
    return tuple(
        ParameterUse(rule=rule.key, leaf=leaf, test=test, operand=operand, definition=definition, value=value)
        for (leaf, test, operand), (definition, value) in found.items()
    )
