"""Entries and their procedure: a department's own cases, each lawful move, and entries mirrored by document."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import House, InHouse, SignedIn
from api.http.schemas import EndMirroredIn, MirroredIn, MoveIn
from casework.codes import MalformedCode, identifier_of
from casework.colours import colour_of, definition_of, may_be_published
from casework.determination import still_met
from casework.entry import STATE_TITLES, MoveRequest, lawful_now, move_entry
from casework.errors import FieldFault, Refused
from casework.looks import CASE_READ, dossier_opened
from casework.masking import shown, veil_around, veil_of
from casework.mirror import MirroredEntry, end_mirrored, mirror_entry
from casework.move_titles import END_TITLES, MOVE_TITLES
from casework.ports import Reader
from casework.records import Account, EntryRecord, EntryState, Move, Role, SubjectRecord, SubjectType
from casework.recusal import is_recused
from casework.retention_telling import ErasureTold, erasures_told

router = APIRouter(prefix="/v1/cases", tags=["cases"])

OFFICERS = frozenset(
    {Role.LIST_OFFICER, Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD, Role.DATA_CLERK, Role.AUDITOR}
)


@router.get("", summary="The department's own cases", responses=refusals(*SIGNED_IN, 403, 422))
def get_cases(
    house: InHouse,
    account: SignedIn,
    state: Annotated[EntryState | None, Query()] = None,
    after: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Cases of lists this department determines or mirrors, by id; `next` is the cursor of the following page.

    Without those the account keeps away from (recusal): a page may hold fewer than `limit` for it.
    """
    _require_officer(account)
    states = [state] if state else list(EntryState)
    with house.store.reader() as reader:
        page = reader.find_entries(department=account.department, states=states, after=after, limit=limit)
        kept_from = reader.kept_from(account.id)
        entries = [entry for entry in page if entry.id not in kept_from]
        subjects = reader.subjects([entry.subject_id for entry in entries])
    return {
        "cases": [_case_told(house, entry, subjects[entry.subject_id]) for entry in entries],
        "next": page[-1].id if len(page) == limit else None,
    }


@router.get(
    "/{entry_id}",
    summary="One case with its history and the moves that are lawful now",
    responses=refusals(*SIGNED_IN, 403, 404),
)
def get_case(entry_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Where the subject is a person, opening it is on record before it leaves, and the person can see it."""
    with house.store.reader() as reader:
        entry = own_entry(reader, account, entry_id)
        subject = reader.subject(entry.subject_id)
        assert subject is not None
        moves = reader.moves_of(entry.id)
        veil = veil_around(reader, subject)
        erased = erasures_told(reader, entry)
    dossier_opened(house.store, house.clock, account, subject, CASE_READ)
    return {
        **_case_told(house, entry, subject),
        "finding": veil.over(entry.finding),
        "erased": [_erasure_told(one) for one in erased],
        "lawful_moves": [
            {
                "move": str(one.move),
                "title": MOVE_TITLES[one.move],
                "role": str(one.role),
                "needs": list(one.needs),
                "law": one.law,
            }
            for one in lawful_now(entry, colour_of(house.book.shelf, entry)[0])
        ],
        "history": [
            {
                "number": move.number,
                "move": str(move.move),
                "state": str(move.state_after),
                "by": move.account_id,
                "role": move.role,
                "at": move.at.isoformat(),
                "document": veil.text(move.document),
                "law_date": move.law_date.isoformat() if move.law_date else None,
                "details": veil.over(move.details),
                "pack_digest": move.pack_digest,
            }
            for move in moves
        ],
    }


@router.post(
    "/{entry_id}/moves",
    status_code=201,
    summary="One move of a case",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409, 412),
)
def post_move(entry_id: str, asked: MoveIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Lawful or refused, with the law that refuses it. Nothing takes effect without notice, decision and a second officer."""
    moved = make_move(house, account, entry_id, asked)
    with house.store.reader() as reader:
        subject = reader.subject(moved.subject_id)
    assert subject is not None
    return _case_told(house, moved, subject)


def make_move(house: House, account: Account, entry_id: str, asked: MoveIn) -> EntryRecord:
    """The move, whole and committed; Refused otherwise."""
    request = MoveRequest(
        move=Move(asked.move),
        version=asked.version,
        document=asked.document,
        law_date=asked.law_date,
        reasons=asked.reasons,
        details=asked.details,
    )
    with house.store.unit_of_work() as work:
        entry = own_entry(work, account, entry_id)
        moved = move_entry(
            work,
            house.clock,
            account,
            entry,
            request,
            house.book.shelf,
            lambda: still_met(work, house.book, house.evaluator, house.clock.today(), entry),
        )
        work.commit()
    return moved


@router.post(
    "/mirrored",
    status_code=201,
    summary="An entry another authority decided, by its document",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 409),
)
def post_mirrored(sent: MirroredIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    _require_clerk(account)
    with house.store.reader() as reader:
        subject = _known_subject(reader, sent.type, sent.code)
    incoming = MirroredEntry(
        subject_id=subject.id,
        list_id=sent.list,
        document=sent.document,
        decided_on=sent.decided_on,
        effective_on=sent.effective_on,
        term_end=sent.term_end,
        reasons=sent.reasons,
    )
    return _case_told(house, mirror_entry(house.store, house.book.shelf, house.clock, account, incoming), subject)


@router.post(
    "/{entry_id}/removal",
    summary="A mirrored entry the source has removed",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 412),
)
def post_removal(entry_id: str, sent: EndMirroredIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    ended = end_mirrored(
        house.store, house.clock, account, entry_id, sent.version, sent.document, sent.ended_on, sent.reasons
    )
    with house.store.reader() as reader:
        subject = reader.subject(ended.subject_id)
    assert subject is not None
    return _case_told(house, ended, subject)


def _erasure_told(erasure: ErasureTold) -> dict[str, Any]:
    return {
        "on": erasure.on.isoformat(),
        "rule": str(erasure.row.kind),
        "title": erasure.row.title,
        "since": erasure.began_on.isoformat(),
        "years": erasure.row.years,
        "basis": erasure.row.basis,
        "standing": erasure.standing,
    }


def _require_officer(account: Account) -> None:
    if not account.roles & OFFICERS:
        raise Refused("role-missing", zh="该账户无权查看案件", en="this account may not read cases", status=403)


def _require_clerk(account: Account) -> None:
    """Asked before the register is looked at: nobody else may learn from a refusal whether it knows a code."""
    if Role.DATA_CLERK not in account.roles:
        raise Refused("role-missing", zh="须由数据报送员登记", en="this belongs to the role data_clerk", status=403)


def own_entry(reader: Reader, account: Account, entry_id: str) -> EntryRecord:
    """The case, if it is the account's department's and the account does not keep away from it; Refused (403, 404) otherwise."""
    _require_officer(account)
    entry = reader.entry(entry_id)
    if entry is None or entry.authority != account.department or is_recused(reader, account.id, entry_id):
        raise Refused("not-found", zh="没有该案件", en="no such case", status=404)
    return entry


def _known_subject(reader: Reader, subject_type: str, code: str) -> SubjectRecord:
    try:
        identifier = identifier_of(code, SubjectType(subject_type))
    except MalformedCode as fault:
        raise Refused(
            "subject-code-invalid",
            zh=f"主体代码有误：{fault.zh}",
            en=f"the subject's code is wrong: {fault.en}",
            faults=(FieldFault(where="/code", zh=fault.zh, en=fault.en),),
        ) from fault
    except ValueError:
        raise Refused("subject-type-unknown", zh="未知的主体类型", en="unknown subject type") from None
    subject = reader.subject_by_code(identifier.kind, identifier.code)
    if subject is None:
        raise Refused(
            "subject-unknown",
            zh="登记中没有该主体",
            en="the register has no such subject",
            hint_zh="请先报送该主体的基本信息",
            hint_en="load a fact about it first",
        )
    return subject


def _case_told(house: House, entry: EntryRecord, subject: SubjectRecord) -> dict[str, Any]:
    seen = shown(subject)
    return {
        "case_id": entry.id,
        "list": entry.list_id,
        "title": house.book.shelf.list_titles().get(entry.list_id, entry.list_id),
        "state": str(entry.state),
        "state_title": STATE_TITLES[entry.state],
        "version": entry.version,
        "mirrored": entry.mirrored,
        "authority": entry.authority,
        "subject": {
            "id": subject.id,
            "type": str(seen.type),
            "code": seen.code,
            "name": seen.name,
            "region": subject.region,
        },
        "document": veil_of([subject]).text(entry.document),
        "effective_on": entry.effective_on.isoformat() if entry.effective_on else None,
        "term_end": entry.term_end.isoformat() if entry.term_end else None,
        "suspended": entry.suspended,
        "ended_on": entry.ended_on.isoformat() if entry.ended_on else None,
        "end_kind": str(entry.end_kind) if entry.end_kind else None,
        "end_title": END_TITLES[entry.end_kind] if entry.end_kind else None,
        "may_be_published": may_be_published(entry, definition_of(house.book.shelf, entry), house.clock.today()),
        "pack": f"{entry.pack}@{entry.pack_version}",
    }
