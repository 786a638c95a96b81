"""Identifiers of subjects: 统一社会信用代码 (GB 32100-2015) and 公民身份号码 (GB 11643-1999).

Says whether a code is well formed, whether its check character holds, and which subject types it can belong to. It
does not say whether the subject exists: real codes with a wrong check character do, so that alone is a warning
wherever the register knows the code.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from casework.records import CodeKind, SubjectType
from engine.periods import Period, add

ADULT = Period(years=18)

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC_PREFIXES = {
    SubjectType.PUBLIC_BODY: ("11", "13", "19", "21", "29"),
    SubjectType.INSTITUTION: ("12",),
    SubjectType.SOCIAL_ORGANISATION: ("51", "52", "53", "59", "61", "62", "69", "71", "72", "79", "81", "89"),
    SubjectType.ENTERPRISE: (
        "91",
        "93",
        "A1",
        "A9",
        "N1",
        "N2",
        "N3",
        "N9",
        "31",
        "32",
        "33",
        "34",
        "35",
        "39",
        "41",
        "49",
        "Y1",
    ),
    SubjectType.SOLE_TRADER: ("92",),
}
_OTHER_PREFIXES = ("54", "55")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A well-formed identifier. `sound`: its check character holds. `types`: the subject types it can belong to (empty: any)."""

    kind: CodeKind
    code: str
    sound: bool
    types: frozenset[SubjectType]
    born_on: date | None = None

    def surely_adult_on(self, day: date) -> bool:
        """Whether the holder had surely completed 18 years by `day` (the birthday itself is not counted; no person: yes)."""
        return self.born_on is None or day > add(self.born_on, ADULT)


class MalformedCode(ValueError):
    """Not an identifier of any kind we know; `zh` and `en` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def normalised_code(raw: str) -> str:
    """Full-width to ASCII, spaces and hyphens removed, upper case; letters are never guessed into digits."""
    folded = unicodedata.normalize("NFKC", raw).strip().upper()
    return "".join(character for character in folded if character not in " -\t")


def identifier_of(raw: str, subject_type: SubjectType) -> Identifier:
    """The identifier for a subject of this type; MalformedCode where text and type cannot agree."""
    code = normalised_code(raw)
    if len(code) != 18:
        raise MalformedCode(f"应为18位，实为{len(code)}位", f"must have 18 characters, has {len(code)}")
    if subject_type is SubjectType.NATURAL_PERSON:
        return _resident_id(code)
    return _credit_code(code, subject_type)


def _credit_code(code: str, subject_type: SubjectType) -> Identifier:
    wrong = sorted(set(code) - set(_USCC_ALPHABET))
    if wrong:
        shown = "、".join(wrong)
        raise MalformedCode(
            f"含有统一社会信用代码不使用的字符：{shown}",
            f"holds characters that no credit code has: {', '.join(wrong)}",
        )
    if not code[2:8].isdigit():
        raise MalformedCode("第3至8位应为行政区划数字", "characters 3 to 8 must be the digits of an area code")
    types = frozenset(kind for kind, prefixes in _USCC_PREFIXES.items() if code[:2] in prefixes)
    if not types and code[:2] not in _OTHER_PREFIXES:
        raise MalformedCode(
            f"前两位“{code[:2]}”不是已知的登记管理部门和机构类别代码",
            f'its first two characters "{code[:2]}" are no known registry and class',
        )
    if types and subject_type not in types:
        named = "、".join(sorted(TYPE_TITLES[kind] for kind in types))
        raise MalformedCode(
            f"前两位“{code[:2]}”属于{named}，与所填主体类型“{TYPE_TITLES[subject_type]}”不符",
            f'its first two characters "{code[:2]}" belong to {", ".join(sorted(types))}, not to {subject_type}',
        )
    return Identifier(kind=CodeKind.USCC, code=code, sound=uscc_check(code[:17]) == code[17], types=types)


def _resident_id(code: str) -> Identifier:
    if not code[:17].isdigit() or code[17] not in "0123456789X":
        raise MalformedCode("公民身份号码前17位应为数字，末位为数字或X", "a resident ID has 17 digits and a digit or X")
    born_on = _date_or_none(code[6:14])
    if born_on is None:
        raise MalformedCode("第7至14位不是有效的出生日期", "characters 7 to 14 are no date of birth")
    return Identifier(
        kind=CodeKind.RESIDENT_ID,
        code=code,
        sound=resident_id_check(code[:17]) == code[17],
        types=frozenset({SubjectType.NATURAL_PERSON}),
        born_on=born_on,
    )


def _date_or_none(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def uscc_check(body: str) -> str:
    """The 18th character for 17 others (GB 32100-2015, mod 31)."""
    total = sum(_USCC_ALPHABET.index(character) * weight for character, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714-1997, mod 11; positions 9 to 17 of a credit code)."""
    values = (int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in body)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def resident_id_check(body: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, mod 11-2)."""
    return _ID_CHECK[sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11]


TYPE_TITLES = {
    SubjectType.ENTERPRISE: "企业",
    SubjectType.SOLE_TRADER: "个体工商户",
    SubjectType.INSTITUTION: "事业单位",
    SubjectType.SOCIAL_ORGANISATION: "社会组织",
    SubjectType.PUBLIC_BODY: "机关",
    SubjectType.NATURAL_PERSON: "自然人",
}


def masked_code(code: str, subject_type: SubjectType) -> str:
    """How a code is shown: whole for bodies, first six and last two for persons and sole traders."""
    return f"{code[:6]}**********{code[-2:]}" if subject_type.is_person else code


def masked_name(name: str, subject_type: SubjectType) -> str:
    """How a name is shown: whole for bodies, the first character and stars for persons, shortened for sole traders."""
    if not subject_type.is_person or not name:
        return name
    return name[0] + "*" * (len(name) - 1 if len(name) > 1 else 1)
