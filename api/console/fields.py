"""The fields of a form for a move or a step: from what the law asks for to what a browser shows, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from api.console.titles import GROUND_TITLES, SERVICE_TITLES, end_title, need_title, worded
from casework.endings import ENDINGS
from casework.errors import Refused
from casework.repair_record import DAYS, PROOFS
from casework.step_guards import CHOICES

DATES = frozenset({"law_date", "statement_until", "public_until", "source_date", "term_end", *DAYS})
LONG = frozenset({"reasons", "statement", "grounds", "findings", "class_reasons"})
OF_THE_REQUEST = ("document", "law_date", "reasons")
"""What a move or step says itself; everything else is one of its details."""
LABEL_LENGTH, TEXT_LENGTH = 200, 4000
FIELDS_AT_MOST = 60
REPAIR_CHOICES: Mapping[str, Mapping[str, str]] = {
    "ground": GROUND_TITLES,
    **{str(proof): {"yes": "是", "no": "否"} for proof in PROOFS},
}
"""What an examination of a repair says, and why an application is not accepted."""

Options = Sequence[tuple[str, str]]
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `look`: text, area, date or select. `where`: its place in a refusal."""

    name: str
    title: str
    look: str
    required: bool
    options: Options = ()

    @property
    def where(self) -> str:
        return f"/{self.name}" if self.name in OF_THE_REQUEST else f"/details/{self.name}"

    @property
    def longest(self) -> int:
        return LABEL_LENGTH if self.name == "document" else TEXT_LENGTH


def field_of(name: str, lang: str, *, required: bool = True, options: Options = ()) -> Field:
    """The field by its name; `options`: what may be chosen, where the name alone does not say it."""
    choices = options or _choices(name, lang)
    look = "select" if choices else "date" if name in DATES else "area" if name in LONG else "text"
    return Field(name=name, title=need_title(name, lang), look=look, required=required, options=choices)


def _choices(name: str, lang: str) -> Options:
    if name == "service":
        return [(str(word), worded(word, SERVICE_TITLES, lang)) for word in SERVICE_TITLES]
    if name == "kind":
        return [(str(one.kind), end_title(one.kind, lang)) for one in ENDINGS if one.by_hand]
    words = CHOICES[name][1] if name in CHOICES else REPAIR_CHOICES.get(name, {})
    return [(word, worded(word, words, lang)) for word in words]


def body_of(fields: Sequence[Field], sent: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, in the shape of the API; what is blank is left out, and so is what the form does not have."""
    given = {one.name: sent.get(one.name, "").strip() for one in fields}
    body: dict[str, Any] = {name: given[name] for name in OF_THE_REQUEST if given.get(name)}
    details = {name: text for name, text in given.items() if text and name not in OF_THE_REQUEST}
    return {**body, "details": details}


def read_as(shape: type[Shape], body: Mapping[str, Any]) -> Shape:
    """The body, held to the documented form of the API; RequestValidationError with the places otherwise."""
    try:
        return shape.model_validate(body)
    except ValidationError as fault:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in fault.errors()]) from None


async def form_texts(request: Request) -> Mapping[str, str]:
    """The texts of the form that was sent; a form that cannot be read is refused."""
    try:
        form = await request.form(max_files=0, max_fields=FIELDS_AT_MOST)
    except HTTPException:
        raise Refused(
            "form-unreadable", zh="表单无法读取，未作处理", en="the form cannot be read; nothing was done", status=400
        ) from None
    return {name: text for name, text in form.items() if isinstance(text, str)}


FormTexts = Annotated[Mapping[str, str], Depends(form_texts)]
