"""Identifiers: their form, their check characters, the types they can belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from casework.codes import (
    MalformedCode,
    identifier_of,
    masked_code,
    masked_name,
    organisation_check,
    resident_id_check,
    uscc_check,
)
from casework.records import SubjectType

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(ALPHABET, min_size=9, max_size=9))
def test_the_credit_codes_check_character_is_that_of_another_implementation(body):
    """GB 32100: held against a library that shares no code with ours."""
    seventeen = "91520103" + body

    assert uscc_check(seventeen) == uscc.calc_check_digit(seventeen)


@given(st.integers(0, 999))
def test_the_resident_ids_check_character_is_that_of_another_implementation(number):
    """GB 11643."""
    seventeen = f"52010319800101{number:03d}"

    assert resident_id_check(seventeen) == ric.calc_check_digit(seventeen + "0")


def test_the_organisation_codes_check_character_runs_to_x_and_zero():
    """GB 11714: remainders ten and eleven are X and 0; the published example is D2143569X."""
    assert organisation_check("D2143569") == "X"
    assert organisation_check("00000000") == "0"


@pytest.mark.parametrize(
    "written",
    ["91520103ma6dkx7q6f", "９１５２０１０３ＭＡ６ＤＫＸ７Ｑ６Ｆ", " 91520103-MA6DKX7Q-6F "],
    ids=["lower case", "full width", "hyphens"],
)
def test_a_code_is_read_however_it_is_written(written):
    """Case, width, spaces and hyphens are writing, not content."""
    assert identifier_of(written, SubjectType.ENTERPRISE).code == "91520103MA6DKX7Q6F"


@pytest.mark.parametrize("letter", list("IOSVZ"))
def test_letters_are_never_guessed_into_digits(letter):
    """O is not 0: somebody else may own the code that a guess would give."""
    with pytest.raises(MalformedCode, match=letter):
        identifier_of(f"91520103MA6DKX7Q6{letter}", SubjectType.ENTERPRISE)


@pytest.mark.parametrize("born", ["19800230", "19801301", "00000101"])
def test_a_birthday_that_never_was_is_no_resident_id(born):
    """The date of birth inside the number is a date."""
    with pytest.raises(MalformedCode):
        identifier_of(f"520103{born}0011", SubjectType.NATURAL_PERSON)


@pytest.mark.parametrize(
    ("kind", "code", "name", "shown"),
    [
        (SubjectType.ENTERPRISE, "91520103MA6DKX7Q6F", "虚构公司", ("91520103MA6DKX7Q6F", "虚构公司")),
        (SubjectType.NATURAL_PERSON, "52010319800101001X", "虚构甲", ("520103**********1X", "虚**")),
        (SubjectType.SOLE_TRADER, "92520103MA6DKX7Q6F", "虚", ("925201**********6F", "虚*")),
    ],
)
def test_persons_and_sole_traders_are_masked(kind, code, name, shown):
    """Sole traders count as persons for masking (casework.md)."""
    assert (masked_code(code, kind), masked_name(name, kind)) == shown
