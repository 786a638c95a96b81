"""The direct engine: a program as plain closures, written from packs.md, Meaning 1 to 16.

It shares no computation with the forward-chaining engine, so that their agreement proves something.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, assert_never

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, Readings, RuleAt
from engine.direct.bits import Bits, all_of, any_of, inverse
from engine.direct.leaves import compile_leaf
from engine.direct.records import View
from engine.facts import Situation, truth_of

__all__ = ["compile_direct"]


class Read(NamedTuple):
    """What was read so far: the bits of every leaf, and of the rules of earlier strata."""

    leaves: Sequence[Bits]
    rules: list[Bits]


NodeReading = Callable[[Read], Bits]


def compile_direct(program: Program) -> Callable[[Situation], Readings]:
    """The program as one function from a situation to the truth of every leaf and rule."""
    leaves = tuple(compile_leaf(leaf, program.kinds) for leaf in program.leaves)
    rules = tuple(compile_node(rule.value) for rule in program.rules)

    def evaluate(situation: Situation) -> Readings:
        view = View(situation)
        read = Read([leaf(view) for leaf in leaves], [])
        for rule in rules:  # INVARIANT: rules stand in order of strata, so each finds what it reads before it
            read.rules.append(rule(read))
        return Readings(
            leaves=tuple(truth_of(*bits) for bits in read.leaves),
            rules=tuple(truth_of(*bits) for bits in read.rules),
        )

    return evaluate


def compile_node(node: Node) -> NodeReading:
    """A node as a closure over the bits of leaves and rules."""
    match node:
        case Constant(truth=truth):
            bits = truth.bits
            return lambda _: bits
        case LeafAt(index=index):
            return lambda read: read.leaves[index]
        case RuleAt(index=index):
            return lambda read: read.rules[index]
        case And(children=children):
            every = tuple(compile_node(child) for child in children)
            return lambda read: all_of(child(read) for child in every)
        case Or(children=children):
            some = tuple(compile_node(child) for child in children)
            return lambda read: any_of(child(read) for child in some)
        case Inverse(child=child):
            positive = compile_node(child)
            return lambda read: inverse(positive(read))
        case _:
            assert_never(node)
