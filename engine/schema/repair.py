"""JSON Schema of the body of a repair pack: classes with their terms, conditions, materials, windows."""

from engine.pack.repair import Concern, CountsFrom, Material, PauseGround, RepairField, Requirement, Window
from engine.schema.fragments import BASIS, Schema, flag, listing, one_of, period, record, slug, words

_REQUIREMENT = one_of(
    Requirement,
    "条件",
    "duty_performed 履行义务、commitment 信用承诺、harm_removed 消除危害后果和不良影响、no_relapse 未再次受到同类处理、"
    "not_listed 不在异常名录或者严重失信名单、other_law 法律法规规定的其他条件、training 信用修复培训、talk 约谈、report 信用报告",
)
_MATERIAL = one_of(
    Material,
    "材料",
    "performance_proof 履行证明、commitment_letter 信用承诺书、training_certificate 培训证明、credit_report 信用报告",
)
_WINDOW = one_of(Window, "受理途径", "credit_china 信用中国网站、deciding_authority 认定单位")
_PAUSE = one_of(PauseGround, "事由", "reorganisation 法院批准重整计划后的执行期间")
_FIELD = one_of(
    RepairField, "领域", "food 食品、drug 药品、special_equipment 特种设备、work_safety 安全生产、fire 消防"
)
_OPTIONAL_PERIOD = words(
    "最短公示期", "P3M 这样的期间；none 表示条文没有规定最短期", pattern=r"^(none|P(\d+Y)?(\d+M)?(\d+D)?)$"
)


def repair_schema() -> Schema:
    """The schema of `repair:`."""
    keys = {
        "counts_from": one_of(
            CountsFrom, "起算", "decided 认定之日、published 公示之日、corrected 改正之日；没有读到的不写"
        ),
        "counts_basis": BASIS,
        "lists": listing(slug("名单"), "适用名单", "只适用于这些名单；不写则不限", least=1),
        "authorities": listing(slug("部门"), "适用部门", "只适用于这些部门公示的信息；不写则不限", least=1),
        "classes": listing(_class(), "类别", "失信信息的类别及其公示期", least=1),
        "conditions": listing(_part(_REQUIREMENT), "条件", "提前终止公示应当具备的条件；没有读到的写 []"),
        "materials": listing(_part(_MATERIAL), "材料", "申请人应当提交的材料"),
        "windows": listing(_part(_WINDOW), "受理途径", "申请向何处提出"),
        "never_early": listing(_part(slug("标识")), "不得提前", "不得提前终止公示的处罚种类"),
        "pauses": listing(_part(_PAUSE), "暂停", "暂停公示和适用的情形"),
    }
    return record(keys, "信用修复规则", needs=("classes", "conditions"))


def _class() -> Schema:
    exception = record(
        {"fields": listing(_FIELD, "领域", least=1), "shortest": period("最短公示期"), "basis": BASIS},
        "领域例外",
        "这些领域的最短公示期不同",
        needs=("fields", "shortest", "basis"),
    )
    keys = {
        "id": slug("标识", "发布后不再改变"),
        "title": words("名称"),
        "concerns": one_of(Concern, "所及信息", "any 各类失信信息、penalty 行政处罚信息、listing 名单信息；不写为 any"),
        "shortest": _OPTIONAL_PERIOD,
        "longest": period("最长公示期", "届满自动停止公示；没有读到的不写"),
        "early": flag("可否提前", "no 表示不得提前终止公示"),
        "may_stay_hidden": flag("可以不公示", "yes 表示可以不予公示"),
        "extends_to_bar": flag("随限制期限", "yes 表示限制期限更长的，公示至限制期满"),
        "exceptions": listing(exception, "领域例外"),
        "basis": BASIS,
    }
    return record(keys, "类别", needs=("id", "title", "shortest", "early", "basis"))


def _part(ids: Schema) -> Schema:
    keys = {
        "id": ids,
        "title": words("名称", "向当事人说明的文字"),
        "required": flag("是否必须", "no 表示只作统计，不得要求；不写为 yes"),
        "basis": BASIS,
    }
    return record(keys, "规定", needs=("id", "title", "basis"))
