"""Which fonts a PDF is set in, whether they are there, and which characters they hold.

The files are built into `fonts/` beside this module (`make fonts`) and not committed. An operator may add further
TrueType files there for rare characters; they are used where the first two families lack one, from
the next start on.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
NEEDED = ("NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf", "NotoSansSC_500Medium.ttf")
"""Text, titles, headings: the faces an official letter has (song, bold song, hei)."""

FULL_UNICODE = 12
"""The cmap format that names every plane; each font we use has it, and a font without it is not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFolder:
    """A folder of fonts, read when asked."""

    path: Path = FONTS

    def missing(self) -> tuple[str, ...]:
        """The needed files that are not there."""
        return tuple(name for name in NEEDED if not (self.path / name).is_file())

    def not_drawn(self, text: str) -> tuple[str, ...]:
        """The characters of the text that no family holds in every weight it has here, each once, in order."""
        held = _held(self.path)
        return tuple(dict.fromkeys(character for character in text if ord(character) not in held))


@cache
def _held(folder: Path) -> frozenset[int]:
    families: dict[str, frozenset[int]] = {}
    for file in sorted(folder.glob("*.ttf")):
        family, held = file.stem.partition("_")[0], frozenset(_characters(file.read_bytes()))
        families[family] = families.get(family, held) & held
    return frozenset().union(*families.values())


def _characters(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font's cmap (OpenType specification, table cmap, format 12)."""
    start = _table(font, b"cmap")
    if start is None:
        return
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 4 + number * 8 + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == FULL_UNICODE:
            yield from _groups(font, start + offset)


def _table(font: bytes, tag: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        found, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + number * 16)
        if found == tag:
            return int(offset)
    return None


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    for number in range(count):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + number * 12)
        yield from range(first + (glyph == 0), last + 1)
