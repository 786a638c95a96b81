"""Small packs built by hand: sound as they stand, each test spoils one thing with `replace`."""

from dataclasses import replace
from datetime import date

from engine.catalogue import Catalogue, Department, FactKind, FieldDef, FieldType, Matter
from engine.conditions import Condition, FieldTest, Literal, MetLeaf, Op, RecordLeaf, Records
from engine.pack import (
    Applies,
    Assurance,
    Basis,
    Colour,
    Conclude,
    Discretion,
    Effect,
    Gravity,
    Interval,
    Level,
    ListDef,
    Measure,
    Mode,
    Pack,
    PackKind,
    PackRef,
    Propose,
    Rule,
    Source,
    Step,
    WhileListed,
)
from engine.periods import Period

ON = date(2026, 6, 1)
ARTICLE = Basis(source="order", article="5", assurance=Assurance.VERIFIED, line=9)
ORDER = Source(
    id="order",
    title="示例办法",
    document="示例令第1号",
    level=Level.ADMIN_REGULATION,
    in_force=Interval(start=date(2020, 1, 1)),
    assurance=Assurance.VERIFIED,
    line=5,
)


def a_field(name: str, kind: FieldType = FieldType.MONEY) -> FieldDef:
    return FieldDef(id=name, type=kind, title=name)


def a_kind(name: str, *, adverse: bool = True, fields: tuple[FieldDef, ...] = ()) -> FactKind:
    known = (replace(a_field("amount"), low=0), a_field("decided_on", FieldType.DATE), *fields)
    return FactKind(
        id=name,
        title=f"{name}信息",
        law_date="decided_on",
        fields={field.id: field for field in known},
        subject_types=("enterprise",),
        adverse_allowed=adverse,
    )


def a_catalogue() -> Catalogue:
    subject = FactKind(
        id="subject",
        title="主体",
        law_date="",
        fields={"region": a_field("region", FieldType.AREA)},
        subject_types=("enterprise",),
        adverse_allowed=True,
    )
    matter = Matter(
        id="procurement.bid",
        title="参加政府采购",
        department="finance",
        stages=("review",),
        roles=("subject",),
        scopes=("procurement",),
    )
    return Catalogue(
        subject=subject,
        entry=replace(subject, id="entry", title="名单条目", fields={}),
        kinds={"wage.order": a_kind("wage.order"), "rumour": a_kind("rumour", adverse=False)},
        departments={name: Department(id=name, title=name) for name in ("labour", "finance")},
        matters={"procurement.bid": matter},
        roles={"subject": "主体", "legal_representative": "法定代表人"},
        scopes={"procurement": "政府采购"},
        effects={effect.value: effect.value for effect in Effect},
    )


def a_record(kind: str = "wage.order", amount: int = 1_000_000, line: int = 21) -> RecordLeaf:
    test = FieldTest(field="amount", op=Op.GTE, operands=(Literal(amount),), line=line)
    return RecordLeaf(records=Records(kind=kind, where=(test,)), line=line)


def a_rule(name: str = "arrears", *, when: Condition | None = None, proposes: str | None = "wage-arrears") -> Rule:
    then = Propose(list_id=proposes) if proposes else Conclude()
    return Rule(id=name, title=name, basis=(ARTICLE,), when=when or a_record(), unless=(), then=then, line=20)


def builds_on(rule: str, pack: str = "rules/cn/wage") -> MetLeaf:
    return MetLeaf(pack=pack, rule=rule, line=22)


def a_step(name: str, *, required: bool = True) -> Step:
    return Step(step=name, title=name, required=required, term=None, basis=(ARTICLE,), line=15)


def a_list(name: str = "wage-arrears", *, colour: Colour = Colour.BLACK) -> ListDef:
    steps = tuple(a_step(step) for step in ("notice", "statement", "decision", "approval"))
    return ListDef(
        id=name,
        title="拖欠农民工工资失信主体名单",
        colour=colour,
        gravity=Gravity.SERIOUS,
        term=Period(years=3),
        procedure=steps,
        line=12,
    )


def criteria(
    name: str = "rules/cn/wage",
    version: str = "2022.1",
    *,
    rules: tuple[Rule, ...] = (),
    start: date = date(2022, 1, 1),
) -> Pack:
    return Pack(
        ref=PackRef(pack=name, version=version, digest=f"sha256:{name}@{version}"),
        kind=PackKind.CRITERIA,
        title="拖欠农民工工资失信主体认定标准",
        jurisdiction="000000",
        in_force=Interval(start=start),
        sources={"order": ORDER},
        file=f"{name}/{version}.yaml",
        authority="labour",
        mode=Mode.DETERMINED_HERE,
        lists={"wage-arrears": a_list()},
        rules=rules or (a_rule(),),
    )


def a_measure(
    name: str = "no-procurement", *, effect: Effect = Effect.DENY, upon: str = "wage-arrears", line: int = 30
) -> Measure:
    return Measure(
        id=name,
        row=1,
        title="禁止参加政府采购",
        instruction="不得作为供应商",
        upon=upon,
        when=None,
        applies=Applies(matters=("procurement.*",), stages=("review",), roles=("subject",)),
        effect=effect,
        discretion=Discretion.MUST,
        executor="finance",
        lasts=WhileListed(),
        basis=(ARTICLE,),
        line=line,
    )


def measures(*held: Measure, name: str = "memoranda/cn/wage") -> Pack:
    return Pack(
        ref=PackRef(pack=name, version="2022.1", digest=f"sha256:{name}"),
        kind=PackKind.MEASURES,
        title="措施",
        jurisdiction="000000",
        in_force=Interval(start=date(2022, 1, 1)),
        sources={"order": ORDER},
        file=f"{name}/2022.1.yaml",
        measures=held or (a_measure(),),
    )
