"""Objection, reconsideration and suit: the lawful steps of each, one page of data.

They are separate files with separate clocks and none suspends by itself; a stay order does, and then entry,
publication and measures stop together. An objection to a mirrored entry goes to the authority that decided it.
What a step does to the entry stands in `proceeding_effects`.
"""

from collections.abc import Mapping
from dataclasses import replace

from casework.docket import FileKind
from casework.file_clocks import ClockRule
from casework.files import LawfulStep, Steps
from casework.records import Role
from engine.periods import parse_period

GUIDANCE = "国办发〔2020〕49号：名单须明确救济渠道；办理步骤和期限为本平台规定"
RECONSIDERATION_LAW = "《中华人民共和国行政复议法》第二十条"
RECONSIDERATION_STAY = "《中华人民共和国行政复议法》第四十二条：复议期间不停止执行，依法决定停止的除外"
SUIT_LAW = "《中华人民共和国行政诉讼法》第四十六条"
SUIT_STAY = "《中华人民共和国行政诉讼法》第五十六条：诉讼期间不停止执行，依法裁定停止的除外"
OWN_RULE = "本平台规定"
MATCH_LAW = "《中华人民共和国个人信息保护法》第四十六条：个人发现其个人信息不准确的，有权请求更正；其他主体参照办理"

OFFICER = frozenset({Role.LIST_OFFICER})
CLERK_TOO = frozenset({Role.LIST_OFFICER, Role.DATA_CLERK})
APPROVER = frozenset({Role.APPROVING_OFFICER})

ACCEPT = ClockRule(
    kind="objection.accept",
    period=parse_period("P5WD"),
    basis=f"{OWN_RULE}：收到异议后五个工作日内决定是否受理",
    local_policy=True,
    procedure="objection_accept",
)
ANSWER = ClockRule(
    kind="objection.answer",
    period=parse_period("P20WD"),
    basis=f"{OWN_RULE}：受理后二十个工作日内核查并答复",
    local_policy=True,
    procedure="objection_answer",
)
FORWARD = ClockRule(
    kind="objection.source",
    period=parse_period("P20WD"),
    basis=f"{OWN_RULE}：转送后二十个工作日未获认定机关答复的，提示承办人催办",
    local_policy=True,
    procedure="objection_answer",
)
OPEN_OBJECTION = ("filed", "accepted", "verified", "forwarded")

OBJECTION: Steps = {
    "filed": LawfulStep(
        after=(), by_subject=True, roles=CLERK_TOO, needs=("grounds", "law_date"), law=GUIDANCE, starts=(ACCEPT,)
    ),
    "accepted": LawfulStep(
        after=("filed",), roles=OFFICER, needs=("law_date",), law=GUIDANCE, ends=("objection.accept",), starts=(ANSWER,)
    ),
    "not_accepted": LawfulStep(
        after=("filed",),
        roles=OFFICER,
        needs=("reasons", "document", "law_date"),
        closes=True,
        law=GUIDANCE,
        ends=("objection.accept",),
    ),
    "forwarded": LawfulStep(
        after=("filed", "accepted"),
        roles=CLERK_TOO,
        needs=("source", "document", "law_date"),
        law="由其他机关认定的条目，异议由认定机关处理",
        ends=("objection.accept", "objection.answer"),
        starts=(FORWARD,),
    ),
    "verified": LawfulStep(after=("accepted",), roles=OFFICER, needs=("findings", "law_date"), law=GUIDANCE),
    "upheld": LawfulStep(
        after=("verified",),
        roles=APPROVER,
        needs=("reasons", "document", "law_date"),
        closes=True,
        other_hand=("verified",),
        law=GUIDANCE,
        ends=("objection.answer",),
    ),
    "rejected": LawfulStep(
        after=("verified",),
        roles=APPROVER,
        needs=("reasons", "document", "law_date"),
        closes=True,
        other_hand=("verified",),
        law=GUIDANCE,
        ends=("objection.answer",),
    ),
    "source_upheld": LawfulStep(
        after=("forwarded",),
        roles=CLERK_TOO,
        needs=("document", "law_date"),
        closes=True,
        law="由其他机关认定的条目，异议由认定机关处理",
        ends=("objection.source",),
    ),
    "source_rejected": LawfulStep(
        after=("forwarded",),
        roles=CLERK_TOO,
        needs=("document", "reasons", "law_date"),
        closes=True,
        law="由其他机关认定的条目，异议由认定机关处理",
        ends=("objection.source",),
    ),
    "withdrawn": LawfulStep(
        after=OPEN_OBJECTION, by_subject=True, roles=CLERK_TOO, needs=("law_date",), closes=True, law=GUIDANCE
    ),
}
FORWARDING = frozenset({"forwarded", "source_upheld", "source_rejected"})
MATCH: Steps = {name: replace(step, law=MATCH_LAW) for name, step in OBJECTION.items() if name not in FORWARDING}
"""A person can contest that a record is about them at all; such a file lies over the subject, not over an entry."""


def _before_an_organ(law: str, stay_law: str) -> Steps:
    """Registered here from the organ's documents; the organ decides, whether in time or not."""
    running = ("recorded", "stay_ordered", "stay_lifted")
    by_document = ("document", "law_date")
    return {
        "recorded": LawfulStep(after=(), roles=OFFICER, needs=("organ", *by_document), law=law),
        "stay_ordered": LawfulStep(
            after=("recorded", "stay_lifted"), roles=OFFICER, needs=("organ", *by_document), law=stay_law
        ),
        "stay_lifted": LawfulStep(after=("stay_ordered",), roles=OFFICER, needs=by_document, law=stay_law),
        "maintained": LawfulStep(after=running, roles=OFFICER, needs=by_document, closes=True, law=law),
        "annulled": LawfulStep(after=running, roles=OFFICER, needs=(*by_document, "reasons"), closes=True, law=law),
        "changed": LawfulStep(after=running, roles=OFFICER, needs=(*by_document, "reasons"), closes=True, law=law),
        "withdrawn": LawfulStep(after=running, roles=OFFICER, needs=by_document, closes=True, law=law),
    }


RECONSIDERATION = _before_an_organ(RECONSIDERATION_LAW, RECONSIDERATION_STAY)
SUIT = _before_an_organ(SUIT_LAW, SUIT_STAY)
PROCEEDINGS: Mapping[FileKind, Steps] = {
    FileKind.OBJECTION: OBJECTION,
    FileKind.MATCH_OBJECTION: MATCH,
    FileKind.RECONSIDERATION: RECONSIDERATION,
    FileKind.SUIT: SUIT,
}
