"""Is a step of a repair true to the regime of its day? Refuses the step otherwise, naming condition and article.

Nobody is sent away without the reason: an application that comes too early is answered with the day from which it may
be made. Nothing unknown is decided against the subject: neither granted nor refused before it was found out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NoReturn

from casework.bilingual import Bilingual, day_said
from casework.docket import FileKind, FileRecord
from casework.errors import FieldFault, Refused
from casework.file_titles import NEED_TITLES
from casework.files import StepRequest
from casework.ports import Reader, Shelf
from casework.records import EntryRecord
from casework.repair_case import Eligibility, Verdict
from casework.repair_record import (
    DAYS,
    PROOFS,
    YES_AND_NO,
    class_of_the_decision,
    classes_on,
    day_of,
    eligibility_on,
    regimes_on,
    said_on,
    speaks_of,
)
from casework.repair_words import HEADS, MISSING
from casework.repairs import PLAN_LAW, REPAIR_LAW
from engine.pack.repair import PauseGround

JUDGED = ("not_accepted", "granted", "refused")
GROUNDS: Mapping[str, Verdict | None] = {
    "not_yet": Verdict.NOT_YET,
    "never_early": Verdict.NEVER_EARLY,
    "over": Verdict.OVER,
    "not_the_subject": None,
}
"""Why an application may not be accepted, and the verdict that bears it. Missing training, talks or reports are none."""
AGAINST = (Verdict.NOT_YET, Verdict.NEVER_EARLY, Verdict.OVER)
REFUSALS: Mapping[Verdict, str] = {
    Verdict.NOT_YET: "repair-not-yet",
    Verdict.NEVER_EARLY: "repair-never-early",
    Verdict.OVER: "repair-over",
    Verdict.UNKNOWN: "repair-unclear",
}


def verdict_for(
    reader: Reader, shelf: Shelf, today: date, file: FileRecord, entry: EntryRecord | None, request: StepRequest
) -> Eligibility | None:
    """What the regime of the step's day says; None for steps that it does not decide."""
    if file.kind is not FileKind.REPAIR or entry is None or request.step not in JUDGED:
        return None
    said = said_on(reader.steps_of(file.id))
    return eligibility_on(reader, shelf, entry, said, request.law_date or today, today)


def answered(request: StepRequest, found: Eligibility | None) -> StepRequest:
    """The step with the verdict it rests on, kept in the file: from which day, why, under which releases."""
    if found is None:
        return request
    rests_on = {
        "verdict": str(found.verdict),
        "from_day": found.from_day.isoformat() if found.from_day else "",
        "why": _why(found).zh,
        "law": _law(found),
        "regimes": "、".join(found.regimes),
    }
    return replace(request, details={**request.details, **rests_on})


def require_true_to_law(
    reader: Reader,
    shelf: Shelf,
    today: date,
    file: FileRecord,
    entry: EntryRecord,
    request: StepRequest,
    found: Eligibility | None,
) -> None:
    """INVARIANT: asked after the hand was; whoever may not take the step learns nothing from a refusal here."""
    match file.kind, request.step:
        case FileKind.REPAIR, "filed" | "received" | "examined":
            _require_sound(reader, shelf, today, entry, request)
        case FileKind.REPAIR, "not_accepted" if found:
            _require_ground(request, found)
        case FileKind.REPAIR, "refused" if found:
            _require_against(found)
        case FileKind.REPAIR, "granted" if found:
            if found.verdict is not Verdict.ELIGIBLE:
                _refuse_as(found)
        case FileKind.REORGANISATION, "plan_approved":
            _require_pause(reader, shelf, today, entry)


def _require_sound(reader: Reader, shelf: Shelf, today: date, entry: EntryRecord, request: StepRequest) -> None:
    """Days, proofs and class as they are said in `details`; every fault at once."""
    details = request.details
    until = request.law_date or today
    faults = [_day_fault(name, details, until) for name in (*DAYS, "source_date") if details.get(name)]
    faults += [
        _fault(name, "应为 yes 或者 no", "is yes or no")
        for name in PROOFS
        if details.get(name) and details[name] not in YES_AND_NO
    ]
    if details.get("class"):
        faults.append(_class_fault(reader, shelf, today, entry, request))
    told = tuple(fault for fault in faults if fault)
    if told:
        raise Refused(
            "step-faulty",
            zh="；".join(fault.zh for fault in told),
            en="; ".join(fault.en for fault in told),
            hint_zh="请逐处更正后重新提交；尚未登记",
            hint_en="correct each place and submit again; nothing has been recorded",
            faults=told,
        )


def _day_fault(name: str, details: Mapping[str, object], until: date) -> FieldFault | None:
    day = day_of(details[name])
    if day is None:
        return _fault(name, "日期格式为YYYY-MM-DD", "is written YYYY-MM-DD")
    if name != "bar_until" and day > until:
        return _fault(name, f"日期{day}晚于本步骤的日期{until}", f"the day {day} lies after this step ({until})")
    return None


def _class_fault(
    reader: Reader, shelf: Shelf, today: date, entry: EntryRecord, request: StepRequest
) -> FieldFault | None:
    """The class is the officer's to find, with reasons, where the decision names none."""
    named = str(request.details["class"])
    subject = reader.subject(entry.subject_id)
    assert subject is not None
    known = classes_on(regimes_on(shelf, subject, request.law_date or today, today), entry)
    decided = class_of_the_decision(reader.moves_of(entry.id), known)
    if request.step != "examined":
        return _fault("class", "失信信息的类别由认定单位写明", "the class is for the authority to find")
    if named not in known:
        shown = "、".join(f"{each}（{title}）" for each, title in known.items())
        return _fault("class", f"当日施行的规则中没有该类别，可用：{shown or '无'}", f"is one of: {', '.join(known)}")
    if decided and named != decided:
        return _fault("class", f"决定已写明类别：{known[decided]}", f"the decision names the class {decided}")
    if not decided and not str(request.details.get("class_reasons") or "").strip():
        return _fault("class_reasons", "决定没有写明类别，须说明归入该类别的理由", "say why it is of this class")
    return None


def _fault(name: str, zh: str, en: str) -> FieldFault:
    title = MISSING[name].zh if name in MISSING else NEED_TITLES.get(name, name)
    return FieldFault(where=f"/details/{name}", zh=f"{title}：{zh}", en=f"{name} {en}")


def _require_ground(request: StepRequest, found: Eligibility) -> None:
    ground = str(request.details.get("ground", ""))
    if ground not in GROUNDS:
        raise Refused(
            "ground-unknown",
            zh="不予受理的情形须为：not_yet（尚未到可以申请的日期）、never_early（依法不得提前修复）、"
            "over（公示期已满）、not_the_subject（提出人不是当事人，也没有其委托）；不得要求其他材料",
            en=f"the ground is one of: {', '.join(GROUNDS)}; nothing more may be asked for",
            law=REPAIR_LAW,
        )
    borne_by = GROUNDS[ground]
    if borne_by is not None and found.verdict is not borne_by:
        raise Refused(
            "ground-not-there",
            zh=f"所写情形与现有记录不符：{HEADS[found.verdict].zh}{_why(found).zh}",
            en=f"the record does not bear this ground: {HEADS[found.verdict].en} {_why(found).en}",
            hint_zh="请受理后审核",
            hint_en="accept the application and examine it",
            law=_law(found) or REPAIR_LAW,
            status=409,
        )


def _require_against(found: Eligibility) -> None:
    """A refusal rests on a condition that is known not to be there."""
    if found.verdict in AGAINST:
        return
    if found.verdict is Verdict.UNKNOWN:
        _refuse_as(found)
    raise Refused(
        "conditions-are-met",
        zh="按现有记录，修复的条件已经具备，不得不予修复",
        en="on the record the conditions are met, so the repair cannot be refused",
        hint_zh="认为某项条件不具备的，请先在审核中写明该项条件和查明的情况",
        hint_en="if a condition is not met, find so in the examination first",
        law=_law(found) or REPAIR_LAW,
        status=409,
    )


def _refuse_as(found: Eligibility) -> NoReturn:
    why, day = _why(found), found.from_day
    when = day_said(day) if day else Bilingual("", "")
    hint = _hint(found)
    raise Refused(
        REFUSALS[found.verdict],
        zh=HEADS[found.verdict].zh + why.zh + (f"最早自{when.zh}起可以修复。" if day else ""),
        en=f"{HEADS[found.verdict].en} {why.en}" + (f" From {when.en} at the earliest." if day else ""),
        hint_zh=hint.zh,
        hint_en=hint.en,
        law=_law(found) or REPAIR_LAW,
        status=409,
    )


def _hint(found: Eligibility) -> Bilingual:
    if found.verdict is Verdict.OVER:
        return Bilingual("请按期满移出办理", "end the entry as expired")
    if found.verdict is not Verdict.UNKNOWN:
        return Bilingual("尚未登记；可以撤回申请或者不予修复", "nothing was recorded; refuse, or let it be withdrawn")
    zh = "、".join(MISSING[each].zh for each in found.missing)
    en = ", ".join(found.missing)
    reasoned = "；类别须附理由" if "class" in found.missing else ""
    return Bilingual(f"请先查明并在审核中写明：{zh}{reasoned}", f"find out first, and say in `examined`: {en}")


def _require_pause(reader: Reader, shelf: Shelf, today: date, entry: EntryRecord) -> None:
    """Only a regime that knows the ground pauses anything, from the day it does."""
    subject = reader.subject(entry.subject_id)
    assert subject is not None
    regimes = [pack.repair for pack in regimes_on(shelf, subject, today, today)]
    if not any(
        part.id == PauseGround.REORGANISATION
        for regime in regimes
        if regime and speaks_of(regime, entry)
        for part in regime.pauses
    ):
        raise Refused(
            "pause-unknown",
            zh=f"{today}施行的规则没有规定重整计划执行期间暂停公示和适用",
            en=f"no regime of {today} pauses anything for a reorganisation plan",
            law=PLAN_LAW,
            status=409,
        )


def _why(found: Eligibility) -> Bilingual:
    return Bilingual(
        "".join(reason.said.zh for reason in found.reasons), " ".join(reason.said.en for reason in found.reasons)
    )


def _law(found: Eligibility) -> str:
    laws: Sequence[str] = [reason.law.zh for reason in found.reasons if reason.law.zh]
    return "；".join(dict.fromkeys(laws))
