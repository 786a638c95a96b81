"""Pass `capacity`: refuses what no sharding lets the forward-chaining engine hold (docs: engine limits, as measured).

A ruleset may be split into shards, and a wide rule into steps; one rule's own size and one value's own size cannot.
"""

from dataclasses import dataclass

from engine.compile.draft import Draft
from engine.compile.program import And, CompiledRule, Constant, Inverse, LeafAt, Node, Or, RuleAt
from engine.compile.refusal import OverCapacity
from engine.condition_parts import leaf_tests
from engine.conditions import Literal
from engine.issues import Issue, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The largest program that all engines hold.

    `branches`: children of one all/any (250 keys in one fact). `depth`: nesting. `places`: leaves and conclusions read
    by one rule, repeated ones counted. `number`: |literal| below this (64-bit columns and C integers). `text`: length.
    """

    rules: int = 20_000
    leaves: int = 100_000
    branches: int = 250
    depth: int = 32
    places: int = 1_000
    number: int = 2**63
    text: int = 65_535


CAPACITY = Capacity()


def capacity(draft: Draft) -> Draft:
    """The draft unchanged; raises OverCapacity where a rule, a literal or the whole is too large."""
    nowhere = Where(file="")
    _at_most(len(draft.compiled), CAPACITY.rules, nowhere, "规则总数", "rules in all")
    _at_most(len(draft.leaves), CAPACITY.leaves, nowhere, "条件总数", "leaves in all")
    for rule in draft.compiled:
        _rule_fits(rule, draft)
    return draft


def _rule_fits(rule: CompiledRule, draft: Draft) -> None:
    where = draft.rules[rule.key].where
    _at_most(_depth(rule.value), CAPACITY.depth, where, f"规则 {rule.key} 的嵌套层数", f"levels in rule {rule.key}")
    _at_most(
        _breadth(rule.value),
        CAPACITY.branches,
        where,
        f"规则 {rule.key} 一层内的条件数",
        f"children of one level in rule {rule.key}",
    )
    places = _places(rule.value)
    _at_most(len(places), CAPACITY.places, where, f"规则 {rule.key} 的条件数", f"conditions in rule {rule.key}")
    for index in dict.fromkeys(places):
        for test in leaf_tests(draft.leaves[index]) if index >= 0 else ():
            for operand in test.operands:
                if isinstance(operand, Literal):
                    _literal_fits(operand, where, rule.key)


def _literal_fits(literal: Literal, where: Where, key: str) -> None:
    value = literal.value
    if isinstance(value, int):
        _at_most(abs(value), CAPACITY.number - 1, where, f"规则 {key} 中的数值", f"a number in rule {key}")
    elif isinstance(value, str):
        _at_most(len(value), CAPACITY.text, where, f"规则 {key} 中文字的长度", f"the length of a text in rule {key}")


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case And(children=children) | Or(children=children):
            return children
        case Inverse(child=child):
            return (child,)
        case Constant() | LeafAt() | RuleAt():
            return ()


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for child in _children(node)), default=0)


def _breadth(node: Node) -> int:
    children = _children(node)
    return max(len(children), *(_breadth(child) for child in children)) if children else 0


def _places(node: Node) -> tuple[int, ...]:
    """The leaf index at each place of the tree; -1 for a conclusion or a constant."""
    children = _children(node)
    if children:
        return tuple(place for child in children for place in _places(child))
    return (node.index if isinstance(node, LeafAt) else -1,)


def _at_most(size: int, limit: int, where: Where, zh: str, en: str) -> None:
    if size > limit:
        raise OverCapacity(
            Issue(
                code="over-capacity",
                where=where,
                zh=f"{zh}为 {size}，超过引擎所能承载的 {limit}。",
                en=f"{size} {en}: the engines hold {limit}.",
                hint_zh="请拆成几条规则，用 met 引用。",
                hint_en="Split it into several rules joined by met.",
            )
        )
