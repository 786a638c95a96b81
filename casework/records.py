"""What the book of record holds, as values: subjects, facts, entries with their history, bans, checks, accounts.

Shapes only. Identifiers and names are plain text here and nowhere else: the store encrypts them, logs never see them.
Instants are aware datetimes (UTC); law dates are dates. `seq` is the store's sequence number (one counter for the
whole book, drawn under the writer's lock): what was recorded up to a seq is what could be known then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from casework.entry_words import EndKind as EndKind  # noqa: PLC0414  # told on: they are words of the record
from casework.entry_words import EntryState as EntryState  # noqa: PLC0414  # told on: they are words of the record
from casework.entry_words import Move as Move  # noqa: PLC0414  # told on: they are words of the record
from casework.subject_words import Identity
from engine.facts import Suspension, Value


class SubjectType(StrEnum):
    """The types of mission.md; persons are natural_person and sole_trader (masked everywhere)."""

    ENTERPRISE = "enterprise"
    SOLE_TRADER = "sole_trader"
    INSTITUTION = "institution"
    SOCIAL_ORGANISATION = "social_organisation"
    PUBLIC_BODY = "public_body"
    NATURAL_PERSON = "natural_person"

    @property
    def is_person(self) -> bool:
        return self in (SubjectType.NATURAL_PERSON, SubjectType.SOLE_TRADER)


class CodeKind(StrEnum):
    """uscc: GB 32100. resident_id: GB 11643."""

    USCC = "uscc"
    RESIDENT_ID = "resident_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRecord:
    """One subject. `code` is normalised (upper case, ASCII). `attributes` are catalogue subject fields beside type and region.

    `code` and `name` are today's; `former`: those it had before, the earliest first, each until the day it was changed.
    """

    id: str
    type: SubjectType
    code: str
    code_kind: CodeKind
    name: str
    region: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    demo: bool = False
    former: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """One recorded fact; never overwritten: a correction is a new record and sets `superseded_seq` of the old one.

    `source_key`: the supplier's own number for the record, unique per (department, kind): a second load of it with equal
    content is no new fact, with other content a correction that must say why, and on which document.
    """

    id: str
    subject_id: str
    kind: str
    values: Mapping[str, Value]
    department: str
    source_key: str
    recorded_seq: int
    recorded_at: datetime
    recorded_by: str
    suspensions: tuple[Suspension, ...] | None = ()
    superseded_seq: int | None = None
    supersedes: str | None = None
    correction_reason: str = ""
    correction_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """One subject on one list, from proposal to end (the current state; the moves are its history).

    `mirrored`: decided by another authority, entered by its document. `finding` is the canonical finding that proposed
    it (JSON-able), with pack refs. `term_end` None: no fixed end (`term_known` False: not known, so nobody is barred by it).
    `version` counts moves: a move names the version it saw, another one is a conflict. `end_kind` None where it has not
    ended, or ended before ends had kinds.
    """

    id: str
    subject_id: str
    list_id: str
    authority: str
    state: EntryState
    mirrored: bool
    version: int
    proposed_seq: int
    document: str = ""
    decided_on: date | None = None
    effective_on: date | None = None
    term_end: date | None = None
    term_known: bool = True
    ended_on: date | None = None
    end_reason: str = ""
    end_kind: EndKind | None = None
    suspended: bool = False
    finding: Mapping[str, object] = field(default_factory=dict)
    pack: str = ""
    pack_version: str = ""
    pack_digest: str = ""
    effective_seq: int | None = None
    ended_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord:
    """One move of an entry: who, in which role, when, on which document, under which pack digest. Append-only."""

    entry_id: str
    number: int
    move: Move
    state_after: EntryState
    account_id: str
    role: str
    department: str
    at: datetime
    seq: int
    document: str = ""
    law_date: date | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    pack_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRecord:
    """Whether `account_id` keeps away from an entry's case (回避), as decided by its move `number`; the last one holds. Append-only."""

    entry_id: str
    number: int
    account_id: str
    granted: bool
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BanRecord:
    """A ban that stands in law itself, materialised from one recorded decision (a fact) by one measure of a pack.

    `start` or `term_end` None with `*_known` False: not known (several candidate dates; term not given): nobody is barred
    by it, checks say indeterminate. `for_life`: no end.
    """

    id: str
    subject_id: str
    measure: str
    scope: str
    fact_id: str
    start: date | None
    start_known: bool
    start_inferred: bool
    term_end: date | None
    term_known: bool
    for_life: bool
    recorded_seq: int
    ended_on: date | None = None
    end_reason: str = ""
    ended_seq: int | None = None
    pack_version: str = ""
    pack_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRecord:
    """`person_id` holds `role` for `subject_id`, dated; recorded by a department on a document."""

    subject_id: str
    person_id: str
    role: str
    start: date | None
    end: date | None
    recorded_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """One question and its answer. `request` and `answer` are stored encrypted; `decision_digest` is over the canonical decision."""

    id: str
    at: datetime
    seq: int
    read_seq: int
    account_id: str
    department: str
    matter: str
    stage: str
    purpose: str
    subject_id: str | None
    outcome: str
    request: Mapping[str, object]
    answer: Mapping[str, object]
    decision_digest: str
    idempotency_key: str = ""
    body_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRecord:
    id: str
    check_id: str
    account_id: str
    at: datetime
    seq: int


class OutcomeKind(StrEnum):
    EXECUTED = "executed"
    NOT_EXECUTED = "not_executed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRecord:
    """What the approval system did. `measures` are measure ids of the answer; `reason` is required for not_executed."""

    id: str
    check_id: str
    kind: OutcomeKind
    measures: tuple[str, ...]
    basis: str
    reason: str
    account_id: str
    at: datetime
    seq: int


class Role(StrEnum):
    """Rights come from roles within a department. Administrator manages accounts and nothing else.

    Head: 机关负责人. Identity viewer: may see a person's full name and number, with a reason, in the department's own cases only. A right
    of its own: no other role brings it.
    """

    INTEGRATOR = "integrator"
    DATA_CLERK = "data_clerk"
    POLICY_EDITOR = "policy_editor"
    REVIEWER = "reviewer"
    LIST_OFFICER = "list_officer"
    APPROVING_OFFICER = "approving_officer"
    LEGAL_REVIEWER = "legal_reviewer"
    HEAD = "head"
    EXECUTOR = "executor"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    IDENTITY_VIEWER = "identity_viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A local account. `password_hash` is argon2id."""

    id: str
    name: str
    department: str
    roles: frozenset[Role]
    password_hash: str = ""
    active: bool = True
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One row of the hash chain: digest = SHA-256(previous digest ‖ seq ‖ kind ‖ payload digest)."""

    seq: int
    at: datetime
    kind: str
    payload: Mapping[str, object]
    payload_digest: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """A message to the outside, written in the same transaction as the move it tells of."""

    id: str
    topic: str
    payload: Mapping[str, object]
    seq: int
    created_at: datetime
    delivered_at: datetime | None = None
