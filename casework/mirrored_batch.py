"""Mirrored entries by the file: many entries, or many ends at the source, in one transaction, every fault of every row told.

Each row is judged by the same rules as a single one (`casework.mirror`); here raw texts become dates and subjects.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from casework.codes import MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.intake import known_subject
from casework.mirror import MirroredEntry, end_entered, enter_mirrored
from casework.ports import Clock, Reader, Shelf, Store, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Role, SubjectRecord, SubjectType
from engine.catalogue import FieldDef, FieldType
from engine.parse import ValueFault, parse_value


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingEntry:
    """One entry as it came: raw texts. `where` names the row for its sender ("第12行"). `list_id`: id or legal title."""

    where: str
    subject_type: str
    code: str
    list_id: str
    document: str
    decided_on: str
    effective_on: str
    term_end: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingEnd:
    """One end as it came. `document` removes; `entry_document` (may be empty) is the one that had listed."""

    where: str
    subject_type: str
    code: str
    list_id: str
    document: str
    ended_on: str
    reasons: str
    entry_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """What a load did: entry ids by row order (the standing one for repeats), and how many rows were repeats."""

    entries: tuple[str, ...]
    repeated: int


class _Row(Protocol):
    @property
    def where(self) -> str: ...

    @property
    def subject_type(self) -> str: ...

    @property
    def code(self) -> str: ...


AnyRow = TypeVar("AnyRow", bound=_Row)


class _Faulty(Exception):
    """A row that cannot be taken; `faults` say why."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__()
        self.faults = faults


def enter_all(
    store: Store,
    shelf: Shelf,
    clock: Clock,
    account: Account,
    rows: Sequence[IncomingEntry],
    *,
    dry_run: bool = False,
) -> Mirrored:
    """Every entry effective in one transaction, a document known already counted as repeat; Refused with every fault otherwise.

    `dry_run`: the same, and then undone.
    """
    lists = _lists_by_name(shelf)
    today = clock.today()

    def enter(work: UnitOfWork, row: IncomingEntry) -> tuple[str, bool]:
        incoming = _read_entry(work, row, lists)
        before = work.last_seq()
        try:
            entry = enter_mirrored(work, shelf, clock, account, incoming, today)
        except Refused as refusal:
            raise _of_row(row, refusal) from None
        return entry.id, entry.proposed_seq <= before

    return _all_or_nothing(store, account, rows, enter, dry_run=dry_run)


def end_all(
    store: Store,
    shelf: Shelf,
    clock: Clock,
    account: Account,
    rows: Sequence[IncomingEnd],
    *,
    dry_run: bool = False,
) -> Mirrored:
    """Every named entry ended in one transaction, one ended already by the same document counted as repeat; Refused otherwise."""
    lists = _lists_by_name(shelf)

    def end(work: UnitOfWork, row: IncomingEnd) -> tuple[str, bool]:
        subject, ended_on = _read_end(work, row)
        entry, repeated = _entry_to_end(work, account, row, subject.id, lists.get(row.list_id, row.list_id))
        if not repeated:
            try:
                end_entered(work, clock, account, entry.id, entry.version, row.document.strip(), ended_on, row.reasons)
            except Refused as refusal:
                raise _of_row(row, refusal) from None
        return entry.id, repeated

    return _all_or_nothing(store, account, rows, end, dry_run=dry_run)


def _all_or_nothing(
    store: Store,
    account: Account,
    rows: Sequence[AnyRow],
    take: Callable[[UnitOfWork, AnyRow], tuple[str, bool]],
    *,
    dry_run: bool,
) -> Mirrored:
    if Role.DATA_CLERK not in account.roles:
        raise Refused(
            "role-missing",
            zh="镜像条目须由数据报送员办理",
            en="mirrored entries belong to the role data_clerk",
            status=403,
        )
    faults: list[FieldFault] = []
    taken: list[tuple[str, bool]] = []
    with store.unit_of_work() as work:
        for row in rows:
            try:
                taken.append(take(work, row))
            except _Faulty as faulty:
                faults.extend(faulty.faults)
        if faults:
            raise _refused(faults, len(rows))
        if not dry_run:
            work.commit()
    return Mirrored(entries=tuple(entry for entry, _ in taken), repeated=sum(again for _, again in taken))


def _refused(faults: Sequence[FieldFault], rows: int) -> Refused:
    return Refused(
        "entries-faulty",
        zh=f"共{rows}条，其中有{len(faults)}处错误，全部未登记",
        en=f"{len(faults)} faults in {rows} rows; nothing was recorded",
        hint_zh="请按下列位置逐处更正后重新提交",
        hint_en="correct each place named below and send the whole again",
        faults=tuple(faults),
    )


def _lists_by_name(shelf: Shelf) -> dict[str, str]:
    """Legal title -> list id, where the title means one list only."""
    titles = list(shelf.list_titles().items())
    return {title: list_id for list_id, title in titles if [other for _, other in titles].count(title) == 1}


def _read_entry(reader: Reader, row: IncomingEntry, lists: Mapping[str, str]) -> MirroredEntry:
    faults: list[FieldFault] = []
    subject = _subject(reader, row, faults)
    decided_on = _day(row, "decided_on", row.decided_on, faults)
    effective_on = _day(row, "effective_on", row.effective_on, faults)
    term_end = _day(row, "term_end", row.term_end, faults) if row.term_end else None
    if not row.document.strip():
        faults.append(_fault(row, "document", "须填写认定文书号", "the deciding document is needed"))
    if faults or subject is None or decided_on is None or effective_on is None:
        raise _Faulty(*faults)
    return MirroredEntry(
        subject_id=subject.id,
        list_id=lists.get(row.list_id, row.list_id),
        document=row.document.strip(),
        decided_on=decided_on,
        effective_on=effective_on,
        term_end=term_end,
        reasons=row.reasons,
    )


def _read_end(reader: Reader, row: IncomingEnd) -> tuple[SubjectRecord, date]:
    faults: list[FieldFault] = []
    subject = _subject(reader, row, faults)
    ended_on = _day(row, "ended_on", row.ended_on, faults)
    if not row.document.strip():
        faults.append(_fault(row, "document", "须填写移出文书号", "the removing document is needed"))
    if not row.reasons.strip():
        faults.append(_fault(row, "reasons", "须写明移出理由", "the reason of the removal is needed"))
    if faults or subject is None or ended_on is None:
        raise _Faulty(*faults)
    return subject, ended_on


def _entry_to_end(
    reader: Reader, account: Account, row: IncomingEnd, subject_id: str, list_id: str
) -> tuple[EntryRecord, bool]:
    """The standing entry the row means; or the one this very document ended before, and True."""
    own = [
        entry
        for entry in reader.entries_on(subject_id, list_id)
        if entry.mirrored and entry.authority == account.department
    ]
    meant = [entry for entry in own if row.entry_document.strip() in ("", entry.document)]
    for entry in meant:
        if entry.state is EntryState.EFFECTIVE:
            return entry, False
    for entry in meant:
        if entry.state is EntryState.ENDED and reader.moves_of(entry.id)[-1].document == row.document.strip():
            return entry, True
    raise _Faulty(
        _fault(
            row,
            "list",
            "该主体在本名单没有本部门报送的有效条目",
            "the subject has no standing entry of your department on this list",
        )
        if not meant or row.entry_document.strip() == ""
        else _fault(row, "entry_document", "该文书的条目已移出", "the entry of this document has ended")
    )


def _subject(reader: Reader, row: _Row, faults: list[FieldFault]) -> SubjectRecord | None:
    try:
        identifier = identifier_of(row.code, SubjectType(row.subject_type))
    except MalformedCode as fault:
        faults.append(_fault(row, "code", fault.zh, fault.en))
        return None
    except ValueError:
        known = "、".join(SubjectType)
        faults.append(_fault(row, "type", f"未知的主体类型，可用：{known}", f"subject type must be one of {known}"))
        return None
    subject = known_subject(reader, identifier)
    if subject is None:
        faults.append(
            _fault(
                row,
                "code",
                "登记中没有该主体，请先报送该主体的信息",
                "the register has no such subject; load a fact about it first",
            )
        )
    return subject


def _day(row: _Row, place: str, text: str, faults: list[FieldFault]) -> date | None:
    try:
        day = parse_value(FieldDef(id=place, type=FieldType.DATE, title=place), text, incoming=True)
    except ValueFault as fault:
        faults.append(_fault(row, place, fault.zh, fault.en))
        return None
    if isinstance(day, date):
        return day
    faults.append(_fault(row, place, "须填写日期", "a date is needed"))
    return None


def _fault(row: _Row, place: str, zh: str, en: str) -> FieldFault:
    return FieldFault(where=f"{row.where} {place}", zh=zh, en=en)


_PLACES = {
    "unknown-list": "list",
    "list-determined-here": "list",
    "not-the-authority": "list",
    "entry-stands": "document",
}


def _of_row(row: _Row, refusal: Refused) -> _Faulty:
    """The refusal of a single entry, told at its row."""
    if refusal.faults:
        return _Faulty(*(_fault(row, fault.where.removeprefix("/"), fault.zh, fault.en) for fault in refusal.faults))
    zh = "；".join(part for part in (refusal.zh, refusal.hint_zh) if part)
    en = "; ".join(part for part in (refusal.en, refusal.hint_en) if part)
    return _Faulty(_fault(row, _PLACES.get(refusal.code, "document"), zh, en))
