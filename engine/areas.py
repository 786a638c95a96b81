"""Codes of administrative areas (GB/T 2260): what their form alone tells.

Which counties exist changes every year and stands in no catalogue here; the provinces do not.
"""

NATION = "000000"
PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15"),
        *("21", "22", "23"),
        *("31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46"),
        *("50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65"),
        *("71", "81", "82"),
    )
)
"""The first two digits of the 34 provinces, regions, municipalities and special regions."""


def can_be_an_area(code: str) -> bool:
    """Whether six digits may name an area: the nation, or a province with or without a prefecture and a county.

    >>> can_be_an_area("520103"), can_be_an_area("000000"), can_be_an_area("999999"), can_be_an_area("520003")
    (True, True, False, False)
    """
    if code == NATION:
        return True
    return code[:2] in PROVINCES and (code[2:4] != "00" or code[4:] == "00")
