"""`shangfa demo`: builds once, refuses what is real, and keeps every promise its example buttons make."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from adapters.demo.founding import MARKER
from api.app import create_app
from api.cli.demo import demo_doors
from api.cli.root import app
from api.console.pages import EMPTY_FORM
from api.console.words import WORDS
from api.wiring import DemoDataRefused, load_packs, new_account, open_house, settings_here
from casework.errors import Refused
from casework.records import Role

RUN = CliRunner()
ENOUGH = "500"
OUTCOMES = {"legal_bar", "review", "indeterminate", "proceed_with_measures", "proceed", "refused"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder in demonstration mode."""
    _enter(monkeypatch, tmp_path / "data")
    return tmp_path / "data"


def _enter(monkeypatch: pytest.MonkeyPatch, folder: Path, mode: str = "demo") -> None:
    for name in ("SHANGFA_DATABASE_URL", "SHANGFA_KEY_FILE", "SHANGFA_HOST", "SHANGFA_PORT", "SHANGFA_DEMO_SUBJECTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHANGFA_DATA", str(folder))
    monkeypatch.setenv("SHANGFA_MODE", mode)


def _demo(*words: str) -> Result:
    return RUN.invoke(app, ["demo", *words])


def _refusal(result: Result) -> Refused:
    assert isinstance(result.exception, Refused), result.output
    return result.exception


def test_production_mode_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented offenders in a real register would be a disaster; not even the folder is made."""
    monkeypatch.setenv("SHANGFA_MODE", "production")

    assert _refusal(_demo()).code == "not-demo-mode"
    assert not folder.exists()


def test_a_book_with_real_accounts_is_left_alone(folder: Path) -> None:
    """Whoever points the demonstration at a book in use must not find it mixed."""
    with open_house(settings_here()) as built:
        new_account(built, "clerk", "tax", [Role.DATA_CLERK])

    refused = _refusal(_demo("--subjects", ENOUGH))

    assert refused.code == "real-accounts-here"
    with open_house(settings_here()) as built, built.store.reader() as reader:
        assert reader.subject_ids() == []


def test_a_taken_port_is_told_before_any_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute of loading and then a traceback would be a poor welcome."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("SHANGFA_PORT", str(taken.getsockname()[1]))

        refused = _refusal(_demo("--serve"))

    assert refused.code == "port-taken"
    assert "SHANGFA_PORT" in refused.hint_en
    assert not folder.exists()


def test_too_few_subjects_are_refused_with_the_least_number(folder: Path) -> None:
    """The number follows from the packs, so nobody can know it."""
    refused = _refusal(_demo("--subjects", "5"))

    least = re.search(r"--subjects (\d+)", refused.hint_en)
    assert refused.code == "too-few-subjects"
    assert least is not None
    assert 5 < int(least.group(1)) <= int(ENOUGH)


@dataclass(frozen=True)
class _Standing:
    """A finished province in its folder, and what the command said while it was built."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Standing]:
    folder = tmp_path_factory.mktemp("standing")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _enter(monkeypatch, folder)
        result = _demo("--subjects", ENOUGH)
        assert result.exit_code == 0, result.output
        yield _Standing(folder=folder, said=result.output)


@pytest.fixture
def entered(standing: _Standing, monkeypatch: pytest.MonkeyPatch) -> _Standing:
    _enter(monkeypatch, standing.folder)
    return standing


def test_it_says_address_accounts_and_a_first_answer(entered: _Standing) -> None:
    """What a stranger needs next, on one screen."""
    assert "http://127.0.0.1:8642/" in entered.said
    assert "first check" in entered.said
    for name in ("demo-window", "demo-officer", "demo-approver", "demo-auditor", "demo-admin", "demo-clerk-tax"):
        assert name in entered.said


def test_the_passwords_shown_open_the_accounts(entered: _Standing) -> None:
    """They are shown once; a table that cuts one off would lock everybody out."""
    rows = re.findall(r"│ (demo-[a-z-]+) +│.*│ (\S+) +│", entered.said)

    with open_house(settings_here()) as built:
        signed_in = {built.house.doorkeeper.by_password(name, password).name for name, password in rows}
        with built.store.reader() as reader:
            assert signed_in == {account.name for account in reader.accounts()}


def test_a_second_run_goes_on_at_once(entered: _Standing) -> None:
    """`make run` is pressed every day: nothing is loaded again, and how to get a password is said."""
    result = _demo("--subjects", ENOUGH)

    assert result.exit_code == 0
    assert "facts recorded" not in result.output
    assert "shangfa accounts password demo-window" in result.output


def test_an_interrupted_run_is_taken_up_and_the_passwords_are_new(entered: _Standing) -> None:
    """Nobody ever saw the passwords of a run that did not end."""
    marker = entered.folder / MARKER
    finished = marker.read_text(encoding="utf-8")
    marker.write_text(finished.replace('"finished": true', '"finished": false'), encoding="utf-8")

    result = _demo("--subjects", ENOUGH)

    assert "interrupted" in result.output
    assert "demo-window" in result.output
    assert marker.read_text(encoding="utf-8") == finished


def test_production_mode_does_not_open_the_demonstration(entered: _Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same folder under the other mode is refused, whatever command is used."""
    monkeypatch.setenv("SHANGFA_MODE", "production")

    with pytest.raises(DemoDataRefused), open_house(settings_here()):
        pass


def test_without_a_province_there_is_no_visitor(folder: Path) -> None:
    """`serve` in an empty folder signs nobody in."""
    with open_house(settings_here()) as built:
        assert demo_doors(built) == (None, ())


def test_every_example_button_keeps_its_promise(entered: _Standing) -> None:
    """Each is pressed as a visitor presses it; the answer's page must show the outcome on the button."""
    with open_house(settings_here()) as built:
        visitor, examples = demo_doors(built)
        client = TestClient(create_app(built.house, visitor=visitor, examples=examples), base_url="https://testserver")
        token = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
        assert token is not None

        answers = [client.post("/check", data={**one.fields, "token": token.group(1)}) for one in examples]

    assert {one.outcome for one in examples} == OUTCOMES
    for example, answer in zip(examples, answers, strict=True):
        assert set(example.fields) == set(EMPTY_FORM)
        if example.outcome == "refused":
            assert answer.status_code == 422
        else:
            assert answer.status_code == 200, (example, answer.text)
            assert WORDS["zh"][f"outcome.{example.outcome}"] in answer.text


def test_the_particular_examples_show_what_they_say(entered: _Standing) -> None:
    """A reward that falls away is told as dropped; a name alone is a weak match; a nominee is barred in a role."""
    with open_house(settings_here()) as built:
        _, examples = demo_doors(built)
    by_title = {one.title_en: one for one in examples}

    nominee = by_title["A clean body whose nominee is barred by law"]
    nameless = by_title["A name without a code: never a bar"]
    contradicting = by_title["The code contradicts the type: 422"]
    assert (nominee.outcome, nominee.fields["role"] != "") == ("legal_bar", True)
    assert (nameless.fields["code"], nameless.outcome) == ("", "review")
    assert contradicting.fields["type"] == "enterprise"
    assert contradicting.fields["code"].startswith("92")


def test_the_neutral_registration_record_is_adverse_to_nobody() -> None:
    """It is recorded about everybody, so no rule may ever read it against them."""
    shelf = load_packs().shelf
    assert shelf is not None

    assert shelf.catalogue.kinds["registration.record"].adverse_allowed is False
