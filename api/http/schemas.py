"""The documented form of requests. Unknown fields are refused, so that a misspelt one is never silently ignored.

Words that are looked up (matters, kinds, roles, fields) have a form that no subject's code and no name has: what the
service repeats of a request in a refusal can only be such a word.
"""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

HIDDEN = ("Cc", "Cs")


def _plain_text(text: str) -> str:
    """Refuses control characters (NUL among them); line breaks and tabs are ordinary writing."""
    if any(unicodedata.category(each) in HIDDEN and each not in "\n\r\t" for each in text):
        raise PydanticCustomError("control_character", "the text holds control characters")
    return text


def _written_date(value: object) -> object:
    """A law date is written YYYY-MM-DD; a number of seconds or an instant is none."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("law_date", "a date is written YYYY-MM-DD")
    if value is None or isinstance(value, str):
        return value
    raise PydanticCustomError("law_date", "a date is written YYYY-MM-DD")


Plain = AfterValidator(_plain_text)
Code = Annotated[str, Field(max_length=64), Plain]
Name = Annotated[str, Field(max_length=200), Plain]
Label = Annotated[str, Field(max_length=200), Plain]
Text = Annotated[str, Field(max_length=4000), Plain]
Slug = Annotated[str, Field(max_length=100, pattern=r"^[a-z][a-z0-9_-]*$")]
Dotted = Annotated[str, Field(max_length=100, pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$")]
Area = Annotated[str, Field(pattern=r"^([0-9]{6})?$", examples=["520103"])]
LawDate = Annotated[date, BeforeValidator(_written_date)]
LawDateText = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
SubjectWord = Annotated[Slug, Field(examples=["enterprise"])]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PartyIn(Strict):
    """Who is asked about. A code decides; a name alone never bars."""

    type: SubjectWord
    code: Code = ""
    name: Name = ""


class RelatedIn(PartyIn):
    """A person in a role the matter declares; `none`: the role is known to have no holder."""

    type: SubjectWord = "natural_person"
    role: Annotated[Slug, Field(examples=["legal_representative"])]
    none: bool = False


class SubjectIn(PartyIn):
    related: Annotated[list[RelatedIn], Field(max_length=50)] = []


class MatterIn(Strict):
    code: Annotated[Dotted, Field(examples=["government-procurement.qualification"])]
    stage: Annotated[Slug, Field(examples=["review"])]


class CheckIn(Strict):
    """The question before approval (POST /v1/checks)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": {"type": "enterprise", "code": "91520103MA6DKX7Q6F", "name": "示例企业"},
                    "matter": {"code": "government-procurement.qualification", "stage": "review"},
                    "department": "finance",
                    "place": "520103",
                    "business_no": "示例-001",
                    "purpose": "qualification review",
                }
            ]
        }
    )

    subject: SubjectIn
    matter: MatterIn
    department: Slug
    place: Area
    business_no: Annotated[str, Field(max_length=100), Plain] = ""
    purpose: Annotated[Label, Field(examples=["qualification review"])]
    as_of: LawDate | None = None


class OutcomeIn(Strict):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "not_executed", "reason": "申请人已撤回申请"}]}
    )

    outcome: Literal["executed", "not_executed", "not_applicable"]
    measures: Annotated[list[Label], Field(max_length=200)] = []
    basis: Text = ""
    reason: Text = ""


class NoneIn(Strict):
    """Known not to exist."""

    none: Literal[True]


FiniteFloat = Annotated[float, Field(allow_inf_nan=False)]
FactValue = bool | int | FiniteFloat | Text | NoneIn | None
FactValues = Annotated[dict[Slug, FactValue], Field(max_length=200)]


class FactIn(Strict):
    """One fact. A value is text, number, true/false, null (unknown) or {"none": true} (known not to exist)."""

    type: SubjectWord
    code: Code
    name: Name
    region: Area = ""
    kind: Annotated[Dotted, Field(examples=["wage.order"])]
    source_key: Label
    values: FactValues
    attributes: FactValues = {}
    suspended_from: LawDateText = ""
    suspended_until: LawDateText = ""
    correction_reason: Text = ""
    correction_document: Label = ""


class FactsIn(Strict):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "facts": [
                        {
                            "type": "enterprise",
                            "code": "91520103MA6DKX7Q6F",
                            "name": "示例企业",
                            "region": "520103",
                            "kind": "wage.default",
                            "source_key": "W-1-核查",
                            "values": {"case_no": "W-1", "verified_on": "2024-04-01", "paid_in_time": False},
                        }
                    ]
                }
            ]
        }
    )

    facts: Annotated[list[FactIn], Field(min_length=1, max_length=1000)]


class MoveIn(Strict):
    """One move of an entry. `details`: what the move asks for (service, proof, statement_until, statement …)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "move": "serve_notice",
                    "version": 1,
                    "document": "告知书-1",
                    "law_date": "2024-06-03",
                    "details": {"service": "direct", "proof": "送达回证-1", "statement_until": "2024-06-13"},
                }
            ]
        }
    )

    move: Literal[
        "serve_notice",
        "publicise",
        "record_statement",
        "request_hearing",
        "hold_hearing",
        "legal_review",
        "discuss",
        "superior_consent",
        "record_step",
        "decide",
        "return_decision",
        "approve",
        "head_approve",
        "take_effect",
        "reject",
        "recuse",
        "suspend",
        "resume",
        "end",
    ]
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    document: Label = ""
    law_date: LawDate | None = None
    reasons: Text = ""
    details: Annotated[dict[Slug, Text], Field(max_length=40)] = {}


class MirroredIn(Strict):
    """An entry another authority decided, by its document."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "enterprise",
                    "code": "91520103MA6DKX7Q6F",
                    "list": "tax-major-violation",
                    "document": "税稽公告-1",
                    "decided_on": "2024-06-03",
                    "effective_on": "2024-06-03",
                }
            ]
        }
    )

    type: SubjectWord
    code: Code
    list: Slug
    document: Annotated[Label, Field(min_length=1)]
    decided_on: LawDate
    effective_on: LawDate
    term_end: LawDate | None = None
    reasons: Text = ""


class EndMirroredIn(Strict):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"version": 1, "document": "移出公告-1", "ended_on": "2024-07-01", "reasons": "来源已移出"}]
        }
    )

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    document: Annotated[Label, Field(min_length=1)]
    ended_on: LawDate
    reasons: Annotated[Text, Field(min_length=1)]


class ProblemOut(BaseModel):
    """RFC 9457 with a stable code, what to do, and every fault with its place."""

    type: str
    code: str
    title: str
    status: int
    what_to_do: str
    law: str | None = None
    faults: list[dict[str, Any]] | None = None
