"""What every book promises about a subject's life: events are kept as they came, and the subject is found under each of its names."""

from dataclasses import replace
from datetime import date

import pytest

from casework.docket import FileKind
from casework.ports import Store, StoreRefused
from casework.records import CodeKind
from casework.subject_words import EventKind
from tests.adapters.books import write
from tests.fakes.docket_records import file, step
from tests.fakes.records import entry, event, person, subject

NEW_CODE = "91520103MA00000B2Q"


def test_an_event_comes_back_as_it_went_in(store: Store) -> None:
    """Document, reasons and whatever else was said pass through encryption; both subjects see it."""
    held = event(kind=EventKind.POST_HELD, other_id="person-1", role="director", name="", details={"note": "虚构"})
    write(store, ("add_subject", subject()), ("add_subject", person()), ("add_event", held))

    with store.reader() as reader:
        assert reader.events_of("subject-1") == [held]
        assert reader.events_of("person-1") == [held]
        assert reader.events_of("nobody") == []


def test_a_renamed_subject_is_found_under_both_names(store: Store) -> None:
    """The code stays; the former name is kept with the day until which it was right."""
    write(store, ("add_subject", subject()), ("add_event", event()))

    with store.reader() as reader:
        found = reader.subject("subject-1")
        assert found is not None
        assert (found.name, [(one.name, one.until) for one in found.former]) == (
            "虚构更名有限公司",
            [(subject().name, date(2026, 5, 1))],
        )
        assert reader.subjects_by_name(subject().name) == [found]
        assert reader.subjects_by_name("虚构更名有限公司") == [found]
        assert reader.subject_by_code(CodeKind.USCC, subject().code) == found


def test_an_old_code_and_a_new_one_lead_to_the_same_subject(store: Store) -> None:
    """换码: entries follow because it is the same subject."""
    recoded = event(id="event-2", kind=EventKind.RECODED, name="", code=NEW_CODE)
    write(store, ("add_subject", subject()), ("add_event", recoded))

    with store.reader() as reader:
        by_old = reader.subject_by_code(CodeKind.USCC, subject().code)
        by_new = reader.subject_by_code(CodeKind.USCC, NEW_CODE.lower())
        assert by_old == by_new
        assert by_new is not None
        assert (by_new.id, by_new.code, by_new.former[0].code) == ("subject-1", NEW_CODE, subject().code)


def test_a_withdrawn_event_has_changed_nothing(store: Store) -> None:
    """What was recorded wrongly stays on record and has no effect; it is withdrawn once."""
    recoded = event(id="event-2", kind=EventKind.RECODED, name="", code=NEW_CODE)
    back = event(id="event-3", kind=EventKind.WITHDRAWN, name="", withdraws="event-2", seq=2)
    write(store, ("add_subject", subject()), ("add_event", recoded), ("add_event", back))

    with store.reader() as reader:
        assert reader.subject("subject-1") == subject()
        assert reader.subject_by_code(CodeKind.USCC, NEW_CODE) is None
        assert len(reader.events_of("subject-1")) == 2
    with pytest.raises(StoreRefused):
        write(store, ("add_event", replace(back, id="event-4")))


def test_an_event_rests_on_subjects_that_are_registered(store: Store) -> None:
    """Nothing is merged into somebody nobody knows."""
    write(store, ("add_subject", subject()))

    for wrong in (event(subject_id="nobody"), event(kind=EventKind.MERGED, other_id="nobody")):
        with pytest.raises(StoreRefused):
            write(store, ("add_event", wrong))


def test_a_review_is_decided_by_another_hand_after_somebody_looked(store: Store) -> None:
    """四眼: held by the database too."""
    review = file(kind=FileKind.CORRECTION)
    opened = step(step="corrected", account_id="clerk")
    looked = step(number=2, step="examined", account_id="officer-a")
    closing = step(number=3, step="review_maintained", closes=True)
    write(store, ("add_subject", subject()), ("add_entry", entry()), ("open_file", review), ("add_step", opened))

    with pytest.raises(StoreRefused):
        write(store, ("add_step", replace(closing, number=2, account_id="second")))
    write(store, ("add_step", looked))
    with pytest.raises(StoreRefused):
        write(store, ("add_step", replace(closing, account_id="officer-a")))
    write(store, ("add_step", replace(closing, account_id="second")))
