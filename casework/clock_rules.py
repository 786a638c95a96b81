"""The clocks of an entry: which a move starts, how long each runs, what a passed one does. Rules only; `entry_clocks` keeps them."""

from dataclasses import dataclass

from casework.docket import ClockEffect
from casework.move_laws import HEARING_LAW, LAPSE_LAW, LOCAL, TERM_LAW
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """A clock that a move of an entry starts.

    `step`: the step of the list's procedure whose term is taken. `period`: what runs where the list gives none, which
    is local policy (None: then no clock runs). `said`: the detail of the move that names the last day.
    """

    kind: str
    title: str
    effect: ClockEffect
    basis: str
    step: str = ""
    period: Period | None = None
    said: str = ""


PROPOSAL = ClockRule(
    kind="entry.proposal",
    title="提出后待办",
    effect=ClockEffect.LAPSE_PROPOSAL,
    step="proposal",
    period=Period(days=60),
    basis=LAPSE_LAW,
)
STATEMENT = ClockRule(
    kind="statement",
    title="陈述申辩期",
    effect=ClockEffect.ALARM,
    step="statement",
    period=Period(days=1),
    said="statement_until",
    basis=LOCAL,
)
HEARING = ClockRule(
    kind="hearing", title="申请听证的期限", effect=ClockEffect.WINDOW, step="hearing", basis=HEARING_LAW
)
PUBLICITY = ClockRule(
    kind="publicity",
    title="公示期",
    effect=ClockEffect.ALARM,
    step="publicity",
    period=Period(days=1),
    said="public_until",
    basis=LOCAL,
)
TERM = ClockRule(kind="entry.term", title="列入期限", effect=ClockEffect.EXPIRE_ENTRY, basis=TERM_LAW)
