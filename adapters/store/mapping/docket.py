"""Files, steps, clocks, letters, services and looks, between records and rows."""

from collections.abc import Mapping
from typing import Any

from adapters.crypto import Keyring
from adapters.store.codec import body_bytes, body_of
from casework.docket import (
    ClockEffect,
    ClockEnd,
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

Row = Mapping[str, Any]
NewRow = dict[str, Any]

FILE_PLAIN = ("id", "kind", "subject_id", "entry_id", "department", "opened_by", "opened_at", "opened_seq", "law_date")
STEP_PLAIN = (
    "file_id",
    "number",
    "step",
    "closes",
    "account_id",
    "role",
    "department",
    "at",
    "seq",
    "law_date",
    "pack_digest",
)
CLOCK_PLAIN = (
    "id",
    "kind",
    "effect",
    "department",
    "subject_id",
    "entry_id",
    "file_id",
    "started_on",
    "due_on",
    "period",
    "basis",
    "local_policy",
    "recorded_seq",
    "replaces",
    "ended_seq",
    "ended_on",
    "ended_how",
)
LETTER_PLAIN = (
    "id",
    "kind",
    "series",
    "year",
    "serial",
    "number",
    "department",
    "subject_id",
    "entry_id",
    "file_id",
    "made_by",
    "at",
    "seq",
    "law_date",
    "digest",
)
SERVICE_PLAIN = ("letter_id", "number", "way", "outcome", "on", "account_id", "at", "seq")
LOOK_PLAIN = ("id", "subject_id", "account_id", "department", "kind", "at", "seq")


def receipt_lookup(keys: Keyring, receipt: str) -> bytes:
    """Receipts are typed by people: case and blanks do not count."""
    return keys.lookup("receipt", "".join(receipt.upper().split()))


def file_row(keys: Keyring, file: FileRecord) -> NewRow:
    row = {name: getattr(file, name) for name in FILE_PLAIN}
    row["receipt_lookup"] = receipt_lookup(keys, file.receipt)
    row["sealed"] = keys.seal("case_file", file.id, body_bytes({"receipt": file.receipt}))
    return row


def file_record(keys: Keyring, row: Row) -> FileRecord:
    body: dict[str, Any] = body_of(keys.open("case_file", row["id"], row["sealed"]))
    plain = {name: row[name] for name in FILE_PLAIN}
    return FileRecord(**{**plain, "kind": FileKind(row["kind"])}, **body)


def step_row(keys: Keyring, step: StepRecord) -> NewRow:
    row = {name: getattr(step, name) for name in STEP_PLAIN}
    body = {"document": step.document, "details": step.details}
    row["sealed"] = keys.seal("file_step", _numbered(step.file_id, step.number), body_bytes(body))
    return row


def step_record(keys: Keyring, row: Row) -> StepRecord:
    body: dict[str, Any] = body_of(keys.open("file_step", _numbered(row["file_id"], row["number"]), row["sealed"]))
    return StepRecord(**{name: row[name] for name in STEP_PLAIN}, **body)


def clock_row(clock: ClockRecord) -> NewRow:
    return {name: getattr(clock, name) for name in CLOCK_PLAIN}


def clock_record(row: Row) -> ClockRecord:
    plain = {name: row[name] for name in CLOCK_PLAIN}
    how = row["ended_how"]
    words = {"effect": ClockEffect(row["effect"]), "ended_how": ClockEnd(how) if how is not None else None}
    return ClockRecord(**{**plain, **words})


def letter_row(keys: Keyring, letter: LetterRecord) -> NewRow:
    row = {name: getattr(letter, name) for name in LETTER_PLAIN}
    row["sealed"] = keys.seal("letter", letter.id, body_bytes({"body": letter.body}))
    return row


def letter_record(keys: Keyring, row: Row) -> LetterRecord:
    body: dict[str, Any] = body_of(keys.open("letter", row["id"], row["sealed"]))
    return LetterRecord(**{name: row[name] for name in LETTER_PLAIN}, **body)


def service_row(keys: Keyring, service: ServiceRecord) -> NewRow:
    row = {name: getattr(service, name) for name in SERVICE_PLAIN}
    sealed_as = _numbered(service.letter_id, service.number)
    row["sealed"] = keys.seal("letter_service", sealed_as, body_bytes({"proof": service.proof}))
    return row


def service_record(keys: Keyring, row: Row) -> ServiceRecord:
    sealed_as = _numbered(row["letter_id"], row["number"])
    body: dict[str, Any] = body_of(keys.open("letter_service", sealed_as, row["sealed"]))
    plain = {name: row[name] for name in SERVICE_PLAIN}
    words = {"way": ServiceWay(row["way"]), "outcome": ServiceOutcome(row["outcome"])}
    return ServiceRecord(**{**plain, **words}, **body)


def look_row(keys: Keyring, look: LookRecord) -> NewRow:
    row = {name: getattr(look, name) for name in LOOK_PLAIN}
    row["sealed"] = keys.seal("look", look.id, body_bytes({"purpose": look.purpose}))
    return row


def look_record(keys: Keyring, row: Row) -> LookRecord:
    body: dict[str, Any] = body_of(keys.open("look", row["id"], row["sealed"]))
    return LookRecord(**{name: row[name] for name in LOOK_PLAIN}, **body)


def _numbered(owner: str, number: int) -> str:
    return f"{owner}@{number}"
