"""Where the law leaves a range, the decision names the term, and the law's ends bind it."""

from dataclasses import replace
from datetime import date

import pytest

from casework.errors import Refused
from casework.records import EntryRecord, EntryState
from engine.catalogue import Catalogue
from engine.pack import Propose, Rule
from engine.periods import Period
from engine.working_days import WorkCalendar
from tests.fakes.province import SECOND, TAX, TAX_CLERK, WAGE, Province, refusal
from tests.fakes.shelf import FakeShelf


def with_lists(province: Province, name: str, catalogue: Catalogue | None = None, **changed: object) -> None:
    """The repository's packs, that list changed."""
    packs = [
        replace(pack, lists={**pack.lists, name: replace(pack.lists[name], **changed)}) if name in pack.lists else pack
        for pack in province.shelf.packs()
    ]
    province.shelf = FakeShelf(packs, catalogue or province.shelf.catalogue)


@pytest.fixture
def ranged(province: Province) -> str:
    """A noticed case on a list whose law gives two to five years."""
    with_lists(province, WAGE, term=Period(years=2), term_at_most=Period(years=5))
    case = province.proposed(province.register()).id
    province.notice(case)
    province.clock.move(days=11)
    return case


def test_the_officer_chooses_within_the_range(province, ranged):
    """Two years plus one to three (法释〔2017〕7号 art. 2): the decision says which, and the entry ends by it."""
    province.decide(ranged, details={"term": "P3Y"})
    province.approve(ranged)

    assert province.serve(ranged).term_end == date(2030, 3, 12)


@pytest.mark.parametrize("said", ["", "P1Y", "P5Y1D", "forever", "P900WD"])
def test_a_term_missing_or_outside_the_range_is_refused(province, ranged, said):
    """A decision outside the article's range is void on its face (errata B19); silence would be a guess."""
    with pytest.raises(Refused) as caught:
        province.decide(ranged, details={"term": said} if said else {})

    assert caught.value.code == "term-outside-range"
    assert "P2Y至P5Y" in caught.value.zh
    assert province.entry(ranged).state is EntryState.NOTICED


@pytest.mark.parametrize("said", ["P2Y", "P5Y"])
def test_both_ends_of_the_range_are_lawful(province, ranged, said):
    """The ends belong to the range."""
    assert province.decide(ranged, details={"term": said}).finding["term"] == said


def test_a_fixed_term_takes_no_other(province):
    """Where the law says three years, nobody chooses two or four."""
    case = province.proposed(province.register()).id
    province.notice(case)
    province.clock.move(days=11)

    assert refusal(lambda: province.decide(case, details={"term": "P2Y"})).code == "term-is-fixed"


def with_own_term(province: Province, name: str, term: Period | None, at_most: Period | None = None) -> None:
    """The repository's packs, each rule that proposes that list with a term of its own."""
    then = Propose(list_id=name, term=term, term_at_most=at_most, own_term=True)

    def of_its_own(rule: Rule) -> Rule:
        proposes = isinstance(rule.then, Propose) and rule.then.list_id == name
        return replace(rule, then=then) if proposes else rule

    packs = [replace(pack, rules=tuple(map(of_its_own, pack.rules))) for pack in province.shelf.packs()]
    province.shelf = FakeShelf(packs, province.shelf.catalogue)


def test_a_rule_without_fixed_end_reaches_the_entry(province):
    """The list says three years, the rule none (spec 12.1): neither the case nor the entry may end by the list's."""
    with_own_term(province, WAGE, None)
    case = province.proposed(province.register())
    province.notice(case.id)
    province.clock.move(days=11)

    decided = province.decide(case.id)
    province.approve(case.id)
    entry = province.serve(case.id)

    assert (case.finding["term"], decided.finding["term"]) == (None, None)
    assert (entry.term_end, entry.term_known) == (None, True)


def test_a_mirrored_entry_without_its_term_is_open_where_the_law_gives_a_range(province):
    """Only the source's decision knows which term it chose; nobody is barred by a guess."""
    with_lists(province, TAX, term=Period(years=2), term_at_most=Period(years=5))

    entry = province.mirror(province.register())

    assert (entry.term_end, entry.term_known) == (None, False)


def test_a_mirrored_entry_may_not_outlast_the_longest_term(province):
    """The range's end binds the source too."""
    with_lists(province, TAX, term=Period(years=2), term_at_most=Period(years=5))
    firm = province.register()

    with pytest.raises(Refused) as caught:
        province.mirror(firm, term_end=date(2031, 10, 11))
    kept = province.mirror(firm, term_end=date(2031, 10, 10))

    assert "P5Y" in caught.value.faults[0].zh
    assert (kept.term_end, kept.term_known) == (date(2031, 10, 10), True)


WEEKS = WorkCalendar(
    first=date(2027, 1, 1), last=date(2027, 12, 31), days_off=frozenset({date(2027, 3, 3)}), working=frozenset()
)


def statement_of(province: Province, calendar: WorkCalendar) -> str:
    """A case on the wage list whose law gives five working days for a statement; served on Monday 2027-03-01."""
    [definition] = {pack.lists[WAGE] for pack in province.shelf.packs() if WAGE in pack.lists}
    steps = [
        replace(step, term=Period(working_days=5), local_policy=False) if step.step == "statement" else step
        for step in definition.procedure
    ]
    with_lists(province, WAGE, replace(province.shelf.catalogue, calendar=calendar), procedure=tuple(steps))
    return province.proposed(province.register()).id


def notice_until(province: Province, case: str, until: str) -> object:
    return province.notice(case, details={"service": "direct", "proof": "回证", "statement_until": until})


def test_a_statement_period_in_working_days_skips_weekends_and_holidays(province):
    """Monday served, Wednesday a holiday, a weekend between: five working days end on Tuesday of the next week."""
    case = statement_of(province, WEEKS)

    refused = refusal(lambda: notice_until(province, case, "2027-03-08"))
    assert (refused.code, "本平台" in refused.law) == ("statement-period-short", False)
    assert notice_until(province, case, "2027-03-09").state is EntryState.NOTICED


def test_working_days_without_a_published_calendar_are_not_guessed(province):
    """Nobody's time to answer is shortened by a holiday that nobody has recorded yet."""
    case = statement_of(province, WorkCalendar())

    assert refusal(lambda: notice_until(province, case, "2027-05-09")).code == "calendar-unpublished"


def test_the_approving_officer_cannot_change_the_chosen_term(province, ranged):
    """The term belongs to the decision; who finds it wrong returns the decision."""
    province.decide(ranged, details={"term": "P2Y"})
    approved = province.approve(ranged, by=SECOND, details={"term": "P5Y"})

    assert approved.finding["term"] == "P2Y"


def test_the_range_binds_from_whatever_day_the_entry_begins(province, ranged):
    """Counted from the decision 1827 days are five years; from a later effect they are a day more."""
    assert refusal(lambda: province.decide(ranged, details={"term": "P1827D"})).code == "term-outside-range"
    assert province.decide(ranged, details={"term": "P1825D"}).finding["term"] == "P1825D"


COURT = "court-defaulter"


def court_entry(province: Province, **changed: object) -> EntryRecord:
    said = {"list_id": COURT, "decided_on": date(2018, 1, 10), "effective_on": date(2018, 1, 10), **changed}
    clerk = replace(TAX_CLERK, id="court-clerk", department="court")
    return province.mirror(province.register(), by=clerk, **said)


def test_a_list_whose_rules_differ_in_term_leaves_the_end_to_the_document(province):
    """Two years for one act, no end for another: without the document's own end nobody knows which (法释〔2017〕7号)."""
    entry = court_entry(province)

    assert (entry.term_end, entry.term_known) == (None, False)


def test_an_end_that_the_document_tells_is_known(province):
    """The source chose; its last day stands."""
    entry = court_entry(province, term_end=date(2020, 1, 10))

    assert (entry.term_end, entry.term_known) == (date(2020, 1, 10), True)


def test_the_longest_term_of_the_rules_bounds_a_list_without_a_term_of_its_own(province):
    """A rule's own term replaces the list's, also where the list says nothing (spec 12.1)."""
    packs = [pack for pack in province.shelf.packs() if TAX in pack.lists]
    others = [pack for pack in province.shelf.packs() if TAX not in pack.lists]
    two = Period(years=2)
    limited = [
        replace(
            pack,
            rules=tuple(
                replace(rule, then=replace(rule.then, term=two, own_term=True))
                if isinstance(rule.then, Propose)
                else rule
                for rule in pack.rules
            ),
        )
        for pack in packs
    ]
    province.shelf = FakeShelf([*others, *limited], province.shelf.catalogue)

    with pytest.raises(Refused) as caught:
        province.mirror(province.register(), term_end=date(2028, 10, 11))

    assert "P2Y" in caught.value.faults[0].zh
    assert province.mirror(province.register()).term_end == date(2028, 10, 10)
