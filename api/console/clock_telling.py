"""A clock as a page tells it: its last day, how long until then in words, what it rests on."""

from dataclasses import dataclass
from datetime import date

from api.console.titles import clock_title
from api.console.words import WORDS
from casework.clock_rules import PUBLICITY, STATEMENT
from casework.docket import ClockEffect, ClockRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """`left`: how long, in words; `overdue` and `unknown` say which of these words they are, beside the colour.

    What waits for somebody's act is overdue; a period of the subject's own, or a term, is over.
    """

    title: str
    started_on: date
    due_on: date | None
    left: str
    overdue: bool
    unknown: bool
    basis: str
    local_policy: bool
    ended: str


def clock_told(clock: ClockRecord, today: date, lang: str) -> ClockTold:
    """The clock in words of this language, as it stands today."""
    running = clock.ended_how is None
    return ClockTold(
        title=clock_title(clock.kind, lang),
        started_on=clock.started_on,
        due_on=clock.due_on,
        left=_left(clock, today, lang) if running else "",
        overdue=running and clock.due_on is not None and clock.due_on < today and not _only_ends(clock),
        unknown=running and clock.due_on is None,
        basis=clock.basis,
        local_policy=clock.local_policy,
        ended="" if running else WORDS[lang][f"clock.{clock.ended_how}"].format(day=clock.ended_on),
    )


def _only_ends(clock: ClockRecord) -> bool:
    return clock.kind in (STATEMENT.kind, PUBLICITY.kind) or clock.effect in (
        ClockEffect.WINDOW,
        ClockEffect.EXPIRE_ENTRY,
    )


def _left(clock: ClockRecord, today: date, lang: str) -> str:
    words = WORDS[lang]
    if clock.due_on is None:
        return words["clock.unknown"]
    days = (clock.due_on - today).days
    if days == 0:
        return words["clock.today"]
    if days > 0:
        return words["clock.left"].format(days=days)
    return words["clock.over" if _only_ends(clock) else "clock.overdue"].format(days=-days)
