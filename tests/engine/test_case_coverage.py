"""Which rules the cases leave untested."""

from engine.cases.case import parse_cases
from engine.cases.coverage import untested_rules
from engine.cases.runs import run_cases
from engine.issues import Severity
from tests.fakes.packs import a_catalogue, criteria

FILE = "rules/cn/wage/cases/arrears.yaml"
MET = "{case: 成立, facts: [{wage.order: {amount: 10000, decided_on: 2023-01-05}}], expect: {met: [arrears]}"
MISSED = "{case: 不足, facts: [{wage.order: {amount: 1, decided_on: 2023-01-05}}], expect: {not_met: {arrears: amount}}"
EMPTY = "{case: 没有, facts: [], expect: {not_met: [arrears]}"
UNSAID = "{case: 不明, facts: [{wage.order: {decided_on: 2023-01-05}}], expect: {indeterminate: [arrears]}"
WRONG = "{case: 错误, facts: [{wage.order: {decided_on: 2023-01-05}}], expect: {met: [arrears]}"


def untested(*cases: str) -> list[str]:
    text = "".join(f"- {case}, release: '2022.1', as_of: 2023-06-01}}\n" for case in cases)
    parsed, issues = parse_cases(text, FILE, a_catalogue())
    assert issues == ()
    packs = (criteria(),)
    found = untested_rules(packs, run_cases(parsed, packs, a_catalogue()))
    assert all(issue.severity is Severity.WARNING for issue in found)
    return [issue.zh for issue in found]


def test_met_just_missed_and_unknown_are_enough() -> None:
    """docs/pack-format.md asks for these three of every rule."""
    assert untested(MET, MISSED, UNSAID) == []


def test_what_is_missing_is_named() -> None:
    """The author is told which case to write, not only that one is missing."""
    assert untested(MET) == [
        "规则“arrears”的用例不全：没有不成立的用例；没有事实不明的用例；没有恰好差在“wage.order.amount”上的用例。"
    ]


def test_a_case_that_misses_for_another_reason_does_not_test_the_threshold() -> None:
    """With no record at all the threshold was never looked at: moving it would go unnoticed."""
    assert untested(MET, EMPTY, UNSAID) == ["规则“arrears”的用例不全：没有恰好差在“wage.order.amount”上的用例。"]


def test_a_case_that_fails_tests_nothing() -> None:
    """Its expectation is not what the rule does, so it does not hold the rule to anything."""
    assert untested(MET, MISSED, WRONG) == ["规则“arrears”的用例不全：没有事实不明的用例。"]
