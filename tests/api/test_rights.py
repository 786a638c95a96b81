"""Who may what: every route of the application against every role, by one table. A route without a line here fails."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute

from casework.records import CodeKind, Role
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

OPEN = "anybody"
CODE, WAGES = credit_code(1), credit_code(2)
PERSON = resident_id(5)
EVERYBODY = frozenset(Role)
READ_CHECKS = frozenset({Role.INTEGRATOR, Role.EXECUTOR, Role.SUPERVISOR, Role.AUDITOR})
READ_CASES = frozenset(
    {Role.LIST_OFFICER, Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD, Role.DATA_CLERK, Role.AUDITOR}
)

RIGHTS: dict[str, frozenset[Role] | str] = {
    "GET /v1/matters": OPEN,
    "GET /v1/packs": OPEN,
    "GET /health/live": OPEN,
    "GET /health/ready": OPEN,
    "POST /v1/checks": frozenset({Role.INTEGRATOR}),
    "GET /v1/checks/{check_id}": READ_CHECKS,
    "POST /v1/checks/{check_id}/views": READ_CHECKS,
    "POST /v1/checks/{check_id}/outcome": frozenset({Role.INTEGRATOR, Role.EXECUTOR}),
    "POST /v1/facts": frozenset({Role.DATA_CLERK}),
    "GET /v1/cases": READ_CASES,
    "GET /v1/cases/{entry_id}": READ_CASES,
    "GET /v1/cases/{entry_id}/letters": READ_CASES,
    "GET /v1/cases/{entry_id}/letters/preview": frozenset({Role.LIST_OFFICER}),
    "POST /v1/cases/{entry_id}/letters": frozenset({Role.LIST_OFFICER}),
    "POST /v1/cases/{entry_id}/moves": frozenset({Role.LIST_OFFICER}),
    "POST /v1/cases/mirrored": frozenset({Role.DATA_CLERK}),
    "POST /v1/cases/{entry_id}/removal": frozenset({Role.DATA_CLERK}),
    "GET /v1/letters/{letter_id}": READ_CASES,
    "GET /v1/letters/{letter_id}/html": frozenset({Role.LIST_OFFICER}),
    "GET /v1/letters/{letter_id}/pdf": frozenset({Role.LIST_OFFICER}),
    "POST /v1/letters/{letter_id}/services": frozenset({Role.LIST_OFFICER}),
    "GET /v1/cases/{entry_id}/repair": READ_CASES,
    "GET /v1/files": READ_CASES,
    "POST /v1/files": frozenset({Role.LIST_OFFICER, Role.DATA_CLERK}),
    "GET /v1/files/{file_id}": READ_CASES,
    "POST /v1/files/{file_id}/steps": frozenset({Role.LIST_OFFICER, Role.DATA_CLERK}),
    "GET /v1/files/{file_id}/rejudgement": READ_CASES,
    "POST /v1/subjects/{subject_id}/reveal": frozenset({Role.IDENTITY_VIEWER}),
    "POST /v1/subjects/resolve": frozenset({Role.LIST_OFFICER, Role.DATA_CLERK}),
    "GET /v1/subjects/{subject_id}/life": READ_CASES,
    "POST /v1/subjects/{subject_id}/events": frozenset({Role.LIST_OFFICER, Role.DATA_CLERK}),
    "GET /v1/reviews": READ_CASES,
    "POST /v1/evaluations": EVERYBODY,
}
"""Routes of the API: the roles that succeed. The move tried is `serve_notice`, the step `withdrawn`."""

PAGES = {
    "GET /",
    "POST /check",
    "GET /checks/{check_id}",
    "POST /checks/{check_id}/outcome",
    "GET /desk",
    "GET /cases/{entry_id}",
    "POST /cases/{entry_id}/moves",
    "GET /files/{file_id}",
    "POST /files/{file_id}/steps",
    "GET /reviews",
    "GET /subjects",
    "POST /subjects",
    "GET /subjects/{subject_id}",
    "POST /subjects/{subject_id}/events",
}
DOORS = {"GET /login", "POST /login", "POST /logout"}
"""Pages for which a session is needed, and those through which one gets it."""

BY_RECEIPT = {"GET /my", "POST /my", "POST /my/steps"}
"""The subject's own page: opened by a receipt number, by no account."""


def routes_of(town: Town) -> set[str]:
    """Every route as the running application serves it, from the document and from the pages' router."""
    from api.console import case_page, desk_page, file_page, life_page, pages, review_page, subject_page

    documented = {
        f"{method.upper()} {path}"
        for path, operations in town.client.app.openapi()["paths"].items()
        for method in operations
    }
    printed = {
        f"{method} {route.path}"
        for module in (pages, desk_page, case_page, file_page, review_page, life_page, subject_page)
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    return documented | printed


def served_routers() -> set[str]:
    """Every route of every router under api.http and api.console, documented or not."""
    import importlib
    import pkgutil

    from fastapi import APIRouter

    found: set[str] = set()
    for package in ("api.http", "api.console"):
        folder = importlib.import_module(package)
        for module in pkgutil.iter_modules(folder.__path__, f"{package}."):
            router = getattr(importlib.import_module(module.name), "router", None)
            if isinstance(router, APIRouter):
                found |= {
                    f"{method} {route.path}"
                    for route in router.routes
                    if isinstance(route, APIRoute)
                    for method in route.methods
                }
    return found


@pytest.fixture
def furnished(town: Town) -> tuple[Town, dict[str, str]]:
    """Two checks, two own proposals of human-resources, one of them with its letter, and an entry mirrored by tax: their ids."""
    town.load([procurement_bar(CODE, "P-1")], "finance")
    check_id = town.check(check_body(CODE)).json()["check_id"]
    [case_id] = town.load(wage_facts(WAGES, "W-1"))["determination"]["proposed"]
    [lettered] = town.load(wage_facts(credit_code(3), "W-2"))["determination"]["proposed"]
    officer = as_role("human-resources", Role.LIST_OFFICER)
    letter = town.client.post(f"/v1/cases/{lettered}/letters", json={"kind": "intention"}, headers=officer).json()
    mirrored = town.client.post("/v1/cases/mirrored", json=mirrored_body("1"), headers=as_role("tax", Role.DATA_CLERK))
    entry = mirrored.json()["case_id"]
    body = {"kind": "objection", "case_id": entry, "law_date": town.clock.today().isoformat(), "details": GROUNDS}
    file = town.client.post("/v1/files", json=body, headers=as_role("tax", Role.LIST_OFFICER)).json()
    ids = {"check_id": check_id, "entry_id": case_id, "mirrored": entry, "file_id": file["file_id"]}
    ids |= {"lettered": lettered, "letter_id": letter["letter_id"]}
    return town, {**ids, "subject_id": person_with_a_file(town)}


def person_with_a_file(town: Town) -> str:
    """The id of a person known to the register, over whom the tax department has a file."""
    person = {"type": "natural_person", "code": PERSON, "name": PERSON_NAME}
    town.load([{**procurement_bar(PERSON, "P-2"), **person}], "finance")
    body = {**filed_by(town, {}), "type": "natural_person", "code": PERSON}
    assert town.client.post("/v1/files", json=body, headers=as_role("tax", Role.LIST_OFFICER)).status_code == 201
    with town.store.reader() as reader:
        found = reader.subject_by_code(CodeKind.RESIDENT_ID, PERSON)
    assert found is not None
    return found.id


OF_AN_EFFECTIVE_ENTRY = ("/removal", "/repair")
GROUNDS = {"grounds": "认定有误（虚构）"}


def filed_by(town: Town, ids: dict[str, str]) -> dict[str, Any]:
    """A contest of the match, of which there may be many at once."""
    today = town.clock.today().isoformat()
    return {"kind": "match_objection", "type": "enterprise", "code": CODE, "law_date": today, "details": GROUNDS}


def fresh_file(town: Town, ids: dict[str, str]) -> str:
    """Another file of the same department, so that each role finds it open."""
    answer = town.client.post("/v1/files", json=filed_by(town, ids), headers=as_role("tax", Role.LIST_OFFICER))
    return str(answer.json()["file_id"])


def mirrored_body(number: str) -> dict[str, Any]:
    return {
        "type": "enterprise",
        "code": CODE,
        "list": "tax-major-violation",
        "document": f"税公告{number}",
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
    }


def asked(town: Town, route: str, ids: dict[str, str], headers: dict[str, str], department: str) -> httpx2.Response:
    """The route, asked soundly: only the right is in question."""
    method, _, path = route.partition(" ")
    address = path
    for name, value in ids.items():
        address = address.replace("{" + name + "}", value)
    if path.endswith("/steps") and headers and department == owner_of(route):
        address = f"/v1/files/{fresh_file(town, ids)}/steps"
    if path.endswith(OF_AN_EFFECTIVE_ENTRY):
        address = f"/v1/cases/{ids['mirrored']}/{path.rsplit('/', 1)[1]}"
    served = {"service": "direct", "proof": "送达回证", "statement_until": "2026-12-31"}
    bodies: dict[str, Any] = {
        "POST /v1/checks": check_body(CODE, department=department, business_no=str(len(town.seen))),
        "POST /v1/checks/{check_id}/outcome": {"outcome": "not_executed", "reason": "申请人撤回"},
        "POST /v1/facts": {"facts": [fact(CODE, "wage.default", f"K-{len(town.seen)}", {"paid_in_time": True})]},
        "POST /v1/cases/{entry_id}/moves": {
            "move": "serve_notice",
            "version": 1,
            "document": "告知书",
            "law_date": town.clock.today().isoformat(),
            "details": served,
        },
        "POST /v1/cases/mirrored": mirrored_body("1"),
        "POST /v1/cases/{entry_id}/removal": {
            "version": 1,
            "document": "移出公告",
            "ended_on": town.clock.today().isoformat(),
            "reasons": "移出",
        },
        "POST /v1/cases/{entry_id}/letters": {"kind": "intention"},
        "POST /v1/letters/{letter_id}/services": {
            "way": "post",
            "outcome": "sent",
            "on": town.clock.today().isoformat(),
            "proof": "邮件收据",
        },
        "POST /v1/files": filed_by(town, ids),
        "POST /v1/files/{file_id}/steps": {
            "step": "withdrawn",
            "seen": 1,
            "law_date": town.clock.today().isoformat(),
        },
        "POST /v1/subjects/{subject_id}/reveal": {"purpose": "serve_document", "reason": "核对送达对象"},
        "POST /v1/subjects/resolve": {"type": "natural_person", "code": PERSON},
        "POST /v1/subjects/{subject_id}/events": {
            "kind": "renamed",
            "on": (date(2026, 1, 1) + timedelta(days=len(town.seen))).isoformat(),
            "document": "变更登记（虚构）",
            "name": f"欧阳测试{len(town.seen)}",
        },
        "POST /v1/evaluations": {"as_of": "2023-06-01"},
    }
    return town.client.request(method, address, json=bodies.get(route), headers=headers)


def owner_of(route: str) -> str:
    """The department whose check, case or entry the address names, or whose facts are sent."""
    if route.startswith("POST /v1/cases/mirrored") or "/v1/files" in route or "/v1/subjects" in route:
        return "tax"
    if route.endswith(OF_AN_EFFECTIVE_ENTRY):
        return "tax"
    return (
        "human-resources" if "/v1/cases" in route or "/v1/letters" in route or route == "POST /v1/facts" else "finance"
    )


def test_every_route_stands_in_the_table(town: Town) -> None:
    """A new route without a rule of who may use it must not pass unseen."""
    assert routes_of(town) == set(RIGHTS) | PAGES | DOORS | BY_RECEIPT
    assert served_routers() == set(RIGHTS) | PAGES | DOORS | BY_RECEIPT


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_the_table_says(furnished: tuple[Town, dict[str, str]], role: Role) -> None:
    """Success for the roles named, 403 for every other one; 404 only stands for other departments' things."""
    town, ids = furnished
    wrong: list[str] = []

    for route, allowed in RIGHTS.items():
        department = owner_of(route)
        answer = asked(town, route, ids, as_role(department, role), department)
        may = allowed == OPEN or role in allowed
        expected = (200, 201) if may else (403,)
        if answer.status_code not in expected:
            wrong.append(f"{route}: {answer.status_code} {answer.text[:200]}")

    assert wrong == []


def test_without_account_only_the_open_routes_answer(furnished: tuple[Town, dict[str, str]]) -> None:
    """401 everywhere else, and nothing is recorded."""
    town, ids = furnished
    before = town.recorded()

    statuses = {route: asked(town, route, ids, {}, owner_of(route)).status_code for route in RIGHTS}

    assert statuses == {route: 200 if allowed == OPEN else 401 for route, allowed in RIGHTS.items()}
    assert town.recorded() == before


@pytest.mark.parametrize(
    "route", ["GET /v1/checks/{check_id}", "POST /v1/checks/{check_id}/views", "POST /v1/checks/{check_id}/outcome",
              "GET /v1/cases/{entry_id}", "POST /v1/cases/{entry_id}/moves", "POST /v1/cases/{entry_id}/removal",
              "GET /v1/cases/{entry_id}/letters", "GET /v1/cases/{entry_id}/letters/preview",
              "POST /v1/cases/{entry_id}/letters", "GET /v1/letters/{letter_id}", "GET /v1/letters/{letter_id}/html",
              "GET /v1/letters/{letter_id}/pdf", "POST /v1/letters/{letter_id}/services",
              "GET /v1/cases/{entry_id}/repair",
              "GET /v1/files/{file_id}", "POST /v1/files/{file_id}/steps", "GET /v1/files/{file_id}/rejudgement",
              "POST /v1/subjects/{subject_id}/reveal", "GET /v1/subjects/{subject_id}/life",
              "POST /v1/subjects/{subject_id}/events"],
)  # fmt: skip
def test_what_belongs_to_another_department_does_not_exist(furnished: tuple[Town, dict[str, str]], route: str) -> None:
    """An account with the right role in the wrong department learns nothing, not even that there is something: 404."""
    town, ids = furnished
    other = "tax" if owner_of(route) == "finance" else "finance"
    ids = {**ids, "file_id": fresh_file(town, ids)}
    before = town.recorded()

    allowed = RIGHTS[route]
    assert isinstance(allowed, frozenset)
    answers = [asked(town, route, ids, as_role(other, role), other) for role in sorted(allowed)]
    missing = [asked(town, route, {**ids, "check_id": "0", "entry_id": "0", "mirrored": "0", "file_id": "0", "letter_id": "0", "subject_id": "0"},
                     as_role(other, role), other) for role in sorted(allowed)]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}
    assert [answer.json() for answer in answers] == [answer.json() for answer in missing]
    assert town.recorded() == before


def test_a_list_of_cases_holds_the_own_departments_only(furnished: tuple[Town, dict[str, str]]) -> None:
    """The desk of one department never shows another's subjects."""
    town, ids = furnished

    seen = {
        department: {
            case["case_id"]
            for case in town.client.get("/v1/cases", headers=as_role(department, Role.AUDITOR)).json()["cases"]
        }
        for department in ("human-resources", "tax", "finance")
    }

    assert seen == {
        "human-resources": {ids["entry_id"], ids["lettered"]},
        "tax": {ids["mirrored"]},
        "finance": set(),
    }


def test_whether_the_register_knows_a_code_is_told_to_clerks_only(town: Town) -> None:
    """An account that may not enter anything cannot probe the register through the refusal."""
    known, unknown = (
        [
            town.client.post("/v1/cases/mirrored", json={**mirrored_body("1"), "code": code}, headers=headers).json()
            for headers in (as_role("tax", Role.INTEGRATOR), as_role("tax", Role.LIST_OFFICER))
        ]
        for code in (CODE, credit_code(99))
    )

    assert known == unknown
    assert {answer["code"] for answer in known} == {"role-missing"}


def test_pages_need_a_session_in_production(town_of: Callable[..., Town]) -> None:
    """Without demonstration mode every page leads to the login, and the API's header opens no page."""
    town = town_of(demo=False)
    before = town.recorded()

    answers = [
        town.client.request(*re.sub(r"{\w+}", "0", route).split(" "), headers=headers)
        for route in sorted(PAGES)
        for headers in ({}, as_role("finance", Role.INTEGRATOR))
    ]

    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {(303, "/login")}
    assert town.recorded() == before
