"""The way into the book of record: opens it, brings it up to date, makes sure that the keys are its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select, update

from adapters.audit_chain import GENESIS
from adapters.crypto import Keyring, load_keys, load_or_create_keys
from adapters.store import tables as t
from adapters.store.engine import WAIT_SECONDS, make_engine, reading, writing
from adapters.store.faults import BookUnusable, told_plainly
from adapters.store.migrations.upgrade import upgrade
from adapters.store.reading import SqlReader
from adapters.store.writing import SqlUnitOfWork
from casework.ports import Clock


class SqlStore:
    """The Store of casework.ports over one SQLAlchemy engine. Threads may share it; each unit of work has one thread."""

    def __init__(self, engine: Engine, keys: Keyring, clock: Clock) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    @contextmanager
    def reader(self) -> Iterator[SqlReader]:
        with told_plainly():
            connection = reading(self._engine)
        try:
            yield SqlReader(connection, self._keys)
        finally:
            connection.close()

    def unit_of_work(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self._engine, self._keys, self._clock)

    def close(self) -> None:
        """Gives all connections back."""
        self._engine.dispose()


def open_store(url: str, key_file: Path, clock: Clock, wait_seconds: float = WAIT_SECONDS) -> SqlStore:
    """The book at this URL, made or upgraded as needed.

    A book that exists is never given new keys. Raises KeyFileFault, BookUnusable (other keys, newer version),
    StoreBusy or StoreUnwritable.
    """
    engine = make_engine(url, wait_seconds)
    try:
        with told_plainly():
            is_new = not inspect(engine).has_table(t.BOOK.name)
            keys = load_or_create_keys(key_file) if is_new else load_keys(key_file)
            upgrade(engine)
            _claim(engine, keys)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, keys, clock)


def _claim(engine: Engine, keys: Keyring) -> None:
    """Writes the fingerprint of the keys into a new book; refuses a book that carries another one."""
    with writing(engine) as connection:
        held = connection.execute(select(t.BOOK.c.sealed_with).with_for_update()).scalar_one()
        if held not in ("", keys.fingerprint()):
            raise BookUnusable(
                "密钥文件与该数据库不匹配；请恢复与数据库同时备份的密钥文件"
                " (the key file does not belong to this book; restore the one backed up together with it)"
            )
        if not held:
            seal = keys.chain_seal(0, GENESIS)
            connection.execute(update(t.BOOK).values(sealed_with=keys.fingerprint(), chain_seal=seal))
            connection.commit()
