"""Files over an entry or a subject: objections, suits, repairs, commitments. Filed, worked on step by step, answered."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.file_schemas import AnyFileWord, FileIn, StepIn
from api.http.house import House, InHouse, SignedIn
from casework.codes import MalformedCode, identifier_of
from casework.determination import determine
from casework.docket import ClockRecord, FileKind, FileRecord, StepRecord
from casework.errors import Refused
from casework.file_desk import OVER_THE_SUBJECT, FileDesk, steps_of_kind
from casework.file_roads import on_own_road
from casework.file_titles import FILE_TITLES, file_read, step_title
from casework.files import Hand, StepRequest, lawful_next
from casework.looks import dossier_opened
from casework.masking import Veil, veil_around
from casework.ports import Reader
from casework.records import Account, Role, SubjectRecord, SubjectType
from casework.recusal import is_recused
from casework.rejudgement import Rejudgement, ViewOfADay, rejudged
from casework.review_roads import is_offered

router = APIRouter(prefix="/v1/files", tags=["files"])

BROKEN = "broken"
READERS = frozenset(
    {Role.LIST_OFFICER, Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD, Role.DATA_CLERK, Role.AUDITOR}
)


@router.get("", summary="The department's open files", responses=refusals(*SIGNED_IN, 403, 422))
def get_files(
    house: InHouse,
    account: SignedIn,
    kind: Annotated[AnyFileWord | None, Query()] = None,
    after: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Files that nothing has closed yet, by id; `next` is the cursor of the following page.

    Without those over an entry that the account keeps away from (recusal): a page may hold fewer than `limit` for it.
    """
    _require_reader(account)
    kinds = [FileKind(kind)] if kind else list(FileKind)
    with house.store.reader() as reader:
        page = reader.open_files(account.department, kinds, after, limit)
        kept_from = reader.kept_from(account.id)
        files = [file for file in page if file.entry_id not in kept_from]
        told = [_file_told(file, reader.steps_of(file.id), reader.clocks_on(file_id=file.id)) for file in files]
    return {"files": told, "next": page[-1].id if len(page) == limit else None}


@router.get("/{file_id}", summary="One file with its steps and clocks", responses=refusals(*SIGNED_IN, 403, 404))
def get_file(file_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """With the steps that may follow. The texts of the parties are in `steps`, persons masked; opening it is a look."""
    with house.store.reader() as reader:
        file = own_file(reader, account, file_id)
        subject = _subject_of(reader, file)
        veil = veil_around(reader, subject)
        steps = reader.steps_of(file.id)
        clocks = reader.clocks_on(file_id=file.id)
        entry = reader.entry(file.entry_id) if file.entry_id else None
    dossier_opened(house.store, house.clock, account, subject, file_read(file.kind))
    lawful = steps_of_kind(file.kind)
    return {
        **_file_told(file, steps, clocks),
        "lawful_steps": [
            {
                "step": name,
                "title": step_title(name),
                "roles": sorted(map(str, lawful[name].roles)),
                "by_subject": lawful[name].by_subject,
                "needs": list(lawful[name].needs),
                "law": lawful[name].law,
            }
            for name in lawful_next(lawful, steps)
            if on_own_road(file, entry, name) and is_offered(name, steps)
        ],
        "steps": [_step_told(step, veil) for step in steps],
        "clocks": [_clock_told(clock) for clock in clocks],
    }


@router.get(
    "/{file_id}/rejudgement",
    summary="The entry judged again under the packs of its day and of today",
    responses=refusals(*SIGNED_IN, 403, 404, 409),
)
def get_rejudgement(file_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Both on what is recorded today. Where the engines do not agree the truth is unknown."""
    with house.store.reader() as reader:
        file = own_file(reader, account, file_id)
        entry = reader.entry(file.entry_id) if file.entry_id else None
        if entry is None:
            raise Refused(
                "no-entry",
                zh="本案卷针对主体匹配，没有可重新判断的条目",
                en="the file lies over no entry",
                status=409,
            )
        subject = _subject_of(reader, file)
        veil = veil_around(reader, subject)
        again = rejudged(reader, house.book, house.evaluator, house.clock.today(), entry, subject)
    dossier_opened(house.store, house.clock, account, subject, file_read(file.kind) + "的重新判断")
    return rejudgement_told(again, veil)


@router.post(
    "",
    status_code=201,
    summary="File for a subject, or record a proceeding, a commitment, a training, a talk, a report",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409),
)
def post_file(sent: FileIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Answers with the receipt number the subject follows it by. None of these suspends anything by itself."""
    kind = FileKind(sent.kind)
    desk, hand = desk_of(house), Hand.of(account)
    request = step_request(sent.step or lawful_next(steps_of_kind(kind), ())[0], 0, sent)
    if kind in OVER_THE_SUBJECT:
        subject_id = _subject_id(house, account, sent)
        file = desk.file_on_subject(hand, kind, subject_id, account.department, request)
    else:
        file = desk.file_on_entry(hand, kind, sent.case_id, request)
    return _after(house, file.id)


@router.post(
    "/{file_id}/steps",
    status_code=201,
    summary="The next step of a file",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409, 412),
)
def post_step(file_id: str, sent: StepIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Lawful or refused, with the law that refuses it; what it does to the entry is done in the same breath.

    A broken commitment is a fact, so the subject is judged anew, as after any load; so it is where a case on a record
    since corrected was not listed.
    """
    step = desk_of(house).step(Hand.of(account), file_id, step_request(sent.step, sent.seen, sent))
    if step.step in (BROKEN, "review_not_listed"):
        with house.store.reader() as reader:
            file = reader.file(file_id)
        assert file is not None
        determine(house.store, house.book, house.evaluator, house.clock, [file.subject_id])
    return _after(house, file_id)


def desk_of(house: House) -> FileDesk:
    """The desk over this house's store and packs."""
    return FileDesk(store=house.store, shelf=house.book.shelf, clock=house.clock)


def own_file(reader: Reader, account: Account, file_id: str) -> FileRecord:
    """The file, if it is the account's department's; Refused (403, 404) otherwise."""
    _require_reader(account)
    file = reader.file(file_id)
    recused = file is not None and file.entry_id is not None and is_recused(reader, account.id, file.entry_id)
    if file is None or file.department != account.department or recused:
        raise Refused("not-found", zh="没有该案卷", en="no such file", status=404)
    return file


def rejudgement_told(again: Rejudgement, veil: Veil) -> dict[str, Any]:
    return {
        "that_day": _view_told(again.that_day, veil) if again.that_day else None,
        "today": _view_told(again.today, veil),
        "notice": "供核查参考，不是处理决定",
    }


def _view_told(view: ViewOfADay, veil: Veil) -> dict[str, Any]:
    return {
        "on": view.on.isoformat(),
        "release": str(view.ref) if view.ref else None,
        "truth": str(view.truth),
        "rules": list(view.rules),
        "reasons": [veil.text(one) for one in view.reasons_zh],
        "reasons_en": [veil.text(one) for one in view.reasons_en],
    }


def _subject_of(reader: Reader, file: FileRecord) -> SubjectRecord:
    subject = reader.subject(file.subject_id)
    assert subject is not None
    return subject


def step_request(step: str, seen: int, sent: FileIn | StepIn) -> StepRequest:
    """What was sent, as casework takes it."""
    return StepRequest(
        step=step,
        seen=seen,
        law_date=sent.law_date,
        document=sent.document,
        reasons=sent.reasons,
        details=dict(sent.details),
    )


def _subject_id(house: House, account: Account, sent: FileIn) -> str:
    """Asked by officers only, so that nobody else learns whether the register knows a code."""
    if not account.roles & {Role.LIST_OFFICER, Role.DATA_CLERK}:
        raise Refused("role-missing", zh="此步须由承办单位办理", en="this step belongs to the department", status=403)
    try:
        identifier = identifier_of(sent.code, SubjectType(sent.type))
    except (MalformedCode, ValueError):
        raise Refused(
            "subject-code-invalid", zh="主体类型或者代码有误", en="the type or the code is malformed"
        ) from None
    with house.store.reader() as reader:
        subject = reader.subject_by_code(identifier.kind, identifier.code)
    if subject is None:
        raise Refused("subject-unknown", zh="登记中没有该主体", en="the register has no such subject")
    return subject.id


def _after(house: House, file_id: str) -> dict[str, Any]:
    with house.store.reader() as reader:
        file = reader.file(file_id)
        assert file is not None
        return _file_told(file, reader.steps_of(file_id), reader.clocks_on(file_id=file_id))


def _require_reader(account: Account) -> None:
    if not account.roles & READERS:
        raise Refused("role-missing", zh="该账户无权查看案卷", en="this account may not read files", status=403)


def _file_told(file: FileRecord, steps: Any, clocks: Any) -> dict[str, Any]:
    last: StepRecord = steps[-1]
    due = [clock.due_on for clock in clocks if clock.ended_seq is None]
    return {
        "file_id": file.id,
        "kind": str(file.kind),
        "title": FILE_TITLES[file.kind],
        "case_id": file.entry_id,
        "receipt": file.receipt,
        "filed_on": file.law_date.isoformat(),
        "by_subject": file.opened_by == "subject",
        "step": last.step,
        "step_title": step_title(last.step),
        "closed": last.closes,
        "seen": last.number,
        "due_on": min((day.isoformat() for day in due if day), default=None),
    }


def _step_told(step: StepRecord, veil: Veil) -> dict[str, Any]:
    return {
        "number": step.number,
        "step": step.step,
        "title": step_title(step.step),
        "by": step.account_id,
        "role": step.role,
        "at": step.at.isoformat(),
        "law_date": step.law_date.isoformat() if step.law_date else None,
        "document": veil.text(step.document),
        "details": veil.over(step.details),
    }


def _clock_told(clock: ClockRecord) -> dict[str, Any]:
    """`due_on` null: the holidays of that year are not recorded yet."""
    return {
        "kind": clock.kind,
        "started_on": clock.started_on.isoformat(),
        "due_on": clock.due_on.isoformat() if clock.due_on else None,
        "period": clock.period,
        "basis": clock.basis,
        "local_policy": clock.local_policy,
        "ended": str(clock.ended_how) if clock.ended_how else None,
        "ended_on": clock.ended_on.isoformat() if clock.ended_on else None,
    }
