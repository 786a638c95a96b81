"""`shangfa packs format`, `diff` and `schema` as a jurist runs them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.pack_shelf import load
from api.cli.packs import app
from tests.fakes.pack_root import ON, sound_root

ROOT = Path(__file__).parent.parent.parent
TAX = "rules/cn/tax-major-violation"
LOOSE = 'kind: criteria\npack:   rules/cn/wage\nversion: "2099.1"  # 草稿\n'
NEAT = 'pack: rules/cn/wage\nversion: "2099.1"  # 草稿\nkind: criteria\n'


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Published packs, and one draft in nobody's layout."""
    sound_root(tmp_path)
    draft = tmp_path / "rules" / "cn" / "wage" / "draft.yaml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(LOOSE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def draft(root: Path) -> Path:
    return root / "rules" / "cn" / "wage" / "draft.yaml"


def a_release(root: Path) -> Path:
    return next(path for path in sorted((root / "rules").rglob("*.yaml")) if path.stem[0].isdigit())


def test_a_draft_is_laid_out_in_place(draft: Path) -> None:
    """The file keeps its mode and its comment; nothing else is left in the folder."""
    draft.chmod(0o640)
    before = sorted(draft.parent.iterdir())

    result = run("format", draft)

    assert result.exit_code == 0
    assert draft.read_text(encoding="utf-8") == NEAT
    assert draft.stat().st_mode & 0o777 == 0o640
    assert sorted(draft.parent.iterdir()) == before
    assert "已重新排版1个" in result.output
    assert "已重新排版0个" in run("format", draft).output


def test_check_names_the_lines_and_changes_nothing(draft: Path) -> None:
    """For a reviewer and for a build: 1 where a line departs, 0 where none does."""
    result = run("format", "--check", draft)

    assert result.exit_code == 1
    assert f"{draft}:1 " in result.output
    assert draft.read_text(encoding="utf-8") == LOOSE
    draft.write_text(NEAT, encoding="utf-8")
    assert run("format", "--check", draft).exit_code == 0


def test_check_lists_the_files_and_says_what_to_run(root: Path, draft: Path) -> None:
    """Whom the build stops wants to know which files and which command, not to search for them among the lines."""
    run("format", "--root", root)
    neat = draft.with_name("neat.yaml")
    neat.write_text(NEAT, encoding="utf-8")
    draft.write_text(LOOSE, encoding="utf-8")

    zh, en = run("format", "--check", "--root", root), run("format", "--check", "--lang", "en", draft, neat)

    assert (zh.exit_code, en.exit_code) == (1, 1)
    assert zh.output.endswith(f"请运行“shangfa packs format --root {root}”，排版下列文件：\n  {draft}\n")
    assert en.output.endswith(f"To lay these files out, run: shangfa packs format {draft}\n  {draft}\n")
    assert "2 files: 1 not in the agreed layout, 0 that cannot be laid out" in en.output
    assert draft.read_text(encoding="utf-8") == LOOSE


def test_check_does_not_look_at_what_is_published(root: Path) -> None:
    """A release was published as it stands and nothing could be done about its layout; asked for by name, it is told."""
    run("format", "--root", root)
    release = a_release(root)

    all_of_it, by_name = run("format", "--check", "--root", root), run("format", "--check", release)

    assert (all_of_it.exit_code, by_name.exit_code) == (0, 0)
    assert run("format", "--stdout", release).output != release.read_text(encoding="utf-8")
    assert "提醒" not in all_of_it.output
    assert "已发布的版本" in by_name.output
    assert "共检查0个文件" in by_name.output


def test_check_counts_a_file_that_cannot_be_laid_out(draft: Path) -> None:
    """A file with a fault is not in the agreed layout either, and no command would put it right."""
    draft.write_text("a: [1\n", encoding="utf-8")

    result = run("format", "--check", draft)

    assert result.exit_code == 1
    assert "无法排版1个" in result.output
    assert "请运行“shangfa packs format" not in result.output


def test_stdout_prints_and_changes_nothing(draft: Path) -> None:
    """To look before one leaps."""
    result = run("format", "--stdout", draft)

    assert (result.exit_code, result.output) == (0, NEAT)
    assert draft.read_text(encoding="utf-8") == LOOSE


def test_a_release_is_never_rewritten(root: Path) -> None:
    """Its digest is published: one byte and the shelf would not load; looking at its layout is free."""
    release = a_release(root)
    content = release.read_bytes()

    refused, shown = run("format", release), run("format", "--stdout", release)

    assert shown.exit_code == 0
    assert shown.output.encode() != content, "the fixture is in the layout already and proves nothing"
    assert refused.exit_code == 1
    assert "已发布的版本" in refused.output
    assert release.read_bytes() == content


def test_without_files_only_what_is_unpublished_is_laid_out(root: Path, draft: Path) -> None:
    """One command before sending a draft round; releases and their digests stay as they are."""
    result = run("format", "--root", root)

    assert result.exit_code == 0, result.output
    assert draft.read_text(encoding="utf-8") == NEAT
    assert load(root, ON).shelf is not None


@pytest.mark.parametrize("text", ["a: [1\n", "a: 1\na: 2\n", "a: &x 1\n", "a: !!int 1\n"])
def test_a_faulty_file_stays_as_it_is(draft: Path, text: str) -> None:
    """Where, what and why, and not a byte changed."""
    draft.write_text(text, encoding="utf-8")

    result = run("format", draft)

    assert result.exit_code == 1
    assert f"{draft}:" in result.output
    assert draft.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_written_stays_whole(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle of writing: the old text is there, and no scrap beside it."""
    before = sorted(draft.parent.iterdir())

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run("format", draft)

    assert result.exit_code == 1
    assert "文件无法写入（磁盘已满）" in result.output
    assert draft.read_text(encoding="utf-8") == LOOSE
    assert sorted(draft.parent.iterdir()) == before


def test_a_file_in_another_encoding_is_refused(draft: Path) -> None:
    """GB18030 read as UTF-8 would be another text."""
    draft.write_bytes("title: 标准\n".encode("gb18030"))

    result = run("format", "--lang", "en", draft)

    assert result.exit_code == 1
    assert "not UTF-8" in result.output
    assert draft.read_bytes() == "title: 标准\n".encode("gb18030")


def test_two_releases_are_compared_in_chinese() -> None:
    """Both values, the direction, the article; 1 says that they differ."""
    result = run("diff", f"{TAX}@2018.1", f"{TAX}@2022.1")

    assert result.exit_code == 1
    assert "【参数】" in result.output
    assert "400 000 元 → 4 000 000 元（放宽）" in result.output
    assert "第六条（六）" in result.output
    assert result.output.index("【名单】") < result.output.index("【认定标准】") < result.output.index("【依据】")


def test_a_pack_alone_means_its_last_two_releases() -> None:
    """The question after every amendment."""
    assert run("diff", TAX).output == run("diff", f"{TAX}@2018.1", f"{TAX}@2022.1").output


def test_a_draft_alone_is_compared_with_the_last_release(tmp_path: Path) -> None:
    """What the next version would change, before it is published."""
    text = (ROOT / TAX / "2022.1.yaml").read_text(encoding="utf-8")
    draft = tmp_path / "draft.yaml"
    draft.write_text("# 草稿\n" + text.replace("value: 4000000,", "value: 5000000,"), encoding="utf-8")

    result = run("diff", draft, "--lang", "en")

    assert result.exit_code == 1
    assert ": 1 change\n" in result.output
    assert "4 000 000 yuan → 5 000 000 yuan (looser)" in result.output


def test_same_meaning_is_said_and_leaves_with_0(tmp_path: Path) -> None:
    """A release in another layout with other comments is the same law."""
    other = tmp_path / "other.yaml"
    other.write_text("# 另一份\n" + run("format", "--stdout", ROOT / TAX / "2022.1.yaml").output, encoding="utf-8")

    result = run("diff", ROOT / TAX / "2022.1.yaml", other)

    assert result.exit_code == 0
    assert "无差异（含义相同）" in result.output


def test_json_holds_every_change_with_both_sides() -> None:
    """For the review page and for programs."""
    answer = json.loads(run("diff", TAX, "--json").stdout)

    [change] = [
        each for each in answer["changes"] if each["id"] == "ordinary_invoice_amount" and each["path"] == ["value"]
    ]
    assert (change["old"], change["new"], change["direction"]) == ("400 000 元", "4 000 000 元", "looser")
    assert change["basis_new"] == [{"source": "order-54", "article": "6(6)", "assurance": "mirror"}]
    assert answer["same"] is False
    assert answer["a"]["meaning"] != answer["b"]["meaning"]


def changed_tax(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    """The last release of the tax pack with other words in a few places."""
    text = (ROOT / TAX / "2022.1.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    draft = tmp_path / "draft.yaml"
    draft.write_text(text, encoding="utf-8")
    return draft


CAVEAT = "每项宽严只就该项改动而言，不考虑其他情形是否已经包含"


def test_the_caveat_stands_once_after_the_changes_that_have_a_direction(tmp_path: Path) -> None:
    """A new alternative that another one covers already is called stricter: the reader must know what that means."""
    looser = changed_tax(tmp_path, ("value: 4000000,", "value: 5000000,"))
    told, english = run("diff", looser).output, run("diff", looser, "--lang", "en").output
    untold = run("diff", changed_tax(tmp_path, ("title: 重大税收违法失信主体认定标准", "title: 认定标准")))

    assert told.count(CAVEAT) == 1
    assert told.rstrip().endswith(f"{CAVEAT}。")
    assert "other criteria already cover" in english
    assert untold.exit_code == 1
    assert CAVEAT not in untold.output


def test_the_articles_of_a_rule_are_printed_once(tmp_path: Path) -> None:
    """The same citation at the end of every line hides what changed."""
    text = run("diff", f"{TAX}@2018.1", f"{TAX}@2022.1").output

    own = text[text.index("（ordinary-invoices）") : text.index("（limbs-not-read）")]
    assert own.count("〔") == 1
    assert own.index("〔") < own.index("名称")
    assert "400 000 元 → 4 000 000 元（放宽）〔原：" in text, "a single line keeps its articles"


def test_articles_of_exceptions_are_not_printed_as_those_of_the_rule() -> None:
    """Two exceptions rest on article 17; the rule itself does not."""
    text = run("diff", "rules/cn/tax-credit-a@2025.1", "rules/cn/tax-credit-a@2025.2").output

    own = text[text.index("（grade-a）") : text.index("【参数】")].splitlines()
    assert own[0] == "（grade-a）"
    assert all("〔" in line for line in own if line.startswith("  · "))


def test_brief_shows_what_bears_on_subjects_and_counts_the_rest() -> None:
    """Thresholds, limbs, effects, terms, lists; that something is left out is said."""
    full, brief = run("diff", TAX), run("diff", TAX, "--brief")
    answer = json.loads(run("diff", TAX, "--brief", "--json").stdout)

    assert brief.exit_code == full.exit_code == 1
    assert "400 000 元 → 4 000 000 元（放宽）" in brief.output
    assert "增加情形" in brief.output
    assert not any(word in brief.output for word in ("【依据】", "【总体】", "说明文字", "名称："))
    assert "未列出" in brief.output
    whole = json.loads(run("diff", TAX, "--json").stdout)
    assert (whole["left_out"], answer["left_out"] + len(answer["changes"])) == (0, len(whole["changes"]))


def test_brief_tells_that_only_other_things_changed(tmp_path: Path) -> None:
    """Nothing shown is not nothing changed."""
    draft = changed_tax(tmp_path, ("title: 重大税收违法失信主体认定标准", "title: 认定标准"))

    result = run("diff", draft, "--brief")

    assert result.exit_code == 1
    assert "无差异" not in result.output
    assert "1处" in result.output


def test_json_tells_the_term_that_an_added_rule_carries() -> None:
    """A program must not parse a sentence to learn for how long."""
    answer = json.loads(run("diff", TAX, "--json").stdout)

    [added] = [each for each in answer["changes"] if each["id"] == "export-refund-fraud" and each["what"] == "added"]
    assert (added["term_old"], added["term_new"]) == (None, {"from": "P3Y", "to": None, "set_by": "list"})
    assert "（期限：名单的3年）" in added["new"]
    assert answer["caveat"].startswith(CAVEAT)


def test_a_first_release_tells_what_to_compare_it_with() -> None:
    """An error says what to do."""
    result = run("diff", ROOT / TAX / "2016.1.yaml")

    assert result.exit_code == 2
    assert "没有更早的版本可以比较。请" in result.output
    assert result.output.rstrip().endswith("。")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((f"{TAX}@1999.1", f"{TAX}@2022.1"), "2016.1、2018.1、2022.1"),
        (("rules/cn/nosuch",), "没有“rules/cn/nosuch”这个规则包、目录或者文件；rules/cn 下有："),
        (("rules/cn/tax-major-violatoin",), "是否指“rules/cn/tax-major-violation”？"),
        (("nowhere/cn/nosuch",), "下有：rules、memoranda。"),
        (("rules/cn",), "“rules/cn”是目录，不是规则包"),
        (("rules/cn/nosuch@2022.1", f"{TAX}@2022.1"), "没有“rules/cn/nosuch”这个规则包"),
        (("nothing.yaml", f"{TAX}@2022.1"), "无法读取"),
    ],
)
def test_what_is_not_there_is_an_error_of_its_own(words: tuple[str, ...], told: str) -> None:
    """2, so that a script does not take a typing error for a difference."""
    result = run("diff", *words)

    assert result.exit_code == 2
    assert told in result.output


def test_a_faulty_file_is_an_error_with_its_faults(tmp_path: Path) -> None:
    """What cannot be read cannot be compared."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("pack: rules/cn/wage\n", encoding="utf-8")

    result = run("diff", bad, f"{TAX}@2022.1")

    assert result.exit_code == 2
    assert f"{bad}:" in result.output


def test_schemas_are_written_where_the_editor_looks(tmp_path: Path) -> None:
    """First it tells what is missing, then it writes, then it is content; what no schema is called any more goes."""
    missing = run("schema", "--root", tmp_path)
    stray = tmp_path / "docs" / "schemas" / "old.json"
    written = run("schema", "--root", tmp_path, "--write")
    stray.write_text("{}", encoding="utf-8")
    stale = run("schema", "--root", tmp_path)
    again = run("schema", "--root", tmp_path, "--write")

    assert (missing.exit_code, written.exit_code, stale.exit_code, again.exit_code) == (1, 0, 1, 0)
    assert "docs/schemas/pack.json" in missing.output
    assert "docs/schemas/old.json" in stale.output
    assert not stray.exists()
    assert json.loads((tmp_path / "docs" / "schemas" / "pack.json").read_text(encoding="utf-8"))["title"] == "规则包"
