"""`shangfa lifecycle` and the page it keeps: what officers read is what the code applies."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.lifecycle import PAGE
from api.cli.root import app
from api.wiring import ROOT
from casework.lawful_moves import LAWFUL_MOVES
from casework.lifecycle_page import BEGIN, END, lifecycle_page, with_page


def test_the_page_is_what_the_data_says() -> None:
    """A move changed without its page would mislead officers; `shangfa lifecycle --write` writes it anew."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")

    assert with_page(text) == text


def test_every_move_of_the_data_stands_on_the_page() -> None:
    """With its state, its role and its law, so that nothing is lawful in silence."""
    page = lifecycle_page()

    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for one in LAWFUL_MOVES:
        assert any(f"`{one.move}`" in row and one.law in row for row in rows), one.move
        assert one.law


def test_a_page_that_differs_is_told_and_written(tmp_path: Path) -> None:
    """Without --write nothing is touched and the command leaves with 1."""
    page = tmp_path / PAGE
    page.parent.mkdir()
    page.write_text(f"# 手写\n\n{BEGIN}\n旧\n{END}\n尾\n", encoding="utf-8")
    runner, root = CliRunner(), ["--root", str(tmp_path)]

    before = runner.invoke(app, ["lifecycle", *root])
    written = runner.invoke(app, ["lifecycle", *root, "--write"])
    after = runner.invoke(app, ["lifecycle", *root, "--lang", "en"])

    assert [one.exit_code for one in (before, written, after)] == [1, 0, 0]
    assert "--write" in before.output
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# 手写")
    assert text.endswith(f"{END}\n尾\n")
    assert "stateDiagram-v2" in text


def test_a_page_without_its_marks_is_not_overwritten() -> None:
    """Where to write is not guessed."""
    with pytest.raises(ValueError, match="marks"):
        with_page("# 没有标记\n")
