"""The agreed layout: what goes where, what stays, and what is refused."""

import json
from pathlib import Path

import pytest

from engine.format import departures, format_text
from engine.format.layout import WIDTH, columns
from engine.format.owners import comments_keep_their_owner
from engine.parse.faults import Faults
from engine.parse.nodes import as_plain
from engine.parse.yaml_text import load_yaml
from tests.engine.parse_texts import CATALOGUE_TEXTS, CRITERIA, FRAMEWORK, MEASURES, REPAIR, sound

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "memoranda").rglob("*.yaml")])
HEAD = 'pack: rules/a\nversion: "1.0"\nkind: criteria\n'


def formatted(text: str) -> str:
    """The layout of a text that has one, which a second run leaves alone."""
    result, issues = format_text(text, "draft.yaml")
    assert [issue.line() for issue in issues] == []
    assert result is not None
    assert format_text(result, "draft.yaml") == (result, ())
    return result


def body(text: str) -> str:
    """The layout of what follows the head of a criteria pack."""
    return formatted(HEAD + text).removeprefix(HEAD).removeprefix("\n")


def plain(text: str) -> object:
    root = load_yaml(text, Faults("a.yaml"))
    assert root is not None
    return as_plain(root)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_of_the_repository_can_be_laid_out(file: Path) -> None:
    """What cannot be laid out at home will not be elsewhere; the values and items stay exactly as they are."""
    text = file.read_text(encoding="utf-8")

    assert plain(formatted(text)) == plain(text)


@pytest.mark.parametrize("text", [CRITERIA, MEASURES, FRAMEWORK, REPAIR])
def test_a_pack_means_the_same_in_its_new_layout(text: str) -> None:
    """Layout is not law: only the digest of the bytes may differ."""
    before, after = sound(text), sound(formatted(text))

    assert before.ref.digest != after.ref.digest
    for part in ("in_force", "sources", "parameters", "lists", "rules", "measures", "framework", "repair", "gaps"):
        assert getattr(before, part) == getattr(after, part)


@pytest.mark.parametrize("text", CATALOGUE_TEXTS.values(), ids=CATALOGUE_TEXTS)
def test_catalogues_are_laid_out_too(text: str) -> None:
    """The same hands write them in the same editor."""
    assert plain(formatted(text)) == plain(text)


def test_keys_stand_in_the_order_of_the_schema_and_what_the_pack_is_comes_first() -> None:
    """A reader looks for the article under the title and for the exception under the condition, in every rule."""
    text = """\
rules:
  - then: {propose: a}
    when: {met: b}
    basis: [law art 1]
    title: 题
    id: a
in_force: {until: 2023-01-01, from: 2022-01-01}
kind: criteria
sources: {}
mode: mirrored
version: "1.0"
pack: rules/a
"""
    assert (
        formatted(text)
        == """\
pack: rules/a
version: "1.0"
kind: criteria
mode: mirrored
in_force: {from: 2022-01-01, until: 2023-01-01}
sources: {}

rules:
  - id: a
    title: 题
    basis: [law art 1]
    when: {met: b}
    then: {propose: a}
"""
    )


def test_keys_that_name_things_keep_the_authors_order() -> None:
    """Fields of a record, sources and parameters are the author's own list; only the format's keys have an order."""
    text = "rules:\n  - id: a\n    when:\n      record: k\n      where: {zeta: 1, alpha: {lt: 9, gte: 2}}\n"

    assert body(text) == text.replace("{lt: 9, gte: 2}", "{gte: 2, lt: 9}")


def test_unknown_keys_stay_behind_the_known_ones() -> None:
    """A misspelt key is for `packs check` to tell; laying out must neither lose nor hide it."""
    assert body("rules:\n  - titel: 题\n    id: a\n") == "rules:\n  - id: a\n    titel: 题\n"


def test_only_what_would_be_misread_is_quoted() -> None:
    """Versions, areas and leading zeros are names; words, periods, shares and amounts need no quotes."""
    text = """\
jurisdiction: 520000
title: "重大税收"
sources:
  a: {document: 010203, title: "x: y", note: '"no"', level: "P3Y", assurance: '10%', in_force: {from: "2022-01-01"}}
gaps: ["", "~", "on", "- x", "a #b", "{x}", "1000000", 1000000]
"""
    assert (
        body(text)
        == """\
title: 重大税收
jurisdiction: "520000"

sources:
  a:
    title: "x: y"
    document: "010203"
    level: P3Y
    in_force: {from: 2022-01-01}
    assurance: 10%
    note: '"no"'

gaps:
  - ""
  - "~"
  - on
  - "- x"
  - "a #b"
  - "{x}"
  - "1000000"
  - 1000000
"""
    )


def test_short_leaves_stand_on_one_line_and_long_ones_open() -> None:
    """A condition is read at a glance where it fits; the limit is the width of the page, not the mood of the author."""
    short = "rules:\n  - id: a\n    when:\n      record: k\n      where:\n        amount:\n          gte: 2\n"
    long = f"rules:\n  - id: a\n    basis: [law art {'1' * 120}]\n"

    assert body(short) == ("rules:\n  - id: a\n    when:\n      record: k\n      where: {amount: {gte: 2}}\n")
    assert body(long) == f"rules:\n  - id: a\n    basis:\n      - law art {'1' * 120}\n"


@pytest.mark.parametrize(
    "text",
    [
        "parameters:\n  a:\n    unit: month\n    values: [{value: 3, basis: [law art 3(1)]}]\n",
        "rules:\n  - id: a\n    when: {any: [{met: b}, {met: c}]}\n",
        "rules:\n  - id: a\n    then: {propose: x, term: {from: P2Y, to: P5Y}}\n",
        "rules:\n  - id: a\n    when: {record: k, without: [{record: l, same: n}, {record: m, same: n}]}\n",
    ],
)
def test_lists_of_short_mappings_stand_in_brackets_too(text: str) -> None:
    """What the releases have on one line is not longer in the next draft; their lists do not count as a level."""
    assert body(text) == text


def test_of_three_mappings_one_in_the_other_the_outermost_opens() -> None:
    """A record, its fields and a bound in one line are read bracket by bracket, not at a glance."""
    text = "rules:\n  - id: a\n    when: {any: [{record: k, where: {amount: {gte: 2}}}, {met: c}]}\n"

    assert body(text) == (
        "rules:\n  - id: a\n    when:\n      any:\n"
        "        - record: k\n          where: {amount: {gte: 2}}\n        - {met: c}\n"
    )


WIDE = ", ".join(f"field_{number}: {'x' * 12}" for number in range(9))
CASE = f"""\
# 记录均为虚构。
- case: 符合条文
  release: ["2017.1", "2024.1"]
  as_of: 2026-06-01
  subject: {{type: enterprise, region: "520103"}}
  facts:
    - tax.finding: {{violation: evasion, served: yes}}
    - tax.decision: {{{WIDE}, ended_on: {{none: true}}}}
  entries:
    - {{list: tax-major-violation, {WIDE}, term_end: {{none: true}}}}
  bans: []
  related:
    - {{role: director, since: 2014-01-01, entries: [{{list: court-defaulter, start: 2017-03-01}}]}}
    - role: director
      since: 2014-01-01
      entries:
        - {{list: court-defaulter, {WIDE}}}
  not_covered: [court.finding]
  expect: {{met: [evasion], bans: [{{measure: officer-crime, start: 2023-05-31, until: life}}]}}

- case: 不明
  as_of: 2026-06-01
  subject: {{type: enterprise}}
  facts:
    - tax.finding: {{served: yes}}
  expect:
    proposes: []
    indeterminate: [evasion, withheld, arrears-evasion]
    missing: {{evasion: [tax.finding.violation], withheld: [tax.finding.violation, tax.finding.amount]}}
"""


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_case_keeps_one_line_for_what_is_read_as_one(indent: int | None) -> None:
    """A record is a row, however wide: the value in which two cases differ stands in one column. All else keeps the width."""
    otherwise = json.dumps(plain(CASE), ensure_ascii=False, indent=indent)

    assert formatted(CASE) == CASE
    assert formatted(f"# 记录均为虚构。\n{otherwise}\n") == CASE


def test_a_comment_opens_the_record_it_stands_in() -> None:
    """Only the record that has something said inside it; its neighbour stays a row."""
    text = "- case: a\n  facts:\n    - k: {a: 1,  # 甲\n          b: 2}\n    - k: {a: 1}  # 乙\n"

    assert formatted(text) == (
        "- case: a\n  facts:\n    - k:\n        a: 1  # 甲\n        b: 2\n    - k: {a: 1}  # 乙\n"
    )


def test_full_width_characters_count_twice() -> None:
    """120 columns of Chinese are 60 characters on the screen."""
    fits = "lists:\n  a:\n    procedure:\n      - {step: notice, title: " + "告" * 44 + "}\n"

    assert columns(fits.splitlines()[-1]) <= WIDTH < columns(fits.splitlines()[-1].replace("告", "告告", 6))
    assert body(fits) == fits
    assert "- step: notice\n" in body(fits.replace("告" * 44, "告" * 52))


def test_chinese_text_is_never_wrapped() -> None:
    """A folded line puts a space into the middle of a Chinese sentence."""
    assert body("title: >-\n  " + "法" * 100 + "\n") == "title: " + "法" * 100 + "\n"


def test_lines_of_a_text_stay_lines() -> None:
    """Paragraphs are the author's."""
    assert body("title: |\n  一\n\n  # 二\n") == "title: |\n  一\n\n  # 二\n"


def test_sections_and_rules_stand_apart() -> None:
    """One blank line, not three and not none."""
    text = "title: a\n\n\ngaps:\n  - x\nrules:\n  - id: a\n    when: {met: b}\n\n\n  - id: b\n    when: {met: a}\n\n\n"

    assert body(text) == (
        "title: a\n\ngaps:\n  - x\n\nrules:\n  - id: a\n    when: {met: b}\n\n  - id: b\n    when: {met: a}\n"
    )


COMMENTED = """\
# 文件说明
# 第二行

kind: criteria   # 种类
version: "1.0"
# 包
pack: rules/a
rules:   # 规则
    # 第一条
    - title: 题  # 名
      id: a
      # 没有占比要求
      when:
        # 记录
        record: k
        where: {violation: x,   # 行为
                amount: {gte: 1}}  # 数额
      # 第一条完
    # 第二条
    - id: b   # 乙
      basis: [law art 1] # 据
    # 规则完
# 文件完
"""


def test_comments_stay_with_what_they_speak_of() -> None:
    """The author's reasons are worth as much as the rule: above, behind, between and at the end."""
    assert (
        formatted(COMMENTED)
        == """\
# 文件说明
# 第二行
# 包
pack: rules/a
version: "1.0"
kind: criteria  # 种类

rules:  # 规则
  # 第一条
  - id: a
    title: 题  # 名
    # 没有占比要求
    when:
      # 记录
      record: k
      where:  # 数额
        violation: x  # 行为
        amount: {gte: 1}
    # 第一条完

  # 第二条
  - id: b  # 乙
    basis: [law art 1]  # 据
  # 规则完
# 文件完
"""
    )


@pytest.mark.parametrize(
    "item",
    [
        "  - # 规避执行：第一条第三项\n    id: evade\n    title: 规避\n",
        "  - # 规避执行：第一条第三项\n    title: 规避\n    id: evade\n",
        "  -\n    # 规避执行：第一条第三项\n    id: evade\n    title: 规避\n",
        "  -   # 规避执行：第一条第三项\n      id: evade\n      title: 规避\n",
    ],
)
def test_a_comment_behind_a_lone_dash_stands_above_its_item(item: str) -> None:
    """The reason for one offence must not become the last word on the offence before it."""
    before = "rules:\n  - id: obstruct\n    when: {met: a}\n"

    assert body(before + item) == (
        "rules:\n  - id: obstruct\n    when: {met: a}\n\n  # 规避执行：第一条第三项\n  - id: evade\n    title: 规避\n"
    )


def test_comments_after_a_dash_stay_in_their_order_with_their_item() -> None:
    """A remark of several lines, begun beside the dash; also where the item is a single value."""
    text = "gaps:\n  - a\n  - # 一\n    # 二\n    b\n  # 末\n"

    assert body(text) == "gaps:\n  - a\n  # 一\n  # 二\n  - b\n  # 末\n"


ONE = "rules:\n  # 甲\n  - id: a\n    title: 题\n  - id: b\n    title: 题\n"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (ONE, True),
        (ONE.replace("  # 甲\n  - id: a", "  - # 甲\n    id: a"), True),
        ("rules:\n  - id: a\n    title: 题\n  # 甲\n  - id: b\n    title: 题\n", False),
        ("rules:\n  - id: a\n    title: 题\n    # 甲\n  - id: b\n    title: 题\n", False),
        ("rules:\n  - id: a\n    # 甲\n    title: 题\n  - id: b\n    title: 题\n", False),
        (ONE.replace("甲", "乙"), False),
    ],
)
def test_a_comment_that_changed_its_place_is_another_text(other: str, same: bool) -> None:
    """Same words beside another rule say something else: the layout is refused where that would happen."""
    assert comments_keep_their_owner(ONE, other) is same
    assert comments_keep_their_owner(other, ONE) is same


def test_a_comment_in_brackets_opens_them() -> None:
    """Nothing can be said inside a line."""
    assert body("gaps: [\n  # 甲\n  a,\n  b  # 乙\n]\n") == "gaps:\n  # 甲\n  - a\n  - b  # 乙\n"


def test_a_hash_inside_a_text_is_no_comment() -> None:
    """`#` begins a comment only after a space and outside quotes."""
    assert body("title: 'a # b'\ngaps:\n  - x#y\n") == 'title: "a # b"\n\ngaps:\n  - x#y\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1\nb: 2\n", "没有配对"),
        ("a: 1\na: 2\n", "第 1 行已经写过"),
        ("a: &x 1\n", "锚点"),
        ("a: *x\n", "别名"),
        ("a: !!str 1\n", "标签"),
        ("a: 1\n---\nb: 2\n", "一份文本"),
        ("a:\n\tb: 1\n", "Tab"),
        ("只有一句话\n", "映射或者列表"),
        ("", "空的"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, words: str) -> None:
    """Laying out a text that nobody can read would only hide the fault."""
    result, issues = format_text(text, "rules/a/draft.yaml")

    assert result is None
    assert any(words in issue.line() for issue in issues), [issue.line() for issue in issues]
    assert all(issue.where.file == "rules/a/draft.yaml" and issue.en for issue in issues)


def test_windows_line_ends_and_a_byte_order_mark_go() -> None:
    """They come from an editor, not from an author."""
    assert formatted("\ufeff" + HEAD.replace("\n", "\r\n")) == HEAD


def test_departures_name_the_lines_and_what_they_should_be() -> None:
    """`--check` is for a reviewer without the tool at hand."""
    text = HEAD + "title:   甲\nmode: mirrored\n\n\ngaps:\n  - x\n"

    found = departures(text, formatted(text), "d.yaml")

    assert [(issue.where.line, issue.code) for issue in found] == [(4, "not-formatted"), (6, "not-formatted")]
    assert "第4行" in found[0].zh
    assert "“title: 甲”" in found[0].zh
    assert "只留一个空行" in found[1].zh
    assert departures(text, text, "d.yaml") == ()


def test_a_text_that_differs_in_line_ends_only_is_told_as_such() -> None:
    """Each line looks right and the file is still not as agreed."""
    [issue] = departures(HEAD.replace("\n", "\r\n"), HEAD, "d.yaml")

    assert "行尾" in issue.zh
