"""POST /v1/checks and what follows an answer: the stored check, views, outcome."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Response

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import InHouse, SignedIn
from api.http.schemas import CheckIn, OutcomeIn
from casework.check import CheckRequest, Party, ask
from casework.feedback import own_check, record_outcome, record_view
from casework.looks import veil_of_check
from casework.records import OutcomeKind

router = APIRouter(prefix="/v1/checks", tags=["checks"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", max_length=200, description="Same key and body: the stored answer. Other body: 422."
    ),
]


@router.post("", summary="Check before approve", responses=refusals(*SIGNED_IN, *WITH_BODY, 403))
def post_check(
    asked: Annotated[CheckIn, Body()],
    house: InHouse,
    account: SignedIn,
    response: Response,
    idempotency_key: IdempotencyKey = "",
) -> dict[str, Any]:
    """Answers what stands about the subject for this matter. Question and answer are on disk before the answer leaves."""
    answered = ask(house.store, house.book, house.clock, account, check_request(asked), idempotency_key)
    if answered.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return dict(answered.answer)


def check_request(asked: CheckIn) -> CheckRequest:
    """The question in casework's words."""
    subject = asked.subject
    return CheckRequest(
        subject=Party(role="subject", type=subject.type, code=subject.code, name=subject.name),
        related=tuple(
            Party(role=one.role, type=one.type, code=one.code, name=one.name, absent=one.none)
            for one in subject.related
        ),
        matter=asked.matter.code,
        stage=asked.matter.stage,
        department=asked.department,
        place=asked.place,
        purpose=asked.purpose,
        business_no=asked.business_no,
        as_of=asked.as_of,
        body=asked.model_dump(mode="json"),
    )


@router.get(
    "/{check_id}",
    summary="A recorded check of the own department",
    responses=refusals(*SIGNED_IN, 403, 404, 410),
)
def get_check(check_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """The answer as it was given; the question's identifiers are not repeated."""
    with house.store.reader() as reader:
        check = own_check(reader, account, check_id)
        outcome = reader.outcome_of(check.id)
        views = reader.views_of(check.id)
        veil = veil_of_check(reader, check)
    return {
        "answer": dict(check.answer),
        "asked_at": check.at.isoformat(),
        "matter": check.matter,
        "stage": check.stage,
        "purpose": veil.text(check.purpose),
        "views": [{"by": view.account_id, "at": view.at.isoformat()} for view in views],
        "outcome": str(outcome.kind) if outcome else None,
    }


@router.post(
    "/{check_id}/views",
    status_code=201,
    summary="Record that the answer was opened",
    responses=refusals(*SIGNED_IN, 403, 404, 410, 413),
)
def post_view(check_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    view = record_view(house.store, house.clock, account, check_id)
    return {"view_id": view.id, "check_id": view.check_id, "at": view.at.isoformat()}


@router.post(
    "/{check_id}/outcome",
    status_code=201,
    summary="What the host did with the answer",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409, 410),
)
def post_outcome(check_id: str, told: OutcomeIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """`not_executed` needs a reason; with one it is complete. The decision stays the organ's own."""
    outcome = record_outcome(
        house.store, house.clock, account, check_id, OutcomeKind(told.outcome), told.measures, told.basis, told.reason
    )
    return {"outcome_id": outcome.id, "check_id": outcome.check_id, "outcome": str(outcome.kind)}
