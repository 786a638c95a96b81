"""What casework asks of the world. Adapters implement these; tests use fakes with the same behaviour.

A `UnitOfWork` joins facts, moves, outbox and chain in one transaction under the writer's lock: everything or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from casework.docket import (
    ClockEnd,
    ClockRecord,
    FileKind,
    FileRecord,
    LetterRecord,
    LookRecord,
    ServiceRecord,
    StepRecord,
)
from casework.erasure import ErasureReads, ErasureWrites
from casework.records import (
    Account,
    BanRecord,
    CheckRecord,
    CodeKind,
    EntryRecord,
    EntryState,
    FactRecord,
    MoveRecord,
    OutcomeRecord,
    RecusalRecord,
    RelatedRecord,
    SubjectRecord,
    ViewRecord,
)
from casework.subject_words import SubjectEvent
from engine.catalogue import Catalogue
from engine.compile.program import Program, Readings
from engine.facts import Situation
from engine.pack import ListDef, Pack


class Clock(Protocol):
    """`now` is an aware UTC instant; `today` is the date in Asia/Shanghai."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class Shelf(Protocol):
    """The packs that are loaded, every version side by side. Immutable for the length of a question."""

    @property
    def catalogue(self) -> Catalogue: ...

    def packs(self) -> Sequence[Pack]: ...

    def in_force(self, law_at: date, known_on: date, place: str) -> Sequence[Pack]:
        """One release per pack id or none: published by known_on, covers law_at, not corrected; jurisdiction of place or above it."""
        ...

    def list_def(self, list_id: str, law_at: date, known_on: date) -> tuple[Pack, ListDef] | None: ...

    def list_titles(self) -> Mapping[str, str]:
        """Every list any loaded release defines: id -> legal title of the newest release."""
        ...


class Evaluator(Protocol):
    """Both engines. `evaluate` answers each situation with the readings of (direct, rete); rete None: that engine is out of service."""

    def evaluate(
        self, program: Program, situations: Sequence[Situation]
    ) -> Sequence[tuple[Readings, Readings | None]]: ...


class Reader(ErasureReads, Protocol):
    """Reads at one instant of the book. `at_seq` None: now."""

    def last_seq(self) -> int: ...

    def seq_known_at(self, instant: datetime) -> int: ...

    def subject(self, subject_id: str) -> SubjectRecord | None: ...

    def subjects(self, subject_ids: Iterable[str]) -> Mapping[str, SubjectRecord]: ...

    def subject_by_code(self, code_kind: CodeKind, code: str) -> SubjectRecord | None:
        """Under a code it has or has had; the record as its life's events have left it."""
        ...

    def subjects_by_name(self, name: str) -> Sequence[SubjectRecord]:
        """Exact match of the normalised name, also of a former one, by keyed look-up; at most 20."""
        ...

    def events_of(self, subject_id: str) -> Sequence[SubjectEvent]:
        """Every event of its life, and those of others that name it; in the order in which they were recorded."""
        ...

    def subject_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]: ...

    def facts_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[FactRecord, ...]]:
        """Facts recorded by and not superseded at `at_seq`, by subject."""
        ...

    def fact_by_source(self, department: str, kind: str, source_key: str) -> FactRecord | None:
        """The one that stands (not superseded), or None."""
        ...

    def entry(self, entry_id: str) -> EntryRecord | None: ...

    def entries_of(
        self, subject_ids: Sequence[str], at_seq: int | None = None
    ) -> Mapping[str, tuple[EntryRecord, ...]]:
        """Entries that are or were effective, as they stood at `at_seq` (proposals are invisible here)."""
        ...

    def open_entry(self, subject_id: str, list_id: str) -> EntryRecord | None:
        """The one not closed (rejected, lapsed, ended), in whatever state."""
        ...

    def entries_on(self, subject_id: str, list_id: str) -> Sequence[EntryRecord]:
        """Every entry of the subject on that list, in whatever state, oldest first."""
        ...

    def entries_about(self, subject_id: str) -> Sequence[EntryRecord]:
        """Every entry of the subject on any list, in whatever state, oldest first."""
        ...

    def find_entries(
        self, *, department: str | None, states: Sequence[EntryState], after: str = "", limit: int = 100
    ) -> Sequence[EntryRecord]: ...

    def moves_of(self, entry_id: str) -> Sequence[MoveRecord]: ...

    def recusals_of(self, entry_id: str) -> Sequence[RecusalRecord]:
        """Every decision about recusal in this case, in order."""
        ...

    def kept_from(self, account_id: str) -> frozenset[str]:
        """The ids of the entries whose cases this account keeps away from (the last decision about it holds)."""
        ...

    def bans_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[BanRecord, ...]]: ...

    def related_of(self, subject_id: str, at_seq: int | None = None) -> Sequence[RelatedRecord]: ...

    def check(self, check_id: str) -> CheckRecord | None: ...

    def check_by_key(self, account_id: str, idempotency_key: str) -> CheckRecord | None: ...

    def checks_about(self, subject_id: str, limit: int = 200) -> Sequence[CheckRecord]:
        """Checks whose subject it is, newest first; not those that looked at it in a role for another."""
        ...

    def views_of(self, check_id: str) -> Sequence[ViewRecord]: ...

    def outcome_of(self, check_id: str) -> OutcomeRecord | None: ...

    def account_by_name(self, name: str) -> Account | None: ...

    def account(self, account_id: str) -> Account | None: ...

    def accounts(self) -> Sequence[Account]: ...

    def file(self, file_id: str) -> FileRecord | None: ...

    def file_by_receipt(self, receipt: str) -> FileRecord | None:
        """Case and blanks do not count."""
        ...

    def steps_of(self, file_id: str) -> Sequence[StepRecord]: ...

    def files_of(self, subject_id: str) -> Sequence[FileRecord]:
        """Oldest first."""
        ...

    def files_on(self, entry_id: str) -> Sequence[FileRecord]:
        """Oldest first."""
        ...

    def open_files(
        self, department: str, kinds: Sequence[FileKind], after: str = "", limit: int = 100
    ) -> Sequence[FileRecord]:
        """Those that no step has closed, by id."""
        ...

    def clock(self, clock_id: str) -> ClockRecord | None: ...

    def clocks_on(self, entry_id: str | None = None, file_id: str | None = None) -> Sequence[ClockRecord]:
        """Running and ended ones, oldest first; ValueError where neither is named."""
        ...

    def clocks_due(self, until: date, limit: int = 100) -> Sequence[ClockRecord]:
        """Running clocks whose last day lies before `until`, the earliest first."""
        ...

    def open_clocks(self, department: str, limit: int = 500) -> Sequence[ClockRecord]:
        """Running clocks: those whose last day cannot be told yet, then the earliest last day first."""
        ...

    def letter(self, letter_id: str) -> LetterRecord | None: ...

    def letters_of(self, subject_id: str) -> Sequence[LetterRecord]:
        """Oldest first."""
        ...

    def services_of(self, letter_id: str) -> Sequence[ServiceRecord]: ...

    def looks_at(self, subject_id: str, limit: int = 200) -> Sequence[LookRecord]:
        """Newest first."""
        ...

    def count_looks(self, account_id: str, kind: str, since: datetime) -> int:
        """How often this account has looked in this way at `since` or later."""
        ...

    def freshness(self) -> Mapping[str, datetime]:
        """Per list id, and "ban": when its source last spoke to us (last load or mirrored entry or end)."""
        ...


class UnitOfWork(Reader, ErasureWrites, Protocol):
    """One write transaction (SQLite: BEGIN IMMEDIATE). Leaving the `with` without `commit` undoes everything.

    Every `add_*`/`save_*` writes; each also appends one link to the hash chain in `commit` order where noted.
    """

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(self, *exc: object) -> None: ...

    def draw_seq(self) -> int:
        """The next number of the store sequence."""
        ...

    def add_subject(self, subject: SubjectRecord) -> None: ...

    def add_event(self, event: SubjectEvent) -> None:
        """StoreRefused where what it withdraws is withdrawn already."""
        ...

    def add_facts(self, facts: Sequence[FactRecord]) -> None: ...

    def supersede_fact(self, fact_id: str, by_seq: int) -> None: ...

    def add_entry(self, entry: EntryRecord) -> None: ...

    def save_entry(self, entry: EntryRecord) -> None:
        """Writes the new state; StaleVersion where the stored version is not `entry.version - 1`."""
        ...

    def add_move(self, move: MoveRecord) -> None:
        """StoreRefused where the pair of hands is not lawful (casework.four_eyes), or the account keeps away from the case."""
        ...

    def add_recusal(self, recusal: RecusalRecord) -> None:
        """Told with the move that decides it."""
        ...

    def add_ban(self, ban: BanRecord) -> None: ...

    def end_ban(self, ban_id: str, on: date, reason: str, seq: int) -> None: ...

    def add_related(self, related: RelatedRecord) -> None: ...

    def open_file(self, file: FileRecord) -> None: ...

    def add_step(self, step: StepRecord) -> None:
        """StoreRefused after a step that closes, and where the number leaves a gap."""
        ...

    def add_clock(self, clock: ClockRecord) -> None: ...

    def end_clock(self, clock_id: str, how: ClockEnd, on: date, seq: int) -> None:
        """Once; StoreRefused where it has ended already."""
        ...

    def next_serial(self, department: str, series: str, year: int) -> int:
        """The serial the next letter of this series must carry."""
        ...

    def add_letter(self, letter: LetterRecord) -> None:
        """StoreRefused where its serial is not `next_serial`."""
        ...

    def add_service(self, service: ServiceRecord) -> None: ...

    def add_look(self, look: LookRecord) -> None: ...

    def add_check(self, check: CheckRecord) -> None: ...

    def add_view(self, view: ViewRecord) -> None: ...

    def add_outcome(self, outcome: OutcomeRecord) -> None: ...

    def add_account(self, account: Account) -> None: ...

    def save_account(self, account: Account) -> None: ...

    def touch_source(self, list_id: str, at: datetime) -> None: ...

    def log(self, kind: str, seq: int, payload: Mapping[str, object]) -> None:
        """One link of the hash chain. The payload holds ids, codes of moves and digests; never a name or an identifier."""
        ...

    def post(self, topic: str, seq: int, payload: Mapping[str, object]) -> None:
        """One outbox message, delivered after commit."""
        ...

    def commit(self) -> None: ...


class Store(Protocol):
    def reader(self) -> AbstractContextManager[Reader]:
        """A consistent read transaction."""
        ...

    def unit_of_work(self) -> UnitOfWork: ...


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...

    def verify(self, password: str, password_hash: str) -> bool: ...


class StaleVersion(Exception):
    """Somebody else moved the entry first."""


class StoreBusy(Exception):
    """The writer's lock was not to be had in time; nothing was written; try again."""


class StoreUnwritable(Exception):
    """The disk is full or refuses; nothing was written. `str()` says what and what to do."""


class StoreRefused(Exception):
    """The book's own rules refuse the write (never overwritten, four eyes, a record it rests on is missing).

    Raised by the write or, at the latest, by `commit`; nothing of the unit is kept. `str()` says which rule and what to do.
    """


class AlreadyRecorded(StoreRefused):
    """A record with this identity stands already (same id, same code, same source key, second outcome of one check)."""
