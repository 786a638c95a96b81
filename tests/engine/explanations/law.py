"""The catalogue, the list and the parameter that the worked explanations read."""

from datetime import date

from engine.catalogue import Catalogue, Department, FactKind, FieldDef, FieldType
from engine.facts import Truth
from engine.pack import (
    Assurance,
    Basis,
    Colour,
    Gravity,
    Interval,
    Level,
    ListDef,
    ParameterDef,
    ParameterValue,
    Source,
    Step,
)
from engine.periods import Period
from engine.working_days import WorkCalendar

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
