"""JSON Schema of conditions: leaves, figures, tests (docs/spec.md)."""

from engine.catalogue import FieldType
from engine.conditions import PERIOD_OPS, Held, Op
from engine.schema.fragments import (
    Schema,
    by_id,
    exactly_one,
    listing,
    one_of,
    period,
    period_or_working_days,
    record,
    slug,
    words,
)

_HEADS = ("all", "any", "not", "subject", "record", "count", "sum", "max", "min", "ratio", "entry", "ban", "met")
_SCOPE = "目录中的范围（连同全行业禁止）；any 只指全行业禁止；不写则不论范围"
CONDITION: Schema = {"$ref": "#/$defs/condition"}

_OP_TITLES = {
    Op.EQ: "等于",
    Op.IN: "是其中之一",
    Op.GT: "超过（不含本数）",
    Op.GTE: "以上（含本数）",
    Op.LT: "不满（不含本数）",
    Op.LTE: "以下（含本数）",
    Op.BETWEEN: "在两者之间（含两端）",
    Op.WITHIN: "在此期间内（自该日起算，至评判日；最后一天也算在内）",
    Op.PAST: "此期间已届满（自该日起算，最后一天已过）",
    Op.REACHED: "已到此期间的最后一天或已过（自该日起算，最后一天也算在内）",
    Op.IN_YEAR: "在该年度内：0 为评判日所在年度，-1 为上一年度",
    Op.BEFORE: "早于（不含当天）",
    Op.AFTER: "晚于（不含当天）",
    Op.REGION_WITHIN: "在此行政区划之内",
}


def definitions() -> dict[str, Schema]:
    """The `$defs` that `CONDITION` refers to."""
    return {"condition": _condition(), "where": _where(), "partner": _partner(), "figure": _figure(), "part": _part()}


def _operand(title: str) -> Schema:
    return words(title, "字面值、$参数、$字段、$outer.字段（仅 with/without）或 $as_of（评判日，仅日期字段）")


def _ops() -> dict[str, Schema]:
    ops: dict[str, Schema] = {}
    for op, title in _OP_TITLES.items():
        if op in PERIOD_OPS:
            ops[op] = _window(title)
        elif op is Op.IN_YEAR:
            ops[op] = words(title, "整数：0 当年、-1 上一年……最早 -100", pattern=r"^(0|-\d{1,3})$")
        elif op in (Op.IN, Op.BETWEEN):
            ops[op] = listing(_operand("值"), title)
        else:
            ops[op] = _operand(title)
    return {**ops, "is": words("确知没有", "只能写 is: none")}


def _window(title: str) -> Schema:
    keys = {
        "period": period_or_working_days("期间"),
        "at": words("截至哪一天", "本条记录的日期字段（$字段），或 $outer.字段（仅 with/without）；不写 at 则为评判日"),
    }
    return {
        "type": ["string", "object"],
        "title": title,
        "description": "期间，例如 P2Y、P5WD；截至另一日期字段的写 {period: P2Y, at: $字段}",
        "properties": keys,
        "required": ["period", "at"],
        "additionalProperties": False,
    }


def _where() -> Schema:
    test = {
        "type": ["string", "array", "object"],
        "title": "字段条件",
        "description": "一个值（等于）、一个列表（其中之一），或若干比较方式（全部满足）",
        "items": _operand("值"),
        "properties": _ops(),
        "additionalProperties": False,
    }
    return by_id(test, "字段条件", "字段名: 条件；写了几个字段就要全部满足")


def _records() -> dict[str, Schema]:
    partners = {
        "type": ["object", "array"],
        "items": {"$ref": "#/$defs/partner"},
        "$ref": "#/$defs/partner",
    }
    return {
        "record": words("事实种类", "目录中的事实种类，例如 tax.finding"),
        "where": {"$ref": "#/$defs/where"},
        "with": {**partners, "title": "并有", "description": "同一主体另有一条这样的记录（可用 same 关联）"},
        "without": {**partners, "title": "且无", "description": "同一主体没有这样一条另外的记录（可用 same 关联）"},
    }


def _partner() -> Schema:
    one = listing(words("字段"), "关联字段", "两条记录中取值相同的字段；不写则不要求相同")
    return {
        "type": ["object", "array"],
        "title": "关联记录",
        "description": "同一主体的另一条记录，same 所列字段相等；不写 same 则任何另一条均可",
        "properties": {
            "record": words("事实种类"),
            "same": {**one, "type": ["string", "array"]},
            "where": {"$ref": "#/$defs/where"},
        },
        "required": ["record"],
        "additionalProperties": False,
    }


def _is(title: str = "数字条件") -> Schema:
    numbers = (Op.EQ, Op.GT, Op.GTE, Op.LT, Op.LTE)
    ops: dict[str, Schema] = {op: words(_OP_TITLES[op], "数字或 $参数") for op in numbers}
    ops[Op.BETWEEN] = listing(words("值"), _OP_TITLES[Op.BETWEEN])
    return {
        "type": ["string", "object"],
        "title": title,
        "description": "数字要满足什么；一个值表示等于",
        "properties": ops,
        "additionalProperties": False,
    }


def _figure() -> Schema:
    keys = {**_records(), "distinct": words("不同值的字段", "只数此字段的不同值"), "span": period("跨度"), "is": _is()}
    return record(keys, "条数", "符合条件的记录有几条", needs=("record",))


def _part() -> Schema:
    keys = {**_records(), "count": {"$ref": "#/$defs/figure"}, "sum": words("合计字段")}
    return record(keys, "比例的一方", "{count: {…}} 或 {sum: 字段, record: …}", oneOf=exactly_one("count", "sum"))


def _condition() -> Schema:
    keys: dict[str, Schema] = {
        "all": listing(CONDITION, "全部满足", least=1),
        "any": listing(CONDITION, "满足其一", least=1),
        "not": {**CONDITION, "title": "不成立", "description": "其中的条件不成立"},
        "subject": {"$ref": "#/$defs/where", "title": "主体", "description": "主体自身的属性"},
        **_records(),
        "count": {"$ref": "#/$defs/figure"},
        "sum": words("合计", "合计哪个字段；与 record、is 写在一起"),
        "max": words("最大", "哪个字段的最大值；与 record、is 写在一起"),
        "min": words("最小", "哪个字段的最小值；与 record、is 写在一起"),
        "ratio": _ratio(),
        "is": _is(),
        "entry": _standing("名单条目", "list", "有效的名单条目", needs=("list",)),
        "ban": _standing("法定禁止", "scope", "有效的法定禁止", needs=()),
        "met": words("引用规则", "另一条规则的结论：规则 或 规则包#规则"),
    }
    return record(keys, "条件", f"以下之一：{'、'.join(_HEADS)}")


def _ratio() -> Schema:
    part = {"$ref": "#/$defs/part"}
    keys = {"of": {**part, "title": "分子"}, "to": {**part, "title": "分母"}, "is": _is()}
    about = "一个数字占另一个的比例；两者单位要相同（条数按整数计）"
    return record(keys, "占比", about, needs=("of", "to", "is"))


def _standing(title: str, key: str, description: str, needs: tuple[str, ...]) -> Schema:
    keys = {
        key: slug("名单") if key == "list" else words("范围", _SCOPE),
        "where": {"$ref": "#/$defs/where"},
        "of": _related_role(),
    }
    return record(keys, title, description, needs=needs)


def _related_role() -> Schema:
    keys = {
        "role": words("关联身份", "例如 legal_representative"),
        "held": one_of(Held, "何时担任", "as_of 评判日担任（不写即此）、start 条目或禁止起算之日担任"),
    }
    return {
        "type": ["string", "object"],
        "title": "关联身份",
        "description": "写了则指担任此身份的人，例如 legal_representative；列入之日担任的写 {role, held: start}",
        "properties": keys,
        "required": ["role"],
        "additionalProperties": False,
    }


FIELD_TYPE = one_of(
    FieldType, "类型", "money 金额、ratio 比例、integer 整数、date 日期、code 代码、text 文字、flag 是否、area 区划"
)
