"""Stories run on the repository's own packs, both engines, and a real SQLite book in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.book import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.evaluator import BothEngines
from tests.fakes.province import NOON, Province


@pytest.fixture(scope="session")
def engines() -> Iterator[BothEngines]:
    both = BothEngines()
    yield both
    both.close()


@pytest.fixture
def province(tmp_path: Path, engines: BothEngines) -> Iterator[Province]:
    clock = FakeClock(NOON)
    store = open_store(f"sqlite:///{tmp_path / 'book.db'}", tmp_path / "keys.json", clock)
    yield Province(store=store, clock=clock, evaluator=engines)
    store.close()
