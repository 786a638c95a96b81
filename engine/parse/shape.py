"""The shape of a text against its JSON Schema, with jsonschema's findings said to a jurist.

All findings, each at its line. Patterns are left to the typed reading, which knows what was meant.
"""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from engine.conditions import Op
from engine.parse.faults import Faults, nearest, quoted
from engine.parse.missing_basis import BASIS, has_none
from engine.parse.nodes import MapNode, Node, as_plain, line_at, node_at

_SHAPES = {
    "string": ("一个值", "a single value"),
    "array": ("列表", "a list"),
    "object": ("键值对（映射）", "a mapping"),
}
_SAID: Mapping[str, str] = {
    "认定标准": "criteria",
    "措施": "measures",
    "惩戒措施": "measures",
    "总则": "framework",
    "信用修复": "repair",
    "法律": "law",
    "行政法规": "admin_regulation",
    "地方性法规": "local_regulation",
    "中央政策": "central_policy",
    "司法解释": "judicial_interpretation",
    "部门规章": "department_rule",
    "地方政府规章": "local_rule",
    "规范性文件": "normative_document",
    "备忘录": "memorandum",
    "红名单": "red",
    "黑名单": "black",
    "应当": "must",
    "可以": "may",
    "受理": "acceptance",
    "审查": "review",
    "决定": "decision",
}
"""The Chinese words for what is written as one of a few ids; a word counts only where its id is allowed."""


def check_shape(root: Node, schema: dict[str, Any], faults: Faults) -> None:
    """Records every departure of the tree from the schema."""
    for error in Draft202012Validator(schema).iter_errors(as_plain(root)):
        if error.validator != "pattern":
            _tell(error, root, faults)


def _tell(error: ValidationError, root: Node, faults: Faults) -> None:
    path = list(error.absolute_path)
    if _is_a_missing_basis(error, node_at(root, path), path):
        return
    line = line_at(root, path)
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    faults.mark(node_at(root, path).line)
    rule: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "additionalProperties":
            _unknown_keys(schema, node_at(root, path), faults)
        case "required":
            _missing_key(error, schema, name, line, faults)
        case "enum":
            _wrong_choice(rule, error.instance, name, line, faults)
        case "type":
            what = (name, bool(path) and isinstance(path[-1], int))
            _wrong_shape(rule, what, schema.get("description", ""), line, faults)
        case "minItems" | "minProperties":
            faults.add("empty-list", line, f"“{name}” 至少要有一项", f'"{name}" needs at least one item.')
        case "oneOf":
            _not_exactly_one(rule, error.instance, line, faults)
        case other:
            faults.add("wrong-shape", line, f"“{name}” 的写法不对", f'"{name}" is not well formed ({other}).')


def _is_a_missing_basis(error: ValidationError, node: Node, path: list[str | int]) -> bool:
    """Left to the typed reading (`missing_basis`), which names the part."""
    if error.validator == "required":
        return error.message.startswith(repr(BASIS))
    return bool(path) and path[-1] == BASIS and has_none(node)


def _unknown_keys(schema: Mapping[str, Any], node: Node, faults: Faults) -> None:
    """Those of a test, and a `with` inside a partner, are left to the typed reading, which says what to write instead."""
    known = list(schema.get("properties", {}))
    entries = node.entries if isinstance(node, MapNode) else ()
    for entry in entries:
        nested = entry.key in ("with", "without") and "same" in known
        if entry.key not in known and not nested and Op.GTE not in known:
            faults.unknown("unknown-key", entry.line, "键", "key", entry.key, known)


def _missing_key(error: ValidationError, schema: Mapping[str, Any], name: str, line: int, faults: Faults) -> None:
    """jsonschema reports each missing key by an error of its own and names it only in its message."""
    missing = [key for key in schema["required"] if error.message.startswith(repr(key))]
    for key in missing:
        title = schema.get("properties", {}).get(key, {}).get("title", "")
        where_zh, where_en = (f"“{name}” 中", f' in "{name}"') if name else ("", "")
        zh = f"{where_zh}缺少必填项 “{key}”{f'（{title}）' if title else ''}"
        faults.add("missing-key", line, zh, f'"{key}" is missing{where_en}.')


def _wrong_choice(allowed: list[str], written: Any, name: str, line: int, faults: Faults) -> None:
    if not isinstance(written, str):
        return
    meant = _SAID.get(written) if _SAID.get(written) in allowed else nearest(written, allowed)
    zh = f"“{name}” 的取值 “{quoted(written)}” 不可用{f'，是否指 “{meant}”？' if meant else '。'}可用：{'、'.join(allowed)}"
    guess = f' Did you mean "{meant}"?' if meant else ""
    en = f'"{quoted(written)}" is no value of "{name}".{guess} Allowed: {", ".join(allowed)}.'
    faults.add("wrong-choice", line, zh, en)


def _wrong_shape(rule: str | list[str], what: tuple[str, bool], description: str, line: int, faults: Faults) -> None:
    """`what`: the key, and whether it is an item of its list that has the wrong shape."""
    kinds = rule if isinstance(rule, list) else [rule]
    zh = "或".join(_SHAPES[kind][0] for kind in kinds)
    en = " or ".join(_SHAPES[kind][1] for kind in kinds)
    name, is_item = what
    name_zh, name_en = (f"“{name}” 的每一项", f'each item of "{name}"') if is_item else (f"“{name}” ", f'"{name}"')
    hint_zh = description if description else ""
    faults.add("wrong-shape", line, f"{name_zh}应写成{zh}", f"{name_en} must be {en}.", hint_zh)


def _not_exactly_one(rule: list[dict[str, list[str]]], written: Any, line: int, faults: Faults) -> None:
    if not isinstance(written, dict):
        return
    keys = [each["required"][0] for each in rule]
    present = [key for key in keys if key in written]
    said = f"这里写了 {'、'.join(present)}" if present else "这里都没有写"
    zh = f"要且只能写其中一项：{'、'.join(keys)}；{said}"
    en = f"exactly one of {', '.join(keys)} is needed; found {', '.join(present) or 'none'}."
    faults.add("exactly-one", line, zh, en)
