"""Spaces that are no plain space where YAML needs one: behind a colon or a dash, or as indentation.

They look like a space and come along when text is copied from a web page or typed with a Chinese keyboard.
"""

import re

_ODD = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_IN_LINE = re.compile(rf"^ *(?:- +)*-?({_ODD})|(?:^|[\s{{\[,])[\w.-]+:({_ODD})", re.ASCII)
_IN_WORD = re.compile(rf"^-?({_ODD})|^(?:- ?)?[a-z_][\w.-]*:({_ODD})", re.ASCII)
_NAMES = {"\u00a0": ("不换行空格", "a no-break space"), "\u3000": ("全角空格", "a full-width space")}


def in_line(line: str) -> int:
    """Where such a space stands in the structure of a line (quotes and remarks blanked out); -1 for nowhere.

    >>> in_line("title:\u00a0x"), in_line("  - id:\u3000x"), in_line("title: 附则\u3000x")
    (6, 7, -1)
    """
    return _place(_IN_LINE.search(line))


def in_word(word: str) -> int:
    """The same of an unquoted scalar, which YAML has read together with what should be its key.

    >>> in_word("record:\u00a0wage.order"), in_word("附则\u3000x")
    (7, -1)
    """
    return _place(_IN_WORD.search(word))


def told(sign: str, column: int) -> tuple[str, str, str, str]:
    """What is wrong, in Chinese and English, and what to type instead; `column` counts from 1."""
    name_zh, name_en = _NAMES.get(sign, ("特殊空格", "a special space"))
    code = f"U+{ord(sign):04X}"
    zh = f"YAML 写法有误：第 {column} 个字符是{name_zh}（{code}），不是普通空格"
    en = f"not valid YAML: character {column} of the line is {name_en} ({code}), no plain space."
    return zh, en, "请改为半角空格（直接按空格键）", "Type a plain space instead."


def _place(match: re.Match[str] | None) -> int:
    return -1 if match is None else match.start(match.lastindex or 0)
