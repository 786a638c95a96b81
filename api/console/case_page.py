"""The dossier of a case: who, on which list, under which law, its clocks, grounds, history, files, and the moves lawful now."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.clock_telling import clock_told
from api.console.desk_page import named
from api.console.fields import Field, FormTexts, body_of, field_of, read_as
from api.console.titles import end_title, file_title, move_title, need_title, role_title, state_title, step_title
from api.console.visit import PageRoute, Visit, page, require_token, told, visit_of
from api.http.cases import make_move, own_entry
from api.http.house import InHouse
from api.http.problems import EXPECTED, Telling, telling_of
from api.http.schemas import MoveIn
from casework.colours import colour_of, definition_of
from casework.entry import lawful_now
from casework.judging import grounds_of
from casework.lawful_moves import Lawful
from casework.looks import CASE_READ, dossier_opened
from casework.masking import Veil, veil_around
from casework.ports import Reader
from casework.records import Account, EntryRecord, Move, MoveRecord
from casework.retention_telling import erasures_told
from casework.step_guards import ON_THE_WAY, STEPS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

OWN_STEPS = frozenset(one.step for one in STEPS)


@router.get("/cases/{entry_id}")
def dossier(request: Request, entry_id: str, house: InHouse) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    return _dossier_page(visit, visit.account, entry_id)


@router.post("/cases/{entry_id}/moves")
def move(request: Request, entry_id: str, house: InHouse, sent: FormTexts) -> Response:
    """The move, or the dossier again with the refusal beside its form and everything that was typed."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    try:
        require_token(visit, sent.get("token", ""))
        with house.store.reader() as reader:
            entry = own_entry(reader, visit.account, entry_id)
            fields = _fields_of(visit, visit.account, reader, entry, sent.get("move", ""))
        body = {"move": sent.get("move", ""), "version": _number(sent.get("version", "")), **body_of(fields, sent)}
        make_move(house, visit.account, entry_id, read_as(MoveIn, body))
    except EXPECTED as fault:
        telling = telling_of(fault)
        if telling.status == 404:
            raise
        return _dossier_page(visit, visit.account, entry_id, sent, telling)
    return RedirectResponse(f"/cases/{entry_id}", status_code=303)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _fields_of(visit: Visit, account: Account, reader: Reader, entry: EntryRecord, wanted: str) -> Sequence[Field]:
    rows = lawful_now(entry, colour_of(visit.house.book.shelf, entry)[0])
    return next((_fields(visit, account, reader, entry, row) for row in rows if row.move == wanted), ())


def _fields(visit: Visit, account: Account, reader: Reader, entry: EntryRecord, row: Lawful) -> Sequence[Field]:
    """What the move needs, and what it may say beside it: the term in a range, the kind of an end."""
    options: dict[str, Sequence[tuple[str, str]]] = {}
    if "step" in row.needs:
        definition = definition_of(visit.house.book.shelf, entry)
        procedure = definition.procedure if definition else ()
        options["step"] = [(one.step, one.title) for one in procedure if one.step not in ON_THE_WAY | OWN_STEPS]
    if "officer" in row.needs:
        near = [one for one in reader.accounts() if one.department == account.department and one.id != account.id]
        options["officer"] = [(one.id, one.name) for one in near if one.active]
    fields = [field_of(need, visit.lang, options=options.get(need, ())) for need in row.needs]
    if row.move is Move.DECIDE and entry.finding.get("term_at_most"):
        fields.append(field_of("term", visit.lang))
    if row.move is Move.END:
        fields.append(field_of("kind", visit.lang, required=False))
    return fields


def _dossier_page(
    visit: Visit, account: Account, entry_id: str, sent: Mapping[str, str] | None = None, fault: Telling | None = None
) -> Response:
    house, lang = visit.house, visit.lang
    shelf, today = house.book.shelf, house.clock.today()
    with house.store.reader() as reader:
        entry = own_entry(reader, account, entry_id)
        subject = reader.subject(entry.subject_id)
        assert subject is not None
        veil = veil_around(reader, subject)
        files = [(one, reader.steps_of(one.id)[-1]) for one in reader.files_on(entry.id)]
        rows = lawful_now(entry, colour_of(shelf, entry)[0])
        values: dict[str, Any] = {
            "subject": named(subject),
            "forms": [_form(visit, account, reader, entry, row) for row in rows if row.role in account.roles],
            "clocks": [clock_told(one, today, lang) for one in reader.clocks_on(entry_id=entry.id) if not one.file_id],
            "erased": erasures_told(reader, entry),
            "records": _records(visit, reader, entry, veil),
            "history": [_history_line(visit, reader, one, veil) for one in reader.moves_of(entry.id)],
        }
    dossier_opened(house.store, house.clock, account, subject, CASE_READ)
    return page(
        visit,
        "case.html",
        status=fault.status if fault else 200,
        path=f"/cases/{entry.id}",
        entry=entry,
        document=veil.text(entry.document),
        list_title=shelf.list_titles().get(entry.list_id, entry.list_id),
        state=state_title(entry.state, lang),
        end=end_title(entry.end_kind, lang) if entry.end_kind else "",
        reasons=[veil.text(one) for one in reasons_of(entry, lang)],
        others=[
            (move_title(row.move, lang), role_title(row.role, lang))
            for row in rows
            if row.role and row.role not in account.roles
        ],
        files=[(one, file_title(one.kind, lang), step_title(last.step, lang), last.closes) for one, last in files],
        fault=told(visit, fault) if fault else None,
        sent=sent or {},
        **values,
    )


def reasons_of(entry: EntryRecord, lang: str) -> Sequence[str]:
    """Why the entry was proposed; in Chinese where the finding was kept in Chinese only."""
    found = entry.finding.get("reasons" if lang == "zh" else "reasons_en") or entry.finding.get("reasons")
    return [str(one) for one in found] if isinstance(found, list | tuple) else []


def _form(visit: Visit, account: Account, reader: Reader, entry: EntryRecord, row: Lawful) -> Mapping[str, Any]:
    return {
        "name": str(row.move),
        "title": move_title(row.move, visit.lang),
        "law": row.law,
        "fields": _fields(visit, account, reader, entry, row),
    }


def _records(visit: Visit, reader: Reader, entry: EntryRecord, veil: Veil) -> list[Mapping[str, Any]]:
    """The records the finding rests on, also where one has been corrected since: kind, document, date."""
    kinds, grounds = visit.house.book.shelf.catalogue.kinds, grounds_of(entry)
    origin = reader.entry(
        str(entry.finding.get("carried_from", ""))
    )  # a carried case rests on its predecessor's records
    ids = [entry.subject_id, *([origin.subject_id] if origin else [])]
    held = {one.id: one for facts in reader.facts_of(ids).values() for one in facts}
    found: list[Mapping[str, Any]] = []
    for fact_id in sorted(grounds):
        fact = held.get(fact_id)
        kind = kinds.get(fact.kind) if fact else None
        found.append(
            {
                "id": fact_id,
                "title": kind.title if kind else fact.kind if fact else "",
                "document": veil.text(str(fact.values.get("document") or fact.source_key)) if fact else "",
                "on": fact.values.get(kind.law_date, "") if fact and kind else "",
                "stands": fact is not None,
            }
        )
    return found


def _history_line(visit: Visit, reader: Reader, move: MoveRecord, veil: Veil) -> Mapping[str, Any]:
    lang, account = visit.lang, reader.account(move.account_id)
    said = {name: text for name, text in move.details.items() if name != "rule" and isinstance(text, str) and text}
    return {
        "title": move_title(move.move, lang),
        "state": state_title(move.state_after, lang),
        "who": account.name if account else role_title(move.account_id, lang),
        "role": role_title(move.role, lang),
        "at": move.at.isoformat(),
        "law_date": move.law_date,
        "document": veil.text(move.document),
        "details": [(need_title(name, lang), _said(visit, name, veil.text(text))) for name, text in said.items()],
    }


def _said(visit: Visit, name: str, text: str) -> str:
    """A chosen word by its title."""
    return dict(field_of(name, visit.lang).options).get(text, text)
