"""Reads of subjects as the events of their lives have left them: by id, by a code or name they have or have had."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.codec import normalised_code
from adapters.store.mapping.subjects import code_lookup, event_record, name_lookup, subject_record
from casework.records import CodeKind, SubjectRecord
from casework.subject_words import EventKind, SubjectEvent

Row = Mapping[str, Any]

SAME_NAMES_SHOWN = 20
NAMING = (EventKind.RENAMED, EventKind.RECODED, EventKind.WITHDRAWN)


class SubjectReader(ABC):
    """`_rows`, `_first` and `_of_ids` are those of the reader it is part of."""

    _keys: Keyring

    @abstractmethod
    def _rows(self, statement: Select[Any]) -> Sequence[Row]: ...

    @abstractmethod
    def _first(self, statement: Select[Any]) -> Row | None: ...

    @abstractmethod
    def _of_ids(self, of: Callable[[list[str]], Select[Any]], ids: Iterable[str]) -> Iterator[Row]: ...

    def subject(self, subject_id: str) -> SubjectRecord | None:
        return self.subjects((subject_id,)).get(subject_id)

    def subjects(self, subject_ids: Iterable[str]) -> Mapping[str, SubjectRecord]:
        return self._as_they_are(
            list(self._of_ids(lambda ids: select(t.SUBJECT).where(t.SUBJECT.c.id.in_(ids)), subject_ids))
        )

    def subject_by_code(self, code_kind: CodeKind, code: str) -> SubjectRecord | None:
        lookup = code_lookup(self._keys, code_kind, code)
        row = self._first(select(t.SUBJECT).where(t.SUBJECT.c.code_lookup == lookup))
        if row is not None:
            return self._as_they_are([row])[row["id"]]
        recoded = self._rows(select(t.SUBJECT_EVENT).where(t.SUBJECT_EVENT.c.code_lookup == lookup))
        found = self.subjects([one["subject_id"] for one in recoded])
        return next((one for one in found.values() if _has_had(one, code_kind, code)), None)

    def subjects_by_name(self, name: str) -> Sequence[SubjectRecord]:
        lookup = name_lookup(self._keys, name)
        first = self._rows(
            select(t.SUBJECT.c.id)
            .where(t.SUBJECT.c.name_lookup == lookup)
            .order_by(t.SUBJECT.c.id)
            .limit(SAME_NAMES_SHOWN)
        )
        later = self._rows(
            select(t.SUBJECT_EVENT.c.subject_id).where(t.SUBJECT_EVENT.c.name_lookup == lookup).limit(SAME_NAMES_SHOWN)
        )
        found = self.subjects([*(row["id"] for row in first), *(row["subject_id"] for row in later)])
        named = (one for one in found.values() if lookup in _name_lookups(self._keys, one))
        return sorted(named, key=lambda one: one.id)[:SAME_NAMES_SHOWN]

    def subject_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]:
        page = select(t.SUBJECT.c.id).where(t.SUBJECT.c.id > after).order_by(t.SUBJECT.c.id).limit(limit)
        return [row["id"] for row in self._rows(page)]

    def events_of(self, subject_id: str) -> Sequence[SubjectEvent]:
        event = t.SUBJECT_EVENT.c
        of_it = or_(event.subject_id == subject_id, event.other_id == subject_id)
        rows = self._rows(select(t.SUBJECT_EVENT).where(of_it).order_by(event.seq, event.id))
        return [event_record(self._keys, row) for row in rows]

    def _as_they_are(self, rows: Sequence[Row]) -> Mapping[str, SubjectRecord]:
        """The subjects of these rows under today's code and name; one more query for all of them."""
        event = t.SUBJECT_EVENT.c
        naming = event.kind.in_([str(one) for one in NAMING])
        events: dict[str, list[SubjectEvent]] = {}
        for row in self._of_ids(
            lambda ids: select(t.SUBJECT_EVENT).where(event.subject_id.in_(ids), naming), [row["id"] for row in rows]
        ):
            events.setdefault(row["subject_id"], []).append(event_record(self._keys, row))
        return {row["id"]: subject_record(self._keys, row, events.get(row["id"], ())) for row in rows}


def _has_had(subject: SubjectRecord, code_kind: CodeKind, code: str) -> bool:
    """Not where the event that gave it the code was withdrawn."""
    wanted = normalised_code(code)
    return subject.code_kind is code_kind and wanted in {subject.code, *(one.code for one in subject.former)}


def _name_lookups(keys: Keyring, subject: SubjectRecord) -> set[bytes]:
    return {name_lookup(keys, one) for one in (subject.name, *(former.name for former in subject.former))}
