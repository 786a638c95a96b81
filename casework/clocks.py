"""Clocks: a deadline on record, worked out once, anew on correction, and fired exactly once on the day after its last.

What a firing does is the caller's (`Effects`); this module sees to it that it happens once and whole: the mark on the
clock and the effect are one transaction, so a worker that comes second finds the clock ended and leaves it alone.
"""

import uuid
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.bilingual import Bilingual
from casework.deadlines import Deadline, DeadlineRule, deadline
from casework.docket import ClockEffect, ClockEnd, ClockRecord
from casework.errors import Refused
from casework.ports import Clock, StaleVersion, Store, StoreRefused, UnitOfWork
from engine.periods import parse_period
from engine.place_calendar import PlaceCalendar

CALENDAR_UNPUBLISHED = "calendar-unpublished"
BATCH = 100
UNMOVED = frozenset({ClockEffect.EXPIRE_ENTRY, ClockEffect.LAPSE_PROPOSAL})
"""What no holiday moves: a term, and the set time after which our own proposal lapses. Nobody has to act on their last day."""
ONE_DAY = timedelta(days=1)

Effect = Callable[[UnitOfWork, ClockRecord, date, int], None]
"""What a firing does, in its transaction: (work, the clock, the day it fell on, seq). It does not commit."""
Effects = Mapping[ClockEffect, Effect]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOwner:
    """Whose clock it is: the department that must act, the subject, and the entry or file it runs on."""

    department: str
    subject_id: str
    entry_id: str | None = None
    file_id: str | None = None


def clock_of(found: Deadline, effect: ClockEffect, owner: ClockOwner, seq: int) -> ClockRecord:
    """The clock of a deadline, not yet on record."""
    return ClockRecord(
        id=uuid.uuid4().hex,
        kind=found.kind,
        effect=effect,
        department=owner.department,
        subject_id=owner.subject_id,
        entry_id=owner.entry_id,
        file_id=owner.file_id,
        started_on=found.started_on,
        due_on=found.due_on,
        period=str(found.period),
        basis=found.basis,
        local_policy=found.local_policy,
        recorded_seq=seq,
    )


def clock_for(
    rule: DeadlineRule, started_on: date, place: PlaceCalendar, effect: ClockEffect, owner: ClockOwner, seq: int
) -> ClockRecord:
    """The clock of a rule from a day on; without a last day where the holidays of its year are not recorded yet.

    Nobody's right waits for a calendar, so the clock begins all the same; `settled` works its last day out later.
    """
    try:
        return clock_of(deadline(rule, started_on, place), effect, owner, seq)
    except Refused as refused:
        if refused.code != CALENDAR_UNPUBLISHED:
            raise
    waiting = Deadline(
        kind=rule.kind,
        started_on=started_on,
        due_on=date.max,
        period=rule.period,
        basis=rule.basis,
        local_policy=rule.local_policy,
        trail=(),
    )
    return replace(clock_of(waiting, effect, owner, seq), due_on=None)


def recomputed(running: ClockRecord, found: Deadline, seq: int) -> ClockRecord | None:
    """The clock that takes the place of a running one whose start, period or calendar was corrected.

    None where nothing changes: a clock is worked out once. ValueError for one that has ended: its end is history.
    """
    if running.ended_seq is not None:
        raise ValueError(running.id)
    old = (running.started_on, running.due_on, running.period, running.basis, running.local_policy)
    if old == (found.started_on, found.due_on, str(found.period), found.basis, found.local_policy):
        return None
    owner = ClockOwner(
        department=running.department,
        subject_id=running.subject_id,
        entry_id=running.entry_id,
        file_id=running.file_id,
    )
    return replace(clock_of(found, running.effect, owner, seq), kind=running.kind, replaces=running.id)


def recompute(work: UnitOfWork, running: ClockRecord, found: Deadline, on: date, seq: int) -> ClockRecord:
    """Ends the running clock as recomputed and records its successor; the same clock where nothing changes."""
    successor = recomputed(running, found, seq)
    if successor is None:
        return running
    work.end_clock(running.id, ClockEnd.RECOMPUTED, on, seq)
    work.add_clock(successor)
    return successor


def settle(work: UnitOfWork, waiting: ClockRecord, place: PlaceCalendar, on: date, seq: int) -> ClockRecord:
    """Works out the last day of a clock that had none, once its year is recorded; the same clock where it still is not."""
    if waiting.due_on is not None or waiting.ended_seq is not None:
        return waiting
    try:
        found = deadline(_rule_of(waiting), waiting.started_on, place)
    except Refused as refused:
        if refused.code != CALENDAR_UNPUBLISHED:
            raise
        return waiting
    return recompute(work, waiting, found, on, seq)


def fire_due(store: Store, clock: Clock, effects: Effects, batch: int = BATCH) -> int:
    """Fires every clock whose last day has passed, by last day, each in a transaction of its own; how many it fired.

    After downtime all that fell due in between fire now, in their order. A clock whose effect is refused keeps running and
    holds up no other: all such refusals are raised together (ExceptionGroup) at the end. A store that is busy or full
    raises at once; what was fired stays fired.
    """
    _require_all(effects)
    seen: set[str] = set()
    fired, refusals = 0, list[Exception]()
    while found := _due(store, clock.today(), batch + len(seen) - fired, seen):
        for due in found:
            seen.add(due.id)
            try:
                fired += _fire(store, due, effects)
            except (Refused, StoreRefused, StaleVersion) as refusal:
                refusal.add_note(f"clock {due.id} ({due.kind})")
                refusals.append(refusal)
    if refusals:
        raise ExceptionGroup(f"{len(refusals)} clocks could not fire ({fired} did)", refusals)
    return fired


def _require_all(effects: Effects) -> None:
    """An effect left out would end clocks that do nothing; only a window may lapse in silence."""
    missing = set(ClockEffect) - set(effects) - {ClockEffect.WINDOW}
    if missing:
        raise ValueError(f"no effect for: {', '.join(sorted(missing))}")


def _due(store: Store, today: date, limit: int, seen: Set[str]) -> list[ClockRecord]:
    """The next clocks that are due; each is looked at once in a run, those that keep running stay at the head."""
    with store.reader() as reader:
        return [due for due in reader.clocks_due(today, limit) if due.id not in seen]


def _fire(store: Store, due: ClockRecord, effects: Effects) -> bool:
    """Ends the clock and does its effect, or neither; False where somebody else has ended it.

    INVARIANT: the clock is read again inside the unit of work, and the store ends no clock twice.
    """
    with store.unit_of_work() as work:
        running = work.clock(due.id)
        if running is None or running.ended_seq is not None or running.due_on is None:
            return False
        fell_on, seq = running.due_on + ONE_DAY, work.draw_seq()
        try:
            work.end_clock(running.id, ClockEnd.FIRED, fell_on, seq)
        except StoreRefused:
            return False
        work.log("clock.fired", seq, {"clock": running.id, "kind": running.kind, "effect": str(running.effect)})
        if running.effect in effects:
            effects[running.effect](work, running, fell_on, seq)
        work.commit()
    return True


def _rule_of(running: ClockRecord) -> DeadlineRule:
    """The rule that a recorded clock came from."""
    return DeadlineRule(
        kind=running.kind,
        title=Bilingual("该项期限", f"the period {running.kind}"),
        period=parse_period(running.period),
        basis=running.basis,
        moves=running.effect not in UNMOVED,
        local_policy=running.local_policy,
    )
