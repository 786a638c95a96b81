"""What no engine holds is told of a draft, not only once it is published and can no longer be changed."""

from pathlib import Path

import pytest

from adapters.pack_shelf import load
from engine.issues import Severity
from tests.fakes.pack_root import BROKEN, ON, sound_root

DRAFT = "rules/cn/large/draft.yaml"


def _leaf(number: int) -> str:
    return f'{{record: wage.order, where: {{order_no: "{number}"}}}}'


def _rule(number: int, when: str) -> str:
    return f"  - {{id: r{number}, title: 第{number}条, basis: [order art 5], when: {when}, then: {{conclude: yes}}}}\n"


WIDE = _rule(0, f"{{any: [{', '.join(map(_leaf, range(300)))}]}}")
ROW = _rule(0, _leaf(0)) + "".join(_rule(number, f"{{met: r{number - 1}}}") for number in range(1, 800))
ROW_UPWARDS = "".join(_rule(number, f"{{met: r{number + 1}}}") for number in range(800)) + _rule(800, _leaf(0))


def _root_with_draft(root: Path, rules: str) -> Path:
    head, _, _ = (BROKEN / "never-met.yaml").read_text(encoding="utf-8").partition("lists:")
    text = head.replace("rules/cn/wage", "rules/cn/large").replace("2022.1", "draft")
    sound_root(root)
    (root / DRAFT).parent.mkdir(parents=True)
    (root / DRAFT).write_text(f"{text}rules:\n{rules}", encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (WIDE, "一层内的条件数为 300，超过引擎所能承载的 250"),
        (ROW, "层层依据的结论的级数为 251，超过引擎所能承载的 250"),
        (ROW_UPWARDS, "层层依据的结论的级数为 251，超过引擎所能承载的 250"),
    ],
    ids=["300 branches", "800 rules in a row", "800 rules in a row, written from the top"],
)
def test_a_draft_that_no_engine_holds_is_refused_at_its_own_line(tmp_path: Path, rules: str, words: str) -> None:
    """“packs check said nothing; after publishing, the whole shelf was refused.”"""
    loading = load(_root_with_draft(tmp_path, rules), ON)

    found = [issue for issue in loading.draft_issues if issue.severity is Severity.ERROR]
    assert [(issue.code, issue.where.file) for issue in found] == [("over-capacity", DRAFT)]
    assert words in found[0].zh
    assert found[0].where.line > 0
    assert loading.shelf is not None


def test_a_draft_that_the_engines_hold_is_not_refused(tmp_path: Path) -> None:
    """250 branches are what they hold."""
    wide = _rule(0, f"{{any: [{', '.join(map(_leaf, range(250)))}]}}")

    loading = load(_root_with_draft(tmp_path, wide), ON)

    assert [issue.line() for issue in loading.draft_issues] == []
