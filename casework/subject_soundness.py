"""Is an event of a subject's life sound as it was sent? Every fault at once; nothing happens to a subject after its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.codes import MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.ports import Clock, Reader, Shelf
from casework.records import SubjectRecord
from casework.subject_rules import LifeRule
from casework.subject_words import EventKind, standing_events


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """What is submitted. `other_*`: the other subject; one that is not registered yet is, where its name is given.

    `goes_on`: "yes" or "no", of a division. `start`, `until`: of a post; `withdraws`: the event recorded wrongly.
    """

    kind: EventKind
    on: date | None
    document: str
    reasons: str = ""
    name: str = ""
    code: str = ""
    other_type: str = ""
    other_code: str = ""
    other_name: str = ""
    role: str = ""
    until: date | None = None
    goes_on: str = ""
    withdraws: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def require_sound(
    reader: Reader, clock: Clock, shelf: Shelf, subject: SubjectRecord, sent: LifeEvent, rule: LifeRule
) -> None:
    """Every fault at once."""
    faults = [
        *_form_faults(clock, shelf, sent, rule),
        *_order_faults(reader, subject, sent),
        *_code_faults(reader, subject, sent),
    ]
    if subject.type not in rule.types:
        faults.append(
            FieldFault(
                where="/kind", zh=f"“{rule.title}”不适用于该类主体", en=f"{sent.kind} does not befall a {subject.type}"
            )
        )
    if sent.kind is EventKind.RENAMED and sent.name.strip() == subject.name:
        faults.append(FieldFault(where="/name", zh="新名称与现名称相同", en="this is its name already"))
    if faults:
        raise Refused(
            "event-faulty",
            zh=f"“{rule.title}”登记有误，未登记",
            en=f"the event {sent.kind} is faulty; nothing was recorded",
            law=rule.law,
            faults=tuple(faults),
        )


def _form_faults(clock: Clock, shelf: Shelf, sent: LifeEvent, rule: LifeRule) -> list[FieldFault]:
    faults: list[FieldFault] = []
    given = {
        "name": sent.name,
        "code": sent.code,
        "other": sent.other_code,
        "role": sent.role,
        "goes_on": sent.goes_on if sent.goes_on in ("yes", "no") else "",
    }
    for need in rule.needs:
        if not given[need].strip():
            where, zh = NEEDED[need]
            faults.append(FieldFault(where=where, zh=zh, en=f"{need} is needed"))
    if sent.on is None or sent.on > clock.today():
        faults.append(FieldFault(where="/on", zh="须填写日期，且不得晚于今日", en="a day is needed, not in the future"))
    if not sent.document.strip():
        faults.append(FieldFault(where="/document", zh="须填写所依据的文书", en="the document is needed"))
    if sent.role and sent.role not in shelf.catalogue.roles:
        faults.append(FieldFault(where="/role", zh="未知的身份", en="no such role in the catalogue"))
    if sent.until is not None and sent.on is not None and sent.until <= sent.on:
        faults.append(FieldFault(where="/until", zh="离任日不晚于任职日", en="the post ends before it begins"))
    return faults


NEEDED: Mapping[str, tuple[str, str]] = {
    "name": ("/name", "须填写新名称"),
    "code": ("/code", "须填写新代码"),
    "other": ("/other_code", "须填写另一主体的代码"),
    "role": ("/role", "须填写身份"),
    "goes_on": ("/goes_on", "须写明原主体是否存续（yes 或者 no）"),
}


def _order_faults(reader: Reader, subject: SubjectRecord, sent: LifeEvent) -> list[FieldFault]:
    """Nothing happens to a subject after its end, but that it is deregistered; no end happens twice."""
    mine = [one for one in standing_events(reader.events_of(subject.id)) if one.subject_id == subject.id]
    ended = next((one for one in mine if one.ends_the_subject), None)
    faults: list[FieldFault] = []
    follows = sent.kind is EventKind.DEREGISTERED or (
        sent.kind is EventKind.DIVIDED and ended and ended.kind is sent.kind
    )
    if ended is not None and not (follows and not any(one.kind is EventKind.DEREGISTERED for one in mine)):
        faults.append(FieldFault(where="/kind", zh=f"该主体已于{ended.on}终止", en=f"the subject ended on {ended.on}"))
    earlier = [one.on for one in mine if one.kind is sent.kind and sent.kind in (EventKind.RENAMED, EventKind.RECODED)]
    if sent.on is not None and earlier and sent.on <= max(earlier):
        faults.append(
            FieldFault(
                where="/on", zh="日期不晚于已登记的同类变更", en="an event of this kind is recorded from this day on"
            )
        )
    return faults


def _code_faults(reader: Reader, subject: SubjectRecord, sent: LifeEvent) -> list[FieldFault]:
    if sent.kind is not EventKind.RECODED or not sent.code.strip():
        return []
    try:
        identifier = identifier_of(sent.code, subject.type)
    except MalformedCode as fault:
        return [FieldFault(where="/code", zh=fault.zh, en=fault.en)]
    known = reader.subject_by_code(identifier.kind, identifier.code)
    if known is not None and known.id == subject.id:
        return [FieldFault(where="/code", zh="该主体已经使用过此代码", en="the subject has or has had this code")]
    if known is None and not identifier.sound:
        return [FieldFault(where="/code", zh="校验码不符", en="its check character does not hold")]
    if known is not None and known.type is not subject.type:
        return [
            FieldFault(where="/code", zh="此代码登记的是另一类主体", en="the code belongs to another type of subject")
        ]
    return []
