"""What corrections and changes of subjects have put in question: the whole list, the oldest first. Each item is worked on as a file."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.titles import file_title, state_title, step_title
from api.console.visit import PageRoute, Visit, page, visit_of
from api.http.house import InHouse
from api.http.reviews import require_reader
from casework.codes import masked_code, masked_name
from casework.docket import FileRecord
from casework.masking import persons_around, veil_of
from casework.ports import Reader
from casework.records import SubjectRecord
from casework.review_desk import KINDS, Review, open_reviews
from casework.reviews import BEGUN, CHANGED, JUDGED

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

ON_A_PAGE = 50
LAST_PAGE = 100_000


@router.get("/reviews")
def reviews(request: Request, house: InHouse, sheet: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    require_reader(visit.account)
    with house.store.reader() as reader:
        every = open_reviews(reader, visit.account, house.clock.today())
        sheets = max(1, -(-len(every) // ON_A_PAGE))
        sheet = min(sheet, sheets)
        rows = review_rows(visit, reader, every[(sheet - 1) * ON_A_PAGE : sheet * ON_A_PAGE])
    return page(visit, "reviews.html", rows=rows, total=len(every), sheet=sheet, sheets=sheets)


def review_rows(visit: Visit, reader: Reader, found: Sequence[Review]) -> list[Mapping[str, Any]]:
    """The items as a page prints them, persons masked."""
    subjects = reader.subjects([one.subject_id for one in found])
    titles, lang = visit.house.book.shelf.list_titles(), visit.lang
    rows: list[Mapping[str, Any]] = []
    for one in found:
        subject = subjects[one.subject_id]
        what = veil_of([subject]).text(one.what) if lang == "zh" else one.change.replace("_", " ")
        rows.append(
            {
                "address": f"/files/{one.file.id}" if one.file else f"/cases/{one.entry.id}" if one.entry else "",
                "kind": file_title(one.kind, lang),
                "name": masked_name(subject.name, subject.type),
                "code": masked_code(subject.code, subject.type),
                "list": titles.get(one.entry.list_id, one.entry.list_id) if one.entry else "",
                "state": state_title(one.entry.state, lang) if one.entry else "",
                "since": one.since,
                "days": one.age_days,
                "what": what,
                "next": [step_title(step, lang) for step in one.steps],
            }
        )
    return rows


def review_told(visit: Visit, reader: Reader, file: FileRecord, subject: SubjectRecord) -> Mapping[str, Any] | None:
    """What a review is about: who corrected what on which document, the finding as it was and as it would be; persons veiled."""
    if file.kind not in KINDS:
        return None
    veil, steps = veil_of(persons_around(reader, subject)), reader.steps_of(file.id)
    begun = next(one for one in reversed(steps) if one.step in (BEGUN, CHANGED))
    judged = next((one for one in reversed(steps) if one.step == JUDGED), None)
    said = veil.over(begun.details)
    again = veil.over(judged.details) if judged and judged.number > begun.number else {}
    assert isinstance(said, dict)
    assert isinstance(again, dict)
    departments = visit.house.book.shelf.catalogue.departments
    of = departments.get(begun.department)
    asked_by = [departments[one].title if one in departments else one for one in again.get("asked_by", [])]
    return {
        "event": said.get("event", ""),
        "event_on": said.get("event_on", ""),
        "record_kind": said.get("record_kind", ""),
        "changed": said.get("changed", []),
        "department": of.title if of else begun.department,
        "reason": said.get("reason", ""),
        "document": veil.text(begun.document),
        "meaning": said.get("what", "") if begun.step == CHANGED else "",
        "change": again.get("what", "") if visit.lang == "zh" else str(again.get("change", "")).replace("_", " "),
        "checks": again.get("checks", 0),
        "asked_by": asked_by,
        "old": _finding(again.get("old"), visit.lang),
        "that_day": _finding(again.get("that_day"), visit.lang),
        "today": _finding(again.get("today"), visit.lang),
    }


def _finding(told: Any, lang: str) -> Mapping[str, Any] | None:
    if not isinstance(told, dict):
        return None
    reasons = told.get("reasons_en") if lang == "en" and told.get("reasons_en") else told.get("reasons")
    known = {name: told.get(name) for name in ("on", "truth", "release", "law")}
    return {**known, "reasons": reasons or []}
