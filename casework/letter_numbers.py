"""Document numbers (文号): how a number is written, and which letters share a sequence.

A number is the department's word (机关代字), the series, the year in 〔〕 and the serial without padding:
"筑人社信决〔2027〕12号". Serials are drawn by the store in the transaction that writes the letter, so that a sequence
has no gap: a letter that is refused, previewed or rolled back has drawn none. A void letter keeps its number.
"""

from collections.abc import Mapping

from casework.letter import LetterKind

SERIES: Mapping[LetterKind, str] = {
    LetterKind.INTENTION: "信告",
    LetterKind.HEARING: "信听",
    LetterKind.DECISION: "信决",
    LetterKind.REPAIR_NOTICE: "信修告",
    LetterKind.REPAIR_ACCEPTED: "信修决",
    LetterKind.REPAIR_REFUSED: "信修决",
    LetterKind.REMOVAL: "信移",
    LetterKind.OBJECTION_ANSWER: "信异",
}
"""The series of each kind; acceptance and refusal of repair share one."""


def letter_number(department_word: str, kind: LetterKind, year: int, serial: int) -> str:
    """The number as printed; ValueError for a serial below one or a blank word.

    >>> letter_number("筑人社", LetterKind.DECISION, 2027, 12)
    '筑人社信决〔2027〕12号'
    """
    if serial < 1 or not department_word.strip():
        raise ValueError((department_word, serial))
    return f"{department_word.strip()}{SERIES[kind]}〔{year}〕{serial}号"
