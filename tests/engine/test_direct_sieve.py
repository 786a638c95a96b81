"""The direct engine's tables: each must say of every value what the tests themselves say of it."""

from datetime import date, timedelta
from itertools import product

import pytest

from engine.conditions import AsOf, FieldOf, FieldTest, Op
from engine.direct.bits import MET, NOT_MET, OPEN, Bits
from engine.direct.fields import Row, compile_tests
from engine.direct.sieve import KindSieve, Sieve, plainly_passed
from engine.facts import NONE, UNKNOWN, Fact, Value
from engine.periods import Period
from engine.working_days import NO_CALENDAR
from tests.fakes.conditions import check
from tests.fakes.programs import TODAY

DAY = timedelta(days=1)
AMOUNTS = (-1, 0, 4, 5, 6, 9, 10, 11, 10**20)
DAYS = (date.min, TODAY - DAY, TODAY, TODAY + DAY, date.max - DAY, date.max)


def sifted(selections: tuple[tuple[FieldTest, ...], ...], values: dict[str, Value]) -> list[Bits]:
    """What the sieve says of each selection, the same whether the record is asked among others or by itself."""
    sieve = Sieve(selections, NO_CALENDAR)
    fact = Fact(id="f", kind="k", law_date=TODAY, values=values)
    plainly, others = plainly_passed([fact], TODAY, {"k": KindSieve(sieve, 3, 0, listed=False).ways})
    sure, possible = sieve.passed(values, TODAY)

    assert others or (plainly == sure << 3 == possible << 3)
    return [(bool(sure >> n & 1), bool(possible >> n & 1)) for n in range(len(selections))]


def asked_one_by_one(selections: tuple[tuple[FieldTest, ...], ...], values: dict[str, Value]) -> list[Bits]:
    """What their tests say, one after another."""
    return [compile_tests(tests, NO_CALENDAR)(Row(values, TODAY)) for tests in selections]


ON_AMOUNT = (
    check("amount", Op.GT, 5),
    check("amount", Op.GTE, 10),
    check("amount", Op.LT, 5),
    check("amount", Op.LTE, 5),
    check("amount", Op.EQ, 10),
    check("amount", Op.IN, 4, 5, 11),
    check("amount", Op.BETWEEN, 5, 10),
    check("amount", Op.BETWEEN, 10, 5),
    check("amount", Op.IS_NONE),
)


@pytest.mark.parametrize("value", [*AMOUNTS, NONE, UNKNOWN])
def test_every_selection_of_numbers_is_answered_as_its_tests_answer(value):
    """A table holds one number for each stretch between two bounds: a fen beside a bound may not slip into another."""
    pairs = tuple((one, other) for one, other in product(ON_AMOUNT, repeat=2) if one is not other)
    selections = (*((test,) for test in ON_AMOUNT), *pairs, ())

    assert sifted(selections, {"amount": value}) == asked_one_by_one(selections, {"amount": value})


@pytest.mark.parametrize("value", [*DAYS, NONE, UNKNOWN])
def test_days_are_told_apart_to_the_ends_of_the_calendar(value):
    """The day after a bound ends its stretch; after the last day of the calendar there is none."""
    bounds = (date.min, TODAY, date.max)
    tests = tuple(check("on", op, bound) for op in (Op.BEFORE, Op.AFTER, Op.EQ) for bound in bounds)
    of_today = (check("on", Op.GTE, AsOf()), check("on", Op.IN, AsOf(), date.max))
    periods = tuple(check("on", op, period=Period(days=1)) for op in (Op.WITHIN, Op.PAST, Op.REACHED))
    selections = tuple((test,) for test in (*tests, *of_today, *periods))

    assert sifted(selections, {"on": value}) == asked_one_by_one(selections, {"on": value})


@pytest.mark.parametrize("value", [7, NONE, UNKNOWN])
def test_a_field_that_no_number_passes_is_answered_all_the_same(value):
    """Where nothing changes at any bound the table still tells a number from what does not exist."""
    selections = ((check("amount", Op.IS_NONE),), (check("amount", Op.BETWEEN, 10, 5),))

    assert sifted(selections, {"amount": value}) == asked_one_by_one(selections, {"amount": value})


@pytest.mark.parametrize("span", [1, 7, 100, 10**9])
def test_numbers_found_without_a_search_are_found_where_a_search_finds_them(span):
    """Numbers that share their leading bits share an answer only where no bound lies among them, also below nought."""
    bounds = [number * span for number in (-3, -1, 0, 1, 2, 5, 6, 40)]
    selections = tuple((check("amount", Op.GTE, bound),) for bound in bounds)
    beside = [bound + step for bound in bounds for step in (-span, -1, 0, 1, span // 2)]

    for value in (*beside, -(10**12), 10**12):
        assert sifted(selections, {"amount": value}) == asked_one_by_one(selections, {"amount": value})


@pytest.mark.parametrize("value", ["a", "b", "z", NONE, UNKNOWN])
def test_codes_are_told_apart_by_equality(value):
    """A code that no test names passes none; a field known not to exist passes only `is: none`."""
    tests = (check("sort", Op.EQ, "a"), check("sort", Op.IN, "a", "b"), check("sort", Op.IS_NONE))
    selections = (*((test,) for test in tests), tests[:2], (tests[0], tests[2]), ())

    assert sifted(selections, {"sort": value}) == asked_one_by_one(selections, {"sort": value})


@pytest.mark.parametrize("flag", [True, False, NONE, UNKNOWN])
def test_flags_are_told_apart(flag):
    """Yes and no are not the numbers one and nought of an ordered field."""
    selections = ((check("final", Op.EQ, True),), (check("final", Op.EQ, False),))

    assert sifted(selections, {"final": flag}) == asked_one_by_one(selections, {"final": flag})


@pytest.mark.parametrize("values", [{"amount": 5, "fine": 4}, {"amount": 5}, {"fine": 4}, {"amount": 5, "fine": NONE}])
def test_tests_that_no_table_holds_narrow_what_the_tables_leave(values):
    """`$field` is asked of each record; what a table has refused stays refused, what is unknown stays open."""
    above = check("amount", Op.GT, FieldOf("fine"))
    selections = ((above,), (above, check("amount", Op.GTE, 5)), (above, check("amount", Op.GT, 5)))

    assert sifted(selections, values) == asked_one_by_one(selections, values)


def test_no_test_passes_every_record():
    """`where: {}` passes a record of which nothing is known."""
    assert sifted(((), (check("amount", Op.GT, 1),)), {}) == [MET, OPEN]
    assert sifted(((), (check("amount", Op.GT, 1),)), {"amount": NONE}) == [MET, NOT_MET]


def test_a_number_is_not_compared_with_a_text():
    """A wrong type is an input error, never unknown and never simply not met."""
    with pytest.raises(TypeError):
        sifted(((check("amount", Op.GT, 1),),), {"amount": "5"})
