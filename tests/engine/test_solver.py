"""What the solver answers about single conditions: each YES is confirmed by the direct engine on its witness."""

from dataclasses import replace
from datetime import date

import pytest

from engine.catalogue import Catalogue
from engine.compile import compile_program
from engine.conditions import (
    All,
    AnyOf,
    AsOf,
    BanLeaf,
    Condition,
    EntryLeaf,
    FieldOf,
    Held,
    MetLeaf,
    Not,
    Op,
    Parameter,
    Partner,
    SubjectLeaf,
)
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.pack import Interval
from engine.periods import Period
from engine.solver import (
    Answer,
    Bounds,
    CannotTell,
    Criterion,
    Law,
    TooLarge,
    Verdict,
    can_be_met,
    can_fire,
    contradictory,
    gap_between,
    subsumes,
    terms,
)
from engine.working_days import WorkCalendar
from tests.fakes.conditions import check, count, extreme, record, records, share, total, window
from tests.fakes.programs import CATALOGUE, TODAY, pack, parameter, rule

YEARS = WorkCalendar(
    first=date(2024, 1, 1), last=date(2025, 12, 31), days_off=frozenset({date(2025, 5, 1), date(2025, 5, 2)})
)
WITH_CALENDAR = replace(CATALOGUE, calendar=YEARS, scopes={"food": "食品", "salt": "食盐"})


def truth(condition: Condition, where: Situation, catalogue: Catalogue) -> Truth:
    program = compile_program((pack(rule("r", condition)),), catalogue, TODAY)
    return compile_direct(program)(where).rules[0]


def asked(*clauses: Condition, catalogue: Catalogue = WITH_CALENDAR) -> Answer:
    """The answer; a YES is held to the direct engine first."""
    answer = can_be_met(clauses, catalogue)
    if answer.verdict is Verdict.YES:
        assert answer.witness is not None
        assert truth(All(children=clauses), answer.witness, catalogue) is Truth.MET
    return answer


HIGH, LOW = check("amount", Op.GTE, 1_000), check("amount", Op.LT, 500)
STAY = Partner(kind="decision", same=("case_no",))
GONE = Partner(kind="finding", same=("case_no",))
FOOD, SALT, ALL_TRADES = (BanLeaf(scope=scope) for scope in ("food", "salt", "any"))
LISTED_THEN = EntryLeaf(list_id="wage-list", of="manager", held=Held.START)
LISTED_NOW = EntryLeaf(list_id="wage-list", of="manager")
SINCE_LONG = EntryLeaf(list_id="wage-list", where=(window(Op.PAST, "P3Y", field="start"),))
SINCE_SHORT = EntryLeaf(list_id="wage-list", where=(window(Op.WITHIN, "P2Y", field="start"),))

POSSIBLE: dict[str, tuple[Condition, ...]] = {
    "two records may differ": (record(HIGH), record(LOW)),
    "a month may have 31 days": (record(window(Op.WITHIN, "P1M"), window(Op.PAST, "P30D")),),
    "a month may have 28 days": (record(window(Op.PAST, "P1M"), window(Op.WITHIN, "P29D")),),
    "a leap year has one day more": (record(window(Op.WITHIN, "P1Y"), window(Op.PAST, "P365D")),),
    "last year may be yesterday": (record(check("on", Op.IN_YEAR, -1), window(Op.WITHIN, "P1D")),),
    "working days may take longer than days": (record(window(Op.WITHIN, "P5WD"), window(Op.PAST, "P8D")),),
    "a month is reached on its last day": (record(window(Op.REACHED, "P1M"), window(Op.WITHIN, "P1M")),),
    "on the last day there is every period ends": (record(window(Op.REACHED, "P1M"), window(Op.WITHIN, "P27D")),),
    "a day of the subject may lie ahead": (SubjectLeaf(where=(check("on", Op.GT, AsOf()),)),),
    "three within a span": (count(Op.GTE, 3, span=Period(months=1)),),
    "two kinds of case": (count(Op.GTE, 2, distinct="sort"),),
    "two fines at most 500 make 1000": (total("fine", Op.GTE, 1_000),),
    "a share of one half": (share(records(check("final", Op.EQ, True)), records(), Op.EQ, 500_000),),
    "the highest may be low": (extreme("max", "amount", Op.LTE, 3),),
    "a partner of one case, none of the other kind": (record(with_=(GONE,), without=(STAY,)),),
    "he left after the entry": (LISTED_THEN, Not(child=LISTED_NOW)),
    "he came after the entry": (LISTED_NOW, Not(child=LISTED_THEN)),
    "barred from food alone": (FOOD, Not(child=SALT)),
    "barred from what the catalogue does not name": (
        BanLeaf(scope=None),
        *(Not(child=each) for each in (FOOD, SALT, ALL_TRADES)),
    ),
    "an old and a new entry": (SINCE_LONG, SINCE_SHORT),
    "the subject has no fine": (SubjectLeaf(where=(check("deposit", Op.IS_NONE),)),),
}

IMPOSSIBLE: dict[str, tuple[Condition, ...]] = {
    "one record cannot be high and low": (record(HIGH, LOW),),
    "a month never has 32 days": (record(window(Op.WITHIN, "P1M"), window(Op.PAST, "P31D")),),
    "a month is not reached in 27 days": (
        record(window(Op.REACHED, "P1M"), window(Op.WITHIN, "P27D"), check("on", Op.LT, date(9999, 1, 1))),
    ),
    "what is past was reached": (record(window(Op.PAST, "P3Y")), Not(child=record(window(Op.REACHED, "P3Y")))),
    "no record is later than the day asked about": (record(check("on", Op.GT, AsOf())),),
    "no day lies ahead and is gone by": (SubjectLeaf(where=(check("on", Op.GT, AsOf()), window(Op.REACHED, "P0D"))),),
    "a month never has 27 days": (record(window(Op.PAST, "P1M"), window(Op.WITHIN, "P28D")),),
    "a year is twelve months": (record(window(Op.WITHIN, "P1Y"), window(Op.PAST, "P12M")),),
    "one date lies in one year": (record(*(check("on", Op.IN_YEAR, shift) for shift in (0, -1))),),
    "working days are never shorter than days": (record(window(Op.WITHIN, "P3D"), window(Op.PAST, "P5WD")),),
    "only two sorts stand in the catalogue": (count(Op.GTE, 3, distinct="sort"),),
    "amounts are never negative": (total("amount", Op.LT, 0),),
    "more records than there are": (count(Op.GTE, 2), Not(child=record())),
    "with and without the same": (record(with_=(STAY,), without=(STAY,)),),
    "every fine is above 100": (record(check("fine", Op.LT, 100)),),
    "a fine always exists": (record(check("fine", Op.IS_NONE)),),
    "none is never equal": (record(check("sort", Op.IS_NONE), check("sort", Op.EQ, "a")),),
    "Beijing is not in Guizhou": (record(check("place", Op.REGION_WITHIN, "520000"), check("place", Op.EQ, "110101")),),
    "Yunnan is not in Guizhou": (record(check("place", Op.REGION_WITHIN, "520000"), check("place", Op.EQ, "530000")),),
    "who is barred from all trades is barred from food": (ALL_TRADES, Not(child=FOOD)),
    "a ban is a ban": (FOOD, Not(child=BanLeaf(scope=None))),
    "without any entry there was none at the start": (
        Not(child=LISTED_NOW),
        LISTED_THEN,
        Not(child=AnyOf(children=(LISTED_NOW, LISTED_THEN))),
    ),
    "one entry is not old and new": (EntryLeaf(list_id="wage-list", where=(*SINCE_LONG.where, *SINCE_SHORT.where)),),
}


@pytest.mark.parametrize("clauses", POSSIBLE.values(), ids=POSSIBLE)
def test_what_can_happen_comes_with_a_situation(clauses: tuple[Condition, ...]) -> None:
    """The witness is what a jurist would be shown: the engine must agree that it meets the condition."""
    assert asked(*clauses).verdict is Verdict.YES


@pytest.mark.parametrize("clauses", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_happen_is_said(clauses: tuple[Condition, ...]) -> None:
    """These follow from calendar, catalogue and language alone; an engine could only fail to find a case."""
    assert asked(*clauses).verdict is Verdict.NO


UNDECIDED: dict[str, tuple[str, tuple[Condition, ...]]] = {
    "more records than are searched": ("20 条记录", (count(Op.GTE, 20),)),
    "a sum that needs many records": ("合计", (total("fine", Op.GTE, 50_000),)),
    "records that bar each other": (
        "互相排除",
        (record(), Not(child=record(without=(GONE,))), Not(child=count(Op.GTE, 2))),
    ),
    "a region that another field names": (
        "地区",
        (record(check("place", Op.REGION_WITHIN, FieldOf("place"))),),
    ),
}


@pytest.mark.parametrize(("words", "clauses"), UNDECIDED.values(), ids=UNDECIDED)
def test_what_cannot_be_put_exactly_is_left_open_with_its_reason(words: str, clauses: tuple[Condition, ...]) -> None:
    """A guess in either direction would be worse than no answer."""
    answer = asked(*clauses)

    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason is not None
    assert words in answer.reason.zh


def test_working_days_without_a_calendar_are_left_open() -> None:
    """Nothing is guessed about years whose holidays nobody has announced."""
    answer = asked(record(window(Op.WITHIN, "P5WD"), window(Op.PAST, "P8D")), catalogue=CATALOGUE)

    assert answer.verdict is Verdict.UNKNOWN


def test_the_question_always_ends_the_same_way() -> None:
    """The limit is one of work, not of time: a busy machine must not change what an author is told."""
    clauses = POSSIBLE["three within a span"]

    assert asked(*clauses) == asked(*clauses)


def test_a_rule_that_contradicts_itself_names_the_tests() -> None:
    """The author must be sent to the two lines, not to the whole rule."""
    found = contradictory(Criterion(when=record(check("final", Op.EQ, True), HIGH, LOW)), CATALOGUE)

    assert (found.verdict, found.clash) == (Verdict.YES, (HIGH, LOW))


def test_an_exception_that_takes_everything_away_is_named() -> None:
    """The rule reads well and its exception too; only together they say nothing."""
    when, exception = record(HIGH), record(check("amount", Op.GTE, 900))
    found = contradictory(Criterion(when=when, unless=(exception,)), CATALOGUE)

    assert (found.verdict, found.clash) == (Verdict.YES, (when, Not(child=exception)))


def test_a_rule_that_can_be_met_is_not_contradictory() -> None:
    """With a witness, so that the answer can be checked."""
    found = contradictory(Criterion(when=record(HIGH), unless=(record(LOW),)), CATALOGUE)

    assert found.verdict is Verdict.NO
    assert found.witness is not None


def test_a_higher_threshold_is_taken_in_by_a_lower_one() -> None:
    """Every situation with 10 yuan has 5; not the other way round."""
    ten, five = record(HIGH), record(check("amount", Op.GTE, 500))

    assert subsumes(ten, five, CATALOGUE).verdict is Verdict.YES
    assert subsumes(five, ten, CATALOGUE).verdict is Verdict.NO


def test_two_tests_on_one_record_say_more_than_on_two() -> None:
    """错案 A4 of the errata: months and amount must be of the same worker."""
    same = record(HIGH, check("final", Op.EQ, True))
    apart = All(children=(record(HIGH), record(check("final", Op.EQ, True))))

    assert subsumes(same, apart, CATALOGUE).verdict is Verdict.YES
    assert subsumes(apart, same, CATALOGUE).verdict is Verdict.NO


def test_parameters_have_the_value_of_the_day_and_met_is_followed() -> None:
    """The question is about the law in force then: the same rule may be possible before and impossible after."""
    floor = parameter(
        "floor",
        (Interval(until=date(2022, 1, 1)), 100),
        (Interval(start=date(2022, 1, 1)), 900),
    )
    basis = rule("basis", record(check("fine", Op.GTE, Parameter("floor"))))
    builds = rule("builds", MetLeaf(pack="rules/cn/wages", rule="basis"))
    held = pack(basis, builds, parameters=(floor,))
    before, after = (Law((held,), day).criterion(held, builds) for day in (date(2021, 6, 1), date(2022, 6, 1)))

    assert can_fire(before, CATALOGUE).verdict is Verdict.YES
    assert can_fire(after, CATALOGUE).verdict is Verdict.NO


def test_rules_that_double_at_every_step_are_told_as_too_large() -> None:
    """Written out, forty of them are a million million conditions: the solver says so and does not begin."""
    rules = [rule("r0", record(check("fine", Op.GTE, 1))), rule("r1", MetLeaf(pack="rules/cn/wages", rule="r0"))]
    for number in range(2, 41):
        below = [MetLeaf(pack="rules/cn/wages", rule=f"r{number - back}") for back in (1, 2)]
        rules.append(rule(f"r{number}", AnyOf(children=tuple(below))))
    held = pack(*rules)
    law = Law((held,), TODAY)

    with pytest.raises(TooLarge, match="over 200 conditions"):
        law.criterion(held, held.rules[20])
    with pytest.raises(TooLarge, match="over 32 deep"):
        Law((held,), TODAY).criterion(held, held.rules[-1])
    assert can_fire(law.criterion(held, held.rules[8]), CATALOGUE).verdict is Verdict.YES


def test_a_long_row_of_rules_is_too_deep_whichever_is_asked_first() -> None:
    """Eight hundred rules in a row, asked from the first on: each is small, and none may break the reader's stack."""
    rules = [rule("r0", record(check("fine", Op.GTE, 1)))]
    rules += [rule(f"r{number}", MetLeaf(pack="rules/cn/wages", rule=f"r{number - 1}")) for number in range(1, 801)]
    held = pack(*rules)
    law = Law((held,), TODAY)
    told = []
    for one in held.rules:
        try:
            law.criterion(held, one)
        except TooLarge:
            told.append(one.id)

    assert told == [f"r{number}" for number in range(32, 801)]


def test_a_rule_that_builds_on_one_not_in_force_is_never_met() -> None:
    """spec chapter 11: no release in force, or none with that rule, is not met."""
    held = pack(rule("r", MetLeaf(pack="rules/cn/elsewhere", rule="x")))

    assert can_fire(Law((held,), TODAY).criterion(held, held.rules[0]), CATALOGUE).verdict is Verdict.NO


@pytest.mark.parametrize(
    "spoiled",
    [
        rule("r", MetLeaf(pack="rules/cn/wages", rule="r")),
        rule("r", record(check("fine", Op.GTE, Parameter("ghost")))),
    ],
    ids=["a circle", "a parameter without value"],
)
def test_what_other_checks_refuse_is_no_question(spoiled: object) -> None:
    """The circle and the missing value are told by their own checks; the solver must not hang or guess."""
    held = pack(spoiled)

    with pytest.raises(CannotTell):
        Law((held,), TODAY).criterion(held, held.rules[0])


def test_without_a_solver_nothing_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing optional part must be told, never taken for “nothing found”."""
    monkeypatch.setattr(terms, "z3", None)

    answer = can_be_met((record(HIGH, LOW),), CATALOGUE)

    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason is not None
    assert "z3-solver" in answer.reason.zh


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (((None, 9), (10, None)), None),
        (((None, 9), (11, None)), 10),
        (((10, None), (None, 9)), None),
        (((3, 9), (10, 29), (31, None)), 30),
        (((3, 50), (10, 29), (51, None)), None),
        (((3, None), (10, None)), None),
        (((5, 5), (5, 5)), None),
    ],
)
def test_the_lowest_value_between_two_bands_is_the_example(
    bands: tuple[tuple[int | None, int | None], ...], expected: int | None
) -> None:
    """以上 in one band and 超过 in the next leave out exactly the round number."""
    found = gap_between([Bounds(low=low, high=high) for low, high in bands], Bounds())

    assert found == expected


def test_any_of_two_impossible_ways_is_impossible() -> None:
    """`any` needs one of its branches, whichever."""
    branches = AnyOf(children=(record(HIGH, LOW), record(check("fine", Op.LT, 100))))

    assert asked(branches).verdict is Verdict.NO
