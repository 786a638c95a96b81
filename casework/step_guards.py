"""The steps a list's procedure asks for beside the way itself: hearing, legal review, collective discussion, consent, others.

A step is required exactly where the pack says so (`required: yes`), has a move of its own (`STEPS`), and its result
counts whenever it was taken. A refused move names the missing step and the article that asks for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.move_guards import end_of_step
from casework.move_laws import HEARING_LAW, LOCAL
from casework.move_titles import MOVE_TITLES, OUTCOME_TITLES, RESULT_TITLES, STAY_TITLES
from casework.occasion import Occasion, refuse
from casework.records import Move
from engine.pack import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStep:
    """A step with a move of its own. `before`: the move that waits for it. `anew`: done again after a decision was returned."""

    step: str
    move: Move
    before: Move
    anew: bool


STEPS = (
    AskedStep(step="hearing", move=Move.HOLD_HEARING, before=Move.DECIDE, anew=False),
    AskedStep(step="legal_review", move=Move.LEGAL_REVIEW, before=Move.DECIDE, anew=True),
    AskedStep(step="collective_discussion", move=Move.DISCUSS, before=Move.DECIDE, anew=True),
    AskedStep(step="superior_consent", move=Move.SUPERIOR_CONSENT, before=Move.DECIDE, anew=False),
    AskedStep(step="head_approval", move=Move.HEAD_APPROVE, before=Move.TAKE_EFFECT, anew=True),
)
ON_THE_WAY = frozenset(
    {"proposal", "notice", "statement", "publicity", "decision", "approval", "service"}
    | {"publication", "repair", "removal"}
)
"""Steps that every entry passes by its moves, or that come after it took effect."""

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "result": ("结论", RESULT_TITLES),
    "outcome": ("听证情况", OUTCOME_TITLES),
    "order": ("停止执行的依据", STAY_TITLES),
    "recusal": ("回避决定", {"granted": "应予回避", "refused": "不予回避"}),
}
"""Details that take one of a few words."""


def words_are_known(occasion: Occasion) -> None:
    """What takes one of a few words (result, outcome, order, recusal) has one of them."""
    for name, (title, words) in CHOICES.items():
        said = occasion.said(name)
        if said and said not in words:
            shown = "、".join(f"{word}（{zh}）" for word, zh in words.items())
            refuse("word-unknown", f"{title}须为：{shown}", f"{name} must be one of: {', '.join(words)}")


def required_steps_are_done(occasion: Occasion) -> None:
    """Every step the list's procedure requires before this move is recorded."""
    missing = list(_missing(occasion))
    if missing:
        titles = "、".join(step.title for step in missing)
        law = "；".join(dict.fromkeys(occasion.law_of(step) for step in missing))
        moves = dict.fromkeys(MOVE_TITLES[_move_of(step)] for step in missing)
        refuse(
            "step-missing",
            f"名单程序要求先行完成：{titles}",
            f"the list's procedure first requires: {', '.join(step.step for step in missing)}",
            law or LOCAL,
            hint_zh=f"请先办理：{'、'.join(moves)}",
            hint_en=f"first make: {', '.join(dict.fromkeys(str(_move_of(step)) for step in missing))}",
        )


def _missing(occasion: Occasion) -> Iterator[Step]:
    for step in occasion.list_def.procedure:
        if not step.required or step.step in ON_THE_WAY:
            continue
        asked = next((one for one in STEPS if one.step == step.step), None)
        before = asked.before if asked else Move.DECIDE
        if before is occasion.request.move and not _is_done(occasion, step, asked):
            yield step


def _move_of(step: Step) -> Move:
    return next((one.move for one in STEPS if one.step == step.step), Move.RECORD_STEP)


def _is_done(occasion: Occasion, step: Step, asked: AskedStep | None) -> bool:
    if asked is None:
        return any(one.details.get("step") == step.step for one in occasion.history if one.move is Move.RECORD_STEP)
    done = occasion.last_anew(asked.move) if asked.anew else occasion.last(asked.move)
    return done is not None or (step.step == "hearing" and _nobody_asked_in_time(occasion))


def _nobody_asked_in_time(occasion: Occasion) -> bool:
    """The right to a hearing was open for its whole period and not used."""
    notice, day = occasion.last(Move.SERVE_NOTICE), occasion.request.law_date
    until = end_of_step(occasion, "hearing", notice.law_date) if notice and notice.law_date else None
    return until is not None and day is not None and day > until


def steps_agree(occasion: Occasion) -> None:
    """No step taken before this move, required or not, ended in disagreement."""
    for asked in STEPS:
        done = occasion.last_anew(asked.move) if asked.anew else occasion.last(asked.move)
        if asked.before is occasion.request.move and done and done.details.get("result") == "not_agreed":
            step = occasion.step(asked.step)
            title = step.title if step else MOVE_TITLES[asked.move]
            refuse(
                "step-not-agreed",
                f"“{title}”的结论为不同意，不得继续办理",
                f"{asked.step} ended in disagreement; the case goes no further on this draft",
                (occasion.law_of(step) if step else "") or LOCAL,
                hint_zh="请修改后重新办理该步骤，或者不予列入",
                hint_en="take the step anew on a changed draft, or reject the proposal",
            )


def hearing_is_settled(occasion: Occasion) -> None:
    """A hearing that was asked for has been held, waived or missed."""
    asked, held = occasion.last(Move.REQUEST_HEARING), occasion.last(Move.HOLD_HEARING)
    if asked is not None and (held is None or held.number < asked.number):
        refuse(
            "hearing-open",
            "当事人已申请听证，听证办结前不得作出决定",
            "a hearing was asked for and is not settled; nothing is decided before it is",
            _hearing_law(occasion),
        )


def _hearing_law(occasion: Occasion) -> str:
    step = occasion.step("hearing")
    return (occasion.law_of(step) if step else "") or HEARING_LAW


def hearing_is_asked_in_time(occasion: Occasion) -> None:
    """Asked after the notice and within the period the procedure gives; no other request is open."""
    asked, held = occasion.last(Move.REQUEST_HEARING), occasion.last(Move.HOLD_HEARING)
    if asked is not None and (held is None or held.number < asked.number):
        refuse("hearing-open", "已登记听证申请，尚未办结", "a request for a hearing is open already")
    notice, day = occasion.last(Move.SERVE_NOTICE), occasion.request.law_date
    until = end_of_step(occasion, "hearing", notice.law_date) if notice and notice.law_date else None
    if until is not None and day is not None and day > until:
        refuse(
            "hearing-late",
            f"听证申请期限至{until}届满",
            f"a hearing could be asked for until {until}",
            _hearing_law(occasion),
            hint_zh="可以登记为陈述申辩，或者由本机关决定举行听证",
            hint_en="record it as a statement, or hold a hearing on the authority's own motion",
        )


def step_is_the_lists_own(occasion: Occasion) -> None:
    """The step recorded stands in the list's procedure and has no move of its own."""
    slug = occasion.said("step")
    has_own_move = slug in ON_THE_WAY or any(one.step == slug for one in STEPS)
    if occasion.step(slug) is None or has_own_move:
        own = [step for step in occasion.list_def.procedure if _move_of(step) is Move.RECORD_STEP]
        free = [step.step for step in own if step.step not in ON_THE_WAY]
        refuse(
            "step-unknown",
            f"本名单程序中没有可以这样登记的步骤“{slug}”",
            f"the list's procedure has no step {slug} that is recorded this way",
            hint_zh=f"可以登记：{'、'.join(free) or '无'}；其他步骤各有专门的办理方式",
            hint_en=f"recordable: {', '.join(free) or 'none'}; other steps have moves of their own",
        )
