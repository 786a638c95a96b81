"""Our own contestants: each engine alone, and both with the judgement as the service runs them."""

from collections.abc import Sequence

from adapters.engine_host import EngineEvent, EngineEventKind, EngineHost
from benchmarks.questions import Questions
from engine.compile.program import Readings
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge
from engine.facts import Situation, Truth
from engine.rete import ReteEngine


class Direct:
    name = "direct engine"
    batch = 1
    children: tuple[int, ...] = ()

    def __init__(self, questions: Questions) -> None:
        self._evaluate = compile_direct(questions.program)

    def asked(self, situations: Sequence[Situation]) -> Situation:
        (situation,) = situations
        return situation

    def answer(self, asked: Situation) -> Readings:
        return self._evaluate(asked)

    def truths(self, answer: Readings) -> list[tuple[Truth, ...]]:
        return [answer.rules]

    def close(self) -> None:
        return


class Rete(Direct):
    """In this process, which the service never does: its own speed without the way to the child."""

    name = "rete engine"

    def __init__(self, questions: Questions) -> None:
        self._engine = ReteEngine(questions.program)
        self._evaluate = self._engine.evaluate

    def close(self) -> None:
        self._engine.close()


class BothEngines:
    """Both engines, the C one in its child process, and the judgement."""

    def __init__(self, questions: Questions, batch: int) -> None:
        self.name = "both engines + judgement" + (f", {batch} at once" if batch > 1 else "")
        self.batch = batch
        self._program = questions.program
        self._host = EngineHost(compile_direct=compile_direct, report=_only_a_start)
        self._host.start()
        pid = self._host.child_pid
        self.children: tuple[int, ...] = (pid,) if pid is not None else ()

    def asked(self, situations: Sequence[Situation]) -> tuple[Situation, ...]:
        return tuple(situations)

    def answer(self, asked: tuple[Situation, ...]) -> list[Judgement]:
        answers = self._host.evaluate(self._program, asked)
        return [
            judge(self._program, situation, direct, rete)
            for situation, (direct, rete) in zip(asked, answers, strict=True)
        ]

    def truths(self, answer: list[Judgement]) -> list[tuple[Truth, ...]]:
        if any(judgement.degraded or judgement.differences for judgement in answer):
            raise ValueError("the engines did not both answer alike")
        return [tuple(finding.truth for finding in judgement.findings) for judgement in answer]

    def close(self) -> None:
        self._host.close()


def _only_a_start(event: EngineEvent) -> None:
    """A lost child or an unfit program would make the figures those of one engine."""
    if event.kind is not EngineEventKind.STARTED:
        raise RuntimeError(f"{event.kind}: {event.detail}")
