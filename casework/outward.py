"""What an entry does outwardly on a day: publication, sharing and measures together, or none of them.

One answer for all three: an end, a repair, a stay or a pause (a court-approved reorganisation plan in its execution
period, 国办发〔2025〕22号) stops all at once, and what was paused goes on afterwards if its term still runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.pack import Pack
from engine.pack.repair import PauseGround


class Outward(StrEnum):
    """`paused`: for a time; `ended`: for good. Only `running` publishes, shares and carries measures."""

    NOT_YET = "not_yet"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which display and effect rest, both days included; `last` None: until further notice.

    `approved`: the court has approved the plan. A plan that is only proposed pauses nothing.
    """

    ground: PauseGround
    first: date
    last: date | None
    document: str
    approved: bool = True

    def covers(self, on: date) -> bool:
        return self.approved and self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutwardTimes:
    """The days of one entry. `term_end`: its last day, which counts. `ended_on`: repaired, revoked or removed that day.

    `suspended`: a stay order stands on the day asked about.
    """

    effective_on: date | None
    term_end: date | None = None
    ended_on: date | None = None
    suspended: bool = False
    pauses: tuple[Pause, ...] = ()


def outward_on(times: OutwardTimes, packs: Sequence[Pack], on: date) -> Outward:
    """Whether the entry is published, shared and carried out on that day; `packs`: the repair packs in force on it.

    An end takes effect on its own day: what is repaired today is gone today. A pause counts only where the regime of the
    day knows its ground.
    """
    if times.effective_on is None or on < times.effective_on:
        return Outward.NOT_YET
    if (times.ended_on is not None and on >= times.ended_on) or (times.term_end is not None and on > times.term_end):
        return Outward.ENDED
    if times.suspended:
        return Outward.PAUSED
    known = {part.id for pack in packs if pack.repair for part in pack.repair.pauses}
    if any(str(pause.ground) in known and pause.covers(on) for pause in times.pauses):
        return Outward.PAUSED
    return Outward.RUNNING
