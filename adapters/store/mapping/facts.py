"""Facts, between records and rows. Values of every subject are sealed alike: the cost is small and no type is forgotten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from adapters.crypto import Keyring
from adapters.store.codec import body_bytes, body_of, decoded_values, encoded_values
from casework.records import FactRecord
from engine.facts import Suspension

ERASED = "erased"
PLAIN = (
    "id",
    "subject_id",
    "kind",
    "department",
    "recorded_seq",
    "recorded_at",
    "recorded_by",
    "superseded_seq",
    "supersedes",
)


def source_lookup(keys: Keyring, department: str, kind: str, source_key: str) -> bytes:
    return keys.lookup("source", f"{department}|{kind}|{source_key}")


def fact_row(keys: Keyring, fact: FactRecord) -> dict[str, Any]:
    body = {
        "values": encoded_values(fact.values),
        "source_key": fact.source_key,
        "suspensions": _encoded_suspensions(fact.suspensions),
        "correction_reason": fact.correction_reason,
        **({"correction_document": fact.correction_document} if fact.correction_document else {}),
    }
    row = {name: getattr(fact, name) for name in PLAIN}
    row["source_lookup"] = source_lookup(keys, fact.department, fact.kind, fact.source_key) if fact.source_key else None
    row["sealed"] = keys.seal("fact", fact.id, body_bytes(body))
    return row


def fact_record(keys: Keyring, row: Mapping[str, Any]) -> FactRecord | None:
    """None: its contents were erased, and nobody may take it for a record without values."""
    body: dict[str, Any] = body_of(keys.open("fact", row["id"], row["sealed"]))
    if ERASED in body:
        return None
    return FactRecord(
        **{name: row[name] for name in PLAIN},
        values=decoded_values(body["values"]),
        source_key=body["source_key"],
        suspensions=_decoded_suspensions(body["suspensions"]),
        correction_reason=body["correction_reason"],
        correction_document=body.get("correction_document", ""),
    )


def _encoded_suspensions(suspensions: tuple[Suspension, ...] | None) -> object:
    if suspensions is None:
        return None
    return [[s.start.isoformat(), s.end.isoformat() if s.end else None] for s in suspensions]


def _decoded_suspensions(encoded: list[list[str | None]] | None) -> tuple[Suspension, ...] | None:
    if encoded is None:
        return None
    return tuple(Suspension(start=_day(start), end=_day(end) if end else None) for start, end in encoded)


def _day(text: str | None) -> date:
    return date.fromisoformat(text or "")
