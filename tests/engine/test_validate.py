"""The checks over a whole library of packs: a sound one passes, each spoiled one is told where and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.catalogue import Catalogue, FieldType
from engine.conditions import All, EntryLeaf, FieldTest, Literal, Not, Op, Partner, RecordLeaf, Records, SubjectLeaf
from engine.issues import Issue, Severity
from engine.local_holidays import LocalHolidays
from engine.pack import (
    Assurance,
    BanTerm,
    Basis,
    Colour,
    Discretion,
    Effect,
    Framework,
    Interval,
    LegalityFloor,
    Level,
    Measure,
    Mode,
    Pack,
    PackKind,
    ParameterDef,
    ParameterValue,
    Propose,
    UnlessClause,
)
from engine.pack.repair import Material, RepairClass, RepairPart, RepairRegime, Requirement, Window
from engine.periods import Period
from engine.validate import CHECKS, validate
from engine.validate.library import Library
from engine.working_days import WorkCalendar
from tests.fakes.packs import (
    ARTICLE,
    ON,
    ORDER,
    a_catalogue,
    a_field,
    a_kind,
    a_list,
    a_measure,
    a_record,
    a_rule,
    a_step,
    builds_on,
    criteria,
    measures,
)


def the_catalogue() -> Catalogue:
    """The usual one, with a matter of public money and past entries as records."""
    known = a_catalogue()
    subsidy = replace(known.matters["procurement.bid"], id="subsidy.project", title="财政补贴")
    history = a_kind("list.entry", fields=(a_field("list", FieldType.TEXT),))
    return replace(
        known,
        matters={**known.matters, subsidy.id: subsidy},
        kinds={**known.kinds, history.id: history},
    )


def issues_of(*packs: Pack, on: date = ON) -> tuple[Issue, ...]:
    return validate(packs, the_catalogue(), on)


def codes(issues: Iterable[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def with_list(pack: Pack, **changes: object) -> Pack:
    return replace(pack, lists={"wage-arrears": replace(a_list(), **changes)})


def with_measure(**changes: object) -> Pack:
    return measures(replace(a_measure(), **changes))


def later(pack: Pack, version: str, **changes: object) -> Pack:
    return replace(pack, ref=replace(pack.ref, version=version), file=f"{pack.ref.pack}/{version}.yaml", **changes)


def a_ban(**changes: object) -> Pack:
    term = BanTerm(scope="procurement", lasts=Period(years=3), lasts_field=None, start_field="decided_on")
    held = replace(a_measure(), upon=None, when=a_record(), lasts=replace(term, **changes))
    return measures(held)


def a_part(name: Material | Requirement | Window) -> RepairPart:
    return RepairPart(id=str(name), title=str(name), basis=(ARTICLE,), line=21)


def a_repair(**parts: Any) -> Pack:
    """A regime from 2022 on, without end: it holds after 2025-06-22 too."""
    ordinary = RepairClass(
        id="ordinary", title="一般", shortest=Period(months=3), longest=Period(years=1), early=True, basis=(ARTICLE,)
    )
    regime = RepairRegime(**{"classes": (ordinary,), "conditions": (), "line": 20, **parts})
    pack = measures(name="rules/cn/repair")
    return replace(pack, kind=PackKind.REPAIR, measures=(), repair=regime)


def a_framework(otherwise: Effect) -> Pack:
    floor = LegalityFloor(
        id="statute",
        effects=(Effect.DENY, Effect.RESTRICT),
        levels=(Level.LAW,),
        in_force=Interval(),
        otherwise=otherwise,
        reason="备忘录不得单独作为依据",
        basis=(ARTICLE,),
        line=40,
    )
    pack = measures(name="rules/cn/framework")
    framework = Framework(floors=(floor,), ceilings=(), reward_bars=())
    return replace(pack, kind=PackKind.FRAMEWORK, measures=(), framework=framework)


def a_parameter(*days: Interval) -> Pack:
    values = tuple(ParameterValue(value=1, in_force=span, basis=(ARTICLE,), line=7) for span in days)
    floor = ParameterDef(id="floor", title="起点", unit="CNY", values=values, line=6)
    return replace(criteria(), parameters={"floor": floor})


def citing(article: str, effect: Effect = Effect.DENY) -> Measure:
    basis = (replace(ARTICLE, article=article),)
    return replace(a_measure("look", effect=effect), basis=basis)


LATE = replace(ARTICLE, source="late")
EARLY = replace(ARTICLE, source="early")
FROM_2024 = {"order": replace(ORDER, in_force=Interval(start=date(2024, 1, 1)))}
AND_2024 = {"order": ORDER, "late": replace(ORDER, id="late", in_force=Interval(start=date(2024, 1, 1)))}
NO_STEPS = {"wage-arrears": replace(a_list(), procedure=())}


def a_floor(*basis: Basis) -> ParameterDef:
    """One value for as long as the release is in force."""
    value = ParameterValue(value=1, in_force=Interval(start=date(2022, 1, 1)), basis=basis, line=7)
    return ParameterDef(id="floor", title="起点", unit="CNY", values=(value,), line=6)


LOCAL = replace(criteria("rules/guizhou/wage"), jurisdiction="520000")
OTHER_LIST = replace(a_list("other-list"), line=13)
UNREAD = replace(ARTICLE, assurance=Assurance.UNVERIFIED)
EXCEPTION = UnlessClause(id="paid", title="已付清", when=a_record(), basis=(), line=24)

LOCAL_ONLY = SubjectLeaf(
    where=(FieldTest(field="region", op=Op.REGION_WITHIN, operands=(Literal("520000"),)),), line=23
)
IN_WORKING_DAYS = FieldTest(field="decided_on", op=Op.WITHIN, period=Period(working_days=5), line=21)
ONCE_LISTED = FieldTest(field="list", op=Op.EQ, operands=(Literal("wage-arears"),), line=21)


def locally_for(term: Period | None) -> Pack:
    """A local pack whose rule proposes the national list for a term of its own."""
    then = Propose(list_id="wage-arrears", term=term, own_term=True)
    pack = criteria("rules/guizhou/wage", rules=(replace(a_rule(), then=then),))
    return replace(pack, jurisdiction="520000", lists={})


SUBSIDY = replace(
    a_measure("grant", effect=Effect.PREFER), applies=replace(a_measure().applies, matters=("subsidy.*",))
)
BY_PRACTICE = {"order": replace(ORDER, level=Level.NORMATIVE_DOCUMENT)}


def local(pack: Pack) -> Pack:
    return replace(pack, ref=replace(pack.ref, pack="memoranda/guizhou/wage"), jurisdiction="520000", file="local.yaml")


def amounts(low: int, high: int | None = None) -> RecordLeaf:
    """From `low` to `high` fen, both included."""
    bounds = ((Op.GTE, low), *(((Op.LTE, high),) if high is not None else ()))
    where = tuple(FieldTest(field="amount", op=op, operands=(Literal(value),), line=21) for op, value in bounds)
    return RecordLeaf(records=Records(kind="wage.order", where=where), line=21)


SPOILED: dict[str, tuple[str, tuple[Pack, ...]]] = {
    "two rules of one id": ("duplicate-id", (criteria(rules=(a_rule(), a_rule())),)),
    "two measures of one id": ("duplicate-id", (criteria(), measures(a_measure(), a_measure()))),
    "two steps of one name": (
        "duplicate-id",
        (with_list(criteria(), procedure=(*a_list().procedure, a_step("notice"))),),
    ),
    "one version in two files": ("duplicate-version", (criteria(), replace(criteria(), file="elsewhere.yaml"))),
    "two national packs with one list": ("duplicate-list", (criteria(), criteria("rules/cn/other"))),
    "a local pack with a national list": ("local-redefines-national", (criteria(), LOCAL)),
    "a correction of another pack": ("corrects-nothing", (replace(criteria(), corrects="rules/cn/x@1"),)),
    "a correction of itself": ("corrects-nothing", (replace(criteria(), corrects="2022.1"),)),
    "two releases on one day": ("overlapping-releases", (criteria(), later(criteria(), "2023.1"))),
    "a local release of a national pack": (
        "jurisdiction-changed",
        (criteria(), later(criteria(), "2", corrects="2022.1", jurisdiction="520000")),
    ),
    "a rule without article": ("no-basis", (criteria(rules=(replace(a_rule(), basis=()),)),)),
    "an exception without article": ("no-basis", (criteria(rules=(replace(a_rule(), unless=(EXCEPTION,)),)),)),
    "a remedy without article": ("no-basis", (with_list(criteria(), remedy="付清工资"),)),
    "a measure without article": ("no-basis", (criteria(), with_measure(basis=()))),
    "a source that is not listed": (
        "unknown-source",
        (criteria(rules=(replace(a_rule(), basis=(replace(ARTICLE, source="ordre"),)),)),),
    ),
    "an article repealed before the rule": (
        "basis-never-in-force",
        (replace(criteria(), sources={"order": replace(ORDER, in_force=Interval(until=date(2022, 1, 1)))}),),
    ),
    "a rule older than its article": (
        "days-without-basis",
        (replace(criteria(rules=(a_rule(),)), sources=FROM_2024, lists=NO_STEPS, mode=Mode.MIRRORED),),
    ),
    "a value older than its article": (
        "days-without-basis",
        (replace(criteria(), sources=AND_2024, parameters={"floor": a_floor(LATE)}),),
    ),
    "a day between two articles": (
        "days-without-basis",
        (
            replace(
                criteria(rules=(replace(a_rule(), basis=(EARLY, LATE)),)),
                sources={**AND_2024, "early": replace(ORDER, id="early", in_force=Interval(until=date(2023, 12, 31)))},
            ),
        ),
    ),
    "a value that overlaps": (
        "value-overlap",
        (a_parameter(Interval(until=date(2024, 1, 2)), Interval(start=date(2024, 1, 1))),),
    ),
    "a value that starts late": (
        "value-gap",
        (a_parameter(Interval(until=date(2023, 1, 1)), Interval(start=date(2024, 1, 1))),),
    ),
    "a value that ends early": ("value-gap", (a_parameter(Interval(until=date(2024, 1, 1))),)),
    "a proposal for no list": ("unknown-list", (criteria(rules=(a_rule(proposes="wage-arears"),)),)),
    "a measure upon no list": ("unknown-list", (criteria(), with_measure(upon="wage-arears"))),
    "an entry on no list": (
        "unknown-list",
        (criteria(rules=(a_rule(when=All(children=(a_record(), EntryLeaf(list_id="nowhere")))),)),),
    ),
    "a rule built on none": ("unknown-rule", (criteria(rules=(a_rule(when=builds_on("ghost")),)),)),
    "an unknown authority": ("unknown-department", (replace(criteria(), authority="labor"),)),
    "an unknown executor": ("unknown-department", (criteria(), with_measure(executor="finnance"))),
    "an unknown role": (
        "unknown-role",
        (criteria(), with_measure(applies=replace(a_measure().applies, roles=("subject", "cousin")))),
    ),
    "an unknown scope": ("unknown-scope", (criteria(), a_ban(scope="everything"))),
    "a pattern without matter": (
        "unknown-matter",
        (criteria(), with_measure(applies=replace(a_measure().applies, matters=("procurment.*",)))),
    ),
    "an unknown stage": (
        "unknown-stage",
        (criteria(), with_measure(applies=replace(a_measure().applies, stages=("review", "later")))),
    ),
    "a list decided elsewhere": (
        "mode-differs",
        (
            replace(criteria(), mode=Mode.MIRRORED),
            replace(criteria("rules/cn/more"), lists={"other-list": OTHER_LIST}),
        ),
    ),
    "no notice before the decision": ("no-due-process", (with_list(criteria(), procedure=a_list().procedure[1:]),)),
    "notice that may be left out": (
        "no-due-process",
        (with_list(criteria(), procedure=(a_step("notice", required=False), *a_list().procedure[1:])),),
    ),
    "a rumour as ground": ("unfit-record", (criteria(rules=(a_rule(when=a_record("rumour")),)),)),
    "a rumour through another rule": (
        "unfit-record",
        (criteria(rules=(a_rule(when=builds_on("said")), a_rule("said", when=a_record("rumour"), proposes=None))),),
    ),
    "a rumour as partner": (
        "unfit-record",
        (
            criteria(
                rules=(
                    a_rule(
                        when=RecordLeaf(
                            records=Records(kind="wage.order", with_=(Partner(kind="rumour", same=("amount",)),)),
                        )
                    ),
                )
            ),
        ),
    ),
    "a ban that rests on a rumour": (
        "unfit-record",
        (criteria(), replace(a_ban(), measures=(replace(a_ban().measures[0], when=a_record("rumour")),))),
    ),
    "a ban without record": (
        "ban-without-record",
        (criteria(), replace(a_ban(), measures=(replace(a_ban().measures[0], when=Not(child=a_record())),))),
    ),
    "a ban dated by money": ("ban-date", (criteria(), a_ban(start_field="amount"))),
    "while listed on no list": ("no-list-to-last", (criteria(), with_measure(upon=None, when=a_record()))),
    "discretion that bars": ("may-with-deny", (criteria(), with_measure(discretion=Discretion.MAY))),
    "punishment upon a watch list": (
        "punishes-upon-watch",
        (with_list(criteria(), colour=Colour.WATCH), with_measure(effect=Effect.RESTRICT)),
    ),
    "a bar beside a reward": (
        "deny-beside-reward",
        (criteria(), measures(a_measure(), a_measure("bonus", effect=Effect.PREFER))),
    ),
    "an id that leads to another list": (
        "changed-id",
        (
            replace(criteria(), in_force=Interval(start=date(2020, 1, 1), until=date(2022, 1, 1))),
            later(criteria(rules=(a_rule(proposes=None),)), "2023.1"),
        ),
    ),
    "an id that comes back": (
        "reused-id",
        (
            replace(criteria(), in_force=Interval(start=date(2020, 1, 1), until=date(2022, 1, 1))),
            later(
                criteria(rules=(a_rule("other"),)),
                "2023.1",
                in_force=Interval(start=date(2022, 1, 1), until=date(2024, 1, 1)),
            ),
            later(criteria(), "2024.1", in_force=Interval(start=date(2024, 1, 1))),
        ),
    ),
    "a past entry on no list": (
        "unknown-list",
        (criteria(rules=(a_rule(when=RecordLeaf(records=Records(kind="list.entry", where=(ONCE_LISTED,)))),)),),
    ),
    "working days of no calendar": (
        "no-working-days",
        (criteria(rules=(a_rule(when=RecordLeaf(records=Records(kind="wage.order", where=(IN_WORKING_DAYS,)))),)),),
    ),
    "a shorter local term": ("loosens-national-law", (criteria(), locally_for(Period(years=1)))),
    "a local term where the nation has no end": (
        "loosens-national-law",
        (with_list(criteria(), term=None), locally_for(Period(years=9))),
    ),
    "a milder local measure": (
        "loosens-national-law",
        (criteria(), measures(), local(measures(a_measure("look", effect=Effect.REVIEW)))),
    ),
    "a milder local measure that names the item the nation left open": (
        "loosens-national-law",
        (criteria(), measures(citing("5(1)")), local(measures(citing("5 item 1", effect=Effect.REVIEW)))),
    ),
    "public money by practice": (
        "reward-without-statute",
        (criteria(), replace(measures(SUBSIDY), sources=BY_PRACTICE)),
    ),
    "a reward for locals": (
        "local-preference",
        (with_list(criteria(rules=(a_rule(when=LOCAL_ONLY),)), colour=Colour.RED),),
    ),
    "repair of no list": ("unknown-list", (criteria(), a_repair(lists=("no-such-list",)))),
    "repair that asks for a report": ("asks-too-much", (a_repair(materials=(a_part(Material.CREDIT_REPORT),)),)),
    "repair that asks for training": ("asks-too-much", (a_repair(conditions=(a_part(Requirement.TRAINING),)),)),
    "repair without an article": (
        "no-basis",
        (a_repair(windows=(replace(a_part(Window.CREDIT_CHINA), basis=()),)),),
    ),
    "a floor that makes heavier": ("floor-not-lighter", (a_framework(Effect.RESTRICT),)),
}


def test_a_local_rule_without_fixed_end_is_not_shorter_than_the_list() -> None:
    """`term: none` lists for longest: it loosens nothing, and no shorter local term hides behind it."""
    assert "loosens-national-law" not in [issue.code for issue in issues_of(criteria(), locally_for(None))]


@pytest.mark.parametrize(("code", "packs"), SPOILED.values(), ids=SPOILED)
def test_each_fault_is_refused_in_both_languages(code: str, packs: tuple[Pack, ...]) -> None:
    """A pack with a fault of law or reference must not load, and its author must read where, why and what to do."""
    found = [issue for issue in issues_of(*packs) if issue.severity is Severity.ERROR]

    assert set(codes(found)) == {code}
    assert all(issue.zh and issue.en and issue.hint_zh and issue.hint_en and issue.where.file for issue in found)


def test_a_sound_library_has_nothing_to_say() -> None:
    """A check that cries at lawful packs teaches people to ignore it."""
    assert issues_of(criteria(), measures()) == ()


def test_all_faults_are_told_at_once() -> None:
    """An author who must fix one fault to see the next gives up."""
    spoiled = criteria(rules=(replace(a_rule(), basis=()), replace(a_rule("late", when=a_record("rumour")), line=25)))

    found = issues_of(spoiled, with_measure(executor="nobody", discretion=Discretion.MAY))

    assert codes(found) == ["may-with-deny", "unknown-department", "no-basis", "unfit-record"]


def test_every_check_can_fail() -> None:
    """A check that no spoiled library and no warning below reaches would be decoration."""
    silent = {check.__name__ for check in CHECKS} - {
        check.__name__
        for check in CHECKS
        for packs in (*(packs for _, packs in SPOILED.values()), *WARNED.values(), CIRCLE)
        if list(check(_library(packs)))
    }

    assert silent == set()


def _library(packs: tuple[Pack, ...]) -> Library:
    unrecorded = LocalHolidays(area="999100", title="示例自治州", gap="没有读到")
    return Library(packs=packs, catalogue=replace(the_catalogue(), local_holidays={"999100": unrecorded}), on=ON)


CIRCLE = (
    criteria(rules=(a_rule("a", when=builds_on("b")), a_rule("b", when=builds_on("c", "rules/cn/far")))),
    replace(criteria("rules/cn/far", rules=(a_rule("c", when=builds_on("a")),)), lists={}),
)


def test_a_circle_is_printed_once_with_every_rule_on_it() -> None:
    """Rules that build on each other have no order of evaluation; the author must see the whole way round."""
    found = [issue for issue in issues_of(*CIRCLE) if issue.code == "cycle"]

    assert [issue.zh for issue in found] == [
        "规则循环引用：rules/cn/far#c → rules/cn/wage#a → rules/cn/wage#b → rules/cn/far#c。"
    ]


def test_rules_of_releases_that_are_never_in_force_together_make_no_circle() -> None:
    """The old release may have built the other way round: on no day is there a circle."""
    first = criteria(rules=(a_rule("a", when=builds_on("b")), a_rule("b")))
    first = replace(first, in_force=Interval(start=date(2020, 1, 1), until=date(2022, 1, 1)))
    second = later(criteria(), "2023.1", rules=(a_rule("b", when=builds_on("a")), a_rule("a")))

    assert issues_of(first, second) == ()


def test_a_correction_may_overlap_what_it_corrects() -> None:
    """It is the one lawful overlap (docs/pack-format.md): only one of the two is in force on any day."""
    corrected = later(criteria(), "2022.2", corrects="2022.1")
    again = later(criteria(), "2022.3", corrects="2022.2")

    assert issues_of(criteria(), corrected, again) == ()


def test_two_corrections_of_one_release_overlap() -> None:
    """Nobody could say which of them is in force."""
    one = later(criteria(), "2022.2", corrects="2022.1")
    other = later(criteria(), "2022.3", corrects="2022.1")

    assert codes(issues_of(criteria(), one, other)) == ["overlapping-releases"]


def test_releases_that_follow_each_other_do_not_overlap() -> None:
    """`until` is exclusive: the day one ends is the day the next begins."""
    ended = replace(criteria(), in_force=Interval(start=date(2022, 1, 1), until=date(2023, 1, 1)))
    following = later(criteria(), "2023.1", in_force=Interval(start=date(2023, 1, 1)))

    assert issues_of(ended, following) == ()


def test_what_only_an_exception_reads_may_be_any_record() -> None:
    """An exception speaks for the subject: it need not come from an effective document."""
    exception = UnlessClause(id="doubt", title="存疑", when=a_record("rumour"), basis=(ARTICLE,), line=24)
    without = RecordLeaf(records=Records(kind="wage.order", without=(Partner(kind="rumour", same=("amount",)),)))

    assert issues_of(criteria(rules=(replace(a_rule(when=without), unless=(exception,)),))) == ()


def test_a_red_list_may_rest_on_any_record_and_needs_four_eyes_only() -> None:
    """Due process guards those against whom something is decided; a reward still needs two officers."""
    steps = (a_step("decision"), a_step("approval"))
    pack = criteria(rules=(a_rule(when=a_record("rumour")),))

    assert issues_of(with_list(pack, colour=Colour.RED, procedure=steps)) == ()
    assert codes(issues_of(with_list(pack, colour=Colour.RED, procedure=steps[:1]))) == ["no-due-process"]


def test_a_mirrored_list_needs_no_procedure_here() -> None:
    """Its own authority has decided; we only take the entry over."""
    assert issues_of(with_list(replace(criteria(), mode=Mode.MIRRORED), procedure=())) == ()


def test_a_bar_and_a_reward_pass_once_either_says_which_gives_way() -> None:
    """`excludes` on one side resolves the contradiction; other matters, stages or days never had one."""
    bonus = a_measure("bonus", effect=Effect.PREFER)
    elsewhere = replace(bonus, applies=replace(bonus.applies, stages=("decision",)))
    over = replace(measures(bonus, name="memoranda/cn/old"), in_force=Interval(until=date(2022, 1, 1)))

    assert codes(issues_of(criteria(), measures(replace(a_measure(), excludes=("reward.*",)), bonus))) == []
    assert codes(issues_of(criteria(), measures(a_measure(), replace(bonus, excludes=("no-procurement",))))) == []
    assert "deny-beside-reward" not in codes(issues_of(criteria(), measures(a_measure(), elsewhere)))
    assert "deny-beside-reward" not in codes(issues_of(criteria(), measures(), over))


LAPSING = replace(criteria(), sources={"order": replace(ORDER, in_force=Interval(until=date(2026, 8, 1)))})
DOOR = replace(ORDER, id="fair", title="公平竞争审查条例", in_force=Interval(start=date(2024, 8, 1)))
BEHIND_THE_DOOR = replace(
    criteria(
        rules=(replace(a_rule(when=LOCAL_ONLY), basis=(ARTICLE, replace(ARTICLE, source="fair", article="12 item 3"))),)
    ),
    sources={"order": ORDER, "fair": DOOR},
)
WARNED: dict[str, tuple[Pack, ...]] = {
    "local-preference": (with_list(BEHIND_THE_DOOR, colour=Colour.RED),),
    "reward-without-statute": (
        criteria(),
        replace(measures(SUBSIDY), sources={"order": replace(ORDER, level=Level.CENTRAL_POLICY)}),
    ),
    "gap-between-bands": (
        criteria(
            rules=(a_rule("small", when=amounts(100, 900)), replace(a_rule("large", when=amounts(1_000)), line=25))
        ),
    ),
    "outside-range": (criteria(rules=(a_rule(when=a_record(amount=0)),)),),
    "open-level": (
        replace(
            criteria(rules=(replace(a_rule(), basis=(replace(ARTICLE, article="6(1)"),)),)),
            file="rules/cn/wage/draft.yaml",
        ),
    ),
    "never-asked": (criteria(), with_measure(applies=replace(a_measure().applies, stages=("decision",)))),
    "unreached-measure": (criteria(rules=(a_rule(proposes=None),)), measures()),
    "unverified-basis": (criteria(rules=(replace(a_rule(), basis=(UNREAD,)),)),),
    "basis-lapses": (LAPSING,),
    "gap": (replace(criteria(), gaps=("第5条第3项",)),),
}


@pytest.mark.parametrize("code", WARNED)
def test_what_deserves_a_look_warns_and_lets_the_pack_in(code: str) -> None:
    """Lawful but doubtful: the author is told, the law in force is not kept out."""
    found = issues_of(*WARNED[code])

    assert codes(found) == [code]
    assert found[0].severity is (Severity.GAP if code == "gap" else Severity.WARNING)


def test_a_basis_that_lapses_far_off_or_with_the_release_is_no_warning() -> None:
    """A warning a year ahead is noise, and a release that ends with its basis is as it should be."""
    ended = replace(LAPSING, in_force=Interval(start=date(2022, 1, 1), until=date(2026, 8, 1)))

    assert issues_of(LAPSING, on=date(2025, 8, 1)) == ()
    assert issues_of(ended) == ()


def test_the_days_without_a_basis_are_named() -> None:
    """An entry must not be proposed on a day on which its document did not apply; the author needs the days."""
    pack = replace(criteria(), sources=AND_2024, parameters={"floor": a_floor(LATE)})

    (found,) = (issue for issue in issues_of(pack) if issue.severity is Severity.ERROR)

    assert found.where.line == 7
    assert "自 2022-01-01 至 2024-01-01 前没有施行中的依据。" in found.zh


def test_articles_that_follow_each_other_leave_no_day_without_basis() -> None:
    """The old document holds until the day the new one takes over; what goes on after the last is only warned of."""
    old = replace(ORDER, id="early", in_force=Interval(until=date(2024, 1, 1)))
    sources = {**AND_2024, "early": old}
    both = criteria(rules=(replace(a_rule(), basis=(LATE, EARLY)),))
    first = criteria(rules=(replace(a_rule(), basis=(EARLY,)),))

    for pack in (both, first):
        assert "days-without-basis" not in codes(issues_of(replace(pack, sources=sources)))


def test_a_remedy_without_article_is_told_its_own_key() -> None:
    """`basis` under a list would be an unknown key: the author must read `remedy_basis`."""
    (found,) = (each for each in issues_of(with_list(criteria(), remedy="付清工资")) if each.code == "no-basis")

    assert "remedy_basis" in found.hint_zh
    assert "remedy_basis" in found.hint_en


def test_what_an_overlap_advises_is_lawful_and_works() -> None:
    """A published release cannot be given an end: the later one takes its place by `corrects`."""
    (found,) = (
        each for each in issues_of(criteria(), later(criteria(), "2023.1")) if each.code == "overlapping-releases"
    )
    start = Interval(start=date(2023, 1, 1))

    assert 'corrects: "2022.1"' in found.hint_zh
    assert "不得改动" in found.hint_zh
    assert issues_of(criteria(), later(criteria(), "2023.1", corrects="2022.1", in_force=start), measures()) == ()


def test_steps_left_out_are_named_in_chinese() -> None:
    """The law's words first, the id to write behind them."""
    (found,) = (each for each in issues_of(with_list(criteria(), procedure=())) if each.code == "no-due-process")

    assert "缺少必经步骤：事先告知（notice）、听取陈述申辩（statement）、作出决定（decision）" in found.zh


def test_a_list_nobody_knows_is_answered_with_those_there_are() -> None:
    """Without a near word the author needs the names to choose from."""
    (found,) = (each for each in issues_of(criteria(), with_measure(upon="xyz")) if each.code == "unknown-list")

    assert f"可用：wage-arrears（{a_list().title}）" in found.hint_zh


def test_one_read_article_is_enough() -> None:
    """A part with a verified article is not unverified because a second citation is."""
    rule = replace(a_rule(), basis=(ARTICLE, Basis(source="order", article="6", assurance=Assurance.UNVERIFIED)))

    assert issues_of(criteria(rules=(rule,))) == ()


def test_a_mirrored_list_reaches_its_measures_without_rules() -> None:
    """Entries come by import, so the measure is reached."""
    mirrored = replace(criteria(rules=(a_rule(proposes=None),)), mode=Mode.MIRRORED)

    assert issues_of(mirrored, measures()) == ()


def test_the_message_names_file_line_and_likely_word() -> None:
    """The author finds the place and sees what was probably meant."""
    rule = replace(a_rule(), then=Propose(list_id="wage-arears"), line=33)

    (found,) = (issue for issue in issues_of(criteria(rules=(rule,))) if issue.severity is Severity.ERROR)

    assert found.line() == "rules/cn/wage/2022.1.yaml:33 没有名单“wage-arears”。是否指“wage-arrears”？"


def test_an_article_may_move_and_a_threshold_change_under_one_id() -> None:
    """That is what releases are for: the id says which limb it is, the release what the law then asked."""
    before = replace(criteria(), in_force=Interval(start=date(2020, 1, 1), until=date(2022, 1, 1)))
    moved = replace(a_rule(when=a_record(amount=5)), basis=(replace(ARTICLE, article="8"),))

    assert issues_of(before, later(criteria(rules=(moved,)), "2022.2")) == ()


def test_a_corrected_release_does_not_bind_the_ids() -> None:
    """A mistake in what an id leads to is corrected like any other: it never rightly led there."""
    right = later(criteria(rules=(a_rule(proposes=None),)), "2022.2", corrects="2022.1")

    assert issues_of(criteria(), right) == ()


def test_a_published_calendar_of_the_time_is_enough_and_missing_years_are_told() -> None:
    """Old years without a calendar make answers unknown, not wrong: a warning; a calendar of other years is none."""
    when = RecordLeaf(records=Records(kind="wage.order", where=(IN_WORKING_DAYS,)))
    pack = criteria(rules=(a_rule(when=when),))

    def found(first: date, last: date) -> list[str]:
        calendar = WorkCalendar(first=first, last=last)
        return codes(validate((pack,), replace(the_catalogue(), calendar=calendar), ON))

    assert found(date(2022, 1, 1), date(2026, 12, 31)) == []
    assert found(date(2025, 1, 1), date(2026, 12, 31)) == ["working-days-in-part"]
    assert found(date(2015, 1, 1), date(2016, 12, 31)) == ["no-working-days"]


def test_bands_that_join_or_differ_in_more_are_no_gap() -> None:
    """Only what is one scale of one figure is held to be without holes."""
    joined = criteria(rules=(a_rule("small", when=amounts(100, 999)), a_rule("large", when=amounts(1_000))))
    other = All(children=(amounts(1_000), a_record(amount=7)))
    apart = criteria(rules=(a_rule("small", when=amounts(100, 900)), a_rule("large", when=other)))

    assert issues_of(joined) == ()
    assert issues_of(apart) == ()


def test_the_example_of_a_gap_is_shown_in_yuan() -> None:
    """Fen are ours; the author wrote yuan."""
    (found,) = issues_of(*WARNED["gap-between-bands"])

    assert found.zh == "规则“small”与“large”的“amount”两档之间有空档（2022-01-01 起），例如 9.01 元。"


def test_a_local_measure_may_add_to_a_national_one() -> None:
    """Milder upon the same cause but resting on another article is a measure of its own."""
    added = replace(a_measure("look", effect=Effect.REVIEW), basis=(replace(ARTICLE, article="9"),))
    heavier = a_measure("bar", effect=Effect.DENY)

    assert issues_of(criteria(), measures(), local(measures(added))) == ()
    assert issues_of(criteria(), measures(), local(measures(heavier))) == ()


def test_speed_and_public_money_on_a_statute_are_no_unlawful_advantage() -> None:
    """公平竞争审查条例 art. 10 is about cost; quick handling costs nobody, and a statute may prefer."""
    quick = replace(SUBSIDY, effect=Effect.FAST_TRACK)
    old = replace(
        measures(SUBSIDY), sources=BY_PRACTICE, in_force=Interval(start=date(2022, 1, 1), until=date(2024, 8, 1))
    )

    assert issues_of(criteria(), measures(SUBSIDY)) == ()
    assert issues_of(criteria(), replace(measures(quick), sources=BY_PRACTICE)) == ()
    assert issues_of(criteria(), old) == ()
