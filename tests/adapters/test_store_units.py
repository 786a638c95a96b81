"""What every book promises about a unit of work, the sequence and the chain: on the fake, on SQLite and on PostgreSQL."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.audit_chain import verify
from casework.ports import Store, StoreRefused
from casework.records import CodeKind
from tests.adapters.books import write
from tests.fakes.clock import FakeClock
from tests.fakes.records import account, ban, check, fact, person, subject


def test_the_sequence_has_no_gaps_and_is_given_back_by_an_undone_unit(store: Store) -> None:
    """Replay rests on it: a number stands for something that is recorded."""
    with store.unit_of_work() as unit:
        assert (unit.draw_seq(), unit.draw_seq(), unit.last_seq()) == (1, 2, 2)
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.draw_seq() == 3
    with store.unit_of_work() as unit:
        assert unit.draw_seq() == 3
        unit.commit()

    with store.reader() as reader:
        assert reader.last_seq() == 3


def test_what_was_known_at_an_instant_is_a_number(store: Store, clock: FakeClock) -> None:
    """Also when the machine's clock is set back: what is recorded later was not known earlier."""
    start = clock.now()
    for hours in (0, 2, -1):
        clock.set(start + timedelta(hours=hours))
        with store.unit_of_work() as unit:
            unit.draw_seq()
            unit.commit()

    with store.reader() as reader:
        assert reader.seq_known_at(start - timedelta(seconds=1)) == 0
        assert reader.seq_known_at(start) == 1
        assert reader.seq_known_at(start + timedelta(hours=1)) == 1
        assert reader.seq_known_at(start + timedelta(hours=2)) == 3
        assert reader.seq_known_at(datetime(2099, 1, 1, tzinfo=UTC)) == 3


def test_a_unit_reads_what_it_wrote_and_others_do_not_until_commit(store: Store) -> None:
    """Bulk work looks up what it has just added; readers see whole units only."""
    with store.unit_of_work() as unit:
        unit.add_subject(subject())
        unit.add_facts([fact()])
        assert unit.subject_by_code(CodeKind.USCC, subject().code) == subject()
        assert unit.fact_by_source("labour", "wage.arrears", "L-1") == fact()
        with store.reader() as reader:
            assert reader.subject("subject-1") is None
        unit.commit()
        assert unit.subject("subject-1") == subject()


def test_leaving_without_commit_undoes_everything(store: Store) -> None:
    """Also when the reason is an exception: moves, outbox and chain together."""

    class Interrupted(Exception):
        pass

    def be_interrupted() -> None:
        with store.unit_of_work() as unit:
            unit.add_subject(subject())
            unit.log("subject.added", unit.draw_seq(), {"subject": "subject-1"})
            unit.post("subject.added", 1, {"subject": "subject-1"})
            raise Interrupted

    with pytest.raises(Interrupted):
        be_interrupted()
    with store.reader() as reader:
        assert (reader.subject("subject-1"), reader.last_seq(), list(reader.chain_rows())) == (None, 0, [])


def test_a_refused_write_spoils_the_unit_even_if_somebody_swallows_it(store: Store) -> None:
    """Everything or nothing: half of a unit must not be committable."""
    write(store, ("add_subject", subject()))

    def swallow() -> None:
        with store.unit_of_work() as unit:
            unit.add_subject(person())
            with suppress(StoreRefused):
                unit.add_subject(subject())
                unit.subject("subject-1")
            unit.commit()

    with pytest.raises(StoreRefused):
        swallow()
    with store.reader() as reader:
        assert reader.subject("person-1") is None


def test_a_committed_unit_takes_no_more_writes(store: Store) -> None:
    """One unit, one transaction: what is written after commit would silently be lost."""
    with store.unit_of_work() as unit:
        unit.commit()
        with pytest.raises(RuntimeError):
            unit.add_subject(subject())


def test_the_chain_links_everything_logged_in_order(store: Store, clock: FakeClock) -> None:
    """First row from the first write; several links may share a number. The last link of each unit tells its rows."""
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.log("fact.recorded", seq, {"fact": "fact-1", "digest": "ab"})
        unit.log("entry.proposed", seq, {"entry": "entry-1"})
        unit.commit()
    with store.unit_of_work() as unit:
        unit.log("check.answered", unit.draw_seq(), {"check": "check-1"})
        unit.commit()

    with store.reader() as reader:
        links = [link.as_record() for link in reader.chain_rows()]
        verdict = verify(reader)
    assert [(link.seq, link.kind) for link in links] == [
        (1, "fact.recorded"),
        (1, "entry.proposed"),
        (1, "rows"),
        (2, "check.answered"),
        (2, "rows"),
    ]
    assert links[1].previous == links[0].digest
    assert links[0].at == clock.now()
    assert (verdict.holds, verdict.links, verdict.digest) == (True, 5, links[4].digest)


def test_the_last_link_of_a_unit_tells_its_range_and_how_many_rows_it_wrote(store: Store) -> None:
    """Ranges follow each other without gap, so a row that lies in none was never written by a unit."""
    with store.unit_of_work() as unit:
        unit.draw_seq()
        seq = unit.draw_seq()
        unit.add_subject(subject())
        unit.add_facts([fact(recorded_seq=seq), fact(id="fact-2", source_key="", recorded_seq=seq)])
        unit.add_ban(ban(recorded_seq=seq))
        unit.commit()
    with store.unit_of_work() as unit:
        seq = unit.draw_seq()
        unit.supersede_fact("fact-1", seq)
        unit.add_facts([fact(id="fact-3", recorded_seq=seq, supersedes="fact-1")])
        unit.end_ban("ban-1", date(2026, 11, 2), "所依据的记录已更正", seq)
        unit.commit()

    with store.reader() as reader:
        told = [link.as_record().payload for link in reader.chain_rows()]
    assert [(one["first"], one["last"]) for one in told] == [(1, 2), (3, 3)]
    assert [{name: part["rows"] for name, part in one["tables"].items()} for one in told] == [
        {"subject": 1, "fact": 2, "ban": 1, "book_instant": 1},
        {"fact": 1, "fact.superseded": 1, "ban.end": 1, "book_instant": 1},
    ]


def test_a_unit_that_writes_rows_draws_a_number_for_them(store: Store) -> None:
    """A subject registered by itself is told to the chain too; a unit that writes nothing of the record tells nothing."""
    write(store, ("add_subject", subject()))
    write(store, ("add_account", account()))

    with store.reader() as reader:
        assert (reader.last_seq(), [link.kind for link in reader.chain_rows()]) == (1, ["rows"])


def test_a_body_that_json_cannot_say_is_refused_before_anything_is_written(store: Store) -> None:
    """A date in an answer would come back as text: the caller has to say what they mean."""
    with pytest.raises(TypeError):
        write(store, ("add_subject", subject()), ("add_check", check(answer={"until": date(2026, 1, 1)})))
    with pytest.raises(TypeError):
        write(store, ("add_subject", subject()), ("add_facts", [fact(values={"rate": 0.1})]))
    with store.reader() as reader:
        assert reader.subject("subject-1") is None
