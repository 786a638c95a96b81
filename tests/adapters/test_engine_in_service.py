"""The real host under a determination: a child killed in mid-batch, an engine that stays dead, and who loads the C code."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from adapters.engine_events import EngineEvent
from adapters.engine_events import EngineEventKind as Kind
from adapters.engine_host import EngineHost, HostLimits
from engine.compile.program import And, Or, Readings
from engine.direct import compile_direct
from engine.facts import Truth
from tests.adapters.test_engine_host import wait_until
from tests.engine.flag_programs import flags, leaf, program_of
from tests.fakes.province import Province

ROOT = Path(__file__).resolve().parents[2]
Told = tuple[EngineHost, list[EngineEvent]]


@pytest.fixture
def dying() -> Iterator[Told]:
    """A host that gives a lost child no second chance for an hour."""
    events: list[EngineEvent] = []
    limits = HostLimits(losses=1, rest=3600)
    with EngineHost(compile_direct=compile_direct, report=events.append, limits=limits) as host:
        yield host, events


def test_a_dead_c_engine_leaves_checks_standing_and_proposes_nothing(dying: Told) -> None:
    """The same firm, the same facts: with the child killed nobody is proposed, and no source is vouched for."""
    host, events = dying
    province = Province(evaluator=host)
    firm = province.register()
    province.load(*province.wage_facts(firm))
    assert host.start()
    os.kill(host.child_pid or 0, signal.SIGKILL)

    dead = province.determine(firm)
    answered = province.ask(firm)

    assert (dead.degraded, dead.proposed, dead.disputed) == (True, (), 0)
    assert answered
    assert [event.kind for event in events][:2] == [Kind.STARTED, Kind.LOST]
    assert Kind.RESTING in {event.kind for event in events}
    with EngineHost(compile_direct=compile_direct, report=events.append) as alive:
        province.evaluator = alive
        living = province.determine(firm)
    assert (living.degraded, len(living.proposed)) == (False, 1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what a process does is read from /proc")
def test_a_child_killed_in_the_midst_of_a_batch_costs_no_answer() -> None:
    """kill -9 while it computes: the batch is asked again in halves by a new child, and every answer is there."""
    events: list[EngineEvent] = []
    values = [Or((And((leaf(n), leaf(n + 1))), And((leaf(n + 2), leaf(n + 3))))) for n in range(60)]
    program = program_of(values, 64)
    situations = [flags(*[Truth.MET, Truth.UNKNOWN, Truth.NOT_MET][n % 3 :] * 21, subject=f"s{n}") for n in range(600)]
    answers: list[tuple[Readings, Readings | None]] = []
    with EngineHost(compile_direct=compile_direct, report=events.append, limits=HostLimits(batch=600)) as host:
        assert host.start()
        first = host.child_pid
        at_rest = cpu_ticks(first)
        asking = Thread(target=lambda: answers.extend(host.evaluate(program, situations)))
        asking.start()
        wait_until(lambda: cpu_ticks(first) > at_rest + 5)
        os.kill(first or 0, signal.SIGKILL)
        asking.join()

        assert host.child_pid != first
    assert [event.kind for event in events] == [Kind.STARTED, Kind.LOST, Kind.STARTED]
    assert all(direct == rete for direct, rete in answers)
    assert len(answers) == 600


def cpu_ticks(pid: int | None) -> int:
    """How long the process has computed so far, in the kernel's ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


SERVED = """
import sys, json, pathlib
from adapters.clock import SystemClock
from adapters.engine_host import EngineHost
from adapters.pack_shelf import PackShelf
from api.http.evaluations import EXAMPLE
from api.wiring import ROOT
from casework.programs import ProgramBook
from casework.records import Role
from engine.direct import compile_direct
from tests.api.town import as_role, build_town, found_book
clock = SystemClock()
folder = pathlib.Path(sys.argv[1])
with EngineHost(compile_direct=compile_direct, report=lambda event: None) as host:
    book = ProgramBook(shelf=PackShelf(ROOT, clock.today))
    found_book(folder, clock, book.shelf.catalogue.kinds)
    town = build_town(folder, book, host, clock)
    sent = {**as_role("finance", Role.POLICY_EDITOR), "Content-Type": "application/json"}
    answer = town.client.post("/v1/evaluations", content=json.dumps(EXAMPLE), headers=sent).json()
    print(answer["degraded"], host.child_pid is not None, "durable_rules_engine" in sys.modules, "engine.rete" in sys.modules)
"""


def test_a_serving_process_never_loads_the_c_code(tmp_path: Path) -> None:
    """An evaluation answered by both engines over HTTP: the C module is in the child and nowhere else."""
    done = subprocess.run(
        [sys.executable, "-c", SERVED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["False", "True", "False", "False"], done.stderr
