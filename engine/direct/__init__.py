"""The direct engine: a program as plain closures and numbers, written from docs/spec.md.

It shares no computation with the forward-chaining engine, so that their agreement proves something.
"""

from collections.abc import Callable

from engine.compile.program import Program, Readings
from engine.direct.chaining import Chain
from engine.direct.leaves import LeafReading, compile_leaf
from engine.direct.records import Selections, View
from engine.facts import Situation

__all__ = ["compile_direct"]


def compile_direct(program: Program) -> Callable[[Situation], Readings]:
    """The program as one function from a situation to the truth of every leaf and rule."""
    selections, shape = Selections(program.calendar), (len(program.leaves), len(program.rules))
    compiled = [compile_leaf(leaf, index, program, selections) for index, leaf in enumerate(program.leaves)]
    sieves = selections.sieves()
    places, computed = dict(sieves.places), list[tuple[int, LeafReading]]()
    for index, reading in enumerate(compiled):
        if reading is not None:
            places[index] = sieves.selections + len(computed)
            computed.append((1 << places[index], reading))
    inputs = [places[index] for index in range(len(program.leaves))]
    chain = Chain(program, inputs, sieves.selections + len(computed))

    def evaluate(situation: Situation) -> Readings:
        view = View(situation, sieves)
        sure, possible = view.sure, view.possible
        for bit, reading in computed:
            lo, hi = reading(view)
            if lo:
                sure |= bit
            if hi:
                possible |= bit
        return Readings(shape, *chain.decided(sure, possible))

    return evaluate
