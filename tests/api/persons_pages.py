"""The same two persons on the pages and in the letters: everything an officer's screen shows of them."""

from html import unescape
from typing import Any

import httpx2

from casework.records import Role
from tests.api.persons_story import (
    FIRM,
    FORM,
    HOST,
    LABOUR,
    OFFICER,
    PERSON,
    PERSON_NAME,
    SAID,
    TAX,
    TRADED,
    TRADER,
    TRADER_NAME,
    Story,
)
from tests.api.town import account_name, password_of

TAX_ACCOUNT = account_name(TAX, Role.LIST_OFFICER)
LETTERS = "/v1/cases/{entry_id}/letters"


def letters_made(story: Story) -> None:
    """A notice to the trader: seen before it is made, made, listed, read masked, and sent in vain."""
    for route in (f"GET {LETTERS}/preview", f"GET {LETTERS}"):
        assert story.ask(route, role=OFFICER).status_code == 200, route
    made = story.ask(f"POST {LETTERS}", role=OFFICER, json={"kind": "intention"})
    assert made.status_code == 201, made.text
    story.ids["letter_id"] = made.json()["letter_id"]
    returned = {"way": "direct", "outcome": "returned", "on": story.today, "proof": f"退回：{TRADED}"}
    for body, status in ((returned, 201), ({**returned, "way": PERSON}, 422)):
        answer = story.ask("POST /v1/letters/{letter_id}/services", role=OFFICER, json=body)
        assert answer.status_code == status, answer.text
    for route in (f"GET {LETTERS}", "GET /v1/letters/{letter_id}"):
        assert story.ask(route, role=(LABOUR, Role.AUDITOR)).status_code == 200, route


def pages_opened(story: Story) -> None:
    """The console by an account of its own: the form with faults and without, the answer, the feedback."""
    client = story.town.client
    client.get("/login")
    client.post("/login", data={"name": PERSON, "password": PERSON})
    client.post("/login", data={"name": account_name(*HOST), "password": password_of(account_name(*HOST))})
    token = client.get("/").text.split('name="token" value="')[1].split('"')[0]
    faulty = (
        {"place": "x"}, {"code": PERSON[:17] + "A"}, {"type": "sole_trader", "code": TRADER[:17], "name": TRADER_NAME, "purpose": TRADED},
        {"type": "enterprise", "code": FIRM, "name": "", "role": "director", "related_code": PERSON},
        {"type": "enterprise", "code": FIRM, "name": "", "related_code": PERSON}, {"matter": PERSON}, {"stage": PERSON},
    )  # fmt: skip
    for changed in faulty:
        assert client.post("/check", data={**FORM, **changed, "token": token}).status_code in (403, 422), changed
    answer = client.post("/check", data={**FORM, "token": token})
    address = answer.headers["location"]
    assert client.get(address).status_code == 200
    for sent in ({"outcome": "executed", "basis": SAID}, {"outcome": "not_executed", "reason": SAID}):
        client.post(f"{address}/outcome", data={**sent, "token": token})
    assert client.get(address).status_code == 200
    client.post("/logout", data={"token": token})


def desks_worked_at(story: Story) -> None:
    """Both departments' officers: the desk, the dossier with its forms, the files, each form sound and refused."""
    officer = signed_in(story, LABOUR)
    statement = {"move": "record_statement", "statement": TRADED, "law_date": story.today}
    page = f"/cases/{story.ids['entry_id']}"
    assert officer.get("/desk").status_code == 200
    decision = {"move": "decide", "version": "4", "document": TRADED[:150], "reasons": TRADED, "law_date": story.today}
    for sent, status in (
        ({**statement, "version": "1"}, 412),
        ({**statement, "version": "3"}, 303),
        ({**decision, "document": ""}, 422),
        (decision, 303),
    ):
        assert officer.post(f"{page}/moves", data=sent).status_code == status, sent
    assert officer.get(page).status_code == 200
    officer.get(f"/cases/{story.ids['mirrored']}")

    tax = signed_in(story, TAX)
    assert tax.get("/desk").status_code == 200
    for file_id in (story.ids["file_id"], story.ids["other_file"]):
        for sent in (
            {"step": "verified", "seen": "1", "document": SAID[:150], "findings": SAID, "law_date": story.today},
            {"step": "accepted", "seen": "1", "document": SAID[:150], "law_date": story.today},
            {"step": "accepted", "seen": "2", "document": SAID[:150], "reasons": SAID, "law_date": story.today},
        ):
            assert tax.post(f"/files/{file_id}/steps", data=sent).status_code in (303, 403, 409, 412, 422), sent
        assert tax.get(f"/files/{file_id}").status_code == 200
    assert tax.get(f"/cases/{story.ids['mirrored']}").status_code == 200
    story.town.client.cookies.clear()


def matter_followed(story: Story) -> None:
    """The subject's own page by receipt: asked for, told, a step refused and a step taken."""
    client = story.town.client
    assert client.get("/my").status_code == 200
    client.post("/my", data={"receipt": PERSON})
    for receipt in story.receipts:
        assert client.post("/my", data={"receipt": receipt}).status_code == 200
    step = {"receipt": story.receipts[0], "step": "withdrawn", "seen": "9", "reasons": SAID}
    for sent in (step, {**step, "step": PERSON_NAME}, {**step, "seen": "2"}):
        client.post("/my/steps", data=sent)


class _Page:
    """One officer's browser."""

    def __init__(self, story: Story, token: str) -> None:
        self._client, self._token = story.town.client, token

    def get(self, address: str) -> httpx2.Response:
        return self._client.get(address)

    def post(self, address: str, data: dict[str, Any]) -> httpx2.Response:
        return self._client.post(address, data={**data, "token": self._token})


def signed_in(story: Story, department: str) -> _Page:
    """The browser of this department's list officer."""
    client, name = story.town.client, account_name(department, Role.LIST_OFFICER)
    client.cookies.clear()
    assert client.post("/login", data={"name": name, "password": password_of(name)}).status_code == 303
    return _Page(story, unescape(client.get("/desk").text).split('name="token" value="')[1].split('"')[0])
