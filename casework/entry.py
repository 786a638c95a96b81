"""An entry's life as a table of lawful moves: who may make each, from which state, and what must be there.

`MOVES` is the whole of it; `move_entry` applies one and refuses the rest, saying which law refuses. Nothing takes
effect that an officer has not decided, after notice, and that another has not approved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from casework.errors import Refused
from casework.judging import Proposal
from casework.move_guards import (
    MoveRequest,
    Occasion,
    chosen_term,
    guard_approval,
    guard_dates,
    guard_decision,
    guard_effect,
    guard_notice,
)
from casework.move_records import record_move
from casework.move_titles import MOVE_TITLES, NEED_TITLES, ROLE_TITLES, STATE_TITLES
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Move, Role
from engine.pack import ListDef
from engine.periods import Period, add, parse_period
from engine.working_days import NO_CALENDAR, WorkCalendar

__all__ = ["MOVES", "STATE_TITLES", "Lawful", "MoveRequest", "move_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """One lawful move."""

    from_states: tuple[EntryState, ...]
    to_state: EntryState
    role: Role
    needs: tuple[str, ...]
    guard: Callable[[Occasion], None]
    effect: Callable[[Occasion], EntryRecord]


def move_entry(
    work: UnitOfWork,
    clock: Clock,
    account: Account,
    entry: EntryRecord,
    request: MoveRequest,
    list_def: ListDef,
    still_met: Callable[[], Proposal | None],
    calendar: WorkCalendar = NO_CALENDAR,
) -> EntryRecord:
    """The entry after the move, written with its history, chain link and outbox message; Refused otherwise.

    The caller commits. `calendar`: for procedure terms in working days. `still_met` judges the finding again on today's facts and law (determination.still_met).
    """
    lawful = _lawful_move(entry, request, account)
    occasion = Occasion(
        entry=entry,
        request=request,
        history=tuple(work.moves_of(entry.id)),
        account=account,
        list_def=list_def,
        today=clock.today(),
        still_met=cache(still_met),
        calendar=calendar,
    )
    _require_named(lawful, request)
    lawful.guard(occasion)
    moved = replace(lawful.effect(occasion), state=lawful.to_state, version=entry.version + 1)
    return record_move(work, clock, account, moved, request, lawful.role)


def _lawful_move(entry: EntryRecord, request: MoveRequest, account: Account) -> Lawful:
    """The move, if the entry is the account's department's own, stands where the move begins, and is what was seen."""
    if entry.authority != account.department:
        raise Refused("not-found", zh="没有该案件", en="no such case", status=404)
    lawful = MOVES.get(request.move)
    if entry.mirrored or lawful is None or entry.state not in lawful.from_states:
        raise _not_lawful(entry, request.move)
    if lawful.role not in account.roles:
        raise Refused(
            "role-missing",
            zh=f"此步须由{ROLE_TITLES[lawful.role]}办理",
            en=f"this move belongs to the role {lawful.role}",
            hint_zh="请由具备该角色的人员登录办理",
            hint_en="sign in with an account that has it",
            status=403,
        )
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


def _not_lawful(entry: EntryRecord, move: Move) -> Refused:
    if entry.mirrored:
        return Refused(
            "mirrored",
            zh="该条目由其他机关认定，本平台只作镜像，不在此办理",
            en="another authority decided this entry; it is only mirrored here",
            hint_zh="请向认定机关提出",
            hint_en="turn to that authority",
            status=409,
        )
    allowed = [one for one, lawful in MOVES.items() if entry.state in lawful.from_states]
    return Refused(
        "move-not-lawful",
        zh=f"条目当前状态为“{STATE_TITLES[entry.state]}”，不能进行“{MOVE_TITLES[move]}”",
        en=f"an entry in state {entry.state} cannot {move}",
        hint_zh=f"此时可以进行：{'、'.join(MOVE_TITLES[one] for one in allowed) or '无'}",
        hint_en=f"lawful now: {', '.join(allowed) or 'nothing'}",
        law="国办发〔2020〕49号：须依次经告知、听取陈述申辩、决定后方可列入；批准由他人作出为本平台规定",
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
        )


FIXED_WITH_THE_DECISION = ("term", "term_at_most", "lighter", "act_law", "decision_law", "judgement", "trace")


def _unchanged(occasion: Occasion) -> EntryRecord:
    return occasion.entry


def _returned(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, document="", decided_on=None)


def _decided(occasion: Occasion) -> EntryRecord:
    """The decision, under the law of its own day: the lighter term of act and decision is fixed here.

    Where the law gives a range, the officer's choice within it is the term.
    """
    entry, proposal = occasion.entry, occasion.still_met()
    assert proposal is not None  # guard_decision has seen to it
    of_today = {name: proposal.finding[name] for name in FIXED_WITH_THE_DECISION}
    if chosen := chosen_term(occasion):
        of_today |= {"term": str(chosen)}
    return replace(
        entry,
        document=occasion.request.document,
        decided_on=occasion.request.law_date,
        finding={**entry.finding, **of_today},
        pack=proposal.ref.pack,
        pack_version=proposal.ref.version,
        pack_digest=proposal.ref.digest,
    )


def _effective(occasion: Occasion) -> EntryRecord:
    start = occasion.request.law_date
    assert start is not None  # needed by the move
    term = _decided_term(occasion)
    return replace(occasion.entry, effective_on=start, term_end=add(start, term) if term else None, term_known=True)


def _decided_term(occasion: Occasion) -> Period | None:
    """The term the decision fixed; None: no fixed end."""
    if "term" not in occasion.entry.finding:
        return occasion.list_def.term
    fixed = occasion.entry.finding["term"]
    return parse_period(fixed) if isinstance(fixed, str) else None


def _ended(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, ended_on=occasion.request.law_date, end_reason=occasion.request.reasons)


_STATE = EntryState
MOVES: Mapping[Move, Lawful] = {
    Move.SERVE_NOTICE: Lawful(
        from_states=(_STATE.PROPOSED,),
        to_state=_STATE.NOTICED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "service", "proof", "statement_until"),
        guard=guard_notice,
        effect=_unchanged,
    ),
    Move.RECORD_STATEMENT: Lawful(
        from_states=(_STATE.NOTICED,),
        to_state=_STATE.NOTICED,
        role=Role.LIST_OFFICER,
        needs=("law_date", "statement"),
        guard=guard_dates,
        effect=_unchanged,
    ),
    Move.DECIDE: Lawful(
        from_states=(_STATE.NOTICED,),
        to_state=_STATE.DECIDED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "reasons"),
        guard=guard_decision,
        effect=_decided,
    ),
    Move.RETURN_DECISION: Lawful(
        from_states=(_STATE.DECIDED, _STATE.APPROVED),
        to_state=_STATE.NOTICED,
        role=Role.APPROVING_OFFICER,
        needs=("reasons",),
        guard=guard_dates,
        effect=_returned,
    ),
    Move.APPROVE: Lawful(
        from_states=(_STATE.DECIDED,),
        to_state=_STATE.APPROVED,
        role=Role.APPROVING_OFFICER,
        needs=("law_date",),
        guard=guard_approval,
        effect=_unchanged,
    ),
    Move.TAKE_EFFECT: Lawful(
        from_states=(_STATE.APPROVED,),
        to_state=_STATE.EFFECTIVE,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "service", "proof"),
        guard=guard_effect,
        effect=_effective,
    ),
    Move.REJECT: Lawful(
        from_states=(_STATE.PROPOSED, _STATE.NOTICED, _STATE.DECIDED),
        to_state=_STATE.REJECTED,
        role=Role.LIST_OFFICER,
        needs=("reasons",),
        guard=guard_dates,
        effect=_unchanged,
    ),
    Move.END: Lawful(
        from_states=(_STATE.EFFECTIVE,),
        to_state=_STATE.ENDED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "reasons"),
        guard=guard_dates,
        effect=_ended,
    ),
}
