"""Whatever an author writes: the layout keeps every value and every comment, and a second run changes nothing."""

from collections import Counter
from io import StringIO
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from engine.format import format_text
from engine.parse import parse_pack
from engine.parse.faults import Faults
from engine.parse.nodes import as_plain
from engine.parse.yaml_text import load_yaml
from tests.engine.parse_texts import CRITERIA, FRAMEWORK, MEASURES, the_catalogue

_TEXTS = (CRITERIA, MEASURES, FRAMEWORK)
_WORDS = st.text(alphabet="ab甲 :#,[]{}'\"\\-?&*!|>%@`~=.0123\n\t", max_size=12)
_KEYS = st.sampled_from(
    ["pack", "version", "title", "rules", "when", "where", "id", "甲", "a b", "x:y", "0", "#", "release"]
)
_TREES = st.recursive(
    _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)
_ROOTS = st.dictionaries(_KEYS, _TREES, min_size=1, max_size=5) | st.lists(_TREES, min_size=1, max_size=4)


_PAIRS = st.dictionaries(_KEYS, _WORDS | st.dictionaries(_KEYS, _WORDS, max_size=2), max_size=8)
_RECORDS = st.lists(_PAIRS, max_size=3)
_CASES = st.lists(
    st.fixed_dictionaries(
        {"case": _WORDS},
        optional={
            "facts": st.lists(st.dictionaries(_KEYS, _PAIRS, min_size=1, max_size=1), max_size=3),
            "entries": _RECORDS,
            "related": st.lists(st.fixed_dictionaries({"role": _WORDS}, optional={"entries": _RECORDS}), max_size=2),
            "expect": _TREES,
        },
    ),
    min_size=1,
    max_size=3,
)


def dumped(tree: Any, flow: bool | None, indent: int, width: int, style: str | None = None) -> str:
    """The tree as another program writes it: ruamel, with its own taste in quotes, indentation and line breaks."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.default_style = flow, style
    writer.indent, writer.width = indent, width
    writer.allow_unicode = True
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def read(text: str) -> Any:
    root = load_yaml(text, Faults("a.yaml"))
    return None if root is None else as_plain(root)


def comments(text: str) -> Counter[str]:
    """The comments as ruamel's scanner finds them, which shares no code with ours."""
    loader = YAML()
    found: list[str] = []
    _collect(loader.load(text), found, set())
    return Counter(line.strip() for part in found for line in part.splitlines() if line.strip().startswith("#"))


def _collect(part: Any, found: list[str], seen: set[int]) -> None:
    attached = getattr(part, "ca", None)
    if attached is None:
        return
    for tokens in (attached.comment, *attached.items.values(), getattr(attached, "end", None)):
        _tokens(tokens, found, seen)
    for each in part.values() if hasattr(part, "values") else part:
        _collect(each, found, seen)


def _tokens(tokens: Any, found: list[str], seen: set[int]) -> None:
    if isinstance(tokens, list | tuple):
        for each in tokens:
            _tokens(each, found, seen)
    elif tokens is not None and id(tokens) not in seen:
        seen.add(id(tokens))
        found.append(tokens.value)


@settings(max_examples=200, deadline=None)
@given(_ROOTS | _CASES, st.sampled_from([True, False, None]), st.integers(2, 5), st.sampled_from([20, 80, 1000]))
def test_any_readable_text_keeps_its_values(tree: Any, flow: bool | None, indent: int, width: int) -> None:
    """Whoever wrote the file, a layout that loses a character is a forgery."""
    text = dumped(tree, flow, indent, width)
    before = read(text)

    result, issues = format_text(text, "a.yaml")

    if before is None or issues:
        assert result is None
        return
    assert result is not None
    assert read(result) == before
    assert format_text(result, "a.yaml") == (result, ())


@settings(max_examples=200, deadline=None)
@given(_ROOTS | _CASES, st.sampled_from([False, None]), st.integers(2, 5), st.sampled_from([20, 80, 1000]))
def test_brackets_and_line_breaks_of_the_author_do_not_show(
    tree: Any, flow: bool | None, indent: int, width: int
) -> None:
    """Two authors of one rule get one text, and a diff shows what was changed in law. (Quotes are part of a figure.)"""
    in_brackets, opened = dumped(tree, True, 2, 1000, '"'), dumped(tree, flow, indent, width, '"')
    assume(read(in_brackets) == read(opened))  # ruamel adds a space where it breaks a line behind a tab

    assert format_text(in_brackets, "a.yaml") == format_text(opened, "a.yaml")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_comments_anywhere_in_a_pack_are_all_kept(data: st.DataObject) -> None:
    """At any indentation, on lines of their own, behind values and beside a lone dash; found again by another reader."""
    text = data.draw(st.sampled_from(_TEXTS))
    lines: list[str] = []
    for number, line in enumerate(text.splitlines()):
        own = data.draw(st.integers(0, 9))
        lines += [" " * data.draw(st.integers(0, 10)) + f"# 注{number}.{each}" for each in range(max(0, own - 7))]
        if own == 4 and line.lstrip().startswith("- "):
            dash = line.index("- ")
            lines += [f"{line[:dash]}- # 注{number}.头", f"{line[:dash]}  {line[dash + 2 :]}"]
        else:
            lines.append(line + (f"  # 尾{number}" if own == 5 else ""))
    written = "\n".join([*lines, "# 完", ""])

    result, issues = format_text(written, "a.yaml")

    assert issues == ()
    assert result is not None
    wanted = Counter(word for line in lines for word in _marks(line)) + Counter(["# 完"])
    assert Counter(word for line in result.splitlines() for word in _marks(line)) == wanted
    assert comments(result) == wanted
    assert format_text(result, "a.yaml") == (result, ())
    assert _without_digest(result) == _without_digest(text)


def _marks(line: str) -> list[str]:
    return [line[line.index("# ") :].strip()] if "# 注" in line or "# 尾" in line or line == "# 完" else []


def _without_digest(text: str) -> Any:
    pack, issues = parse_pack(text, "draft.yaml", the_catalogue())
    assert issues == ()
    assert pack is not None
    return (
        pack.rules,
        pack.measures,
        pack.lists,
        pack.parameters,
        pack.sources,
        pack.framework,
        pack.in_force,
        pack.gaps,
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_half_typed_pack_is_laid_out_or_refused(data: st.DataObject) -> None:
    """The button is pressed in the middle of a sentence too."""
    text = data.draw(st.sampled_from(_TEXTS))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    written = text[:start] + data.draw(_WORDS) + text[end:]

    result, issues = format_text(written, "a.yaml")

    assert (result is None) is bool(issues)
    if result is not None:
        assert read(result) == read(written)
        assert format_text(result, "a.yaml") == (result, ())
