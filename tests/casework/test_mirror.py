"""Mirrored entries: by their document, never re-decided, removed when the source removes them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.errors import Refused
from casework.mirrored_batch import IncomingEntry, enter_all
from casework.records import EntryState, Move, SubjectType
from tests.fakes.province import (
    CLERK,
    OFFICER,
    TAX_CLERK,
    TODAY,
    WAGE,
    person_code,
    refusal,
)

TOMORROW = TODAY + timedelta(days=1)


def test_a_mirrored_entry_is_effective_with_the_lists_own_term(province):
    """Three years from the effect, last day the corresponding day."""
    entry = province.mirror(province.register())

    assert (entry.state, entry.mirrored, entry.term_end) == (EntryState.EFFECTIVE, True, date(2029, 10, 10))
    assert entry.pack_digest.startswith("sha256:")


def test_a_list_determined_here_takes_no_entry_by_document(province):
    """The shortcut round notice, decision and approval."""
    clerk = replace(CLERK, department="human-resources")

    refused = refusal(province.mirror, province.register(), by=clerk, list_id=WAGE)

    assert (refused.code, "49号" in refused.law) == ("list-determined-here", True)


@pytest.mark.parametrize("account", [CLERK, replace(TAX_CLERK, roles=frozenset())])
def test_only_the_authoritys_own_clerk_enters(province, account):
    """What the tax office decided comes from the tax office."""
    assert refusal(province.mirror, province.register(), by=account).status == 403


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"document": " "}, {"/document"}),
        ({"decided_on": TOMORROW, "effective_on": TOMORROW}, {"/decided_on", "/effective_on"}),
        ({"effective_on": TOMORROW}, {"/effective_on"}),
        ({"effective_on": date(2026, 10, 8)}, {"/effective_on"}),
        ({"term_end": date(2026, 10, 9)}, {"/term_end"}),
    ],
)
def test_a_faulty_entry_is_refused_with_every_place(province, changed, where):
    """No document, a future date, an effect before the decision, a term that ends before it begins."""
    firm = province.register()

    refused = refusal(province.mirror, firm, **changed)

    assert {fault.where for fault in refused.faults} == where
    with province.store.reader() as reader:
        assert reader.entries_of([firm.id])[firm.id] == ()


@pytest.mark.parametrize(
    ("last", "goes"), [(date(2029, 10, 10), True), (date(2029, 10, 11), False), (date(2036, 10, 9), False)]
)
def test_nobody_is_listed_past_the_term_of_the_list(province, last, goes):
    """Three years from the effect; a source that sends ten has made a mistake, and the message names the list's term."""
    firm = province.register()
    if goes:
        assert province.mirror(firm, term_end=last).term_end == last
        return

    refused = refusal(province.mirror, firm, term_end=last)

    [fault] = refused.faults
    assert (refused.code, fault.where) == ("entry-faulty", "/term_end")
    assert all(words in fault.zh for words in ("重大税收违法失信主体", "P3Y", "2029-10-10"))


@pytest.mark.parametrize(
    ("decided", "goes"), [(date(1990, 1, 1), False), (date(2016, 12, 31), False), (date(2017, 1, 1), True)]
)
def test_nobody_is_listed_before_the_lists_first_rules(province, decided, goes):
    """The oldest release of the tax list is in force from 2017-01-01: what would a decision of 1990 rest on?"""
    firm = province.register()
    if goes:
        assert province.mirror(firm, decided_on=decided, effective_on=decided).pack_version == "2016.1"
        return

    refused = refusal(province.mirror, firm, decided_on=decided, effective_on=decided)

    [fault] = refused.faults
    assert (fault.where, "2017-01-01" in fault.zh) == ("/decided_on", True)


def test_a_file_tells_at_its_row_what_goes_past_the_lists_rules(province):
    """The same rules by the file as one by one: a term too long in row 2, a decision too old in row 3, nothing written."""
    firms = [province.register() for _ in range(3)]
    days = [("2026-10-09", "2029-10-09"), ("2026-10-09", "2036-10-09"), ("1990-01-01", "")]
    rows = [
        IncomingEntry(
            where=f"第{number}行",
            subject_type="enterprise",
            code=firm.code,
            list_id="重大税收违法失信主体",
            document=f"税公-{number}",
            decided_on=decided,
            effective_on=decided,
            term_end=until,
        )
        for number, (firm, (decided, until)) in enumerate(zip(firms, days, strict=True), start=1)
    ]

    with pytest.raises(Refused) as refused:
        enter_all(province.store, province.shelf, province.clock, TAX_CLERK, rows)

    assert [fault.where for fault in refused.value.faults] == ["第2行 term_end", "第3行 decided_on"]
    with province.store.reader() as reader:
        assert reader.entries_of([firms[0].id])[firms[0].id] == ()


def test_an_unknown_subject_is_refused_before_anything_is_written(province):
    """Not a fault of the book but an answer to the sender."""
    ghost = replace(province.register(), id="nobody")

    assert refusal(province.mirror, ghost).code == "subject-unknown"


def test_the_same_document_twice_is_one_entry_also_after_its_removal(province):
    """A repeated load never lists somebody again whom the source has removed."""
    firm = province.register()
    entry = province.mirror(firm)
    again = province.mirror(firm)
    province.remove(entry)

    late = province.mirror(firm)

    assert (again.id, late.id, late.state) == (entry.id, entry.id, EntryState.ENDED)


def test_the_same_document_with_other_dates_is_not_swallowed(province):
    """The source corrected its dates: end the entry, enter it anew; a silent yes would keep the wrong term."""
    firm = province.register()
    entry = province.mirror(firm)
    corrected = {"effective_on": date(2026, 10, 12)}

    refused = refusal(province.mirror, firm, **corrected)
    province.remove(entry)
    anew = province.mirror(firm, **corrected)

    assert refused.code == "entry-stands"
    assert (anew.id != entry.id, anew.term_end) == (True, date(2029, 10, 12))


def test_an_entry_past_its_term_does_not_block_the_next(province):
    """It runs no more, though nobody has ended it."""
    firm = province.register()
    province.mirror(firm, term_end=date(2026, 12, 31))

    assert province.mirror(firm, document="税公-2").state is EntryState.EFFECTIVE


@pytest.mark.parametrize("on", [TOMORROW, date(2026, 10, 9)], ids=["future", "before effect"])
def test_a_removal_is_dated_between_effect_and_today(province, on):
    """Otherwise a removal could un-list the past or announce the future."""
    entry = province.mirror(province.register())

    assert refusal(province.remove, entry, on=on).code == "entry-faulty"


def test_a_removal_is_the_authoritys_own(province):
    """Another department's entry is not found, and an old version is told so."""
    entry = province.mirror(province.register())

    foreign = refusal(province.remove, entry, by=CLERK)
    province.remove(entry)
    twice = refusal(province.remove, entry)

    assert [(one.code, one.status) for one in (foreign, twice)] == [("not-found", 404), ("stale-version", 412)]


def test_a_mirrored_entry_takes_no_moves_here(province):
    """Never re-decided here: not even ended by an officer of the same department."""
    entry = province.mirror(province.register())
    officer = replace(OFFICER, department="tax")

    refused = refusal(province.move, officer, entry.id, Move.END, document="x", law_date=TODAY, reasons="x")

    assert refused.code == "mirrored"


@pytest.mark.parametrize("field", ["document", "reasons"])
@pytest.mark.parametrize("part", ["code", "name"])
def test_a_persons_name_or_code_stands_in_no_text_that_checks_show(province, field, part):
    """Refusal 7: the reasons of an entry are told to whoever asks lawfully, names are not."""
    person = province.register(SubjectType.NATURAL_PERSON, name="虚构丙")

    refused = refusal(province.mirror, person, **{field: f"对 {getattr(person, part)} 的决定"})

    assert [fault.where for fault in refused.faults] == [f"/{field}"]
    assert getattr(person, part) not in str(refused.faults)


def test_nobody_under_18_is_mirrored_onto_a_list(province):
    """Refusal 5 holds for what others decided, too."""
    minor = province.register(SubjectType.NATURAL_PERSON, code=person_code(1, "20090101"))

    assert [fault.where for fault in refusal(province.mirror, minor).faults] == ["/decided_on"]
