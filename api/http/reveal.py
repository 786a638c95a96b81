"""What is masked, shown in full: to an account with the right, for a lawful purpose, on record before it leaves."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import InHouse, SignedIn
from api.http.schemas import Slug, Strict, Text
from casework.reveal import PURPOSES, reveal

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])


class RevealIn(Strict):
    """Why. `purpose`: one of the lawful purposes; `reason`: the case at hand, in your own words. Both are told to the person."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"purpose": "serve_document", "reason": "邮寄告知书被退回，改为直接送达，核对收件人"}]
        }
    )

    purpose: Annotated[Slug, Field(json_schema_extra={"enum": list(PURPOSES)})]
    reason: Text


@router.post(
    "/{subject_id}/reveal",
    status_code=201,
    summary="A person's full name and number",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409, 410),
)
def post_reveal(subject_id: str, asked: RevealIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Only of the department's own cases. Who looked, for what and when is on record first, and the person can see it."""
    seen = reveal(house.store, house.clock, account, subject_id, asked.purpose, asked.reason)
    return {
        "subject_id": seen.subject.id,
        "type": str(seen.subject.type),
        "code": seen.subject.code,
        "name": seen.subject.name,
        "look_id": seen.look_id,
    }
