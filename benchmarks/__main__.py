"""Runs the benchmarks and writes RESULTS.md: `make bench`, or `python -m benchmarks --quick` for a look."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.aims import aims_of_growth, aims_of_speed
from benchmarks.contestants import Contestant
from benchmarks.measuring import Measured, measured
from benchmarks.ours import BothEngines, Direct, Rete
from benchmarks.peers.cedar import Cedar
from benchmarks.peers.clips import Clips
from benchmarks.peers.durable import Durable
from benchmarks.peers.zen import Zen
from benchmarks.questions import Questions, joined_questions, questions
from engine.direct import compile_direct

PAGE = Path(__file__).with_name("RESULTS.md")
ROUNDS, GROWTH_ROUNDS = 15, 5
RULES = (40, 400, 5_000)
FACTS = (5, 50, 500)
Growth = dict[str, dict[str, dict[int, float]]]


def main(arguments: Sequence[str]) -> None:
    """`--quick`: three rounds and nothing written."""
    quick = "--quick" in arguments
    rounds = 3 if quick else ROUNDS
    known = _speed(questions(), [Direct, Rete, Clips, Zen, Cedar, Durable], rounds)
    unknown = _speed(questions(unknown=10), [Direct, Rete, Clips, Zen, Cedar], rounds)
    growth = _growth(1 if quick else GROWTH_ROUNDS)
    aims = [*aims_of_speed(known, unknown), *aims_of_growth(growth)]
    tables = {
        "40 criteria + 300 measures, 20 facts, nothing unknown": known,
        "The same with a tenth of the fields unknown": unknown,
    }
    from benchmarks.results import write_results

    print(write_results(Path("/dev/null") if quick else PAGE, tables, growth, aims))


def _speed(asked: Questions, alone: Sequence[Callable[[Questions], Contestant]], rounds: int) -> list[Measured]:
    contestants: list[Contestant] = [make(asked) for make in alone]
    contestants += [BothEngines(asked, 1), BothEngines(asked, 64)]
    return _measured(asked, contestants, rounds)


def _measured(asked: Questions, contestants: Sequence[Contestant], rounds: int) -> list[Measured]:
    evaluate = compile_direct(asked.program)
    return measured(contestants, asked, [evaluate(situation).rules for situation in asked.situations], rounds)


def _growth(rounds: int) -> Growth:
    """The milliseconds of one evaluation in each engine, at each size."""
    by_rules = {number: _of_rules(number) for number in RULES}
    by_facts = {number: questions(facts=number, unknown=10, subjects=16) for number in FACTS}
    joined = {number: joined_questions(facts=number, subjects=16) for number in FACTS}
    return {
        "by rules (20 facts, a tenth unknown)": _grown(by_rules, rounds),
        "by facts (340 rules, a tenth unknown)": _grown(by_facts, rounds),
        "by facts (partners, spans, sums, shares)": _grown(joined, rounds),
    }


def _of_rules(number: int) -> Questions:
    """The same mix of criteria and measures."""
    criteria = round(number * 40 / 340)
    return questions(criteria=criteria, measures=number - criteria, unknown=10, subjects=16)


def _grown(sizes: dict[int, Questions], rounds: int) -> dict[str, dict[int, float]]:
    grown: dict[str, dict[int, float]] = {}
    for size, asked in sizes.items():
        for each in _measured(asked, [Direct(asked), Rete(asked)], rounds):
            grown.setdefault(each.name, {})[size] = 1000 / each.rate
    return grown


if __name__ == "__main__":
    main(sys.argv[1:])
