"""The erasure of contents: the one way in which a row of the record changes after it was written.

First a row of `erased_row` names the row with its digests before and after; only then do the database's guards let
exactly its contents go, and only until this unit of work commits. The entry's present row goes with its last version.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, and_, select, update

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.evidence import PARTS, row_digest
from adapters.store.mapping.erasures import EMPTYINGS, Emptying, emptied, erasure_row, row_key
from casework.erasure import ErasureRecord, Target

Row = Mapping[str, Any]
PART_OF = {part.name: part for part in PARTS}


class Erasing:
    """`_add`, `_send`, `_change` and `_rows` are those of the unit of work it is part of."""

    _keys: Keyring

    @abstractmethod
    def _add(self, table: Table, rows: Iterable[dict[str, Any]]) -> None: ...

    @abstractmethod
    def _send(self) -> None: ...

    @abstractmethod
    def _change(self, statement: Any) -> int: ...

    @abstractmethod
    def _rows(self, statement: Select[Any]) -> Sequence[Row]: ...

    def erase(self, erasure: ErasureRecord, targets: Sequence[Target]) -> int:
        """Every row that is not empty yet, named first and then emptied; how many."""
        self._add(t.ERASURE, (erasure_row(erasure),))
        count = 0
        for target in targets:
            emptying = EMPTYINGS[target.what]
            for row in self._rows(_rows_of(emptying, target)):
                count += self._emptied(erasure, emptying, row)
        return count

    def _emptied(self, erasure: ErasureRecord, emptying: Emptying, row: Row) -> int:
        key, part = row_key(emptying, row), PART_OF[emptying.part]
        same = (t.ERASED_ROW.c.part == part.name, t.ERASED_ROW.c.row_key == key)
        if row[emptying.column] is None or self._rows(select(t.ERASED_ROW.c.number).where(*same).limit(1)):
            return 0
        changed = emptied(self._keys, emptying, row)
        named = {
            "erasure_id": erasure.id,
            "part": part.name,
            "row_key": key,
            "target_seq": row[part.seq],
            "before": row_digest(part, part.values_of(row), 1).hex(),
            "after": row_digest(part, part.values_of({**row, **changed}), 1).hex(),
            "seq": erasure.seq,
        }
        self._add(t.ERASED_ROW, (named,))
        self._send()
        self._change(_update(emptying.table, emptying.key, row, changed))
        if emptying.table is t.ENTRY_VERSION:
            self._change(_update(t.ENTRY, ("id", "version"), row, changed))
        return 1


def _rows_of(emptying: Emptying, target: Target) -> Select[Any]:
    column = emptying.table.c
    wanted = [column[emptying.owner] == target.id]
    if emptying.number:
        wanted.append(column[emptying.number] == target.number)
    return select(emptying.table).where(and_(*wanted)).order_by(*emptying.table.primary_key.columns)


def _update(table: Table, key: Iterable[str], row: Row, changed: Row) -> Any:
    return update(table).where(*(table.c[name] == row[name] for name in key)).values(**changed)
