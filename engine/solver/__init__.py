"""Questions about rules that no single case answers: can it ever be met, does one take in the other, is there a gap.

Asked of z3 over situations whose every fact is known: so many records of each kind as suffice (`needs`), codes and
ranges of the catalogue, dates as day numbers. YES and NO are exact; what cannot be put exactly, or takes too much
work, is UNKNOWN with its reason, never a guess. No text is compared. A rule that no known situation meets is not met
where facts are unknown either: more facts never undo a MET.
"""

from engine.solver.answers import Answer, CannotTell, Reason, TooLarge, Verdict
from engine.solver.clash import contradictory
from engine.solver.criteria import Criterion, Law
from engine.solver.figures import Bounds, passing
from engine.solver.questions import can_be_met, can_fire, gap_between, subsumes
from engine.solver.terms import installed

__all__ = [
    "Answer",
    "Bounds",
    "CannotTell",
    "Criterion",
    "Law",
    "Reason",
    "TooLarge",
    "Verdict",
    "can_be_met",
    "can_fire",
    "contradictory",
    "gap_between",
    "installed",
    "passing",
    "subsumes",
]
