"""Subjects, their life's events, related persons and accounts, between records and rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.crypto import Keyring
from adapters.store.codec import (
    body_bytes,
    body_of,
    decoded_values,
    encoded_values,
    normalised_code,
    normalised_name,
)
from casework.records import Account, CodeKind, RelatedRecord, Role, SubjectRecord, SubjectType
from casework.subject_words import EventKind, SubjectEvent, identities_of

Row = Mapping[str, Any]
NewRow = dict[str, Any]


def code_lookup(keys: Keyring, kind: CodeKind, code: str) -> bytes:
    return keys.lookup("code", f"{kind}|{normalised_code(code)}")


def name_lookup(keys: Keyring, name: str) -> bytes:
    return keys.lookup("name", normalised_name(name))


def subject_row(keys: Keyring, subject: SubjectRecord) -> NewRow:
    body = {"code": subject.code, "name": subject.name, "attributes": encoded_values(subject.attributes)}
    return {
        "id": subject.id,
        "type": subject.type,
        "code_kind": subject.code_kind,
        "region": subject.region,
        "demo": subject.demo,
        "code_lookup": code_lookup(keys, subject.code_kind, subject.code),
        "name_lookup": name_lookup(keys, subject.name),
        "sealed": keys.seal("subject", subject.id, body_bytes(body)),
    }


EVENT_PLAIN = (
    "id",
    "subject_id",
    "on",
    "other_id",
    "role",
    "until",
    "withdraws",
    "goes_on",
    "department",
    "account_id",
    "at",
    "seq",
)


def subject_record(keys: Keyring, row: Row, events: Sequence[SubjectEvent] = ()) -> SubjectRecord:
    """The subject as these events of its life have left it."""
    body: dict[str, Any] = body_of(keys.open("subject", row["id"], row["sealed"]))
    *former, now = identities_of(body["code"], body["name"], row["id"], events)
    return SubjectRecord(
        id=row["id"],
        type=SubjectType(row["type"]),
        code=now.code,
        code_kind=CodeKind(row["code_kind"]),
        name=now.name,
        former=tuple(former),
        region=row["region"],
        attributes=decoded_values(body["attributes"]),
        demo=row["demo"],
    )


def event_row(keys: Keyring, event: SubjectEvent, code_kind: CodeKind) -> NewRow:
    """`code_kind`: of the subject the event is about."""
    body = {name: getattr(event, name) for name in ("document", "reasons", "code", "name", "details")}
    return {
        **{name: getattr(event, name) for name in EVENT_PLAIN},
        "kind": str(event.kind),
        "code_lookup": code_lookup(keys, code_kind, event.code) if event.code else None,
        "name_lookup": name_lookup(keys, event.name) if event.name else None,
        "sealed": keys.seal("subject_event", event.id, body_bytes(body)),
    }


def event_record(keys: Keyring, row: Row) -> SubjectEvent:
    body: dict[str, Any] = body_of(keys.open("subject_event", row["id"], row["sealed"]))
    return SubjectEvent(**{name: row[name] for name in EVENT_PLAIN}, kind=EventKind(row["kind"]), **body)


def related_row(related: RelatedRecord) -> NewRow:
    return {
        "subject_id": related.subject_id,
        "person_id": related.person_id,
        "role": related.role,
        "start": related.start,
        "end": related.end,
        "recorded_seq": related.recorded_seq,
    }


def related_record(row: Row) -> RelatedRecord:
    return RelatedRecord(**{name: value for name, value in row.items() if name != "number"})


def account_row(account: Account) -> NewRow:
    return {
        "id": account.id,
        "name": account.name,
        "department": account.department,
        "roles": ",".join(sorted(account.roles)),
        "password_hash": account.password_hash,
        "active": account.active,
        "demo": account.demo,
    }


def account_record(row: Row) -> Account:
    roles = frozenset(Role(role) for role in row["roles"].split(",") if role)
    return Account(**{**row, "roles": roles})
