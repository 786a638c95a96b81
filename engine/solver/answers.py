"""What the solver answers: yes, no, or that it cannot tell and why."""

from dataclasses import dataclass
from enum import StrEnum

from engine.conditions import Condition, FieldTest
from engine.facts import Situation


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why there is no answer, in both languages, without a full stop."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`witness`: a situation that shows it (only where one exists: see each question). `reason`: only with UNKNOWN.

    `clash`: for a YES of `contradictory`, a smallest group of clauses or tests that no situation meets together.
    """

    verdict: Verdict
    witness: Situation | None = None
    reason: Reason | None = None
    clash: tuple[Condition | FieldTest, ...] = ()


class CannotTell(Exception):
    """The question cannot be put to the solver exactly; `reason` says what stands in the way."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


class TooLarge(CannotTell):
    """With everything it builds on written out, the rule has more conditions than are reasoned about."""


NOT_INSTALLED = Reason(zh="没有安装求解器（z3-solver）", en="the solver (z3-solver) is not installed")
GAVE_UP = Reason(zh="求解器在限定的计算量内没有得出结论", en="the solver reached its limit of work without an answer")
