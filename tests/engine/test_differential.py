"""Both engines against the oracle on generated questions: every rule and every leaf, in every situation.

`make test` runs a fixed slice. `SHANGFA_FUZZ_N=100000 pytest tests/engine/test_differential.py -k fresh` compares that
many triples of pack, subject and date from fresh seeds; `SHANGFA_FUZZ_SEED` starts at a given seed again, and
`SHANGFA_FUZZ_ENGINES=direct` leaves the slower engine out.
"""

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from engine.compile import compile_program
from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.rete import ReteEngine
from tests.engine.generated import Question, question, questions
from tests.engine.oracle import leaf_truth, truth

Evaluate = Callable[[Situation], Readings]
Engine = Callable[[Program, ExitStack], Evaluate]


def direct(program: Program, _: ExitStack) -> Evaluate:
    return compile_direct(program)


def rete(program: Program, stack: ExitStack) -> Evaluate:
    return stack.enter_context(ReteEngine(program)).evaluate


BOTH: Mapping[str, Engine] = {"direct": direct, "rete": rete}


def compared(asked: Question, engines: Mapping[str, Engine], faults: list[str]) -> int:
    """How many situations were compared; what differs from the oracle is added to `faults`."""
    program = compile_program(asked.packs, asked.catalogue, asked.law_at)
    with ExitStack() as stack:
        evaluators = {name: engine(program, stack) for name, engine in engines.items()}
        for situation in (
            *asked.situations,
            asked.situations[0],
        ):  # the first again: an evaluation leaves nothing behind
            expected = truth(asked.packs, asked.catalogue, asked.law_at, situation)
            leaves = [leaf_truth(leaf, asked.catalogue, situation) for leaf in program.leaves]
            for name, evaluate in evaluators.items():
                faults += differences(name, program, evaluate(situation), expected, leaves)
    return len(asked.situations)


def differences(
    engine: str, program: Program, found: Readings, rules: dict[str, Truth], leaves: list[Truth]
) -> Iterator[str]:
    """One line for each rule and leaf on which an engine and the oracle differ, or which one of them leaves out."""
    answered = dict(zip((rule.key for rule in program.rules), found.rules, strict=True))
    for key in sorted(rules.keys() | answered.keys()):
        if rules.get(key) != answered.get(key):
            yield f"{engine} says {answered.get(key)} of {key}, the oracle {rules.get(key)}"
    for leaf, value, expected in zip(program.leaves, found.leaves, leaves, strict=True):
        if value != expected:
            yield f"{engine} says {value} of {leaf}, the oracle {expected}"


@given(questions())
@settings(
    max_examples=1000,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_both_engines_say_what_the_text_says(asked: Question) -> None:
    """Three evaluators written apart agree on every rule and leaf, so that a fault must be made three times alike."""
    faults: list[str] = []

    compared(asked, BOTH, faults)

    assert faults == []


@pytest.mark.parametrize(("rules", "facts"), [(300, 8), (8, 40)])
def test_both_engines_agree_on_large_packs_and_long_files(rules: int, facts: int) -> None:
    """A province has hundreds of rules, a bad debtor dozens of records: limits and sharding must not change an answer."""
    faults: list[str] = []

    for seed in range(5):
        compared(question(Random(seed), (rules, rules), (facts, facts)), BOTH, faults)

    assert faults == []


def test_generated_questions_reach_every_leaf_in_every_truth() -> None:
    """Agreement on questions whose answer is always the same would show nothing."""
    reached: Counter[tuple[str, Truth]] = Counter()
    for seed in range(300):
        asked = question(Random(seed))
        program = compile_program(asked.packs, asked.catalogue, asked.law_at)
        for leaf in program.leaves:
            for situation in (
                *asked.situations,
                asked.situations[0],
            ):  # the first again: an evaluation leaves nothing behind
                reached[type(leaf).__name__, leaf_truth(leaf, asked.catalogue, situation)] += 1

    kinds = ("Subject", "Record", "Count", "Sum", "Extreme", "Ratio", "Entry", "Ban")
    assert {key for key, times in reached.items() if times >= 10} == {
        (f"{kind}Leaf", value) for kind in kinds for value in Truth
    }


def test_an_engine_that_takes_unknown_for_not_met_is_noticed() -> None:
    """The comparison itself must be able to fail: NULL logic, the likeliest mistake, is found at once."""

    def careless(program: Program, _: ExitStack) -> Evaluate:
        evaluate = compile_direct(program)

        def answer(situation: Situation) -> Readings:
            found = evaluate(situation)
            rules = tuple(Truth.NOT_MET if value is Truth.UNKNOWN else value for value in found.rules)
            return Readings(leaves=found.leaves, rules=rules)

        return answer

    faults: list[str] = []

    for seed in range(20):
        compared(question(Random(seed)), {"careless": careless}, faults)

    assert len(faults) > 10
    assert all("says not_met of rules/" in fault or "says not_met of memoranda/" in fault for fault in faults)


@pytest.mark.timeout(0)
@pytest.mark.fuzz
def test_fresh_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """The long run: each seed is a new question; the first that differs is named with its seed, to be asked again."""
    wanted = int(os.environ.get("SHANGFA_FUZZ_N", "100000"))
    seed = int(os.environ.get("SHANGFA_FUZZ_SEED", secrets.randbelow(2**48)))
    names = os.environ.get("SHANGFA_FUZZ_ENGINES", "direct,rete").split(",")
    first, done, faults = seed, 0, []

    while done < wanted and not faults:
        done += compared(question(Random(seed)), {name: BOTH[name] for name in names}, faults)
        seed += 1

    with capsys.disabled():
        print(f"\n{done} triples of pack, subject and date compared ({' and '.join(names)} with the oracle),")
        print(f"{seed - first} questions, seeds {first} to {seed - 1}, {len(faults)} differences")
    assert faults == [], f"SHANGFA_FUZZ_SEED={seed - 1} asks it again"
