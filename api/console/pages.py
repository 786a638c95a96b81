"""The first page: ask a check by form, read the answer, tell what was done.

Every page works without script. In demonstration mode a visitor is signed in as the demo integrator and told so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console.visit import DESK_ROLES, SESSION, PageRoute, Visit, page, require_token, set_session, told, visit_of
from api.http.house import InHouse
from api.http.problems import telling_of
from casework.answer import ROLE_NAMES
from casework.check import CheckRequest, Party, ask
from casework.errors import FieldFault, Refused
from casework.feedback import own_check, record_outcome, record_view
from casework.looks import veil_of_check
from casework.masking import without_identifiers
from casework.records import Account, OutcomeKind, Role, SubjectType

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

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
class Feedback:
    """The feedback form as it was filled in."""

    outcome: str = ""
    measures: Sequence[str] = ()
    basis: str = ""
    reason: str = ""


@router.get("/")
def first_page(request: Request, house: InHouse) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    return _check_page(visit, EMPTY_FORM)


@router.post("/check")
def ask_by_form(
    request: Request,
    house: InHouse,
    token: Annotated[str, Form(max_length=200)] = "",
    type: Annotated[str, Form(max_length=40)] = "enterprise",  # noqa: A002  # the form field's own name
    code: Annotated[str, Form(max_length=200)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    matter: Annotated[str, Form(max_length=100)] = "",
    stage: Annotated[str, Form(max_length=20)] = "review",
    place: Annotated[str, Form(max_length=40)] = "",
    purpose: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=40)] = "",
    related_code: Annotated[str, Form(max_length=200)] = "",
    absent: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    form = {
        "type": type, "code": code, "name": name, "matter": matter, "stage": stage, "place": place,
        "purpose": purpose, "role": role, "related_code": related_code, "absent": absent,
    }  # fmt: skip
    try:
        require_token(visit, token)
        answered = ask(house.store, house.book, house.clock, visit.account, _request_of(form, visit.account))
    except Refused as fault:
        return _check_page(visit, form, fault)
    return RedirectResponse(f"/checks/{answered.answer['check_id']}", status_code=303)


@router.get("/checks/{check_id}")
def answer_page(request: Request, check_id: str, house: InHouse) -> Response:
    """Opening the answer is a view, and is recorded."""
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    record_view(house.store, house.clock, visit.account, check_id)
    return _answer_page(visit, visit.account, check_id)


@router.post("/checks/{check_id}/outcome")
def tell_outcome(
    request: Request,
    check_id: str,
    house: InHouse,
    outcome: Annotated[str, Form(max_length=40)] = "",
    token: Annotated[str, Form(max_length=200)] = "",
    measures: Annotated[list[str] | None, Form()] = None,
    basis: Annotated[str, Form(max_length=500)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    visit = visit_of(request, house)
    if visit.account is None:
        return RedirectResponse("/login", status_code=303)
    filled = Feedback(outcome=outcome, measures=measures or (), basis=basis, reason=reason)
    try:
        require_token(visit, token)
        kind = _outcome_kind(outcome)
        record_outcome(house.store, house.clock, visit.account, check_id, kind, filled.measures, basis, reason)
    except Refused as fault:
        if fault.status == 404:
            raise
        return _answer_page(visit, visit.account, check_id, filled, fault)
    return RedirectResponse(f"/checks/{check_id}", status_code=303)


@router.get("/login")
def login_page(request: Request, house: InHouse) -> Response:
    return page(visit_of(request, house, sign_in_visitor=False), "login.html", fault=None, name="")


@router.post("/login")
def sign_in(
    request: Request,
    house: InHouse,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    visit = visit_of(request, house, sign_in_visitor=False)
    try:
        account = house.doorkeeper.by_password(name, password)
    except Refused as fault:
        return page(
            visit,
            "login.html",
            fault=told(visit, telling_of(fault)),
            name=without_identifiers(name),
            status=fault.status,
        )
    to_desk = Role.INTEGRATOR not in account.roles and account.roles & DESK_ROLES
    response = RedirectResponse("/desk" if to_desk else "/", status_code=303)
    set_session(request, response, house.doorkeeper.open_session(account))
    return response


@router.post("/logout")
def sign_out(request: Request, house: InHouse, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    visit = visit_of(request, house, sign_in_visitor=False)
    if visit.account is not None:
        require_token(visit, token)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION)
    return response


def _request_of(form: Mapping[str, str], account: Account) -> CheckRequest:
    related: tuple[Party, ...] = ()
    if form["related_code"].strip() and not form["role"]:
        raise Refused(
            "related-role-missing",
            zh="填写了关联主体的号码，但未选身份，未作核查",
            en="a related person was given without a role; nothing was checked",
            hint_zh="请选择身份，或者清空号码",
            hint_en="choose the role, or clear the number",
            faults=(FieldFault(where="/related/0/role", zh="请选择身份", en="choose a role"),),
        )
    if form["role"]:
        person = Party(
            role=form["role"],
            type=str(SubjectType.NATURAL_PERSON),
            code=form["related_code"],
            name="" if form["related_code"] or form["absent"] else "（未填）",
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


def _outcome_kind(text: str) -> OutcomeKind:
    try:
        return OutcomeKind(text)
    except ValueError:
        missing = FieldFault(where="/outcome", zh="请选择办理结果", en="choose what was done")
        raise Refused(
            "outcome-faulty",
            zh="反馈有误，未登记",
            en="the feedback is faulty; nothing was recorded",
            faults=(missing,),
        ) from None


def _check_page(visit: Visit, form: Mapping[str, str], fault: Refused | None = None) -> Response:
    catalogue = visit.house.book.shelf.catalogue
    groups: dict[str, list[Any]] = {}
    for matter in sorted(catalogue.matters.values(), key=lambda one: (one.department, one.id)):
        groups.setdefault(matter.department, []).append(matter)
    asking = visit.account is not None and Role.INTEGRATOR in visit.account.roles
    return page(
        visit,
        "check.html",
        form=form,
        fault=told(visit, telling_of(fault)) if fault else None,
        examples=visit.request.app.state.examples if asking else (),
        types=[str(one) for one in SubjectType],
        stages=["acceptance", "review", "decision"],
        roles=ROLE_NAMES if visit.lang == "zh" else {role: role.replace("_", " ") for role in ROLE_NAMES},
        matters=[{"title": catalogue.departments[one].title, "matters": held} for one, held in groups.items()],
        status=fault.status if fault else 200,
    )


def _answer_page(
    visit: Visit, account: Account, check_id: str, filled: Feedback | None = None, fault: Refused | None = None
) -> Response:
    catalogue = visit.house.book.shelf.catalogue
    with visit.house.store.reader() as reader:
        check = own_check(reader, account, check_id)
        outcome = reader.outcome_of(check_id)
        veil = veil_of_check(reader, check)

    def department_title(department: str) -> str:
        known = catalogue.departments.get(department)
        return known.title if known else department

    matter = catalogue.matters.get(check.matter)
    return page(
        visit,
        "answer.html",
        check=check,
        answer=check.answer,
        outcome=outcome,
        veil=veil,
        filled=filled or Feedback(),
        matter_title=matter.title if matter else check.matter,
        department_title=department_title,
        role_title=lambda role: catalogue.roles.get(role, role) if visit.lang == "zh" else role.replace("_", " "),
        fault=told(visit, telling_of(fault)) if fault else None,
        status=fault.status if fault else 200,
    )
