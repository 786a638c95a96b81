"""The JSON Schemas as an editor wants them: with hover text on every key, and a word on every value to choose from.

Our reader takes every scalar as text; an editor's YAML knows numbers and flags. So a plain value may be any of these
here, while names made of digits (versions, areas) must be text, which is to say: in quotes.
"""

import re
from collections.abc import Mapping
from typing import Any

from engine.pack import PackKind
from engine.schema import CatalogueKind, cases_schema, catalogue_schema, pack_schema

Schema = dict[str, Any]
_PLAIN = ["string", "number", "boolean"]
_NAMES = frozenset({"version", "corrects", "release"})
_VALUES = {
    "verified": "已读全文",
    "mirror": "见于转载",
    "unverified": "未经核对",
    "law": "法律",
    "admin_regulation": "行政法规",
    "local_regulation": "地方性法规",
    "central_policy": "党中央、国务院政策文件",
    "judicial_interpretation": "司法解释",
    "department_rule": "部门规章",
    "local_rule": "地方政府规章",
    "normative_document": "规范性文件",
    "memorandum": "合作备忘录",
    "deny": "不予办理",
    "restrict": "限制",
    "review": "重点审查",
    "full_documents": "提交全部材料，不适用告知承诺和容缺受理",
    "supervise": "重点监管",
    "request_external": "提请有权单位处理",
    "publish": "公示",
    "notify": "提示",
    "fast_track": "优先办理（绿色通道）",
    "accept_incomplete": "容缺受理",
    "reduce_checks": "减少检查频次",
    "prefer": "同等条件下优先",
    "honour": "表彰、评优",
    "CNY": "元",
    "ratio": "比例，写成 10% 或 0.1",
    "month": "个月",
    "day": "日",
    "year": "年",
    "count": "件数",
    "date": "日期",
    "code": "代码",
    "area": "行政区划代码",
    "facts": "信用信息",
    "departments": "部门",
    "matters": "政务服务事项",
    "effects": "效果",
    "roles": "关联身份",
    "scopes": "禁止范围",
    "working-days": "工作日日历",
    "local-holidays": "地方假日",
    "acceptance": "受理",
    "decision": "决定",
    "proceed_flagged": "继续办理并标注",
}
"""Values that their schema's own description does not explain one by one."""


def editor_schemas() -> Mapping[str, Schema]:
    """Every schema by the name of its file without `.json`: pack, cases, and one for each kind of catalogue."""
    found = {"pack": _any_pack(), "cases": cases_schema()}
    found |= {f"catalogue-{kind}": catalogue_schema(kind) for kind in CatalogueKind}
    return {name: _for_editors(schema, "") for name, schema in found.items()}


def _any_pack() -> Schema:
    """One schema for all packs: `kind` chooses the rest, so an editor needs no table of files."""
    schemas = {kind: pack_schema(kind) for kind in PackKind}
    first = schemas[PackKind.CRITERIA]
    chosen = [
        {
            "if": {"properties": {"kind": {"const": str(kind)}}, "required": ["kind"]},
            "then": {key: schema[key] for key in ("properties", "required", "additionalProperties")},
        }
        for kind, schema in schemas.items()
    ]
    return {
        "$schema": first["$schema"],
        "type": "object",
        "title": first["title"],
        "description": first["description"],
        "properties": {"kind": first["properties"]["kind"]},
        "required": ["kind"],
        "allOf": chosen,
        "$defs": first["$defs"],
    }


def _for_editors(schema: Any, key: str) -> Any:
    """The schema and everything in it. `key`: the property it describes."""
    if isinstance(schema, list):
        return [_for_editors(each, key) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _below(name, each, key) for name, each in schema.items()}
    if "type" in told:
        told["type"] = _type(told, key)
    if "description" in told:
        told["markdownDescription"] = _hover(told)
    if "enum" in told:
        told["enumDescriptions"] = [_word(value, told) for value in told["enum"]]
    return told


def _below(name: str, part: Any, key: str) -> Any:
    if name in ("properties", "$defs"):
        return {each: _for_editors(schema, each) for each, schema in part.items()}
    if name in ("enum", "required", "const", "type"):
        return part
    return _for_editors(part, key)


def _type(schema: Schema, key: str) -> Any:
    """What an editor may take the value for: a flag written true, a figure, or text."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    pattern = str(schema.get("pattern", ""))
    flag, figure = pattern.startswith("^(yes|no"), bool(pattern and re.search(pattern, "-1"))
    closed = "enum" in schema or (pattern and not flag and not figure)
    if "string" not in kinds or closed or key in _NAMES:
        return schema["type"]
    more = ["string", "boolean"] if flag else ["string", "integer"] if figure else _PLAIN
    return [*more, *(kind for kind in kinds if kind not in more)]


def _hover(schema: Schema) -> str:
    """Title in bold, then the description where it says more, then the values one by one."""
    title, description = str(schema.get("title", "")), str(schema["description"])
    told = [f"**{title}**"] if title else []
    told += [description] if description != title else []
    values = [f"- `{value}`：{_word(value, schema)}" for value in schema.get("enum", ())]
    return "\n\n".join([*told, *(["\n".join(values)] if values else [])])


def _word(value: str, schema: Schema) -> str:
    """What the value means: as the description explains it, else from the table."""
    found = re.search(rf"(?:^|[、，；：]){re.escape(value)} ([^、，；]+)", str(schema.get("description", "")))
    if found:
        return found[1]
    if value == "review" and ("acceptance" in schema["enum"] or "proceed_flagged" in schema["enum"]):
        return "审查" if "acceptance" in schema["enum"] else "转人工审查"
    return _VALUES.get(value, "")
