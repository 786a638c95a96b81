"""What states, moves, steps, roles, fields and clocks are called on a page, in both languages."""

from collections.abc import Mapping

from casework.clock_rules import HEARING, PROPOSAL, PUBLICITY, STATEMENT, TERM
from casework.determination import ENGINE_ACCOUNT
from casework.docket import FileKind, ServiceWay
from casework.entry import CLOCK_ACCOUNT
from casework.file_titles import FILE_TITLES, STEP_TITLES
from casework.file_titles import NEED_TITLES as FILE_NEEDS
from casework.files import SUBJECT
from casework.legal_deadlines import LEGAL_DEADLINES
from casework.move_titles import CLOCK_TITLE, END_TITLES, MOVE_TITLES, ROLE_TITLES, STATE_TITLES
from casework.move_titles import NEED_TITLES as MOVE_NEEDS
from casework.records import EntryState, Move, Role
from casework.repair_words import MISSING
from casework.subject_consequences import REGISTRAR

CLOCK_TITLES: Mapping[str, str] = {
    **{rule.kind: rule.title.zh for rule in LEGAL_DEADLINES},
    **{rule.kind: rule.title for rule in (PROPOSAL, STATEMENT, HEARING, PUBLICITY, TERM)},
    "objection.accept": "决定是否受理异议",
    "objection.answer": "核查并答复异议",
    "objection.source": "等待认定机关答复",
    "review.decide": "办结复核事项",
    "repair.source": "等待认定机关对信用修复的答复",
}
NEEDS: Mapping[str, str] = {
    **{name: said.zh for name, said in MISSING.items()},
    **FILE_NEEDS,
    **MOVE_NEEDS,
    "term": "列入期限（如P2Y为两年）",
    "entry": "对条目的处理",
}
NEEDS_IN_ENGLISH: Mapping[str, str] = {
    "document": "document number",
    "law_date": "date",
    "service": "way of service",
    "proof": "proof of service",
    "statement_until": "last day for a statement",
    "statement": "the statement, or its waiver",
    "public_until": "last day of publication",
    "outcome": "how the hearing went",
    "step": "step of the procedure",
    "officer": "the officer concerned",
    "recusal": "whether the officer keeps away",
    "order": "on what the stay rests",
    "kind": "kind of end",
    "grounds": "grounds of the objection",
    "term": "term (P2Y: two years)",
    "entry": "what becomes of the entry",
}
GROUND_TITLES: Mapping[str, str] = {
    "not_yet": "目前尚不具备信用修复的条件",
    "never_early": "依照规定不得提前终止公示",
    "over": "公示期已届满，无须申请",
    "not_the_subject": "申请人不是该主体",
}
SERVICE_TITLES: Mapping[str, str] = {
    ServiceWay.DIRECT: "直接送达",
    ServiceWay.LEFT: "留置送达",
    ServiceWay.POST: "邮寄送达",
    ServiceWay.ENTRUSTED: "委托送达",
    ServiceWay.ELECTRONIC: "电子送达",
    ServiceWay.PUBLICATION: "公告送达",
}
NOBODY: Mapping[str, tuple[str, str]] = {
    ENGINE_ACCOUNT: ("规则引擎", "the engines"),
    CLOCK_ACCOUNT: (CLOCK_TITLE, "the clock"),
    SUBJECT: ("当事人", "the subject"),
    REGISTRAR: ("主体登记", "the register"),
}
"""Who acts without an account, by the id (and role) it is recorded under."""


def worded(word: str, titles: Mapping[str, str], lang: str) -> str:
    """The Chinese title; in English the word itself, which is English."""
    return titles.get(word, word) if lang == "zh" else word.replace("_", " ").replace(".", ": ")


def state_title(state: EntryState, lang: str) -> str:
    return worded(state, {str(one): title for one, title in STATE_TITLES.items()}, lang)


def move_title(move: Move, lang: str) -> str:
    return worded(move, {str(one): title for one, title in MOVE_TITLES.items()}, lang)


def file_title(kind: FileKind, lang: str) -> str:
    return worded(kind, {str(one): title for one, title in FILE_TITLES.items()}, lang)


def step_title(step: str, lang: str) -> str:
    return worded(step, STEP_TITLES, lang)


def role_title(role: str, lang: str) -> str:
    if role in NOBODY:
        return NOBODY[role][lang != "zh"]
    return worded(role, {str(one): title for one, title in ROLE_TITLES.items()}, lang)


def roles_title(roles: frozenset[Role], lang: str) -> str:
    return ("或者" if lang == "zh" else " or ").join(role_title(role, lang) for role in sorted(roles))


def need_title(need: str, lang: str) -> str:
    return NEEDS.get(need, need) if lang == "zh" else NEEDS_IN_ENGLISH.get(need, need.replace("_", " "))


def clock_title(kind: str, lang: str) -> str:
    """A kind without a title of its own is simply a period."""
    return CLOCK_TITLES.get(kind, "办理期限") if lang == "zh" else worded(kind, {}, lang)


def end_title(kind: str, lang: str) -> str:
    return worded(kind, {str(one): title for one, title in END_TITLES.items()}, lang)
