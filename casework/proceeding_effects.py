"""What a step of a proceeding does to the entry it lies over: nothing, a stay, the end of a stay, the end of the entry.

Always in the unit of work of the step itself. A stay suspends entry, publication and measures together, and running
time never lengthens against the subject: a stayed entry's last day stays where it is.
"""

from dataclasses import replace
from datetime import date

from casework.docket import FileKind, FileRecord
from casework.entry import MoveRequest
from casework.errors import Refused
from casework.files import Hand, StepRequest
from casework.move_records import record_move
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Move, Role

ENDS_THE_ENTRY = {
    (FileKind.OBJECTION, "upheld"): "异议成立",
    (FileKind.OBJECTION, "source_upheld"): "认定机关认定异议成立",
    (FileKind.RECONSIDERATION, "annulled"): "行政复议撤销原决定",
    (FileKind.RECONSIDERATION, "changed"): "行政复议变更原决定",
    (FileKind.SUIT, "annulled"): "人民法院撤销原决定",
    (FileKind.SUIT, "changed"): "人民法院变更原决定",
}
LIFTS_A_STAY = ("stay_lifted", "maintained", "withdrawn")
STAYS = "stays"


def apply_to_entry(
    work: UnitOfWork, clock: Clock, hand: Hand, file: FileRecord, request: StepRequest, entry: EntryRecord
) -> EntryRecord:
    """The entry after the step. `details.entry` = stays: an objection that is right but leaves the entry standing."""
    on = request.law_date or clock.today()
    if request.step == "stay_ordered":
        return _moved(work, clock, hand, replace(entry, suspended=True), Move.SUSPEND, request, on)
    if request.step in LIFTS_A_STAY and entry.suspended and not _stayed_elsewhere(work, file):
        return _moved(work, clock, hand, replace(entry, suspended=False), Move.RESUME, request, on)
    why = ENDS_THE_ENTRY.get((file.kind, request.step))
    if why is None or request.details.get("entry") == STAYS or entry.state is not EntryState.EFFECTIVE:
        return entry
    ended = replace(entry, state=EntryState.ENDED, ended_on=on, end_reason=why, suspended=False)
    return _moved(work, clock, hand, ended, Move.END, request, on)


def _stayed_elsewhere(work: UnitOfWork, file: FileRecord) -> bool:
    """Whether another open proceeding on the same entry has its own stay order in force."""
    assert file.entry_id is not None
    for other in work.files_on(file.entry_id):
        steps = work.steps_of(other.id)
        if other.id != file.id and steps and steps[-1].step == "stay_ordered":
            return True
    return False


def _moved(
    work: UnitOfWork, clock: Clock, hand: Hand, entry: EntryRecord, move: Move, request: StepRequest, on: date
) -> EntryRecord:
    request_of_entry = MoveRequest(
        move=move,
        version=entry.version,
        document=request.document,
        law_date=on,
        reasons=entry.end_reason if move is Move.END else request.reasons,
        details={"step": request.step},
    )
    account = Account(id=hand.account_id, name="", department=hand.department, roles=hand.roles)
    role = next(
        (one for one in (Role.APPROVING_OFFICER, Role.LIST_OFFICER, Role.DATA_CLERK) if one in hand.roles), None
    )
    if role is None:
        raise Refused("role-missing", zh="此步须由承办单位办理", en="this step belongs to the department", status=403)
    return record_move(work, clock, account, replace(entry, version=entry.version + 1), request_of_entry, role)
