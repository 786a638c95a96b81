"""`shangfa evaluate`: the calculator on the command line, for a file, without a server or a book."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from adapters.engine_host import EngineHost
from api.cli import questions
from api.http.evaluations import EXAMPLE
from casework.errors import Refused
from casework.programs import ProgramBook
from tests.fakes.clock import FakeClock

TAX = "rules/cn/tax-major-violation"
app = typer.Typer()
app.command("evaluate")(questions.evaluate)
app.command("other")(lambda: None)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evaluate") / "case.json"
    path.write_text(json.dumps(EXAMPLE), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def calculator(
    program_book: ProgramBook, evaluator: EngineHost, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session's packs and engines instead of new ones for each command."""

    @contextmanager
    def this_one(_root: Path) -> Iterator[tuple[ProgramBook, EngineHost, FakeClock]]:
        yield program_book, evaluator, FakeClock(now)

    monkeypatch.setattr(questions, "open_calculator", this_one)


def run(file: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(file), *words], env={"COLUMNS": "200"})


def answer(file: Path, *words: str) -> Mapping[str, Any]:
    result = run(file, *words)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_a_pack_and_a_list_narrow_what_is_told(file: Path) -> None:
    """An editor of one list asks about it and reads nothing else."""
    told = answer(file, "--pack", TAX, "--list", "tax-major-violation")

    assert {one["rule"].partition("#")[0] for one in told["findings"]} == {TAX}
    assert [one["list"] for one in told["proposals"]] == ["tax-major-violation"]
    assert {one["id"].partition("#")[0] for one in told["measures"]} == {"memoranda/cn/tax-2016"}
    assert told["only"] == {"packs": [TAX], "lists": ["tax-major-violation"]}


@pytest.mark.parametrize(
    ("words", "said", "traced"),
    [
        (("--audience", "subject"), "经核对，你（单位）符合", False),
        (("--audience", "officer"), "符合“", True),
        (("--audience", "auditor"), f"规则 {TAX}#", True),
        (("--audience", "subject", "--lang", "en"), "You were found to meet", False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_each_reader_is_told_in_its_own_words(file: Path, words: tuple[str, ...], said: str, traced: bool) -> None:
    """The same three readers as over HTTP; whoever holds the file may read it as an auditor."""
    told = answer(file, "--pack", TAX, *words)

    [met] = [one for one in told["findings"] if one["truth"] == "met"]
    assert met["explanation"][0]["text"].startswith(said)
    assert "why" not in met
    assert ("trace" in told) is traced


def test_an_unknown_pack_is_refused_before_anything_is_evaluated(file: Path) -> None:
    """Nothing told of a misspelt pack would read like nothing found."""
    result = run(file, "--pack", "rules/cn/tax-major-violations")

    assert isinstance(result.exception, Refused)
    assert result.exception.faults[0].zh == f"没有这个规则包，是否指 “{TAX}”？"
    assert result.stdout == ""


@pytest.mark.parametrize("words", [("--audience", "press"), ("--audience", ""), ("--lang", "fr")])
def test_a_reader_or_language_there_is_not_is_a_wrong_call(file: Path, words: tuple[str, ...]) -> None:
    """2, as every call that cannot be understood."""
    assert run(file, *words).exit_code == 2


def test_a_file_that_is_not_there_is_told_in_chinese(tmp_path: Path) -> None:
    """“无法读取 x：[Errno 2] No such file or directory” is half a message; so is a codec's complaint."""
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("as_of: 2024-01-01 # 今日\n".encode("gbk"))

    with pytest.raises(Refused) as missing:
        questions.evaluate(tmp_path / "nothing.yaml")
    with pytest.raises(Refused) as encoded:
        questions.evaluate(gbk)

    assert missing.value.zh == f"无法读取 {tmp_path / 'nothing.yaml'}：没有这个文件或者目录"
    assert encoded.value.zh == f"无法读取 {gbk}：文件不是 UTF-8 编码，看来是 GBK 编码"
