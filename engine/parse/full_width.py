"""Full-width signs where YAML or a value wants the ASCII ones, as a Chinese keyboard writes them.

In Chinese text they are right and are never touched. They are looked for where a text is broken: in a line that YAML
cannot read, and in a word that another fault quotes.
"""

import re
import unicodedata
from collections.abc import Iterator

from engine.parse import odd_spaces

_SIGN = re.compile("[\uff01-\uff5e\u201c\u201d\u2018\u2019\u3000]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_KEY = re.compile(r"\s*(?:- )?[\w-]+：", re.ASCII)
_QUOTED_OR_REMARK = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:^|\s)#.*$")
_BLOCK = re.compile(r"(?P<indent>\s*)[^#]*[:-]\s+[|>][+-]?\d?\s*$")
_HALF = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_STRUCTURE = re.compile("[｛｝［］]|[\\w\"')\\]}%]，\\s*[A-Za-z_]+\\s*:|\\s[\u201c\u2018].*:", re.ASCII)


def slip_in_word(word: str) -> str:
    """The first full-width sign of a word that should have none ("" for Chinese text).

    >>> slip_in_word("10％"), slip_in_word("from：2022-01-01"), slip_in_word("税务局（省）")
    ('％', '：', '')
    """
    found = _SIGN.search(word)
    if found is None or (_CHINESE.search(word) and not _KEY.match(word)):
        return ""
    return found[0]


def slips_in_lines(text: str, last: int) -> Iterator[tuple[int, int, str]]:
    """The lines up to `last` whose structure has a full-width sign or an odd space: line, column (of a space), sign."""
    block: int | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")[:last], start=1):
        depth = len(line) - len(line.lstrip())
        if block is not None and (depth > block or not line.strip()):
            continue
        opened = _BLOCK.match(line)
        block = len(opened["indent"]) if opened else None
        bare = _QUOTED_OR_REMARK.sub(lambda found: " " * len(found[0]), line)
        if (at := odd_spaces.in_line(bare)) >= 0:
            yield number, at + 1, bare[at]
        elif sign := _slip_in_line(bare):
            yield number, 0, sign


def _slip_in_line(line: str) -> str:
    found = _STRUCTURE.search(line)
    if _KEY.match(line):
        return "："
    sign = _SIGN.search(line, found.start()) if found else None
    return sign[0] if sign else ""


def advice(sign: str) -> tuple[str, str]:
    """What to write instead, in Chinese and English."""
    if sign == "\u3000":
        return "有全角空格，请改为半角空格。", "There is a full-width space; write an ASCII space."
    half = _HALF.get(sign) or unicodedata.normalize("NFKC", sign)
    zh = f"全角“{sign}”请改为半角“{half}”。" if sign not in _HALF else f"全角引号（全角“{sign}”）请改为半角 {half}。"
    return zh, f"Write the ASCII sign {half} for the full-width {sign}."
