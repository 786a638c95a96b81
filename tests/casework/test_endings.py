"""How an entry ends and rests: kinds as data, what each needs, stays, lapsed proposals, and the clocks behind them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.clock_effects import entry_effects
from casework.clocks import fire_due
from casework.docket import ClockEffect, ClockEnd
from casework.entry import move_by_clock
from casework.records import EndKind, EntryRecord, EntryState, Move
from tests.fakes.province import OFFICER, TAX_CLERK, WAGE, Province, refusal
from tests.fakes.shelf import FakeShelf


@pytest.fixture
def entry(province: Province) -> EntryRecord:
    """Effective from 2027-03-12, for three years."""
    return province.listed(province.register())


def end(province: Province, entry: EntryRecord, on: date | None = None, **details: str) -> EntryRecord:
    said = {"document": "移出-1", "law_date": on or province.clock.today(), "reasons": "理由"}
    return province.move(OFFICER, entry.id, Move.END, details=details, **said)


def by_clock(province: Province, entry_id: str, move: Move) -> EntryRecord:
    with province.store.unit_of_work() as work:
        entry = work.entry(entry_id)
        assert entry is not None
        moved = move_by_clock(work, province.clock, province.shelf, entry, move)
        work.commit()
    return moved


def clocks(province: Province, entry_id: str) -> list[tuple[str, ClockEnd | None]]:
    with province.store.reader() as reader:
        return [(one.kind, one.ended_how) for one in reader.clocks_on(entry_id=entry_id)]


@pytest.mark.parametrize("kind", ["revoked", "corrected", "removed"])
def test_the_kind_of_an_end_is_data_and_stands_in_the_history(
    province: Province, entry: EntryRecord, kind: str
) -> None:
    """Corrected is not revoked: who counts listings, or tells everyone who was told, must not read free text."""
    ended = end(province, entry, kind=kind)

    with province.store.reader() as reader:
        last = reader.moves_of(entry.id)[-1]
    assert (ended.state, ended.end_kind, last.details["kind"]) == (EntryState.ENDED, EndKind(kind), kind)


def test_a_repair_is_granted_on_an_application_only(province: Province, entry: EntryRecord) -> None:
    """Nobody's word alone repairs an entry determined here; what another authority repaired is told by its document."""
    mirrored = province.mirror(province.register())

    refused = refusal(end, province, entry, kind="repaired")
    said = {"document": "税修-1", "law_date": province.clock.today(), "reasons": "来源准予修复"}
    told = province.move(TAX_CLERK, mirrored.id, Move.END, details={"kind": "repaired"}, **said)

    assert (refused.code, told.end_kind) == ("repair-by-application", EndKind.REPAIRED)


def test_an_end_without_a_kind_is_a_removal(province: Province, entry: EntryRecord) -> None:
    """As before ends had kinds; the history says so."""
    assert end(province, entry).end_kind is EndKind.REMOVED
    with province.store.reader() as reader:
        assert reader.moves_of(entry.id)[-1].details["kind"] == "removed"


@pytest.mark.parametrize("kind", ["adverse_entry", "forgiven"])
def test_no_officer_names_a_kind_that_is_not_theirs(province: Province, entry: EntryRecord, kind: str) -> None:
    """A red entry ends by an adverse one's effect, not by somebody's word."""
    assert refusal(end, province, entry, kind=kind).code == "word-unknown"


def test_expired_is_said_only_when_the_term_is_over_and_dated_the_day_after(
    province: Province, entry: EntryRecord
) -> None:
    """2030-03-12 is the last day and still counts."""
    province.clock.move(days=(date(2030, 3, 12) - province.clock.today()).days)
    early = refusal(end, province, entry, kind="expired")
    province.clock.move(days=5)

    ended = end(province, entry, kind="expired")

    assert early.code == "term-not-over"
    assert (ended.ended_on, ended.end_kind) == (date(2030, 3, 13), EndKind.EXPIRED)


def test_the_term_clock_expires_the_entry_exactly_once(province: Province, entry: EntryRecord) -> None:
    """Refused while it runs, also after downtime once only; the move is nobody's, the clock is marked as fired."""
    province.clock.move(days=(date(2030, 3, 12) - province.clock.today()).days)
    with pytest.raises(Exception, match="term-not-over"):
        by_clock(province, entry.id, Move.EXPIRE)
    province.clock.move(days=40)

    ended = by_clock(province, entry.id, Move.EXPIRE)

    assert (ended.state, ended.ended_on, ended.end_kind) == (EntryState.ENDED, date(2030, 3, 13), EndKind.EXPIRED)
    assert ("entry.term", ClockEnd.FIRED) in clocks(province, entry.id)
    with province.store.reader() as reader:
        last = reader.moves_of(entry.id)[-1]
    assert (last.move, last.account_id, last.role) == (Move.EXPIRE, "clock", "clock")
    with pytest.raises(Exception, match="move-not-lawful"):
        by_clock(province, entry.id, Move.EXPIRE)


def test_a_runner_fires_term_and_proposal_once_each_also_after_downtime(province: Province, entry: EntryRecord) -> None:
    """Years without a runner: both fall due at once, both happen once, and a second run finds nothing."""
    case = province.proposed(province.register())
    effects = dict.fromkeys(set(ClockEffect) - {ClockEffect.WINDOW}, lambda *_: None)
    effects |= entry_effects(province.shelf, province.clock)
    province.clock.move(days=1500)

    fired = [fire_due(province.store, province.clock, effects) for _ in range(2)]

    assert fired == [2, 0]
    assert province.entry(entry.id).end_kind is EndKind.EXPIRED
    assert province.entry(case.id).state is EntryState.LAPSED
    assert ("entry.term", ClockEnd.FIRED) in clocks(province, entry.id)
    assert clocks(province, case.id) == [("entry.proposal", ClockEnd.FIRED)]


def test_a_mirrored_entry_is_not_expired_here(province: Province) -> None:
    """Its source removes it; past its term it stands for nobody anyway (holdings)."""
    mirrored = province.mirror(province.register(), term_end=date(2027, 2, 1))

    with pytest.raises(Exception, match="mirrored"):
        by_clock(province, mirrored.id, Move.EXPIRE)


def test_an_entry_whose_list_has_no_rules_in_force_any_more_can_still_be_ended(
    province: Province, entry: EntryRecord
) -> None:
    """The law that listed somebody may go; nobody stays listed because of that."""
    packs = [pack for pack in province.shelf.packs() if WAGE not in pack.lists]
    [wage] = [pack for pack in province.shelf.packs() if WAGE in pack.lists]
    over = replace(wage, in_force=replace(wage.in_force, until=province.clock.today()))
    province.shelf = FakeShelf([*packs, over], province.shelf.catalogue)

    assert end(province, entry).state is EntryState.ENDED


# proposals lapse


def test_a_proposal_nobody_takes_up_lapses_after_sixty_days(province: Province) -> None:
    """Local policy, said as such: a proposal is not a threat kept in a drawer."""
    case = province.proposed(province.register())
    with province.store.reader() as reader:
        [running] = reader.clocks_on(entry_id=case.id)
    province.clock.move(days=60)
    with pytest.raises(Exception, match="proposal-not-lapsed"):
        by_clock(province, case.id, Move.LAPSE)
    province.clock.move(days=1)

    lapsed = by_clock(province, case.id, Move.LAPSE)

    assert (running.effect, running.local_policy) == (ClockEffect.LAPSE_PROPOSAL, True)
    assert (running.started_on, running.due_on) == (date(2027, 3, 1), date(2027, 4, 30))
    assert "本平台规定" in running.basis
    assert lapsed.state is EntryState.LAPSED
    assert clocks(province, case.id) == [("entry.proposal", ClockEnd.FIRED)]


def test_a_lapsed_proposal_does_not_come_back_on_the_same_records(province: Province) -> None:
    """The administration had its time; what newer records bear is proposed anew."""
    firm = province.register()
    case = province.proposed(firm)
    province.clock.move(days=61)
    by_clock(province, case.id, Move.LAPSE)

    again = province.determine(firm).proposed
    province.load(*province.wage_facts(firm, "W-2"))

    assert again == ()
    assert len(province.determine(firm).proposed) == 1


def test_a_noticed_case_does_not_lapse(province: Province) -> None:
    """Once somebody has taken it up the proposal's clock is met; the statement's runs."""
    case = province.proposed(province.register()).id
    province.notice(case)
    province.clock.move(days=90)

    with pytest.raises(Exception, match="move-not-lawful"):
        by_clock(province, case, Move.LAPSE)
    assert clocks(province, case) == [("entry.proposal", ClockEnd.MET), ("statement", None)]


def test_clocks_carry_the_lists_own_articles_and_days(province: Province, entry: EntryRecord) -> None:
    """The statement runs to the day the notice names; the term to the entry's last day."""
    with province.store.reader() as reader:
        found = {one.kind: one for one in reader.clocks_on(entry_id=entry.id)}

    statement, term = found["statement"], found["entry.term"]
    assert (statement.due_on, statement.period, statement.local_policy) == (date(2027, 3, 11), "P10D", True)
    assert "国办发〔2020〕49号" in statement.basis
    assert (term.started_on, term.due_on, term.effect) == (entry.effective_on, entry.term_end, ClockEffect.EXPIRE_ENTRY)
    assert (statement.ended_how, term.ended_how) == (ClockEnd.MET, None)


def test_a_closed_case_leaves_no_clock_running(province: Province, entry: EntryRecord) -> None:
    """An alarm about a case that is over is noise."""
    case = province.proposed(province.register()).id
    province.notice(case, law_date=date(2027, 3, 1))

    province.move(OFFICER, case, Move.REJECT, reasons="申辩成立")
    end(province, entry, kind="revoked")

    assert None not in [how for _, how in (*clocks(province, case), *clocks(province, entry.id))]


# stays


def stay(province: Province, entry: EntryRecord, move: Move = Move.SUSPEND, **changed: object) -> EntryRecord:
    said = {"document": "停止执行-1", "law_date": province.clock.today(), "reasons": "复议机关决定"}
    details = {"order": "reconsideration"} if move is Move.SUSPEND else {}
    by = changed.pop("by", TAX_CLERK if entry.mirrored else OFFICER)
    return province.move(by, entry.id, move, **{"details": details, **said, **changed})


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_stay_lets_entry_and_measures_rest_together_until_it_is_lifted(province: Province, mirrored: bool) -> None:
    """A proceeding by itself suspends nothing (行政复议法 42, 行政诉讼法 56): the order does, by its document."""
    firm = province.register()
    province.know_sources()
    entry = province.mirror(firm) if mirrored else province.listed(firm)
    before = province.ask(firm).answer

    stayed = stay(province, entry)
    during = province.ask(firm, business_no="B-2").answer
    resumed = stay(province, entry, Move.RESUME)
    after = province.ask(firm, business_no="B-3").answer

    assert (stayed.state, stayed.suspended, resumed.suspended) == (EntryState.EFFECTIVE, True, False)
    assert stayed.effective_seq == entry.effective_seq == resumed.effective_seq
    assert during["measures"] == []
    assert {one["why"] for one in during["dropped"]} == {"所依据的条目在停止执行期间，措施同时停止"}
    assert during["outcome"] == "review"
    assert after["measures"] == before["measures"] != []


def test_a_stay_is_ordered_once_and_lifted_once(province: Province, entry: EntryRecord) -> None:
    """Nothing rests twice, and nothing that does not rest is resumed, nor before it rested."""
    assert refusal(stay, province, entry, Move.RESUME).code == "not-suspended"
    province.clock.move(days=3)
    stay(province, entry)

    early = refusal(stay, province, entry, Move.RESUME, law_date=province.clock.today() - timedelta(days=1))

    assert refusal(stay, province, entry).code == "already-suspended"
    assert (early.code, "第四十二条" in refusal(stay, province, entry).law) == ("date-before-earlier-move", True)


def test_a_stay_names_whose_order_it_is(province: Province, entry: EntryRecord) -> None:
    """A stay by nobody is none."""
    assert refusal(stay, province, entry, details={}).code == "move-incomplete"
    assert refusal(stay, province, entry, details={"order": "somebody"}).code == "word-unknown"


def test_a_mirrored_entry_is_stayed_by_its_source_only(province: Province) -> None:
    """The clerk of the authority that decided it, on that authority's paper; no officer here."""
    entry = province.mirror(province.register())
    officer = replace(OFFICER, department="tax")

    assert refusal(stay, province, entry, by=officer).code == "mirrored"
    assert stay(province, entry).suspended
