"""The HTTP application: routes, pages, problem documents, security headers. Built from a House, so tests build their own."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from api.console import case_page, desk_page, file_page, life_page, pages, review_page, subject_page
from api.http import cases, catalogue, checks, evaluations, facts, files, letters, lives, repair, reveal, reviews
from api.http.documented import install_document
from api.http.headers import Doorway
from api.http.house import House
from api.http.problems import install_problem_handlers
from casework.records import Account

ASSETS = Path(__file__).parent / "console" / "assets"


class Application(FastAPI):
    """FastAPI behind the doorway, which must also see the answers to unexpected exceptions."""

    def build_middleware_stack(self) -> ASGIApp:
        return Doorway(super().build_middleware_stack())


def create_app(house: House, *, visitor: Account | None = None, examples: Sequence[pages.Example] = ()) -> FastAPI:
    """The application over this house. `visitor`: the account a demo visitor is signed in as; `examples`: its buttons."""
    app = Application(
        title="Shangfa 赏罚",
        version=product_version(),
        summary="Lists, measures and bans, answered before approval",
        description="本结果为核查提示，不是行政决定。Sample law with its assurance; not legal advice, not an official system.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.house = house
    app.state.visitor = visitor
    app.state.examples = tuple(examples)
    install_problem_handlers(app)
    install_document(app)
    for router in (
        checks.router,
        facts.router,
        cases.router,
        files.router,
        letters.router,
        repair.router,
        reveal.router,
        lives.router,
        reviews.router,
        evaluations.router,
        catalogue.router,
        pages.router,
        desk_page.router,
        case_page.router,
        file_page.router,
        review_page.router,
        life_page.router,
        subject_page.router,
    ):
        app.include_router(router)
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    return app


def product_version() -> str:
    try:
        return version("shangfa")
    except PackageNotFoundError:
        return "0+unknown"
