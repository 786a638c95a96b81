"""The direct engine: a program as plain closures and numbers, written from docs/spec.md.

It shares no computation with the forward-chaining engine, so that their agreement proves something.
"""

from collections.abc import Callable

from engine.compile.program import Program, Readings
from engine.direct.chaining import CONSTANTS, Chain
from engine.direct.leaves import compile_leaf
from engine.direct.records import Selections, View
from engine.facts import Situation

__all__ = ["compile_direct"]


def compile_direct(program: Program) -> Callable[[Situation], Readings]:
    """The program as one function from a situation to the truth of every leaf and rule."""
    leaves, rules, chain = len(program.leaves), len(program.rules), Chain(program)
    selections = Selections(leaves + len(CONSTANTS), program.calendar)
    compiled = (
        (1 << index, compile_leaf(leaf, index, program, selections)) for index, leaf in enumerate(program.leaves)
    )
    closures = tuple((bit, reading) for bit, reading in compiled if reading is not None)
    sieves, leaves_of = selections.sieves(), selections.leaves_of
    every_leaf, shape = (1 << leaves) - 1, (leaves, rules)

    def evaluate(situation: Situation) -> Readings:
        view = View(situation, sieves)
        sure, possible = view.sure & every_leaf, view.possible & every_leaf
        for kind in situation.not_covered:
            possible |= leaves_of.get(kind, 0)
        for bit, reading in closures:
            lo, hi = reading(view)
            if lo:
                sure |= bit
            if hi:
                possible |= bit
        surely, possibly = chain.decided(sure | chain.constant_sure, possible | chain.constant_possible)
        return Readings(shape, sure, possible, surely, possibly)

    return evaluate
