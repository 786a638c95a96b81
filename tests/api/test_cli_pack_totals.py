"""What `packs check` and `packs list` tell a policy officer, and what `replay` says of a file that is no replay."""

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from api.cli.packs import app
from api.cli.replay import replay
from casework.errors import Refused
from tests.fakes.pack_root import sound_root

REPOSITORY = Path(__file__).parent.parent.parent


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_errors_in_drafts_are_in_the_total(tmp_path: Path) -> None:
    """“错误0处” under printed errors is a contradiction; the total says which of them keep nothing out."""
    root = sound_root(tmp_path)
    text = (root / "rules/cn/wage/2022.1.yaml").read_text(encoding="utf-8")
    draft = root / "rules/cn/wage/draft.yaml"
    draft.write_text(text.replace('"2022.1"', '"2099.1"').replace("$floor", "$flor"), encoding="utf-8")

    zh, en = run("check", "--root", root), run("check", "--root", root, "--lang", "en")
    errors = sum(1 for line in zh.output.splitlines() if line.startswith("错误 "))

    assert (zh.exit_code, errors > 0) == (1, True)
    assert f"错误{errors}处（其中草稿{errors}处）" in zh.output
    assert f"{errors} errors ({errors} in drafts)" in en.output


def test_totals_without_drafts_name_none(tmp_path: Path) -> None:
    """Nothing is said of drafts where there are none."""
    assert "草稿" not in run("check", "--root", sound_root(tmp_path)).output


@pytest.mark.parametrize("place", ["贵阳", "5201", "52010x"])
def test_a_place_is_a_code(place: str) -> None:
    """A name would find only national packs and look like an answer."""
    told = run("list", "--root", REPOSITORY, "--place", place)

    assert isinstance(told.exception, Refused)
    assert "6位数字" in told.exception.hint_zh


def test_pack_ids_are_whole_in_a_narrow_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that is cut cannot be typed after --pack."""
    monkeypatch.setattr("api.cli.packs.Console", lambda: Console(width=80))
    told = run("list", "--root", REPOSITORY).output
    packs = {path.parent.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("rules/**/20??.?.yaml")}

    assert len(packs) > 5
    assert {pack for pack in packs if f"{pack} " not in told} == set()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "没有这个文件"),
        ("not json", "第1行第1列起不是JSON"),
        ('{"a": 1}', "缺少“format”"),
        ('{"format": 99}', "版本不同"),
        ("[1]", "不是重算文件"),
    ],
)
def test_what_is_no_replay_is_refused_in_words(tmp_path: Path, content: str | None, why: str) -> None:
    """Which file, why and what to do, and nothing of Python."""
    file = tmp_path / "nothing.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        replay(file, REPOSITORY, "zh")

    assert str(file) in refused.value.zh
    assert why in refused.value.zh
    assert "replays/" in refused.value.hint_zh
    assert not any(word in refused.value.zh for word in ("Errno", "KeyError", "Error"))
