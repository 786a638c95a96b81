"""The pages: both languages whole, faults beside their labels, hostile input escaped, every look recorded."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from jinja2 import meta, nodes

from api.console import visit as printing
from api.console.pages import Example
from api.console.visit import article_title
from api.console.words import WORDS
from casework.answer import NOTICE, ROLE_NAMES
from casework.records import OutcomeKind, Role, SubjectType
from engine.measures import Outcome
from engine.pack import Assurance, Discretion, Effect, Level
from tests.api.town import (
    PERSON_NAME,
    Town,
    as_role,
    credit_code,
    fact,
    password_of,
    procurement_bar,
    resident_id,
)

NAME = "finance.integrator"
BARRED, LISTED = credit_code(1), credit_code(2)
HOSTILE = "\"><script>{{1234*4321}}</script>'"
FORM = {
    "type": "enterprise",
    "code": BARRED,
    "name": "",
    "matter": "government-procurement.qualification",
    "stage": "review",
    "place": "520103",
    "purpose": "资格审查",
}


@pytest.fixture
def console(town: Town) -> Town:
    """Signed in as the finance department's integrator, with a barred and a listed supplier in the book."""
    finding = {"case_no": "T-1", "committed_on": "2025-01-01", "violation": "ordinary_invoices"}
    town.load([fact(LISTED, "tax.finding", "T-1", finding)], "tax")
    town.load([procurement_bar(BARRED, "P-1")], "finance")
    mirrored = {
        "type": "enterprise",
        "code": LISTED,
        "list": "tax-major-violation",
        "document": "税稽公告1",
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
    }
    town.client.post("/v1/cases/mirrored", json=mirrored, headers=as_role("tax", Role.DATA_CLERK))
    town.client.post("/login", data={"name": NAME, "password": password_of(NAME)})
    return town


def token(town: Town) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', town.client.get("/").text)
    assert found
    return found[1]


def ask(town: Town, **changed: str) -> Any:
    return town.client.post("/check", data={**FORM, "token": token(town), **changed})


def test_both_languages_have_every_word() -> None:
    """A key missing in one language is a hole in a page of the other."""
    assert set(WORDS["zh"]) == set(WORDS["en"])
    assert all(text.strip() for words in WORDS.values() for text in words.values())
    assert [key for key, text in WORDS["en"].items() if re.search("[\u4e00-\u9fff]", text)] == ["other_language"]


def test_every_value_a_page_can_show_has_its_word() -> None:
    """Outcomes, effects, levels, assurances, types: a new one without its word would break the page that shows it."""
    needed = (
        *(f"outcome.{one}" for one in Outcome),
        *(f"meaning.{one}" for one in Outcome),
        *(f"effect.{one}" for one in Effect),
        *(f"discretion.{one}" for one in Discretion),
        *(f"level.{one}" for one in Level),
        *(f"assurance.{one}" for one in Assurance),
        *(f"type.{one}" for one in SubjectType),
        *(f"stage.{one}" for one in ("acceptance", "review", "decision")),
        *(str(one) for one in OutcomeKind),
    )

    assert [word for word in needed if word not in WORDS["zh"]] == []


def test_the_templates_use_no_word_that_is_not_there() -> None:
    """Every `w.word` of every template exists, also in the branches no test happens to open."""
    environment = printing._templates
    used: set[str] = set()
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]  # it has a loader
        tree = environment.parse(source)
        assert meta.find_undeclared_variables(tree) is not None
        used |= {
            one.attr
            for one in tree.find_all(nodes.Getattr)
            if isinstance(one.node, nodes.Name) and one.node.name == "w"
        }

    assert used - set(WORDS["zh"]) == set()
    assert len(used) > 40


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_prints_in_both_languages(console: Town, lang: str) -> None:
    """Undefined words raise; the page names its language and offers the other."""
    asked = ask(console)
    addresses = ["/", "/login", asked.headers["location"], "/checks/none"]

    pages = [console.client.get(f"{address}?lang={lang}") for address in addresses]

    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    for page in pages:
        assert page.headers["content-type"].startswith("text/html")
        assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page.text
        assert WORDS[lang]["other_language"] in page.text
        assert WORDS[lang]["product"] in page.text


def test_the_language_is_remembered(console: Town) -> None:
    """One click, then every page."""
    console.client.get("/?lang=en")

    assert WORDS["en"]["check_lead"] in console.client.get("/").text


def test_the_answer_page_shows_everything_an_official_needs(console: Town) -> None:
    """Outcome, notice, measure, article, assurance, why, end, remedy, what was looked at, releases, record."""
    page = console.client.get(ask(console).headers["location"]).text
    words = WORDS["zh"]

    shown = (
        words["outcome.legal_bar"], words["meaning.legal_bar"], NOTICE, words["legal_bar_mark"],
        "第七十七条（一）", words["level.law"], words["assurance.verified"], words["effect.deny"], words["discretion.must"],
        "2027-12-31", words["why"], words["repair"], words["looked_at"], words["packs"],
        words["check_id"], words["feedback"], "资格审查",
    )  # fmt: skip
    text = unescape(page)
    missing = [word for word in shown if word not in text]
    assert missing == []
    assert BARRED not in page


def test_a_lowered_measure_is_shown_with_its_step_and_reason(console: Town) -> None:
    """The page says from what to what, and which rule lowered it."""
    page = console.client.get(
        ask(console, code=LISTED, matter="subsidy.fiscal-project", stage="acceptance").headers["location"]
    ).text

    assert WORDS["zh"]["outcome.proceed_with_measures"] in page
    assert WORDS["zh"]["downgraded"] in page
    assert " → " in unescape(page)


def test_what_is_unknown_is_shown_with_what_is_missing(console: Town) -> None:
    """`indeterminate` names each missing thing."""
    page = console.client.get(ask(console, matter="company.registration", stage="acceptance").headers["location"]).text

    assert WORDS["zh"]["outcome.indeterminate"] in page
    assert "related.director" in page


def test_opening_the_answer_is_a_recorded_view(console: Town) -> None:
    """Who looked, and when, is in the book; asking alone is not looking."""
    address = ask(console).headers["location"]
    check_id = address.rsplit("/", 1)[1]

    def views() -> int:
        with console.store.reader() as reader:
            return len(reader.views_of(check_id))

    before = views()
    console.client.get(address)
    once = views()
    console.client.get(address)

    assert (before, once, views()) == (0, 1, 2)


def test_a_fault_stands_beside_its_label_and_the_input_is_kept(console: Town) -> None:
    """One corrects the field, not the whole form; nothing was recorded."""
    before = console.recorded()

    page = ask(console, code="123", place="abc", purpose=" ", name="示例商贸", related_code="456", role="director")
    code_only = ask(console, code="123", name="示例商贸")

    assert (page.status_code, code_only.status_code) == (422, 422)
    assert re.search(r'name="place" value="abc"[^>]*>\s*<span class="wrong">', page.text)
    assert re.search(r'name="purpose" value=" "[^>]*>\s*<span class="wrong">', page.text)
    assert re.search(r'name="code" value="123"[^>]*>\s*<span class="wrong">[^<]*18', code_only.text)
    assert 'value="示例商贸"' in code_only.text
    assert re.search(r'value="government-procurement\.qualification" selected', code_only.text)
    assert console.recorded() == before


@pytest.mark.parametrize(
    "field", ["code", "name", "matter", "stage", "place", "purpose", "type", "role", "related_code"]
)
def test_hostile_input_is_printed_as_text(console: Town, field: str) -> None:
    """No field of the form becomes markup or template, in whatever page it comes back."""
    short = HOSTILE[:20] if field == "stage" else HOSTILE[:40]

    page = ask(console, **{field: short})
    shown = page if page.status_code != 303 else console.client.get(page.headers["location"])

    assert shown.status_code in (200, 403, 422)
    assert "<script>" not in shown.text
    assert "5332114" not in shown.text


def test_a_hostile_name_in_the_book_is_printed_as_text(console: Town) -> None:
    """What others wrote is escaped as well: the document number of an entry."""
    code = credit_code(9)
    hostile = {**FORM, "code": code, "matter": "subsidy.fiscal-project", "stage": "acceptance"}
    console.load([fact(code, "tax.finding", "T-9", {"case_no": "T-9", "violation": "ordinary_invoices"})], "tax")
    entry = {
        "type": "enterprise",
        "code": code,
        "list": "tax-major-violation",
        "document": HOSTILE,
        "decided_on": "2026-06-01",
        "effective_on": "2026-06-02",
        "reasons": HOSTILE,
    }
    taken = console.client.post("/v1/cases/mirrored", json=entry, headers=as_role("tax", Role.DATA_CLERK))

    page = console.client.get(ask(console, **hostile).headers["location"])

    assert taken.status_code == 201
    assert "<script>" not in page.text
    assert HOSTILE in unescape(page.text)


@pytest.mark.parametrize(
    "data",
    [
        {"type": "x" * 5000},
        {"code": "x" * 5000},
        {"stage": "x" * 50, "outcome": "x" * 50},
        {"purpose": "\x00", "code": "\x00"},
    ],
)
def test_a_form_no_browser_would_send_is_a_page_too(console: Town, data: dict[str, str]) -> None:
    """A refusal at the console is a page in words, whatever was wrong."""
    answers = [
        console.client.post("/check", data={**FORM, "token": token(console), **data}),
        console.client.post("/checks/0/outcome", data={"token": token(console), **data}),
        console.client.post("/check", content=b"\xff\xfe=%zz&&&=", headers={"Content-Type": "application/x-www-form-urlencoded"}),
        console.client.post("/check", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=x"}),
    ]  # fmt: skip

    assert {answer.status_code // 100 for answer in answers} == {4}
    assert {answer.headers["content-type"].partition(";")[0] for answer in answers} == {"text/html"}


def test_feedback_is_told_kept_on_a_fault_and_then_done(console: Town) -> None:
    """A faulty feedback keeps what was written and says what is missing; a sound one closes the form."""
    address = ask(console).headers["location"]
    sent = {"token": token(console)}

    missing = console.client.post(f"{address}/outcome", data={**sent, "outcome": "executed", "basis": "政府采购法"})
    nothing = console.client.post(f"{address}/outcome", data=sent)
    done = console.client.post(f"{address}/outcome", data={**sent, "outcome": "not_executed", "reason": "申请人撤回"})
    page = console.client.get(address).text
    again = console.client.post(f"{address}/outcome", data={**sent, "outcome": "not_applicable"})

    assert (missing.status_code, nothing.status_code, done.status_code, again.status_code) == (422, 422, 303, 409)
    assert 'name="basis" value="政府采购法"' in missing.text
    assert re.search(r'value="executed" required checked', missing.text)
    assert missing.text.count('class="wrong"') == 1
    assert WORDS["zh"]["feedback_done"] in page
    assert "申请人撤回" in page
    assert 'action="' + address + '/outcome"' not in page


def test_a_related_person_of_the_form_is_checked_and_not_printed(console: Town) -> None:
    """The person is asked about in the declared role; number and name do not come back on the page."""
    person = resident_id(1)

    page = console.client.get(
        ask(console, matter="company.registration", stage="acceptance", role="director", related_code=person).headers[
            "location"
        ]
    ).text

    assert person not in page
    assert PERSON_NAME not in page
    assert "related.director" not in page


def test_a_visitor_is_signed_in_only_in_demonstration(town_of: Callable[..., Town]) -> None:
    """In demonstration mode the first page opens at once and says that nothing is real; in production it is the login."""
    example = Example(outcome="legal_bar", title="示例", title_en="example", fields=FORM)
    demo = town_of(demo=True, visitor=NAME, examples=[example])
    production = town_of(demo=False, visitor=NAME, examples=[example])

    shown, refused = demo.client.get("/"), production.client.get("/")

    assert shown.status_code == 200
    assert WORDS["zh"]["demo_banner"] in shown.text
    assert 'class="example legal_bar"' in shown.text
    assert (refused.status_code, refused.headers["location"]) == (303, "/login")
    assert WORDS["zh"]["demo_banner"] not in production.client.get("/login").text


def test_an_example_button_asks_by_itself(town_of: Callable[..., Town]) -> None:
    """A visitor's first click: the form of the button, with its token, gives an answer."""
    town = town_of(demo=True, visitor=NAME, examples=[Example(outcome="proceed", title="a", title_en="b", fields=FORM)])
    page = town.client.get("/").text
    buttons = page[page.index('<div class="buttons">') :]
    button = buttons[: buttons.index("</button>")]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', button))

    answer = town.client.post("/check", data=fields)

    assert answer.status_code == 303
    assert town.client.get(answer.headers["location"]).status_code == 200


def test_demonstration_gives_the_api_no_account(town_of: Callable[..., Town]) -> None:
    """Only pages sign a visitor in; the API asks for its header in every mode."""
    town = town_of(demo=True, visitor=NAME)
    town.client.get("/")

    assert town.client.get("/v1/cases").status_code == 401


def test_assets_are_served_and_nothing_beside_them(town: Town) -> None:
    """The style sheet is there; the way out of its folder is not."""
    assert town.client.get("/assets/style.css").status_code == 200
    for path in ("/assets/../pages.py", "/assets/%2e%2e/pages.py", "/assets/..%2fwords.py", "/assets/"):
        assert town.client.get(path).status_code == 404


def test_articles_are_printed_as_citations() -> None:
    """As in letters; what is no number is left as the pack wrote it."""
    articles = ("22(1)(5)", "22 para 1 item 5", "7", "附则")

    assert [article_title(one, "zh") for one in articles] == [
        "第二十二条（一）（五）", "第二十二条第一款第（五）项", "第七条", "附则",
    ]  # fmt: skip
    assert article_title("22 para 1 item 5", "en") == "art. 22, para. 1, item 5"


def test_every_role_of_the_form_is_a_role_of_the_catalogue(town: Town) -> None:
    """The form offers no role that no matter could declare."""
    assert set(ROLE_NAMES) <= set(town.house.book.shelf.catalogue.roles)
