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
    Op.BETWEEN: ("在{wanted} 之间（含两端）", "between {wanted} (both ends included)"),
    Op.WITHIN: ("在自该日起{wanted}之内", "within {wanted} of that date"),
    Op.PAST: ("自该日起已满{wanted}", "{wanted} after that date have run out"),
    Op.REACHED: ("自该日起已到满{wanted}之日", "{wanted} or more before the day in question"),
    Op.IN_YEAR: ("属于{wanted}", "in {wanted}"),
    Op.BEFORE: ("早于{wanted}", "before {wanted}"),
    Op.AFTER: ("晚于{wanted}", "after {wanted}"),
    Op.REGION_WITHIN: ("在{wanted} 辖区之内", "within the area {wanted}"),
    Op.IS_NONE: ("确认不存在", "known not to exist"),
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
    "effective": ("{kind}不在有效期内", "{kind} is not in effect"),
    "role": ("在所问之日不担任该职务", "the role was not held on the day asked about"),
    "count": ("{kind}的件数不符合要求", "the number of {kind} is not as required"),
    "ratio": ("{kind}的占比不符合要求", "the share of {kind} is not as required"),
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
    Truth.NOT_MET: ("{kind}的{field}为“{value}”，要求为“{wanted}”", "{kind}: {field} is {value}, required: {wanted}"),
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
UNNAMED = {
    "kind": ("该类记录", "records of that kind"),
    "field": ("该项内容", "that field"),
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
# Periods against the day asked about: by test, truth, and what the last day says.
DAY_ASKED = {
    "as_of": ("查询日{day}", "the date asked about ({day})"),
    "at": ("{field}{day}", "{field} ({day})"),
}
PERIODS = {
    (Op.WITHIN, "in"): (
        "{what}为{value}，{asked}在自该日起{period}之内（最后一日为{last}）{origin}",
        "{what} is {value}; {asked} lies within {period} of it (last day {last}){origin}",
    ),
    (Op.WITHIN, "before"): (
        "{what}为{value}，{asked}早于该日，不在自该日起{period}之内{origin}",
        "{what} is {value}; {asked} comes before it and so not within {period} of it{origin}",
    ),
    (Op.WITHIN, "over"): (
        "{what}为{value}，{asked}已超过自该日起{period}（最后一日为{last}，已超过{days}日）{origin}",
        "{what} is {value}; {asked} lies beyond {period} of it (last day {last}, {days} days ago){origin}",
    ),
    (Op.WITHIN, "soon"): (
        "{what}为{value}，至{asked}未超过{days}个自然日，必在自该日起{period}之内{origin}",
        "{what} is {value}; {asked} is no more than {days} calendar days later, so surely within {period}{origin}",
    ),
    (Op.PAST, "over"): (
        "{what}为{value}，自该日起已满{period}（最后一日{last}已过，{asked}）{origin}",
        "{what} is {value}; {period} after it have run out (last day {last} has gone by on {asked}){origin}",
    ),
    (Op.PAST, "in"): (
        "{what}为{value}，自该日起未满{period}（最后一日为{last}，{asked}时该日尚未过去，过后即满）{origin}",
        "{what} is {value}; {period} after it have not run out (last day {last}, which has not gone by on {asked}){origin}",
    ),
    (Op.PAST, "before"): (
        "{what}为{value}，{asked}早于该日，自该日起未满{period}{origin}",
        "{what} is {value}; {asked} comes before it, so {period} have not run out{origin}",
    ),
    (Op.PAST, "soon"): (
        "{what}为{value}，至{asked}未超过{days}个自然日，必未满{period}{origin}",
        "{what} is {value}; {asked} is no more than {days} calendar days later, so {period} surely have not run out{origin}",
    ),
    (Op.REACHED, "over"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}已过该日{origin}",
        "{what} is {value}; {period} after it end on {last}, and {asked} is later{origin}",
    ),
    (Op.REACHED, "last"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}恰为该日{origin}",
        "{what} is {value}; {period} after it end on {last}, and {asked} is that very day{origin}",
    ),
    (Op.REACHED, "in"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}未到该日，尚差{days}日{origin}",
        "{what} is {value}; {period} after it end on {last}, and {asked} is {days} days too early{origin}",
    ),
    (Op.REACHED, "before"): (
        "{what}为{value}，{asked}早于该日，未到自该日起满{period}之日{origin}",
        "{what} is {value}; {asked} comes before it, so the last day of {period} after it has not come{origin}",
    ),
    (Op.REACHED, "soon"): (
        "{what}为{value}，至{asked}不足{days}个自然日，必未到满{period}之日{origin}",
        "{what} is {value}; {asked} is less than {days} calendar days later, so {period} surely do not end by then{origin}",
    ),
    (Op.REACHED, "open"): (
        "{what}为{value}，至{asked}是否已到满{period}之日，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether {period} after it end by {asked} cannot be told, since the working days are not published{origin}",
    ),
    (Op.WITHIN, "open"): (
        "{what}为{value}，{asked}是否在自该日起{period}之内，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether {asked} lies within {period} of it cannot be told, since the working days are not published{origin}",
    ),
    (Op.PAST, "open"): (
        "{what}为{value}，至{asked}是否已满{period}，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether {period} after it have run out on {asked} cannot be told, since the working days are not published{origin}",
    ),
}
YEARS = {
    Truth.MET: ("{what}为{value}，属于{year}{origin}", "{what} is {value}, which is in {year}{origin}"),
    Truth.NOT_MET: ("{what}为{value}，不属于{year}{origin}", "{what} is {value}, which is not in {year}{origin}"),
}
YEAR_NAMES = {
    0: ("查询日的当年", "the year of the date asked about"),
    1: ("查询日的上一年度", "the year before that of the date asked about"),
}
EARLIER_YEAR = ("查询日之前第{years}个年度", "the {years}th year before that of the date asked about")
GAPS = {
    "short": ("，尚差 {gap}", ", {gap} short"),
    "over": ("，超出 {gap}", ", {gap} too many"),
    "equal": ("，恰为该数，尚不符合", ", exactly that figure, which does not do"),
}
EXCLUDED = ("，属于应予排除的情形", ", which the rule excludes")
FIELD_MISSING = ("{kind}的{field}不详", "{field} of {kind} is unknown")
FIELD_FAILED = ("{kind}的{field}不符合要求", "{field} of {kind} is not as required")
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
    "test": ("{field}{words}", "{field} {words}"),
    "within": ("{day}在自{field}起{period}之内", "{day} lies within {period} of {field}"),
    "past": ("自{field}起至{day}已满{period}", "{period} after {field} have run out by {day}"),
    "reached": ("{day}已到自{field}起满{period}之日", "the last day of {period} after {field} has come by {day}"),
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
