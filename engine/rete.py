"""A program run by durable-rules: the only module that imports it, and only its safe part.

Leaves are computed beforehand (engine.leaves) and asserted as tokens; the C engine does conjunctions, alternatives and
chaining. Both readings are one run, layer by layer: first what surely holds is asserted and drained, then what
possibly holds is added; what is negated is decided between layers, because a negation in one reading reads the other.
Every limit is guarded, every firing is checked against the rule it names; a run that goes wrong poisons its ruleset,
which is abandoned and built anew. It never answers from a run it cannot vouch for.

The C module keeps the interpreter's lock and may crash the process: load this in a child process only.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from types import TracebackType
from typing import Any, Self

import durable_rules_engine  # type: ignore[import-not-found, unused-ignore]  # a C module without type information

from engine.compile.program import Program, Readings
from engine.compile.truths import number_of
from engine.facts import Situation
from engine.leaves import Bits, LeafReader
from engine.rete_network import SAFE, Conjunction, Limits, Network, Token, network_of

__all__ = ["ReteClosed", "ReteEngine", "ReteFault"]

SID = "1"
BEGIN, HALF, END = SENTINELS = ("$begin", "$half", "$end")
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
        self._leaves = LeafReader(program)
        self._network = network_of(program, limits)
        self._layers = tuple(tuple(_Ruleset(shard) for shard in layer.shards) for layer in self._network.layers)
        self._closed = False

    def evaluate(self, situation: Situation) -> Readings:
        """The truth of every leaf and rule. ReteFault: no answer this time; WrongType: the situation is faulty."""
        if self._closed:
            raise ReteClosed("this engine was closed")
        bits, heads = self._leaves(situation), self._network.heads
        sure, possible = _first_tokens(self._network, bits)
        for layer, rulesets in zip(self._network.layers, self._layers, strict=True):
            for ruleset in rulesets:
                concluded, perhaps = ruleset.run(sure & ruleset.reads, possible & ruleset.reads)
                sure |= concluded
                possible |= perhaps
            for head, negation in layer.decided:
                if head not in possible:
                    sure.add(negation)
                if head not in sure:
                    possible.add(negation)
        try:
            return Readings(
                (len(bits), len(heads)),
                number_of(surely for surely, _ in bits),
                number_of(possibly for _, possibly in bits),
                number_of(head in sure for head in heads),
                number_of(head in possible for head in heads),
            )
        except ValueError as error:
            raise ReteFault(f"the readings contradict each other: {error}") from error

    def close(self) -> None:
        """Deletes the rulesets; may be called again."""
        self._closed = True
        for rulesets in self._layers:
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


@dataclass(slots=True)
class _Run:
    """One run: what is still to be asserted, what was, what has fired, what that concluded."""

    handle: int
    pending: deque[Token] = field(default_factory=deque)
    asserted: set[Token] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)
    concluded: set[Token] = field(default_factory=set)


class _Ruleset:
    """One ruleset of the C engine, built at the first run and after every fault.

    A fact's id is its token, so a rule always fires with the same words: `_seen` keeps the words that were read and
    checked once. Sentinels have the ids below the first token.
    """

    def __init__(self, conjunctions: Sequence[Conjunction]) -> None:
        self.reads = frozenset(token for each in conjunctions for token in each.body)
        self._rules = {f"r{number}": each for number, each in enumerate(conjunctions)}
        facts = {token: _fact(len(SENTINELS) + token, t=token) for token in self.reads}
        self._facts: Mapping[Token | str, str] = facts | {k: _fact(n, k=k) for n, k in enumerate(SENTINELS, start=1)}
        self._seen: dict[str, str] = {}
        self._lock = Lock()
        self._handle: int | None = None
        self._deleted = False

    def run(self, surely: set[Token], possibly: set[Token]) -> tuple[set[Token], set[Token]]:
        """The heads concluded from the tokens that surely hold, and from those that possibly do; chaining inside."""
        if not surely <= possibly:
            raise ReteFault("what surely holds does not possibly hold")
        if not possibly:
            return set(), set()
        with self._lock:
            if self._deleted:
                raise ReteClosed("this engine was closed")
            handle = self._handle
            self._handle = None  # INVARIANT: held again only after a run that went right to its end
            try:
                handle = _build(self._rules) if handle is None else handle
                answer = self._protocol(_Run(handle), sorted(surely), sorted(possibly - surely))
            except (durable_rules_engine.error, MemoryError, ValueError, KeyError, TypeError) as error:
                raise ReteFault(f"durable-rules failed: {type(error).__name__}: {error}") from error
            self._handle = handle
            return answer

    def delete(self) -> None:
        with self._lock:
            self._deleted = True
            handle, self._handle = self._handle, None
            if handle is not None:
                durable_rules_engine.delete_ruleset(handle)

    def _protocol(self, run: _Run, surely: list[Token], besides: list[Token]) -> tuple[set[Token], set[Token]]:
        """$begin, the sure facts one by one with what they conclude, $half, the possible ones, $end, the state deleted."""
        self._sentinel(run, BEGIN)
        self._drain(run, surely)
        concluded = set(run.concluded)
        if besides:
            self._sentinel(run, HALF)
            self._drain(run, besides)
        self._sentinel(run, END)
        durable_rules_engine.delete_state(run.handle, SID)
        return concluded, run.concluded

    def _drain(self, run: _Run, tokens: Iterable[Token]) -> None:
        """Asserts the tokens and whatever they conclude that is read here, each once."""
        fresh = [token for token in tokens if token not in run.asserted]
        run.asserted.update(fresh)
        run.pending.extend(fresh)
        while run.pending:
            self._assert(run, run.pending.popleft())

    def _sentinel(self, run: _Run, name: str) -> None:
        """Asserts a sentinel, whose firing proves that the agenda moves (before) and is drained (after)."""
        self._assert(run, name)
        if name not in run.fired:
            raise ReteFault(f"the sentinel {name} did not fire")

    def _assert(self, run: _Run, fact: Token | str) -> None:
        code, state = durable_rules_engine.assert_fact(run.handle, self._facts[fact])
        if code > 1:
            raise ReteFault(f"assert_fact answered {code} for {self._facts[fact]}")
        if code == 1:
            return  # no rule reads it
        answer = durable_rules_engine.start_action_for_state(run.handle, state)
        frame = answer[1] if answer else None
        while frame is not None:
            self._fire(run, self._seen.get(frame) or self._read(frame))
            frame = durable_rules_engine.complete_and_start_action(run.handle, state)

    def _fire(self, run: _Run, name: str) -> None:
        """Takes one firing; every token of its rule must have been asserted in this run: the trace is the proof."""
        if name in run.fired:
            raise ReteFault(f"{name} fired twice")
        run.fired.add(name)
        if name in SENTINELS:
            return
        rule = self._rules[name]
        if not run.asserted.issuperset(rule.body):
            raise ReteFault(f"{name} fired on {list(rule.body)}, of which not all was asserted")
        run.concluded.add(rule.head)
        if rule.head in self.reads and rule.head not in run.asserted:
            run.asserted.add(rule.head)
            run.pending.append(rule.head)

    def _read(self, frame: str) -> str:
        """The name of the one rule in a frame, checked to have fired on its very facts."""
        fired: dict[str, dict[str, dict[str, Any]]] = json.loads(frame)
        if len(fired) != 1:
            raise ReteFault(f"{sorted(fired)} fired in one frame")
        ((name, matched),) = fired.items()
        expected = [self._facts[name]] if name in SENTINELS else [self._facts[each] for each in self._rules[name].body]
        if sorted(matched.values(), key=repr) != sorted(map(json.loads, expected), key=repr):
            raise ReteFault(f"{name} fired on {matched} instead of {expected}")
        if len(self._seen) < 2 * len(self._facts) + 2 * len(self._rules):
            self._seen[frame] = name
        return name


def _fact(number: int, **content: Token | str) -> str:
    return json.dumps({"id": number, "sid": SID, **content})


def _build(rules: Mapping[str, Conjunction]) -> int:
    """The handle of a new ruleset under a name never used before in this process."""
    definition: dict[str, Any] = {name: {"all": [{"a0": {"k": name}}]} for name in SENTINELS}
    for name, rule in rules.items():
        definition[name] = {"all": [{f"a{place}": {"t": token}} for place, token in enumerate(rule.body)]}
    handle: int = durable_rules_engine.create_ruleset(f"shangfa-{next(_ruleset_numbers)}", json.dumps(definition))
    return handle
