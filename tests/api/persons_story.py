"""Two persons seeded through a whole story: facts, cases, files, checks, everything that is only read.

Each party's own texts hold its own name; whom a text names that no record knows cannot be told from other words.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from casework.records import Role
from tests.api.town import Town, as_role, check_body, credit_code, procurement_bar, resident_id, wage_facts

PERSON, PERSON_NAME = resident_id(7), "欧阳测试甲"
NEW_NAME = "欧阳测试丁"
TRADER, TRADER_NAME = credit_code(8, prefix="92520103"), "清镇测试乙餐饮店"
FIRM = credit_code(9)
SAID = f"当事人{PERSON_NAME}（{PERSON}）称，又写作{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}、欧阳 测试甲"
TRADED = f"当事人{TRADER_NAME}（{TRADER}）称，又写作{TRADER.lower()}、清镇·测试乙·餐饮店"
SEEDS = (
    PERSON,
    PERSON.lower(),
    PERSON[:17],
    PERSON[6:17],
    PERSON_NAME,
    NEW_NAME,
    "欧阳 测",
    TRADER,
    TRADER.lower(),
    TRADER[6:],
    TRADER_NAME,
    "清镇·",
)
OF_PERSON = {"type": "natural_person", "code": PERSON, "name": PERSON_NAME}
OF_TRADER = {"type": "sole_trader", "code": TRADER, "name": TRADER_NAME}
REVEAL = "POST /v1/subjects/{subject_id}/reveal"


@dataclass
class Story:
    """What the routes are asked about; filled in as it goes."""

    town: Town
    today: str
    ids: dict[str, str]
    receipts: list[str] = field(default_factory=list)

    def ask(self, route: str, *, role: tuple[str, Role], **how: Any) -> httpx2.Response:
        method, _, path = route.partition(" ")
        for name, value in self.ids.items():
            path = path.replace("{" + name + "}", value)
        return self.town.client.request(method, path, headers=as_role(*role), **how)


LABOUR, TAX = "human-resources", "tax"
OFFICER, CLERK = (LABOUR, Role.LIST_OFFICER), (LABOUR, Role.DATA_CLERK)
TAX_OFFICER, TAX_CLERK = (TAX, Role.LIST_OFFICER), (TAX, Role.DATA_CLERK)
HOST = ("finance", Role.INTEGRATOR)
FORM = {
    "type": "natural_person",
    "code": PERSON,
    "name": PERSON_NAME,
    "matter": "subsidy.fiscal-project",
    "stage": "acceptance",
    "place": "520103",
    "purpose": SAID,
}


def facts_told(story: Story) -> None:
    """Sound ones with the names in free texts, and faulty ones with the numbers in the wrong places."""
    sound = [{**one, **OF_TRADER} for one in wage_facts(TRADER, "W-1", document=f"责令{TRADED}")]
    taken = story.ask("POST /v1/facts", role=CLERK, json={"facts": sound})
    [story.ids["entry_id"]] = taken.json()["determination"]["proposed"]
    barred = procurement_bar(FIRM, "P-1", document=f"决定〔{PERSON}〕")
    for facts in (
        [{**procurement_bar(PERSON, "P-2", document=f"决定{SAID}"), **OF_PERSON}],
        [{**procurement_bar(TRADER, "P-3", document=f"决定{TRADED}"), **OF_TRADER}],
        [barred],
    ):
        assert story.ask("POST /v1/facts", role=("finance", Role.DATA_CLERK), json={"facts": facts}).status_code == 201
    for wrong in (
        {"code": PERSON[:17] + "A"},
        {"code": TRADER, "name": PERSON_NAME},
        {"name": ""},
        {"kind": "no.such"},
        {"values": {"decided_on": PERSON, "article": PERSON_NAME, "document_class": TRADER}},
        {"region": PERSON[:6] + "x"},
        {"attributes": {"registered_on": SAID}},
        {"source_key": "P-2", "values": {"document": SAID}},
    ):
        one = {**procurement_bar(PERSON, "P-9", document=SAID), **OF_PERSON, **wrong}
        answer = story.ask("POST /v1/facts", role=("finance", Role.DATA_CLERK), json={"facts": [one]})
        assert answer.status_code == 422, (wrong, answer.text)


def cases_moved(story: Story) -> None:
    """The trader's own case up to a statement; moves that are refused; the person's entry mirrored and contested."""
    mirrored = {
        **{key: OF_PERSON[key] for key in ("type", "code")},
        "list": "tax-major-violation",
        "document": "税公告1号",
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
    }
    named = {**mirrored, "document": f"税公告{SAID[:150]}", "reasons": SAID}
    assert story.ask("POST /v1/cases/mirrored", role=TAX_CLERK, json=named).status_code == 422
    entered = story.ask("POST /v1/cases/mirrored", role=TAX_CLERK, json=mirrored)
    assert entered.status_code == 201, entered.text
    story.ids["mirrored"] = entered.json()["case_id"]
    for code in (PERSON[:17] + "A", resident_id(99), TRADER):
        assert story.ask("POST /v1/cases/mirrored", role=TAX_CLERK, json={**mirrored, "code": code}).status_code == 422

    served = {"service": "direct", "proof": f"回证{TRADED}", "statement_until": "2027-01-31"}
    notice = {
        "move": "serve_notice",
        "version": 1,
        "document": f"告知{TRADED}",
        "law_date": story.today,
        "details": served,
    }
    statement = {"move": "record_statement", "version": 2, "law_date": story.today, "details": {"statement": TRADED}}
    for body, status in ((notice, 201), (statement, 201), (notice, 409), ({**statement, "details": {}}, 412)):
        answer = story.ask("POST /v1/cases/{entry_id}/moves", role=OFFICER, json=body)
        assert answer.status_code in (status, 422), answer.text


def files_worked_on(story: Story) -> None:
    """An objection to the person's entry, and a contest of the match for the trader, with everything said in them."""
    filed = {
        "kind": "objection",
        "case_id": story.ids["mirrored"],
        "law_date": story.today,
        "document": SAID[:150],
        "details": {"grounds": SAID},
    }
    opened = story.ask("POST /v1/files", role=TAX_OFFICER, json=filed).json()
    story.ids["file_id"] = opened["file_id"]
    story.receipts.append(opened["receipt"])
    match = {
        "kind": "match_objection",
        "type": "sole_trader",
        "code": TRADER,
        "law_date": story.today,
        "details": {"grounds": TRADED},
    }
    opened = story.ask("POST /v1/files", role=TAX_OFFICER, json=match).json()
    story.ids["other_file"] = opened["file_id"]
    story.receipts.append(opened["receipt"])
    wrong = {"step": "accepted", "seen": 1, "document": SAID[:150], "reasons": SAID}
    right = {"step": "forwarded", "seen": 1, "document": "转办函", "law_date": story.today, "details": {"source": SAID}}
    for body in (wrong, right):
        story.ask("POST /v1/files/{file_id}/steps", role=TAX_OFFICER, json=body)


def checks_asked(story: Story) -> None:
    """About the person, about the trader, about the person in a role; sound and faulty."""
    for subject in (OF_PERSON, OF_TRADER, {**OF_TRADER, "name": ""}, {**OF_PERSON, "code": ""}):
        said = SAID if subject["type"] == "natural_person" else TRADED
        asked = check_body(subject=subject, purpose=said, business_no=PERSON)
        answer = story.ask("POST /v1/checks", role=HOST, json=asked)
        assert answer.status_code == 200, answer.text
        story.ids.setdefault("check_id", answer.json()["check_id"])
    director = {**OF_PERSON, "role": "legal_representative"}
    subject = {"type": "enterprise", "code": FIRM, "related": [director]}
    asked = check_body(subject=subject, matter="company.registration", stage="acceptance", purpose=SAID)
    story.ids["firm_check"] = story.ask("POST /v1/checks", role=HOST, json=asked).json()["check_id"]
    for wrong in (
        check_body(subject={**OF_PERSON, "code": PERSON[:17] + "A"}),
        check_body(subject={**OF_PERSON, "type": "enterprise"}),
        check_body(subject={**OF_TRADER, "code": TRADER[:17]}),
        check_body(subject=subject, purpose=SAID),
        check_body(subject=OF_PERSON, place=PERSON),
        check_body(subject=OF_PERSON, matter=PERSON),
        {PERSON: PERSON_NAME},
    ):
        assert story.ask("POST /v1/checks", role=HOST, json=wrong).status_code in (403, 422)
    told = {"outcome": "not_executed", "reason": SAID, "basis": SAID[:100]}
    assert story.ask("POST /v1/checks/{check_id}/outcome", role=HOST, json=told).status_code == 201
    assert story.ask("POST /v1/checks/{check_id}/outcome", role=HOST, json=told).status_code == 409


def read_everything(story: Story) -> None:
    """Every route that only reads, by everybody who may."""
    auditor = {department: (department, Role.AUDITOR) for department in (LABOUR, TAX, "finance")}
    for open_route in ("GET /v1/matters", "GET /v1/packs", "GET /health/live", "GET /health/ready"):
        story.ask(open_route, role=HOST)
    for department in (LABOUR, TAX):
        assert story.ask("GET /v1/cases", role=auditor[department]).json()["cases"]
        story.ask("GET /v1/files", role=auditor[department])
    own = {**story.ids}
    for route, role in (
        ("GET /v1/cases/{entry_id}", auditor[LABOUR]),
        ("GET /v1/files/{file_id}", auditor[TAX]),
        ("GET /v1/files/{file_id}/rejudgement", auditor[TAX]),
        ("GET /v1/checks/{check_id}", auditor["finance"]),
        ("POST /v1/checks/{check_id}/views", auditor["finance"]),
    ):
        assert story.ask(route, role=role).status_code in (200, 201), route
    story.ids |= {"entry_id": own["mirrored"], "check_id": own["firm_check"], "file_id": own["other_file"]}
    for route in ("GET /v1/cases/{entry_id}", "GET /v1/files/{file_id}"):
        assert story.ask(route, role=auditor[TAX]).status_code == 200
    assert story.ask("GET /v1/checks/{check_id}", role=auditor["finance"]).status_code == 200
    story.ids |= own
    removal = {"version": 1, "document": SAID[:150], "ended_on": story.today, "reasons": SAID}
    story.ids["entry_id"] = own["mirrored"]
    assert story.ask("GET /v1/cases/{entry_id}/repair", role=auditor[TAX]).status_code == 200
    assert story.ask("POST /v1/cases/{entry_id}/removal", role=TAX_CLERK, json=removal).status_code == 200
    assert story.ask("GET /v1/cases/{entry_id}", role=auditor[TAX]).status_code == 200
    story.ids |= own
    question = {
        "as_of": "2023-06-01",
        "subject": {"type": "sole_trader"},
        "facts": [{"wage.default": {"case_no": PERSON}}],
    }
    for query in ("", "?audience=subject", "?audience=officer"):
        story.town.client.post(f"/v1/evaluations{query}", json=question, headers=as_role(*HOST))
