"""What files, their steps and what they need are called in Chinese, wherever a person reads them."""

from collections.abc import Mapping

from casework.docket import FileKind

FILE_TITLES: Mapping[FileKind, str] = {
    FileKind.OBJECTION: "异议申请",
    FileKind.MATCH_OBJECTION: "主体匹配异议",
    FileKind.RECONSIDERATION: "行政复议",
    FileKind.SUIT: "行政诉讼",
    FileKind.REPAIR: "信用修复申请",
    FileKind.COMMITMENT: "信用承诺",
    FileKind.TRAINING: "信用培训",
    FileKind.TALK: "约谈",
    FileKind.REPORT: "信用报告提交",
    FileKind.CORRECTION: "更正后复核",
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
}
NEED_TITLES: Mapping[str, str] = {
    "document": "文书编号",
    "law_date": "日期",
    "reasons": "理由",
    "grounds": "异议理由",
    "findings": "核查情况",
    "organ": "办理机关",
    "source": "转送机关",
}


def step_title(step: str) -> str:
    return STEP_TITLES.get(step, step or "无")
