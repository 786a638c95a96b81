"""How each kind of record is emptied: what its sealed body says afterwards, and what becomes of its look-ups.

The emptied body has the shape of a body, so every reader goes on reading; a fact alone says that it is erased, since a
record without values would be an unknown one. Codes of the catalogues (a kind of end, a measure) are no personal data
and stay. A look-up that must be unique is drawn anew from the row's id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.codec import body_bytes, body_of
from adapters.store.mapping.facts import ERASED
from casework.erasure import Erasable, ErasureRecord

Row = Mapping[str, Any]
NewRow = dict[str, Any]
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptying:
    """One kind of record. `part`: of evidence; `owner`: the column its id stands in; `key`: the columns of its row key.

    `domain`: the name it is sealed under; `drawn`: look-ups drawn anew; `cleared`: look-ups left empty.
    """

    table: Table
    part: str
    domain: str
    owner: str
    key: tuple[str, ...]
    left: Callable[[Body], Body]
    number: str = ""
    column: str = "sealed"
    drawn: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()


def _nothing(**left: object) -> Callable[[Body], Body]:
    return lambda _old: left


def _entry_left(old: Body) -> Body:
    kind = {"end_kind": old["end_kind"]} if "end_kind" in old else {}
    return {"document": "", "end_reason": "", "finding": {}, **kind}


def _outcome_left(old: Body) -> Body:
    return {"measures": old.get("measures", []), "basis": "", "reason": ""}


_CHECK_LEFT = _nothing(request={}, answer={}, purpose="", idempotency_key="", body_digest="")
_TOLD = _nothing(document="", details={})

EMPTYINGS: Mapping[Erasable, Emptying] = {
    Erasable.SUBJECT: Emptying(
        table=t.SUBJECT, part="subject", domain="subject", owner="id", key=("id",),
        left=_nothing(code="", name="", attributes={}), drawn=("code_lookup", "name_lookup"),
    ),
    Erasable.EVENT: Emptying(
        table=t.SUBJECT_EVENT, part="subject_event", domain="subject_event", owner="id", key=("id",),
        left=_nothing(document="", reasons="", code="", name="", details={}), cleared=("code_lookup", "name_lookup"),
    ),
    Erasable.FACT: Emptying(
        table=t.FACT, part="fact", domain="fact", owner="id", key=("id",),
        left=_nothing(erased=True), cleared=("source_lookup",),
    ),
    Erasable.ENTRY: Emptying(
        table=t.ENTRY_VERSION, part="entry_version", domain="entry", owner="id", key=("id", "version"), left=_entry_left,
    ),
    Erasable.MOVE: Emptying(
        table=t.ENTRY_MOVE, part="entry_move", domain="entry_move", owner="entry_id", key=("entry_id", "number"),
        number="number", left=_TOLD,
    ),
    Erasable.BAN_END: Emptying(
        table=t.BAN, part="ban.end", domain="ban", owner="id", key=("id",),
        left=_nothing(end_reason=""), column="sealed_end",
    ),
    Erasable.FILE: Emptying(
        table=t.CASE_FILE, part="case_file", domain="case_file", owner="id", key=("id",),
        left=_nothing(receipt=""), drawn=("receipt_lookup",),
    ),
    Erasable.STEP: Emptying(
        table=t.FILE_STEP, part="file_step", domain="file_step", owner="file_id", key=("file_id", "number"),
        number="number", left=_TOLD,
    ),
    Erasable.LETTER: Emptying(
        table=t.LETTER, part="letter", domain="letter", owner="id", key=("id",), left=_nothing(body={}),
    ),
    Erasable.SERVICE: Emptying(
        table=t.LETTER_SERVICE, part="letter_service", domain="letter_service", owner="letter_id",
        key=("letter_id", "number"), number="number", left=_nothing(proof=""),
    ),
    Erasable.LOOK: Emptying(
        table=t.LOOK, part="look", domain="look", owner="id", key=("id",), left=_nothing(purpose=""),
    ),
    Erasable.CHECK: Emptying(
        table=t.CHECK_LOG, part="check_log", domain="check_log", owner="id", key=("id",),
        left=_CHECK_LEFT, cleared=("key_lookup",),
    ),
    Erasable.OUTCOME: Emptying(
        table=t.CHECK_OUTCOME, part="check_outcome", domain="check_outcome", owner="id", key=("id",), left=_outcome_left,
    ),
}  # fmt: skip


def row_key(emptying: Emptying, row: Row) -> str:
    """The row's own name: its key columns with @ between, as it is sealed."""
    return "@".join(str(row[name]) for name in emptying.key)


def emptied(keys: Keyring, emptying: Emptying, row: Row) -> NewRow:
    """The columns that change, with what they hold afterwards."""
    place = row_key(emptying, row)
    old = body_of(keys.open(emptying.domain, place, row[emptying.column]))
    changed: NewRow = {emptying.column: keys.seal(emptying.domain, place, body_bytes(emptying.left(old)))}
    for name in emptying.drawn:
        changed[name] = keys.lookup(ERASED, f"{emptying.table.name}|{name}|{place}")
    for name in emptying.cleared:
        changed[name] = None
    return changed


def erasure_row(erasure: ErasureRecord) -> NewRow:
    return {name: getattr(erasure, name) for name in _ERASURE}


def erasure_record(row: Row) -> ErasureRecord:
    return ErasureRecord(**{name: row[name] for name in _ERASURE})


_ERASURE = ("id", "rule", "scope", "subject_id", "began_on", "on", "seq")
