"""What must be true before a move of an entry: dates in order, notice served, period over, grounds that still hold.

Each guard raises Refused with the law that refuses, or returns nothing. Guards write nothing and decide nothing. The
first line of a guard's docstring is printed on the lifecycle page.
"""

from datetime import date
from itertools import pairwise

from casework.bilingual import period_said
from casework.codes import MalformedCode, identifier_of
from casework.deadlines import COUNTING_LAW, due_day
from casework.errors import Refused
from casework.move_laws import FACTS_FIRST_LAW, FOUR_EYES_LAW, MINORS_LAW, NOTICE_LAW, OWN_TERM, RED_ORDER_LAW
from casework.occasion import Occasion, date_of, refuse
from casework.records import EntryRecord, Move, SubjectType
from engine.periods import Period, add, never_longer, parse_period
from engine.working_days import last_day


def dates_in_order(occasion: Occasion) -> None:
    """Not dated in the future, nor before an earlier move that this one rests on.

    A move that leaves the state as it was rests on those that changed it, for what goes on beside one another may be
    recorded in any order; a move that changes it rests on all. A recusal stands beside everything.
    """
    day, move = occasion.request.law_date, occasion.request.move
    if day is None:
        return
    if day > occasion.today:
        refuse("date-in-future", "日期晚于今日，不能登记尚未发生的事项", "the date lies in the future")
    before = [] if move is Move.RECUSE else _dates_it_rests_on(occasion)
    if before and day < max(before):
        refuse(
            "date-before-earlier-move",
            f"日期{day}早于本条目前一步骤的日期{max(before)}",
            f"the date {day} lies before an earlier move of this entry ({max(before)})",
        )


def _dates_it_rests_on(occasion: Occasion) -> list[date]:
    history = [one for one in occasion.history if one.move is not Move.RECUSE]
    if occasion.keeps_state:
        changed = [later for earlier, later in pairwise(history) if later.state_after is not earlier.state_after]
        history = [*history[:1], *changed]
    return [one.law_date for one in history if one.law_date]


def notice_follows_the_facts(occasion: Occasion) -> None:
    """Served no earlier than the last record it tells of."""
    served, latest = occasion.request.law_date, records_until(occasion.entry)
    if served is not None and latest is not None and served < latest:
        refuse(
            "notice-before-facts",
            f"送达日{served}早于据以认定的最后一项记录的日期{latest}，告知不能先于事实；请核对送达日",
            f"service on {served} lies before the latest record it rests on ({latest}); check the day of service",
            FACTS_FIRST_LAW,
        )


def records_until(entry: EntryRecord) -> date | None:
    """The latest law date among the records the entry was proposed on; None where the proposal keeps none."""
    return date_of(str(entry.finding.get("records_until") or ""))


def statement_period_is_given(occasion: Occasion) -> None:
    """The last day for a statement lies no earlier than the list's procedure gives."""
    until, served = date_of(occasion.said("statement_until")), occasion.request.law_date
    if until is None or served is None or until <= served:
        refuse(
            "statement-period-missing",
            "陈述申辩截止日应为送达日之后的日期",
            "the last day for a statement must lie after service",
            NOTICE_LAW,
        )
    earliest = end_of_step(occasion, "statement", served) or add(served, Period(days=1))
    if until < earliest:
        refuse(
            "statement-period-short",
            f"名单程序规定的陈述申辩期至{earliest}届满，截止日不得早于该日",
            f"the list's procedure gives a statement period until {earliest}; the last day may not lie before it",
            NOTICE_LAW + _whose_term(occasion),
        )


def _whose_term(occasion: Occasion) -> str:
    """That the length of the statement period is ours, where the list's step says so: no article may be quoted for it."""
    step = occasion.step("statement")
    return OWN_TERM if step is not None and step.term is not None and step.local_policy else ""


def end_of_step(occasion: Occasion, slug: str, start: date) -> date | None:
    """The last day of the period that the list's procedure gives for a step; None where it gives none."""
    step = occasion.step(slug)
    if step is None or step.term is None:
        return None
    last = due_day(step.term, start, occasion.place)
    if last is None and step.term.working_days is None:
        # Not before this day; a holiday that nobody has announced yet can only add to it.
        return last_day(start, step.term, occasion.place.calendar)
    if last is None:
        span = period_said(step.term)
        refuse(
            "calendar-unpublished",
            f"“{step.title}”的期限为{span.zh}，所涉年度的放假安排尚未收录，无法算出截止日",
            f"the period of {slug} is {span.en}, and the holidays of that year are not recorded yet",
            COUNTING_LAW,
            hint_zh="请在国务院办公厅公布该年放假安排后录入工作日日历，再行办理",
            hint_en="enter that year's holidays into the working-day calendar once they are announced",
        )
    return last


def statement_heard_or_period_over(occasion: Occasion) -> None:
    """After notice, and after the statement period or a recorded statement or waiver."""
    notice = occasion.last(Move.SERVE_NOTICE)
    until = date_of(notice.details.get("statement_until")) if notice else None
    decided_on = occasion.request.law_date
    if notice is None or until is None:
        refuse(
            "notice-missing",
            "尚未告知当事人，不得作出决定",
            "no notice has been served, so nothing can be decided",
            NOTICE_LAW,
        )
    if occasion.last(Move.RECORD_STATEMENT) is None and (decided_on is None or decided_on <= until):
        refuse(
            "statement-period-running",
            f"陈述申辩期至{until}届满，期满前未收到陈述或放弃的，不得作出决定",
            f"the statement period runs until {until} and no statement or waiver has been recorded",
            NOTICE_LAW,
        )


def term_is_within_the_law(occasion: Occasion) -> None:
    """The decision names a term where the law gives a range, within it, and none where the law fixes it."""
    chosen_term(occasion)


def chosen_term(occasion: Occasion) -> Period | None:
    """The term the officer chose within the range the finding leaves open; None where it leaves none.

    Refused where a term is needed and missing, where it lies outside the range from whatever day it will run (the
    effect comes after the decision), or where none may be chosen.
    """
    proposal = occasion.still_met()
    shortest, longest = (
        _period_of(proposal.finding.get(name)) if proposal else None for name in ("term", "term_at_most")
    )
    said = occasion.said("term")
    if shortest is None or longest is None:
        if said:
            refuse("term-is-fixed", "本项认定的期限由法律规定，不得另定", "the law fixes this term; none may be chosen")
        return None
    chosen = _period_of(said)
    if chosen is None or not (never_longer(shortest, chosen) and never_longer(chosen, longest)):
        refuse(
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


def was_of_age_at_the_act(occasion: Occasion) -> None:
    """Nothing adverse goes on against a person who was not surely 18 on the day of the act (or the act's day is not known)."""
    subject = occasion.reader.subject(occasion.entry.subject_id)
    if subject is None or subject.type is not SubjectType.NATURAL_PERSON:
        return
    acted_on = date_of(occasion.entry.finding.get("acted_on"))
    try:
        adult = acted_on is not None and identifier_of(subject.code, subject.type).surely_adult_on(acted_on)
    except MalformedCode:
        adult = False
    if not adult:
        refuse(
            "not-surely-adult",
            "不能确认当事人行为时已满18周岁，不得列入",
            "it is not certain that the person was 18 at the act; nobody under 18 at the act is listed",
            MINORS_LAW,
            hint_zh="请办理不予列入",
            hint_en="reject the proposal",
        )


def grounds_still_hold(occasion: Occasion) -> None:
    """On today's facts and law both engines still find what was noticed."""
    if occasion.still_met() is None:
        raise Refused(
            "finding-no-longer-met",
            zh="按今日已登记的事实和现行标准，告知书所依据的认定条件不再成立",
            en="on today's facts and law the grounds that were noticed no longer meet the criterion",
            hint_zh="请不予列入；依据新的记录仍应认定的，平台会另行提出并重新告知",
            hint_en="reject the proposal; what newer records bear is proposed and noticed anew",
            law=RED_ORDER_LAW if occasion.is_red else NOTICE_LAW,
            status=409,
        )


def decision_is_approved(occasion: Occasion) -> None:
    """The last decision has been approved since it was taken."""
    decided, approved = occasion.last(Move.DECIDE), occasion.last(Move.APPROVE)
    if decided is None or approved is None or approved.number < decided.number:
        refuse("approval-missing", "决定尚未经他人批准，不得生效", "the decision has not been approved", FOUR_EYES_LAW)
