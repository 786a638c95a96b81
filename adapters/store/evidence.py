"""What a unit of work wrote, told to the hash chain: one link of kind "rows" per unit that draws a number.

A unit holds the writer's lock, so the numbers it draws are one unbroken range and every row it writes carries one of
them. At commit its last link names that range and, for each part below, how many rows it wrote and one digest over
them. `row_audit` recomputes this from the database: whoever alters, removes or adds a row by SQL leaves a trace that
only the holder of the chain's key could wipe out (and an older copy of the whole book shows only against a head noted
elsewhere).

The rule, form 1. A row: the JSON array of its columns as listed (no blanks, UTF-8; days and instants as text, flags as
true or false, bytes as their length), a line feed, then those bytes in order; SHA-256 of it. A part: SHA-256 over its
rows' digests in ascending order. `related` and `outbox` have no number of their own before they are sent, so the row's
place in its unit stands first in the array. A part is a table without what may be written later; what is written later
(a correction's mark, a ban's end) is a part of its own, placed by the number under which it was written.
`subject.recorded_seq` is there for this alone. Not covered: accounts (their changes are links), freshness of sources,
delivery of messages, and the entry's present row, which must equal its latest version.

Another set of columns is another form; a form that has been written is never edited. Erasing a person's data: the
digest is over what stands on disk, sealed bytes and keyed look-ups, never over a name. An erasure (`erasing`) puts other
bytes there, and the rows of its own unit name the rows it emptied, with their digests before and after; verification
takes the digest before in the range that wrote the row, if the row is exactly as it was emptied. No link is rewritten
and no name is needed to verify.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Date, Table

from adapters.audit_chain import instant_text
from adapters.store import tables as t
from adapters.store.columns import Instant, Sealed

ROWS = "rows"
FORM = 1

Normal = Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Columns of one table that one unit writes together. `seq`: the column whose number places a row in its unit.

    `order`: the column the database numbers rows by (None: the rows of a unit have no order). `normal`: what makes a
    value of that position the same on both databases. `sealed`: positions of bytes.
    """

    name: str
    zh: str
    table: Table
    seq: str
    columns: tuple[str, ...]
    order: str | None
    normal: tuple[tuple[int, Normal], ...]
    sealed: tuple[int, ...]
    values_of: Callable[[Mapping[str, Any]], Sequence[object]]


def _part(table: Table, zh: str, columns: str, *, seq: str = "seq", order: str | None = None, mark: str = "") -> Part:
    names = tuple(columns.split())
    types = [table.c[name].type for name in names]
    normal = [(place, _normal(kind)) for place, kind in enumerate(types)]
    return Part(
        name=f"{table.name}.{mark}" if mark else table.name,
        zh=zh,
        table=table,
        seq=seq,
        columns=names,
        order=order,
        normal=tuple((place, change) for place, change in normal if change),
        sealed=tuple(place for place, kind in enumerate(types) if isinstance(kind, Sealed)),
        values_of=itemgetter(*names),
    )


def _normal(kind: object) -> Normal | None:
    match kind:
        case Boolean():
            return _flag
        case Instant():
            return _instant
        case Date():
            return _day
    return None


def _flag(value: object) -> object:
    return bool(value) if value in (0, 1) else value


@lru_cache(maxsize=256)
def _instant(value: object) -> object:
    return instant_text(value) if isinstance(value, datetime) else value


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


_ENTRY = (
    "id version subject_id list_id authority state mirrored proposed_seq decided_on effective_on term_end term_known"
    " ended_on suspended pack pack_version pack_digest effective_seq ended_seq sealed seq"
)
_MOVE = "entry_id number move state_after account_id role department at seq law_date pack_digest sealed"
_BAN = (
    "id subject_id measure scope fact_id start start_known start_inferred term_end term_known for_life recorded_seq"
    " pack_version pack_digest"
)
_CHECK = "id at seq read_seq account_id department matter stage subject_id outcome decision_digest key_lookup sealed"
_SUBJECT = "id type code_kind region demo code_lookup name_lookup sealed recorded_seq"
_FACT = "id subject_id kind department source_lookup recorded_seq recorded_at recorded_by supersedes sealed"
_FILE = "id kind subject_id entry_id department opened_by opened_at opened_seq law_date receipt_lookup sealed"
_STEP = "file_id number step closes account_id role department at seq law_date pack_digest sealed"
_CLOCK = (
    "id kind effect department subject_id entry_id file_id started_on due_on period basis local_policy recorded_seq"
    " replaces"
)
_LETTER = (
    "id kind series year serial number department subject_id entry_id file_id made_by at seq law_date digest sealed"
)
_SERVICE = "letter_id number way outcome on account_id at seq sealed"
_LOOK = "id subject_id account_id department kind at seq sealed"
_EVENT = (
    "id subject_id kind on other_id role until withdraws goes_on department account_id at seq code_lookup name_lookup"
    " sealed"
)
_RELATED = "subject_id person_id role start end recorded_seq"

PARTS = (
    _part(t.SUBJECT, "主体", _SUBJECT, seq="recorded_seq"),
    _part(t.SUBJECT_EVENT, "主体变更", _EVENT),
    _part(t.FACT, "事实", _FACT, seq="recorded_seq"),
    _part(t.FACT, "事实更正标记", "id superseded_seq", seq="superseded_seq", mark="superseded"),
    _part(t.ENTRY_VERSION, "条目历次状态", _ENTRY),
    _part(t.ENTRY_MOVE, "办理步骤", _MOVE),
    _part(t.ENTRY_RECUSAL, "回避", "entry_id number account_id granted seq"),
    _part(t.BAN, "法定禁止", _BAN, seq="recorded_seq"),
    _part(t.BAN, "法定禁止终止", "id ended_on ended_seq sealed_end", seq="ended_seq", mark="end"),
    _part(t.RELATED, "任职关系", _RELATED, seq="recorded_seq", order="number"),
    _part(t.CASE_FILE, "案卷", _FILE, seq="opened_seq"),
    _part(t.FILE_STEP, "案卷步骤", _STEP),
    _part(t.CASE_CLOCK, "期限", _CLOCK, seq="recorded_seq"),
    _part(t.CASE_CLOCK, "期限终结", "id ended_seq ended_on ended_how", seq="ended_seq", mark="end"),
    _part(t.LETTER, "文书", _LETTER),
    _part(t.LETTER_SERVICE, "文书送达", _SERVICE),
    _part(t.LOOK, "查看记录", _LOOK),
    _part(t.CHECK_LOG, "核查", _CHECK),
    _part(t.CHECK_VIEW, "核查查看", "id check_id account_id at seq"),
    _part(t.CHECK_OUTCOME, "核查结果反馈", "id check_id kind account_id at seq sealed"),
    _part(t.ERASURE, "删除登记", "id rule scope subject_id began_on on seq"),
    _part(t.ERASED_ROW, "删除的行", "erasure_id part row_key target_seq before after seq", order="number"),
    _part(t.OUTBOX, "对外消息", "id topic seq created_at sealed", order="number"),
    _part(t.BOOK_INSTANT, "登记时刻", "seq at"),
)


def row_digest(part: Part, values: Sequence[object], place: int) -> bytes:
    """The digest of one row. `values`: its columns in the part's order; `place`: which row of its unit it is, from 1."""
    told = list(values)
    for position, normal in part.normal:
        told[position] = normal(told[position])
    raw = b""
    for position in part.sealed:
        value = told[position]
        if isinstance(value, bytes):
            raw += value
            told[position] = len(value)
    if part.order:
        told.insert(0, place)
    return hashlib.sha256(_json(told).encode("utf-8", "surrogatepass") + b"\n" + raw).digest()


def part_digest(row_digests: Iterable[bytes]) -> str:
    """The digest of a part in hex: over its rows' digests in ascending order."""
    return hashlib.sha256(b"".join(sorted(row_digests))).hexdigest()


class UnitRows:
    """The digests of the rows one unit has written so far, 32 bytes a row."""

    def __init__(self) -> None:
        self._digests: dict[str, list[bytes]] = {}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def add(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Every part these rows belong to; a row without the part's number (a ban that has not ended) is not of it."""
        for part in PARTS:
            if part.table is table:
                self._add(part, rows)

    def mark(self, name: str, row: Mapping[str, Any]) -> None:
        """What was written later, once, on a row that stood: the part of this name, its columns given."""
        self._add(next(part for part in PARTS if part.name == name), (row,))

    def _add(self, part: Part, rows: Iterable[Mapping[str, Any]]) -> None:
        fresh = [part.values_of(row) for row in rows if row.get(part.seq) is not None]
        if fresh:
            kept = self._digests.setdefault(part.name, [])
            kept += [row_digest(part, values, place) for place, values in enumerate(fresh, len(kept) + 1)]

    def payload(self, first: int, last: int) -> dict[str, object]:
        """The payload of the unit's link: its range of numbers, and rows and digest of every part it wrote to."""
        told = {name: {"rows": len(kept), "digest": part_digest(kept)} for name, kept in self._digests.items()}
        return {"form": FORM, "first": first, "last": last, "tables": told}


def _as_found(value: object) -> object:
    """What no column of ours holds and somebody put there: told by kind, so that it equals nothing we write."""
    return {"kind": type(value).__name__, "value": value.hex() if isinstance(value, bytes) else str(value)}


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_found).encode
