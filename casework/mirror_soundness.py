"""Is a mirrored entry, or its removal, sound as it reached us? Every fault at once; nothing is re-decided here."""

from dataclasses import dataclass
from datetime import date

from casework.codes import MalformedCode, identifier_of, normalised_code
from casework.errors import FieldFault, Refused
from casework.mirror_terms import latest_end, terms_of
from casework.ports import Shelf, UnitOfWork
from casework.records import EntryRecord, SubjectRecord, SubjectType
from engine.pack import Colour, ListDef, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class MirroredEntry:
    """An authority's decision as it reached us. `term_end` None: the list's own term counted from `effective_on`."""

    subject_id: str
    list_id: str
    document: str
    decided_on: date
    effective_on: date
    term_end: date | None = None
    reasons: str = ""


def require_sound(
    work: UnitOfWork, shelf: Shelf, incoming: MirroredEntry, pack: Pack, definition: ListDef, today: date
) -> None:
    subject = work.subject(incoming.subject_id)
    if subject is None:
        raise Refused("subject-unknown", zh="登记中没有该主体", en="the register has no such subject", status=422)
    faults = _date_faults(incoming, today) + _law_faults(shelf, incoming, pack, definition)
    if not incoming.document.strip():
        faults.append(FieldFault(where="/document", zh="须填写认定文书编号", en="the deciding document is needed"))
    if definition.colour is not Colour.RED and not _surely_adult(subject, incoming.decided_on):
        faults.append(
            FieldFault(
                where="/decided_on",
                zh="不能确认认定时已满18周岁，不登记对其不利的条目",
                en="it is not certain that the person was 18 at the decision; nothing adverse is recorded",
            )
        )
    faults += _identity_faults(subject, incoming)
    _raise_any(faults, "镜像条目有误，未登记", "the mirrored entry is faulty; nothing was recorded")


def _date_faults(incoming: MirroredEntry, today: date) -> list[FieldFault]:
    faults: list[FieldFault] = []
    if incoming.decided_on > today:
        faults.append(FieldFault(where="/decided_on", zh="认定日晚于今日", en="the decision lies in the future"))
    if incoming.effective_on > today:
        faults.append(FieldFault(where="/effective_on", zh="生效日晚于今日", en="the effect lies in the future"))
    if incoming.effective_on < incoming.decided_on:
        faults.append(FieldFault(where="/effective_on", zh="生效日早于认定日", en="effect lies before the decision"))
    if incoming.term_end is not None and incoming.term_end < incoming.effective_on:
        faults.append(FieldFault(where="/term_end", zh="截止日早于生效日", en="the term ends before it begins"))
    return faults


def _law_faults(shelf: Shelf, incoming: MirroredEntry, pack: Pack, definition: ListDef) -> list[FieldFault]:
    """Nobody is listed before the first rules of the list that are kept here, nor past the term that its rules give."""
    faults: list[FieldFault] = []
    first = min(pack.in_force.start or date.min for pack in shelf.packs() if incoming.list_id in pack.lists)
    if incoming.decided_on < first:
        faults.append(
            FieldFault(
                where="/decided_on",
                zh=f"认定日早于“{definition.title}”已收录的最早规则（自{first}起施行），此前的认定在此没有依据；请核对认定日",
                en=f"the decision lies before the first rules of this list kept here (in force from {first}); check the day",
            )
        )
    longest = latest_end(incoming.effective_on, terms_of(pack, definition))
    if incoming.term_end is not None and longest is not None and incoming.term_end > longest[0]:
        faults.append(
            FieldFault(
                where="/term_end",
                zh=f"截止日超过“{definition.title}”的法定期限（最长{longest[1]}，自生效日起至{longest[0]}届满）；请向认定机关核实",
                en=f"the end lies past the list's own term (at most {longest[1]}, until {longest[0]}); ask the deciding authority",
            )
        )
    return faults


def _surely_adult(subject: SubjectRecord, on: date) -> bool:
    try:
        return identifier_of(subject.code, subject.type).surely_adult_on(on)
    except MalformedCode:
        return subject.type is not SubjectType.NATURAL_PERSON


def _identity_faults(subject: SubjectRecord, incoming: MirroredEntry) -> list[FieldFault]:
    """A person's name or code stands in no text that a check may show."""
    if not subject.type.is_person:
        return []
    texts = {"/document": incoming.document, "/reasons": incoming.reasons}
    return [
        FieldFault(where=where, zh="文字中不得写入个人姓名或者代码", en="the text may not hold a person's name or code")
        for where, text in texts.items()
        if subject.code in normalised_code(text) or (subject.name and subject.name in text)
    ]


def require_sound_removal(entry: EntryRecord, document: str, ended_on: date, today: date) -> None:
    faults: list[FieldFault] = []
    if not document.strip():
        faults.append(
            FieldFault(where="/document", zh="须填写移出文书编号", en="the document of the removal is needed")
        )
    if ended_on > today:
        faults.append(FieldFault(where="/ended_on", zh="移出日晚于今日", en="the removal lies in the future"))
    if entry.effective_on is not None and ended_on < entry.effective_on:
        faults.append(FieldFault(where="/ended_on", zh="移出日早于生效日", en="the removal lies before the effect"))
    _raise_any(faults, "移出登记有误，未登记", "the removal is faulty; nothing was recorded")


def _raise_any(faults: list[FieldFault], zh: str, en: str) -> None:
    if faults:
        raise Refused("entry-faulty", zh=zh, en=en, faults=tuple(faults))
