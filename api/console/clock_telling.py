"""A clock as a page tells it: its last day, how long until then in words, what it rests on."""

from dataclasses import dataclass
from datetime import date

from api.console.titles import clock_title
from api.console.words import WORDS
from casework.docket import ClockRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """`left`: how long, in words; `overdue` and `unknown` say which of these words they are, beside the colour."""

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
        left=_left(clock.due_on, today, lang) if running else "",
        overdue=running and clock.due_on is not None and clock.due_on < today,
        unknown=running and clock.due_on is None,
        basis=clock.basis,
        local_policy=clock.local_policy,
        ended="" if running else WORDS[lang][f"clock.{clock.ended_how}"].format(day=clock.ended_on),
    )


def _left(due_on: date | None, today: date, lang: str) -> str:
    words = WORDS[lang]
    if due_on is None:
        return words["clock.unknown"]
    days = (due_on - today).days
    if days == 0:
        return words["clock.today"]
    return words["clock.overdue"].format(days=-days) if days < 0 else words["clock.left"].format(days=days)
