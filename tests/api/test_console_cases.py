"""Desk, dossier, file and the subject's own page: what waits, what is lawful now, what was refused, and for whose eyes."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from api.attempts import WRONG_LIMIT
from api.console.words import WORDS
from casework.docket import ClockEffect, ClockEnd, ClockRecord, FileKind
from casework.move_titles import STATE_TITLES
from casework.records import EntryState, Role
from tests.api.town import PERSON_NAME, Town, as_role, credit_code, password_of, wage_facts

ZH = WORDS["zh"]
OFFICER, APPROVER = "human-resources.list_officer", "human-resources.approving_officer"
CODE = credit_code(1)
HOSTILE = "\"><script>{{1234*4321}}</script>'"


class Office:
    """The human-resources department's pages, for whoever is signed in."""

    def __init__(self, town: Town) -> None:
        self.town = town
        [self.case_id] = town.load(wage_facts(CODE, "W-1"))["determination"]["proposed"]
        self.address = f"/cases/{self.case_id}"

    @property
    def today(self) -> date:
        return self.town.clock.today()

    def sign_in(self, name: str) -> None:
        self.town.client.cookies.clear()
        answer = self.town.client.post("/login", data={"name": name, "password": password_of(name)})
        assert answer.status_code == 303

    def get(self, address: str) -> str:
        answer = self.town.client.get(address)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.town.client.get("/login").text)
        assert found
        return found[1]

    def version(self) -> int:
        with self.town.store.reader() as reader:
            entry = reader.entry(self.case_id)
        assert entry is not None
        return entry.version

    def move(self, move: str, **fields: Any) -> Any:
        sent = {"token": self.token(), "move": move, "version": str(self.version()), "law_date": self.today.isoformat()}
        return self.town.client.post(f"{self.address}/moves", data={**sent, **fields})

    def must(self, move: str, **fields: Any) -> None:
        answer = self.move(move, **fields)
        assert (answer.status_code, answer.headers.get("location")) == (303, self.address), unescape(answer.text)

    def notice(self) -> None:
        until = (self.today + timedelta(days=20)).isoformat()
        self.must("serve_notice", document="告知书-1", service="direct", proof="回证-1", statement_until=until)

    def decided(self) -> None:
        self.notice()
        self.town.clock.move(days=21)
        self.sign_in(OFFICER)
        self.must("decide", document="决定书-1", reasons="逾期未付，事实清楚")

    def effective(self) -> None:
        self.decided()
        self.sign_in(APPROVER)
        self.must("approve")
        self.sign_in(OFFICER)
        self.must("take_effect", document="决定书-1", service="direct", proof="回证-2")

    def objection(self) -> dict[str, Any]:
        body = {"kind": "objection", "case_id": self.case_id, "law_date": self.today.isoformat(),
                "details": {"grounds": "款项已于列入前付清"}}  # fmt: skip
        answer = self.town.client.post("/v1/files", json=body, headers=as_role("human-resources", Role.LIST_OFFICER))
        assert answer.status_code == 201
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture
def office(town: Town) -> Office:
    made = Office(town)
    made.sign_in(OFFICER)
    return made


def test_the_desk_shows_what_waits_with_its_clock_and_the_next_step(office: Office) -> None:
    """Subject, list, state, the last day with the days left in words, whose rule it is, and what this officer can do."""
    page = office.get("/desk")

    last = office.today + timedelta(days=60)
    shown = (CODE, STATE_TITLES[EntryState.PROPOSED], str(last), "还有60天", ZH["local_policy"], "送达告知书")
    assert [one for one in shown if one not in page] == []
    assert f'href="/cases/{office.case_id}"' in page
    assert "上级同意" not in page


def test_the_desk_is_sorted_by_clocks(office: Office) -> None:
    """A last day that cannot be told comes first, then the earliest; overdue is said in words; no clock comes last."""
    cases = [office.town.load(wage_facts(credit_code(n), f"W-{n}"))["determination"]["proposed"][0] for n in (2, 3, 4)]
    with office.town.store.unit_of_work() as work:
        for number, (case_id, due) in enumerate(zip(cases[:2], (None, office.today - timedelta(days=3)), strict=True)):
            entry = work.entry(case_id)
            assert entry is not None
            work.add_clock(a_clock(entry.id, entry.subject_id, due, work.draw_seq(), f"c{number}"))
        for clock in work.clocks_on(entry_id=cases[2]):
            work.end_clock(clock.id, ClockEnd.CANCELLED, office.today, work.draw_seq())
        work.commit()

    page = office.get("/desk")

    expected = [cases[0], cases[1], office.case_id, cases[2]]
    assert re.findall(r'href="/cases/(\w+)"', page) == expected
    assert ZH["clock.unknown"] in page
    assert "已逾期3天" in page
    assert ZH["no_deadline"] in page


def a_clock(entry_id: str, subject_id: str, due: date | None, seq: int, clock_id: str) -> ClockRecord:
    return ClockRecord(
        id=clock_id, kind="entry.proposal", effect=ClockEffect.ALARM, department="human-resources", subject_id=subject_id,
        entry_id=entry_id, file_id=None, started_on=date(2026, 1, 1), due_on=due, period="P10WD", basis="规则",
        local_policy=True, recorded_seq=seq,
    )  # fmt: skip


def test_each_role_sees_what_waits_for_it(office: Office) -> None:
    """The approving officer's desk is empty until there is something to approve; the officer's then no longer has it."""
    office.sign_in(APPROVER)
    before = office.get("/desk")
    office.sign_in(OFFICER)
    office.decided()
    officers = office.get("/desk")
    office.sign_in(APPROVER)

    after = office.get("/desk")

    assert ZH["nothing_waits"] in before
    assert f'href="{office.address}"' not in officers
    assert f'href="{office.address}"' in after
    assert "批准" in after


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_the_desk_belongs_to_those_who_decide(office: Office, role: Role) -> None:
    """Whoever takes no step of a case has no desk."""
    office.sign_in(f"human-resources.{role}")

    status = office.town.client.get("/desk").status_code

    has_desk = role in (Role.LIST_OFFICER, Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD)
    assert status == (200 if has_desk else 403)


def test_the_desk_has_pages_of_fifty(office: Office) -> None:
    """A number beyond the last page shows the last one."""
    facts = [one for number in range(2, 54) for one in wage_facts(credit_code(number), f"W-{number}")]
    office.town.load(facts)

    first, second, beyond = (office.get(f"/desk?cases={number}") for number in (1, 2, 99))

    assert len(re.findall('href="/cases/', first)) == 50
    assert len(re.findall('href="/cases/', second)) == 3
    assert beyond == second
    assert "/desk?cases=2&files=1" in first


def test_the_dossier_tells_the_whole_case(office: Office) -> None:
    """Who, which list and release, state, clocks, reasons, the records behind with document and date, who did what."""
    office.notice()

    page = office.get(office.address)

    shown = (
        CODE, STATE_TITLES[EntryState.NOTICED], "wage-arrears", "责令-W-1", "2026-03-02", "告知书-1", OFFICER, "规则引擎",
        "直接送达", "陈述申辩期", "还有20天", ZH["history"], ZH["records"],
    )  # fmt: skip
    assert [one for one in shown if one not in page] == []


def test_the_forms_are_those_lawful_now_for_this_account(office: Office) -> None:
    """An officer is offered the notice and no decision; the approving officer nothing, and is told whose turn it is."""
    officers = office.get(office.address)
    office.sign_in(APPROVER)
    approvers = office.get(office.address)

    assert set(re.findall(r'name="move" value="(\w+)"', officers)) == {"serve_notice", "reject"}
    assert re.findall(r'name="move" value="(\w+)"', approvers) == []
    assert ZH["no_moves"] in approvers
    assert "送达告知书（名单经办人）" in approvers


def test_the_whole_way_goes_by_the_pages(office: Office) -> None:
    """Notice, decision with reasons, approval by another, effect: each by its form."""
    office.effective()

    page = office.get(office.address)

    assert f"<b>{STATE_TITLES[EntryState.EFFECTIVE]}</b>" in page
    assert "逾期未付，事实清楚" in page


def test_a_refused_move_keeps_what_was_typed_and_names_the_law(office: Office) -> None:
    """A decision within the statement period: the refusal stands in the form with its law, the reasons are still there."""
    office.notice()
    before = office.town.recorded()

    page = office.move("decide", document="决定书-9", reasons="事实清楚，证据充分")
    text = unescape(page.text)

    assert page.status_code == 409
    assert "国办发〔2020〕49号" in text
    assert 'value="决定书-9"' in text
    assert "事实清楚，证据充分</textarea>" in text
    assert office.town.recorded() == before


def test_a_decision_without_reasons_is_refused(office: Office) -> None:
    """Also where a browser did not ask for them."""
    office.notice()
    office.town.clock.move(days=21)
    office.sign_in(OFFICER)

    page = office.move("decide", document="决定书-1", reasons=" ")

    assert page.status_code == 422
    assert "缺少：理由" in unescape(page.text)


def test_a_malformed_field_is_told_beside_its_label(office: Office) -> None:
    """A date that is none, by a browser without date fields."""
    until = (office.today + timedelta(days=20)).isoformat()

    page = office.move(
        "serve_notice", law_date="昨天", document="d", service="direct", proof="p", statement_until=until
    )

    assert page.status_code == 422
    assert re.search(r'name="law_date"[^>]*value="昨天"[^>]*>\s*<span class="wrong">', unescape(page.text))


def test_what_somebody_did_first_is_not_done_twice(office: Office) -> None:
    """The version in the form is the one that was seen: two tabs make one move."""
    seen = str(office.version())
    office.notice()

    page = office.move("reject", version=seen, reasons="陈述成立")

    assert page.status_code == 412
    assert "陈述成立</textarea>" in unescape(page.text)


def test_what_is_no_longer_lawful_shows_what_was_typed(office: Office) -> None:
    """The form is gone with the state; its text is not."""
    office.notice()

    page = office.move("serve_notice", document="另一告知书")

    assert page.status_code == 409
    assert "另一告知书" in unescape(page.text)


@pytest.mark.parametrize("kind", ["", "0" * 64])
def test_a_form_without_its_token_does_nothing(office: Office, kind: str) -> None:
    """Another site's form has no token, and nothing typed is lost by it."""
    before = office.town.recorded()

    page = office.move("reject", token=kind, reasons="理由在此")

    assert page.status_code == 403
    assert "理由在此" in unescape(page.text)
    assert office.town.recorded() == before


def test_a_recused_officer_finds_no_case(office: Office) -> None:
    """Neither on the desk nor by its address, nor through a move."""
    office.sign_in("human-resources.head")
    office.must("recuse", document="回避-1", officer=OFFICER, recusal="granted", reasons="与当事人有利害关系")
    office.sign_in(OFFICER)

    desk, dossier = office.get("/desk"), office.town.client.get(office.address)

    assert office.case_id not in desk
    assert dossier.status_code == 404
    assert office.move("reject", reasons="x").status_code == 404


def test_another_departments_case_and_file_do_not_exist(office: Office) -> None:
    """As if there were none."""
    office.effective()
    file_id = office.objection()["file_id"]
    office.sign_in("tax.list_officer")

    answers = [
        office.town.client.get(address) for address in (office.address, f"/files/{file_id}", "/cases/0", "/files/0")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert CODE not in office.get("/desk")


def test_hostile_input_is_printed_as_text(office: Office) -> None:
    """In the form it comes back in, and in the history afterwards."""
    refused = office.move("serve_notice", document=HOSTILE)
    office.notice()
    office.must("record_statement", statement=HOSTILE)
    printed = office.town.client.get(office.address)

    for page in (refused, printed):
        assert "<script>" not in page.text
        assert "5332114" not in page.text
    assert HOSTILE in unescape(printed.text)


def test_a_file_is_worked_on_by_its_page_and_judged_again_beside_both_days(office: Office) -> None:
    """Accepted, verified, and decided by another hand; both days' rules stand side by side."""
    office.effective()
    file_id = office.objection()["file_id"]
    address = f"/files/{file_id}"

    page = office.get(address)
    for number, (step, fields) in enumerate((("accepted", {}), ("verified", {"findings": "经核，款项未付"})), start=1):
        assert take(office, address, step, number, **fields).status_code == 303
    own = take(office, address, "rejected", 3, reasons="不成立", document="答复-1")
    office.sign_in(APPROVER)
    done = take(office, address, "rejected", 3, reasons="不成立", document="答复-1")

    shown = (
        ZH["that_day"],
        ZH["this_day"],
        ZH["truth.met"],
        "款项已于列入前付清",
        "决定是否受理异议",
        ZH["local_policy"],
    )
    assert [one for one in shown if one not in page] == []
    assert (own.status_code, done.status_code) == (403, 303)
    assert "名单批准人" in unescape(own.text)
    assert ZH["closed"] in office.get(address)


def take(office: Office, address: str, step: str, seen: int, **fields: str) -> Any:
    sent = {"token": office.token(), "step": step, "seen": str(seen), "law_date": office.today.isoformat()}
    return office.town.client.post(f"{address}/steps", data={**sent, **fields})


def test_a_period_of_the_subjects_is_over_and_never_overdue(office: Office) -> None:
    """Nobody is late when the statement period has run: the case may now be decided."""
    office.notice()
    office.town.clock.move(days=23)
    office.sign_in(OFFICER)

    page = office.get("/desk")

    assert "已届满3天" in page
    assert "已逾期" not in page


def test_open_files_stand_on_the_desk(office: Office) -> None:
    """With their own clocks, and the steps this officer may take."""
    office.effective()
    file_id = office.objection()["file_id"]

    page = office.get("/desk")

    assert f'href="/files/{file_id}"' in page
    assert "不予受理" in page
    assert "转送认定机关" not in page
    assert "决定是否受理异议" in page


def test_a_subject_follows_a_matter_by_its_receipt_and_withdraws_it(office: Office) -> None:
    """Without account: where it stands, until when, why, what can be done; one form withdraws it."""
    office.effective()
    receipt = office.objection()["receipt"]
    office.town.client.cookies.clear()

    page = unescape(office.town.client.post("/my", data={"receipt": f" {receipt.lower()} "}).text)
    done = office.town.client.post("/my/steps", data={"receipt": receipt, "step": "withdrawn", "seen": "1"})
    again = office.town.client.post("/my/steps", data={"receipt": receipt, "step": "withdrawn", "seen": "1"})

    shown = ("异议申请：提出", ZH["my_why"], ZH["my_until"], ZH["my_repair"], "还有", ZH["local_policy"], "撤回")
    assert [one for one in shown if one not in page] == []
    assert ZH["my_closed"] in done.text
    assert (done.status_code, again.status_code) == (200, 409)


def test_nobody_is_named_on_the_subjects_page(office: Office) -> None:
    """Neither the subject nor an officer, by name or code; what somebody wrote is left to the document."""
    office.effective()
    file = office.objection()
    take(office, f"/files/{file['file_id']}", "not_accepted", 1, reasons=f"由{PERSON_NAME}提出", document="不受理-1")
    office.town.client.cookies.clear()

    page = unescape(office.town.client.post("/my", data={"receipt": file["receipt"]}).text)

    assert "不受理-1" in page
    assert ZH["my_reasons_in"] in page
    assert [
        one for one in (CODE, OFFICER, "贵阳示例商贸", PERSON_NAME, file["file_id"], office.case_id) if one in page
    ] == []


def test_only_the_subjects_own_steps_can_be_taken_by_receipt(office: Office) -> None:
    """A receipt number gives no officer's rights."""
    office.effective()
    receipt = office.objection()["receipt"]
    before = office.town.recorded()

    answers = [
        office.town.client.post("/my/steps", data={"receipt": receipt, "step": step, "seen": "1"})
        for step in ("accepted", "upheld", "filed", "")
    ]

    assert {answer.status_code for answer in answers} <= {403, 409, 422}
    assert office.town.recorded() == before


def test_an_unknown_receipt_reads_as_a_mistyped_one_and_guessing_is_closed(office: Office) -> None:
    """No answer tells whether a number exists; after ten wrong ones even a right one waits."""
    office.effective()
    receipt = office.objection()["receipt"]
    wrong = ["ABCD-EFGH-JKMN-PQRS", "x", "", "0" * 500, HOSTILE]

    answers = [office.town.client.post("/my", data={"receipt": one}) for one in (wrong * 2)[:WRONG_LIMIT]]
    closed = office.town.client.post("/my", data={"receipt": receipt})

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert closed.status_code == 429
    assert closed.headers["retry-after"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_print_in_both_languages(office: Office, lang: str) -> None:
    """Undefined words raise; English pages hold no Chinese heading."""
    office.effective()
    file = office.objection()
    addresses = ("/desk", office.address, f"/files/{file['file_id']}", "/my")

    pages = [office.get(f"{address}?lang={lang}") for address in addresses]
    pages.append(unescape(office.town.client.post("/my", data={"receipt": file["receipt"]}).text))

    for page in pages:
        assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
        titles = "".join(re.findall(r"<h2[^>]*>(.*?)</h2>", page))
        assert bool(re.search("[\u4e00-\u9fff]", titles)) == (lang == "zh" and bool(titles))


def test_a_repair_is_worked_on_by_its_page(office: Office) -> None:
    """Its clock, and an examination that may say what the rules of the day ask for."""
    office.effective()
    body = {"kind": "repair", "case_id": office.case_id, "law_date": office.today.isoformat(),
            "details": {"performance_proof": "回单-1", "commitment_letter": "承诺书-1"}}  # fmt: skip
    headers = as_role("human-resources", Role.LIST_OFFICER)
    file = office.town.client.post("/v1/files", json=body, headers=headers).json()
    address = f"/files/{file['file_id']}"
    accepted = take(office, address, "accepted", 1)
    page = office.get(address)

    examined = take(office, address, "examined", 2, findings="已核", corrected_on=office.today.isoformat())

    assert (accepted.status_code, examined.status_code) == (303, 303)
    assert re.search(r'name="corrected_on" type="date"', page)
    assert ZH["local_policy"] in page
    assert office.today.isoformat() in office.get(address)


def test_every_kind_of_file_prints(office: Office) -> None:
    """A match objection lies over the subject and over no entry."""
    body = {"kind": str(FileKind.MATCH_OBJECTION), "type": "enterprise", "code": CODE,
            "law_date": office.today.isoformat(), "details": {"grounds": "并非本企业"}}  # fmt: skip
    headers = as_role("human-resources", Role.LIST_OFFICER)
    file = office.town.client.post("/v1/files", json=body, headers=headers).json()

    page = office.get(f"/files/{file['file_id']}")

    assert "主体匹配异议" in page
    assert ZH["rejudged"] not in page
    assert office.town.client.post("/my", data={"receipt": file["receipt"]}).status_code == 200
