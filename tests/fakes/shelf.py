"""A shelf with whatever packs a test puts on it, every one published long ago."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.catalogue import Catalogue
from engine.pack import ListDef, Pack
from engine.releases import in_force, reaches


class FakeShelf:
    """Implements casework.ports.Shelf; `packs` in the order of their law."""

    def __init__(self, packs: Sequence[Pack], catalogue: Catalogue) -> None:
        self._packs = tuple(sorted(packs, key=lambda pack: pack.in_force.start or date.min))
        self._catalogue = catalogue

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    def packs(self) -> Sequence[Pack]:
        return self._packs

    def in_force(self, law_at: date, known_on: date, place: str) -> Sequence[Pack]:
        return tuple(pack for pack in in_force(self._packs, law_at) if reaches(pack.jurisdiction, place))

    def list_def(self, list_id: str, law_at: date, known_on: date) -> tuple[Pack, ListDef] | None:
        for pack in in_force(self._packs, law_at):
            if list_id in pack.lists:
                return pack, pack.lists[list_id]
        return None

    def list_titles(self) -> Mapping[str, str]:
        return {listed.id: listed.title for pack in self._packs for listed in pack.lists.values()}
