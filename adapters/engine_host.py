"""Both engines behind casework's `Evaluator`: closures here, the C engine in a child process.

The C code can crash or hold the interpreter's lock, so it never enters this process. A child that dies or is late is
killed and started again, its batch asked once more in halves; what it still cannot answer is None, reported, and the
caller is in degraded mode. This module never lets a broken child's answer pass, and never waits without a limit.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from time import monotonic
from types import TracebackType
from typing import Self

from adapters.engine_events import EngineEvent, EngineEventKind, differing
from adapters.engine_process import ChildLost, EngineProcess, UnfitProgram, UnsendableQuestion
from engine.compile.program import Program, Readings
from engine.facts import Situation

Direct = Callable[[Situation], Readings]
Rete = Readings | None
Batch = tuple[Situation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimits:
    """`batch` situations in one question; all times in seconds.

    `answer`: for one batch, with the program's first compile. `start`: for a new child. `line`: for a caller's turn.
    `callers`: at most so many at once. `losses` in a row, then no new child for `rest`. `programs` held at once.
    """

    batch: int = 64
    answer: float = 10.0
    start: float = 30.0
    line: float = 30.0
    callers: int = 32
    losses: int = 6
    rest: float = 30.0
    programs: int = 64


DEFAULT_LIMITS = HostLimits()
KeepReplay = Callable[[Program, Situation, Readings, Readings], str]

__all__ = ["DEFAULT_LIMITS", "EngineEvent", "EngineEventKind", "EngineHost", "HostLimits"]


class EngineHost:
    """Answers with both engines; one child for each host, started when first needed; safe for several threads.

    `compile_direct` makes the closure engine; `report` receives every event and must not raise; nor must `keep_replay`,
    which writes a question on which the engines differ and says where. `seconds` is a steady clock. Use it as a
    context manager or close it; a child left behind ends with this process.
    """

    def __init__(
        self,
        *,
        compile_direct: Callable[[Program], Direct],
        report: Callable[[EngineEvent], None],
        keep_replay: KeepReplay = lambda *_: "",
        limits: HostLimits = DEFAULT_LIMITS,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._compile_direct = compile_direct
        self._report = report
        self._keep_replay = keep_replay
        self._limits = limits
        self._seconds = seconds
        self._directs: OrderedDict[str, Direct] = OrderedDict()
        self._directs_lock = Lock()
        self._callers = BoundedSemaphore(limits.callers)
        self._turn = Lock()
        self._child: EngineProcess | None = None
        self._unfit: dict[str, str] = {}
        self._losses = 0
        self._rest_until = seconds()
        self._closed = False

    @property
    def child_pid(self) -> int | None:
        """The process that holds the C engine now; None: none does."""
        child = self._child
        return child.pid if child is not None else None

    def evaluate(self, program: Program, situations: Sequence[Situation]) -> list[tuple[Readings, Rete]]:
        """(direct, rete) for each situation, in order; rete None: the C engine has not answered, and it was reported.

        What the direct engine raises on a faulty situation is raised here.
        """
        direct = self._direct(program)
        answers: list[tuple[Readings, Rete]] = []
        for start in range(0, len(situations), self._limits.batch):
            batch = tuple(situations[start : start + self._limits.batch])
            ours = _DirectAnswers(direct, batch)
            theirs = self._rete(program, batch, ours)
            answers.extend(zip(ours.given(), theirs, strict=True))
        for situation, (one, other) in zip(situations, answers, strict=True):
            if other is not None and one != other:
                self._alarm(program, situation, one, other)
        return answers

    def _alarm(self, program: Program, situation: Situation, direct: Readings, rete: Readings) -> None:
        """A disagreement is told and kept; what it touches is made unknown by whoever judges (engine.evaluate)."""
        self._report(
            EngineEvent(
                kind=EngineEventKind.DIFFERED,
                detail="the engines disagree; no conclusion was drawn from it",
                program=program.digest,
                differing=tuple(differing(program, direct, rete)),
                replay=self._keep_replay(program, situation, direct, rete),
            )
        )

    def start(self) -> bool:
        """Starts the child now, so that no question waits for it; False where it did not start (and was reported)."""
        with self._admitted() as refusal:
            if refusal or self._closed or self._resting():
                return False
            try:
                self._running_child()
            except ChildLost as lost:
                self._lose(lost, "")
                return False
        return True

    def close(self) -> None:
        """Ends the child; may be called again. Later questions are answered by the direct engine alone."""
        with self._turn:
            self._closed = True
            child, self._child = self._child, None
            if child is not None and not child.inherited:
                child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _direct(self, program: Program) -> Direct:
        with self._directs_lock:
            if program.digest not in self._directs:
                self._directs[program.digest] = self._compile_direct(program)
            self._directs.move_to_end(program.digest)
            if len(self._directs) > self._limits.programs:
                self._directs.popitem(last=False)
            return self._directs[program.digest]

    def _rete(self, program: Program, batch: Batch, ours: "_DirectAnswers") -> list[Rete]:
        """The child's answers; a child lost over the batch is asked once more, in halves; None for what is then missing."""
        with self._admitted() as refusal:
            if refusal:
                return self._without(EngineEventKind.CROWDED, refusal, program, batch)
            answers = self._asked(program, batch, ours.prepare)
            if answers is not None:
                return answers
            middle = (len(batch) + 1) // 2
            return [
                answer for half in (batch[:middle], batch[middle:]) if half for answer in self._once_more(program, half)
            ]

    def _once_more(self, program: Program, half: Batch) -> list[Rete]:
        answers = self._asked(program, half)
        if answers is None:
            return self._without(EngineEventKind.FAILED, "the C engine was lost over it twice", program, half)
        return answers

    @contextmanager
    def _admitted(self) -> Iterator[str]:
        """ "" with the child to oneself; else why not."""
        if not self._callers.acquire(blocking=False):
            yield "too many callers wait for the C engine"
            return
        try:
            if not self._turn.acquire(timeout=self._limits.line):
                yield f"waited {self._limits.line:g} s for the C engine"
                return
            try:
                yield ""
            finally:
                self._turn.release()
        finally:
            self._callers.release()

    def _asked(self, program: Program, batch: Batch, meanwhile: Callable[[], None] = lambda: None) -> list[Rete] | None:
        """The child's answers to one question; None where the child was lost over it. `meanwhile` is done beside it."""
        if hindrance := next(self._hindrances(program), None):
            return self._without(*hindrance, program, batch)
        try:
            answers = self._running_child().ask(program, batch, meanwhile)
        except ChildLost as lost:
            self._lose(lost, program.digest)
            return None
        except UnfitProgram as unfit:
            self._unfit[program.digest] = str(unfit)
            return self._without(EngineEventKind.UNFIT, str(unfit), program, batch)
        except UnsendableQuestion as unsendable:
            return self._without(EngineEventKind.UNSENDABLE, str(unsendable), program, batch)
        self._losses = 0
        return [self._taken(answer, program, situation) for answer, situation in zip(answers, batch, strict=True)]

    def _hindrances(self, program: Program) -> Iterator[tuple[EngineEventKind, str]]:
        """Why the child is not even asked."""
        if self._closed:
            yield EngineEventKind.CLOSED, "the host was closed"
        if program.digest in self._unfit:
            yield EngineEventKind.UNFIT, self._unfit[program.digest]
        if self._resting():
            yield EngineEventKind.RESTING, "the C engine was lost too often"

    def _running_child(self) -> EngineProcess:
        """The child, started where there is none; one inherited by a fork belongs to the other process and is left alone."""
        if self._child is None or self._child.inherited:
            limits = self._limits
            self._child = EngineProcess(start_limit=limits.start, answer_limit=limits.answer, programs=limits.programs)
            self._report(EngineEvent(kind=EngineEventKind.STARTED, detail=f"process {self._child.pid}"))
        return self._child

    def _taken(self, answer: Readings | str, program: Program, situation: Situation) -> Rete:
        if isinstance(answer, Readings):
            return answer
        self._without(EngineEventKind.FAILED, answer, program, (situation,))
        return None

    def _lose(self, lost: ChildLost, digest: str) -> None:
        self._child = None
        self._losses += 1
        self._report(EngineEvent(kind=EngineEventKind.LOST, detail=str(lost), program=digest))
        if self._losses >= self._limits.losses:
            self._losses = 0
            self._rest_until = self._seconds() + self._limits.rest

    def _resting(self) -> bool:
        return self._seconds() < self._rest_until

    def _without(self, kind: EngineEventKind, detail: str, program: Program, batch: Batch) -> list[Rete]:
        """No answer to any of them, reported."""
        unanswered = tuple(situation.subject_id for situation in batch)
        self._report(EngineEvent(kind=kind, detail=detail, program=program.digest, unanswered=unanswered))
        return [None] * len(batch)


class _DirectAnswers:
    """The direct engine's answers to one batch, made once: beside the child where it is asked, else when they are wanted."""

    def __init__(self, direct: Direct, batch: Batch) -> None:
        self._direct = direct
        self._batch = batch
        self._answers: list[Readings] | None = None
        self._fault: Exception | None = None

    def prepare(self) -> None:
        """Makes the answers and never raises: the child's answer must be fetched whatever happens here."""
        if self._answers is not None or self._fault is not None:
            return
        try:
            self._answers = [self._direct(situation) for situation in self._batch]
        except Exception as fault:  # raised again by `given`, to whoever asked
            self._fault = fault

    def given(self) -> list[Readings]:
        """The answers; raises what the direct engine raised."""
        self.prepare()
        if self._fault is not None:
            raise self._fault
        return self._answers or []
