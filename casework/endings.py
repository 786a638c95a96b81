"""How an entry ends, and how it rests: the kinds of end with what each needs, the clock's own ends, stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.move_laws import (
    AMEND_LAW,
    EFFECTIVE_DOCUMENT_LAW,
    LAPSE_LAW,
    LOCAL,
    RED_LAW,
    REMEDY_LAW,
    SOURCE_LAW,
    STAY_LAW,
    SUBJECT_ENDED_LAW,
    TERM_LAW,
)
from casework.move_titles import END_TITLES
from casework.occasion import Occasion, refuse
from casework.records import EndKind, EntryRecord, Move
from engine.periods import Period
from engine.working_days import last_day

PROPOSAL_LASTS = Period(days=60)
"""Local policy, where the list's procedure names no `proposal` step with a term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One kind of end. `by_hand`: an officer may name it. `guard`: what must be true for it beside what every end needs."""

    kind: EndKind
    law: str
    by_hand: bool
    guard: Callable[[Occasion], None] | None = None


def term_is_over(occasion: Occasion) -> None:
    """The entry has a last day and it has passed."""
    entry = occasion.entry
    if not entry.term_known or entry.term_end is None or occasion.today <= entry.term_end:
        refuse(
            "term-not-over",
            f"列入期限至{entry.term_end}届满，尚未到期" if entry.term_end else "该条目没有已知的截止日，不能按期满终止",
            f"the term runs until {entry.term_end}" if entry.term_end else "the entry has no known last day",
            TERM_LAW,
        )


def is_the_sources_repair(occasion: Occasion) -> None:
    """A repair granted here takes the road of an application: examined by one, decided by another, by the regime of its day."""
    if not occasion.entry.mirrored:
        refuse(
            "repair-by-application",
            "信用修复须经修复申请办理：一人审核，另一人按当日施行的规定决定",
            "a repair is granted on an application: examined by one officer, decided by another (a file of kind repair)",
            REMEDY_LAW,
        )


ENDINGS = (
    Ending(kind=EndKind.EXPIRED, law=TERM_LAW, by_hand=True, guard=term_is_over),
    Ending(kind=EndKind.REPAIRED, law=REMEDY_LAW, by_hand=True, guard=is_the_sources_repair),
    Ending(kind=EndKind.REVOKED, law=EFFECTIVE_DOCUMENT_LAW, by_hand=True),
    Ending(kind=EndKind.CORRECTED, law=LOCAL, by_hand=True),
    Ending(kind=EndKind.REMOVED, law=SOURCE_LAW, by_hand=True),
    Ending(kind=EndKind.ADVERSE_ENTRY, law=RED_LAW, by_hand=False),
    Ending(kind=EndKind.SUBJECT_ENDED, law=SUBJECT_ENDED_LAW, by_hand=False),
)


def is_reviewed(_occasion: Occasion) -> None:
    """Never by a move of its own: one officer examines, another decides, in a review (更正后复核)."""
    refuse(
        "amendment-by-review",
        "更正须经更正后复核办理：一人审核，另一人决定",
        "a term is corrected in a review: examined by one officer, decided by another (a file of kind correction)",
        AMEND_LAW,
    )


def ending_of(kind: EndKind) -> Ending:
    return next(one for one in ENDINGS if one.kind is kind)


def kind_named(occasion: Occasion) -> EndKind:
    """The kind of end the request names; removed where it names none."""
    said = occasion.said("kind")
    return EndKind(said) if said in tuple(EndKind) else EndKind.REMOVED


def end_is_sound(occasion: Occasion) -> None:
    """The kind of end is one an officer may name, what it needs is there, and it does not lie before the effect."""
    said, entry, day = occasion.said("kind"), occasion.entry, occasion.request.law_date
    by_hand = [str(one.kind) for one in ENDINGS if one.by_hand]
    if said and said not in by_hand:
        shown = "、".join(f"{kind}（{END_TITLES[EndKind(kind)]}）" for kind in by_hand)
        refuse("word-unknown", f"终止情形须为：{shown}", f"kind must be one of: {', '.join(by_hand)}")
    guard = ending_of(kind_named(occasion)).guard
    if guard:
        guard(occasion)
    if day is not None and entry.effective_on is not None and day < entry.effective_on:
        refuse(
            "date-before-earlier-move",
            f"终止日{day}早于生效日{entry.effective_on}",
            f"the end on {day} lies before the effect on {entry.effective_on}",
        )


def ended(occasion: Occasion) -> EntryRecord:
    """Ended on the day named; where its term is over, on the day after its last one."""
    kind, entry = kind_named(occasion), occasion.entry
    day = occasion.request.law_date
    if kind is EndKind.EXPIRED and entry.term_end is not None:
        day = entry.term_end + timedelta(days=1)
    return replace(entry, ended_on=day, end_reason=occasion.request.reasons, end_kind=kind)


def expired(occasion: Occasion) -> EntryRecord:
    """Ended by the clock on the day after its last one."""
    assert occasion.entry.term_end is not None  # term_is_over has seen to it
    day = occasion.entry.term_end + timedelta(days=1)
    return replace(occasion.entry, ended_on=day, end_reason=TERM_LAW, end_kind=EndKind.EXPIRED)


def proposal_has_lain_too_long(occasion: Occasion) -> None:
    """Nobody has taken the proposal up within the set time."""
    until = proposal_ends(occasion)
    if until is None or occasion.today <= until:
        refuse(
            "proposal-not-lapsed",
            f"提出的条目至{until}仍可办理" if until else "无法算出失效日",
            f"the proposal may be taken up until {until}" if until else "its last day cannot be told",
            LAPSE_LAW,
        )


def proposal_ends(occasion: Occasion) -> date | None:
    """The last day on which the proposal may be taken up; None where the calendar cannot tell."""
    proposed = occasion.last(Move.PROPOSE)
    if proposed is None:
        return None
    step = occasion.step("proposal")
    period = step.term if step and step.term else PROPOSAL_LASTS
    return last_day(occasion.day_of(proposed), period, occasion.place.calendar) if period else None


def is_not_suspended(occasion: Occasion) -> None:
    """No stay is in force."""
    if occasion.entry.suspended:
        refuse("already-suspended", "该条目已在停止执行期间", "the entry is suspended already", STAY_LAW)


def is_suspended(occasion: Occasion) -> None:
    """A stay is in force, and ends no earlier than it began."""
    stay, day = occasion.last(Move.SUSPEND), occasion.request.law_date
    if not occasion.entry.suspended:
        refuse("not-suspended", "该条目不在停止执行期间", "the entry is not suspended", STAY_LAW)
    if stay and stay.law_date and day and day < stay.law_date:
        refuse(
            "date-before-earlier-move",
            f"恢复日{day}早于停止执行日{stay.law_date}",
            f"the stay cannot end on {day}, before it began ({stay.law_date})",
        )


def suspended(occasion: Occasion) -> EntryRecord:
    """Entry, publication and measures rest together."""
    return replace(occasion.entry, suspended=True)


def resumed(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, suspended=False)
