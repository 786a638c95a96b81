"""Which moves of one case need different hands. The database refuses the same pairs (adapters/store/migrations/guards.py)."""

from dataclasses import dataclass

from casework.move_laws import APART_LAW, FOUR_EYES_LAW
from casework.move_titles import MOVE_TITLES
from casework.occasion import Occasion, refuse
from casework.records import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Whoever made one of `earlier` may not make `later` in the same case. `words`: what the refusal says (zh, en)."""

    later: Move
    earlier: tuple[Move, ...]
    law: str
    words: tuple[str, str]


PREPARED = (Move.SERVE_NOTICE, Move.PUBLICISE)

APART = (
    Apart(
        later=Move.APPROVE,
        earlier=(*PREPARED, Move.DECIDE),
        law=FOUR_EYES_LAW,
        words=(
            "本条目的告知、公示或者决定由您办理，批准须由他人作出",
            "you served the notice or took the decision; somebody else must approve",
        ),
    ),
    Apart(
        later=Move.HEAD_APPROVE,
        earlier=(*PREPARED, Move.DECIDE),
        law=FOUR_EYES_LAW,
        words=(
            "本条目的告知、公示或者决定由您办理，负责人批准须由他人作出",
            "you prepared or took the decision; another person approves as head",
        ),
    ),
    Apart(
        later=Move.HOLD_HEARING,
        earlier=(*PREPARED, Move.DECIDE),
        law=f"参照《行政处罚法》（2021年修订）第六十四条：听证由非本案调查人员主持；{APART_LAW}",
        words=(
            "本条目的告知或者决定由您办理，听证须由其他人员主持",
            "you prepared or took the decision; somebody else presides over the hearing",
        ),
    ),
    Apart(
        later=Move.LEGAL_REVIEW,
        earlier=(*PREPARED, Move.DECIDE),
        law=APART_LAW,
        words=(
            "本条目的告知、公示或者决定由您办理，法制审核须由其他人员进行",
            "you prepared or took the decision; somebody else reviews it for its law",
        ),
    ),
    Apart(
        later=Move.DECIDE,
        earlier=(Move.LEGAL_REVIEW,),
        law=APART_LAW,
        words=(
            "本条目的法制审核由您进行，决定须由其他人员作出",
            "you reviewed the draft for its law; somebody else must decide",
        ),
    ),
)


def in_another_hand(occasion: Occasion) -> None:
    """By somebody who made none of the moves that need another hand."""
    for pair in APART:
        if pair.later is occasion.request.move:
            hands = {one.account_id for one in occasion.history if one.move in pair.earlier}
            if occasion.account.id in hands:
                refuse("four-eyes", *pair.words, pair.law)


def told_apart(pair: Apart) -> str:
    """The pair in one line for a person."""
    return f"{MOVE_TITLES[pair.later]} ≠ {'、'.join(MOVE_TITLES[one] for one in pair.earlier)}"
