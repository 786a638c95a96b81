"""Passes `nesting` and `capacity`: refuse what no sharding lets the engines hold (docs: engine limits, as measured).

A ruleset may be split into shards, and a wide rule into steps; one rule's own size, the length of a chain of
conclusions and one value's own size cannot. `nesting` stands first: the other passes walk a condition level by level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.compile.draft import Draft
from engine.compile.program import And, CompiledRule, Constant, Inverse, LeafAt, Node, Or, RuleAt
from engine.compile.refusal import OverCapacity
from engine.condition_parts import leaf_tests
from engine.conditions import All, AnyOf, Condition, Literal, Not
from engine.issues import Issue, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The largest program that all engines hold.

    `branches`: children of one all/any (250 keys in one fact). `depth`: nesting, and `written`: as the text has it,
    before levels that say the same are merged. `chain`: levels from a rule down through the conclusions it rests on.
    `places`: leaves and conclusions read by one rule, repeated ones counted. `number`: |literal| below this (64-bit
    columns and C integers). `text`: length.
    """

    rules: int = 20_000
    leaves: int = 100_000
    branches: int = 250
    depth: int = 32
    written: int = 64
    chain: int = 250
    places: int = 1_000
    number: int = 2**63
    text: int = 65_535


CAPACITY = Capacity()
SPLIT = ("请拆成几条规则，用 met 引用。", "Split it into several rules joined by met.")
SHORTER = ("请减少层层引用，把条件直接写明。", "Shorten the chain of met: say its conditions outright.")
FEWER = (
    "请减少同时施行的规则包，或者合并重复的规则。",
    "Put fewer packs in force together, or merge what is repeated.",
)
CORRECT = ("请核对这个值和它的单位。", "Check the value and its unit.")


def nesting(draft: Draft, limits: Capacity = CAPACITY) -> Draft:
    """The draft unchanged; raises OverCapacity where a condition is nested deeper than the passes can walk."""
    for rule in draft.rules.values():
        zh, en = f"规则 {rule.key} 书写的嵌套层数", f"the nesting of rule {rule.key} as written"
        for condition in rule.conditions:
            _at_most(_levels(condition, limits.written), limits.written, rule.where, zh, en)
    return draft


def _levels(condition: Condition, enough: int) -> int:
    """How deep a condition is nested; counting stops one past `enough`."""
    level: list[Condition] = [condition]
    depth = 0
    while level and depth <= enough:
        level = [child for each in level for child in _written_below(each)]
        depth += 1
    return depth


def _written_below(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(children=children) | AnyOf(children=children):
            return children
        case Not(child=child):
            return (child,)
        case _:
            return ()


def capacity(draft: Draft, limits: Capacity = CAPACITY) -> Draft:
    """The draft unchanged; raises OverCapacity where a rule, a literal or the whole is too large."""
    nowhere = Where(file="")
    _at_most(len(draft.compiled), limits.rules, nowhere, "规则总数", "the number of rules", FEWER)
    _at_most(len(draft.leaves), limits.leaves, nowhere, "条件总数", "the number of leaves", FEWER)
    heights: list[int] = []
    for rule in draft.compiled:
        _rule_fits(rule, draft, limits)
        heights.append(_depth(rule.value, heights))
        zh, en = f"规则 {rule.key} 层层依据的结论的级数", f"the chain of conclusions below rule {rule.key}"
        _at_most(heights[-1], limits.chain, draft.rules[rule.key].where, zh, en, SHORTER)
    return draft


def _rule_fits(rule: CompiledRule, draft: Draft, limits: Capacity) -> None:
    where = draft.rules[rule.key].where
    _at_most(_depth(rule.value), limits.depth, where, f"规则 {rule.key} 的嵌套层数", f"the nesting of rule {rule.key}")
    _at_most(
        _breadth(rule.value),
        limits.branches,
        where,
        f"规则 {rule.key} 一层内的条件数",
        f"the number of conditions side by side in rule {rule.key}",
    )
    places = _places(rule.value)
    _at_most(
        len(places), limits.places, where, f"规则 {rule.key} 的条件数", f"the number of conditions in rule {rule.key}"
    )
    for index in dict.fromkeys(places):
        for test in leaf_tests(draft.leaves[index]) if index >= 0 else ():
            for operand in test.operands:
                if isinstance(operand, Literal):
                    _literal_fits(operand, where, rule.key, limits)


def _literal_fits(literal: Literal, where: Where, key: str, limits: Capacity) -> None:
    value = literal.value
    if isinstance(value, int):
        _at_most(abs(value), limits.number - 1, where, f"规则 {key} 中的数值", f"a number in rule {key}", CORRECT)
    elif isinstance(value, str):
        _at_most(
            len(value), limits.text, where, f"规则 {key} 中文字的长度", f"the length of a text in rule {key}", CORRECT
        )


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case And(children=children) | Or(children=children):
            return children
        case Inverse(child=child):
            return (child,)
        case Constant() | LeafAt() | RuleAt():
            return ()


def _depth(node: Node, heights: Sequence[int] = ()) -> int:
    """The levels of a node; a conclusion counts as one, or with the `heights` of earlier rules as one more than its own."""
    if isinstance(node, RuleAt) and heights:
        return 1 + heights[node.index]
    return 1 + max((_depth(child, heights) for child in _children(node)), default=0)


def _breadth(node: Node) -> int:
    children = _children(node)
    return max(len(children), *(_breadth(child) for child in children)) if children else 0


def _places(node: Node) -> tuple[int, ...]:
    """The leaf index at each place of the tree; -1 for a conclusion or a constant."""
    children = _children(node)
    if children:
        return tuple(place for child in children for place in _places(child))
    return (node.index if isinstance(node, LeafAt) else -1,)


def _at_most(size: int, limit: int, where: Where, zh: str, en: str, hint: tuple[str, str] = SPLIT) -> None:
    if size > limit:
        raise OverCapacity(
            Issue(
                code="over-capacity",
                where=where,
                zh=f"{zh}为 {size}，超过引擎所能承载的 {limit}。",
                en=f"{en[0].upper()}{en[1:]} is {size}: the engines hold {limit}.",
                hint_zh=hint[0],
                hint_en=hint[1],
            )
        )
