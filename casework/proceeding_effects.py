"""What a step of a file does to the entry it lies over: nothing, a stay, the end of a stay, the end of the entry.

Always in the unit of work of the step itself. A stay, and a reorganisation plan being carried out, suspend entry,
publication and measures together; a repair ends them together. Running time never lengthens against the subject: a
stayed entry's last day stays where it is. Bans are not entries: they end by their own law only.
"""

from dataclasses import replace
from datetime import date

from casework.docket import FileKind, FileRecord
from casework.entry_clocks import end_clocks
from casework.errors import Refused
from casework.files import Hand, StepRequest
from casework.move_records import record_move
from casework.occasion import MoveRequest
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, Role

ENDS_THE_ENTRY = {
    (FileKind.OBJECTION, "upheld"): (EndKind.CORRECTED, "异议成立"),
    (FileKind.OBJECTION, "source_upheld"): (EndKind.REMOVED, "认定机关认定异议成立"),
    (FileKind.RECONSIDERATION, "annulled"): (EndKind.REVOKED, "行政复议撤销原决定"),
    (FileKind.RECONSIDERATION, "changed"): (EndKind.REVOKED, "行政复议变更原决定"),
    (FileKind.SUIT, "annulled"): (EndKind.REVOKED, "人民法院撤销原决定"),
    (FileKind.SUIT, "changed"): (EndKind.REVOKED, "人民法院变更原决定"),
    (FileKind.REPAIR, "granted"): (EndKind.REPAIRED, "准予信用修复"),
    (FileKind.REPAIR, "source_granted"): (EndKind.REPAIRED, "认定机关准予信用修复"),
}
STAYS_THE_ENTRY = ("stay_ordered", "plan_approved")
LIFTS_A_STAY = ("stay_lifted", "maintained", "withdrawn", "plan_completed", "plan_failed")
STAYING = (FileKind.RECONSIDERATION, FileKind.SUIT, FileKind.REORGANISATION)
STAYS = "stays"


def apply_to_entry(
    work: UnitOfWork, clock: Clock, hand: Hand, file: FileRecord, request: StepRequest, entry: EntryRecord
) -> EntryRecord:
    """The entry after the step. `details.entry` = stays: an objection that is right but leaves the entry standing."""
    on = request.law_date or clock.today()
    if entry.state is not EntryState.EFFECTIVE:
        return entry
    if request.step in STAYS_THE_ENTRY:
        return _moved(work, clock, hand, replace(entry, suspended=True), Move.SUSPEND, request, on)
    if file.kind in STAYING and request.step in LIFTS_A_STAY and entry.suspended and not _stayed_elsewhere(work, file):
        return _moved(work, clock, hand, replace(entry, suspended=False), Move.RESUME, request, on)
    end = ENDS_THE_ENTRY.get((file.kind, request.step))
    if end is None or (file.kind is FileKind.OBJECTION and request.details.get("entry") == STAYS):
        return entry
    ended = replace(entry, state=EntryState.ENDED, ended_on=on, end_kind=end[0], end_reason=end[1], suspended=False)
    return _moved(work, clock, hand, ended, Move.END, request, on)


def _stayed_elsewhere(work: UnitOfWork, file: FileRecord) -> bool:
    """Whether another open file on the same entry has its own stay in force."""
    assert file.entry_id is not None
    for other in work.files_on(file.entry_id):
        steps = work.steps_of(other.id)
        if other.id != file.id and steps and steps[-1].step in STAYS_THE_ENTRY:
            return True
    return False


def _moved(
    work: UnitOfWork,
    clock: Clock,
    hand: Hand,
    entry: EntryRecord,
    move: Move,
    request: StepRequest,
    on: date,
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
    moved = record_move(work, clock, account, replace(entry, version=entry.version + 1), request_of_entry, role)
    end_clocks(work, moved, (), on, fired=False)
    return moved
