"""One visit of a page: its language, its session, its account, and how a page or a refusal is printed.

A refusal of any kind becomes a page in words, not a document for machines. The session cookie is HttpOnly and
SameSite=Strict; every form carries the session's token.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool

from api.console.words import WORDS
from api.http.house import House, house_of
from api.http.problems import EXPECTED, Telling, masked, telling_of
from api.identity import SESSION_SECONDS
from casework.errors import Refused
from casework.ports import StoreBusy, StoreUnwritable
from casework.records import Account, Role
from casework.subject_register import RECORDING
from engine.articles import article_in_chinese, article_in_english

SESSION = "shangfa_session"
LANGUAGE = "shangfa_lang"
SHANGHAI = timezone(timedelta(hours=8))
YEAR_SECONDS = 31536000
DESK_ROLES = frozenset({Role.LIST_OFFICER, Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD})
"""Who has a desk: cases and files wait for these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's language, session and account (None: not signed in)."""

    request: Request
    house: House
    lang: str
    cookie: str = ""
    account: Account | None = None

    @property
    def token(self) -> str:
        return self.house.doorkeeper.form_token(self.cookie) if self.cookie else ""


class PageRoute(APIRoute):
    """A route whose refusals are pages, and which takes no form from another site."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        serve = super().get_route_handler()

        async def served(request: Request) -> Response:
            try:
                _refuse_foreign_form(request)
                return await serve(request)
            except EXPECTED as fault:
                return await run_in_threadpool(_refusal_page, request, telling_of(fault))

        return served


def _refuse_foreign_form(request: Request) -> None:
    """Browsers say where a form came from; the login form, which has no session yet, has no other guard."""
    if request.method == "POST" and request.headers.get("sec-fetch-site", "") in ("cross-site", "same-site"):
        raise stale_form()


def _refusal_page(request: Request, telling: Telling) -> Response:
    house = house_of(request)
    try:
        visit = visit_of(request, house, sign_in_visitor=False)
    except (StoreBusy, StoreUnwritable):
        visit = Visit(request=request, house=house, lang=_language(request))
    return plain_page(visit, telling)


def visit_of(request: Request, house: House, *, sign_in_visitor: bool = True) -> Visit:
    """Who is visiting: the account of the session cookie; in demonstration mode else the visitor's, with a new session."""
    cookie = request.cookies.get(SESSION, "")
    account = house.doorkeeper.by_session(cookie) if cookie else None
    if account is None:
        cookie = ""
    if account is None and sign_in_visitor and house.demo:
        account = request.app.state.visitor
        cookie = house.doorkeeper.open_session(account) if account else ""
    return Visit(request=request, house=house, lang=_language(request), cookie=cookie, account=account)


def _language(request: Request) -> str:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE) or "zh"
    return asked if asked in WORDS else "zh"


def require_token(visit: Visit, token: str) -> None:
    if not visit.cookie or not visit.house.doorkeeper.is_form_token(visit.cookie, token):
        raise stale_form()


def stale_form() -> Refused:
    return Refused(
        "form-stale",
        zh="页面已过期，未作处理",
        en="this form is no longer valid; nothing was done",
        hint_zh="请重新打开页面后提交",
        hint_en="open the page again and send it from there",
        status=403,
    )


def page(visit: Visit, template: str, status: int = 200, path: str = "", **values: Any) -> Response:
    """The template in the visit's language, with its cookies. `path`: where the other language is, after a form was sent."""
    text = _templates.get_template(template).render(
        w=WORDS[visit.lang],
        lang=visit.lang,
        account=visit.account,
        token=visit.token,
        demo=visit.house.demo,
        path=visit.request.url.path if visit.request.method == "GET" else path or "/",
        at_desk=visit.account is not None and bool(visit.account.roles & DESK_ROLES),
        may_record_lives=visit.account is not None and bool(visit.account.roles & RECORDING),
        article=lambda article: article_title(article, visit.lang),
        instant=instant_title,
        **values,
    )
    response = HTMLResponse(text, status_code=status)
    if visit.cookie and visit.request.cookies.get(SESSION) != visit.cookie:
        set_session(visit.request, response, visit.cookie)
    if visit.request.query_params.get("lang") in WORDS:
        response.set_cookie(LANGUAGE, visit.lang, max_age=YEAR_SECONDS, httponly=True, samesite="strict")
    return response


def plain_page(visit: Visit, telling: Telling) -> Response:
    """A page that holds nothing but a refusal."""
    response = page(visit, "plain.html", fault=told(visit, telling), status=telling.status)
    response.headers.update({name: text for name, text in telling.headers.items() if name == "Retry-After"})
    return response


def told(visit: Visit, telling: Telling) -> dict[str, Any]:
    """A refusal in the visit's language; `at` has the faults by their place, for the label they belong to."""
    english = visit.lang == "en"
    places = [(one.where, masked(one.en if english else one.zh)) for one in telling.faults]
    return {
        "title": masked(telling.en if english else telling.zh),
        "hint": masked(telling.hint_en if english else telling.hint_zh),
        "law": telling.law,
        "at": {where: [what for place, what in places if place == where] for where, _ in places},
    }


def set_session(request: Request, response: Response, cookie: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION, cookie, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure)


def article_title(article: str, lang: str) -> str:
    """How a citation is printed on the page, as in letters: 第二十二条第一款第（五）项; art. 22, para. 1, item 5."""
    return article_in_chinese(article) if lang == "zh" else f"art. {article_in_english(article)}"


def instant_title(text: str) -> str:
    """An instant as Beijing time to the minute."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
