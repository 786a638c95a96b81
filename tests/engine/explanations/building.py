"""Conditions, records and situations of the worked explanations, in few words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.compile import compile_program
from engine.compile.program import Program
from engine.conditions import (
    AsOf,
    Condition,
    FieldOf,
    FieldTest,
    Literal,
    NumberTest,
    Op,
    OuterField,
    Parameter,
    Partner,
    RecordLeaf,
    Records,
)
from engine.facts import NONE, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Truth
from engine.pack import (
    Interval,
    Pack,
    PackKind,
    PackRef,
    Propose,
    Rule,
    UnlessClause,
)
from engine.periods import Period
from tests.engine.explanations.law import CATALOGUE, DAY, FLOOR, LIST, PACK, SOURCE, F, T, U, basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A condition of the rule asked about, and a situation for each truth."""

    when: Condition
    situations: Mapping[Truth, Situation]
    unless: tuple[Condition, ...] = ()
    explain: str = ""
    others: Mapping[str, Condition] = field(default_factory=dict)


def fact(name: str, of: str = "penalty", on: date | Mark = date(2024, 3, 1), **values: object) -> Fact:
    known = {"on": on, "document": f"黔交罚〔2024〕{name}号", **values}
    return Fact(id=f"f{name}", kind=of, law_date=on, values=known)


def here(*facts: Fact, **more: object) -> Situation:
    not_covered = frozenset(more.pop("not_covered", ()))
    return Situation(subject_id="subject-1", as_of=DAY, facts=facts, not_covered=not_covered, **more)


def check(name: str, op: Op, *operands: object, **more: object) -> FieldTest:
    given = tuple(one if isinstance(one, FieldOf | OuterField | Parameter | AsOf) else Literal(one) for one in operands)
    return FieldTest(field=name, op=op, operands=given, **more)


def record(*where: FieldTest, of: str = "penalty", **more: object) -> RecordLeaf:
    return RecordLeaf(records=Records(kind=of, where=where, **more))


def number(op: Op, *operands: object) -> tuple[NumberTest, ...]:
    given = tuple(one if isinstance(one, Parameter) else Literal(one) for one in operands)
    return (NumberTest(op=op, operands=given),)


def records(*where: FieldTest, of: str = "penalty") -> Records:
    return Records(kind=of, where=where)


PAID = Partner(kind="payment", same=("case_no",), where=(check("amount", Op.GTE, OuterField("amount")),))
ANY_PAYMENT = Partner(kind="payment", same=())
LARGE = check("amount", Op.GTE, Parameter("floor"))
THREE_YEARS, TWO_YEARS, TEN_DAYS = Period(years=3), Period(years=2), Period(working_days=10)


def entry(**more: object) -> EntryFact:
    given = {"id": "e1", "list_id": "example-list", "start": date(2023, 5, 1), "term_end": date(2026, 5, 1), **more}
    return EntryFact(**{"values": {"start": given["start"]}, **given})


def ban(scope: str, **more: object) -> BanFact:
    given = {"id": "b1", "ban_id": "m", "scope": scope, "start": date(2023, 5, 1), "term_end": NONE, **more}
    return BanFact(**given)


def holder(*entries: EntryFact, **more: object) -> RelatedSubject:
    return RelatedSubject(id="p1", role="legal_representative", entries=entries, **more)


def dated(test: FieldTest, met: dict[str, object], failed: dict[str, object], unknown: dict[str, object]) -> Example:
    told = {truth: here(fact("1", **values)) for truth, values in ((T, met), (F, failed), (U, unknown))}
    return Example(when=record(test), situations=told)


def program_of(example: Example) -> Program:
    """The rule "asked" (and those it refers to) as a program."""
    rules = (
        Rule(
            id="asked",
            title="示例情形",
            basis=basis("5"),
            when=example.when,
            unless=tuple(
                UnlessClause(id=f"exception-{index}", title="已缴清罚款", when=each, basis=basis("7 item 2"))
                for index, each in enumerate(example.unless)
            ),
            then=Propose(list_id="example-list"),
            explain=example.explain,
        ),
        *(
            Rule(
                id=name, title="前置情形", basis=basis("4"), when=when, unless=(), then=Propose(list_id="example-list")
            )
            for name, when in example.others.items()
        ),
    )
    return compile_program((pack_of(rules),), CATALOGUE, DAY)


def pack_of(rules: tuple[Rule, ...], name: str = PACK) -> Pack:
    return Pack(
        ref=PackRef(pack=name, version="2022.1", digest="sha256:" + "1" * 64),
        kind=PackKind.CRITERIA,
        title="示例标准",
        jurisdiction="000000",
        in_force=Interval(start=date(2020, 1, 1)),
        sources={"order": SOURCE},
        file="1.yaml",
        rules=rules,
        parameters={"floor": FLOOR},
        lists={"example-list": LIST},
    )
