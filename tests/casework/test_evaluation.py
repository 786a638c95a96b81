"""The engine as a calculator: nothing stored, both engines, the law of the day asked about."""

import json
from dataclasses import replace

import pytest

from casework.evaluation import evaluate_question, parse_question
from engine.pack import Propose
from engine.periods import Period
from tests.fakes.evaluator import Contrary, OneEngine
from tests.fakes.province import TAX, Province, refusal
from tests.fakes.shelf import FakeShelf

REVOKED = {
    "licence.sanction": {
        "decided_on": "2026-10-01",
        "licence": "food_production",
        "action": "revoked",
        "ground": "operation",
        "capacity": "holder",
        "document": "吊-1",
        "document_class": "penalty",
        "served": "yes",
        "final": "yes",
    }
}
ENTRY = {"list": "wage-arrears", "start": "2026-01-01", "term_end": "2029-01-01"}
HONOUR = {"list": "tax-credit-a", "start": "2026-01-01", "term_end": "2027-01-01"}


def evaluated(province: Province, **asked: object) -> dict:
    question = {"as_of": "2026-12-01", "subject": {"type": "enterprise", "region": "520103"}, **asked}
    parsed = parse_question(json.dumps(question), "question", province.shelf.catalogue)
    before = province.store.state.seq
    told = evaluate_question(province.book, province.evaluator, province.clock, parsed)
    assert province.store.state.seq == before
    return told


def food(province: Province, as_of: str, **more: object) -> dict:
    return evaluated(province, as_of=as_of, facts=[REVOKED], matter="licence.food.production", **more)


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [("2026-10-01", "legal_bar"), ("2031-10-01", "legal_bar"), ("2031-10-02", "proceed")],
    ids=["first day", "last day", "day after"],
)
def test_a_ban_of_the_facts_binds_within_its_term_only(province, as_of, outcome):
    """食品安全法 135: five years from the decision; a revocation of long ago brings nothing any more."""
    assert food(province, as_of)["outcome_if_effective"] == outcome


@pytest.mark.parametrize("evaluator", [OneEngine(), Contrary("")], ids=["one engine", "contrary"])
def test_one_engine_or_two_that_differ_bring_nothing(province, evaluator):
    """A degraded or disputed answer says so and proposes no measure."""
    province.evaluator = evaluator

    told = food(province, "2026-12-01")

    assert (told["agreed"], told["proposals"], told["measures"]) == (False, [], [])


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"entries": [ENTRY]}, "review"),
        ({"entries": [{**ENTRY, "term_end": "2026-11-30"}]}, "proceed"),
        ({"entries": [{**ENTRY, "term_end": ""}]}, "indeterminate"),
        ({"entries": [{**ENTRY, "suspended": True}]}, "review"),
        ({"not_covered": ["entry"]}, "indeterminate"),
        ({"not_covered": ["ban"]}, "indeterminate"),
    ],
)
def test_the_entries_given_bring_what_they_would(province, more, outcome):
    """Entries at as_of, unknown terms and uncovered sources answer as in a check."""
    told = evaluated(province, matter="government-procurement.qualification", **more)

    assert told["outcome_if_effective"] == outcome


@pytest.mark.parametrize(
    ("more", "given"),
    [
        ({"entries": [HONOUR]}, True),
        ({"entries": [HONOUR, ENTRY]}, False),
        ({"entries": [HONOUR, {**ENTRY, "start": ""}]}, False),
        ({"entries": [HONOUR], "not_covered": ["entry"]}, False),
    ],
    ids=["alone", "serious", "uncertain", "uncovered"],
)
def test_a_reward_needs_the_serious_entry_to_be_surely_absent_here_too(province, more, given):
    """The calculator answers as the check does."""
    told = evaluated(province, matter="company.change", **more)

    rewards = [one for one in told["measures"] if one["effect"] == "fast_track"]
    assert [one["dropped"] is None for one in rewards] == [given]


def test_the_bans_given_count_for_the_subject_and_for_persons_in_their_role(province):
    """A ban handed in is looked at, not swallowed; in a role the measure names, and in no other."""
    key = "memoranda/cn/statutory-bans/company#representative-crime"
    ban = {"measure": key, "scope": "legal-representative", "start": "2026-01-01", "term_end": "2031-01-01"}
    matter = "company.legal-representative-change"

    told = [
        evaluated(province, matter=matter, related=[{"role": role, "bans": [ban]}])["outcome_if_effective"]
        for role in ("legal_representative", "director")
    ]

    assert told == ["legal_bar", "proceed"]


@pytest.mark.parametrize(
    ("tenure", "outcome"),
    [
        ({"since": "2015-01-01"}, "legal_bar"),
        ({"since": "2015-01-01", "until": "2020-01-01"}, "proceed"),
        ({"since": "2015-01-01", "until": "unknown"}, "indeterminate"),
    ],
    ids=["holds it", "held it once", "perhaps no longer"],
)
def test_a_person_who_no_longer_holds_the_role_bars_nobody(province, tenure, outcome):
    """The ban of a former representative is not the firm's today (spec 11.12)."""
    key = "memoranda/cn/statutory-bans/company#representative-crime"
    ban = {"measure": key, "scope": "legal-representative", "start": "2026-01-01", "term_end": "2031-01-01"}
    related = [{"role": "legal_representative", "bans": [ban], **tenure}]

    told = evaluated(province, matter="company.legal-representative-change", related=related)

    assert told["outcome_if_effective"] == outcome


OVERDUE = [
    {
        "tax.finding": {
            "case_no": "T-1",
            "committed_on": "2018-05-31",
            "document": "文书-T-1",
            "violation": "ordinary_invoices",
            "invoice_count": 90,
            "invoice_amount": 2000000,
        }
    },
    {
        "tax.decision": {
            "case_no": "T-1",
            "decided_on": "2018-10-08",
            "document_class": "penalty",
            "document": "文书-T-1",
            "served": True,
            "final": True,
        }
    },
]


@pytest.mark.parametrize(
    ("term", "at_most", "told"),
    [
        (Period(years=3), None, ("P3Y", None)),
        (Period(years=2), Period(years=5), ("P2Y", "P5Y")),
        (None, None, (None, None)),
    ],
    ids=["fixed", "range", "no fixed end"],
)
def test_a_proposal_tells_both_ends_of_its_term(province, term, at_most, told):
    """A range told by its shortest end alone would promise two years where five may be decided."""
    then = Propose(list_id=TAX, term=term, term_at_most=at_most, own_term=True)
    packs = [
        replace(pack, rules=tuple(replace(rule, then=then) for rule in pack.rules)) if TAX in pack.lists else pack
        for pack in province.shelf.packs()
    ]
    province.shelf = FakeShelf(packs, province.shelf.catalogue)

    proposals = evaluated(province, as_of="2020-06-30", facts=OVERDUE)["proposals"]

    assert {(one["term"], one["term_at_most"]) for one in proposals if one["list"] == TAX} == {told}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"matter": "no.such"}, "未知的事项"),
        ({"matter": "government-procurement.qualification", "stage": "decision"}, "环节"),
        ({"place": "5201"}, "行政区划"),
        ({"facts": [{"rumour": {}}]}, "rumour"),
        ({"facts": [{"tax.finding": {"amont": 1}}]}, "amont"),
        ({"as_of": "yesterday"}, "yesterday"),
        ({"score": 1}, "score"),
    ],
)
def test_a_faulty_question_says_where_and_what(province, asked, words):
    """Faults with their place, all at once."""
    refused = refusal(evaluated, province, **asked)

    assert words in "".join(fault.zh for fault in refused.faults)
    assert all(fault.where.startswith("question") for fault in refused.faults)


def test_every_fault_of_a_question_is_told_at_once(province):
    """Not the first only."""
    refused = refusal(evaluated, province, matter="no.such", place="1", facts=[{"rumour": {}}])

    assert len(refused.faults) == 3


def test_the_same_question_gives_the_same_digest(province):
    """A calculator has no memory and no clock of its own."""
    first = food(province, "2026-12-01")
    province.clock.move(days=3)

    assert replace(province).book is not None
    assert food(province, "2026-12-01")["digest"] == first["digest"]
