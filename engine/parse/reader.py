"""Reading one node as what it should be: text, list, mapping, choice, flag, date.

Each function records a fault and answers with a stand-in where the node is something else (see faults.py).
"""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import TypeVar

from engine.areas import can_be_an_area
from engine.pack import Interval
from engine.parse.faults import Faults, quoted
from engine.parse.nodes import ListNode, MapNode, Node, TextNode
from engine.parse.values import ValueFault, read_area, read_date, read_flag

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
_Choice = TypeVar("_Choice", bound=Enum)
_Value = TypeVar("_Value")

NOTHING = MapNode((), 0)


def mapping(faults: Faults, node: Node | None, at: int = 0) -> MapNode:
    """The node as a mapping; an empty one on `at`'s line where it is none."""
    if isinstance(node, MapNode):
        return node
    if node is not None:
        faults.add_shape("wrong-shape", node, "此处应写成“键: 值”的映射", "a mapping is expected here.")
    return MapNode((), node.line if node else at)


def items(faults: Faults, node: Node | None) -> tuple[Node, ...]:
    """The items of a list; none for a missing node."""
    if node is None:
        return ()
    if isinstance(node, ListNode):
        return node.items
    faults.add_shape("wrong-shape", node, "此处应写成列表", "a list is expected here.")
    return ()


def required(faults: Faults, parent: MapNode, key: str) -> Node:
    """The value of a key that must be there; an empty text on the parent's line where it is missing."""
    found = parent.get(key)
    if found is None:
        faults.add_shape("missing-key", parent, f"缺少必填项 “{key}”", f'"{key}" is missing.')
        return TextNode("", parent.line)
    return found


def needed(faults: Faults, parent: MapNode, key: str, zh: str, en: str) -> Node | None:
    """The value of a key that must be there, for a text without a schema; None where it is missing.

    Told also beside another fault of the parent's line, and with `zh` and `en`, which say what belongs there.
    """
    found = parent.get(key)
    if found is None:
        tell = faults.add if parent.entries else faults.add_shape
        tell("missing-key", parent, f"缺少必填项 “{key}”（{zh}）", f'"{key}" is missing ({en}).')
    return found


def text(faults: Faults, node: Node | None) -> str:
    """The text of a scalar; "" for a missing node."""
    if node is None:
        return ""
    if isinstance(node, TextNode):
        return node.text
    faults.add_shape("wrong-shape", node, "此处应写一个值，不能是列表或映射", "a single value is expected here.")
    return ""


def required_text(faults: Faults, parent: MapNode, key: str) -> str:
    """The text of a key that must be there and not be empty."""
    node = required(faults, parent, key)
    found = text(faults, node)
    if not found.strip():
        faults.add_shape("missing-key", parent.line_of(key), f"“{key}” 不能为空", f'"{key}" must not be empty.')
    return found


def slug(faults: Faults, node: Node | None) -> str:
    """An identifier: small letters, digits, - and _."""
    found = text(faults, node)
    if node is not None and not SLUG.fullmatch(found):
        record = faults.add if found else faults.add_shape
        zh = f"标识 “{quoted(found)}” 只能用小写字母、数字、- 和 _"
        record("bad-id", node, zh, f'"{quoted(found)}": an id holds small letters, digits, - and _ only.')
    return found


def choice(faults: Faults, node: Node, kind: type[_Choice]) -> _Choice:
    """The member of an enumeration that the text names."""
    found = text(faults, node)
    known = {str(member.value): member for member in kind}
    if found not in known:
        listed = "、".join(known)
        zh = f"“{quoted(found)}” 不是可用值。可用：{listed}"
        faults.add_shape(
            "wrong-choice", node, zh, f'"{quoted(found)}" is not allowed here. Allowed: {", ".join(known)}.'
        )
    return known.get(found, next(iter(kind)))


def checked(faults: Faults, node: Node, read: Callable[[str], _Value], stand_in: _Value) -> _Value:
    """What `read` makes of the text; its ValueFault becomes a fault at the node's line."""
    if not isinstance(node, TextNode):
        text(faults, node)
        return stand_in
    try:
        return read(node.text)
    except ValueFault as fault:
        faults.add(fault.code, node, fault.zh, fault.en)
        return stand_in


def flag(faults: Faults, node: Node | None, default: bool = False) -> bool:
    return default if node is None else checked(faults, node, read_flag, default)


def area(faults: Faults, node: Node) -> str:
    """The code of an area that there can be: of the nation, of a province, or below one."""
    return checked(faults, node, read_known_area, "")


def read_known_area(written: str) -> str:
    """Raises ValueFault for a code that names no area in any year; what an import brings is not so judged."""
    found = read_area(written)
    if can_be_an_area(found):
        return found
    zh = f"“{quoted(found)}” 不是任何行政区划的代码（GB/T 2260）：全国写 000000，其余前两位是省级代码，如 52 为贵州"
    en = f'"{quoted(found)}" is the code of no area (GB/T 2260): 000000 for the nation, else a province first, such as 52.'
    raise ValueFault(
        f"{zh}；省级后四位、地级后两位写 0", f"{en} A province ends in 0000, a prefecture in 00.", "no-such-area"
    )


def day(faults: Faults, node: Node | None) -> date | None:
    """A law date; None for a missing node (and after a fault)."""
    if isinstance(node, TextNode) and not node.text.strip():
        zh, en = "此处没有写日期，请写成 2022-02-01 这样", "the date is empty; write 2022-02-01."
        faults.add("wrong-value", node, zh, en)
        return None
    return None if node is None else checked(faults, node, _day_or_none, None)


def _day_or_none(written: str) -> date | None:
    return read_date(written)


def interval(faults: Faults, node: Node | None) -> Interval:
    """`{from?, until?}`, half-open; unbounded where missing."""
    parent = mapping(faults, node) if node is not None else NOTHING
    start, until = day(faults, parent.get("from")), day(faults, parent.get("until"))
    if start and until and start >= until:
        zh = f"起始日 {start} 不早于终止日 {until}（终止日当天已不包括在内）"
        faults.add(
            "empty-interval", parent.line_of("until"), zh, f"from {start} is not before until {until} (exclusive)."
        )
    return Interval(start=start, until=until)
