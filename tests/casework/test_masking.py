"""No message repeats a person's identifier in full, wherever somebody typed it."""

import pytest

from casework.masking import without_identifiers

PERSON = "52010319800101001X"


@pytest.mark.parametrize(
    "written",
    [
        PERSON,
        PERSON.lower(),
        PERSON[:17],
        PERSON[:17] + "11",
        "520103 19800101 001X",
        "520103-19800101-001x",
        "".join(chr(ord(sign) + 0xFEE0) for sign in PERSON),
        "520103800101001",
        "92520103MA6FKE003B",
        "“x" + PERSON + "y”",
    ],
)
def test_whatever_looks_like_a_persons_identifier_is_masked(written: str) -> None:
    """Also lower case, spaced, full width, a digit short or long, and sole traders' codes: the person is the same."""
    shown = without_identifiers(f"“{written}”不是日期")

    assert "**********" in shown
    assert "1980" not in shown
    assert "MA6FKE" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "第12行“金额”：“2024-01-02 2024-01-03”不是金额",
        "91520103MA6FKE0018",
        "记录0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "记录12345678901234567890123456789abc",
        "123456789012.34",
    ],
)
def test_what_a_clerk_needs_to_find_the_place_stays(text: str) -> None:
    """Codes of bodies, dates, amounts and our own record ids are not a person's number."""
    assert without_identifiers(text) == text
