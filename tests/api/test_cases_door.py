"""/v1/cases: from proposal to effect by two hands, mirrored entries, and every refusal on the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from casework.records import Role
from tests.api.town import PERSON_NAME, Town, as_role, check_body, credit_code, fact, wage_facts

CODE = credit_code(1)
OFFICER = as_role("human-resources", Role.LIST_OFFICER)
APPROVER = as_role("human-resources", Role.APPROVING_OFFICER)
TAX_CLERK = as_role("tax", Role.DATA_CLERK)
MATTER = "bidding.voluntary.qualification"


@pytest.fixture
def case(town: Town) -> "Case":
    told = town.load(wage_facts(CODE, "W-1"))
    return Case(town, told["determination"]["proposed"][0])


class Case:
    """One proposal of the wage list, and its moves through the door."""

    def __init__(self, town: Town, case_id: str) -> None:
        self.town = town
        self.address = f"/v1/cases/{case_id}"

    def read(self) -> dict[str, Any]:
        answer = self.town.client.get(self.address, headers=OFFICER)
        assert answer.status_code == 200
        told: dict[str, Any] = answer.json()
        return told

    def move(self, move: str, headers: dict[str, str] = OFFICER, **body: Any) -> Any:
        body.setdefault("version", self.read()["version"])
        body.setdefault("law_date", self.today.isoformat())
        return self.town.client.post(f"{self.address}/moves", json={"move": move, **body}, headers=headers)

    def must(self, move: str, headers: dict[str, str] = OFFICER, **body: Any) -> dict[str, Any]:
        answer = self.move(move, headers, **body)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    @property
    def today(self) -> date:
        return self.town.clock.today()

    def notice(self) -> dict[str, Any]:
        until = (self.today + timedelta(days=20)).isoformat()
        details = {"service": "direct", "proof": "送达回证-1", "statement_until": until}
        return self.must("serve_notice", document="告知书-1", details=details)

    def decide(self) -> dict[str, Any]:
        self.town.clock.move(days=21)
        return self.must("decide", document="决定书-1", reasons="逾期未付，事实清楚")


def test_the_whole_way_takes_notice_decision_and_a_second_officer(case: Case) -> None:
    """Each move changes the state by one step; only the last makes a check see the entry."""
    before = case.town.check(check_body(CODE, matter=MATTER)).json()
    states = [case.read()["state"], case.notice()["state"], case.decide()["state"]]
    states.append(case.must("approve", APPROVER)["state"])
    case.town.clock.move(hours=1)
    unseen = case.town.check(check_body(CODE, matter=MATTER)).json()
    effect = case.must("take_effect", document="决定书-1", details={"service": "direct", "proof": "送达回证-2"})
    case.town.clock.move(hours=1)

    seen = case.town.check(check_body(CODE, matter=MATTER)).json()
    told = case.read()

    assert [*states, effect["state"]] == ["proposed", "noticed", "decided", "approved", "effective"]
    assert (before["entries"], unseen["entries"]) == ([], [])
    assert [entry["list"] for entry in seen["entries"]] == ["wage-arrears"]
    assert seen["measures"]
    assert effect["term_end"] is not None
    assert [(one["move"], one["by"]) for one in told["history"]] == [
        ("propose", "engine"),
        ("serve_notice", "human-resources.list_officer"),
        ("decide", "human-resources.list_officer"),
        ("approve", "human-resources.approving_officer"),
        ("take_effect", "human-resources.list_officer"),
    ]
    assert all(one["pack_digest"].startswith("sha256:") for one in told["history"])


def test_a_move_out_of_order_is_refused_with_what_is_lawful(case: Case) -> None:
    """No decision without notice, no effect without approval: 409, with the moves that are lawful now."""
    before = case.town.recorded()

    answers = [
        case.move("decide", document="决定书", reasons="x"),
        case.move("approve", APPROVER),
        case.move("take_effect", document="决定书", details={"service": "direct", "proof": "p"}),
        case.move("end", document="d", reasons="r"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "move-not-lawful")}
    assert all("告知" in answer.json()["what_to_do"] for answer in answers)
    assert case.town.recorded() == before


def test_lawful_moves_are_told_with_role_and_needs(case: Case) -> None:
    """The desk shows what can be done now, by whom, and what must be brought."""
    moves = {one["move"]: one for one in case.read()["lawful_moves"]}

    assert set(moves) == {"serve_notice", "reject", "recuse"}
    assert moves["serve_notice"]["role"] == "list_officer"
    assert set(moves["serve_notice"]["needs"]) >= {"document", "law_date", "service", "proof", "statement_until"}


def test_who_decided_does_not_approve(case: Case) -> None:
    """Four eyes: an officer with both roles who served and decided cannot approve, and the refusal names the rule."""
    from casework.records import Account
    from tests.api.town import basic, password_of

    both = Account(
        id="both",
        name="both",
        department="human-resources",
        roles=frozenset({Role.LIST_OFFICER, Role.APPROVING_OFFICER}),
        password_hash=case.town.house.doorkeeper.passwords.hash(password_of("both")),
    )
    with case.town.store.unit_of_work() as work:
        work.add_account(both)
        work.commit()
    case.notice()
    case.town.clock.move(days=21)
    case.must("decide", basic("both"), document="决定书-1", reasons="逾期未付")

    own = case.move("approve", basic("both"))
    other = case.move("approve", APPROVER)

    assert (own.status_code, own.json()["code"]) == (409, "four-eyes")
    assert own.json()["law"]
    assert other.status_code == 201


def test_the_statement_period_must_have_run(case: Case) -> None:
    """A decision within the period without statement or waiver is refused, citing the rule."""
    case.notice()
    case.town.clock.move(days=3)

    answer = case.move("decide", document="决定书", reasons="x")

    assert answer.status_code == 409
    assert answer.json()["law"]


def test_who_saw_an_older_state_is_refused(case: Case) -> None:
    """Two officers at one case: the second reads again before deciding (412)."""
    case.notice()

    answer = case.move("reject", version=1, reasons="x")

    assert (answer.status_code, answer.json()["code"]) == (412, "stale-version")


def test_an_incomplete_move_names_what_is_missing(case: Case) -> None:
    """No proof of service, no next move."""
    answer = case.move("serve_notice", document="告知书")

    assert (answer.status_code, answer.json()["code"]) == (422, "move-incomplete")
    assert "送达凭证" in answer.json()["title"]


@pytest.mark.parametrize("until", ["soon", "2026-02-30", "9999-99-99", "二〇二六年", PERSON_NAME])
def test_a_statement_date_that_is_none_is_refused(case: Case, until: str) -> None:
    """A period that nobody can compute protects nobody."""
    details = {"service": "direct", "proof": "p", "statement_until": until}

    answer = case.move("serve_notice", document="告知书", details=details)

    assert answer.status_code in (409, 422)
    assert PERSON_NAME not in answer.text


def test_a_recused_officer_sees_no_such_case_anywhere(case: Case) -> None:
    """回避: list, case and moves answer as to a stranger; colleagues go on; only the head decides it."""
    officer = "human-resources.list_officer"
    said = {"document": "回避决定-1", "reasons": "近亲属", "details": {"officer": officer, "recusal": "granted"}}
    version = case.read()["version"]

    refused = case.move("recuse", APPROVER, version=version, **said)
    granted = case.move("recuse", as_role("human-resources", Role.HEAD), version=version, **said)
    address = case.address
    seen = case.town.client.get(address, headers=OFFICER)
    body = {"move": "reject", "version": version + 1, "reasons": "x"}
    moved = case.town.client.post(f"{address}/moves", json=body, headers=OFFICER)
    listed = case.town.client.get("/v1/cases", headers=OFFICER).json()["cases"]
    others = case.town.client.get("/v1/cases", headers=APPROVER).json()["cases"]

    assert (refused.status_code, granted.status_code) == (403, 201)
    assert (seen.status_code, moved.status_code, listed) == (404, 404, [])
    assert [one["case_id"] for one in others] == [address.rpartition("/")[2]]


def test_an_end_tells_its_kind_and_a_stay_that_it_rests(case: Case) -> None:
    """The kinds of end and the stay are fields of the answer, not words in a reason."""
    case.notice()
    case.decide()
    case.must("approve", APPROVER)
    effect = case.must("take_effect", document="决定书-1", details={"service": "direct", "proof": "送达回证-2"})
    stayed = case.must("suspend", document="停止执行-1", details={"order": "court"})
    resumed = case.must("resume", document="恢复执行-1", reasons="裁定终止")
    ended = case.must("end", document="移出-1", reasons="判决撤销", details={"kind": "revoked"})

    assert [one["suspended"] for one in (effect, stayed, resumed)] == [False, True, False]
    assert [one["may_be_published"] for one in (effect, stayed, resumed, ended)] == [True, False, True, False]
    assert (ended["end_kind"], ended["end_title"]) == ("revoked", "所依据的决定被撤销")


def test_a_rejected_proposal_is_kept_with_its_reasons_and_not_opened_again(case: Case) -> None:
    """The same records do not bring the same case back."""
    case.must("reject", reasons="已查明并非用人单位")

    again = case.town.load(wage_facts(CODE, "W-1"))

    assert case.read()["state"] == "rejected"
    assert case.read()["history"][-1]["details"]["reasons"] == "已查明并非用人单位"
    assert again["determination"]["proposed"] == []


def test_a_list_determined_here_takes_no_entry_by_document(town: Town) -> None:
    """Nobody is listed by a form when the law wants notice, decision and approval."""
    town.load(wage_facts(CODE, "W-1"))
    body = mirrored(list="wage-arrears")

    answer = town.client.post("/v1/cases/mirrored", json=body, headers=as_role("human-resources", Role.DATA_CLERK))

    assert (answer.status_code, answer.json()["code"]) == (409, "list-determined-here")


def mirrored(**changed: Any) -> dict[str, Any]:
    told = {
        "type": "enterprise",
        "code": CODE,
        "list": "tax-major-violation",
        "document": "税稽公告〔2026〕1号",
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
    }
    return {**told, **changed}


@pytest.fixture
def known(town: Town) -> Town:
    town.load([fact(CODE, "tax.finding", "T-1", {"case_no": "T-1", "violation": "ordinary_invoices"})], "tax")
    return town


def test_a_mirrored_entry_comes_once_and_is_not_moved_here(known: Town) -> None:
    """The same document twice is one entry; its procedure belongs to the authority that decided it."""
    first = known.client.post("/v1/cases/mirrored", json=mirrored(), headers=TAX_CLERK)
    second = known.client.post("/v1/cases/mirrored", json=mirrored(), headers=TAX_CLERK)
    address = f"/v1/cases/{first.json()['case_id']}"
    move = known.client.post(
        f"{address}/moves",
        json={"move": "end", "version": 1, "document": "d", "reasons": "r", "law_date": "2026-07-01"},
        headers=as_role("tax", Role.LIST_OFFICER),
    )

    assert (first.status_code, first.json()["state"]) == (201, "effective")
    assert second.json()["case_id"] == first.json()["case_id"]
    assert (move.status_code, move.json()["code"]) == (409, "mirrored")
    told = known.client.get(address, headers=TAX_CLERK).json()["lawful_moves"]
    assert {(one["move"], one["role"]) for one in told} == {
        ("suspend", "data_clerk"),
        ("resume", "data_clerk"),
        ("end", "data_clerk"),
        ("recuse", "head"),
    }


def test_a_recused_officer_sees_no_file_over_the_entry_either(known: Town) -> None:
    """An objection is part of the case: neither the list of files nor the file itself is shown to who keeps away."""
    officer, clerk = as_role("tax", Role.LIST_OFFICER), as_role("tax", Role.AUDITOR)
    entry = known.client.post("/v1/cases/mirrored", json=mirrored(), headers=TAX_CLERK).json()
    day = known.clock.today().isoformat()
    objection = {"kind": "objection", "case_id": entry["case_id"], "law_date": day, "details": {"grounds": "认定有误"}}
    file = known.client.post("/v1/files", json=objection, headers=officer).json()["file_id"]
    recused = known.client.post(
        f"/v1/cases/{entry['case_id']}/moves",
        json={
            "move": "recuse",
            "version": 1,
            "document": "回避决定-1",
            "law_date": day,
            "reasons": "近亲属",
            "details": {"officer": "tax.list_officer", "recusal": "granted"},
        },
        headers=as_role("tax", Role.HEAD),
    )

    seen = {
        who: (
            [one["file_id"] for one in known.client.get("/v1/files", headers=headers).json()["files"]],
            known.client.get(f"/v1/files/{file}", headers=headers).status_code,
        )
        for who, headers in (("officer", officer), ("auditor", clerk))
    }

    assert recused.status_code == 201, recused.text
    assert seen == {"officer": ([], 404), "auditor": ([file], 200)}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"list": "no-such-list"}, 422),
        ({"code": credit_code(77)}, 422),
        ({"code": CODE[:-2]}, 422),
        ({"type": "spaceship"}, 422),
        ({"decided_on": "2026-06-03"}, 422),
        ({"effective_on": "2999-01-01"}, 422),
        ({"term_end": "2020-01-01"}, 422),
        ({"document": " "}, 422),
    ],
)
def test_a_faulty_mirrored_entry_is_refused_whole(known: Town, changed: dict[str, Any], status: int) -> None:
    """Unknown list or subject, impossible dates, no document: named, and nothing recorded."""
    before = known.recorded()

    answer = known.client.post("/v1/cases/mirrored", json=mirrored(**changed), headers=TAX_CLERK)

    assert answer.status_code == status
    assert known.recorded() == before
    assert changed.get("code", "\0") not in answer.text


def test_removal_at_the_source_ends_the_entry_once(known: Town) -> None:
    """Removed is removed: a second removal sees that the entry has moved on."""
    case_id = known.client.post("/v1/cases/mirrored", json=mirrored(), headers=TAX_CLERK).json()["case_id"]
    body = {"version": 1, "document": "移出公告", "ended_on": known.clock.today().isoformat(), "reasons": "已移出"}

    first = known.client.post(f"/v1/cases/{case_id}/removal", json=body, headers=TAX_CLERK)
    second = known.client.post(f"/v1/cases/{case_id}/removal", json=body, headers=TAX_CLERK)

    assert (first.status_code, first.json()["state"]) == (200, "ended")
    assert second.status_code in (409, 412)


def test_cases_come_in_pages_and_by_state(town: Town) -> None:
    """The cursor leads through all of them without doubles; a state that is none is refused."""
    for number in range(5):
        town.load(wage_facts(credit_code(10 + number), f"W-{number}"))
    seen: list[str] = []
    after = ""
    for _ in range(5):
        page = town.client.get(f"/v1/cases?limit=2&state=proposed&after={after}", headers=OFFICER).json()
        seen += [one["case_id"] for one in page["cases"]]
        after = page["next"]
        if not after:
            break

    wrong = [
        town.client.get(f"/v1/cases?{query}", headers=OFFICER).status_code
        for query in ("state=dreaming", "limit=0", "limit=501", "limit=x", "after=" + "x" * 65)
    ]

    assert len(seen) == len(set(seen)) == 5
    assert town.client.get("/v1/cases?state=effective", headers=OFFICER).json() == {"cases": [], "next": None}
    assert wrong == [422] * 5


def test_a_sole_traders_case_shows_them_masked(town: Town) -> None:
    """Sole traders count as persons: the desk's list shows neither name nor code in full."""
    trader = credit_code(3, "92520103")
    told = [{**one, "type": "sole_trader", "name": PERSON_NAME} for one in wage_facts(trader, "W-1")]
    assert town.load(told)["determination"]["proposed"]

    text = town.client.get("/v1/cases", headers=OFFICER).text

    assert PERSON_NAME not in text
    assert trader not in text
