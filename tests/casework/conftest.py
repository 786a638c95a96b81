"""A fresh small province on a book in memory; both engines are kept for the whole run."""

from collections.abc import Iterator

import pytest

from tests.fakes.evaluator import BothEngines
from tests.fakes.province import Province


@pytest.fixture(scope="session")
def engines() -> Iterator[BothEngines]:
    both = BothEngines()
    yield both
    both.close()


@pytest.fixture
def province(engines: BothEngines) -> Province:
    return Province(evaluator=engines)
