"""An entry's life as a table of lawful moves: who may make each, from which state, and what must be there.

`MOVES` is the whole of it; `move_entry` applies one and refuses the rest, saying which law refuses. Nothing takes
effect that an officer has not decided, after notice, and that another has not approved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from casework.errors import Refused
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Move, MoveRecord, Role
from engine.pack import ListDef
from engine.periods import add

NOTICE_LAW = "国办发〔2020〕49号:认定前应当告知当事人事由、依据和权利,并听取陈述申辩"
FOUR_EYES_LAW = "本平台规定:决定人与批准人不得为同一人(四眼原则)"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """What an officer submits. `version`: the entry's version they saw. Dates are law dates; texts are theirs."""

    move: Move
    version: int
    document: str = ""
    law_date: date | None = None
    reasons: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """One lawful move."""

    from_states: tuple[EntryState, ...]
    to_state: EntryState
    role: Role
    needs: tuple[str, ...]
    guard: Callable[["Occasion"], None]
    effect: Callable[["Occasion"], EntryRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Everything a guard may look at."""

    entry: EntryRecord
    request: MoveRequest
    history: tuple[MoveRecord, ...]
    account: Account
    list_def: ListDef
    today: date
    still_met: Callable[[], bool]


def move_entry(
    work: UnitOfWork,
    clock: Clock,
    account: Account,
    entry: EntryRecord,
    request: MoveRequest,
    list_def: ListDef,
    still_met: Callable[[], bool],
) -> EntryRecord:
    """The entry after the move, written with its history, chain link and outbox message; Refused otherwise.

    The caller commits. `still_met` judges the finding again on today's facts and law.
    """
    lawful = _lawful_move(entry, request, account)
    occasion = Occasion(
        entry=entry,
        request=request,
        history=tuple(work.moves_of(entry.id)),
        account=account,
        list_def=list_def,
        today=clock.today(),
        still_met=still_met,
    )
    _require_named(lawful, request)
    lawful.guard(occasion)
    moved = replace(lawful.effect(occasion), state=lawful.to_state, version=entry.version + 1)
    return record_move(work, clock, account, moved, request, lawful.role)


def record_move(
    work: UnitOfWork, clock: Clock, account: Account, entry: EntryRecord, request: MoveRequest, role: Role
) -> EntryRecord:
    """Writes the new state, the move, its chain link and its message; the caller commits."""
    seq = work.draw_seq()
    if entry.state is EntryState.EFFECTIVE:
        entry = replace(entry, effective_seq=seq)
    elif entry.state is EntryState.ENDED:
        entry = replace(entry, ended_seq=seq)
    work.save_entry(entry)
    work.add_move(
        MoveRecord(
            entry_id=entry.id,
            number=entry.version,
            move=request.move,
            state_after=entry.state,
            account_id=account.id,
            role=role,
            department=account.department,
            at=clock.now(),
            seq=seq,
            document=request.document,
            law_date=request.law_date,
            details={**request.details, **({"reasons": request.reasons} if request.reasons else {})},
            pack_digest=entry.pack_digest,
        )
    )
    told = {
        "entry": entry.id,
        "move": str(request.move),
        "state": str(entry.state),
        "by": account.id,
        "list": entry.list_id,
    }
    work.log(f"entry.{request.move}", seq, told)
    work.post("entry.moved", seq, told)
    return entry


def _lawful_move(entry: EntryRecord, request: MoveRequest, account: Account) -> Lawful:
    lawful = MOVES.get(request.move)
    if lawful is None or entry.state not in lawful.from_states:
        allowed = [str(move) for move, one in MOVES.items() if entry.state in one.from_states]
        raise Refused(
            "move-not-lawful",
            zh=f"条目当前状态为“{STATE_TITLES[entry.state]}”,不能进行“{request.move}”",
            en=f"an entry in state {entry.state} cannot {request.move}",
            hint_zh=f"此时可以进行:{'、'.join(allowed) or '无'}",
            hint_en=f"lawful now: {', '.join(allowed) or 'nothing'}",
            status=409,
        )
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
            zh=f"条目已被他人办理(现为第{entry.version}步,提交时为第{request.version}步)",
            en=f"somebody moved the entry first (now version {entry.version}, yours was {request.version})",
            hint_zh="请重新打开条目后再办理",
            hint_en="read the entry again, then decide",
            status=412,
        )
    return lawful


def _require_named(lawful: Lawful, request: MoveRequest) -> None:
    given = {"document": request.document, "law_date": request.law_date, "reasons": request.reasons, **request.details}
    missing = [name for name in lawful.needs if not given.get(name)]
    if missing:
        shown = "、".join(NEED_TITLES.get(name, name) for name in missing)
        raise Refused(
            "move-incomplete",
            zh=f"缺少:{shown}",
            en=f"missing: {', '.join(missing)}",
            hint_zh="补齐后再提交;未补齐前不产生任何效力",
            hint_en="complete it and submit again; nothing has been recorded",
        )


def _refuse(code: str, zh: str, en: str, law: str = "") -> None:
    raise Refused(code, zh=zh, en=en, law=law, status=409)


def _not_in_future(occasion: Occasion) -> None:
    if occasion.request.law_date and occasion.request.law_date > occasion.today:
        _refuse("date-in-future", "日期晚于今日,不能登记尚未发生的事项", "the date lies in the future")


def _must_still_hold(occasion: Occasion) -> None:
    if not occasion.still_met():
        _refuse(
            "finding-no-longer-met",
            "按今日已登记的事实和现行标准,认定条件不再成立",
            "on today's facts and law the criterion is no longer met; reject the proposal instead",
        )


def _guard_notice(occasion: Occasion) -> None:
    _not_in_future(occasion)
    until = _date_of(occasion.request.details.get("statement_until", ""))
    served = occasion.request.law_date
    if until is None or served is None or until <= served:
        _refuse(
            "statement-period-missing",
            "陈述申辩截止日应为送达日之后的日期",
            "the last day for a statement must lie after service",
            NOTICE_LAW,
        )


def _guard_decision(occasion: Occasion) -> None:
    _not_in_future(occasion)
    _must_still_hold(occasion)
    notice = _last(occasion, Move.SERVE_NOTICE)
    until = _date_of(str(notice.details.get("statement_until", ""))) if notice else None
    decided_on = occasion.request.law_date
    heard = _last(occasion, Move.RECORD_STATEMENT)
    if notice is None or until is None:
        _refuse(
            "notice-missing",
            "尚未告知当事人,不得作出决定",
            "no notice has been served, so nothing can be decided",
            NOTICE_LAW,
        )
    elif heard is None and decided_on is not None and decided_on <= until:
        _refuse(
            "statement-period-running",
            f"陈述申辩期至{until}届满,期满前未收到陈述或放弃的,不得作出决定",
            f"the statement period runs until {until} and no statement or waiver has been recorded",
            NOTICE_LAW,
        )
    _require_steps(occasion)


def _require_steps(occasion: Occasion) -> None:
    modelled = {"notice", "statement", "decision", "approval", "service", "publication", "repair", "removal"}
    open_steps = [
        step
        for step in occasion.list_def.procedure
        if step.required and step.step not in modelled and not occasion.request.details.get(step.step)
    ]
    if open_steps:
        shown = "、".join(step.title for step in open_steps)
        _refuse(
            "step-missing",
            f"名单程序要求先行完成:{shown}",
            f"the list's procedure first requires: {', '.join(s.step for s in open_steps)}",
        )


def _guard_approval(occasion: Occasion) -> None:
    _not_in_future(occasion)
    hands = {move.account_id for move in occasion.history if move.move in (Move.DECIDE, Move.SERVE_NOTICE)}
    if occasion.account.id in hands:
        _refuse(
            "four-eyes",
            "本条目的告知或决定由您办理,批准须由他人作出",
            "you served the notice or took the decision; somebody else must approve",
            FOUR_EYES_LAW,
        )
    _must_still_hold(occasion)


def _guard_effect(occasion: Occasion) -> None:
    _not_in_future(occasion)
    _must_still_hold(occasion)
    decision = _last(occasion, Move.DECIDE)
    if decision and decision.law_date and occasion.request.law_date and occasion.request.law_date < decision.law_date:
        _refuse("served-before-decided", "送达日早于决定日", "service lies before the decision")


def _guard_date(occasion: Occasion) -> None:
    _not_in_future(occasion)


def _unchanged(occasion: Occasion) -> EntryRecord:
    return occasion.entry


def _decided(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, document=occasion.request.document, decided_on=occasion.request.law_date)


def _effective(occasion: Occasion) -> EntryRecord:
    start = occasion.request.law_date
    term = occasion.list_def.term
    return replace(
        occasion.entry,
        effective_on=start,
        term_end=add(start, term) if start and term else None,
        term_known=True,
    )


def _ended(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, ended_on=occasion.request.law_date, end_reason=occasion.request.reasons)


def _last(occasion: Occasion, move: Move) -> MoveRecord | None:
    """The latest such move since the decision was last returned."""
    found = None
    for one in occasion.history:
        if one.move is move:
            found = one
    return found


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_STATE = EntryState
MOVES: Mapping[Move, Lawful] = {
    Move.SERVE_NOTICE: Lawful(
        from_states=(_STATE.PROPOSED,),
        to_state=_STATE.NOTICED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "service", "proof", "statement_until"),
        guard=_guard_notice,
        effect=_unchanged,
    ),
    Move.RECORD_STATEMENT: Lawful(
        from_states=(_STATE.NOTICED,),
        to_state=_STATE.NOTICED,
        role=Role.LIST_OFFICER,
        needs=("law_date", "statement"),
        guard=_guard_date,
        effect=_unchanged,
    ),
    Move.DECIDE: Lawful(
        from_states=(_STATE.NOTICED,),
        to_state=_STATE.DECIDED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "reasons"),
        guard=_guard_decision,
        effect=_decided,
    ),
    Move.RETURN_DECISION: Lawful(
        from_states=(_STATE.DECIDED,),
        to_state=_STATE.NOTICED,
        role=Role.APPROVING_OFFICER,
        needs=("reasons",),
        guard=_guard_date,
        effect=_unchanged,
    ),
    Move.APPROVE: Lawful(
        from_states=(_STATE.DECIDED,),
        to_state=_STATE.APPROVED,
        role=Role.APPROVING_OFFICER,
        needs=("law_date",),
        guard=_guard_approval,
        effect=_unchanged,
    ),
    Move.TAKE_EFFECT: Lawful(
        from_states=(_STATE.APPROVED,),
        to_state=_STATE.EFFECTIVE,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "service", "proof"),
        guard=_guard_effect,
        effect=_effective,
    ),
    Move.REJECT: Lawful(
        from_states=(_STATE.PROPOSED, _STATE.NOTICED, _STATE.DECIDED),
        to_state=_STATE.REJECTED,
        role=Role.LIST_OFFICER,
        needs=("reasons",),
        guard=_guard_date,
        effect=_unchanged,
    ),
    Move.END: Lawful(
        from_states=(_STATE.EFFECTIVE,),
        to_state=_STATE.ENDED,
        role=Role.LIST_OFFICER,
        needs=("document", "law_date", "reasons"),
        guard=_guard_date,
        effect=_ended,
    ),
}

STATE_TITLES = {
    EntryState.PROPOSED: "待告知",
    EntryState.NOTICED: "已告知",
    EntryState.DECIDED: "已决定待批准",
    EntryState.APPROVED: "已批准待送达",
    EntryState.EFFECTIVE: "生效",
    EntryState.REJECTED: "不予列入",
    EntryState.ENDED: "已移出",
}
ROLE_TITLES = {
    Role.INTEGRATOR: "审批系统",
    Role.DATA_CLERK: "数据报送员",
    Role.POLICY_EDITOR: "规则编辑",
    Role.REVIEWER: "规则审核",
    Role.LIST_OFFICER: "名单经办人",
    Role.APPROVING_OFFICER: "名单批准人",
    Role.EXECUTOR: "执行单位",
    Role.SUPERVISOR: "督导",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "账户管理员",
}
NEED_TITLES = {
    "document": "文书编号",
    "law_date": "日期",
    "reasons": "理由",
    "service": "送达方式",
    "proof": "送达凭证",
    "statement_until": "陈述申辩截止日",
    "statement": "陈述申辩内容或放弃说明",
}
