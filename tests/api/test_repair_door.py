"""Repair and undertakings through the doors: eligible or why not yet, applications, decisions, commitments."""

from datetime import date, timedelta
from typing import Any

import pytest

from casework.records import Role
from tests.api.town import Town, as_role, check_body, credit_code, wage_facts

CODE = credit_code(1)
OFFICER = as_role("human-resources", Role.LIST_OFFICER)
APPROVER = as_role("human-resources", Role.APPROVING_OFFICER)
CLERK = as_role("human-resources", Role.DATA_CLERK)
MATTER = "bidding.voluntary.qualification"
HANDED_IN = {"performance_proof": "工资支付凭证（虚构）", "commitment_letter": "书面承诺不再拖欠（虚构）"}


def posted(
    town: Town, address: str, headers: dict[str, str] = OFFICER, status: int = 201, **body: Any
) -> dict[str, Any]:
    body.setdefault("law_date", town.clock.today().isoformat())
    answer = town.client.post(address, json=body, headers=headers)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


def read(town: Town, address: str, headers: dict[str, str] = OFFICER) -> dict[str, Any]:
    answer = town.client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture
def case_id(town: Town) -> str:
    """An entry of the wage list in effect; its decision names the class."""
    [case_id] = town.load(wage_facts(CODE, "W-1"))["determination"]["proposed"]
    moves = f"/v1/cases/{case_id}/moves"
    until = (town.clock.today() + timedelta(days=20)).isoformat()
    served = {"service": "direct", "proof": "送达回证-1"}
    notice = {**served, "statement_until": until}
    posted(town, moves, move="serve_notice", version=1, document="告知书-1", details=notice)
    town.clock.move(days=21)
    named = {"repair_class": "serious"}
    posted(town, moves, move="decide", version=2, document="决定书-1", reasons="逾期未付", details=named)
    posted(town, moves, APPROVER, move="approve", version=3)
    posted(town, moves, move="take_effect", version=4, document="决定书-1", details=served)
    return str(case_id)


def a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1)


def test_the_entry_says_from_when_it_may_be_repaired(town: Town, case_id: str) -> None:
    """Why not yet, from which day, what to hand in and where, for subject and officer, in both languages."""
    decided = town.clock.today()
    told = read(town, f"/v1/cases/{case_id}/repair")

    assert (told["verdict"], told["from_day"]) == ("not_yet", a_year_on(decided).isoformat())
    assert {one["id"] for one in told["materials"]} == {"performance_proof", "commitment_letter"}
    assert [one["id"] for one in told["windows"]] == ["credit_china"]
    assert any("令第36号" in reason["law"] for reason in told["reasons"])
    for reader in ("for_subject", "for_officer"):
        assert all(sentence["zh"] and sentence["en"] for sentence in told[reader])
    assert "需先查明" in "".join(sentence["zh"] for sentence in told["for_officer"])
    assert told["classes"]["serious"] == "严重失信信息"
    assert (told["file_id"], told["notice"]) == (None, "供办理参考，不是处理决定")


def test_a_case_before_its_effect_has_nothing_to_repair(town: Town) -> None:
    """Before the decision there is the statement."""
    [case_id] = town.load(wage_facts(CODE, "W-1"))["determination"]["proposed"]

    answer = town.client.get(f"/v1/cases/{case_id}/repair", headers=OFFICER)
    assert (answer.status_code, answer.json()["code"]) == (409, "entry-not-effective")


def test_an_application_goes_from_the_national_site_to_the_decision(town: Town, case_id: str) -> None:
    """Received with that site's number, too early at first; granted on its day by another hand, and checks are clean."""
    received = {**HANDED_IN, "source_number": "信用中国-1", "source_date": town.clock.today().isoformat()}
    file = posted(town, "/v1/files", kind="repair", step="received", case_id=case_id, details=received)
    assert (file["title"], file["step"], file["closed"]) == ("信用修复申请", "received", False)
    steps = f"/v1/files/{file['file_id']}/steps"
    lawful = read(town, f"/v1/files/{file['file_id']}")
    assert {one["step"] for one in lawful["lawful_steps"]} == {"accepted", "not_accepted", "withdrawn"}
    assert lawful["clocks"][0]["local_policy"] is True

    posted(town, steps, step="accepted", seen=1)
    found = {"findings": "工资已付清", "duty_performed": "yes", "no_relapse": "yes", "other_law": "yes"}
    posted(town, steps, step="examined", seen=2, details={**found, "corrected_on": town.clock.today().isoformat()})
    assert read(town, f"/v1/cases/{case_id}/repair")["file_id"] == file["file_id"]
    grant = {"step": "granted", "seen": 3, "document": "修复决定-1", "reasons": "条件具备"}
    early = posted(town, steps, APPROVER, 409, **grant)
    assert (early["code"], "令第36号" in early["law"]) == ("repair-not-yet", True)

    ready = a_year_on(town.clock.today())
    town.clock.move(days=(ready - town.clock.today()).days)
    assert town.check(check_body(CODE, matter=MATTER)).json()["measures"]
    assert read(town, f"/v1/cases/{case_id}/repair")["verdict"] == "eligible"
    granted = posted(town, steps, APPROVER, **grant)
    town.clock.move(hours=1)

    assert granted["closed"] is True
    after = read(town, f"/v1/cases/{case_id}")
    assert (after["state"], after["ended_on"]) == ("ended", ready.isoformat())
    assert town.check(check_body(CODE, matter=MATTER)).json()["measures"] == []
    assert read(town, f"/v1/cases/{case_id}/repair")["verdict"] == "over"
    commitments = read(town, "/v1/files?kind=commitment")["files"]
    assert [one["step_title"] for one in commitments] == ["签署承诺"]


def test_an_early_application_is_answered_with_the_day(town: Town, case_id: str) -> None:
    """The day stands in the file, where the letter and the subject's page find it."""
    file = posted(town, "/v1/files", kind="repair", case_id=case_id, details=HANDED_IN)
    steps = f"/v1/files/{file['file_id']}/steps"
    answer = {"step": "not_accepted", "seen": 1, "document": "不予受理-1", "reasons": "尚未到可以申请的日期"}

    more = posted(town, steps, status=422, **answer, details={"ground": "training"})
    posted(town, steps, **answer, details={"ground": "not_yet"})
    last = read(town, f"/v1/files/{file['file_id']}")["steps"][-1]
    assert more["code"] == "ground-unknown"
    assert last["details"]["from_day"] == a_year_on(town.clock.today()).isoformat()


def test_a_broken_commitment_is_recorded_as_a_fact(town: Town) -> None:
    """By the clerk, with the document; the subject is judged anew and the fact is in the book."""
    town.load(wage_facts(CODE, "W-1"))
    signed = {"text": "按时支付工资（虚构）", "commitment_kind": "matter"}
    file = posted(town, "/v1/files", kind="commitment", type="enterprise", code=CODE, details=signed)
    steps = f"/v1/files/{file['file_id']}/steps"

    posted(town, steps, OFFICER, 403, step="broken", seen=1, document="认定-1", details={"findings": "未支付"})
    broken = posted(town, steps, CLERK, step="broken", seen=1, document="认定-1", details={"findings": "未支付"})
    assert (broken["closed"], broken["step_title"]) == (True, "违反承诺")
    with town.store.reader() as reader:
        [subject_id] = reader.subject_ids()
        kinds = [fact.kind for fact in reader.facts_of([subject_id])[subject_id]]
    assert kinds.count("commitment.breach") == 1


@pytest.mark.parametrize("kind", ["training", "talk", "report"])
def test_training_talks_and_reports_are_recorded_once(town: Town, kind: str) -> None:
    """With day, place and document; closed at once."""
    town.load(wage_facts(CODE, "W-1"))
    about = {"kind": kind, "type": "enterprise", "code": CODE, "document": "记录-1"}

    file = posted(town, "/v1/files", **about, details={"place": "虚构区人社局"})
    placeless = posted(town, "/v1/files", status=422, **about)
    assert (file["closed"], placeless["code"]) == (True, "step-incomplete")


def test_an_approved_plan_is_recorded_by_the_courts_document(town: Town, case_id: str) -> None:
    """While it is carried out no measure follows from the entry."""
    order = {"organ": "虚构市中级人民法院"}
    plan = posted(
        town, "/v1/files", kind="reorganisation", case_id=case_id, document="（2027）虚构破1号", details=order
    )
    town.clock.move(hours=1)
    spared = town.check(check_body(CODE, matter=MATTER)).json()
    posted(town, f"/v1/files/{plan['file_id']}/steps", step="plan_completed", seen=1, document="（2027）虚构破1号之三")
    town.clock.move(hours=1)

    assert spared["measures"] == []
    assert town.check(check_body(CODE, matter=MATTER)).json()["measures"]


def test_an_opening_step_that_is_none_is_refused(town: Town, case_id: str) -> None:
    """Nobody opens an application as granted."""
    answer = posted(town, "/v1/files", kind="repair", step="granted", case_id=case_id, details=HANDED_IN, status=409)
    assert answer["code"] == "step-not-lawful"
