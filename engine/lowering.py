"""How heavy a measure may be on a day: what the law about the law (framework packs) lets its articles bear.

Lowers, and says so step by step; never drops in silence and never makes heavier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.pack import Assurance, Basis, Discretion, Effect, Framework, LegalityFloor, Measure, Source

Standing = Sequence[tuple[Basis, Source]]
NO_BASIS = "basis-not-in-force"
NO_BASIS_REASON = "所列依据当日均不在施行期内"
MAY_NEVER_DENIES = "may-never-denies"
MAY_NEVER_DENIES_REASON = "条文规定的是“可以”，不能作为禁止办理的依据，由审查人员判断"
_ASSURANCE_ORDER = (Assurance.VERIFIED, Assurance.MIRROR, Assurance.UNVERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """Why a measure ends lighter than its text says: the effect it had, the rule of the framework and its words."""

    from_effect: Effect
    rule: str
    reason: str


def lowered_effect(
    measure: Measure, standing: Standing, frameworks: Sequence[Framework], on: date
) -> tuple[Effect, tuple[Lowered, ...]]:
    """The effect of the measure on `on` after every rule that lowers it, and each step; each rule lowers at most once.

    `standing`: its articles in force on `on`, with their sources.
    """
    effect, steps = measure.effect, list[Lowered]()
    if not standing:
        return Effect.NOTIFY, (Lowered(from_effect=effect, rule=NO_BASIS, reason=NO_BASIS_REASON),)
    if effect is Effect.DENY and measure.discretion is Discretion.MAY:
        steps.append(Lowered(from_effect=effect, rule=MAY_NEVER_DENIES, reason=MAY_NEVER_DENIES_REASON))
        effect = Effect.REVIEW
    floors = [floor for framework in frameworks for floor in framework.floors if floor.in_force.covers(on)]
    used = set[str]()
    while step := _fallen(effect, standing, floors, used) or _capped(effect, standing, floors, frameworks, used):
        lighter, lowered = step
        steps.append(lowered)
        used.add(lowered.rule)
        effect = lighter
    return effect, tuple(steps)


def _fallen(
    effect: Effect, standing: Standing, floors: Sequence[LegalityFloor], used: set[str]
) -> tuple[Effect, Lowered] | None:
    """Where a floor asks for a level that no article has."""
    for floor in floors:
        unmet = not any(source.level in floor.levels for _, source in standing)
        if effect in floor.effects and unmet and floor.id not in used:
            return floor.otherwise, Lowered(from_effect=effect, rule=floor.id, reason=floor.reason)
    return None


def _capped(
    effect: Effect,
    standing: Standing,
    floors: Sequence[LegalityFloor],
    frameworks: Sequence[Framework],
    used: set[str],
) -> tuple[Effect, Lowered] | None:
    """Where the best article that may carry the effect is not sure enough for it; rewards have no ceiling."""
    if effect.is_reward:
        return None
    bearing = _bearing(effect, standing, floors)
    for ceiling in (ceiling for framework in frameworks for ceiling in framework.ceilings):
        if bearing is ceiling.assurance and effect.weight < ceiling.heaviest.weight and ceiling.id not in used:
            return ceiling.heaviest, Lowered(from_effect=effect, rule=ceiling.id, reason=ceiling.reason)
    return None


def _bearing(effect: Effect, standing: Standing, floors: Sequence[LegalityFloor]) -> Assurance | None:
    """The best assurance among the articles that may carry this effect; an unverified law is not lifted by a verified memo."""
    needed = [floor.levels for floor in floors if effect in floor.effects]
    carrying = [basis.assurance for basis, source in standing if all(source.level in levels for levels in needed)]
    return min(carrying, key=_ASSURANCE_ORDER.index, default=None)
