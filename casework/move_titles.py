"""What states, moves, roles and requirements are called in Chinese, wherever a person reads them."""

from collections.abc import Mapping

from casework.records import EndKind, EntryState, Move, Role

STATE_TITLES: Mapping[EntryState, str] = {
    EntryState.PROPOSED: "待告知",
    EntryState.NOTICED: "已告知",
    EntryState.PUBLICISED: "公示中",
    EntryState.DECIDED: "已决定待批准",
    EntryState.APPROVED: "已批准待送达",
    EntryState.EFFECTIVE: "生效",
    EntryState.REJECTED: "不予列入",
    EntryState.LAPSED: "逾期失效",
    EntryState.ENDED: "已移出",
}
MOVE_TITLES: Mapping[Move, str] = {
    Move.PROPOSE: "提出",
    Move.REJECT: "不予列入",
    Move.LAPSE: "逾期失效",
    Move.RECUSE: "回避决定",
    Move.SERVE_NOTICE: "送达告知书",
    Move.PUBLICISE: "公示",
    Move.RECORD_STATEMENT: "登记陈述申辩",
    Move.REQUEST_HEARING: "登记听证申请",
    Move.HOLD_HEARING: "登记听证情况",
    Move.LEGAL_REVIEW: "法制审核",
    Move.DISCUSS: "集体讨论",
    Move.SUPERIOR_CONSENT: "上级同意",
    Move.RECORD_STEP: "登记程序步骤",
    Move.DECIDE: "作出决定",
    Move.RETURN_DECISION: "退回决定",
    Move.APPROVE: "批准",
    Move.HEAD_APPROVE: "负责人批准",
    Move.TAKE_EFFECT: "送达决定并生效",
    Move.MIRROR: "镜像登记",
    Move.SUSPEND: "停止执行",
    Move.RESUME: "恢复执行",
    Move.AMEND: "更正期限",
    Move.END: "移出",
    Move.EXPIRE: "期满终止",
}
END_TITLES: Mapping[EndKind, str] = {
    EndKind.EXPIRED: "期限届满",
    EndKind.REPAIRED: "信用修复",
    EndKind.REVOKED: "所依据的决定被撤销",
    EndKind.CORRECTED: "更正",
    EndKind.REMOVED: "移出",
    EndKind.SUBJECT_ENDED: "主体死亡或者终止",
    EndKind.ADVERSE_ENTRY: "因列入严重失信主体名单或者重点关注名单退出",
}
RESULT_TITLES: Mapping[str, str] = {"agreed": "同意", "not_agreed": "不同意"}
OUTCOME_TITLES: Mapping[str, str] = {"held": "已举行", "absent": "无正当理由未出席", "waived": "放弃或者撤回"}
STAY_TITLES: Mapping[str, str] = {"reconsideration": "复议机关决定", "court": "法院裁定", "own": "认定机关决定"}
CLOCK_TITLE = "时限"
"""Who makes the moves that nobody's hand makes."""
ROLE_TITLES: Mapping[Role, str] = {
    Role.INTEGRATOR: "审批系统",
    Role.DATA_CLERK: "数据报送员",
    Role.POLICY_EDITOR: "规则编辑",
    Role.REVIEWER: "规则审核",
    Role.LIST_OFFICER: "名单经办人",
    Role.APPROVING_OFFICER: "名单批准人",
    Role.LEGAL_REVIEWER: "法制审核人员",
    Role.HEAD: "机关负责人",
    Role.EXECUTOR: "执行单位",
    Role.SUPERVISOR: "督导",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "账户管理员",
    Role.IDENTITY_VIEWER: "身份信息查看人",
}
NEED_TITLES: Mapping[str, str] = {
    "document": "文书编号",
    "law_date": "日期",
    "reasons": "理由",
    "service": "送达方式",
    "proof": "送达凭证",
    "statement_until": "陈述申辩截止日",
    "statement": "陈述申辩内容或放弃说明",
    "public_until": "公示截止日",
    "outcome": "听证情况",
    "result": "结论",
    "participants": "参加讨论人员",
    "superior": "上级机关",
    "step": "程序步骤",
    "officer": "回避人员的账户",
    "recusal": "回避决定（是否回避）",
    "order": "停止执行的依据",
    "kind": "终止情形",
    "term_end": "更正后的截止日",
}
