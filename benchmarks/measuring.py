"""Contestants in turns, round after round in one run, so that what disturbs the machine disturbs them all alike."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from math import log
from statistics import linear_regression, median, quantiles
from time import clock_gettime_ns, perf_counter_ns, process_time_ns

from benchmarks.contestants import Contestant
from benchmarks.questions import Questions
from engine.facts import Truth

TURN = 250_000_000
"""Nanoseconds that a turn lasts at least."""


class Disagreement(Exception):
    """A contestant gave another answer than the direct engine: its figure would mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`rates`: evaluations per second of processor time in each round, whichever process spent it.

    `latencies`: milliseconds on the clock for each answer (of a whole batch).
    """

    name: str
    batch: int
    rates: tuple[float, ...]
    latencies: tuple[float, ...]

    @property
    def rate(self) -> float:
        return median(self.rates)

    def percentile(self, percent: int) -> float:
        return quantiles(self.latencies, n=100, method="inclusive")[percent - 1]

    def ratios(self, other: "Measured") -> tuple[float, ...]:
        """How many times as many as the other, round by round."""
        return tuple(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True))


def measured(
    contestants: Sequence[Contestant], questions: Questions, expected: Sequence[tuple[Truth, ...]], rounds: int
) -> list[Measured]:
    """Every contestant over all subjects in every round; Disagreement before anything is timed."""
    with ExitStack() as stack:
        for contestant in contestants:
            stack.enter_context(closing(contestant))
        asked = [list(_asked(contestant, questions)) for contestant in contestants]
        for contestant, each in zip(contestants, asked, strict=True):
            _refuse_other_answers(contestant, each, expected)
        turns = [[_turn(c, each) for c, each in zip(contestants, asked, strict=True)] for _ in range(rounds)]
    return [
        Measured(
            name=contestant.name,
            batch=contestant.batch,
            rates=tuple(turn[number].rate for turn in turns),
            latencies=tuple(latency for turn in turns for latency in turn[number].latencies),
        )
        for number, contestant in enumerate(contestants)
    ]


def exponent(times: Mapping[int, float]) -> float:
    """The slope of time over size, both as logarithms: 1 is linear."""
    return linear_regression([log(size) for size in times], [log(time) for time in times.values()]).slope


def _asked(contestant: Contestant, questions: Questions) -> Iterator[object]:
    situations = questions.situations
    for start in range(0, len(situations), contestant.batch):
        yield contestant.asked(situations[start : start + contestant.batch])


def _refuse_other_answers(
    contestant: Contestant, asked: Sequence[object], expected: Sequence[tuple[Truth, ...]]
) -> None:
    """Asked twice, so that an answer that leaves something behind shows."""
    for _ in range(2):
        found = [truths for each in asked for truths in contestant.truths(contestant.answer(each))]
        if found != list(expected):
            wrong = [number for number, (one, other) in enumerate(zip(found, expected, strict=False)) if one != other]
            raise Disagreement(f"{contestant.name} answers otherwise on the subjects {wrong[:5]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One contestant in one round."""

    rate: float
    latencies: tuple[float, ...]


def _turn(contestant: Contestant, asked: Sequence[object]) -> Turn:
    """All subjects, again until the turn has lasted long enough: turns of like length are disturbed alike."""
    gc.collect()
    latencies: list[float] = []
    begun, spent = perf_counter_ns(), processor_time(contestant)
    while perf_counter_ns() - begun < TURN:
        for each in asked:
            start = perf_counter_ns()
            contestant.answer(each)
            latencies.append((perf_counter_ns() - start) / 1e6)
    seconds = (processor_time(contestant) - spent) / 1e9
    return Turn(rate=contestant.batch * len(latencies) / seconds, latencies=tuple(latencies))


def processor_time(contestant: Contestant) -> int:
    """Nanoseconds spent so far by this process and by those that work for the contestant (Linux: their clocks)."""
    return process_time_ns() + sum(clock_gettime_ns(_clock_of(child)) for child in contestant.children)


def _clock_of(pid: int) -> int:
    """The number of another process's processor clock, as clock_getcpuclockid(3) makes it."""
    return ~pid << 3 | 2
