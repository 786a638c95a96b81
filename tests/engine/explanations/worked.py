"""Rules and situations for the explanations' texts: for each kind of condition one that is met, not met and unknown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.catalogue import Catalogue, Department, FactKind, FieldDef, FieldType
from engine.compile import compile_program
from engine.compile.program import Program
from engine.conditions import (
    AnyOf,
    BanLeaf,
    Condition,
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
    OuterField,
    Parameter,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge
from engine.explain import Audience, Sentence, why
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Truth
from engine.pack import (
    Assurance,
    Basis,
    Colour,
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
    Step,
    UnlessClause,
)
from engine.periods import Period
from engine.working_days import WorkCalendar

FOLDER = Path(__file__).parent
DAY = date(2024, 7, 1)
PACK = "rules/cn/example"
KEY = f"{PACK}#asked"
T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def basis(article: str) -> tuple[Basis, ...]:
    return (Basis(source="order", article=article, assurance=Assurance.VERIFIED),)


SOURCE = Source(
    id="order",
    title="示例信用办法",
    document="示例令第1号",
    level=Level.ADMIN_REGULATION,
    in_force=Interval(start=date(2020, 1, 1)),
    assurance=Assurance.VERIFIED,
)
LIST = ListDef(
    id="example-list",
    title="示例失信主体名单",
    colour=Colour.BLACK,
    gravity=Gravity.SERIOUS,
    term=Period(years=2),
    term_at_most=Period(years=5),
    procedure=(
        Step(step="statement", title="收到告知后可以陈述、申辩", required=True, term=None, basis=basis("9")),
        Step(step="legal_review", title="法制审核", required=True, term=None, basis=basis("10")),
        Step(step="repair", title="纠正违法行为后可以申请修复", required=False, term=None, basis=basis("12 para 2")),
    ),
    remedy="不服决定的，可以依法申请行政复议或者提起行政诉讼。",
    remedy_basis=basis("13"),
)


def _field(name: str, type_: FieldType, title: str, **more: object) -> FieldDef:
    return FieldDef(id=name, type=type_, title=title, **more)


FIELDS = (
    _field("on", FieldType.DATE, "决定日期"),
    _field("start", FieldType.DATE, "列入日期"),
    _field("due", FieldType.DATE, "缴纳期限"),
    _field("paid_on", FieldType.DATE, "缴清日期"),
    _field("document", FieldType.TEXT, "文书号"),
    _field("case_no", FieldType.TEXT, "案号"),
    _field("amount", FieldType.MONEY, "罚款数额", low=0),
    _field("share", FieldType.RATIO, "占比", low=0),
    _field("vehicles", FieldType.INTEGER, "车辆数", low=0),
    _field("sort", FieldType.CODE, "种类", values={"fraud": "弄虚作假", "delay": "逾期不履行"}),
    _field("witness", FieldType.TEXT, "证人"),
    _field("plate", FieldType.TEXT, "车牌号"),
    _field("final", FieldType.FLAG, "是否生效"),
    _field("place", FieldType.AREA, "地区"),
    _field("type", FieldType.CODE, "主体类型", values={"enterprise": "企业", "person": "自然人"}),
)


def kind(name: str, title: str, *reported_by: str) -> FactKind:
    return FactKind(
        id=name,
        title=title,
        law_date="on",
        fields={field.id: field for field in FIELDS},
        subject_types=("enterprise",),
        adverse_allowed=True,
        reported_by=reported_by,
    )


CATALOGUE = Catalogue(
    subject=kind("subject", "主体"),
    entry=kind("entry", "名单条目"),
    kinds={
        "penalty": kind("penalty", "行政处罚决定", "transport"),
        "payment": kind("payment", "缴款记录", "finance"),
        "permit": kind("permit", "营运许可"),
    },
    departments={
        "transport": Department(id="transport", title="交通运输部门"),
        "finance": Department(id="finance", title="财政部门"),
    },
    matters={},
    roles={"legal_representative": "法定代表人"},
    scopes={"food": "食品生产经营"},
    effects={},
    calendar=WorkCalendar(first=date(2024, 1, 1), last=date(2024, 12, 31)),
)
FLOOR = ParameterDef(
    id="floor",
    title="罚款数额较大",
    unit="CNY",
    values=(ParameterValue(value=100_000_00, in_force=Interval(start=date(2022, 2, 1)), basis=basis("6(1)")),),
)


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
    given = tuple(one if isinstance(one, FieldOf | OuterField | Parameter) else Literal(one) for one in operands)
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


def judged(program: Program, situation: Situation) -> Judgement:
    readings = compile_direct(program)(situation)
    return judge(program, situation, readings, readings)


def sentences(example: Example, truth: Truth, audience: Audience, lang: str) -> tuple[Sentence, ...]:
    program, situation = program_of(example), example.situations[truth]
    return why(program, situation, judged(program, situation), KEY, audience, lang, catalogue=CATALOGUE)


def written(example: Example) -> str:
    """The fixture's text: each truth, audience and language, sentences indented by depth, each with its articles."""
    return "\n".join(_lines(example)) + "\n"


_OF_THE_PROGRAM = re.compile(r"(程序摘要 |判断摘要 |program |judgement )sha256:[0-9a-f]{64}")
_CUT = r"\1sha256:…"
"""Digests over the whole program are left out: they change with the catalogue's form, not with what is told here."""


def _lines(example: Example) -> Iterator[str]:
    for truth in (T, F, U):
        for audience in Audience:
            for lang in ("zh", "en"):
                yield f"== {truth} · {audience} · {lang}"
                for one in sentences(example, truth, audience, lang):
                    yield f"{'  ' * one.depth}{_OF_THE_PROGRAM.sub(_CUT, one.text)} 〔{one.cited}〕"
                yield ""
