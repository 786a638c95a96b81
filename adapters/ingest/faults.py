"""A fault of a file, told so that a clerk finds the place: line, column as the file writes it, what, what to do."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from casework.errors import FieldFault


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """`line` is counted from 1 as an editor does (0: the file as a whole); `column` as written, or empty."""

    line: int
    column: str = ""
    zh: str
    en: str

    def told(self, lang: str) -> str:
        """One line in the language asked for ("zh" or "en")."""
        if lang == "en":
            place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.column) if part)
            return f"{place}: {self.en}" if place else self.en
        place = (f"第{self.line}行" if self.line else "") + (f"“{self.column}”" if self.column else "")
        return f"{place}：{self.zh}" if place else self.zh


class Unreadable(Exception):
    """The file as a whole cannot be read; `fault` says why. Never leaves this package."""

    def __init__(self, zh: str, en: str, line: int = 0) -> None:
        super().__init__(en)
        self.fault = RowFault(line=line, zh=zh, en=en)


def joined(form: tuple[RowFault, ...], found: Iterable[RowFault], missing: frozenset[str]) -> tuple[RowFault, ...]:
    """Faults of form and faults that casework found, in line order; each cell is told once, by the earlier of the two.

    `missing`: columns told at the header and not again for every row.
    """
    told = {(fault.line, fault.column) for fault in form}
    fresh = (one for one in found if one.column not in missing and (one.line, one.column) not in told)
    return in_line_order([*form, *fresh])


def in_line_order(faults: Iterable[RowFault]) -> tuple[RowFault, ...]:
    """The faults from the first line to the last, each once."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.line))


def nearest(word: str, known: Iterable[str]) -> tuple[str, str]:
    """(zh, en) of "did you mean …", both empty where nothing known is near."""
    near = _nearest(word[:100], tuple(dict.fromkeys(known)))
    return (f"，是否指“{near}”？", f'; did you mean "{near}"?') if near else ("", "")


@lru_cache(maxsize=256)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """Remembered, because a file often makes one mistake in every row."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def cut(text: str) -> str:
    """At most 40 characters of what a file wrote."""
    return text if len(text) <= 40 else text[:40] + "…"


def located_fault(fault: FieldFault, headings: Mapping[int, Mapping[str, str]]) -> RowFault:
    """A fault casework found in a row ("第12行 values/amount") with line and column as the file has them.

    `headings`: line -> place -> the column's title; a place that is not there keeps its own name.
    """
    match = _WHERE.fullmatch(fault.where)
    if match is None:
        return RowFault(line=0, column=fault.where, zh=fault.zh, en=fault.en)
    line, place = int(match[1]), _PLACES.get(match[2], match[2])
    titles = headings.get(line, {})
    column = titles.get(place) or titles.get(f"values/{place}") or place
    return RowFault(line=line, column=column, zh=fault.zh, en=fault.en)


_WHERE = re.compile(r"第(\d{1,9})行 ?(.*)", re.ASCII | re.DOTALL)
_PLACES = {"suspended": "suspended_from"}
