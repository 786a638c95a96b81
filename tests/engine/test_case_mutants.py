"""Coverage of conditions, surviving mutants, and the case that would kill them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.cases.case import parse_cases
from engine.cases.condition_coverage import coverage_of
from engine.cases.mutants import RuleMutation, mutate_pack
from engine.cases.runs import CaseResult, run_cases
from engine.cases.text import case_text
from engine.conditions import All, AsOf, FieldTest, Literal, Not, Op, Parameter, Partner, RecordLeaf, Records
from engine.facts import Truth
from engine.format import format_text
from engine.pack import Interval, Pack, PackRef, ParameterDef, ParameterValue
from engine.periods import Period
from tests.fakes.packs import ARTICLE, a_catalogue, a_rule, builds_on, criteria

FILE = "rules/cn/wage/cases/arrears.yaml"
ENOUGH = "{case: 成立, facts: [{wage.order: {amount: 10000, decided_on: 2023-01-05}}], expect: {met: [arrears]}"
SHORT = "{case: 不足, facts: [{wage.order: {amount: 9999.99, decided_on: 2023-01-05}}], expect: {not_met: [arrears]}"
EMPTY = "{case: 没有, facts: [], expect: {not_met: [arrears]}"
UNSAID = "{case: 不明, facts: [{wage.order: {decided_on: 2023-01-05}}], expect: {indeterminate: [arrears]}"
WRONG = "{case: 错误, facts: [{wage.order: {decided_on: 2023-01-05}}], expect: {met: [arrears]}"


def heard(pack: Pack, *cases: str) -> tuple[CaseResult, ...]:
    text = "".join(f"- {case}, release: '{pack.ref.version}', as_of: 2023-06-01}}\n" for case in cases)
    parsed, issues = parse_cases(text, FILE, a_catalogue())
    assert issues == ()
    return run_cases(parsed, (pack,), a_catalogue())


def mutation(*cases: str, pack: Pack | None = None) -> RuleMutation:
    pack = pack or criteria()
    [found, *_] = mutate_pack(pack, (pack,), heard(pack, *cases), a_catalogue())
    return found


def surviving(*cases: str, pack: Pack | None = None) -> list[str]:
    return [survivor.mutant.slip.en for survivor in mutation(*cases, pack=pack).survivors]


def test_cases_on_both_sides_of_a_threshold_kill_its_mutants() -> None:
    """Exactly at the figure, and one fen below it."""
    assert surviving(ENOUGH, SHORT) == []


def test_a_case_far_from_the_threshold_lets_its_mutants_live() -> None:
    """Met with nothing beside it: whether the figure is asked at all, nobody would notice."""
    assert "“amount” is not asked" in surviving(ENOUGH)


def test_a_case_that_fails_kills_nothing() -> None:
    """A wrong expectation is no witness."""
    assert mutation(WRONG).tried == 0


def test_the_killer_is_a_case_that_its_author_can_add() -> None:
    """The text that is proposed reads back, is in the agreed layout, passes on the rule, and kills the mutant."""
    pack = criteria()
    [survivor, *_] = mutation(ENOUGH, pack=pack).survivors
    assert survivor.killer is not None
    expect = {"not_met" if survivor.killer.truth is Truth.NOT_MET else "met": "[arrears]"}
    text = case_text("补充", pack.ref.version, survivor.killer.situation, expect, a_catalogue())
    cases, issues = parse_cases(text, FILE, a_catalogue())
    results = (*heard(pack, ENOUGH), *run_cases(cases, (pack,), a_catalogue()))
    [after, *_] = mutate_pack(pack, (pack,), results, a_catalogue())

    assert issues == ()
    assert format_text(text, FILE) == (text, ())
    assert all(result.passed for result in results)
    assert survivor.mutant not in [each.mutant for each in after.survivors]


def dated(op: Op, **more: Any) -> FieldTest:
    return FieldTest(field="decided_on", op=op, **more)


@pytest.mark.parametrize(
    ("test", "slip", "day"),
    [
        (dated(Op.REACHED, period=Period(months=3)), "reached becomes past", date(2023, 3, 1)),
        (dated(Op.PAST, period=Period(months=3)), "past becomes reached", date(2023, 3, 1)),
        (dated(Op.LT, operands=(AsOf(),)), "lt becomes lte", date(2023, 6, 1)),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_one_day_that_tells_two_readings_apart_is_found(test: FieldTest, slip: str, day: date) -> None:
    """三个月以上 or 满三个月, before today or by today: only a record of that very day shows which was meant."""
    pack = criteria(rules=(a_rule(when=RecordLeaf(records=Records(kind="wage.order", where=(test,)))),))
    [survivor] = [each for each in mutation(ENOUGH, pack=pack).survivors if each.mutant.slip.en.endswith(slip)]

    assert survivor.killer is not None
    assert day in [fact.values["decided_on"] for fact in survivor.killer.situation.facts]


def test_a_mutant_that_means_the_same_has_no_killer() -> None:
    """A branch that the other one implies: dropping it changes nothing, and no case can be demanded."""
    amount = lambda bound: RecordLeaf(  # noqa: E731  # two leaves that differ in one number
        records=Records(kind="wage.order", where=(FieldTest(field="amount", op=Op.GTE, operands=(Literal(bound),)),))
    )
    pack = criteria(rules=(a_rule(when=All(children=(amount(1_000_000), amount(500_000)))),))
    found = mutation(ENOUGH, SHORT, pack=pack).survivors
    dropped = [survivor for survivor in found if survivor.mutant.slip.en == "condition 2 is gone"]

    assert [survivor.killer for survivor in dropped] == [None]


def test_a_safeguard_is_killed_by_the_record_that_it_asks_for() -> None:
    """“and no such record beside it”: the missing case has that record, which none of the cases mentions."""
    beside = Partner(
        kind="rumour", same=("amount",), where=(FieldTest(field="amount", op=Op.GTE, operands=(Literal(500),)),)
    )
    pack = criteria(rules=(a_rule(when=RecordLeaf(records=Records(kind="wage.order", without=(beside,)))),))

    found = mutation(
        "{case: 成立, facts: [{wage.order: {amount: 10000, decided_on: 2023-01-05}}], expect: {met: [arrears]}",
        pack=pack,
    )

    [gone] = [one for one in found.survivors if "rumour" in one.mutant.slip.en and "gone" in one.mutant.slip.en]
    assert gone.killer is not None
    assert sorted(fact.kind for fact in gone.killer.situation.facts) == ["rumour", "wage.order"]
    assert gone.killer.truth is Truth.NOT_MET


def test_a_rule_that_others_build_on_is_killed_through_them() -> None:
    """A conclusion nobody names in a case is still tested by the rule that reads it."""
    pack = criteria(rules=(a_rule(), a_rule("repeat", when=builds_on("arrears"))))
    through = "{case: 经由, facts: [{wage.order: {amount: 10000, decided_on: 2023-01-05}}], expect: {met: [repeat]}"
    below = (
        "{case: 不经由, facts: [{wage.order: {amount: 9999.99, decided_on: 2023-01-05}}], expect: {not_met: [repeat]}"
    )

    assert surviving(through, below, pack=pack) == []


def untested(pack: Pack, *cases: str) -> dict[str, set[str]]:
    found = coverage_of(pack, (pack,), heard(pack, *cases), a_catalogue())
    return {condition.name: {str(truth) for truth in condition.untested} for condition in found}


def test_a_condition_is_tested_by_each_truth_that_decides() -> None:
    """Met, not met and unknown: three cases for one leaf."""
    assert untested(criteria(), ENOUGH) == {"record wage.order": {"not_met", "unknown"}}
    assert untested(criteria(), ENOUGH, SHORT, UNSAID) == {"record wage.order": set()}


def test_a_condition_behind_another_one_is_not_tested() -> None:
    """Where the first fails anyway, the second was never put to the test, whatever its own truth."""
    has_any = RecordLeaf(records=Records(kind="wage.order"))
    never = Not(child=has_any, line=3)
    pack = criteria(rules=(a_rule(when=All(children=(a_rule().when, never))),))

    assert untested(pack, SHORT)["record wage.order"] >= {"met", "unknown"}


def test_results_of_another_release_are_left_aside() -> None:
    """A case speaks of the release it was heard under."""
    pack = criteria()
    other = replace(pack, ref=PackRef(pack=pack.ref.pack, version="2099.1", digest="sha256:0"))
    [found, *_] = mutate_pack(other, (other,), heard(pack, ENOUGH, SHORT), a_catalogue())

    assert found.tried == 0


FLOOR = ParameterDef(
    id="floor",
    unit="CNY",
    title="起点",
    values=(
        ParameterValue(value=1_000_000, in_force=Interval(until=date(2023, 1, 1)), basis=(ARTICLE,)),
        ParameterValue(value=2_000_000, in_force=Interval(start=date(2023, 1, 1)), basis=(ARTICLE,)),
    ),
)


def two_laws_below() -> Pack:
    """“up” reads the same on every day; “low”, which it builds on, asks twice as much from 2023 on."""
    from_floor = FieldTest(field="amount", op=Op.GTE, operands=(Parameter("floor"),))
    low = a_rule("low", when=RecordLeaf(records=Records(kind="wage.order", where=(from_floor,))), proposes=None)
    some = FieldTest(field="amount", op=Op.GTE, operands=(Literal(100),))
    any_amount = RecordLeaf(records=Records(kind="wage.order", where=(some,)))
    up = a_rule("up", when=All(children=(builds_on("low"), any_amount)))
    return replace(criteria(rules=(up, low)), parameters={"floor": FLOOR})


def heard_on(packs: tuple[Pack, ...], *told: tuple[str, str]) -> tuple[CaseResult, ...]:
    """Cases about 15 000 yuan, each by the day it is asked on and what it expects of “up”."""
    text = "".join(
        f"- {{case: {day}, facts: [{{wage.order: {{amount: 15000, decided_on: 2022-03-05}}}}], "
        f"expect: {{{expected}: [up]}}, release: '2022.1', as_of: {day}}}\n"
        for day, expected in told
    )
    cases, issues = parse_cases(text, FILE, a_catalogue())
    assert issues == ()
    results = run_cases(cases, packs, a_catalogue())
    assert all(result.passed for result in results)
    return results


OLD_LAW, NEW_LAW = ("2022-06-01", "met"), ("2023-06-01", "not_met")


def test_each_case_is_asked_under_its_own_law_also_for_the_rules_below() -> None:
    """A figure that changes in a rule below must not make a case of the later day seem to notice every slip."""
    pack = two_laws_below()

    def survivors(*told: tuple[str, str]) -> set[str]:
        found = {each.rule: each for each in mutate_pack(pack, (pack,), heard_on((pack,), *told), a_catalogue())}
        return {survivor.mutant.slip.en for survivor in found["up"].survivors}

    assert survivors(OLD_LAW) & survivors(NEW_LAW)
    assert survivors(OLD_LAW, NEW_LAW) == survivors(OLD_LAW) & survivors(NEW_LAW)


def test_a_case_is_asked_under_the_release_of_another_pack_in_force_then() -> None:
    """The rule below may stand in another pack, of which a new release asks for more."""

    def release(version: str, amount: int, during: Interval) -> Pack:
        some = FieldTest(field="amount", op=Op.GTE, operands=(Literal(amount),))
        low = a_rule("low", when=RecordLeaf(records=Records(kind="wage.order", where=(some,))), proposes=None)
        return replace(criteria("rules/cn/base", version, rules=(low,)), in_force=during)

    day = date(2023, 1, 1)
    below = release("1", 1_000_000, Interval(until=day)), release("2", 2_000_000, Interval(start=day))
    up = a_rule(
        "up", when=All(children=(builds_on("low", "rules/cn/base"), RecordLeaf(records=Records(kind="wage.order"))))
    )
    pack = criteria(rules=(up,))
    packs = (pack, *below)

    def survivors(*told: tuple[str, str]) -> set[str]:
        results = heard_on(packs, *told)
        [found] = mutate_pack(pack, packs, results, a_catalogue())
        return {survivor.mutant.slip.en for survivor in found.survivors}

    assert survivors(OLD_LAW) & survivors(NEW_LAW)
    assert survivors(OLD_LAW, NEW_LAW) == survivors(OLD_LAW) & survivors(NEW_LAW)


def test_a_condition_is_tested_by_its_truth_under_the_cases_own_law() -> None:
    """What one law would say of a case of the other must not count as tested, nor what its own law says be lost."""
    pack = two_laws_below()

    def tested(*told: tuple[str, str]) -> set[Truth]:
        found = coverage_of(pack, (pack,), heard_on((pack,), *told), a_catalogue())
        return {truth for each in found if (each.rule, each.name) == ("up", "met low") for truth in each.tested}

    assert (tested(OLD_LAW), tested(NEW_LAW)) == ({Truth.MET}, {Truth.NOT_MET})
    assert tested(OLD_LAW, NEW_LAW) == {Truth.MET, Truth.NOT_MET}
