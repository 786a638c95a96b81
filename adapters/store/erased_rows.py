"""For the audit of rows: which rows of a part were erased, with the digest each had and the one it must have now.

An erasure is believed because its own rows stand in the chain like any others; here it is only matched with the row it
names. Exactly what it permits is accepted: the row as it was emptied, in the place of the row as it was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from adapters.store import tables as t
from adapters.store.evidence import Part
from adapters.store.reading import SqlReader

KEYS: Mapping[str, tuple[str, ...]] = {
    "entry_version": ("id", "version"),
    "entry_move": ("entry_id", "number"),
    "file_step": ("file_id", "number"),
    "letter_service": ("letter_id", "number"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """`before`: the digest the row was written with; `after`: the one it has since it was emptied."""

    before: bytes
    after: bytes


class ErasedRows:
    """The erased rows of one part, read forwards beside its rows; memory holds those of one unit."""

    def __init__(self, reader: SqlReader, part: Part) -> None:
        names = KEYS.get(part.table.name, ("id",))
        self._places = [part.columns.index(name) for name in names] if set(names) <= set(part.columns) else []
        self._rows = _following(reader.stream(_in_order(part)))
        self._next = next(self._rows, None)

    def up_to(self, last: int) -> dict[str, Erased | None]:
        """Those written under the numbers up to `last`, by row key; None where their digests cannot be used."""
        found: dict[str, Erased | None] = {}
        while self._next is not None and self._next[0] <= last:
            _, key, before, after = self._next
            found[key] = _erased(before, after, key in found)
            self._next = next(self._rows, None)
        return found

    def key_of(self, values: Sequence[object]) -> str:
        """The row's key, from its columns in the part's order."""
        return "@".join(str(values[place]) for place in self._places)


def _in_order(part: Part) -> Select[Any]:
    erased = t.ERASED_ROW.c
    found = select(erased.target_seq, erased.row_key, erased.before, erased.after).where(erased.part == part.name)
    return found.order_by(erased.target_seq, erased.number)


def _following(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, str, str, str]]:
    """Without those whose number is none: somebody's SQL put them there, and the chain says so."""
    return ((row[0], str(row[1]), str(row[2]), str(row[3])) for row in rows if isinstance(row[0], int))


def _erased(before: str, after: str, again: bool) -> Erased | None:
    """None for digests that are none, and for a row named twice: nothing is emptied a second time."""
    try:
        return None if again else Erased(before=bytes.fromhex(before), after=bytes.fromhex(after))
    except ValueError:
        return None
