"""A subject's life for officers and clerks: names, codes, events, its entries with their reviews, and a form for each event.

Persons are masked and every text lies under the veil; opening a person's page is a look on record. The code of whoever is
looked for comes in a form and stands in no address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.fields import Field, FormTexts, read_as
from api.console.titles import end_title, state_title
from api.console.visit import PageRoute, Visit, page, require_token, told, visit_of
from api.console.words import WORDS
from api.http.house import InHouse
from api.http.lives import EventIn, ResolveIn, event_recorded, life_told, own_subject, resolved
from api.http.problems import EXPECTED, Telling, telling_of
from casework.codes import masked_code, masked_name
from casework.docket import FileKind
from casework.looks import dossier_opened
from casework.masking import persons_around, veil_of
from casework.ports import Reader
from casework.records import Account, EntryRecord, SubjectRecord, SubjectType
from casework.subject_register import RECORDING, require_recorder
from casework.subject_rules import LIFE, WITHDRAWAL_LAW, LifeRule
from casework.subject_words import EventKind

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeField(Field):
    """A field of an event: its place in a refusal is its own name."""

    @property
    def where(self) -> str:
        return f"/{self.name}"


OTHER = ("other_type", "other_code", "other_name")
AREAS, DAYS = frozenset({"reasons"}), frozenset({"on", "until"})


@router.get("/subjects")
def find_page(request: Request, house: InHouse) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    require_recorder(visit.account)
    return _find_page(visit, {}, None, None)


@router.post("/subjects")
def find(request: Request, house: InHouse, sent: FormTexts) -> Response:
    """Who is meant, on which day; a page to open for each."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    require_recorder(visit.account)
    try:
        require_token(visit, sent.get("token", ""))
        wanted = {name: sent[name].strip() for name in ("type", "code", "name", "as_of") if sent.get(name, "").strip()}
        found = resolved(house, visit.account, read_as(ResolveIn, wanted))
    except EXPECTED as fault:
        return _find_page(visit, sent, None, telling_of(fault))
    return _find_page(visit, sent, found, None)


@router.get("/subjects/{subject_id}")
def life(request: Request, subject_id: str, house: InHouse) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    return _life_page(visit, visit.account, subject_id)


@router.post("/subjects/{subject_id}/events")
def record(request: Request, subject_id: str, house: InHouse, sent: FormTexts) -> Response:
    """The event, or the page again with the refusal beside its form and everything that was typed."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    try:
        require_token(visit, sent.get("token", ""))
        names = EventIn.model_fields.keys()
        body = {name: text.strip() for name, text in sent.items() if name in names and text.strip()}
        event_recorded(house, visit.account, subject_id, read_as(EventIn, body))
    except EXPECTED as fault:
        telling = telling_of(fault)
        if telling.status == 404:
            raise
        return _life_page(visit, visit.account, subject_id, sent, telling)
    return RedirectResponse(f"/subjects/{subject_id}", status_code=303)


def _find_page(
    visit: Visit, sent: Mapping[str, str], found: Mapping[str, Any] | None, fault: Telling | None
) -> Response:
    return page(
        visit,
        "subjects.html",
        status=fault.status if fault else 200,
        path="/subjects",
        types=[str(one) for one in SubjectType],
        sent=sent,
        found=found,
        fault=told(visit, fault) if fault else None,
    )


def _life_page(
    visit: Visit, account: Account, subject_id: str, sent: Mapping[str, str] | None = None, fault: Telling | None = None
) -> Response:
    house = visit.house
    with house.store.reader() as reader:
        subject = own_subject(reader, account, subject_id)
        veil = veil_of(persons_around(reader, subject))
        events = reader.events_of(subject.id)
        others = reader.subjects([each for one in events for each in (one.subject_id, one.other_id) if each])
        lived = life_told(subject, events, others, veil)
        entries = [
            _entry(visit, reader, one, veil.text(one.document), own=one.authority == account.department)
            for one in reader.entries_about(subject.id)
        ]
    dossier_opened(house.store, house.clock, account, subject, "查阅主体变更")
    may = bool(account.roles & RECORDING)
    return page(
        visit,
        "life.html",
        status=fault.status if fault else 200,
        path=f"/subjects/{subject.id}",
        subject={
            "id": subject.id,
            "name": masked_name(subject.name, subject.type),
            "code": masked_code(subject.code, subject.type),
            "type": str(subject.type),
        },
        identities=lived["identities"],
        events=[{**one, "department": _department(visit, one["department"])} for one in lived["events"]],
        entries=entries,
        forms=_forms(visit, subject, lived["events"]) if may else [],
        may_record=may,
        sent=sent or {},
        fault=told(visit, fault) if fault else None,
    )


def _department(visit: Visit, department: str) -> str:
    known = visit.house.book.shelf.catalogue.departments.get(department)
    return known.title if known else department


def _entry(visit: Visit, reader: Reader, entry: EntryRecord, document: str, *, own: bool) -> Mapping[str, Any]:
    """One entry with its review; only the own department's are linked."""
    reviews = [one for one in reader.files_on(entry.id) if one.kind in (FileKind.CORRECTION, FileKind.SUCCESSION)]
    return {
        "address": f"/cases/{entry.id}" if own else "",
        "list": visit.house.book.shelf.list_titles().get(entry.list_id, entry.list_id),
        "authority": _department(visit, entry.authority),
        "state": state_title(entry.state, visit.lang),
        "end": end_title(entry.end_kind, visit.lang) if entry.end_kind else "",
        "ended_on": entry.ended_on,
        "document": document,
        "reviews": [
            {"address": f"/files/{one.id}" if own else "", "closed": reader.steps_of(one.id)[-1].closes}
            for one in reviews
        ],
    }


def _forms(visit: Visit, subject: SubjectRecord, events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A form for each kind of event that can befall such a subject, and one to withdraw a wrong one."""
    forms: list[Mapping[str, Any]] = [
        {
            "kind": str(kind),
            "title": rule.title if visit.lang == "zh" else str(kind).replace("_", " "),
            "law": rule.law,
            "meaning": rule.meaning,
            "fields": _fields(visit, kind, rule),
        }
        for kind, rule in LIFE.items()
        if subject.type in rule.types
    ]
    own = [
        (one["event_id"], f"{one['title']}（{one['on']}）") for one in events if not one["withdrawn"] and not one["of"]
    ]
    standing = [
        one for one in own if one[0] not in {each["event_id"] for each in events if each["kind"] == "withdrawn"}
    ]
    if standing:
        w = WORDS[visit.lang]
        forms.append(
            {
                "kind": str(EventKind.WITHDRAWN),
                "title": w["withdraw"],
                "law": WITHDRAWAL_LAW,
                "meaning": "",
                "fields": [
                    LifeField(
                        name="withdraws", title=w["withdraw_which"], look="select", required=True, options=standing
                    ),
                    _field(visit, "document", required=True),
                    _field(visit, "reasons", required=True),
                ],
            }
        )
    return forms


def _fields(visit: Visit, kind: EventKind, rule: LifeRule) -> list[Field]:
    names = ["on", "document"]
    for need in rule.needs:
        names += OTHER if need == "other" else (need,)
    if kind is EventKind.POST_HELD:
        names.append("until")
    optional = {"other_name", "until"}
    fields = [_field(visit, name, required=name not in optional, rule=rule) for name in names]
    return [*fields, _field(visit, "reasons", required=False)]


def _field(visit: Visit, name: str, *, required: bool, rule: LifeRule | None = None) -> Field:
    w, options = WORDS[visit.lang], []
    if name == "other_type" and rule is not None:
        options = [(str(one), w[f"type.{one}"]) for one in SubjectType if one in rule.others]
    elif name == "goes_on":
        options = [("yes", w["yes"]), ("no", w["no"])]
    elif name == "role":
        roles = visit.house.book.shelf.catalogue.roles
        options = [(role, title if visit.lang == "zh" else role) for role, title in roles.items() if role != "subject"]
    look = "select" if options else "date" if name in DAYS else "area" if name in AREAS else "text"
    return LifeField(name=name, title=w[f"event_{name}"], look=look, required=required, options=options)
