"""Cases that name the day of the act: judged under the law of the act and of the decision, and both combined."""

from dataclasses import replace
from datetime import date

import pytest

from engine.cases.case import Case, parse_cases
from engine.cases.coverage import untested_rules
from engine.cases.runs import CaseResult, run_cases
from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.pack import Interval, Pack, Propose, Rule
from engine.periods import Period
from tests.fakes.packs import a_catalogue, a_list, a_record, a_rule, criteria

FILE = "rules/cn/wage/cases/both-laws.yaml"
HEAD = "acted_on: 2021-12-31"
CHANGED_ON = date(2022, 1, 1)
ENOUGH = "{wage.order: {amount: 10000, decided_on: 2021-06-01}}"
BETWEEN = "{wage.order: {amount: 5000, decided_on: 2021-06-01}}"
UNSAID = "{wage.order: {decided_on: 2021-06-01}}"
BOTH_ENDS = (Period(years=2), Period(years=5))


def a_case(expect: str, facts: str = ENOUGH, head: str = HEAD) -> str:
    return f"- case: 例\n  {head}\n  as_of: 2023-06-01\n  facts: [{facts}]\n  expect: {{{expect}}}\n"


def read(text: str) -> tuple[Case, ...]:
    cases, issues = parse_cases(text, FILE, a_catalogue())
    assert issues == ()
    return cases


def faults(text: str) -> list[str]:
    cases, issues = parse_cases(text, FILE, a_catalogue())
    assert cases == ()
    return [issue.zh for issue in issues]


def old_and_new(
    *, old: tuple[Rule, ...] = (), new: tuple[Rule, ...] = (), term: Period | None = None, start: date | None = None
) -> tuple[Pack, Pack]:
    """Two releases that change on 2022-01-01; the old list has `term`, the new one three years."""
    before = criteria(version="2020.1", rules=old)
    before = replace(before, in_force=Interval(start=start or date(2020, 1, 1), until=CHANGED_ON))
    return replace(before, lists={"wage-arrears": replace(a_list(), term=term)}), criteria(rules=new)


def run(text: str, packs: tuple[Pack, ...]) -> tuple[CaseResult, ...]:
    return run_cases(read(text), packs, a_catalogue())


def told(text: str, packs: tuple[Pack, ...]) -> list[str]:
    return [issue.zh for result in run(text, packs) for issue in result.differences]


STRICTER = a_rule(when=a_record(amount=500_000))
MILDER = a_rule(when=a_record(amount=1_000_000))


@pytest.mark.parametrize(
    ("old", "new", "facts", "expect"),
    [
        (MILDER, STRICTER, ENOUGH, "proposes: [wage-arrears], met: [arrears]"),
        (MILDER, STRICTER, BETWEEN, "proposes: [], not_met: [arrears]"),
        (STRICTER, MILDER, BETWEEN, "proposes: [], not_met: [arrears]"),
        (STRICTER, MILDER, UNSAID, "proposes: [], indeterminate: [arrears]"),
    ],
    ids=["both met", "only the new law", "only the old law", "unknown under both"],
)
def test_both_laws_must_be_met(old: Rule, new: Rule, facts: str, expect: str) -> None:
    """从旧兼从轻: what either law would not have reached is not reached; the unknown stays open."""
    packs = old_and_new(old=(old,), new=(new,), term=Period(years=3))

    assert told(a_case(expect, facts), packs) == []


def test_an_act_before_any_release_is_reached_by_none() -> None:
    """A criterion that did not exist on the day of the act cannot be applied to it."""
    packs = old_and_new(start=date(2021, 1, 1))

    text = a_case("proposes: [], not_met: [arrears]", head="acted_on: 2020-12-31")

    assert told(text, packs) == []
    assert "行为时没有这条规则，决定时成立" in told(a_case("met: [arrears]", head="acted_on: 2020-12-31"), packs)[0]


@pytest.mark.parametrize(
    ("term", "expect"),
    [
        (Period(years=1), "lighter: {arrears: act}, term: {arrears: P1Y}"),
        (Period(years=5), "lighter: {arrears: decision}, term: {arrears: P3Y}"),
        (None, "lighter: {arrears: decision}, term: {arrears: P3Y}"),
        (Period(months=36), "lighter: {arrears: same}, term: {arrears: P3Y}"),
    ],
)
def test_the_lighter_term_is_found_by_its_law(term: Period | None, expect: str) -> None:
    """The term that ends first binds; equal ones are the decision's."""
    assert told(a_case(expect), old_and_new(term=term)) == []


def test_a_range_is_written_with_both_ends() -> None:
    """两年以上五年以下 is heavier than a fixed three years, and lighter than no end at all."""
    ranged = Propose(list_id="wage-arrears", term=BOTH_ENDS[0], term_at_most=BOTH_ENDS[1], own_term=True)
    packs = old_and_new(new=(replace(a_rule(), then=ranged),))

    assert told(a_case("lighter: {arrears: decision}, term: {arrears: {from: P2Y, to: P5Y}}"), packs) == []
    assert told(a_case("term: {arrears: none}"), packs) == [
        "用例“例”（行为日 2021-12-31 与决定日的法律合并）：期望规则“arrears”的期限为无固定期限，实际为P2Y 至 P5Y。"
    ]


def test_a_rule_of_its_own_without_fixed_end_is_longer_than_the_list() -> None:
    """The new rule says none where its list says three years: the act's five years are lighter, not the list's three."""
    endless = Propose(list_id="wage-arrears", own_term=True)
    packs = old_and_new(new=(replace(a_rule(), then=endless),), term=Period(years=5))

    assert told(a_case("lighter: {arrears: act}, term: {arrears: P5Y}"), packs) == []


def test_the_decision_may_have_a_day_of_its_own() -> None:
    """`law_at` is the law of the decision where it is not that of the day asked about."""
    packs = old_and_new(term=Period(years=1))

    text = a_case("lighter: {arrears: same}, term: {arrears: P1Y}", head=f"{HEAD}\n  law_at: 2021-12-31")

    assert told(text, packs) == []


@pytest.mark.parametrize(
    ("expect", "facts", "words"),
    [
        ("proposes: [wage-arrears]", BETWEEN, "期望提请列入“wage-arrears”，实际为空"),
        ("met: [arrears]", BETWEEN, "期望规则“arrears”成立，实际不成立（行为时不成立，决定时成立）"),
        ("met: [arears]", ENOUGH, "没有规则“arears”，是否指“arrears”？"),
        ("lighter: {arrears: act}", ENOUGH, "以行为时的法律为轻，实际为两者相同"),
        ("term: {arrears: P2Y}", ENOUGH, "的期限为P2Y，实际为P3Y"),
        ("term: {arrears: P3Y}", BETWEEN, "合并后不提请列入（行为时不成立，决定时成立）"),
        ("lighter: {arears: act}", ENOUGH, "没有规则“arears”"),
    ],
)
def test_what_differs_is_told_in_words(expect: str, facts: str, words: str) -> None:
    """The author must see which law said what."""
    (difference,) = told(a_case(expect, facts), old_and_new(old=(MILDER,), new=(STRICTER,), term=Period(years=3)))

    assert words in difference


def test_engines_that_differ_under_either_law_are_told() -> None:
    """Two engines that disagree prove that one is wrong: under each law it is said."""

    def contrary(program: Program, situation: Situation) -> Readings:
        readings = compile_direct(program)(situation)
        return Readings.of(readings.leaves, [Truth.NOT_MET for _ in readings.rules])

    (result,) = run_cases(read(a_case("indeterminate: [arrears]")), old_and_new(), a_catalogue(), contrary)

    laws = [f"两个引擎对 {day} 的法律结论不同" in issue.zh for day, issue in zip(
        ("2021-12-31", "2023-06-01"), result.differences, strict=True
    )]  # fmt: skip
    assert laws == [True, True]


def test_no_law_on_either_day_is_told() -> None:
    """A case about days without any law proves nothing."""
    packs = (replace(criteria(), in_force=Interval(start=date(2025, 1, 1))),)

    assert told(a_case("proposes: []"), packs) == [
        "用例“例”无法运行：2021-12-31 和 2023-06-01 都没有施行中的版本；现有：2022.1（2025-01-01 起）。"
    ]


def test_a_case_of_both_laws_tests_no_single_text() -> None:
    """Coverage asks what the cases know of one release; the combined answer says it of none."""
    packs = old_and_new()
    results = run(a_case("met: [arrears]"), packs)

    assert [(result.release, dict(result.truths)) for result in results] == [(None, {})]
    assert len(untested_rules(packs, results)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (a_case("proposes: []", head=f'{HEAD}\n  release: "2022.1"'), "acted_on 与 release 不能同时写"),
        (a_case("missing: {arrears: [wage.order.amount]}"), "写了 acted_on 的用例不能期望 missing"),
        (a_case("bans: []"), "写了 acted_on 的用例不能期望 bans"),
        (a_case("not_met: {arrears: amount}"), "not_met 只列规则，不写字段"),
        (a_case("proposes: []", head="acted_on: 2023-06-02"), "行为日 2023-06-02 晚于决定日 2023-06-01"),
        (
            a_case("proposes: []", head="acted_on: 2022-06-02\n  law_at: 2022-06-01"),
            "行为日 2022-06-02 晚于决定日 2022-06-01",
        ),
        (a_case("proposes: []", head="acted_on: 去年"), "“去年” 不是日期"),
        (a_case("lighter: {arrears: act}", head="law_at: 2023-06-01"), "没有两部法律可比"),
        (a_case("lighter: {arrears: newer}"), "未知的法律（lighter） “newer”"),
        (a_case("term: {arrears: 三年}"), "“三年” 不是期间"),
        (a_case("term: {arrears: P5WD}"), "“P5WD” 以工作日计算"),
        (a_case("term: P3Y"), "此处应写成“键: 值”的映射"),
    ],
)
def test_what_cannot_be_asked_of_both_laws_is_refused(text: str, words: str) -> None:
    """A case that says something else than its author means would prove the wrong thing."""
    (fault,) = faults(text)

    assert words in fault


def test_the_term_of_one_law_is_compared_too() -> None:
    """An ordinary case may say which term its release proposes."""
    packs = (criteria(),)
    head = "law_at: 2023-06-01"

    assert told(a_case("term: {arrears: P3Y}", head=head), packs) == []
    assert "期限为无固定期限，实际为P3Y" in told(a_case("term: {arrears: none}", head=head), packs)[0]
    assert "没有提请列入（不成立）" in told(a_case("term: {arrears: P3Y}", BETWEEN, head), packs)[0]
    assert "没有规则“arear”" in told(a_case("term: {arear: P3Y}", head=head), packs)[0]


def test_the_term_of_a_rule_that_proposes_nothing_is_told() -> None:
    """A rule that only concludes has no term to compare."""
    packs = (criteria(rules=(a_rule(proposes=None),)),)

    assert "没有提请列入（成立）" in told(a_case("term: {arrears: P3Y}", head="law_at: 2023-06-01"), packs)[0]
