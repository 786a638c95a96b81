"""Measures of two releases: what each does, to which matter, by whom, for how long."""

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from engine.conditions import Condition
from engine.diff.changes import Change, Direction, Group, What
from engine.diff.conditions import Reading, shifts
from engine.diff.criteria import values_of
from engine.diff.matching import by_id
from engine.diff.scene import Scene, burden_of_term, silent
from engine.diff.sense import direction_of
from engine.pack import Applies, BanTerm, Discretion, Effect, Measure, Pack, WhileListed
from engine.periods import Period

_ENTITLED = ("matters", "stages", "roles")


def measure_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Measures by id, or by title where the id changed."""
    found = by_id(old.measures, new.measures, lambda one, other: one.title == other.title)
    for one, other in found.pairs:
        yield from _measure(one, other, old, new)
    for measure in (*found.removed, *found.added):
        added = measure in found.added
        direction = Direction.LOOSER if added is measure.effect.is_reward else Direction.STRICTER
        yield _scene(measure, measure, old, new, (not added, added)).change(
            What.ADDED if added else What.REMOVED, (), None if added else measure, measure if added else None, direction
        )


def _scene(one: Measure, other: Measure, old: Pack, new: Pack, sides: tuple[bool, bool] = (True, True)) -> Scene:
    return Scene(
        old=old,
        new=new,
        group=Group.MEASURE,
        id=other.id,
        title=other.title,
        basis_old=one.basis if sides[0] else (),
        basis_new=other.basis if sides[1] else (),
    )


def _measure(old: Measure, new: Measure, before: Pack, after: Pack) -> Iterator[Change]:
    scene = _scene(old, new, before, after)
    rewards = (old.effect.is_reward, new.effect.is_reward)
    burdens = None if rewards[0] is not rewards[1] else not rewards[1]
    reading = Reading(old=values_of(before), new=values_of(after))
    yield from scene.fields(
        old,
        new,
        {
            "id": scene.renamed("id"),
            "title": scene.renamed("title"),
            "basis": scene.citations("basis"),
            "when": lambda one, other: _when(scene, one, other, burdens, reading),
            "effect": scene.judged("effect", _judge_effect),
            "discretion": scene.judged("discretion", lambda _old, new: _judge_discretion(new, burdens)),
            "applies": lambda one, other: _applies(scene, one, other, burdens),
            "lasts": lambda one, other: _lasts(scene, one, other, burdens),
        },
    )


def _when(
    scene: Scene, old: Condition | None, new: Condition | None, burdens: bool | None, reading: Reading
) -> Iterator[Change]:
    if old is None or new is None:
        yield scene.change(What.CHANGED, ("when",), old, new, Direction.UNCLEAR)
        return
    for each in shifts(old, new, reading):
        yield scene.change(each.what, each.path, each.old, each.new, direction_of(each.reach, burdens), each.kind)


def _judge_effect(old: Effect, new: Effect) -> Direction:
    """Heaviest first, then the rewards, greatest first (engine.pack.Effect)."""
    if old.is_reward and new.is_reward:
        return Direction.STRICTER if new.weight > old.weight else Direction.LOOSER
    return Direction.LOOSER if new.weight > old.weight else Direction.STRICTER


def _judge_discretion(new: Discretion, burdens: bool | None) -> Direction:
    if burdens is None:
        return Direction.UNCLEAR
    return Direction.STRICTER if (new is Discretion.MUST) is burdens else Direction.LOOSER


def _applies(scene: Scene, old: Applies, new: Applies, burdens: bool | None) -> Iterator[Change]:
    """One change for what came and one for what went, of matters, stages and roles."""
    for name in _ENTITLED:
        before, after = getattr(old, name), getattr(new, name)
        gone = tuple(each for each in before if each not in after)
        come = tuple(each for each in after if each not in before)
        here = scene.inside("applies")
        if gone:
            lost = not all(_covered(each, after) for each in gone)
            yield here.change(What.REMOVED, (name,), gone, None, _side(False, burdens) if lost else Direction.NONE)
        if come:
            won = not all(_covered(each, before) for each in come)
            yield here.change(What.ADDED, (name,), None, come, _side(True, burdens) if won else Direction.NONE)


def _covered(pattern: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(pattern, each) for each in patterns if each == "*" or each.endswith(".*"))


def _side(more: bool, burdens: bool | None) -> Direction:
    if burdens is None:
        return Direction.UNCLEAR
    return Direction.STRICTER if more is burdens else Direction.LOOSER


def _lasts(
    scene: Scene, old: WhileListed | BanTerm, new: WhileListed | BanTerm, burdens: bool | None
) -> Iterator[Change]:
    if not isinstance(old, BanTerm) or not isinstance(new, BanTerm):
        yield scene.change(What.CHANGED, ("lasts",), old, new, Direction.UNCLEAR)
        return
    here = scene.inside("lasts")
    tellers = {
        "scope": here.judged("scope", lambda one, other: _judge_scope(one, other, burdens)),
        "lasts": here.judged("lasts", lambda one, other: _judge_lasts(one, other, burdens)),
        "start_field": here.judged("start_field", lambda _old, _new: Direction.UNCLEAR),
        "at_most": here.judged("at_most", burden_of_term(burdens)),
    }
    if old.lasts_field != new.lasts_field:
        tellers["lasts_field"] = silent
        old, new = (
            replace(each, lasts=f"$record.{each.lasts_field}") if each.lasts_field else each for each in (old, new)
        )
    yield from here.fields(old, new, tellers)


def _judge_scope(old: str, new: str, burdens: bool | None) -> Direction:
    return _side(new == "any", burdens) if "any" in (old, new) else Direction.UNCLEAR


def _judge_lasts(old: Period | str, new: Period | str, burdens: bool | None) -> Direction:
    """Life is the longest; a day that a decision names has no length of its own."""
    terms = [None if each == "life" else each for each in (old, new)]
    if any(isinstance(each, str) for each in terms):
        return Direction.UNCLEAR
    before, after = (each if isinstance(each, Period) else None for each in terms)
    return burden_of_term(burdens)(before, after)
