"""Two regimes of repair compared: classes, conditions, materials, windows, and from which day publication counts."""

from collections.abc import Iterator, Sequence

from engine.diff.changes import Change, Direction, Group, What
from engine.diff.matching import by_id
from engine.diff.reach import longer
from engine.diff.scene import Scene, Teller, burden_of_term, silent
from engine.pack import Basis, Pack
from engine.pack.repair import RepairClass, RepairPart, RepairRegime
from engine.periods import Period

_ASKS = ("conditions", "materials", "never_early")
_EASES = ("windows", "pauses")
_NOTHING = RepairRegime(classes=(), conditions=())


def repair_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Every change of the regime. A pack of another kind counts as one that provides nothing."""
    before, after = old.repair or _NOTHING, new.repair or _NOTHING
    scene = _scene(old, new, new.ref.pack, new.title, before.counts_basis, after.counts_basis)
    apart: dict[str, Teller] = dict.fromkeys(("classes", *_ASKS, *_EASES), silent)
    apart |= {"counts_basis": scene.citations("counts_basis"), "counts_from": scene.judged("counts_from", _unclear)}
    yield from scene.fields(before, after, apart)
    yield from _class_changes(before.classes, after.classes, old, new)
    for name in (*_ASKS, *_EASES):
        more = Direction.STRICTER if name in _ASKS else Direction.LOOSER
        yield from _part_changes(getattr(before, name), getattr(after, name), old, new, name, more)


def _class_changes(
    before: Sequence[RepairClass], after: Sequence[RepairClass], old: Pack, new: Pack
) -> Iterator[Change]:
    found = by_id(before, after, lambda _one, _other: False)
    for one, other in found.pairs:
        scene = _scene(old, new, other.id, other.title, one.basis, other.basis)
        yield from scene.fields(
            one,
            other,
            {
                "title": scene.renamed("title"),
                "basis": scene.citations("basis"),
                "shortest": scene.judged("shortest", _judge_shortest, What.CHANGED),
                "longest": scene.judged("longest", burden_of_term(True), What.CHANGED),
                "early": scene.judged("early", lambda _old, new: Direction.LOOSER if new else Direction.STRICTER),
                "may_stay_hidden": scene.judged("may_stay_hidden", _judge_hidden),
                "extends_to_bar": scene.judged("extends_to_bar", lambda old, new: _judge_hidden(old, new).reversed),
                "exceptions": scene.judged("exceptions", _unclear),
            },
        )
    for part in found.removed:
        yield _scene(old, new, part.id, part.title, part.basis, ()).change(
            What.REMOVED, (), part, None, Direction.UNCLEAR
        )
    for part in found.added:
        yield _scene(old, new, part.id, part.title, (), part.basis).change(
            What.ADDED, (), None, part, Direction.UNCLEAR
        )


def _part_changes(
    before: Sequence[RepairPart], after: Sequence[RepairPart], old: Pack, new: Pack, name: str, more: Direction
) -> Iterator[Change]:
    found = by_id(before, after, lambda _one, _other: False)
    for one, other in found.pairs:
        scene = _scene(old, new, other.id, other.title, one.basis, other.basis).inside(name)
        tellers = {
            "title": scene.renamed("title"),
            "basis": scene.citations("basis"),
            "needed": scene.judged("needed", lambda _old, new: more if new else more.reversed),
        }
        yield from scene.fields(one, other, tellers)
    for part in found.removed:
        scene = _scene(old, new, part.id, part.title, part.basis, ())
        yield scene.change(What.REMOVED, (name,), part, None, more.reversed)
    for part in found.added:
        scene = _scene(old, new, part.id, part.title, (), part.basis)
        yield scene.change(What.ADDED, (name,), None, part, more)


def _scene(old: Pack, new: Pack, name: str, title: str, before: tuple[Basis, ...], after: tuple[Basis, ...]) -> Scene:
    return Scene(old=old, new=new, group=Group.REPAIR, id=name, title=title, basis_old=before, basis_new=after)


def _judge_shortest(old: Period | None, new: Period | None) -> Direction:
    """None asks for no publication at all, so any term is stricter than it."""
    if old is None or new is None:
        return Direction.STRICTER if old is None else Direction.LOOSER
    grows = longer(new, old)
    return Direction.UNCLEAR if grows is None else Direction.STRICTER if grows else Direction.LOOSER


def _judge_hidden(_old: bool, new: bool) -> Direction:
    return Direction.LOOSER if new else Direction.STRICTER


def _unclear(_old: object, _new: object) -> Direction:
    return Direction.UNCLEAR
