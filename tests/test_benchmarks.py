"""The benchmarks' own arithmetic and questions; nothing here takes the time of anything."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from benchmarks.aims import Aim, aims_of_growth
from benchmarks.measuring import Disagreement, Measured, exponent, measured
from benchmarks.questions import Questions, joined_questions, questions
from engine.direct import compile_direct
from engine.facts import Truth
from engine.rete import ReteEngine


@pytest.fixture(scope="module")
def small() -> Questions:
    return questions(criteria=8, measures=20, facts=10, unknown=10, subjects=6)


def truths(asked: Questions) -> list[tuple[Truth, ...]]:
    evaluate = compile_direct(asked.program)
    return [evaluate(situation).rules for situation in asked.situations]


def test_the_questions_are_the_same_in_every_run(small: Questions) -> None:
    """Figures of two runs are only worth comparing if both asked the same."""
    again = questions(criteria=8, measures=20, facts=10, unknown=10, subjects=6)

    assert (again.program.digest, again.situations) == (small.program.digest, small.situations)


@pytest.mark.parametrize("facts", [0, 30], ids=["plain", "joined"])
def test_the_questions_have_every_answer_and_both_engines_give_it(facts: int) -> None:
    """A pack that is never met, or that one engine answers otherwise, would measure something else."""
    asked = joined_questions(facts=facts, subjects=6) if facts else questions(unknown=10, subjects=6)
    found = truths(asked)

    with ReteEngine(asked.program) as engine:
        assert [engine.evaluate(situation).rules for situation in asked.situations] == found
    assert {truth for rules in found for truth in rules} == set(Truth)


@dataclass
class Parrot:
    """Answers what it was told to."""

    answers: list[tuple[Truth, ...]]
    name: str = "parrot"
    batch: int = 1
    children: tuple[int, ...] = ()
    closed: bool = False
    place: int = 0

    def asked(self, situations: Any) -> int:
        self.place += 1
        return self.place - 1

    def answer(self, asked: int) -> tuple[Truth, ...]:
        return self.answers[asked]

    def truths(self, answer: tuple[Truth, ...]) -> list[tuple[Truth, ...]]:
        return [answer]

    def close(self) -> None:
        self.closed = True


def test_a_contestant_that_agrees_is_timed_in_every_round(small: Questions) -> None:
    """Each round gives a rate, and every subject is asked equally often."""
    parrot, expected = Parrot(truths(small)), truths(small)

    (result,) = measured([parrot], small, expected, rounds=1)

    assert (len(result.rates), len(result.latencies) % 6, parrot.closed) == (1, 0, True)
    assert result.latencies


def test_a_contestant_that_answers_otherwise_stops_the_run(small: Questions) -> None:
    """A fast wrong answer is no figure: one truth of one subject is enough."""
    expected = truths(small)
    other = Truth.MET if expected[4][0] is Truth.NOT_MET else Truth.NOT_MET
    parrot = Parrot([*expected[:4], (other, *expected[4][1:]), *expected[5:]])

    with pytest.raises(Disagreement, match=r"parrot.*\[4\]"):
        measured([parrot], small, expected, rounds=1)
    assert parrot.closed


def test_ratios_are_taken_within_a_round() -> None:
    """A slow minute of the machine slows both alike and leaves the ratio."""
    one = Measured(name="a", batch=1, rates=(10.0, 5.0), latencies=(1.0, 2.0))
    other = replace(one, rates=(5.0, 2.5))

    assert one.ratios(other) == (2.0, 2.0)


@pytest.mark.parametrize(("power", "expected"), [(0, 0.0), (1, 1.0), (2, 2.0)])
def test_the_exponent_of_a_power_is_the_power(power: int, expected: float) -> None:
    """1 is linear, 2 quadratic."""
    assert exponent({size: 3.0 * size**power for size in (5, 50, 500)}) == pytest.approx(expected)


def test_an_aim_that_is_missed_says_so() -> None:
    """A miss is printed like a hit; for a bound from above the other way round."""
    missed = Aim(what="speed", figures=(0.8, 0.7, 0.95), bound=0.9)
    (kept,) = aims_of_growth({"by facts": {"direct engine": {5: 1.0, 50: 5.0, 500: 30.0}}})

    assert missed.line() == "| speed | ≥ 0.9 | 0.80 (0.70–0.95) | NOT MET |"
    assert (kept.met, kept.at_least) == (True, False)
