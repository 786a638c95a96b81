"""What corrections and changes of subjects have put in question, the oldest first. An item is read and closed as a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.documented import SIGNED_IN, refusals
from api.http.files import READERS
from api.http.house import InHouse, SignedIn
from casework.entry import STATE_TITLES
from casework.errors import Refused
from casework.file_titles import FILE_TITLES, step_title
from casework.masking import shown, veil_of
from casework.records import Account, SubjectRecord
from casework.review_desk import Review, open_reviews

router = APIRouter(prefix="/v1/reviews", tags=["files"])


@router.get("", summary="Open reviews of the department, the oldest first", responses=refusals(*SIGNED_IN, 403, 422))
def get_reviews(
    house: InHouse,
    account: SignedIn,
    after: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Each with the file to read (`GET /v1/files/{file_id}`) and close (`POST …/steps`); without those of cases the account keeps away from.

    `file_id` null: a case that a corrected record newly opened; it is worked on as a case.
    """
    require_reader(account)
    with house.store.reader() as reader:
        every = open_reviews(reader, account, house.clock.today())
        start = next((place for place, one in enumerate(every, 1) if key_of(one) == after), 0)
        page = every[start : start + limit]
        subjects = reader.subjects([one.subject_id for one in page])
    titles = house.book.shelf.list_titles()
    return {
        "reviews": [_told(one, subjects[one.subject_id], titles) for one in page],
        "total": len(every),
        "next": key_of(page[-1]) if start + limit < len(every) else None,
    }


def require_reader(account: Account) -> None:
    if not account.roles & READERS:
        raise Refused("role-missing", zh="该账户无权查看复核事项", en="this account may not read reviews", status=403)


def key_of(one: Review) -> str:
    return one.file.id if one.file else one.entry.id if one.entry else ""


def _told(one: Review, subject: SubjectRecord, titles: Any) -> dict[str, Any]:
    veil, seen = veil_of([subject]), shown(subject)
    return {
        "kind": str(one.kind),
        "title": FILE_TITLES[one.kind],
        "file_id": one.file.id if one.file else None,
        "case_id": one.entry.id if one.entry else None,
        "list_title": titles.get(one.entry.list_id, one.entry.list_id) if one.entry else None,
        "state_title": STATE_TITLES[one.entry.state] if one.entry else None,
        "subject": {"id": subject.id, "type": str(seen.type), "code": seen.code, "name": seen.name},
        "since": one.since.isoformat(),
        "age_days": one.age_days,
        "change": one.change or None,
        "what": veil.text(one.what),
        "document": veil.text(one.begun.document) if one.begun else None,
        "step_title": step_title(one.last.step) if one.last else None,
        "mine": [{"step": step, "title": step_title(step)} for step in one.steps],
    }
