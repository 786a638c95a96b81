"""A small town to knock at: a real book with accounts and subjects, the repository's packs, both engines, and the doors."""

import base64
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from adapters.store.book import SqlStore, open_store
from api.app import create_app
from api.console.pages import Example
from api.http.house import House
from api.identity import Doorkeeper
from api.wiring import PAPERS
from casework.codes import organisation_check, resident_id_check, uscc_check
from casework.ports import Evaluator, Passwords
from casework.programs import ProgramBook
from casework.records import Account, Role
from casework.sources import source_of_kind
from tests.fakes.clock import FakeClock
from tests.fakes.offices import OFFICES
from tests.fakes.passwords import QuickPasswords

WAIT_SECONDS = 0.3
DEPARTMENTS = ("human-resources", "finance", "tax")
PURPOSE = "供应商资格审查"
PERSON_NAME = "欧阳测试甲"


def credit_code(number: int, prefix: str = "91520103") -> str:
    """A well-formed unified social credit code of nobody: GB 32100 and GB 11714 check characters hold."""
    organisation = f"MA{number:06d}"
    body = prefix + organisation + organisation_check(organisation)
    return body + uscc_check(body)


def resident_id(number: int, born: str = "19800101") -> str:
    """A well-formed resident number of nobody."""
    body = f"520103{born}{number:03d}"
    return body + resident_id_check(body)


def account_name(department: str, role: Role) -> str:
    return f"{department}.{role}"


def password_of(name: str) -> str:
    return f"pass of {name}"


def every_account(passwords: Passwords) -> list[Account]:
    """One account for each department and role."""
    names = [(department, role, account_name(department, role)) for department in DEPARTMENTS for role in Role]
    return [
        Account(
            id=name,
            name=name,
            department=department,
            roles=frozenset({role}),
            password_hash=passwords.hash(password_of(name)),
        )
        for department, role, name in names
    ]


def basic(name: str, password: str | None = None) -> dict[str, str]:
    """The Authorization header of this account."""
    text = f"{name}:{password_of(name) if password is None else password}"
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def as_role(department: str, role: Role) -> dict[str, str]:
    return basic(account_name(department, role))


INTEGRATOR = as_role("finance", Role.INTEGRATOR)


def check_body(
    code: str = "", *, matter: str = "government-procurement.qualification", **changed: Any
) -> dict[str, Any]:
    """A sound question of the finance department about an enterprise."""
    subject = {"type": "enterprise", "code": code, **changed.pop("subject", {})}
    asked = {
        "subject": subject,
        "matter": {"code": matter, "stage": changed.pop("stage", "review")},
        "department": "finance",
        "place": "520103",
        "purpose": PURPOSE,
    }
    return {**asked, **changed}


def fact(code: str, kind: str, source_key: str, values: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    """One fact about an enterprise, as POST /v1/facts takes it."""
    told = {"type": "enterprise", "code": code, "name": "贵阳示例商贸有限公司", "region": "520103", "kind": kind}
    return {**told, "source_key": source_key, "values": dict(values), **changed}


def wage_facts(code: str, case_no: str, **changed: Any) -> list[dict[str, Any]]:
    """Ten workers, fifty thousand yuan, ordered to be paid and not paid: the wage criterion is met."""
    order = {
        "case_no": case_no,
        "issued_on": "2026-03-02",
        "document_class": "administrative_decision",
        "document": f"责令-{case_no}",
        "area": "520103",
        "nature": "unjustified",
        "served": True,
        "final": True,
        "pay_by": "2026-03-31",
        "rural_workers": 10,
        "rural_total": 50000,
    }
    unpaid = {"case_no": case_no, "verified_on": "2026-04-01", "paid_in_time": False}
    return [
        fact(code, "wage.order", f"{case_no}-order", {**order, **changed}),
        fact(code, "wage.default", f"{case_no}-default", unpaid),
    ]


def procurement_bar(code: str, source_key: str, **changed: Any) -> dict[str, Any]:
    """A served decision that bars the supplier from government procurement until the end of 2027."""
    values = {
        "decided_on": "2026-05-06",
        "article": "supplier",
        "barred_until": "2027-12-31",
        "document_class": "penalty",
        "document": f"财采罚-{source_key}",
        "served": True,
        "final": True,
    }
    return fact(code, "procurement.bar", source_key, {**values, **changed})


@dataclass(kw_only=True)
class Town:
    """The parts behind the doors and a client in front of them."""

    store: SqlStore
    folder: Path
    clock: FakeClock
    house: House
    client: TestClient
    seen: list[httpx2.Response] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "book.db"

    def check(self, body: Mapping[str, Any], headers: Mapping[str, str] = INTEGRATOR, **more: str) -> httpx2.Response:
        return self.client.post("/v1/checks", json=body, headers={**headers, **more})

    def load(self, facts: Sequence[Mapping[str, Any]], department: str = "human-resources") -> dict[str, Any]:
        """The facts through the door; they must be taken."""
        headers = as_role(department, Role.DATA_CLERK)
        answer = self.client.post("/v1/facts", json={"facts": list(facts)}, headers=headers)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def recorded(self) -> tuple[int, int, int]:
        """Store sequence, links of the chain, rows of the check log: what any write would move."""
        with self.store.reader() as reader:
            connection = reader._connection
            links = connection.exec_driver_sql("select count(*) from chain_link").scalar_one()
            checks = connection.exec_driver_sql("select count(*) from check_log").scalar_one()
            return reader.last_seq(), links, checks


def build_town(
    folder: Path,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: FakeClock,
    *,
    passwords: Passwords | None = None,
    demo: bool = False,
    visitor: str = "",
    examples: Sequence[Example] = (),
    seen: Callable[[httpx2.Response], None] | None = None,
) -> Town:
    """The doors over the book in `folder` (book.db, keys.json); the caller closes client and store."""
    store = open_store(f"sqlite:///{folder / 'book.db'}", folder / "keys.json", clock, WAIT_SECONDS)
    keeper = Doorkeeper(store=store, passwords=passwords or QuickPasswords(), session_key=b"k" * 32)
    house = House(
        store=store,
        book=book,
        evaluator=evaluator,
        clock=clock,
        doorkeeper=keeper,
        demo=demo,
        papers=PAPERS,
        offices=OFFICES,
    )
    with store.reader() as reader:
        account = reader.account_by_name(visitor) if visitor else None
    app = create_app(house, visitor=account, examples=examples)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    if seen:
        client.event_hooks["response"] = [seen]
    return Town(store=store, folder=folder, clock=clock, house=house, client=client)


def found_book(folder: Path, clock: FakeClock, kinds: Iterable[str]) -> None:
    """An empty book with every account, to be copied for each test; records of every kind have come before."""
    store = open_store(f"sqlite:///{folder / 'book.db'}", folder / "keys.json", clock, WAIT_SECONDS)
    with store.unit_of_work() as work:
        seq = work.draw_seq()
        for account in every_account(QuickPasswords()):
            work.add_account(account)
        for kind in kinds:
            work.touch_source(source_of_kind(kind), clock.now())
        work.log("account.created", seq, {"accounts": "all"})
        work.commit()
    store.close()


def copy_book(founded: Path, folder: Path) -> Path:
    for file in founded.iterdir():
        shutil.copy2(file, folder / file.name)
    return folder
