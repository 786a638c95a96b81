"""One unit of work on the book in memory."""

import uuid
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NoReturn, TypeVar

from adapters.audit_chain import next_link
from adapters.store.codec import body_bytes, body_of, decoded_values, encoded_values, normalised_code
from adapters.store.evidence import ROWS
from casework.four_eyes import APART
from casework.ports import AlreadyRecorded, StaleVersion, StoreRefused, StoreUnwritable
from casework.records import (
    Account,
    BanRecord,
    CheckRecord,
    EntryRecord,
    FactRecord,
    Move,
    MoveRecord,
    OutboxMessage,
    OutcomeRecord,
    RecusalRecord,
    RelatedRecord,
    SubjectRecord,
    ViewRecord,
)
from casework.recusal import recused_from
from casework.subject_words import SubjectEvent
from tests.fakes.docket_writer import DocketWrites
from tests.fakes.erasing import ErasureWrites
from tests.fakes.store_evidence import rows_payload, wrote_rows
from tests.fakes.store_reader import BookState, FakeReader

if TYPE_CHECKING:
    from tests.fakes.store import FakeStore


Kept = TypeVar("Kept")


def _as_stored(body: Mapping[str, object]) -> dict[str, object]:
    """As it would come back from disk: refused here if JSON cannot say it."""
    return body_of(body_bytes(body))


class FakeUnitOfWork(FakeReader, DocketWrites, ErasureWrites):
    """Writes to a copy of the book; `commit` looks whether the whole may stand and puts it in place."""

    def __init__(self, store: "FakeStore") -> None:
        super().__init__(BookState())
        self._store = store
        self._drawn = False
        self._committed = False
        self._spoiled: StoreRefused | None = None

    def __enter__(self) -> "FakeUnitOfWork":
        self._store.take_lock()
        self.state = self._store.state.copy()
        return self

    def __exit__(self, *exc: object) -> None:
        self._store.release_lock()

    @property
    def _book(self) -> BookState:
        """What may still be written to."""
        if self._committed:
            raise RuntimeError("this unit of work has been committed; begin another one")
        return self.state

    def draw_seq(self) -> int:
        self._drawn = True
        self._book.seq += 1
        return self._book.seq

    def add_subject(self, subject: SubjectRecord) -> None:
        stored = replace(subject, attributes=decoded_values(encoded_values(subject.attributes)))
        key = (subject.code_kind, normalised_code(subject.code))
        taken = any((s.code_kind, normalised_code(s.code)) == key for s in self._book.subjects.values())
        self._unless(taken, "a subject with this code")
        self._insert(self._book.subjects, stored.id, stored)

    def add_event(self, event: SubjectEvent) -> None:
        if event.subject_id not in self._book.subjects:
            self._refuse(StoreRefused("the register has no such subject"))
        self._unless(any(one.id == event.id for one in self._book.events), "an event with this id")
        gone = {one.withdraws for one in self._book.events if one.withdraws}
        self._unless(event.withdraws in gone, "a withdrawal of this event")
        self._book.events.append(replace(event, details=_as_stored(event.details)))

    def add_facts(self, facts: Sequence[FactRecord]) -> None:
        for fact in facts:
            self._insert(self._book.facts, fact.id, replace(fact, values=decoded_values(encoded_values(fact.values))))

    def supersede_fact(self, fact_id: str, by_seq: int) -> None:
        fact = self._book.facts.get(fact_id)
        if fact is None or fact.superseded_seq is not None:
            self._refuse(StoreRefused("no standing fact has this id"))
        self._book.facts[fact_id] = replace(fact, superseded_seq=by_seq)

    def add_entry(self, entry: EntryRecord) -> None:
        stored = replace(entry, finding=_as_stored(entry.finding))
        self._insert(self._book.entries, entry.id, stored)
        self._book.entry_versions.append((entry.proposed_seq, stored))

    def save_entry(self, entry: EntryRecord) -> None:
        before = self._book.entries.get(entry.id)
        if before is None or before.version != entry.version - 1:
            raise StaleVersion("somebody else moved the entry first")
        stored = replace(entry, finding=_as_stored(entry.finding))
        self._book.entries[entry.id] = stored
        self._book.entry_versions.append((self._current_seq(), stored))

    def _current_seq(self) -> int:
        return self._book.seq if self._drawn else self.draw_seq()

    def add_move(self, move: MoveRecord) -> None:
        earlier = self.moves_of(move.entry_id)
        self._unless(any(m.number == move.number for m in earlier), "a move with this number")
        if move.move is Move.APPROVE:
            decisions = [m for m in earlier if m.move is Move.DECIDE]
            if not decisions or decisions[-1].account_id == move.account_id:
                self._refuse(StoreRefused("a decision is approved by somebody other than who decided"))
        self._require_lawful_hand(move, earlier)
        self._book.moves.append(replace(move, details=_as_stored(move.details)))

    def _require_lawful_hand(self, move: MoveRecord, earlier: Sequence[MoveRecord]) -> None:
        apart = {one for pair in APART if pair.later is move.move for one in pair.earlier}
        if move.move is Move.APPROVE:
            apart.discard(Move.DECIDE)  # the last decision alone counts there
        same_hand = any(one.move in apart and one.account_id == move.account_id for one in earlier)
        if same_hand or move.account_id in recused_from(self.recusals_of(move.entry_id)):
            self._refuse(StoreRefused("another hand is needed for this move"))

    def add_recusal(self, recusal: RecusalRecord) -> None:
        if not any(m.number == recusal.number for m in self.moves_of(recusal.entry_id)):
            self._refuse(StoreRefused("a record it rests on is missing"))
        self._unless(recusal in self._book.recusals, "a recusal with this number")
        self._book.recusals.append(recusal)

    def add_ban(self, ban: BanRecord) -> None:
        self._insert(self._book.bans, ban.id, ban)

    def end_ban(self, ban_id: str, on: date, reason: str, seq: int) -> None:
        ban = self._book.bans.get(ban_id)
        if ban is None or ban.ended_seq is not None:
            self._refuse(StoreRefused("no standing ban has this id"))
        self._book.bans[ban_id] = replace(ban, ended_on=on, end_reason=reason, ended_seq=seq)

    def add_related(self, related: RelatedRecord) -> None:
        self._book.related.append(related)

    def add_check(self, check: CheckRecord) -> None:
        stored = replace(check, request=_as_stored(check.request), answer=_as_stored(check.answer))
        self._insert(self._book.checks, check.id, stored)

    def add_view(self, view: ViewRecord) -> None:
        self._unless(any(v.id == view.id for v in self._book.views), "a view with this id")
        self._book.views.append(view)

    def add_outcome(self, outcome: OutcomeRecord) -> None:
        self._insert(self._book.outcomes, outcome.check_id, outcome)

    def add_account(self, account: Account) -> None:
        self._unless(self.account_by_name(account.name) is not None, "an account with this name")
        self._insert(self._book.accounts, account.id, account)

    def save_account(self, account: Account) -> None:
        if account.id not in self._book.accounts:
            self._refuse(StoreRefused("no account has this id"))
        self._book.accounts[account.id] = account

    def touch_source(self, list_id: str, at: datetime) -> None:
        self._book.sources[list_id] = max(at, self._book.sources.get(list_id, at))

    def log(self, kind: str, seq: int, payload: Mapping[str, object]) -> None:
        last = self._book.chain[-1] if self._book.chain else None
        self._book.chain.append(next_link(last, seq=seq, at=self._store.clock.now(), kind=kind, payload=payload))

    def post(self, topic: str, seq: int, payload: Mapping[str, object]) -> None:
        created = self._store.clock.now()
        message = OutboxMessage(
            id=uuid.uuid4().hex, topic=topic, payload=_as_stored(payload), seq=seq, created_at=created
        )
        self._book.outbox.append(message)

    def commit(self) -> None:
        if self._spoiled is not None:
            raise self._spoiled
        self._look_whether_all_may_stand()
        if self._store.full:
            raise StoreUnwritable("磁盘已满，未写入任何内容 (the disk is full; nothing was written)")
        if wrote_rows(self._store.state, self.state) and not self._drawn:
            self.draw_seq()
        if self._drawn:
            latest = self.state.instants[-1][1] if self.state.instants else self._store.clock.now()
            self.state.instants.append((self.state.seq, max(latest, self._store.clock.now())))
            self.log(ROWS, self.state.seq, rows_payload(self._store.state, self.state))
        self._store.state = self.state
        self._committed = True

    def _look_whether_all_may_stand(self) -> None:
        book = self.state
        keys = [
            (f.department, f.kind, f.source_key)
            for f in book.facts.values()
            if f.source_key and f.superseded_seq is None
        ]
        self._unless(len(keys) != len(set(keys)), "a standing fact with this source key")
        self._all_in(book.subjects, (person for r in book.related for person in (r.subject_id, r.person_id)))
        self._all_in(book.subjects, (e.other_id for e in book.events if e.other_id is not None))
        self._all_in({e.id for e in book.events}, (e.withdraws for e in book.events if e.withdraws is not None))
        self._all_in(book.subjects, (fact.subject_id for fact in book.facts.values()))
        self._all_in(book.subjects, (entry.subject_id for entry in book.entries.values()))
        self._all_in(book.subjects, (ban.subject_id for ban in book.bans.values()))
        self._all_in(book.subjects, (c.subject_id for c in book.checks.values() if c.subject_id is not None))
        self._all_in(book.facts, (f.supersedes for f in book.facts.values() if f.supersedes is not None))
        self._all_in(book.facts, (b.fact_id for b in book.bans.values()))
        self._all_in(book.entries, (m.entry_id for m in book.moves))
        self._all_in(book.subjects, (f.subject_id for f in book.files.values()))
        self._all_in(book.entries, (f.entry_id for f in book.files.values() if f.entry_id is not None))
        self._all_in(book.files, (s.file_id for s in book.steps))
        self._all_in(book.letters, (s.letter_id for s in book.services))
        self._all_in(book.subjects, (c.subject_id for c in book.clocks.values()))
        self._all_in(book.subjects, (one.subject_id for one in (*book.letters.values(), *book.looks)))
        self._all_in(book.checks, (*(v.check_id for v in book.views), *book.outcomes))

    def _all_in(self, there: Container[str], needed: Iterable[str]) -> None:
        if any(key not in there for key in needed):
            self._refuse(StoreRefused("a record it rests on is missing"))

    def _insert(self, records: dict[str, Kept], key: str, record: Kept) -> None:
        self._unless(key in records, "a record with this id")
        records[key] = record

    def _unless(self, taken: bool, what: str) -> None:
        if taken:
            self._refuse(AlreadyRecorded(f"{what} stands already"))

    def _refuse(self, refusal: StoreRefused) -> NoReturn:
        self._spoiled = refusal
        raise refusal
