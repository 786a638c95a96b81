"""A pack's own tests as values: a situation, the law it is asked under, and what a jurist expects.

`parse_cases` reads them from text with every fault at once. Running them is `engine.cases.runs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from engine.cases.situation import AS_OF, Reading, date_or_mark, only_keys, read_situation, words
from engine.catalogue import Catalogue
from engine.facts import NONE, Mark, Situation
from engine.issues import Issue
from engine.parse.faults import Faults
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.reader import day, items, mapping, needed, required_text, text
from engine.parse.terms import term
from engine.parse.yaml_text import load_yaml
from engine.periods import Period
from engine.schema.cases import LAWS

CASE_KEYS = (
    "case", "release", "law_at", "acted_on", "as_of", "subject", "facts", "entries", "bans", "related", "not_covered",
    "expect",
)  # fmt: skip
EXPECT_KEYS = ("proposes", "met", "not_met", "indeterminate", "missing", "bans", "lighter", "term")
Term = tuple[Period | None, Period | None]
"""The shortest and, for a range, the longest term; (None, None): no fixed end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBan:
    """One ban a measure must bring. UNKNOWN: the date must be found unknown. `until` NONE: for life."""

    measure: str
    start: date | Mark
    until: date | Mark
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be found. None: nothing is said about it; an empty tuple says that there is none.

    `not_met`: rule -> the fields whose tests alone stand between the situation and the rule (empty: whatever the
    reason). `missing`: rule -> "kind.field", "kind.present" or "kind.coverage". `terms`: rule -> the term it proposes.
    `lighter`: rule -> whose term that is, "act", "decision" or "same"; only for a case under both laws.
    """

    proposes: tuple[str, ...] | None = None
    met: tuple[str, ...] = ()
    not_met: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indeterminate: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bans: tuple[ExpectedBan, ...] | None = None
    lighter: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of one pack. `releases` empty: the release in force at `law_at`; `law_at` None: see `engine.cases.runs`.

    `acted_on`: judged under the law of that day and under that of the decision (从旧兼从轻), and both combined.
    """

    title: str
    pack: str
    file: str
    line: int
    releases: tuple[str, ...]
    law_at: date | None
    situation: Situation
    expect: Expectation
    acted_on: date | None = None


def parse_cases(text: str, file: str, catalogue: Catalogue) -> tuple[tuple[Case, ...], tuple[Issue, ...]]:
    """The cases of `<pack>/cases/<name>.yaml` without those that have an error, and all issues in reading order."""
    faults = Faults(file)
    root = load_yaml(text, faults)
    if root is None:
        return (), faults.in_order()
    reading = Reading(faults, catalogue)
    pack = str(PurePosixPath(file).parent.parent)
    nodes = items(faults, root)
    cases = tuple(_case(reading, mapping(faults, node), pack, file) for node in nodes)
    _refuse_repeated(faults, cases)
    ends = (*(node.line for node in nodes[1:]), None)
    parts = zip(cases, nodes, ends, strict=False)  # of no cases there is no end either
    return tuple(case for case, node, end in parts if not faults.any_between(node.line, end)), faults.in_order()


def _case(reading: Reading, node: MapNode, pack: str, file: str) -> Case:
    faults = reading.faults
    only_keys(faults, node, CASE_KEYS)
    title = required_text(faults, node, "case")
    releases, law_at = words(faults, node.get("release")), day(faults, node.get("law_at"))
    if not releases and not node.has("law_at") and not node.has("acted_on"):
        faults.add(
            "case-without-law",
            node,
            "用例没有写明适用的法律",
            "the case does not say which law applies.",
            "。请写 law_at（适用法律的日期）、acted_on（行为日），或者以 release 列出版本",
            "Set `law_at` or `acted_on`, or name the versions in `release`.",
        )
    as_of = day(faults, needed(faults, node, "as_of", *AS_OF)) or date.min
    expect = mapping(faults, needed(faults, node, "expect", "期望的结论", "what must be found"), node.line)
    acted_on = _acted_on(faults, node, expect, law_at or as_of)
    return Case(
        title=title,
        pack=pack,
        file=file,
        line=node.line,
        releases=releases,
        law_at=law_at,
        situation=read_situation(reading, node, as_of),
        expect=_expectation(reading, expect),
        acted_on=acted_on,
    )


def _acted_on(faults: Faults, node: MapNode, expect: MapNode, decided_on: date) -> date | None:
    """The day of the act, where the case is asked under both laws, with what such a case may not say."""
    if not node.has("acted_on"):
        if expect.has("lighter"):
            zh = "expect 写了 lighter（哪部法律较轻），用例却没有写 acted_on（行为日），没有两部法律可比"
            en = "`lighter` compares two laws, and the case names no `acted_on`."
            faults.add("lighter-of-one-law", expect.line_of("lighter"), zh, en)
        return None
    if node.has("release"):
        zh = "acted_on 与 release 不能同时写：写了行为日，版本由行为日和决定日（law_at，不写则为 as_of）确定"
        en = "`acted_on` and `release` exclude each other: the days of the act and of the decision choose the releases."
        faults.add("acted-on-and-release", node.line_of("acted_on"), zh, en)
    for key in ("missing", "bans"):
        if expect.has(key):
            zh = f"写了 acted_on 的用例不能期望 {key}：它只看两部法律合并后的结论；请另写一个用例"
            en = f"a case with `acted_on` expects no `{key}`: it is about both laws together; write another case."
            faults.add("misplaced-key", expect.line_of(key), zh, en)
    if isinstance(expect.get("not_met"), MapNode):
        zh = "写了 acted_on 的用例，not_met 只列规则，不写字段：两部法律的条件可能不同"
        en = "in a case with `acted_on`, `not_met` lists rules without fields: the two laws may ask differently."
        faults.add("misplaced-key", expect.line_of("not_met"), zh, en)
    acted_on = day(faults, node.get("acted_on"))
    if acted_on is not None and acted_on > decided_on:
        refuse_act_after_decision(faults, node, acted_on, decided_on)
    return acted_on


def refuse_act_after_decision(faults: Faults, node: MapNode, acted_on: date, decided_on: date) -> None:
    """The day of the act lies behind the day whose law decides: no case and no question says so."""
    zh, en = (
        f"行为日 {acted_on} 晚于决定日 {decided_on}",
        f"the act on {acted_on} is after the decision on {decided_on}.",
    )
    faults.add("acted-after-decision", node.line_of("acted_on"), zh, en)


def _refuse_repeated(faults: Faults, cases: tuple[Case, ...]) -> None:
    """Neither of two cases of one title is asked: a difference could be told of the wrong one."""
    first: dict[str, int] = {}
    for case in cases:
        if case.title and first.setdefault(case.title, case.line) != case.line:
            faults.mark(first[case.title])
            faults.add(
                "duplicate-case",
                case.line,
                f"用例名称 “{case.title}” 重复，第 {first[case.title]} 行已经用过",
                f'the case "{case.title}" stands on line {first[case.title]} already.',
            )


def _expectation(reading: Reading, node: MapNode) -> Expectation:
    faults = reading.faults
    only_keys(faults, node, EXPECT_KEYS)
    if not node.entries:
        faults.add_shape("empty-expectation", node, "expect 没有写明任何期望", "`expect` expects nothing.")
    return Expectation(
        proposes=words(faults, node.get("proposes")) if node.has("proposes") else None,
        met=words(faults, node.get("met")),
        not_met=_fields_by_rule(faults, node.get("not_met")),
        indeterminate=words(faults, node.get("indeterminate")),
        missing=_fields_by_rule(faults, node.get("missing")),
        bans=_expected_bans(faults, node.get("bans")) if node.has("bans") else None,
        lighter=_lighter_by_rule(faults, node.get("lighter")),
        terms=_terms_by_rule(faults, node.get("term")),
        line=node.line,
    )


def _fields_by_rule(faults: Faults, node: Node | None) -> Mapping[str, tuple[str, ...]]:
    """`{rule: field}`, `{rule: [fields]}`, or only the rules."""
    if isinstance(node, MapNode):
        return {entry.key: words(faults, entry.value) for entry in node.entries}
    return dict.fromkeys(words(faults, node), ())


def _lighter_by_rule(faults: Faults, node: Node | None) -> Mapping[str, str]:
    """`{rule: act | decision | same}`."""
    found = {}
    for entry in mapping(faults, node).entries if node is not None else ():
        found[entry.key] = law = text(faults, entry.value)
        if law not in LAWS:
            faults.unknown("wrong-choice", entry.value, "法律（lighter）", "law (lighter)", law, LAWS)
    return found


def _terms_by_rule(faults: Faults, node: Node | None) -> Mapping[str, Term]:
    """`{rule: P3Y | none | {from, to}}`."""
    entries = mapping(faults, node).entries if node is not None else ()
    return {entry.key: term(faults, entry.value) for entry in entries}


def _expected_bans(faults: Faults, node: Node | None) -> tuple[ExpectedBan, ...]:
    return tuple(_expected_ban(faults, mapping(faults, each)) for each in items(faults, node))


def _expected_ban(faults: Faults, node: MapNode) -> ExpectedBan:
    only_keys(faults, node, ("measure", "start", "until"))
    until = node.get("until")
    for_life = isinstance(until, TextNode) and until.text == "life"
    return ExpectedBan(
        measure=required_text(faults, node, "measure"),
        start=date_or_mark(faults, node.get("start")),
        until=NONE if for_life else date_or_mark(faults, until),
        line=node.line,
    )
