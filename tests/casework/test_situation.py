"""What the engine sees of what is recorded: history, starts, and persons with the days on which they held a role."""

from dataclasses import replace
from datetime import date

from casework.records import RelatedRecord, SubjectType
from casework.situation import situations_of
from engine.facts import NONE, UNKNOWN, Fact, Situation
from engine.periods import Period
from tests.casework.test_term_range import with_lists
from tests.fakes.province import TAX, TAX_CLERK, TODAY, Province


def seen(province: Province, subject) -> Situation:
    with province.store.reader() as reader:
        [situation] = situations_of(reader, province.shelf, [subject], TODAY)
    return situation


def test_an_ended_entry_stays_in_the_history(province):
    """A second listing can only be told from a first one if the first is remembered (list.entry)."""
    firm = province.register()
    entry = province.mirror(firm)
    province.remove(entry)

    [told] = [fact for fact in seen(province, firm).facts if fact.kind == "list.entry"]

    assert told.law_date == date(2026, 10, 10)
    assert (told.value("list"), told.value("ended_on")) == (entry.list_id, TODAY)
    assert told.value("ended_because") is UNKNOWN


def test_an_entry_whose_term_ran_out_is_over_for_the_history(province):
    """Nobody need say so: the day after the last one it stood no longer, and the reason is the term."""
    firm = province.register()
    province.mirror(firm, term_end=date(2027, 1, 31))

    [told] = [fact for fact in seen(province, firm).facts if fact.kind == "list.entry"]

    assert (told.value("ended_on"), told.value("ended_because")) == (date(2027, 2, 1), "term_over")


def listing(province: Province, subject) -> Fact:
    [told] = [fact for fact in seen(province, subject).facts if fact.kind == "list.entry"]
    return told


def test_an_entry_whose_term_is_not_known_is_neither_over_nor_standing_for_the_history(province):
    """Where the law gives a range and the document no end, nobody may say that it still stands."""
    with_lists(province, TAX, term=Period(years=2), term_at_most=Period(years=5))
    firm = province.register()
    province.mirror(firm)

    told = listing(province, firm)

    assert (told.value("ended_on"), told.value("ended_because")) == (UNKNOWN, UNKNOWN)


def test_an_entry_ended_by_its_source_after_its_term_is_not_said_to_have_run_out(province):
    """Withdrawn as wrong on the last day's morrow: why it ended is the source's to say, not ours."""
    firm = province.register()
    entry = province.mirror(firm, term_end=date(2027, 1, 31))
    province.remove(entry, on=date(2027, 2, 20))

    told = listing(province, firm)

    assert (told.value("ended_on"), told.value("ended_because")) == (date(2027, 2, 20), UNKNOWN)


def test_the_last_day_of_the_calendar_breaks_nobodys_batch(province):
    """9999-12-31 is how other systems write "permanent"; there is no day after it."""
    firm = province.register()
    clerk = replace(TAX_CLERK, id="court-clerk", department="court")
    day = date(2018, 1, 10)
    province.mirror(firm, by=clerk, list_id="court-defaulter", decided_on=day, effective_on=day, term_end=date.max)

    assert listing(province, firm).value("ended_on") is NONE


def test_history_kind_is_in_the_catalogue_with_the_fields_that_are_filled(province):
    """What casework fills must be what packs may read."""
    firm = province.register()
    province.mirror(firm)
    kind = province.shelf.catalogue.kinds["list.entry"]
    [told] = [fact for fact in seen(province, firm).facts if fact.kind == "list.entry"]

    assert kind.law_date == "started_on"
    assert set(told.values) <= set(kind.fields)
    assert told.value("ended_on") is NONE


def test_a_rule_can_read_when_an_entry_began(province):
    """ "Three years on the list" is asked of the entry's own start."""
    firm = province.register()
    province.mirror(firm)

    [entry] = seen(province, firm).entries

    assert entry.value("start") == date(2026, 10, 10)


def test_persons_keep_the_days_on_which_they_held_a_role(province):
    """Who was legal representative when the licence was revoked is another question than who is today."""
    firm = province.register()
    old, new = (province.register(SubjectType.NATURAL_PERSON, name=name).id for name in ("虚构甲", "虚构乙"))
    with province.store.unit_of_work() as work:
        seq = work.draw_seq()
        for person, start, end in ((old, None, date(2025, 5, 1)), (new, date(2025, 5, 1), None)):
            work.add_related(
                RelatedRecord(
                    subject_id=firm.id,
                    person_id=person,
                    role="legal_representative",
                    start=start,
                    end=end,
                    recorded_seq=seq,
                )
            )
        work.commit()

    held = {person.id: (person.since, person.until) for person in seen(province, firm).related}

    assert held == {old: (UNKNOWN, date(2025, 5, 1)), new: (date(2025, 5, 1), NONE)}


def test_no_source_vouches_that_the_persons_recorded_are_all(province):
    """A role without a recorded holder is not empty, it is unknown (spec chapter 4)."""
    not_covered = seen(province, province.register()).not_covered

    assert "role:legal_representative" in not_covered
    assert "role:subject" not in not_covered
