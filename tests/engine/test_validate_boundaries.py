"""Is every threshold stood upon by a case? The one check that looks at the packs' cases."""

from dataclasses import replace

from engine.cases.case import Case, Expectation
from engine.facts import Fact, Situation
from engine.issues import Issue, Severity
from engine.pack import Pack
from engine.validate import validate_cases
from tests.fakes.packs import ON, a_catalogue, a_record, a_rule, criteria


def a_case(amount: int, pack: str = "rules/cn/wage") -> Case:
    fact = Fact(id="1", kind="wage.order", law_date=ON, values={"amount": amount, "decided_on": ON})
    return Case(
        title=f"{amount}",
        pack=pack,
        file=f"{pack}/cases/a.yaml",
        line=1,
        releases=("2022.1",),
        law_at=None,
        situation=Situation(subject_id="s", as_of=ON, facts=(fact,)),
        expect=Expectation(),
    )


def issues_of(*cases: Case, pack: Pack | None = None) -> tuple[Issue, ...]:
    return validate_cases((pack or criteria(rules=(a_rule(when=a_record(amount=500)),)),), a_catalogue(), ON, cases)


def test_a_case_on_the_threshold_is_enough() -> None:
    """以上 includes the number: only a case on the number itself shows that it was written so."""
    assert issues_of(a_case(499), a_case(500)) == ()


def test_a_threshold_that_no_case_stands_on_is_told() -> None:
    """Cases on both sides pass whether the rule says 以上 or 超过."""
    (found,) = issues_of(a_case(499), a_case(501))

    assert (found.code, found.severity, found.where.line) == ("untested-boundary", Severity.WARNING, 21)
    assert "wage.order.amount" in found.zh


def test_cases_of_another_pack_do_not_count() -> None:
    """They show what that pack says."""
    assert len(issues_of(a_case(500, pack="rules/cn/other"))) == 1


def test_a_threshold_is_told_once_for_each_release() -> None:
    """Two rules on one figure have one boundary."""
    twice = criteria(
        rules=(a_rule("one", when=a_record(amount=500)), replace(a_rule("two"), when=a_record(amount=500)))
    )

    assert len(issues_of(pack=twice)) == 1
