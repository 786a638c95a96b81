"""The subject's own page: by receipt number, where a matter stands, what was done when, until when, and what can be done now.

Also who has looked at the subject: department, purpose and day. No account opens it. The receipt number comes in a form
and stands in no address. Nobody is named on it, neither the subject nor an officer; an unknown number reads as a mistyped
one, and guessing is counted like wrong passwords.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.console.case_page import reasons_of
from api.console.clock_telling import clock_told
from api.console.fields import FormTexts, read_as
from api.console.file_page import step_body, step_form
from api.console.titles import end_title, file_title, state_title, step_title, worded
from api.console.visit import PageRoute, Visit, page, told, visit_of
from api.http.file_schemas import StepIn
from api.http.files import desk_of, step_request
from api.http.house import House, InHouse
from api.http.problems import EXPECTED, Telling, telling_of
from casework.desk import lawful_steps
from casework.docket import FileRecord, StepRecord
from casework.errors import Refused
from casework.files import SUBJECT, THE_SUBJECT
from casework.looks import LOOK_TITLES, LookTold, looks_told
from casework.masking import Veil, veil_around
from casework.ports import Reader

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

RECEIPT_AT_MOST = 60


@router.get("/my")
def my(request: Request, house: InHouse) -> Response:
    return _asking_page(visit_of(request, house, sign_in_visitor=False))


@router.post("/my")
def my_matter(request: Request, house: InHouse, sent: FormTexts) -> Response:
    visit = visit_of(request, house, sign_in_visitor=False)
    try:
        file = _file_of(request, house, sent.get("receipt", ""))
    except Refused as fault:
        return _asking_page(visit, telling_of(fault))
    return _matter_page(visit, file)


@router.post("/my/steps")
def my_step(request: Request, house: InHouse, sent: FormTexts) -> Response:
    """A step of the subject's own, such as a withdrawal. Whoever holds the receipt number may take it; no session is used."""
    visit = visit_of(request, house, sign_in_visitor=False)
    try:
        file = _file_of(request, house, sent.get("receipt", ""))
    except Refused as fault:
        return _asking_page(visit, telling_of(fault))
    try:
        dated = {**sent, "law_date": house.clock.today().isoformat()}
        asked = read_as(StepIn, step_body(file.kind, dated, visit.lang))
        desk_of(house).step(THE_SUBJECT, file.id, step_request(asked.step, asked.seen, asked))
    except EXPECTED as fault:
        return _matter_page(visit, file, sent, telling_of(fault))
    return _matter_page(visit, file)


def _file_of(request: Request, house: House, receipt: str) -> FileRecord:
    """The file of the receipt number; Refused (404, 429) otherwise. Ten wrong ones from one address close it for a while."""
    keeper, address = house.doorkeeper.wrong_receipts, request.client.host if request.client else ""
    if keeper.is_closed(address):
        raise Refused(
            "too-many-attempts",
            zh="受理号错误尝试过多，请五分钟后再试",
            en="too many wrong receipt numbers; try again in five minutes",
            status=429,
        )
    wanted = receipt.strip()
    if wanted and len(wanted) <= RECEIPT_AT_MOST:
        with house.store.reader() as reader:
            file = reader.file_by_receipt(wanted)
        if file is not None:
            return file
    keeper.note(address)
    raise Refused(
        "receipt-unknown",
        zh="没有查到该受理号，请核对后重新输入",
        en="no such receipt number; check it and enter it again",
        hint_zh="受理号见提出事项时取得的回执",
        hint_en="the number stands on the receipt you were given",
        status=404,
    )


def _asking_page(visit: Visit, fault: Telling | None = None) -> Response:
    response = page(
        visit, "my.html", status=fault.status if fault else 200, path="/my", fault=told(visit, fault) if fault else None
    )
    if fault:
        response.headers.update({name: text for name, text in fault.headers.items() if name == "Retry-After"})
    return response


def _matter_page(
    visit: Visit, file: FileRecord, sent: Mapping[str, str] | None = None, fault: Telling | None = None
) -> Response:
    lang, today = visit.lang, visit.house.clock.today()
    with visit.house.store.reader() as reader:
        steps = reader.steps_of(file.id)
        running = [*reader.clocks_on(file_id=file.id), *_clocks_of_entry(reader, file)]
        subject = reader.subject(file.subject_id)
        assert subject is not None
        veil = veil_around(reader, subject)
        entry = _entry_told(visit, reader, file, veil)
        looks = looks_told(reader, file.subject_id)
        lawful = lawful_steps(reader, file, steps)
    return page(
        visit,
        "matter.html",
        status=fault.status if fault else 200,
        path="/my",
        receipt=file.receipt,
        kind=file_title(file.kind, lang),
        filed_on=file.law_date,
        department=_department_title(visit, file.department),
        standing=step_title(steps[-1].step, lang),
        closed=steps[-1].closes,
        seen=steps[-1].number,
        steps=[_done(one, lang, veil) for one in steps],
        clocks=[clock_told(one, today, lang) for one in running],
        entry=entry,
        looks=[_look_line(visit, one) for one in looks],
        forms=[step_form(file, name, one, lang) for name, one in lawful.items() if one.by_subject],
        fault=told(visit, fault) if fault else None,
        sent=sent or {},
    )


def _department_title(visit: Visit, department: str) -> str:
    known = visit.house.book.shelf.catalogue.departments.get(department)
    return known.title if known else department


def _look_line(visit: Visit, look: LookTold) -> Mapping[str, Any]:
    """How it was looked, by which department, for what, on which day."""
    title = worded(look.kind, {str(kind): title for kind, title in LOOK_TITLES.items()}, visit.lang)
    return {
        "title": title,
        "department": _department_title(visit, look.department),
        "purpose": look.purpose,
        "on": look.on,
    }


def _done(step: StepRecord, lang: str, veil: Veil) -> Mapping[str, Any]:
    """What was done and when; the hand only as the subject's or the department's, no text of anybody's."""
    return {
        "title": step_title(step.step, lang),
        "at": step.at.isoformat(),
        "law_date": step.law_date,
        "document": veil.text(step.document),
        "by_subject": step.account_id == SUBJECT,
        "reasoned": bool(step.document) and bool(step.details.get("reasons")),
    }


def _clocks_of_entry(reader: Reader, file: FileRecord) -> list[Any]:
    found = reader.clocks_on(entry_id=file.entry_id) if file.entry_id else ()
    return [one for one in found if one.file_id is None and one.ended_seq is None]


def _entry_told(visit: Visit, reader: Reader, file: FileRecord, veil: Veil) -> Mapping[str, Any] | None:
    """What the subject was entered for, why, until when, and how it ends."""
    entry = reader.entry(file.entry_id) if file.entry_id else None
    if entry is None:
        return None
    shelf, lang = visit.house.book.shelf, visit.lang
    remedy = entry.finding.get("remedy")
    return {
        "list": shelf.list_titles().get(entry.list_id, entry.list_id),
        "state": state_title(entry.state, lang),
        "end": end_title(entry.end_kind, lang) if entry.end_kind else "",
        "ended_on": entry.ended_on,
        "suspended": entry.suspended,
        "document": veil.text(entry.document),
        "effective_on": entry.effective_on,
        "term_end": entry.term_end,
        "term_known": entry.term_known,
        "reasons": [veil.text(one) for one in reasons_of(entry, lang)],
        "remedy": remedy if isinstance(remedy, str) else "",
    }
