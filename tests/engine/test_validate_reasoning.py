"""What only reasoning shows of a library: rules never met, idle exceptions, rules that add nothing, looser local law."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from engine.conditions import (
    All,
    Condition,
    Count,
    CountLeaf,
    FieldTest,
    Literal,
    Not,
    NumberTest,
    Op,
    Partner,
    RecordLeaf,
    Records,
)
from engine.issues import Issue, Severity
from engine.pack import Interval, Pack, Propose, Rule, UnlessClause
from engine.periods import Period
from engine.solver import terms
from engine.validate import reason
from tests.fakes.packs import ARTICLE, ON, ORDER, a_catalogue, a_list, a_measure, a_record, a_rule, criteria, measures


def issues_of(*packs: Pack) -> tuple[Issue, ...]:
    return reason(packs, a_catalogue(), ON)


def codes(issues: Iterable[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def amount(op: Op, value: int, line: int) -> FieldTest:
    return FieldTest(field="amount", op=op, operands=(Literal(value),), line=line)


def a_record_of(*where: FieldTest) -> RecordLeaf:
    return RecordLeaf(records=Records(kind="wage.order", where=where), line=21)


def a_rule_at(line: int, name: str, when: Condition, **changes: object) -> Rule:
    return replace(a_rule(name, when=when), line=line, **changes)


def an_exception(when: Condition) -> UnlessClause:
    return UnlessClause(id="paid", title="已付清", when=when, basis=(ARTICLE,), line=24)


def local(*rules: Rule) -> Pack:
    return replace(criteria("rules/guizhou/wage", rules=rules), jurisdiction="520000", lists={})


IMPOSSIBLE = a_record_of(amount(Op.GTE, 1_000, 22), amount(Op.LT, 1_000, 23))
MANY = CountLeaf(
    figure=Count(records=Records(kind="wage.order")),
    is_=(NumberTest(op=Op.GTE, operands=(Literal(40),)),),
    line=21,
)


def test_a_sound_library_has_nothing_to_say() -> None:
    """A warning at every check would be read at none."""
    assert issues_of(criteria(), measures()) == ()


def test_a_rule_that_can_never_be_met_is_told_with_the_tests_that_clash() -> None:
    """The author sees where to look: both lines, in his own words."""
    (found,) = issues_of(criteria(rules=(a_rule(when=IMPOSSIBLE),)))

    assert (found.code, found.severity) == ("never-met", Severity.WARNING)
    assert found.zh == "规则“arrears”永远不会成立：第22行的“amount gte”、第23行的“amount lt”互相排斥。"


def test_an_exception_that_takes_away_the_whole_rule_is_named() -> None:
    """Each part is sound by itself."""
    taken = replace(a_rule(when=a_record(amount=900)), unless=(an_exception(a_record(amount=100)),))

    (found,) = issues_of(criteria(rules=(taken,)))

    assert found.code == "never-met"
    assert "例外“paid”" in found.zh


def test_an_exception_that_can_never_apply_is_told() -> None:
    """It promises the subject a way out that does not exist."""
    idle = replace(a_rule(), unless=(an_exception(IMPOSSIBLE),))

    assert codes(issues_of(criteria(rules=(idle,)))) == ["idle-exception"]


def test_a_measure_whose_condition_can_never_be_met_is_told() -> None:
    """Its ban would never be made."""
    held = measures(replace(a_measure(), upon=None, when=IMPOSSIBLE))

    assert codes(issues_of(criteria(), held)) == ["never-met"]


def test_a_rule_that_adds_nothing_is_told_whatever_its_words() -> None:
    """Found by meaning: `not (less than 500)` is `500 or more`, and 1000 or more is within it."""
    wide = a_rule_at(25, "wide", Not(child=Not(child=a_record_of(amount(Op.GTE, 500, 25)))))
    narrow = a_rule_at(30, "narrow", a_record_of(amount(Op.GT, 999, 30)))

    (found,) = issues_of(criteria(rules=(wide, narrow)))

    assert (found.code, found.where.line) == ("subsumed-rule", 30)
    assert "rules/cn/wage#wide" in found.zh


def test_of_two_rules_that_say_the_same_the_later_is_told() -> None:
    """Otherwise each would be told to go."""
    once, twice = a_rule_at(25, "once", a_record()), a_rule_at(30, "twice", a_record())

    assert [issue.where.line for issue in issues_of(criteria(rules=(once, twice)))] == [30]


def test_rules_with_other_consequences_do_not_take_each_other_in() -> None:
    """The narrower rule lists for longer: that is what it adds."""
    wide = a_rule_at(25, "wide", a_record(amount=500))
    longer = a_rule_at(
        30, "longer", a_record(amount=1_000), then=Propose(list_id="wage-arrears", term=Period(years=5), own_term=True)
    )

    assert issues_of(criteria(rules=(wide, longer))) == ()


def test_what_is_possible_under_one_value_is_no_warning() -> None:
    """A rule is never met only if it is so on every day of its release."""
    fitting = criteria(rules=(a_rule(when=a_record(amount=5)),))
    before = replace(
        criteria(rules=(a_rule(when=IMPOSSIBLE),)),
        ref=replace(criteria().ref, version="2020.1"),
        in_force=Interval(start=date(2020, 1, 1), until=date(2022, 1, 1)),
        file="rules/cn/wage/2020.1.yaml",
    )

    assert [issue.where.file for issue in issues_of(before, fitting)] == ["rules/cn/wage/2020.1.yaml"]


def test_what_the_solver_cannot_tell_is_counted_and_named() -> None:
    """An open question is not a clean bill."""
    (found,) = issues_of(criteria(rules=(a_rule(when=MANY),)))

    assert (found.code, found.severity) == ("solver-cannot-tell", Severity.WARNING)
    assert found.zh.startswith("求解器无法判断 1 个问题：规则“arrears”能否成立（")


def test_without_a_solver_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence would read as “nothing found”."""
    monkeypatch.setattr(terms, "z3", None)

    (found,) = issues_of(criteria(rules=(a_rule(when=IMPOSSIBLE),)))

    assert (found.code, found.severity) == ("no-solver", Severity.WARNING)


def test_a_local_rule_that_lists_fewer_is_refused() -> None:
    """A province may not raise the threshold of a national article."""
    (found,) = issues_of(criteria(rules=(a_rule(when=a_record(amount=500)),)), local(a_rule(when=a_record(amount=900))))

    assert (found.code, found.severity, found.where.file) == (
        "loosens-national-law",
        Severity.ERROR,
        "rules/guizhou/wage/2022.1.yaml",
    )


def test_a_local_rule_that_lists_as_many_or_more_is_not_refused() -> None:
    """Repeating national law, by one rule or by several that together list as many, takes nothing from it."""
    nation = criteria(rules=(a_rule(when=a_record(amount=500)),))
    below, above = (
        a_rule_at(line, name, a_record_of(*tests))
        for line, name, tests in (
            (25, "below", (amount(Op.GTE, 500, 25), amount(Op.LT, 900, 25))),
            (30, "above", (amount(Op.GTE, 900, 30),)),
        )
    )

    assert issues_of(nation, local(a_rule(when=a_record(amount=500)))) == ()
    assert issues_of(nation, local(a_rule(when=a_record(amount=400)))) == ()
    assert issues_of(nation, local(below, above)) == ()


def test_a_local_rule_of_another_article_and_list_is_its_own() -> None:
    """Only what rests on one article or fills one list is compared."""
    other = replace(a_rule(when=a_record(amount=900), proposes="local-list"), basis=(replace(ARTICLE, article="9"),))
    pack = replace(local(other), lists={"local-list": a_list("local-list")})

    assert issues_of(criteria(rules=(a_rule(when=a_record(amount=500)),)), pack) == ()


def test_a_local_list_of_the_same_article_with_a_shorter_term_is_refused() -> None:
    """The same conduct under the same article would count for less in one province."""
    listed = replace(a_list("local-list"), term=Period(years=1))
    pack = replace(local(a_rule(proposes="local-list")), lists={"local-list": listed})

    assert codes(issues_of(criteria(), pack)) == ["loosens-national-law"]
    assert issues_of(criteria(), replace(pack, lists={"local-list": replace(listed, term=None)})) == ()


def test_what_cannot_be_compared_is_told_and_not_refused() -> None:
    """A refusal needs proof."""
    nation = criteria(rules=(a_rule(when=a_record(amount=500)),))
    unclear = All(children=(a_record(amount=900), MANY))

    found = issues_of(nation, local(a_rule(when=unclear)))

    assert {issue.severity for issue in found} == {Severity.WARNING}
    assert set(codes(found)) == {"solver-cannot-tell"}


def test_partners_are_understood() -> None:
    """With and without one and the same record no order can stand: the clash is in the leaf itself."""
    partner = Partner(kind="rumour", same=("amount",))
    both = RecordLeaf(records=Records(kind="wage.order", with_=(partner,), without=(partner,)), line=21)

    (found,) = issues_of(criteria(rules=(a_rule(when=both),)))

    assert found.zh == "规则“arrears”永远不会成立：第21行的“rumour、wage.order”本身不能成立。"


def test_the_document_not_the_name_of_the_source_is_compared() -> None:
    """Two packs may call one document by different names in `sources`."""
    renamed = replace(
        local(replace(a_rule(when=a_record(amount=900), proposes="local-list"), basis=(replace(ARTICLE, source="o"),))),
        sources={"o": replace(ORDER, id="o")},
        lists={"local-list": a_list("local-list")},
    )

    assert codes(issues_of(criteria(rules=(a_rule(when=a_record(amount=500)),)), renamed)) == ["loosens-national-law"]


def test_only_the_files_asked_about_are_reasoned_about() -> None:
    """Who edits one pack waits for one pack; the others stand beside it and are not asked themselves."""
    one = criteria("rules/cn/one", rules=(a_rule_at(20, "never", IMPOSSIBLE),))
    other = replace(criteria("rules/cn/other", rules=(a_rule_at(20, "never", IMPOSSIBLE),)), lists={})
    heard: list[int] = []

    whole = reason((one, other), a_catalogue(), ON)
    found = reason((one, other), a_catalogue(), ON, {one.file}, heard.append)

    assert {issue.where.file for issue in whole} == {one.file, other.file}
    assert found == tuple(issue for issue in whole if issue.where.file == one.file)
    assert heard == sorted(heard) != []
