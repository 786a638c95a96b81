"""What every book promises about entries, moves, bans and posts held: on the fake, on SQLite and on PostgreSQL."""

from datetime import date

import pytest

from casework.four_eyes import APART
from casework.ports import AlreadyRecorded, StaleVersion, Store, StoreRefused
from casework.records import EndKind, EntryState, Move
from tests.adapters.books import write
from tests.fakes.records import ban, entry, fact, move, person, recusal, related, subject


def test_entries_are_invisible_until_effective_and_stay_visible_after_their_end(store: Store) -> None:
    """Proposals are invisible to checks; an ended entry is history that a replay still needs, each as it stood."""
    write(store, ("add_subject", subject()))
    with store.unit_of_work() as unit:
        proposed_at = unit.draw_seq()
        unit.add_entry(entry(proposed_seq=proposed_at))
        unit.commit()
    with store.unit_of_work() as unit:
        effective_at = unit.draw_seq()
        effective = entry(version=2, proposed_seq=proposed_at, state=EntryState.EFFECTIVE, effective_seq=effective_at)
        unit.save_entry(effective)
        unit.commit()
    with store.unit_of_work() as unit:
        ended_at = unit.draw_seq()
        ended = entry(
            version=3,
            proposed_seq=proposed_at,
            state=EntryState.ENDED,
            effective_seq=effective_at,
            ended_seq=ended_at,
            ended_on=date(2026, 11, 2),
            end_reason="信用修复",
        )
        unit.save_entry(ended)
        unit.commit()

    with store.reader() as reader:
        assert reader.entries_of(["subject-1"], at_seq=proposed_at) == {"subject-1": ()}
        assert reader.entries_of(["subject-1"], at_seq=effective_at) == {"subject-1": (effective,)}
        assert reader.entries_of(["subject-1"], at_seq=ended_at) == {"subject-1": (ended,)}
        assert reader.entries_of(["subject-1"]) == {"subject-1": (ended,)}
        assert reader.entry("entry-1") == ended


def test_a_rejected_proposal_is_never_seen_by_a_check(store: Store) -> None:
    """Rejected proposals are kept with reasons, for the desk only."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))
    write(store, ("save_entry", entry(version=2, state=EntryState.REJECTED)))

    with store.reader() as reader:
        assert reader.entries_of(["subject-1"]) == {"subject-1": ()}
        assert reader.entries_of(["subject-1"], at_seq=99) == {"subject-1": ()}
        assert reader.open_entry("subject-1", "wage-arrears") is None
        assert [one.state for one in reader.entries_about("subject-1")] == [EntryState.REJECTED]
        assert reader.entries_about("nobody") == []


def test_the_open_entry_is_the_one_under_way(store: Store) -> None:
    """Determination must not propose what is already proposed."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))

    with store.reader() as reader:
        assert reader.open_entry("subject-1", "wage-arrears") == entry()
        assert reader.open_entry("subject-1", "another-list") is None
        assert reader.open_entry("nobody", "wage-arrears") is None


def test_all_entries_of_a_subject_on_a_list_are_listed_oldest_first(store: Store) -> None:
    """Determination looks at what was rejected or ended before it proposes again."""
    write(store, ("add_subject", subject()))
    for entry_id, seq, state in (
        ("e-b", 1, EntryState.REJECTED),
        ("e-a", 3, EntryState.PROPOSED),
        ("e-c", 2, EntryState.ENDED),
    ):
        write(store, ("add_entry", entry(id=entry_id, proposed_seq=seq, state=state)))
    write(store, ("add_entry", entry(id="e-d", list_id="another-list")))

    with store.reader() as reader:
        assert [e.id for e in reader.entries_on("subject-1", "wage-arrears")] == ["e-b", "e-c", "e-a"]
        assert reader.entries_on("nobody", "wage-arrears") == []


def test_the_desk_sees_its_own_entries_in_pages(store: Store) -> None:
    """A department sees its own; None is for those who may see all."""
    write(store, ("add_subject", subject()))
    for number, authority in enumerate(("labour", "tax", "labour")):
        write(store, ("add_entry", entry(id=f"e-{number}", authority=authority, list_id=f"list-{number}")))

    with store.reader() as reader:
        proposed = [EntryState.PROPOSED]
        assert [e.id for e in reader.find_entries(department="labour", states=proposed)] == ["e-0", "e-2"]
        assert [e.id for e in reader.find_entries(department=None, states=proposed, after="e-0", limit=1)] == ["e-1"]
        assert reader.find_entries(department=None, states=[EntryState.EFFECTIVE]) == []


def test_the_second_to_move_an_entry_is_told_so(store: Store) -> None:
    """Two officers saw version 1; the later one would undo what the first did."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))
    write(store, ("save_entry", entry(version=2, state=EntryState.NOTICED)))

    with pytest.raises(StaleVersion):
        write(store, ("save_entry", entry(version=2, state=EntryState.REJECTED)))
    with store.reader() as reader:
        assert reader.entry("entry-1") == entry(version=2, state=EntryState.NOTICED)


def test_moves_come_back_in_order(store: Store) -> None:
    """The moves are the entry's history; each number is taken once."""
    second = move(number=2, move=Move.SERVE_NOTICE, law_date=date(2026, 11, 3), document="告知书1号")
    write(store, ("add_subject", subject()), ("add_entry", entry()), ("add_move", second), ("add_move", move()))

    with pytest.raises(AlreadyRecorded):
        write(store, ("add_move", move()))
    with store.reader() as reader:
        assert reader.moves_of("entry-1") == [move(), second]


def test_whoever_decided_cannot_approve(store: Store) -> None:
    """Four eyes in the book itself, whatever the code above it forgets."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))
    write(store, ("add_move", move(number=2, move=Move.DECIDE, account_id="officer-a")))

    with pytest.raises(StoreRefused) as refusal:
        write(store, ("add_move", move(number=3, move=Move.APPROVE, account_id="officer-a")))
    assert not isinstance(refusal.value, AlreadyRecorded)
    write(store, ("add_move", move(number=3, move=Move.APPROVE, account_id="officer-b")))
    with store.reader() as reader:
        assert [m.account_id for m in reader.moves_of("entry-1")] == ["officer-a", "officer-b"]


def test_nothing_is_approved_before_it_is_decided(store: Store) -> None:
    """An approval without decision would let one pair of eyes through."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))

    with pytest.raises(StoreRefused):
        write(store, ("add_move", move(number=2, move=Move.APPROVE)))


def test_a_decision_returned_and_taken_anew_counts_for_four_eyes(store: Store) -> None:
    """The last decision is the one that is approved: its author may not, the author of the returned one may."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))
    for number, account_id in ((2, "officer-a"), (3, "officer-b")):
        write(store, ("add_move", move(number=number, move=Move.DECIDE, account_id=account_id)))

    with pytest.raises(StoreRefused):
        write(store, ("add_move", move(number=4, move=Move.APPROVE, account_id="officer-b")))
    write(store, ("add_move", move(number=4, move=Move.APPROVE, account_id="officer-a")))


PAIRS = [
    pytest.param(pair.later, earlier, id=f"{pair.later} after {earlier}") for pair in APART for earlier in pair.earlier
]


@pytest.mark.parametrize(("later", "earlier"), PAIRS)
def test_every_pair_of_moves_that_needs_two_hands_is_refused_to_one(store: Store, later: Move, earlier: Move) -> None:
    """casework.four_eyes names the pairs; the book holds them too, whatever code writes to it."""
    decision = (("add_move", move(number=2, move=Move.DECIDE, account_id="officer-c")),)
    write(store, ("add_subject", subject()), ("add_entry", entry()), *(decision if later is Move.APPROVE else ()))
    write(store, ("add_move", move(number=3, move=earlier, account_id="officer-a")))

    with pytest.raises(StoreRefused):
        write(store, ("add_move", move(number=4, move=later, account_id="officer-a")))
    write(store, ("add_move", move(number=4, move=later, account_id="officer-b")))


def test_whoever_keeps_away_makes_no_move_until_it_is_decided_otherwise(store: Store) -> None:
    """回避: the last decision about this account in this case holds; other cases and other accounts are free."""
    write(store, ("add_subject", subject()), ("add_entry", entry()), ("add_entry", entry(id="entry-2")))
    write(store, ("add_move", move(number=2, move=Move.RECUSE)), ("add_recusal", recusal()))

    with pytest.raises(StoreRefused):
        write(store, ("add_move", move(number=3, move=Move.SERVE_NOTICE, account_id="officer-b")))
    write(store, ("add_move", move(entry_id="entry-2", number=3, account_id="officer-b")))
    write(store, ("add_move", move(number=3, move=Move.SERVE_NOTICE, account_id="officer-a")))
    write(
        store,
        ("add_move", move(number=4, move=Move.RECUSE)),
        ("add_recusal", recusal(number=4, granted=False)),
        ("add_move", move(number=5, move=Move.DECIDE, account_id="officer-b")),
    )

    with store.reader() as reader:
        assert [one.granted for one in reader.recusals_of("entry-1")] == [True, False]
        assert reader.kept_from("officer-b") == frozenset()


def test_a_recusal_is_told_with_the_move_that_decides_it(store: Store) -> None:
    """Nobody is kept away by a row that no decision made."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))

    with pytest.raises(StoreRefused):
        write(store, ("add_recusal", recusal()))


def test_the_kind_of_an_end_comes_back(store: Store) -> None:
    """Sealed with the entry: an entry that ended before ends had kinds has none."""
    write(store, ("add_subject", subject()), ("add_entry", entry()))
    ended = entry(version=2, state=EntryState.ENDED, end_kind=EndKind.REPAIRED)
    write(store, ("save_entry", ended))

    with store.reader() as reader:
        assert reader.entry("entry-1") == ended


def test_a_ban_ends_once_and_the_past_does_not_know_its_end(store: Store) -> None:
    """A replayed check must see the ban as it stood, not as it ended."""
    life = ban(id="ban-2", start=None, start_known=False, term_end=None, for_life=True)
    write(store, ("add_subject", subject()), ("add_facts", [fact()]), ("add_ban", ban()), ("add_ban", life))

    def end(on: date, reason: str, seq: int) -> None:
        with store.unit_of_work() as unit:
            unit.end_ban("ban-1", on, reason, seq)
            unit.commit()

    end(date(2026, 11, 2), "判决被撤销", 7)
    with pytest.raises(StoreRefused):
        end(date(2026, 11, 3), "又一次", 8)
    ended = ban(ended_on=date(2026, 11, 2), end_reason="判决被撤销", ended_seq=7)
    with store.reader() as reader:
        assert reader.bans_of(["subject-1"]) == {"subject-1": (ended, life)}
        assert reader.bans_of(["subject-1"], at_seq=7) == {"subject-1": (ended, life)}
        assert reader.bans_of(["subject-1"], at_seq=6) == {"subject-1": (ban(), life)}
        assert reader.bans_of(["subject-1"], at_seq=0) == {"subject-1": ()}


def test_who_held_a_post_is_dated_and_can_be_closed(store: Store) -> None:
    """A later row with the same person, role and start says when it ended; the past still sees it open."""
    closed = related(end=date(2025, 6, 30), recorded_seq=4)
    write(store, ("add_subject", subject()), ("add_subject", person()), ("add_related", related()))
    write(store, ("add_related", closed))

    with store.reader() as reader:
        assert reader.related_of("subject-1") == [closed]
        assert reader.related_of("subject-1", at_seq=3) == [related()]
        assert reader.related_of("person-1") == []
