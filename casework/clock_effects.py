"""What the passed clocks of an entry do: a proposal nobody took up lapses, an entry whose term is over expires.

For `clocks.fire_due`, which calls an effect in the same unit of work in which it marks the clock as fired.
"""

from collections.abc import Mapping
from datetime import date

from casework.clocks import Effect
from casework.docket import ClockEffect, ClockRecord
from casework.entry import move_by_clock
from casework.ports import Clock, Shelf, UnitOfWork
from casework.records import Move

MOVES: Mapping[ClockEffect, Move] = {
    ClockEffect.LAPSE_PROPOSAL: Move.LAPSE,
    ClockEffect.EXPIRE_ENTRY: Move.EXPIRE,
}


def entry_effects(shelf: Shelf, clock: Clock) -> Mapping[ClockEffect, Effect]:
    """The effects that move entries; alarms and files have theirs elsewhere."""
    return {effect: _moving(shelf, clock, move) for effect, move in MOVES.items()}


def _moving(shelf: Shelf, clock: Clock, move: Move) -> Effect:
    def moved(work: UnitOfWork, running: ClockRecord, _fell_on: date, _seq: int) -> None:
        """An entry that is closed already has nothing left to lapse or expire."""
        entry = work.entry(running.entry_id) if running.entry_id else None
        if entry is not None and not entry.state.is_closed:
            move_by_clock(work, clock, shelf, entry, move)

    return moved
