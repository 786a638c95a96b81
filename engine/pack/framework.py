"""The law about the law (kind: framework): what an effect must rest on, and what bars a reward."""

from dataclasses import dataclass, field

from engine.pack.basis import Assurance, Basis, Interval, Level
from engine.pack.lists import Colour, Gravity
from engine.pack.measures import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalityFloor:
    """From when an effect needs a basis of one of `levels`, and what it falls to otherwise.

    `cite`: which unmet measures fall to; always a lighter effect. `reason` is shown with the downgraded measure.
    """

    id: str
    effects: tuple[Effect, ...]
    levels: tuple[Level, ...]
    in_force: Interval
    otherwise: Effect
    reason: str
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceCeiling:
    """The heaviest effect a measure may end with when its best basis has only this assurance."""

    id: str
    assurance: Assurance
    heaviest: Effect
    reason: str
    basis: tuple[Basis, ...]
    local_policy: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardBar:
    """No reward while an effective entry of this colour and gravity stands (None: of any gravity)."""

    id: str
    colour: Colour
    gravity: Gravity | None
    in_force: Interval
    reason: str
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The law about the law (kind: framework)."""

    floors: tuple[LegalityFloor, ...]
    ceilings: tuple[AssuranceCeiling, ...]
    reward_bars: tuple[RewardBar, ...]
