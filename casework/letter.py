"""A letter to a party as a value: what it says, on which articles, what can be done against it, by whom and when.

The words are composed in `letter_notices`, `letter_decisions` and `letter_outcomes`, laid out in `letter_text`, and made
HTML and PDF by adapters. A letter that lacks a statement it must make is refused by name; none is printed with a blank.
Nothing here draws numbers, keeps letters or serves them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.errors import Refused
from casework.records import SubjectType
from engine.pack import Assurance


class LetterKind(StrEnum):
    """What a letter is. A repair notice always goes together with its decision (两书同达)."""

    INTENTION = "intention"
    HEARING = "hearing"
    DECISION = "decision"
    REPAIR_NOTICE = "repair_notice"
    REPAIR_ACCEPTED = "repair_accepted"
    REPAIR_REFUSED = "repair_refused"
    REMOVAL = "removal"
    OBJECTION_ANSWER = "objection_answer"


class Part(StrEnum):
    """What a block of a letter answers."""

    FACTS = "facts"
    GROUNDS = "grounds"
    LAW = "law"
    HEARD = "heard"
    PROPOSAL = "proposal"
    DECISION = "decision"
    PUBLICATION = "publication"
    MEASURES = "measures"
    RIGHTS = "rights"
    HEARING = "hearing"
    CONDITIONS = "conditions"
    MATERIALS = "materials"
    WINDOW = "window"
    EFFECT = "effect"
    REPAIR = "repair"
    CONTACT = "contact"


class RemedyKind(StrEnum):
    OBJECTION = "objection"
    RECONSIDERATION = "reconsideration"
    SUIT = "suit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a statement rests on, as printed. `local_policy`: a working rule of ours, and printed as that, never as law.

    `document`: with its title marks and number; `article`: as cited ("第六条第一款"), "" for the whole document.
    `assurance`: how sure we are of the text; the officer's preview marks what must be read in the original first.
    """

    document: str
    article: str = ""
    local_policy: bool = False
    assurance: Assurance = Assurance.VERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One statement and what it rests on."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of the body under its heading; the number before the heading comes with the layout."""

    part: Part
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way to have the act looked at again. `period` ("P60D") or `last_day` says until when."""

    kind: RemedyKind
    organ: str
    period: str
    last_day: date | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The party, with name and code in full: the letter is the party's own."""

    name: str
    code: str
    type: SubjectType


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. `basis`: every law it cites, each once. `goes_with`: the number of the letter it is served with.

    `preview`: the officer's view before the letter is made; masked, and of no effect.
    """

    kind: LetterKind
    number: str
    title: str
    addressee: Addressee
    opening: str
    blocks: tuple[Block, ...]
    remedies: tuple[Remedy, ...]
    department: str
    dated: date
    basis: tuple[Citation, ...]
    goes_with: str = ""
    preview: bool = False


_P = Part
REQUIRED_PARTS: Mapping[LetterKind, tuple[Part, ...]] = {
    LetterKind.INTENTION: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.PROPOSAL, _P.RIGHTS, _P.CONTACT),
    LetterKind.HEARING: (_P.FACTS, _P.LAW, _P.HEARING, _P.RIGHTS, _P.CONTACT),
    LetterKind.DECISION: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.HEARD, _P.DECISION, _P.PUBLICATION, _P.MEASURES, _P.CONTACT),
    LetterKind.REPAIR_NOTICE: (_P.LAW, _P.CONDITIONS, _P.MATERIALS, _P.WINDOW, _P.CONTACT),
    LetterKind.REPAIR_ACCEPTED: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.DECISION, _P.EFFECT, _P.CONTACT),
    LetterKind.REPAIR_REFUSED: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.DECISION, _P.REPAIR, _P.CONTACT),
    LetterKind.REMOVAL: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.DECISION, _P.EFFECT, _P.CONTACT),
    LetterKind.OBJECTION_ANSWER: (_P.FACTS, _P.GROUNDS, _P.LAW, _P.DECISION, _P.CONTACT),
}
_BOTH = (RemedyKind.RECONSIDERATION, RemedyKind.SUIT)
REQUIRED_REMEDIES: Mapping[LetterKind, tuple[RemedyKind, ...]] = {
    LetterKind.DECISION: (RemedyKind.OBJECTION, *_BOTH),
    LetterKind.REPAIR_REFUSED: _BOTH,
    LetterKind.OBJECTION_ANSWER: _BOTH,
}
MUST_CITE = (Part.GROUNDS, Part.LAW)
"""Parts that say what the law is: one of their statements at least cites a law, and no working rule will do."""

TITLES: Mapping[str, str] = {
    "number": "文号",
    "title": "标题",
    "addressee.name": "当事人名称",
    "addressee.code": "当事人代码",
    "opening": "案由",
    "department": "署名机关",
    "goes_with": "一并送达的文书的文号",
    "facts": "事实",
    "grounds": "理由",
    "law": "依据",
    "articles": "法律依据的条文",
    "heard": "告知和听取陈述申辩的情况",
    "proposal": "拟作出的决定",
    "decision": "决定内容",
    "publication": "是否公示",
    "measures": "列入后的措施",
    "rights": "当事人的权利",
    "hearing": "听证的时间、地点、主持人",
    "conditions": "修复的条件",
    "materials": "修复所需的材料",
    "window": "修复的受理渠道",
    "effect": "效力的终止",
    "repair": "再次申请的条件",
    "contact": "联系方式",
    "objection": "异议的受理机关和期限",
    "reconsideration": "行政复议机关和期限",
    "suit": "管辖法院和起诉期限",
    "online": "提交行政复议申请书的互联网渠道",
    "term": "期限",
    "statement": "陈述申辩的期限",
}
"""What a letter can lack, by the name used in refusals."""

LETTER_TITLES: Mapping[LetterKind, str] = {
    LetterKind.INTENTION: "拟列入告知书",
    LetterKind.HEARING: "听证通知书",
    LetterKind.DECISION: "认定决定书",
    LetterKind.REPAIR_NOTICE: "信用修复告知书",
    LetterKind.REPAIR_ACCEPTED: "准予信用修复决定书",
    LetterKind.REPAIR_REFUSED: "不予信用修复决定书",
    LetterKind.REMOVAL: "移出决定书",
    LetterKind.OBJECTION_ANSWER: "异议处理决定书",
}


def missing(letter: Letter) -> tuple[str, ...]:
    """The names (keys of TITLES) of what the letter must state and does not; empty: it may be made."""
    return tuple(dict.fromkeys((*_blank_heads(letter), *_blank_parts(letter), *_missing_remedies(letter))))


def complete(letter: Letter) -> Letter:
    """The letter itself, if it states all it must; Refused ("letter-incomplete") with every missing name otherwise."""
    refuse_missing(letter.kind, missing(letter))
    return letter


def refuse_missing(kind: LetterKind, names: tuple[str, ...]) -> None:
    """Refused where anything is missing from a letter of this kind."""
    if not names:
        return
    raise Refused(
        "letter-incomplete",
        zh=f"{LETTER_TITLES[kind]}缺少：{'、'.join(TITLES[name] for name in names)}",
        en=f"the letter ({kind}) lacks: {', '.join(names)}",
        hint_zh="补齐后再制作；缺项的文书不制作、不送达",
        hint_en="complete it and make it again; nothing is printed with a blank",
        law="国办发〔2020〕49号：列入前应当告知事实、理由、依据和权利，并明确移出条件、程序和救济途径",
    )


def _blank_heads(letter: Letter) -> Iterator[str]:
    heads = {
        "number": letter.number,
        "title": letter.title,
        "addressee.name": letter.addressee.name,
        "addressee.code": letter.addressee.code,
        "opening": letter.opening,
        "department": letter.department,
    }
    yield from (name for name, text in heads.items() if not text.strip())
    if letter.kind is LetterKind.REPAIR_NOTICE and not letter.goes_with.strip():
        yield "goes_with"


def _blank_parts(letter: Letter) -> Iterator[str]:
    said = {block.part: block for block in letter.blocks}
    for part in REQUIRED_PARTS[letter.kind]:
        block = said.get(part)
        if block is None or not block.paragraphs or not all(one.text.strip() for one in block.paragraphs):
            yield str(part)
        elif part in MUST_CITE and not any(_cites_law(one) for one in block.paragraphs):
            yield "articles"


def _cites_law(paragraph: Paragraph) -> bool:
    return any(not one.local_policy and one.document.strip() for one in paragraph.citations)


def _missing_remedies(letter: Letter) -> Iterator[str]:
    given = {one.kind for one in letter.remedies if one.organ.strip() and (one.period or one.last_day)}
    yield from (str(kind) for kind in REQUIRED_REMEDIES.get(letter.kind, ()) if kind not in given)
