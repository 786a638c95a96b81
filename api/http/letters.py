"""Letters of a case: looked at before they are made, made with their number, served, and printed as HTML and PDF."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from api.http.cases import OFFICERS
from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import House, InHouse, SignedIn
from api.http.letter_schemas import KindWord, LetterIn, ServiceIn
from casework.determination import still_met
from casework.docket import LetterRecord, ServiceOutcome, ServiceRecord, ServiceWay
from casework.errors import Refused
from casework.issuing import LetterDesk, require_list_officer
from casework.letter import LETTER_TITLES, Letter, LetterKind
from casework.letter_plain import from_plain
from casework.letter_preview import masked_preview
from casework.letter_text import text_of
from casework.looks import dossier_opened, letter_read
from casework.masking import NO_PERSONS, Veil, persons_around, veil_around, veil_of
from casework.ports import Reader
from casework.records import Account, SubjectRecord
from casework.recusal import is_recused
from casework.retention_telling import contents_erased
from casework.serving import ServiceDesk, ServiceRequest, own_letter

router = APIRouter(prefix="/v1", tags=["letters"])


class PdfResponse(Response):
    media_type = "application/pdf"


@router.get("/cases/{entry_id}/letters", summary="The letters of a case", responses=refusals(*SIGNED_IN, 403, 404))
def get_letters(entry_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    _require_officer(account)
    with house.store.reader() as reader:
        entry = reader.entry(entry_id)
        if entry is None or entry.authority != account.department or is_recused(reader, account.id, entry_id):
            raise Refused("not-found", zh="没有该案件", en="no such case", status=404)
        veil = veil_around(reader, _addressed(reader, entry.subject_id))
        letters = [one for one in reader.letters_of(entry.subject_id) if one.entry_id == entry.id]
        return {"letters": [_letter_told(one, tuple(reader.services_of(one.id)), veil) for one in letters]}


@router.get(
    "/cases/{entry_id}/letters/preview",
    summary="A letter as it would be made today, masked and without a number",
    responses=refusals(*SIGNED_IN, 403, 404, 409, 422),
)
def get_preview(
    entry_id: str, house: InHouse, account: SignedIn, kind: Annotated[KindWord, Query()] = "intention"
) -> dict[str, Any]:
    """Of no effect; refused as making it would be, with everything that is missing. Nothing is recorded."""
    letter = desk_of(house).preview(account, entry_id, LetterKind(kind))
    return {"kind": kind, "title": letter.title, "number": letter.number, "text": text_of(letter)}


@router.post(
    "/cases/{entry_id}/letters",
    status_code=201,
    summary="A letter made, with its number",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409),
)
def post_letter(entry_id: str, sent: LetterIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    return _letter_told(desk_of(house).issue(account, entry_id, LetterKind(sent.kind)), (), NO_PERSONS)


@router.post(
    "/letters/{letter_id}/services",
    status_code=201,
    summary="An attempt to serve a letter, with its proof",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403, 404, 409, 412),
)
def post_service(letter_id: str, sent: ServiceIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """What was served makes the case's next move in the same breath: a notice of intention starts the statement period."""
    request = ServiceRequest(
        way=ServiceWay(sent.way),
        outcome=ServiceOutcome(sent.outcome),
        on=sent.on,
        proof=sent.proof,
        confirmation=sent.confirmation,
    )
    _service_desk_of(house).serve(account, letter_id, request)
    with house.store.reader() as reader:
        record = own_letter(reader, account, letter_id)
        veil = veil_around(reader, _addressed(reader, record.subject_id))
        return _letter_told(record, tuple(reader.services_of(letter_id)), veil)


@router.get(
    "/letters/{letter_id}", summary="One letter with its service", responses=refusals(*SIGNED_IN, 403, 404, 410)
)
def get_letter(letter_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Its text is masked, as on every officer's screen; in full it stands in the party's own, the HTML and the PDF.

    Where the party is a person, opening it is on record before it leaves, and the person can see it.
    """
    _require_officer(account)
    with house.store.reader() as reader:
        record = own_letter(reader, account, letter_id)
        services = tuple(reader.services_of(letter_id))
        letter = _content_of(reader, record)
        subject = _addressed(reader, record.subject_id)
        around = persons_around(reader, subject)
    dossier_opened(house.store, house.clock, account, subject, f"查阅{_title_of(record)}（已遮蔽）")
    text = text_of(masked_preview(letter, around))
    return {**_letter_told(record, services, veil_of(around)), "text": text}


@router.get(
    "/letters/{letter_id}/html",
    summary="The party's own letter as a page",
    response_class=HTMLResponse,
    responses=refusals(*SIGNED_IN, 403, 404, 410),
)
def get_html(letter_id: str, house: InHouse, account: SignedIn) -> HTMLResponse:
    """With name and code in full, to be printed and served. Where the party is a person, a look is on record first."""
    record, letter = _in_full(house, account, letter_id)
    headers = {**_named(record, "html", "inline"), "Content-Security-Policy": letter_policy(house.papers.style)}
    return HTMLResponse(house.papers.html(letter), headers=headers)


@router.get(
    "/letters/{letter_id}/pdf",
    summary="The party's own letter as an archival PDF",
    response_class=PdfResponse,
    responses=refusals(*SIGNED_IN, 403, 404, 410, 422),
)
def get_pdf(letter_id: str, house: InHouse, account: SignedIn) -> PdfResponse:
    """A look like the page. 422 where a character has no glyph, 503 where the fonts are not installed; the HTML works without them."""
    record, letter = _in_full(house, account, letter_id)
    return PdfResponse(house.papers.pdf(letter), headers=_named(record, "pdf", "attachment"))


def desk_of(house: House) -> LetterDesk:
    return LetterDesk(store=house.store, shelf=house.book.shelf, clock=house.clock, offices=house.offices)


def letter_policy(style: str) -> str:
    """What a letter's page may load: its one style element, and nothing else."""
    return f"default-src 'none'; style-src {style}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def _service_desk_of(house: House) -> ServiceDesk:
    return ServiceDesk(
        store=house.store,
        shelf=house.book.shelf,
        clock=house.clock,
        still_met=lambda reader, entry: still_met(reader, house.book, house.evaluator, house.clock.today(), entry),
    )


def _in_full(house: House, account: Account, letter_id: str) -> tuple[LetterRecord, Letter]:
    """For the hand that serves it; Refused for any other."""
    require_list_officer(account)
    with house.store.reader() as reader:
        record = own_letter(reader, account, letter_id)
        letter = _content_of(reader, record)
        subject = _addressed(reader, record.subject_id)
    letter_read(house.store, house.clock, account, subject, f"制作、送达{_title_of(record)}")
    return record, letter


def _content_of(reader: Reader, record: LetterRecord) -> Letter:
    """Refused (410) where it was erased: with its case, its file, or everything about its party."""
    if not record.body:
        scopes = (record.entry_id, record.file_id, record.subject_id)
        raise contents_erased([one for scope in scopes if scope for one in reader.erasures_of(scope)])
    return from_plain(record.body)


def _addressed(reader: Reader, subject_id: str) -> SubjectRecord:
    subject = reader.subject(subject_id)
    assert subject is not None
    return subject


def _title_of(record: LetterRecord) -> str:
    return LETTER_TITLES[LetterKind(record.kind)]


def _named(record: LetterRecord, suffix: str, how: str) -> dict[str, str]:
    """Saved under its number (RFC 6266), and kept nowhere on the way."""
    name = quote(f"{record.number}.{suffix}", safe="")
    return {"Content-Disposition": f"{how}; filename*=UTF-8''{name}", "Cache-Control": "no-store"}


def _require_officer(account: Account) -> None:
    if not account.roles & OFFICERS:
        raise Refused("role-missing", zh="该账户无权查看文书", en="this account may not read letters", status=403)


def _letter_told(record: LetterRecord, services: tuple[ServiceRecord, ...], veil: Veil) -> dict[str, Any]:
    return {
        "letter_id": record.id,
        "kind": record.kind,
        "title": _title_of(record),
        "number": record.number,
        "case_id": record.entry_id,
        "dated": record.law_date.isoformat(),
        "made_by": record.made_by,
        "digest": record.digest,
        "services": [_service_told(one, veil) for one in services],
    }


def _service_told(service: ServiceRecord, veil: Veil) -> dict[str, Any]:
    return {
        "number": service.number,
        "way": str(service.way),
        "outcome": str(service.outcome),
        "on": service.on.isoformat(),
        "proof": veil.text(service.proof),
        "by": service.account_id,
    }
