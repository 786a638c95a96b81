"""The bytes that the C engine's process keeps: flat over evaluations and over reloads of packs.

A state that is not deleted costs some hundred bytes each time, a ruleset that is not deleted tens of thousands: either
ends the process one day in the midst of a determination. `make soak` runs the long form.
"""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.engine_host import EngineHost, HostLimits
from engine.compile.program import And, Inverse, Or, Program
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from tests.engine.flag_programs import flags, leaf, program_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")

ALLOWED = 4 * 1024 * 1024
"""Bytes. One state left behind at each of 200 000 evaluations would be past 50 MB, one ruleset at each of 1 000 reloads
past 20 MB; an allocator's own unevenness stays below 2 MB."""
RULES, BATCH = 20, 50


@pytest.fixture
def host() -> Iterator[EngineHost]:
    limits = HostLimits(programs=4, batch=BATCH, answer=60)
    with EngineHost(compile_direct=compile_direct, report=lambda event: None, limits=limits) as made:
        yield made


def some_program(name: str) -> Program:
    values = [And((leaf(n), Or((leaf(n + 1), Inverse(leaf(n + 2)))))) for n in range(RULES)]
    return program_of(values, RULES + 2, digest=name)


def some_situations() -> list[Situation]:
    truths = (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN)
    return [flags(*(truths[(shift * n + n // 3) % 3] for n in range(RULES + 2))) for shift in range(BATCH)]


def evaluations(host: EngineHost, number: int) -> None:
    program, situations = some_program("stays"), some_situations()
    for _ in range(number // BATCH):
        for direct, rete in host.evaluate(program, situations):
            assert direct == rete


def reloads(host: EngineHost, number: int) -> None:
    """Each program is new to the child, asked once, and pushed out by those after it (at most four are held)."""
    situations = some_situations()[:2]
    for count in range(number):
        for direct, rete in host.evaluate(some_program(f"reload-{count}"), situations):
            assert direct == rete


def kept(host: EngineHost) -> int:
    """Resident bytes of the child."""
    return int(Path(f"/proc/{host.child_pid}/statm").read_text().split()[1]) * resource.getpagesize()


def growth(host: EngineHost, evaluated: int, reloaded: int) -> tuple[int, int]:
    """Bytes added by the evaluations and by the reloads, after a warm-up of both; the child must be one and the same."""
    evaluations(host, min(evaluated, 2_000))
    reloads(host, min(reloaded, 50))
    child, before = host.child_pid, kept(host)
    evaluations(host, evaluated)
    between = kept(host)
    reloads(host, reloaded)
    after = kept(host)
    assert host.child_pid == child
    return between - before, after - between


def test_two_thousand_evaluations_and_twenty_reloads_keep_nothing(host: EngineHost) -> None:
    """The slice for every day: it would show a state or a ruleset left behind that is larger than a few pages."""
    by_evaluations, by_reloads = growth(host, 2_000, 20)

    assert max(by_evaluations, by_reloads) < ALLOWED


@pytest.mark.long
@pytest.mark.timeout(0)
def test_two_hundred_thousand_evaluations_and_a_thousand_reloads_keep_nothing(
    host: EngineHost, capsys: pytest.CaptureFixture[str]
) -> None:
    """A province's year in one process: what is left behind each time would be megabytes by now."""
    by_evaluations, by_reloads = growth(host, 200_000, 1_000)

    with capsys.disabled():
        print(f"\nbytes kept: {by_evaluations} by 200 000 evaluations, {by_reloads} by 1 000 reloads")
    assert by_evaluations < ALLOWED
    assert by_reloads < ALLOWED
