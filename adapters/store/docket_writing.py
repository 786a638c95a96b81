"""Writes of files, clocks, letters, services and looks: the docket's part of the UnitOfWork of casework.ports."""

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from sqlalchemy import Table, update

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.docket_reading import DocketReader
from adapters.store.evidence import UnitRows
from adapters.store.mapping.docket import clock_row, file_row, letter_row, look_row, service_row, step_row
from casework.docket import ClockEnd, ClockRecord, FileRecord, LetterRecord, LookRecord, ServiceRecord, StepRecord


class DocketWriter(DocketReader):
    """`_add`, `_send`, `_change` and `_refuse` are those of the unit of work it is part of."""

    _keys: Keyring
    _evidence: UnitRows

    @abstractmethod
    def _add(self, table: Table, rows: Iterable[dict[str, Any]]) -> None: ...

    @abstractmethod
    def _send(self) -> None: ...

    @abstractmethod
    def _change(self, statement: Any) -> int: ...

    @abstractmethod
    def _refuse(self, words: str) -> NoReturn: ...

    def open_file(self, file: FileRecord) -> None:
        self._add(t.CASE_FILE, (file_row(self._keys, file),))

    def add_step(self, step: StepRecord) -> None:
        self._add(t.FILE_STEP, (step_row(self._keys, step),))

    def add_clock(self, clock: ClockRecord) -> None:
        self._add(t.CASE_CLOCK, (clock_row(clock),))

    def end_clock(self, clock_id: str, how: ClockEnd, on: date, seq: int) -> None:
        self._send()
        running = (t.CASE_CLOCK.c.id == clock_id, t.CASE_CLOCK.c.ended_seq.is_(None))
        end = {"ended_seq": seq, "ended_on": on, "ended_how": str(how)}
        if not self._change(update(t.CASE_CLOCK).where(*running).values(**end)):
            self._refuse(
                "该期限不存在或已终结；请重新读取 (the clock does not exist or has ended already; read it again)"
            )
        self._evidence.mark("case_clock.end", {"id": clock_id, **end})

    def next_serial(self, department: str, series: str, year: int) -> int:
        """The number a letter of this series gets now: the unit holds the writer's lock, so nobody else gets it."""
        return self.last_serial(department, series, year) + 1

    def add_letter(self, letter: LetterRecord) -> None:
        expected = self.next_serial(letter.department, letter.series, letter.year)
        if letter.serial != expected:
            self._refuse(
                f"文书编号应为本年第{expected}号，不得跳号或重号"
                f" (the letter's serial must be {expected}: no gap, no repeat)"
            )
        self._add(t.LETTER, (letter_row(self._keys, letter),))

    def add_service(self, service: ServiceRecord) -> None:
        self._add(t.LETTER_SERVICE, (service_row(self._keys, service),))

    def add_look(self, look: LookRecord) -> None:
        self._add(t.LOOK, (look_row(self._keys, look),))
