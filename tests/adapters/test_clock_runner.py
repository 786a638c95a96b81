"""Several workers fire the clocks of one book: on the fake, on SQLite, on PostgreSQL each clock fires once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from casework.clocks import Effects, fire_due
from casework.docket import ClockEffect, ClockEnd, ClockRecord
from casework.ports import Store, StoreBusy, UnitOfWork
from tests.adapters.books import write
from tests.fakes.clock import FakeClock
from tests.fakes.docket_records import CLOCK, file, step
from tests.fakes.records import entry, subject

MANY = 6


def test_each_clock_fires_once_however_many_workers_look(store: Store, clock: FakeClock) -> None:
    """Each worker begins at the same moment and sees the same clocks due; the mark and the effect are one transaction."""
    due = [
        replace(CLOCK, id=f"clock-{number}", due_on=clock.today() - timedelta(days=number))
        for number in range(1, MANY + 1)
    ]
    write(store, ("add_subject", subject()), ("add_entry", entry()), ("open_file", file()), ("add_step", step()))
    write(store, *(("add_clock", each) for each in due))
    begin = threading.Barrier(3)

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(_work, store, clock, begin) for _ in range(3)]
        fired = sum(worker.result() for worker in workers)

    assert fired == MANY
    with store.reader() as reader:
        ended = [reader.clock(each.id) for each in due]
    assert {each.ended_how for each in ended if each} == {ClockEnd.FIRED}
    assert [each.ended_on for each in ended if each] == [each.due_on + timedelta(days=1) for each in due if each.due_on]


def _work(store: Store, clock: FakeClock, begin: threading.Barrier) -> int:
    """One worker: after a busy book it looks again, as the service does."""
    fired: list[str] = []

    def act(work: UnitOfWork, running: ClockRecord, _on: date, seq: int) -> None:
        work.post("clock", seq, {"clock": running.id})
        fired.append(running.id)

    effects: Effects = dict.fromkeys(ClockEffect, act)
    begin.wait()
    while True:
        try:
            fire_due(store, clock, effects)
        except StoreBusy:
            continue
        return len(fired)
