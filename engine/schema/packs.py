"""JSON Schema of the four kinds of rule packs."""

from engine.pack import Assurance, Colour, Discretion, Effect, Gravity, Level, Mode, PackKind
from engine.schema.conditions import CONDITION, definitions
from engine.schema.fragments import (
    BASIS,
    FROM,
    UNTIL,
    Schema,
    area,
    by_id,
    day,
    exactly_one,
    flag,
    interval,
    listing,
    one_of,
    period,
    period_or_working_days,
    record,
    slug,
    term,
    words,
)
from engine.schema.repair import repair_schema

_UNITS = ("CNY", "ratio", "month", "day", "year", "count", "date", "code", "area")
_STAGES = ("acceptance", "review", "decision")
_ASSURANCE = one_of(Assurance, "核对程度", "verified 已读全文、mirror 见于转载、unverified 未核对")
_LEVEL = one_of(
    Level,
    "效力级别",
    "法律、行政法规、地方性法规、中央政策、司法解释、部门规章、地方政府规章、规范性文件、备忘录",
)
_EFFECT = one_of(Effect, "效果", "由重到轻：不予许可、限制、重点审查、补全材料……；其后为激励")
_COLOUR = one_of(Colour, "类别", "red 红、black 黑、watch 重点关注；仅内部使用，文书印法定名称")
_GRAVITY = one_of(Gravity, "严重程度", "serious 严重、ordinary 一般")
_TERM = term()


def pack_schema(kind: PackKind) -> Schema:
    """The schema of one kind of pack, for `jsonschema` and for editors."""
    extra, needs = _PARTS[kind]
    head = {**_head(), **extra}
    whole = record(head, "规则包", "一个文件是一个版本，发布后不再改动", needs=(*_HEAD_NEEDS, *needs))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": definitions()}


_HEAD_NEEDS = ("pack", "version", "kind", "title", "jurisdiction", "in_force", "sources")


def _head() -> dict[str, Schema]:
    return {
        "pack": words("规则包标识", "文件所在目录，例如 rules/cn/tax-major-violation"),
        "version": words("版本", '加引号的文字，例如 "2022.1"'),
        "kind": one_of(
            PackKind, "种类", "criteria 认定标准、measures 措施、framework 关于法律适用的规则、repair 信用修复规则"
        ),
        "title": words("名称"),
        "jurisdiction": area("适用区域"),
        "in_force": interval("适用期"),
        "sources": by_id(_source(), "依据来源", "本包引用的文件，按标识列出"),
        "gaps": listing(words("缺口"), "缺口", "已知而未能写成规则的内容"),
        "corrects": words("更正的版本", "本版本更正哪个已发布的版本"),
    }


def _source() -> Schema:
    keys = {
        "title": words("文件名称"),
        "document": words("文号"),
        "level": _LEVEL,
        "in_force": interval("文件施行期"),
        "assurance": _ASSURANCE,
        "note": words("备注"),
    }
    return record(keys, "来源", needs=("title", "document", "level", "in_force", "assurance"))


def _parameter() -> Schema:
    value = record(
        {"from": FROM, "until": UNTIL, "value": words("值", "金额以元为单位；比例写 10% 或 0.1"), "basis": BASIS},
        "参数值",
        "一个值及其适用期",
        needs=("value", "basis"),
    )
    keys = {
        "title": words("名称"),
        "unit": one_of(_UNITS, "单位"),
        "values": listing(value, "各期的值", "按日期排列，不重叠、不间断", least=1),
    }
    return record(keys, "参数", "法律规定的数字，按日期取值", needs=("title", "unit", "values"))


def _list() -> Schema:
    step = record(
        {
            "step": slug(
                "步骤",
                "proposal（提出后无人办理即失效的期限）、notice、statement、hearing、legal_review、collective_discussion、"
                "superior_consent、publicity（守信名单的公示）、decision、approval、head_approval、service、publication、"
                "repair、removal；其他步骤可以自定，作出决定前须登记",
            ),
            "title": words("名称"),
            "required": flag("是否必经", "yes 表示缺此步骤不能继续"),
            "term": period_or_working_days("期限"),
            "basis": BASIS,
            "local_policy": flag(
                "本地做法",
                "yes 表示本平台规则，不作为法律规定向当事人说明；没有依据的，整个步骤都是；同时写明依据的，步骤依据法律，"
                "期限和名称末尾括号内的说明是本平台规则",
            ),
        },
        "步骤",
        needs=("step", "title", "required"),
    )
    keys = {
        "title": words("名单名称", "法定名称"),
        "colour": _COLOUR,
        "gravity": _GRAVITY,
        "term": _TERM,
        "remedy": words("救济", "如何移出名单，用通俗中文写"),
        "remedy_basis": BASIS,
        "procedure": listing(step, "程序", "每一步骤和时限"),
    }
    return record(keys, "名单", needs=("title", "colour", "gravity", "term", "procedure"))


def _rule() -> Schema:
    then = record(
        {
            "propose": slug("列入名单", "本条规则建议列入的名单"),
            "term": _TERM,
            "conclude": words("结论", "写 yes：供其他规则用 met 引用"),
        },
        "则",
        "propose 或 conclude 之一",
        oneOf=exactly_one("propose", "conclude"),
    )
    exception = record(
        {"id": slug("标识"), "title": words("名称"), "when": CONDITION, "basis": BASIS},
        "除外",
        needs=("id", "title", "when", "basis"),
    )
    keys = {
        "id": slug("标识", "发布后不再改变"),
        "title": words("名称"),
        "basis": BASIS,
        "when": CONDITION,
        "unless": listing(exception, "除外情形", "法律规定不适用的情形，各有依据"),
        "then": then,
        "explain": words("说明", "向当事人说明的文字；{事实种类.字段} 会换成所依据记录的值"),
    }
    return record(keys, "规则", needs=("id", "title", "basis", "when", "then"))


def _measure() -> Schema:
    ban = record(
        {
            "scope": words("范围", "any 或目录中的范围"),
            "lasts": words("多久", "P5Y、life（终身）或 $record.日期字段"),
            "from": words("起算", "$record.日期字段"),
            "start_inferred": flag("起算日为推定", "条文没有写明起算日时写 yes"),
            "at_most": period("法定最长期限", "条文规定幅度时写上限，自起算日计；决定的止日超出的，期限视为不明"),
        },
        "法定禁止",
        needs=("scope", "lasts", "from"),
    )
    applies = record(
        {
            "matters": listing(words("事项", "a.b、a.* 或 *"), "事项", least=1),
            "stages": listing(one_of(_STAGES, "阶段", "acceptance 受理、review 审查、decision 决定"), "阶段", least=1),
            "roles": listing(words("身份", "subject 或目录中的关联身份"), "身份", least=1),
        },
        "适用",
        "在哪些事项、哪个阶段、对何种身份适用",
        needs=("matters", "stages", "roles"),
    )
    keys = {
        "id": slug("标识", "发布后不再改变"),
        "row": words("序号", "备忘录措施表中的行号"),
        "title": words("措施名称"),
        "instruction": words("办理要求", "给执行单位的一句话"),
        "upon": record({"list": slug("名单")}, "因名单", "主体在此名单上时适用", needs=("list",)),
        "when": CONDITION,
        "applies": applies,
        "effect": _EFFECT,
        "discretion": one_of(Discretion, "裁量", "must 应当、may 可以"),
        "executor": slug("执行单位", "目录中的部门"),
        "lasts": {
            "type": ["string", "object"],
            "title": "存续",
            "description": "while_listed（随名单），或 ban: {scope, lasts, from}",
            "properties": {"ban": ban},
            "required": ["ban"],
            "additionalProperties": False,
        },
        "basis": BASIS,
        "feedback": record(
            {"due": period_or_working_days("反馈期限")}, "反馈", "本地做法，不作为法律规定展示", needs=("due",)
        ),
        "excludes": listing(words("措施"), "排除", "同一事项上不能并用的措施或效果"),
        "remedy": words("救济", "当事人如何解除"),
    }
    needs = ("id", "title", "instruction", "applies", "effect", "discretion", "executor", "lasts", "basis")
    return record(keys, "措施", needs=needs, oneOf=exactly_one("upon", "when"))


def _framework() -> Schema:
    dated = {
        "id": slug("标识"),
        "from": FROM,
        "until": UNTIL,
        "reason": words("理由", "随结果一并展示"),
        "basis": BASIS,
    }
    undated = {"id": dated["id"], "reason": dated["reason"], "basis": BASIS}
    floor = {
        **dated,
        "effects": listing(_EFFECT, "效果", least=1),
        "levels": listing(_LEVEL, "需要的效力级别", least=1),
        "otherwise": _EFFECT,
    }
    ceiling = {**undated, "assurance": _ASSURANCE, "heaviest": _EFFECT, "local_policy": flag("本地做法")}
    bar = {**dated, "colour": _COLOUR, "gravity": _GRAVITY}
    floor_needs = ("id", "effects", "levels", "otherwise", "reason", "basis")
    lists = {
        "legality_floor": listing(
            record(floor, "依据底线", needs=floor_needs), "依据底线", "效果自何时起需要何种级别的依据"
        ),
        "assurance_ceiling": listing(
            record(ceiling, "核对上限", needs=("id", "assurance", "heaviest", "reason")),
            "核对上限",
            "依据核对程度不足时最重的效果",
        ),
        "reward_bar": listing(
            record(bar, "激励限制", needs=("id", "colour", "reason", "basis")), "激励限制", "有此类条目时不得给予激励"
        ),
    }
    return record(lists, "法律适用规则", "关于法律适用的规则")


def _memorandum() -> Schema:
    keys = {"document": words("文号"), "date": day("日期"), "departments": words("签署部门数")}
    return record(keys, "合作备忘录", needs=("document",))


_CRITERIA: dict[str, Schema] = {
    "authority": slug("认定单位", "目录中的部门"),
    "mode": one_of(Mode, "认定方式", "determined_here 在本系统认定、mirrored 由其他系统认定"),
    "parameters": by_id(_parameter(), "参数"),
    "lists": by_id(_list(), "名单"),
    "rules": listing(_rule(), "规则", least=1),
}
_MEASURES: dict[str, Schema] = {
    "memorandum": _memorandum(),
    "parameters": by_id(_parameter(), "参数"),
    "measures": listing(_measure(), "措施", least=1),
}
_PARTS: dict[PackKind, tuple[dict[str, Schema], tuple[str, ...]]] = {
    PackKind.CRITERIA: (_CRITERIA, ("authority", "mode", "rules")),
    PackKind.MEASURES: (_MEASURES, ("measures",)),
    PackKind.FRAMEWORK: ({"framework": _framework()}, ("framework",)),
    PackKind.REPAIR: ({"repair": repair_schema()}, ("repair",)),
}
