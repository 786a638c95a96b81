"""The decision (认定决定书) and the repair notice (信用修复告知书), composed together because they are served together."""

from dataclasses import dataclass, replace

from casework.errors import Refused
from casework.letter import Block, Letter, LetterKind, Paragraph, Part
from casework.letter_composing import block, cited_steps, contact_block, finished, law_block, sentence
from casework.letter_inputs import Envelope, Found, Heard, ListLaw, Publication, RepairWay, Term
from casework.letter_law import (
    ObjectionWay,
    ReviewOrgans,
    cited_basis,
    day_in_words,
    missing_of_review,
    objection,
    reconsideration_and_suit,
)
from casework.letter_terms import publication_paragraphs, term_paragraph
from engine.pack import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the decision says beside its findings. `measures`: each with its article; empty: none follow today."""

    heard: Heard
    term: Term
    publication: Publication
    measures: tuple[Paragraph, ...]
    objection: ObjectionWay
    review: ReviewOrgans


def decision_letters(
    decision: Envelope, repair: Envelope, law: ListLaw, found: Found, decided: Decided, way: RepairWay
) -> tuple[Letter, Letter]:
    """The decision and the repair notice, each naming the other; one is never made without the other (两书同达)."""
    return (
        _decision(decision, law, found, decided, repair.number),
        _repair_notice(repair, law, way, decision),
    )


def honour_letter(envelope: Envelope, law: ListLaw, found: Found, decided: Decided) -> Letter:
    """The decision for a red list, which nobody needs to be repaired from; Refused for any other."""
    if law.list_def.colour is not Colour.RED:
        raise Refused(
            "repair-notice-missing",
            zh="认定决定书须与信用修复告知书一并制作、一并送达",
            en="a decision is made and served together with its repair notice",
            hint_zh="请一并制作两份文书",
            hint_en="compose both letters together",
        )
    return _decision(envelope, law, found, decided, goes_with="")


def _decision(envelope: Envelope, law: ListLaw, found: Found, decided: Decided, goes_with: str) -> Letter:
    you, title = envelope.you, law.list_def.title
    blocks = [
        block(Part.FACTS, "认定的事实", found.facts),
        block(Part.GROUNDS, "列入的理由", found.grounds),
        law_block("列入的依据", found.law),
        _heard(you, title, decided.heard),
        _decision_block(you, law, decided.term),
        block(Part.PUBLICATION, "公示", publication_paragraphs(decided.publication)),
        block(Part.MEASURES, "列入后的措施", decided.measures or ("本决定作出时，没有应当随之执行的措施",)),
    ]
    if law.list_def.colour is not Colour.RED:
        told = sentence(
            "信用修复的条件、材料和渠道，见随本决定书一并送达的《信用修复告知书》（{number}）", number=goes_with
        )
        blocks.append(block(Part.REPAIR, "信用修复", [told]))
    return finished(
        envelope,
        LetterKind.DECISION,
        title=f"{title}认定决定书",
        opening=f"关于{you}列入{title}一案，本机关经告知、听取意见和审查，现作出如下决定",
        blocks=(*blocks, contact_block(envelope)),
        remedies=(objection(decided.objection), *reconsideration_and_suit(decided.review)),
        goes_with=goes_with,
        lacking=_lacking(law, decided, goes_with),
    )


def _decision_block(you: str, law: ListLaw, term: Term) -> Block:
    """What is decided, on the article that gives the power to decide it."""
    listed = term_paragraph(sentence("将{you}列入{title}", you=you, title=law.list_def.title), term)
    power = tuple(one for one in cited_steps(law, "decision") if not one.local_policy)
    cited = tuple(dict.fromkeys((*power, *listed.citations)))
    return block(Part.DECISION, "决定内容", [replace(listed, citations=cited), "本决定自送达之日起生效"])


def _lacking(law: ListLaw, decided: Decided, goes_with: str) -> tuple[str, ...]:
    pair = () if goes_with.strip() or law.list_def.colour is Colour.RED else ("goes_with",)
    sourced = () if decided.objection.citations else ("objection",)
    return (*pair, *sourced, *missing_of_review(decided.review))


def _heard(you: str, title: str, heard: Heard) -> Block:
    told = sentence(
        "本机关于{day}向{you}送达《拟列入{title}告知书》（{number}），告知了拟认定的事实、理由、依据和{you}享有的权利",
        day=day_in_words(heard.served_on),
        you=you,
        title=title,
        number=heard.notice_number,
    )
    said = (
        sentence("{you}提出的意见：{statement}", you=you, statement=heard.statement),
        sentence("经复核：{review}", review=heard.review),
    )
    silent = (f"{you}在规定的期限内没有提出陈述、申辩",)
    hearing = (f"听证情况：{heard.hearing.strip()}",) if heard.hearing.strip() else ()
    return block(Part.HEARD, "告知和听取意见的情况", [told, *(said if heard.statement.strip() else silent), *hearing])


def _repair_notice(envelope: Envelope, law: ListLaw, way: RepairWay, decision: Envelope) -> Letter:
    you, listed = envelope.you, law.list_def
    return finished(
        envelope,
        LetterKind.REPAIR_NOTICE,
        title="信用修复告知书",
        opening=sentence(
            "本机关于{day}作出《{title}认定决定书》（{number}）。现将信用修复的条件、材料和渠道告知如下",
            day=day_in_words(decision.dated),
            title=listed.title,
            number=decision.number,
        ),
        blocks=(
            law_block("信用修复的依据", (way.regime, *cited_steps(law, "repair"))),
            _conditions(law, way),
            block(Part.MATERIALS, "需要提交的材料", way.materials),
            _window(you, way),
            block(Part.EFFECT, "准予修复后", _after_repair(law)),
            contact_block(envelope),
        ),
        goes_with=decision.number,
    )


def _conditions(law: ListLaw, way: RepairWay) -> Block:
    listed = law.list_def
    own = Paragraph(text=f"本名单的规定：{listed.remedy}", citations=cited_basis(listed.remedy_basis, law.sources))
    earliest = f"最早自{day_in_words(way.earliest)}起可以准予修复" if way.earliest else ""
    said = (
        *((way.barred,) if way.barred else ()),
        *way.conditions,
        *((Paragraph(text=earliest, citations=(way.regime,)),) if earliest else ()),
        *((own,) if listed.remedy.strip() else ()),
    )
    return block(Part.CONDITIONS, "信用修复的条件", said if way.conditions else ())


def _window(you: str, way: RepairWay) -> Block:
    applied = sentence("{you}可以通过{window}提出信用修复申请", you=you, window=way.window)
    return block(Part.WINDOW, "申请的渠道", [applied, *((way.handled_within,) if way.handled_within else ())])


def _after_repair(law: ListLaw) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            text="准予信用修复的，移出名单，同时停止公示、停止共享，停止据此采取的措施；不予修复的，书面说明理由并告知救济途径",
            citations=cited_steps(law, "repair", "removal"),
        ),
    )
