"""Each pass of the compiler, text before and text after: what a reader sees is what it does."""

from pathlib import Path

import pytest

from engine.compile import PASSES
from tests.engine.passes.reading import AFTER, FOLDER, fixture, limits_are_real, outcome, written

FIXTURES = [path for name in AFTER for path in sorted((FOLDER / name).glob("*.txt"))]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_pass_makes_of_the_packs_what_its_fixture_says(path: Path) -> None:
    """The fixture's first lines say why; `python -m tests.engine.passes.rewrite` writes the expected text anew."""
    found = fixture(path)

    assert found.why
    assert limits_are_real(found)
    assert {day: outcome(path.parent.name, found, day) for day in found.expected} == found.expected
    assert written(found) == path.read_text(encoding="utf-8")


def test_every_pass_has_fixtures() -> None:
    """A pass without a text that shows it cannot be read on a page."""
    shown = {path.parent.name for path in FIXTURES}

    assert {each.__name__ for each in PASSES} - {"nesting"} <= shown  # `nesting` is shown together with `capacity`
    assert len(FIXTURES) >= 60
