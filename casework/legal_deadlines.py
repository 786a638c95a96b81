"""The deadlines of the law that accompany an entry, as one table; and which of them counts on a day for a list.

A list's own procedure goes first (its pack), then a row for that list, then the row for all. Only what was read stands
here: what the texts at hand do not say is our own practice and marked so, or is missing and refused.
"""

from dataclasses import replace
from datetime import date

from casework.bilingual import Bilingual
from casework.deadlines import Deadline, DeadlineRule, deadline
from casework.errors import Refused
from engine.explain.printing import cited
from engine.pack import Assurance, Interval, ListDef, Pack, Step
from engine.periods import parse_period
from engine.place_calendar import PlaceCalendar

RECONSIDERATION_2023 = Interval(start=date(2024, 1, 1))
RECONSIDERATION_2017 = Interval(start=date(2017, 9, 1), until=date(2024, 1, 1))
LITIGATION_2017 = Interval(start=date(2017, 6, 27))
PENALTIES_2021 = Interval(start=date(2021, 7, 15))
PUBLICITY_2021 = Interval(start=date(2021, 9, 1))
REGISTER_2014 = Interval(start=date(2014, 10, 1), until=date(2024, 5, 1))
CUSTOMS_2014 = Interval(start=date(2014, 12, 1), until=date(2018, 5, 1))
COURT_2017 = Interval(start=date(2017, 5, 1))
ADOPTED = "修正的施行日期未载于所读文本，取通过之日"
OURS = "本平台规则"


def _row(kind: str, zh: str, en: str, period: str, basis: str, in_force: Interval, note: str = "") -> DeadlineRule:
    return DeadlineRule(
        kind=kind, title=Bilingual(zh, en), period=parse_period(period), basis=basis, in_force=in_force, note=note
    )


def _mirrored(rule: DeadlineRule, *lists: str) -> DeadlineRule:
    """A row whose text was seen in a mirror only; for these lists."""
    return replace(rule, assurance=Assurance.MIRROR, lists=lists)


def _ours(kind: str, zh: str, en: str, period: str, after: str) -> DeadlineRule:
    """A row that no law gives: practice of this service, after the model of another text."""
    basis = f"{OURS}（参照{after}），不是法律规定"
    return replace(_row(kind, zh, en, period, basis, Interval()), local_policy=True)


_R23, _R17, _LIT = "行政复议法（2023年修订）", "行政复议法（2017年修正）", "行政诉讼法（2017年修正）"
_PEN, _PUB, _REG = (
    "行政处罚法（2021年修订）",
    "市场监督管理行政处罚信息公示规定（市场监管总局令第45号）",
    "企业信息公示暂行条例（国务院令第654号）",
)
_ABN, _COURT = "经营异常名录的异议规定（工商总局令第68号）", "法释〔2013〕17号（2017年修正）"
_ABN_NOTE = "见于转载文本，条号未读到；起止日取所依据的条例（国务院令第654号，2014年文本）的施行期间"

LEGAL_DEADLINES: tuple[DeadlineRule, ...] = (
    # 行政复议
    _row("reconsideration.apply", "申请行政复议的期限", "to apply for reconsideration", "P60D", f"{_R23}第二十条第一款", RECONSIDERATION_2023),
    _row("reconsideration.apply", "申请行政复议的期限", "to apply for reconsideration", "P60D", f"{_R17}第九条第一款", RECONSIDERATION_2017, ADOPTED),
    _row("reconsideration.apply.untold", "未告知救济途径时申请行政复议的最长期限", "to apply for reconsideration where no remedies were told, at most", "P1Y", f"{_R23}第二十条第三款", RECONSIDERATION_2023),
    _row("reconsideration.longest", "申请行政复议的最长保护期限", "to apply for reconsideration in any case", "P5Y", f"{_R23}第二十一条", RECONSIDERATION_2023),
    _row("reconsideration.accept", "行政复议机关审查是否受理的期限", "for the organ to accept the application", "P5WD", f"{_R23}第三十条第一款、第八十八条第二款", RECONSIDERATION_2023),
    _row("reconsideration.accept", "行政复议机关审查是否受理的期限", "for the organ to accept the application", "P5WD", f"{_R17}第十七条第一款、第四十条第二款", RECONSIDERATION_2017, ADOPTED),
    _row("reconsideration.decide", "行政复议决定的期限", "for the decision on reconsideration", "P60D", f"{_R23}第六十二条第一款", RECONSIDERATION_2023),
    _row("reconsideration.decide", "行政复议决定的期限", "for the decision on reconsideration", "P60D", f"{_R17}第三十一条第一款", RECONSIDERATION_2017, ADOPTED),
    _row("reconsideration.decide.simple", "行政复议决定的期限（简易程序）", "for the decision on reconsideration, simple procedure", "P30D", f"{_R23}第六十二条第二款", RECONSIDERATION_2023),
    # 行政诉讼
    _row("suit.bring", "直接提起行政诉讼的期限", "to bring a suit directly", "P6M", f"{_LIT}第四十六条第一款", LITIGATION_2017, ADOPTED),
    _row("suit.bring.after_reconsideration", "不服行政复议决定提起行政诉讼的期限", "to bring a suit after reconsideration", "P15D", f"{_LIT}第四十五条", LITIGATION_2017, ADOPTED),
    _row("suit.longest", "提起行政诉讼的最长保护期限", "to bring a suit in any case", "P5Y", f"{_LIT}第四十六条第二款", LITIGATION_2017, ADOPTED),
    _row("suit.inaction", "行政机关履行法定职责的期限", "for the organ to perform its duty before a suit", "P2M", f"{_LIT}第四十七条第一款", LITIGATION_2017, ADOPTED),
    _row("suit.extension", "障碍消除后申请延长起诉期限的期限", "to ask for more time once the obstacle is gone", "P10D", f"{_LIT}第四十八条第二款", LITIGATION_2017, ADOPTED),
    # 行政处罚
    _row("penalty.hearing", "要求听证的期限", "to ask for a hearing", "P5WD", f"{_PEN}第六十四条第一项、第八十五条", PENALTIES_2021),
    _row("penalty.serve", "送达行政处罚决定书的期限", "to serve the penalty decision", "P7WD", f"{_PEN}第六十一条第一款、第八十五条", PENALTIES_2021),
    _row("penalty.decide", "作出行政处罚决定的期限", "for the penalty decision", "P90D", f"{_PEN}第六十条", PENALTIES_2021),
    _row("penalty.publish", "公示行政处罚信息的期限", "to publish the penalty", "P20WD", f"{_PUB}第九条", PUBLICITY_2021),
    _row("penalty.forward", "向登记地推送行政处罚信息的期限（跨省）", "to forward the penalty to another province", "P10WD", f"{_PUB}第十条", PUBLICITY_2021),
    _row("penalty.publish.forwarded", "登记地协助公示的期限（跨省）", "to publish a penalty forwarded from another province", "P10WD", f"{_PUB}第十条", PUBLICITY_2021),
    _row("penalty.withdraw", "撤回行政处罚公示信息的期限", "to withdraw a published penalty", "P3WD", f"{_PUB}第十一条", PUBLICITY_2021),
    # 企业信息公示
    _row("information.inquiry", "答复对公示信息的查询申请的期限", "to answer an inquiry about published information", "P20WD", f"{_REG}第十三条第二款", REGISTER_2014),
    # 名单自身的期限（见于转载文本）
    _mirrored(_row("objection.apply", "提出异议的期限", "to object", "P30D", _ABN, REGISTER_2014, _ABN_NOTE), "abnormal-operations"),
    _mirrored(_row("objection.accept", "受理异议的期限", "to accept the objection", "P5WD", _ABN, REGISTER_2014, _ABN_NOTE), "abnormal-operations"),
    _mirrored(_row("objection.verify", "核实并答复异议的期限", "to verify and answer the objection", "P20WD", _ABN, REGISTER_2014, _ABN_NOTE), "abnormal-operations"),
    _mirrored(_row("removal", "核查后移出的期限", "to remove after the check", "P5WD", _ABN, REGISTER_2014, _ABN_NOTE), "abnormal-operations"),
    _mirrored(_row("objection.verify", "海关复核的期限", "for the customs to review", "P20D", "海关总署令第225号第八条", CUSTOMS_2014), "customs-dishonest"),
    _mirrored(_row("correction.withdraw", "撤销错误列入的期限", "to withdraw a wrong listing", "P3WD", f"{_COURT}第九条", COURT_2017), "court-defaulter"),
    _mirrored(_row("removal", "删除失信信息的期限", "to delete the listing", "P3WD", f"{_COURT}第十条", COURT_2017), "court-defaulter"),
    # 法律没有规定、为使期限可以追究而定的本平台规则
    _ours("objection.accept", "受理异议的期限", "to accept the objection", "P5WD", "经营异常名录异议的受理期限"),
    _ours("objection.verify", "核实并答复异议的期限", "to verify and answer the objection", "P20WD", "经营异常名录异议的核实期限"),
    _ours("repair.decide", "办理信用修复申请的期限", "to decide on the application for repair", "P10WD", "外地公开的办理时限"),
)  # fmt: skip
"""One row a period. Rows of one kind for the same lists never overlap in time."""


def rule_for(kind: str, on: date, list_def: ListDef | None = None, pack: Pack | None = None) -> DeadlineRule:
    """The rule of that kind on a day: of the list's own procedure, of the list in the law, of the law, or our own.

    `pack`: the release that defines the list, for its citations. Refused where no text at hand gives such a period then.
    """
    own = _of_procedure(kind, list_def, pack)
    if own is not None:
        return own
    list_id = list_def.id if list_def else ""
    found = [rule for rule in LEGAL_DEADLINES if rule.kind == kind and rule.in_force.covers(on)]
    fitting = [rule for rule in found if not rule.lists or list_id in rule.lists]
    if not fitting:
        raise Refused(
            "no-such-deadline",
            zh=f"{on}施行的文本中没有读到此项期限（{kind}）",
            en=f"no text at hand gives the period {kind} on {on}",
            hint_zh="请核对当时有效的条文后，由承办人写明期限和依据",
            hint_en="read the text in force then and state period and basis by hand",
            status=409,
        )
    return min(fitting, key=lambda rule: (not rule.lists, rule.local_policy))


def _of_procedure(kind: str, list_def: ListDef | None, pack: Pack | None) -> DeadlineRule | None:
    """The step of the list's procedure that gives this period: the step "objection-accept" for "objection.accept"."""
    steps = list_def.procedure if list_def else ()
    step = next((each for each in steps if each.step == kind.replace(".", "-") and each.term is not None), None)
    return of_step(step, kind, pack) if step else None


def of_step(step: Step, kind: str, pack: Pack | None) -> DeadlineRule:
    """A step of a list's procedure as a rule; ValueError for a step without a term."""
    if step.term is None:
        raise ValueError(step.step)
    law = cited(step.basis, pack.sources, "zh") if pack else ""
    return DeadlineRule(
        kind=kind,
        title=Bilingual(step.title, f"the step {step.step}"),
        period=step.term,
        basis="；".join(part for part in (law, OURS if step.local_policy else "") if part),
        local_policy=step.local_policy,
    )


def reconsideration_deadline(known_on: date, told_on: date | None, place: PlaceCalendar) -> Deadline:
    """Until when reconsideration may be applied for, if the act was known on one day and the remedies told on another.

    `told_on` None: not told so far, so the year of art. 20(3) runs. Told later: sixty days from then, within that year.
    """
    if told_on is not None and told_on <= known_on:
        return deadline(rule_for("reconsideration.apply", known_on), known_on, place)
    longest = deadline(rule_for("reconsideration.apply.untold", known_on), known_on, place)
    if told_on is None:
        return longest
    told = deadline(rule_for("reconsideration.apply", told_on), told_on, place)
    return min(told, longest, key=lambda each: each.due_on)
