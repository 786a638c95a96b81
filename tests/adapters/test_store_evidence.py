"""Whoever alters, removes or adds a row of the record by SQL is found and the place is named, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, delete, insert, text

from adapters.crypto import create_keys
from adapters.store import tables as t
from adapters.store.book import SqlStore
from adapters.store.engine import make_engine, writing
from adapters.store.evidence import PARTS, Part
from adapters.store.mapping.subjects import subject_row
from adapters.store.migrations import upgrade as migrations
from casework.records import Account
from tests.adapters.books import REAL_BOOKS, WAIT_SECONDS, open_real, url_of_new
from tests.adapters.tampering import (
    FIRST,
    SECOND,
    THIRD,
    altered,
    places,
    rewrite,
    row_of,
    tell_three_units,
    unguarded,
    unique_columns,
    verified,
)
from tests.fakes.clock import FakeClock
from tests.fakes.records import ban, check, fact, subject

UNITS = (FIRST, SECOND, THIRD)
WHOLE = tuple(part for part in PARTS if "." not in part.name)
WRITTEN_LATER = {
    "fact": {"superseded_seq"},
    "ban": {"ended_on", "ended_seq", "sealed_end"},
    "case_clock": {"ended_on", "ended_seq", "ended_how"},
    "outbox": {"number", "delivered_at"},
    "related": {"number"},
    "erased_row": {"number"},
}
NOT_TOLD = {"account", "book", "chain_link", "entry", "source"}


@pytest.fixture(scope="module", params=REAL_BOOKS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return url_of_new(request.param, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def book(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Three units of work; no test of this module leaves a change in it."""
    opened = open_real(url, tmp_path_factory.mktemp("keys"), FakeClock())
    tell_three_units(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def engine(url: str, book: SqlStore) -> Iterator[Engine]:
    """Somebody else's connection to the same book."""
    other = make_engine(url, WAIT_SECONDS)
    yield other
    other.dispose()


@pytest.fixture(params=REAL_BOOKS)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_real(url_of_new(request.param, tmp_path), tmp_path, FakeClock())
    yield opened
    opened.close()


def unit_of(number: int) -> tuple[int, int]:
    """The range of the unit that drew this number."""
    return next((first, last) for first, last in UNITS if first <= number <= last)


def test_an_untouched_book_holds(book: SqlStore, engine: Engine) -> None:
    """Every row is counted; nothing that the database itself does (types, order, zones) looks like an alteration."""
    with unguarded(engine) as connection:
        verdict = verified(book, connection)
        rows = sum(len(connection.execute(part.table.select()).all()) for part in WHOLE)

    assert (verdict.holds, verdict.rows.faults, verdict.rows.units) == (True, (), 3)
    assert verdict.rows.rows == rows + 3, "and the mark of one correction, the end of one ban and of one clock"


def test_every_column_of_the_record_is_told_or_said_to_be_written_later() -> None:
    """A column added later must be put into a form of the row digest; one table more must be thought about."""
    untold = {
        part.name: {column.name for column in part.table.c} - set(part.columns)
        for part in WHOLE
        if {column.name for column in part.table.c} != set(part.columns)
    }

    assert untold == WRITTEN_LATER
    assert set(t.METADATA.tables) - {part.table.name for part in PARTS} == NOT_TOLD


@pytest.mark.parametrize(
    ("part", "column"), [pytest.param(part, name, id=f"{part.name}-{name}") for part in PARTS for name in part.columns]
)
def test_one_altered_value_in_any_column_is_found_where_it_is(
    book: SqlStore, engine: Engine, part: Part, column: str
) -> None:
    """Ids, codes, days, instants, flags, numbers, look-ups and sealed bytes; in the first row of the table."""
    with unguarded(engine) as connection:
        row = row_of(connection, part.table, part.table.c[part.seq].is_not(None))
        rewrite(connection, part.table, row, **{column: altered(part.table, column, row[column])})
        verdict = verified(book, connection)

    assert (part.name, *unit_of(row[part.seq])) in places(verdict)
    assert verdict.chain.holds, "the links are untouched; only their rows are not"


@pytest.mark.parametrize("part", WHOLE, ids=lambda part: part.name)
def test_a_deleted_row_is_missing(book: SqlStore, engine: Engine, part: Part) -> None:
    """With the guards gone the database lets it go; the link still counts it."""
    with unguarded(engine) as connection:
        row = row_of(connection, part.table)
        same = [column == row[column.name] for column in part.table.primary_key.columns]
        connection.execute(delete(part.table).where(*same))
        verdict = verified(book, connection)

    (told,) = [f for f in verdict.rows.faults if (f.table, f.first, f.last) == (part.name, *unit_of(row[part.seq]))]
    assert "有行缺失" in told.zh
    assert "rows are missing" in told.en


@pytest.mark.parametrize("part", WHOLE, ids=lambda part: part.name)
@pytest.mark.parametrize("number", [None, 999, -3])
def test_an_inserted_row_is_found_wherever_it_is_put(
    book: SqlStore, engine: Engine, part: Part, number: int | None
) -> None:
    """Among the rows of a unit, or under a number that no unit ever drew."""
    with unguarded(engine) as connection:
        row = dict(row_of(connection, part.table))
        for name in unique_columns(connection, part.table):
            row[name] = altered(part.table, name, row[name])
        known = part.name != "book_instant" or number is not None
        row[part.seq] = (row[part.seq] if known else 1) if number is None else number
        connection.execute(insert(part.table), [row])
        verdict = verified(book, connection)

    place, words = ((part.name, number, number), "不在任何登记单元")
    if number is None:
        place, words = (part.name, *unit_of(row[part.seq])), "有行被插入"
    (told,) = [f for f in verdict.rows.faults if (f.table, f.first, f.last) == place]
    assert words in told.zh


def test_swapped_bodies_are_found_in_one_unit_and_across_two(book: SqlStore, engine: Engine) -> None:
    """Two answers exchanged, each still sealed with our own key. No count changes; only the digest tells."""
    for table, one, other in ((t.FACT, "fact-1", "fact-2"), (t.CHECK_LOG, "check-1", "check-2")):
        with unguarded(engine) as connection:
            first, second = (row_of(connection, table, table.c.id == key) for key in (one, other))
            rewrite(connection, table, first, sealed=second["sealed"])
            rewrite(connection, table, second, sealed=first["sealed"])
            verdict = verified(book, connection)

        seq = "recorded_seq" if table is t.FACT else "seq"
        assert places(verdict) == {(table.name, *unit_of(row[seq])) for row in (first, second)}
        assert all("有行被改动" in fault.zh for fault in verdict.rows.faults)


def test_the_order_of_posts_told_together_is_kept(book: SqlStore, engine: Engine) -> None:
    """The later row for one person and role says how it stands; changing places would reopen a post that has ended."""
    with unguarded(engine) as connection:
        open_post = row_of(connection, t.RELATED, t.RELATED.c.end.is_(None))
        rewrite(connection, t.RELATED, open_post, number=999)
        verdict = verified(book, connection)

    assert places(verdict) == {("related", *FIRST)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_mark_that_is_taken_away_is_missing(book: SqlStore, engine: Engine, number: int) -> None:
    """A corrected fact made to stand again, a ban that has ended made to bind again, or ended by SQL alone."""
    with unguarded(engine) as connection:
        if number == 1:
            connection.execute(text("UPDATE fact SET superseded_seq = NULL WHERE id = 'fact-1'"))
            expected = {("fact.superseded", *SECOND), ("fact", *SECOND)}
        elif number == 2:
            connection.execute(text("UPDATE ban SET ended_on = NULL, ended_seq = NULL, sealed_end = NULL"))
            expected = {("ban.end", *SECOND)}
        else:
            connection.execute(text("UPDATE fact SET superseded_seq = 4 WHERE id = 'fact-2'"))
            expected = {("fact.superseded", *THIRD), ("fact", 2, 4)}
        verdict = verified(book, connection)

    assert places(verdict) == expected


@pytest.mark.parametrize("column", [column.name for column in t.ENTRY.c if column.name != "id"])
def test_the_present_row_of_an_entry_is_its_latest_version(book: SqlStore, engine: Engine, column: str) -> None:
    """The one row that may change: a black-list entry quietly put to "ended" is found although no log was touched."""
    with unguarded(engine) as connection:
        row = row_of(connection, t.ENTRY)
        rewrite(connection, t.ENTRY, row, **{column: altered(t.ENTRY, column, row[column])})
        (told,) = verified(book, connection).rows.faults

    assert (told.table, told.last) == ("entry", 3)
    assert "现状与最近一次登记的状态不符" in told.zh


def test_an_entry_without_present_row_or_without_versions_is_found(book: SqlStore, engine: Engine) -> None:
    """Deleted from the desk, or put on it without ever having been proposed."""
    with unguarded(engine) as connection:
        connection.execute(delete(t.ENTRY))
        assert places(verified(book, connection)) == {("entry", 1, 1)}
    with unguarded(engine) as connection:
        row = dict(row_of(connection, t.ENTRY)) | {"id": "entry-x"}
        connection.execute(insert(t.ENTRY), [row])
        assert places(verified(book, connection)) == {("entry", 1, 1)}


def test_a_correction_that_corrects_nothing_is_found_even_if_a_unit_wrote_it(fresh: SqlStore) -> None:
    """Digests vouch for what was written, not that it fits together."""
    with fresh.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.add_subject(subject())
        unit.add_facts([fact(recorded_seq=seq), fact(id="fact-2", source_key="", supersedes="fact-1")])
        unit.commit()
    with fresh.unit_of_work() as unit:
        unit.supersede_fact("fact-1", unit.draw_seq())
        unit.commit()

    with unguarded(fresh._engine) as connection:
        faults = verified(fresh, connection).rows.faults
    assert [(f.table, f.first, f.last, f.en) for f in faults] == [
        ("fact", 1, 2, "marked as corrected, and no record corrects it"),
        ("fact", 1, 1, "what it corrects is not marked so"),
    ]


def test_a_row_written_under_a_number_its_unit_did_not_draw_is_found(fresh: SqlStore) -> None:
    """Our own mistake would look the same as somebody else's hand, so every writer has to draw."""
    with fresh.unit_of_work() as unit:
        unit.add_subject(subject())
        unit.add_facts([fact(recorded_seq=unit.draw_seq())])
        unit.commit()
    with fresh.unit_of_work() as unit:
        unit.draw_seq()
        unit.add_ban(ban(recorded_seq=9))
        unit.commit()

    with unguarded(fresh._engine) as connection:
        assert places(verified(fresh, connection)) == {("ban", 2, 2), ("ban", 9, 9)}


def test_a_cut_tail_leaves_rows_that_no_link_tells(book: SqlStore, engine: Engine) -> None:
    """The chain says that it was cut; the rows say what the cut part held."""
    with unguarded(engine) as connection:
        connection.execute(delete(t.CHAIN_LINK).where(t.CHAIN_LINK.c.seq == THIRD[0]))
        verdict = verified(book, connection)

    assert [fault.number for fault in verdict.chain.faults] == [4]
    assert {("chain_link", *THIRD), ("check_log", *THIRD), ("check_outcome", *THIRD)} <= places(verdict)


@pytest.mark.parametrize("column", ["chain_number", "chain_digest", "chain_seal", "last_seq"])
@pytest.mark.parametrize("step", [1000, -1])
def test_an_altered_head_or_counter_is_found(book: SqlStore, engine: Engine, column: str, step: int) -> None:
    """Where the chain ends is sealed; where the numbers end is where the last link says."""
    with unguarded(engine) as connection:
        row = row_of(connection, t.BOOK)
        value = row[column] + step if isinstance(row[column], int) else altered(t.BOOK, column, row[column])
        rewrite(connection, t.BOOK, row, **{column: value})
        verdict = verified(book, connection)

    counter = {1000: ("chain_link", 5, 1004), -1: ("book", 4, 4)}
    assert places(verdict) == ({counter[step]} if column == "last_seq" else set())
    assert verdict.chain.holds == (column == "last_seq")


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ('"form":1', '"form":9', ("chain_link", 3, 3)),
        ('"first":3', '"first":"x"', ("chain_link", 3, 3)),
        ('"first":3', '"first":2', ("chain_link", 2, 3)),
        ('"tables":', '"tabled":', ("chain_link", 3, 3)),
        ('"fact":', '"elsewhere":', ("chain_link", 3, 3)),
        ("{", "", ("chain_link", 3, 3)),
    ],
)
def test_a_link_that_does_not_tell_its_rows_is_named(
    book: SqlStore, engine: Engine, was: str, becomes: str, expected: tuple[str, int, int]
) -> None:
    """Its own digest gives it away; the rows it told of are then nobody's, and verification still reads on."""
    with unguarded(engine) as connection:
        link = row_of(connection, t.CHAIN_LINK, t.CHAIN_LINK.c.kind == "rows", t.CHAIN_LINK.c.seq == SECOND[0])
        rewrite(connection, t.CHAIN_LINK, link, payload=link["payload"].replace(was, becomes))
        verdict = verified(book, connection)

    assert [fault.number for fault in verdict.chain.faults] == [link["number"]]
    assert expected in places(verdict)
    assert not {place for place in places(verdict) if place[1:] == THIRD}


def test_values_that_no_column_of_ours_holds_are_named_and_stop_nothing(book: SqlStore, engine: Engine) -> None:
    """SQLite keeps any kind of value anywhere, PostgreSQL days without end: a traceback would hide all other faults."""
    on_sqlite = [
        ("UPDATE ban SET term_end = 'never'", ("ban", *FIRST)),
        ("UPDATE check_log SET at = 'then' WHERE id = 'check-1'", ("check_log", *FIRST)),
        ("UPDATE fact SET sealed = 'text' WHERE id = 'fact-3'", ("fact", *SECOND)),
        ("UPDATE fact SET kind = CAST(x'ff41' AS TEXT) WHERE id = 'fact-3'", ("fact", *SECOND)),
        ("UPDATE fact SET kind = CAST(kind AS BLOB) WHERE id = 'fact-3'", ("fact", *SECOND)),
        ("UPDATE check_view SET seq = 'x'", ("check_view", -1, -1)),
        ("UPDATE entry_version SET mirrored = 'no' WHERE version = 2", ("entry_version", *SECOND)),
        ("UPDATE outbox SET seq = 1.5", ("outbox", -1, -1)),
    ]
    on_postgres = [("UPDATE ban SET term_end = 'infinity'", ("ban", *FIRST))]
    for statement, expected in on_sqlite if engine.dialect.name == "sqlite" else on_postgres:
        with unguarded(engine) as connection:
            connection.execute(text("UPDATE check_outcome SET kind = 'executed'"))
            connection.execute(text(statement))
            verdict = verified(book, connection)

        assert {expected, ("check_outcome", *THIRD)} <= places(verdict), statement


def test_a_damaged_link_is_named_and_stops_nothing(book: SqlStore, engine: Engine) -> None:
    """Numbers that are none, texts that are no text (SQLite takes them), a text that is no JSON."""
    wrong_types = ("number = 'x'", "seq = 'x'", "payload = x'00ff'", "kind = CAST(x'ff41' AS TEXT)")
    for change in wrong_types if engine.dialect.name == "sqlite" else ("seq = 999", "payload = 'no json'"):
        with unguarded(engine) as connection:
            connection.execute(text(f"UPDATE chain_link SET {change} WHERE number = 1"))
            verdict = verified(book, connection)

        assert not verdict.chain.holds, change


def test_a_large_unit_is_compared_across_the_pages_in_which_it_is_read(fresh: SqlStore) -> None:
    """A bulk load is one unit; one altered row among thousands is found, and counted rows are all rows."""
    with fresh.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.add_subject(subject())
        unit.add_facts([fact(id=f"f-{n}", source_key=f"L-{n}", recorded_seq=seq) for n in range(6500)])
        unit.commit()
    with fresh.unit_of_work() as unit:
        unit.add_check(check(seq=unit.draw_seq()))
        unit.commit()

    with unguarded(fresh._engine) as connection:
        assert (verified(fresh, connection).holds, verified(fresh, connection).rows.rows) == (True, 6504)
        connection.execute(text("UPDATE fact SET department = 'tax' WHERE id = 'f-4321'"))
        assert places(verified(fresh, connection)) == {("fact", 1, 1)}


@pytest.mark.parametrize("kind", REAL_BOOKS)
def test_a_book_from_before_rows_were_told_opens_and_says_what_nobody_vouches_for(kind: str, tmp_path: Path) -> None:
    """Its rows are there and usable; verification does not pretend that a link tells them."""
    url = url_of_new(kind, tmp_path)
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    with writing(engine) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    keys = create_keys(tmp_path / "keys.json")
    with writing(engine) as connection, connection.begin():
        row = subject_row(keys, subject())
        columns = ", ".join(row)
        connection.execute(text(f"INSERT INTO subject ({columns}) VALUES (:{', :'.join(row)})"), row)
        connection.execute(text("UPDATE book SET last_seq = 3"))
    engine.dispose()

    opened = open_real(url, tmp_path, FakeClock())
    with opened.unit_of_work() as unit:
        unit.add_facts([fact(recorded_seq=unit.draw_seq())])
        unit.commit()
    with unguarded(opened._engine) as connection:
        verdict = verified(opened, connection)
    with opened.reader() as reader:
        assert reader.subject("subject-1") == subject()
    opened.close()

    assert places(verdict) == {("subject", 0, 0), ("chain_link", 1, 3)}


def test_what_is_not_recorded_is_not_told(fresh: SqlStore) -> None:
    """Accounts, freshness and delivery change by nature: a changed password is no alteration of the record."""
    account = Account(id="a", name="a", department="labour", roles=frozenset())
    with fresh.unit_of_work() as unit:
        unit.add_account(account)
        unit.post("entry.moved", unit.draw_seq(), {"entry": "entry-1"})
        unit.commit()
    with fresh.unit_of_work() as unit:
        unit.touch_source("ban", FakeClock().now())
        unit.save_account(Account(id="a", name="a", department="labour", roles=frozenset(), password_hash="y"))
        unit.mark_delivered([message.id for message in unit.undelivered()], FakeClock().now())
        unit.commit()

    with fresh.reader() as reader:
        assert [link.kind for link in reader.chain_rows()] == ["rows"]
    with unguarded(fresh._engine) as connection:
        assert verified(fresh, connection).holds
