"""The situation a rule is asked about: one subject, its facts, entries and bans, and who stands behind it.

Values are exact: money is whole fen, ratios are whole millionths, law dates are dates without zones. Unknown and
known-not-to-exist are two different values and neither is ever None (spec chapter 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum


class Mark(Enum):
    """UNKNOWN: we do not know. NONE: we know that there is none."""

    UNKNOWN = "unknown"
    NONE = "none"

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Mark.UNKNOWN
NONE = Mark.NONE

Plain = int | str | bool | date
Value = Plain | Mark


class Truth(StrEnum):
    """Kleene's three values: met, not met, unknown."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    @property
    def bits(self) -> tuple[bool, bool]:
        """(lo, hi): whether it surely holds, whether it possibly holds."""
        return self is Truth.MET, self is not Truth.NOT_MET


def truth_of(lo: bool, hi: bool) -> Truth:
    """The truth with these two bits; ValueError for the impossible (True, False)."""
    if lo and not hi:
        raise ValueError("a reading cannot surely hold and possibly not hold")
    return Truth.MET if lo else Truth.UNKNOWN if hi else Truth.NOT_MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A stay of the act a fact rests on: from `start`, until before `end` (None: still running)."""

    start: date
    end: date | None = None

    def covers(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One recorded act or status of a subject.

    `values` holds every field that is known or known not to exist; a field that is absent is UNKNOWN.
    `law_date` is the value of the field its kind names as law date (a date or a Mark).
    `suspensions` None: whether the act is suspended is unknown.
    """

    id: str
    kind: str
    law_date: date | Mark
    values: Mapping[str, Value] = field(default_factory=dict)
    suspensions: tuple[Suspension, ...] | None = ()

    def value(self, name: str) -> Value:
        return self.values.get(name, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFact:
    """An entry on a list as the engine sees it: already recorded by known_at (the caller's selection).

    `start` or `term_end` may be UNKNOWN; `term_end` NONE: no end by term. `ended_on`: removed, revoked, repaired (None: no).
    `values` are the catalogue's fields of the pseudo-kind `entry` (authority, document, gravity, colour ...).
    """

    id: str
    list_id: str
    start: date | Mark
    term_end: date | Mark
    ended_on: date | None = None
    suspended: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        return self.values.get(name, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class BanFact:
    """A ban that stands in law itself, materialised from an authority's own decision.

    `scope` is "any" or the industry/matter group the law names (a catalogue code). Dates as in EntryFact.
    """

    id: str
    ban_id: str
    scope: str
    start: date | Mark
    term_end: date | Mark
    ended_on: date | None = None
    suspended: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        return self.values.get(name, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedSubject:
    """A person or body that holds or held a role for the subject, with what stands about it.

    The role is held on a day d where since <= d < until. `since` NONE: from the beginning; `until` NONE: still held;
    UNKNOWN on either side leaves the days there open. `named_on`: a day on which the role is known to be held whatever
    the ends are (the day a question names the person).
    """

    id: str
    role: str
    since: date | Mark = Mark.NONE
    until: date | Mark = Mark.NONE
    named_on: date | None = None
    entries: tuple[EntryFact, ...] = ()
    bans: tuple[BanFact, ...] = ()
    not_covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a program may look at, for one subject, at one pair of dates.

    `subject` holds the catalogue's subject fields (type, region ...). `not_covered` holds kind names, "entry", "ban" and
    "role:<role>" whose source does not vouch for completeness at `as_of` (spec chapter 4).
    """

    subject_id: str
    as_of: date
    subject: Mapping[str, Value] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    bans: tuple[BanFact, ...] = ()
    related: tuple[RelatedSubject, ...] = ()
    not_covered: frozenset[str] = frozenset()
