"""JSON Schema of a pack's cases (`<pack>/cases/*.yaml`)."""

from engine.schema.fragments import Schema, by_id, day, flag, interval, listing, one_of, record, term, words


def cases_schema() -> Schema:
    """The schema of one file of cases: a list of them."""
    body = listing(_case(), "用例", "规则包的测试：情况、适用的法律、应有的结论", least=1)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}


def _case() -> Schema:
    keys = {
        "case": words("名称", "一句话说明这是什么情况"),
        "release": _words_or_word("版本", "适用哪些版本；也可写 law_at"),
        "law_at": day("适用法律的日期"),
        "acted_on": day(
            "行为日", "行为时的法律与决定时（law_at，不写则为 as_of）的法律合并判断，从旧兼从轻；不与 release 同写"
        ),
        "as_of": day("评判日", "以这一天的情况来判断"),
        "subject": by_id(_value(), "主体属性"),
        "facts": listing(_fact(), "事实", "- 事实种类: {字段: 值}"),
        "entries": listing(_standing("list", "名单"), "名单条目"),
        "bans": listing(_standing("scope", "法定禁止"), "法定禁止"),
        "related": listing(_related(), "关联人员"),
        "not_covered": _words_or_word("数据不完整", "事实种类、entry、ban 或 role：身份"),
        "expect": _expect(),
    }
    return record(keys, "用例", needs=("case", "as_of", "subject", "expect"))


def _value() -> Schema:
    none = {"none": flag("确知没有", "{none: true}：确知没有此项")}
    return {
        "type": ["string", "object"],
        "title": "值",
        "description": "一个值；{none: true} 表示确知没有；不写表示不知道",
        "properties": none,
        "required": ["none"],
        "additionalProperties": False,
    }


def _fact() -> Schema:
    suspended = {**interval("停止执行"), "type": ["object", "string", "array"], "items": interval("停止执行")}
    suspended["description"] = "{from, until} 停止执行的期间（或其列表），或 unknown（不知是否停止执行）"
    fields = {**by_id(_value(), "字段"), "properties": {"suspended": suspended}}
    return {**by_id(fields, "事实", "事实种类: {字段: 值}"), "minProperties": 1, "maxProperties": 1}


def _standing(key: str, title: str) -> Schema:
    keys = {key: words(title), "start": _value(), "term_end": _value()}
    keys |= {"ended_on": day("终止日"), "suspended": flag("停止执行")}
    return {**by_id(_value(), title), "properties": keys, "required": [key]}


def _related() -> Schema:
    keys = {
        "role": words("关联身份", "例如 legal_representative"),
        "since": {**_value(), "title": "担任自", "description": "自此日起担任；不写表示一直担任，unknown 表示不知道"},
        "until": {
            **_value(),
            "title": "担任至",
            "description": "到此日止，当天已不担任；不写表示现仍担任，unknown 表示不知道",
        },
        "named_on": day("点名之日", "文书写明其在此日担任该身份"),
        "entries": listing(_standing("list", "名单"), "名单条目"),
        "bans": listing(_standing("scope", "法定禁止"), "法定禁止"),
        "not_covered": _words_or_word("数据不完整", "entry 或 ban"),
    }
    return record(keys, "关联人员", needs=("role",))


def _expect() -> Schema:
    fields = _words_or_word("字段")
    by_rule = {**by_id(fields, "规则", "规则: 字段"), "type": ["object", "array", "string"], "items": words("规则")}
    ban = record(
        {"measure": words("措施"), "start": words("起算日"), "until": words("最后一日", "日期、life 或 unknown")},
        "法定禁止",
        needs=("measure",),
    )
    keys = {
        "proposes": _words_or_word("建议列入", "应建议列入的名单；[] 表示都不列入"),
        "met": _words_or_word("符合的规则"),
        "not_met": {**by_rule, "title": "不符合的规则", "description": "规则: 因哪个字段不符合"},
        "indeterminate": _words_or_word("无法判断的规则"),
        "missing": {**by_rule, "title": "缺少的事实", "description": "规则: [事实种类.字段]"},
        "bans": listing(ban, "法定禁止"),
        "lighter": by_id(_LAW, "较轻的法律", "规则: act、decision 或 same；只用于写了 acted_on 的用例"),
        "term": by_id(term(), "建议的期限", "规则: P3Y、none 或 {from, to}"),
    }
    return {**record(keys, "应有的结论"), "minProperties": 1}


LAWS = ("act", "decision", "same")
_LAW = one_of(LAWS, "较轻的法律", "act 行为时的法律、decision 决定时的法律、same 相同")


def _words_or_word(title: str, description: str = "") -> Schema:
    return {**words(title, description), "type": ["string", "array"], "items": words(title)}
