"""The bytes of a file as text: UTF-8, or an issue that says which encoding the file looks like and where it is damaged.

Nothing is guessed into a text: a pack read in the wrong encoding would say something else than its author wrote.
"""

from engine.issues import Issue, Where

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOST = "\ufffd"


def utf8_text(content: bytes, file: str) -> str | Issue:
    """The text of a UTF-8 file; otherwise the one issue that names the file.

    >>> utf8_text("工资".encode("utf-8"), "a.yaml")
    '工资'
    >>> utf8_text("标题: 拖欠工资".encode("gbk"), "a.yaml").zh
    '文件不是 UTF-8 编码，看来是 GBK 编码。'
    """
    if content.startswith(_UTF16_MARKS) or b"\0" in content[:4]:
        return _looks_like("UTF-16", file)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if _mostly_utf8(content):
            return _damaged(content[: fault.start].count(b"\n") + 1, content[fault.start], file)
        return _looks_like("GBK", file) if _is_gbk(content) else _unknown(file)


def _mostly_utf8(content: bytes) -> bool:
    """Whether more of its non-Latin characters are sound UTF-8 than are lost."""
    beyond = [each for each in content.decode("utf-8", "replace") if each > "\x7f"]
    lost = beyond.count(_LOST)
    return len(beyond) - lost > lost


def _is_gbk(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _looks_like(encoding: str, file: str) -> Issue:
    return _issue(
        file, 0, f"文件不是 UTF-8 编码，看来是 {encoding} 编码。", f"The file is not UTF-8; it looks like {encoding}."
    )


def _damaged(line: int, byte: int, file: str) -> Issue:
    return _issue(
        file,
        line,
        f"此行有不是 UTF-8 编码的字节（0x{byte:02X}），文件已经损坏，或者混用了两种编码。",
        f"This line holds a byte that is not UTF-8 (0x{byte:02X}): the file is damaged, or mixes two encodings.",
    )


def _unknown(file: str) -> Issue:
    return _issue(
        file, 0, "文件不是 UTF-8 编码，也看不出是何种编码。", "The file is not UTF-8, nor any encoding we know."
    )


def _issue(file: str, line: int, zh: str, en: str) -> Issue:
    return Issue(
        code="not-utf8",
        where=Where(file=file, line=line),
        zh=zh,
        en=en,
        hint_zh="请用编辑器打开核对文字，另存为 UTF-8 编码。",
        hint_en="Open it in an editor, look at its words, and save it as UTF-8.",
    )
