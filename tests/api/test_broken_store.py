"""The book cannot be written: each time a clear 503, nothing half-written, the server alive and the next check fine."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from adapters.audit_chain import verify
from casework.records import Role
from tests.api.town import INTEGRATOR, Town, as_role, check_body, credit_code, procurement_bar, wage_facts

CODE = credit_code(1)
CLERK = as_role("human-resources", Role.DATA_CLERK)


def requests_that_write(town: Town, check_id: str) -> dict[str, Callable[[], Any]]:
    facts = {"facts": wage_facts(CODE, "W-9")}
    outcome = {"outcome": "not_executed", "reason": "申请人撤回"}
    return {
        "check": lambda: town.check(check_body(CODE, business_no="again")),
        "facts": lambda: town.client.post("/v1/facts", json=facts, headers=CLERK),
        "view": lambda: town.client.post(f"/v1/checks/{check_id}/views", headers=INTEGRATOR),
        "outcome": lambda: town.client.post(f"/v1/checks/{check_id}/outcome", json=outcome, headers=INTEGRATOR),
    }


@contextmanager
def locked(town: Town) -> Iterator[None]:
    """Another process in the middle of a write."""
    other = sqlite3.connect(town.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def full_disk(town: Town) -> Iterator[None]:
    """No page more than the file has now, on every connection the store opens."""

    def no_more(connection: Any, *_: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def as_before(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    engine = town.store._engine
    engine.dispose()
    event.listen(engine, "connect", no_more)
    try:
        yield
    finally:
        event.remove(engine, "connect", no_more)
        engine.dispose()


def chain_holds(town: Town) -> bool:
    with town.store.reader() as reader:
        return verify(reader).holds


@pytest.mark.parametrize("request_name", ["check", "facts", "view", "outcome"])
def test_a_locked_book_is_503_and_nothing_is_written(town: Town, request_name: str) -> None:
    """A writer elsewhere: the client is told to come again, and what it then asks is answered."""
    town.load([procurement_bar(CODE, "P-1")], "finance")
    ask = requests_that_write(town, town.check(check_body(CODE)).json()["check_id"])[request_name]
    before = town.recorded()

    with locked(town):
        refused = ask()
        between = town.recorded()
        alive = town.client.get("/health/ready")
    after = ask()

    assert (refused.status_code, refused.json()["code"]) == (503, "store-busy")
    assert refused.headers["Retry-After"] == "1"
    assert refused.json()["what_to_do"]
    assert between == before
    assert alive.status_code == 200
    assert after.status_code in (200, 201), after.text
    assert chain_holds(town)


def test_a_full_disk_under_the_log_is_503_and_nothing_half_written(town: Town) -> None:
    """The question must be on disk before its answer leaves: without room there is no answer, and no half record."""
    town.load([procurement_bar(CODE, "P-1")], "finance")
    before = town.recorded()

    with full_disk(town):
        answers = [town.check(check_body(CODE, business_no=str(number), purpose="长" * 190)) for number in range(40)]
        taken = [answer for answer in answers if answer.status_code == 200]
        refused = [answer for answer in answers if answer.status_code != 200]
        alive = town.client.get("/health/live")
    after = town.check(check_body(CODE, business_no="after"))

    assert refused
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(503, "store-unwritable")}
    assert refused[0].headers["Retry-After"] == "30"
    assert "磁盘" in refused[0].json()["title"]
    assert alive.status_code == 200
    assert after.status_code == 200
    assert town.recorded()[2] == before[2] + len(taken) + 1
    assert chain_holds(town)


def test_a_full_disk_takes_no_half_of_a_batch_of_facts(town: Town) -> None:
    """A batch that finds no room leaves no fact, no subject and no case behind."""
    many = [one for number in range(40) for one in wage_facts(credit_code(100 + number), f"W-{number}")]
    before = town.recorded()

    with full_disk(town):
        refused = town.client.post("/v1/facts", json={"facts": many}, headers=CLERK)
        between = town.recorded()
    after = town.client.post("/v1/facts", json={"facts": many}, headers=CLERK)

    assert refused.status_code == 503
    assert between == before
    assert after.status_code == 201
    assert len(after.json()["determination"]["proposed"]) == 40


@pytest.mark.parametrize(("state", "tries"), [(locked, 1), (full_disk, 30)])
def test_a_person_at_the_page_is_told_in_words(town_of: Any, state: Any, tries: int) -> None:
    """The console's visitor gets a page with what to do, not a document for machines."""
    town = town_of(demo=True, visitor="finance.integrator")
    token = form_token(town)
    form = {"token": token, "code": CODE, "matter": "government-procurement.qualification", "place": "520103"}

    with state(town):
        answers = [
            town.client.post("/check", data={**form, "purpose": "长" * 190 + str(number)}) for number in range(tries)
        ]
    refused = [answer for answer in answers if answer.status_code == 503]

    assert refused
    assert refused[0].headers["content-type"].startswith("text/html")
    assert "未作任何登记" in refused[0].text


def form_token(town: Town) -> str:
    import re

    found = re.search(r'name="token" value="([0-9a-f]+)"', town.client.get("/").text)
    assert found
    return found[1]
