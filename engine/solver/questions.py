"""The questions, and one attempt at one of them."""

from collections.abc import Sequence
from dataclasses import replace

from engine.catalogue import Catalogue
from engine.conditions import All, AnyOf, Condition, Not
from engine.solver.answers import GAVE_UP, NOT_INSTALLED, Answer, CannotTell, Reason, Verdict
from engine.solver.criteria import Criterion
from engine.solver.figures import Bounds
from engine.solver.leaves import Leaves
from engine.solver.needs import needed
from engine.solver.terms import Outcome, Term, Terms, installed
from engine.solver.witness import situation_found
from engine.solver.world import World

FEW_ROUNDS, MANY_ROUNDS = 6, 12
"""How often dates are corrected before a situation is sought elsewhere, and before the solver gives up."""

_CIRCLE = Reason(
    zh="记录之间以 without 互相排除，没有足够的记录条数可取",
    en="records bar each other through `without`, so no number of records is known to suffice",
)
_OPEN = Reason(
    zh="合计、占比或者工作日的条件超出所取的记录条数和已公布的日历",
    en="a sum, a share or working days reach beyond the records searched or the published calendar",
)


def can_be_met(clauses: Sequence[Condition], catalogue: Catalogue) -> Answer:
    """Whether some situation meets all these clauses (Literals, no `met`); YES comes with such a situation."""
    if not installed():
        return _unknown(NOT_INSTALLED)
    try:
        return _searched(tuple(clauses), catalogue)
    except CannotTell as cannot:
        return _unknown(cannot.reason)


def can_fire(rule: Criterion, catalogue: Catalogue) -> Answer:
    """Whether some situation meets the rule; the witness of a YES is one. A NO carries no clash: see `clash`."""
    return can_be_met(rule.clauses, catalogue)


def subsumes(one: Condition, other: Condition, catalogue: Catalogue) -> Answer:
    """Whether every situation that meets `one` meets `other`; the witness of a NO meets the one and not the other."""
    found = can_be_met((one, Not(child=other)), catalogue)
    return replace(found, verdict=_turned(found.verdict))


def gap_between(bands: Sequence[Bounds], domain: Bounds) -> int | None:
    """The lowest number of the domain that lies between two bands and in none; None where they join."""
    edge: int | None = None
    for band in sorted(bands, key=lambda each: (each.low is not None, each.low)):
        if edge is not None and band.low is not None and band.low > edge + 1:
            return edge + 1 if domain.low is None else max(edge + 1, domain.low)
        if band.high is None:
            return None
        edge = band.high if edge is None else max(edge, band.high)
    return None


def _searched(clauses: tuple[Condition, ...], catalogue: Catalogue) -> Answer:
    """Over everything that could be so, where a NO holds; and where that finds too much, over what can be shown."""
    need = needed(All(children=clauses))
    wide = _Attempt(clauses, World(catalogue, need, Terms(), narrow=False), narrow=False)
    outcome = wide.run(FEW_ROUNDS)
    if outcome is Outcome.FOUND and wide.is_exact:
        return Answer(verdict=Verdict.YES, witness=situation_found(wide.world))
    if outcome is not Outcome.NONE:
        narrow = _Attempt(clauses, World(catalogue, need, Terms(), narrow=True), narrow=True)
        if narrow.run(1) is Outcome.FOUND:
            return Answer(verdict=Verdict.YES, witness=situation_found(narrow.world))
        if outcome is Outcome.FOUND:
            return _unknown(_OPEN)
        outcome = wide.run(MANY_ROUNDS)
    if outcome is Outcome.NONE:
        return Answer(verdict=Verdict.NO) if need.enough else _unknown(_CIRCLE)
    if outcome is Outcome.FOUND and wide.is_exact:
        return Answer(verdict=Verdict.YES, witness=situation_found(wide.world))
    return _unknown(GAVE_UP)


class _Attempt:
    """The clauses put to one world."""

    def __init__(self, clauses: Sequence[Condition], world: World, *, narrow: bool) -> None:
        self.world, self._leaves = world, Leaves(world, narrow=narrow)
        for clause in clauses:
            world.search.require(self._truth(clause))

    @property
    def is_exact(self) -> bool:
        """Whether nothing was held more widely than the language says."""
        return not self._leaves.is_open and not self.world.days.has_working_days

    def run(self, rounds: int) -> Outcome:
        """FOUND only with dates that are right; GAVE_UP after so many corrections of dates."""
        for _ in range(rounds):
            outcome = self.world.search.run()
            if outcome is not Outcome.FOUND or self.world.days.exact_where_tried(self.world.search):
                return outcome
        return Outcome.GAVE_UP

    def _truth(self, condition: Condition) -> Term:
        terms = self.world.terms
        match condition:
            case All(children=children):
                return terms.all_of([self._truth(child) for child in children])
            case AnyOf(children=children):
                return terms.any_of([self._truth(child) for child in children])
            case Not(child=child):
                return terms.no(self._truth(child))
            case _:
                return self._leaves.truth(condition)


def _turned(verdict: Verdict) -> Verdict:
    return {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.UNKNOWN: Verdict.UNKNOWN}[verdict]


def _unknown(reason: Reason) -> Answer:
    return Answer(verdict=Verdict.UNKNOWN, reason=reason)
