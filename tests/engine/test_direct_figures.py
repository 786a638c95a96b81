"""Counts, sums, extremes and shares of the direct engine (spec chapters 9, 10)."""

from datetime import date

import pytest

from engine.conditions import Count, CountLeaf, ExtremeLeaf, Literal, NumberTest, Op, RatioLeaf, Records, Sum, SumLeaf
from engine.facts import NONE, UNKNOWN, Truth
from engine.periods import Period
from tests.fakes.conditions import check
from tests.fakes.programs import fact, situation, truth_in

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
FINAL = Records(kind="finding", where=(check("final", Op.EQ, True),))
EVERY = Records(kind="finding")
UNCOVERED = ("finding",)


def passing(number: int, **values):
    return [fact(f"t{index}", final=True, **values) for index in range(number)]


def open_(number: int, **values):
    return [fact(f"u{index}", **values) for index in range(number)]


def is_(op: Op, *values: int) -> tuple[NumberTest, ...]:
    return (NumberTest(op=op, operands=tuple(Literal(value) for value in values)),)


def count(op: Op, *values: int, **more) -> CountLeaf:
    return CountLeaf(figure=Count(records=FINAL, **more), is_=is_(op, *values))


@pytest.mark.parametrize(
    ("met", "open_ones", "leaf", "expected"),
    [
        (2, 0, count(Op.GTE, 2), T),
        (1, 1, count(Op.GTE, 2), U),
        (1, 0, count(Op.GTE, 2), F),
        (0, 0, count(Op.EQ, 0), T),
        (1, 2, count(Op.BETWEEN, 1, 3), T),
        (1, 3, count(Op.BETWEEN, 1, 3), U),
        (1, 1, count(Op.LT, 3), T),
        (3, 1, count(Op.LTE, 2), F),
        (2, 0, count(Op.GT, 2), F),
    ],
)
def test_a_count_lies_between_the_sure_and_the_possible(met, open_ones, leaf, expected):
    """9. `count` lies in [#T, #T+#U]. T if the test holds for every integer there, F if for none, else U."""
    assert truth_in(leaf, situation(*passing(met), *open_(open_ones))) == expected


def test_the_tests_of_a_count_are_one_test():
    """3. for `count` and `sum` the tests of `is` are one test: gt 1 with lt 2 holds for no integer."""
    impossible = CountLeaf(figure=Count(records=FINAL), is_=is_(Op.GT, 1) + is_(Op.LT, 2))

    assert truth_in(impossible, situation(*passing(1), *open_(1))) == F


def test_an_uncovered_count_has_no_upper_end():
    """9. uncovered: no upper end."""
    read = [
        truth_in(leaf, situation(*passing(2), not_covered=UNCOVERED)) for leaf in (count(Op.GTE, 2), count(Op.LTE, 9))
    ]

    assert read == [T, U]
    assert truth_in(count(Op.LT, 2), situation(*passing(2), not_covered=UNCOVERED)) == F


def of_sort(name, sort, **more):
    return fact(name, final=True, sort=sort, **more)


def test_distinct_counts_values_and_not_records():
    """9. `distinct`: distinct known f among T records … one per non-F record with f unknown; `none` adds to neither."""
    two = count(Op.GTE, 2, distinct="case_no")

    def read(*values):
        return truth_in(two, situation(*(fact(f"f{n}", final=True, case_no=v) for n, v in enumerate(values))))

    assert [read("A", "A"), read("A", "B"), read("A", UNKNOWN), read("A", NONE), read(NONE, NONE)] == [F, T, U, F, F]


def test_distinct_has_no_more_values_than_the_catalogue():
    """9. nor more than the catalogue's values, whatever may be missing."""
    three = count(Op.GTE, 3, distinct="sort")

    assert truth_in(three, situation(*(of_sort(f"f{n}", UNKNOWN) for n in range(5)))) == F
    assert truth_in(three, situation(of_sort("f", "a"), not_covered=UNCOVERED)) == F


def test_distinct_of_a_field_that_always_exists_counts_one():
    """9. where `always: true`, the lower end is 1 if no T record has a known f but one has f unknown."""
    one_plate, one_case = (count(Op.GTE, 1, distinct=field) for field in ("plate", "case_no"))

    assert [truth_in(leaf, situation(*passing(1))) for leaf in (one_plate, one_case)] == [T, U]


def on(*days: date, final=True):
    return [fact(f"f{number}{day}", day, final=final) for number, day in enumerate(days)]


def test_a_span_counts_from_one_of_the_dates():
    """9. `span: P`: the largest number dated within [d, d+P] of one of their dates d; the corresponding day is in."""
    twice = count(Op.GTE, 2, span=Period(months=12))

    assert truth_in(twice, situation(*on(date(2023, 6, 30), date(2024, 6, 30)))) == T
    assert truth_in(twice, situation(*on(date(2023, 6, 29), date(2024, 6, 30)))) == F
    assert truth_in(twice, situation(*on(date(2023, 2, 28), date(2024, 2, 29)))) == F


def test_undated_records_fit_every_span():
    """9. lower end from dated T records, upper from non-F ones, undated in every span (else their number)."""
    twice = count(Op.GTE, 2, span=Period(days=1))
    undated = [fact(f"n{number}", UNKNOWN, final=True) for number in range(2)]

    assert truth_in(twice, situation(*on(date(2024, 1, 1)), undated[0])) == U
    assert truth_in(twice, situation(*undated)) == U
    assert truth_in(twice, situation(undated[0])) == F


def total(field: str, op: Op, *values: int, records=FINAL) -> SumLeaf:
    return SumLeaf(figure=Sum(records=records, field=field), is_=is_(op, *values))


@pytest.mark.parametrize(
    ("facts", "leaf", "expected"),
    [
        (passing(2, amount=50), total("amount", Op.GTE, 100), T),
        (passing(2, amount=50), total("amount", Op.GT, 100), F),
        ([], total("amount", Op.EQ, 0), T),
        (passing(1, amount=NONE), total("amount", Op.EQ, 0), T),
        (passing(1, amount=100) + open_(1, amount=50), total("amount", Op.GTE, 100), T),
        (passing(1, amount=100) + open_(1, amount=50), total("amount", Op.GTE, 101), U),
        (passing(1, amount=100) + open_(1, amount=50), total("amount", Op.GTE, 151), F),
        (passing(1), total("amount", Op.GTE, 0), T),
        (passing(1), total("amount", Op.LT, 10**12), U),
        (passing(1), total("balance", Op.GTE, 0), U),
        (passing(1), total("fine", Op.GTE, 100), T),
        (passing(1), total("deposit", Op.GTE, 100), U),
        (passing(1), total("deposit", Op.GT, 500), F),
        (passing(1), total("fine", Op.GTE, 101), U),
        (passing(1), total("fine", Op.GT, 500), F),
        (open_(1), total("fine", Op.LT, 100), U),
    ],
)
def test_a_sum_is_an_interval(facts, leaf, expected):
    """10. T record [v,v], unknown v the hull of [min,max] and 0 (without the 0 where always); U record with 0; none 0."""
    assert truth_in(leaf, situation(*facts)) == expected


def test_an_uncovered_sum_may_hold_any_number_of_further_records():
    """10. uncovered: as U records without number; a field that is never negative cannot lower the sum."""
    here = situation(*passing(1, amount=100, balance=100), not_covered=UNCOVERED)

    read = [
        truth_in(leaf, here)
        for leaf in (total("amount", Op.GTE, 100), total("amount", Op.LT, 10**15), total("balance", Op.GTE, 0))
    ]

    assert read == [T, U, U]


def extreme(which: str, field: str, op: Op, value: int, records=FINAL) -> ExtremeLeaf:
    return ExtremeLeaf(which=which, records=records, field=field, is_=is_(op, value))


@pytest.mark.parametrize(
    ("which", "op", "opposite"), [("max", Op.GTE, Op.LT), ("min", Op.LTE, Op.GT)], ids=["max", "min"]
)
@pytest.mark.parametrize(
    ("facts", "some", "every"),
    [
        ([], F, F),
        (passing(1, amount=100), T, F),
        (passing(1, amount=NONE), F, F),
        (passing(1), U, U),
        (open_(1, amount=100), U, F),
    ],
)
def test_extremes_that_pass_and_their_opposite(which, op, opposite, facts, some, every):
    """11. `max` gte: T if a T record's known value passes; no record: F; lt: F if one fails; `none` is left out."""
    assert truth_in(extreme(which, "amount", op, 100), situation(*facts)) == some
    assert truth_in(extreme(which, "amount", opposite, 100), situation(*facts)) == every


def test_an_extreme_with_one_bound_needs_every_record():
    """11. `max` lt: T if there is a T record and every non-F record's known value passes; else U."""
    below = extreme("max", "amount", Op.LT, 100)

    assert truth_in(below, situation(*passing(2, amount=99))) == T
    assert truth_in(below, situation(*passing(1, amount=99), *open_(1, amount=100))) == U
    assert truth_in(below, situation(*open_(1, amount=99))) == U
    assert truth_in(below, situation(*passing(1, amount=99), not_covered=UNCOVERED)) == U


def test_an_uncovered_extreme_is_only_ever_decided_by_one_record():
    """11. Uncovered: no "every" holds."""
    above = extreme("max", "amount", Op.GTE, 100)

    read = [truth_in(above, situation(*passing(1, amount=v), not_covered=UNCOVERED)) for v in (99, 100)]

    assert read == [U, T]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (extreme("max", "fine", Op.GTE, 100), T),
        (extreme("max", "fine", Op.GTE, 101), U),
        (extreme("max", "fine", Op.GT, 500), F),
        (extreme("max", "fine", Op.LTE, 500), T),
        (extreme("min", "fine", Op.LT, 100), F),
        (extreme("max", "amount", Op.GTE, 0), U),
    ],
)
def test_an_unknown_extreme_is_decided_by_its_range_where_the_field_always_exists(leaf, expected):
    """11. An unknown value that every value of [min,max] would pass (fail) counts so where `always: true`."""
    assert truth_in(leaf, situation(*passing(1))) == expected


def test_an_extreme_may_lie_between():
    """Several tests must all hold, each read by itself."""
    between = ExtremeLeaf(which="max", records=FINAL, field="amount", is_=is_(Op.BETWEEN, 10, 20))

    assert [truth_in(between, situation(*passing(1, amount=v))) for v in (9, 10, 20, 21)] == [F, T, T, F]


def share(op: Op, *values: int) -> RatioLeaf:
    return RatioLeaf(of=Count(records=FINAL), to=Count(records=EVERY), is_=is_(op, *values))


def failing(number: int):
    return [fact(f"n{index}", final=False) for index in range(number)]


@pytest.mark.parametrize(
    ("facts", "leaf", "expected"),
    [
        (passing(1) + failing(9), share(Op.GTE, 100_000), T),
        (passing(1) + failing(9), share(Op.GT, 100_000), F),
        (passing(1) + failing(9), share(Op.LTE, 100_000), T),
        (passing(1) + failing(9), share(Op.LT, 100_000), F),
        (passing(1) + failing(2), share(Op.EQ, 333_333), F),
        (passing(1) + failing(9), share(Op.BETWEEN, 100_000, 200_000), T),
        (passing(1) + failing(9), share(Op.BETWEEN, 200_000, 100_000), F),
        (passing(1) + open_(1) + failing(8), share(Op.GTE, 200_000), U),
        (passing(1) + open_(1) + failing(8), share(Op.GT, 200_000), F),
    ],
)
def test_a_share_is_multiplied_across_and_never_divided(facts, leaf, expected):
    """12. cross-multiplied over both intervals: one third is not 333 333 millionths."""
    assert truth_in(leaf, situation(*facts)) == expected


def test_a_share_of_nothing_is_not_met():
    """12. `to` surely 0: F; possibly 0: U."""
    assert truth_in(share(Op.GTE, 0), situation()) == F
    assert truth_in(share(Op.GTE, 0), situation(*[fact("f", UNKNOWN, final=True)])) == U
    assert truth_in(share(Op.GTE, 0), situation(not_covered=UNCOVERED)) == U


def test_a_share_of_sums_with_an_open_end():
    """12. taken as independent: a whole without upper end may make any share small, never surely zero."""
    of = Sum(records=FINAL, field="fine")
    to = Sum(records=Records(kind="decision"), field="amount")
    whole = fact("d", of="decision", amount=100)

    def read(op, value):
        leaf = RatioLeaf(of=of, to=to, is_=is_(op, value))
        return truth_in(leaf, situation(*passing(1, fine=100), whole, not_covered=["decision"]))

    assert read(Op.GTE, 0) == T
    assert [read(Op.GT, 0), read(Op.GTE, 1_000_000), read(Op.GT, 1_000_000), read(Op.LTE, 1_000_000)] == [T, U, F, T]
