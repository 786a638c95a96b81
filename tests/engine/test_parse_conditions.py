"""Conditions from text: what each leaf becomes, and the words of every fault in one."""

from datetime import date

import pytest

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
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    OuterField,
    Partner,
    RatioLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.periods import Period
from tests.engine.parse_texts import CRITERIA, edited, read, sound, with_when

_FINDING = Records(kind="tax.finding")


def _condition(text: str) -> Condition:
    return sound(with_when(text)).rules[1].when


def _tests(text: str) -> tuple[FieldTest, ...]:
    leaf = _condition(f"{{subject: {text}}}")
    assert isinstance(leaf, SubjectLeaf)
    return leaf.where


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{type: enterprise}", FieldTest(field="type", op=Op.EQ, operands=(Literal("enterprise"),))),
        (
            "{type: [enterprise, natural_person]}",
            FieldTest(field="type", op=Op.IN, operands=(Literal("enterprise"), Literal("natural_person"))),
        ),
        (
            "{region: {region_within: '520000'}}",
            FieldTest(field="region", op=Op.REGION_WITHIN, operands=(Literal("520000"),)),
        ),
        ("{registered_on: {within: P2Y}}", FieldTest(field="registered_on", op=Op.WITHIN, period=Period(years=2))),
        (
            "{registered_on: {before: 2020-01-01}}",
            FieldTest(field="registered_on", op=Op.BEFORE, operands=(Literal(date(2020, 1, 1)),)),
        ),
        (
            "{registered_on: {between: [2020-01-01, 2021-01-01]}}",
            FieldTest(
                field="registered_on", op=Op.BETWEEN, operands=(Literal(date(2020, 1, 1)), Literal(date(2021, 1, 1)))
            ),
        ),
        ("{registered_on: {is: none}}", FieldTest(field="registered_on", op=Op.IS_NONE)),
    ],
)
def test_a_field_test_is_typed_by_the_catalogue(text: str, expected: FieldTest) -> None:
    """A scalar is eq, a list is in, a mapping names the test; the catalogue says of which type the value is."""
    assert _tests(text) == (expected,)


def test_several_tests_of_one_field_are_all_kept() -> None:
    """A band has two ends; dropping one would list the lawful."""
    where = sound(with_when("{record: tax.finding, where: {amount: {gte: 10, lt: 20.01}}}")).rules[1].when

    assert [(each.op, each.operands) for each in where.records.where] == [
        (Op.GTE, (Literal(1000),)),
        (Op.LT, (Literal(2001),)),
    ]


def test_outer_names_the_record_the_leaf_is_about() -> None:
    """A decision that came after the finding: two records compared by their own dates."""
    leaf = _condition(
        "{record: tax.finding, with: [{record: tax.decision, same: case_no, where: {decided_on: {after: $outer.found_on}}}]}"
    )

    assert leaf.records.with_ == (
        Partner(
            kind="tax.decision",
            same=("case_no",),
            where=(FieldTest(field="decided_on", op=Op.AFTER, operands=(OuterField("found_on"),)),),
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{count: {record: tax.finding, is: {gte: 2}}}",
            CountLeaf(figure=Count(records=_FINDING), is_=(NumberTest(op=Op.GTE, operands=(Literal(2),)),)),
        ),
        (
            "{count: {record: tax.finding, span: P12M, is: {gt: 1}}}",
            CountLeaf(
                figure=Count(records=_FINDING, span=Period(months=12)),
                is_=(NumberTest(op=Op.GT, operands=(Literal(1),)),),
            ),
        ),
        (
            "{count: {record: tax.finding, distinct: case_no, is: 2}}",
            CountLeaf(
                figure=Count(records=_FINDING, distinct="case_no"), is_=(NumberTest(op=Op.EQ, operands=(Literal(2),)),)
            ),
        ),
        (
            "{sum: amount, record: tax.finding, is: {between: [1, 2.5]}}",
            SumLeaf(
                figure=Sum(records=_FINDING, field="amount"),
                is_=(NumberTest(op=Op.BETWEEN, operands=(Literal(100), Literal(250))),),
            ),
        ),
        (
            "{max: highest_year_share, record: tax.finding, is: {gte: 9.9%}}",
            ExtremeLeaf(
                which="max",
                records=_FINDING,
                field="highest_year_share",
                is_=(NumberTest(op=Op.GTE, operands=(Literal(99_000),)),),
            ),
        ),
        (
            "{ratio: {of: {count: {record: tax.finding}}, to: {count: {record: tax.decision}}, is: {gt: 0.1}}}",
            RatioLeaf(
                of=Count(records=_FINDING),
                to=Count(records=Records(kind="tax.decision")),
                is_=(NumberTest(op=Op.GT, operands=(Literal(100_000),)),),
            ),
        ),
        (
            "{entry: {list: tax-major-violation, where: {gravity: serious, authority: tax}, of: legal_representative}}",
            EntryLeaf(
                list_id="tax-major-violation",
                where=(
                    FieldTest(field="gravity", op=Op.EQ, operands=(Literal("serious"),)),
                    FieldTest(field="authority", op=Op.EQ, operands=(Literal("tax"),)),
                ),
                of="legal_representative",
            ),
        ),
        ("{ban: {scope: procurement}}", BanLeaf(scope="procurement")),
        ("{ban: {}}", BanLeaf(scope=None)),
        ("{met: rules/cn/other#rule}", MetLeaf(pack="rules/cn/other", rule="rule")),
        ("{not: {met: evasion}}", Not(child=MetLeaf(pack="rules/cn/tax-major-violation", rule="evasion"))),
        ("{any: [{met: evasion}]}", AnyOf(children=(MetLeaf(pack="rules/cn/tax-major-violation", rule="evasion"),))),
    ],
)
def test_each_leaf_is_read(text: str, expected: Condition) -> None:
    """The condition language of the specification, leaf by leaf."""
    assert _condition(text) == expected


_R = "{record: tax.finding, where: %s}"
BROKEN = [
    ("{}", "empty-condition", "条件是空的"),
    ("{all: []}", "empty-list", "“all” 至少要有一项"),
    ("{any: []}", "empty-list", "“any” 至少要有一项"),
    ("{not: {}}", "empty-condition", "条件是空的"),
    ("{subject: {}}", "empty-condition", "subject: 里没有任何条件"),
    ("[{met: evasion}]", "wrong-shape", "“when” 应写成键值对"),
    ("{al: [{met: evasion}]}", "unknown-key", "未知的键 “al”，是否指 “all”？"),
    ("{met: evasion, subject: {type: enterprise}}", "one-condition", "一个条件里只能写一种"),
    ("{met: evasion, where: {type: enterprise}}", "misplaced-key", "“where” 不能与 “met” 写在同一个条件里"),
    ("{record: tax.findings}", "unknown-kind", "未知的事实种类 “tax.findings”，是否指 “tax.finding”？"),
    (_R % "{amout: 1}", "unknown-field", "未知的事实字段 “amout”，是否指 “amount”？"),
    (_R % "{amount: {gtee: 1}}", "unknown-op", "未知的比较方式 “gtee”，是否指 “gte”？"),
    (_R % "{amount: {}}", "empty-test", "“amount” 没有写任何条件"),
    (_R % "{amount: []}", "empty-test", "列表里至少要有一个值"),
    (_R % "{amount: 1.005}", "too-fine", "比一分钱还细"),
    (_R % "{highest_year_share: 0.0000001}", "too-fine", "比百万分之一还细"),
    (_R % "{invoices: 1.5}", "wrong-value", "“1.5” 不是整数"),
    (_R % "{violation: evade}", "unknown-code", "“evade” 不是字段 “violation” 的可用值"),
    (_R % "{violation: 偷税}", "unknown-code", "是否指 “evasion”？"),
    (_R % "{found_on: 2020-13-01}", "wrong-value", "日历上没有 “2020-13-01” 这一天"),
    (_R % "{fled: 是}", "wrong-value", "请写 yes 或 no"),
    (_R % "{place: '52'}", "wrong-value", "不是行政区划代码"),
    (_R % "{violation: {gt: evasion}}", "op-type", "“gt” 不能用于代码字段 “violation”"),
    (_R % "{amount: {within: P2Y}}", "op-type", "“within” 不能用于金额字段 “amount”"),
    (_R % "{amount: {before: 3}}", "op-type", "“before” 不能用于金额字段"),
    (_R % "{case_no: {region_within: '52'}}", "op-type", "“region_within” 不能用于文字字段"),
    (_R % "{amount: {between: [1]}}", "between-two", "between 要写两个值"),
    (_R % "{amount: {between: [2, 1]}}", "between-reversed", "下限大于上限"),
    (_R % "{paid_on: {is: null}}", "is-none-only", "只能写 is: none"),
    (_R % "{found_on: {is: none}}", "never-none", "每条记录必有"),
    (_R % "{paid_on: {none: true}}", "none-is-no-test", "条件请写 is: none"),
    (_R % "{amount: $evasion_flor}", "unknown-operand", "是否指 “$evasion_floor”？"),
    (_R % "{invoices: $evasion_floor}", "type-disagreement", "“$evasion_floor” 是单位 CNY，不能与整数比较"),
    (_R % "{amount: $invoices}", "type-disagreement", "“$invoices” 是整数，不能与金额比较"),
    (_R % "{amount: $outer.paid}", "outer-outside", "只能用在 with 或 without"),
    ("{record: tax.finding, with: {record: tax.decision, same: case}}", "unknown-field", "未知的事实字段 “case”"),
    ("{record: tax.finding, with: {record: tax.decision, same: []}}", "empty-condition", "不需要关联字段的，不写 same"),
    ("{record: tax.finding, with: []}", "empty-condition", "with 或 without 的列表是空的"),
    ("{record: tax.finding, same: case_no}", "unknown-key", "未知的键 “same”"),
    (
        "{record: tax.finding, with: {record: tax.decision, same: case_no, without: {record: tax.finding, same: case_no}}}",
        "nested-with",
        "without 里面不能再写 without",
    ),
    ("{count: {record: tax.finding}}", "missing-is", "缺少 is"),
    ("{count: {record: tax.finding, is: {gte: -1}}}", "negative-count", "条数不会是负数"),
    ("{count: {record: tax.finding, is: {in: [1]}}}", "figure-op", "“in” 不能用在这里的 is"),
    ("{count: {record: tax.finding, is: {gte: $evasion_floor}}}", "type-disagreement", "是单位 CNY，不能与整数比较"),
    ("{count: {record: tax.finding, is: {gte: $amount}}}", "unknown-operand", "is 里只能用参数"),
    ("{count: {record: tax.finding, distinct: case_no, span: P1Y, is: {gte: 2}}}", "distinct-and-span", "不能同时使用"),
    ("{count: {record: tax.finding, span: P1Y, is: {lt: 2}}}", "figure-op", "可用：gt、gte"),
    ("{sum: case_no, record: tax.finding, is: {gte: 1}}", "op-type", "sum 不能用于文字字段 “case_no”"),
    ("{sum: amount, is: {gte: 1}}", "missing-key", "缺少必填项 “record”"),
    ("{max: amount, record: tax.finding, is: 1}", "figure-op", "“eq” 不能用在这里的 is，可用：gt、gte、lt、lte"),
    ("{min: amount, record: tax.finding, is: {between: [1, 2]}}", "figure-op", "“between” 不能用在这里的 is"),
    (
        "{ratio: {of: {count: {record: tax.finding}}, to: {sum: amount, record: tax.finding}, is: {gte: 10%}}}",
        "ratio-parts",
        "ratio 的 of 和 to 单位不同（整数、金额），不能相比；条数按整数计",
    ),
    (
        "{ratio: {of: {sum: amount, record: tax.finding}, to: {sum: invoices, record: tax.finding}, is: {gte: 10%}}}",
        "ratio-parts",
        "ratio 的 of 和 to 单位不同（金额、整数）",
    ),
    (
        "{ratio: {of: {sum: amount, record: tax.finding}, to: {sum: paid, record: tax.finding}, is: {gte: 10%}}}",
        "ratio-negative",
        "目录没有规定 “paid” 的 min 不小于 0",
    ),
    (
        "{ratio: {of: {count: {record: tax.finding, span: P1Y}}, to: {count: {record: tax.finding}}, is: {gte: 10%}}}",
        "misplaced-key",
        "ratio 里的 count 不能带 span",
    ),
    ("{entry: {where: {gravity: serious}}}", "missing-key", "缺少必填项 “list”"),
    ("{entry: {list: a, where: {gravity: grave}}}", "unknown-code", "“grave” 不是字段 “gravity” 的可用值"),
    ("{entry: {list: a, of: boss}}", "unknown-role", "未知的关联身份 “boss”"),
    ("{ban: {scope: procurment}}", "unknown-scope", "是否指 “procurement”？"),
    ("{met: evation}", "unknown-rule", "是否指 “evasion”？"),
    ("{met: 'rules/cn/other#'}", "bad-met", "应写成 规则 或 规则包#规则"),
]


@pytest.mark.parametrize(
    ("condition", "code", "words"), BROKEN, ids=[f"{each[1]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_fault_in_a_condition_is_told_at_its_line(condition: str, code: str, words: str) -> None:
    """A condition that cannot be read exactly must never be read approximately."""
    text = with_when(condition)
    pack, issues = read(text)

    found = [issue for issue in issues if issue.code == code]
    assert len(found) == 1, [issue.line() for issue in issues]
    assert words in found[0].line()
    assert found[0].where.line == text.splitlines().index(f"    when: {condition}") + 1
    assert pack is None


@pytest.mark.parametrize(
    ("condition", "code", "words"), BROKEN, ids=[f"{each[1]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_one_fault_is_not_told_as_many(condition: str, code: str, words: str) -> None:
    """Schema and typed reading look at the same text; what one has said the other does not repeat."""
    codes = [issue.code for issue in read(with_when(condition))[1]]

    allowed = {code, "missing-key", "one-condition"} if code == "unknown-key" else {code}
    assert set(codes) <= allowed, codes


def test_a_name_that_is_parameter_and_field_is_refused() -> None:
    """The reader could not tell which of the two the law means."""
    text = edited(CRITERIA, "  evasion_floor:\n", "  paid:\n").replace("$evasion_floor", "$paid")

    _, issues = read(text)

    assert [issue.code for issue in issues] == ["ambiguous-name", "ambiguous-name"]
    assert "“$paid” 既是参数又是 tax.finding 的字段" in issues[0].zh


def test_a_code_parameter_is_checked_where_it_is_compared() -> None:
    """A code has no type of its own: its domain is that of the field it meets."""
    text = edited(CRITERIA, "    unit: CNY\n", "    unit: code\n")
    text = edited(text, "value: 1000000, ", "value: evasion, ")
    text = edited(text, "value: 1000000.50, ", "value: evasoin, ")
    text = edited(text, "violation: evasion, amount: {gte: $evasion_floor}", "violation: $evasion_floor")

    _, issues = read(text)

    assert [(issue.code, issue.where.line) for issue in issues] == [("unknown-code", 23)]
    assert "是否指 “evasion”？" in issues[0].line()


def test_a_field_of_the_same_record_is_an_operand() -> None:
    """Paid less than owed: both figures stand in one record."""
    leaf = _condition("{record: tax.finding, where: {paid: {lt: $amount}}}")

    assert leaf.records.where[0].operands == (FieldOf("amount"),)
