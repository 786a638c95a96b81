"""JSON Schema of the catalogue files: facts, departments, matters, effects, roles, scopes, working days, local holidays."""

from enum import StrEnum

from engine.pack import Assurance
from engine.schema.conditions import FIELD_TYPE
from engine.schema.fragments import Schema, by_id, day, flag, listing, one_of, record, slug, words


class CatalogueKind(StrEnum):
    FACTS = "facts"
    DEPARTMENTS = "departments"
    MATTERS = "matters"
    EFFECTS = "effects"
    ROLES = "roles"
    SCOPES = "scopes"
    WORKING_DAYS = "working-days"
    LOCAL_HOLIDAYS = "local-holidays"


def catalogue_schema(kind: CatalogueKind) -> Schema:
    """The schema of one kind of catalogue file."""
    head: dict[str, Schema] = {
        "catalogue": one_of(CatalogueKind, "目录种类"),
        "version": words("版本"),
        "title": words("名称"),
    }
    keys, needs = _PARTS[kind]
    whole = record({**head, **keys}, "目录", needs=("catalogue", "version", *needs))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _field() -> Schema:
    keys = {
        "type": FIELD_TYPE,
        "title": words("名称"),
        "unit": words("单位", "金额：导入时的单位 CNY 或 万元；比例可写 %；其他仅作说明"),
        "min": words("最小值", "按 unit 的单位"),
        "max": words("最大值", "按 unit 的单位"),
        "always": flag("必有", "yes 表示每条记录都有此字段，未知不等于没有"),
        "values": by_id(words("名称"), "可用值", "代码: 中文名称"),
    }
    return record(keys, "字段", needs=("type", "title"))


_FIELDS = by_id(_field(), "字段", "字段名: 定义")


def _kind() -> Schema:
    keys = {
        "title": words("名称"),
        "law_date": words("法律日期", "决定记录先后的日期字段"),
        "subjects": listing(words("主体类型"), "适用主体", least=1),
        "adverse": flag("可作不利依据", "yes 表示以生效文书为据，不利规则可以读取"),
        "catalogue_entry": words("目录条目", "国家基础目录或地方补充目录的条目"),
        "covered": flag("数据完整", "来源是否保证完整，默认 yes"),
        "reported_by": listing(
            slug("部门"), "归口报送部门", "可以报送此种信息的部门（本地安排）；adverse: yes 的种类必须写明", least=1
        ),
        "document": flag("文书字段", "yes 表示自带文书类别、文号、是否送达、是否生效"),
        "fields": _FIELDS,
    }
    return record(keys, "事实种类", needs=("title", "law_date", "subjects", "adverse", "fields"))


def _pseudo(title: str) -> Schema:
    """The fields directly, or under `fields:` as in a kind."""
    return {**by_id(_field(), title, "字段名: 定义"), "properties": {"fields": _FIELDS}}


def _matter() -> Schema:
    keys = {
        "title": words("名称"),
        "department": slug("主管部门"),
        "stages": listing(one_of(("acceptance", "review", "decision"), "阶段"), "阶段", least=1),
        "roles": listing(words("身份"), "可核查的身份", least=1),
        "scopes": listing(words("范围"), "所属禁止范围"),
        "on_indeterminate": one_of(("review", "proceed_flagged"), "无法判断时"),
    }
    return record(keys, "事项", needs=("title", "department", "stages", "roles"))


def _year() -> Schema:
    source = {
        "title": words("文件名称", "公布当年放假安排的文件"),
        "document": words("文号", "没有核对到的不写"),
        "address": words("网址", "公布该文件的网页"),
        "assurance": one_of(Assurance, "核对程度", "verified 已读全文、mirror 见于转载、unverified 未核对"),
        "note": words("备注"),
    }
    keys = {
        "source": record(source, "来源", "当年的日历依据什么写成", needs=("title", "assurance")),
        "days_off": listing(day("放假日"), "放假的工作日", "本是星期一至星期五而放假的日子"),
        "working": listing(day("上班日"), "上班的周末", "调休上班的星期六、星期日"),
    }
    return record(keys, "年份", "一年的放假与调休", needs=("source", "days_off", "working"))


def _place() -> Schema:
    keys = {
        "title": words("地区名称"),
        "gap": words("缺口", "已知没有收录到的内容，随检查结果说明"),
        "years": by_id(_year(), "年份", "年份: 当年该地另行放假、上班的日子；没有核对到的年份不写"),
    }
    return record(keys, "地区", "有地方假日的民族自治地方", needs=("title", "years"))


_TITLES = by_id(words("名称"), "名称", "标识: 中文名称")
_DEPARTMENT = record({"title": words("名称"), "vertical": flag("垂直管理")}, "部门", needs=("title",))
_PARTS: dict[CatalogueKind, tuple[dict[str, Schema], tuple[str, ...]]] = {
    CatalogueKind.FACTS: (
        {
            "subject": _pseudo("主体属性"),
            "entry": _pseudo("名单条目字段"),
            "kinds": by_id(_kind(), "事实种类"),
        },
        (),
    ),
    CatalogueKind.DEPARTMENTS: ({"departments": by_id(_DEPARTMENT, "部门")}, ("departments",)),
    CatalogueKind.MATTERS: ({"matters": by_id(_matter(), "事项")}, ("matters",)),
    CatalogueKind.EFFECTS: ({"effects": _TITLES}, ("effects",)),
    CatalogueKind.ROLES: ({"roles": _TITLES}, ("roles",)),
    CatalogueKind.SCOPES: ({"scopes": _TITLES}, ("scopes",)),
    CatalogueKind.WORKING_DAYS: (
        {"years": by_id(_year(), "年份", "年份: 放假与调休；年份要连续，尚未公布的不写", least=1)},
        ("years",),
    ),
    CatalogueKind.LOCAL_HOLIDAYS: (
        {"areas": by_id(_place(), "地区", "行政区划代码（GB/T 2260）: 该地自己的放假安排")},
        ("areas",),
    ),
}
