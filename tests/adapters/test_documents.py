"""Letters on paper and on screen: every character is there, nothing in a letter is ever read as markup or code."""

import hashlib
import json
import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from adapters.documents import FontFolder, letter_html, letter_pdf, style_source
from adapters.documents.fonts import NEEDED
from casework.errors import Refused
from casework.letter import Letter
from casework.letter_text import text_of
from tests.fakes.letters import LETTERS, PARTY, intention

ROOT = Path(__file__).parents[2]
PAGE_FOOT = re.compile(r"—\s*\d+\s*—")
RARE = "龑䶮㛃喆𫖯镕堃頔翀㙍贠"
HOSTILE = '#read("/etc/passwd") *粗* _斜_ $x$ `码` @引 <b>标</b> \\ // 注 {{ 7*7 }} {% 块 %} "\' #import #sys.inputs'

every_letter = pytest.mark.parametrize("name", list(LETTERS))


def named(name: str) -> Letter:
    return intention(replace(PARTY, name=name))


def pdf_text(made: bytes) -> str:
    """What a reader program finds in the PDF, without page foots and white space."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return "".join("".join(PAGE_FOOT.sub("", page).split()) for page in pages)


class Seen(HTMLParser):
    """The text a person sees, the tags, and every attribute's value."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.values: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.values.extend(value or "" for _, value in attrs)

    def handle_data(self, data):
        if self.tags[-1:] not in (["style"], ["title"]):
            self.text.append(data)


def seen(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    return parser


def refusal(letter: Letter, folder: FontFolder | None = None) -> Refused:
    with pytest.raises(Refused) as error:
        letter_pdf(letter, folder)
    return error.value


@every_letter
def test_the_pdf_holds_every_character_of_the_letter_in_order(name):
    """Read back by another program: what is served can be searched, copied and read aloud, and no character is a box."""
    letter = LETTERS[name]()

    said = pdf_text(letter_pdf(letter))

    watermark = "" if not letter.preview else text_of(letter).splitlines()[0]
    assert said.replace(watermark, "") == "".join(text_of(letter).split()).replace(watermark, "")


@every_letter
def test_the_page_holds_every_line_of_the_letter(name):
    """HTML and PDF are the same letter."""
    letter = LETTERS[name]()

    assert "".join("".join(seen(letter_html(letter)).text).split()) == "".join(text_of(letter).split())


@pytest.mark.parametrize("name", [*RARE, RARE])
def test_rare_characters_in_names_are_printed(name):
    """A name printed as boxes is another name."""
    assert f"虚{name}（统一社会信用代码" in pdf_text(letter_pdf(named(f"虚{name}")))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("虚𠮷", "𠮷（U+20BB7）"),
        ("虚\u200b构", "（U+200B）"),
        ("虚\x07构", "（U+0007）"),
        ("虚\U000e0100构", "（U+E0100）"),
    ],
)
def test_a_character_without_a_glyph_is_refused_by_name(name, told):
    """Never silently boxed; invisible characters neither. The HTML letter is still there."""
    refused = refusal(named(name))

    assert (refused.code, told in refused.zh) == ("letter-glyph-missing", True)
    assert "虚" in letter_html(named(name))


def test_missing_fonts_are_named_and_the_page_needs_none(tmp_path):
    """Without the fonts a PDF says which files are missing; the HTML letter needs none."""
    empty = FontFolder(path=tmp_path)

    refused = refusal(intention(), empty)

    assert (refused.code, refused.status) == ("letter-fonts-missing", 503)
    assert all(file in refused.zh for file in NEEDED)
    assert text_of(intention()).splitlines()[1] in letter_html(intention())


@pytest.mark.parametrize("name", [*HOSTILE.split(" "), HOSTILE])
def test_markup_and_code_in_a_name_are_printed_as_they_stand(name):
    """A company may be called anything; its name runs nothing and reads no file."""
    letter = named(name)
    wanted = "".join(f"{name}（统一社会信用代码".split())

    assert wanted in pdf_text(letter_pdf(letter))
    assert wanted in "".join("".join(seen(letter_html(letter)).text).split())
    assert "root:" not in pdf_text(letter_pdf(letter))


def test_a_hostile_name_adds_no_tag_to_the_page():
    """Everything is escaped."""
    assert seen(letter_html(named(HOSTILE))).tags == seen(letter_html(named("虚构"))).tags
    assert seen(letter_html(named('"><script>alert(1)</script>'))).tags == seen(letter_html(named("虚构"))).tags


@every_letter
def test_the_same_letter_gives_the_same_bytes(name):
    """A digest of what was served can be kept and compared years later."""
    letter = LETTERS[name]()
    again = LETTERS[name]()

    assert hashlib.sha256(letter_pdf(letter)).digest() == hashlib.sha256(letter_pdf(again)).digest()
    assert letter_html(letter) == letter_html(again)
    assert letter_pdf(letter) != letter_pdf(replace(letter, number=f"{letter.number}之一"))


def test_letters_made_at_once_are_each_their_own():
    """Several officers make letters in one process."""
    made = [replace(LETTERS["removal"](), number=f"虚人社信移〔2030〕{count}号") for count in range(8)]

    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(letter_pdf, made))

    assert at_once == [letter_pdf(letter) for letter in made]


def test_the_pdf_says_what_it_is_in_which_language_and_is_tagged():
    """Title, organ, language and tags: a screen reader reads it (PDF/UA-1), an archive keeps it (PDF/A-2a)."""
    letter = LETTERS["decision"]()
    pdf = PdfReader(BytesIO(letter_pdf(letter)))
    root = pdf.trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()

    assert pdf.metadata.title == f"{letter.title} {letter.number}"
    assert pdf.metadata.author == letter.department
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("zh-CN", True)
    assert re.search(r"pdfaid:part>2<.*pdfuaid:part>1<|pdfuaid:part>1<.*pdfaid:part>2<", about, re.DOTALL)


def test_the_pdf_carries_its_fonts():
    """It looks the same on a machine that has no Chinese font."""
    pdf = PdfReader(BytesIO(letter_pdf(LETTERS["decision"]())))
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]

    assert inner
    assert all("/FontFile2" in one["/FontDescriptor"] or "/FontFile3" in one["/FontDescriptor"] for one in inner)
    assert all("Noto" in str(one["/BaseFont"]) for one in inner)


def test_the_page_works_alone_and_says_its_language():
    """No script, no address, no asset: it prints and reads aloud from a file."""
    page = letter_html(LETTERS["decision"]())
    parts = seen(page)

    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert (parts.tags.count("h1"), parts.tags.count("main"), "noindex, nofollow" in parts.values) == (1, 1, True)
    assert not {"script", "link", "img", "iframe"} & set(parts.tags)
    assert not re.search(r"https?:|url\(|@import", page)


def test_a_preview_is_marked_on_paper_and_on_screen():
    """A draft must not pass for the letter."""
    preview = LETTERS["preview-for-a-person"]()

    assert "不得送达" in pdf_text(letter_pdf(preview))
    assert "不得送达" in letter_html(preview)
    assert "不得送达" not in letter_html(LETTERS["decision"]())


def test_the_style_can_be_allowed_by_its_digest():
    """A strict content policy names the one style element instead of allowing all."""
    style = re.search("<style>(.*?)</style>", letter_html(intention()), re.DOTALL)[1]

    assert style_source() == f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def test_the_set_up_fetches_every_face_in_use_and_records_no_address():
    """The script and the code name the same files; the lock holds hashes, not where they came from."""
    script = (ROOT / "requirements" / "fonts.sh").read_text(encoding="utf-8")
    lock = json.loads((ROOT / "requirements" / "npm" / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for place, package in lock["packages"].items() if place]

    assert all(file in script for file in NEEDED)
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in packages)
