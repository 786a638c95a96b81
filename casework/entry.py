"""An entry's move: applied where its row of `lawful_moves` allows it, refused with the law that refuses it otherwise.

Nothing takes effect that an officer has not decided, after notice, and that another has not approved. What no hand may
do (a proposal lapses, a term is over) `move_by_clock` does.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from casework.entry_clocks import end_clocks, start_clocks
from casework.errors import Refused
from casework.judging import Proposal
from casework.lawful_moves import Lawful, moves_for
from casework.move_laws import ORDER_LAW, RED_ORDER_LAW, SOURCE_LAW
from casework.move_records import record_move
from casework.move_titles import CLOCK_TITLE, MOVE_TITLES, NEED_TITLES, ROLE_TITLES, STATE_TITLES
from casework.occasion import MoveRequest, Occasion
from casework.ports import Clock, Shelf, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Move
from casework.recusal import is_recused
from engine.pack import Colour, ListDef, Pack

__all__ = ["CLOCK_ACCOUNT", "STATE_TITLES", "MoveRequest", "lawful_now", "move_by_clock", "move_entry"]

CLOCK_ACCOUNT = "clock"
"""The id under which the clock's own moves are recorded; no account has it."""


def move_entry(
    work: UnitOfWork,
    clock: Clock,
    account: Account,
    entry: EntryRecord,
    request: MoveRequest,
    shelf: Shelf,
    still_met: Callable[[], Proposal | None],
) -> EntryRecord:
    """The entry after the move, written with history, clocks, chain link, message and what follows; Refused otherwise.

    The caller commits. `still_met` judges the finding again on today's facts and law (determination.still_met).
    """
    if entry.authority != account.department or is_recused(work, account.id, entry.id):
        raise _not_found()
    pack, list_def = _law_of(shelf, clock, entry)
    lawful = _lawful_move(entry, request, account, list_def)
    _require_named(lawful, request)
    return _applied(work, clock, account, entry, request, lawful, pack, shelf, still_met)


def move_by_clock(work: UnitOfWork, clock: Clock, shelf: Shelf, entry: EntryRecord, move: Move) -> EntryRecord:
    """A proposal lapsed or an entry expired because its clock has passed; Refused where it has not. The caller commits.

    Ends the clock as fired, so a runner that fires it must not end it again.
    """
    pack, list_def = _law_of(shelf, clock, entry)
    lawful = moves_for(list_def.colour, mirrored=entry.mirrored).get(move)
    if lawful is None or lawful.role is not None or entry.state not in lawful.from_states:
        raise _not_lawful(entry, move, list_def)
    request = MoveRequest(move=move, version=entry.version, law_date=clock.today())
    account = Account(id=CLOCK_ACCOUNT, name=CLOCK_TITLE, department=entry.authority, roles=frozenset())
    return _applied(work, clock, account, entry, request, lawful, pack, shelf, lambda: None)


def lawful_now(entry: EntryRecord, colour: Colour) -> tuple[Lawful, ...]:
    """The moves that some officer may make from here, in the order of the page."""
    rows = moves_for(colour, mirrored=entry.mirrored).values()
    return tuple(one for one in rows if one.role is not None and entry.state in one.from_states)


def _applied(
    work: UnitOfWork,
    clock: Clock,
    account: Account,
    entry: EntryRecord,
    request: MoveRequest,
    lawful: Lawful,
    pack: Pack,
    shelf: Shelf,
    still_met: Callable[[], Proposal | None],
) -> EntryRecord:
    occasion = Occasion(
        entry=entry,
        request=request,
        history=tuple(work.moves_of(entry.id)),
        account=account,
        pack=pack,
        list_def=pack.lists[entry.list_id],
        today=clock.today(),
        still_met=cache(still_met),
        keeps_state=lawful.to_state is None,
        reader=work,
        shelf=shelf,
    )
    for guard in lawful.guards:
        guard(occasion)
    changed = lawful.change(occasion)
    moved = replace(changed, state=lawful.to_state or entry.state, version=entry.version + 1)
    role = str(lawful.role) if lawful.role else CLOCK_ACCOUNT
    moved = record_move(work, clock, account, moved, request, role)
    end_clocks(work, moved, lawful.ends, clock.today(), fired=lawful.role is None)
    day = request.law_date or clock.today()
    start_clocks(work, moved, pack, lawful.starts, day, occasion.place, request.details)
    for follow in lawful.follows:
        follow(work, clock, occasion, moved)
    return moved


def _law_of(shelf: Shelf, clock: Clock, entry: EntryRecord) -> tuple[Pack, ListDef]:
    """The list as a pack in force today defines it; for an effective entry, else as the release it was made under did."""
    today = clock.today()
    found = shelf.list_def(entry.list_id, today, today)
    if found is None and entry.state is EntryState.EFFECTIVE:
        made_under = [pack for pack in shelf.packs() if pack.ref.digest == entry.pack_digest]
        found = next(((pack, pack.lists[entry.list_id]) for pack in made_under if entry.list_id in pack.lists), None)
    if found is None:
        raise Refused(
            "unknown-list",
            zh="该名单已无现行规则包",
            en="no pack in force defines this list",
            hint_zh="请由规则编辑核对该名单的规则包是否仍在施行",
            hint_en="ask the policy editor whether the list's pack is still in force",
            status=409,
        )
    return found


def _lawful_move(entry: EntryRecord, request: MoveRequest, account: Account, list_def: ListDef) -> Lawful:
    """The row of the move, if the entry stands where it begins, the account may make it, and the version is what was seen."""
    lawful = moves_for(list_def.colour, mirrored=entry.mirrored).get(request.move)
    if lawful is None or entry.state not in lawful.from_states:
        raise _not_lawful(entry, request.move, list_def)
    if lawful.role is None or lawful.role not in account.roles:
        raise _mirrored() if entry.mirrored else _not_their_role(lawful)
    if request.version != entry.version:
        raise Refused(
            "stale-version",
            zh=f"条目已被他人办理（现为第{entry.version}步，提交时为第{request.version}步）",
            en=f"somebody moved the entry first (now version {entry.version}, yours was {request.version})",
            hint_zh="请重新打开条目后再办理",
            hint_en="read the entry again, then decide",
            status=412,
        )
    return lawful


def _not_found() -> Refused:
    """Another department's case, or one the officer keeps away from: as if there were none."""
    return Refused("not-found", zh="没有该案件", en="no such case", status=404)


def _mirrored() -> Refused:
    return Refused(
        "mirrored",
        zh="该条目由其他机关认定，本平台只作镜像，不在此办理",
        en="another authority decided this entry; it is only mirrored here",
        hint_zh="请向认定机关提出",
        hint_en="turn to that authority",
        law=SOURCE_LAW,
        status=409,
    )


def _not_their_role(lawful: Lawful) -> Refused:
    if lawful.role is None:
        return Refused(
            "by-the-clock",
            zh=f"“{MOVE_TITLES[lawful.move]}”由时限届满自动发生，不由人员办理",
            en=f"{lawful.move} happens by itself when its clock has passed",
            law=lawful.law,
            status=403,
        )
    return Refused(
        "role-missing",
        zh=f"此步须由{ROLE_TITLES[lawful.role]}办理",
        en=f"this move belongs to the role {lawful.role}",
        hint_zh="请由具备该角色的人员登录办理",
        hint_en="sign in with an account that has it",
        law=lawful.law,
        status=403,
    )


def _not_lawful(entry: EntryRecord, move: Move, list_def: ListDef) -> Refused:
    allowed = [one.move for one in lawful_now(entry, list_def.colour)]
    if entry.mirrored and move not in allowed:
        return _mirrored()
    return Refused(
        "move-not-lawful",
        zh=f"条目当前状态为“{STATE_TITLES[entry.state]}”，不能进行“{MOVE_TITLES[move]}”",
        en=f"an entry in state {entry.state} cannot {move}",
        hint_zh=f"此时可以进行：{'、'.join(MOVE_TITLES[one] for one in allowed) or '无'}",
        hint_en=f"lawful now: {', '.join(allowed) or 'nothing'}",
        law=RED_ORDER_LAW if list_def.colour is Colour.RED else ORDER_LAW,
        status=409,
    )


def _require_named(lawful: Lawful, request: MoveRequest) -> None:
    """INVARIANT: what the move itself says counts, never a detail of the same name."""
    given = {**request.details, "document": request.document, "reasons": request.reasons}
    missing = [
        name
        for name in lawful.needs
        if (request.law_date is None if name == "law_date" else not given.get(name, "").strip())
    ]
    if missing:
        shown = "、".join(NEED_TITLES.get(name, name) for name in missing)
        raise Refused(
            "move-incomplete",
            zh=f"缺少：{shown}",
            en=f"missing: {', '.join(missing)}",
            hint_zh="补齐后再提交；未补齐前不产生任何效力",
            hint_en="complete it and submit again; nothing has been recorded",
            law=lawful.law,
        )
