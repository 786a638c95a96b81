"""The documented form of a letter that is asked for, and of its service."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.http.schemas import Label, LawDate, Strict

KindWord = Literal["intention"]


class LetterIn(Strict):
    """A letter to be made for a case."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "intention"}]})

    kind: KindWord


class ServiceIn(Strict):
    """One attempt to serve a letter, or what became of it. `confirmation`: the address confirmation (electronic service)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"way": "post", "outcome": "served", "on": "2026-12-01", "proof": "邮件回执演示1号"}]
        }
    )

    way: Literal["direct", "left", "post", "entrusted", "electronic", "publication"]
    outcome: Literal["sent", "served", "returned"]
    on: LawDate
    proof: Annotated[Label, Field(min_length=1)]
    confirmation: Label = ""
