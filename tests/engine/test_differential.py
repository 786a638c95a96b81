"""Both engines against the oracle on generated questions: every rule and every leaf, in every situation.

`make test` runs a fixed slice. `make fuzz N=1000000` compares that many triples of packs, subject and date from fresh
seeds on every core. `SHANGFA_FUZZ_SEED` starts at a given seed again: with N=1 it asks a question that differed.
`SHANGFA_FUZZ_ENGINES=direct` leaves the slower engine out.
"""

import os
import secrets
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from tests.engine.generated import Question, question, questions
from tests.engine.generated_comparison import (
    ENGINES,
    Comparison,
    Evaluate,
    compare,
    compare_seeds,
    compare_until,
    table,
)


@given(questions())
@settings(
    max_examples=500,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_both_engines_say_what_the_text_says(asked: Question) -> None:
    """Three evaluators written apart agree on every rule and leaf, so that a fault must be made three times alike."""
    assert compare(asked, ENGINES).faults == []


@pytest.mark.parametrize(("rules", "facts"), [(300, 8), (8, 40)])
def test_both_engines_agree_on_large_packs_and_long_files(rules: int, facts: int) -> None:
    """A province has hundreds of rules, a bad debtor dozens of records: limits and sharding must not change an answer."""
    found = [compare(question(Random(seed), (rules, rules), (facts, facts)), ENGINES) for seed in range(5)]

    assert [fault for each in found for fault in each.faults] == []


def test_generated_questions_reach_every_form_in_every_value() -> None:
    """Agreement on questions whose answer is always the same would show nothing: no form leaves out one of the three."""
    reached = Comparison()

    for seed in range(500):
        reached.add(compare(question(Random(seed)), {}))

    forms = {form for form, _ in reached.shares}
    rare = [(form, value) for form in sorted(forms) for value in Truth if reached.shares[form, value] < 5]
    assert rare == [], table(reached.shares)
    assert len(forms) == 30


def test_an_engine_that_takes_unknown_for_not_met_is_noticed() -> None:
    """The comparison itself must be able to fail: NULL logic, the likeliest mistake, is found at once."""

    def careless(program: Program, _: ExitStack) -> Evaluate:
        evaluate = compile_direct(program)

        def answer(situation: Situation) -> Readings:
            found = evaluate(situation)
            rules = tuple(Truth.NOT_MET if value is Truth.UNKNOWN else value for value in found.rules)
            return Readings.of(found.leaves, rules)

        return answer

    found = Comparison()

    for seed in range(20):
        found.add(compare(question(Random(seed)), {"careless": careless}))

    assert len(found.faults) > 10
    assert all("says not_met of rules/" in fault or "says not_met of memoranda/" in fault for fault in found.faults)


def test_a_seed_asks_the_same_question_again() -> None:
    """A difference found after hours is worth nothing unless one number brings it back."""
    assert question(Random(7)) == question(Random(7))
    assert compare_seeds([7], ["direct"])[1].shares == compare_seeds([7], [])[1].shares


def test_the_oracle_stays_short_and_apart() -> None:
    """It can be read in one sitting, and an agreement with code it shared would prove nothing."""
    text = (Path(__file__).parent / "oracle.py").read_text(encoding="utf-8")
    engine = {line.split()[1] for line in text.splitlines() if line.startswith(("from engine", "import engine"))}

    assert len(text.splitlines()) <= 300
    assert engine == {
        "engine", "engine.catalogue", "engine.conditions", "engine.facts", "engine.pack", "engine.periods", "engine.working_days",
    }  # fmt: skip


@pytest.mark.timeout(0)
@pytest.mark.fuzz
def test_fresh_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """The long run: each seed is a new question; one that differs is named by its seed, to be asked again."""
    wanted = int(os.environ.get("SHANGFA_FUZZ_N", "100000"))
    first = int(os.environ.get("SHANGFA_FUZZ_SEED", secrets.randbelow(2**48)))
    names = os.environ.get("SHANGFA_FUZZ_ENGINES", "direct,rete").split(",")

    def tell(so_far: Comparison) -> None:
        with capsys.disabled():
            print(f"\r{so_far.triples} of {wanted} triples, seeds from {first}", end="", flush=True)

    tried, failed, found = compare_until(first, wanted, names, os.cpu_count() or 1, tell)

    with capsys.disabled():
        print(f"\n{found.triples} triples of packs, subject and date compared ({' and '.join(names)} with the oracle),")
        print(f"{tried} questions, seeds {first} to {first + tried - 1}, {len(found.faults)} differences")
        print(table(found.shares))
    assert found.faults == [], f"make fuzz N=1 SHANGFA_FUZZ_SEED={failed} asks it again"
