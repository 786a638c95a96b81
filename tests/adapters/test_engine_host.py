"""The child process of the C engine: what the caller gets when the child dies, hangs, or cannot hold the program."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import repeat
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from types import MappingProxyType

import pytest

from adapters.engine_child import READY, Batch, Reply, serve
from adapters.engine_host import DEFAULT_LIMITS, EngineEvent, EngineEventKind, EngineHost
from adapters.engine_process import ChildLost, EngineProcess
from adapters.packed_situation import packed
from engine.compile.program import And, Inverse, Node, Program, RuleAt
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from tests.engine.flag_programs import flags, leaf, program_of

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
Kind = EngineEventKind
ROOT = Path(__file__).parents[2]
PROGRAM = program_of([And((leaf(0), Inverse(leaf(1)))), Inverse(RuleAt(0))], 2, strata=[0, 1])
ROWS = [(T, F), (F, T), (U, F), (T, U), (U, U)]
RULES = [(T, F), (F, T), (U, U), (U, U), (U, U)]
SITUATIONS = [flags(*row, subject=f"s{number}") for number, row in enumerate(ROWS)]


class Hosted:
    """A host with the events it has reported and a clock that the test moves."""

    def __init__(self, limits: dict[str, float]) -> None:
        self.events: list[EngineEvent] = []
        self.now = 0.0
        self.host = EngineHost(
            compile_direct=compile_direct,
            report=self.events.append,
            limits=replace(DEFAULT_LIMITS, **limits),
            seconds=lambda: self.now,
        )

    @property
    def child(self) -> int:
        assert self.host.child_pid is not None
        return self.host.child_pid

    def kinds(self) -> list[EngineEventKind]:
        return [event.kind for event in self.events]

    def rete_rules(self, program: Program = PROGRAM) -> list[tuple[Truth, ...] | None]:
        return [rete and rete.rules for _, rete in self.host.evaluate(program, SITUATIONS)]


@pytest.fixture
def hosted() -> Iterator[Callable[..., Hosted]]:
    """Makes a host with some limits changed; all are closed at the end."""
    made: list[Hosted] = []

    def make(**limits: float) -> Hosted:
        made.append(Hosted(limits))
        return made[-1]

    yield make
    for each in made:
        each.host.close()


def wait_until(holds: Callable[[], bool]) -> None:
    """Returns when it holds; fails after twenty seconds, which is no measure of anything."""
    for _ in range(2_000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it never came to hold")


def is_gone(pid: int) -> bool:
    """Whether no such process runs any more (one that nobody has waited for yet is gone)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_both_engines_answer_in_the_order_asked(hosted: Callable[..., Hosted]) -> None:
    """The caller compares pairwise: an answer given to another subject would be worse than none."""
    asked = hosted(batch=2)

    answers = asked.host.evaluate(PROGRAM, SITUATIONS)

    assert [rete and rete.rules for _, rete in answers] == RULES
    assert all(direct == rete for direct, rete in answers)
    assert asked.kinds() == [Kind.STARTED]


def test_nothing_asked_starts_nothing(hosted: Callable[..., Hosted]) -> None:
    """An empty question needs no process."""
    asked = hosted()

    assert asked.host.evaluate(PROGRAM, []) == []
    assert asked.host.child_pid is None


def test_several_programs_live_side_by_side_and_old_ones_are_forgotten(hosted: Callable[..., Hosted]) -> None:
    """More programs than the child may hold: each is sent again when it is asked again, and answers as itself."""
    asked = hosted(programs=2)
    programs = [program_of([value], 2, digest=f"p{i}") for i, value in enumerate((leaf(0), leaf(1), Inverse(leaf(0))))]

    answers = [asked.rete_rules(program) for program in programs * 2]

    assert [[rules[0] for rules in each if rules] for each in answers[:3]] == [
        [T, F, U, T, U],
        [F, T, F, U, U],
        [F, T, U, F, U],
    ]
    assert answers[3:] == answers[:3]
    assert asked.kinds() == [Kind.STARTED]


def test_a_killed_child_is_started_again_and_the_batch_asked_again(hosted: Callable[..., Hosted]) -> None:
    """A crash of the C code costs time, not an answer; the operator hears of it."""
    asked = hosted()
    asked.host.start()
    first = asked.child
    os.kill(first, signal.SIGKILL)

    assert asked.rete_rules() == RULES
    assert asked.kinds() == [Kind.STARTED, Kind.LOST, Kind.STARTED]
    assert asked.child != first


def test_a_hung_child_is_killed_when_its_time_is_over(hosted: Callable[..., Hosted]) -> None:
    """A held interpreter lock hears no signal but SIGKILL; a stopped process stands for it."""
    asked = hosted(answer=1.0)
    assert asked.rete_rules() == RULES
    first = asked.child
    os.kill(first, signal.SIGSTOP)

    assert asked.rete_rules() == RULES
    assert asked.kinds() == [Kind.STARTED, Kind.LOST, Kind.STARTED]
    assert "no answer in 1 s" in asked.events[1].detail
    assert is_gone(first)


def test_a_hung_child_that_does_not_even_read_is_killed_too(hosted: Callable[..., Hosted]) -> None:
    """A question larger than the pipe's buffer blocks the sender, who must not wait for ever."""
    asked = hosted(answer=1.0)
    asked.host.start()
    os.kill(asked.child, signal.SIGSTOP)
    large = replace(SITUATIONS[0], subject={**SITUATIONS[0].subject, "note": "x" * 5_000_000})

    [(direct, rete)] = asked.host.evaluate(PROGRAM, [large])

    assert rete == direct
    assert Kind.LOST in asked.kinds()


def test_what_is_lost_again_in_its_half_is_left_unanswered(hosted: Callable[..., Hosted]) -> None:
    """Each half is asked once more and no oftener; None marks what the C engine has not answered."""
    asked = hosted(start=0.0)

    answers = asked.host.evaluate(PROGRAM, SITUATIONS)

    assert [direct.rules for direct, _ in answers] == RULES
    assert [rete for _, rete in answers] == [None] * 5
    assert asked.kinds() == [Kind.LOST, Kind.LOST, Kind.FAILED, Kind.LOST, Kind.FAILED]
    assert [event.unanswered for event in asked.events if event.unanswered] == [("s0", "s1", "s2"), ("s3", "s4")]


def test_a_child_lost_too_often_is_left_alone_for_a_while(hosted: Callable[..., Hosted]) -> None:
    """Restarting without end would take the machine down; after the rest it is tried again."""
    asked = hosted(losses=1, rest=60)
    assert asked.host.start()
    os.kill(asked.child, signal.SIGKILL)

    assert asked.rete_rules() == [None] * 5
    assert asked.kinds() == [Kind.STARTED, Kind.LOST, Kind.RESTING, Kind.RESTING]
    assert not asked.host.start()
    asked.now = 60.0
    assert asked.rete_rules() == RULES


def test_a_program_the_engine_cannot_hold_is_answered_by_the_other_alone(hosted: Callable[..., Hosted]) -> None:
    """It is refused once, remembered, and the child goes on serving the programs it can hold."""
    deep: Node = leaf(0)
    for _ in range(150):
        deep = And((deep,))
    asked = hosted()
    unfit = program_of([deep], 2, digest="deep")

    assert asked.rete_rules(unfit) == [None] * 5
    assert asked.rete_rules(unfit) == [None] * 5
    assert asked.rete_rules() == RULES
    assert asked.kinds() == [Kind.STARTED, Kind.UNFIT, Kind.UNFIT]
    assert "nest more than 128 deep" in asked.events[1].detail
    assert asked.events[1].unanswered == ("s0", "s1", "s2", "s3", "s4")


def test_one_faulty_situation_does_not_take_the_others_down(hosted: Callable[..., Hosted]) -> None:
    """A value of a wrong type has no answer from the C engine's side; its neighbours in the batch have theirs."""
    asked = hosted()
    faulty = replace(SITUATIONS[0], subject_id="odd", subject={"f0": "yes", "f1": True})

    answers = asked.host.evaluate(PROGRAM, [SITUATIONS[0], faulty, SITUATIONS[1]])

    assert [rete and rete.rules for _, rete in answers] == [RULES[0], None, RULES[1]]
    assert asked.kinds() == [Kind.STARTED, Kind.FAILED]
    assert asked.events[1].unanswered == ("odd",)
    assert "WrongType" in asked.events[1].detail


def test_what_cannot_be_sent_is_reported_and_the_child_lives_on(hosted: Callable[..., Hosted]) -> None:
    """A mapping that cannot be pickled is our own mistake: it must not look like an answer nor cost the child."""
    asked = hosted()

    assert asked.rete_rules(replace(PROGRAM, digest="proxy", kinds=MappingProxyType({}))) == [None] * 5
    assert asked.rete_rules() == RULES
    assert asked.kinds() == [Kind.STARTED, Kind.UNSENDABLE]


def test_a_full_line_is_answered_by_the_direct_engine(hosted: Callable[..., Hosted]) -> None:
    """The queue is bounded: while a hung child holds one caller, the next is not made to wait behind it."""
    asked = hosted(callers=1, answer=1.5)
    asked.host.start()
    os.kill(asked.child, signal.SIGSTOP)
    slow = Thread(target=asked.host.evaluate, args=(PROGRAM, SITUATIONS))
    slow.start()
    wait_until(asked.host._turn.locked)

    answers = asked.host.evaluate(PROGRAM, SITUATIONS)

    slow.join()
    assert [rete for _, rete in answers] == [None] * 5
    assert [direct.rules for direct, _ in answers] == RULES
    assert Kind.CROWDED in asked.kinds()


def test_several_threads_get_their_own_answers(hosted: Callable[..., Hosted]) -> None:
    """One child serves all: a reply must never reach another caller."""
    asked = hosted(batch=1)
    answers: dict[int, list[tuple[Truth, ...] | None]] = {}
    programs = [program_of([leaf(0)] * (number + 1), 2, digest=f"n{number}") for number in range(6)]

    def ask(number: int) -> None:
        answers[number] = asked.rete_rules(programs[number])

    threads = [Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {n: [(t,) * (n + 1) for t in (T, F, U, T, U)] for n in range(6)}


def test_an_answer_to_another_question_is_never_taken() -> None:
    """Whatever put a stale reply into the pipe, it belongs to another subject: the child is given up."""
    process = EngineProcess(start_limit=30, answer_limit=10, programs=4)
    stale = Batch(
        number=99,
        seconds=10,
        digest="stale",
        program=pickle.dumps(PROGRAM),
        drop=(),
        situations=(packed(SITUATIONS[0]),),
    )
    process._pipe.send_bytes(pickle.dumps(stale))

    with pytest.raises(ChildLost, match="answered another question"):
        process.ask(PROGRAM, (SITUATIONS[1],))

    assert process.pid is None


@pytest.mark.parametrize(
    "sent",
    [
        pickle.dumps(Reply(number=0, answers=((b"\x09", b"\x09"),))),
        pickle.dumps(Reply(number=0, answers=(None,))),  # type: ignore[arg-type]  # what a spoiled child might send
        b"cno_such_module\nAnything\n.",
        b"",
    ],
    ids=["a code of no truth", "no answer", "an unknown class", "nothing"],
)
def test_a_child_that_sends_what_cannot_be_read_is_given_up(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spoiled child is a lost one: the caller goes on degraded, it never meets the child's own fault."""
    process = EngineProcess(start_limit=30, answer_limit=10, programs=4)
    monkeypatch.setattr(process, "_numbers", repeat(0))
    monkeypatch.setattr(process, "_pipe", _Spoiled(process._pipe, sent))

    with pytest.raises(ChildLost):
        process.ask(PROGRAM, SITUATIONS[:1])

    assert process.pid is None


class _Spoiled:
    """The pipe of a child whose every answer is replaced."""

    def __init__(self, pipe: Connection, sent: bytes) -> None:
        self._pipe, self._sent = pipe, sent

    def send_bytes(self, data: bytes) -> None:
        self._pipe.send_bytes(data)

    def recv_bytes(self) -> bytes:
        self._pipe.recv_bytes()
        return self._sent

    def close(self) -> None:
        self._pipe.close()


def test_close_ends_the_child_and_later_questions_are_half_answered(hosted: Callable[..., Hosted]) -> None:
    """A request still under way at shutdown gets the direct engine's answer, marked, and no new process."""
    asked = hosted()
    asked.host.start()
    child = asked.child

    asked.host.close()
    asked.host.close()

    assert is_gone(child)
    assert asked.rete_rules() == [None] * 5
    assert asked.kinds() == [Kind.STARTED, Kind.CLOSED]
    assert asked.host.child_pid is None


def test_a_stopped_child_does_not_hold_up_the_close(hosted: Callable[..., Hosted]) -> None:
    """It cannot see the end of the pipe, so it is killed."""
    asked = hosted()
    asked.host.start()
    child = asked.child
    os.kill(child, signal.SIGSTOP)

    asked.host.close()

    assert is_gone(child)


class Hang:
    """Sleeps where it is unpickled: a child that hangs while it takes up a program."""

    def __reduce__(self) -> tuple[Callable[[float], None], tuple[float]]:
        return time.sleep, (600.0,)


def test_a_hung_child_that_nobody_is_left_to_kill_ends_itself() -> None:
    """A held interpreter lock would keep an orphan busy for ever; the kernel's alarm does not ask the interpreter."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve, args=(theirs,), daemon=True)
    child.start()
    assert ours.recv_bytes() == READY
    program = pickle.dumps(Hang())

    ours.send_bytes(pickle.dumps(Batch(number=1, seconds=0.2, digest="hang", program=program, drop=(), situations=())))

    child.join(20)
    assert child.exitcode == -signal.SIGALRM


SCRIPT = """
import sys
from adapters.engine_child import READY, Batch, serve
from adapters.engine_host import EngineHost
from engine.direct import compile_direct
from tests.engine.flag_programs import flags, leaf, program_of
from engine.facts import Truth
host = EngineHost(compile_direct=compile_direct, report=lambda event: None)
[(direct, rete)] = host.evaluate(program_of([leaf(0)], 1), [flags(Truth.MET)])
assert direct == rete
print(host.child_pid, "durable_rules_engine" in sys.modules, flush=True)
sys.stdin.read()
"""


def other_process() -> "subprocess.Popen[str]":
    """A process of its own that has a host with a child, and waits; it prints the child and whether it loaded the C code."""
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_the_c_code_is_never_loaded_here_and_a_forgotten_child_ends_at_exit() -> None:
    """A segfault of the C code must not take the checks down; a process that ends without close leaves nothing behind."""
    with other_process() as process:
        assert process.stdout is not None
        child, loaded = process.stdout.readline().split()
        process.communicate()

    assert loaded == "False"
    assert process.returncode == 0
    assert is_gone(int(child))


def test_a_child_ends_when_its_parent_is_killed() -> None:
    """No orphan keeps memory and a database-less engine running after a crash of the service."""
    with other_process() as process:
        assert process.stdout is not None
        child = int(process.stdout.readline().split()[0])
        assert not is_gone(child)
        process.kill()

    wait_until(lambda: is_gone(child))


def test_a_faulty_situation_of_the_direct_engine_is_raised(hosted: Callable[..., Hosted]) -> None:
    """The direct engine runs in this process: its error is the caller's error, not a degraded answer."""

    def refuse(situation: Situation) -> None:
        raise ValueError(situation.subject_id)

    host = EngineHost(compile_direct=lambda program: refuse, report=lambda event: None)

    with pytest.raises(ValueError, match="s0"):
        host.evaluate(PROGRAM, SITUATIONS)
