"""An answer about repair in words: for the subject in whole sentences, for the officer with all that is open.

Says what was computed and nothing more: whether a repair is granted is the officer's decision.
"""

from collections.abc import Iterator, Mapping

from casework.bilingual import Bilingual, day_said
from casework.repair_case import Eligibility, Reason, Verdict
from engine.pack.repair import Requirement

MISSING: Mapping[str, Bilingual] = {
    "regime": Bilingual("适用的信用修复规则", "the rules of repair that apply"),
    "class": Bilingual("失信信息的类别", "the class of the information"),
    "field": Bilingual("所属的领域", "the field it lies in"),
    "penalties": Bilingual("处罚的种类", "the kinds of penalty"),
    "decided_on": Bilingual("认定的日期", "the day of determination"),
    "published_on": Bilingual("公示的日期", "the day of publication"),
    "corrected_on": Bilingual("改正的日期", "the day of correction"),
    "start": Bilingual("公示期自哪一日起算", "the day from which publication counts"),
    Requirement.DUTY_PERFORMED: Bilingual("履行义务的证明", "proof that the duty was performed"),
    Requirement.COMMITMENT: Bilingual("信用承诺书", "the commitment"),
    Requirement.HARM_REMOVED: Bilingual("消除危害后果和不良影响的情况", "whether the harm was removed"),
    Requirement.NO_RELAPSE: Bilingual("此后有无同类失信行为", "whether there was a relapse"),
    Requirement.NOT_LISTED: Bilingual("是否在异常名录或者严重失信名单", "whether it stands on another list"),
    Requirement.OTHER_LAW: Bilingual("法律、法规、规章规定的其他条件", "the other conditions of the law"),
    Requirement.TRAINING: Bilingual("信用修复培训的情况", "the training"),
    Requirement.TALK: Bilingual("约谈的情况", "the talk"),
    Requirement.REPORT: Bilingual("信用报告", "the credit report"),
}
"""Every word that `Eligibility.missing` may hold."""

HEADS: Mapping[Verdict, Bilingual] = {
    Verdict.ELIGIBLE: Bilingual(
        "根据现有记录，具备申请信用修复的条件，是否准予由认定单位审核决定。",
        "On the record the conditions for repair are there; whether it is granted is for the authority to decide.",
    ),
    Verdict.NOT_YET: Bilingual("目前尚不具备信用修复的条件。", "The conditions for repair are not there yet."),
    Verdict.NEVER_EARLY: Bilingual("依照规定，不得提前终止公示。", "By law, display does not end early."),
    Verdict.UNKNOWN: Bilingual(
        "根据现有记录还不能判断是否具备信用修复的条件；尚不清楚的事项，不作对当事人不利的认定。",
        "The record does not tell whether the conditions are there; what is not known is not counted against anyone.",
    ),
    Verdict.OVER: Bilingual(
        "公示期已届满，应当停止公示，无须申请修复。", "Display is over; nothing needs to be repaired."
    ),
}


def for_subject(answer: Eligibility) -> tuple[Bilingual, ...]:
    """What the subject reads: the answer, the reasons with their articles, from when, what to hand in and where."""
    return (HEADS[answer.verdict], *(_told(reason) for reason in answer.reasons), *_days(answer), *_application(answer))


def for_officer(answer: Eligibility) -> tuple[Bilingual, ...]:
    """The same, and what has to be found out first and which texts were not read."""
    return (HEADS[answer.verdict], *(_told(each) for each in answer.reasons), *_days(answer), *_open(answer))


def _told(reason: Reason) -> Bilingual:
    if not reason.law.zh:
        return reason.said
    return Bilingual(
        f"{reason.said.zh.removesuffix('。')}（{reason.law.zh}）。",
        f"{reason.said.en.removesuffix('.')} ({reason.law.en}).",
    )


def _days(answer: Eligibility) -> Iterator[Bilingual]:
    if answer.from_day is not None:
        day = day_said(answer.from_day)
        yield Bilingual(
            f"最短公示期最早于{day.zh}届满，自该日起可以提出申请。",
            f"The shortest publication is reached on {day.en} at the earliest; apply from then on.",
        )
    if answer.verdict is Verdict.NEVER_EARLY and answer.until is not None:
        day = day_said(answer.until)
        yield Bilingual(f"公示至{day.zh}，届满后自动停止。", f"Display goes on until {day.en} and then ends by itself.")


def _application(answer: Eligibility) -> Iterator[Bilingual]:
    """Materials and windows, where there is still something to apply for."""
    if answer.verdict in (Verdict.OVER, Verdict.NEVER_EARLY):
        return
    if answer.materials:
        yield Bilingual(
            f"申请时提交：{'、'.join(part.title for part in answer.materials)}。",
            f"Hand in: {', '.join(part.id for part in answer.materials)}.",
        )
    if answer.windows:
        yield Bilingual(
            f"可以通过{'、'.join(part.title for part in answer.windows)}提出，也可以向认定单位提出。",
            f"Apply at {', '.join(part.id for part in answer.windows)}, or with the deciding authority.",
        )


def _open(answer: Eligibility) -> Iterator[Bilingual]:
    if answer.missing:
        known = [MISSING[each] for each in answer.missing]
        yield Bilingual(
            f"需先查明：{'、'.join(each.zh for each in known)}。",
            f"Find out first: {', '.join(each.en for each in known)}.",
        )
    for caution in answer.cautions:
        yield Bilingual(
            f"未编入的内容：{caution.removesuffix('。')}。", f"Not read of the law: {caution.removesuffix('。')}"
        )
