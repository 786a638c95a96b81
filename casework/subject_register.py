"""What happens to a subject, recorded: by whom, when, on which document, and what follows for each of its entries at once.

An event never carries an entry over by itself and never takes one away by itself, death excepted: where the law read
says nothing about list entries, each live one comes to the desk of the authority that decided it.
"""

import uuid
from dataclasses import dataclass

from casework.codes import MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.ports import Clock, Reader, Shelf, Store, UnitOfWork
from casework.records import Account, RelatedRecord, Role, SubjectRecord, SubjectType
from casework.reveal import is_own_subject
from casework.subject_consequences import Consequence, follow
from casework.subject_rules import LIFE, WITHDRAWAL_LAW, LifeRule
from casework.subject_soundness import LifeEvent, require_sound
from casework.subject_words import EventKind, SubjectEvent, standing_events

RECORDING = frozenset({Role.DATA_CLERK, Role.LIST_OFFICER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The event, and what it meant for each entry of the subject."""

    event: SubjectEvent
    consequences: tuple[Consequence, ...]


def record_event(
    store: Store, shelf: Shelf, clock: Clock, account: Account, subject_id: str, sent: LifeEvent
) -> Recorded:
    """The event and its consequences in one unit of work; Refused with every fault of what was sent otherwise."""
    require_recorder(account)
    with store.unit_of_work() as work:
        subject = may_record_about(work, account, subject_id, sent.kind)
        if sent.kind is EventKind.WITHDRAWN:
            event = _withdrawal(work, clock, account, subject, sent)
            done = Recorded(event=event, consequences=())
        else:
            done = _recorded(work, shelf, clock, account, subject, sent)
        work.commit()
    return done


def require_recorder(account: Account) -> None:
    """Asked first: nobody else learns from a refusal whether the register knows somebody."""
    if not account.roles & RECORDING:
        raise Refused(
            "role-missing",
            zh="主体变更由数据报送员或者名单经办人登记",
            en="a subject's events belong to the roles data_clerk and list_officer",
            status=403,
        )


def may_record_about(reader: Reader, account: Account, subject_id: str, kind: EventKind | None = None) -> SubjectRecord:
    """The subject, where the department keeps its register or has a case about it; 404 otherwise, and where the account is recused."""
    subject = reader.subject(subject_id)
    keeps = any(account.department in rule.recorders for one, rule in LIFE.items() if kind in (None, one))
    if kind is EventKind.WITHDRAWN:
        keeps = any(one.department == account.department for one in reader.events_of(subject_id))
    own = subject is not None and (keeps or is_own_subject(reader, account.department, subject_id))
    recused = bool(reader.kept_from(account.id) & {one.id for one in reader.entries_about(subject_id)})
    if subject is None or not own or recused:
        raise Refused("not-found", zh="没有该主体", en="no such subject", status=404)
    return subject


def _recorded(
    work: UnitOfWork, shelf: Shelf, clock: Clock, account: Account, subject: SubjectRecord, sent: LifeEvent
) -> Recorded:
    rule = LIFE[sent.kind]
    require_sound(work, clock, shelf, subject, sent, rule)
    seq = work.draw_seq()
    other = _other(work, subject, sent, rule) if "other" in rule.needs or sent.other_code.strip() else None
    twin = _twin(work, subject, sent)
    assert sent.on is not None  # _require_sound has seen to it
    event = SubjectEvent(
        id=uuid.uuid4().hex,
        subject_id=subject.id,
        kind=sent.kind,
        on=sent.on,
        department=account.department,
        account_id=account.id,
        at=clock.now(),
        seq=seq,
        document=sent.document.strip(),
        reasons=sent.reasons.strip(),
        other_id=other.id if other else twin,
        code=_code(sent, subject) if sent.kind is EventKind.RECODED else "",
        name=sent.name.strip() if sent.kind in (EventKind.RENAMED, EventKind.RECODED) else "",
        role=sent.role if sent.kind is EventKind.POST_HELD else "",
        until=sent.until,
        goes_on=sent.goes_on == "yes",
        details=sent.details,
    )
    write_event(work, event)
    if sent.kind is EventKind.POST_HELD and other is not None:
        work.add_related(
            RelatedRecord(
                subject_id=subject.id,
                person_id=other.id,
                role=sent.role,
                start=sent.on,
                end=sent.until,
                recorded_seq=seq,
            )
        )
    return Recorded(event=event, consequences=follow(work, shelf, clock, account, event))


def write_event(work: UnitOfWork, event: SubjectEvent) -> None:
    """The event with its chain link and its message: ids and dates, never a name or a code."""
    work.add_event(event)
    told = {
        "event": event.id,
        "subject": event.subject_id,
        "kind": str(event.kind),
        "other": event.other_id,
        "by": event.account_id,
    }
    work.log(f"subject.{event.kind}", event.seq, told)
    work.post("subject.changed", event.seq, told)


def _withdrawal(
    work: UnitOfWork, clock: Clock, account: Account, subject: SubjectRecord, sent: LifeEvent
) -> SubjectEvent:
    """What was recorded wrongly has no effect from now on; what ended by it stays ended and is for its authority to take up."""
    found = next((one for one in standing_events(work.events_of(subject.id)) if one.id == sent.withdraws), None)
    if found is None or found.subject_id != subject.id or found.department != account.department:
        raise Refused(
            "event-unknown",
            zh="没有可以撤回的登记（只能由登记单位撤回，且只能撤回一次）",
            en="no event to withdraw; only the department that recorded it may, and once",
            status=409,
        )
    if not sent.document.strip() or not sent.reasons.strip():
        raise Refused(
            "event-faulty",
            zh="撤回须写明理由和所依据的文书",
            en="a withdrawal names its reason and its document",
            law=WITHDRAWAL_LAW,
            faults=(FieldFault(where="/document", zh="须填写文书编号和理由", en="document and reasons are needed"),),
        )
    event = SubjectEvent(
        id=uuid.uuid4().hex,
        subject_id=subject.id,
        kind=EventKind.WITHDRAWN,
        on=clock.today(),
        department=account.department,
        account_id=account.id,
        at=clock.now(),
        seq=work.draw_seq(),
        document=sent.document.strip(),
        reasons=sent.reasons.strip(),
        withdraws=found.id,
    )
    write_event(work, event)
    if found.kind is EventKind.POST_HELD and found.other_id:
        work.add_related(
            RelatedRecord(
                subject_id=subject.id,
                person_id=found.other_id,
                role=found.role,
                start=found.on,
                end=found.on,
                recorded_seq=event.seq,
            )
        )
    return event


def _code(sent: LifeEvent, subject: SubjectRecord) -> str:
    return identifier_of(sent.code, subject.type).code


def _twin(reader: Reader, subject: SubjectRecord, sent: LifeEvent) -> str | None:
    """The record under which the same subject had been registered a second time, by its new code."""
    if sent.kind is not EventKind.RECODED:
        return None
    identifier = identifier_of(sent.code, subject.type)
    known = reader.subject_by_code(identifier.kind, identifier.code)
    return known.id if known else None


def _other(work: UnitOfWork, subject: SubjectRecord, sent: LifeEvent, rule: LifeRule) -> SubjectRecord:
    """The other subject by its code; registered now where the register does not have it and its name is given."""
    faults: list[FieldFault] = []
    try:
        other_type = SubjectType(sent.other_type)
        identifier = identifier_of(sent.other_code, other_type)
    except MalformedCode as fault:
        faults.append(FieldFault(where="/other_code", zh=fault.zh, en=fault.en))
    except ValueError:
        faults.append(FieldFault(where="/other_type", zh="未知的主体类型", en="unknown subject type"))
    else:
        known = work.subject_by_code(identifier.kind, identifier.code)
        if other_type not in rule.others:
            faults.append(
                FieldFault(where="/other_type", zh="该类主体不能是另一方", en="such a subject cannot be the other")
            )
        elif known is not None and known.type is other_type and known.id != subject.id:
            return known
        elif known is None and identifier.sound and sent.other_name.strip():
            fresh = SubjectRecord(
                id=uuid.uuid4().hex,
                type=other_type,
                code=identifier.code,
                code_kind=identifier.kind,
                name=sent.other_name.strip(),
                region=subject.region,
                demo=subject.demo,
            )
            work.add_subject(fresh)
            return fresh
        else:
            faults.append(
                FieldFault(
                    where="/other_code",
                    zh="登记中没有该主体（新设主体请同时填写名称），或者与本主体相同、类型不符",
                    en="the register has no such subject (give its name to register it), or it is the same one or of another type",
                )
            )
    raise Refused(
        "event-faulty",
        zh=f"“{rule.title}”登记有误，未登记",
        en="the event is faulty; nothing was recorded",
        law=rule.law,
        faults=tuple(faults),
    )
