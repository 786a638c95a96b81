"""The docket of the book in memory, and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.docket import ClockRecord, FileKind, FileRecord, LetterRecord, LookRecord, ServiceRecord, StepRecord


@dataclass(slots=True, kw_only=True)
class DocketState:
    """Files, steps, clocks, letters, services, looks."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    steps: list[StepRecord] = field(default_factory=list)
    clocks: dict[str, ClockRecord] = field(default_factory=dict)
    letters: dict[str, LetterRecord] = field(default_factory=dict)
    services: list[ServiceRecord] = field(default_factory=list)
    looks: list[LookRecord] = field(default_factory=list)


def receipt_key(receipt: str) -> str:
    return "".join(receipt.upper().split())


class DocketReads:
    """Reads one state of the docket."""

    state: Any

    def file(self, file_id: str) -> FileRecord | None:
        return self.state.files.get(file_id)

    def file_by_receipt(self, receipt: str) -> FileRecord | None:
        wanted = receipt_key(receipt)
        return next((f for f in self.state.files.values() if receipt_key(f.receipt) == wanted), None)

    def steps_of(self, file_id: str) -> Sequence[StepRecord]:
        return sorted((s for s in self.state.steps if s.file_id == file_id), key=lambda s: s.number)

    def files_of(self, subject_id: str) -> Sequence[FileRecord]:
        found = (f for f in self.state.files.values() if f.subject_id == subject_id)
        return sorted(found, key=lambda f: (f.opened_seq, f.id))

    def files_on(self, entry_id: str) -> Sequence[FileRecord]:
        found = (f for f in self.state.files.values() if f.entry_id == entry_id)
        return sorted(found, key=lambda f: (f.opened_seq, f.id))

    def open_files(
        self, department: str, kinds: Sequence[FileKind], after: str = "", limit: int = 100
    ) -> Sequence[FileRecord]:
        closed = {s.file_id for s in self.state.steps if s.closes}
        found = (f for f in self.state.files.values() if f.department == department and f.kind in kinds)
        return sorted((f for f in found if f.id not in closed and f.id > after), key=lambda f: f.id)[:limit]

    def clock(self, clock_id: str) -> ClockRecord | None:
        return self.state.clocks.get(clock_id)

    def clocks_on(self, entry_id: str | None = None, file_id: str | None = None) -> Sequence[ClockRecord]:
        if not (entry_id or file_id):
            raise ValueError("name the entry or the file whose clocks are asked for")
        found = (
            c
            for c in self.state.clocks.values()
            if (not entry_id or c.entry_id == entry_id) and (not file_id or c.file_id == file_id)
        )
        return sorted(found, key=lambda c: (c.recorded_seq, c.id))

    def clocks_due(self, until: date, limit: int = 100) -> Sequence[ClockRecord]:
        due = (
            c for c in self.state.clocks.values() if c.ended_seq is None and c.due_on is not None and c.due_on < until
        )
        return sorted(due, key=lambda c: (c.due_on or date.min, c.id))[:limit]

    def open_clocks(self, department: str, limit: int = 500) -> Sequence[ClockRecord]:
        running = (c for c in self.state.clocks.values() if c.department == department and c.ended_seq is None)
        return sorted(running, key=lambda c: (c.due_on or date.min, c.id))[:limit]

    def letter(self, letter_id: str) -> LetterRecord | None:
        return self.state.letters.get(letter_id)

    def letters_of(self, subject_id: str) -> Sequence[LetterRecord]:
        found = (one for one in self.state.letters.values() if one.subject_id == subject_id)
        return sorted(found, key=lambda one: (one.seq, one.id))

    def services_of(self, letter_id: str) -> Sequence[ServiceRecord]:
        return sorted((s for s in self.state.services if s.letter_id == letter_id), key=lambda s: s.number)

    def looks_at(self, subject_id: str, limit: int = 200) -> Sequence[LookRecord]:
        found = (one for one in self.state.looks if one.subject_id == subject_id)
        return sorted(found, key=lambda one: (-one.seq, one.id))[:limit]

    def count_looks(self, account_id: str, kind: str, since: datetime) -> int:
        mine = (one for one in self.state.looks if (one.account_id, one.kind) == (account_id, kind))
        return sum(one.at >= since for one in mine)

    def next_serial(self, department: str, series: str, year: int) -> int:
        wanted = (department, series, year)
        issued = (one for one in self.state.letters.values() if (one.department, one.series, one.year) == wanted)
        return max((one.serial for one in issued), default=0) + 1
