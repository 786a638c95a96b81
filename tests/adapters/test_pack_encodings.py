"""One file that an editor saved in another encoding: it is named, and everything else goes on."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.pack_shelf import PackShelf, load
from api.cli.packs import app
from tests.fakes.pack_root import ON, sound_root

DRAFT = "rules/cn/wage/draft.yaml"
CASES = "rules/cn/wage/cases/notepad.yaml"
TEXT = "# 拖欠农民工工资，起草中\ntitle: 拖欠工资失信名单\n"
ENCODINGS = {
    "GBK": (TEXT.encode("gbk"), "GBK"),
    "UTF-16": (TEXT.encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), "UTF-16"),
    "a bad byte": (TEXT.encode() + b"note: \xff\n", "0xFF"),
    "no encoding": (b"title: \xff\xff\xff\x80\n", "看不出"),
}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def root_with(tmp_path: Path, name: str, content: bytes) -> Path:
    root = sound_root(tmp_path)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(content)
    return root


@pytest.mark.parametrize("name", [DRAFT, CASES])
@pytest.mark.parametrize("saved", ENCODINGS)
def test_one_draft_or_cases_file_in_another_encoding_stops_nothing(tmp_path: Path, name: str, saved: str) -> None:
    """“One draft saved as GBK and nothing runs any more”: the law in force does not wait for a half-written file."""
    content, looks_like = ENCODINGS[saved]
    root = root_with(tmp_path, name, content)

    loading = load(root, ON)

    assert loading.shelf is not None
    assert loading.issues == ()
    (issue,) = loading.draft_issues
    assert (issue.code, issue.where.file) == ("not-utf8", name)
    assert looks_like in issue.zh
    assert "UTF-8" in issue.hint_zh
    assert PackShelf(root, lambda: ON).packs()


def test_the_line_of_a_bad_byte_is_told(tmp_path: Path) -> None:
    """In a file of a thousand lines nobody finds one byte."""
    root = root_with(tmp_path, DRAFT, ENCODINGS["a bad byte"][0])

    assert [str(issue.where) for issue in load(root, ON).draft_issues] == [f"{DRAFT}:3"]


@pytest.mark.parametrize("name", [DRAFT, CASES])
def test_check_and_test_tell_the_file_and_go_on(tmp_path: Path, name: str) -> None:
    """Like a draft with a fault in its YAML: told with its name, the rest is checked and tested, the end is 1."""
    root = root_with(tmp_path, name, TEXT.encode("gbk"))

    checked, tested = run("check", "--root", root), run("test", "--root", root)

    assert f"错误 {name} 文件不是 UTF-8 编码，看来是 GBK 编码。" in checked.output
    assert "规则包版本2个：错误1处" in checked.output
    assert f"错误 {name} 文件不是 UTF-8 编码，看来是 GBK 编码。" in tested.output
    assert (checked.exit_code, tested.exit_code) == (1, 1)


def test_a_release_in_another_encoding_is_told_once(tmp_path: Path) -> None:
    """It is there, and it is not the only pack: neither “missing” nor “no usable pack” would be true."""
    root = root_with(tmp_path, "rules/cn/wage/2022.1.yaml", TEXT.encode("gbk"))

    loading = load(root, ON)

    assert loading.shelf is None
    assert [issue.code for issue in loading.issues] == ["not-utf8"]


def test_faults_of_releases_files_are_the_only_ones_told(tmp_path: Path) -> None:
    """“RELEASES has a fault and it also says that there is no usable pack.” Nor are releases called unpublished."""
    root = sound_root(tmp_path)
    (root / "rules" / "RELEASES").write_bytes("# 已发布\n".encode("gbk"))

    assert [str(issue.where) for issue in load(root, ON).issues] == ["rules/RELEASES"]


def test_one_bad_line_of_releases_is_one_fault(tmp_path: Path) -> None:
    """Its file is named by the line; that it has no date is the same mistake once more."""
    root = sound_root(tmp_path)
    releases = root / "rules" / "RELEASES"
    releases.write_text(
        releases.read_text("utf-8").replace("wage/2022.1.yaml 2026-01-01", "wage/2022.1.yaml 2026"), "utf-8"
    )

    assert [issue.code for issue in load(root, ON).issues] == ["bad-release-line"]


def test_releases_that_name_lost_files_do_not_mean_that_there_is_no_pack(tmp_path: Path) -> None:
    """The cause is that published files are gone; an empty folder is another fault."""
    root = sound_root(tmp_path)
    for path in [*root.glob("rules/cn/**/2*.yaml"), *root.glob("memoranda/cn/**/2*.yaml")]:
        path.unlink()

    assert {issue.code for issue in load(root, ON).issues} == {"release-missing"}
