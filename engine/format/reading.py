"""A text that the pack reader takes, read once more with the place of every part.

It refuses nothing: `engine.parse.load_yaml` has judged the text before (duplicate keys, anchors, tags, depth).
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import yaml

from engine.format.tree import ROOT, Holder, Part, Place, Scalar, Slot

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(text: str) -> Part:
    """The tree of the one document in `text`."""
    events = iter(yaml.parse(text, Loader=_LOADER))
    wanted = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)
    first = next(event for event in events if isinstance(event, wanted))
    return _part(first, events, count(ROOT + 1))


def _part(event: Any, events: Iterator[Any], numbers: Iterator[int]) -> Part:
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    is_map = isinstance(event, yaml.MappingStartEvent)
    slots, last = _slots(is_map, events, numbers)
    return Holder(
        is_map=is_map,
        flow=bool(event.flow_style),
        slots=slots,
        start=_place(event.start_mark),
        end=_place(last.end_mark),
    )


def _slots(is_map: bool, events: Iterator[Any], numbers: Iterator[int]) -> tuple[tuple[Slot, ...], Any]:
    """The slots of a list or mapping, and the event that ends it."""
    slots: list[Slot] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent | yaml.MappingEndEvent):
        number, key = next(numbers), None
        if is_map:
            key, event = _scalar(event), next(events)
        value = _part(event, events, numbers)
        slots.append(Slot(number=number, key=key, value=value, start=key.start if key else value.start))
    return tuple(slots), event


def _scalar(event: Any) -> Scalar:
    return Scalar(
        text=event.value,
        quoted=bool(event.style),
        block=event.style in ("|", ">"),
        start=_place(event.start_mark),
        end=_place(event.end_mark),
    )


def _place(mark: Any) -> Place:
    return mark.line, mark.column
