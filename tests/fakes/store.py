"""The book in memory: the same promises as the real store, kept by plain dictionaries.

`FakeStore` stands in for the store in casework tests; the contract suite in tests/adapters holds it and the real one
to the same behaviour. It can be told to be busy or full, so that callers can be seen to cope.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from casework.ports import Clock, StoreBusy
from casework.records import ChainLink, OutboxMessage
from tests.fakes.clock import FakeClock
from tests.fakes.store_reader import BookState, FakeReader
from tests.fakes.store_writer import FakeUnitOfWork


class FakeStore:
    """An in-memory Store. `busy`: no unit of work can begin. `full`: no commit succeeds. `wait`: seconds before StoreBusy."""

    def __init__(self, clock: Clock | None = None, wait: float = 0.2) -> None:
        self.clock: Clock = clock or FakeClock()
        self.busy = False
        self.full = False
        self.state = BookState()
        self._wait = wait
        self._writer = threading.Lock()

    @contextmanager
    def reader(self) -> Iterator[FakeReader]:
        yield FakeReader(self.state)

    def unit_of_work(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self)

    def take_lock(self) -> None:
        if self.busy or not self._writer.acquire(timeout=self._wait):
            raise StoreBusy("数据库正忙，未写入任何内容，请重试 (the book is busy; nothing was written; try again)")

    def release_lock(self) -> None:
        self._writer.release()

    @property
    def links(self) -> tuple[ChainLink, ...]:
        """The hash chain so far."""
        return tuple(link.as_record() for link in self.state.chain)

    @property
    def outbox(self) -> tuple[OutboxMessage, ...]:
        """Every message posted so far, in order."""
        return tuple(self.state.outbox)
