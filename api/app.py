"""The HTTP application: routes, pages, problem documents, security headers. Built from a House, so tests build their own."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import BaseHTTPMiddleware

from api.console import pages
from api.http import cases, catalogue, checks, evaluations, facts
from api.http.house import House
from api.http.problems import install_problem_handlers
from api.http.schemas import ProblemOut
from casework.records import Account

BODY_LIMIT = 4 * 2**20
ASSETS = Path(__file__).parent / "console" / "assets"
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
PROBLEMS = {
    status: {"model": ProblemOut, "description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (401, "Not signed in"),
        (403, "The account or the matter does not allow it"),
        (404, "Not there, or not the own department's"),
        (409, "Not lawful now"),
        (412, "Somebody else moved it first"),
        (422, "The request is faulty; every fault is named"),
        (429, "Too many attempts"),
        (503, "The store cannot keep the record; nothing was done"),
    )
}


def create_app(house: House, *, visitor: Account | None = None, examples: Sequence[pages.Example] = ()) -> FastAPI:
    """The application over this house. `visitor`: the account a demo visitor is signed in as; `examples`: its buttons."""
    app = FastAPI(
        title="Shangfa 赏罚",
        version=product_version(),
        summary="Lists, measures and bans, answered before approval",
        description="本结果为核查提示,不是行政决定。Sample law with its assurance; not legal advice, not an official system.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.house = house
    app.state.visitor = visitor
    app.state.examples = tuple(examples)
    install_problem_handlers(app)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guarded)
    for router in (checks.router, facts.router, cases.router, evaluations.router):
        app.include_router(router, responses=PROBLEMS)  # type: ignore[arg-type]  # FastAPI types keys as int | str invariantly
    app.include_router(catalogue.router)
    app.include_router(pages.router)
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    return app


def product_version() -> str:
    try:
        return version("shangfa")
    except PackageNotFoundError:
        return "0+unknown"


async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuses oversized bodies before they are read and sets the security headers on every answer."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > BODY_LIMIT:
        return Response(status_code=413, headers=SECURITY_HEADERS)
    response = await call_next(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
