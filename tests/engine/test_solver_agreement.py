"""The solver against the direct engine: a YES is shown to it, a NO is attacked with situations.

The solver reads the language by itself; if it read it otherwise, its warnings would send jurists after ghosts.
"""

import itertools
from collections import Counter
from random import Random

import pytest

from engine.compile import compile_program
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.solver import Answer, Criterion, Law, Verdict, can_fire, subsumes
from tests.engine.generated import Question, question

SEEDS = range(16)
FAIR_SHARE = 0.3
"""Of all answers, how many at least must be YES and how many NO."""


class Told:
    """One generated question with the direct engine's answers and the rules as the solver is asked about them."""

    def __init__(self, seed: int) -> None:
        self.asked: Question = question(Random(seed), rules=(2, 5), facts=(0, 6))
        program = compile_program(self.asked.packs, self.asked.catalogue, self.asked.law_at)
        self._places = {rule.key: number for number, rule in enumerate(program.rules)}
        self._engine = compile_direct(program)
        law = Law(self.asked.packs, self.asked.law_at)
        self.criteria: dict[str, Criterion] = {
            f"{pack.ref.pack}#{rule.id}": law.criterion(pack, rule) for pack in self.asked.packs for rule in pack.rules
        }

    def truths(self, where: Situation) -> dict[str, Truth]:
        readings = self._engine(where).rules
        return {key: readings[place] for key, place in self._places.items()}


def attacks(told: Told, seed: int) -> tuple[Situation, ...]:
    """The question's own situations, and others over the same catalogue and boundaries."""
    return (*told.asked.situations, *question(Random(seed), rules=(2, 5), facts=(2, 8)).situations)


def shown(told: Told, answer: Answer) -> dict[str, Truth]:
    assert answer.witness is not None
    return told.truths(answer.witness)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_that_can_be_met_is_met_by_its_witness(seed: int) -> None:
    """A YES without a situation that any engine accepts would be a claim, not an answer; a NO holds in every situation."""
    told = Told(seed)
    for key, criterion in told.criteria.items():
        answer = can_fire(criterion, told.asked.catalogue)

        if answer.verdict is Verdict.YES:
            assert shown(told, answer)[key] is Truth.MET, key
        if answer.verdict is Verdict.NO:
            assert all(told.truths(each)[key] is not Truth.MET for each in attacks(told, seed)), key


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_that_is_not_taken_in_has_a_situation_of_its_own(seed: int) -> None:
    """“Adds nothing” makes an author delete a rule: the counterexample must be real, and so must its absence."""
    told = Told(seed)
    keys = sorted(told.criteria)
    for one, other in itertools.pairwise(keys):
        answer = subsumes(told.criteria[one].condition, told.criteria[other].condition, told.asked.catalogue)

        if answer.verdict is Verdict.NO:
            truths = shown(told, answer)
            assert (truths[one], truths[other]) == (Truth.MET, Truth.NOT_MET)
        if answer.verdict is Verdict.YES:
            truths = [told.truths(each) for each in attacks(told, seed)]
            assert not any(each[one] is Truth.MET and each[other] is Truth.NOT_MET for each in truths)


def test_most_questions_of_the_slice_are_answered_both_ways() -> None:
    """An answer left open is never wrong: a solver that told nothing would agree with every engine."""
    fired: Counter[Verdict] = Counter()
    taken_in: Counter[Verdict] = Counter()
    for told in map(Told, SEEDS):
        catalogue = told.asked.catalogue
        fired.update(can_fire(criterion, catalogue).verdict for criterion in told.criteria.values())
        pairs = itertools.pairwise(told.criteria[key].condition for key in sorted(told.criteria))
        taken_in.update(subsumes(one, other, catalogue).verdict for one, other in pairs)

    for found in (fired, taken_in):
        assert set(found) == set(Verdict)
        assert min(found[Verdict.YES], found[Verdict.NO]) >= FAIR_SHARE * found.total(), found
