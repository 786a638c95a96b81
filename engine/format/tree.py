"""A YAML text as a tree that still knows where each part stood, so that comments can find their place again.

It holds what the writer needs and nothing of the law: every scalar is the characters that were written.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[int, int]
"""Line and column, both counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """`quoted`: it stood in quotes or in a block (`|`, `>`). The text is without them."""

    text: str
    quoted: bool
    block: bool
    start: Place
    end: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One `key: value` of a mapping, or one item of a list (`key` None). `number` is unique in its text."""

    number: int
    key: Scalar | None
    value: "Part"
    start: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A list or a mapping; `flow`: it was written in brackets."""

    is_map: bool
    flow: bool
    slots: tuple[Slot, ...]
    start: Place
    end: Place

    @property
    def column(self) -> int:
        return self.start[1]


Part = Scalar | Holder
ROOT = 0
"""The number of the slot that the whole text fills."""


def slots_of(part: Part) -> Iterator[Slot]:
    """Every slot below, each before those inside it. Depth is bounded by the reader."""
    if isinstance(part, Holder):
        for slot in part.slots:
            yield slot
            yield from slots_of(slot.value)
