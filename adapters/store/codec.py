"""Texts of what the book keeps as JSON: fact values without loss, bodies as they came.

Values are int, str, bool, date and the two Marks; JSON has no dates and no Marks, so these two are written as one-key
objects (`{"d": "2020-02-29"}`, `{"m": "none"}`), which no plain value can be. A body is JSON already and keeps its
order; a date inside one is a mistake of the caller and is refused, not turned into text behind their back.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from engine.facts import Mark, Value

JsonObject = Mapping[str, object]


def encoded_values(values: Mapping[str, Value]) -> dict[str, object]:
    """The values as JSON-able objects; TypeError names the field that holds something else."""
    return {name: _encoded(name, value) for name, value in values.items()}


def decoded_values(encoded: JsonObject) -> dict[str, Value]:
    """The values that `encoded_values` was given; ValueError for anything it cannot have written."""
    return {name: _decoded(value) for name, value in encoded.items()}


def body_bytes(body: JsonObject) -> bytes:
    """A JSON body as UTF-8, order kept; TypeError for what JSON cannot say, ValueError for NaN and infinities."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_mapping_as_dict)
    return text.encode("utf-8", "surrogatepass")


def body_of(raw: bytes) -> dict[str, object]:
    """The body that `body_bytes` wrote."""
    body = json.loads(raw.decode("utf-8", "surrogatepass"))
    if not isinstance(body, dict):
        raise ValueError("a stored body is a JSON object")
    return body


def _encoded(name: str, value: Value) -> object:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mark):
        return {"m": value.value}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"d": value.isoformat()}
    raise TypeError(f"field {name!r}: a fact's value is an int, text, flag, date or Mark, not {type(value).__name__}")


def _decoded(value: object) -> Value:
    match value:
        case bool() | int() | str():
            return value
        case {"d": str(text)}:
            return date.fromisoformat(text)
        case {"m": str(text)}:
            return Mark(text)
    raise ValueError(f"not a stored value: {type(value).__name__}")


def _mapping_as_dict(value: object) -> object:
    """json knows only dict; other mappings (read-only views) are the same thing to a reader."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a stored body is plain JSON; turn {type(value).__name__} into text or number first")


def normalised_name(name: str) -> str:
    """The form in which names are compared: full width folded to half, case folded, blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def normalised_code(code: str) -> str:
    """The form in which codes are compared: half width, upper case, no blanks around."""
    return unicodedata.normalize("NFKC", code).strip().upper()
