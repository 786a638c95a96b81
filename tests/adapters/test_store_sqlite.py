"""The embedded book as a file: full disk, sudden death, and what somebody finds who steals it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from adapters.audit_chain import verify
from adapters.store.book import SqlStore, open_store
from casework.ports import StoreUnwritable
from tests.adapters.books import open_real
from tests.adapters.test_store_guards import tell_a_story
from tests.fakes.clock import FakeClock
from tests.fakes.records import check, fact, person, subject

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    book = open_real(f"sqlite:///{tmp_path}/book.db", tmp_path, FakeClock())
    yield book
    book.close()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("book.db*")))


def test_connections_are_durable_and_keep_foreign_keys(store: SqlStore) -> None:
    """WAL and synchronous=FULL: a commit that returned is on disk. SQLite forgets foreign keys unless told each time."""
    with store.reader() as reader:
        pragmas = {
            name: reader._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 300}


def test_only_the_owner_can_read_the_files(store: SqlStore, tmp_path: Path) -> None:
    """Database, write-ahead log and shared memory alike."""
    tell_a_story(store)

    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("book.db*")} == {0o600}


def test_no_byte_of_an_identifier_name_or_free_text_is_on_disk(store: SqlStore, tmp_path: Path) -> None:
    """Whoever steals the folder without the keys learns no one's name; write-ahead log included, also after a checkpoint."""
    tell_a_story(store)
    secrets = ["王虚构某", "910000000000000001", "91520103MAPLANTED1", "植入的自由文本"]
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.add_subject(person(id="p-9", name=secrets[0], code=secrets[1]))
        unit.add_subject(subject(id="s-9", name=f"{secrets[0]}公司", code=secrets[2], attributes={"note": secrets[3]}))
        told = fact(
            id="f-9", subject_id="p-9", source_key=secrets[1], values={"t": secrets[3]}, correction_reason=secrets[0]
        )
        unit.add_facts([told])
        question = {"subject": {"code": secrets[1], "name": secrets[0]}}
        unit.add_check(
            check(
                id="c-9",
                subject_id="p-9",
                request=question,
                answer={"echo": question},
                purpose=secrets[3],
                idempotency_key=secrets[1],
                body_digest=secrets[2],
            )
        )
        unit.post("subject.added", seq, question)
        unit.commit()
    secrets += [subject().code, subject().name, person().code, person().name, "虚构令1号", "主体已修复", "资格审查"]

    def found() -> list[str]:
        on_disk = bytes_on_disk(tmp_path)
        escaped = [s.encode("unicode_escape") for s in secrets]
        return [s for s, e in zip(secrets, escaped, strict=True) if s.encode() in on_disk or e in on_disk]

    assert b"wage.arrears" in bytes_on_disk(tmp_path), "the search itself must be able to find what is in clear"
    assert found() == []
    with sqlite3.connect(tmp_path / "book.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found() == []


def test_a_full_disk_is_told_nothing_is_half_written_and_the_next_write_works(tmp_path: Path) -> None:
    """Full in the middle of a bulk load: the load is gone as a whole, what stood before stands, the service lives on."""
    store = open_real(f"sqlite:///{tmp_path}/book.db", tmp_path, FakeClock())
    tell_a_story(store)
    pages_allowed = {"max": 120}

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages_allowed['max']}")

    event.listen(store._engine, "checkout", limit)

    def load() -> None:
        with store.unit_of_work() as unit:
            seq = unit.draw_seq()
            unit.add_facts([fact(id=f"f-{n}", source_key="", recorded_seq=seq) for n in range(2000)])
            unit.log("facts.loaded", seq, {"facts": 2000})
            unit.commit()

    with pytest.raises(StoreUnwritable, match=r"磁盘空间已满.*the disk is full"):
        load()
    with store.reader() as reader:
        assert (reader.last_seq(), len(reader.facts_of(["subject-1"])["subject-1"])) == (1, 1)
        assert verify(reader).holds

    pages_allowed["max"] = 1_000_000
    load()
    with store.reader() as reader:
        assert (reader.last_seq(), len(reader.facts_of(["subject-1"])["subject-1"])) == (2, 2001)
        assert verify(reader).links == 4
    store.close()


WRITER = """
import sys
from pathlib import Path
from adapters.clock import SystemClock
from adapters.store.book import open_store
from tests.fakes.records import check
folder = Path(sys.argv[1])
store = open_store(f"sqlite:///{folder}/book.db", folder / "keys.json", SystemClock())
for number in range(100_000):
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.add_check(check(id=f"c-{number}", seq=seq, subject_id=None))
        unit.log("check.answered", seq, {"check": f"c-{number}"})
        unit.commit()
    print(f"c-{number}", flush=True)
"""


def test_what_was_acknowledged_survives_a_sudden_death(tmp_path: Path) -> None:
    """kill -9 between two words: everything acknowledged is there once, and chain and sequence agree with it."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(20)]
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged += writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()

    store = open_store(f"sqlite:///{tmp_path}/book.db", tmp_path / "keys.json", FakeClock())
    with store.reader() as reader:
        kept = [reader.check(check_id) is not None for check_id in acknowledged]
        verdict, seq = verify(reader), reader.last_seq()
    store.close()
    assert all(kept)
    assert verdict.holds
    assert verdict.links == 2 * seq
    assert seq - len(acknowledged) in (0, 1)


def test_a_flipped_byte_in_the_log_is_found(store: SqlStore, tmp_path: Path) -> None:
    """Somebody with the file and a hex editor, who even removes the guards first."""
    tell_a_story(store)
    with sqlite3.connect(tmp_path / "book.db") as connection:
        connection.execute("DROP TRIGGER chain_link_unchanged")
        connection.execute("UPDATE chain_link SET payload = replace(payload, 'check-1', 'check-2')")

    with store.reader() as reader:
        assert [fault.number for fault in verify(reader).faults] == [1]


def test_a_cut_tail_is_found_even_when_the_head_is_moved_along(store: SqlStore, tmp_path: Path) -> None:
    """The head is sealed with a key that does not lie in the database."""
    tell_a_story(store)
    with sqlite3.connect(tmp_path / "book.db") as connection:
        connection.execute("DROP TRIGGER chain_link_kept")
        connection.execute("DELETE FROM chain_link")
        connection.execute(f"UPDATE book SET chain_number = 0, chain_digest = '{'0' * 64}'")

    with store.reader() as reader:
        assert not verify(reader).holds
