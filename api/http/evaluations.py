"""POST /v1/evaluations: the engine as a calculator. Nothing is stored; the body holds no identifier of anybody."""

import json
import re
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import House, InHouse, SignedIn
from casework.errors import Refused
from casework.evaluation import evaluate_question, parse_question
from casework.evaluation_scope import scope_of
from casework.finding_telling import refuse_audience
from engine.explain import Audience

router = APIRouter(prefix="/v1/evaluations", tags=["evaluations"])

EXAMPLE = {
    "as_of": "2020-06-30",
    "subject": {"type": "enterprise", "region": "520103"},
    "facts": [
        {
            "tax.finding": {
                "case_no": "T-1",
                "committed_on": "2018-05-31",
                "document": "文书-T-1",
                "violation": "ordinary_invoices",
                "invoice_count": 90,
                "invoice_amount": 2000000,
            }
        },
        {
            "tax.decision": {
                "case_no": "T-1",
                "decided_on": "2018-10-08",
                "document_class": "penalty",
                "document": "文书-T-1",
                "served": True,
                "final": True,
            }
        },
    ],
    "matter": "government-procurement.qualification",
    "stage": "review",
}
AUDIENCE = (
    "for whom each finding is explained (`explanation`: sentences with their articles, instead of the plain reasons): "
    "the party itself, the officer, or the auditor (roles auditor and supervisor only)"
)
PACKS = (
    "tell only the findings and proposals of this pack's rules, and the measures of this pack or upon its lists; "
    "repeated: of any of them. An id that no release has is 422"
)
LISTS = (
    "tell only the findings and proposals of the rules that propose this list, and the measures upon it; repeated: any of them; "
    "beside `pack`: what concerns both. An id that no release has is 422"
)
Ids = tuple[str, ...]
_DAY = {"type": "string", "format": "date"}
_VALUE = {
    "description": 'text, number, true/false, null (unknown), or {"none": true} (known not to exist)',
    "type": ["string", "number", "boolean", "null", "object"],
}
_FIELDS = {"type": "object", "additionalProperties": _VALUE}
_RECORDS = {"type": "array", "items": _FIELDS}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["as_of"],
    "properties": {
        "as_of": {**_DAY, "description": "the day whose law and situation count"},
        "law_at": {**_DAY, "description": "the day whose law counts, where it is another one"},
        "acted_on": {
            **_DAY,
            "description": "the day of the act, where its records do not say; equal to `law_at`: one law only is asked",
        },
        "subject": {**_FIELDS, "description": "subject fields of the catalogue"},
        "facts": {
            "type": "array",
            "items": {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _FIELDS},
            "description": "each fact as {kind: {field: value}}",
        },
        "entries": _RECORDS,
        "bans": _RECORDS,
        "related": {"type": "array", "items": {"type": "object", "required": ["role"]}},
        "not_covered": {"type": "array", "items": {"type": "string"}},
        "matter": {"type": "string", "description": "a matter of GET /v1/matters; then measures are told, too"},
        "stage": {"type": "string", "enum": ["acceptance", "review", "decision"]},
        "place": {"type": "string", "pattern": "^[0-9]{6}$"},
    },
}
_STRING_OR_NULL = re.compile(r'"(?:\\.|[^"\\])*"|\bnull\b')
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|.)")


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


@router.post(
    "",
    summary="Facts in, findings out, nothing stored",
    responses=refusals(403, *SIGNED_IN, *WITH_BODY),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": SCHEMA, "examples": {"invoices": {"value": EXAMPLE}}}},
        }
    },
)
async def post_evaluation(
    request: Request,
    house: InHouse,
    account: SignedIn,
    audience: Annotated[Audience | None, Query(description=AUDIENCE)] = None,
    lang: Annotated[Lang, Query(description="the language of the explanation; only beside `audience`")] = Lang.ZH,
    pack: Annotated[Ids, Query(description=PACKS)] = (),
    list_id: Annotated[Ids, Query(alias="list", description=LISTS)] = (),
) -> dict[str, Any]:
    """A case of the packs' tests without `expect`: as_of, subject, facts, and optionally law_at, acted_on, matter, stage, place."""
    refuse_audience(account, audience)
    body = await request.body()
    return await run_in_threadpool(_evaluated, house, body, audience, str(lang), pack, list_id)


def _evaluated(
    house: House, body: bytes, audience: Audience | None, lang: str, packs: Ids, lists: Ids
) -> dict[str, Any]:
    scope = scope_of(house.book.shelf, packs, lists)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refused("request-malformed", zh="请求应为UTF-8文本", en="the body must be UTF-8") from None
    question = parse_question(readable(text), "body", house.book.shelf.catalogue)
    return evaluate_question(house.book, house.evaluator, house.clock, question, audience, lang, scope)


def readable(text: str) -> str:
    """The same lines for the packs' YAML reader, which differs from JSON in three places: tabs, null, paired escapes.

    A text that is no JSON stays as it is: YAML is taken as well, and its faults are told with their lines.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    spaced = text.replace("\t", " ")
    return _STRING_OR_NULL.sub(lambda found: '""' if found[0] == "null" else _ESCAPE.sub(_joined, found[0]), spaced)


def _joined(escape: re.Match[str]) -> str:
    return str(json.loads(f'"{escape[0]}"')) if len(escape[0]) == 12 else escape[0]
