"""The agreed layout of packs, catalogues and cases: `format_text` gives it, or says why the text is left as it is.

Comments are kept, the meaning never changes, and a second run changes nothing. The result is read again before it is
handed out; where the two readings differ in a single character the text is refused, not repaired.
"""

from difflib import SequenceMatcher

from engine.format.comments import placed
from engine.format.layout import laid_out
from engine.format.ordering import Order, schema_of
from engine.format.owners import comments_keep_their_owner
from engine.format.reading import read_tree
from engine.format.tree import Holder
from engine.issues import Issue, Severity, Where
from engine.parse import load_yaml
from engine.parse.faults import Faults
from engine.parse.nodes import TextNode, as_plain

__all__ = ["departures", "format_text"]
_LONGEST_SHOWN = 60


def format_text(text: str, file: str) -> tuple[str | None, tuple[Issue, ...]]:
    """The text in the agreed layout, or None with every fault that keeps it from being read. Never raises.

    `file` is only repeated in issues. A byte order mark goes, line ends become "\\n".
    """
    faults = Faults(file)
    meaning = load_yaml(text, faults)
    if meaning is None or faults.any_error:
        return None, faults.in_order()
    if isinstance(meaning, TextNode):
        faults.add("wrong-shape", meaning, "文本应是“键: 值”的映射或者列表", "the text must be a mapping or a list.")
        return None, faults.in_order()
    source = _with_plain_line_ends(text)
    root = read_tree(source)
    assert isinstance(root, Holder)
    result = laid_out(root, placed(source, root), Order(schema_of(root)))
    if result != source and not _says_the_same(source, result, file):
        return None, (_unsure(file),)
    return result, ()


def departures(text: str, formatted: str, file: str) -> tuple[Issue, ...]:
    """Where the text departs from the layout, one warning for each stretch of lines; none where it does not."""
    if text == formatted:
        return ()
    before, after = text.splitlines(), formatted.splitlines()
    found = [
        _departure(file, start, end, after[new_start:new_end])
        for what, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if what != "equal"
    ]
    return tuple(found) or (_line_ends(file),)


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _says_the_same(source: str, result: str, file: str) -> bool:
    """INVARIANT: same values under the same keys, same items in the same order, same comments of the same parts."""
    before, after = (load_yaml(each, Faults(file)) for each in (source, result))
    if before is None or after is None or as_plain(before) != as_plain(after):
        return False
    return comments_keep_their_owner(source, result)


def _departure(file: str, start: int, end: int, wanted: list[str]) -> Issue:
    lines_zh = f"第{start + 1}行" if end - start <= 1 else f"第{start + 1}至{end}行"
    lines_en = f"line {start + 1}" if end - start <= 1 else f"lines {start + 1} to {end}"
    shown = next((line.strip() for line in wanted if line.strip()), "")
    cut = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
    zh = f"{lines_zh}与统一格式不同" + (f"，应为“{cut}”" if cut else "，此处应删去或者只留一个空行")
    en = f"{lines_en}: not in the agreed layout" + (
        f'; expected "{cut}".' if cut else "; nothing or one blank line here."
    )
    return Issue(
        code="not-formatted",
        severity=Severity.WARNING,
        where=Where(file=file, line=start + 1),
        zh=zh,
        en=en,
        hint_zh="。运行 shangfa packs format 即可",
        hint_en="Run shangfa packs format.",
    )


def _line_ends(file: str) -> Issue:
    return Issue(
        code="not-formatted",
        severity=Severity.WARNING,
        where=Where(file=file),
        zh="文件的行尾符号或者文件末尾的空行与统一格式不同",
        en="the line ends or the end of the file are not in the agreed layout.",
        hint_zh="。运行 shangfa packs format 即可",
        hint_en="Run shangfa packs format.",
    )


def _unsure(file: str) -> Issue:
    return Issue(
        code="format-unsure",
        where=Where(file=file),
        zh="排版后的文本读回来与原文不完全一致，为免改变含义，文件未作改动",
        en="the text in its new layout does not read back exactly as before; to keep its meaning the file was left as it is.",
        hint_zh="。请把写法特殊的部分（例如“?”开头的键）改写成普通写法后再试",
        hint_en="Rewrite what is unusual (such as keys beginning with `?`) in the plain way and try again.",
    )
