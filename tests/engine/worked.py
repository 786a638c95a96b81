"""Builders for examples worked by hand: one catalogue, facts, and leaves in few words."""

from datetime import date
from typing import Any

from engine import conditions as c
from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.conditions import AsOf, FieldOf, Literal, Op, OuterField, Parameter
from engine.facts import Fact, Mark, Situation, Truth
from engine.pack import Conclude, Interval, Pack, PackKind, PackRef, Rule, UnlessClause
from engine.periods import Period
from engine.working_days import WorkCalendar
from tests.engine.oracle import leaf_truth

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
TODAY = date(2024, 6, 15)
FINDING, STAY = "tax.finding", "review.stay"
CALENDAR = WorkCalendar(
    first=date(2024, 1, 1),
    last=date(2024, 12, 31),
    days_off=frozenset({date(2024, 6, 10)}),
    working=frozenset({date(2024, 5, 11)}),
)
"""The year 2024 with one Monday off and one Saturday worked."""


def kind(name: str) -> FactKind:
    fields = (
        FieldDef(id="on", type=FieldType.DATE, title="日期"),
        FieldDef(id="due", type=FieldType.DATE, title="期限"),
        FieldDef(id="case_no", type=FieldType.TEXT, title="案号"),
        FieldDef(id="amount", type=FieldType.MONEY, title="税款", low=0),
        FieldDef(id="balance", type=FieldType.MONEY, title="余额"),
        FieldDef(id="fine", type=FieldType.MONEY, title="罚款", low=100, high=500, always=True),
        FieldDef(id="worker", type=FieldType.TEXT, title="劳动者", always=True),
        FieldDef(id="items", type=FieldType.INTEGER, title="件数", low=0),
        FieldDef(id="grade", type=FieldType.CODE, title="等级", values={"a": "甲", "b": "乙"}),
    )
    return FactKind(
        id=name,
        title="信息",
        law_date="on",
        fields={field.id: field for field in fields},
        subject_types=("enterprise",),
        adverse_allowed=True,
    )


CATALOGUE = Catalogue(
    subject=kind("subject"),
    entry=kind("entry"),
    kinds={FINDING: kind(FINDING), STAY: kind(STAY)},
    departments={},
    matters={},
    roles={},
    scopes={},
    effects={},
    calendar=CALENDAR,
)


def fact(number: int, kind: str = FINDING, on: date | Mark = TODAY, **values: Any) -> Fact:
    suspensions = values.pop("suspensions", ())
    return Fact(id=f"f{number}", kind=kind, law_date=on, values={"on": on, **values}, suspensions=suspensions)


def situation(*facts: Fact, **more: Any) -> Situation:
    return Situation(subject_id="s", as_of=more.pop("as_of", TODAY), facts=facts, **more)


def ask(leaf: c.Leaf, *facts: Fact, **more: Any) -> Truth:
    return leaf_truth(leaf, CATALOGUE, situation(*facts, **more))


def check(
    field: str, op: Op, *operands: Any, period: Period | None = None, at: FieldOf | OuterField | None = None
) -> c.FieldTest:
    given = tuple(one if isinstance(one, FieldOf | OuterField | Parameter | AsOf) else Literal(one) for one in operands)
    return c.FieldTest(field=field, op=op, operands=given, period=period, at=at)


def number(op: Op, *operands: int) -> c.NumberTest:
    return c.NumberTest(op=op, operands=tuple(Literal(one) for one in operands))


def records(*where: c.FieldTest, **more: Any) -> c.Records:
    return c.Records(kind=FINDING, where=where, **more)


def record(*where: c.FieldTest, **more: Any) -> c.RecordLeaf:
    return c.RecordLeaf(records=records(*where, **more))


def count(tests: c.NumberTest | tuple[c.NumberTest, ...], *where: c.FieldTest, **more: Any) -> c.CountLeaf:
    is_ = tests if isinstance(tests, tuple) else (tests,)
    return c.CountLeaf(figure=c.Count(records=records(*where), **more), is_=is_)


def total(field: str, tests: c.NumberTest, *where: c.FieldTest) -> c.SumLeaf:
    return c.SumLeaf(figure=c.Sum(records=records(*where), field=field), is_=(tests,))


def extreme(which: str, field: str, tests: c.NumberTest, *where: c.FieldTest) -> c.ExtremeLeaf:
    return c.ExtremeLeaf(which=which, records=records(*where), field=field, is_=(tests,))


def rule(name: str, when: c.Condition, *unless: c.Condition) -> Rule:
    reasons = tuple(UnlessClause(id=f"e{n}", title="例外", when=one, basis=()) for n, one in enumerate(unless))
    return Rule(id=name, title="情形", basis=(), when=when, unless=reasons, then=Conclude())


def pack(name: str, *rules: Rule, **more: Any) -> Pack:
    return Pack(
        ref=PackRef(pack=name, version="1", digest="sha256:0"),
        kind=PackKind.CRITERIA,
        title="标准",
        jurisdiction="000000",
        in_force=Interval(),
        sources={},
        file="1.yaml",
        rules=rules,
        **more,
    )
