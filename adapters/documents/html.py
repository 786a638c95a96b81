"""A letter as one self-contained HTML page: no script, no asset, no address; it reads aloud and prints on A4."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from casework.letter import Letter
from casework.letter_text import sheet_of

TEMPLATES = Path(__file__).parent / "templates"


def letter_html(letter: Letter) -> str:
    """The page; every text of the letter is escaped."""
    page_title = f"{letter.title} {letter.number}"
    return _template().render(sheet=sheet_of(letter), page_title=page_title, style=Markup(_style()))  # noqa: S704 our own file


def style_source() -> str:
    """What a Content-Security-Policy must allow in `style-src` for the page's one style element."""
    return f"'sha256-{b64encode(sha256(_style().encode()).digest()).decode()}'"


@cache
def _style() -> str:
    return (TEMPLATES / "letter.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("letter.html")
