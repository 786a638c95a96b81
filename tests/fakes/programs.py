"""Small programs and situations by hand, for what the engines, the judgement and the explanation answer."""

from collections.abc import Iterable
from datetime import date

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.compile import compile_program
from engine.compile.program import Program
from engine.conditions import Condition
from engine.direct import compile_direct
from engine.facts import Fact, Mark, Situation, Suspension, Truth, Value
from engine.pack import (
    Assurance,
    Basis,
    Colour,
    Conclude,
    Gravity,
    Interval,
    Level,
    ListDef,
    Pack,
    PackKind,
    PackRef,
    ParameterDef,
    ParameterValue,
    Propose,
    Rule,
    Source,
    UnlessClause,
)
from engine.periods import Period

TODAY = date(2024, 6, 30)
PACK = "rules/cn/wages"


def basis(article: str) -> tuple[Basis, ...]:
    return (Basis(source="order", article=article, assurance=Assurance.VERIFIED),)


SOURCE = Source(
    id="order",
    title="示例办法",
    document="示例令第1号",
    level=Level.ADMIN_REGULATION,
    in_force=Interval(start=date(2020, 1, 1)),
    assurance=Assurance.VERIFIED,
)
LIST = ListDef(
    id="wage-list",
    title="失信主体名单",
    colour=Colour.BLACK,
    gravity=Gravity.SERIOUS,
    term=Period(years=3),
    procedure=(),
)


def _field(name: str, type_: FieldType, title: str, **more: object) -> FieldDef:
    return FieldDef(id=name, type=type_, title=title, **more)


FIELDS = (
    _field("on", FieldType.DATE, "决定日期"),
    _field("amount", FieldType.MONEY, "金额", low=0),
    _field("fine", FieldType.MONEY, "罚款", low=100, high=500, always=True),
    _field("deposit", FieldType.MONEY, "保证金", low=100, high=500),
    _field("balance", FieldType.MONEY, "余额"),
    _field("share", FieldType.RATIO, "占比", low=0),
    _field("sort", FieldType.CODE, "类别", values={"a": "甲类", "b": "乙类"}),
    _field("plate", FieldType.TEXT, "车号", always=True),
    _field("case_no", FieldType.TEXT, "案号"),
    _field("final", FieldType.FLAG, "已生效"),
    _field("place", FieldType.AREA, "地区"),
)


def kind(name: str, title: str) -> FactKind:
    return FactKind(
        id=name,
        title=title,
        law_date="on",
        fields={field.id: field for field in FIELDS},
        subject_types=("enterprise",),
        adverse_allowed=True,
    )


CATALOGUE = Catalogue(
    subject=kind("subject", "主体"),
    entry=kind("entry", "名单条目"),
    kinds={"finding": kind("finding", "查处信息"), "decision": kind("decision", "处理决定")},
    departments={},
    matters={},
    roles={},
    scopes={},
    effects={},
)


def parameter(name: str, *values: tuple[Interval, object], unit: str = "CNY") -> ParameterDef:
    dated = tuple(ParameterValue(value=value, in_force=during, basis=basis("6(1)")) for during, value in values)
    return ParameterDef(id=name, title="数额标准", unit=unit, values=dated)


def rule(
    name: str, when: Condition, *unless: Condition, then: Propose | Conclude | None = None, explain: str = ""
) -> Rule:
    return Rule(
        id=name,
        title=f"情形{name}",
        basis=basis("5"),
        when=when,
        unless=tuple(
            UnlessClause(id=f"{name}-{number}", title="例外", when=each, basis=basis("7"))
            for number, each in enumerate(unless)
        ),
        then=then or Conclude(),
        explain=explain,
        line=7,
    )


def pack(
    *rules: Rule, name: str = PACK, version: str = "1", parameters: Iterable[ParameterDef] = (), **more: object
) -> Pack:
    return Pack(
        ref=PackRef(pack=name, version=version, digest=f"sha256:{version:0>64}"),
        kind=PackKind.CRITERIA,
        title="示例标准",
        jurisdiction="000000",
        in_force=Interval(start=date(2020, 1, 1)),
        sources={"order": SOURCE},
        file=f"{name}/{version}.yaml",
        rules=rules,
        parameters={each.id: each for each in parameters},
        **({"lists": {"wage-list": LIST}} | more),
    )


def program(*packs: Pack, law_at: date = TODAY) -> Program:
    return compile_program(packs, CATALOGUE, law_at)


def fact(
    name: str,
    on: date | Mark = TODAY,
    of: str = "finding",
    suspensions: tuple[Suspension, ...] | None = (),
    **values: Value,
) -> Fact:
    return Fact(id=name, kind=of, law_date=on, values={"on": on, **values}, suspensions=suspensions)


def situation(*facts: Fact, as_of: date = TODAY, not_covered: Iterable[str] = (), **more: object) -> Situation:
    return Situation(subject_id="s", as_of=as_of, facts=facts, not_covered=frozenset(not_covered), **more)


def truth_in(condition: Condition, where: Situation) -> Truth:
    """What the direct engine says of this condition as the `when` of a rule."""
    readings = compile_direct(program(pack(rule("r", condition))))(where)
    return readings.rules[0]
