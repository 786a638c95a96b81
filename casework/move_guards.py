"""What must be true before a move of an entry: notice served, period over, another hand, grounds that still hold.

Each guard raises Refused with the law that refuses, or returns nothing. Guards write nothing and decide nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from casework.errors import Refused
from casework.judging import Proposal
from casework.records import Account, EntryRecord, Move, MoveRecord
from engine.pack import ListDef
from engine.periods import Period, add, never_longer, parse_period
from engine.working_days import NO_CALENDAR, WorkCalendar, last_day

NOTICE_LAW = "国办发〔2020〕49号：认定前应当告知当事人事由、依据和权利，并听取陈述申辩"
OWN_TERM = "；具体期限为本平台规定，不作为法律规定引用"
FOUR_EYES_LAW = "本平台规定：决定人与批准人不得为同一人（四眼原则）"
FACTS_FIRST_LAW = "国办发〔2020〕49号：认定前应当告知当事人事由、依据；告知须以已发生的事实为依据"
STEPS_WITH_A_MOVE = frozenset(
    {"notice", "statement", "decision", "approval", "service", "publication", "repair", "removal"}
)


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
class Occasion:
    """Everything a guard may look at. `still_met`: what today's facts and law still propose on the grounds of this entry."""

    entry: EntryRecord
    request: MoveRequest
    history: tuple[MoveRecord, ...]
    account: Account
    list_def: ListDef
    today: date
    still_met: Callable[[], Proposal | None]
    calendar: WorkCalendar = NO_CALENDAR

    def last(self, move: Move) -> MoveRecord | None:
        """The latest such move of the entry."""
        return next((one for one in reversed(self.history) if one.move is move), None)


def guard_dates(occasion: Occasion) -> None:
    """No move is dated in the future, nor before an earlier move of the same entry that this one rests on."""
    day = occasion.request.law_date
    if day is None:
        return
    if day > occasion.today:
        _refuse("date-in-future", "日期晚于今日，不能登记尚未发生的事项", "the date lies in the future")
    statement = Move.RECORD_STATEMENT
    before = [
        one.law_date
        for one in occasion.history
        if one.law_date and not (one.move is statement and occasion.request.move is statement)
    ]
    if before and day < max(before):
        _refuse(
            "date-before-earlier-move",
            f"日期{day}早于本条目前一步骤的日期{max(before)}",
            f"the date {day} lies before an earlier move of this entry ({max(before)})",
        )


def guard_notice(occasion: Occasion) -> None:
    """Served after the facts it tells of, with a last day for the statement no earlier than the list's procedure gives."""
    guard_dates(occasion)
    _require_after_records(occasion)
    until = _date_of(occasion.request.details.get("statement_until", ""))
    served = occasion.request.law_date
    if until is None or served is None or until <= served:
        _refuse(
            "statement-period-missing",
            "陈述申辩截止日应为送达日之后的日期",
            "the last day for a statement must lie after service",
            NOTICE_LAW,
        )
        return
    earliest = _statement_ends(occasion, served)
    if until < earliest:
        _refuse(
            "statement-period-short",
            f"名单程序规定的陈述申辩期至{earliest}届满，截止日不得早于该日",
            f"the list's procedure gives a statement period until {earliest}; the last day may not lie before it",
            NOTICE_LAW + _whose_term(occasion),
        )


def records_until(entry: EntryRecord) -> date | None:
    """The latest law date among the records the entry was proposed on; None where the proposal keeps none."""
    return _date_of(str(entry.finding.get("records_until") or ""))


def _require_after_records(occasion: Occasion) -> None:
    served, latest = occasion.request.law_date, records_until(occasion.entry)
    if served is not None and latest is not None and served < latest:
        _refuse(
            "notice-before-facts",
            f"送达日{served}早于据以认定的最后一项记录的日期{latest}，告知不能先于事实；请核对送达日",
            f"service on {served} lies before the latest record it rests on ({latest}); check the day of service",
            FACTS_FIRST_LAW,
        )


def _statement_ends(occasion: Occasion, served: date) -> date:
    """The last day of the statement period the list's procedure gives (without a term there: the day after service)."""
    terms = [step.term for step in occasion.list_def.procedure if step.step == "statement" and step.term]
    return max((_end_of(term, served, occasion) for term in terms), default=add(served, Period(days=1)))


def _whose_term(occasion: Occasion) -> str:
    """That the length of the statement period is ours, where the list's step says so: no article may be quoted for it."""
    steps = [step for step in occasion.list_def.procedure if step.step == "statement" and step.term]
    return OWN_TERM if any(step.local_policy for step in steps) else ""


def _end_of(term: Period, served: date, occasion: Occasion) -> date:
    last = last_day(served, term, occasion.calendar)
    if last is None:
        _refuse(
            "calendar-unpublished",
            f"陈述申辩期为{term.working_days}个工作日，所涉日期的节假日安排尚未收录，无法算出截止日",
            f"the statement period is {term.working_days} working days, and the holidays of that time are not recorded yet",
        )
    return last


def chosen_term(occasion: Occasion) -> Period | None:
    """The term the officer chose within the range the finding leaves open; None where it leaves none.

    Refused where a term is needed and missing, where it lies outside the range from whatever day it will run (the
    effect comes after the decision), or where none may be chosen.
    """
    proposal = occasion.still_met()
    shortest, longest = (
        _period_of(proposal.finding.get(name)) if proposal else None for name in ("term", "term_at_most")
    )
    said = occasion.request.details.get("term", "").strip()
    if shortest is None or longest is None:
        if said:
            _refuse(
                "term-is-fixed", "本项认定的期限由法律规定，不得另定", "the law fixes this term; none may be chosen"
            )
        return None
    chosen = _period_of(said)
    if chosen is None or not (never_longer(shortest, chosen) and never_longer(chosen, longest)):
        _refuse(
            "term-outside-range",
            f"须在决定中写明期限，且在{shortest}至{longest}之间（details.term，例如 {shortest}）",
            f"the decision must name a term from {shortest} to {longest} (details.term, for example {shortest})",
        )
    return chosen


def _period_of(text: object) -> Period | None:
    """A calendar period as written (P2Y); None for anything else."""
    try:
        period = parse_period(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return period if period and period.working_days is None else None


def guard_decision(occasion: Occasion) -> None:
    """After notice, after the statement period or a statement, on grounds that still hold, every required step done."""
    guard_dates(occasion)
    notice = occasion.last(Move.SERVE_NOTICE)
    until = _date_of(str(notice.details.get("statement_until", ""))) if notice else None
    decided_on = occasion.request.law_date
    if notice is None or until is None:
        _refuse(
            "notice-missing",
            "尚未告知当事人，不得作出决定",
            "no notice has been served, so nothing can be decided",
            NOTICE_LAW,
        )
    elif occasion.last(Move.RECORD_STATEMENT) is None and (decided_on is None or decided_on <= until):
        _refuse(
            "statement-period-running",
            f"陈述申辩期至{until}届满，期满前未收到陈述或放弃的，不得作出决定",
            f"the statement period runs until {until} and no statement or waiver has been recorded",
            NOTICE_LAW,
        )
    _require_steps(occasion)
    _must_still_hold(occasion)
    chosen_term(occasion)


def _require_steps(occasion: Occasion) -> None:
    open_steps = [
        step
        for step in occasion.list_def.procedure
        if step.required
        and step.step not in STEPS_WITH_A_MOVE
        and not occasion.request.details.get(step.step, "").strip()
    ]
    if open_steps:
        shown = "、".join(step.title for step in open_steps)
        _refuse(
            "step-missing",
            f"名单程序要求先行完成：{shown}",
            f"the list's procedure first requires: {', '.join(s.step for s in open_steps)}",
        )


def _must_still_hold(occasion: Occasion) -> None:
    if occasion.still_met() is None:
        raise Refused(
            "finding-no-longer-met",
            zh="按今日已登记的事实和现行标准，告知书所依据的认定条件不再成立",
            en="on today's facts and law the grounds that were noticed no longer meet the criterion",
            hint_zh="请不予列入；依据新的记录仍应认定的，平台会另行提出并重新告知",
            hint_en="reject the proposal; what newer records bear is proposed and noticed anew",
            law=NOTICE_LAW,
            status=409,
        )


def guard_approval(occasion: Occasion) -> None:
    """By somebody who neither served the notice nor decided, on grounds that still hold."""
    guard_dates(occasion)
    hands = {one.account_id for one in occasion.history if one.move in (Move.DECIDE, Move.SERVE_NOTICE)}
    if occasion.account.id in hands:
        _refuse(
            "four-eyes",
            "本条目的告知或决定由您办理，批准须由他人作出",
            "you served the notice or took the decision; somebody else must approve",
            FOUR_EYES_LAW,
        )
    _must_still_hold(occasion)


def guard_effect(occasion: Occasion) -> None:
    """The decision is served after it was taken and approved, on grounds that still hold."""
    guard_dates(occasion)
    decided, approved = occasion.last(Move.DECIDE), occasion.last(Move.APPROVE)
    if decided is None or approved is None or approved.number < decided.number:
        _refuse("approval-missing", "决定尚未经他人批准，不得生效", "the decision has not been approved", FOUR_EYES_LAW)
    _must_still_hold(occasion)


def _refuse(code: str, zh: str, en: str, law: str = "") -> NoReturn:
    raise Refused(code, zh=zh, en=en, law=law, status=409)


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
