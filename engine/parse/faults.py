"""Where the faults of one text are gathered, all of them, each with its line.

A reader that meets a fault records it here and goes on with a stand-in value. INVARIANT: a stand-in is used only
after a fault was recorded, and a text with an error never becomes a pack, so no stand-in is ever handed out.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from engine.issues import Issue, Severity, Where, in_reading_order
from engine.parse.full_width import advice
from engine.parse.nodes import Node

MOST_FAULTS = 500
MOST_LISTED = 20
MOST_SHOWN = 8
_LONGEST_WORD = 80
_SHORTEST_CUT = 40


def quoted(word: str) -> str:
    """The word as shown in a message: a very long one is cut."""
    return word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "…"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was most likely meant, or None."""
    found = get_close_matches(word[:_LONGEST_WORD], [option for option in options if option != word], n=1)
    return found[0] if found else None


def sentence(zh: str) -> str:
    """The Chinese with its full stop; nothing for nothing."""
    return zh if not zh or zh[-1] in "。？！" else zh + "。"


def likely(word: str, options: Iterable[str]) -> tuple[str, str]:
    """The hint for an unknown word: what was likely meant, by id or by title, or else what there is (the first few).

    `options` may be a mapping of ids to titles, or to catalogue entries that have a `title`.
    """
    titles = {each: _title(named) for each, named in options.items()} if isinstance(options, Mapping) else {}
    titled = next((each for each, title in titles.items() if title and title == word), None)
    if titled:
        return f"，是否指 “{titled}”（{word}）？", f'Did you mean "{titled}"?'
    known = sorted(options)
    if meant := nearest(word, known):
        return f"，是否指 “{meant}”？", f'Did you mean "{meant}"?'
    if not known or (len(known) > MOST_LISTED and not titles):
        return "", ""
    shown = [f"{each}（{titles[each]}）" if titles.get(each) else each for each in known[: _shown(titles)]]
    more_zh, more_en = (f" 等 {len(known)} 项", f" ... ({len(known)} in all)") if len(known) > len(shown) else ("", "")
    return f"可用：{'、'.join(shown)}{more_zh}", f"Known: {', '.join(known[: len(shown)])}{more_en}."


def _shown(titles: Mapping[str, str]) -> int:
    return MOST_SHOWN if titles else MOST_LISTED


def _title(named: object) -> str:
    return named if isinstance(named, str) else str(getattr(named, "title", ""))


class Faults:
    """The faults of one file. Beyond MOST_FAULTS only their existence is told."""

    __slots__ = ("_issues", "_lines_with_errors", "_slips", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self._issues: list[Issue] = []
        self._lines_with_errors: set[int] = set()
        self._slips: dict[int, list[tuple[str, str]]] = {}

    @property
    def any_error(self) -> bool:
        return bool(self._lines_with_errors)

    def any_between(self, first: int, until: int | None) -> bool:
        """Whether a line from `first` on, and before `until` (None: to the end), has an error; on one line with it too."""
        last = first + 1 if until == first else until
        return any(first <= line and (last is None or line < last) for line in self._lines_with_errors)

    def in_order(self) -> tuple[Issue, ...]:
        return in_reading_order(self._issues)

    def add(self, code: str, at: Node | int, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        """Records an error at a node or a line.

        The Chinese becomes whole sentences: a hint that begins with “，” goes on with the message, any other stands alone.
        """
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
            hint_zh, hint_en = "请先改正已列出的", "Correct those listed first."
        slip_zh, slip_en = self._slip_in(line, zh)
        hint_zh = (sentence(hint_zh) + slip_zh).removeprefix("。")
        self._issues.append(
            Issue(
                code=code,
                severity=Severity.ERROR,
                where=Where(file=self.file, line=line),
                zh=zh if hint_zh.startswith("，") else sentence(zh),
                en=en,
                hint_zh=hint_zh,
                hint_en=f"{hint_en} {slip_en}".strip(),
            )
        )

    def note_slip(self, line: int, word: str, sign: str) -> None:
        """Remembers a word with a full-width sign: a fault on its line that quotes it will say so."""
        self._slips.setdefault(line, []).append((word, sign))

    def _slip_in(self, line: int, zh: str) -> tuple[str, str]:
        signs = (sign for word, sign in self._slips.get(line, ()) if word[:_SHORTEST_CUT] in zh)
        sign = next(signs, None)
        return advice(sign) if sign else ("", "")

    def add_shape(self, code: str, at: Node | int, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        """Records a fault of shape unless the schema check has already found an error on that line."""
        line = at if isinstance(at, int) else at.line
        if line not in self._lines_with_errors:
            self.add(code, line, zh, en, hint_zh, hint_en)

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
        hint_zh, hint_en = likely(word, options)
        zh, en = f"未知的{what_zh} “{quoted(word)}”", f'unknown {what_en} "{quoted(word)}".'
        self.add(code, at, zh, en, hint_zh, hint_en)
