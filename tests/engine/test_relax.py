"""A rule without what it asks of some names: which tests fall away, which leaves pass, and which stop standing in the way."""

from dataclasses import replace

import pytest

from engine.cases.relax import ALWAYS, NEVER, relaxed, thresholds
from engine.conditions import (
    All,
    AsOf,
    BanLeaf,
    Condition,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Literal,
    Not,
    NumberTest,
    Op,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.pack import UnlessClause
from engine.periods import Period
from tests.fakes.packs import ARTICLE, a_rule, builds_on


def gte(field: str) -> FieldTest:
    return FieldTest(field=field, op=Op.GTE, operands=(Literal(1),))


def number(op: Op) -> tuple[NumberTest, ...]:
    return (NumberTest(op=op, operands=(Literal(2),)),)


FINE = Records(kind="fine", where=(gte("amount"), gte("days")))
FINE_WITHOUT_AMOUNT = replace(FINE, where=(gte("days"),))
STAY = Partner(kind="stay", same=("case_no",), where=(gte("level"),))


OVER = FieldTest(field="start", op=Op.PAST, period=Period(years=3), at=FieldOf("decided_on"))
"""Names two fields; the tested one is the one it goes by."""


def when(condition: Condition, *names: str) -> Condition:
    return relaxed(a_rule(when=condition), names).when


@pytest.mark.parametrize(
    ("leaf", "name", "expected"),
    [
        (RecordLeaf(records=FINE), "amount", RecordLeaf(records=FINE_WITHOUT_AMOUNT)),
        (RecordLeaf(records=FINE), "fine.amount", RecordLeaf(records=FINE_WITHOUT_AMOUNT)),
        (RecordLeaf(records=FINE), "tax.amount", RecordLeaf(records=FINE)),
        (RecordLeaf(records=FINE), "fine", ALWAYS),
        (SubjectLeaf(where=(gte("size"),)), "subject.size", SubjectLeaf(where=())),
        (EntryLeaf(list_id="wage"), "wage", ALWAYS),
        (BanLeaf(scope="food"), "food", ALWAYS),
        (BanLeaf(scope=None), "ban", ALWAYS),
        (EntryLeaf(list_id="wage"), "entry", ALWAYS),
        (EntryLeaf(list_id="wage", of="director"), "role", ALWAYS),
        (EntryLeaf(list_id="wage"), "role", EntryLeaf(list_id="wage")),
        (BanLeaf(scope="any", of="director"), "ban.role", ALWAYS),
        (BanLeaf(scope="any", of="director"), "entry.role", BanLeaf(scope="any", of="director")),
        (EntryLeaf(list_id="wage", where=(OVER,)), "entry.start", EntryLeaf(list_id="wage")),
        (BanLeaf(scope="food", where=(OVER,)), "start", BanLeaf(scope="food")),
        (RecordLeaf(records=Records(kind="fine", where=(OVER,))), "start", RecordLeaf(records=Records(kind="fine"))),
        (
            RecordLeaf(records=Records(kind="fine", where=(OVER,))),
            "decided_on",
            RecordLeaf(records=Records(kind="fine", where=(OVER,))),
        ),
        (builds_on("base"), "base", ALWAYS),
        (SumLeaf(figure=Sum(records=FINE, field="amount"), is_=number(Op.GTE)), "amount", ALWAYS),
        (ExtremeLeaf(which="max", records=FINE, field="amount", is_=number(Op.GTE)), "fine.amount", ALWAYS),
    ],
)
def test_what_a_name_takes_out_of_a_leaf(leaf: Condition, name: str, expected: Condition) -> None:
    """Exactly the named test falls away; a name of something else changes nothing."""
    assert when(leaf, name) == expected


def test_a_count_that_must_be_large_keeps_counting() -> None:
    """Naming a field of the counted records must not pass a count that is short for other reasons."""
    leaf = CountLeaf(figure=Count(records=FINE), is_=number(Op.GTE))

    assert when(leaf, "amount") == replace(leaf, figure=Count(records=FINE_WITHOUT_AMOUNT))
    assert when(leaf, "count") == ALWAYS


def test_a_count_that_must_be_small_passes_as_a_whole() -> None:
    """More passing records would make it fail the more, so dropping the test would say the opposite."""
    leaf = CountLeaf(figure=Count(records=FINE), is_=number(Op.LTE))

    assert when(leaf, "amount") == ALWAYS


def test_under_a_negation_the_named_leaf_stops_standing_in_the_way() -> None:
    """What is forbidden to be there is taken as not there; other leaves stay."""
    other = EntryLeaf(list_id="wage")

    assert when(Not(child=All(children=(RecordLeaf(records=FINE), other))), "amount") == Not(
        child=All(children=(NEVER, other))
    )
    assert when(Not(child=Not(child=RecordLeaf(records=FINE))), "fine") == Not(child=Not(child=ALWAYS))


def test_partners_lose_a_test_a_join_or_their_whole_say() -> None:
    """A missing partner is named by its kind or its join field; a `without` by anything it looks at."""
    beside = RecordLeaf(records=Records(kind="fine", with_=(STAY,)))
    unless = RecordLeaf(records=Records(kind="fine", without=(STAY,)))
    alone = RecordLeaf(records=Records(kind="fine"))

    assert when(beside, "level") == RecordLeaf(records=Records(kind="fine", with_=(replace(STAY, where=()),)))
    assert when(beside, "case_no") == when(beside, "stay") == alone
    assert when(unless, "stay.level") == when(unless, "stay") == alone


def test_an_exception_goes_by_its_id_or_by_what_it_reads() -> None:
    """The rule falls to its exception: named, it no longer stands in the way."""
    paid = UnlessClause(id="paid", title="已付清", when=RecordLeaf(records=FINE), basis=(ARTICLE,))
    rule = replace(a_rule(), unless=(paid,))

    assert relaxed(rule, ["paid"]).unless == ()
    assert relaxed(rule, ["fine"]).unless[0].when == NEVER


@pytest.mark.parametrize(
    "test",
    [
        OVER,
        FieldTest(field="start", op=Op.WITHIN, period=Period(working_days=5)),
        FieldTest(field="start", op=Op.REACHED, period=Period(months=3)),
        FieldTest(field="start", op=Op.GTE, operands=(AsOf(),)),
        FieldTest(field="start", op=Op.IN_YEAR, operands=(Literal(-1),)),
    ],
)
def test_a_window_of_time_has_an_edge_to_miss(test: FieldTest) -> None:
    """The day after the last one, the first of January: a case must show the rule on the other side of it."""
    parts = (
        RecordLeaf(records=Records(kind="fine", where=(test,))),
        EntryLeaf(list_id="wage", where=(test,)),
        BanLeaf(scope=None, where=(test,)),
    )

    assert thresholds(a_rule(when=All(children=parts))) == ("fine.start", "entry.start", "ban.start")


def test_a_partner_without_a_join_keeps_its_tests() -> None:
    """Any other record joins, so only its kind or its tests can be named."""
    stay = replace(STAY, same=())
    leaf = RecordLeaf(records=Records(kind="fine", with_=(stay,)))

    assert when(leaf, "case_no") == leaf
    assert when(leaf, "level") == RecordLeaf(records=Records(kind="fine", with_=(replace(stay, where=()),)))


def test_thresholds_are_what_is_compared_with_a_bound() -> None:
    """Each needs a case that just misses it; an equality has no edge to miss."""
    equal = FieldTest(field="law", op=Op.EQ, operands=(Literal("x"),))
    ratio = RatioLeaf(of=Count(records=FINE), to=Count(records=FINE), is_=number(Op.GTE))
    parts = (
        RecordLeaf(records=replace(FINE, where=(equal, gte("amount")))),
        CountLeaf(figure=Count(records=Records(kind="visit")), is_=number(Op.GTE)),
        SumLeaf(figure=Sum(records=FINE_WITHOUT_AMOUNT, field="amount"), is_=number(Op.GTE)),
        ratio,
    )

    assert thresholds(a_rule(when=All(children=parts))) == ("fine.amount", "visit", "fine.days", "ratio")
