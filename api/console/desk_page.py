"""The officers' desk: what waits for this account, by its clocks; the department's open files beside it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.clock_telling import clock_told
from api.console.review_page import review_rows
from api.console.titles import file_title, move_title, state_title, step_title
from api.console.visit import DESK_ROLES, PageRoute, Visit, page, visit_of
from api.http.house import InHouse
from casework.desk import DeskCase, DeskFile, open_files_of, own_moves, waiting_cases
from casework.errors import Refused
from casework.masking import shown
from casework.ports import Reader
from casework.records import Account, SubjectRecord
from casework.review_desk import KINDS as REVIEWS
from casework.review_desk import open_reviews

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

ON_A_PAGE = 50
REVIEWS_SHOWN = 10
LAST_PAGE = 100_000
Row = TypeVar("Row")


@router.get("/desk")
def desk(
    request: Request,
    house: InHouse,
    cases: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    files: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
) -> Response:
    """`cases`, `files`: which page of each."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    _require_desk(visit.account)
    with house.store.reader() as reader:
        waiting = waiting_cases(reader, house.book.shelf, visit.account)
        open_files = [one for one in open_files_of(reader, visit.account) if one.file.kind not in REVIEWS]
        cases, files = min(cases, _pages(waiting)), min(files, _pages(open_files))
        case_rows = _case_rows(visit, visit.account, reader, _sheet(waiting, cases))
        file_rows = _file_rows(visit, reader, _sheet(open_files, files))
        reviews = open_reviews(reader, visit.account, house.clock.today(), newly_met=False)
        shown_reviews = review_rows(visit, reader, reviews[:REVIEWS_SHOWN])
    return page(
        visit,
        "desk.html",
        cases=case_rows,
        files=file_rows,
        reviews=shown_reviews,
        reviews_total=len(reviews),
        cases_total=len(waiting),
        files_total=len(open_files),
        cases_page=cases,
        files_page=files,
        cases_pages=_pages(waiting),
        files_pages=_pages(open_files),
    )


def _require_desk(account: Account) -> None:
    if not account.roles & DESK_ROLES:
        raise Refused(
            "role-missing",
            zh="待办事项仅供名单经办人、批准人、法制审核人员和机关负责人使用",
            en="the desk belongs to list officers, approving officers, legal reviewers and heads",
            status=403,
        )


def _pages(rows: Sequence[object]) -> int:
    return max(1, -(-len(rows) // ON_A_PAGE))


def _sheet(rows: Sequence[Row], number: int) -> Sequence[Row]:
    return rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]


def _case_rows(visit: Visit, account: Account, reader: Reader, found: Sequence[DeskCase]) -> list[Mapping[str, Any]]:
    subjects = reader.subjects([one.entry.subject_id for one in found])
    shelf, today = visit.house.book.shelf, visit.house.clock.today()
    titles = shelf.list_titles()
    return [
        {
            "id": one.entry.id,
            "subject": named(subjects[one.entry.subject_id]),
            "list": titles.get(one.entry.list_id, one.entry.list_id),
            "state": state_title(one.entry.state, visit.lang),
            "clock": clock_told(one.clock, today, visit.lang) if one.clock else None,
            "next": [
                move_title(row.move, visit.lang)
                for row in own_moves(one.entry, shelf, account, reader.moves_of(one.entry.id))
            ],
        }
        for one in found
    ]


def _file_rows(visit: Visit, reader: Reader, found: Sequence[DeskFile]) -> list[Mapping[str, Any]]:
    subjects = reader.subjects([one.file.subject_id for one in found])
    today = visit.house.clock.today()
    return [
        {
            "id": one.file.id,
            "subject": named(subjects[one.file.subject_id]),
            "kind": file_title(one.file.kind, visit.lang),
            "state": step_title(one.last.step, visit.lang),
            "clock": clock_told(one.clock, today, visit.lang) if one.clock else None,
            "next": [step_title(step, visit.lang) for step in one.steps],
        }
        for one in found
    ]


def named(subject: SubjectRecord) -> Mapping[str, str]:
    """The subject as every officer's screen shows it: a person masked."""
    seen = shown(subject)
    return {"name": seen.name, "code": seen.code, "type": str(seen.type)}
