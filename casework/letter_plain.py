"""A letter as plain data (JSON-able) and back: the form in which it is sealed, digested and handed to a renderer."""

from collections.abc import Mapping, Sequence
from datetime import date

from casework.letter import Addressee, Block, Citation, Letter, LetterKind, Paragraph, Part, Remedy, RemedyKind
from casework.records import SubjectType
from engine.pack import Assurance

FORM = 1
"""The shape below; a change of shape is a new number, and old letters keep being read."""

Plain = Mapping[str, object]


def to_plain(letter: Letter) -> dict[str, object]:
    """The letter as mappings, lists, texts and flags; `from_plain` gives an equal letter back."""
    return {
        "form": FORM,
        "kind": str(letter.kind),
        "number": letter.number,
        "title": letter.title,
        "addressee": {
            "name": letter.addressee.name,
            "code": letter.addressee.code,
            "type": str(letter.addressee.type),
        },
        "opening": letter.opening,
        "blocks": [_block_to_plain(one) for one in letter.blocks],
        "remedies": [_remedy_to_plain(one) for one in letter.remedies],
        "department": letter.department,
        "dated": letter.dated.isoformat(),
        "basis": [_citation_to_plain(one) for one in letter.basis],
        "goes_with": letter.goes_with,
        "preview": letter.preview,
    }


def from_plain(plain: Plain) -> Letter:
    """The letter that `to_plain` wrote; ValueError where it is not one."""
    if plain.get("form") != FORM:
        raise ValueError(f"not a letter of form {FORM}: {plain.get('form')!r}")
    addressee = _mapping(plain, "addressee")
    return Letter(
        kind=LetterKind(_text(plain, "kind")),
        number=_text(plain, "number"),
        title=_text(plain, "title"),
        addressee=Addressee(
            name=_text(addressee, "name"), code=_text(addressee, "code"), type=SubjectType(_text(addressee, "type"))
        ),
        opening=_text(plain, "opening"),
        blocks=tuple(_block(one) for one in _list(plain, "blocks")),
        remedies=tuple(_remedy(one) for one in _list(plain, "remedies")),
        department=_text(plain, "department"),
        dated=date.fromisoformat(_text(plain, "dated")),
        basis=tuple(_citation(one) for one in _list(plain, "basis")),
        goes_with=_text(plain, "goes_with"),
        preview=plain.get("preview") is True,
    )


def _citation_to_plain(citation: Citation) -> dict[str, object]:
    return {
        "document": citation.document,
        "article": citation.article,
        "local_policy": citation.local_policy,
        "assurance": str(citation.assurance),
    }


def _paragraph_to_plain(paragraph: Paragraph) -> dict[str, object]:
    return {"text": paragraph.text, "citations": [_citation_to_plain(one) for one in paragraph.citations]}


def _block_to_plain(block: Block) -> dict[str, object]:
    return {
        "part": str(block.part),
        "heading": block.heading,
        "paragraphs": [_paragraph_to_plain(one) for one in block.paragraphs],
    }


def _remedy_to_plain(remedy: Remedy) -> dict[str, object]:
    return {
        "kind": str(remedy.kind),
        "organ": remedy.organ,
        "period": remedy.period,
        "last_day": remedy.last_day.isoformat() if remedy.last_day else None,
        "paragraphs": [_paragraph_to_plain(one) for one in remedy.paragraphs],
    }


def _citation(plain: Plain) -> Citation:
    return Citation(
        document=_text(plain, "document"),
        article=_text(plain, "article"),
        local_policy=plain.get("local_policy") is True,
        assurance=Assurance(_text(plain, "assurance")),
    )


def _paragraph(plain: Plain) -> Paragraph:
    return Paragraph(text=_text(plain, "text"), citations=tuple(_citation(one) for one in _list(plain, "citations")))


def _block(plain: Plain) -> Block:
    return Block(
        part=Part(_text(plain, "part")),
        heading=_text(plain, "heading"),
        paragraphs=tuple(_paragraph(one) for one in _list(plain, "paragraphs")),
    )


def _remedy(plain: Plain) -> Remedy:
    last_day = plain.get("last_day")
    return Remedy(
        kind=RemedyKind(_text(plain, "kind")),
        organ=_text(plain, "organ"),
        period=_text(plain, "period"),
        last_day=date.fromisoformat(last_day) if isinstance(last_day, str) else None,
        paragraphs=tuple(_paragraph(one) for one in _list(plain, "paragraphs")),
    )


def _text(plain: Plain, name: str) -> str:
    value = plain.get(name)
    if not isinstance(value, str):
        raise ValueError(f"letter: {name} is no text")
    return value


def _mapping(plain: Plain, name: str) -> Plain:
    value = plain.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"letter: {name} is no mapping")
    return value


def _list(plain: Plain, name: str) -> list[Plain]:
    value = plain.get(name)
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, Mapping) for one in value):
        raise ValueError(f"letter: {name} is no list of mappings")
    return list(value)
