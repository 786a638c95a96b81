"""POST /v1/checks: every outcome, every refusal, and one record for however many repeats."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from casework.answer import NOTICE
from casework.records import Role
from tests.api.town import (
    INTEGRATOR,
    PERSON_NAME,
    Town,
    as_role,
    basic,
    check_body,
    credit_code,
    fact,
    procurement_bar,
    resident_id,
)

LISTED, BARRED, CLEAN, UNHEARD_OF = (credit_code(number) for number in (1, 2, 3, 4))
EXISTING = credit_code(5)
UNSOUND = EXISTING[:-1] + ("0" if EXISTING[-1] != "0" else "1")
DIRECTOR = resident_id(1)


def mirror(town: Town, code: str) -> dict[str, Any]:
    """An entry on the tax authority's list, by its document."""
    body = {
        "type": "enterprise",
        "code": code,
        "list": "tax-major-violation",
        "document": "税稽公告〔2026〕1号",
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
    }
    answer = town.client.post("/v1/cases/mirrored", json=body, headers=as_role("tax", Role.DATA_CLERK))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def found(town: Town, code: str, case: str) -> None:
    """A tax finding about the subject, so that the register knows it."""
    values = {"case_no": case, "committed_on": "2025-01-01", "violation": "ordinary_invoices"}
    town.load([fact(code, "tax.finding", case, values)], "tax")


@pytest.fixture
def peopled(town: Town) -> Town:
    """LISTED stands on the tax list, BARRED under a procurement ban, CLEAN is known with nothing against it."""
    for number, code in enumerate((LISTED, CLEAN), start=1):
        found(town, code, f"T-{number}")
    town.load([procurement_bar(BARRED, "P-1")], "finance")
    mirror(town, LISTED)
    return town


@pytest.mark.parametrize(
    ("code", "matter", "stage", "outcome"),
    [
        (BARRED, "government-procurement.qualification", "review", "legal_bar"),
        (LISTED, "government-procurement.qualification", "review", "review"),
        (CLEAN, "company.registration", "acceptance", "indeterminate"),
        (LISTED, "subsidy.fiscal-project", "acceptance", "proceed_with_measures"),
        (CLEAN, "government-procurement.qualification", "review", "proceed"),
        (LISTED, "seal.engraving-filing", "acceptance", "proceed"),
    ],
)
def test_each_outcome_is_answered(peopled: Town, code: str, matter: str, stage: str, outcome: str) -> None:
    """The five answers of api.md; a matter no measure touches gets `proceed` whoever asks about whom."""
    answer = peopled.check(check_body(code, matter=matter, stage=stage)).json()

    assert answer["outcome"] == outcome
    assert answer["notice"] == NOTICE
    assert answer["match"] == "exact"
    assert bool(answer["measures"]) == (outcome in ("legal_bar", "review", "proceed_with_measures"))
    assert {one["list"] for one in answer["looked_at"]} >= {"tax-major-violation", "wage-arrears"}
    assert all(pack["digest"].startswith("sha256:") for pack in answer["packs"])


def test_a_bar_cites_its_article_and_its_end(peopled: Town) -> None:
    """`legal_bar` only where a statute says must: the answer shows law, article, level, decision's end and the way out."""
    answer = peopled.check(check_body(BARRED)).json()

    [measure] = answer["measures"]
    [ban] = answer["entries"]
    assert measure["legal_bar"] is True
    assert (measure["effect"], measure["discretion"]) == ("deny", "must")
    assert {(one["article"], one["level"]) for one in measure["basis"]} == {("77(1)", "law")}
    assert (ban["kind"], ban["until"]) == ("ban", "2027-12-31")
    assert ban["how_to_repair"]


def test_a_lowered_measure_says_from_what_and_why(peopled: Town) -> None:
    """A memorandum alone no longer restricts: the answer shows the step down and its rule."""
    answer = peopled.check(check_body(LISTED, matter="subsidy.fiscal-project", stage="acceptance")).json()

    [measure] = answer["measures"]
    assert measure["downgraded"]
    assert all(step["from"] and step["rule"] and step["reason"] for step in measure["downgraded"])


def test_a_source_that_never_spoke_is_unknown_not_clean(town: Town) -> None:
    """Without any word from the tax authority nobody can say that a supplier is not on its list."""
    town.load([procurement_bar(CLEAN, "P-9", barred_until="2026-06-30")], "finance")

    answer = town.check(check_body(CLEAN)).json()

    assert answer["outcome"] == "indeterminate"
    assert ["list.tax-major-violation"] in [one["missing"] for one in answer["indeterminate"]]


def test_a_name_alone_never_bars(peopled: Town) -> None:
    """The barred supplier's exact name without its code asks a person to look, and brings no measure."""
    answer = peopled.check(check_body("", subject={"name": "贵阳示例商贸有限公司"})).json()

    assert (answer["outcome"], answer["match"]) == ("review", "weak")
    assert answer["measures"] == []
    assert answer["warnings"]


def test_an_unknown_code_is_told_as_no_record(peopled: Town) -> None:
    """Nothing found about a code that the register has never seen is said to be just that."""
    answer = peopled.check(check_body(UNHEARD_OF)).json()

    assert (answer["outcome"], answer["match"]) == ("proceed", "no_record")
    assert answer["warnings"]


def test_a_code_that_contradicts_its_type_is_refused_with_the_reason(town: Town) -> None:
    """A resident number is no enterprise and a company's code is no person: 422, naming the field and why."""
    company_as_person = town.check(check_body(CLEAN, subject={"type": "natural_person"}))
    person_as_company = town.check(check_body(DIRECTOR))
    shop_as_company = town.check(check_body(credit_code(7, "92520103")))

    for answer in (company_as_person, person_as_company, shop_as_company):
        assert answer.status_code == 422
        assert [fault["where"] for fault in answer.json()["faults"]] == ["/subject/code"]
    assert "个体工商户" in shop_as_company.json()["faults"][0]["what"]


def test_a_false_check_character_is_refused_unless_registered(town: Town) -> None:
    """Real codes with a wrong check character exist: the register decides; a fault otherwise, a warning then."""
    unknown = town.check(check_body(UNSOUND))
    register_unsound(town, UNSOUND)

    known = town.check(check_body(UNSOUND))

    assert unknown.status_code == 422
    assert "校验码" in unknown.json()["faults"][0]["what"]
    assert known.status_code == 200
    assert any("校验码" in warning for warning in known.json()["warnings"])


def register_unsound(town: Town, code: str) -> None:
    """A subject that the registration authority itself has under this code."""
    from casework.records import CodeKind, SubjectRecord, SubjectType

    with town.store.unit_of_work() as work:
        work.add_subject(
            SubjectRecord(
                id="unsound",
                type=SubjectType.ENTERPRISE,
                code=code,
                code_kind=CodeKind.USCC,
                name="示例",
                region="520103",
            )
        )
        work.commit()


@pytest.mark.parametrize(
    ("changed", "status", "code", "where"),
    [
        ({"matter": "no.such-matter"}, 422, "unknown-matter", None),
        ({"stage": "acceptance"}, 422, "check-faulty", "/matter/stage"),
        ({"as_of": "2020-01-01"}, 422, "check-faulty", "/as_of"),
        ({"department": "tax"}, 422, "check-faulty", "/department"),
        ({"purpose": "  "}, 422, "check-faulty", "/purpose"),
        ({"place": ""}, 422, "check-faulty", "/place"),
        ({"subject": {"type": "spaceship"}}, 422, "subject-code-invalid", "/subject/type"),
        (
            {"subject": {"related": [{"role": "director", "code": DIRECTOR}]}},
            403,
            "role-not-declared",
            None,
        ),
    ],
)
def test_an_inadmissible_question_is_refused_and_not_recorded(
    town: Town, changed: dict[str, Any], status: int, code: str, where: str | None
) -> None:
    """Each refusal has its stable code and the place of the fault, and leaves no trace in the book."""
    before = town.recorded()

    answer = town.check(check_body(CLEAN, **changed))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert where is None or where in [fault["where"] for fault in answer.json()["faults"]]
    assert answer.json()["what_to_do"]
    assert town.recorded() == before


def test_a_missing_purpose_names_the_field(town: Town) -> None:
    """A check without purpose cannot be justified to the subject afterwards."""
    body = check_body(CLEAN)
    del body["purpose"]

    answer = town.check(body)

    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"where": "/purpose", "what": "缺少必填项"}]


def test_todays_date_may_be_said(town: Town) -> None:
    """`as_of` today is the question itself, not another day."""
    answer = town.check(check_body(CLEAN, as_of=town.clock.today().isoformat()))

    assert answer.status_code == 200


def test_an_ancient_or_distant_birthday_is_no_server_fault(town: Town) -> None:
    """A well-formed resident number born in 9999 is odd, not a crash."""
    asked = check_body(matter="accounting.personnel", stage="acceptance")
    asked["subject"] = {"type": "natural_person", "code": resident_id(3, "99991231")}

    assert town.check(asked).status_code == 200


def test_a_role_known_to_be_empty_is_not_unknown(peopled: Town) -> None:
    """`none` says that nobody holds the role; the answer then does not ask for that person."""
    roles = ("legal_representative", "director", "supervisor", "senior_manager", "partner")
    related = [{"role": role, "none": True} for role in roles]

    answer = peopled.check(
        check_body(CLEAN, matter="company.registration", stage="acceptance", subject={"related": related})
    ).json()

    assert answer["outcome"] == "proceed"


def test_the_same_key_and_body_is_answered_from_the_book(peopled: Town) -> None:
    """A host that retries gets the stored answer, byte for byte, marked as replayed; the book has one check."""
    first = peopled.check(check_body(BARRED), **{"Idempotency-Key": "order-1"})
    written = peopled.recorded()

    second = peopled.check(check_body(BARRED), **{"Idempotency-Key": "order-1"})

    assert second.content == first.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert peopled.recorded() == written


def test_the_same_key_with_another_body_is_refused(peopled: Town) -> None:
    """A key names one question for good; another question under it is a fault of the host."""
    peopled.check(check_body(BARRED), **{"Idempotency-Key": "order-1"})

    answer = peopled.check(check_body(CLEAN), **{"Idempotency-Key": "order-1"})

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


def test_a_key_belongs_to_its_account(peopled: Town) -> None:
    """Two departments may use one key; neither sees the other's answer."""
    first = peopled.check(check_body(CLEAN), **{"Idempotency-Key": "1"}).json()
    other = check_body(CLEAN, matter="tax.preference", stage="review", department="tax")

    second = peopled.check(other, as_role("tax", Role.INTEGRATOR), **{"Idempotency-Key": "1"})

    assert second.status_code == 200
    assert second.json()["check_id"] != first["check_id"]


def test_an_equal_question_within_ten_minutes_is_a_twin(peopled: Town) -> None:
    """Hosts that retry without a key still leave one check; after ten minutes it is a new question."""
    first = peopled.check(check_body(CLEAN)).json()
    peopled.clock.move(minutes=9)
    within = peopled.check(check_body(CLEAN)).json()
    peopled.clock.move(minutes=2)

    after = peopled.check(check_body(CLEAN)).json()

    assert within["check_id"] == first["check_id"]
    assert after["check_id"] != first["check_id"]


def test_three_simultaneous_posts_make_one_check(peopled: Town) -> None:
    """Camunda asks three times at once: three equal answers, one record, no 409."""
    before = peopled.recorded()[2]

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: peopled.check(check_body(BARRED)), range(3)))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    assert peopled.recorded()[2] == before + 1


def test_no_identifier_and_no_persons_name_leaves_in_an_answer(peopled: Town) -> None:
    """What the asker knows is not repeated: a leaked answer tells nobody who was asked about."""
    asked = check_body(CLEAN, matter="company.registration", stage="acceptance")
    asked["subject"]["name"] = "贵阳示例商贸有限公司"
    asked["subject"]["related"] = [{"role": "director", "code": DIRECTOR, "name": PERSON_NAME}]

    given = peopled.check(asked)
    read = peopled.client.get(f"/v1/checks/{given.json()['check_id']}", headers=INTEGRATOR)

    for answer in (given, read):
        assert answer.status_code == 200
        assert not [word for word in (CLEAN, DIRECTOR, PERSON_NAME) if word in answer.text + str(answer.url)]


def test_the_question_rests_encrypted(peopled: Town) -> None:
    """Neither code nor name nor purpose stands readable in the database file or its log."""
    asked = check_body(CLEAN, matter="company.registration", stage="acceptance")
    asked["subject"]["related"] = [{"role": "director", "code": DIRECTOR, "name": PERSON_NAME}]
    assert peopled.check(asked).status_code == 200

    on_disk = b"".join(file.read_bytes() for file in peopled.folder.glob("book.db*"))

    assert not [word for word in (CLEAN, DIRECTOR, PERSON_NAME) if word.encode() in on_disk]


def test_a_recorded_check_is_read_by_its_department_only(peopled: Town) -> None:
    """The answer stands as given, with its views and outcome; for another department it does not exist."""
    given = peopled.check(check_body(BARRED)).json()
    address = f"/v1/checks/{given['check_id']}"

    view = peopled.client.post(f"{address}/views", headers=INTEGRATOR)
    own = peopled.client.get(address, headers=INTEGRATOR)
    foreign = [
        peopled.client.get(address, headers=as_role("tax", Role.AUDITOR)),
        peopled.client.post(f"{address}/views", headers=as_role("tax", Role.INTEGRATOR)),
        peopled.client.post(
            f"{address}/outcome",
            json={"outcome": "not_executed", "reason": "x"},
            headers=as_role("tax", Role.INTEGRATOR),
        ),
    ]

    assert view.status_code == 201
    assert own.json()["answer"] == given
    assert [one["by"] for one in own.json()["views"]] == ["finance.integrator"]
    assert [answer.status_code for answer in foreign] == [404, 404, 404]


def test_an_outcome_is_complete_or_refused_and_told_once(peopled: Town) -> None:
    """`not_executed` needs a reason, `executed` names measures of the answer and a basis; a second outcome is 409."""
    given = peopled.check(check_body(BARRED)).json()
    address = f"/v1/checks/{given['check_id']}/outcome"

    def tell(**body: object) -> Any:
        return peopled.client.post(address, json=body, headers=INTEGRATOR)

    faulty = [
        tell(outcome="not_executed"),
        tell(outcome="executed"),
        tell(outcome="executed", basis="政府采购法第77条", measures=["memoranda/cn/made-up#none"]),
    ]
    taken = tell(outcome="executed", basis="政府采购法第77条", measures=[given["measures"][0]["id"]])
    again = tell(outcome="not_applicable")

    assert [answer.status_code for answer in faulty] == [422, 422, 422]
    assert all(answer.json()["faults"] for answer in faulty)
    assert taken.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "outcome-recorded")


def test_the_answer_follows_the_register(peopled: Town) -> None:
    """Removal at the source beats everything: the next question, with its own key, finds nothing."""
    case = peopled.client.get("/v1/cases", headers=as_role("tax", Role.DATA_CLERK)).json()["cases"][0]
    before = peopled.check(check_body(LISTED), **{"Idempotency-Key": "a"}).json()
    removal = {
        "version": case["version"],
        "document": "移出公告",
        "ended_on": peopled.clock.today().isoformat(),
        "reasons": "来源已移出",
    }
    gone = peopled.client.post(
        f"/v1/cases/{case['case_id']}/removal", json=removal, headers=as_role("tax", Role.DATA_CLERK)
    )

    after = peopled.check(check_body(LISTED), **{"Idempotency-Key": "b"}).json()

    assert gone.status_code == 200, gone.text
    assert (before["outcome"], after["outcome"]) == ("review", "proceed")


def test_a_ban_that_has_run_out_bars_nobody(peopled: Town) -> None:
    """The day after the decision's last day the supplier may take part again."""
    peopled.clock.move(days=(timedelta(days=400)).days)

    answer = peopled.check(check_body(BARRED)).json()

    assert answer["measures"] == []
    assert answer["outcome"] == "proceed"


def test_checks_of_an_account_without_the_role_are_refused(town: Town) -> None:
    """Checks belong to approval systems; nobody browses the register under another role."""
    answer = town.check(check_body(CLEAN), as_role("finance", Role.SUPERVISOR))

    assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


def test_a_check_without_account_is_not_answered(town: Town) -> None:
    """401 with the challenge, whatever the body holds."""
    answer = town.client.post("/v1/checks", json=json.loads("{}"), headers=basic("nobody", "nothing"))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
