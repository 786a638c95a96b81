"""The sentences for the party, the officer and the auditor: (Chinese, English) by what they say."""

from engine.facts import Truth

TERMS = {
    "open": ("无固定期限", "no fixed end"),
    "fixed": ("期限{term}", "for {term}"),
    "range": (
        "期限在{term}以上、{at_most}以下，由决定机关在此幅度内确定",
        "for {term} to {at_most}, as the deciding authority fixes it",
    ),
}
# Who can supply a missing fact, by its kind.
WHO_KNOWS = {
    "reporters": ("由{departments}报送", "reported by {departments}"),
    "record": ("由掌握该信息的部门报送", "reported by the department that holds it"),
    "subject": ("由登记该项信息的部门报送", "reported by the department that registers it"),
    "entry": ("由作出认定的机关报送", "reported by the authority that decides on the list"),
    "ban": ("由作出相应决定的机关报送", "reported by the authority whose decision brings it"),
    "role": ("由登记任职情况的部门报送", "reported by the department that registers who holds the role"),
    "calendar": ("待该年度节假日安排公布后补录", "to be entered once that year's holidays are announced"),
}
SUBJECT: dict[object, tuple[str, str]] = {
    Truth.MET: ("经核对，你（单位）符合“{title}”的情形", 'you were found to meet: "{title}"'),
    Truth.NOT_MET: ("经核对，你（单位）不符合“{title}”的情形", 'you were found not to meet: "{title}"'),
    Truth.UNKNOWN: (
        "现有信息不足以判断是否符合“{title}”的情形，查明之前不得据此作出对你（单位）不利的认定",
        'the information at hand does not tell whether "{title}" is met; until it does, nothing may be held against you',
    ),
    "record": ("所依据的记录：{record}", "the record relied on: {record}"),
    "exception_left": (
        "本条设有例外“{title}”，目前没有查到适用的情形；确有该情形的，可以提出并附材料",
        'the article has the exception "{title}", which was not found to apply; if it does, say so and show it',
    ),
    "listed": (
        "该情形属于“{named}”的列入情形，{term}；是否列入以依法作出的决定为准",
        'this is a ground for an entry on "{named}", {term}; whether it is entered is for a lawful decision to say',
    ),
    "step": ("程序和权利：{title}", "procedure and rights: {title}"),
    "remedy": ("救济和修复：{remedy}", "remedy and repair: {remedy}"),
    "exception": ("适用例外“{title}”", 'the exception "{title}" applies'),
    "missing": ("尚待查明：{what}（{who}）", "still to be found out: {what} ({who})"),
    "missing_of_other": ("{kind}的任职时间等情况", "when the role was held and the like, of {kind}"),
    "act_none": (
        "所涉行为以{day}为准，当时施行的规定没有这一情形，不以其后施行的规定提请列入",
        "the act counts as of {day}; the law in force then had no such ground, and no later law is held against you",
    ),
    "act_not_met": (
        "所涉行为以{day}为准，按照当时施行的规定不符合这一情形，不以其后施行的规定提请列入",
        "the act counts as of {day}; under the law in force then it is no such ground, and no later law is held against you",
    ),
    "act_unknown": (
        "所涉行为以{day}为准，按照当时施行的规定，现有信息不足以判断",
        "the act counts as of {day}; the information at hand does not tell what the law in force then makes of it",
    ),
    "unsure": (
        "系统核对未能完成，须由人工核对后再作判断",
        "the automatic check is not complete; a person must look into it before anything is decided",
    ),
}
# What the service does by its own rule: never told as law.
OWN_PRACTICE = {
    "said": (
        "平台办理规则（不作为法律规定引用）：{said}",
        "this service's own practice, not to be cited as law: {said}",
    ),
    "term": ("“{title}”的期限为{term}", 'the period for "{title}" is {term}'),
    "cited": ("平台办理规则，不作为法律规定引用", "this service's own practice, not to be cited as law"),
}
OFFICER_HEADS = {
    Truth.MET: ("符合“{title}”的情形", 'met: "{title}"'),
    Truth.NOT_MET: ("不符合“{title}”的情形", 'not met: "{title}"'),
    Truth.UNKNOWN: (
        "现有事实不足以判断是否符合“{title}”的情形，不得据此作出不利认定",
        'cannot be told from the facts at hand: "{title}"; nothing may be held against the subject',
    ),
}
MARKS = {Truth.MET: ("✓ ", "✓ "), Truth.NOT_MET: ("✗ ", "✗ "), Truth.UNKNOWN: ("？ ", "? ")}
CONDITION = {
    "leaf": ("{what}", "{what}"),
    "all": ("下列各项同时满足", "all of the following"),
    "any": ("下列各项满足其一", "any of the following"),
    "rule": ("符合“{what}”的情形", 'met: "{what}"'),
    "not_in_force": (
        "所引用的规则在适用日期有生效的版本并且符合",
        "the rule referred to has a release in force on the law's date and is met",
    ),
    "turned": ("不存在以下情形：{what}", "this is not so: {what}"),
}
OF_ROLE = ("{role}的{kind}", "{kind} of {role}")
OFFICER = {
    "disputed": (
        "两套引擎对本条的结论不一致，按无法判断处理，须由人工核对",
        "the two engines differ on this rule; it counts as unknown and a person must look into it",
    ),
    "degraded": (
        "本次只有一套引擎作答，仅供参考，不得据此提请",
        "only one engine answered; for information only, nothing may be proposed on it",
    ),
    "barred": (
        "以下条件是决定时的法的条件；与行为时的法合并后不成立，不提请",
        "the conditions below are those of the law of the decision; together with the law of the act the rule does not "
        "hold, and nothing is proposed",
    ),
    "exception_met": ("例外“{title}”：适用，本条因此不成立", 'exception "{title}": applies, so the rule does not hold'),
    "exception_not_met": ("例外“{title}”：不适用", 'exception "{title}": does not apply'),
    "exception_unknown": ("例外“{title}”：是否适用无法判断", 'exception "{title}": whether it applies is unknown'),
    "concerned": ("，涉及{records}", ", of {records}"),
    "missing": ("缺少：{what}{records}；{who}", "missing: {what}{records}; {who}"),
    "act": ("行为时的法（第{version}版）：{said}，{term}", "law of the act (release {version}): {said}, {term}"),
    "decision": (
        "决定时的法（第{version}版）：{said}，{term}",
        "law of the decision (release {version}): {said}, {term}",
    ),
    "act_none": (
        "行为时没有生效的该条规则，按不符合处理",
        "no such rule was in force at the time of the act, so it is not met",
    ),
    "decision_none": (
        "决定时没有生效的该条规则，按不符合处理",
        "no such rule is in force at the time of the decision, so it is not met",
    ),
    "truth_met": ("符合", "met"),
    "truth_not_met": ("不符合", "not met"),
    "truth_unknown": ("无法判断", "unknown"),
    "no_list": ("不提请列入名单", "no entry proposed"),
    "lighter_act": ("行为时的法较轻，期限从行为时的法", "the law of the act is the lighter one and gives the term"),
    "lighter_decision": (
        "决定时的法较轻，期限从决定时的法",
        "the law of the decision is the lighter one and gives the term",
    ),
    "lighter_same": ("两法期限相同", "both laws give the same term"),
    "proposes": (
        "属于“{named}”的列入情形，{term}；由该名单的认定机关依程序办理",
        'a ground for an entry on "{named}", {term}; for the authority that decides on that list, in its procedure',
    ),
    "remedy": ("救济和修复：{remedy}", "remedy and repair: {remedy}"),
    "open_levels": (
        "引文括号中的序号没有写明是款还是项，制作文书时以条文原文为准",
        "the citation does not say whether a number in brackets is a paragraph or an item; take it from the text of the article",
    ),
}
AUDITOR = {
    "always": ("不限期间", "on any day"),
    "from": ("自 {start} 起", "from {start}"),
    "before": ("至 {until} 前", "before {until}"),
    "during": ("自 {start} 起，至 {until} 前", "from {start}, before {until}"),
    "rule": ("规则 {key}，规则包 {release}，摘要 {digest}", "rule {key}, release {release}, digest {digest}"),
    "dates": (
        "查询日 {as_of}，法律适用日 {law_at}，程序摘要 {program}，判断摘要 {judgement}",
        "as of {as_of}, law at {law_at}, program {program}, judgement {judgement}",
    ),
    "agreed": ("结论 {value}，两套引擎一致", "truth {value}, both engines agree"),
    "differed": ("结论 {value}，两套引擎不一致，不提请", "truth {value}, the engines differ, nothing is proposed"),
    "one_engine": ("结论 {value}，仅一套引擎作答，不提请", "truth {value}, one engine only, nothing is proposed"),
    "records": ("依据记录 {support}，关联记录 {partners}", "records {support}, joined records {partners}"),
    "compared": (
        "比对 {where}：{value}；{test}；{verdict}{origin}",
        "compared {where}: {value}; {test}; {verdict}{origin}",
    ),
    "parameter": ("；参数 ${id}（{unit}，{during}，{basis}）", "; parameter ${id} ({unit}, {during}, {basis})"),
    "standing": (
        "{kind}[{fact}]：{named}，{start} 至 {end}，任职 {role}，有效 {effective}",
        "{kind}[{fact}]: {named}, {start} to {end}, role {role}, effective {effective}",
    ),
    "missing": ("缺少 {kind}[{fact}].{field}", "missing {kind}[{fact}].{field}"),
    "failed": ("不符 {kind}[{fact}].{field}", "failed {kind}[{fact}].{field}"),
    "exception": ("例外 {id}：{applies}", "exception {id}: {applies}"),
    "laws": (
        "行为时的法 {act}，决定时的法 {decision}，合并结论 {value}，较轻 {lighter}",
        "law of the act {act}, law of the decision {decision}, together {value}, lighter {lighter}",
    ),
    "trace": ("本条规范记录的摘要 {digest}", "digest of this rule's canonical record {digest}"),
    "open_levels": (
        "引文 {articles} 没有写明括号内是款还是项",
        "the citation {articles} does not say whether its brackets are paragraphs or items",
    ),
}
