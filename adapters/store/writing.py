"""One unit of work: everything it writes stands after `commit`, or nothing does.

It takes the writer's lock when it begins (SQLite: BEGIN IMMEDIATE; PostgreSQL: the book's one row, FOR UPDATE) and
holds it to the end. Sequence and chain are therefore plain counters here, written back once, at commit. A unit that
writes a row of the record draws a number, and its last link tells the digests of its rows (see `evidence`).
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NoReturn, Self

from sqlalchemy import Engine, Select, Table, insert, select, update

from adapters.audit_chain import ChainHead, StoredLink, next_link
from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.docket_writing import DocketWriter
from adapters.store.engine import writing
from adapters.store.erasing import Erasing
from adapters.store.evidence import ROWS, UnitRows
from adapters.store.faults import told_plainly
from adapters.store.mapping.checks import check_row, message_row, outcome_row, view_row
from adapters.store.mapping.entries import ban_row, entry_row, move_row, recusal_row, sealed_end
from adapters.store.mapping.facts import fact_row
from adapters.store.mapping.subjects import account_row, event_row, related_row, subject_row
from adapters.store.pending import PendingRows
from adapters.store.reading import Row, SqlReader
from casework.ports import Clock, StaleVersion, StoreRefused
from casework.records import (
    Account,
    BanRecord,
    CheckRecord,
    EntryRecord,
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

LINK_COLUMNS = tuple(column.name for column in t.CHAIN_LINK.columns)


class SqlUnitOfWork(SqlReader, DocketWriter, Erasing):
    """The UnitOfWork of casework.ports. Reads see its own writes. Not for use by two threads at once."""

    def __init__(self, engine: Engine, keys: Keyring, clock: Clock) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock
        self._pending = PendingRows()
        self._evidence = UnitRows()
        self._last_at: datetime | None = None
        self._seq = self._seq_before = 0
        self._drawn = False
        self._committed = False
        self._spoiled: StoreRefused | None = None
        self._head: ChainHead | StoredLink | None = None

    def __enter__(self) -> Self:
        with told_plainly():
            self._connection = writing(self._engine)
            try:
                self._take_the_book()
            except BaseException:
                self._connection.close()
                raise
        return self

    def _take_the_book(self) -> None:
        book = self._connection.execute(select(t.BOOK).with_for_update()).mappings().one()
        self._seq = self._seq_before = book["last_seq"]
        self._last_at = book["last_at"]
        if book["chain_number"]:
            self._head = ChainHead(number=book["chain_number"], digest=book["chain_digest"], seal_holds=True)

    def __exit__(self, *exc: object) -> None:
        with told_plainly():
            self._connection.close()

    def draw_seq(self) -> int:
        self._drawn = True
        self._seq += 1
        return self._seq

    def last_seq(self) -> int:
        return self._seq

    def add_subject(self, subject: SubjectRecord) -> None:
        row = subject_row(self._keys, subject)
        self._add(t.SUBJECT, ({**row, "recorded_seq": self._seq_before + 1},))

    def add_event(self, event: SubjectEvent) -> None:
        about = self.subject(event.subject_id)
        if about is None:
            self._refuse("登记中没有该主体 (the register has no such subject; register it first)")
        self._add(t.SUBJECT_EVENT, (event_row(self._keys, event, about.code_kind),))

    def add_facts(self, facts: Sequence[FactRecord]) -> None:
        self._add(t.FACT, (fact_row(self._keys, fact) for fact in facts))

    def supersede_fact(self, fact_id: str, by_seq: int) -> None:
        """Marks at once, before pending facts are sent: the new record may carry the same supplier's key."""
        for row in self._pending.of(t.FACT):
            if row["id"] == fact_id and row["superseded_seq"] is None:
                row["superseded_seq"] = by_seq
                self._evidence.mark("fact.superseded", row)
                return
        standing = (t.FACT.c.id == fact_id, t.FACT.c.superseded_seq.is_(None))
        if not self._change(update(t.FACT).where(*standing).values(superseded_seq=by_seq)):
            self._refuse(
                "要更正的事实不存在或已被更正；请重新读取后再试"
                " (the fact to be corrected does not exist or was corrected already; read again and retry)"
            )
        self._evidence.mark("fact.superseded", {"id": fact_id, "superseded_seq": by_seq})

    def add_entry(self, entry: EntryRecord) -> None:
        row = entry_row(self._keys, entry)
        self._add(t.ENTRY, (row,))
        self._add(t.ENTRY_VERSION, ({**row, "seq": entry.proposed_seq},))

    def save_entry(self, entry: EntryRecord) -> None:
        self._send()
        row = entry_row(self._keys, entry)
        seen = (t.ENTRY.c.id == entry.id, t.ENTRY.c.version == entry.version - 1)
        if not self._change(update(t.ENTRY).where(*seen).values(**row)):
            raise StaleVersion(
                "该条目已被他人变动；请重新读取后再试 (somebody else moved the entry first; read it again and retry)"
            )
        self._add(t.ENTRY_VERSION, ({**row, "seq": self._seq if self._drawn else self.draw_seq()},))

    def add_move(self, move: MoveRecord) -> None:
        self._add(t.ENTRY_MOVE, (move_row(self._keys, move),))

    def add_recusal(self, recusal: RecusalRecord) -> None:
        """Sent at once: moves of the same unit that come after it are judged by it."""
        self._add(t.ENTRY_RECUSAL, (recusal_row(recusal),))
        self._send()

    def add_ban(self, ban: BanRecord) -> None:
        self._add(t.BAN, (ban_row(self._keys, ban),))

    def end_ban(self, ban_id: str, on: date, reason: str, seq: int) -> None:
        self._send()
        standing = (t.BAN.c.id == ban_id, t.BAN.c.ended_seq.is_(None))
        end = {"ended_on": on, "ended_seq": seq, "sealed_end": sealed_end(self._keys, ban_id, reason)}
        if not self._change(update(t.BAN).where(*standing).values(**end)):
            self._refuse("该法定禁止不存在或已终止 (the ban does not exist or has ended already; read it again)")
        self._evidence.mark("ban.end", {"id": ban_id, **end})

    def add_related(self, related: RelatedRecord) -> None:
        self._add(t.RELATED, (related_row(related),))

    def add_check(self, check: CheckRecord) -> None:
        self._add(t.CHECK_LOG, (check_row(self._keys, check),))

    def add_view(self, view: ViewRecord) -> None:
        self._add(t.CHECK_VIEW, (view_row(view),))

    def add_outcome(self, outcome: OutcomeRecord) -> None:
        self._add(t.CHECK_OUTCOME, (outcome_row(self._keys, outcome),))

    def add_account(self, account: Account) -> None:
        self._add(t.ACCOUNT, (account_row(account),))

    def save_account(self, account: Account) -> None:
        self._send()
        row = account_row(account)
        if not self._change(update(t.ACCOUNT).where(t.ACCOUNT.c.id == account.id).values(**row)):
            self._refuse("该账户不存在 (no account has this id; add it first)")

    def touch_source(self, list_id: str, at: datetime) -> None:
        """Never back: an older load does not make a source look staler than it is."""
        known = self._first(select(t.SOURCE).where(t.SOURCE.c.id == list_id))
        if known is None:
            self._change(insert(t.SOURCE).values(id=list_id, spoke_at=at))
        elif at > known["spoke_at"]:
            self._change(update(t.SOURCE).where(t.SOURCE.c.id == list_id).values(spoke_at=at))

    def log(self, kind: str, seq: int, payload: Mapping[str, object]) -> None:
        link = next_link(self._head, seq=seq, at=self._clock.now(), kind=kind, payload=payload)
        self._add(t.CHAIN_LINK, ({name: getattr(link, name) for name in LINK_COLUMNS},))
        self._head = link

    def post(self, topic: str, seq: int, payload: Mapping[str, object]) -> None:
        at = self._clock.now()
        message = OutboxMessage(id=uuid.uuid4().hex, topic=topic, payload=payload, seq=seq, created_at=at)
        self._add(t.OUTBOX, (message_row(self._keys, message),))

    def mark_delivered(self, message_ids: Sequence[str], at: datetime) -> None:
        """The outbox messages that a receiver has acknowledged."""
        for message_id in message_ids:
            waiting = (t.OUTBOX.c.id == message_id, t.OUTBOX.c.delivered_at.is_(None))
            self._change(update(t.OUTBOX).where(*waiting).values(delivered_at=at))

    def commit(self) -> None:
        if self._spoiled is not None:
            raise self._spoiled
        self._write_back_the_book()
        with told_plainly():
            self._connection.commit()
        self._committed = True

    def _write_back_the_book(self) -> None:
        now = self._clock.now()
        at = max(now, self._last_at or now)
        if self._evidence and not self._drawn:
            self.draw_seq()
        if self._drawn:
            self._add(t.BOOK_INSTANT, ({"seq": self._seq, "at": at},))
            self.log(ROWS, self._seq, self._evidence.payload(self._seq_before + 1, self._seq))
        self._send()
        values: dict[str, Any] = {"last_seq": self._seq, "last_at": at}
        if self._head is not None:
            values |= {"chain_number": self._head.number, "chain_digest": self._head.digest}
            values["chain_seal"] = self._keys.chain_seal(self._head.number, self._head.digest)
        self._change(update(t.BOOK).values(**values))

    def _rows(self, statement: Select[Any]) -> Sequence[Row]:
        self._send()
        return super()._rows(statement)

    def _add(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        if self._committed:
            raise RuntimeError("this unit of work has been committed; begin another one")
        if self._pending.is_full:
            self._send()
        kept = list(rows)
        self._pending.add(table, kept)
        self._evidence.add(table, kept)

    def _send(self) -> None:
        with self._spoiled_by_refusal():
            self._pending.send(self._connection)

    def _change(self, statement: Any) -> int:
        """Runs one statement now; how many rows it touched."""
        if self._committed:
            raise RuntimeError("this unit of work has been committed; begin another one")
        with self._spoiled_by_refusal():
            return int(self._connection.execute(statement).rowcount)

    @contextmanager
    def _spoiled_by_refusal(self) -> Iterator[None]:
        """INVARIANT: after a refused write nothing of this unit can be committed, whoever swallowed the refusal."""
        try:
            with told_plainly():
                yield
        except StoreRefused as refusal:
            self._spoiled = refusal
            raise

    def _refuse(self, words: str) -> NoReturn:
        self._spoiled = StoreRefused(words)
        raise self._spoiled
