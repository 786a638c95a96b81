"""A YAML text as a tree in which every scalar is still text and every part knows its line.

It holds no types and no law: `on`, `no`, `2022.10` and `010203` are the characters that were written.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as written; quotes are gone and make no difference."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`, with the line of the key."""

    key: str
    line: int
    value: "Node"


@dataclass(frozen=True, slots=True)
class MapNode:
    """Keys are unique: of duplicates the reader keeps the first and reports the others."""

    entries: tuple[Entry, ...]
    line: int

    def get(self, key: str) -> "Node | None":
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def line_of(self, key: str) -> int:
        """The line of this key; the mapping's own where it is missing."""
        return next((entry.line for entry in self.entries if entry.key == key), self.line)


Node = TextNode | ListNode | MapNode
PlainTree = str | list["PlainTree"] | dict[str, "PlainTree"]


def as_plain(node: Node) -> PlainTree:
    """The tree as dict, list and str, for jsonschema. Depth is bounded by the reader."""
    match node:
        case TextNode():
            return node.text
        case ListNode():
            return [as_plain(item) for item in node.items]
        case MapNode():
            return {entry.key: as_plain(entry.value) for entry in node.entries}


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """The node a jsonschema path leads to; the last one reached where the path leads nowhere."""
    node = root
    for step in path:
        if isinstance(node, MapNode):
            node = node.get(str(step)) or node
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def line_at(root: Node, path: Iterable[str | int]) -> int:
    """The line of the key (or list item) a path names, which is where an editor puts the cursor."""
    steps = list(path)
    if not steps:
        return root.line
    parent = node_at(root, steps[:-1])
    return parent.line_of(str(steps[-1])) if isinstance(parent, MapNode) else node_at(root, steps).line
