"""The sentences of an explanation: (Chinese, English) by what they say."""

from engine.conditions import Op
from engine.facts import Truth

DATE_TESTS = {
    Op.GT: ("晚于 {}", "later than {}"),
    Op.GTE: ("不早于 {}", "not earlier than {}"),
    Op.LT: ("早于 {}", "earlier than {}"),
    Op.LTE: ("不晚于 {}", "not later than {}"),
}
TESTS = {
    Op.EQ: ("等于 {}", "equal to {}"),
    Op.IN: ("属于 {} 之一", "one of {}"),
    Op.GT: ("超过 {}", "more than {}"),
    Op.GTE: ("不低于 {}", "at least {}"),
    Op.LT: ("低于 {}", "less than {}"),
    Op.LTE: ("不超过 {}", "at most {}"),
    Op.BETWEEN: ("在 {} 之间（含两端）", "between {} (both ends included)"),
    Op.WITHIN: ("在查询日之前 {} 以内", "within {} before the date asked about"),
    Op.BEFORE: ("早于 {}", "before {}"),
    Op.AFTER: ("晚于 {}", "after {}"),
    Op.REGION_WITHIN: ("在 {} 辖区之内", "within the area {}"),
    Op.IS_NONE: ("确认不存在", "known not to exist"),
}
FIGURES = {
    "count": ("{kind}的件数", "the number of {kind}"),
    "sum": ("{kind}的{field}合计", "the sum of {field} of {kind}"),
    "ratio": ("{kind}在占比计算中的数额", "the figure of {kind} in the share"),
}
MISSING = {
    "present": ("{kind}的日期或者是否中止执行不详", "the date or a possible suspension of {kind} is unknown"),
    "coverage": ("{kind}的数据来源不能保证完整", "the source of {kind} does not vouch for completeness"),
}
FAILED = {
    "present": ("{kind}在查询日尚未作出或者已经中止执行", "{kind} is later than the date asked about, or suspended"),
    "record": ("没有{kind}的记录", "there is no record of {kind}"),
    "without": ("已有{kind}的记录，按规则应予排除", "there is a record of {kind}, which the rule excludes"),
    "effective": ("{kind}不在有效期内", "{kind} is not in effect"),
    "in_force": (
        "所引用的规则在适用日期没有生效的版本",
        "the rule referred to has no release in force on the law's date",
    ),
}
HEADS = {
    Truth.MET: ("符合“{title}”的情形。依据：{basis}。", 'Met: "{title}". Basis: {basis}.'),
    Truth.NOT_MET: ("不符合“{title}”的情形。依据：{basis}。", 'Not met: "{title}". Basis: {basis}.'),
    Truth.UNKNOWN: (
        "现有事实不足以判断是否符合“{title}”的情形，不得据此作出不利认定。依据：{basis}。",
        'Cannot be told from the facts at hand: "{title}"; nothing may be held against the subject. Basis: {basis}.',
    ),
}
DISPUTED = (
    "两套引擎对“{title}”的结论不一致，按无法判断处理，须由人工核对。依据：{basis}。",
    'The two engines differ on "{title}"; it counts as unknown and a person must look into it. Basis: {basis}.',
)
EXCEPTIONS = {
    True: ("适用例外“{title}”。依据：{basis}。", 'The exception "{title}" applies. Basis: {basis}.'),
    False: (
        "例外“{title}”是否适用无法判断。依据：{basis}。",
        'Whether the exception "{title}" applies is unknown. Basis: {basis}.',
    ),
}
PSEUDO_KINDS = {
    "entry": ("名单条目", "list entries"),
    "ban": ("法定禁止", "bans"),
    "subject": ("主体", "the subject"),
    "rule": ("规则", "rules"),
}
VERDICTS = {
    Truth.MET: ("{what}为 {value}，符合“{test}”{origin}", "{what} is {value}, which is {test}{origin}"),
    Truth.NOT_MET: ("{what}为 {value}，不符合“{test}”{origin}", "{what} is {value}, which is not {test}{origin}"),
    Truth.UNKNOWN: (
        "{what}为 {value}，能否符合“{test}”无法判断{origin}",
        "{what} is {value}, and whether that is {test} is unknown{origin}",
    ),
}
# A plain "is it this value": said once, since repeating the wanted value tells nothing new.
NAMED = {
    Truth.MET: ("{kind}:{field}为“{value}”", "{kind}: {field} is {value}"),
    Truth.NOT_MET: ("{kind}:{field}为“{value}”，要求为“{wanted}”", "{kind}: {field} is {value}, required: {wanted}"),
}
VERDICT_OF_SHARE = (
    "{what}为 {value}，占比须“{test}”{origin}",
    "{what} is {value}; the share must be {test}{origin}",
)
NOT_STANDING = {
    "entry": ("没有“{named}”的有效条目", "there is no effective entry on {named}"),
    "ban": ("没有“{named}”范围内的有效法定禁止", "there is no effective ban of the scope {named}"),
}
