"""Letters over HTTP: issued, served, read, and printed in full for the hand that serves them."""

from pathlib import Path
from urllib.parse import quote

import pytest

from adapters.settings import read_settings
from api.wiring import offices_of
from casework.records import Role
from tests.api.town import Town, as_role, credit_code, wage_facts

OFFICER = as_role("human-resources", Role.LIST_OFFICER)
NAME = "贵阳示例商贸有限公司"


@pytest.fixture
def case(town: Town) -> str:
    [case_id] = town.load(wage_facts(credit_code(2), "W-1"))["determination"]["proposed"]
    return str(case_id)


def issued(town: Town, case: str) -> dict[str, str]:
    answer = town.client.post(f"/v1/cases/{case}/letters", json={"kind": "intention"}, headers=OFFICER)
    assert answer.status_code == 201, answer.text
    told: dict[str, str] = answer.json()
    return told


def test_a_letter_is_issued_served_and_moves_the_case(town: Town, case: str) -> None:
    """The whole way by HTTP; the audit of the book finds every row in its place."""
    letter = issued(town, case)
    served = {"way": "direct", "outcome": "served", "on": letter["dated"], "proof": "送达回证演示1号"}

    answer = town.client.post(f"/v1/letters/{letter['letter_id']}/services", json=served, headers=OFFICER)
    told = town.client.get(f"/v1/cases/{case}", headers=OFFICER).json()
    listed = town.client.get(f"/v1/cases/{case}/letters", headers=OFFICER).json()["letters"]

    assert answer.status_code == 201, answer.text
    assert (told["state"], told["history"][-1]["document"]) == ("noticed", letter["number"])
    assert [(one["number"], one["services"][0]["outcome"]) for one in listed] == [(letter["number"], "served")]


def test_the_preview_is_of_no_effect_and_records_nothing(town: Town, case: str) -> None:
    """Looking draws no number."""
    before = town.recorded()

    answer = town.client.get(f"/v1/cases/{case}/letters/preview", headers=OFFICER)

    assert (answer.status_code, answer.json()["number"]) == (200, "文号待编")
    assert "不产生任何效力" in answer.json()["text"]
    assert town.recorded() == before


def test_the_partys_own_letter_comes_as_page_and_pdf_under_its_number(town: Town, case: str) -> None:
    """Saved under its number, kept by nobody on the way; the page may load nothing but its own style."""
    letter = issued(town, case)
    address = f"/v1/letters/{letter['letter_id']}"

    page, paper = (town.client.get(f"{address}/{form}", headers=OFFICER) for form in ("html", "pdf"))

    assert (page.status_code, NAME in page.text) == (200, True)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert quote(f"{letter['number']}.pdf", safe="") in paper.headers["content-disposition"]
    assert {page.headers["cache-control"], paper.headers["cache-control"]} == {"no-store"}


def test_service_without_proof_is_refused_at_the_door(town: Town, case: str) -> None:
    """No proof, no next step."""
    letter = issued(town, case)
    bare = {"way": "direct", "outcome": "served", "on": letter["dated"], "proof": " "}

    answer = town.client.post(f"/v1/letters/{letter['letter_id']}/services", json=bare, headers=OFFICER)

    assert answer.status_code == 422
    assert town.client.get(f"/v1/cases/{case}", headers=OFFICER).json()["state"] == "proposed"


def test_the_invented_offices_are_for_the_demonstration_only(tmp_path: Path) -> None:
    """A production service must never write in an invented organ's name."""
    demo, production = (
        offices_of(read_settings({"SHANGFA_DATA": str(tmp_path), "SHANGFA_MODE": mode}))
        for mode in ("demo", "production")
    )

    assert (set(demo), set(production)) == ({"human-resources"}, set())
