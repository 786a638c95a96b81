"""`shangfa packs test` as a policy officer runs it: cases, what they do not cover, and the slips they would not notice."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.packs import app
from tests.fakes.pack_root import sound_root

MET = """- case: 欠薪达到数额
  release: "2022.1"
  as_of: 2023-06-01
  facts: [{wage.order: {amount: 900000, decided_on: 2023-01-05}}]
  expect: {met: [arrears]}
"""


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
    assert "0 failed" in told.output


def test_coverage_names_the_condition_and_what_is_missing(root: Path) -> None:
    """The author must be able to find the line and know which case to write."""
    told = run("--root", root, "--pack", "rules/cn/wage", "--coverage").output

    assert "规则“arrears”的条件“record wage.order”：没有用例因其不成立、不明而定" in told
    assert "由用例检验过的条件：成立 1/1 (100 %)；不成立 0/1 (0 %)；不明 0/1 (0 %)" in told


def test_mutants_are_named_with_a_case_that_can_be_added(root: Path) -> None:
    """The proposed case is pasted into the file, passes, and the slip is noticed from then on."""
    told = run("--root", root, "--pack", "rules/cn/wage", "--mutants").output
    proposed = "\n".join(line.removeprefix("    ") for line in told.splitlines() if line.startswith("    "))
    first = "- case:" + proposed.split("- case:")[1]
    file = root / "rules" / "cn" / "wage" / "cases" / "only.yaml"
    file.write_text(MET + first, encoding="utf-8")

    again = run("--root", root, "--pack", "rules/cn/wage", "--mutants")

    assert "没有用例发现。可补充下列用例（请先与条文核对）：" in told
    assert again.exit_code == 0, again.output
    assert killed(again.output) > killed(told)


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
    """A typing error in --pack must not look like a pass."""
    assert run("--root", root, "--pack", "rules/cn/wgae").exit_code == 1
