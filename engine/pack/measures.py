"""The measures of a pack (措施): what each brings to a matter, where it bites and how long it lasts."""

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache

from engine.conditions import Condition
from engine.pack.basis import Basis
from engine.periods import Period


class Effect(StrEnum):
    """What a measure does to a matter, heaviest first (the declaration order is the order)."""

    DENY = "deny"
    RESTRICT = "restrict"
    REVIEW = "review"
    FULL_DOCUMENTS = "full_documents"
    SUPERVISE = "supervise"
    REQUEST_EXTERNAL = "request_external"
    PUBLISH = "publish"
    NOTIFY = "notify"
    FAST_TRACK = "fast_track"
    ACCEPT_INCOMPLETE = "accept_incomplete"
    REDUCE_CHECKS = "reduce_checks"
    PREFER = "prefer"
    HONOUR = "honour"

    @property
    def weight(self) -> int:
        """0 is the heaviest."""
        return _WEIGHTS[self]

    @property
    def is_reward(self) -> bool:
        return self.weight >= Effect.FAST_TRACK.weight

    @property
    def suits_watch(self) -> bool:
        """Whether a watch list may bring it: closer checks and a hint, nothing public and nothing that punishes."""
        return self in (Effect.SUPERVISE, Effect.NOTIFY)


_WEIGHTS = {effect: weight for weight, effect in enumerate(Effect)}


class Discretion(StrEnum):
    MUST = "must"
    MAY = "may"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """Where a measure bites: matter patterns ("government-procurement.*"), stages, roles of the checked subject."""

    matters: tuple[str, ...]
    stages: tuple[str, ...]
    roles: tuple[str, ...]

    def reaches(self, matter: str) -> bool:
        """Whether one of the patterns names this matter."""
        return _one_names(self.matters, matter)


@lru_cache(maxsize=65_536)
def _one_names(patterns: tuple[str, ...], matter: str) -> bool:
    """Asked of every measure by every check, and the catalogue has few matters."""
    return any(fnmatchcase(matter, pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class WhileListed:
    """The measure lasts as long as the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BanTerm:
    """A ban that stands in law itself: one ban for each record that the measure's `when` record leaf passes.

    `scope`: "any" or a catalogue scope (an industry). `lasts`: a Period, "life", or the name of the record field
    that holds the decided last day (`$record.field`). `start_field`: the date field that starts it. `start_inferred`:
    the article names no start (errata A8), the decision's date is taken and said so. `at_most`: the longest term that
    the article lets an authority decide, counted from the start; only beside `lasts_field` (None: it names none).
    """

    scope: str
    lasts: Period | str
    lasts_field: str | None
    start_field: str
    start_inferred: bool = False
    at_most: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """When the executor's feedback is due: local policy, never shown as law."""

    due: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an entry (`upon`: list id) or a recorded decision (`when`: one record leaf) brings to a matter."""

    id: str
    row: int | None
    title: str
    instruction: str
    upon: str | None
    when: Condition | None
    applies: Applies
    effect: Effect
    discretion: Discretion
    executor: str
    lasts: WhileListed | BanTerm
    basis: tuple[Basis, ...]
    feedback: Feedback | None = None
    excludes: tuple[str, ...] = ()
    remedy: str = ""
    line: int = field(default=0, compare=False)
    upon_line: int = field(default=0, compare=False)
