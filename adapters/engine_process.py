"""One child process with the C engine, from its start to its end: a question, an answer, a time limit.

Whatever goes wrong with the child, it is killed and the question fails with `ChildLost`; a child that was lost once is
never asked again. Killing is SIGKILL: a child that holds the interpreter's lock or is stopped hears nothing else.
"""

import atexit
import os
import pickle
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from adapters.engine_child import READY, Batch, Reply, checked, serve
from adapters.packed_situation import packed
from adapters.watchdog import Watchdog
from engine.compile.program import Program, Readings
from engine.facts import Situation

GRACE = 2.0  # seconds a child has to end by itself


class ChildLost(Exception):
    """The child died, was late, or answered something else; it is gone."""


class UnfitProgram(Exception):
    """The C engine cannot hold this program."""


class UnsendableQuestion(Exception):
    """A program or situation that cannot be pickled."""


class EngineProcess:
    """A running child that is ready for questions; ask from one thread at a time.

    `start_limit`, `answer_limit` in seconds. At most `programs` are held, the longest unused is forgotten.
    """

    def __init__(self, *, start_limit: float, answer_limit: float, programs: int) -> None:
        self._answer_limit = answer_limit
        self._programs = programs
        self._held: OrderedDict[str, None] = OrderedDict()
        self._numbers = count(1)
        self._owner = os.getpid()
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name="shangfa-rete", daemon=True)
        try:
            self._process.start()
        except OSError as error:
            raise ChildLost(f"the C engine's process did not start: {error}") from error
        finally:
            theirs.close()
        self._watchdog = Watchdog(partial(_kill, self._process))
        self._at_exit = partial(_end_if_there, weakref.ref(self))
        atexit.register(self._at_exit)
        with self._in_time(start_limit):
            if self._pipe.recv_bytes() != READY:
                raise EOFError("the child's first word was not that it is ready")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process.is_alive() else None

    @property
    def inherited(self) -> bool:
        """Whether this process was forked from the one that started the child; the pipe is then not ours to use."""
        return self._owner != os.getpid()

    def ask(
        self, program: Program, situations: tuple[Situation, ...], meanwhile: Callable[[], None] = lambda: None
    ) -> list[Readings | str]:
        """The readings of each situation, or in their place the reason why there are none.

        `meanwhile` is called once the question is sent, while the child works at it; it must not raise.
        ChildLost, UnfitProgram, UnsendableQuestion: there is no answer to any.
        """
        number = next(self._numbers)
        question = self._question(number, program, situations)
        with self._in_time(self._answer_limit):
            self._pipe.send_bytes(question)
            meanwhile()
            reply, answers = _read(self._pipe.recv_bytes(), number, program, len(situations))
        if reply.unfit:
            del self._held[program.digest]
            raise UnfitProgram(reply.unfit)
        return answers

    def end(self) -> None:
        """Closes the pipe, at which the child ends; kills it where it does not. May be called again."""
        atexit.unregister(self._at_exit)
        self._watchdog.stop()
        self._pipe.close()
        self._process.join(GRACE)
        _kill(self._process)
        self._process.join()

    def _question(self, number: int, program: Program, situations: tuple[Situation, ...]) -> bytes:
        known = program.digest in self._held
        surplus = max(0, len(self._held) + (not known) - self._programs)
        drop = tuple(digest for digest in self._held if digest != program.digest)[:surplus]
        try:
            text = None if known else pickle.dumps(program)
            question = pickle.dumps(
                Batch(
                    number=number,
                    seconds=self._answer_limit + GRACE,
                    digest=program.digest,
                    program=text,
                    drop=drop,
                    situations=tuple(map(packed, situations)),
                )
            )
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
            raise UnsendableQuestion(f"{type(error).__name__}: {error}") from error
        for digest in drop:
            del self._held[digest]
        self._held[program.digest] = None
        self._held.move_to_end(program.digest)
        return question

    @contextmanager
    def _in_time(self, seconds: float) -> Iterator[None]:
        """Kills the child when the time is over, which ends any waiting at the pipe; every fault becomes ChildLost."""
        with self._watchdog.watch(seconds) as late:
            try:
                yield
            except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
                _kill(self._process)
                self._process.join()
                reason = (
                    f"no answer in {seconds:g} s" if late.is_set() else f"exit code {self._process.exitcode}: {error}"
                )
                self._watchdog.stop()
                self._pipe.close()
                atexit.unregister(self._at_exit)
                raise ChildLost(f"the C engine's process was lost: {reason}") from error


def _read(sent: bytes, number: int, program: Program, count: int) -> tuple[Reply, list[Readings | str]]:
    """The child's reply to this question, read; ValueError for whatever else it sent: a spoiled child is a lost one."""
    try:
        reply = pickle.loads(sent)  # noqa: S301  # written by our own child
        if not isinstance(reply, Reply) or reply.number != number:
            raise ValueError("the child answered another question")
        if not reply.unfit and len(reply.answers) != count:
            raise ValueError("the child left situations out")
        return reply, [checked(each, program) for each in reply.answers]
    except Exception as error:
        raise ValueError(f"the child's answer cannot be read: {type(error).__name__}: {error}") from error


def _kill(process: BaseProcess) -> None:
    with suppress(OSError, ValueError):  # it has ended meanwhile
        process.kill()


def _end_if_there(reference: "weakref.ref[EngineProcess]") -> None:
    process = reference()
    if process is not None and not process.inherited:
        process.end()
