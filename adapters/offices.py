"""The file of offices (SHANGFA_OFFICES): YAML, one organ per department code, every fault named with its line, all at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from adapters.system_faults import told
from casework.letter_law import ReviewRoute
from casework.offices import Office, Offices
from engine.issues import Issue
from engine.parse.faults import Faults
from engine.parse.nodes import Entry, ListNode, MapNode, Node, TextNode
from engine.parse.utf8_text import utf8_text
from engine.parse.yaml_text import load_yaml

NEEDED: Final[Mapping[str, str]] = {
    "title": "机关全称",
    "word": "机关代字",
    "contact": "联系方式",
    "route": "复议管辖",
    "reconsideration": "复议机关",
    "court": "管辖法院",
}
OPTIONAL: Final[Mapping[str, str]] = {"online": "互联网渠道", "published": "公示网站"}
ROUTES = "、".join(ReviewRoute)


class OfficesFault(Exception):
    """The file cannot be used; `str()` says every fault, zh and en."""


def read_offices(path: Path) -> Offices:
    """The offices in the file; OfficesFault where it cannot be read or anything in it is wrong."""
    try:
        text = utf8_text(path.read_bytes(), str(path))
    except OSError as fault:
        zh, en = told(fault)
        raise OfficesFault(
            f"机关资料文件 {path} 读不出（{zh}）；请核对 SHANGFA_OFFICES。"
            f"(The file of offices cannot be read: {en}. Check SHANGFA_OFFICES.)"
        ) from fault
    if isinstance(text, Issue):
        raise OfficesFault(f"机关资料{text.line()} ({text.line('en')})")
    faults = Faults(path.name)
    offices = _offices(load_yaml(text, faults), faults)
    if faults.in_order():
        raise OfficesFault("\n".join(f"{one.line()}" for one in faults.in_order()))
    return {one.department: one for one in offices}


def _offices(root: Node | None, faults: Faults) -> list[Office]:
    if root is None:
        return []
    if not isinstance(root, MapNode):
        faults.add(
            "wrong-shape", root.line, "应为“部门代码: 机关资料”的映射", "the file maps department codes to offices."
        )
        return []
    return [_office(entry, faults) for entry in root.entries]


def _office(entry: Entry, faults: Faults) -> Office:
    value = entry.value
    held = value if isinstance(value, MapNode) else MapNode((), entry.line)
    for name, title in NEEDED.items():
        if not held.has(name):
            faults.add("missing", entry.line, f"{entry.key} 缺少 {name}（{title}）", f"{entry.key} lacks {name}.")
    for one in held.entries:
        if one.key not in {**NEEDED, **OPTIONAL}:
            faults.add(
                "unknown-key",
                one.line,
                f"{entry.key} 有未知的键 {one.key}",
                f"{entry.key} has an unknown key {one.key}.",
            )
    return Office(
        department=entry.key,
        title=_text(held, "title", faults),
        word=_text(held, "word", faults),
        contact=_text(held, "contact", faults),
        route=_route(held, faults),
        reconsideration=_texts(held, "reconsideration", faults),
        court=_text(held, "court", faults),
        online=_text(held, "online", faults),
        published=_text(held, "published", faults),
    )


def _text(held: MapNode, name: str, faults: Faults) -> str:
    node = held.get(name)
    if node is None:
        return ""
    if not isinstance(node, TextNode) or not node.text.strip():
        faults.add("no-text", held.line_of(name), f"{name} 应为一段文字", f"{name} must be a text.")
        return ""
    return node.text.strip()


def _texts(held: MapNode, name: str, faults: Faults) -> tuple[str, ...]:
    node = held.get(name)
    items = node.items if isinstance(node, ListNode) else ()
    said = tuple(one.text.strip() for one in items if isinstance(one, TextNode) and one.text.strip())
    if node is not None and (not said or len(said) != len(items)):
        faults.add("no-list", held.line_of(name), f"{name} 应为机关名称的列表", f"{name} must be a list of organs.")
    return said


def _route(held: MapNode, faults: Faults) -> ReviewRoute:
    said = _text(held, "route", faults)
    if said in list(ReviewRoute):
        return ReviewRoute(said)
    if said:
        faults.add(
            "unknown-route", held.line_of("route"), f"route 应为其中之一：{ROUTES}", f"route must be one of: {ROUTES}."
        )
    return ReviewRoute.LOCAL_DEPARTMENT
