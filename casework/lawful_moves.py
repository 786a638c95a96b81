"""The lawful moves of an entry, one page of data: from which state, by whom, with what, guarded how, asked for by which law.

`entry.move_entry` applies a row and refuses everything that stands in none. docs/entry-lifecycle.md is generated from
here. `role` None: no hand makes it (the engines propose, a passed clock lapses or expires). `to_state` None: it stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casework.clock_rules import HEARING, PROPOSAL, PUBLICITY, STATEMENT, TERM, ClockRule
from casework.endings import (
    end_is_sound,
    ended,
    expired,
    is_not_suspended,
    is_reviewed,
    is_suspended,
    proposal_has_lain_too_long,
    resumed,
    suspended,
    term_is_over,
)
from casework.entry_changes import decided, effective, returned, unchanged
from casework.four_eyes import in_another_hand
from casework.move_guards import (
    dates_in_order,
    decision_is_approved,
    grounds_still_hold,
    notice_follows_the_facts,
    statement_heard_or_period_over,
    statement_period_is_given,
    term_is_within_the_law,
    was_of_age_at_the_act,
)
from casework.move_laws import (
    AMEND_LAW,
    APART_LAW,
    FOUR_EYES_LAW,
    HEARING_LAW,
    LAPSE_LAW,
    LOCAL,
    NOTICE_LAW,
    ORDER_LAW,
    PUBLICITY_LAW,
    RECUSAL_LAW,
    RED_ORDER_LAW,
    REJECT_LAW,
    SOURCE_LAW,
    STAY_LAW,
    STEP_LAW,
    TERM_LAW,
)
from casework.occasion import Occasion
from casework.ports import Clock, UnitOfWork
from casework.records import EntryRecord, EntryState, Move, Role
from casework.recusal import note_recusal, recusal_is_anothers
from casework.red_lists import (
    publicity_period_is_given,
    publicity_period_is_over,
    red_entries_end,
    stands_on_no_adverse_list,
)
from casework.step_guards import (
    hearing_is_asked_in_time,
    hearing_is_settled,
    required_steps_are_done,
    step_is_the_lists_own,
    steps_agree,
    words_are_known,
)
from engine.pack import Colour

Guard = Callable[[Occasion], None]
Consequence = Callable[[UnitOfWork, Clock, Occasion, EntryRecord], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """One lawful move. `follows`: what else is written in the same unit of work. `colours`: the lists it is for."""

    move: Move
    from_states: tuple[EntryState, ...]
    to_state: EntryState | None
    role: Role | None
    law: str
    needs: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = (dates_in_order,)
    change: Callable[[Occasion], EntryRecord] = unchanged
    starts: tuple[ClockRule, ...] = ()
    ends: tuple[ClockRule, ...] = ()
    follows: tuple[Consequence, ...] = ()
    colours: tuple[Colour, ...] = tuple(Colour)
    mirrored: bool = False


_S, _M, _R = EntryState, Move, Role
_ADVERSE, _RED = (Colour.BLACK, Colour.WATCH), (Colour.RED,)
_PREPARED = (_S.NOTICED, _S.PUBLICISED)
_OPEN = (_S.PROPOSED, *_PREPARED, _S.DECIDED, _S.APPROVED)
_PAPER = ("document", "law_date")
_BEFORE_A_DECISION = (required_steps_are_done, steps_agree, in_another_hand, grounds_still_hold)
_STEP = (dates_in_order, words_are_known)

LAWFUL_MOVES: tuple[Lawful, ...] = (
    Lawful(move=_M.PROPOSE, from_states=(), to_state=_S.PROPOSED, role=None, law=LOCAL, guards=(), starts=(PROPOSAL,)),
    Lawful(
        move=_M.SERVE_NOTICE, colours=_ADVERSE, from_states=(_S.PROPOSED,), to_state=_S.NOTICED, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "service", "proof", "statement_until"), law=NOTICE_LAW,
        guards=(dates_in_order, was_of_age_at_the_act, notice_follows_the_facts, statement_period_is_given),
        starts=(STATEMENT, HEARING), ends=(PROPOSAL,),
    ),
    Lawful(
        move=_M.PUBLICISE, colours=_RED, from_states=(_S.PROPOSED,), to_state=_S.PUBLICISED, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "public_until"), law=PUBLICITY_LAW,
        guards=(dates_in_order, publicity_period_is_given, stands_on_no_adverse_list, grounds_still_hold),
        starts=(PUBLICITY,), ends=(PROPOSAL,),
    ),
    Lawful(
        move=_M.RECORD_STATEMENT, colours=_ADVERSE, from_states=(_S.NOTICED,), to_state=None, role=_R.LIST_OFFICER,
        needs=("law_date", "statement"), law=NOTICE_LAW,
    ),
    Lawful(
        move=_M.RECORD_STATEMENT, colours=_RED, from_states=(_S.PUBLICISED,), to_state=None, role=_R.LIST_OFFICER,
        needs=("law_date", "statement"), law=PUBLICITY_LAW,
    ),
    Lawful(
        move=_M.REQUEST_HEARING, colours=_ADVERSE, from_states=(_S.NOTICED,), to_state=None, role=_R.LIST_OFFICER,
        needs=("law_date",), law=HEARING_LAW, guards=(dates_in_order, hearing_is_asked_in_time), ends=(HEARING,),
    ),
    Lawful(
        move=_M.HOLD_HEARING, colours=_ADVERSE, from_states=(_S.NOTICED,), to_state=None, role=_R.APPROVING_OFFICER,
        needs=(*_PAPER, "outcome"), law=HEARING_LAW, guards=(*_STEP, in_another_hand), ends=(HEARING,),
    ),
    Lawful(
        move=_M.LEGAL_REVIEW, from_states=_PREPARED, to_state=None, role=_R.LEGAL_REVIEWER,
        needs=(*_PAPER, "result"), law=f"{STEP_LAW}；{APART_LAW}", guards=(*_STEP, in_another_hand),
    ),
    Lawful(
        move=_M.DISCUSS, from_states=_PREPARED, to_state=None, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "result", "participants"), law=STEP_LAW, guards=_STEP,
    ),
    Lawful(
        move=_M.SUPERIOR_CONSENT, from_states=_PREPARED, to_state=None, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "result", "superior"), law=STEP_LAW, guards=_STEP,
    ),
    Lawful(
        move=_M.RECORD_STEP, from_states=_PREPARED, to_state=None, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "step"), law=STEP_LAW, guards=(dates_in_order, step_is_the_lists_own),
    ),
    Lawful(
        move=_M.DECIDE, colours=_ADVERSE, from_states=(_S.NOTICED,), to_state=_S.DECIDED, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "reasons"), law=ORDER_LAW, change=decided, ends=(STATEMENT, HEARING),
        guards=(
            dates_in_order, was_of_age_at_the_act, statement_heard_or_period_over, hearing_is_settled, *_BEFORE_A_DECISION, term_is_within_the_law,
        ),
    ),
    Lawful(
        move=_M.DECIDE, colours=_RED, from_states=(_S.PUBLICISED,), to_state=_S.DECIDED, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "reasons"), law=RED_ORDER_LAW, change=decided, ends=(PUBLICITY,),
        guards=(
            dates_in_order, publicity_period_is_over, stands_on_no_adverse_list, *_BEFORE_A_DECISION, term_is_within_the_law,
        ),
    ),
    Lawful(
        move=_M.RETURN_DECISION, colours=_ADVERSE, from_states=(_S.DECIDED, _S.APPROVED), to_state=_S.NOTICED,
        role=_R.APPROVING_OFFICER, needs=("reasons",), law=FOUR_EYES_LAW, change=returned,
    ),
    Lawful(
        move=_M.RETURN_DECISION, colours=_RED, from_states=(_S.DECIDED, _S.APPROVED), to_state=_S.PUBLICISED,
        role=_R.APPROVING_OFFICER, needs=("reasons",), law=FOUR_EYES_LAW, change=returned,
    ),
    Lawful(
        move=_M.APPROVE, colours=_ADVERSE, from_states=(_S.DECIDED,), to_state=_S.APPROVED, role=_R.APPROVING_OFFICER,
        needs=("law_date",), law=FOUR_EYES_LAW,
        guards=(dates_in_order, in_another_hand, grounds_still_hold),
    ),
    Lawful(
        move=_M.APPROVE, colours=_RED, from_states=(_S.DECIDED,), to_state=_S.APPROVED, role=_R.APPROVING_OFFICER,
        needs=("law_date",), law=FOUR_EYES_LAW,
        guards=(dates_in_order, in_another_hand, stands_on_no_adverse_list, grounds_still_hold),
    ),
    Lawful(
        move=_M.HEAD_APPROVE, from_states=(_S.APPROVED,), to_state=None, role=_R.HEAD,
        needs=(*_PAPER, "result"), law=STEP_LAW, guards=(*_STEP, in_another_hand),
    ),
    Lawful(
        move=_M.TAKE_EFFECT, colours=_ADVERSE, from_states=(_S.APPROVED,), to_state=_S.EFFECTIVE, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "service", "proof"), law=ORDER_LAW, change=effective,
        guards=(dates_in_order, decision_is_approved, required_steps_are_done, steps_agree, grounds_still_hold),
        starts=(TERM,), follows=(red_entries_end,),
    ),
    Lawful(
        move=_M.TAKE_EFFECT, colours=_RED, from_states=(_S.APPROVED,), to_state=_S.EFFECTIVE, role=_R.LIST_OFFICER,
        needs=_PAPER, law=RED_ORDER_LAW, change=effective, starts=(TERM,),
        guards=(
            dates_in_order, decision_is_approved, required_steps_are_done, steps_agree, stands_on_no_adverse_list,
            grounds_still_hold,
        ),
    ),
    Lawful(
        move=_M.REJECT, from_states=(_S.PROPOSED, *_PREPARED, _S.DECIDED), to_state=_S.REJECTED, role=_R.LIST_OFFICER,
        needs=("reasons",), law=REJECT_LAW, ends=(PROPOSAL, STATEMENT, HEARING, PUBLICITY),
    ),
    Lawful(
        move=_M.LAPSE, from_states=(_S.PROPOSED,), to_state=_S.LAPSED, role=None, law=LAPSE_LAW,
        guards=(proposal_has_lain_too_long,), ends=(PROPOSAL,),
    ),
    Lawful(
        move=_M.RECUSE, from_states=(*_OPEN, _S.EFFECTIVE), to_state=None, role=_R.HEAD,
        needs=(*_PAPER, "officer", "recusal", "reasons"), law=RECUSAL_LAW,
        guards=(*_STEP, recusal_is_anothers), follows=(note_recusal,),
    ),
    Lawful(
        move=_M.SUSPEND, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "order"), law=STAY_LAW, guards=(*_STEP, is_not_suspended), change=suspended,
    ),
    Lawful(
        move=_M.RESUME, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "reasons"), law=STAY_LAW, guards=(dates_in_order, is_suspended), change=resumed,
    ),
    Lawful(
        move=_M.AMEND, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.APPROVING_OFFICER,
        needs=(*_PAPER, "term_end", "reasons"), law=AMEND_LAW, guards=(dates_in_order, is_reviewed),
    ),
    Lawful(
        move=_M.END, from_states=(_S.EFFECTIVE,), to_state=_S.ENDED, role=_R.LIST_OFFICER,
        needs=(*_PAPER, "reasons"), law="按终止情形，见下表", guards=(dates_in_order, end_is_sound), change=ended,
        ends=(TERM,),
    ),
    Lawful(
        move=_M.EXPIRE, from_states=(_S.EFFECTIVE,), to_state=_S.ENDED, role=None, law=TERM_LAW,
        guards=(term_is_over,), change=expired, ends=(TERM,),
    ),
    Lawful(
        move=_M.MIRROR, from_states=(), to_state=_S.EFFECTIVE, role=_R.DATA_CLERK, needs=_PAPER, law=SOURCE_LAW,
        guards=(), mirrored=True,
    ),
    Lawful(
        move=_M.SUSPEND, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.DATA_CLERK, mirrored=True,
        needs=(*_PAPER, "order"), law=STAY_LAW, guards=(*_STEP, is_not_suspended), change=suspended,
    ),
    Lawful(
        move=_M.RESUME, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.DATA_CLERK, mirrored=True,
        needs=(*_PAPER, "reasons"), law=STAY_LAW, guards=(dates_in_order, is_suspended), change=resumed,
    ),
    Lawful(
        move=_M.END, from_states=(_S.EFFECTIVE,), to_state=_S.ENDED, role=_R.DATA_CLERK, mirrored=True,
        needs=(*_PAPER, "reasons"), law=SOURCE_LAW, guards=(dates_in_order, end_is_sound), change=ended,
    ),
    Lawful(
        move=_M.RECUSE, from_states=(_S.EFFECTIVE,), to_state=None, role=_R.HEAD, mirrored=True,
        needs=(*_PAPER, "officer", "recusal", "reasons"), law=RECUSAL_LAW,
        guards=(*_STEP, recusal_is_anothers), follows=(note_recusal,),
    ),
)  # fmt: skip


def moves_for(colour: Colour, *, mirrored: bool) -> Mapping[Move, Lawful]:
    """The rows for entries of such a list, by move."""
    return {one.move: one for one in LAWFUL_MOVES if one.mirrored == mirrored and colour in one.colours}
