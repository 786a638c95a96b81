"""The only file that imports z3: numbers, truths and one run of the solver, each question in a context of its own.

Work is limited in z3's resource units, not in seconds, so that the same question always ends the same way.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

try:
    import z3  # type: ignore[import-untyped]  # z3 ships no type information
except ImportError:  # the optional group "reasoning" is not installed
    z3 = None

Term = Any
"""A number or a truth of z3, which has no types of its own."""

WORK = 4_000_000
"""Resource units for one run."""


class Outcome(StrEnum):
    FOUND = "found"
    NONE = "none"
    GAVE_UP = "gave_up"


def installed() -> bool:
    """Whether questions can be asked at all."""
    return z3 is not None


class Terms:
    """Makes terms of one context; nothing is shared between questions or threads."""

    def __init__(self) -> None:
        self.context = z3.Context()
        self._made = 0

    def number(self, name: str) -> Term:
        return z3.Int(self._unique(name), self.context)

    def truth(self, name: str) -> Term:
        return z3.Bool(self._unique(name), self.context)

    def constant(self, value: int) -> Term:
        return z3.IntVal(value, self.context)

    def always(self, value: bool) -> Term:
        return z3.BoolVal(value, self.context)

    def all_of(self, parts: Iterable[Term]) -> Term:
        return z3.And([self.always(True), *parts])

    def any_of(self, parts: Iterable[Term]) -> Term:
        return z3.Or([self.always(False), *parts])

    def no(self, part: Term) -> Term:
        return z3.Not(part)

    def implies(self, condition: Term, consequence: Term) -> Term:
        return z3.Implies(condition, consequence)

    def either(self, condition: Term, one: Term, other: Term) -> Term:
        return z3.If(condition, one, other)

    def total(self, numbers: Iterable[Term]) -> Term:
        return z3.Sum([self.constant(0), *numbers])

    def number_of(self, truths: Iterable[Term]) -> Term:
        return self.total(z3.If(each, self.constant(1), self.constant(0)) for each in truths)

    def _unique(self, name: str) -> str:
        self._made += 1
        return f"{name}#{self._made}"


class Search:
    """One growing set of requirements; `run` looks for values that meet them all."""

    def __init__(self, terms: Terms) -> None:
        self._solver = z3.Solver(ctx=terms.context)
        self._solver.set("rlimit", WORK)
        self._solver.set("random_seed", 0)

    def require(self, *parts: Term) -> None:
        self._solver.add(*parts)

    def run(self) -> Outcome:
        result = self._solver.check()
        if result == z3.sat:
            return Outcome.FOUND
        return Outcome.NONE if result == z3.unsat else Outcome.GAVE_UP

    def value(self, number: Term) -> int:
        return int(self._solver.model().eval(number, model_completion=True).as_long())

    def holds(self, truth: Term) -> bool:
        return bool(z3.is_true(self._solver.model().eval(truth, model_completion=True)))
