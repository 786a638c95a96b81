"""Subjects over time: who it is under a code or name on a given day, what has happened to it, and recording that."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.files import READERS
from api.http.house import House, InHouse, SignedIn
from api.http.schemas import Code, Label, LawDate, Name, Strict, SubjectWord, Text
from casework.codes import MalformedCode, masked_code, masked_name
from casework.errors import FieldFault, Refused
from casework.looks import dossier_opened
from casework.masking import Veil, persons_around, shown, veil_of
from casework.ports import Reader
from casework.records import Account, SubjectRecord, SubjectType
from casework.subject_consequences import CONSEQUENCE_TITLES, Consequence
from casework.subject_life import Known, identities, known_by_code, known_by_name
from casework.subject_register import may_record_about, record_event, require_recorder
from casework.subject_rules import LIFE, event_title
from casework.subject_soundness import LifeEvent
from casework.subject_words import EventKind, Identity, SubjectEvent

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])

EventWord = Literal[
    "renamed",
    "recoded",
    "merged",
    "divided",
    "converted",
    "deregistered",
    "licence_revoked",
    "branch_of",
    "died",
    "post_held",
    "withdrawn",
]


class ResolveIn(Strict):
    """Who is meant, and on which day (none: today). A name alone is a hint."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"type": "enterprise", "code": "91520103MA6DKX7Q6F", "as_of": "2026-05-01"}]}
    )

    type: SubjectWord
    code: Code = ""
    name: Name = ""
    as_of: LawDate | None = None


class EventIn(Strict):
    """One event of a subject's life, on its document. Which fields it needs is said by its kind (GET …/life)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "renamed", "on": "2026-05-01", "document": "虚构变更〔2026〕1号", "name": "虚构新名有限公司"}
            ]
        }
    )

    kind: EventWord
    on: LawDate | None = None
    document: Label = ""
    reasons: Text = ""
    name: Name = ""
    code: Code = ""
    other_type: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")] = ""
    other_code: Code = ""
    other_name: Name = ""
    role: Annotated[str, Field(max_length=100, pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    until: LawDate | None = None
    goes_on: Literal["", "yes", "no"] = ""
    withdraws: Annotated[str, Field(max_length=64, pattern=r"^([a-z0-9-]+)?$")] = ""


@router.post(
    "/resolve",
    summary="Who is meant by a code or name on a given day",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403),
)
def post_resolve(asked: ResolveIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """An old code leads to the same subject. `how`: right on that day, `former` or `not_yet`; a name never decides."""
    return resolved(house, account, asked)


def resolved(house: House, account: Account, asked: ResolveIn) -> dict[str, Any]:
    """Everybody meant, persons masked; each look at a person is on record before it leaves."""
    require_recorder(account)
    on = asked.as_of or house.clock.today()
    with house.store.reader() as reader:
        found = _found(reader, asked, on)
        told = [_known_told(one) for one in found]
    for one in found:
        dossier_opened(house.store, house.clock, account, one.subject, "查询主体登记")
    return {"as_of": on.isoformat(), "match": _match(found), "subjects": told}


@router.get(
    "/{subject_id}/life",
    summary="A subject's names, codes and events, and what each kind of event means",
    responses=refusals(*SIGNED_IN, 403, 404),
)
def get_life(subject_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Of subjects of the department's own cases, or whose register it keeps. Where it is a person, opening it is a look."""
    with house.store.reader() as reader:
        subject = own_subject(reader, account, subject_id)
        veil = veil_of(persons_around(reader, subject))
        events = reader.events_of(subject.id)
        others = reader.subjects([each for one in events for each in (one.subject_id, one.other_id) if each])
        told = life_told(subject, events, others, veil)
    dossier_opened(house.store, house.clock, account, subject, "查阅主体变更")
    return told


@router.post(
    "/{subject_id}/events",
    status_code=201,
    summary="Record what happened to a subject",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409),
)
def post_event(subject_id: str, sent: EventIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """With what it means for each entry. Nothing is carried over by itself; a review is opened where somebody must decide."""
    return event_recorded(house, account, subject_id, sent)


def event_recorded(house: House, account: Account, subject_id: str, sent: EventIn) -> dict[str, Any]:
    """The event, whole and committed; Refused otherwise."""
    told = {name: value for name, value in sent.model_dump().items() if name != "kind"}
    event = LifeEvent(kind=EventKind(sent.kind), **told)
    done = record_event(house.store, house.book.shelf, house.clock, account, subject_id, event)
    titles = house.book.shelf.list_titles()
    return {
        "event_id": done.event.id,
        "kind": str(done.event.kind),
        "title": event_title(done.event.kind),
        "other_id": done.event.other_id,
        "consequences": [consequence_told(one, titles.get(one.list_id, one.list_id)) for one in done.consequences],
    }


def own_subject(reader: Reader, account: Account, subject_id: str) -> SubjectRecord:
    """The subject, where the account may read about it; Refused (403, 404) otherwise."""
    if not account.roles & READERS:
        raise Refused("role-missing", zh="该账户无权查看主体变更", en="this account may not read subjects", status=403)
    return may_record_about(reader, account, subject_id)


def consequence_told(one: Consequence, title: str) -> dict[str, Any]:
    return {
        "case_id": one.entry_id,
        "list": one.list_id,
        "list_title": title,
        "authority": one.authority,
        "what": one.what,
        "what_title": CONSEQUENCE_TITLES[one.what],
        "file_id": one.file_id or None,
    }


def life_told(subject: SubjectRecord, events: Sequence[SubjectEvent], others: Any, veil: Veil) -> dict[str, Any]:
    """Everything that has happened, persons masked, withdrawn events marked."""
    withdrawn = {one.withdraws for one in events if one.withdraws}
    return {
        "subject": subject_told(subject),
        "identities": [identity_told(one, subject.type) for one in identities(subject)],
        "events": [_event_told(one, subject, others, veil, one.id in withdrawn) for one in events],
        "kinds": [
            {
                "kind": str(kind),
                "title": rule.title,
                "needs": ["on", "document", *rule.needs],
                "law": rule.law,
                "meaning": rule.meaning,
            }
            for kind, rule in LIFE.items()
            if subject.type in rule.types
        ],
    }


def subject_told(subject: SubjectRecord) -> dict[str, Any]:
    seen = shown(subject)
    return {"id": subject.id, "type": str(seen.type), "code": seen.code, "name": seen.name, "region": subject.region}


def identity_told(one: Identity, subject_type: SubjectType) -> dict[str, Any]:
    return {
        "code": masked_code(one.code, subject_type),
        "name": masked_name(one.name, subject_type),
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
    }


def _event_told(
    event: SubjectEvent, subject: SubjectRecord, others: Any, veil: Veil, withdrawn: bool
) -> dict[str, Any]:
    about = others.get(event.subject_id)
    other = others.get(event.other_id) if event.other_id else None
    return {
        "event_id": event.id,
        "kind": str(event.kind),
        "title": event_title(event.kind),
        "on": event.on.isoformat(),
        "recorded_at": event.at.isoformat(),
        "by": event.account_id,
        "department": event.department,
        "document": veil.text(event.document),
        "reasons": veil.text(event.reasons),
        "of": subject_told(about) if about and about.id != subject.id else None,
        "other": subject_told(other) if other and other.id != subject.id else None,
        "role": event.role or None,
        "until": event.until.isoformat() if event.until else None,
        "goes_on": event.goes_on if event.kind is EventKind.DIVIDED else None,
        "withdraws": event.withdraws,
        "withdrawn": withdrawn,
    }


def _found(reader: Reader, asked: ResolveIn, on: Any) -> list[Known]:
    try:
        subject_type = SubjectType(asked.type)
    except ValueError:
        raise Refused("subject-type-unknown", zh="未知的主体类型", en="unknown subject type") from None
    if not asked.code and not asked.name:
        raise _faulty("须提供代码或者名称", "a code or a name is needed")
    if not asked.code:
        return known_by_name(reader, subject_type, asked.name, on)
    try:
        one = known_by_code(reader, subject_type, asked.code, on)
    except MalformedCode as fault:
        raise _faulty(fault.zh, fault.en) from fault
    return [one] if one else []


def _faulty(zh: str, en: str) -> Refused:
    return Refused(
        "subject-code-invalid",
        zh=f"主体代码有误：{zh}",
        en=f"the subject's code is wrong: {en}",
        faults=(FieldFault(where="/code", zh=zh, en=en),),
    )


def _match(found: Sequence[Known]) -> str:
    if not found:
        return "no_record"
    return "weak" if found[0].weak else "exact"


def _known_told(one: Known) -> dict[str, Any]:
    return {
        "subject": subject_told(one.subject),
        "how": one.how,
        "then": identity_told(one.then, one.subject.type),
        "ended": {
            "kind": str(one.ended.kind),
            "title": event_title(one.ended.kind),
            "on": one.ended.on.isoformat(),
            "other_id": one.ended.other_id,
        }
        if one.ended
        else None,
    }
