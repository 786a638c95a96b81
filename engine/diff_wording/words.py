"""The words of a comparison: (Chinese, English) by what they stand for."""

from enum import Enum

from engine.conditions import Op
from engine.diff import Direction, Group, What
from engine.pack import Assurance, Colour, Discretion, Effect, Gravity, Level, Mode, PackKind

Pair = tuple[str, str]

GROUPS: dict[Group, Pair] = {
    Group.PACK: ("总体", "The pack"),
    Group.LIST: ("名单", "Lists"),
    Group.PROCEDURE: ("程序", "Procedure"),
    Group.RULE: ("认定标准", "Criteria"),
    Group.PARAMETER: ("参数", "Parameters"),
    Group.MEASURE: ("措施", "Measures"),
    Group.FRAMEWORK: ("总则", "General provisions"),
    Group.BASIS: ("依据", "Basis"),
}
DIRECTIONS: dict[Direction, Pair] = {
    Direction.LOOSER: ("放宽", "looser"),
    Direction.STRICTER: ("收紧", "stricter"),
    Direction.UNCLEAR: ("宽严无法判断", "direction cannot be told"),
    Direction.NONE: ("", ""),
}
WEIGHTS: dict[Direction, Pair] = {
    **DIRECTIONS,
    Direction.LOOSER: ("减轻", "lighter"),
    Direction.STRICTER: ("加重", "heavier"),
}
"""Of what is done to a subject, rather than of who is reached."""
WEIGHED = frozenset(
    {"effect", "discretion", "lasts", "at_most", "term", "term_at_most", "own_term", "scope", "gravity"}
)

FIELDS: dict[str, Pair] = {
    "id": ("标识", "id"),
    "pack": ("规则包标识", "pack id"),
    "kind": ("种类", "kind"),
    "title": ("名称", "title"),
    "in_force": ("适用期间", "in force"),
    "jurisdiction": ("适用区域", "jurisdiction"),
    "authority": ("认定单位", "authority"),
    "mode": ("认定方式", "mode"),
    "memorandum": ("合作备忘录", "memorandum"),
    "corrects": ("更正的版本", "version corrected"),
    "gaps": ("已注明的缺口", "documented gap"),
    "colour": ("名单类别", "colour"),
    "gravity": ("严重程度", "gravity"),
    "term": ("期限", "term"),
    "term_at_most": ("最长期限", "longest term"),
    "own_term": ("期限", "term"),
    "remedy": ("救济途径", "remedy"),
    "remedy_basis": ("救济途径的依据", "basis of the remedy"),
    "procedure": ("步骤次序", "order of steps"),
    "required": ("是否必经", "required"),
    "local_policy": ("是否本地做法", "local policy"),
    "then": ("结论", "conclusion"),
    "list_id": ("建议列入的名单", "list proposed"),
    "explain": ("说明文字", "explanation"),
    "when": ("适用条件", "condition"),
    "unit": ("单位", "unit"),
    "value": ("数值", "value"),
    "row": ("备忘录中的序号", "row in the memorandum"),
    "instruction": ("办理要求", "instruction"),
    "upon": ("所依据的名单", "upon the list"),
    "effect": ("效果", "effect"),
    "discretion": ("裁量", "discretion"),
    "executor": ("执行单位", "executor"),
    "lasts": ("存续期限", "lasts"),
    "lasts_field": ("止日", "last day"),
    "scope": ("禁止范围", "scope"),
    "start_field": ("起算日", "starts on"),
    "start_inferred": ("起算日是否推定", "start inferred"),
    "at_most": ("法定最长期限", "longest lawful term"),
    "feedback": ("反馈期限", "feedback due"),
    "excludes": ("不能并用的措施", "excludes"),
    "matters": ("适用事项", "matters"),
    "stages": ("适用阶段", "stages"),
    "roles": ("适用身份", "roles"),
    "basis": ("依据", "basis"),
    "article": ("引文的款、项写法", "paragraph and item of the citation"),
    "assurance": ("依据的核对程度", "assurance of the basis"),
    "level": ("效力级别", "level"),
    "document": ("文号", "document"),
    "note": ("备注", "note"),
    "effects": ("所及效果", "effects"),
    "levels": ("所需的效力级别", "levels needed"),
    "otherwise": ("不足时的效果", "effect otherwise"),
    "heaviest": ("最重的效果", "heaviest effect"),
    "reason": ("理由", "reason"),
    "joint": ("各项条件的关系", "how the limbs join"),
    "same": ("关联字段", "joined by"),
    "distinct": ("只数不同值的字段", "distinct"),
    "span": ("跨度", "span"),
    "of": ("所指的人员或者分子", "of"),
    "to": ("分母", "to"),
    "held": ("担任身份的时点", "role held"),
    "list": ("名单", "list"),
    "met": ("引用的规则", "rule referred to"),
}
WHOLE: dict[Group, Pair] = {
    Group.LIST: ("名单", "list"),
    Group.PROCEDURE: ("步骤", "step"),
    Group.RULE: ("情形", "criterion"),
    Group.PARAMETER: ("参数", "parameter"),
    Group.MEASURE: ("措施", "measure"),
    Group.FRAMEWORK: ("规定", "provision"),
    Group.BASIS: ("依据文件", "document"),
    Group.PACK: ("内容", "content"),
}
LIMBS: dict[str, Pair] = {
    "any": ("可选情形", "alternative"),
    "all": ("须同时满足的条件", "condition that must also hold"),
    "with": ("须有的关联记录", "related record that must exist"),
    "without": ("予以排除的记录", "record that excludes"),
    "unless": ("除外情形", "exception"),
}
DEMANDS: dict[What, Pair] = {
    What.ADDED: ("{}：增加要求“{}”{}", '{}: now required that "{}" {}'),
    What.REMOVED: ("{}：不再要求“{}”{}", '{}: no longer required that "{}" {}'),
}
"""A test of a record that came or went: the record, the field, the test."""
EXCLUDED: Pair = ("予以排除的{}", "{} that excludes")
FIGURES: dict[str, Pair] = {
    "sum": ("{}“{}”合计", 'the sum of "{1}" of {0}'),
    "max": ("{}“{}”最大值", 'the largest "{1}" of {0}'),
    "min": ("{}“{}”最小值", 'the least "{1}" of {0}'),
}
CAVEAT: Pair = (
    "每项宽严只就该项改动而言，不考虑其他情形是否已经包含。",
    "Each direction is about that change alone, whatever other criteria already cover.",
)
ARTICLES: dict[str, Pair] = {
    "same": ("〔依据：{new}〕", " [basis: {new}]"),
    "both": ("〔原：{old}；现：{new}〕", " [was: {old}; is: {new}]"),
    "only new": ("〔新增，依据：{new}〕", " [new; basis: {new}]"),
    "only old": ("〔已删去，原依据：{old}〕", " [removed; basis was: {old}]"),
    "new alone has some": ("〔原没有列明依据；现：{new}〕", " [was: no basis; is: {new}]"),
    "old alone has some": ("〔原：{old}；现没有列明依据〕", " [was: {old}; is: no basis]"),
}
"""The articles beside a change, by which side has them."""
JOINTS: dict[str, Pair] = {"All": ("同时满足", "all of"), "AnyOf": ("满足其一", "any of")}
VALUES: dict[Enum, Pair] = {
    Colour.RED: ("守信名单", "red"),
    Colour.BLACK: ("失信名单", "black"),
    Colour.WATCH: ("重点关注名单", "watch"),
    Gravity.SERIOUS: ("严重", "serious"),
    Gravity.ORDINARY: ("一般", "ordinary"),
    Mode.DETERMINED_HERE: ("在本平台认定", "determined here"),
    Mode.MIRRORED: ("由其他系统认定，本平台镜像", "mirrored"),
    PackKind.CRITERIA: ("认定标准", "criteria"),
    PackKind.MEASURES: ("措施", "measures"),
    PackKind.FRAMEWORK: ("总则", "framework"),
    Discretion.MUST: ("应当", "must"),
    Discretion.MAY: ("可以", "may"),
    Assurance.VERIFIED: ("已核对原文", "verified"),
    Assurance.MIRROR: ("见于转载", "mirror"),
    Assurance.UNVERIFIED: ("未经核对", "unverified"),
    Level.LAW: ("法律", "law"),
    Level.ADMIN_REGULATION: ("行政法规", "administrative regulation"),
    Level.LOCAL_REGULATION: ("地方性法规", "local regulation"),
    Level.CENTRAL_POLICY: ("党中央、国务院政策文件", "central policy"),
    Level.JUDICIAL_INTERPRETATION: ("司法解释", "judicial interpretation"),
    Level.DEPARTMENT_RULE: ("部门规章", "department rule"),
    Level.LOCAL_RULE: ("地方政府规章", "local rule"),
    Level.NORMATIVE_DOCUMENT: ("规范性文件", "normative document"),
    Level.MEMORANDUM: ("合作备忘录", "memorandum"),
    Effect.DENY: ("不予办理", "deny"),
    Effect.RESTRICT: ("限制", "restrict"),
    Effect.REVIEW: ("重点审查", "review"),
    Effect.FULL_DOCUMENTS: ("提交全部材料", "full documents"),
    Effect.SUPERVISE: ("重点监管", "supervise"),
    Effect.REQUEST_EXTERNAL: ("提请有权单位", "request external"),
    Effect.PUBLISH: ("公示", "publish"),
    Effect.NOTIFY: ("提示", "notify"),
    Effect.FAST_TRACK: ("优先办理", "fast track"),
    Effect.ACCEPT_INCOMPLETE: ("容缺受理", "accept incomplete"),
    Effect.REDUCE_CHECKS: ("减少检查", "reduce checks"),
    Effect.PREFER: ("同等条件下优先", "prefer"),
    Effect.HONOUR: ("表彰", "honour"),
}
RESERVED: dict[str, Pair] = {
    "life": ("终身", "for life"),
    "any": ("各个领域", "any field"),
    "subject": ("主体本身", "the subject"),
    "acceptance": ("受理", "acceptance"),
    "review": ("审查", "review"),
    "decision": ("决定", "decision"),
}
TESTS: dict[Op, Pair] = {
    Op.EQ: ("为{}", "is {}"),
    Op.IN: ("为{}之一", "is one of {}"),
    Op.GT: ("超过{}", "more than {}"),
    Op.GTE: ("在{}以上", "at least {}"),
    Op.LT: ("不满{}", "less than {}"),
    Op.LTE: ("在{}以下", "at most {}"),
    Op.BETWEEN: ("在{}之间（含两端）", "between {} (both ends included)"),
    Op.WITHIN: ("至{}不超过{}", "at most {1} before {0}"),
    Op.PAST: ("至{}已超过{}", "more than {1} before {0}"),
    Op.REACHED: ("至{}已满{}", "{1} or more before {0}"),
    Op.IN_YEAR: ("所在年度为当年{}", "in the year {} of the date asked about"),
    Op.BEFORE: ("早于{}", "before {}"),
    Op.AFTER: ("晚于{}", "after {}"),
    Op.REGION_WITHIN: ("在{}之内", "within the area {}"),
    Op.IS_NONE: ("确知没有", "known not to exist"),
}
DATE_TESTS: dict[Op, Pair] = {
    Op.GT: TESTS[Op.AFTER],
    Op.GTE: ("不早于{}", "not before {}"),
    Op.LT: TESTS[Op.BEFORE],
    Op.LTE: ("不晚于{}", "not after {}"),
}
KINDS: dict[str, Pair] = {
    "entry": ("名单条目", "list entry"),
    "ban": ("法定禁止", "ban"),
    "subject": ("主体", "the subject"),
}
