"""`shangfa retention` as an operator runs it, and the keeper beside the server: listed first, erased only when told to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.clock import SystemClock
from adapters.store.book import SqlStore, open_store
from adapters.store.row_audit import verify_book
from api.cli.retention import app
from api.keepers import retention_keeper
from api.wiring import open_house, settings_here
from casework.errors import Refused
from casework.retention import Kept
from casework.retention_round import what_is_due
from tests.fakes.docket_records import look
from tests.fakes.records import PERSON

LONG_AGO = datetime(2019, 5, 6, 4, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with one person at whom somebody looked in 2019."""
    monkeypatch.setenv("SHANGFA_DATA", str(tmp_path))
    monkeypatch.setenv("SHANGFA_MODE", "production")
    for variable in ("SHANGFA_DATABASE_URL", "SHANGFA_KEY_FILE", "SHANGFA_RETENTION"):
        monkeypatch.delenv(variable, raising=False)
    store = book_in(tmp_path)
    with store.unit_of_work() as work:
        work.add_subject(PERSON)
        work.add_look(replace(look(subject_id=PERSON.id), at=LONG_AGO, seq=work.draw_seq()))
        work.commit()
    store.close()
    return tmp_path


def book_in(folder: Path) -> SqlStore:
    return open_store(f"sqlite:///{folder / 'shangfa.db'}", folder / "keys.json", SystemClock())


@pytest.fixture
def book(folder: Path) -> Iterator[SqlStore]:
    store = book_in(folder)
    yield store
    store.close()


def run(*options: str) -> Result:
    return CliRunner().invoke(app, ["run", *options])


def waiting(store: SqlStore) -> list[Kept]:
    return [one.kind for one in what_is_due(store, SystemClock().today())]


def test_a_dry_run_lists_and_changes_nothing(book: SqlStore) -> None:
    """What, from when, until when; nobody's name."""
    told = run("--dry-run")

    assert told.exit_code == 0
    assert "查看记录 look-1：自2019-05-06起保存3年，至2022-05-06届满" in told.stdout
    assert "共1件将删除（未作改动）" in told.stdout
    assert PERSON.name not in told.stdout
    assert waiting(book) == [Kept.LOOK]


def test_erasing_must_be_asked_for_by_name(book: SqlStore) -> None:
    """A command that cannot be undone does nothing by itself, and says what to do."""
    for options in ((), ("--dry-run", "--yes")):
        told = run(*options)
        assert isinstance(told.exception, Refused)
        assert "--dry-run" in told.exception.hint_zh
    assert waiting(book) == [Kept.LOOK]


def test_what_is_erased_is_counted_and_the_book_still_verifies(book: SqlStore) -> None:
    """The operator sees how much went; the auditor finds nothing amiss."""
    told = run("--yes")

    assert (told.exit_code, "共1件已删除，清空1行" in told.stdout) == (0, True)
    assert waiting(book) == []
    with book.reader() as reader:
        assert [one.purpose for one in reader.looks_at(PERSON.id)] == [""]
        assert verify_book(reader).holds


@pytest.mark.parametrize("setting", ["run", "list"])
def test_the_keeper_carries_retention_out_unless_it_is_told_to_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """A deployment whose archive rules are not settled yet sees what would go, and keeps it."""
    monkeypatch.setenv("SHANGFA_RETENTION", setting)
    with open_house(settings_here(), must_exist=True) as built:
        with retention_keeper(built):
            pass  # a round that has begun comes to its end, and the first one begins at once
        left = waiting(built.store)

    assert left == ([] if setting == "run" else [Kept.LOOK])
