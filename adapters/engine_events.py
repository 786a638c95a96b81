"""What an operator hears of the engines: starts and losses, questions half answered, and disagreements."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.compile.program import Program, Readings


class EngineEventKind(StrEnum):
    """started. lost: the child died or was late and was killed. resting: lost too often, left alone for a while.
    unfit: the engine cannot hold the program. failed: no answer for one situation. unsendable: cannot be pickled.
    crowded: too many callers, or too long in line. closed: asked after close. differed: the engines disagree.
    """

    STARTED = "started"
    LOST = "lost"
    RESTING = "resting"
    UNFIT = "unfit"
    FAILED = "failed"
    UNSENDABLE = "unsendable"
    CROWDED = "crowded"
    CLOSED = "closed"
    DIFFERED = "differed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineEvent:
    """What an operator should know. `unanswered`: the subjects whose answer lacks the C engine because of this.

    `differing`: where the engines' readings differ ("rule 3: met / not_met"); `replay`: the file that asks it again.
    """

    kind: EngineEventKind
    detail: str = ""
    program: str = ""
    unanswered: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    replay: str = ""


def differing(program: Program, direct: Readings, rete: Readings) -> Iterator[str]:
    """Rules by their key, leaves by their number: no value and no subject."""
    for rule, one, other in zip(program.rules, direct.rules, rete.rules, strict=True):
        if one is not other:
            yield f"{rule.key}: direct {one}, rete {other}"
    for number, (one, other) in enumerate(zip(direct.leaves, rete.leaves, strict=True)):
        if one is not other:
            yield f"leaf {number}: direct {one}, rete {other}"
