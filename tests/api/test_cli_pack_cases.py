"""`shangfa packs test` as a policy officer runs it: cases, what they do not cover, and the slips they would not notice."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.packs import app
from casework.errors import Refused
from tests.fakes.pack_root import SOUND as ROOT
from tests.fakes.pack_root import sound_root

MET = """- case: 欠薪达到数额
  release: "2022.1"
  as_of: 2023-06-01
  facts: [{wage.order: {amount: 900000, decided_on: 2023-01-05}}]
  expect: {met: [arrears]}
"""

SOUND = (ROOT / "rules/cn/wage/2022.1.yaml").read_text(encoding="utf-8")
DRAFT = SOUND.replace('version: "2022.1"', 'version: "2099.1"').replace(
    "    when: {record: wage.order, where: {amount: {gte: $floor}}}",
    "    when: {all: [{record: wage.order, where: {amount: {gte: $floor}}}, {record: wage.order, where: {amount: {lte: 1000000}}}]}",
)
NEW = DRAFT.replace("rules/cn/wage", "rules/cn/fresh").replace("wage-arrears", "fresh-arrears")
OF_DRAFT = MET.replace('release: "2022.1"', "release: draft")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["test", *(str(word) for word in words)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Sound packs with one case, far from the threshold."""
    sound_root(tmp_path)
    cases = tmp_path / "rules" / "cn" / "wage" / "cases"
    for file in cases.glob("*.yaml"):
        file.unlink()
    (cases / "only.yaml").write_text(MET, encoding="utf-8")
    return tmp_path


def test_cases_pass_and_are_counted(root: Path) -> None:
    """Both engines answered; a count of nothing would be no success."""
    told = run("--root", root)

    assert told.exit_code == 0, told.output
    assert told.output.endswith("用例文件1个：通过1，未通过0\n")
    assert run("--root", root, "--lang", "en").output.endswith("1 files: 1 passed, 0 failed\n")


def test_coverage_names_the_condition_and_what_is_missing(root: Path) -> None:
    """The author must be able to find the line and know which case to write."""
    told = run("--root", root, "--pack", "rules/cn/wage", "--coverage").output

    assert "规则“arrears”的条件“record wage.order”：没有用例因其不成立、不明而定" in told
    assert "由用例检验过的条件：成立 1/1 (100 %)；不成立 0/1 (0 %)；不明 0/1 (0 %)" in told


def test_mutants_are_named_with_a_case_that_can_be_added(root: Path) -> None:
    """The proposed case is pasted into the file, passes, and the slip is noticed from then on."""
    told = run("--root", root, "--pack", "rules/cn/wage", "--mutants").output
    all_proposed = proposed_in(told)
    file = root / "rules" / "cn" / "wage" / "cases" / "only.yaml"
    file.write_text(MET + "".join(all_proposed), encoding="utf-8")

    again = run("--root", root, "--pack", "rules/cn/wage", "--mutants")

    assert "没有用例发现。可补充下列用例（请先与条文核对）：" in told
    assert again.exit_code == 0, again.output
    assert killed(again.output) > killed(told)


def proposed_in(output: str) -> list[str]:
    """The texts between rule lines, as a mouse would take them, with the rule above."""
    parts = re.split(r"(?m)^# -+\n?", output)
    return ["# ---\n" + part for part in parts[1::2]]


def test_a_case_is_proposed_once_however_many_slips_it_would_notice(root: Path) -> None:
    """Two copies pasted are one case too many; the second slip points to the first copy."""
    (root / "rules" / "cn" / "wage" / "draft.yaml").write_text(DRAFT, encoding="utf-8")
    told = run("--root", root, "--pack", "rules/cn/wage", "--mutants").output
    contents = [part.split("\n", 2)[2] for part in proposed_in(told)]

    assert len(contents) == len(set(contents)) >= 2
    assert "上文所列的用例“" in told


def killed(output: str) -> int:
    [score] = [line for line in output.splitlines() if line.startswith("变异")]
    return int(score.split("被用例发现")[1].split("个")[0])


def test_english_is_told_throughout(root: Path) -> None:
    """A reviewer abroad reads the same report."""
    told = run("--root", root, "--pack", "rules/cn/wage", "--coverage", "--mutants", "--lang", "en").output

    assert "no case decided by its being not met, unknown" in told
    assert "A case that would notice (check it against the article first):" in told
    assert "mutants:" in told


def test_a_pack_that_does_not_exist_is_no_success(root: Path) -> None:
    """A typing error in --pack must not look like a pass; the id that was meant is named."""
    told = run("--root", root, "--pack", "rules/cn/wgae")

    assert told.exit_code == 1
    assert isinstance(told.exception, Refused)
    assert "rules/cn/wage" in told.exception.hint_zh


def fresh(root: Path, *cases: str, draft: str = NEW) -> Path:
    """A pack that is only a draft, with one file of cases for each text."""
    folder = root / "rules" / "cn" / "fresh"
    (folder / "cases").mkdir(parents=True)
    (folder / "draft.yaml").write_text(draft, encoding="utf-8")
    for number, text in enumerate(cases):
        (folder / "cases" / f"c{number}.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("law", ["release: draft", 'release: "2099.1"', "law_at: 2023-06-01"])
def test_cases_beside_a_draft_are_asked_of_it(root: Path, law: str) -> None:
    """A pack is tried before it is published: by the word, its version, or a day it covers."""
    fresh(root, MET.replace('release: "2022.1"', law), MET.replace('release: "2022.1"', law).replace("900000", "1"))

    told = run("--root", root, "--pack", "rules/cn/fresh")

    assert told.exit_code == 1
    assert told.output.endswith("用例文件2个：通过1，未通过1\n"), told.output
    assert "（版本 2099.1）" in told.output


def test_coverage_and_mutants_reach_a_draft(root: Path) -> None:
    """What its cases leave untested is wanted most before it is published."""
    fresh(root, OF_DRAFT)

    told = run("--root", root, "--pack", "rules/cn/fresh", "--coverage", "--mutants").output

    assert "rules/cn/fresh/draft.yaml:" in told
    assert "由用例检验过的条件：成立 2/2 (100 %)" in told
    assert proposed_in(told)
    assert all('release: "2099.1"' in each for each in proposed_in(told))


def test_a_draft_beside_a_release_is_asked_too(root: Path) -> None:
    """A day that both cover is asked of both: the author sees which old case the new text changes."""
    wage = root / "rules" / "cn" / "wage"
    (wage / "draft.yaml").write_text(DRAFT.replace("lte: 1000000", "lte: 800000"), encoding="utf-8")
    (wage / "cases" / "day.yaml").write_text(MET.replace('release: "2022.1"', "law_at: 2023-06-01"), encoding="utf-8")

    told = run("--root", root, "--pack", "rules/cn/wage").output

    assert told.endswith("用例文件2个：通过2，未通过1\n"), told
    assert "（版本 2099.1）" in told


def test_a_draft_without_cases_is_named_as_untested(root: Path) -> None:
    """Silence would read as a pass."""
    told = run("--root", fresh(root))

    assert told.exit_code == 0, told.output
    assert "rules/cn/fresh/draft.yaml" in told.output
    assert "没有用例，未经检验" in told.output


def test_a_faulty_draft_is_told_with_its_fault_and_fails(root: Path) -> None:
    """Not 没有规则包: the author must hear what is wrong with the text."""
    told = run("--root", fresh(root, OF_DRAFT, draft=NEW.replace("$floor", "$flor")), "--pack", "rules/cn/fresh")

    assert told.exit_code == 1
    assert "flor" in told.output
    assert "没有规则包" not in told.output


@pytest.mark.parametrize(
    ("law", "asked"),
    [
        ('release: "2098.1"', "没有版本 2098.1"),
        ("law_at: 1990-01-01", "1990-01-01 没有施行中的版本"),
        ("acted_on: 1990-01-01\n  law_at: 1991-01-01", "1990-01-01 和 1991-01-01 都没有施行中的版本"),
    ],
)
def test_a_case_that_misnames_the_draft_is_told_which_there_is(root: Path, law: str, asked: str) -> None:
    """“It says that there is no pack, and the pack is there.” What was asked for, and what there is instead."""
    fresh(root, MET.replace('release: "2022.1"', law))

    told = run("--root", root, "--pack", "rules/cn/fresh").output

    assert f"用例“欠薪达到数额”无法运行：{asked}；现有：草稿 2099.1（release: draft）" in told
    assert "没有规则包" not in told


def test_the_other_cases_of_a_file_run_beside_a_malformed_one(root: Path) -> None:
    """“One slip in one case and all the others are gone”; and the draft was told to have no case."""
    malformed = OF_DRAFT.replace("欠薪达到数额", "写错的用例").replace("wage.order:", "wage.ordr:")
    fresh(root, OF_DRAFT + malformed + OF_DRAFT.replace("欠薪达到数额", "另一个"))

    told = run("--root", root, "--pack", "rules/cn/fresh")

    assert told.exit_code == 1
    assert "c0.yaml:9 未知的事实种类 “wage.ordr”" in told.output
    assert told.output.endswith("用例文件1个：通过2，未通过1\n"), told.output
    assert "没有用例" not in told.output


@pytest.mark.parametrize("text", [OF_DRAFT.replace("wage.order:", "wage.ordr:"), "- case: [\n"])
def test_a_draft_whose_only_cases_are_malformed_is_not_said_to_have_none(root: Path, text: str) -> None:
    """The cases are there; what is wrong with them is to be corrected."""
    fresh(root, text)

    told = run("--root", root, "--pack", "rules/cn/fresh").output

    assert "没有一个用例能够运行" in told
    assert "rules/cn/fresh/cases/c0.yaml" in told
    assert "没有用例，未经检验" not in told
