"""Clocks: worked out once, anew on correction, fired once and in order, also after downtime and with several workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.clocks import ClockOwner, Effects, clock_for, clock_of, fire_due, recompute, recomputed, settle
from casework.deadlines import Deadline, deadline
from casework.docket import ClockEffect, ClockEnd, ClockRecord
from casework.errors import Refused
from casework.legal_deadlines import rule_for
from casework.ports import StoreBusy, UnitOfWork
from engine.parse import parse_catalogue
from engine.place_calendar import PlaceCalendar, calendar_of_place
from tests.fakes.clock import FakeClock
from tests.fakes.docket_records import CLOCK, file, step
from tests.fakes.records import entry, subject
from tests.fakes.store import FakeStore
from tests.fakes.store_reader import FakeReader
from tests.fakes.store_writer import FakeUnitOfWork

DAYS = (Path(__file__).parents[2] / "rules" / "catalogue" / "working-days.yaml").read_text(encoding="utf-8")
OWNER = ClockOwner(department="labour", subject_id="subject-1", entry_id="entry-1", file_id="file-1")
NEXT_YEAR = """\
  "2027":
    source: {title: 示例安排, assurance: unverified}
    days_off: [2027-01-01]
    working: []
"""


def place(more: str = "") -> PlaceCalendar:
    catalogue, issues = parse_catalogue({"days.yaml": DAYS + more})
    assert issues == ()
    assert catalogue is not None
    return calendar_of_place(catalogue.calendar, {}, "520000")


PLACE = place()


def accepted(start: date) -> Deadline:
    return deadline(rule_for("objection.accept", start), start, PLACE)


class Ledger:
    """Effects that write down what they were asked to do, and may be told to refuse."""

    def __init__(self, *refuse: str) -> None:
        self.done: list[tuple[str, date]] = []
        self.refuse = refuse

    def effects(self) -> Effects:
        return dict.fromkeys((each for each in ClockEffect if each is not ClockEffect.WINDOW), self.act)

    def act(self, work: UnitOfWork, running: ClockRecord, on: date, seq: int) -> None:
        if running.id in self.refuse:
            raise Refused("example", zh="示例", en="example")
        self.done.append((running.id, on))
        work.post("clock", seq, {"clock": running.id})


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(time: FakeClock) -> FakeStore:
    return with_case(FakeStore(time))


def with_case(store: FakeStore) -> FakeStore:
    """The subject, entry and file that the clocks run on."""
    with store.unit_of_work() as work:
        work.add_subject(subject())
        work.add_entry(entry())
        work.open_file(file())
        work.add_step(step())
        work.commit()
    return store


def record(store: FakeStore, *clocks: ClockRecord) -> None:
    with store.unit_of_work() as work:
        for each in clocks:
            work.add_clock(each)
        work.commit()


def a_clock(name: str, due: date | None, effect: ClockEffect = ClockEffect.ALARM) -> ClockRecord:
    return replace(CLOCK, id=name, due_on=due, effect=effect)


def day_of(time: FakeClock) -> date:
    return time.today()


def before(time: FakeClock, days: int) -> date:
    return date.fromordinal(day_of(time).toordinal() - days)


def test_a_clock_carries_its_deadline_as_it_was_computed() -> None:
    """The record alone tells when it began, how long it runs, until when and by which text."""
    found = accepted(date(2026, 11, 2))

    clock = clock_of(found, ClockEffect.ALARM, OWNER, 7)

    assert (clock.kind, clock.started_on, clock.due_on, clock.period) == (
        "objection.accept",
        date(2026, 11, 2),
        date(2026, 11, 9),
        "P5WD",
    )
    assert (clock.basis, clock.local_policy, clock.recorded_seq, clock.entry_id) == (found.basis, True, 7, "entry-1")


def test_the_same_deadline_is_no_recomputation() -> None:
    """A clock is worked out once; a second look at unchanged facts changes nothing."""
    clock = clock_of(accepted(date(2026, 11, 2)), ClockEffect.ALARM, OWNER, 7)

    assert recomputed(clock, accepted(date(2026, 11, 2)), 8) is None


def test_a_corrected_start_gives_a_new_clock_in_place_of_the_old(store: FakeStore) -> None:
    """The day of service was entered wrongly: the old clock stays on record, ended, and the new one names it."""
    clock = clock_of(accepted(date(2026, 11, 2)), ClockEffect.ALARM, OWNER, 1)
    record(store, clock)

    with store.unit_of_work() as work:
        successor = recompute(work, clock, accepted(date(2026, 11, 4)), date(2026, 11, 5), work.draw_seq())
        work.commit()

    with store.reader() as reader:
        old, new = reader.clock(clock.id), reader.clock(successor.id)
    assert old is not None
    assert (old.ended_how, old.ended_on) == (ClockEnd.RECOMPUTED, date(2026, 11, 5))
    assert new is not None
    assert (new.replaces, new.due_on, new.effect) == (clock.id, date(2026, 11, 11), clock.effect)


def test_an_ended_clock_is_not_recomputed() -> None:
    """What has fired or was met is history."""
    ended = replace(CLOCK, ended_seq=3, ended_on=date(2026, 11, 9), ended_how=ClockEnd.MET)

    with pytest.raises(ValueError, match=CLOCK.id):
        recomputed(ended, accepted(date(2026, 11, 2)), 8)


def test_a_clock_waits_for_a_calendar_and_is_settled_by_it(store: FakeStore) -> None:
    """The last day lies in a year without holidays on record: the clock runs, fires nothing, and gets its day later."""
    start = date(2026, 12, 28)
    waiting = clock_for(rule_for("objection.accept", start), start, PLACE, ClockEffect.ALARM, OWNER, 1)
    record(store, waiting)

    with store.unit_of_work() as work:
        still = settle(work, waiting, PLACE, start, work.draw_seq())
        told = settle(work, waiting, place(NEXT_YEAR), start, work.draw_seq())
        work.commit()

    assert (waiting.due_on, still) == (None, waiting)
    assert (told.due_on, told.replaces, told.basis) == (date(2027, 1, 5), waiting.id, waiting.basis)


def test_settling_leaves_other_clocks_alone(store: FakeStore) -> None:
    """A clock with its day keeps it, whatever calendar comes later."""
    clock = clock_for(
        rule_for("objection.accept", date(2026, 11, 2)), date(2026, 11, 2), PLACE, *(ClockEffect.ALARM, OWNER, 1)
    )

    with store.unit_of_work() as work:
        assert settle(work, clock, PLACE, date(2026, 11, 3), 2) is clock


def test_a_clock_fires_on_the_day_after_its_last(store: FakeStore, time: FakeClock) -> None:
    """On the last day itself there is still time to act."""
    ledger = Ledger()
    record(store, a_clock("today", day_of(time)), a_clock("yesterday", before(time, 1)))

    assert fire_due(store, time, ledger.effects()) == 1
    assert ledger.done == [("yesterday", day_of(time))]
    time.move(days=1)
    assert fire_due(store, time, ledger.effects()) == 1
    assert fire_due(store, time, ledger.effects()) == 0
    assert [name for name, _ in ledger.done] == ["yesterday", "today"]


def test_after_a_week_of_downtime_all_fire_in_order_and_on_their_own_day(store: FakeStore, time: FakeClock) -> None:
    """The day in law is the day after each last day, not the day on which the machine came back."""
    ledger = Ledger()
    record(store, *(a_clock(f"due-{days}", before(time, days)) for days in (2, 7, 4, 1)))

    assert fire_due(store, time, ledger.effects(), batch=2) == 4
    assert ledger.done == [(f"due-{days}", before(time, days - 1)) for days in (7, 4, 2, 1)]
    with store.reader() as reader:
        ended = reader.clock("due-7")
    assert ended is not None
    assert (ended.ended_how, ended.ended_on) == (ClockEnd.FIRED, before(time, 6))


def test_what_was_met_or_waits_does_not_fire(store: FakeStore, time: FakeClock) -> None:
    """Only a running clock with a last day can fall due."""
    ledger = Ledger()
    met = replace(a_clock("met", before(time, 3)), ended_seq=2, ended_on=before(time, 4), ended_how=ClockEnd.MET)
    record(store, met, a_clock("waiting", None))

    assert fire_due(store, time, ledger.effects()) == 0
    assert ledger.done == []


class Overtaken(FakeStore):
    """A store whose clocks another worker fires between this worker's look and its first unit of work."""

    def __init__(self, time: FakeClock, other: Ledger) -> None:
        super().__init__(time)
        self.time, self.other, self.overtake = time, other, False

    @contextmanager
    def reader(self) -> Iterator[FakeReader]:
        with super().reader() as reader:
            yield reader
        if self.overtake:
            self.overtake = False
            fire_due(self, self.time, self.other.effects())


def test_of_two_workers_one_fires_and_the_other_leaves_it(time: FakeClock) -> None:
    """Both have seen the same clocks due; each effect happens once all the same."""
    first, second = Ledger(), Ledger()
    store = Overtaken(time, first)
    with_case(store)
    record(store, a_clock("one", before(time, 2)), a_clock("two", before(time, 1)))
    store.overtake = True

    assert fire_due(store, time, second.effects()) == 0
    assert [name for name, _ in first.done] == ["one", "two"]
    assert second.done == []
    assert len(store.outbox) == 2


def test_the_mark_and_the_effect_are_one_transaction(store: FakeStore, time: FakeClock) -> None:
    """An effect that is refused leaves its clock running, and the next run tries again."""
    record(store, a_clock("stuck", before(time, 2)), a_clock("free", before(time, 1)))
    ledger = Ledger("stuck")

    with pytest.raises(ExceptionGroup) as refused:
        fire_due(store, time, ledger.effects(), batch=1)

    assert [each.code for each in refused.value.exceptions if isinstance(each, Refused)] == ["example"]
    assert ledger.done == [("free", day_of(time))]
    assert [message.payload["clock"] for message in store.outbox] == ["free"]
    ledger.refuse = ()
    assert fire_due(store, time, ledger.effects()) == 1


def test_a_window_lapses_in_silence(store: FakeStore, time: FakeClock) -> None:
    """The time for a suit is over: nobody is alarmed, the clock is simply ended."""
    ledger = Ledger()
    record(store, a_clock("suit", before(time, 1), ClockEffect.WINDOW))

    assert fire_due(store, time, ledger.effects()) == 1
    assert ledger.done == []


def test_an_effect_that_nobody_provides_stops_before_anything_fires(store: FakeStore, time: FakeClock) -> None:
    """A clock that is marked and does nothing would be lost for good."""
    record(store, a_clock("one", before(time, 1)))
    alone: Effects = {ClockEffect.ALARM: Ledger().act}

    with pytest.raises(ValueError, match="expire_entry, lapse_proposal"):
        fire_due(store, time, alone)
    with store.reader() as reader:
        assert [one.id for one in reader.clocks_due(day_of(time))] == ["one"]


def test_a_busy_store_is_told_at_once(store: FakeStore, time: FakeClock) -> None:
    """Nothing is wrong with the clocks; the next run will do."""
    record(store, a_clock("one", before(time, 1)))
    store.busy = True

    with pytest.raises(StoreBusy):
        fire_due(store, time, Ledger().effects())


class Late(FakeUnitOfWork):
    """A unit of work that still sees a clock running which the book has ended."""

    def clock(self, clock_id: str) -> ClockRecord | None:
        seen = super().clock(clock_id)
        return replace(seen, ended_seq=None, ended_on=None, ended_how=None) if seen else None


class SeenLate(FakeStore):
    """A store that shows ended clocks as running, as a database without a writer's lock might."""

    @contextmanager
    def reader(self) -> Iterator[FakeReader]:
        state = self.state
        first = {name: replace(each, ended_seq=None) for name, each in state.clocks.items()} if not self.looked else {}
        self.looked = True
        yield FakeReader(replace(state, clocks=first))

    def unit_of_work(self) -> Late:
        return Late(self)

    looked = False


def test_the_books_own_mark_is_the_last_word(time: FakeClock) -> None:
    """Even a worker that sees an old state twice does nothing: the book ends no clock a second time."""
    ledger, store = Ledger(), SeenLate(time)
    with_case(store)
    record(
        store, replace(a_clock("one", before(time, 1)), ended_seq=2, ended_on=day_of(time), ended_how=ClockEnd.FIRED)
    )

    assert fire_due(store, time, ledger.effects()) == 0
    assert ledger.done == []


def test_each_firing_is_in_the_chain(store: FakeStore, time: FakeClock) -> None:
    """An auditor sees that the machine, and no person, ended it, and when."""
    record(store, a_clock("one", before(time, 1)))

    fire_due(store, time, Ledger().effects())

    assert "clock.fired" in [link.kind for link in store.links]
