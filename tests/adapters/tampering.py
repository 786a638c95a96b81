"""A book with rows in every table of the record, and somebody with SQL who has put the guards aside.

Everything is altered inside one transaction that is verified from within and then undone, so one book serves all tests.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    Engine,
    LargeBinary,
    String,
    Table,
    and_,
    inspect,
    select,
    text,
    update,
)

from adapters.store.book import SqlStore
from adapters.store.columns import Instant
from adapters.store.engine import writing
from adapters.store.reading import SqlReader
from adapters.store.row_audit import BookVerdict, verify_book
from casework.docket import ClockEnd
from casework.erasure import Erasable, Target
from casework.records import EntryState, Move
from casework.subject_words import EventKind
from tests.fakes.docket_records import clock, erasure, file, letter, look, service, step
from tests.fakes.records import (
    NOON,
    OUTCOME,
    VIEW,
    ban,
    check,
    entry,
    event,
    fact,
    move,
    person,
    recusal,
    related,
    subject,
)

FIRST, SECOND, THIRD = (1, 2), (3, 3), (4, 4)


def tell_three_units(store: SqlStore) -> None:
    """Numbers 1 and 2: everything begins; 3: a correction, an end, a next version; 4: a check by itself, and an erasure."""
    with store.unit_of_work() as unit:
        seq, later = unit.draw_seq(), unit.draw_seq()
        for record in (subject(), person()):
            unit.add_subject(record)
        unit.add_facts([fact(recorded_seq=seq), fact(id="fact-2", source_key="L-2", recorded_seq=later)])
        unit.add_entry(entry(proposed_seq=seq))
        unit.add_move(move(seq=seq))
        unit.add_ban(ban(recorded_seq=later))
        unit.add_related(related(recorded_seq=seq))
        unit.add_event(event(seq=seq))
        unit.add_event(event(id="event-2", kind=EventKind.WITHDRAWN, name="", withdraws="event-1", seq=seq))
        unit.add_related(related(recorded_seq=seq, end=date(2025, 6, 30)))
        unit.open_file(file(opened_seq=seq))
        unit.add_step(step(seq=seq))
        unit.add_clock(clock(recorded_seq=seq))
        unit.add_letter(letter(seq=seq))
        unit.add_service(service(seq=seq))
        unit.add_look(look(seq=later))
        unit.add_check(check(seq=later, read_seq=0))
        unit.log("facts.recorded", seq, {"facts": 2})
        unit.post("entry.moved", seq, {"entry": "entry-1"})
        unit.commit()
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.supersede_fact("fact-1", seq)
        unit.add_facts([fact(id="fact-3", source_key="", recorded_seq=seq, supersedes="fact-1")])
        unit.save_entry(entry(proposed_seq=1, version=2, state=EntryState.NOTICED, decided_on=date(2026, 11, 2)))
        unit.add_move(move(number=2, move=Move.SERVE_NOTICE, seq=seq, law_date=date(2026, 11, 2)))
        unit.add_recusal(recusal(seq=seq))
        unit.end_ban("ban-1", date(2026, 11, 2), "判决被撤销", seq)
        unit.end_clock("clock-1", ClockEnd.MET, date(2026, 11, 2), seq)
        unit.log("entry.serve_notice", seq, {"entry": "entry-1"})
        unit.commit()
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.add_check(check(id="check-2", seq=seq, idempotency_key=""))
        unit.add_view(replace(VIEW, seq=seq))
        unit.add_outcome(replace(OUTCOME, seq=seq))
        unit.erase(erasure(seq=seq), [Target(what=Erasable.LOOK, id="look-1")])
        unit.log("check.answered", seq, {"check": "check-2"})
        unit.commit()


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which no trigger and no foreign key says anything; it is undone at the end."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        connection.rollback()


def verified(store: SqlStore, connection: Connection) -> BookVerdict:
    """The verdict on the book as this transaction has left it."""
    return verify_book(SqlReader(connection, store._keys))


def places(verdict: BookVerdict) -> set[tuple[str, int, int]]:
    """(table, first, last) of every fault in the rows."""
    return {(fault.table, fault.first, fault.last) for fault in verdict.rows.faults}


def row_of(connection: Connection, table: Table, *conditions: Any) -> Mapping[str, Any]:
    """The first such row by its primary key."""
    found = select(table).where(*conditions).order_by(*table.primary_key.columns).limit(1)
    return connection.execute(found).mappings().one()


def rewrite(connection: Connection, table: Table, row: Mapping[str, Any], **changed: object) -> None:
    """Exactly this row, changed."""
    same = and_(*(column == row[column.name] for column in table.primary_key.columns))
    assert connection.execute(update(table).where(same).values(**changed)).rowcount == 1


def altered(table: Table, name: str, value: Any) -> object:
    """The value with one bit, letter, day or step changed; something where there was nothing."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1000
        case str():
            return value[:-1] + ("x" if value[-1:] != "x" else "y")
        case bytes():
            middle = len(value) // 2
            return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
    return _something(table.c[name].type)


def _something(kind: object) -> object:
    match kind:
        case Boolean():
            return True
        case LargeBinary():
            return b"\x01"
        case Instant():
            return NOON
        case Date():
            return date(2030, 1, 1)
        case String():
            return "x"
    return 7


def unique_columns(connection: Connection, table: Table) -> set[str]:
    """Columns of which two rows may not say the same."""
    inspector = inspect(connection)
    keys = [set(inspector.get_pk_constraint(table.name)["constrained_columns"])]
    keys += [set(one["column_names"]) for one in inspector.get_unique_constraints(table.name)]
    keys += [set(one["column_names"]) for one in inspector.get_indexes(table.name) if one["unique"]]
    return set().union(*keys)
