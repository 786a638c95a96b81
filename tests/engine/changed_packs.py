"""A pack that uses every part of the language, and every pack that differs from one in a single value."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Held,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    Parameter,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.facts import Plain
from engine.pack import Pack, Rule
from engine.periods import Period
from tests.engine.parse_texts import CRITERIA, sound


def a_test(field: str, op: Op, *operands: Plain | Parameter | FieldOf, **more: Any) -> FieldTest:
    return FieldTest(
        field=field,
        op=op,
        operands=tuple(Literal(each) if isinstance(each, int | str | date) else each for each in operands),
        **more,
    )


def records(*where: FieldTest, kind: str = "tax.finding", **more: Any) -> Records:
    return Records(kind=kind, where=where, **more)


def at_least(number: int, op: Op = Op.GTE) -> tuple[NumberTest, ...]:
    return (NumberTest(op=op, operands=(Literal(number),)),)


AMOUNT = a_test("amount", Op.GTE, 100)
PARTNER = Partner(kind="tax.decision", same=("case_no",), where=(a_test("served", Op.EQ, True),))
STAY = Partner(kind="tax.decision", same=("case_no",), where=(a_test("until", Op.AFTER, date(2020, 1, 1)),))
EVERY_LEAF = AnyOf(
    children=(
        All(
            children=(
                SubjectLeaf(where=(a_test("region", Op.REGION_WITHIN, "520000"),)),
                RecordLeaf(records=records(AMOUNT, with_=(PARTNER,), without=(STAY,))),
                Not(child=RecordLeaf(records=records(a_test("paid_on", Op.IS_NONE)))),
            )
        ),
        CountLeaf(figure=Count(records=records(AMOUNT), distinct="case_no"), is_=at_least(2)),
        CountLeaf(figure=Count(records=records(kind="tax.decision"), span=Period(years=1)), is_=at_least(3)),
        SumLeaf(figure=Sum(records=records(), field="amount"), is_=at_least(5)),
        ExtremeLeaf(which="max", records=records(kind="tax.decision"), field="case_id", is_=at_least(6)),
        RatioLeaf(
            of=Count(records=records(AMOUNT)),
            to=Count(records=records()),
            is_=(NumberTest(op=Op.BETWEEN, operands=(Literal(1), Literal(9))),),
        ),
        EntryLeaf(list_id="tax-major-violation", of="legal_representative", held=Held.START),
        BanLeaf(scope="procurement", where=(a_test("start", Op.PAST, period=Period(years=3)),)),
        MetLeaf(pack="rules/cn/tax-major-violation", rule="repaid"),
        RecordLeaf(records=records(a_test("found_on", Op.WITHIN, period=Period(months=3), at=FieldOf("paid_on")))),
    )
)


def rich_pack() -> Pack:
    """The criteria pack of the parse tests with a rule that asks every kind of question."""
    pack = sound(CRITERIA)
    every = replace(pack.rules[0], id="every", title="各种条件", when=EVERY_LEAF, unless=())
    return replace(pack, rules=(*pack.rules, every))


def with_rule(pack: Pack, rule: Rule) -> Pack:
    """The pack with its rule of this id replaced."""
    return replace(pack, rules=tuple(rule if each.id == rule.id else each for each in pack.rules))


def neighbours(value: Any) -> Iterator[Any]:
    """Every value that differs from this one in a single place of it: another word, one item less, the next number."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.compare:
                yield from (replace(value, **{each.name: other}) for other in neighbours(getattr(value, each.name)))
    elif isinstance(value, Mapping):
        yield from ({key: each for key, each in value.items() if key != gone} for gone in value)
        for key in value:
            yield from ({**value, key: other} for other in neighbours(value[key]))
    elif isinstance(value, tuple):
        yield from (value[:index] + value[index + 1 :] for index in range(len(value)))
        for index, item in enumerate(value):
            yield from ((*value[:index], other, *value[index + 1 :]) for other in neighbours(item))
    else:
        yield from _next(value)


def _next(value: Any) -> Iterator[Any]:
    match value:
        case Enum():
            yield next(each for each in type(value) if each is not value)
        case bool():
            yield not value
        case int():
            yield value + 1
        case date():
            yield value + timedelta(days=1)
        case str():
            yield value + "x"
        case _:
            return
