"""The short examples on docs/pack-format.md are read without a fault: a jurist copies them first."""

import re
from pathlib import Path

from engine.cases.case import parse_cases
from engine.catalogue import Catalogue
from engine.condition_parts import leaf_tests, leaves_of
from engine.conditions import AsOf, FieldTest, Op
from engine.parse import load_yaml, parse_catalogue
from engine.parse.conditions import read_condition
from engine.parse.context import Context
from engine.parse.faults import Faults
from engine.parse.nodes import ListNode

ROOT = Path(__file__).parents[2]
PAGE = "docs/pack-format.md"


def block(first_words: str) -> str:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / PAGE).read_text(encoding="utf-8"), re.DOTALL)
    [found] = [each for each in blocks if each.startswith(f"# {first_words}")]
    return found


def the_catalogue() -> Catalogue:
    folders = (ROOT / "rules" / "catalogue", ROOT / "memoranda" / "catalogue")
    files = [path for folder in folders for path in folder.rglob("*.yaml")]
    found, issues = parse_catalogue({str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files})
    assert issues == ()
    assert found is not None
    return found


def test_every_condition_on_the_page_is_read() -> None:
    """The page shows each new form once, against the catalogue of this repository."""
    faults = Faults(PAGE)
    written = load_yaml(block("条件示例"), faults)
    assert isinstance(written, ListNode)

    conditions = [read_condition(Context(faults=faults, catalogue=the_catalogue()), each) for each in written.items]

    tests = [
        test
        for condition in conditions
        for leaf in leaves_of(condition)
        for test in leaf_tests(leaf)
        if isinstance(test, FieldTest)
    ]
    assert [issue.line() for issue in faults.in_order()] == []
    assert {Op.PAST, Op.REACHED, Op.IN_YEAR, Op.WITHIN} <= {test.op for test in tests}
    assert any(AsOf() in test.operands for test in tests)
    assert len([test for test in tests if test.at is not None]) == 2


def test_the_case_of_both_laws_on_the_page_is_read() -> None:
    """The keys of such a case are few and exclude others: the example shows the ones that go together."""
    cases, issues = parse_cases(block("两部法律的用例"), "rules/guizhou/example/cases/both.yaml", the_catalogue())

    assert [issue.line() for issue in issues] == []
    assert [case.expect.lighter for case in cases] == [{"unpaid-after-order": "act"}]
