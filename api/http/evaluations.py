"""POST /v1/evaluations: the engine as a calculator. Nothing is stored; the body holds no identifier of anybody."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from api.http.house import House, InHouse, SignedIn
from casework.errors import Refused
from casework.evaluation import evaluate_question, parse_question

router = APIRouter(prefix="/v1/evaluations", tags=["evaluations"])

EXAMPLE = {
    "as_of": "2023-06-01",
    "subject": {"type": "enterprise", "region": "520103"},
    "facts": [],
    "matter": "government-procurement.qualification",
    "stage": "review",
}


@router.post(
    "",
    summary="Facts in, findings out, nothing stored",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"type": "object"}, "example": EXAMPLE},
            },
        }
    },
)
async def post_evaluation(request: Request, house: InHouse, _account: SignedIn) -> dict[str, Any]:
    """A case of the packs' tests without `expect`: as_of, subject, facts, and optionally law_at, matter, stage, place."""
    body = await request.body()
    return await run_in_threadpool(_evaluated, house, body)


def _evaluated(house: House, body: bytes) -> dict[str, Any]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refused("request-malformed", zh="请求应为UTF-8文本", en="the body must be UTF-8") from None
    question = parse_question(text, "body", house.book.shelf.catalogue)
    return evaluate_question(house.book, house.evaluator, house.clock, question)
