"""A file as the department works on it: its steps and clocks, the entry judged again, a form for each step lawful now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.clock_telling import clock_told
from api.console.desk_page import named
from api.console.fields import Field, FormTexts, body_of, field_of, read_as
from api.console.review_page import review_told
from api.console.titles import file_title, need_title, role_title, roles_title, step_title
from api.console.visit import PageRoute, Visit, page, require_token, told, visit_of
from api.console.words import WORDS
from api.http.file_schemas import StepIn
from api.http.files import desk_of, own_file, step_request
from api.http.house import InHouse
from api.http.problems import EXPECTED, Telling, telling_of
from casework.desk import lawful_steps
from casework.docket import FileKind, FileRecord, StepRecord
from casework.file_desk import steps_of_kind
from casework.file_titles import file_read
from casework.files import Hand, LawfulStep
from casework.looks import dossier_opened
from casework.masking import Veil, veil_around
from casework.ports import Reader
from casework.proceeding_effects import ENDS_THE_ENTRY, STAYS
from casework.records import Account, EntryState
from casework.rejudgement import Rejudgement, ViewOfADay, rejudged
from casework.repair_record import DAYS, EXAMINED, PROOFS, classes_on, regimes_on
from casework.review_roads import CARRIED

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

UNSAID = frozenset(
    {"verdict", "change", "entry", "ban", "measure", "old_record", "new_record", "event_id", "successor_id"}
)
"""Ids and words for machines; what they mean is told elsewhere on the page."""


@router.get("/files/{file_id}")
def file(request: Request, file_id: str, house: InHouse) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    return _file_page(visit, visit.account, file_id)


@router.post("/files/{file_id}/steps")
def step(request: Request, file_id: str, house: InHouse, sent: FormTexts) -> Response:
    """The step, or the file again with the refusal beside its form and everything that was typed."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    try:
        require_token(visit, sent.get("token", ""))
        with house.store.reader() as reader:
            kind = own_file(reader, visit.account, file_id).kind
        asked = read_as(StepIn, step_body(kind, sent, visit.lang))
        desk_of(house).step(Hand.of(visit.account), file_id, step_request(asked.step, asked.seen, asked))
    except EXPECTED as fault:
        telling = telling_of(fault)
        if telling.status == 404:
            raise
        return _file_page(visit, visit.account, file_id, sent, telling)
    return RedirectResponse(f"/files/{file_id}", status_code=303)


def step_body(kind: FileKind, sent: Mapping[str, str], lang: str) -> dict[str, Any]:
    """What the form says, in the shape of the API; of the fields this step has."""
    wanted, seen = sent.get("step", ""), sent.get("seen", "")
    lawful = steps_of_kind(kind).get(wanted)
    fields = step_fields(kind, wanted, lawful, lang) if lawful else ()
    return {"step": wanted, "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0,
            **body_of(fields, sent)}  # fmt: skip


def step_fields(
    kind: FileKind, name: str, lawful: LawfulStep, lang: str, classes: Mapping[str, str] | None = None
) -> Sequence[Field]:
    """What the step needs; where it may end the entry, also whether the entry stays; what an examination may find."""
    fields = [field_of(need, lang) for need in lawful.needs]
    if (kind, name) in ENDS_THE_ENTRY and kind is FileKind.OBJECTION:
        options = [(STAYS, WORDS[lang]["stays"])]
        fields.append(field_of("entry", lang, required=False, options=options))
    if name == CARRIED:
        fields.append(field_of("successor", lang, required=False))
    if (kind, name) == (FileKind.REPAIR, EXAMINED):
        fields += [field_of(str(one), lang, required=False) for one in (*DAYS, *PROOFS)]
        fields.append(field_of("class", lang, required=False, options=list((classes or {}).items())))
        fields.append(field_of("class_reasons", lang, required=False))
    return fields


def _file_page(
    visit: Visit, account: Account, file_id: str, sent: Mapping[str, str] | None = None, fault: Telling | None = None
) -> Response:
    house, lang, today = visit.house, visit.lang, visit.house.clock.today()
    with house.store.reader() as reader:
        found = own_file(reader, account, file_id)
        steps, subject = reader.steps_of(found.id), reader.subject(found.subject_id)
        assert subject is not None
        veil = veil_around(reader, subject)
        clocks = [clock_told(one, today, lang) for one in reader.clocks_on(file_id=found.id)]
        lines = [step_line(one, lang, veil) | _hand(reader, one, lang) for one in steps]
        again = _judged_again(visit, reader, found, veil)
        lawful = lawful_steps(reader, found, steps)
        classes = _classes(visit, reader, found)
        review = review_told(visit, reader, found, subject)
    dossier_opened(house.store, house.clock, account, subject, file_read(found.kind))
    return page(
        visit,
        "file.html",
        status=fault.status if fault else 200,
        path=f"/files/{found.id}",
        file=found,
        kind=file_title(found.kind, lang),
        subject=named(subject),
        closed=steps[-1].closes,
        seen=steps[-1].number,
        steps=lines,
        clocks=clocks,
        again=again,
        review=review,
        forms=[step_form(found, name, one, lang, classes) for name, one in lawful.items() if one.roles & account.roles],
        others=[
            (step_title(name, lang), roles_title(one.roles, lang))
            for name, one in lawful.items()
            if not one.roles & account.roles
        ],
        fault=told(visit, fault) if fault else None,
        sent=sent or {},
    )


def _classes(visit: Visit, reader: Reader, file: FileRecord) -> Mapping[str, str]:
    """The classes of information that an examination of this repair may name today."""
    entry, subject = reader.entry(file.entry_id) if file.entry_id else None, reader.subject(file.subject_id)
    if file.kind is not FileKind.REPAIR or entry is None or subject is None:
        return {}
    today = visit.house.clock.today()
    return classes_on(regimes_on(visit.house.book.shelf, subject, today, today), entry)


def step_form(
    file: FileRecord, name: str, lawful: LawfulStep, lang: str, classes: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """The form of one step."""
    fields = step_fields(file.kind, name, lawful, lang, classes)
    return {"name": name, "title": step_title(name, lang), "law": lawful.law, "fields": fields}


def step_line(step: StepRecord, lang: str, veil: Veil) -> dict[str, Any]:
    """A step without its hand: what, when, on which document, its texts under the veil of the file."""
    said = {name: text for name, text in step.details.items() if isinstance(text, str) and text and name not in UNSAID}
    return {
        "title": step_title(step.step, lang),
        "at": step.at.isoformat(),
        "law_date": step.law_date,
        "document": veil.text(step.document),
        "details": [(need_title(name, lang), veil.text(text)) for name, text in said.items()],
    }


def _hand(reader: Reader, step: StepRecord, lang: str) -> dict[str, str]:
    account = reader.account(step.account_id)
    return {"who": account.name if account else role_title(step.account_id, lang), "role": role_title(step.role, lang)}


def _judged_again(visit: Visit, reader: Reader, file: FileRecord, veil: Veil) -> Rejudgement | None:
    """For an entry in effect that is contested; what is closed is not judged anew on every look."""
    entry = reader.entry(file.entry_id) if file.entry_id else None
    subject = reader.subject(file.subject_id)
    if entry is None or subject is None or entry.state is not EntryState.EFFECTIVE:
        return None
    house = visit.house
    again = rejudged(reader, house.book, house.evaluator, house.clock.today(), entry, subject)
    that_day = _veiled(again.that_day, veil) if again.that_day else None
    return replace(again, that_day=that_day, today=_veiled(again.today, veil))


def _veiled(view: ViewOfADay, veil: Veil) -> ViewOfADay:
    reasons_zh, reasons_en = (tuple(map(veil.text, one)) for one in (view.reasons_zh, view.reasons_en))
    return replace(view, reasons_zh=reasons_zh, reasons_en=reasons_en)
