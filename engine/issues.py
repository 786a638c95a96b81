"""What is wrong with a pack, a case or an import, told to a jurist.

A fault in somebody's text is data (an `Issue`), collected with all its siblings; a broken promise of our own
code is an exception. This module holds the first and refuses to hold the second.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """`error` keeps the text out; `warning` lets it in and says what to look at; `gap` is a documented hole in the law read."""

    ERROR = "error"
    WARNING = "warning"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a text: file as given by the caller, line counted from 1 (0: the file as a whole)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One fault: where, what and why (`zh`, `en`), and what to do (`hint_zh`, `hint_en`).

    `code` is stable and kebab-case ("unknown-field"); people search for it, programs match on it.
    """

    code: str
    severity: Severity = Severity.ERROR
    where: Where
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""

    def line(self, lang: str = "zh") -> str:
        """One printable line in the language asked for ("zh" or "en")."""
        text, hint = (self.en, self.hint_en) if lang == "en" else (self.zh, self.hint_zh)
        separator = " " if lang == "en" else ""
        return f"{self.where} {text}{separator + hint if hint else ''}"


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any of the issues keeps the text out."""
    return any(issue.severity is Severity.ERROR for issue in issues)


def in_reading_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues by file, line and code, each once."""
    unique = dict.fromkeys(issues)
    return tuple(sorted(unique, key=lambda issue: (issue.where.file, issue.where.line, issue.code, issue.zh)))
