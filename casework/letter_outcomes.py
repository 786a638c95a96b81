"""The letters after a decision: repair accepted or refused, removal, the answer to an objection."""

from collections.abc import Mapping
from datetime import date

from casework.letter import Block, Citation, Letter, LetterKind, Paragraph, Part
from casework.letter_composing import block, cited_steps, contact_block, finished, law_block, sentence
from casework.letter_inputs import EntryNamed, Envelope, Found, ListLaw, ObjectionResult, RemovedBecause
from casework.letter_law import (
    ReviewOrgans,
    day_in_words,
    litigation_law,
    missing_of_review,
    reconsideration_and_suit,
    reconsideration_law,
)

REMOVAL_GROUNDS: Mapping[RemovedBecause, str] = {
    RemovedBecause.EXPIRED: "列入期限已经届满",
    RemovedBecause.REPAIRED: "已经准予信用修复",
    RemovedBecause.REVOKED: "作为列入依据的决定已经被撤销、变更或者确认违法、无效",
    RemovedBecause.CORRECTED: "列入信息有误，已经更正",
}
OBJECTION_RESULTS: Mapping[ObjectionResult, str] = {
    ObjectionResult.UPHELD: "异议成立",
    ObjectionResult.PARTLY_UPHELD: "异议部分成立",
    ObjectionResult.DISMISSED: "异议不成立，维持原列入信息",
}


def repair_accepted_letter(
    envelope: Envelope, law: ListLaw, entry: EntryNamed, applied_on: date, found: Found, effective_on: date
) -> Letter:
    """Repair is granted: from when the entry is off the list, and that everything built on it stops together."""
    you, title = envelope.you, law.list_def.title
    return finished(
        envelope,
        LetterKind.REPAIR_ACCEPTED,
        title="准予信用修复决定书",
        opening=_upon_application(envelope, law, entry, applied_on),
        blocks=(
            block(Part.FACTS, "核查的情况", found.facts),
            block(Part.GROUNDS, "准予修复的理由", found.grounds),
            law_block("准予修复的依据", found.law),
            block(
                Part.DECISION,
                "决定内容",
                [f"准予{you}信用修复，自{day_in_words(effective_on)}起将{you}移出{title}"],
            ),
            _everything_stops(law, effective_on),
            contact_block(envelope),
        ),
    )


def repair_refused_letter(
    envelope: Envelope,
    law: ListLaw,
    entry: EntryNamed,
    applied_on: date,
    found: Found,
    again: tuple[Paragraph, ...],
    review: ReviewOrgans,
) -> Letter:
    """Repair is refused: which condition is not met, what is needed to apply `again`, and the remedies."""
    you = envelope.you
    return finished(
        envelope,
        LetterKind.REPAIR_REFUSED,
        title="不予信用修复决定书",
        opening=_upon_application(envelope, law, entry, applied_on),
        blocks=(
            block(Part.FACTS, "核查的情况", found.facts),
            block(Part.GROUNDS, "不予修复的理由", found.grounds),
            law_block("不予修复的依据", found.law),
            block(Part.DECISION, "决定内容", [f"对{you}的信用修复申请不予修复"]),
            block(Part.REPAIR, "再次申请", again),
            contact_block(envelope),
        ),
        remedies=reconsideration_and_suit(review),
        lacking=missing_of_review(review),
    )


def _upon_application(envelope: Envelope, law: ListLaw, entry: EntryNamed, applied_on: date) -> str:
    return sentence(
        "{you}于{day}就《{title}认定决定书》（{number}）提出信用修复申请。经审查，现作出如下决定",
        you=envelope.you,
        day=day_in_words(applied_on),
        title=law.list_def.title,
        number=entry.document,
    )


def removal_letter(
    envelope: Envelope,
    law: ListLaw,
    entry: EntryNamed,
    because: RemovedBecause,
    grounds: tuple[Paragraph, ...],
    removed_on: date,
    basis: tuple[Citation, ...] = (),
) -> Letter:
    """The entry ends: why, from which day, and that publication, sharing and measures end with it.

    `basis`: what it rests on beside the list's own rule of removal (the act that undid the decision).
    """
    you, title = envelope.you, law.list_def.title
    listed = sentence(
        "本机关于{day}作出《{title}认定决定书》（{number}），将{you}列入{title}",
        day=day_in_words(entry.decided_on),
        title=title,
        number=entry.document,
        you=you,
    )
    return finished(
        envelope,
        LetterKind.REMOVAL,
        title=f"移出{title}决定书",
        opening=f"关于将{you}移出{title}，现作出如下决定",
        blocks=(
            block(Part.FACTS, "列入的情况", [listed]),
            _removal_grounds(law, because, grounds, basis),
            law_block("移出的依据", (*cited_steps(law, "removal"), *basis)),
            block(Part.DECISION, "决定内容", [f"自{day_in_words(removed_on)}起，将{you}移出{title}"]),
            _everything_stops(law, removed_on),
            contact_block(envelope),
        ),
    )


def _removal_grounds(
    law: ListLaw, because: RemovedBecause, grounds: tuple[Paragraph, ...], basis: tuple[Citation, ...]
) -> Block:
    reason = Paragraph(text=REMOVAL_GROUNDS[because], citations=(*cited_steps(law, "removal"), *basis))
    return block(Part.GROUNDS, "移出的理由", [reason, *grounds])


def _everything_stops(law: ListLaw, on: date) -> Block:
    said = Paragraph(
        text=f"自{day_in_words(on)}起，停止公示和共享该列入信息，停止据此采取的措施，并通知此前收到该信息的单位",
        citations=cited_steps(law, "removal"),
    )
    return block(Part.EFFECT, "效力的终止", [said, "如发现该信息仍在展示或者仍被使用，请与本机关联系"])


def objection_answer_letter(
    envelope: Envelope,
    law: ListLaw,
    entry: EntryNamed,
    objected_on: date,
    claim: str,
    found: Found,
    result: ObjectionResult,
    done: tuple[Paragraph, ...],
    review: ReviewOrgans,
) -> Letter:
    """What became of an objection. `claim`: what was objected; `done`: what is corrected, kept or revoked in consequence."""
    you, title = envelope.you, law.list_def.title
    return finished(
        envelope,
        LetterKind.OBJECTION_ANSWER,
        title="异议处理决定书",
        opening=sentence(
            "{you}于{day}对《{title}认定决定书》（{number}）所载信息提出异议。经核实，现作出如下决定",
            you=you,
            day=day_in_words(objected_on),
            title=title,
            number=entry.document,
        ),
        blocks=(
            block(Part.FACTS, "异议和核实的情况", [sentence("异议的内容：{claim}", claim=claim), *found.facts]),
            block(Part.GROUNDS, "处理的理由", found.grounds),
            law_block("处理的依据", found.law),
            block(Part.DECISION, "处理决定", [OBJECTION_RESULTS[result], *done]),
            block(Part.RIGHTS, "原决定的救济期限", [_first_periods_run_on(entry)]),
            contact_block(envelope),
        ),
        remedies=reconsideration_and_suit(review),
        lacking=_lacking(found, result, done, review),
    )


def _lacking(
    found: Found, result: ObjectionResult, done: tuple[Paragraph, ...], review: ReviewOrgans
) -> tuple[str, ...]:
    """The claim alone is no verification, and an objection that is upheld has consequences."""
    verified = () if found.facts else ("facts",)
    followed = () if done or result is ObjectionResult.DISMISSED else ("decision",)
    return (*verified, *followed, *missing_of_review(review))


def _first_periods_run_on(entry: EntryNamed) -> Paragraph:
    """An objection about accuracy has no article that would stop the periods against the decision itself."""
    return Paragraph(
        text=f"对原认定决定（{entry.document}）不服的，申请行政复议和提起行政诉讼的期限仍自知道或者应当知道原决定之日起计算",
        citations=(reconsideration_law("20 para 1"), litigation_law("46 para 1")),
    )
