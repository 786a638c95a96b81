"""A person's name and number, seeded through a whole story, come out nowhere: no answer, no page, no log, no message.

The story asks every route the application serves; one that is added without a line there fails. What may tell them is
asked last and by itself: the reveal, and the letter as it is served to the person; both leave a look behind.
"""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from functools import reduce
from html import escape
from urllib.parse import parse_qs

import httpx2
import pytest
import structlog

from adapters.logs import configure_logs
from casework.records import Role
from tests.api import persons_lives, persons_pages, persons_story
from tests.api.persons_story import LABOUR, OFFICER, REVEAL, SEEDS, TRADER, TRADER_NAME, Story
from tests.api.test_rights import served_routers
from tests.api.town import Town

STORY: tuple[Callable[[Story], None], ...] = (
    persons_story.facts_told,
    persons_pages.letters_made,
    persons_story.cases_moved,
    persons_story.files_worked_on,
    persons_story.checks_asked,
    persons_story.read_everything,
    persons_pages.pages_opened,
    persons_pages.desks_worked_at,
    persons_lives.lives_told,
    persons_lives.lives_opened,
    persons_pages.matter_followed,
)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Every logger of the process at its most talkative; afterwards as before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("DEBUG", stream=stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def told(lines: io.StringIO, town_of: Callable[..., Town]) -> Story:
    town = town_of()
    story = Story(town=town, today=town.clock.today().isoformat(), ids={})
    for chapter in STORY:
        chapter(story)
    return story


def test_nothing_that_names_a_person_comes_out_anywhere(told: Story, lines: io.StringIO) -> None:
    """Answers with their headers, pages, refusals, lines of log, messages to the outside, links of the chain."""
    with told.town.store.reader() as reader:
        messages = [json.dumps(one.payload, ensure_ascii=False) for one in reader.undelivered(1000)]
        links = [one.payload for one in reader.chain_rows(0, 1000)]
    answers = [
        (f"{one.request.method} {one.request.url.path} {one.status_code}", f"{one.headers} {_beyond_typed(one)}")
        for one in told.town.seen
    ]

    assert len(messages) > 5
    assert len(links) > 20
    assert lines.getvalue().count("\n") > 100
    spoken = [
        *answers,
        ("log", lines.getvalue()),
        *(("outbox", one) for one in messages),
        *(("chain", one) for one in links),
    ]
    found = [(where, seed, _around(text, seed)) for where, text in spoken for seed in SEEDS if seed in text]
    assert found == []


TYPED_AGAIN = re.compile(r"/check|/cases/[^/]+/moves|/files/[^/]+/steps|/my/steps")


def _beyond_typed(answer: httpx2.Response) -> str:
    """An answer's text without the fields of a refused form that hold what this very request typed, to be mended."""
    if not TYPED_AGAIN.fullmatch(answer.request.url.path) or answer.status_code < 400:
        return answer.text
    typed = parse_qs(answer.request.content.decode())
    fields = [
        field
        for name, [said] in typed.items()
        for field in (
            f'<input name="{name}" value="{escape(said)}"',
            f'<input name="{name}" type="text" value="{escape(said)}"',
            f">\n{escape(said)}</textarea>",
            f"<li>{escape(said)}</li>",
        )
    ]
    return reduce(lambda text, field: text.replace(field, ""), fields, answer.text)


IN_FULL = {REVEAL, "GET /v1/letters/{letter_id}/html", "GET /v1/letters/{letter_id}/pdf"}
"""The only routes that name a person: to whom, and what is written then, each has its own test below."""


def test_the_story_asks_every_route(told: Story) -> None:
    """A route that is added and not asked here would not be held to anything."""
    asked = {_route_of(one) for one in told.town.seen}

    assert served_routers() - asked == IN_FULL


def test_what_is_masked_can_still_be_told_apart(told: Story) -> None:
    """Six figures and two, one character and stars: enough to find the right file, not enough to find the person."""
    case = told.ask("GET /v1/cases/{entry_id}", role=(LABOUR, Role.AUDITOR)).json()

    assert (case["subject"]["code"], case["subject"]["name"]) == (f"925201**********{TRADER[-2:]}", "清*******")
    statement = next(one for one in case["history"] if one["move"] == "record_statement")["details"]["statement"]
    assert statement.startswith("当事人")
    assert "清*******" in statement


def test_only_a_reveal_tells_the_name(told: Story) -> None:
    """Both in full, to the one account with the right, never kept by anybody on the way."""
    case = told.ask("GET /v1/cases/{entry_id}", role=(LABOUR, Role.AUDITOR)).json()
    told.ids["subject_id"] = case["subject"]["id"]
    why = {"purpose": "serve_document", "reason": "直接送达告知书，核对收件人"}

    answer = told.ask(REVEAL, role=(LABOUR, Role.IDENTITY_VIEWER), json=why)

    assert (answer.status_code, answer.json()["code"], answer.json()["name"]) == (201, TRADER, TRADER_NAME)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_letter_in_full_is_for_the_hand_that_serves_it_and_leaves_a_look(told: Story, form: str) -> None:
    """A letter must name its addressee. The list officer prints it; nobody else reads it, and the person is told of it."""
    full = f"GET /v1/letters/{{letter_id}}/{form}"
    with told.town.store.reader() as reader:
        letter = reader.letter(told.ids["letter_id"])
        assert letter is not None
        before = len(reader.looks_at(letter.subject_id))

    others = [Role.APPROVING_OFFICER, Role.LEGAL_REVIEWER, Role.HEAD, Role.DATA_CLERK, Role.AUDITOR]
    refused = {told.ask(full, role=(LABOUR, role)).status_code for role in others}
    foreign = told.ask(full, role=persons_story.TAX_OFFICER).status_code
    answer = told.ask(full, role=OFFICER)

    assert (refused, foreign, answer.status_code) == ({403}, 404, 200)
    assert form == "pdf" or TRADER_NAME in answer.text
    with told.town.store.reader() as reader:
        looks = reader.looks_at(letter.subject_id)
    assert len(looks) == before + 1
    assert (looks[0].kind, looks[0].department, looks[0].purpose) == ("letter", LABOUR, "制作、送达拟列入告知书")


@pytest.mark.parametrize("place", ["/cases/{mirrored}", "/files/{file_id}"])
def test_opening_a_persons_page_is_a_look_its_subject_is_told_of(told: Story, place: str) -> None:
    """Department, purpose and day on the subject's own page; the account nowhere."""
    client, (account, address) = told.town.client, (persons_pages.TAX_ACCOUNT, place.format(**told.ids))
    with told.town.store.reader() as reader:
        file = reader.file(told.ids["file_id"])
        assert file is not None
        before = reader.looks_at(file.subject_id)
    persons_pages.signed_in(told, persons_story.TAX)

    assert client.get(address).status_code == 200
    client.cookies.clear()

    with told.town.store.reader() as reader:
        looks = reader.looks_at(file.subject_id)
    assert len(looks) == len(before) + 1
    page = client.post("/my", data={"receipt": told.receipts[0]}).text
    day = told.town.clock.today().isoformat()
    assert all(said in page for said in (looks[0].purpose, "查阅案件或者案卷", day))
    assert account not in page


def _route_of(answer: httpx2.Response) -> str:
    """The route that gave this answer, by its shape."""
    path = answer.request.url.path
    matching = [
        route
        for route in sorted(served_routers(), key=lambda one: one.count("{"))
        if route.startswith(f"{answer.request.method} ")
        and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", route.partition(" ")[2]), path)
    ]
    return matching[0] if matching else path


def _around(text: str, seed: str) -> str:
    place = text.index(seed)
    return text[max(0, place - 60) : place + 40]
