"""The first page: ask a check by form, read the answer, tell what was done.

Every page works without script. A form carries the session's token; the session cookie is HttpOnly and SameSite=Strict.
In demonstration mode a visitor is signed in as the demo integrator and told so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.console.words import WORDS
from api.http.house import House, InHouse
from casework.answer import ROLE_NAMES
from casework.check import CheckRequest, Party, ask
from casework.errors import FieldFault, Refused
from casework.feedback import own_check, record_outcome, record_view
from casework.records import Account, OutcomeKind, Role, SubjectType

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SESSION = "shangfa_session"
LANGUAGE = "shangfa_lang"
SHANGHAI = timezone(timedelta(hours=8))
HERE = Path(__file__).parent
EMPTY_FORM: Mapping[str, str] = {
    "type": "enterprise",
    "code": "",
    "name": "",
    "matter": "",
    "stage": "review",
    "place": "520103",
    "purpose": "批前核查",
    "role": "",
    "related_code": "",
    "absent": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example button: the outcome it shows and the form it sends."""

    outcome: str
    title: str
    title_en: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's language, session and account (None: not signed in)."""

    request: Request
    house: House
    lang: str
    cookie: str
    account: Account | None

    @property
    def token(self) -> str:
        return self.house.doorkeeper.form_token(self.cookie) if self.cookie else ""


_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@router.get("/")
def first_page(request: Request, house: InHouse) -> Response:
    visit = _visit(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    return _check_page(visit, EMPTY_FORM)


@router.post("/check")
def ask_by_form(
    request: Request,
    house: InHouse,
    token: Annotated[str, Form(max_length=200)] = "",
    type: Annotated[str, Form(max_length=40)] = "enterprise",  # noqa: A002  # the form field's own name
    code: Annotated[str, Form(max_length=64)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    matter: Annotated[str, Form(max_length=100)] = "",
    stage: Annotated[str, Form(max_length=20)] = "review",
    place: Annotated[str, Form(max_length=6)] = "",
    purpose: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=40)] = "",
    related_code: Annotated[str, Form(max_length=64)] = "",
    absent: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    visit = _visit(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    form = {
        "type": type, "code": code, "name": name, "matter": matter, "stage": stage, "place": place,
        "purpose": purpose, "role": role, "related_code": related_code, "absent": absent,
    }  # fmt: skip
    try:
        _require_token(visit, token)
        answered = ask(house.store, house.book, house.clock, visit.account, _request_of(form, visit.account))
    except Refused as fault:
        return _check_page(visit, form, fault)
    return RedirectResponse(f"/checks/{answered.answer['check_id']}", status_code=303)


@router.get("/checks/{check_id}")
def answer_page(request: Request, check_id: str, house: InHouse) -> Response:
    """Opening the answer is a view, and is recorded."""
    visit = _visit(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    try:
        record_view(house.store, house.clock, visit.account, check_id)
    except Refused as fault:
        return _plain_page(visit, fault)
    return _answer_page(visit, check_id)


@router.post("/checks/{check_id}/outcome")
def tell_outcome(
    request: Request,
    check_id: str,
    house: InHouse,
    outcome: Annotated[OutcomeKind, Form()],
    token: Annotated[str, Form(max_length=200)] = "",
    measures: Annotated[list[str] | None, Form()] = None,
    basis: Annotated[str, Form(max_length=500)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    visit = _visit(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    try:
        _require_token(visit, token)
        record_outcome(house.store, house.clock, visit.account, check_id, outcome, measures or [], basis, reason)
    except Refused as fault:
        return _plain_page(visit, fault) if fault.status == 404 else _answer_page(visit, check_id, fault)
    return RedirectResponse(f"/checks/{check_id}", status_code=303)


@router.get("/login")
def login_page(request: Request, house: InHouse) -> Response:
    return _page(_visit(request, house, sign_in_visitor=False), "login.html", fault=None)


@router.post("/login")
def sign_in(
    request: Request,
    house: InHouse,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=200)],
) -> Response:
    visit = _visit(request, house, sign_in_visitor=False)
    try:
        account = house.doorkeeper.by_password(name, password)
    except Refused as fault:
        return _page(visit, "login.html", fault=_told(visit, fault), status=fault.status)
    response = RedirectResponse("/", status_code=303)
    _set_session(request, response, house.doorkeeper.open_session(account))
    return response


@router.post("/logout")
def sign_out(request: Request, house: InHouse, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    visit = _visit(request, house, sign_in_visitor=False)
    response = RedirectResponse("/login", status_code=303)
    if visit.cookie and house.doorkeeper.is_form_token(visit.cookie, token):
        response.delete_cookie(SESSION)
    return response


def _visit(request: Request, house: House, *, sign_in_visitor: bool = True) -> Visit:
    lang = request.query_params.get("lang") or request.cookies.get(LANGUAGE) or "zh"
    cookie = request.cookies.get(SESSION, "")
    account = house.doorkeeper.by_session(cookie) if cookie else None
    if account is None:
        cookie = ""
    if account is None and sign_in_visitor and house.demo:
        account = request.app.state.visitor
        cookie = house.doorkeeper.open_session(account) if account else ""
    return Visit(request=request, house=house, lang=lang if lang in WORDS else "zh", cookie=cookie, account=account)


def _require_token(visit: Visit, token: str) -> None:
    if not visit.house.doorkeeper.is_form_token(visit.cookie, token):
        raise Refused(
            "form-stale",
            zh="页面已过期,未作处理",
            en="this form is no longer valid; nothing was done",
            hint_zh="请重新提交",
            hint_en="send it again",
            status=403,
        )


def _request_of(form: Mapping[str, str], account: Account) -> CheckRequest:
    related: tuple[Party, ...] = ()
    if form["role"]:
        person = Party(
            role=form["role"],
            type=str(SubjectType.NATURAL_PERSON),
            code=form["related_code"],
            name="" if form["related_code"] or form["absent"] else "(未填)",
            absent=bool(form["absent"]),
        )
        related = (person,)
    return CheckRequest(
        subject=Party(role="subject", type=form["type"], code=form["code"], name=form["name"]),
        related=related,
        matter=form["matter"],
        stage=form["stage"],
        department=account.department,
        place=form["place"],
        purpose=form["purpose"],
        business_no="",
        as_of=None,
        body={**form, "department": account.department, "door": "console"},
    )


def _check_page(visit: Visit, form: Mapping[str, str], fault: Refused | None = None) -> Response:
    catalogue = visit.house.book.shelf.catalogue
    groups: dict[str, list[Any]] = {}
    for matter in sorted(catalogue.matters.values(), key=lambda one: (one.department, one.id)):
        groups.setdefault(matter.department, []).append(matter)
    asking = visit.account is not None and Role.INTEGRATOR in visit.account.roles
    return _page(
        visit,
        "check.html",
        form=form,
        fault=_told(visit, fault) if fault else None,
        examples=visit.request.app.state.examples if asking else (),
        types=[str(one) for one in SubjectType],
        stages=["acceptance", "review", "decision"],
        roles=ROLE_NAMES if visit.lang == "zh" else {role: role.replace("_", " ") for role in ROLE_NAMES},
        matters=[{"title": catalogue.departments[one].title, "matters": held} for one, held in groups.items()],
        status=fault.status if fault else 200,
    )


def _answer_page(visit: Visit, check_id: str, fault: Refused | None = None) -> Response:
    assert visit.account is not None
    catalogue = visit.house.book.shelf.catalogue
    with visit.house.store.reader() as reader:
        check = own_check(reader, visit.account, check_id)
        outcome = reader.outcome_of(check_id)

    def department_title(department: str) -> str:
        known = catalogue.departments.get(department)
        return known.title if known else department

    matter = catalogue.matters.get(check.matter)
    return _page(
        visit,
        "answer.html",
        check=check,
        answer=check.answer,
        outcome=outcome,
        matter_title=matter.title if matter else check.matter,
        department_title=department_title,
        role_title=lambda role: catalogue.roles.get(role, role) if visit.lang == "zh" else role.replace("_", " "),
        fault=_told(visit, fault) if fault else None,
        status=fault.status if fault else 200,
    )


def _plain_page(visit: Visit, fault: Refused) -> Response:
    return _page(visit, "plain.html", fault=_told(visit, fault), status=fault.status)


def _told(visit: Visit, fault: Refused) -> dict[str, Any]:
    english = visit.lang == "en"
    labels = WORDS[visit.lang]
    return {
        "title": fault.en if english else fault.zh,
        "hint": fault.hint_en if english else fault.hint_zh,
        "law": fault.law,
        "faults": [{"label": _label(one, labels), "what": one.en if english else one.zh} for one in fault.faults],
    }


def _label(fault: FieldFault, labels: Mapping[str, str]) -> str:
    """The form's own label for a place of the request, so that a person finds the field."""
    place = {
        "/subject/code": "code",
        "/subject/type": "subject_type",
        "/matter/stage": "stage",
        "/related/0/code": "related_code",
    }
    return labels.get(place.get(fault.where, fault.where.strip("/")), "")


def _page(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    text = _templates.get_template(template).render(
        w=WORDS[visit.lang],
        lang=visit.lang,
        account=visit.account,
        token=visit.token,
        demo=visit.house.demo,
        path=visit.request.url.path if visit.request.method == "GET" else "/",
        article=article_title,
        instant=instant_title,
        **values,
    )
    response = HTMLResponse(text, status_code=status)
    if visit.cookie and visit.request.cookies.get(SESSION) != visit.cookie:
        _set_session(visit.request, response, visit.cookie)
    if visit.request.query_params.get("lang") in WORDS:
        response.set_cookie(LANGUAGE, visit.lang, max_age=31536000, httponly=True, samesite="strict")
    return response


def _set_session(request: Request, response: Response, cookie: str) -> None:
    response.set_cookie(
        SESSION, cookie, max_age=8 * 3600, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )


def article_title(article: str) -> str:
    """How a citation is printed: "22(1)(5)" as 第22条(1)(5); whether a number is 款 or 项 stays the text's own affair."""
    number, bracket, rest = article.partition("(")
    return f"第{number}条{bracket}{rest}" if number.isdigit() else article


def instant_title(text: str) -> str:
    """An instant as Beijing time to the minute."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
