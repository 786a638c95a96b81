"""After the period: the case says that it was erased, its letters, checks and names are gone, and the book still holds."""

from html import unescape
from typing import Any

import pytest

from adapters.store.row_audit import verify_book
from casework.masking import IDENTITY_ERASED
from casework.records import Role
from casework.retention_round import carry_out
from tests.api.town import Town, account_name, as_role, check_body, credit_code, password_of, wage_facts

LABOUR, NAME = "human-resources", "清镇测试乙餐饮店"
TRADER = credit_code(8, prefix="92520103")
OFFICER = as_role(LABOUR, Role.LIST_OFFICER)
HOST = as_role("finance", Role.INTEGRATOR)


@pytest.fixture
def erased(town: Town) -> dict[str, Any]:
    """A trader's case with a letter, rejected; a check about it; then seven years and one round."""
    trader = {"type": "sole_trader", "code": TRADER, "name": NAME}
    [case] = town.load([{**one, **trader} for one in wage_facts(TRADER, "W-1")])["determination"]["proposed"]
    ids: dict[str, Any] = {"case": case}
    sent = town.client.post(f"/v1/cases/{case}/letters", json={"kind": "intention"}, headers=OFFICER)
    ids["letter"] = sent.json()["letter_id"]
    rejected = {"move": "reject", "version": 1, "reasons": "已付清", "law_date": town.clock.today().isoformat()}
    assert town.client.post(f"/v1/cases/{case}/moves", json=rejected, headers=OFFICER).status_code == 201
    ids["check"] = town.check(check_body(subject=trader)).json()["check_id"]
    town.clock.move(days=7 * 366)
    ids["done"] = carry_out(town.store, town.clock)
    return ids


def test_the_case_says_on_which_day_and_under_which_period_it_was_erased(town: Town, erased: dict[str, Any]) -> None:
    """On the page and in the API; the party reads as erased, the moves stand."""
    told = town.client.get(f"/v1/cases/{erased['case']}", headers=OFFICER).json()
    name = account_name(LABOUR, Role.LIST_OFFICER)
    town.client.post("/login", data={"name": name, "password": password_of(name)})
    page = unescape(town.client.get(f"/cases/{erased['case']}").text)

    today = town.clock.today().isoformat()
    assert [(one["rule"], one["years"], one["on"]) for one in told["erased"]] == [
        ("proposal", 1, today),
        ("person", 5, today),
    ]
    assert (told["subject"]["name"], told["subject"]["code"], told["finding"]) == (IDENTITY_ERASED, "", {})
    assert [one["move"] for one in told["history"]] == ["propose", "reject"]
    shown = (f"内容已于{today}删除", "保存1年", "本平台规定，不是法律规定", IDENTITY_ERASED)
    assert [one for one in shown if one not in page] == []
    assert NAME not in page


@pytest.mark.parametrize(
    ("route", "headers"),
    [
        ("GET /v1/letters/{letter}", OFFICER),
        ("GET /v1/letters/{letter}/html", OFFICER),
        ("GET /v1/letters/{letter}/pdf", OFFICER),
        ("GET /v1/checks/{check}", HOST),
        ("POST /v1/checks/{check}/views", HOST),
    ],
)
def test_what_was_erased_is_gone_and_says_so(
    town: Town, erased: dict[str, Any], route: str, headers: dict[str, str]
) -> None:
    """410 with the day and the period, never a blank paper or an internal error."""
    method, _, path = route.format(**erased).partition(" ")

    answer = town.client.request(method, path, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (410, "contents-erased")
    assert town.clock.today().isoformat() in answer.text
    assert "删除" in answer.text


def test_lists_pages_and_new_records_go_on(town: Town, erased: dict[str, Any]) -> None:
    """Whoever comes back is somebody new to the register: the old number finds nobody."""
    assert town.client.get("/v1/cases", headers=OFFICER).status_code == 200
    again = town.check(check_body(subject={"type": "sole_trader", "code": TRADER, "name": NAME}))
    assert again.status_code == 200
    trader = {"type": "sole_trader", "code": TRADER, "name": NAME}

    taken = town.load([{**one, **trader} for one in wage_facts(TRADER, "W-2")])

    assert len(taken["determination"]["proposed"]) <= 1
    with town.store.reader() as reader:
        assert verify_book(reader).holds
