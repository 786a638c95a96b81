"""Red, black and watch beside one another: who may enter a red list, who must leave it, and what a watch entry never does."""

from dataclasses import replace
from datetime import date

import pytest

from casework.colours import definition_of, may_be_published
from casework.docket import ClockEnd
from casework.records import EndKind, EntryRecord, EntryState, Move, SubjectRecord
from engine.measures import WATCH_BRINGS
from engine.pack import Colour
from engine.periods import Period
from tests.fakes.province import OFFICER, SECOND, TAX, TODAY, WAGE, Province, refusal
from tests.fakes.shelf import FakeShelf


def honouring(province: Province, *, heard: bool = True) -> EntryRecord:
    """A proposal on the wage list as if it were a red one determined here (the facts matter less than the way)."""
    recolour(province, WAGE, Colour.RED)
    if heard:
        province.know_sources()
    return province.proposed(province.register())


def recolour(province: Province, list_id: str, colour: Colour) -> None:
    packs = [
        replace(pack, lists={**pack.lists, list_id: replace(pack.lists[list_id], colour=colour)})
        if list_id in pack.lists
        else pack
        for pack in province.shelf.packs()
    ]
    province.shelf = FakeShelf(packs, province.shelf.catalogue)


def publicise(province: Province, case: str, until: str = "2027-03-08") -> EntryRecord:
    said = {"document": "公示-1", "law_date": province.clock.today(), "details": {"public_until": until}}
    return province.move(OFFICER, case, Move.PUBLICISE, **said)


def honour(province: Province, case: str) -> EntryRecord:
    """The whole way to an effective red entry."""
    publicise(province, case)
    province.clock.move(days=8)
    province.decide(case)
    province.approve(case)
    return take_effect(province, case)


def take_effect(province: Province, case: str) -> EntryRecord:
    return province.move(OFFICER, case, Move.TAKE_EFFECT, document="名单公告-1", law_date=province.clock.today())


def subject_of(province: Province, entry: EntryRecord) -> SubjectRecord:
    with province.store.reader() as reader:
        found = reader.subject(entry.subject_id)
    assert found is not None
    return found


def test_a_red_entry_is_publicised_before_it_is_decided(province: Province) -> None:
    """Preliminary, cross-checked, shown to the public, decided, approved: no notice of anything adverse is served."""
    case = honouring(province).id

    unpublicised = refusal(province.decide, case)
    noticed = refusal(province.notice, case)
    publicise(province, case)
    province.clock.move(days=7)
    running = refusal(province.decide, case)
    province.clock.move(days=1)
    province.decide(case)
    own = refusal(province.approve, case, by=replace(SECOND, id=OFFICER.id))
    province.approve(case)
    entry = take_effect(province, case)

    assert [one.code for one in (unpublicised, noticed, running, own)] == [
        "move-not-lawful",
        "move-not-lawful",
        "publicity-period-running",
        "four-eyes",
    ]
    assert all("1798号" in one.law for one in (unpublicised, noticed, running))
    assert entry.state is EntryState.EFFECTIVE


@pytest.mark.parametrize(("until", "goes"), [("2027-03-01", False), ("2027-03-02", True), ("soon", False)])
def test_the_publicity_period_is_the_procedures_own_or_at_least_a_day(
    province: Province, until: str, goes: bool
) -> None:
    """No period is named by the law we read: the list's procedure says it, or else the next day is the least."""
    case = honouring(province).id

    if goes:
        assert publicise(province, case, until).state is EntryState.PUBLICISED
    else:
        assert refusal(publicise, province, case, until).code == "publicity-period-short"


@pytest.mark.parametrize("step", ["publicise", "decide", "approve", "take effect"])
@pytest.mark.parametrize("colour", [Colour.BLACK, Colour.WATCH])
def test_whoever_stands_on_a_black_or_watch_list_does_not_enter_at_any_step(
    province: Province, step: str, colour: Colour
) -> None:
    """Cross-checked each time: between publicity and effect a listing may come in."""
    recolour(province, TAX, colour)
    entry = honouring(province)
    way = {"publicise": publicise, "decide": Province.decide, "approve": Province.approve, "take effect": take_effect}
    for name, move in way.items():
        if name == step:
            break
        move(province, entry.id)
        province.clock.move(days=8)
    province.mirror(subject_of(province, entry))

    refused = refusal(way[step], province, entry.id)

    assert (refused.code, "1798号" in refused.law) == ("stands-on-adverse-list", True)
    assert "tax" not in refused.zh


def test_a_listing_whose_end_is_unknown_counts_as_standing(province: Province) -> None:
    """Unknown is no: for a reward the adverse entry must be definitely absent."""
    entry = honouring(province)
    packs = [
        replace(pack, lists={TAX: replace(pack.lists[TAX], term=Period(years=2), term_at_most=Period(years=5))})
        if TAX in pack.lists
        else pack
        for pack in province.shelf.packs()
    ]
    province.shelf = FakeShelf(packs, province.shelf.catalogue)
    standing = province.mirror(subject_of(province, entry))

    assert not standing.term_known
    assert refusal(publicise, province, entry.id).code == "stands-on-adverse-list"


def test_an_adverse_list_that_never_spoke_cannot_vouch_for_absence(province: Province) -> None:
    """Unknown is no: the refusal names the list whose source is to be connected."""
    entry = honouring(province, heard=False)
    province.know_sources(but=TAX)

    refused = refusal(publicise, province, entry.id)

    assert refused.code == "adverse-list-unheard"
    assert "重大税收违法" in refused.zh


def test_an_adverse_listing_that_is_over_is_no_bar(province: Province) -> None:
    """Off the list is off the list."""
    entry = honouring(province)
    province.mirror(subject_of(province, entry), term_end=date(2027, 2, 1))

    assert honour(province, entry.id).state is EntryState.EFFECTIVE


@pytest.mark.parametrize("colour", [Colour.BLACK, Colour.WATCH])
def test_an_adverse_entry_that_takes_effect_ends_the_red_one_in_the_same_unit(
    province: Province, colour: Colour
) -> None:
    """1798号 item 19. One sequence range, one reason, the kind kept as data and in the history."""
    recolour(province, TAX, colour)
    red = honour(province, honouring(province).id)
    day = province.clock.today()

    adverse = province.mirror(subject_of(province, red), decided_on=day, effective_on=day)

    ended = province.entry(red.id)
    assert (ended.state, ended.ended_on, ended.end_kind) == (EntryState.ENDED, day, EndKind.ADVERSE_ENTRY)
    with province.store.reader() as reader:
        last = reader.moves_of(red.id)[-1]
        instants = [one for one, _ in reader.state.instants]  # type: ignore[attr-defined]
    assert (last.move, last.document, last.details["because"]) == (Move.END, adverse.document, adverse.id)
    assert "1798号" in str(last.details["law"])
    with province.store.reader() as reader:
        assert [one.ended_how for one in reader.clocks_on(entry_id=red.id) if one.kind == "entry.term"] == [
            ClockEnd.CANCELLED
        ]
    assert ended.ended_seq == instants[-1] > (adverse.effective_seq or 0) > instants[-2]


def test_an_entry_determined_here_ends_the_red_one_too(province: Province) -> None:
    """Not only another authority's document: our own served decision has the same effect."""
    recolour(province, TAX, Colour.RED)
    [tax] = [p for p in province.shelf.packs() if TAX in p.lists and p.in_force.covers(TODAY)]
    firm = province.register()
    mirrored = province.mirror(firm)
    with province.store.unit_of_work() as work:  # as if it had been determined here
        work.draw_seq()
        work.save_entry(replace(mirrored, mirrored=False, version=2, pack_digest=tax.ref.digest))
        work.commit()

    black = province.listed(firm)

    assert province.entry(mirrored.id).end_kind is EndKind.ADVERSE_ENTRY
    assert province.entry(mirrored.id).ended_on == black.effective_on


def test_a_mirrored_red_entry_is_its_authoritys_to_end_and_it_is_told(province: Province) -> None:
    """Never re-decided here: the rewards rest (reward bars), a message goes out, the entry stands until the source removes it."""
    recolour(province, TAX, Colour.RED)
    firm = province.register()
    red = province.mirror(firm)

    black = province.listed(firm)

    assert province.entry(red.id).state is EntryState.EFFECTIVE
    [told] = [one for one in province.store.outbox if one.topic == "red.overtaken"]  # type: ignore[attr-defined]
    assert (told.payload["entry"], told.payload["because"]) == (red.id, black.id)


def test_an_old_listing_recorded_late_does_not_end_a_red_entry_that_came_after(province: Province) -> None:
    """A listing that is over today stands against nobody."""
    red = honour(province, honouring(province).id)

    province.mirror(subject_of(province, red), term_end=date(2027, 2, 1))

    assert province.entry(red.id).state is EntryState.EFFECTIVE


# publication


def test_a_watch_entry_is_never_public(province: Province) -> None:
    """重点关注 is for the supervising department; a black one of our own is public while it stands and nothing suspends it."""
    entry = province.listed(province.register())
    today = province.clock.today()
    listed = definition_of(province.shelf, entry)
    assert listed is not None
    unasked = replace(listed, procedure=tuple(one for one in listed.procedure if one.step != "publication"))

    assert may_be_published(entry, listed, today)
    assert not may_be_published(entry, replace(listed, colour=Colour.WATCH), today)
    assert not may_be_published(entry, unasked, today)
    assert not may_be_published(replace(entry, suspended=True), listed, today)
    assert not may_be_published(replace(entry, mirrored=True), listed, today)
    assert not may_be_published(replace(entry, state=EntryState.ENDED), listed, today)
    assert not may_be_published(entry, listed, date(2030, 3, 13))


def test_a_watch_entry_brings_closer_checks_and_no_joint_punishment(province: Province) -> None:
    """Whatever a measure pack attaches to a watch list, an answer drops what is heavier and says why."""
    firm = province.register()
    province.know_sources()
    province.listed(firm)
    before = province.ask(firm).answer
    recolour(province, WAGE, Colour.WATCH)

    after = replace(province, _book=None).ask(firm, business_no="B-2").answer

    assert before["measures"]
    assert (after["outcome"], after["measures"]) == ("proceed", [])
    assert {one["why"] for one in after["dropped"]} == {WATCH_BRINGS}
