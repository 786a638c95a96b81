"""One shelf and one engine host for the run; a fresh copy of a founded book for each test.

Every answer is held against the OpenAPI document: a status, media type or header rule that is not documented fails the
test that saw it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from adapters.engine_host import EngineHost
from adapters.pack_shelf import PackShelf
from api.http.headers import SECURITY_HEADERS
from api.http.letters import letter_policy
from api.http.problems import PROBLEM_TYPE
from api.wiring import PAPERS
from casework.programs import ProgramBook
from engine.direct import compile_direct
from tests.api.town import Town, build_town, copy_book, found_book
from tests.fakes.clock import FakeClock

ROOT = Path(__file__).resolve().parent.parent.parent
WINTER = datetime(2026, 12, 15, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shelf() -> PackShelf:
    return PackShelf(ROOT, FakeClock(WINTER).today)


@pytest.fixture(scope="session")
def now(shelf: PackShelf) -> datetime:
    """Noon of a day on which every release of the repository has been published."""
    newest = max(shelf.current.published.values())
    return max(WINTER, datetime(newest.year, newest.month, newest.day, 4, tzinfo=UTC) + timedelta(days=1))


@pytest.fixture(scope="session")
def program_book(shelf: PackShelf) -> ProgramBook:
    return ProgramBook(shelf=shelf)


@pytest.fixture(scope="session")
def evaluator() -> Iterator[EngineHost]:
    with EngineHost(compile_direct=compile_direct, report=lambda _event: None) as host:
        yield host


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, now: datetime, shelf: PackShelf) -> Path:
    folder = tmp_path_factory.mktemp("founded")
    found_book(folder, FakeClock(now), shelf.catalogue.kinds)
    return folder


@pytest.fixture
def clock(now: datetime) -> FakeClock:
    return FakeClock(now)


@pytest.fixture
def book_folder(founded: Path, tmp_path: Path) -> Path:
    return copy_book(founded, tmp_path)


@pytest.fixture(scope="session")
def document_of() -> Callable[[Town], dict[str, Any]]:
    """The OpenAPI document of the first town that is asked for it: all serve the same routes, and making it takes long."""
    made: list[dict[str, Any]] = []

    def of(town: Town) -> dict[str, Any]:
        if not made:
            made.append(town.client.app.openapi())
        return made[0]

    return of


@pytest.fixture
def town_of(
    book_folder: Path,
    program_book: ProgramBook,
    evaluator: EngineHost,
    clock: FakeClock,
    document_of: Callable[[Town], dict[str, Any]],
) -> Iterator[Callable[..., Town]]:
    """Builds towns over this test's book; every answer they give is held against the document at the end."""
    towns: list[Town] = []

    def build(**how: Any) -> Town:
        answers: list[httpx2.Response] = []
        town = build_town(book_folder, program_book, evaluator, clock, seen=answers.append, **how)
        town.seen = answers
        towns.append(town)
        return town

    yield build
    try:
        for town in towns:
            for answer in town.seen:
                require_documented(document_of(town), answer)
    finally:
        for town in towns:
            town.client.close()
            town.store.close()


@pytest.fixture
def town(town_of: Callable[..., Town]) -> Town:
    return town_of()


def require_documented(document: dict[str, Any], answer: httpx2.Response) -> None:
    """The answer carries the security headers, and its status and media type stand in the document for its route."""
    for name, value in expected_headers(answer).items():
        assert answer.headers.get(name) == value, (answer.request.url.path, name)
    operation = operation_of(document, answer.request.method, answer.request.url.path)
    if operation is None:
        return
    documented = operation["responses"].get(str(answer.status_code))
    place = f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
    assert documented is not None, f"{place} is not documented"
    media = answer.headers.get("content-type", "").partition(";")[0]
    assert media in documented["content"], f"{place} came as {media}"
    assert (media == PROBLEM_TYPE) == (answer.status_code >= 400), place


def expected_headers(answer: httpx2.Response) -> dict[str, str]:
    """Those of every answer; a letter's page has a stricter policy than any other, with its own style alone."""
    if answer.status_code == 200 and re.fullmatch("/v1/letters/[^/]+/html", answer.request.url.path):
        return {**SECURITY_HEADERS, "Content-Security-Policy": letter_policy(PAPERS.style)}
    return dict(SECURITY_HEADERS)


def operation_of(document: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    """The document's entry for this request; a path without parameters goes before one with."""
    for pattern in sorted(document["paths"], key=lambda one: one.count("{")):
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", pattern), path):
            found = document["paths"][pattern].get(method.lower())
            if found is not None:
                return dict(found)
    return None
