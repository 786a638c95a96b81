"""Erasure: contents go, digests stay, the chain still verifies; nothing else may change a row, and nothing may undo it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from adapters.store import tables as t
from adapters.store.book import SqlStore
from adapters.store.engine import make_engine
from adapters.store.mapping.erasures import EMPTYINGS, Emptying
from adapters.store.row_audit import verify_book
from casework.docket import ClockEnd
from casework.erasure import Erasable, Target
from casework.ports import Store
from casework.records import CodeKind, EndKind, EntryState
from tests.adapters.books import REAL_BOOKS, WAIT_SECONDS, open_real, url_of_new
from tests.adapters.tampering import altered, places, rewrite, row_of, unguarded, verified
from tests.fakes.clock import FakeClock
from tests.fakes.docket_records import clock, erasure, file, letter, look, service, step
from tests.fakes.records import NOON, OUTCOME, ban, check, entry, event, fact, move, person, related, subject

OWN = "subject-1"
EVERYTHING = (
    Target(what=Erasable.SUBJECT, id=OWN),
    Target(what=Erasable.EVENT, id="event-1"),
    Target(what=Erasable.FACT, id="fact-1"),
    Target(what=Erasable.ENTRY, id="entry-1"),
    Target(what=Erasable.MOVE, id="entry-1", number=1),
    Target(what=Erasable.BAN_END, id="ban-1"),
    Target(what=Erasable.FILE, id="file-1"),
    Target(what=Erasable.STEP, id="file-1", number=1),
    Target(what=Erasable.LETTER, id="letter-1"),
    Target(what=Erasable.SERVICE, id="letter-1", number=1),
    Target(what=Erasable.LOOK, id="look-1"),
    Target(what=Erasable.CHECK, id="check-1"),
    Target(what=Erasable.OUTCOME, id=OUTCOME.id),
)


def record_everything(store: Store) -> None:
    """A closed case with all that hangs on it, in two units: what was written and what was written later."""
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        for one in (subject(), person()):
            unit.add_subject(one)
        unit.add_event(event(seq=seq))
        unit.add_facts([fact(recorded_seq=seq), fact(id="fact-2", source_key="L-2", recorded_seq=seq)])
        unit.add_entry(entry(proposed_seq=seq))
        unit.add_move(move(seq=seq))
        unit.add_ban(ban(recorded_seq=seq))
        unit.add_related(related(recorded_seq=seq))
        unit.open_file(file(opened_seq=seq))
        unit.add_step(step(seq=seq))
        unit.add_clock(clock(recorded_seq=seq))
        unit.add_letter(letter(seq=seq))
        unit.add_service(service(seq=seq))
        unit.add_look(look(seq=seq))
        unit.add_check(check(seq=seq, read_seq=0))
        unit.add_outcome(replace(OUTCOME, seq=seq))
        unit.commit()
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        ended = {"state": EntryState.ENDED, "ended_on": date(2026, 11, 2), "end_kind": EndKind.REPAIRED}
        unit.save_entry(entry(proposed_seq=1, version=2, end_reason="已修复", **ended))
        unit.end_ban("ban-1", date(2026, 11, 2), "判决被撤销", seq)
        unit.end_clock("clock-1", ClockEnd.MET, date(2026, 11, 2), seq)
        unit.commit()


def erase(store: Store, *targets: Target) -> int:
    with store.unit_of_work() as unit:
        rows = unit.erase(erasure(id=f"erasure-{unit.last_seq()}", seq=unit.draw_seq()), targets)
        unit.commit()
    return rows


@pytest.fixture(params=REAL_BOOKS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return url_of_new(request.param, tmp_path)


@pytest.fixture
def book(url: str, tmp_path: Path) -> Iterator[SqlStore]:
    made = open_real(url, tmp_path, FakeClock())
    record_everything(made)
    yield made
    made.close()


@pytest.fixture
def engine(url: str, book: SqlStore) -> Iterator[Engine]:
    other = make_engine(url, WAIT_SECONDS)
    yield other
    other.dispose()


def test_what_is_erased_reads_as_empty_and_nobody_finds_it_by_its_number(store: Store) -> None:
    """On every book alike; kinds, states, days and hands stay."""
    record_everything(store)

    rows = erase(store, *EVERYTHING)

    assert rows == len(EVERYTHING) + 1, "the entry has two versions"
    with store.reader() as reader:
        known = reader.subject(OWN)
        [kept] = reader.moves_of("entry-1")
        ended, asked, told = reader.entry("entry-1"), reader.check("check-1"), reader.outcome_of("check-1")
        assert known is not None
        assert ended is not None
        assert asked is not None
        assert told is not None
        assert (known.code, known.name, dict(known.attributes), known.type) == ("", "", {}, subject().type)
        assert reader.subject_by_code(CodeKind.USCC, subject().code) is None
        assert list(reader.subjects_by_name(subject().name)) == []
        assert [one.id for one in reader.facts_of([OWN])[OWN]] == ["fact-2"]
        assert (ended.state, ended.document, ended.end_reason, dict(ended.finding)) == (EntryState.ENDED, "", "", {})
        assert ended.end_kind is EndKind.REPAIRED
        assert (kept.document, dict(kept.details), kept.account_id) == ("", {}, move().account_id)
        assert reader.file_by_receipt(file().receipt) is None
        assert [(one.document, dict(one.details)) for one in reader.steps_of("file-1")] == [("", {})]
        paper = reader.letter("letter-1")
        assert paper is not None
        assert (dict(paper.body), paper.digest) == ({}, letter().digest)
        assert [one.proof for one in reader.services_of("letter-1")] == [""]
        assert [(one.purpose, one.department) for one in reader.looks_at(OWN)] == [("", look().department)]
        assert (dict(asked.request), dict(asked.answer), asked.purpose) == ({}, {}, "")
        assert reader.check_by_key(check().account_id, check().idempotency_key) is None
        assert (told.reason, told.measures) == ("", OUTCOME.measures)
        [record] = reader.erasures_about(OWN)
        assert (record.rule, record.on) == ("look", date(2026, 11, 2))


def test_what_retention_reads_leaves_out_what_was_emptied(store: Store) -> None:
    """Looks and checks come once; roles say how they stand; persons are told from bodies."""
    record_everything(store)

    with store.reader() as reader:
        assert [one.id for one in reader.looks_kept(OWN, NOON)] == ["look-1"]
        assert [one.id for one in reader.checks_kept(NOON, (0, ""))] == ["check-1"]
        assert [one.id for one in reader.every_fact_of(OWN)] == ["fact-1", "fact-2"]
        assert list(reader.person_ids()) == ["person-1"]
        assert list(reader.roles_held("person-1")) == [related().end]
    erase(store, *EVERYTHING)

    with store.reader() as reader:
        assert list(reader.looks_kept(OWN, NOON)) == []
        assert list(reader.checks_kept(NOON, (0, ""))) == []
        assert [one.id for one in reader.every_fact_of(OWN)] == ["fact-2"]
    assert erase(store, *EVERYTHING) == 0, "nothing is emptied twice"


def test_nothing_of_what_was_erased_stands_in_the_rows(book: SqlStore, engine: Engine) -> None:
    """Neither the sealed bytes nor the keyed look-ups from before; both sides of the digests are kept instead."""
    before = _bytes_of(engine)

    erase(book, *EVERYTHING)

    assert before & _bytes_of(engine) == set()
    with engine.connect() as connection:
        named = connection.execute(text("SELECT before, after FROM erased_row")).all()
    assert len(named) == len(EVERYTHING) + 1
    assert all(len(one) == 64 for row in named for one in row)


def test_the_chain_verifies_after_an_erasure(book: SqlStore) -> None:
    """No link is rewritten; each row is matched with the digest it was written with."""
    erase(book, *EVERYTHING[:5])
    erase(book, *EVERYTHING)

    with book.reader() as reader:
        verdict = verify_book(reader)
    assert (verdict.holds, verdict.rows.faults, verdict.rows.units) == (True, (), 4)


@pytest.mark.parametrize("emptying", EMPTYINGS.values(), ids=lambda one: one.part)
def test_a_row_emptied_otherwise_than_was_told_is_found(book: SqlStore, engine: Engine, emptying: Emptying) -> None:
    """An erasure permits exactly what it says: not another body, not another column beside it."""
    erase(book, *EVERYTHING)
    other = {"ban.end": "ended_on", "subject": "region", "fact": "kind"}.get(emptying.part, "account_id")
    other = other if other in emptying.table.c else "department" if "department" in emptying.table.c else "state"

    for column in {emptying.column, other}:
        with unguarded(engine) as connection:
            row = row_of(connection, emptying.table, emptying.table.c[emptying.owner] == _first_id(emptying))
            value = b"\x01" * 40 if column == emptying.column else altered(emptying.table, column, row[column])
            rewrite(connection, emptying.table, row, **{column: value})
            verdict = verified(book, connection)
        assert emptying.part in {table for table, _, _ in places(verdict)}, column


def test_an_erasure_that_is_not_in_the_chain_excuses_nothing(book: SqlStore, engine: Engine) -> None:
    """Whoever empties a row by SQL and writes a matching erasure beside it is found by that erasure."""
    erase(book, Target(what=Erasable.LOOK, id="look-1"))
    forged = "INSERT INTO erased_row (erasure_id, part, row_key, target_seq, before, after, seq)"
    like = " SELECT erasure_id, 'fact', 'fact-1', 1, before, after, 99 FROM erased_row"

    with unguarded(engine) as connection:
        connection.execute(text(forged + like))
        verdict = verified(book, connection)

    assert {table for table, _, _ in places(verdict)} == {"erased_row", "fact"}


def test_an_erasure_taken_away_leaves_a_row_that_was_altered(book: SqlStore, engine: Engine) -> None:
    """Nobody can make an erasure undone."""
    erase(book, Target(what=Erasable.LOOK, id="look-1"))

    with unguarded(engine) as connection:
        connection.execute(text("DELETE FROM erased_row"))
        verdict = verified(book, connection)

    assert {table for table, _, _ in places(verdict)} == {"erased_row", "look"}


@pytest.mark.parametrize("table", sorted(one.table.name for one in EMPTYINGS.values()))
def test_the_database_takes_no_emptying_without_an_erasure(book: SqlStore, engine: Engine, table: str) -> None:
    """Neither before one, nor after one was committed, nor for another row of the table."""
    emptying = next(one for one in EMPTYINGS.values() if one.table.name == table)
    statement = text(f'UPDATE "{table}" SET {emptying.column} = :value')

    for _ in range(2):
        with pytest.raises(DBAPIError, match="shangfa: "), engine.begin() as connection:
            connection.execute(statement, {"value": b"\x01"})
        erase(book, *EVERYTHING)


def test_an_erasure_lets_only_the_contents_of_the_row_it_names_go(book: SqlStore, engine: Engine) -> None:
    """In the very unit of work that names it, its other columns and its neighbours stay guarded."""
    name_it = text(
        "INSERT INTO erased_row (erasure_id, part, row_key, target_seq, before, after, seq)"
        " VALUES ('erasure-2', 'fact', 'fact-1', 1, 'x', 'x', 99)"
    )
    erase(book)
    wrong = ("sealed = :value, department = 'x' WHERE id = 'fact-1'", "sealed = :value WHERE id = 'fact-2'")

    for change in wrong:
        with engine.begin() as connection:
            connection.execute(name_it)
            with pytest.raises(DBAPIError, match="shangfa: "):
                connection.execute(text(f"UPDATE fact SET {change}"), {"value": b"\x01"})
            connection.rollback()
    with engine.begin() as connection:
        connection.execute(name_it)
        connection.execute(text("UPDATE fact SET sealed = :value WHERE id = 'fact-1'"), {"value": b"\x01"})
        connection.rollback()


@pytest.mark.parametrize("table", ["erasure", "erased_row"])
def test_erasures_are_never_changed_or_deleted(book: SqlStore, engine: Engine, table: str) -> None:
    """They are the only trace of what was there."""
    erase(book, *EVERYTHING)

    for statement in (f"UPDATE {table} SET seq = 99", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="shangfa: "), engine.begin() as connection:
            connection.execute(text(statement))


def _first_id(emptying: Emptying) -> str:
    return next(one.id for one in EVERYTHING if EMPTYINGS[one.what] is emptying)


def _bytes_of(engine: Engine) -> set[Any]:
    """Every value of the columns an erasure empties, of the rows the story is about."""
    found: set[Any] = set()
    with engine.connect() as connection:
        for emptying in EMPTYINGS.values():
            names = (emptying.column, *emptying.drawn, *emptying.cleared)
            of_it = emptying.table.c[emptying.owner] == _first_id(emptying)
            for row in connection.execute(emptying.table.select().where(of_it)).mappings():
                found |= {bytes(row[name]) for name in names if row[name] is not None}
        rows = connection.execute(t.ENTRY.select()).mappings().all()
    return found | {bytes(row["sealed"]) for row in rows}


def test_the_file_of_an_embedded_book_holds_no_erased_bytes(tmp_path: Path) -> None:
    """A freed page would keep them for whoever reads the file; the log is gone once the book is closed."""
    store = open_real(url_of_new("sqlite", tmp_path), tmp_path, FakeClock())
    record_everything(store)
    engine = make_engine(f"sqlite:///{tmp_path / 'book.db'}")
    before = {one for one in _bytes_of(engine) if len(one) > 60}

    erase(store, *EVERYTHING)
    store.close()
    engine.dispose()

    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.name.startswith("book.db"))
    assert len(before) > 10
    assert [one for one in before if one in on_disk] == []
