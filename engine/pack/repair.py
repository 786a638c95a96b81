"""Repair of credit (信用修复) as values: what one regime of the law asks before a record stops being shown early.

One pack of kind `repair` is one regime for its days (docs/clocks-and-repair.md). What a text does not say is None here,
never a default; who may be repaired when is computed by `casework.repair_eligibility`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.pack.basis import Basis
from engine.periods import Period


class CountsFrom(StrEnum):
    """The day from which publication counts: of the determination, of publication, of correction (改正之日)."""

    DECIDED = "decided"
    PUBLISHED = "published"
    CORRECTED = "corrected"


class Concern(StrEnum):
    """What a class speaks of: information of any sort, administrative penalties only, list entries only."""

    ANY = "any"
    PENALTY = "penalty"
    LISTING = "listing"


class RepairField(StrEnum):
    """The fields (领域) for which a class may ask for longer publication."""

    FOOD = "food"
    DRUG = "drug"
    SPECIAL_EQUIPMENT = "special_equipment"
    WORK_SAFETY = "work_safety"
    FIRE = "fire"


class Requirement(StrEnum):
    """What a regime may ask to be true. Training, talks and reports are counted, and not asked for from 2025-06-22."""

    DUTY_PERFORMED = "duty_performed"
    COMMITMENT = "commitment"
    HARM_REMOVED = "harm_removed"
    NO_RELAPSE = "no_relapse"
    NOT_LISTED = "not_listed"
    OTHER_LAW = "other_law"
    TRAINING = "training"
    TALK = "talk"
    REPORT = "report"


class Material(StrEnum):
    """What an applicant may be asked to hand in."""

    PERFORMANCE_PROOF = "performance_proof"
    COMMITMENT_LETTER = "commitment_letter"
    TRAINING_CERTIFICATE = "training_certificate"
    CREDIT_REPORT = "credit_report"


class Window(StrEnum):
    """Where an application may be handed in: the national site, the deciding authority."""

    CREDIT_CHINA = "credit_china"
    DECIDING_AUTHORITY = "deciding_authority"


class PauseGround(StrEnum):
    """Why display and effect rest for a time: a reorganisation plan that a court approved is being carried out."""

    REORGANISATION = "reorganisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTerm:
    """Another shortest publication for these fields."""

    fields: tuple[RepairField, ...]
    shortest: Period
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairClass:
    """A class of dishonesty with its terms of publication.

    `shortest` None: the text names none, so none is asked. `longest` None: not read. `early`: whether it may end before
    the longest. `may_stay_hidden`: it need not be shown at all. `extends_to_bar`: a longer bar is shown to its end.
    """

    id: str
    title: str
    shortest: Period | None
    longest: Period | None
    early: bool
    basis: tuple[Basis, ...]
    concerns: Concern = Concern.ANY
    may_stay_hidden: bool = False
    extends_to_bar: bool = False
    exceptions: tuple[FieldTerm, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPart:
    """A condition, material, window, pause, or kind that is never repaired early; `id` is the value of its enumeration.

    `needed` False: it is counted and asked for from nobody.
    """

    id: str
    title: str
    basis: tuple[Basis, ...]
    needed: bool = True
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRegime:
    """One regime. `counts_from` None: the text read does not say. `lists`, `authorities`: only theirs; empty: everybody's.

    `never_early`: kinds of penalty (slugs) that stay until the longest term.
    """

    classes: tuple[RepairClass, ...]
    conditions: tuple[RepairPart, ...]
    counts_from: CountsFrom | None = None
    counts_basis: tuple[Basis, ...] = ()
    lists: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    materials: tuple[RepairPart, ...] = ()
    windows: tuple[RepairPart, ...] = ()
    never_early: tuple[RepairPart, ...] = ()
    pauses: tuple[RepairPart, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def parts(self) -> tuple[RepairPart, ...]:
        """Everything but the classes, in reading order."""
        return (*self.conditions, *self.materials, *self.windows, *self.never_early, *self.pauses)
