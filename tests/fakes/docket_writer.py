"""Writes to the docket of the book in memory."""

from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

from adapters.store.codec import body_bytes, body_of
from casework.docket import ClockEnd, ClockRecord, FileRecord, LetterRecord, LookRecord, ServiceRecord, StepRecord
from casework.ports import StoreRefused
from tests.fakes.docket_reader import DocketReads, receipt_key

REVIEW_DECIDING = frozenset(
    f"review_{one}" for one in ("maintained", "amended", "corrected", "revoked", "carried", "not_carried")
)


class DocketWrites(DocketReads):
    """`_book`, `_insert`, `_unless` and `_refuse` are those of the unit of work it is part of."""

    _book: Any

    def _insert(self, records: Any, key: str, record: Any) -> None:
        raise TypeError("part of FakeUnitOfWork")

    def _unless(self, taken: bool, what: str) -> None:
        raise TypeError("part of FakeUnitOfWork")

    def _refuse(self, refusal: StoreRefused) -> NoReturn:
        raise TypeError("part of FakeUnitOfWork")

    def open_file(self, file: FileRecord) -> None:
        taken = any(receipt_key(one.receipt) == receipt_key(file.receipt) for one in self._book.files.values())
        self._unless(taken, "a file with this receipt")
        self._insert(self._book.files, file.id, file)

    def add_step(self, step: StepRecord) -> None:
        earlier = self.steps_of(step.file_id)
        self._unless(any(one.number == step.number for one in earlier), "a step with this number")
        if step.number != len(earlier) + 1 or (earlier and earlier[-1].closes):
            self._refuse(StoreRefused("the file is closed, or the step's number leaves a gap"))
        if step.step in ("upheld", "rejected", "granted", "refused"):
            looked = [one.account_id for one in earlier if one.step in ("verified", "examined")]
            if not looked or step.account_id in looked:
                self._refuse(StoreRefused("whoever examined the file may not decide it; nothing is decided unexamined"))
        if step.step in REVIEW_DECIDING:
            looked = [one.account_id for one in earlier if one.step == "examined"]
            if not looked or step.account_id in looked:
                self._refuse(StoreRefused("a review is decided by another hand than the one that examined it"))
        self._book.steps.append(replace(step, details=body_of(body_bytes(step.details))))

    def add_clock(self, clock: ClockRecord) -> None:
        self._insert(self._book.clocks, clock.id, clock)

    def end_clock(self, clock_id: str, how: ClockEnd, on: date, seq: int) -> None:
        clock = self._book.clocks.get(clock_id)
        if clock is None or clock.ended_seq is not None:
            self._refuse(StoreRefused("no running clock has this id"))
        self._book.clocks[clock_id] = replace(clock, ended_how=how, ended_on=on, ended_seq=seq)

    def add_letter(self, letter: LetterRecord) -> None:
        if letter.serial != self.next_serial(letter.department, letter.series, letter.year):
            self._refuse(StoreRefused("the letter's serial leaves a gap or repeats"))
        self._insert(self._book.letters, letter.id, replace(letter, body=body_of(body_bytes(letter.body))))

    def add_service(self, service: ServiceRecord) -> None:
        earlier = self.services_of(service.letter_id)
        self._unless(any(one.number == service.number for one in earlier), "a service with this number")
        self._book.services.append(service)

    def add_look(self, look: LookRecord) -> None:
        self._unless(any(one.id == look.id for one in self._book.looks), "a look with this id")
        self._book.looks.append(look)
