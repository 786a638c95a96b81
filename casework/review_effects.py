"""What a step of a review does to the entry: it stands, is shortened, ends, is not listed, or is proposed for a successor.

Always in the unit of work of the step itself, and never heavier than what was decided: a term is shortened or kept.
"""

import uuid
from dataclasses import replace
from datetime import date

from casework.clock_rules import PROPOSAL, TERM
from casework.docket import ClockEnd, FileRecord
from casework.entry import move_entry
from casework.entry_clocks import end_clocks, start_clocks
from casework.errors import Refused
from casework.files import Hand, StepRequest
from casework.holdings import entry_is_open
from casework.move_records import keep_move, record_move
from casework.occasion import MoveRequest, date_of
from casework.places import place_of
from casework.ports import Clock, Shelf, UnitOfWork
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, MoveRecord, Role
from casework.review_roads import successor_of

ENDS = {
    "review_corrected": (EndKind.CORRECTED, "所依据的记录更正，认定有误"),
    "review_revoked": (EndKind.REVOKED, "所依据的决定不复存在"),
    "review_not_carried": (EndKind.SUBJECT_ENDED, "主体终止，条目不由他人承继"),
    "review_carried": (EndKind.SUBJECT_ENDED, "主体终止，是否由承继主体承担另行认定"),
    "review_source_ended": (EndKind.REMOVED, "认定机关答复：移出"),
}


def apply_review(
    work: UnitOfWork, clock: Clock, shelf: Shelf, hand: Hand, file: FileRecord, request: StepRequest, entry: EntryRecord
) -> None:
    """The entry after the step; a step that does nothing to it leaves it as it is."""
    account = Account(id=hand.account_id, name="", department=hand.department, roles=hand.roles)
    if request.step == "review_amended":
        _amend(work, clock, account, entry, request)
    elif request.step == "review_not_listed":
        asked = MoveRequest(move=Move.REJECT, version=entry.version, law_date=request.law_date, reasons=request.reasons)
        move_entry(work, clock, account, entry, asked, shelf, lambda: None)
    elif request.step == "review_carried":
        _carry(work, clock, shelf, account, entry, request, successor_of(work, file, request))
        if not _goes_on(work, file):
            _end(work, clock, account, entry, request)
    elif request.step in ENDS and entry.state is EntryState.EFFECTIVE:
        _end(work, clock, account, entry, request)


def _goes_on(work: UnitOfWork, file: FileRecord) -> bool:
    """A subject that was divided and goes on keeps what it has; so does one whose end was withdrawn."""
    gone = {one.withdraws for one in work.events_of(file.subject_id)}
    mine = (one for one in work.events_of(file.subject_id) if one.subject_id == file.subject_id and one.id not in gone)
    return not any(one.ends_the_subject for one in mine)


def _role_of(account: Account) -> Role:
    order = (Role.APPROVING_OFFICER, Role.LIST_OFFICER, Role.DATA_CLERK)
    return next(one for one in order if one in account.roles)


def _end(work: UnitOfWork, clock: Clock, account: Account, entry: EntryRecord, request: StepRequest) -> None:
    kind, why = ENDS[request.step]
    day = _day_of(entry, request, clock)
    ended = replace(
        entry,
        state=EntryState.ENDED,
        version=entry.version + 1,
        ended_on=day,
        end_kind=kind,
        end_reason=f"{why}：{request.reasons}" if request.reasons else why,
        suspended=False,
    )
    asked = MoveRequest(
        move=Move.END,
        version=entry.version,
        document=request.document,
        law_date=day,
        reasons=request.reasons,
        details={"kind": str(kind), "step": request.step},
    )
    ended = record_move(work, clock, account, ended, asked, _role_of(account))
    end_clocks(work, ended, (TERM,), clock.today(), fired=False)


def _day_of(entry: EntryRecord, request: StepRequest, clock: Clock) -> date:
    day = request.law_date or clock.today()
    if entry.effective_on is not None and day < entry.effective_on:
        raise Refused(
            "date-before-earlier-move",
            zh=f"日期{day}早于条目生效日{entry.effective_on}",
            en=f"the date {day} lies before the entry took effect ({entry.effective_on})",
            status=409,
        )
    return day


def _amend(work: UnitOfWork, clock: Clock, account: Account, entry: EntryRecord, request: StepRequest) -> None:
    """The term shortened, and its clock worked out anew."""
    end = date_of(request.details.get("term_end"))
    amended = replace(entry, version=entry.version + 1, term_end=end, term_known=True)
    asked = MoveRequest(
        move=Move.AMEND,
        version=entry.version,
        document=request.document,
        law_date=request.law_date,
        reasons=request.reasons,
        details={"term_end": end.isoformat() if end else "", "before": str(entry.term_end or ""), "step": request.step},
    )
    record_move(work, clock, account, amended, asked, _role_of(account))
    for running in work.clocks_on(entry_id=entry.id):
        if running.kind == TERM.kind and running.ended_seq is None:
            seq = work.last_seq()
            work.end_clock(running.id, ClockEnd.RECOMPUTED, clock.today(), seq)
            anew = replace(running, id=uuid.uuid4().hex, due_on=end, period="", recorded_seq=seq, replaces=running.id)
            work.add_clock(anew)


def _carry(
    work: UnitOfWork,
    clock: Clock,
    shelf: Shelf,
    account: Account,
    entry: EntryRecord,
    request: StepRequest,
    successor_id: str,
) -> None:
    """A case proposed for the successor, on the same records and for no longer; notice, decision and approval lie before it."""
    today = clock.today()
    found = shelf.list_def(entry.list_id, today, today)
    if found is None or not entry_is_open(entry, today):
        raise Refused(
            "nothing-to-carry",
            zh="该条目期限已满，或者其名单已无现行规则包，没有可以承继的内容",
            en="the entry's term is over, or no pack in force defines its list; there is nothing to carry",
            status=409,
        )
    if any(entry_is_open(one, today) for one in work.entries_on(successor_id, entry.list_id)):
        raise Refused(
            "entry-stands",
            zh="承继主体在该名单已有条目或者在办案件，不再重复列入",
            en="the successor has an entry or an open case on this list already",
            hint_zh="请办理“不由他人承继”，并在承继主体的案件中一并考虑",
            hint_en="take the step review_not_carried and go on in the successor's own case",
            status=409,
        )
    seq = work.draw_seq()
    case = _case_of(entry, request, successor_id, seq)
    work.add_entry(case)
    move = MoveRecord(
        entry_id=case.id,
        number=1,
        move=Move.PROPOSE,
        state_after=EntryState.PROPOSED,
        account_id=account.id,
        role=_role_of(account),
        department=account.department,
        at=clock.now(),
        seq=seq,
        document=request.document,
        details={"carried_from": entry.id, "reasons": request.reasons, "basis": str(request.details["basis"])},
        pack_digest=case.pack_digest,
    )
    start_clocks(work, case, found[0], (PROPOSAL,), today, place_of(work, shelf.catalogue, case.subject_id), {})
    keep_move(work, case, move)


def _case_of(entry: EntryRecord, request: StepRequest, successor_id: str, seq: int) -> EntryRecord:
    """INVARIANT: judged on the records of the entry it comes from (judging.still_met), and ends no later."""
    said = entry.finding.get("reasons")
    first = f"承继自被合并或者分立主体的条目（原文书{entry.document}）；承继的依据：{request.details['basis']}"
    finding = {
        **entry.finding,
        "reasons": [first, *(said if isinstance(said, list | tuple) else ())],
        "carried_from": entry.id,
        "ends_at_most": entry.term_end.isoformat() if entry.term_end else None,
    }
    return EntryRecord(
        id=uuid.uuid4().hex,
        subject_id=successor_id,
        list_id=entry.list_id,
        authority=entry.authority,
        state=EntryState.PROPOSED,
        mirrored=False,
        version=1,
        proposed_seq=seq,
        finding=finding,
        pack=entry.pack,
        pack_version=entry.pack_version,
        pack_digest=entry.pack_digest,
    )
