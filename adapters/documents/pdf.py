"""A letter as PDF: A4, tagged (PDF/UA-1) and archival (PDF/A-2a), set by typst with the fonts of `fonts.py`.

The letter reaches typst as JSON, never as markup, and typst sees an empty folder. The same letter gives the same bytes,
so that a digest of what was served can be kept. A character without a glyph is refused by name; none becomes a box.
"""

import json
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from adapters.documents.fonts import FontFolder
from casework.errors import Refused
from casework.letter import Letter
from casework.letter_text import sheet_of, text_of

TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


def letter_pdf(letter: Letter, folder: FontFolder | None = None) -> bytes:
    """The PDF; Refused where fonts are missing (503) or lack a character of the letter (422).

    >>> letter_pdf(letter)[:5]  # doctest: +SKIP
    b'%PDF-'
    """
    fonts = folder or FontFolder()
    _refuse_missing_fonts(fonts)
    _refuse_missing_glyphs(fonts, letter)
    with tempfile.TemporaryDirectory(prefix="letter-") as empty:
        compiler = typst.Compiler(
            root=empty,
            package_path=empty,
            package_cache_path=empty,
            font_paths=_faces(fonts.path),
            ignore_system_fonts=True,
        )
        made = compiler.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            sys_inputs={"sheet": json.dumps(asdict(sheet_of(letter)), ensure_ascii=False)},
            timestamp=datetime.combine(letter.dated, time(), tzinfo=UTC),
        )
    assert isinstance(made, bytes)  # one file was asked for
    return made


@cache
def _faces(path: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[path])


def _refuse_missing_fonts(fonts: FontFolder) -> None:
    if missing := fonts.missing():
        raise Refused(
            "letter-fonts-missing",
            zh=f"制作PDF所需的字体文件不在：{'、'.join(missing)}",
            en=f"the fonts for PDF are not there: {', '.join(missing)}",
            hint_zh="请管理员执行 make fonts；网页版文书不受影响",
            hint_en="the operator runs `make fonts`; the HTML letter works without them",
            status=503,
        )


def _refuse_missing_glyphs(fonts: FontFolder, letter: Letter) -> None:
    """INVARIANT: no box stands for a character; a name printed as a box is another name."""
    missing = fonts.not_drawn(text_of(letter).replace("\n", ""))
    if not missing:
        return
    named = [f"{character if character.isprintable() else ''}（U+{ord(character):04X}）" for character in missing]
    raise Refused(
        "letter-glyph-missing",
        zh=f"现有字体没有下列字符，不能制作PDF：{'、'.join(named)}",
        en=f"no font here holds: {', '.join(f'U+{ord(character):04X}' for character in missing)}",
        hint_zh="请使用网页版文书，或者请管理员把含有该字的字体放入字体文件夹；不可见字符请从原文中删去",
        hint_en="use the HTML letter, or have the operator add a font that holds it; delete invisible characters",
    )
