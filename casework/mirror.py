"""Mirrored entries: what another authority decided in its own system, entered here by its document.

Never re-decided here: entered effective, ended when the source removes it, objections go to the source. Only a list
whose pack says `mirrored` takes entries this way; a list determined here goes through `casework.entry`.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime

from casework.errors import Refused
from casework.holdings import entry_is_open
from casework.mirror_soundness import MirroredEntry, require_sound, require_sound_removal
from casework.mirror_terms import is_one_term, only_end, terms_of
from casework.move_records import keep_move, record_move
from casework.occasion import MoveRequest
from casework.ports import Clock, Shelf, Store, UnitOfWork
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, MoveRecord, Role
from casework.red_lists import end_red_entries
from engine.pack import ListDef, Mode, Pack

__all__ = ["MirroredEntry", "end_entered", "end_mirrored", "enter_mirrored", "mirror_entry"]


def mirror_entry(store: Store, shelf: Shelf, clock: Clock, account: Account, incoming: MirroredEntry) -> EntryRecord:
    """The entry, effective from its document's date; the same document with the same dates is one entry, also when ended."""
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
    terms = terms_of(pack, definition)
    term_end = incoming.term_end or only_end(incoming.effective_on, terms)
    require_sound(work, shelf, incoming, pack, definition, today)
    for earlier in work.entries_on(incoming.subject_id, incoming.list_id):
        if _same_decision(earlier, incoming, term_end):
            return earlier
        if entry_is_open(earlier, today):
            raise _stands(earlier)
    term_known = incoming.term_end is not None or is_one_term(terms)
    entry = _as_decided(incoming, pack, definition, term_end, term_known=term_known, seq=work.draw_seq())
    work.add_entry(entry)
    keep_move(work, entry, _mirroring(entry, incoming, account, clock.now()))
    work.touch_source(incoming.list_id, clock.now())
    end_red_entries(work, clock, shelf, account, entry, Role.DATA_CLERK)
    return entry


def _same_decision(earlier: EntryRecord, incoming: MirroredEntry, term_end: date | None) -> bool:
    return earlier.mirrored and (earlier.document, earlier.decided_on, earlier.effective_on, earlier.term_end) == (
        incoming.document.strip(),
        incoming.decided_on,
        incoming.effective_on,
        term_end,
    )


def _stands(standing: EntryRecord) -> Refused:
    return Refused(
        "entry-stands",
        zh=f"该主体在本名单已有未移出的条目（文书{standing.document}）",
        en=f"the subject already has an entry on this list (document {standing.document})",
        hint_zh="来源更换文书或者更正日期的，先办理移出再登记",
        hint_en="where the source changed its document or dates, end the standing entry first",
        status=409,
    )


def _as_decided(
    incoming: MirroredEntry, pack: Pack, definition: ListDef, term_end: date | None, *, term_known: bool, seq: int
) -> EntryRecord:
    return EntryRecord(
        id=uuid.uuid4().hex,
        subject_id=incoming.subject_id,
        list_id=incoming.list_id,
        authority=pack.authority,
        state=EntryState.EFFECTIVE,
        mirrored=True,
        version=1,
        proposed_seq=seq,
        effective_seq=seq,
        document=incoming.document.strip(),
        decided_on=incoming.decided_on,
        effective_on=incoming.effective_on,
        term_end=term_end,
        term_known=term_known,
        finding={"reasons": [incoming.reasons] if incoming.reasons else [], "remedy": definition.remedy},
        pack=pack.ref.pack,
        pack_version=pack.ref.version,
        pack_digest=pack.ref.digest,
    )


def _mirroring(entry: EntryRecord, incoming: MirroredEntry, account: Account, at: datetime) -> MoveRecord:
    """The one move by which a mirrored entry begins."""
    return MoveRecord(
        entry_id=entry.id,
        number=1,
        move=Move.MIRROR,
        state_after=entry.state,
        account_id=account.id,
        role=Role.DATA_CLERK,
        department=account.department,
        at=at,
        seq=entry.proposed_seq,
        document=incoming.document,
        law_date=incoming.decided_on,
        details={"effective_on": incoming.effective_on.isoformat()},
        pack_digest=entry.pack_digest,
    )


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
        ended = end_entered(work, clock, account, entry_id, version, document, ended_on, reasons)
        work.commit()
    return ended


def end_entered(
    work: UnitOfWork,
    clock: Clock,
    account: Account,
    entry_id: str,
    version: int,
    document: str,
    ended_on: date,
    reasons: str,
) -> EntryRecord:
    """As `end_mirrored`, inside the caller's transaction (bulk loads)."""
    entry = work.entry(entry_id)
    if entry is None or not entry.mirrored or entry.authority != account.department:
        raise Refused("not-found", zh="没有该条目", en="no such entry", status=404)
    if Role.DATA_CLERK not in account.roles:
        raise Refused("role-missing", zh="须由数据报送员办理", en="this belongs to the role data_clerk", status=403)
    if entry.state is not EntryState.EFFECTIVE or entry.version != version:
        raise Refused("stale-version", zh="条目已被移出或已变动", en="the entry has moved since", status=412)
    require_sound_removal(entry, document, ended_on, clock.today())
    ended = replace(
        entry,
        state=EntryState.ENDED,
        version=entry.version + 1,
        ended_on=ended_on,
        end_reason=reasons,
        end_kind=EndKind.REMOVED,
    )
    request = MoveRequest(
        move=Move.END,
        version=version,
        document=document,
        law_date=ended_on,
        reasons=reasons,
        details={"kind": str(EndKind.REMOVED)},
    )
    return record_move(work, clock, account, ended, request, Role.DATA_CLERK)


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
            zh=f"“{found[1].title}”由本平台经告知、决定、批准程序认定，不能凭文书直接登记",
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
            zh=f"该名单由{pack.authority}认定，只接受该部门报送",
            en=f"entries on this list come from {pack.authority} only",
            status=403,
        )
