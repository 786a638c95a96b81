"""Repair, and a reorganisation plan being carried out: the lawful steps of each, one page of data.

An application needs proof of performance and a commitment, and no step can ask for more. Whether a step is true to the
regime of its day stands in `repair_guards`, what it does to the entry in `proceeding_effects`.
"""

from dataclasses import replace

from casework.file_clocks import ClockRule
from casework.files import LawfulStep, Steps
from casework.legal_deadlines import LEGAL_DEADLINES
from casework.proceedings import APPROVER, CLERK_TOO, FORWARD, OFFICER

REPAIR_LAW = "国办发〔2025〕22号、国家发展改革委令第36号：申请只须提交履行证明和信用承诺书；办理步骤为本平台规定"
ONE_WINDOW_LAW = "国办发〔2025〕22号：通过“信用中国”网站提出的申请，由认定单位办理"
SOURCE_LAW = "由其他机关认定的条目，信用修复由认定机关决定"
PLAN_LAW = "国办发〔2025〕22号：人民法院批准的重整计划执行期间，暂停公示和适用；《中华人民共和国企业破产法》第八十六条"
PLAN_END_LAW = "《中华人民共和国企业破产法》第九十四条：重整计划执行完毕"
PLAN_FAILED_LAW = "《中华人民共和国企业破产法》第九十三条：人民法院裁定终止重整计划的执行"

_TERM = next(rule for rule in LEGAL_DEADLINES if rule.kind == "repair.decide")
DECIDE = ClockRule(
    kind=_TERM.kind, period=_TERM.period, basis=_TERM.basis, local_policy=_TERM.local_policy, procedure="repair"
)
"""The list's own time for repair where its procedure names one, else this platform's rule."""
REMIND = replace(FORWARD, kind="repair.source", procedure="")

HANDED_IN = ("performance_proof", "commitment_letter", "law_date")
BEFORE_A_DECISION = ("filed", "received", "accepted", "examined", "forwarded")
REPAIR: Steps = {
    "filed": LawfulStep(after=(), by_subject=True, roles=CLERK_TOO, needs=HANDED_IN, law=REPAIR_LAW, starts=(DECIDE,)),
    "received": LawfulStep(
        after=(),
        roles=CLERK_TOO,
        needs=("source_number", "source_date", *HANDED_IN),
        law=ONE_WINDOW_LAW,
        starts=(DECIDE,),
    ),
    "accepted": LawfulStep(after=("filed", "received"), roles=OFFICER, needs=("law_date",), law=REPAIR_LAW),
    "not_accepted": LawfulStep(
        after=("filed", "received"),
        roles=OFFICER,
        needs=("ground", "reasons", "document", "law_date"),
        closes=True,
        law=REPAIR_LAW,
        ends=(DECIDE.kind,),
    ),
    "forwarded": LawfulStep(
        after=("filed", "received", "accepted"),
        roles=CLERK_TOO,
        needs=("source", "document", "law_date"),
        law=SOURCE_LAW,
        ends=(DECIDE.kind,),
        starts=(REMIND,),
    ),
    "examined": LawfulStep(
        after=("accepted", "examined"), roles=OFFICER, needs=("findings", "law_date"), law=REPAIR_LAW
    ),
    "granted": LawfulStep(
        after=("examined",),
        roles=APPROVER,
        needs=("reasons", "document", "law_date"),
        closes=True,
        other_hand=("examined",),
        law=REPAIR_LAW,
        ends=(DECIDE.kind,),
    ),
    "refused": LawfulStep(
        after=("examined",),
        roles=APPROVER,
        needs=("reasons", "document", "law_date"),
        closes=True,
        other_hand=("examined",),
        law=REPAIR_LAW,
        ends=(DECIDE.kind,),
    ),
    "source_granted": LawfulStep(
        after=("forwarded",),
        roles=CLERK_TOO,
        needs=("document", "law_date"),
        closes=True,
        law=SOURCE_LAW,
        ends=(REMIND.kind,),
    ),
    "source_refused": LawfulStep(
        after=("forwarded",),
        roles=CLERK_TOO,
        needs=("document", "reasons", "law_date"),
        closes=True,
        law=SOURCE_LAW,
        ends=(REMIND.kind,),
    ),
    "withdrawn": LawfulStep(
        after=BEFORE_A_DECISION, by_subject=True, roles=CLERK_TOO, needs=("law_date",), closes=True, law=REPAIR_LAW
    ),
}
REORGANISATION: Steps = {
    "plan_approved": LawfulStep(after=(), roles=OFFICER, needs=("organ", "document", "law_date"), law=PLAN_LAW),
    "plan_completed": LawfulStep(
        after=("plan_approved",), roles=OFFICER, needs=("document", "law_date"), closes=True, law=PLAN_END_LAW
    ),
    "plan_failed": LawfulStep(
        after=("plan_approved",), roles=OFFICER, needs=("document", "law_date"), closes=True, law=PLAN_FAILED_LAW
    ),
}
"""By the court's document. A plan that is only proposed pauses nothing, so no step of it is recorded here."""
