"""Checks, views and outcomes, between records and rows; and outbox messages."""

from collections.abc import Mapping
from typing import Any

from adapters.crypto import Keyring
from adapters.store.codec import body_bytes, body_of
from casework.records import CheckRecord, OutboxMessage, OutcomeKind, OutcomeRecord, ViewRecord

Row = Mapping[str, Any]
NewRow = dict[str, Any]

CHECK_PLAIN = (
    "id",
    "at",
    "seq",
    "read_seq",
    "account_id",
    "department",
    "matter",
    "stage",
    "subject_id",
    "outcome",
    "decision_digest",
)
OUTCOME_PLAIN = ("id", "check_id", "account_id", "at", "seq")
MESSAGE_PLAIN = ("id", "topic", "seq", "created_at", "delivered_at")


def key_lookup(keys: Keyring, idempotency_key: str) -> bytes:
    return keys.lookup("idempotency", idempotency_key)


def check_row(keys: Keyring, check: CheckRecord) -> NewRow:
    body = {
        "request": check.request,
        "answer": check.answer,
        "purpose": check.purpose,
        "idempotency_key": check.idempotency_key,
        "body_digest": check.body_digest,
    }
    row = {name: getattr(check, name) for name in CHECK_PLAIN}
    row["key_lookup"] = key_lookup(keys, check.idempotency_key) if check.idempotency_key else None
    row["sealed"] = keys.seal("check_log", check.id, body_bytes(body))
    return row


def check_record(keys: Keyring, row: Row) -> CheckRecord:
    body: dict[str, Any] = body_of(keys.open("check_log", row["id"], row["sealed"]))
    return CheckRecord(**{name: row[name] for name in CHECK_PLAIN}, **body)


def view_row(view: ViewRecord) -> NewRow:
    return {
        "id": view.id,
        "check_id": view.check_id,
        "account_id": view.account_id,
        "at": view.at,
        "seq": view.seq,
    }


def view_record(row: Row) -> ViewRecord:
    return ViewRecord(**row)


def outcome_row(keys: Keyring, outcome: OutcomeRecord) -> NewRow:
    body = {"measures": list(outcome.measures), "basis": outcome.basis, "reason": outcome.reason}
    row = {name: getattr(outcome, name) for name in OUTCOME_PLAIN}
    row["kind"] = outcome.kind
    row["sealed"] = keys.seal("check_outcome", outcome.id, body_bytes(body))
    return row


def outcome_record(keys: Keyring, row: Row) -> OutcomeRecord:
    body: dict[str, Any] = body_of(keys.open("check_outcome", row["id"], row["sealed"]))
    plain = {name: row[name] for name in OUTCOME_PLAIN}
    words = {"kind": OutcomeKind(row["kind"]), "measures": tuple(body["measures"])}
    return OutcomeRecord(**plain, **{**body, **words})


def message_row(keys: Keyring, message: OutboxMessage) -> NewRow:
    row = {name: getattr(message, name) for name in MESSAGE_PLAIN}
    row["sealed"] = keys.seal("outbox", message.id, body_bytes(message.payload))
    return row


def message_record(keys: Keyring, row: Row) -> OutboxMessage:
    payload = body_of(keys.open("outbox", row["id"], row["sealed"]))
    return OutboxMessage(**{name: row[name] for name in MESSAGE_PLAIN}, payload=payload)
