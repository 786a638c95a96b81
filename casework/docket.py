"""What lies over an entry or a subject while a case runs: files with their steps, clocks, letters, services, looks.

Shapes only, in the manner of `records`: texts are plain here and sealed by the store. A file never changes an entry's
state by itself; whoever takes a step of it makes the entry's move in the same unit of work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is about (案卷). Objection, reconsideration and suit are separate: none suspends by itself."""

    OBJECTION = "objection"
    MATCH_OBJECTION = "match_objection"
    RECONSIDERATION = "reconsideration"
    SUIT = "suit"
    REPAIR = "repair"
    REORGANISATION = "reorganisation"
    COMMITMENT = "commitment"
    TRAINING = "training"
    TALK = "talk"
    REPORT = "report"
    CORRECTION = "correction"
    SUCCESSION = "succession"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file, opened once. `entry_id` None: about the subject itself. `receipt`: the number its filer follows it by.

    `opened_by`: an account's id, or "subject" where the person filed it at the subject's page.
    """

    id: str
    kind: FileKind
    subject_id: str
    entry_id: str | None
    department: str
    receipt: str
    opened_by: str
    opened_at: datetime
    opened_seq: int
    law_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One step of a file: who, in which role, when, on which document. The file's state is its last step.

    INVARIANT: numbers run from 1 without gap, and nothing follows a step that `closes`.
    """

    file_id: str
    number: int
    step: str
    closes: bool
    account_id: str
    role: str
    department: str
    at: datetime
    seq: int
    law_date: date | None = None
    document: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    pack_digest: str = ""


class ClockEffect(StrEnum):
    """What a clock does when its last day has passed. Window: a right that then lapses; nobody is alarmed."""

    ALARM = "alarm"
    WINDOW = "window"
    LAPSE_PROPOSAL = "lapse_proposal"
    EXPIRE_ENTRY = "expire_entry"


class ClockEnd(StrEnum):
    """Met: what it waited for was done. Fired: its last day passed. Recomputed: another clock took its place."""

    MET = "met"
    FIRED = "fired"
    CANCELLED = "cancelled"
    RECOMPUTED = "recomputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRecord:
    """A period that runs. `due_on` is its last day, which still counts; it fires on the day after.

    `due_on` None: its last day cannot be told yet, since the holidays of that year are not recorded. Nobody is refused
    anything for that; the desk says it aloud, and the day is worked out once they are.

    `period` as packs write it (P10WD, P60D, P6M). `basis`: the citation as it is shown; `local_policy`: the platform's
    own rule, never shown as law. Its end is written once: `ended_seq`, `ended_on`, `ended_how` together.
    """

    id: str
    kind: str
    effect: ClockEffect
    department: str
    subject_id: str
    entry_id: str | None
    file_id: str | None
    started_on: date
    due_on: date | None
    period: str
    basis: str
    local_policy: bool
    recorded_seq: int
    replaces: str | None = None
    ended_seq: int | None = None
    ended_on: date | None = None
    ended_how: ClockEnd | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """A letter as issued. `serial` runs within (department, series, year) from 1 without gap; `number` is the 文号.

    `body`: its structured content (casework.letter); `digest`: over that content.
    """

    id: str
    kind: str
    series: str
    year: int
    serial: int
    number: str
    department: str
    subject_id: str
    entry_id: str | None
    file_id: str | None
    made_by: str
    at: datetime
    seq: int
    law_date: date
    body: Mapping[str, object]
    digest: str


class ServiceWay(StrEnum):
    """How a letter is served; publication is the last resort and has a period of its own."""

    DIRECT = "direct"
    LEFT = "left"
    POST = "post"
    ENTRUSTED = "entrusted"
    ELECTRONIC = "electronic"
    PUBLICATION = "publication"


class ServiceOutcome(StrEnum):
    """Returned mail opens the next attempt; only what was served starts a clock."""

    SENT = "sent"
    SERVED = "served"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    """What is known of one attempt to serve a letter. `on`: the day of the outcome. `proof`: what shows it."""

    letter_id: str
    number: int
    way: ServiceWay
    outcome: ServiceOutcome
    on: date
    proof: str
    account_id: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRecord:
    """Somebody looked at what is masked for others: who, for which purpose. The subject can see it."""

    id: str
    subject_id: str
    account_id: str
    department: str
    kind: str
    purpose: str
    at: datetime
    seq: int
