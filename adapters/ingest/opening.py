"""A file opened as text: what kind of file, how large, in which encoding; and its lines, each within bounds."""

import io
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from adapters.ingest.encoding import Encoding, encoding_of
from adapters.ingest.faults import RowFault, Unreadable
from adapters.system_faults import told

MOST_BYTES = 512 * 1024 * 1024
MOST_CHARACTERS = 65_536
MOST_ROWS = 50_000
_UNSOUND = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffd\ud800-\udfff]"
)


class Format(StrEnum):
    """csv: a header row, commas. jsonl: one JSON object per line."""

    CSV = "csv"
    JSONL = "jsonl"


_SUFFIXES = {".csv": Format.CSV, ".jsonl": Format.JSONL, ".ndjson": Format.JSONL}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedText:
    """The text from its first character on (line endings as they are), and the encoding it was read in."""

    text: TextIO
    encoding: Encoding


def format_of(path: Path, wanted: Format | None) -> Format:
    """By wish or by the file's ending. Raises Unreadable."""
    if wanted is not None:
        return wanted
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise Unreadable(
            f"不能从扩展名“{suffix}”判断格式；请使用 .csv、.jsonl，或者注明 --format",
            f'the ending "{suffix}" does not tell the format; use .csv or .jsonl, or say --format',
        )
    return _SUFFIXES[suffix]


@contextmanager
def opened_text(path: Path, wanted: Encoding | None) -> Iterator[OpenedText]:
    """The file as text. Raises Unreadable where it is missing, no plain file, empty, too large or in no known encoding."""
    try:
        _require_plain_file(path)
        with path.open("rb") as handle:
            encoding = encoding_of(handle, wanted)
            handle.seek(0)
            with io.TextIOWrapper(handle, encoding=encoding, errors="strict", newline="") as text:
                yield OpenedText(text=text, encoding=encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            "文件在读取过程中被改动，请重新提交", "the file was changed while it was read; send it again"
        ) from None
    except OSError as fault:
        raise Unreadable(*_why_not_opened(fault)) from None


def _require_plain_file(path: Path) -> None:
    try:
        found = path.stat()
    except ValueError:
        raise Unreadable("文件名无效", "this is no file name") from None
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable("这是文件夹，不是文件；请指明其中一个文件", "this is a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(
            "这不是普通文件；请先保存到磁盘再提交", "this is not a plain file; save it to disk and send it again"
        )
    if not found.st_size:
        raise Unreadable("文件是空的", "the file is empty")
    if found.st_size > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise Unreadable(f"文件超过{most}MB，请分成几个文件", f"the file is larger than {most} MB; split it")


def _why_not_opened(fault: OSError) -> tuple[str, str]:
    match fault:
        case FileNotFoundError():
            return "没有这个文件，请核对路径", "there is no such file; check the path"
        case PermissionError():
            return "没有读取该文件的权限", "this file may not be read by you"
        case _:
            zh, en = told(fault)
            return f"无法读取文件：{zh}", f"the file cannot be read: {en}"


def require_few_enough(count: int, line: int) -> None:
    """Raises Unreadable where a file has more rows than one transaction should hold the writer's lock for."""
    if count > MOST_ROWS:
        raise Unreadable(
            f"一个文件最多{MOST_ROWS}条，请分成几个文件", f"a file has at most {MOST_ROWS} rows; split it", line=line
        )


def sound_lines(text: TextIO, faults: list[RowFault]) -> Iterator[str]:
    """Every line with its ending. A line that is too long comes as an empty one; forbidden characters are taken out; both are told."""
    number = 0
    while line := text.readline(MOST_CHARACTERS + 1):
        number += 1
        if number == 1:
            line = line.removeprefix("\ufeff")
        if len(line) > MOST_CHARACTERS:
            faults.append(_too_long(number))
            _skip_to_the_next_line(text, line)
            line = "\n"
        if unsound := unsound_character(line):
            faults.append(RowFault(line=number, **unsound))
            line = _UNSOUND.sub("", line)
        yield line


def _too_long(number: int) -> RowFault:
    return RowFault(
        line=number,
        zh=f"该行超过{MOST_CHARACTERS}个字符，多为漏了换行或者引号",
        en=f"the line is longer than {MOST_CHARACTERS} characters; a line break or a quote is missing",
    )


def _skip_to_the_next_line(text: TextIO, line: str) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = text.readline(MOST_CHARACTERS + 1)


def unsound_character(text: str) -> dict[str, str] | None:
    """What is wrong (zh, en) with the first character that no cell may hold: control, invisible, or a decoding's leftover."""
    found = _UNSOUND.search(text)
    if found is None:
        return None
    point = f"U+{ord(found.group()):04X}"
    if found.group() == "\ufffd":
        return {
            "zh": f"含有替换字符（{point}），原文在此前的转换中已丢失，请从原系统重新导出",
            "en": f"holds the replacement character {point}: text was lost in an earlier conversion; export it anew",
        }
    return {
        "zh": f"含有空字符、控制字符或者不可见字符（{point}），请删除后重新提交",
        "en": f"holds a NUL, control or invisible character ({point}); remove it and send the file again",
    }
