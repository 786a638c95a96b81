"""Rows a unit of work has accepted and not yet sent: kept by table, sent in the order in which tables rest on each other.

One statement per table and batch instead of one per row is what makes bulk loading quick.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, insert

from adapters.store import tables as t

ROWS_KEPT = 5000
ORDER = (
    t.SUBJECT,
    t.SUBJECT_EVENT,
    t.FACT,
    t.ENTRY,
    t.ENTRY_VERSION,
    t.ENTRY_MOVE,
    t.ENTRY_RECUSAL,
    t.BAN,
    t.RELATED,
    t.CASE_FILE,
    t.FILE_STEP,
    t.CASE_CLOCK,
    t.LETTER,
    t.LETTER_SERVICE,
    t.LOOK,
    t.CHECK_LOG,
    t.CHECK_VIEW,
    t.CHECK_OUTCOME,
    t.ERASURE,
    t.ERASED_ROW,
    t.ACCOUNT,
    t.CHAIN_LINK,
    t.OUTBOX,
    t.BOOK_INSTANT,
)

NewRow = dict[str, Any]


class PendingRows:
    """INVARIANT: rows of one table are sent in the order they came (a trigger on moves reads the moves before)."""

    def __init__(self) -> None:
        self._rows: dict[str, list[NewRow]] = {table.name: [] for table in ORDER}
        self._count = 0

    @property
    def is_full(self) -> bool:
        return self._count >= ROWS_KEPT

    def add(self, table: Table, rows: Iterable[NewRow]) -> None:
        kept = self._rows[table.name]
        before = len(kept)
        kept.extend(rows)
        self._count += len(kept) - before

    def of(self, table: Table) -> list[NewRow]:
        """The rows of a table that have not been sent; they may still be changed."""
        return self._rows[table.name]

    def send(self, connection: Connection) -> None:
        """Writes all of them; what fails is left to the caller, whose transaction is then lost anyway."""
        if not self._count:
            return
        for table in ORDER:
            rows = self._rows[table.name]
            if rows:
                self._rows[table.name] = []
                connection.execute(insert(table), rows)
        self._count = 0
