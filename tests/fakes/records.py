"""Sample records with plainly invented contents; every field can be named."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from casework.records import (
    Account,
    BanRecord,
    CheckRecord,
    CodeKind,
    EntryRecord,
    EntryState,
    FactRecord,
    Move,
    MoveRecord,
    OutcomeKind,
    OutcomeRecord,
    RecusalRecord,
    RelatedRecord,
    Role,
    SubjectRecord,
    SubjectType,
    ViewRecord,
)
from casework.subject_words import EventKind, SubjectEvent
from engine.facts import NONE, Suspension

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)

SUBJECT = SubjectRecord(
    id="subject-1",
    type=SubjectType.ENTERPRISE,
    code="91520103MA6DKX7Q6F",
    code_kind=CodeKind.USCC,
    name="清镇虚构一号工程有限公司",
    region="520103",
    attributes={"registered_on": date(2019, 2, 28), "deregistered_on": NONE},
)
PERSON = SubjectRecord(
    id="person-1",
    type=SubjectType.NATURAL_PERSON,
    code="52010319800101001X",
    code_kind=CodeKind.RESIDENT_ID,
    name="虚构甲",
    region="520103",
)
FACT = FactRecord(
    id="fact-1",
    subject_id="subject-1",
    kind="wage.arrears",
    values={"amount": 40_000_000, "confirmed": True, "order": "虚构令1号", "due": date(2024, 2, 29), "paid_on": NONE},
    department="labour",
    source_key="L-1",
    recorded_seq=1,
    recorded_at=NOON,
    recorded_by="clerk",
    suspensions=(Suspension(start=date(2024, 3, 1)),),
)
ENTRY = EntryRecord(
    id="entry-1",
    subject_id="subject-1",
    list_id="wage-arrears",
    authority="labour",
    state=EntryState.PROPOSED,
    mirrored=False,
    version=1,
    proposed_seq=1,
    finding={"rule": "rules/guizhou/wage-arrears#arrears", "support": ["fact-1"]},
)
MOVE = MoveRecord(
    entry_id="entry-1",
    number=1,
    move=Move.PROPOSE,
    state_after=EntryState.PROPOSED,
    account_id="officer-a",
    role="list_officer",
    department="labour",
    at=NOON,
    seq=1,
    details={"reason": "核实"},
)
RECUSAL = RecusalRecord(entry_id="entry-1", number=2, account_id="officer-b", granted=True, seq=1)
BAN = BanRecord(
    id="ban-1",
    subject_id="subject-1",
    measure="memoranda/cn/statutory-bans#licence",
    scope="construction",
    fact_id="fact-1",
    start=date(2024, 1, 31),
    start_known=True,
    start_inferred=False,
    term_end=date(2027, 1, 31),
    term_known=True,
    for_life=False,
    recorded_seq=1,
)
RELATED = RelatedRecord(
    subject_id="subject-1",
    person_id="person-1",
    role="legal_representative",
    start=date(2020, 1, 1),
    end=None,
    recorded_seq=1,
)
CHECK = CheckRecord(
    id="check-1",
    at=NOON,
    seq=2,
    read_seq=1,
    account_id="host",
    department="finance",
    matter="government-procurement.qualification",
    stage="review",
    purpose="资格审查",
    subject_id="subject-1",
    outcome="proceed",
    request={"subject": {"type": "enterprise", "code": "91520103MA6DKX7Q6F"}, "as_of": None},
    answer={"outcome": "proceed", "entries": []},
    decision_digest="d" * 64,
    idempotency_key="retry-1",
    body_digest="b" * 64,
)
VIEW = ViewRecord(id="view-1", check_id="check-1", account_id="clerk", at=NOON, seq=3)
OUTCOME = OutcomeRecord(
    id="outcome-1",
    check_id="check-1",
    kind=OutcomeKind.NOT_EXECUTED,
    measures=("memoranda/cn/tax-2016#no-government-procurement",),
    basis="政府采购法 22",
    reason="主体已修复",
    account_id="clerk",
    at=NOON,
    seq=3,
)
ACCOUNT = Account(
    id="officer-a", name="labour-officer", department="labour", roles=frozenset({Role.LIST_OFFICER}), password_hash="x"
)


EVENT = SubjectEvent(
    id="event-1",
    subject_id="subject-1",
    kind=EventKind.RENAMED,
    on=date(2026, 5, 1),
    department="market-regulation",
    account_id="clerk",
    at=NOON,
    seq=1,
    document="虚构变更〔2026〕1号",
    name="虚构更名有限公司",
)


def subject(**changed: Any) -> SubjectRecord:
    return replace(SUBJECT, **changed)


def person(**changed: Any) -> SubjectRecord:
    return replace(PERSON, **changed)


def fact(**changed: Any) -> FactRecord:
    return replace(FACT, **changed)


def entry(**changed: Any) -> EntryRecord:
    return replace(ENTRY, **changed)


def move(**changed: Any) -> MoveRecord:
    return replace(MOVE, **changed)


def recusal(**changed: Any) -> RecusalRecord:
    return replace(RECUSAL, **changed)


def ban(**changed: Any) -> BanRecord:
    return replace(BAN, **changed)


def related(**changed: Any) -> RelatedRecord:
    return replace(RELATED, **changed)


def event(**changed: Any) -> SubjectEvent:
    return replace(EVENT, **changed)


def check(**changed: Any) -> CheckRecord:
    return replace(CHECK, **changed)


def account(**changed: Any) -> Account:
    return replace(ACCOUNT, **changed)
