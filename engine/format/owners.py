"""Does every comment still speak of the same item or key? Its words alone do not tell: beside another rule they mislead.

Read from both texts anew. A comment above the first key of an item, or of the whole text, stands above that item or
text itself; so which key comes first is asked of the result, whose keys are in order.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from engine.format.comments import Remarks, placed
from engine.format.reading import read_tree
from engine.format.tree import ROOT, Holder, Part

Path = tuple[str | int, ...]
"""The keys and the numbers of items on the way down; () for the whole text."""


def comments_keep_their_owner(source: str, result: str) -> bool:
    """Whether each comment belongs to the same part in both texts: as its head, or as the last word inside it.

    What stood behind a part may come to stand above it, or as the last word inside: brackets that open have no end.
    """
    root = read_tree(result)
    firsts = frozenset(_firsts(root))
    before, after = _owned(source, read_tree(source), firsts), _owned(result, root, firsts)
    return before.keys() == after.keys() and all(before[path].kept_in(after[path]) for path in before)


@dataclass(frozen=True, slots=True)
class _Owned:
    """The comments of one part."""

    above: Counter[str] = field(default_factory=Counter)
    behind: Counter[str] = field(default_factory=Counter)
    closing: Counter[str] = field(default_factory=Counter)

    def kept_in(self, other: "_Owned") -> bool:
        lost_above = self.above - other.above - other.behind
        lost_inside = self.closing - other.closing
        return not lost_above and not lost_inside and self._all == other._all

    @property
    def _all(self) -> Counter[str]:
        return self.above + self.behind + self.closing


def _owned(text: str, root: Part, firsts: frozenset[Path]) -> Mapping[Path, _Owned]:
    remarks = placed(text, root)
    found: dict[Path, _Owned] = {}

    def owner(path: Path) -> _Owned:
        return found.setdefault(path, _Owned())

    whole: tuple[Path, int, Part | None] = ((), ROOT, None)
    for path, number, value in (whole, *_parts(root, ())):
        told = remarks.get(number, Remarks())
        empty = isinstance(value, Holder) and not value.slots
        is_item = bool(path) and isinstance(path[-1], int)
        for comment in (*told.above, *(told.closing if empty else ())):
            owner(_lifted(path, firsts)).above[comment] += 1
        for comment in told.behind:
            owner(_lifted(path, firsts) if is_item else path).behind[comment] += 1
        for comment in () if empty else told.closing:
            owner(path).closing[comment] += 1
    return found


def _parts(part: Part, path: Path) -> Iterator[tuple[Path, int, Part]]:
    """Every slot below with its path, its number and what it holds."""
    for place, slot in enumerate(part.slots if isinstance(part, Holder) else ()):
        here = (*path, slot.key.text if slot.key else place)
        yield here, slot.number, slot.value
        yield from _parts(slot.value, here)


def _firsts(root: Part) -> Iterator[Path]:
    """The first key or item of the whole text and of each item."""
    holders = ((path, value) for path, _, value in _parts(root, ()) if isinstance(path[-1], int))
    for path, value in ((), root), *holders:
        yield from (below for below, _, _ in islice(_parts(value, path), 1))


def _lifted(path: Path, firsts: frozenset[Path]) -> Path:
    while path in firsts:
        path = path[:-1]
    return path
