"""POST /v1/facts: all or nothing, every fault with its place, and what the facts led to."""

from typing import Any

import pytest

from casework.records import Role
from tests.api.town import (
    PERSON_NAME,
    Town,
    as_role,
    check_body,
    credit_code,
    fact,
    procurement_bar,
    resident_id,
    wage_facts,
)

CODE = credit_code(1)
CLERK = as_role("human-resources", Role.DATA_CLERK)


def post(town: Town, *facts: dict[str, Any]) -> Any:
    return town.client.post("/v1/facts", json={"facts": list(facts)}, headers=CLERK)


def test_facts_that_meet_a_criterion_open_a_case_and_no_more(town: Town) -> None:
    """Determination only proposes: the proposal is invisible to checks until officers have decided it."""
    told = town.load(wage_facts(CODE, "W-1"))
    seen = town.check(check_body(CODE, matter="bidding.voluntary.qualification")).json()

    assert len(told["recorded"]) == 2
    assert len(told["determination"]["proposed"]) == 1
    assert told["determination"]["degraded"] is False
    assert seen["entries"] == []


def test_one_faulty_fact_keeps_all_out_and_every_fault_is_named(town: Town) -> None:
    """A clerk corrects everything in one go; nothing of the batch has been recorded meanwhile."""
    before = town.recorded()
    sound, other = wage_facts(CODE, "W-1")
    faulty = [
        {**other, "source_key": "a", "values": {"paid_in_time": "vielleicht", "verified_on": "2026-13-01", "colour": "x"}},
        {**other, "source_key": "b", "kind": "wage.unheard-of"},
        {**other, "source_key": "c", "code": "123"},
        {**other, "source_key": "d", "values": {"verified_on": "2999-01-01", "paid_in_time": False}},
    ]  # fmt: skip

    answer = post(town, sound, *faulty)

    places = {fault["where"] for fault in answer.json()["faults"]}
    assert (answer.status_code, answer.json()["code"]) == (422, "facts-faulty")
    assert {place.split(" ")[0] for place in places} == {"/facts/1", "/facts/2", "/facts/3", "/facts/4"}
    assert {"/facts/1 values/paid_in_time", "/facts/1 values/verified_on", "/facts/1 values/colour"} <= places
    assert town.recorded() == before


def test_the_same_fact_again_is_no_new_fact(town: Town) -> None:
    """Suppliers send again after a time-out: repeats are counted, not doubled."""
    first = town.load(wage_facts(CODE, "W-1"))

    again = town.load(wage_facts(CODE, "W-1"))

    assert again["repeated"] == 2
    assert again["recorded"] == first["recorded"]
    assert again["determination"]["proposed"] == []


def test_a_changed_fact_needs_its_reason(town: Town) -> None:
    """A fact is never overwritten in silence: a correction says why, or is refused."""
    town.load(wage_facts(CODE, "W-1"))
    changed = wage_facts(CODE, "W-1", rural_workers=9)[0]

    silent = post(town, changed)
    reasoned = post(town, {**changed, "correction_reason": "原文书人数有误", "correction_document": "更正函1"})

    assert silent.status_code == 422
    assert "correction_reason" in silent.json()["faults"][0]["where"]
    assert (reasoned.status_code, reasoned.json()["corrected"]) == (201, 1)


def test_values_of_json_mean_what_they_say(town: Town) -> None:
    """true/false, null and {"none": true} are yes/no, unknown and known-not-to-exist; all are taken."""
    values = {"case_no": "W-2", "verified_on": "2026-04-01", "paid_in_time": True, "document": None}
    known_none = {**values, "document": {"none": True}}

    answers = [
        post(town, fact(CODE, "wage.default", "k-1", values)),
        post(town, fact(CODE, "wage.default", "k-2", known_none)),
    ]

    assert [answer.status_code for answer in answers] == [201, 201]


@pytest.mark.parametrize(
    "changed",
    [
        {"values": {"paid_in_time": PERSON_NAME}},
        {"values": {"verified_on": resident_id(1)}},
        {"code": resident_id(1)},
        {"code": PERSON_NAME},
        {"kind": resident_id(1)},
        {"type": PERSON_NAME},
        {"region": PERSON_NAME},
        {"values": {PERSON_NAME: "x"}},
        {"attributes": {"region": PERSON_NAME}},
        {"suspended_from": PERSON_NAME},
        {PERSON_NAME: "x"},
        {resident_id(1): "x"},
    ],
)
def test_what_was_sent_is_never_echoed(town: Town, changed: dict[str, Any]) -> None:
    """Identifiers and names land in wrong fields; the refusal names the place and repeats nothing of them."""
    sound = fact(CODE, "wage.default", "k-1", {"paid_in_time": False}, name=PERSON_NAME)

    for language in ("zh", "en"):
        answer = town.client.post(
            "/v1/facts", json={"facts": [{**sound, **changed}]}, headers={**CLERK, "Accept-Language": language}
        )

        assert answer.status_code == 422
        assert answer.json()["faults"]
        assert not [word for word in (PERSON_NAME, resident_id(1), CODE) if word in answer.text]


def test_a_source_key_of_an_earlier_record_is_not_echoed(town: Town) -> None:
    """Suppliers number their records by identifiers more often than they should."""
    town.load([fact(CODE, "wage.default", resident_id(1), {"paid_in_time": False})])

    answer = post(town, fact(CODE, "wage.default", resident_id(1), {"paid_in_time": True}))

    assert answer.status_code == 422
    assert resident_id(1) not in answer.text


def test_nothing_adverse_is_recorded_about_a_minor(town: Town) -> None:
    """Under 18 at the act, or a birthday that leaves it open: refused, with the field named."""
    child = {
        "type": "natural_person",
        "code": resident_id(1, "20150101"),
        "name": PERSON_NAME,
        "region": "520103",
        "kind": "procurement.bar",
        "source_key": "k",
        "values": {"decided_on": "2026-05-06"},
    }

    answer = town.client.post("/v1/facts", json={"facts": [child]}, headers=as_role("finance", Role.DATA_CLERK))

    assert answer.status_code == 422
    assert any("18" in fault["what"] for fault in answer.json()["faults"])
    assert PERSON_NAME not in answer.text


def test_another_departments_kind_is_refused_with_who_may_report_it(town: Town) -> None:
    """A clerk of one department cannot impose a ban that is another's to decide; the right one can."""
    before = town.recorded()

    answer = post(town, procurement_bar(CODE, "P-1"))

    assert (answer.status_code, answer.json()["code"]) == (422, "facts-faulty")
    [fault] = answer.json()["faults"]
    assert fault["where"] == "/facts/0 kind"
    assert "财政部门" in fault["what"]
    assert town.recorded() == before
    assert len(town.load([procurement_bar(CODE, "P-1")], "finance")["recorded"]) == 1


def test_numbers_json_cannot_hold_exactly_are_faults(town: Town) -> None:
    """NaN, infinity and figures finer than a fen are refused, never rounded."""
    for figure in ("NaN", "Infinity", "-Infinity", "1e400", "0.001", "1e22"):
        text = '{"facts": [' + _with_amount(figure) + "]}"
        answer = town.client.post("/v1/facts", content=text, headers={**CLERK, "Content-Type": "application/json"})

        assert answer.status_code == 422, figure


def _with_amount(figure: str) -> str:
    import json

    told = json.dumps(fact(CODE, "wage.order", "k", {"rural_total": 12345}))
    return told.replace("12345", figure)
