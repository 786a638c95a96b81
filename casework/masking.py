"""Texts that are shown to people: no person's identifier in full, whatever somebody typed into whichever field.

A resident ID lands in an amount or a document number by a shifted column, and a message that repeats the value would
spread it. So what looks like one is masked in any text, also where it is misspelt by a digit or two.
"""

import re

from casework.codes import masked_code, normalised_code
from casework.records import SubjectType

_RECORD_ID = r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{32}(?![0-9A-Za-z])"
_SOLE_TRADER = r"(?<![0-9A-Za-z])92[0-9A-Za-z]{14,17}"
_DIGITS = r"\d{14,}[Xx]?"
_SPACED = r"\d(?:[ \-]?\d){16,}[ \-]?[Xx]?"
_LOOKS_LIKE = re.compile(f"(?P<ours>{_RECORD_ID})|{_SOLE_TRADER}|{_SPACED}|{_DIGITS}")
_FULL_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()}


def without_identifiers(text: str) -> str:
    """The text with whatever looks like a person's identifier masked (first six and last two stay); our record ids stay.

    >>> without_identifiers("“520103198001010011” 不是日期")
    '“520103**********11” 不是日期'
    """
    return _LOOKS_LIKE.sub(_masked, text.translate(_FULL_WIDTH))


def _masked(found: re.Match[str]) -> str:
    if found["ours"]:
        return found["ours"]
    return masked_code(normalised_code(found.group()), SubjectType.NATURAL_PERSON)
