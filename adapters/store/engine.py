"""Connections to the book: how each database begins a transaction, waits for the writer's lock, and is made durable.

SQLite: WAL, synchronous=FULL, foreign keys, and secure_delete (what an erasure leaves behind is zeroed, not freed); sqlite3's own transaction control is switched off (isolation_level None)
and BEGIN is said here, `BEGIN IMMEDIATE` for a unit of work: a transaction that reads first and writes later could not
take the lock any more once somebody else has written. PostgreSQL: a unit of work locks the book's one row.
"""

import os
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.store.faults import BookUnusable

WAIT_SECONDS = 5.0
BEGIN_WORDS = "shangfa_begin"
POOL = {"pool_size": 16, "max_overflow": 48}
"""More than the threads a server hands requests to: a request waits for the writer, not for a connection."""


class PsycopgConnection(Protocol):
    """The two words of a psycopg connection that are needed; the driver itself is an extra."""

    def execute(self, query: str) -> object: ...

    def commit(self) -> None: ...


def make_engine(url: str, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """An engine for the book at this URL. `wait_seconds` bounds the wait for the writer's lock and for a connection.

    SQLite files are made readable by their owner only. Statement parameters never appear in errors.
    """
    target = make_url(url)
    on_sqlite = target.get_backend_name() == "sqlite"
    if on_sqlite and target.database:
        _make_private_file(Path(target.database))
    connect_args: dict[str, object] = {"timeout": wait_seconds} if on_sqlite else {}
    try:
        engine = create_engine(
            target, hide_parameters=True, pool_timeout=wait_seconds, connect_args=connect_args, **POOL
        )
    except ModuleNotFoundError as error:
        raise BookUnusable(
            f"缺少数据库驱动 {error.name}；使用 PostgreSQL 请执行 pip install 'psycopg[binary]'"
            f" (the database driver {error.name} is not installed; for PostgreSQL run pip install 'psycopg[binary]')"
        ) from error
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _bounded_wait(wait_seconds))
    return engine


def writing(engine: Engine) -> Connection:
    """A connection whose transaction holds the writer's lock from its first word (SQLite)."""
    return engine.connect().execution_options(**{BEGIN_WORDS: "BEGIN IMMEDIATE"})


def reading(engine: Engine) -> Connection:
    """A connection that sees the book as it stood when it first looked."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _prepare_sqlite(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN_WORDS, "BEGIN"))


def _bounded_wait(seconds: float) -> Callable[[PsycopgConnection, ConnectionPoolEntry], None]:
    def set_lock_timeout(connection: PsycopgConnection, _entry: ConnectionPoolEntry) -> None:
        connection.execute(f"SET lock_timeout = {max(1, round(seconds * 1000))}")
        connection.commit()

    return set_lock_timeout


def _make_private_file(path: Path) -> None:
    """An empty file is an empty database; write-ahead log and shared memory take its mode. Faults show when it is opened."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        return
