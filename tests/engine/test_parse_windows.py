"""Windows of time, dated roles, figures of one unit: the forms that a date or a day decides, and the words of each fault."""

from datetime import date

import pytest

from engine.conditions import (
    AsOf,
    BanLeaf,
    Condition,
    Count,
    EntryLeaf,
    FieldOf,
    FieldTest,
    Held,
    Literal,
    NumberTest,
    Op,
    OuterField,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    Sum,
)
from engine.periods import Period
from tests.engine.parse_texts import CRITERIA, edited, read, sound, with_when

_R = "{record: tax.finding, where: %s}"
_WITH = "{record: tax.finding, with: {record: tax.decision, same: case_no, where: %s}}"
_FINDING = Records(kind="tax.finding")


def _condition(text: str) -> Condition:
    return sound(with_when(text)).rules[1].when


def _where(text: str) -> tuple[FieldTest, ...]:
    leaf = _condition(_R % text)
    assert isinstance(leaf, RecordLeaf)
    return leaf.records.where


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{paid_on: {past: P3Y}}", FieldTest(field="paid_on", op=Op.PAST, period=Period(years=3))),
        ("{paid_on: {within: P5WD}}", FieldTest(field="paid_on", op=Op.WITHIN, period=Period(working_days=5))),
        ("{paid_on: {past: P5WD}}", FieldTest(field="paid_on", op=Op.PAST, period=Period(working_days=5))),
        (
            "{found_on: {within: {period: P15D, at: $paid_on}}}",
            FieldTest(field="found_on", op=Op.WITHIN, period=Period(days=15), at=FieldOf("paid_on")),
        ),
        (
            "{found_on: {past: {period: P2WD, at: $paid_on}}}",
            FieldTest(field="found_on", op=Op.PAST, period=Period(working_days=2), at=FieldOf("paid_on")),
        ),
        ("{paid_on: {reached: P3M}}", FieldTest(field="paid_on", op=Op.REACHED, period=Period(months=3))),
        ("{paid_on: {reached: P5WD}}", FieldTest(field="paid_on", op=Op.REACHED, period=Period(working_days=5))),
        (
            "{found_on: {reached: {period: P20D, at: $paid_on}}}",
            FieldTest(field="found_on", op=Op.REACHED, period=Period(days=20), at=FieldOf("paid_on")),
        ),
        ("{found_on: {in_year: -1}}", FieldTest(field="found_on", op=Op.IN_YEAR, operands=(Literal(-1),))),
        ("{found_on: {in_year: 0}}", FieldTest(field="found_on", op=Op.IN_YEAR, operands=(Literal(0),))),
        ("{found_on: {in_year: -100}}", FieldTest(field="found_on", op=Op.IN_YEAR, operands=(Literal(-100),))),
    ],
)
def test_a_window_is_read(text: str, expected: FieldTest) -> None:
    """满三年, 十五日内, 上一年度: each is a test of its own and keeps its unit and the day it is asked about."""
    assert _where(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("{paid_on: $as_of}", Op.EQ),
        ("{paid_on: [$as_of]}", Op.IN),
        *((f"{{paid_on: {{{op}: $as_of}}}}", op) for op in (Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BEFORE, Op.AFTER)),
    ],
)
def test_a_date_is_compared_with_the_day_asked_about(text: str, op: Op) -> None:
    """A hazard put right on or after the day asked about was still there on it."""
    assert _where(text) == (FieldTest(field="paid_on", op=op, operands=(AsOf(),)),)


def test_the_day_asked_about_is_one_end_or_one_of_several() -> None:
    """It stands wherever a date may stand, beside a date and a field."""
    until, day = _where("{paid_on: {between: [2024-01-01, $as_of], in: [$found_on, $as_of]}}")

    assert until == FieldTest(field="paid_on", op=Op.BETWEEN, operands=(Literal(date(2024, 1, 1)), AsOf()))
    assert day == FieldTest(field="paid_on", op=Op.IN, operands=(FieldOf("found_on"), AsOf()))


def test_the_day_asked_about_stands_in_partners_subjects_and_entries_too() -> None:
    """A date field is a date field wherever it stands."""
    day = FieldTest(field="decided_on", op=Op.BEFORE, operands=(AsOf(),))
    partner = Partner(kind="tax.decision", same=("case_no",), where=(day,))

    assert _condition(_WITH % "{decided_on: {before: $as_of}}") == RecordLeaf(
        records=Records(kind="tax.finding", with_=(partner,))
    )
    assert _condition("{subject: {registered_on: $as_of}}").where[0].operands == (AsOf(),)
    assert _condition("{entry: {list: a, where: {decided_on: {lt: $as_of}}}}").where[0].operands == (AsOf(),)


def test_a_window_may_end_on_a_day_of_the_outer_record() -> None:
    """Decided within a year of the finding: the two dates stand in two records."""
    leaf = _condition(_WITH % "{decided_on: {within: {period: P1Y, at: $outer.found_on}}}")

    test = FieldTest(field="decided_on", op=Op.WITHIN, period=Period(years=1), at=OuterField("found_on"))
    partner = Partner(kind="tax.decision", same=("case_no",), where=(test,))
    assert leaf == RecordLeaf(records=Records(kind="tax.finding", with_=(partner,)))


def test_a_window_of_the_subject_may_end_on_its_own_day() -> None:
    """Deregistered within two years of registration: both are the subject's own attributes."""
    leaf = _condition("{subject: {registered_on: {past: {period: P2Y, at: $registered_on}}}}")

    assert leaf.where[0].at == FieldOf("registered_on")


def test_a_partner_needs_no_common_field() -> None:
    """Any other record of the subject is enough where the law does not tie the two."""
    leaf = _condition("{record: tax.finding, without: {record: tax.decision, where: {final: yes}}}")

    final = FieldTest(field="final", op=Op.EQ, operands=(Literal(value=True),))
    assert leaf == RecordLeaf(
        records=Records(kind="tax.finding", without=(Partner(kind="tax.decision", same=(), where=(final,)),))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{entry: {list: a, of: legal_representative}}", EntryLeaf(list_id="a", of="legal_representative")),
        (
            "{entry: {list: a, of: {role: legal_representative, held: start}}}",
            EntryLeaf(list_id="a", of="legal_representative", held=Held.START),
        ),
        (
            "{ban: {scope: procurement, of: {role: legal_representative, held: as_of}}}",
            BanLeaf(scope="procurement", of="legal_representative", held=Held.AS_OF),
        ),
        ("{ban: {of: {role: legal_representative}}}", BanLeaf(scope=None, of="legal_representative")),
        ("{ban: {scope: any}}", BanLeaf(scope="any")),
    ],
)
def test_a_standing_leaf_says_whose_and_since_when(text: str, expected: Condition) -> None:
    """Who held the office when the listing began answers for it; a ban from everything is a scope of its own."""
    assert _condition(text) == expected


@pytest.mark.parametrize(
    ("of", "to", "expected"),
    [
        (
            "{count: {record: tax.finding}}",
            "{sum: invoices, record: tax.finding}",
            (Count(records=_FINDING), Sum(records=_FINDING, field="invoices")),
        ),
        (
            "{sum: invoices, record: tax.finding}",
            "{count: {record: tax.finding, distinct: case_no}}",
            (Sum(records=_FINDING, field="invoices"), Count(records=_FINDING, distinct="case_no")),
        ),
    ],
)
def test_a_count_is_a_whole_number(of: str, to: str, expected: tuple[Count | Sum, Count | Sum]) -> None:
    """违规车辆占车辆总数: one side is counted in records, the other stands as a number in one."""
    leaf = _condition(f"{{ratio: {{of: {of}, to: {to}, is: {{gt: 10%}}}}}}")

    assert leaf == RatioLeaf(of=expected[0], to=expected[1], is_=(NumberTest(op=Op.GT, operands=(Literal(100_000),)),))


BROKEN = [
    (_R % "{amount: {past: P3Y}}", "op-type", "“past” 不能用于金额字段 “amount”"),
    (_R % "{amount: {reached: P3Y}}", "op-type", "“reached” 不能用于金额字段 “amount”"),
    (_R % "{paid_on: {reached: P1M5WD}}", "mixed-period", "“P1M5WD” 把工作日与年、月、日写在一起"),
    (_R % "{paid_on: {reached: {period: P1Y}}}", "missing-key", "“reached” 中缺少必填项 “at”（截至哪一天）"),
    (_R % "{paid_on: {reached: $as_of}}", "bad-period", "“$as_of” 不是期间"),
    (
        _R % "{found_on: {reached: {period: P1Y, at: $as_of}}}",
        "at-field",
        "at 不必写 “$as_of”：不写 at，就是截至评判日",
    ),
    (_R % "{amount: {gte: $as_of}}", "type-disagreement", "“$as_of” 是评判日（日期），不能与金额比较"),
    (_R % "{case_no: $as_of}", "type-disagreement", "“$as_of” 是评判日（日期），不能与文字比较"),
    (_R % "{paid_on: {gte: $outer.as_of}}", "outer-outside", "只能用在 with 或 without"),
    (_WITH % "{decided_on: {gte: $outer.as_of}}", "unknown-field", "未知的事实字段 “as_of”"),
    (_R % "{paid_on: {gte: $as_off}}", "unknown-operand", "是否指 “$as_of”？"),
    ("{count: {record: tax.finding, is: {gte: $as_of}}}", "type-disagreement", "是评判日（日期），不能与整数比较"),
    ("{sum: amount, record: tax.finding, is: $as_of}", "type-disagreement", "是评判日（日期），不能与金额比较"),
    (_R % "{amount: {in_year: 0}}", "op-type", "“in_year” 不能用于金额字段 “amount”"),
    (_R % "{paid_on: {within: P1M5WD}}", "mixed-period", "“P1M5WD” 把工作日与年、月、日写在一起"),
    (_R % "{paid_on: {past: P5WD2WD}}", "mixed-period", "请只用其中一种"),
    (_R % "{paid_on: {past: 三年}}", "bad-period", "“三年” 不是期间"),
    (_R % "{paid_on: {past: {period: 1Y, at: $found_on}}}", "bad-period", "“1Y” 不是期间"),
    (_R % "{paid_on: {past: {period: P1Y}}}", "missing-key", "“past” 中缺少必填项 “at”（截至哪一天）"),
    (_R % "{paid_on: {past: {at: $found_on}}}", "missing-key", "“past” 中缺少必填项 “period”（期间）"),
    (_R % "{paid_on: {past: {period: P1Y, att: $found_on, at: $found_on}}}", "unknown-key", "是否指 “at”？"),
    (_R % "{paid_on: {past: [P1Y]}}", "wrong-shape", "“past” 应写成一个值或键值对"),
    (_R % "{found_on: {within: {period: P1Y, at: 2024-01-01}}}", "at-field", "at 写的 “2024-01-01” 不是记录的日期字段"),
    (_R % "{found_on: {within: {period: P1Y, at: $deadline}}}", "at-field", "不能写日期或参数"),
    (_R % "{found_on: {within: {period: P1Y, at: $amount}}}", "not-a-date", "at 要写日期字段，“amount” 是金额"),
    (_R % "{found_on: {within: {period: P1Y, at: $paid_onn}}}", "unknown-field", "是否指 “paid_on”？"),
    (_R % "{found_on: {within: {period: P1Y, at: $outer.paid_on}}}", "outer-outside", "只能用在 with 或 without"),
    (_WITH % "{decided_on: {past: {period: P1Y, at: $outer.amount}}}", "not-a-date", "“amount” 是金额"),
    (_WITH % "{decided_on: {past: {period: P1Y, at: $outer.until}}}", "unknown-field", "未知的事实字段 “until”"),
    (_R % "{found_on: {in_year: 1}}", "wrong-value", "in_year 只能写 0（当年）到 -100（一百年前），“1” 不在其中"),
    (_R % "{found_on: {in_year: -101}}", "wrong-value", "“-101” 不在其中"),
    (_R % "{found_on: {in_year: 2024年}}", "wrong-value", "“2024年” 不是整数"),
    (_R % "{found_on: {in_year: $evasion_floor}}", "wrong-value", "“$evasion_floor” 不是整数"),
    (_R % "{found_on: {in_year: [0, -1]}}", "wrong-shape", "“in_year” 应写成一个值"),
    ("{count: {record: tax.finding, span: P5WD, is: {gte: 2}}}", "working-days", "“P5WD” 以工作日计算"),
    ("{entry: {list: a, of: {role: boss, held: start}}}", "unknown-role", "未知的关联身份 “boss”"),
    ("{entry: {list: a, of: {held: start}}}", "missing-key", "“of” 中缺少必填项 “role”（关联身份）"),
    ("{entry: {list: a, of: {role: legal_representative, held: then}}}", "wrong-choice", "可用：as_of、start"),
    ("{ban: {of: [legal_representative]}}", "wrong-shape", "“of” 应写成一个值或键值对"),
]


def _with_deadline(condition: str) -> str:
    """The pack with a dated parameter that a condition might take for a day."""
    deadline = "  deadline: {title: 截止日, unit: date, values: [{value: 2024-01-01, basis: [order-54 art 9]}]}\n"
    return edited(with_when(condition), "lists:\n", deadline + "lists:\n")


@pytest.mark.parametrize(
    ("condition", "code", "words"), BROKEN, ids=[f"{each[1]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_fault_in_a_window_is_told_once_at_its_line(condition: str, code: str, words: str) -> None:
    """A window that cannot be read exactly must never be read approximately, and the jurist is told what to write."""
    text = _with_deadline(condition)

    pack, issues = read(text)

    assert [issue.code for issue in issues] == [code], [issue.line() for issue in issues]
    assert words in issues[0].line()
    assert issues[0].en
    assert issues[0].where.line == text.splitlines().index(f"    when: {condition}") + 1
    assert pack is None


def test_a_day_that_is_parameter_and_field_is_refused() -> None:
    """The reader could not tell which of the two the law means."""
    text = edited(CRITERIA, "  evasion_floor:\n", "  paid_on:\n").replace("$evasion_floor", "$paid_on")
    text = edited(text, "amount: {gte: $paid_on}", "found_on: {within: {period: P1Y, at: $paid_on}}")

    assert [issue.code for issue in read(text)[1]] == ["ambiguous-name"]


def test_why_working_days_are_refused_is_said() -> None:
    """A refusal without a reason sends the author to write P7D, which is another day."""
    _, issues = read(with_when("{count: {record: tax.finding, span: P5WD, is: {gte: 2}}}"))

    assert (
        issues[0]
        .line()
        .endswith(
            "期间 “P5WD” 以工作日计算，此处只能用年、月、日（P3Y、P6M、P10D）。"
            "放假安排逐年公布，工作日的最后一天不能预先算定，只能用于 within、past、reached、程序时限和反馈期限。"
        )
    )
