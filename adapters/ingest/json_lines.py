"""JSON Lines: one object per line. Numbers are exact decimals as written, never floats; a key twice is refused."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TextIO

from adapters.ingest.faults import RowFault, cut
from adapters.ingest.opening import sound_lines

_PLAIN_EXPONENT = 30


class Number(str):
    """A JSON number as its digits; told apart from text so that a code sent as a number can be refused."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRow:
    """One line's object."""

    line: int
    members: dict[str, object]


class _NotAllowed(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def json_rows(text: TextIO, faults: list[RowFault]) -> Iterator[JsonRow]:
    """The object of every line that is not blank; what is no JSON object is told with its line."""
    begun = False
    for line, written in enumerate(sound_lines(text, faults), start=1):
        if not written.strip():
            continue
        if not begun and written.lstrip().startswith("["):
            faults.append(_no_object(line))
            return
        begun = True
        try:
            members = json.loads(
                written,
                object_pairs_hook=_members,
                parse_float=_number,
                parse_int=Number,
                parse_constant=_no_number,
            )
        except _NotAllowed as fault:
            faults.append(RowFault(line=line, zh=fault.zh, en=fault.en))
        except json.JSONDecodeError as fault:
            faults.append(_no_json(line, fault))
        except RecursionError:
            faults.append(RowFault(line=line, zh="嵌套过深", en="it is nested too deeply"))
        else:
            if isinstance(members, dict):
                yield JsonRow(line=line, members=members)
            else:
                faults.append(_no_object(line))


def _members(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, value in pairs:
        if key in members:
            raise _NotAllowed(f"“{cut(key)}”写了两次", f'"{cut(key)}" stands twice')
        members[key] = value
    return members


def _number(written: str) -> Number:
    """1.5e3 as 1500; an exponent nobody needs stays as it is written and is refused by the field's own type."""
    try:
        exact = Decimal(written)
    except InvalidOperation:
        return Number(written)
    return Number(f"{exact:f}" if abs(exact.adjusted()) <= _PLAIN_EXPONENT else written)


def _no_number(written: str) -> object:
    raise _NotAllowed(f"{written}不是数", f"{written} is no number")


def _no_json(line: int, fault: json.JSONDecodeError) -> RowFault:
    return RowFault(
        line=line,
        zh=f"不是有效的JSON（第{fault.colno}个字符处）；每行应为一个完整的JSON对象",
        en=f"not JSON (character {fault.colno}): {fault.msg}; each line is one whole JSON object",
    )


def _no_object(line: int) -> RowFault:
    return RowFault(
        line=line,
        zh="每行应为一个JSON对象{…}；整个文件不要写成数组",
        en="each line is one JSON object {…}; the file is not an array",
    )
