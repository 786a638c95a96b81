"""What every book promises about files, clocks, letters, services and looks: on the fake, on SQLite, on PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.docket import ClockEnd, FileKind, ServiceOutcome, ServiceWay
from casework.ports import AlreadyRecorded, Store, StoreRefused
from tests.adapters.books import write
from tests.fakes.docket_records import clock, file, letter, look, service, step
from tests.fakes.records import NOON, entry, subject


@pytest.fixture
def case(store: Store) -> Store:
    """A book with a subject, an entry and a file on it."""
    write(store, ("add_subject", subject()), ("add_entry", entry()), ("open_file", file()), ("add_step", step()))
    return store


def test_a_file_and_its_steps_come_back_as_they_went_in(case: Store) -> None:
    """Grounds and documents pass through encryption; the file is found by subject, by entry and by receipt."""
    write(case, ("add_step", step(number=2, step="accepted", account_id="officer-a", document="虚构受〔2026〕1号")))

    with case.reader() as reader:
        assert reader.file("file-1") == file()
        assert reader.files_of("subject-1") == [file()]
        assert reader.files_on("entry-1") == [file()]
        assert [one.step for one in reader.steps_of("file-1")] == ["filed", "accepted"]
        assert reader.steps_of("file-1")[0] == step()


def test_a_receipt_is_found_however_it_is_typed(case: Store) -> None:
    """The subject types it from paper."""
    with case.reader() as reader:
        assert reader.file_by_receipt(" yy-0000-0001 ") == file()
        assert reader.file_by_receipt("YY-0000-0002") is None


def test_one_receipt_has_one_file(case: Store) -> None:
    """Whoever follows a receipt must never be shown somebody else's file."""
    with pytest.raises(AlreadyRecorded):
        write(case, ("open_file", file(id="file-2", receipt="yy-0000-0001")))


def test_nothing_follows_a_closing_step(case: Store) -> None:
    """What is answered is answered; a new objection is a new file."""
    write(case, ("add_step", step(number=2, step="withdrawn", closes=True)))

    with pytest.raises(StoreRefused):
        write(case, ("add_step", step(number=3, step="accepted")))
    with case.reader() as reader:
        assert reader.open_files("labour", [FileKind.OBJECTION]) == []


def test_steps_run_without_gap(case: Store) -> None:
    """A missing number would hide a step."""
    with pytest.raises(StoreRefused):
        write(case, ("add_step", step(number=3, step="accepted")))


def test_open_files_of_a_department_come_in_pages(case: Store) -> None:
    """Another department's files and other kinds are not on this desk."""
    write(case, ("open_file", file(id="file-2", receipt="r-2")), ("open_file", file(id="file-3", receipt="r-3")))
    write(case, ("open_file", file(id="file-4", receipt="r-4", department="tax")))
    write(case, ("open_file", file(id="file-5", receipt="r-5", kind=FileKind.SUIT)))

    with case.reader() as reader:
        first = reader.open_files("labour", [FileKind.OBJECTION], limit=2)
        assert [one.id for one in first] == ["file-1", "file-2"]
        assert [one.id for one in reader.open_files("labour", [FileKind.OBJECTION], after="file-2")] == ["file-3"]


def test_a_clock_ends_once(case: Store) -> None:
    """Two workers may find the same clock due; only one of them may act on it."""
    write(case, ("add_clock", clock()))
    with case.unit_of_work() as unit:
        unit.end_clock("clock-1", ClockEnd.FIRED, date(2026, 11, 10), unit.draw_seq())
        unit.commit()

    with case.unit_of_work() as unit, pytest.raises(StoreRefused):
        unit.end_clock("clock-1", ClockEnd.MET, date(2026, 11, 10), unit.draw_seq())
    with case.reader() as reader:
        (ended,) = reader.clocks_on(entry_id="entry-1")
        assert (ended.ended_how, ended.ended_on) == (ClockEnd.FIRED, date(2026, 11, 10))
        assert reader.clock("clock-1") == ended


def test_clocks_are_due_the_day_after_their_last_day(case: Store) -> None:
    """The last day still counts."""
    write(case, ("add_clock", clock()), ("add_clock", clock(id="clock-2", due_on=date(2026, 11, 3))))

    with case.reader() as reader:
        assert [one.id for one in reader.clocks_due(date(2026, 11, 9))] == ["clock-2"]
        assert [one.id for one in reader.clocks_due(date(2026, 11, 10))] == ["clock-2", "clock-1"]
        assert [one.id for one in reader.open_clocks("labour")] == ["clock-2", "clock-1"]
        assert reader.open_clocks("tax") == []
        with pytest.raises(ValueError, match="name the entry"):
            reader.clocks_on()


def test_a_clock_whose_last_day_nobody_can_tell_yet_stands_first(case: Store) -> None:
    """The holidays of next year are not published: that is said aloud on the desk, and nothing fires."""
    write(case, ("add_clock", clock()), ("add_clock", clock(id="clock-2", due_on=None)))

    with case.reader() as reader:
        assert [one.id for one in reader.open_clocks("labour")] == ["clock-2", "clock-1"]
        assert [one.id for one in reader.clocks_due(date(2099, 1, 1))] == ["clock-1"]


def test_letters_are_numbered_without_gap_and_without_repeat(case: Store) -> None:
    """文号连续: a missing or doubled number is the first thing an auditor asks about."""
    write(case, ("add_letter", letter()))

    for serial in (1, 3):
        with pytest.raises(StoreRefused):
            write(case, ("add_letter", letter(id="letter-2", serial=serial)))
    write(case, ("add_letter", letter(id="letter-2", serial=2)), ("add_letter", letter(id="letter-3", year=2027)))
    with case.unit_of_work() as unit:
        assert unit.next_serial("labour", "告", 2026) == 3
        assert unit.next_serial("labour", "决", 2026) == 1
    with case.reader() as reader:
        assert reader.letter("letter-1") == letter()
        assert [one.id for one in reader.letters_of("subject-1")] == ["letter-1", "letter-2", "letter-3"]


def test_attempts_at_service_are_kept_in_order(case: Store) -> None:
    """Returned mail is not forgotten when the next attempt succeeds."""
    again = replace(service(), number=2, way=ServiceWay.DIRECT, outcome=ServiceOutcome.SERVED, on=date(2026, 11, 12))
    write(case, ("add_letter", letter()), ("add_service", service()), ("add_service", again))

    with case.reader() as reader:
        assert reader.services_of("letter-1") == [service(), again]


def test_looks_are_shown_newest_first(case: Store) -> None:
    """The subject may ask who looked."""
    write(case, ("add_look", look()), ("add_look", look(id="look-2", seq=2)))

    with case.reader() as reader:
        assert reader.looks_at("subject-1") == [look(id="look-2", seq=2), look()]
        assert reader.looks_at("nobody") == []


def test_whoever_examined_a_file_does_not_decide_it(case: Store) -> None:
    """四眼: the database refuses it too, and refuses a decision on what nobody examined."""
    verified = step(number=2, step="verified", account_id="officer-a")
    decision = step(number=3, step="upheld", closes=True)

    with pytest.raises(StoreRefused):
        write(case, ("add_step", replace(decision, number=2, account_id="second")))
    write(case, ("add_step", verified))
    with pytest.raises(StoreRefused):
        write(case, ("add_step", replace(decision, account_id="officer-a")))
    write(case, ("add_step", replace(decision, account_id="second")))


def test_looks_of_an_account_are_counted_from_an_instant_on(case: Store) -> None:
    """Whoever looks often is reported: by kind, and only the last hour."""
    late = NOON + timedelta(hours=1)
    write(
        case,
        ("add_look", look()),
        ("add_look", look(id="look-2", at=late)),
        ("add_look", look(id="look-3", kind="dossier")),
    )

    with case.reader() as reader:
        assert reader.count_looks("officer-a", "reveal", NOON) == 2
        assert reader.count_looks("officer-a", "reveal", late) == 1
        assert reader.count_looks("officer-b", "reveal", NOON) == 0
