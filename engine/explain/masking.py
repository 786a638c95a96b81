"""What a subject may read of a record: no identifier of anybody, and no name of another person in full.

The catalogue does not say which text is a person's name, so a text without any digit is taken for one (a document, a
case or a plate always has a digit); what looks like an identifier is left out wherever it stands.
"""

import re

from engine.catalogue import FieldDef
from engine.explain.printing import printed
from engine.facts import Value

_RESIDENT = r"\d{17}[\dXx]|\d{15}"
_ORGANISATION = r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}"
_PHONE = r"1[3-9]\d{9}"
_IDENTIFIER = re.compile(f"(?<![0-9A-Za-z])(?:{_RESIDENT}|{_ORGANISATION}|{_PHONE})(?![0-9A-Za-z])")
_FULL_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()}
_HIDDEN = "＊＊＊"


def without_identifiers(text: str) -> str:
    """The text without resident IDs, organisation codes and telephone numbers, also in full-width digits.

    >>> without_identifiers("身份证520103198001010011，文号〔2026〕1号")
    '身份证＊＊＊，文号〔2026〕1号'
    """
    narrow = text.translate(_FULL_WIDTH)
    return _IDENTIFIER.sub(_HIDDEN, narrow) if _IDENTIFIER.search(narrow) else text


def masked_value(value: Value, field: FieldDef | None, lang: str) -> str:
    """The value as printed; a free text without a digit shows its first character only.

    >>> masked_value("张三", None, "zh"), masked_value("黔税〔2026〕1号", None, "zh")
    ('张＊', '黔税〔2026〕1号')
    """
    said = printed(value, field, lang)
    coded = field is not None and value in field.values
    if isinstance(value, str) and not coded and not any(each.isdigit() for each in value):
        return said[:1] + "＊" * min(len(said) - 1, 2)
    return without_identifiers(said)
