"""Reads of the book inside one transaction: the Reader of casework.ports, the audit chain and the outbox."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, and_, func, or_, select

from adapters.audit_chain import PAGE, ChainHead, StoredLink
from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.docket_reading import DocketReader
from adapters.store.erasure_reading import ErasureReader
from adapters.store.faults import told_plainly
from adapters.store.mapping.checks import check_record, key_lookup, message_record, outcome_record, view_record
from adapters.store.mapping.entries import ban_record, entry_record, move_record, recusal_record
from adapters.store.mapping.facts import fact_record, source_lookup
from adapters.store.mapping.subjects import account_record, related_record
from adapters.store.subject_reading import SubjectReader
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
    ViewRecord,
)

IDS_AT_ONCE = 500
CLOSED = tuple(state for state in EntryState if state.is_closed)

Owned = TypeVar("Owned", FactRecord, EntryRecord, BanRecord)
Row = Mapping[str, Any]
Table = Any  # a SQLAlchemy table; its columns are looked up by name


class SqlReader(SubjectReader, DocketReader, ErasureReader):
    """The book as one transaction sees it. Raises StoreBusy or StoreUnwritable where the database cannot answer."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def _rows(self, statement: Select[Any]) -> Sequence[Row]:
        with told_plainly():
            return cast("Sequence[Row]", self._connection.execute(statement).mappings().all())

    def stream(self, statement: Select[Any]) -> Iterator[Sequence[Any]]:
        """Rows of a statement one after another, a page of them in memory; several may be under way at once."""
        with told_plainly():
            yield from self._connection.execute(statement, execution_options={"yield_per": PAGE})

    @contextmanager
    def damaged_texts_shown(self) -> Iterator[None]:
        """Inside, bytes that are no UTF-8 come as lone surrogates, so that a verification can name the row they stand in."""
        driver: Any = self._connection.connection.driver_connection
        if self._connection.dialect.name != "sqlite":  # PostgreSQL holds no such text
            yield
            return
        usual, driver.text_factory = driver.text_factory, _decoded_whatever_it_is
        try:
            yield
        finally:
            driver.text_factory = usual

    def _first(self, statement: Select[Any]) -> Row | None:
        return next(iter(self._rows(statement.limit(1))), None)

    def last_seq(self) -> int:
        return int(self._rows(select(t.BOOK.c.last_seq))[0]["last_seq"])

    def seq_known_at(self, instant: datetime) -> int:
        newest = select(func.max(t.BOOK_INSTANT.c.seq).label("seq")).where(t.BOOK_INSTANT.c.at <= instant)
        return int(self._rows(newest)[0]["seq"] or 0)

    def facts_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[FactRecord, ...]]:
        superseded = t.FACT.c.superseded_seq
        standing: Any = superseded.is_(None)
        if at_seq is not None:
            standing = and_(t.FACT.c.recorded_seq <= at_seq, or_(standing, superseded > at_seq))
        rows = self._of_subjects(t.FACT, standing, subject_ids)
        found = (fact_record(self._keys, row) for row in rows)
        return _by_subject(subject_ids, (one for one in found if one is not None), _fact_order)

    def fact_by_source(self, department: str, kind: str, source_key: str) -> FactRecord | None:
        if not source_key:
            return None
        same = t.FACT.c.source_lookup == source_lookup(self._keys, department, kind, source_key)
        row = self._first(select(t.FACT).where(same, t.FACT.c.superseded_seq.is_(None)))
        return fact_record(self._keys, row) if row else None

    def entry(self, entry_id: str) -> EntryRecord | None:
        row = self._first(select(t.ENTRY).where(t.ENTRY.c.id == entry_id))
        return entry_record(self._keys, row) if row else None

    def entries_of(
        self, subject_ids: Sequence[str], at_seq: int | None = None
    ) -> Mapping[str, tuple[EntryRecord, ...]]:
        if at_seq is None:
            rows = self._of_subjects(t.ENTRY, _was_effective(t.ENTRY), subject_ids)
        else:
            rows = self._of_subjects(t.ENTRY_VERSION, _stood_at(at_seq), subject_ids)
        return _by_subject(subject_ids, (entry_record(self._keys, row) for row in rows), _entry_order)

    def open_entry(self, subject_id: str, list_id: str) -> EntryRecord | None:
        entry = t.ENTRY.c
        same = and_(entry.subject_id == subject_id, entry.list_id == list_id, entry.state.not_in(CLOSED))
        row = self._first(select(t.ENTRY).where(same).order_by(entry.proposed_seq.desc(), entry.id.desc()))
        return entry_record(self._keys, row) if row else None

    def entries_on(self, subject_id: str, list_id: str) -> Sequence[EntryRecord]:
        entry = t.ENTRY.c
        found = select(t.ENTRY).where(entry.subject_id == subject_id, entry.list_id == list_id)
        return [entry_record(self._keys, row) for row in self._rows(found.order_by(entry.proposed_seq, entry.id))]

    def entries_about(self, subject_id: str) -> Sequence[EntryRecord]:
        found = select(t.ENTRY).where(t.ENTRY.c.subject_id == subject_id)
        return [
            entry_record(self._keys, row) for row in self._rows(found.order_by(t.ENTRY.c.proposed_seq, t.ENTRY.c.id))
        ]

    def find_entries(
        self, *, department: str | None, states: Sequence[EntryState], after: str = "", limit: int = 100
    ) -> Sequence[EntryRecord]:
        found = select(t.ENTRY).where(t.ENTRY.c.state.in_(list(states)), t.ENTRY.c.id > after)
        if department is not None:
            found = found.where(t.ENTRY.c.authority == department)
        return [entry_record(self._keys, row) for row in self._rows(found.order_by(t.ENTRY.c.id).limit(limit))]

    def moves_of(self, entry_id: str) -> Sequence[MoveRecord]:
        moves = select(t.ENTRY_MOVE).where(t.ENTRY_MOVE.c.entry_id == entry_id).order_by(t.ENTRY_MOVE.c.number)
        return [move_record(self._keys, row) for row in self._rows(moves)]

    def recusals_of(self, entry_id: str) -> Sequence[RecusalRecord]:
        of_it = select(t.ENTRY_RECUSAL).where(t.ENTRY_RECUSAL.c.entry_id == entry_id)
        return [recusal_record(row) for row in self._rows(of_it.order_by(t.ENTRY_RECUSAL.c.number))]

    def kept_from(self, account_id: str) -> frozenset[str]:
        of_them = select(t.ENTRY_RECUSAL).where(t.ENTRY_RECUSAL.c.account_id == account_id)
        last = {row["entry_id"]: row["granted"] for row in self._rows(of_them.order_by(t.ENTRY_RECUSAL.c.number))}
        return frozenset(entry_id for entry_id, granted in last.items() if granted)

    def bans_of(self, subject_ids: Sequence[str], at_seq: int | None = None) -> Mapping[str, tuple[BanRecord, ...]]:
        recorded = t.BAN.c.recorded_seq <= at_seq if at_seq is not None else t.BAN.c.recorded_seq.is_not(None)
        rows = self._of_subjects(t.BAN, recorded, subject_ids)
        return _by_subject(subject_ids, (ban_record(self._keys, row, at_seq) for row in rows), _ban_order)

    def related_of(self, subject_id: str, at_seq: int | None = None) -> Sequence[RelatedRecord]:
        """Of the rows for one person, role and start the last one recorded by `at_seq` stands."""
        known = select(t.RELATED).where(t.RELATED.c.subject_id == subject_id)
        if at_seq is not None:
            known = known.where(t.RELATED.c.recorded_seq <= at_seq)
        rows = self._rows(known.order_by(t.RELATED.c.recorded_seq, t.RELATED.c.number))
        latest = {(row["person_id"], row["role"], row["start"]): related_record(row) for row in rows}
        return sorted(latest.values(), key=lambda r: (r.role, r.person_id, r.recorded_seq))

    def check(self, check_id: str) -> CheckRecord | None:
        row = self._first(select(t.CHECK_LOG).where(t.CHECK_LOG.c.id == check_id))
        return check_record(self._keys, row) if row else None

    def check_by_key(self, account_id: str, idempotency_key: str) -> CheckRecord | None:
        """The latest check this account asked under this key."""
        if not idempotency_key:
            return None
        log = t.CHECK_LOG.c
        same = and_(log.account_id == account_id, log.key_lookup == key_lookup(self._keys, idempotency_key))
        row = self._first(select(t.CHECK_LOG).where(same).order_by(log.seq.desc()))
        return check_record(self._keys, row) if row else None

    def checks_about(self, subject_id: str, limit: int = 200) -> Sequence[CheckRecord]:
        log = t.CHECK_LOG.c
        found = select(t.CHECK_LOG).where(log.subject_id == subject_id).order_by(log.seq.desc(), log.id).limit(limit)
        return [check_record(self._keys, row) for row in self._rows(found)]

    def views_of(self, check_id: str) -> Sequence[ViewRecord]:
        view = t.CHECK_VIEW.c
        seen = select(t.CHECK_VIEW).where(view.check_id == check_id).order_by(view.seq, view.id)
        return [view_record(row) for row in self._rows(seen)]

    def outcome_of(self, check_id: str) -> OutcomeRecord | None:
        row = self._first(select(t.CHECK_OUTCOME).where(t.CHECK_OUTCOME.c.check_id == check_id))
        return outcome_record(self._keys, row) if row else None

    def account_by_name(self, name: str) -> Account | None:
        row = self._first(select(t.ACCOUNT).where(t.ACCOUNT.c.name == name))
        return account_record(row) if row else None

    def account(self, account_id: str) -> Account | None:
        row = self._first(select(t.ACCOUNT).where(t.ACCOUNT.c.id == account_id))
        return account_record(row) if row else None

    def accounts(self) -> Sequence[Account]:
        return sorted((account_record(row) for row in self._rows(select(t.ACCOUNT))), key=lambda a: a.name)

    def freshness(self) -> Mapping[str, datetime]:
        return {row["id"]: row["spoke_at"] for row in self._rows(select(t.SOURCE))}

    def chain_rows(self, after: int = 0, limit: int = PAGE) -> Sequence[StoredLink]:
        """Links of the audit chain after number `after`, as they stand on disk."""
        link = t.CHAIN_LINK.c
        rows = self._rows(select(t.CHAIN_LINK).where(link.number > after).order_by(link.number).limit(limit))
        return [StoredLink(**row) for row in rows]

    def chain_head(self) -> ChainHead:
        book = self._rows(select(t.BOOK.c.chain_number, t.BOOK.c.chain_digest, t.BOOK.c.chain_seal))[0]
        number, digest = book["chain_number"], book["chain_digest"]
        holds = self._keys.chain_seal(number, digest) == book["chain_seal"]
        return ChainHead(number=number, digest=digest, seal_holds=holds)

    def undelivered(self, limit: int = 100) -> Sequence[OutboxMessage]:
        """Outbox messages that nobody has acknowledged, oldest first."""
        waiting = select(t.OUTBOX).where(t.OUTBOX.c.delivered_at.is_(None)).order_by(t.OUTBOX.c.number).limit(limit)
        return [message_record(self._keys, row) for row in self._rows(waiting)]

    def _of_subjects(self, table: Table, condition: Any, subject_ids: Iterable[str]) -> Iterator[Row]:
        return self._of_ids(lambda ids: select(table).where(table.c.subject_id.in_(ids), condition), subject_ids)

    def _of_ids(self, of: Callable[[list[str]], Select[Any]], ids: Iterable[str]) -> Iterator[Row]:
        """Rows for many ids, a few hundred in one statement: databases bound the number of parameters."""
        every = list(dict.fromkeys(ids))
        for first in range(0, len(every), IDS_AT_ONCE):
            yield from self._rows(of(every[first : first + IDS_AT_ONCE]))


def _decoded_whatever_it_is(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _was_effective(entry: Table) -> Any:
    """Effective, or ended after it had been effective."""
    ended_later = and_(entry.c.state == EntryState.ENDED, entry.c.effective_seq.is_not(None))
    return or_(entry.c.state == EntryState.EFFECTIVE, ended_later)


def _stood_at(at_seq: int) -> Any:
    """The latest version of an entry recorded by `at_seq`, if it was effective then."""
    later = t.ENTRY_VERSION.alias("later")
    latest = select(func.max(later.c.version)).where(later.c.id == t.ENTRY_VERSION.c.id, later.c.seq <= at_seq)
    return and_(t.ENTRY_VERSION.c.version == latest.scalar_subquery(), _was_effective(t.ENTRY_VERSION))


def _fact_order(fact: FactRecord) -> tuple[int, str]:
    return fact.recorded_seq, fact.id


def _entry_order(entry: EntryRecord) -> tuple[int, str]:
    return entry.proposed_seq, entry.id


def _ban_order(ban: BanRecord) -> tuple[int, str]:
    return ban.recorded_seq, ban.id


def _by_subject(
    subject_ids: Iterable[str], owned: Iterable[Owned], order: Callable[[Owned], tuple[int, str]]
) -> dict[str, tuple[Owned, ...]]:
    """Every subject asked for, with what it has (nothing: an empty tuple), in recorded order."""
    grouped: dict[str, list[Owned]] = {subject_id: [] for subject_id in subject_ids}
    for record in owned:
        grouped[record.subject_id].append(record)
    return {subject_id: tuple(sorted(records, key=order)) for subject_id, records in grouped.items()}
