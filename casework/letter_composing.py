"""How a letter is put together and let go: blocks, sentences that are nothing if a part of them is, the last look."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from casework.letter import Block, Citation, Letter, LetterKind, Paragraph, Part, Remedy, missing, refuse_missing
from casework.letter_inputs import Envelope, ListLaw
from casework.letter_law import all_citations, cited_step, refuse_earlier, step_of


def sentence(template: str, **parts: str) -> str:
    """The template filled in; "" where a part is blank, so that the letter is refused and not printed with a hole.

    >>> sentence("向{organ}提出", organ="市局"), sentence("向{organ}提出", organ=" ")
    ('向市局提出', '')
    """
    return template.format(**parts) if all(text.strip() for text in parts.values()) else ""


def block(part: Part, heading: str, paragraphs: Iterable[Paragraph | str]) -> Block:
    """A block; a bare text is a statement of fact about the letter or the case, and cites nothing."""
    said = tuple(Paragraph(text=one) if isinstance(one, str) else one for one in paragraphs)
    return Block(part=part, heading=heading, paragraphs=said)


def law_block(heading: str, citations: Sequence[Citation]) -> Block:
    """The articles by themselves; a text that ends in a colon is followed by what it cites."""
    return block(Part.LAW, heading, [Paragraph(text="依据下列规定：", citations=tuple(dict.fromkeys(citations)))])


def contact_block(envelope: Envelope) -> Block:
    return block(Part.CONTACT, "联系方式", [envelope.contact])


def cited_steps(law: ListLaw, *steps: str) -> tuple[Citation, ...]:
    """What the list's procedure says each of these steps rests on, each once; a step it lacks is not cited."""
    found = (step_of(law.list_def, one) for one in steps)
    return tuple(dict.fromkeys(cited for one in found if one for cited in cited_step(one, law.sources)))


def finished(
    envelope: Envelope,
    kind: LetterKind,
    *,
    title: str,
    opening: str,
    blocks: Sequence[Block],
    remedies: Sequence[Remedy] = (),
    goes_with: str = "",
    lacking: Sequence[str] = (),
) -> Letter:
    """The letter, if nothing is missing from it (`lacking`: what the composer already knows); Refused otherwise."""
    refuse_earlier(envelope.dated)
    letter = Letter(
        kind=kind,
        number=envelope.number,
        title=title,
        addressee=envelope.party,
        opening=opening,
        blocks=tuple(blocks),
        remedies=tuple(remedies),
        department=envelope.department,
        dated=envelope.dated,
        basis=(),
        goes_with=goes_with,
    )
    refuse_missing(kind, tuple(dict.fromkeys((*lacking, *missing(letter)))))
    return replace(letter, basis=all_citations(letter))
