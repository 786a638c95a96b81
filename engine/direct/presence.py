"""Whether a record exists in law on a day (docs/spec.md: facts seen)."""

from datetime import date

from engine.direct.bits import MET, NOT_MET, OPEN, Bits
from engine.facts import Fact, Mark


def presence(fact: Fact, as_of: date) -> Bits:
    """Whether the record exists in law at as_of: dated by then and not suspended; one of the three constants."""
    on = fact.law_date
    if not isinstance(on, Mark) and on > as_of:
        return NOT_MET
    if fact.suspensions is None:
        return OPEN
    for suspension in fact.suspensions:
        if suspension.covers(as_of):
            return NOT_MET
    return OPEN if isinstance(on, Mark) else MET
