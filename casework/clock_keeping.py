"""One round of the clock keeper that runs beside the server: last days worked out, passed clocks fired, offices reminded.

The machine decides nothing here: what a passed clock does the law or the list's own procedure has fixed beforehand.
"""

from dataclasses import dataclass
from datetime import date

from casework.clock_effects import entry_effects
from casework.clocks import fire_due, settle
from casework.docket import ClockEffect, ClockRecord
from casework.places import place_of
from casework.ports import Clock, Shelf, Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRound:
    """What one round did: clocks fired, clocks whose last day could be worked out now."""

    fired: int
    settled: int


def keep_clocks(store: Store, shelf: Shelf, clock: Clock) -> ClockRound:
    """Works out last days that could not be told before, then fires what has passed; safe with any number of keepers.

    Raises what `fire_due` raises; every clock that could be settled or fired has been.
    """
    settled = settle_waiting(store, shelf, clock)
    effects = {**entry_effects(shelf, clock), ClockEffect.ALARM: remind}
    return ClockRound(fired=fire_due(store, clock, effects), settled=settled)


def remind(work: UnitOfWork, running: ClockRecord, on: date, seq: int) -> None:
    """The department is told once; the case stays where it is until somebody acts."""
    told = {
        "clock": running.id,
        "kind": running.kind,
        "department": running.department,
        "entry": running.entry_id,
        "file": running.file_id,
        "on": on.isoformat(),
    }
    work.post("clock.overdue", seq, told)


def settle_waiting(store: Store, shelf: Shelf, clock: Clock) -> int:
    """How many clocks without a last day got one, now that the holidays of their year are on record."""
    settled = 0
    for department in shelf.catalogue.departments:
        with store.reader() as reader:
            waiting = [one for one in reader.open_clocks(department) if one.due_on is None]
        for one in waiting:
            settled += _settled(store, shelf, clock, one.id)
    return settled


def _settled(store: Store, shelf: Shelf, clock: Clock, clock_id: str) -> bool:
    with store.unit_of_work() as work:
        running = work.clock(clock_id)
        if running is None or running.ended_seq is not None:
            return False
        if (
            settle(work, running, place_of(work, shelf.catalogue, running.subject_id), clock.today(), work.draw_seq())
            is running
        ):
            return False
        work.commit()
    return True
