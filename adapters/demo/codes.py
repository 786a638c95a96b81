"""Identifiers that hold every check and can be nobody's.

Bodies: organisation codes in a block beginning with YY. Issued codes begin with a digit or, since 2015, with M and a
letter for the registry; no code with YY is known to us, though no standard reserves the block. Persons: births from
1850 to 1899, so that no living person can have the number.
"""

from datetime import date

from casework.codes import organisation_check, resident_id_check, uscc_check

BLOCK = "YY"
FIRST_BIRTH = date(1850, 1, 1)
LAST_BIRTH = date(1899, 12, 31)
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY_DIGITS = 6


def credit_code(prefix: str, area: str, number: int) -> str:
    """A credit code (GB 32100) of registry and class `prefix`, in `area`; `number` below 31^6 makes it unique.

    >>> credit_code("91", "520103", 7)[8:14]
    'YY0000'
    """
    body = BLOCK + _in_base_31(number)
    head = prefix + area + body + organisation_check(body)
    return head + uscc_check(head)


def resident_id(area: str, born_on: date, sequence: int) -> str:
    """A resident ID (GB 11643) of somebody born from 1850 to 1899; `sequence` 0 to 999. ValueError for a later birth."""
    if not FIRST_BIRTH <= born_on <= LAST_BIRTH:
        raise ValueError(f"a demonstration person is born from {FIRST_BIRTH} to {LAST_BIRTH}, not on {born_on}")
    head = f"{area}{born_on:%Y%m%d}{sequence:03d}"
    return head + resident_id_check(head)


def _in_base_31(number: int) -> str:
    if not 0 <= number < len(_DIGITS) ** _BODY_DIGITS:
        raise ValueError(f"{number} does not fit the block")
    digits = ""
    for _ in range(_BODY_DIGITS):
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits
