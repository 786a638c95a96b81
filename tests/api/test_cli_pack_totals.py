"""What `packs check` and `packs list` tell a policy officer, and what `replay` says of a file that is no replay."""

import re
from pathlib import Path

import pytest
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


def test_every_release_is_listed_in_chinese() -> None:
    """Days as an official writes them, what is in force, the lists by title and id; nothing of it in English."""
    told = run("list", "--root", REPOSITORY, "--on", "2020-06-01").output

    assert told.startswith("以下标“现行”的版本，2020年6月1日在行政区划520000施行。\n")
    block = told.partition("（rules/cn/tax-major-violation）\n")[2].partition("\n\n")[0]
    assert block.splitlines() == [
        "  2016.1  2017年1月1日至2018年12月31日  重大税收违法案件当事人认定标准（2016年公告）",
        "  2018.1  2019年1月1日至2022年1月31日  现行  重大税收违法案件当事人认定标准（2018年公告）",
        "  2022.1  自2022年2月1日起",
        "  名单：重大税收违法失信主体（tax-major-violation）",
    ]
    assert "  2025.2  自2025年7月1日起  更正2025.1\n" in told
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"（[a-z0-9/_-]+）", "", told))
    assert words == []


def test_the_list_of_releases_speaks_english_too() -> None:
    """As its neighbours do with --lang en; legal titles stay what they are."""
    told = run("list", "--root", REPOSITORY, "--on", "2020-06-01", "--lang", "en").output

    assert told.startswith("In force on 2020-06-01 in 520000: what is marked so.\n")
    assert "  2018.1  2019-01-01 to 2022-01-31  in force" in told
    assert "  2022.1  from 2022-02-01\n" in told
    assert "  2025.2  from 2025-07-01  corrects 2025.1\n" in told
    assert "  list: 重大税收违法失信主体 (tax-major-violation)\n" in told
    assert "现行" not in told


def test_pack_ids_and_list_ids_are_whole() -> None:
    """An id that is cut cannot be typed after --pack or --list."""
    told = run("list", "--root", REPOSITORY).output
    packs = {path.parent.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("rules/**/20??.?.yaml")}

    assert len(packs) > 5
    assert {pack for pack in packs if f"（{pack}）\n" not in told} == set()
    assert "（wage-arrears）\n" in told


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "没有这个文件"),
        ("not json", "第1行第1列起不是JSON"),
        ('{"a": 1}', "缺少“format”"),
        ('{"format": 99}', "版本不同"),
        ("[1]", "不是重算文件"),
        ("[" * 100_000, "嵌套过深"),
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
