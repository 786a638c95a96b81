"""The officer's preview of a letter: masked as everything on an officer's screen, marked, and of no effect."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework.codes import masked_code, masked_name
from casework.letter import Addressee, Block, Letter, Paragraph, Remedy
from casework.masking import Veil, veil_over
from casework.records import SubjectRecord


def masked_preview(letter: Letter, around: Iterable[SubjectRecord] = ()) -> Letter:
    """The letter with name and code of a person masked wherever they stand, and any identifier in any text.

    `around`: whom the texts may name beside the addressee (`masking.persons_around`). The addressee is masked by the
    name the letter carries, also where the register has another one today.
    """
    party = letter.addressee
    mask = _Mask(
        veil=veil_over([(party.type, party.code, party.name), *((one.type, one.code, one.name) for one in around)])
    )
    return replace(
        letter,
        addressee=_shown(party),
        title=mask.text(letter.title),
        opening=mask.text(letter.opening),
        blocks=tuple(mask.block(one) for one in letter.blocks),
        remedies=tuple(mask.remedy(one) for one in letter.remedies),
        preview=True,
    )


def _shown(party: Addressee) -> Addressee:
    return replace(party, name=masked_name(party.name, party.type), code=masked_code(party.code, party.type))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mask:
    veil: Veil

    def text(self, text: str) -> str:
        return self.veil.text(text)

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=self.text(paragraph.text))

    def block(self, block: Block) -> Block:
        return replace(block, paragraphs=tuple(self.paragraph(one) for one in block.paragraphs))

    def remedy(self, remedy: Remedy) -> Remedy:
        return replace(remedy, paragraphs=tuple(self.paragraph(one) for one in remedy.paragraphs))
