"""What is asked about a repair and what is answered, as values.

A case is one entry, or one published penalty, with what is recorded of it; None and a missing proof mean "not known".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework.bilingual import Bilingual
from engine.pack.repair import Concern, CountsFrom, RepairField, RepairPart

NO_LAW = Bilingual("", "")


class Verdict(StrEnum):
    """`over`: display has ended by itself, nothing is left to repair. Declared from the strictest to the mildest."""

    OVER = "over"
    NEVER_EARLY = "never_early"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCase:
    """`class_id`: the class that the decision names. `fields`: in which of the special fields it lies; empty: in none.

    `penalties`: kinds of penalty in it (slugs of the regime). `proved`: by requirement True, False (known not to be so)
    or missing. `term_end`: last day of the entry's own term. `bar_until`: last day of a bar that the decision imposed.
    """

    concerns: Concern
    list_id: str = ""
    authority: str = ""
    class_id: str | None = None
    fields: frozenset[RepairField] | None = None
    decided_on: date | None = None
    published_on: date | None = None
    corrected_on: date | None = None
    term_end: date | None = None
    bar_until: date | None = None
    penalties: frozenset[str] | None = None
    proved: Mapping[str, bool] = field(default_factory=dict)

    def start(self, counts: CountsFrom) -> date | None:
        """The day that this regime counts from; None where it is not known."""
        days = {
            CountsFrom.DECIDED: self.decided_on,
            CountsFrom.PUBLISHED: self.published_on,
            CountsFrom.CORRECTED: self.corrected_on,
        }
        return days[counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason with the articles behind it, as cited ("" where it is a fact of the case)."""

    said: Bilingual
    law: Bilingual = NO_LAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The answer. `from_day`: from when time no longer stands in the way (not_yet; None: time does not). `until`: the last
    day of display (never_early, over; None: not known).

    `missing`: what has to be known first, in stable words (`repair_words.MISSING`). `materials`, `windows`: what to hand in
    and where. `cautions`: what was not read of the law, for the officer. `regimes`: the releases that were asked.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    from_day: date | None = None
    until: date | None = None
    missing: tuple[str, ...] = ()
    materials: tuple[RepairPart, ...] = ()
    windows: tuple[RepairPart, ...] = ()
    cautions: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
