"""Where each comment of a text belongs: above a part, behind it, or at the end of a list or mapping.

A comment is what YAML ignores and authors do not. It is told from a `#` inside a text by the places of all scalars.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.format.tree import ROOT, Holder, Part, Place, Scalar, Slot, slots_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """`text` begins with its `#`."""

    place: Place
    text: str


@dataclass(slots=True)
class Remarks:
    """The comments of one slot: on the lines above it, behind it, and after the last slot of the list or map it holds."""

    above: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


def comments_of(text: str, root: Part) -> tuple[Comment, ...]:
    """The comments in reading order."""
    covered = _covered(root)
    found = (_comment_in(line, number, covered.get(number, ())) for number, line in enumerate(text.split("\n")))
    return tuple(comment for comment in found if comment)


def placed(text: str, root: Part) -> Mapping[int, Remarks]:
    """The remarks by slot number; ROOT holds those at the top and at the end of the text."""
    remarks: dict[int, Remarks] = {}
    finder = _Finder(root, _lone_dashes(text, root))
    for comment in comments_of(text, root):
        finder.place(comment, remarks)
    _keep_the_head_on_top(root, remarks)
    return remarks


def _lone_dashes(text: str, root: Part) -> tuple[Place, ...]:
    """The dashes whose item begins on a later line: nothing but a comment stands behind them."""
    covered = _covered(root)
    found = ((number, _LONE_DASH.match(line)) for number, line in enumerate(text.split("\n")))
    return tuple((number, line.start(1)) for number, line in found if line and number not in covered)


_LONE_DASH = re.compile(r" *(?:- +)*(-)(?: +#.*| *)$")


def _covered(root: Part) -> Mapping[int, Sequence[tuple[int, int]]]:
    """By line: the columns (from, to) that scalars cover."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for scalar in _scalars(root):
        for line, start, end in _stretches(scalar):
            covered.setdefault(line, []).append((start, end))
    return covered


def _scalars(root: Part) -> Iterator[Scalar]:
    if isinstance(root, Scalar):
        yield root
    for slot in slots_of(root):
        if slot.key:
            yield slot.key
        if isinstance(slot.value, Scalar):
            yield slot.value


def _stretches(scalar: Scalar) -> Iterator[tuple[int, int, int]]:
    """(line, from column, to column) of everything the scalar covers; of a block only its indicator on the first line."""
    (first, start), (last, end) = scalar.start, scalar.end
    if scalar.block:
        yield first, start, start + 1
        yield from ((line, 0, _WHOLE_LINE) for line in range(first + 1, last))
        return
    for line in range(first, last + 1):
        yield line, start if line == first else 0, end if line == last else _WHOLE_LINE


_WHOLE_LINE = 1 << 30


def _comment_in(line: str, number: int, covered: Sequence[tuple[int, int]]) -> Comment | None:
    for column, character in enumerate(line):
        begins = character == "#" and (column == 0 or line[column - 1] in " \t")
        if begins and not any(start <= column < end for start, end in covered):
            return Comment(place=(number, column), text=line[column:].rstrip())
    return None


@dataclass(frozen=True, slots=True)
class _Open:
    """A block list or mapping on the way to a slot, and the slot that holds it."""

    holder: Holder
    owner: int


class _Finder:
    """Finds the slot a comment speaks of, from what stands before it, after it, and how far it is indented."""

    def __init__(self, root: Part, dashes: Sequence[Place]) -> None:
        self._dashes = dashes
        self._slots = sorted(slots_of(root), key=lambda slot: slot.start)
        self._starts = [slot.start for slot in self._slots]
        self._ways: dict[int, tuple[_Open, ...]] = {}
        self._flows: list[_Open] = []
        self._ends: list[tuple[Place, Place, int]] = []
        self._next: tuple[Place | None, int] = (None, _WHOLE_LINE)
        self._walk(root, ROOT, ())
        self._ends.sort()

    def _walk(self, part: Part, owner: int, way: tuple[_Open, ...]) -> None:
        if isinstance(part, Scalar):
            self._ends.append((part.end if not part.block else part.start, part.start, owner))
            return
        here = (*way, _Open(part, owner))
        if part.flow:
            self._flows.append(here[-1])
            self._ends += [(part.start, part.start, owner), (part.end, part.start, owner)]
        for slot in part.slots:
            self._ways[slot.number] = here
            if slot.key:
                self._ends.append((slot.key.end, slot.key.start, slot.number))
            self._walk(slot.value, slot.number, here)

    def place(self, comment: Comment, remarks: dict[int, Remarks]) -> None:
        before = self._behind_which(comment.place)
        if before is not None:
            self._put_behind(before, comment.text, remarks)
            return
        flow = self._inside_which_flow(comment.place)
        after = self._slot_after(comment.place)
        if flow is not None:
            inner = next((slot for slot in flow.holder.slots if slot.start > comment.place), None)
            self._put_in_flow(flow, inner, comment.text, remarks)
            return
        owner = None if self._follows_its_dash(comment.place, after) else self._closes_which(comment.place, after)
        if owner is None and after is not None:
            remarks.setdefault(after.number, Remarks()).above.append(comment.text)
        else:
            remarks.setdefault(owner or ROOT, Remarks()).closing.append(comment.text)

    def _behind_which(self, place: Place) -> int | None:
        """The slot whose last word stands before the comment on the same line."""
        index = bisect_right(self._ends, (place, (_WHOLE_LINE, 0), 0)) - 1
        if index >= 0 and self._ends[index][0][0] == place[0]:
            return self._ends[index][2]
        return None

    def _put_behind(self, number: int, text: str, remarks: dict[int, Remarks]) -> None:
        remarks.setdefault(number, Remarks()).behind.append(text)

    def _inside_which_flow(self, place: Place) -> _Open | None:
        around = [each for each in self._flows if each.holder.start < place < each.holder.end]
        return max(around, key=lambda each: each.holder.start, default=None)

    def _put_in_flow(self, flow: _Open, inner: Slot | None, text: str, remarks: dict[int, Remarks]) -> None:
        if inner is not None:
            remarks.setdefault(inner.number, Remarks()).above.append(text)
        else:
            remarks.setdefault(flow.owner, Remarks()).closing.append(text)

    def _slot_after(self, place: Place) -> Slot | None:
        """The outermost slot that begins next."""
        index = bisect_right(self._starts, place)
        return self._slots[index] if index < len(self._slots) else None

    def _follows_its_dash(self, place: Place, after: Slot | None) -> bool:
        """Whether the dash of the item that begins next stands before the comment already."""
        index = bisect_right(self._dashes, place) - 1
        return after is not None and index >= 0 and self._slot_after(self._dashes[index]) is after

    def _closes_which(self, place: Place, after: Slot | None) -> int | None:
        """The owner of the list or mapping that the comment closes; None where it stands above the slot after it.

        INVARIANT: of comments before one and the same slot, a later one never closes something deeper.
        """
        index = bisect_right(self._starts, place) - 1
        way = self._ways[self._slots[index].number] if index >= 0 else ()
        way = tuple(each for each in way if not each.holder.flow)
        target = self._ways[after.number][-1] if after is not None else None
        depth = next((number for number, each in enumerate(way) if target and each.owner == target.owner), None)
        least = -1 if after is None else depth if depth is not None else len(way)
        most = self._next[1] if self._next[0] == (after.start if after else None) else _WHOLE_LINE
        fitting = [n for n, each in enumerate(way) if least < n <= most and each.holder.column <= place[1]]
        chosen = fitting[-1] if fitting else least
        self._next = (after.start if after else None, chosen)
        if chosen <= least:
            return None if after is not None else ROOT
        return way[chosen].owner


def _keep_the_head_on_top(root: Part, remarks: dict[int, Remarks]) -> None:
    """What stands above the first part speaks of the whole text and stays there, whichever key comes first."""
    first = root.slots[0].number if isinstance(root, Holder) and root.slots else ROOT
    if first in remarks:
        remarks.setdefault(ROOT, Remarks()).above[:0] = remarks[first].above
        remarks[first].above.clear()
