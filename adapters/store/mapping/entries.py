"""Entries, their moves, and bans, between records and rows.

An entry and its versions are sealed under id and version, so an old version cannot be passed off as the present one.
"""

from collections.abc import Mapping
from typing import Any

from adapters.crypto import Keyring
from adapters.store.codec import body_bytes, body_of
from casework.records import BanRecord, EndKind, EntryRecord, EntryState, Move, MoveRecord, RecusalRecord

Row = Mapping[str, Any]
NewRow = dict[str, Any]

ENTRY_PLAIN = (
    "id",
    "subject_id",
    "list_id",
    "authority",
    "state",
    "mirrored",
    "version",
    "proposed_seq",
    "decided_on",
    "effective_on",
    "term_end",
    "term_known",
    "ended_on",
    "suspended",
    "pack",
    "pack_version",
    "pack_digest",
    "effective_seq",
    "ended_seq",
)
MOVE_PLAIN = (
    "entry_id",
    "number",
    "move",
    "state_after",
    "account_id",
    "role",
    "department",
    "at",
    "seq",
    "law_date",
    "pack_digest",
)
RECUSAL = ("entry_id", "number", "account_id", "granted", "seq")
BAN_PLAIN = (
    "id",
    "subject_id",
    "measure",
    "scope",
    "fact_id",
    "start",
    "start_known",
    "start_inferred",
    "term_end",
    "term_known",
    "for_life",
    "recorded_seq",
    "ended_on",
    "ended_seq",
    "pack_version",
    "pack_digest",
)


def entry_row(keys: Keyring, entry: EntryRecord) -> NewRow:
    body: dict[str, object] = {"document": entry.document, "end_reason": entry.end_reason, "finding": entry.finding}
    if entry.end_kind is not None:
        body["end_kind"] = str(entry.end_kind)
    row = {name: getattr(entry, name) for name in ENTRY_PLAIN}
    row["sealed"] = keys.seal("entry", _version(entry.id, entry.version), body_bytes(body))
    return row


def entry_record(keys: Keyring, row: Row) -> EntryRecord:
    body: dict[str, Any] = body_of(keys.open("entry", _version(row["id"], row["version"]), row["sealed"]))
    plain = {name: row[name] for name in ENTRY_PLAIN}
    kind = body.pop("end_kind", None)
    words = {"state": EntryState(row["state"]), "end_kind": EndKind(kind) if kind else None}
    return EntryRecord(**{**plain, **words}, **body)


def _version(entry_id: str, version: int) -> str:
    return f"{entry_id}@{version}"


def move_row(keys: Keyring, move: MoveRecord) -> NewRow:
    body = {"document": move.document, "details": move.details}
    row = {name: getattr(move, name) for name in MOVE_PLAIN}
    row["sealed"] = keys.seal("entry_move", _version(move.entry_id, move.number), body_bytes(body))
    return row


def move_record(keys: Keyring, row: Row) -> MoveRecord:
    sealed_as = _version(row["entry_id"], row["number"])
    body: dict[str, Any] = body_of(keys.open("entry_move", sealed_as, row["sealed"]))
    plain = {name: row[name] for name in MOVE_PLAIN}
    words = {"move": Move(row["move"]), "state_after": EntryState(row["state_after"])}
    return MoveRecord(**{**plain, **words}, **body)


def recusal_row(recusal: RecusalRecord) -> NewRow:
    return {name: getattr(recusal, name) for name in RECUSAL}


def recusal_record(row: Row) -> RecusalRecord:
    return RecusalRecord(**{name: row[name] for name in RECUSAL})


def ban_row(keys: Keyring, ban: BanRecord) -> NewRow:
    row = {name: getattr(ban, name) for name in BAN_PLAIN}
    row["sealed_end"] = sealed_end(keys, ban.id, ban.end_reason) if ban.end_reason else None
    return row


def sealed_end(keys: Keyring, ban_id: str, reason: str) -> bytes:
    return keys.seal("ban", ban_id, body_bytes({"end_reason": reason}))


def ban_record(keys: Keyring, row: Row, at_seq: int | None) -> BanRecord:
    """The ban as it stood at `at_seq` (None: now): an end recorded later is not yet known."""
    plain = {name: row[name] for name in BAN_PLAIN}
    if at_seq is not None and row["ended_seq"] is not None and row["ended_seq"] > at_seq:
        return BanRecord(**{**plain, "ended_on": None, "ended_seq": None})
    if row["sealed_end"] is None:
        return BanRecord(**plain)
    body: dict[str, Any] = body_of(keys.open("ban", row["id"], row["sealed_end"]))
    return BanRecord(**plain, **body)
