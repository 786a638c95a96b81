"""An empty book of each kind for the tests of the store's contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.ports import Store
from tests.adapters.books import EVERY_BOOK, opened
from tests.fakes.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=EVERY_BOOK)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with opened(request.param, tmp_path, clock) as book:
        yield book
