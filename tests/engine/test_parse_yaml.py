"""YAML to a tree with lines: text stays text, and what hides a meaning is refused."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from engine.parse import load_yaml
from engine.parse.faults import Faults
from engine.parse.nodes import Entry, ListNode, MapNode, Node, TextNode, as_plain
from engine.parse.yaml_text import MOST_DEPTH


def _load(text: str) -> tuple[Node | None, list[tuple[int, str]]]:
    faults = Faults("a.yaml")
    root = load_yaml(text, faults)
    return root, [(issue.where.line, issue.code) for issue in faults.in_order()]


@pytest.mark.parametrize(
    "scalar",
    ["on", "no", "yes", "~", "null", "2022.10", "010203", "0x1F", "1_000", "1e3", "12:30:45", "2022-02-01", ".inf"],
)
def test_a_scalar_is_the_characters_written(scalar: str) -> None:
    """YAML 1.1 would turn an area code into a number and `no` into false."""
    root, faults = _load(f"a: {scalar}\n")

    assert faults == []
    assert root is not None
    assert as_plain(root) == {"a": scalar}


def test_every_part_knows_its_line() -> None:
    """An issue without a line sends the reader searching."""
    root, _ = _load('# head\na:\n  - x\n  - {b: "y"}\n')

    assert root == MapNode(
        (
            Entry(
                "a",
                2,
                ListNode((TextNode("x", 3), MapNode((Entry("b", 4, TextNode("y", 4)),), 4)), 3),
            ),
        ),
        2,
    )


REFUSED = [
    ("a: 1\nb: 2\na: 3\n", (3, "duplicate-key")),
    ("a: {b: 1, b: 2}\n", (1, "duplicate-key")),
    ("a: &x 1\n", (1, "anchor")),
    ("a: !!int 1\n", (1, "tag")),
    ("a: !local {b: c}\n", (1, "tag")),
    ("%YAML 1.1\n---\na: 1\n", (1, "directive")),
    ("a: 1\n---\nb: 2\n", (2, "several-documents")),
    ("a:\n\tb: 1\n", (2, "tab")),
    ("a: x\u200by\n", (1, "hidden-character")),
    ("a: x\u202ey\n", (1, "hidden-character")),
    ("a: 1\u2028b: 2\n", (1, "hidden-character")),
    ("a: x\x00\n", (1, "hidden-character")),
    ('a: "\\u202e"\n', (1, "hidden-character")),
    ("a: \ud800\n", (1, "hidden-character")),
    ("? [x]\n: 1\n", (1, "key-not-text")),
    ("a: b: c\n", (1, "yaml-syntax")),
    ("a: [1, 2\n", (2, "yaml-syntax")),
    ('a: 1\nb: "x\n', (3, "yaml-syntax")),
    ("a: 1\n  b: 2\n", (2, "yaml-syntax")),
    ("", (0, "empty-text")),
    ("# only a remark\n", (0, "empty-text")),
    ("[" * 100_000, (1, "too-deep")),
    ("{a: " * 100_000, (1, "too-deep")),
    ("- " * 100_000, (1, "too-deep")),
    ("a: " + "x" * 1_000_001, (0, "too-large")),
    ("- x\n" * 60_001, (60_000, "too-large")),
]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("text", "fault"), REFUSED, ids=[f"{each[1][1]}-{n}" for n, each in enumerate(REFUSED)])
def test_what_hides_a_meaning_or_would_exhaust_us_is_refused(
    text: str, fault: tuple[int, str], loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its line, as an issue and never as an exception; the same where PyYAML was built without libyaml."""
    monkeypatch.setattr("engine.parse.yaml_text._LOADER", getattr(yaml, loader))

    assert _load(text)[1] == [fault]


def test_an_alias_is_refused_beside_its_anchor() -> None:
    """A text must read the same at every place: no part may stand for another; and no billion laughs."""
    assert _load("a: &x {b: 1}\nc: *x\n")[1] == [(1, "anchor"), (2, "alias")]


def test_the_deepest_lawful_text_is_read() -> None:
    """The cap lies beyond any rule a person can read."""
    text = "[" * MOST_DEPTH + "]" * MOST_DEPTH

    assert _load(text)[1] == []
    assert _load("[" + text + "]")[1] == [(1, "too-deep")]


def test_a_tab_inside_a_text_is_no_indentation() -> None:
    """Only indentation decides structure."""
    root, faults = _load('a: "x\ty"\n')

    assert faults == []
    assert root is not None
    assert as_plain(root) == {"a": "x\ty"}


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    """Texts come from editors of every desk; lines count as the editor counts them."""
    root, faults = _load("\ufeffa: 1\r\nb: [\r\n")

    assert root is None
    assert [code for _, code in faults] == ["yaml-syntax"]
    assert _load("\ufeffa: 1\r\nb: 2\r\n")[1] == []


@given(st.text(max_size=200))
@example("\\U00110000")
@example('"\\U00110000"')
@example("a: |\n\x85")
def test_any_text_is_a_tree_or_faults(text: str) -> None:
    """The console parses at every key stroke: no text may raise."""
    root, faults = _load(text)

    assert root is not None or faults


@given(st.text(alphabet="ab:-[]{},?&*!|>'\"%#@` \n\t\r~", max_size=60))
def test_any_heap_of_yaml_marks_is_a_tree_or_faults(text: str) -> None:
    """Random text rarely reaches the scanner's corners; its own characters do."""
    root, faults = _load(text)

    assert root is not None or faults
