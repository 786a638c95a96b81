"""What the databases themselves hold: nothing overwritten by whatever SQL, one writer at a time, nothing half-written."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from adapters.audit_chain import verify
from adapters.crypto import KeyFileFault, create_keys
from adapters.store.book import SqlStore, open_store
from adapters.store.engine import make_engine
from adapters.store.faults import BookUnusable
from adapters.store.migrations.upgrade import upgrade
from adapters.store.tables import METADATA
from casework.ports import StoreBusy, StoreRefused, StoreUnwritable
from casework.records import Move
from tests.adapters.books import REAL_BOOKS, WAIT_SECONDS, open_real, url_of_new
from tests.fakes.clock import FakeClock
from tests.fakes.records import OUTCOME, VIEW, ban, check, entry, event, fact, move, person, recusal, related, subject


@pytest.fixture(params=REAL_BOOKS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return url_of_new(request.param, tmp_path)


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[SqlStore]:
    book = open_real(url, tmp_path, FakeClock())
    yield book
    book.close()


@pytest.fixture
def engine(url: str, store: SqlStore) -> Iterator[Engine]:
    """Somebody else's connection to the same book."""
    other = make_engine(url, WAIT_SECONDS)
    yield other
    other.dispose()


def tell_a_story(store: SqlStore) -> None:
    """One row at least in every table that may not be rewritten."""
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        for record in (subject(), person()):
            unit.add_subject(record)
        unit.add_facts([fact()])
        unit.add_entry(entry())
        unit.add_move(move())
        unit.add_move(move(number=2, move=Move.DECIDE))
        unit.add_recusal(recusal())
        unit.add_ban(ban())
        unit.add_related(related())
        unit.add_event(event())
        unit.add_check(check())
        unit.add_view(VIEW)
        unit.add_outcome(OUTCOME)
        unit.log("check.answered", seq, {"check": "check-1"})
        unit.post("entry.proposed", seq, {"entry": "entry-1", "name": subject().name})
        unit.commit()


APPEND_ONLY = {
    "fact": "kind = 'other'",
    "entry_version": "state = 'ended'",
    "entry_move": "account_id = 'officer-b'",
    "entry_recusal": "granted = false",
    "related": "role = 'director'",
    "subject_event": "kind = 'died'",
    "check_log": "outcome = 'legal_bar'",
    "check_view": "account_id = 'other'",
    "check_outcome": "kind = 'executed'",
    "ban": "for_life = true",
    "chain_link": "kind = 'other'",
    "book_instant": "seq = 9",
    "outbox": "topic = 'other'",
}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_recorded_rows_are_neither_changed_nor_deleted_by_any_sql(store: SqlStore, engine: Engine, table: str) -> None:
    """Facts are corrected by new facts; logs are logs. Held by the database, not only by our own code."""
    tell_a_story(store)

    for statement in (f"UPDATE {table} SET {APPEND_ONLY[table]}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="shangfa: "), engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize("table", ["subject", "entry", "book"])
def test_subjects_entries_and_the_book_are_never_deleted(store: SqlStore, engine: Engine, table: str) -> None:
    """Even where foreign keys would let them go."""
    tell_a_story(store)

    with pytest.raises(DBAPIError, match="shangfa: "), engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {table}"))


def test_the_mark_of_a_correction_is_written_once_and_alone(store: SqlStore, engine: Engine) -> None:
    """superseded_seq may be set; not reset, not moved, not together with anything else."""
    tell_a_story(store)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text("UPDATE fact SET superseded_seq = 2, recorded_by = 'x'"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE fact SET superseded_seq = 2"))

    for value in ("3", "NULL"):
        with pytest.raises(DBAPIError, match="shangfa: "), engine.begin() as connection:
            connection.execute(text(f"UPDATE fact SET superseded_seq = {value}"))


def test_a_guard_speaks_to_the_officer(store: SqlStore) -> None:
    """The refusal that comes up from the database names the rule, in both languages, and no machinery."""
    tell_a_story(store)

    def approve_alone() -> None:
        with store.unit_of_work() as unit:
            unit.add_move(move(number=3, move=Move.APPROVE))
            unit.commit()

    with pytest.raises(StoreRefused, match=r"批准人不得与决定人为同一人.*whoever decided") as refusal:
        approve_alone()
    assert "shangfa" not in str(refusal.value)


def test_the_migrations_make_the_tables_the_code_expects(url: str) -> None:
    """Types, nullability, indexes: a column added to a table class without a migration is found here."""
    engine = make_engine(url)
    upgrade(engine)
    upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    engine.dispose()
    assert differences == []


def test_a_book_is_opened_again_with_all_it_held(store: SqlStore, url: str, tmp_path: Path) -> None:
    """Second start of the service: same keys, same chain, sequence goes on."""
    tell_a_story(store)
    store.close()

    again = open_real(url, tmp_path, FakeClock())
    with again.reader() as reader:
        assert (reader.subject("person-1"), reader.last_seq()) == (person(), 1)
        assert verify(reader).holds
    again.close()


def test_a_book_refuses_keys_that_are_not_its_own(store: SqlStore, url: str, tmp_path: Path) -> None:
    """Restored from two different backups: say so at once, not at the first sealed field. New keys are never made for it."""
    create_keys(tmp_path / "other.json")

    with pytest.raises(BookUnusable, match="备份"):
        open_store(url, tmp_path / "other.json", FakeClock())
    with pytest.raises(KeyFileFault, match="备份"):
        open_store(url, tmp_path / "lost.json", FakeClock())
    assert not (tmp_path / "lost.json").exists()


def test_a_book_of_a_newer_version_is_refused(store: SqlStore, engine: Engine, url: str, tmp_path: Path) -> None:
    """Rolling the program back must not write old rows into new tables."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BookUnusable, match="升级程序"):
        open_real(url, tmp_path, FakeClock())


def test_reading_first_and_writing_later_never_fails_when_others_write(store: SqlStore) -> None:
    """With a plain BEGIN the second of two such transactions could not be upgraded to a writer. Each sees the other's sum."""
    rounds, faults = 25, []

    def read_then_write(name: str) -> None:
        try:
            for number in range(rounds):
                with store.unit_of_work() as unit:
                    before = len(unit.subject_ids(limit=1000))
                    code = f"91520103MA{name}{number:07}"
                    unit.add_subject(subject(id=f"{name}-{number}", code=code, region=str(before)))
                    unit.log("subject.added", unit.draw_seq(), {"subject": f"{name}-{number}"})
                    unit.commit()
        except Exception as fault:  # told to the test's own thread below
            faults.append(fault)

    threads = [threading.Thread(target=read_then_write, args=(name,)) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reader() as reader:
        regions = sorted(int(s.region) for s in reader.subjects(reader.subject_ids()).values())
        verdict = verify(reader)
    assert faults == []
    assert regions == list(range(2 * rounds))
    assert (verdict.holds, verdict.links, reader_seq(store)) == (True, 4 * rounds, 2 * rounds)


def reader_seq(store: SqlStore) -> int:
    with store.reader() as reader:
        return reader.last_seq()


def test_a_writer_that_does_not_get_the_lock_is_told_busy_and_readers_go_on(store: SqlStore) -> None:
    """A bounded wait, then a clear word; nothing hangs and nothing is written."""

    def write() -> None:
        with store.unit_of_work() as second:
            second.add_subject(person())
            second.commit()

    with store.unit_of_work() as first:
        first.add_subject(subject())
        with pytest.raises(StoreBusy, match="重试"):
            write()
        with store.reader() as reader:
            assert reader.subject_ids() == []
        first.commit()
    write()
    with store.reader() as reader:
        assert reader.subject_ids() == ["person-1", "subject-1"]


def test_a_reader_keeps_the_book_as_it_first_saw_it(store: SqlStore) -> None:
    """An answer put together from two states of the book would be an answer to no question."""
    with store.reader() as reader:
        before = reader.last_seq()
        tell_a_story(store)
        assert (reader.last_seq(), reader.subject("subject-1")) == (before, None)
    with store.reader() as reader:
        assert reader.last_seq() == before + 1


@pytest.mark.parametrize(
    "nowhere",
    ["sqlite:///{}/file/book.db", pytest.param("postgresql+psycopg://u@/x?host={}", marks=pytest.mark.postgres)],
)
def test_a_database_that_is_not_there_is_told_plainly(tmp_path: Path, nowhere: str) -> None:
    """Wrong folder, wrong host: one sentence with what to check, no driver's traceback words alone."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnwritable, match="数据目录"):
        open_real(nowhere.format(tmp_path), tmp_path, FakeClock())


def test_a_driver_that_is_not_installed_is_told_plainly() -> None:
    """PostgreSQL's driver is an extra; the message names it. Stands for it here: a driver that SQLAlchemy knows and we never ship."""
    with pytest.raises(BookUnusable, match="pip install"):
        make_engine("postgresql+psycopg2://u@h/x")


def test_outbox_messages_wait_until_they_are_delivered(store: SqlStore) -> None:
    """Written with the move they tell of; delivered once."""
    tell_a_story(store)
    with store.reader() as reader:
        (message,) = reader.undelivered()
    assert (message.topic, message.payload["name"]) == ("entry.proposed", subject().name)

    with store.unit_of_work() as unit:
        unit.mark_delivered([message.id], FakeClock().now())
        unit.commit()

    with store.reader() as reader:
        assert reader.undelivered() == []
