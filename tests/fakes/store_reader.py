"""What the book in memory holds, and how it is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from adapters.audit_chain import GENESIS, ChainHead, StoredLink
from casework.erasure import ErasureRecord
from casework.records import (
    Account,
    BanRecord,
    CheckRecord,
    EntryRecord,
    EntryState,
    FactRecord,
    MoveRecord,
    OutboxMessage,
    OutcomeRecord,
    RecusalRecord,
    RelatedRecord,
    SubjectRecord,
    ViewRecord,
)
from casework.subject_words import SubjectEvent
from tests.fakes.docket_reader import DocketReads, DocketState
from tests.fakes.erasing import ErasureReads
from tests.fakes.subject_reader import SubjectReads


@dataclass(slots=True, kw_only=True)
class BookState(DocketState):
    """All that is recorded. A unit of work changes a copy, commit puts the copy in place."""

    seq: int = 0
    instants: list[tuple[int, datetime]] = field(default_factory=list)
    subjects: dict[str, SubjectRecord] = field(default_factory=dict)
    events: list[SubjectEvent] = field(default_factory=list)
    facts: dict[str, FactRecord] = field(default_factory=dict)
    entries: dict[str, EntryRecord] = field(default_factory=dict)
    entry_versions: list[tuple[int, EntryRecord]] = field(default_factory=list)
    moves: list[MoveRecord] = field(default_factory=list)
    recusals: list[RecusalRecord] = field(default_factory=list)
    bans: dict[str, BanRecord] = field(default_factory=dict)
    related: list[RelatedRecord] = field(default_factory=list)
    checks: dict[str, CheckRecord] = field(default_factory=dict)
    views: list[ViewRecord] = field(default_factory=list)
    outcomes: dict[str, OutcomeRecord] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    sources: dict[str, datetime] = field(default_factory=dict)
    chain: list[StoredLink] = field(default_factory=list)
    outbox: list[OutboxMessage] = field(default_factory=list)
    erasures: list[ErasureRecord] = field(default_factory=list)
    emptied: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def copy(self) -> "BookState":
        contents = {f.name: getattr(self, f.name) for f in fields(self)}
        return BookState(**{name: value if name == "seq" else value.copy() for name, value in contents.items()})


def was_effective(entry: EntryRecord) -> bool:
    """Effective now, or ended after it had been effective."""
    return entry.state is EntryState.EFFECTIVE or (entry.state is EntryState.ENDED and entry.effective_seq is not None)


def is_open(entry: EntryRecord) -> bool:
    return not entry.state.is_closed


class FakeReader(SubjectReads, DocketReads, ErasureReads):
    """Reads one state of the book; a state that has been committed never changes again."""

    def __init__(self, state: BookState) -> None:
        self.state = state

    def last_seq(self) -> int:
        return self.state.seq

    def seq_known_at(self, instant: datetime) -> int:
        return max((seq for seq, at in self.state.instants if at <= instant), default=0)

    def facts_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[FactRecord, ...]]:
        at = self.state.seq if at_seq is None else at_seq
        emptied = {key[1] for key in self.state.emptied if key[0] == "fact"}
        kept = (f for f in self.state.facts.values() if f.id not in emptied)
        known = (f for f in kept if f.recorded_seq <= at or at_seq is None)
        standing = [f for f in known if f.superseded_seq is None or (at_seq is not None and f.superseded_seq > at)]
        standing.sort(key=lambda f: (f.recorded_seq, f.id))
        return {key: tuple(f for f in standing if f.subject_id == key) for key in subject_ids}

    def fact_by_source(self, department: str, kind: str, source_key: str) -> FactRecord | None:
        wanted = (department, kind, source_key)
        found = (f for f in self.state.facts.values() if (f.department, f.kind, f.source_key) == wanted)
        return next((f for f in found if source_key and f.superseded_seq is None), None)

    def entry(self, entry_id: str) -> EntryRecord | None:
        return self.state.entries.get(entry_id)

    def entries_of(
        self, subject_ids: Sequence[str], at_seq: int | None = None
    ) -> Mapping[str, tuple[EntryRecord, ...]]:
        standing = self.state.entries if at_seq is None else self._entries_at(at_seq)
        shown = sorted((e for e in standing.values() if was_effective(e)), key=lambda e: (e.proposed_seq, e.id))
        return {key: tuple(e for e in shown if e.subject_id == key) for key in subject_ids}

    def _entries_at(self, at_seq: int) -> dict[str, EntryRecord]:
        return {entry.id: entry for seq, entry in self.state.entry_versions if seq <= at_seq}

    def open_entry(self, subject_id: str, list_id: str) -> EntryRecord | None:
        candidates = (e for e in self.state.entries.values() if (e.subject_id, e.list_id) == (subject_id, list_id))
        return max((e for e in candidates if is_open(e)), key=lambda e: (e.proposed_seq, e.id), default=None)

    def entries_on(self, subject_id: str, list_id: str) -> Sequence[EntryRecord]:
        found = (e for e in self.state.entries.values() if (e.subject_id, e.list_id) == (subject_id, list_id))
        return sorted(found, key=lambda e: (e.proposed_seq, e.id))

    def entries_about(self, subject_id: str) -> Sequence[EntryRecord]:
        found = (e for e in self.state.entries.values() if e.subject_id == subject_id)
        return sorted(found, key=lambda e: (e.proposed_seq, e.id))

    def find_entries(
        self, *, department: str | None, states: Sequence[EntryState], after: str = "", limit: int = 100
    ) -> Sequence[EntryRecord]:
        found = (e for e in self.state.entries.values() if e.state in states and e.id > after)
        mine = (e for e in found if department is None or e.authority == department)
        return sorted(mine, key=lambda e: e.id)[:limit]

    def moves_of(self, entry_id: str) -> Sequence[MoveRecord]:
        return sorted((m for m in self.state.moves if m.entry_id == entry_id), key=lambda m: m.number)

    def recusals_of(self, entry_id: str) -> Sequence[RecusalRecord]:
        return sorted((one for one in self.state.recusals if one.entry_id == entry_id), key=lambda one: one.number)

    def kept_from(self, account_id: str) -> frozenset[str]:
        ordered = sorted(self.state.recusals, key=lambda one: one.number)
        last = {one.entry_id: one.granted for one in ordered if one.account_id == account_id}
        return frozenset(entry_id for entry_id, granted in last.items() if granted)

    def bans_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[BanRecord, ...]]:
        shown = sorted(self._bans_at(at_seq), key=lambda ban: (ban.recorded_seq, ban.id))
        return {key: tuple(ban for ban in shown if ban.subject_id == key) for key in subject_ids}

    def _bans_at(self, at_seq: int | None) -> Iterator[BanRecord]:
        for ban in self.state.bans.values():
            if at_seq is None or ban.recorded_seq <= at_seq:
                not_yet_ended = at_seq is not None and ban.ended_seq is not None and ban.ended_seq > at_seq
                yield replace(ban, ended_on=None, end_reason="", ended_seq=None) if not_yet_ended else ban

    def related_of(self, subject_id: str, at_seq: int | None = None) -> Sequence[RelatedRecord]:
        mine = (r for r in self.state.related if r.subject_id == subject_id)
        known = (r for r in mine if at_seq is None or r.recorded_seq <= at_seq)
        latest = {(r.person_id, r.role, r.start): r for r in sorted(known, key=lambda r: r.recorded_seq)}
        return sorted(latest.values(), key=lambda r: (r.role, r.person_id, r.recorded_seq))

    def check(self, check_id: str) -> CheckRecord | None:
        return self.state.checks.get(check_id)

    def check_by_key(self, account_id: str, idempotency_key: str) -> CheckRecord | None:
        wanted = (account_id, idempotency_key)
        found = (c for c in self.state.checks.values() if (c.account_id, c.idempotency_key) == wanted)
        return max((c for c in found if idempotency_key), key=lambda c: c.seq, default=None)

    def checks_about(self, subject_id: str, limit: int = 200) -> Sequence[CheckRecord]:
        found = (c for c in self.state.checks.values() if c.subject_id == subject_id)
        return sorted(found, key=lambda c: (-c.seq, c.id))[:limit]

    def views_of(self, check_id: str) -> Sequence[ViewRecord]:
        return sorted((v for v in self.state.views if v.check_id == check_id), key=lambda v: (v.seq, v.id))

    def outcome_of(self, check_id: str) -> OutcomeRecord | None:
        return self.state.outcomes.get(check_id)

    def account_by_name(self, name: str) -> Account | None:
        return next((a for a in self.state.accounts.values() if a.name == name), None)

    def account(self, account_id: str) -> Account | None:
        return self.state.accounts.get(account_id)

    def accounts(self) -> Sequence[Account]:
        return sorted(self.state.accounts.values(), key=lambda a: a.name)

    def freshness(self) -> Mapping[str, datetime]:
        return dict(self.state.sources)

    def chain_rows(self, after: int = 0, limit: int = 1000) -> Sequence[StoredLink]:
        return tuple(self.state.chain[after : after + limit])

    def chain_head(self) -> ChainHead:
        last = self.state.chain[-1] if self.state.chain else None
        return ChainHead(number=last.number if last else 0, digest=last.digest if last else GENESIS, seal_holds=True)
