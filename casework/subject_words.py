"""What happens in a subject's life, as words and values: renamed, new code, merged, divided, ended. Nothing here decides.

A subject's record is never rewritten: what is new is an event with its day and document, and the record is shown as the
events have left it. What an event means for the subject's entries stands in `subject_consequences`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class EventKind(StrEnum):
    """`recoded` with another subject: the same subject had been registered twice. `withdrawn`: an event recorded wrongly."""

    RENAMED = "renamed"
    RECODED = "recoded"
    MERGED = "merged"
    DIVIDED = "divided"
    CONVERTED = "converted"
    DEREGISTERED = "deregistered"
    LICENCE_REVOKED = "licence_revoked"
    BRANCH_OF = "branch_of"
    DIED = "died"
    POST_HELD = "post_held"
    WITHDRAWN = "withdrawn"


ENDS_THE_SUBJECT = frozenset({EventKind.MERGED, EventKind.CONVERTED, EventKind.DEREGISTERED, EventKind.DIED})
"""After these there is no such subject any more. A division ends it only where it says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Under which code and name a subject was known from `since` (None: from the first) until the day before `until` (None: today)."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectEvent:
    """One event of a subject's life: who recorded it, when, on which document. Append-only.

    `on`: its law date. `other_id`: the absorbing, new, parent or office-holding subject. `code`, `name`: the new ones.
    `role`, `until`: of a post. `withdraws`: the event that was recorded wrongly. `goes_on`: whether a divided subject does.
    """

    id: str
    subject_id: str
    kind: EventKind
    on: date
    department: str
    account_id: str
    at: datetime
    seq: int
    document: str
    reasons: str = ""
    other_id: str | None = None
    code: str = ""
    name: str = ""
    role: str = ""
    until: date | None = None
    withdraws: str | None = None
    goes_on: bool = False
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def ends_the_subject(self) -> bool:
        return self.kind in ENDS_THE_SUBJECT or (self.kind is EventKind.DIVIDED and not self.goes_on)


def standing_events(events: Sequence[SubjectEvent]) -> tuple[SubjectEvent, ...]:
    """Those that nobody has withdrawn, without the withdrawals, in the order of their days."""
    gone = {one.withdraws for one in events if one.withdraws}
    stand = (one for one in events if one.id not in gone and one.kind is not EventKind.WITHDRAWN)
    return tuple(sorted(stand, key=lambda one: (one.on, one.seq)))


def identities_of(code: str, name: str, subject_id: str, events: Sequence[SubjectEvent]) -> tuple[Identity, ...]:
    """Every code and name the subject has had, the earliest first; `code` and `name` are those it was first registered under."""
    found = [Identity(code=code, name=name)]
    for one in standing_events(events):
        if one.subject_id != subject_id or one.kind not in (EventKind.RENAMED, EventKind.RECODED):
            continue
        last = found[-1]
        now = Identity(code=one.code or last.code, name=one.name or last.name, since=one.on)
        found[-1] = Identity(code=last.code, name=last.name, since=last.since, until=one.on)
        found.append(now)
    return tuple(found)


def identity_on(identities: Sequence[Identity], on: date) -> Identity:
    """The one that was right on that day."""
    return next(
        (one for one in reversed(identities) if one.since is None or one.since <= on),
        identities[0],
    )
