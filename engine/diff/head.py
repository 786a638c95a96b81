"""The head of two releases, their documents, and the law about the law in a framework."""

from collections.abc import Iterator, Sequence

from engine.diff.changes import Change, Direction, Group, What
from engine.diff.matching import by_id
from engine.diff.scene import Scene, Teller, silent
from engine.pack import AssuranceCeiling, Basis, Effect, Framework, LegalityFloor, Pack, RewardBar, Source

_TOLD_ELSEWHERE = ("sources", "parameters", "lists", "rules", "measures", "framework", "repair")
_Provision = LegalityFloor | AssuranceCeiling | RewardBar


def head_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """What the pack says of itself. Version, file and digest are names of a text, not part of what it means."""
    scene = Scene(old=old, new=new, group=Group.PACK, id=new.ref.pack, title=new.title)
    if old.ref.pack != new.ref.pack:
        yield scene.change(What.RENAMED, ("pack",), old.ref.pack, new.ref.pack)
    tellers: dict[str, Teller] = dict.fromkeys((*_TOLD_ELSEWHERE, "ref", "file"), silent)
    tellers |= {"title": scene.renamed("title"), "gaps": lambda one, other: _gaps(scene, one, other)}
    yield from scene.fields(old, new, tellers)


def _gaps(scene: Scene, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    yield from (scene.change(What.REMOVED, ("gaps",), gap, None) for gap in old if gap not in new)
    yield from (scene.change(What.ADDED, ("gaps",), None, gap) for gap in new if gap not in old)


def source_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Documents by id, or by their number where the id changed."""
    found = by_id(
        tuple(old.sources.values()), tuple(new.sources.values()), lambda one, other: one.document == other.document
    )
    for one, other in found.pairs:
        scene = _scene(other, old, new)
        yield from scene.fields(one, other, {"id": scene.renamed("id"), "title": scene.renamed("title")})
    yield from (_scene(each, old, new).change(What.REMOVED, (), each, None) for each in found.removed)
    yield from (_scene(each, old, new).change(What.ADDED, (), None, each) for each in found.added)


def _scene(source: Source, old: Pack, new: Pack) -> Scene:
    return Scene(old=old, new=new, group=Group.BASIS, id=source.id, title=source.title, prefix=("sources",))


def framework_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Floors, ceilings and bars by id. A pack that is no framework counts as one that provides nothing."""
    before, after = (pack.framework or Framework(floors=(), ceilings=(), reward_bars=()) for pack in (old, new))
    for one, other in ((before.floors, after.floors), (before.ceilings, after.ceilings)):
        yield from _provisions(one, other, old, new)
    yield from _provisions(before.reward_bars, after.reward_bars, old, new)


def _provisions(one: Sequence[_Provision], other: Sequence[_Provision], old: Pack, new: Pack) -> Iterator[Change]:
    found = by_id(one, other, lambda _one, _other: False)
    for before, after in found.pairs:
        scene = _provision_scene(after, old, new, before.basis, after.basis)
        yield from scene.fields(
            before,
            after,
            {
                "basis": scene.citations("basis"),
                "heaviest": scene.judged("heaviest", _judge_bound),
                "otherwise": scene.judged("otherwise", _judge_bound),
                "levels": scene.judged("levels", lambda one, other: _judge_sets(one, other, more=Direction.STRICTER)),
                "effects": scene.judged("effects", lambda one, other: _judge_sets(one, other, more=Direction.LOOSER)),
            },
        )
    for provision in (*found.removed, *found.added):
        added = provision in found.added
        basis = provision.basis
        scene = _provision_scene(provision, old, new, () if added else basis, basis if added else ())
        protects = not isinstance(provision, RewardBar)
        yield scene.change(
            What.ADDED if added else What.REMOVED,
            (),
            None if added else provision,
            provision if added else None,
            Direction.LOOSER if added is protects else Direction.STRICTER,
        )


def _provision_scene(
    provision: _Provision, old: Pack, new: Pack, before: tuple[Basis, ...], after: tuple[Basis, ...]
) -> Scene:
    return Scene(
        old=old,
        new=new,
        group=Group.FRAMEWORK,
        id=provision.id,
        title=provision.reason,
        basis_old=before,
        basis_new=after,
    )


def _judge_bound(old: Effect, new: Effect) -> Direction:
    """What a measure may at most end as: a lighter bound is easier on subjects."""
    return Direction.LOOSER if new.weight > old.weight else Direction.STRICTER


def _judge_sets(old: Sequence[object], new: Sequence[object], *, more: Direction) -> Direction:
    before, after = set(old), set(new)
    if before <= after or after <= before:
        return more if len(after) > len(before) else more.reversed
    return Direction.UNCLEAR
