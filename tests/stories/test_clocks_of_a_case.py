"""The story of clocks: a week of downtime, next year's holidays that come late, a proposal nobody took up, a term over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.clock_keeping import keep_clocks
from casework.docket import ClockEnd, FileKind
from casework.file_desk import FileDesk
from casework.files import THE_SUBJECT, StepRequest
from casework.records import EndKind, EntryRecord, EntryState
from engine.local_holidays import LocalHolidays, LocalYear
from tests.fakes.province import Province, refusal, repository_shelf, with_calendar_until


def test_a_proposal_nobody_took_up_lapses_and_an_entry_past_its_term_ends_by_itself(province: Province):
    """Each exactly once, also when the keeper was away for a week; a second keeper finds nothing left to do."""
    idle, listed = province.register(name="虚构搁置有限公司"), province.register(name="虚构期满有限公司")
    entry = province.listed(listed)
    proposal = province.proposed(idle)

    # Sixty days later the proposal still stands; a week after that the keeper comes back and lets it lapse.
    province.clock.move(days=60)
    keep_clocks(province.store, province.shelf, province.clock)
    assert province.entry(proposal.id).state is EntryState.PROPOSED
    province.clock.move(days=7)
    assert keep_clocks(province.store, province.shelf, province.clock).fired == 1
    assert province.entry(proposal.id).state is EntryState.LAPSED

    # The last day of the term still binds; on the next the entry is over, dated by the law and not by the machine.
    assert entry.term_end is not None
    days = (entry.term_end - province.clock.today()).days
    province.clock.move(days=days)
    assert keep_clocks(province.store, province.shelf, province.clock).fired == 0
    province.clock.move(days=8)
    assert keep_clocks(province.store, province.shelf, province.clock).fired == 1
    over = province.entry(entry.id)
    assert (over.state, over.ended_on, over.end_kind) == (
        EntryState.ENDED,
        entry.term_end + timedelta(days=1),
        EndKind.EXPIRED,
    )
    assert keep_clocks(province.store, province.shelf, province.clock).fired == 0


def test_a_clock_without_holidays_waits_and_then_reminds_the_office_once(province: Province):
    """2027's holidays are not recorded: the objection is taken all the same, its last day comes with the calendar."""
    entry = province.listed(province.register(name="虚构等待有限公司"))
    province.shelf = with_calendar_until(repository_shelf(), date(2026, 12, 31))
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)
    grounds = {"grounds": "款项已付清（虚构）"}
    request = StepRequest(step="filed", law_date=province.clock.today(), details=grounds)
    file = desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, request)
    with province.store.reader() as reader:
        [waiting] = [one for one in reader.clocks_on(file_id=file.id) if one.ended_seq is None]
    assert waiting.due_on is None
    assert keep_clocks(province.store, province.shelf, province.clock).settled == 0

    # The year is entered (here: every Monday to Friday works): the last day is worked out, once.
    catalogue = province.shelf.catalogue
    known = replace(catalogue.calendar, last=date(2027, 12, 31))
    shelf = replace(province.shelf, catalogue=replace(catalogue, calendar=known))
    assert keep_clocks(province.store, shelf, province.clock).settled == 1
    assert keep_clocks(province.store, shelf, province.clock).settled == 0
    with province.store.reader() as reader:
        old, new = reader.clocks_on(file_id=file.id)
    assert (old.ended_how, new.replaces, new.due_on) == (ClockEnd.RECOMPUTED, old.id, date(2027, 3, 19))

    # Nobody acts: the office is reminded once, and the objection stays where it is.
    province.clock.move(days=30)
    assert keep_clocks(province.store, shelf, province.clock).fired == 1
    assert keep_clocks(province.store, shelf, province.clock).fired == 0
    with province.store.reader() as reader:
        assert [one.step for one in reader.steps_of(file.id)] == ["filed"]
        [reminder] = [one for one in reader.undelivered(500) if one.topic == "clock.overdue"]
    assert (reminder.payload["kind"], reminder.payload["file"]) == ("objection.accept", file.id)


MONDAY_OFF = LocalYear(year=2027, document="示例州假日通知（虚构）", days_off=frozenset({date(2027, 3, 15)}))
PREFECTURE = LocalHolidays(area="522600", title="示例州", years={2027: MONDAY_OFF})


def in_prefecture(province: Province) -> EntryRecord:
    """A case of a firm in an autonomous prefecture that has Monday 15 March off."""
    catalogue = province.shelf.catalogue
    province.shelf = replace(repository_shelf(), catalogue=replace(catalogue, local_holidays={"522600": PREFECTURE}))
    return province.proposed(province.register(name="虚构山谷有限公司", region="522601"))


def until(province: Province, case: str, day: str) -> EntryRecord:
    return province.notice(
        case, law_date=date(2027, 3, 3), details={"service": "direct", "proof": "回证-1", "statement_until": day}
    )


def test_a_local_holiday_gives_the_party_another_day(province: Province):
    """Ten days from 3 March end on a Saturday: Monday elsewhere, Tuesday where Monday is off, by the same guard (民法典 203)."""
    province.clock.move(days=3)
    here, there = province.proposed(province.register(name="虚构平原有限公司")).id, in_prefecture(province).id

    assert until(province, here, "2027-03-15").state is EntryState.NOTICED
    assert "至2027-03-16届满" in refusal(until, province, there, "2027-03-15").zh
    assert until(province, there, "2027-03-16").state is EntryState.NOTICED


@pytest.mark.parametrize(("area", "ends"), [("520103", date(2027, 3, 19)), ("522601", date(2027, 3, 22))])
def test_a_clock_of_a_file_counts_the_local_holiday_too(province: Province, area: str, ends: date):
    """Five working days from Friday 12 March to take an objection up: to the next Friday, or Monday where a day is off."""
    catalogue = province.shelf.catalogue
    province.shelf = replace(repository_shelf(), catalogue=replace(catalogue, local_holidays={"522600": PREFECTURE}))
    entry = province.listed(province.register(name="虚构计时有限公司", region=area))
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)
    filed = StepRequest(step="filed", law_date=province.clock.today(), details={"grounds": "款项已付清（虚构）"})

    file = desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, filed)

    with province.store.reader() as reader:
        [clock] = [one for one in reader.clocks_on(file_id=file.id) if one.ended_seq is None]
    assert (clock.started_on, clock.due_on) == (date(2027, 3, 12), ends)
