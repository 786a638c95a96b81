"""What files, their steps and what they need are called in Chinese, wherever a person reads them."""

from collections.abc import Mapping

from casework.docket import FileKind

FILE_TITLES: Mapping[FileKind, str] = {
    FileKind.OBJECTION: "异议申请",
    FileKind.MATCH_OBJECTION: "主体匹配异议",
    FileKind.RECONSIDERATION: "行政复议",
    FileKind.SUIT: "行政诉讼",
    FileKind.REPAIR: "信用修复申请",
    FileKind.REORGANISATION: "重整计划执行",
    FileKind.COMMITMENT: "信用承诺",
    FileKind.TRAINING: "信用培训",
    FileKind.TALK: "约谈",
    FileKind.REPORT: "信用报告提交",
    FileKind.CORRECTION: "更正后复核",
    FileKind.SUCCESSION: "主体变更后复核",
}
STEP_TITLES: Mapping[str, str] = {
    "filed": "提出",
    "accepted": "受理",
    "not_accepted": "不予受理",
    "forwarded": "转送认定机关",
    "verified": "核查",
    "examined": "审核",
    "upheld": "异议成立",
    "rejected": "异议不成立",
    "source_upheld": "认定机关答复：异议成立",
    "source_rejected": "认定机关答复：异议不成立",
    "granted": "准予修复",
    "refused": "不予修复",
    "withdrawn": "撤回",
    "recorded": "登记立案",
    "stay_ordered": "裁定或者决定停止执行",
    "stay_lifted": "恢复执行",
    "maintained": "维持原决定",
    "annulled": "撤销原决定",
    "changed": "变更原决定",
    "received": "收到“信用中国”网站转来的申请",
    "source_granted": "认定机关答复：准予修复",
    "source_refused": "认定机关答复：不予修复",
    "plan_approved": "人民法院批准重整计划",
    "plan_completed": "重整计划执行完毕",
    "plan_failed": "人民法院裁定终止重整计划的执行",
    "signed": "签署承诺",
    "published": "公开承诺",
    "kept": "承诺已履行",
    "broken": "违反承诺",
    "held": "举行",
    "submitted": "提交",
    "corrected": "所依据的记录已更正",
    "judged": "重新判断",
    "subject_changed": "主体发生变更",
    "review_returned": "退回审核",
    "review_maintained": "维持",
    "review_amended": "更正期限，条目保留",
    "review_corrected": "更正并移出",
    "review_revoked": "撤销条目",
    "review_not_listed": "不予列入",
    "review_noted": "无须处理",
    "review_carried": "认为应由承继主体承担，提请认定",
    "review_not_carried": "不由他人承继，予以移出",
    "review_source_ended": "认定机关答复：移出",
    "review_source_kept": "认定机关答复：保留",
}
NEED_TITLES: Mapping[str, str] = {
    "document": "文书编号",
    "law_date": "日期",
    "reasons": "理由",
    "grounds": "异议理由",
    "findings": "核查情况",
    "organ": "办理机关",
    "source": "转送机关",
    "performance_proof": "履行证明",
    "commitment_letter": "信用承诺书",
    "source_number": "“信用中国”网站的受理编号",
    "source_date": "在“信用中国”网站提出申请的日期",
    "ground": "不予受理的情形",
    "text": "承诺内容",
    "commitment_kind": "承诺类型",
    "where": "公开的地方",
    "basis": "要求公开的依据",
    "place": "地点",
    "bar_until": "决定所定限制的截止日",
    "class_reasons": "归入该类别的理由",
    "successor": "承继主体编号",
    "term_end": "更正后的截止日",
    "event": "事项",
    "record_kind": "信用信息种类",
    "reason": "更正理由",
    "who": "更正单位",
    "what": "涉及",
}


def file_read(kind: FileKind) -> str:
    """The purpose of a look at such a file, as its subject reads it."""
    return f"查阅{FILE_TITLES[kind]}案卷"


def step_title(step: str) -> str:
    return STEP_TITLES.get(step, step or "无")
