"""Rules and situations for the explanations' texts: for each kind of condition one that is met, not met and unknown."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from engine.conditions import (
    AnyOf,
    AsOf,
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    Held,
    MetLeaf,
    Not,
    Op,
    OuterField,
    Parameter,
    Partner,
    RatioLeaf,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.facts import NONE, UNKNOWN
from engine.periods import Period
from tests.engine.explanations.building import (
    ANY_PAYMENT,
    LARGE,
    PAID,
    TEN_DAYS,
    THREE_YEARS,
    TWO_YEARS,
    Example,
    ban,
    check,
    dated,
    entry,
    fact,
    here,
    holder,
    number,
    record,
    records,
)
from tests.engine.explanations.law import PACK, F, T, U

FOLDER = Path(__file__).parent

EXAMPLES: Mapping[str, Example] = {
    "subject": Example(
        when=SubjectLeaf(where=(check("type", Op.EQ, "enterprise"), check("place", Op.REGION_WITHIN, "520100"))),
        situations={
            T: here(subject={"type": "enterprise", "place": "520103"}),
            F: here(subject={"type": "enterprise", "place": "520203"}),
            U: here(subject={"type": "enterprise"}),
        },
    ),
    "record": Example(
        when=record(LARGE, check("sort", Op.IN, "fraud", "delay"), check("final", Op.EQ, True)),
        explain="《{penalty.document}》认定{penalty.sort}，处罚款 {penalty.amount}",
        situations={
            T: here(fact("1", amount=123_456_78, sort="fraud", final=True)),
            F: here(fact("1", amount=99_999_99, sort="delay", final=True)),
            U: here(fact("1", amount=123_456_78, sort="fraud"), fact("2", sort="fraud", final=True)),
        },
    ),
    "record-of-others": Example(
        when=record(check("witness", Op.EQ, "王小明"), check("place", Op.IS_NONE)),
        situations={
            T: here(fact("1", witness="王小明", place=NONE, document="身份证520103198001010011")),
            F: here(fact("1", witness="李大力", place=NONE)),
            U: here(fact("1", witness="王小明")),
        },
    ),
    "with": Example(
        when=record(LARGE, with_=(PAID,)),
        situations={
            T: here(fact("1", amount=100_000_00, case_no="A"), fact("2", "payment", amount=100_000_00, case_no="A")),
            F: here(fact("1", amount=100_000_00, case_no="A"), fact("2", "payment", amount=1_00, case_no="A")),
            U: here(fact("1", amount=100_000_00, case_no="A"), not_covered=["payment"]),
        },
    ),
    "without": Example(
        when=record(LARGE, without=(ANY_PAYMENT,)),
        situations={
            T: here(fact("1", amount=100_000_00)),
            F: here(fact("1", amount=100_000_00), fact("2", "payment")),
            U: here(fact("1", amount=100_000_00), fact("2", "payment", UNKNOWN)),
        },
    ),
    "count": Example(
        when=CountLeaf(figure=Count(records=records(check("final", Op.EQ, True))), is_=number(Op.GTE, 2)),
        situations={
            T: here(fact("1", final=True), fact("2", final=True)),
            F: here(fact("1", final=True), fact("2", final=False)),
            U: here(fact("1", final=True), fact("2")),
        },
    ),
    "count-distinct": Example(
        when=CountLeaf(figure=Count(records=records(), distinct="plate"), is_=number(Op.GT, 1)),
        situations={
            T: here(fact("1", plate="贵A00001"), fact("2", plate="贵A00002")),
            F: here(fact("1", plate="贵A00001"), fact("2", plate="贵A00001")),
            U: here(fact("1", plate="贵A00001"), fact("2")),
        },
    ),
    "count-span": Example(
        when=CountLeaf(figure=Count(records=records(), span=Period(months=12)), is_=number(Op.GTE, 2)),
        situations={
            T: here(fact("1"), fact("2", on=date(2023, 3, 1))),
            F: here(fact("1"), fact("2", on=date(2023, 2, 28))),
            U: here(fact("1"), fact("2", on=UNKNOWN)),
        },
    ),
    "sum": Example(
        when=SumLeaf(figure=Sum(records=records(), field="amount"), is_=number(Op.GT, 100_000_00)),
        situations={
            T: here(fact("1", amount=60_000_00), fact("2", amount=50_000_00)),
            F: here(fact("1", amount=60_000_00), fact("2", amount=40_000_00)),
            U: here(fact("1", amount=60_000_00), fact("2")),
        },
    ),
    "max": Example(
        when=ExtremeLeaf(which="max", records=records(), field="amount", is_=number(Op.GTE, Parameter("floor"))),
        situations={
            T: here(fact("1", amount=100_000_00), fact("2", amount=1_00)),
            F: here(fact("1", amount=99_000_00)),
            U: here(fact("1", amount=1_00), fact("2")),
        },
    ),
    "min": Example(
        when=ExtremeLeaf(which="min", records=records(), field="share", is_=number(Op.LT, 100_000)),
        situations={T: here(fact("1", share=50_000)), F: here(fact("1", share=125_000)), U: here(fact("1"))},
    ),
    "ratio-of-counts": Example(
        when=RatioLeaf(
            of=Count(records=records(check("final", Op.EQ, True))),
            to=Count(records=records()),
            is_=number(Op.GT, 500_000),
        ),
        situations={
            T: here(fact("1", final=True)),
            F: here(fact("1", final=True), fact("2", final=False)),
            U: here(fact("1", final=True), fact("2")),
        },
    ),
    "ratio-of-count-and-sum": Example(
        when=RatioLeaf(
            of=Count(records=records()),
            to=Sum(records=records(of="permit"), field="vehicles"),
            is_=number(Op.GT, 100_000),
        ),
        situations={
            T: here(fact("1"), fact("2", "permit", vehicles=9)),
            F: here(fact("1"), fact("2", "permit", vehicles=10)),
            U: here(fact("1"), fact("2", "permit")),
        },
    ),
    "entry": Example(
        when=EntryLeaf(list_id="example-list"),
        situations={
            T: here(entries=(entry(),)),
            F: here(entries=(entry(ended_on=date(2024, 1, 1)),)),
            U: here(not_covered=["entry"]),
        },
    ),
    "entry-for-a-year": Example(
        when=EntryLeaf(list_id="example-list", where=(check("start", Op.PAST, period=Period(years=1)),)),
        situations={
            T: here(entries=(entry(),)),
            F: here(entries=(entry(start=date(2023, 7, 1)),)),
            U: here(entries=(entry(term_end=UNKNOWN),)),
        },
    ),
    "entry-of-role": Example(
        when=EntryLeaf(list_id="example-list", of="legal_representative"),
        situations={
            T: here(related=(holder(entry(), since=date(2024, 1, 1)),)),
            F: here(related=(holder(entry(), until=date(2024, 6, 30)),)),
            U: here(related=(holder(entry(), since=UNKNOWN),)),
        },
    ),
    "entry-of-role-at-start": Example(
        when=EntryLeaf(list_id="example-list", of="legal_representative", held=Held.START),
        situations={
            T: here(related=(holder(entry(), until=date(2023, 5, 2)),)),
            F: here(related=(holder(entry(), since=date(2023, 5, 2)),)),
            U: here(related=(holder(entry(), until=UNKNOWN),)),
        },
    ),
    "ban": Example(
        when=BanLeaf(scope="food"),
        situations={T: here(bans=(ban("any"),)), F: here(bans=(ban("mining"),)), U: here(not_covered=["ban"])},
    ),
    "ban-of-every-scope": Example(
        when=BanLeaf(scope="any"),
        situations={
            T: here(bans=(ban("any"),)),
            F: here(bans=(ban("food"),)),
            U: here(bans=(ban("any", start=UNKNOWN),)),
        },
    ),
    "ban-of-whatever-scope": Example(
        when=BanLeaf(scope=None),
        situations={
            T: here(bans=(ban("food"),)),
            F: here(bans=(ban("food", term_end=date(2024, 6, 30)),)),
            U: here(bans=(ban("food", term_end=UNKNOWN),)),
        },
    ),
    "met": Example(
        when=MetLeaf(pack=PACK, rule="other"),
        others={"other": record(LARGE)},
        situations={
            T: here(fact("1", amount=100_000_00)),
            F: here(fact("1", amount=1_00)),
            U: here(fact("1")),
        },
    ),
    "not": Example(
        when=Not(child=record(check("final", Op.EQ, True))),
        situations={T: here(fact("1", final=False)), F: here(fact("1", final=True)), U: here(fact("1"))},
    ),
    "any": Example(
        when=AnyOf(children=(record(LARGE), record(check("sort", Op.EQ, "fraud")))),
        situations={
            T: here(fact("1", amount=1_00, sort="fraud")),
            F: here(fact("1", amount=1_00, sort="delay")),
            U: here(fact("1", sort="delay")),
        },
    ),
    "unless": Example(
        when=record(LARGE),
        unless=(record(of="payment"),),
        situations={
            T: here(fact("1", amount=100_000_00)),
            F: here(fact("1", amount=100_000_00), fact("2", "payment")),
            U: here(fact("1", amount=100_000_00), not_covered=["payment"]),
        },
    ),
    "within": dated(
        check("on", Op.WITHIN, period=TWO_YEARS), {"on": date(2022, 7, 1)}, {"on": date(2022, 6, 30)}, {"on": UNKNOWN}
    ),
    "within-at": dated(
        check("due", Op.WITHIN, period=Period(months=3), at=FieldOf("paid_on")),
        {"due": date(2024, 1, 31), "paid_on": date(2024, 4, 30)},
        {"due": date(2024, 1, 31), "paid_on": date(2024, 5, 1)},
        {"due": date(2024, 1, 31)},
    ),
    "past": dated(
        check("on", Op.PAST, period=THREE_YEARS), {"on": date(2021, 6, 30)}, {"on": date(2021, 7, 1)}, {"on": UNKNOWN}
    ),
    "past-at-outer": Example(
        when=record(
            with_=(
                Partner(
                    kind="payment",
                    same=("case_no",),
                    where=(check("on", Op.PAST, period=Period(months=6), at=OuterField("paid_on")),),
                ),
            )
        ),
        situations={
            truth: here(
                fact("1", case_no="A", **({"paid_on": paid} if paid else {})),
                fact("2", "payment", date(2023, 8, 31), case_no="A"),
            )
            for truth, paid in ((T, date(2024, 3, 1)), (F, date(2024, 2, 29)), (U, None))
        },
    ),
    "within-working-days": dated(
        check("due", Op.WITHIN, period=TEN_DAYS),
        {"due": date(2024, 6, 17)},
        {"due": date(2024, 6, 14)},
        {"due": date(2023, 12, 29)},
    ),
    "past-working-days": dated(
        check("due", Op.PAST, period=TEN_DAYS),
        {"due": date(2024, 6, 14)},
        {"due": date(2024, 6, 17)},
        {"due": date(2023, 12, 29)},
    ),
    "reached": dated(
        check("on", Op.REACHED, period=Period(months=3)),
        {"on": date(2024, 4, 1)},
        {"on": date(2024, 4, 2)},
        {"on": UNKNOWN},
    ),
    "reached-at": dated(
        check("due", Op.REACHED, period=Period(days=20), at=FieldOf("paid_on")),
        {"due": date(2024, 1, 31), "paid_on": date(2024, 2, 21)},
        {"due": date(2024, 1, 31), "paid_on": date(2024, 1, 30)},
        {"due": date(2024, 1, 31)},
    ),
    "reached-working-days": dated(
        check("due", Op.REACHED, period=TEN_DAYS, at=FieldOf("paid_on")),
        {"due": date(2024, 6, 14), "paid_on": date(2024, 6, 28)},
        {"due": date(2023, 12, 29), "paid_on": date(2024, 1, 7)},
        {"due": date(2023, 12, 29), "paid_on": date(2024, 1, 8)},
    ),
    "as-of": dated(
        check("due", Op.GTE, AsOf()), {"due": date(2024, 7, 1)}, {"due": date(2024, 6, 30)}, {"paid_on": NONE}
    ),
    "in-year": dated(
        check("on", Op.IN_YEAR, -1), {"on": date(2023, 12, 31)}, {"on": date(2024, 1, 1)}, {"on": UNKNOWN}
    ),
    "between": dated(
        check("share", Op.BETWEEN, 100_000, 200_000), {"share": 200_000}, {"share": 200_001}, {"amount": 1_00}
    ),
    "dates": dated(
        check("paid_on", Op.AFTER, FieldOf("due")),
        {"paid_on": date(2024, 2, 1), "due": date(2024, 1, 31)},
        {"paid_on": date(2024, 1, 31), "due": date(2024, 1, 31)},
        {"paid_on": date(2024, 2, 1)},
    ),
}
