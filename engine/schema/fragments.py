"""Pieces of JSON Schema over text trees, where every scalar is a string.

`title` and `description` are Chinese: editors show them on hover. Patterns are for editors; the typed reading after
the schema check judges the writing of values and says it better.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

_CALENDAR_PERIOD = r"^P(\d+Y)?(\d+M)?(\d+D)?$"
_ANY_PERIOD = r"^P(\d+WD|(\d+Y)?(\d+M)?(\d+D)?)$"


def words(title: str, description: str = "", **more: Any) -> Schema:
    """A single value."""
    return _described({"type": "string", **more}, title, description)


def one_of(options: Iterable[str], title: str, description: str = "") -> Schema:
    """A single value out of a closed set."""
    return _described({"type": "string", "enum": [str(option) for option in options]}, title, description)


def listing(of: Schema, title: str, description: str = "", least: int = 0) -> Schema:
    return _described({"type": "array", "items": of, **({"minItems": least} if least else {})}, title, description)


def record(
    properties: Mapping[str, Schema], title: str, description: str = "", needs: Iterable[str] = (), **more: Any
) -> Schema:
    """A mapping with exactly these keys, of which `needs` must be there."""
    body: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False, **more}
    if required := list(needs):
        body["required"] = required
    return _described(body, title, description)


def by_id(of: Schema, title: str, description: str = "", least: int = 0) -> Schema:
    """A mapping from ids to things of one shape."""
    more = {"minProperties": least} if least else {}
    return _described({"type": "object", "additionalProperties": of, **more}, title, description)


def exactly_one(*keys: str) -> list[Schema]:
    """For `oneOf`: exactly one of these keys is there."""
    return [{"required": [key]} for key in keys]


def _described(schema: Schema, title: str, description: str) -> Schema:
    return {**schema, "title": title, "description": description or title}


def day(title: str, description: str = "") -> Schema:
    return words(title, description or "日期，写成 2022-02-01", pattern=r"^\d{4}-\d{2}-\d{2}$")


def flag(title: str, description: str = "") -> Schema:
    return words(title, description or "yes 或 no", pattern="^(yes|no|true|false)$")


def period(title: str, description: str = "") -> Schema:
    text = description or "期间：P3Y 三年、P6M 六个月、P10D 十天；此处不能用工作日"
    return words(title, text, pattern=_CALENDAR_PERIOD)


def period_or_working_days(title: str, description: str = "") -> Schema:
    text = description or "期间：P3Y 三年、P6M 六个月、P10D 十天，或 P5WD 五个工作日（不与其他单位混写）"
    return words(title, text, pattern=_ANY_PERIOD)


def term(title: str = "期限") -> Schema:
    """One term, none, or the range in which the law lets it be decided."""
    ends = {"from": period("最短", "幅度的下限，例如 P2Y"), "to": period("最长", "幅度的上限，要长于下限，例如 P5Y")}
    return {
        "type": ["string", "object"],
        "title": title,
        "description": "P3Y 这样的期间、none（无固定期限），或法定幅度 {from: P2Y, to: P5Y}；不能用工作日",
        "pattern": r"^(none|P(\d+Y)?(\d+M)?(\d+D)?)$",
        "properties": ends,
        "required": ["from", "to"],
        "additionalProperties": False,
    }


def slug(title: str, description: str = "") -> Schema:
    return words(title, description or "标识：小写字母、数字、- 和 _", pattern=r"^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$")


def area(title: str) -> Schema:
    return words(title, "行政区划代码（GB/T 2260）,6 位数字；全国写 000000", pattern=r"^\d{6}$")


def interval(title: str) -> Schema:
    return record({"from": FROM, "until": UNTIL}, title, "从 from 起（含），到 until 止（不含）", needs=("from",))


FROM = day("起始日", "自此日起适用（含当天）")
UNTIL = day("终止日", "到此日止，当天已不适用；仍有效的不写")

_CITATION = {
    "type": ["string", "object"],
    "title": "依据",
    "description": "写成“来源 art 条号”，款、项、目依次写明：order-54 art 6 para 1 item 2 即第六条第一款第（二）项；"
    "或 {source, article, assurance, note}。括号写法 6(1) 分不出款、项，只为已发布的版本保留",
    "properties": {
        "source": slug("来源", "sources 里的标识"),
        "article": words(
            "条号", "例如 6、6 item 1（第（一）项）、6 para 1 item 2（第一款第（二）项）、12-1（第十二条之一）"
        ),
        "assurance": words(
            "核对程度", "只能比来源的更低：verified、mirror、unverified", enum=["verified", "mirror", "unverified"]
        ),
        "note": words("备注"),
    },
    "required": ["source"],
    "additionalProperties": False,
}
BASIS = listing(_CITATION, "依据", "法律依据：来源与条号的列表，例如 [order-54 art 6 item 1]", least=1)
