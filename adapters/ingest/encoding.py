"""Which encoding a file is in: UTF-8 (with or without BOM) or GB18030, by strict decoding of the whole file.

A file that only one of them can decode is in that one. Where both can, the one that reads as Chinese is taken, and
charset-normalizer is asked where neither surely does. Nothing is ever decoded with replacement characters.
"""

import codecs
import re
from enum import StrEnum
from typing import BinaryIO

from charset_normalizer import from_bytes

from adapters.ingest.faults import Unreadable

CHUNK = 1 << 20
SAMPLE = 1 << 16
_CODECS = {"utf-8": "utf_8", "gb18030": "gb18030"}
_FOREIGN = (
    (
        codecs.BOM_UTF16_LE,
        "文件为UTF-16编码（记事本或者Excel的“Unicode文本”）",
        "the file is UTF-16 (Excel's “Unicode text”)",
    ),
    (codecs.BOM_UTF16_BE, "文件为UTF-16编码", "the file is UTF-16"),
    (
        b"PK\x03\x04",
        "这是Excel工作簿或者压缩包，不是文本文件",
        "this is an Excel workbook or an archive, not a text file",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "这是旧版Excel或者Word文件，不是文本文件",
        "this is an old Excel or Word file, not a text file",
    ),
    (b"%PDF", "这是PDF文件，不是文本文件", "this is a PDF, not a text file"),
    (b"\x1f\x8b", "这是压缩文件，不是文本文件", "this is a compressed file, not a text file"),
)


class Encoding(StrEnum):
    """The encodings that are read."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


def encoding_of(handle: BinaryIO, wanted: Encoding | None = None) -> Encoding:
    """The encoding that decodes all of `handle` (read to its end); `wanted` is only verified. Raises Unreadable."""
    head = handle.read(4)
    for mark, zh, en in _FOREIGN:
        if head.startswith(mark):
            raise Unreadable(
                f"{zh}；请在Excel中另存为“CSV UTF-8（逗号分隔）”后重新提交",
                f"{en}; save it as “CSV UTF-8” and send it again",
            )
    handle.seek(0)
    failed, ascii_only = _first_undecodable_lines(handle)
    sound = [encoding for encoding in Encoding if encoding not in failed]
    if wanted is not None:
        sound = [encoding for encoding in sound if encoding is wanted]
        failed = {wanted: failed[wanted]} if wanted in failed else {}
    if not sound:
        raise _undecodable(failed)
    if len(sound) == 1 or ascii_only or head.startswith(codecs.BOM_UTF8):
        return sound[0]
    handle.seek(0)
    return _likelier(handle.read(SAMPLE))


def _first_undecodable_lines(handle: BinaryIO) -> tuple[dict[Encoding, int], bool]:
    """For each encoding that fails the line where it does; and whether every byte is ASCII."""
    decoders = {encoding: codecs.getincrementaldecoder(_CODECS[encoding])() for encoding in Encoding}
    failed: dict[Encoding, int] = {}
    line, ascii_only = 1, True
    while True:
        chunk = handle.read(CHUNK)
        ascii_only = ascii_only and chunk.isascii()
        for encoding, decoder in decoders.items():
            if encoding in failed:
                continue
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                failed[encoding] = line + error.object[: error.start].count(b"\n")
        if not chunk:
            return failed, ascii_only
        line += chunk.count(b"\n")


def _undecodable(failed: dict[Encoding, int]) -> Unreadable:
    """Told where the encoding that got further gave up."""
    names = "、".join(encoding.upper() for encoding in failed)
    names_en = " nor ".join(encoding.upper() for encoding in failed)
    return Unreadable(
        f"文字无法按{names}读取，文件可能已损坏或者为其他编码；请另存为UTF-8后重新提交",
        f"the text is not {names_en}: the file is damaged or in another encoding; save it as UTF-8 and send it again",
        line=max(failed.values()),
    )


def _likelier(sample: bytes) -> Encoding:
    """Which of the two, for a text both can decode: files here are Chinese, so hanzi settle it; UTF-8 where nothing does.

    Hanzi of UTF-8 are three bytes long and hardly ever arise by chance; a few hanzi of GB 2312 (通, 统, 同 …) are two
    bytes that UTF-8 would read as Greek or accented letters.
    """
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    if _HANZI.search(whole.decode("utf-8", "ignore")):
        return Encoding.UTF_8
    try:
        whole.decode("gb2312")
    except UnicodeDecodeError:
        best = from_bytes(whole, cp_isolation=list(_CODECS.values())).best()
        return Encoding.GB18030 if best is not None and best.encoding == "gb18030" else Encoding.UTF_8
    return Encoding.GB18030


_HANZI = re.compile("[\u4e00-\u9fff]")
