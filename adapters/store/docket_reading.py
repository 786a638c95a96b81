"""Reads of files, clocks, letters, services and looks: the docket's part of the Reader of casework.ports."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.mapping.docket import (
    Row,
    clock_record,
    file_record,
    letter_record,
    look_record,
    receipt_lookup,
    service_record,
    step_record,
)
from casework.docket import ClockRecord, FileKind, FileRecord, LetterRecord, LookRecord, ServiceRecord, StepRecord


class DocketReader(ABC):
    """`_rows` is that of the reader it is part of."""

    _keys: Keyring

    @abstractmethod
    def _rows(self, statement: Select[Any]) -> Sequence[Row]: ...

    def _first(self, statement: Select[Any]) -> Row | None:
        return next(iter(self._rows(statement.limit(1))), None)

    def file(self, file_id: str) -> FileRecord | None:
        row = self._first(select(t.CASE_FILE).where(t.CASE_FILE.c.id == file_id))
        return file_record(self._keys, row) if row else None

    def file_by_receipt(self, receipt: str) -> FileRecord | None:
        lookup = receipt_lookup(self._keys, receipt)
        row = self._first(select(t.CASE_FILE).where(t.CASE_FILE.c.receipt_lookup == lookup))
        return file_record(self._keys, row) if row else None

    def steps_of(self, file_id: str) -> Sequence[StepRecord]:
        steps = select(t.FILE_STEP).where(t.FILE_STEP.c.file_id == file_id).order_by(t.FILE_STEP.c.number)
        return [step_record(self._keys, row) for row in self._rows(steps)]

    def files_of(self, subject_id: str) -> Sequence[FileRecord]:
        return self._files(t.CASE_FILE.c.subject_id == subject_id)

    def files_on(self, entry_id: str) -> Sequence[FileRecord]:
        return self._files(t.CASE_FILE.c.entry_id == entry_id)

    def _files(self, condition: ColumnElement[bool]) -> Sequence[FileRecord]:
        found = select(t.CASE_FILE).where(condition).order_by(t.CASE_FILE.c.opened_seq, t.CASE_FILE.c.id)
        return [file_record(self._keys, row) for row in self._rows(found)]

    def open_files(
        self, department: str, kinds: Sequence[FileKind], after: str = "", limit: int = 100
    ) -> Sequence[FileRecord]:
        file, step = t.CASE_FILE.c, t.FILE_STEP.c
        closed = exists().where(step.file_id == file.id, step.closes.is_(True))
        mine = (file.department == department, file.kind.in_([str(kind) for kind in kinds]), file.id > after)
        found = select(t.CASE_FILE).where(*mine, not_(closed)).order_by(file.id).limit(limit)
        return [file_record(self._keys, row) for row in self._rows(found)]

    def clock(self, clock_id: str) -> ClockRecord | None:
        row = self._first(select(t.CASE_CLOCK).where(t.CASE_CLOCK.c.id == clock_id))
        return clock_record(row) if row else None

    def clocks_on(self, entry_id: str | None = None, file_id: str | None = None) -> Sequence[ClockRecord]:
        clock = t.CASE_CLOCK.c
        wanted = [column == key for column, key in ((clock.entry_id, entry_id), (clock.file_id, file_id)) if key]
        if not wanted:
            raise ValueError("name the entry or the file whose clocks are asked for")
        found = select(t.CASE_CLOCK).where(and_(*wanted)).order_by(clock.recorded_seq, clock.id)
        return [clock_record(row) for row in self._rows(found)]

    def clocks_due(self, until: date, limit: int = 100) -> Sequence[ClockRecord]:
        clock = t.CASE_CLOCK.c
        due = select(t.CASE_CLOCK).where(clock.ended_seq.is_(None), clock.due_on < until)
        return [clock_record(row) for row in self._rows(due.order_by(clock.due_on, clock.id).limit(limit))]

    def open_clocks(self, department: str, limit: int = 500) -> Sequence[ClockRecord]:
        clock = t.CASE_CLOCK.c
        running = select(t.CASE_CLOCK).where(clock.department == department, clock.ended_seq.is_(None))
        return [
            clock_record(row)
            for row in self._rows(running.order_by(clock.due_on.is_not(None), clock.due_on, clock.id).limit(limit))
        ]

    def letter(self, letter_id: str) -> LetterRecord | None:
        row = self._first(select(t.LETTER).where(t.LETTER.c.id == letter_id))
        return letter_record(self._keys, row) if row else None

    def letters_of(self, subject_id: str) -> Sequence[LetterRecord]:
        found = select(t.LETTER).where(t.LETTER.c.subject_id == subject_id).order_by(t.LETTER.c.seq, t.LETTER.c.id)
        return [letter_record(self._keys, row) for row in self._rows(found)]

    def services_of(self, letter_id: str) -> Sequence[ServiceRecord]:
        service = t.LETTER_SERVICE.c
        found = select(t.LETTER_SERVICE).where(service.letter_id == letter_id).order_by(service.number)
        return [service_record(self._keys, row) for row in self._rows(found)]

    def looks_at(self, subject_id: str, limit: int = 200) -> Sequence[LookRecord]:
        look = t.LOOK.c
        found = select(t.LOOK).where(look.subject_id == subject_id).order_by(look.seq.desc(), look.id).limit(limit)
        return [look_record(self._keys, row) for row in self._rows(found)]

    def count_looks(self, account_id: str, kind: str, since: datetime) -> int:
        look = t.LOOK.c
        mine = (look.account_id == account_id, look.kind == kind, look.at >= since)
        return int(self._rows(select(func.count().label("looks")).where(*mine))[0]["looks"])

    def last_serial(self, department: str, series: str, year: int) -> int:
        letter = t.LETTER.c
        same = (letter.department == department, letter.series == series, letter.year == year)
        return int(self._rows(select(func.max(letter.serial).label("last")).where(*same))[0]["last"] or 0)
