"""What every comparison of two parts shares: where they stand, on which articles, and how a field becomes a change."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from engine.articles import may_be_one
from engine.diff.changes import Change, Direction, Group, What
from engine.diff.meaning import same_meaning
from engine.diff.reach import longer
from engine.pack import Basis, Pack
from engine.periods import Period

Teller = Callable[[Any, Any], Iterator[Change]]
"""The changes of one field from its old and its new value, which differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The part being compared; `change` fills in what all its changes share. `prefix` leads every path."""

    old: Pack
    new: Pack
    group: Group
    id: str
    title: str
    basis_old: tuple[Basis, ...] = ()
    basis_new: tuple[Basis, ...] = ()
    prefix: tuple[str, ...] = ()

    def change(
        self,
        what: What,
        path: tuple[str, ...],
        old: object,
        new: object,
        direction: Direction = Direction.NONE,
        kind: str = "",
        unit: str = "",
    ) -> Change:
        return Change(
            group=self.group,
            id=self.id,
            title=self.title,
            what=what,
            path=(*self.prefix, *path),
            old=old,
            new=new,
            direction=direction,
            kind=kind,
            unit=unit,
            basis_old=self.basis_old,
            basis_new=self.basis_new,
        )

    def inside(self, *path: str, old: tuple[Basis, ...] = (), new: tuple[Basis, ...] = ()) -> "Scene":
        """The scene of a part with articles of its own; without them those of the whole stand."""
        return replace(
            self,
            prefix=(*self.prefix, *path),
            basis_old=old or self.basis_old,
            basis_new=new or self.basis_new,
        )

    def fields(self, old: Any, new: Any, tellers: Mapping[str, Teller]) -> Iterator[Change]:
        """The changes of every field that counts, by its teller or as it is.

        INVARIANT: no field is passed over, so two parts without changes have one meaning.
        """
        for each in fields(new):
            if not each.compare:
                continue
            before, after = getattr(old, each.name), getattr(new, each.name)
            if same_meaning(before, after):
                continue
            teller = tellers.get(each.name)
            if teller is not None:
                yield from teller(before, after)
            else:
                yield self.change(_what(before, after), (each.name,), before, after)

    def renamed(self, name: str) -> Teller:
        return lambda old, new: iter([self.change(What.RENAMED, (name,), old, new)])

    def judged(self, name: str, judge: Callable[[Any, Any], Direction], what: What | None = None) -> Teller:
        """A field whose change has a direction. `what`: where an absent value is a value too (no fixed end)."""
        return lambda old, new: iter([self.change(what or _what(old, new), (name,), old, new, judge(old, new))])

    def citations(self, name: str) -> Teller:
        return lambda old, new: citation_changes(self, old, new, (name,))


def silent(_old: object, _new: object) -> Iterator[Change]:
    """For a field that is told elsewhere."""
    return iter(())


def burden_of_term(burdens: bool | None) -> Callable[[Period | None, Period | None], Direction]:
    """A longer term weighs more on those it burdens and gives more to those it rewards; None: without end."""

    def judge(old: Period | None, new: Period | None) -> Direction:
        grows = longer(new, old)
        if grows is None or burdens is None:
            return Direction.UNCLEAR
        return Direction.STRICTER if grows is burdens else Direction.LOOSER

    return judge


def citation_changes(
    scene: Scene, old: tuple[Basis, ...], new: tuple[Basis, ...], path: tuple[str, ...]
) -> Iterator[Change]:
    """Articles added, removed, moved; the same one, now with its levels named; with another assurance or note."""
    here = replace(scene, group=Group.BASIS)
    before, after = _by_citation(old, scene), _by_citation(new, scene)
    gone = tuple(each for key, basis in before.items() if key not in after for each in basis)
    come = tuple(each for key, basis in after.items() if key not in before for each in basis)
    told, gone, come = _levels_told(gone, come, scene)
    if told:
        yield here.change(What.CHANGED, (*path, "article"), *told)
    if gone and come:
        documents = [{_document(each.source, scene) for each in basis} for basis in (gone, come)]
        what = What.MOVED if documents[0] == documents[1] else What.CHANGED
        yield here.change(what, path, gone, come)
    elif gone or come:
        yield here.change(What.ADDED if come else What.REMOVED, path, gone or None, come or None)
    for key in (key for key in before if key in after):
        one, other = ({(each.assurance, each.note) for each in side[key]} for side in (before, after))
        if one != other:
            yield here.change(What.CHANGED, (*path, "assurance"), before[key], after[key])


_Cited = tuple[Basis, ...]


def _levels_told(gone: _Cited, come: _Cited, scene: Scene) -> tuple[tuple[_Cited, _Cited] | None, _Cited, _Cited]:
    """The citations of both sides that differ only in whether they say paragraph or item (None: there are none), and the rest."""
    before, after, left = [], [], list(come)
    for one in gone:
        same = next((other for other in left if _may_be_one(one, other, scene)), None)
        if same is not None:
            left.remove(same)
            before.append(one)
            after.append(same)
    rest = tuple(one for one in gone if one not in before)
    return ((tuple(before), tuple(after)) if before else None), rest, tuple(left)


def _may_be_one(one: Basis, other: Basis, scene: Scene) -> bool:
    return _document(one.source, scene) == _document(other.source, scene) and may_be_one(one.article, other.article)


def _by_citation(basis: tuple[Basis, ...], scene: Scene) -> Mapping[tuple[str, str], tuple[Basis, ...]]:
    found: dict[tuple[str, str], tuple[Basis, ...]] = {}
    for each in basis:
        key = _cited(each, scene)
        found[key] = (*found.get(key, ()), each)
    return found


def _cited(basis: Basis, scene: Scene) -> tuple[str, str]:
    return _document(basis.source, scene), basis.article


def _document(source: str, scene: Scene) -> str:
    """The source's id where both packs have it, else its document, since ids are each pack's own."""
    if source in scene.old.sources and source in scene.new.sources:
        return source
    known = scene.new.sources.get(source) or scene.old.sources.get(source)
    return f"document:{known.document}" if known else source


def _what(old: object, new: object) -> What:
    absent = (None, "", ())
    return What.ADDED if old in absent else What.REMOVED if new in absent else What.CHANGED
