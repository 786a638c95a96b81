"""What states, moves, roles and requirements are called in Chinese, wherever a person reads them."""

from collections.abc import Mapping

from casework.records import EntryState, Move, Role

STATE_TITLES: Mapping[EntryState, str] = {
    EntryState.PROPOSED: "待告知",
    EntryState.NOTICED: "已告知",
    EntryState.DECIDED: "已决定待批准",
    EntryState.APPROVED: "已批准待送达",
    EntryState.EFFECTIVE: "生效",
    EntryState.REJECTED: "不予列入",
    EntryState.ENDED: "已移出",
}
MOVE_TITLES: Mapping[Move, str] = {
    Move.PROPOSE: "提出",
    Move.REJECT: "不予列入",
    Move.SERVE_NOTICE: "送达告知书",
    Move.RECORD_STATEMENT: "登记陈述申辩",
    Move.DECIDE: "作出决定",
    Move.RETURN_DECISION: "退回决定",
    Move.APPROVE: "批准",
    Move.TAKE_EFFECT: "送达决定并生效",
    Move.MIRROR: "镜像登记",
    Move.END: "移出",
    Move.SUSPEND: "停止执行",
    Move.RESUME: "恢复执行",
}
ROLE_TITLES: Mapping[Role, str] = {
    Role.INTEGRATOR: "审批系统",
    Role.DATA_CLERK: "数据报送员",
    Role.POLICY_EDITOR: "规则编辑",
    Role.REVIEWER: "规则审核",
    Role.LIST_OFFICER: "名单经办人",
    Role.APPROVING_OFFICER: "名单批准人",
    Role.EXECUTOR: "执行单位",
    Role.SUPERVISOR: "督导",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "账户管理员",
}
NEED_TITLES: Mapping[str, str] = {
    "document": "文书编号",
    "law_date": "日期",
    "reasons": "理由",
    "service": "送达方式",
    "proof": "送达凭证",
    "statement_until": "陈述申辩截止日",
    "statement": "陈述申辩内容或放弃说明",
}
