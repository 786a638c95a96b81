"""One text for one meaning: values as canonical JSON, for digests that do not depend on order or layout."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any


def digest_of(value: object) -> str:
    """ "sha256:<64 hex>" of the canonical JSON of the value (dataclasses, mappings, tuples, sets, plain values).

    Fields that do not take part in equality (line numbers) are left out; the name of each dataclass is kept.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:
    if type(value) is str:
        return f"str:{value}"
    own_type: type[Any] = type(value)
    compared = _compared_fields(own_type)  # type: ignore[arg-type]  # mypy takes a class for unhashable
    if compared is not None:
        return {"": own_type.__name__, **{name: _plain(getattr(value, name)) for name in compared}}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return _plain_scalar(value)


@lru_cache(maxsize=1_024)
def _compared_fields(type_: type) -> tuple[str, ...] | None:
    """The fields of a dataclass that take part in equality; None for any other type."""
    return tuple(each.name for each in fields(type_) if each.compare) if is_dataclass(type_) else None


def _plain_scalar(value: object) -> str | int | bool | None:
    """Marks and dates in a form that no text can have by accident."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, date):
        return f"date:{value.isoformat()}"
    if value is None or isinstance(value, str | int):
        return f"str:{value}" if isinstance(value, str) else value
    raise TypeError(type(value).__name__)
