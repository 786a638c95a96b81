"""What a database error means to the caller: busy, unwritable, refused. Every message says what to do (zh and en)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from casework.ports import AlreadyRecorded, StoreBusy, StoreRefused, StoreUnwritable

GUARD = "shangfa: "
BUSY_STATES = ("55P03", "40P01", "40001", "57014")
FULL_STATES = ("53100", "53200", "53400")


class BookUnusable(Exception):
    """The book cannot be opened at all: other keys, or written by a newer version. `str()` says what to do."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raises the caller's own exceptions instead of the database's."""
    try:
        yield
    except DBAPIError as error:
        raise fault_of(error) from error
    except PoolTimeout as error:
        raise _busy() from error


def fault_of(error: DBAPIError) -> Exception:
    """The exception of casework.ports that tells what this database error means; the error itself where it is our own mistake."""
    sqlite_name = getattr(error.orig, "sqlite_errorname", "") or ""
    state = getattr(error.orig, "sqlstate", "") or ""
    if sqlite_name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or state in BUSY_STATES:
        return _busy()
    if sqlite_name == "SQLITE_FULL" or state in FULL_STATES:
        return StoreUnwritable(
            "磁盘空间已满，本次未写入任何内容；请清理或扩充磁盘后重试"
            " (the disk is full; nothing was written; make room on the disk and try again)"
        )
    if _is_refusal(error, sqlite_name, state):
        return _refusal(error, sqlite_name, state)
    if sqlite_name.startswith(
        ("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB")
    ):
        return _unwritable(sqlite_name)
    if state.startswith(("08", "53", "57P", "58", "25006")) or error.connection_invalidated or _never_connected(error):
        return _unwritable(state or "connection")
    return error


def _is_refusal(error: DBAPIError, sqlite_name: str, state: str) -> bool:
    raised_by_guard = state == "P0001" or sqlite_name == "SQLITE_CONSTRAINT_TRIGGER"
    return isinstance(error, IntegrityError) or raised_by_guard or state.startswith("22")


def _refusal(error: DBAPIError, sqlite_name: str, state: str) -> StoreRefused:
    guard = _guard_words(error)
    if guard:
        return StoreRefused(guard)
    if sqlite_name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY") or state == "23505":
        return AlreadyRecorded(
            "同一标识的记录已经存在，本次未写入任何内容；请先读取已有记录"
            " (a record with this identity stands already; nothing was written; read that one first)"
        )
    return StoreRefused(
        "所依据的记录不存在或内容不合规则，本次未写入任何内容；请先登记所依据的记录"
        " (a record it rests on is missing or a value is not allowed; nothing was written; record what it rests on first)"
    )


def _guard_words(error: DBAPIError) -> str:
    """What one of the book's own triggers said, or ""."""
    first_line = str(error.orig).splitlines()[0] if str(error.orig) else ""
    _, found, words = first_line.partition(GUARD)
    return words if found else ""


def _never_connected(error: DBAPIError) -> bool:
    return type(error.orig).__name__ == "OperationalError" and getattr(error.orig, "sqlite_errorname", None) is None


def _busy() -> StoreBusy:
    return StoreBusy(
        "数据库正忙，本次未写入任何内容，请稍后重试 (the book is busy; nothing was written; try again shortly)"
    )


def _unwritable(what: str) -> StoreUnwritable:
    return StoreUnwritable(
        f"数据库无法读写（{what}），本次未写入任何内容；请检查数据目录、权限和数据库服务"
        f" (the book cannot be read or written ({what}); nothing was written; check folder, permissions and server)"
    )
