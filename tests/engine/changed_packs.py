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
    EntryLeaf,
    FieldOf,
    Held,
    MetLeaf,
    Not,
    Op,
    Partner,
    SubjectLeaf,
)
from engine.pack import Pack, Rule
from engine.periods import Period
from tests.engine.parse_texts import CRITERIA, sound
from tests.fakes.conditions import check, count, extreme, record, records, share, total, window

FINDING, DECISION = "tax.finding", "tax.decision"
AMOUNT = check("amount", Op.GTE, 100)
EVERY, LARGE = records(kind=FINDING), records(AMOUNT, kind=FINDING)
PARTNER = Partner(kind=DECISION, same=("case_no",), where=(check("served", Op.EQ, True),))
STAY = Partner(kind=DECISION, same=("case_no",), where=(check("until", Op.AFTER, date(2020, 1, 1)),))
EVERY_LEAF = AnyOf(
    children=(
        All(
            children=(
                SubjectLeaf(where=(check("region", Op.REGION_WITHIN, "520000"),)),
                record(AMOUNT, kind=FINDING, with_=(PARTNER,), without=(STAY,)),
                Not(child=record(check("paid_on", Op.IS_NONE), kind=FINDING)),
            )
        ),
        count(Op.GTE, 2, of=LARGE, distinct="case_no"),
        count(Op.GTE, 3, of=records(kind=DECISION), span=Period(years=1)),
        total("amount", Op.GTE, 5, of=EVERY),
        extreme("max", "case_id", Op.GTE, 6, of=records(kind=DECISION)),
        share(LARGE, EVERY, Op.BETWEEN, 1, 9),
        EntryLeaf(list_id="tax-major-violation", of="legal_representative", held=Held.START),
        BanLeaf(scope="procurement", where=(window(Op.PAST, "P3Y", field="start"),)),
        MetLeaf(pack="rules/cn/tax-major-violation", rule="repaid"),
        record(window(Op.WITHIN, "P3M", FieldOf("paid_on"), "found_on"), kind=FINDING),
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
