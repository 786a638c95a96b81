"""`shangfa packs check` of one pack while it is being written, and its signs of life."""

import io
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.packs import app
from api.cli.progress import progress_on
from casework.errors import Refused
from tests.fakes.pack_root import publish_all, sound_root

WAGE = "rules/cn/wage/2022.1.yaml"
NEVER = "where: {amount: {gte: 500, lt: 500}}"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *(str(word) for word in words)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Sound packs, and two drafts with a rule each that is never met."""
    sound_root(tmp_path)
    text = (tmp_path / WAGE).read_text(encoding="utf-8").replace('"2022.1"', '"2099.1"')
    for name in ("one", "other"):
        draft = tmp_path / f"rules/cn/{name}/draft.yaml"
        draft.parent.mkdir()
        own = text.replace("rules/cn/wage", f"rules/cn/{name}").replace("wage-arrears", f"{name}-arrears")
        draft.write_text(own.replace("where: {amount: {gte: $floor}}", NEVER), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("named", ["rules/cn/one", "rules/cn/one/", "rules/cn/one/draft.yaml", "rules/cn/one@draft"])
def test_one_pack_is_checked_alone(root: Path, named: str) -> None:
    """“I edit one pack and read the faults of all”: what is told is of this pack, reasoning included."""
    told = run(named, "--root", root).output

    assert "rules/cn/one/draft.yaml:" in told
    assert "互相排斥" in told
    assert "rules/cn/other" not in told
    assert "规则包版本0个" in told


def test_a_path_as_the_shell_completes_it_is_a_place_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From inside the folder, or with the whole path."""
    whole = run(root / "rules" / "cn" / "one", "--root", root).output
    monkeypatch.chdir(root / "rules" / "cn")

    assert run("./one", "--root", root).output == whole
    assert "rules/cn/one/draft.yaml:" in whole


def test_all_packs_are_checked_where_none_is_named(root: Path) -> None:
    """As before; a release and its measures are counted."""
    told = run("--root", root).output

    assert "rules/cn/one/draft.yaml:" in told
    assert "rules/cn/other/draft.yaml:" in told
    assert "规则包版本2个" in told


def test_errors_elsewhere_are_counted_and_not_listed(root: Path) -> None:
    """Another's broken release keeps all from loading; that must not look like this pack's soundness."""
    release = root / WAGE
    release.write_text(release.read_text("utf-8").replace("propose: wage-arrears", "propose: nowhere"), "utf-8")
    publish_all(root)

    told = run("rules/cn/one", "--root", root)

    assert told.exit_code == 1
    assert WAGE not in told.output
    assert "其他文件另有错误" in told.output
    assert "规则推理和草稿均未检查" in told.output


def test_a_pack_that_is_not_there_is_refused_with_what_is(root: Path) -> None:
    """A typing error must not look like a clean bill."""
    told = run("rules/cn/onne", "--root", root)

    assert told.exit_code == 1
    assert isinstance(told.exception, Refused)
    assert "rules/cn 下有：one、other、wage" in told.exception.zh
    assert "是否指“rules/cn/one”？" in told.exception.zh


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_that_something_happens_and_a_file_does_not() -> None:
    """“A minute without a word”; a log must hold results only, and the line must be gone at the end."""
    terminal, file = _Terminal(), io.StringIO()

    for stream in (terminal, file):
        with progress_on(stream, "zh") as progress:
            progress.step("推理规则", "reasoning")
            for number in range(1, 11):
                progress.count(number)

    assert "推理规则… 10" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")
    assert file.getvalue() == ""


def test_the_repository_s_packs_may_be_named_from_its_root() -> None:
    """`shangfa packs check rules/cn/repair` as one types it."""
    assert os.path.isdir("rules/cn/repair"), "run from the repository"
    told = run("rules/cn/repair")

    assert told.exit_code == 0, told.output
    assert not [line for line in told.output.splitlines()[:-1] if " rules/cn/repair/" not in line]
