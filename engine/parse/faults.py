"""Where the faults of one text are gathered, all of them, each with its line.

A reader that meets a fault records it here and goes on with a stand-in value. INVARIANT: a stand-in is used only
after a fault was recorded, and a text with an error never becomes a pack, so no stand-in is ever handed out.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from engine.issues import Issue, Severity, Where, in_reading_order
from engine.parse.nodes import Node

MOST_FAULTS = 500
_LONGEST_WORD = 80


def quoted(word: str) -> str:
    """The word as shown in a message: a very long one is cut."""
    return word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "…"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was most likely meant, or None."""
    found = get_close_matches(word[:_LONGEST_WORD], [option for option in options if option != word], n=1)
    return found[0] if found else None


class Faults:
    """The faults of one file. Beyond MOST_FAULTS only their existence is told."""

    __slots__ = ("_issues", "_lines_with_errors", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self._issues: list[Issue] = []
        self._lines_with_errors: set[int] = set()

    @property
    def any_error(self) -> bool:
        return bool(self._lines_with_errors)

    def in_order(self) -> tuple[Issue, ...]:
        return in_reading_order(self._issues)

    def add(self, code: str, at: Node | int, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        """Records an error at a node or a line."""
        line = at if isinstance(at, int) else at.line
        self._lines_with_errors.add(line)
        if len(self._issues) > MOST_FAULTS:
            return
        if len(self._issues) == MOST_FAULTS:
            line, code, zh, en = (
                0,
                "too-many-faults",
                f"问题超过 {MOST_FAULTS} 处，其余未列出",
                f"more than {MOST_FAULTS} faults; the rest are not listed.",
            )
            hint_zh, hint_en = "。请先改正已列出的", "Correct those listed first."
        self._issues.append(
            Issue(
                code=code,
                severity=Severity.ERROR,
                where=Where(file=self.file, line=line),
                zh=zh,
                en=en,
                hint_zh=hint_zh,
                hint_en=hint_en,
            )
        )

    def add_shape(self, code: str, at: Node | int, zh: str, en: str) -> None:
        """Records a fault of shape unless the schema check has already found an error on that line."""
        line = at if isinstance(at, int) else at.line
        if line not in self._lines_with_errors:
            self.add(code, line, zh, en)

    def mark(self, line: int) -> None:
        """Tells that an error already recorded for a key also covers its value, which starts on this line."""
        self._lines_with_errors.add(line)

    def unknown(self, code: str, at: Node | int, what_zh: str, what_en: str, word: str, options: Iterable[str]) -> None:
        """Records "未知的<what> “word”", with what was likely meant, or else with what there is."""
        if not word:
            self.add_shape(code, at, f"{what_zh}不能为空", f"the {what_en} must not be empty.")
            return
        if len(self._issues) > MOST_FAULTS:
            return
        known = sorted(options)
        meant = nearest(word, known)
        hint_zh, hint_en = "", ""
        if meant:
            hint_zh, hint_en = f"，是否指 “{meant}”？", f'Did you mean "{meant}"?'
        elif 0 < len(known) <= 20:
            hint_zh, hint_en = f"。可用：{'、'.join(known)}", f"Known: {', '.join(known)}."
        zh, en = f"未知的{what_zh} “{quoted(word)}”", f'unknown {what_en} "{quoted(word)}".'
        self.add(code, at, zh, en, hint_zh, hint_en)
