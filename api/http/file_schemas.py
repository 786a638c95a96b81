"""The documented form of what is filed over an entry or a subject, and of each step of it."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.http.schemas import Code, Dotted, Label, LawDate, Slug, Strict, SubjectWord, Text

FileWord = Literal[
    "objection",
    "match_objection",
    "reconsideration",
    "suit",
    "repair",
    "reorganisation",
    "commitment",
    "training",
    "talk",
    "report",
]
AnyFileWord = FileWord | Literal["correction", "succession"]
"""Also those that begin by themselves and are opened by nobody."""
Details = Annotated[dict[Slug, Text], Field(max_length=40)]


class FileIn(Strict):
    """A file that an officer opens: for the subject, by another organ's document, or of what was done with the subject.

    `step`: the opening step where there are several (`received`: an application that came in through 信用中国).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "objection",
                    "case_id": "31c7e3bc82d846ecba8543e60f934d09",
                    "law_date": "2026-11-02",
                    "details": {"grounds": "款项已于列入前付清，附银行回单"},
                }
            ]
        }
    )

    kind: FileWord
    step: Annotated[str, Field(max_length=100, pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    case_id: Annotated[str, Field(max_length=64)] = ""
    type: SubjectWord = "enterprise"
    code: Code = ""
    document: Label = ""
    law_date: LawDate | None = None
    reasons: Text = ""
    details: Details = Field(default_factory=dict)


class StepIn(Strict):
    """The next step of a file. `seen`: how many steps it had when you read it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"step": "accepted", "seen": 1, "law_date": "2026-11-03"}]}
    )

    step: Dotted
    seen: Annotated[int, Field(ge=1, le=10_000)]
    document: Label = ""
    law_date: LawDate | None = None
    reasons: Text = ""
    details: Details = Field(default_factory=dict)
