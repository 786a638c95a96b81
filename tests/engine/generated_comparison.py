"""Engines compared with the oracle on generated questions: differences, how often each form took each value, many seeds.

Everything here can be sent to another process: a long run is a range of seeds, cut into pieces.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from random import Random

from engine import conditions as c
from engine.compile import compile_program
from engine.compile.program import ComputedLeaf, Program, Readings
from engine.conditions import Op
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.rete import ReteEngine
from tests.engine.generated import Question, question
from tests.engine.oracle import leaf_truth, truth

Evaluate = Callable[[Situation], Readings]
Engine = Callable[[Program, ExitStack], Evaluate]
Shares = Counter[tuple[str, Truth]]
RARER = c.PERIOD_OPS | {Op.IN_YEAR, Op.IS_NONE, Op.REGION_WITHIN, Op.BETWEEN}
PIECE = 25
"""Seeds in one piece of work."""


def direct(program: Program, _: ExitStack) -> Evaluate:
    return compile_direct(program)


def rete(program: Program, stack: ExitStack) -> Evaluate:
    return stack.enter_context(ReteEngine(program)).evaluate


ENGINES: Mapping[str, Engine] = {"direct": direct, "rete": rete}


@dataclass
class Comparison:
    """What was compared so far: triples of packs, subject and date; what differed; which form took which value."""

    triples: int = 0
    faults: list[str] = field(default_factory=list)
    shares: Shares = field(default_factory=Counter)

    def add(self, other: "Comparison") -> None:
        self.triples += other.triples
        self.faults += other.faults
        self.shares += other.shares


def compare(asked: Question, engines: Mapping[str, Engine]) -> Comparison:
    """Every rule and every leaf in every situation; the first situation twice: an evaluation leaves nothing behind."""
    program = compile_program(asked.packs, asked.catalogue, asked.law_at)
    found = Comparison(triples=len(asked.situations))
    with ExitStack() as stack:
        evaluators = {name: engine(program, stack) for name, engine in engines.items()}
        for situation in (*asked.situations, asked.situations[0]):
            expected = truth(asked.packs, asked.catalogue, asked.law_at, situation)
            leaves = [leaf_truth(leaf, asked.catalogue, situation) for leaf in program.leaves]
            for name, evaluate in evaluators.items():
                found.faults += differences(name, program, evaluate(situation), expected, leaves)
            found.shares.update(
                (form, value) for leaf, value in zip(program.leaves, leaves, strict=True) for form in forms(leaf)
            )
    return found


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


def compare_seeds(seeds: Sequence[int], engines: Sequence[str]) -> tuple[int | None, Comparison]:
    """The questions of these seeds; stops at the first that differs and names its seed."""
    done = Comparison()
    for seed in seeds:
        done.add(compare(question(Random(seed)), {name: ENGINES[name] for name in engines}))
        if done.faults:
            return seed, done
    return None, done


def compare_until(
    first: int, wanted: int, engines: Sequence[str], processes: int, tell: Callable[[Comparison], None]
) -> tuple[int, int | None, Comparison]:
    """Seeds from `first` on until so many triples are compared or one differs: (seeds tried, the one that differs, all).

    `tell` hears how far it is after every round.
    """
    done, pieces = Comparison(), count(first, PIECE)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        while done.triples < wanted:
            left = (wanted - done.triples) // (2 * PIECE) + 1  # a question has about three situations
            starts = [next(pieces) for _ in range(min(8 * processes, left))]
            work = [pool.submit(compare_seeds, range(start, start + PIECE), engines) for start in starts]
            for piece in work:
                failed, found = piece.result()
                done.add(found)
                if failed is not None:
                    pool.shutdown(cancel_futures=True)
                    return starts[-1] + PIECE - first, failed, done
            tell(done)
    return next(pieces) - first, None, done


def forms(leaf: ComputedLeaf) -> Iterator[str]:
    """The kind of leaf, and each rarer form of the language that it uses."""
    yield type(leaf).__name__.removesuffix("Leaf").lower()
    tests = list(leaf_tests(leaf))
    for op in {test.op for test in tests} & RARER:
        yield f"with {op}"
    if any(test.at for test in tests):
        yield "with at"
    if any(isinstance(operand, c.AsOf) for test in tests for operand in test.operands):
        yield "with $as_of"
    if any(test.period and test.period.working_days is not None for test in tests):
        yield "with working days"
    for records in leaf_records(leaf):
        if any(not partner.same for partner in (*records.with_, *records.without)):
            yield "without same"
    yield from figure_forms(leaf)
    if isinstance(leaf, c.EntryLeaf | c.BanLeaf) and leaf.of:
        yield f"of a role on {leaf.held}"
    if isinstance(leaf, c.BanLeaf):
        yield f"ban of {'no scope' if leaf.scope is None else 'scope any' if leaf.scope == 'any' else 'a scope'}"


def figure_forms(leaf: ComputedLeaf) -> Iterator[str]:
    if isinstance(leaf, c.CountLeaf) and (leaf.figure.span or leaf.figure.distinct):
        yield "span" if leaf.figure.span else "distinct"
    if isinstance(leaf, c.RatioLeaf):
        yield "ratio of " + " to ".join(type(figure).__name__.lower() for figure in (leaf.of, leaf.to))


def leaf_records(leaf: ComputedLeaf) -> tuple[c.Records, ...]:
    match leaf:
        case c.RecordLeaf() | c.ExtremeLeaf():
            return (leaf.records,)
        case c.CountLeaf() | c.SumLeaf():
            return (leaf.figure.records,)
        case c.RatioLeaf():
            return (leaf.of.records, leaf.to.records)
    return ()


def leaf_tests(leaf: ComputedLeaf) -> Iterator[c.FieldTest]:
    if isinstance(leaf, c.SubjectLeaf | c.EntryLeaf | c.BanLeaf):
        yield from leaf.where
    for records in leaf_records(leaf):
        yield from records.where
        for partner in (*records.with_, *records.without):
            yield from partner.where


def table(shares: Shares) -> str:
    """One line for each form: how often it was met, not met and unknown, in per cent of its values."""
    lines = [f"{'form':24}{'values':>10}{'met':>8}{'not met':>9}{'unknown':>9}"]
    for form in sorted({form for form, _ in shares}):
        times = [shares[form, value] for value in (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN)]
        met, not_met, unknown = (f"{100 * each / sum(times):.1f} %" for each in times)
        lines.append(f"{form:24}{sum(times):>10}{met:>8}{not_met:>9}{unknown:>9}")
    return "\n".join(lines)
