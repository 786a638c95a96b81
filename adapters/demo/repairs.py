"""How the demonstration's officers repair an entry: an application, examined by one and granted by another.

Every step goes through the desk of files and is dated on the day it is given; an application that an earlier,
interrupted run has left is gone on with.
"""

from dataclasses import replace
from datetime import date

from casework.docket import FileKind, StepRecord
from casework.file_desk import FileDesk
from casework.files import THE_SUBJECT, Hand, StepRequest
from casework.records import Account, EntryRecord
from casework.repair_record import open_application

HANDED_IN = {
    "performance_proof": "工资支付凭证及劳动者签收表（演示）",
    "commitment_letter": "书面承诺按时足额支付工资，不再拖欠（演示）",
}
CLASS = {"class": "ordinary", "class_reasons": "数额不大，期后已经付清，未造成其他后果（演示）"}
PROVED = {"duty_performed": "yes", "no_relapse": "yes", "other_law": "yes"}
FINDINGS = "已付清所欠工资，改正已满六个月，书面承诺不再拖欠，此期间没有新的拖欠（演示）"


def repair(
    desk: FileDesk, officer: Account, approver: Account, entry: EntryRecord, on: date, corrected_on: date, document: str
) -> None:
    """The entry ended as repaired on that day; Refused where the regime of the day does not bear it."""
    found = {**CLASS, **PROVED, "findings": FINDINGS, "corrected_on": corrected_on.isoformat()}
    steps = (
        (THE_SUBJECT, StepRequest(step="filed", law_date=on, details=HANDED_IN)),
        (Hand.of(officer), StepRequest(step="accepted", law_date=on)),
        (Hand.of(officer), StepRequest(step="examined", law_date=on, details=found)),
        (Hand.of(approver), StepRequest(step="granted", law_date=on, document=document, reasons=FINDINGS)),
    )
    taken = _taken(desk, entry)
    for number, (hand, request) in enumerate(steps):
        if number == 0 and not taken:
            desk.file_on_entry(hand, FileKind.REPAIR, entry.id, request)
        elif number >= len(taken):
            desk.step(hand, _file_id(desk, entry), replace(request, seen=number))


def _taken(desk: FileDesk, entry: EntryRecord) -> tuple[StepRecord, ...]:
    with desk.store.reader() as reader:
        file = open_application(reader, entry)
        return tuple(reader.steps_of(file.id)) if file else ()


def _file_id(desk: FileDesk, entry: EntryRecord) -> str:
    with desk.store.reader() as reader:
        file = open_application(reader, entry)
    assert file is not None  # filed just now, or by an earlier run
    return file.id
