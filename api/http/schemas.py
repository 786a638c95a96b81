"""The documented form of requests. Unknown fields are refused, so that a misspelt one is never silently ignored."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PartyIn(Strict):
    """Who is asked about. A code decides; a name alone never bars."""

    type: Annotated[str, Field(max_length=40, examples=["enterprise"])]
    code: Code = ""
    name: Name = ""


class RelatedIn(PartyIn):
    """A person in a role the matter declares; `none`: the role is known to have no holder."""

    type: Annotated[str, Field(max_length=40)] = "natural_person"
    role: Annotated[str, Field(max_length=40, examples=["legal_representative"])]
    none: bool = False


class SubjectIn(PartyIn):
    related: Annotated[list[RelatedIn], Field(max_length=50)] = []


class MatterIn(Strict):
    code: Annotated[str, Field(max_length=100, examples=["government-procurement.qualification"])]
    stage: Annotated[str, Field(max_length=20, examples=["review"])]


class CheckIn(Strict):
    """The question before approval (POST /v1/checks)."""

    subject: SubjectIn
    matter: MatterIn
    department: Annotated[str, Field(max_length=60)]
    place: Annotated[str, Field(max_length=6, examples=["520103"])]
    business_no: Annotated[str, Field(max_length=100)] = ""
    purpose: Annotated[str, Field(max_length=200, examples=["qualification review"])]
    as_of: date | None = None


class OutcomeIn(Strict):
    outcome: Literal["executed", "not_executed", "not_applicable"]
    measures: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)] = []
    basis: Text = ""
    reason: Text = ""


class FactIn(Strict):
    """One fact. A value is text, number, true/false, null (unknown) or {"none": true} (known not to exist)."""

    type: Annotated[str, Field(max_length=40)]
    code: Code
    name: Name
    region: Annotated[str, Field(max_length=6)] = ""
    kind: Annotated[str, Field(max_length=100)]
    source_key: Annotated[str, Field(max_length=200)]
    values: dict[str, Any]
    attributes: dict[str, Any] = {}
    suspended_from: Annotated[str, Field(max_length=10)] = ""
    suspended_until: Annotated[str, Field(max_length=10)] = ""
    correction_reason: Text = ""


class FactsIn(Strict):
    facts: Annotated[list[FactIn], Field(min_length=1, max_length=1000)]


class MoveIn(Strict):
    """One move of an entry. `details`: what the move asks for (service, proof, statement_until, statement …)."""

    move: Literal[
        "serve_notice", "record_statement", "decide", "return_decision", "approve", "take_effect", "reject", "end"
    ]
    version: int
    document: Annotated[str, Field(max_length=200)] = ""
    law_date: date | None = None
    reasons: Text = ""
    details: dict[Annotated[str, Field(max_length=60)], Text] = {}


class MirroredIn(Strict):
    """An entry another authority decided, by its document."""

    type: Annotated[str, Field(max_length=40)]
    code: Code
    list: Annotated[str, Field(max_length=100)]
    document: Annotated[str, Field(min_length=1, max_length=200)]
    decided_on: date
    effective_on: date
    term_end: date | None = None
    reasons: Text = ""


class EndMirroredIn(Strict):
    version: int
    document: Annotated[str, Field(min_length=1, max_length=200)]
    ended_on: date
    reasons: Annotated[str, Field(min_length=1, max_length=4000)]


class ProblemOut(BaseModel):
    """RFC 9457 with a stable code, what to do, and every fault with its place."""

    type: str
    code: str
    title: str
    status: int
    what_to_do: str
    law: str | None = None
    faults: list[dict[str, str]] | None = None
