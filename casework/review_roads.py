"""Which steps of a review are open for the entry it lies over: what is not in effect is not revoked, what is mirrored not decided here."""

from collections.abc import Sequence

from casework.docket import FileKind, FileRecord, StepRecord
from casework.errors import Refused
from casework.file_titles import step_title
from casework.files import StepRequest
from casework.judging import grounds_of
from casework.move_laws import NOTICE_LAW
from casework.occasion import date_of
from casework.ports import Reader
from casework.records import EntryRecord, EntryState
from casework.reviews import CHANGED, EXAMINED, MIRROR_LAW, RETURNED
from casework.subject_words import EventKind

REVIEW_KINDS = frozenset({FileKind.CORRECTION, FileKind.SUCCESSION})
CARRIED = "review_carried"
MAY_BE_CARRIED = frozenset({EventKind.MERGED, EventKind.DIVIDED})
_NOTED = frozenset({"review_noted"})
_LOOKING = frozenset({EXAMINED, RETURNED})
_IN_EFFECT = _LOOKING | {
    "review_maintained", "review_amended", "review_corrected", "review_revoked", "review_not_carried", CARRIED,
}  # fmt: skip
_NOT_YET = _LOOKING | {"review_maintained", "review_not_listed"}
_MIRRORED = frozenset({"forwarded", "review_source_ended", "review_source_kept"})


def on_review_road(file: FileRecord, entry: EntryRecord | None, step: str) -> bool:
    """Whether this step may be taken for this entry, as it stands. Without an entry (a ban) there is only to take note."""
    if file.kind not in REVIEW_KINDS:
        return True
    if entry is None or entry.state.is_closed:
        return step in _NOTED
    if entry.mirrored:
        return step in _MIRRORED
    return step in (_IN_EFFECT if entry.state is EntryState.EFFECTIVE else _NOT_YET)


def is_offered(name: str, taken: Sequence[StepRecord]) -> bool:
    """Whether a page should offer the step: nothing is carried where the event has no successor."""
    return name != CARRIED or any(one.details.get("successor_id") for one in taken if one.step == CHANGED)


def require_review_road(file: FileRecord, entry: EntryRecord | None, step: str) -> None:
    """INVARIANT: asked after the hand was; whoever may not take the step learns nothing from a refusal here."""
    if on_review_road(file, entry, step):
        return
    if entry is not None and entry.mirrored and not entry.state.is_closed:
        raise Refused(
            "mirrored",
            zh=f"该条目由其他机关认定，不能在此办理“{step_title(step)}”，应当转送认定机关",
            en=f"another authority decided this entry; {step} is not taken here, forward it",
            law=MIRROR_LAW,
            status=409,
        )
    stands = "没有需要处理的条目" if entry is None or entry.state.is_closed else "条目的当前状态不允许"
    raise Refused(
        "step-not-lawful",
        zh=f"{stands}，不能办理“{step_title(step)}”",
        en=f"the entry does not stand where {step} may be taken",
        hint_zh="条目已经移出或者未予列入的，办理“无须处理”",
        hint_en="where the entry is over, take the step review_noted",
        status=409,
    )


def require_review_sound(reader: Reader, file: FileRecord, entry: EntryRecord, request: StepRequest) -> None:
    """What a step says is true to the file: a successor is named, a term is only ever shortened, a record still stands."""
    match request.step:
        case "review_amended":
            _require_shorter(entry, request)
        case "review_carried":
            successor_of(reader, file, request)
        case "review_maintained" if entry.state is not EntryState.EFFECTIVE and file.kind is FileKind.CORRECTION:
            _require_its_records(reader, entry)
        case "review_not_listed" if entry.state is EntryState.APPROVED:
            raise Refused(
                "step-not-lawful",
                zh="该案件已经批准，须先由批准人在案件中退回决定，再办理不予列入",
                en="the case is approved; the approving officer returns the decision first",
                status=409,
            )


def successor_of(reader: Reader, file: FileRecord, request: StepRequest) -> str:
    """The id of the subject that would carry the entry; Refused where the law's event names none, or several and none is chosen."""
    withdrawn = {one.withdraws for one in reader.events_of(file.subject_id)}
    named = [
        one.other_id
        for one in reader.events_of(file.subject_id)
        if one.kind in MAY_BE_CARRIED and one.subject_id == file.subject_id and one.other_id and one.id not in withdrawn
    ]
    wanted = str(request.details.get("successor") or (named[0] if len(set(named)) == 1 else ""))
    if wanted in named:
        return wanted
    raise Refused(
        "successor-unknown",
        zh="该主体变更不产生承继，或者有多个承继主体而未指明（successor 填主体编号）",
        en="this event has no successor to carry the entry, or several and none is named (successor)",
        hint_zh="个体工商户转为企业、注销的，条目不转入其他主体",
        hint_en="nothing passes on conversion or deregistration",
        status=409,
    )


def _require_shorter(entry: EntryRecord, request: StepRequest) -> None:
    end = date_of(request.details.get("term_end"))
    earliest = entry.effective_on
    if end is None or (entry.term_end is not None and end >= entry.term_end) or (earliest and end < earliest):
        raise Refused(
            "term-not-shorter",
            zh=f"更正只能缩短期限：新的截止日须早于{entry.term_end or '原截止日'}，且不早于生效日；加重的，须重新告知、认定",
            en="a correction only shortens the term; what weighs heavier is decided anew, after notice",
            law=NOTICE_LAW,
            status=409,
        )


def _require_its_records(reader: Reader, entry: EntryRecord) -> None:
    origin = reader.entry(str(entry.finding.get("carried_from", "")))
    ids = [entry.subject_id, *([origin.subject_id] if origin else [])]
    standing = {fact.id for facts in reader.facts_of(ids).values() for fact in facts}
    listed = {one for one in grounds_of(entry) if not one.startswith("listing:")}
    if listed - standing:
        raise Refused(
            "grounds-superseded",
            zh="本案告知时所依据的记录已被更正，不能据以继续认定；请办理不予列入，更正后的记录仍符合条件的，将重新提出",
            en="the records this case was noticed on are superseded; it cannot go on upon them: do not list, and what"
            " the corrected records bear is proposed anew",
            law=NOTICE_LAW,
            status=409,
        )
