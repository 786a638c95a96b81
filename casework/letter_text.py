"""How a letter is laid out, in one place for text, HTML and PDF: numbered headings, statements with their articles, the end.

Renderers add type and paper, never words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.letter import Citation, Letter, Paragraph, Remedy, RemedyKind
from casework.letter_law import day_in_words
from casework.records import SubjectType
from engine.articles import numeral
from engine.pack import Assurance

CODE_TITLES = {SubjectType.NATURAL_PERSON: "公民身份号码"}
PREVIEW_MARK = "预览稿：未编文号，不产生任何效力，不得送达"
READ_FIRST = {
    Assurance.MIRROR: "（制发前核对原文：现为转载文本）",
    Assurance.UNVERIFIED: "（制发前核对原文：条文未经核对）",
}
TITLE_ENDS = ("认定决定书", "决定书", "告知书", "通知书")
_REMEDY_TITLES = {
    RemedyKind.OBJECTION: "异议",
    RemedyKind.RECONSIDERATION: "行政复议",
    RemedyKind.SUIT: "行政诉讼",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its number, and the statements under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter as it is read from top to bottom. `mark`: what a preview carries on every page.

    `title_end`: the last words of the title, which name the kind and are not broken over two lines.
    """

    mark: str
    department: str
    title_start: str
    title_end: str
    number: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    attached: str
    signed: str
    dated: str


def sheet_of(letter: Letter) -> Sheet:
    """The letter laid out."""
    party, end = letter.addressee, _title_end(letter.title)
    code_title = CODE_TITLES.get(party.type, "统一社会信用代码")
    return Sheet(
        mark=PREVIEW_MARK if letter.preview else "",
        department=letter.department,
        title_start=letter.title.removesuffix(end),
        title_end=end,
        number=letter.number,
        addressee=f"{party.name}（{code_title}：{party.code}）：",
        opening=f"{letter.opening.rstrip('：。')}：",
        sections=tuple(_sections(letter)),
        attached=f"本文书与{letter.goes_with}一并送达。" if letter.goes_with else "",
        signed=f"{letter.department}（印章）",
        dated=day_in_words(letter.dated),
    )


def text_of(letter: Letter) -> str:
    """The letter as plain text, one statement a line: for reading aloud, for comparing, for tests."""
    sheet = sheet_of(letter)
    head = [sheet.mark, sheet.department, letter.title, sheet.number, sheet.addressee, sheet.opening]
    body = [line for section in sheet.sections for line in (section.heading, *section.lines)]
    return "\n".join(line for line in (*head, *body, sheet.attached, sheet.signed, sheet.dated) if line) + "\n"


def _title_end(title: str) -> str:
    return next((end for end in TITLE_ENDS if title.endswith(end)), "")


def _sections(letter: Letter) -> Iterator[Section]:
    for count, (heading, lines) in enumerate(_headed(letter), start=1):
        yield Section(heading=f"{numeral(count)}、{heading}", lines=_numbered(lines))


def _headed(letter: Letter) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks, with the remedies before the last one, which says how the organ is reached."""
    of_blocks = [(one.heading, tuple(said(line, letter.preview) for line in one.paragraphs)) for one in letter.blocks]
    yield from of_blocks[:-1]
    if letter.remedies:
        yield "救济途径", tuple(_remedy_said(one, letter.preview) for one in letter.remedies)
    yield from of_blocks[-1:]


def _remedy_said(remedy: Remedy, preview: bool) -> str:
    return f"{_REMEDY_TITLES[remedy.kind]}：" + "".join(said(one, preview) for one in remedy.paragraphs)


def _numbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) < 2:
        return lines
    return tuple(f"（{numeral(count)}）{line}" for count, line in enumerate(lines, start=1))


def said(paragraph: Paragraph, preview: bool = False) -> str:
    """A statement with what it rests on, in brackets before its full stop; after a colon the articles follow by themselves."""
    text = " ".join(paragraph.text.split()).rstrip("。；;.")
    cited = "；".join(_cited(paragraph.citations, preview))
    if not cited:
        return f"{text}。"
    return f"{text}{cited}。" if text.endswith("：") else f"{text}（{cited}）。"


def _cited(citations: Sequence[Citation], preview: bool) -> Iterator[str]:
    """Each document once, with its articles in order; a document as a whole adds nothing beside an article of it."""
    for document in dict.fromkeys(one.document for one in citations):
        of_it = [one for one in citations if one.document == document]
        articles = "、".join(dict.fromkeys(one.article for one in of_it if one.article))
        unread = dict.fromkeys(READ_FIRST.get(one.assurance, "") for one in of_it) if preview else ()
        yield document + articles + "".join(unread)
