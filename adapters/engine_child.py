"""The inside of the child process that runs the C engine; the parent's side is `adapters.engine_host`.

It answers batches until the pipe ends, and then ends itself: a parent that dies leaves no orphan. What goes wrong with
one situation is that situation's answer; what crashes the C code takes only this process down.
"""

import pickle
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from adapters.packed_situation import Packed, unpacked
from engine.compile.program import Program, Readings

if TYPE_CHECKING:
    from engine.rete import ReteEngine

READY = b"ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One question. `program`: the pickled Program where the child does not hold `digest` yet. `drop`: digests to forget.
    `seconds`: after which the child kills itself, should nobody be left to kill it.
    """

    number: int
    seconds: float
    digest: str
    program: bytes | None
    drop: tuple[str, ...]
    situations: tuple[Packed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answers to one batch, a text in place of readings where there are none; `unfit`: why the program cannot be held."""

    number: int
    answers: tuple[Readings | str, ...] = ()
    unfit: str = ""


def checked(answer: Readings | str, program: Program) -> Readings | str:
    """The answer as it was sent; ValueError where it is none, or not of this program."""
    if isinstance(answer, str) or (isinstance(answer, Readings) and answer.fit(program)):
        return answer
    raise ValueError("the answer does not fit the program")


def serve(pipe: Connection) -> None:
    """Answers batches until the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end, also at Ctrl-C in a terminal
    import engine.rete  # noqa: F401  # the C module is loaded here and nowhere else; a failure shows before the first batch

    engines: dict[str, ReteEngine] = {}
    try:
        pipe.send_bytes(READY)
        while True:
            batch: Batch = pickle.loads(pipe.recv_bytes())  # noqa: S301  # written by our own parent
            signal.setitimer(signal.ITIMER_REAL, batch.seconds)  # SIGALRM kills, even while C code holds the lock
            reply = _answered(engines, batch)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(pickle.dumps(reply))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent has closed the pipe


def _answered(engines: "dict[str, ReteEngine]", batch: Batch) -> Reply:
    from engine.rete import ReteEngine

    for digest in batch.drop:
        if engine := engines.pop(digest, None):
            engine.close()
    if batch.program is not None:
        try:
            engines[batch.digest] = ReteEngine(pickle.loads(batch.program))  # noqa: S301  # written by our own parent
        except ValueError as error:
            return Reply(number=batch.number, unfit=f"{type(error).__name__}: {error}")
    return Reply(number=batch.number, answers=_answers(engines[batch.digest], batch.situations))


def _answers(engine: "ReteEngine", situations: Sequence[Packed]) -> tuple[Readings | str, ...]:
    return tuple(_answer(engine, situation) for situation in situations)


def _answer(engine: "ReteEngine", situation: Packed) -> Readings | str:
    try:
        return engine.evaluate(unpacked(situation))
    except (
        Exception
    ) as error:  # the edge of the process: whatever it was, the parent must hear of it and the rest go on
        return f"{type(error).__name__}: {error}"
