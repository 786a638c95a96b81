"""A program run by durable-rules: the only module that imports it, and only its safe part.

Leaves are computed beforehand (engine.leaves) and asserted as tokens; the C engine does conjunctions, alternatives and
chaining. Each reading (sure, possible) is a run of its own, stratum by stratum, because a negation in one reads the
other. Every limit is guarded, every firing is checked against the rule it names; a run that goes wrong poisons its
ruleset, which is abandoned and built anew. It never answers from a run it cannot vouch for.

The C module keeps the interpreter's lock and may crash the process: load this in a child process only.
"""

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Lock
from types import TracebackType
from typing import Any, Self

import durable_rules_engine  # type: ignore[import-not-found, unused-ignore]  # a C module without type information

from engine.compile.program import Program, Readings
from engine.facts import Situation, truth_of
from engine.leaves import Bits, leaf_bits
from engine.rete_network import SAFE, Conjunction, Limits, Network, Token, network_of

__all__ = ["ReteClosed", "ReteEngine", "ReteFault"]

SID = "1"
BEGIN, END = "$begin", "$end"
_ruleset_numbers = count(1)  # names are shared by the whole process: the C module's table is


class ReteFault(Exception):
    """The C engine failed or broke the call protocol; the answer is lost, the ruleset is built anew at the next call."""


class ReteClosed(ReteFault):
    """The engine was closed: its rulesets are gone."""


class ReteEngine:
    """One program, ready to be asked; safe for several threads (one lock for each ruleset).

    Raises ProgramTooLarge or ProgramOutOfOrder where the program cannot be held.
    """

    def __init__(self, program: Program, limits: Limits = SAFE) -> None:
        self._program = program
        self._network = network_of(program, limits)
        self._strata = tuple(tuple(_Ruleset(shard) for shard in stratum.shards) for stratum in self._network.strata)
        self._closed = False

    def evaluate(self, situation: Situation) -> Readings:
        """The truth of every leaf and rule. ReteFault: no answer this time; WrongType: the situation is faulty."""
        if self._closed:
            raise ReteClosed("this engine was closed")
        bits = leaf_bits(self._program, situation)
        sure, possible = _first_tokens(self._network, bits)
        for stratum, rulesets in zip(self._network.strata, self._strata, strict=True):
            for ruleset in rulesets:
                _run_both(ruleset, sure, possible)
            for head, negation in stratum.decided:
                sure |= {negation} if head not in possible else set()
                possible |= {negation} if head not in sure else set()
        try:
            return Readings(
                leaves=tuple(truth_of(*each) for each in bits),
                rules=tuple(truth_of(head in sure, head in possible) for head in self._network.heads),
            )
        except ValueError as error:
            raise ReteFault(f"the readings contradict each other: {error}") from error

    def close(self) -> None:
        """Deletes the rulesets; may be called again."""
        self._closed = True
        for rulesets in self._strata:
            for ruleset in rulesets:
                ruleset.delete()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _first_tokens(network: Network, bits: Sequence[Bits]) -> tuple[set[Token], set[Token]]:
    """What is asserted before any rule ran, in the sure and in the possible reading; a negation reads the other one."""
    sure, possible = {network.met}, {network.met, network.open_}
    for (token, negation), (surely, possibly) in zip(network.leaves, bits, strict=True):
        if possibly:
            possible.add(token)
        else:
            sure.add(negation)
        if surely:
            sure.add(token)
        else:
            possible.add(negation)
    return sure, possible


def _run_both(ruleset: "_Ruleset", sure: set[Token], possible: set[Token]) -> None:
    """Adds what the ruleset concludes to both readings; one run where both assert the same."""
    asserted, perhaps = sure & ruleset.reads, possible & ruleset.reads
    concluded = ruleset.run(asserted)
    also = concluded if perhaps == asserted else ruleset.run(perhaps)
    sure |= concluded
    possible |= also


@dataclass(slots=True)
class _Run:
    """One run: what is still to be asserted, what was, what has fired."""

    pending: deque[Token]
    asserted: set[Token]
    fired: set[str]
    concluded: set[Token]
    facts: int = 0


class _Ruleset:
    """One ruleset of the C engine, built at the first run and after every fault."""

    def __init__(self, conjunctions: Sequence[Conjunction]) -> None:
        self.reads = frozenset(token for each in conjunctions for token in each.body)
        self._rules = {f"r{number}": each for number, each in enumerate(conjunctions)}
        self._lock = Lock()
        self._handle: int | None = None
        self._deleted = False

    def run(self, tokens: Iterable[Token]) -> set[Token]:
        """The heads concluded from the tokens, chaining inside the ruleset."""
        first = sorted(tokens)
        if not first:
            return set()
        with self._lock:
            if self._deleted:
                raise ReteClosed("this engine was closed")
            handle = self._handle
            self._handle = None  # INVARIANT: held again only after a run that went right to its end
            try:
                handle = _build(self._rules) if handle is None else handle
                run = self._protocol(handle, first)
            except (durable_rules_engine.error, MemoryError, ValueError, KeyError, TypeError) as error:
                raise ReteFault(f"durable-rules failed: {type(error).__name__}: {error}") from error
            self._handle = handle
            return run.concluded

    def delete(self) -> None:
        with self._lock:
            self._deleted = True
            handle, self._handle = self._handle, None
            if handle is not None:
                durable_rules_engine.delete_ruleset(handle)

    def _protocol(self, handle: int, first: Sequence[Token]) -> _Run:
        """$begin, the facts one by one with what they conclude, $end, and the state deleted."""
        run = _Run(pending=deque(first), asserted=set(first), fired=set(), concluded=set())
        self._sentinel(handle, run, BEGIN)
        while run.pending:
            self._assert(handle, run, {"t": run.pending.popleft()})
        self._sentinel(handle, run, END)
        durable_rules_engine.delete_state(handle, SID)
        return run

    def _sentinel(self, handle: int, run: _Run, name: str) -> None:
        """Asserts a sentinel, whose firing proves that the agenda moves (before) and is drained (after)."""
        self._assert(handle, run, {"k": name})
        if name not in run.fired:
            raise ReteFault(f"the sentinel {name} did not fire")

    def _assert(self, handle: int, run: _Run, fact: dict[str, Any]) -> None:
        run.facts += 1
        if run.facts > len(self.reads) + 2:
            raise ReteFault("more facts than the ruleset has tokens")
        numbered = json.dumps({"id": run.facts, "sid": SID, **fact})
        code, state = durable_rules_engine.assert_fact(handle, numbered)
        if code > 1:
            raise ReteFault(f"assert_fact answered {code} for {numbered}")
        if code == 1:
            return  # no rule reads it
        answer = durable_rules_engine.start_action_for_state(handle, state)
        frames = answer[1] if answer else None
        while frames is not None:
            self._fire(run, json.loads(frames))
            frames = durable_rules_engine.complete_and_start_action(handle, state)

    def _fire(self, run: _Run, frame: dict[str, dict[str, dict[str, Any]]]) -> None:
        """Takes one firing, checked against the rule it names: the trace is the proof."""
        for name, matched in frame.items():
            if name in run.fired:
                raise ReteFault(f"{name} fired twice")
            run.fired.add(name)
            if name in (BEGIN, END):
                continue
            rule = self._rules[name]
            tokens = {fact["t"] for fact in matched.values()}
            if tokens != set(rule.body) or not tokens <= run.asserted:
                raise ReteFault(f"{name} fired on {sorted(tokens)} instead of {list(rule.body)}")
            run.concluded.add(rule.head)
            if rule.head in self.reads and rule.head not in run.asserted:
                run.asserted.add(rule.head)
                run.pending.append(rule.head)


def _build(rules: dict[str, Conjunction]) -> int:
    """The handle of a new ruleset under a name never used before in this process."""
    definition: dict[str, Any] = {name: {"all": [{"a0": {"k": name}}]} for name in (BEGIN, END)}
    for name, rule in rules.items():
        definition[name] = {"all": [{f"a{place}": {"t": token}} for place, token in enumerate(rule.body)]}
    handle: int = durable_rules_engine.create_ruleset(f"shangfa-{next(_ruleset_numbers)}", json.dumps(definition))
    return handle
