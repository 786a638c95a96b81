"""What every book promises about records: the same tests on the fake, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest

from casework.ports import AlreadyRecorded, Store, StoreRefused
from casework.records import CodeKind, Role, SubjectType
from engine.facts import NONE
from tests.adapters.books import write
from tests.fakes.clock import FakeClock
from tests.fakes.records import OUTCOME, VIEW, account, ban, check, entry, fact, move, person, related, subject

FULL_WIDTH = {ordinal: ordinal + 0xFEE0 for ordinal in range(0x21, 0x7F)}


def test_a_subject_comes_back_as_it_went_in(store: Store) -> None:
    """Codes, names and attributes pass through encryption; a law date must stay a date and NONE must stay NONE."""
    write(store, ("add_subject", subject()), ("add_subject", person()))

    with store.reader() as reader:
        assert reader.subject("subject-1") == subject()
        assert reader.subjects(["person-1", "nobody"]) == {"person-1": person()}
        assert reader.subject("nobody") is None


def test_a_subject_is_found_by_code_however_it_is_typed(store: Store) -> None:
    """Look-up is keyed and exact, but officers type lower case, full width and blanks."""
    write(store, ("add_subject", subject()))

    with store.reader() as reader:
        assert reader.subject_by_code(CodeKind.USCC, " 91520103ma6dkx7q6f") == subject()
        assert reader.subject_by_code(CodeKind.USCC, subject().code.translate(FULL_WIDTH)) == subject()
        assert reader.subject_by_code(CodeKind.RESIDENT_ID, "91520103MA6DKX7Q6F") is None


def test_namesakes_are_all_found_and_at_most_twenty(store: Store) -> None:
    """A name never identifies: whoever asks by name must see that there are several, without a flood."""
    for number in range(23):
        write(
            store,
            ("add_subject", subject(id=f"s-{number:02}", code=f"91520103MA6DK{number:05}", name="虚构（贵州）公司")),
        )

    with store.reader() as reader:
        found = reader.subjects_by_name("虚构（贵州）公司 ")
        assert [s.id for s in found] == [f"s-{number:02}" for number in range(20)]
        assert reader.subjects_by_name("虚构") == []


def test_subject_ids_come_in_pages(store: Store) -> None:
    """A population is walked page by page; a page begins after the last id of the one before."""
    for number in range(5):
        write(store, ("add_subject", subject(id=f"s-{number}", code=f"91520103MA6DKX00{number}F")))

    with store.reader() as reader:
        assert reader.subject_ids(limit=2) == ["s-0", "s-1"]
        assert reader.subject_ids(after="s-1", limit=9) == ["s-2", "s-3", "s-4"]


def test_one_code_has_one_subject(store: Store) -> None:
    """重错码: a second subject under one code would split what is known about it."""
    write(store, ("add_subject", subject()))

    with pytest.raises(AlreadyRecorded):
        write(store, ("add_subject", subject(id="subject-2", code="91520103ma6dkx7q6f")))
    with store.reader() as reader:
        assert reader.subject("subject-2") is None


def test_a_fact_comes_back_as_it_went_in(store: Store) -> None:
    """Values keep their types; a suspension that is unknown (None) is not one that is absent (())."""
    unknown = fact(id="fact-2", source_key="", suspensions=None, values={})
    write(store, ("add_subject", subject()), ("add_facts", [fact(), unknown]))

    with store.reader() as reader:
        assert reader.facts_of(["subject-1", "nobody"]) == {"subject-1": (fact(), unknown), "nobody": ()}
        assert reader.facts_of(["subject-1"])["subject-1"][0].values["confirmed"] is True
        assert reader.fact_by_source("labour", "wage.arrears", "L-1") == fact()
        assert reader.fact_by_source("labour", "wage.arrears", "") is None
        assert reader.fact_by_source("tax", "wage.arrears", "L-1") is None


def test_a_correction_supersedes_and_the_past_still_knows_the_old(store: Store) -> None:
    """信息纠错: what was known at a seq is reconstructed as it was, whatever was corrected since."""
    write(store, ("add_subject", subject()), ("add_facts", [fact()]))
    corrected = fact(
        id="fact-2", recorded_seq=5, supersedes="fact-1", correction_reason="录入错误", values={"amount": 1}
    )

    with store.unit_of_work() as unit:
        unit.add_facts([corrected])
        unit.supersede_fact("fact-1", 5)
        unit.commit()

    with store.reader() as reader:
        assert reader.facts_of(["subject-1"]) == {"subject-1": (corrected,)}
        assert [f.id for f in reader.facts_of(["subject-1"], at_seq=4)["subject-1"]] == ["fact-1"]
        assert [f.id for f in reader.facts_of(["subject-1"], at_seq=5)["subject-1"]] == ["fact-2"]
        assert reader.facts_of(["subject-1"], at_seq=0) == {"subject-1": ()}
        assert reader.fact_by_source("labour", "wage.arrears", "L-1") == corrected


def test_a_fact_is_superseded_once(store: Store) -> None:
    """Two corrections of one record would leave two present truths."""
    write(store, ("add_subject", subject()), ("add_facts", [fact()]))

    def supersede(seq: int) -> None:
        with store.unit_of_work() as unit:
            unit.supersede_fact("fact-1", seq)
            unit.commit()

    supersede(2)
    with pytest.raises(StoreRefused):
        supersede(3)
    with store.reader() as reader:
        assert reader.facts_of(["subject-1"], at_seq=1)["subject-1"][0].superseded_seq == 2


def test_one_source_key_has_one_standing_fact(store: Store) -> None:
    """The same load twice must not count one act twice."""
    write(store, ("add_subject", subject()), ("add_facts", [fact()]))

    with pytest.raises(AlreadyRecorded):
        write(store, ("add_facts", [fact(id="fact-2")]))


def test_nothing_rests_on_a_record_that_is_missing(store: Store) -> None:
    """A fact without subject, a move without entry, an outcome without check would be orphans in every report."""
    for method, record in (
        ("add_facts", [fact(subject_id="nobody")]),
        ("add_entry", entry(subject_id="nobody")),
        ("add_move", move(entry_id="nothing")),
        ("add_ban", ban(fact_id="nothing")),
        ("add_related", related(person_id="nobody")),
        ("add_view", VIEW),
        ("add_outcome", OUTCOME),
    ):
        with pytest.raises(StoreRefused):
            write(store, (method, record))


def test_a_check_its_views_and_its_outcome_come_back(store: Store) -> None:
    """The answer is returned to a retry as it was, in the order in which it was written."""
    write(store, ("add_subject", subject()), ("add_check", check()), ("add_view", VIEW), ("add_outcome", OUTCOME))

    with store.reader() as reader:
        assert reader.check("check-1") == check()
        assert reader.checks_about("subject-1") == [check()]
        assert reader.checks_about("nobody") == []
        assert list(reader.check("check-1").answer) == ["outcome", "entries"]
        assert reader.views_of("check-1") == [VIEW]
        assert reader.outcome_of("check-1") == OUTCOME
        assert reader.outcome_of("check-2") is None


def test_a_check_is_found_by_the_asker_and_their_key(store: Store) -> None:
    """Idempotency: the same key of another account is another question; the latest one is the answer to repeat."""
    write(store, ("add_subject", subject()), ("add_check", check()))
    write(
        store, ("add_check", check(id="check-2", seq=9)), ("add_check", check(id="check-3", idempotency_key="", seq=10))
    )

    with store.reader() as reader:
        assert reader.check_by_key("host", "retry-1").id == "check-2"
        assert reader.check_by_key("other", "retry-1") is None
        assert reader.check_by_key("host", "") is None


def test_a_check_has_one_outcome(store: Store) -> None:
    """奖惩到位 counts outcomes per check; a second one would count twice."""
    write(store, ("add_subject", subject()), ("add_check", check()), ("add_outcome", OUTCOME))

    with pytest.raises(AlreadyRecorded):
        write(store, ("add_outcome", OUTCOME))


def test_accounts_are_added_and_changed(store: Store) -> None:
    """Roles are a set; a log-in name belongs to one account."""
    changed = account(roles=frozenset({Role.LIST_OFFICER, Role.AUDITOR}), active=False)
    write(store, ("add_account", account()))
    write(store, ("save_account", changed))

    with pytest.raises(AlreadyRecorded):
        write(store, ("add_account", account(id="officer-b")))
    with pytest.raises(StoreRefused):
        write(store, ("save_account", account(id="officer-c", name="c")))
    with store.reader() as reader:
        assert reader.account_by_name("labour-officer") == changed
        assert reader.account("officer-a") == changed
        assert reader.accounts() == [changed]


def test_a_source_never_looks_staler_than_it_is(store: Store, clock: FakeClock) -> None:
    """An old file loaded late must not set freshness back."""
    later = clock.now() + timedelta(days=1)
    with store.unit_of_work() as unit:
        unit.touch_source("ban", later)
        unit.touch_source("ban", clock.now())
        unit.commit()

    with store.reader() as reader:
        assert reader.freshness() == {"ban": later}


def test_every_subject_type_is_kept(store: Store) -> None:
    """All six types of the register pass through."""
    for number, kind in enumerate(SubjectType):
        write(store, ("add_subject", subject(id=f"s-{number}", type=kind, code=f"91520103MA6DKX00{number}F")))

    with store.reader() as reader:
        assert [reader.subject(key).type for key in reader.subject_ids()] == list(SubjectType)
        assert reader.subject("s-0").attributes["deregistered_on"] is NONE
