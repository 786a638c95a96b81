"""The sentences of an explanation: (Chinese, English) by what they say."""

from engine.conditions import Op
from engine.facts import Truth

DATE_TESTS = {
    Op.GT: ("晚于{wanted}", "later than {wanted}"),
    Op.GTE: ("不早于{wanted}", "on or after {wanted}"),
    Op.LT: ("早于{wanted}", "earlier than {wanted}"),
    Op.LTE: ("不晚于{wanted}", "on or before {wanted}"),
}
TESTS = {
    Op.EQ: ("等于{wanted}", "equal to {wanted}"),
    Op.IN: ("属于{wanted}之一", "one of {wanted}"),
    Op.GT: ("超过{wanted}", "more than {wanted}"),
    Op.GTE: ("不低于{wanted}", "at least {wanted}"),
    Op.LT: ("低于{wanted}", "less than {wanted}"),
    Op.LTE: ("不超过{wanted}", "at most {wanted}"),
    Op.BETWEEN: ("在{wanted}之间（含两端）", "between {wanted} (both ends included)"),
    Op.WITHIN: ("在自该日起{wanted}之内", "within {wanted} of that date"),
    Op.PAST: ("自该日起已满{wanted}", "the period of {wanted} from that date has run out"),
    Op.REACHED: ("自该日起已到满{wanted}之日", "{wanted} or more before the day in question"),
    Op.IN_YEAR: ("属于{wanted}", "in {wanted}"),
    Op.BEFORE: ("早于{wanted}", "before {wanted}"),
    Op.AFTER: ("晚于{wanted}", "after {wanted}"),
    Op.REGION_WITHIN: ("在{wanted}的辖区之内", "within {wanted}"),
    Op.IS_NONE: ("没有该项", "known not to exist"),
}
MISSING = {
    "working_days": ("所涉年份的{kind}未公布", "{kind} is not published for the years in question"),
    "present": ("{kind}的日期或者是否中止执行不详", "the date or a possible suspension of {kind} is unknown"),
    "coverage": ("{kind}的数据来源不能保证完整", "the source of {kind} does not vouch for completeness"),
}
FAILED = {
    "present": ("{kind}在查询日尚未作出或者已经中止执行", "{kind} is later than the date asked about, or suspended"),
    "record": ("没有查到“{kind}”", "there is no record of {kind}"),
    "without": ("已有“{kind}”，按规则应予排除", "there is a record of {kind}, which the rule excludes"),
    "effective": ("{kind}不在有效期内", "{kind}: none in effect"),
    "role": ("在所问之日不担任该职务", "the role was not held on the day asked about"),
    "count": ("{kind}的件数不符合本条的条件", "the number of {kind} is not as required"),
    "ratio": ("{kind}的占比不符合本条的条件", "the share of {kind} is not as required"),
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
    "calendar": ("工作日历", "the calendar of working days"),
}
VERDICTS = {
    Truth.MET: ("{what}为{value}，符合“{test}”{gap}{origin}", "{what} is {value}, which is {test}{gap}{origin}"),
    Truth.NOT_MET: (
        "{what}为{value}，不符合“{test}”{gap}{origin}",
        "{what} is {value}, which is not {test}{gap}{origin}",
    ),
    Truth.UNKNOWN: (
        "{what}为{value}，能否符合“{test}”无法判断{gap}{origin}",
        "{what} is {value}, and whether that is {test} is unknown{gap}{origin}",
    ),
}
# A plain "is it this value": said once, since repeating the wanted value tells nothing new.
NAMED = {
    Truth.MET: ("{kind}的{field}为“{value}”", "{kind}: {field} is {value}"),
    Truth.NOT_MET: (
        "{kind}的{field}为“{value}”，不属于“{wanted}”",
        "{kind}: {field} is {value}, which is not {wanted}",
    ),
}
# A yes-or-no field as a statement, and the statement that the article asks for.
FLAGS = {
    Truth.MET: ("{kind}：{said}", "{kind}: {field} is {value}"),
    Truth.NOT_MET: (
        "{kind}：{said}，本条以{wanted}为条件",
        "{kind}: {field} is {value}, which is not {wanted}",
    ),
}
# What does not exist.
ABSENT = {
    Truth.MET: ("{kind}没有{field}", "{kind}: there is no {field}"),
    Truth.NOT_MET: (
        "{kind}没有{field}，因此不符合“{test}”{origin}",
        "{kind}: there is no {field}, so it is not {test}{origin}",
    ),
    "named": ("{kind}没有{field}，因此不属于“{wanted}”", "{kind}: there is no {field}, so it is not {wanted}"),
    "not_absent": (
        "{what}为{value}，本条以没有{field}为条件",
        "{what} is {value}, and the article applies where there is none",
    ),
    "date": (
        "{what}为{value}，没有可供比较的日期，因此不符合本项条件{origin}",
        "{what} is {value}, and there is no date to compare it with, so the condition is not met{origin}",
    ),
    "other": (
        "{what}为{value}，没有可供比较的内容，因此不符合本项条件{origin}",
        "{what} is {value}, and there is nothing to compare it with, so the condition is not met{origin}",
    ),
}
VERDICT_OF_PART = ("{what}为{value}", "{what} is {value}")
VERDICT_OF_SHARE = (
    "{what}为{value}，占比须“{test}”{gap}{origin}",
    "{what} is {value}; the share must be {test}{gap}{origin}",
)
NOT_STANDING = {
    "entry": ("没有“{named}”的有效条目", "there is no effective entry on {named}"),
    "ban": ("没有范围为“{named}”的有效法定禁止", "there is no effective ban of the scope {named}"),
}
AREA = ("行政区划{code}", "area {code}")
UNNAMED = {
    "kind": ("该类记录", "records of that kind"),
    "field": ("有关内容", "that field"),
    "list": ("所指名单", "the list referred to"),
    "scope": ("所指范围", "the scope referred to"),
    "every_scope": ("一切范围", "every scope"),
    "whatever_scope": ("任一范围", "whatever scope"),
    "role": ("关联人员", "a related person"),
}
ROLES = {"register": ("担任“{role}”的人员", 'persons in the role "{role}"')}
STANDING_FIELDS = {
    "start": ("开始日期", "start"),
    "term_end": ("届满日期", "last day"),
    "since": ("任职起始日期", "first day in the role"),
    "until": ("任职终止日期", "last day in the role"),
}
YEARS = {
    Truth.MET: ("{what}为{value}，属于{year}{origin}", "{what} is {value}, which is in {year}{origin}"),
    Truth.NOT_MET: ("{what}为{value}，不属于{year}{origin}", "{what} is {value}, which is not in {year}{origin}"),
}
YEAR_NAMES = {
    0: ("查询日的当年", "the year of the date asked about"),
    1: ("查询日的上一年度", "the year before that of the date asked about"),
}
EARLIER_YEAR = ("查询日之前第{years}个年度", "the year {years} years before that of the date asked about")
GAPS = {
    "short": ("，尚差{gap}", ", {gap} short"),
    "over": ("，超出{gap}", ", {gap} too many"),
    "equal": ("，恰为该数，尚不符合", ", exactly that figure, which does not do"),
}
EXCLUDED = ("，属于应予排除的情形", ", which the rule excludes")
FIELD_MISSING = ("{kind}的{field}不详", "{field} of {kind} is unknown")
FLAG_MISSING = ("不能确定{kind}{asked}", "{field} of {kind} is unknown")
FIELD_FAILED = ("{kind}的{field}不符合本条的条件", "{field} of {kind} is not as the article asks")
# By register and whether it is a related person's.
STANDS = {
    ("entry", False): (
        "有“{named}”的有效条目，自{start}起，{until}",
        'there is an effective entry on "{named}" from {start}, {until}',
    ),
    ("ban", False): (
        "有“{named}”的有效法定禁止，自{start}起，{until}",
        'there is an effective ban "{named}" from {start}, {until}',
    ),
    ("entry", True): (
        "于{held_on}担任“{role}”的人员有“{named}”的有效条目，自{start}起，{until}",
        'a person in the role "{role}" on {held_on} has an effective entry on "{named}" from {start}, {until}',
    ),
    ("ban", True): (
        "于{held_on}担任“{role}”的人员有“{named}”的有效法定禁止，自{start}起，{until}",
        'a person in the role "{role}" on {held_on} has an effective ban "{named}" from {start}, {until}',
    ),
}
# What a condition requires, by what it is.
REQUIRED = {
    "subject": ("主体的{tests}", "of the subject: {tests}"),
    "record": ("有{records}", "there is {records}"),
    "figure": ("{figure}{tests}", "{figure} is {tests}"),
    "max": ("{records}的{field}最高值", "the highest {field} of {records}"),
    "min": ("{records}的{field}最低值", "the lowest {field} of {records}"),
    "ratio": ("{of}占{to}的比例{tests}", "the share of {of} in {to} is {tests}"),
    "entry": ("“{named}”的有效条目", 'effective entry on "{named}"'),
    "ban": ("“{named}”（含一切范围）的有效法定禁止", 'effective ban "{named}" (or of every scope)'),
    "every_ban": ("适用于一切范围的有效法定禁止", "effective ban of every scope"),
    "any_ban": ("正在生效的法定禁止", "effective ban of whatever scope"),
    "own": ("有{what}", "the subject has an {what}"),
    "of_role": ("{day}担任“{role}”的人员有{what}", 'a person in the role "{role}" {day} has an {what}'),
    "kind": ("“{kind}”", '"{kind}"'),
    "where": ("（{tests}）", " ({tests})"),
    "with": ("，且另有{partner}", ", with {partner} beside it"),
    "without": ("，且没有{partner}", ", with no {partner} beside it"),
    "same": ("{fields}相同", "equal {fields}"),
    "sum": ("{records}的{field}合计", "the sum of {field} of {records}"),
    "count": ("{records}的件数", "the number of {records}"),
    "distinct": ("{records}的不同{field}个数", "the number of different {field} of {records}"),
    "span": ("任意{period}之内{records}的件数", "the number, within any {period}, of {records}"),
    "comma": ("，", ", "),
    "and": ("，且", " and "),
    "named": ("为“{value}”", "is {value}"),
    "none": ("没有{field}", "there is no {field}"),
    "within_no_days": ("{day}恰为{field}", "{day} is {field}"),
    "past_no_days": ("{day}时{field}已过", "{field} has gone by on {day}"),
    "reached_no_days": ("{day}已到{field}", "{field} has come by {day}"),
    "test": ("{field}{words}", "{field} {words}"),
    "within": ("{day}在自{field}起{period}之内", "{day} lies within {period} of {field}"),
    "past": ("自{field}起至{day}已满{period}", "the period of {period} from {field} has run out by {day}"),
    "reached": (
        "{day}已到自{field}起满{period}之日",
        "the last day of the period of {period} from {field} has come by {day}",
    ),
    "as_of": ("查询日", "the date asked about"),
    "own_field": ("本记录的“{field}”", 'the "{field}" of the same record'),
    "outer_field": ("前项记录的“{field}”", 'the "{field}" of the record joined with'),
}
HELD_ON = {
    ("as_of", "entry"): ("查询日", "on the date asked about"),
    ("as_of", "ban"): ("查询日", "on the date asked about"),
    ("start", "entry"): ("该条目开始之日", "on the day the entry began"),
    ("start", "ban"): ("该项禁止开始之日", "on the day the ban began"),
}
# Why an entry or ban does not count.
NOT_COUNTED = {
    "role": ("{held_on}不担任“{role}”", 'the role "{role}" was not held on {held_on}'),
    "ended": ("已于{day}终止", "ended on {day}"),
    "suspended": ("已中止", "suspended"),
    "over": ("已于{day}届满", "ran out on {day}"),
    "not_begun": ("尚未开始", "not begun"),
    "other": ("不符合所列条件", "not as required"),
}
LOOKED_AT = ("“{named}”的{kind}，自{start}起：{why}", '{kind} "{named}" from {start}: {why}')
OF_NOBODY = {
    "entry": (
        "没有在所问之日担任“{role}”、并有“{named}”有效条目的人员",
        'there is nobody who held the role "{role}" on the day in question and has an effective entry on "{named}"',
    ),
    "ban": (
        "没有在所问之日担任“{role}”、并受范围为“{named}”的有效法定禁止的人员",
        'there is nobody who held the role "{role}" on the day in question and is under an effective ban "{named}"',
    ),
}
STANDS_OF_OTHER = {
    "entry": (
        "于{held_on}担任“{role}”的人员有“{named}”的有效条目",
        'a person in the role "{role}" on {held_on} has an effective entry on "{named}"',
    ),
    "ban": (
        "于{held_on}担任“{role}”的人员受范围为“{named}”的有效法定禁止",
        'a person in the role "{role}" on {held_on} is under an effective ban "{named}"',
    ),
}
UNTIL = {
    "day": ("至{day}", "to {day}"),
    "none": ("无固定期限", "with no fixed end"),
    "unknown": ("截止日期不详", "its last day unknown"),
}
