"""Mirrored entries: what another authority decided in its own system, entered here by its document.

Never re-decided here: entered effective, ended when the source removes it, objections go to the source. Only a list
whose pack says `mirrored` takes entries this way; a list determined here goes through `casework.entry`.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from casework.entry import MoveRequest, record_move
from casework.errors import FieldFault, Refused
from casework.ports import Clock, Shelf, Store, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Move, MoveRecord, Role
from engine.pack import ListDef, Mode, Pack
from engine.periods import add


@dataclass(frozen=True, slots=True, kw_only=True)
class MirroredEntry:
    """An authority's decision as it reached us. `term_end` None: the list's own term counted from `effective_on`.

    `term_known` False: the source gave no term and the list has no fixed one that we may count.
    """

    subject_id: str
    list_id: str
    document: str
    decided_on: date
    effective_on: date
    term_end: date | None = None
    reasons: str = ""


def mirror_entry(store: Store, shelf: Shelf, clock: Clock, account: Account, incoming: MirroredEntry) -> EntryRecord:
    """The entry, effective from its document's date; the same document twice is one entry."""
    today = clock.today()
    with store.unit_of_work() as work:
        entry = enter_mirrored(work, shelf, clock, account, incoming, today)
        work.commit()
    return entry


def enter_mirrored(
    work: UnitOfWork, shelf: Shelf, clock: Clock, account: Account, incoming: MirroredEntry, today: date
) -> EntryRecord:
    """As `mirror_entry`, inside the caller's transaction (bulk loads)."""
    pack, definition = _mirrored_list(shelf, incoming, today)
    _require_source(account, pack)
    _require_sound(incoming, today)
    for earlier in work.entries_on(incoming.subject_id, incoming.list_id):
        if earlier.mirrored and earlier.document == incoming.document:
            return earlier
    standing = work.open_entry(incoming.subject_id, incoming.list_id)
    if standing is not None:
        raise Refused(
            "entry-stands",
            zh=f"该主体在本名单已有未移出的条目(文书{standing.document})",
            en=f"the subject already has an entry on this list (document {standing.document})",
            hint_zh="来源更换文书的,先办理移出再登记",
            hint_en="end the standing entry first",
            status=409,
        )
    seq = work.draw_seq()
    term_end = incoming.term_end or (add(incoming.effective_on, definition.term) if definition.term else None)
    entry = EntryRecord(
        id=uuid.uuid4().hex,
        subject_id=incoming.subject_id,
        list_id=incoming.list_id,
        authority=pack.authority,
        state=EntryState.EFFECTIVE,
        mirrored=True,
        version=1,
        proposed_seq=seq,
        effective_seq=seq,
        document=incoming.document,
        decided_on=incoming.decided_on,
        effective_on=incoming.effective_on,
        term_end=term_end,
        term_known=True,
        finding={"reasons": [incoming.reasons] if incoming.reasons else [], "remedy": definition.remedy},
        pack=pack.ref.pack,
        pack_version=pack.ref.version,
        pack_digest=pack.ref.digest,
    )
    work.add_entry(entry)
    work.add_move(
        MoveRecord(
            entry_id=entry.id,
            number=1,
            move=Move.MIRROR,
            state_after=entry.state,
            account_id=account.id,
            role=Role.DATA_CLERK,
            department=account.department,
            at=clock.now(),
            seq=seq,
            document=incoming.document,
            law_date=incoming.decided_on,
            details={"effective_on": incoming.effective_on.isoformat()},
            pack_digest=entry.pack_digest,
        )
    )
    work.touch_source(incoming.list_id, clock.now())
    told = {"entry": entry.id, "move": "mirror", "state": "effective", "by": account.id, "list": entry.list_id}
    work.log("entry.mirror", seq, told)
    work.post("entry.moved", seq, told)
    return entry


def end_mirrored(
    store: Store,
    clock: Clock,
    account: Account,
    entry_id: str,
    version: int,
    document: str,
    ended_on: date,
    reasons: str,
) -> EntryRecord:
    """The entry ended because its source removed it; removal at the source beats everything."""
    with store.unit_of_work() as work:
        entry = work.entry(entry_id)
        if entry is None or not entry.mirrored or entry.authority != account.department:
            raise Refused("not-found", zh="没有该条目", en="no such entry", status=404)
        if Role.DATA_CLERK not in account.roles:
            raise Refused("role-missing", zh="须由数据报送员办理", en="this belongs to the role data_clerk", status=403)
        if entry.state is not EntryState.EFFECTIVE or entry.version != version:
            raise Refused("stale-version", zh="条目已被移出或已变动", en="the entry has moved since", status=412)
        ended = replace(entry, state=EntryState.ENDED, version=entry.version + 1, ended_on=ended_on, end_reason=reasons)
        request = MoveRequest(move=Move.END, version=version, document=document, law_date=ended_on, reasons=reasons)
        ended = record_move(work, clock, account, ended, request, Role.DATA_CLERK)
        work.touch_source(entry.list_id, clock.now())
        work.commit()
    return ended


def _mirrored_list(shelf: Shelf, incoming: MirroredEntry, today: date) -> tuple[Pack, ListDef]:
    found = shelf.list_def(incoming.list_id, incoming.decided_on, today) or shelf.list_def(
        incoming.list_id, today, today
    )
    if found is None:
        raise Refused(
            "unknown-list",
            zh=f"没有名单“{incoming.list_id}”的现行规则包",
            en=f"no pack in force defines the list {incoming.list_id}",
        )
    if found[0].mode is not Mode.MIRRORED:
        raise Refused(
            "list-determined-here",
            zh=f"“{found[1].title}”由本平台经告知、决定、批准程序认定,不能凭文书直接登记",
            en="this list is determined here by notice, decision and approval; it takes no entries by document",
            law="国办发〔2020〕49号",
            status=409,
        )
    return found


def _require_source(account: Account, pack: Pack) -> None:
    if Role.DATA_CLERK not in account.roles:
        raise Refused("role-missing", zh="须由数据报送员登记", en="this belongs to the role data_clerk", status=403)
    if account.department != pack.authority:
        raise Refused(
            "not-the-authority",
            zh=f"该名单由{pack.authority}认定,只接受该部门报送",
            en=f"entries on this list come from {pack.authority} only",
            status=403,
        )


def _require_sound(incoming: MirroredEntry, today: date) -> None:
    faults: list[FieldFault] = []
    if not incoming.document.strip():
        faults.append(FieldFault(where="/document", zh="须填写认定文书编号", en="the deciding document is needed"))
    if incoming.decided_on > today or incoming.effective_on > today:
        faults.append(FieldFault(where="/effective_on", zh="日期晚于今日", en="a date lies in the future"))
    if incoming.effective_on < incoming.decided_on:
        faults.append(FieldFault(where="/effective_on", zh="生效日早于认定日", en="effect lies before the decision"))
    if incoming.term_end is not None and incoming.term_end < incoming.effective_on:
        faults.append(FieldFault(where="/term_end", zh="截止日早于生效日", en="the term ends before it begins"))
    if faults:
        raise Refused(
            "entry-faulty",
            zh="镜像条目有误,未登记",
            en="the mirrored entry is faulty; nothing was recorded",
            faults=tuple(faults),
        )
