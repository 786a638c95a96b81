"""The officer's preview of a letter: masked as everything on an officer's screen, marked, and of no effect."""

from dataclasses import replace

from casework.codes import masked_code, masked_name
from casework.letter import Addressee, Block, Letter, Paragraph, Remedy
from casework.masking import without_identifiers


def masked_preview(letter: Letter) -> Letter:
    """The letter with name and code of a person masked wherever they stand, and any identifier in any text."""
    mask = _Mask(letter.addressee)
    return replace(
        letter,
        addressee=mask.addressee(),
        title=mask.text(letter.title),
        opening=mask.text(letter.opening),
        blocks=tuple(mask.block(one) for one in letter.blocks),
        remedies=tuple(mask.remedy(one) for one in letter.remedies),
        preview=True,
    )


class _Mask:
    def __init__(self, party: Addressee) -> None:
        self.party = party

    def addressee(self) -> Addressee:
        party = self.party
        return replace(party, name=masked_name(party.name, party.type), code=masked_code(party.code, party.type))

    def text(self, text: str) -> str:
        party, shown = self.party, self.addressee()
        return without_identifiers(text.replace(party.code, shown.code).replace(party.name, shown.name))

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=self.text(paragraph.text))

    def block(self, block: Block) -> Block:
        return replace(block, paragraphs=tuple(self.paragraph(one) for one in block.paragraphs))

    def remedy(self, remedy: Remedy) -> Remedy:
        return replace(remedy, paragraphs=tuple(self.paragraph(one) for one in remedy.paragraphs))
