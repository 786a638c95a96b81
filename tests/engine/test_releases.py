"""Which release is in force on a day, and where it counts."""

from dataclasses import replace
from datetime import date

import pytest

from engine.pack import Interval, Pack
from engine.releases import in_force, reaches
from tests.fakes.packs import criteria

DAY = date(2023, 6, 1)


def version(name: str, corrects: str | None = None, until: date | None = None) -> Pack:
    pack = criteria(version=name)
    return replace(pack, corrects=corrects, in_force=Interval(start=date(2022, 1, 1), until=until))


def standing(*packs: Pack) -> list[str]:
    return [pack.ref.version for pack in in_force(packs, DAY)]


def test_a_corrected_correction_still_corrects() -> None:
    """The specification: the first text does not come back because its correction was itself corrected."""
    assert standing(version("1"), version("2", "1"), version("3", "2")) == ["3"]


def test_a_correction_counts_only_on_its_own_days() -> None:
    """Past its end the corrected release stands again; it was corrected for those days only."""
    assert standing(version("1"), version("2", "1", until=date(2023, 1, 1))) == ["1"]


def test_no_release_outside_its_days() -> None:
    """`until` is exclusive: on that very day the release has ended."""
    assert standing(version("1", until=DAY)) == []


@pytest.mark.parametrize(
    ("jurisdiction", "place", "expected"),
    [
        ("000000", "520103", True),
        ("520000", "520103", True),
        ("520100", "520103", True),
        ("520103", "520103", True),
        ("520102", "520103", False),
        ("520200", "520103", False),
        ("510000", "520103", False),
        ("520103", "520100", False),
    ],
)
def test_a_place_sees_its_own_packs_and_those_above(jurisdiction: str, place: str, *, expected: bool) -> None:
    """A neighbour's or a lower place's pack is no law here."""
    assert reaches(jurisdiction, place) is expected
