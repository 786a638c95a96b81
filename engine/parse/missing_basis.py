"""What is said where a part of a pack has no basis: which part, why that is refused, and what to write."""

from engine.parse.faults import Faults, quoted
from engine.parse.nodes import ListNode, MapNode, Node, TextNode

BASIS = "basis"
WHY = ("没有条文依据的内容不能写进规则包", "nothing stands in a pack without an article")
_WORDS = (
    ("then", "规则", "rule"),
    ("effect", "措施", "measure"),
    ("step", "程序步骤", "step"),
    ("when", "例外", "exception"),
    ("value", "取值", "value"),
)


def has_none(node: Node | None) -> bool:
    """Whether the key is missing, or is written with nothing behind it."""
    return node is None or node in (TextNode("", node.line), ListNode((), node.line))


def tell_missing_basis(faults: Faults, part: MapNode, key: str = BASIS) -> None:
    """Records it at the key, or at the part where there is none; nothing where that line has an error already."""
    zh, en = _named(part)
    hint_zh, hint_en = what_to_write(key)
    if part.has("step"):
        hint_zh += "；条文没有规定、本地自定的步骤，写 local_policy: yes"
        hint_en += " A step of your own that no article asks for says local_policy: yes."
    faults.add_shape(
        "empty-list" if isinstance(part.get(key), ListNode) else "missing-key",
        part.line_of(key),
        f"{zh}缺少依据（{key}）：{WHY[0]}",
        f"{en} has no basis ({key}): {WHY[1]}.",
        hint_zh,
        hint_en,
    )


def what_to_write(key: str) -> tuple[str, str]:
    """The advice, in Chinese without a full stop."""
    return (
        f"请写 {key}: [来源 art 条号]，例如 {key}: [order-54 art 6 item 1]，来源须先列入 sources",
        f"Write {key}: [source art article], such as {key}: [order-54 art 6 item 1]; the source stands in sources.",
    )


def _named(part: MapNode) -> tuple[str, str]:
    zh, en = next(((zh, en) for key, zh, en in _WORDS if part.has(key)), ("此处", "this part"))
    name = part.get("id") or part.get("step") or part.get("value")
    if not isinstance(name, TextNode) or not name.text:
        return zh, en
    return f"{zh}“{quoted(name.text)}”", f'{en} "{quoted(name.text)}"'
