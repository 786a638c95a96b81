"""Sample files, steps, clocks, letters, services, looks and erasures with plainly invented contents."""

from dataclasses import replace
from datetime import date
from typing import Any

from casework.docket import (
    ClockEffect,
    ClockRecord,
    FileKind,
    FileRecord,
    LetterRecord,
    LookRecord,
    ServiceOutcome,
    ServiceRecord,
    ServiceWay,
    StepRecord,
)
from casework.erasure import ErasureRecord
from tests.fakes.records import NOON

FILE = FileRecord(
    id="file-1",
    kind=FileKind.OBJECTION,
    subject_id="subject-1",
    entry_id="entry-1",
    department="labour",
    receipt="YY-0000-0001",
    opened_by="subject",
    opened_at=NOON,
    opened_seq=1,
    law_date=date(2026, 11, 2),
)
STEP = StepRecord(
    file_id="file-1",
    number=1,
    step="filed",
    closes=False,
    account_id="subject",
    role="subject",
    department="labour",
    at=NOON,
    seq=1,
    law_date=date(2026, 11, 2),
    details={"grounds": "工资已于列入前付清（虚构）"},
)
CLOCK = ClockRecord(
    id="clock-1",
    kind="objection.accept",
    effect=ClockEffect.ALARM,
    department="labour",
    subject_id="subject-1",
    entry_id="entry-1",
    file_id="file-1",
    started_on=date(2026, 11, 2),
    due_on=date(2026, 11, 9),
    period="P5WD",
    basis="虚构办法第一条",
    local_policy=False,
    recorded_seq=1,
)
LETTER = LetterRecord(
    id="letter-1",
    kind="intention",
    series="告",
    year=2026,
    serial=1,
    number="虚构告〔2026〕1号",
    department="labour",
    subject_id="subject-1",
    entry_id="entry-1",
    file_id=None,
    made_by="officer-a",
    at=NOON,
    seq=1,
    law_date=date(2026, 11, 2),
    body={"title": "拟列入告知书", "addressee": "清镇虚构一号工程有限公司"},
    digest="c" * 64,
)
SERVICE = ServiceRecord(
    letter_id="letter-1",
    number=1,
    way=ServiceWay.POST,
    outcome=ServiceOutcome.SENT,
    on=date(2026, 11, 2),
    proof="邮件号 XX000000000CN（虚构）",
    account_id="officer-a",
    at=NOON,
    seq=1,
)
ERASURE = ErasureRecord(
    id="erasure-1",
    rule="look",
    scope="look-1",
    subject_id="subject-1",
    began_on=date(2023, 11, 1),
    on=date(2026, 11, 2),
    seq=1,
)
LOOK = LookRecord(
    id="look-1",
    subject_id="subject-1",
    account_id="officer-a",
    department="labour",
    kind="reveal",
    purpose="核对送达地址",
    at=NOON,
    seq=1,
)


def file(**changed: Any) -> FileRecord:
    return replace(FILE, **changed)


def step(**changed: Any) -> StepRecord:
    return replace(STEP, **changed)


def clock(**changed: Any) -> ClockRecord:
    return replace(CLOCK, **changed)


def letter(**changed: Any) -> LetterRecord:
    return replace(LETTER, **changed)


def service(**changed: Any) -> ServiceRecord:
    return replace(SERVICE, **changed)


def look(**changed: Any) -> LookRecord:
    return replace(LOOK, **changed)


def erasure(**changed: Any) -> ErasureRecord:
    return replace(ERASURE, **changed)
