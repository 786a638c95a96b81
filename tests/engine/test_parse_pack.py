"""Whole packs from text: what a sound one becomes, and the words of every fault in its parts."""

from datetime import date
from hashlib import sha256

import pytest

from engine.conditions import All, FieldOf, FieldTest, Literal, MetLeaf, Op, Parameter, RecordLeaf
from engine.issues import Where
from engine.pack import (
    Assurance,
    BanTerm,
    Colour,
    Conclude,
    Effect,
    Feedback,
    Interval,
    Level,
    Mode,
    PackKind,
    Propose,
)
from engine.periods import Period
from tests.engine.parse_texts import CRITERIA, FRAMEWORK, MEASURES, edited, only_issue, read, sound


def test_the_head_of_a_pack_is_read_as_written() -> None:
    """Id, version, place, dates and authority decide where and when a pack counts."""
    pack = sound(CRITERIA)

    assert str(pack.ref) == "rules/cn/tax-major-violation@2022.1"
    assert pack.kind is PackKind.CRITERIA
    assert pack.jurisdiction == "000000"
    assert pack.in_force == Interval(start=date(2022, 2, 1))
    assert (pack.authority, pack.mode, pack.gaps) == ("tax", Mode.MIRRORED, ("文书送达方式未写入",))


def test_the_digest_is_over_the_bytes_of_the_text() -> None:
    """A release is recognised by its bytes: a changed space is another text."""
    assert sound(CRITERIA).ref.digest == "sha256:" + sha256(CRITERIA.encode()).hexdigest()
    assert sound(CRITERIA + "\n").ref.digest != sound(CRITERIA).ref.digest


def test_a_version_stays_text() -> None:
    """YAML 1.1 would make 2022.10 the number 2022.1 and two releases one."""
    assert sound(edited(CRITERIA, '"2022.1"', "2022.10")).ref.version == "2022.10"


def test_parameters_are_exact_and_dated() -> None:
    """Money in a pack is yuan to the fen."""
    values = sound(CRITERIA).parameters["evasion_floor"].values

    assert [(each.value, each.in_force) for each in values] == [
        (100_000_000, Interval(start=date(2022, 2, 1), until=date(2024, 1, 1))),
        (100_000_050, Interval(start=date(2024, 1, 1))),
    ]
    assert values[0].basis[0].article == "6(1)"


def test_a_list_carries_its_procedure() -> None:
    """Every step says whether the law demands it, in what time, by which article."""
    found = sound(CRITERIA).lists["tax-major-violation"]
    notice, approval = found.procedure

    assert (found.colour, found.term, found.remedy_basis[0].article) == (Colour.BLACK, Period(years=3), "")
    assert (notice.step, notice.required, notice.term, notice.basis[0].article) == ("notice", True, Period(days=5), "9")
    assert (approval.required, approval.local_policy, approval.basis) == (False, True, ())


def test_a_rule_is_read_with_its_article_exception_and_conclusion() -> None:
    """The sample of the pack format, adapted: typed operands, joined records, a lowered assurance."""
    evasion, repaid = sound(CRITERIA).rules

    assert isinstance(evasion.when, All)
    (leaf,) = evasion.when.children
    assert isinstance(leaf, RecordLeaf)
    assert leaf.records.where == (
        FieldTest(field="violation", op=Op.EQ, operands=(Literal("evasion"),)),
        FieldTest(field="amount", op=Op.GTE, operands=(Parameter("evasion_floor"),)),
        FieldTest(field="highest_year_share", op=Op.GTE, operands=(Literal(100_000),)),
    )
    assert leaf.records.with_[0].same == ("case_no",)
    assert leaf.records.with_[0].where[0] == FieldTest(field="served", op=Op.EQ, operands=(Literal(True),))
    assert leaf.records.without[0].kind == "tax.finding"
    assert evasion.unless[0].when == MetLeaf(pack="rules/cn/tax-major-violation", rule="repaid")
    assert evasion.unless[0].basis[0].assurance is Assurance.UNVERIFIED
    assert (evasion.then, repaid.then) == (Propose(list_id="tax-major-violation"), Conclude())
    assert isinstance(repaid.when, RecordLeaf)
    assert repaid.when.records.where[0].operands == (FieldOf("paid"),)


def test_lines_point_at_the_text() -> None:
    """Findings and issues of later stages show the line of the rule."""
    lines = CRITERIA.splitlines()
    evasion = sound(CRITERIA).rules[0]

    assert "id: evasion" in lines[evasion.line - 1]
    assert "order-54 art 6(1)" in lines[evasion.basis[0].line - 1]


def test_a_framework_is_read() -> None:
    """The law about the law: which level an effect needs, what it falls to, from when."""
    framework = sound(FRAMEWORK).framework

    assert framework is not None
    floor = framework.floors[0]
    assert (floor.effects, floor.otherwise) == ((Effect.DENY, Effect.RESTRICT), Effect.REVIEW)
    assert (floor.levels[0], floor.in_force) == (Level.LAW, Interval(start=date(2020, 12, 18)))
    assert (framework.ceilings[0].heaviest, framework.ceilings[0].local_policy) == (Effect.REVIEW, True)
    assert framework.reward_bars[0].colour is Colour.BLACK


BROKEN_CRITERIA = [
    ("title: 偷税数额大且比例高", "titel: 偷税数额大且比例高", "unknown-key", "未知的键 “titel”，是否指 “title”？"),
    (
        "colour: black",
        "colour: blak",
        "wrong-choice",
        "“colour” 的取值 “blak” 不可用，是否指 “black”？可用：red、black、watch",
    ),
    ("    gravity: serious\n", "", "missing-key", "缺少必填项 “gravity”（严重程度）"),
    ("authority: tax", "authority: [tax]", "wrong-shape", "“authority” 应写成一个值"),
    ("authority: tax", "authority: taxx", "unknown-department", "未知的部门 “taxx”，是否指 “tax”？"),
    ('"000000"', '"52"', "wrong-value", "“52” 不是行政区划代码，应为 6 位数字"),
    (
        "in_force: {from: 2022-02-01}\ngaps",
        "in_force: {from: 2022-02-30}\ngaps",
        "wrong-value",
        "日历上没有 “2022-02-30”",
    ),
    (
        "in_force: {from: 2022-02-01}\ngaps",
        "in_force: {from: 2022-02-01, until: 2022-02-01}\ngaps",
        "empty-interval",
        "起始日 2022-02-01 不早于终止日 2022-02-01",
    ),
    ("pack: rules/cn/tax-major-violation", "pack: 规则", "bad-id", "规则包标识 “规则” 写法不对"),
    ("required: yes", "required: maybe", "wrong-value", "“maybe” 不是是否值，请写 yes 或 no"),
    ("value: 1000000.50", "value: 1000000.505", "too-fine", "金额 “1000000.505” 比一分钱还细"),
    ("value: 1000000.50", "value: 一百万", "wrong-value", "“一百万” 不是金额"),
    ("{from: 2024-01-01, value", "{from: 2023-06-01, value", "value-overlap", "的重叠"),
    ("{from: 2024-01-01, value", "{from: 2024-06-01, value", "value-gap", "2024-01-01 到 2024-06-01 之间没有参数值"),
    ("    unit: CNY", "    unit: RMB", "wrong-choice", "“unit” 的取值 “RMB” 不可用"),
    ("term: P3Y", "term: P5WD", "working-days", "“P5WD” 以工作日计算，此处只能用年、月、日"),
    ("propose: tax-major-violation}", "propose: tax-major-violation, term: P5WD}", "working-days", "以工作日计算"),
    ("term: P3Y", "term: {from: P5WD, to: P5Y}", "working-days", "以工作日计算"),
    ("term: P3Y", "term: {from: P5Y, to: P3Y}", "term-range", "期限上限 P3Y 不长于下限 P5Y"),
    ("term: P3Y", "term: {from: P3Y, to: P36M}", "term-range", "没有幅度的，直接写 term: P3Y"),
    ("term: P3Y", "term: {from: P365D, to: P1Y}", "term-range", "不长于下限 P365D"),
    ("term: P3Y", "term: {from: P2Y}", "missing-key", "“term” 中缺少必填项 “to”（最长）"),
    ("term: P3Y", "term: {from: P2Y, until: P5Y, to: P3Y}", "unknown-key", "未知的键 “until”"),
    ("term: P3Y", "term: {from: P2Y, to: none}", "bad-period", "“none” 不是期间"),
    ("term: P5D", "term: P1M5WD", "mixed-period", "把工作日与年、月、日写在一起"),
    ("term: P5D", "term: P5WD1D", "mixed-period", "请只用其中一种，例如 P5WD 或 P1M"),
    ("term: P3Y", "term: 3年", "bad-period", "“3年” 不是期间，请写成 P3Y"),
    ("basis: [order-54 art 9]", "basis: []", "empty-list", "程序步骤“notice”缺少依据（basis）"),
    ("basis: [order-54 art 9]", "basis: order-54 art 9", "wrong-shape", "“basis” 应写成列表"),
    (
        "basis: [order-54 art 9]",
        "basis: [order-45 art 9]",
        "unknown-source",
        "未知的依据来源 “order-45”，是否指 “order-54”？",
    ),
    ("basis: [order-54 art 9]", "basis: [第九条 第 1 款]", "bad-citation", "应写成 来源 art 条号"),
    (", basis: [order-54 art 9]", "", "missing-key", "缺少依据（basis）"),
    ("assurance: unverified", "assurance: verified", "assurance-raised", "只能调低，不能调高"),
    ("- id: repaid", "- id: evasion", "duplicate-id", "标识 “evasion” 重复"),
    ("- id: repaid", "- id: 已缴清", "bad-id", "只能用小写字母、数字、- 和 _"),
    ("{met: repaid}", "{met: repayed}", "unknown-rule", "未知的规则 “repayed”，是否指 “repaid”？"),
    ("then: {conclude: yes}", "then: {conclude: no}", "conclude-yes", "conclude 只能写 yes"),
    ("then: {conclude: yes}", "then: {conclude: yes, term: P3Y}", "misplaced-key", "conclude 没有期限"),
    (
        "then: {conclude: yes}",
        "then: {term: P3Y}",
        "exactly-one",
        "要且只能写其中一项：propose、conclude；这里都没有写",
    ),
    ("{tax.finding.amount}", "{tax.finding.amout}", "unknown-field", "未知的事实字段 “amout”，是否指 “amount”？"),
    (
        "    then: {conclude: yes}\n",
        "    then: {conclude: yes}\n    then: {conclude: yes}\n",
        "duplicate-key",
        "键 “then” 重复",
    ),
    ("  evasion_floor:\n", "  outer:\n", "reserved-name", "参数不能叫 outer"),
    ("  evasion_floor:\n", "  as_of:\n", "reserved-name", "参数不能叫 as_of，它是 $as_of 的保留字"),
    ("gaps: [文书送达方式未写入]", "gaps: 文书", "wrong-shape", "“gaps” 应写成列表"),
    ("title: 已缴清", 'title: ""', "missing-key", "“title” 不能为空"),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"), BROKEN_CRITERIA, ids=[each[2] + "-" + each[1][:20] for each in BROKEN_CRITERIA]
)
def test_a_fault_in_a_criteria_pack_is_told_once_at_its_line(old: str, new: str, code: str, words: str) -> None:
    """A jurist who reads no Python must find the place and know what to write."""
    text = edited(CRITERIA, old, new)

    found = [issue for issue in read(text)[1] if issue.code == code]
    assert len(found) == 1, [issue.line() for issue in read(text)[1]]
    assert words in found[0].line()
    assert found[0].en
    assert found[0].where.file == "draft.yaml"
    assert 0 < found[0].where.line <= text.count("\n")
    assert read(text)[0] is None


BROKEN_MEASURES = [
    ("upon: {list: tax-major-violation}", "upon: {lst: x}", "unknown-key", "未知的键 “lst”，是否指 “list”？"),
    ("    upon: {list: tax-major-violation}\n", "", "exactly-one", "要且只能写其中一项：upon、when；这里都没有写"),
    ("row: 9", "row: 九", "wrong-value", "“九” 不是整数"),
    ("departments: 34", "departments: 三十四", "wrong-value", "“三十四” 不是整数"),
    (
        "[government-procurement.*]",
        "[government-purchase.bid]",
        "unknown-matter",
        "未知的事项 “government-purchase.bid”",
    ),
    ("[acceptance]", "[accept]", "wrong-choice", "是否指 “acceptance”？"),
    ("[subject, legal_representative]", "[subject, representative]", "unknown-role", "未知的关联身份 “representative”"),
    ("feedback: {due: P10D}", "feedback: {due: 10WD}", "bad-period", "或 P5WD（五个工作日）"),
    ("lasts: P3Y", "lasts: P3WD", "working-days", "“P3WD” 以工作日计算"),
    ("lasts: P3Y,", "lasts: $record.decided_on, at_most: P3WD,", "working-days", "“P3WD” 以工作日计算"),
    ("lasts: while_listed", "lasts: forever", "wrong-choice", "写 while_listed 或 ban"),
    ("scope: procurement", "scope: procurment", "unknown-scope", "未知的禁止范围 “procurment”，是否指 “procurement”？"),
    ("from: $record.decided_on", "from: $record.case_no", "not-a-date", "“$record.case_no” 必须是日期字段，现在是文字"),
    (
        "from: $record.decided_on",
        "from: $record.decided",
        "unknown-field",
        "未知的事实字段 “decided”，是否指 “decided_on”？",
    ),
    ("from: $record.decided_on", "from: decided_on", "bad-record-field", "应写成 $record.字段"),
    ("lasts: P3Y", "lasts: 三年", "bad-period", "不是期间"),
    ("lasts: P3Y,", "lasts: P3Y, at_most: P3Y,", "at-most-undecided", "只能与 lasts: $record.字段 同用"),
    ("lasts: P3Y,", "lasts: $record.decided_on, at_most: 三年,", "bad-period", "不是期间"),
    (
        "when: {record: tax.decision, where: {final: yes}}",
        "when: {all: [{record: tax.decision}]}",
        "ban-one-record",
        "必须正好是一个 record 条件",
    ),
    (
        "lasts: {ban: {scope: procurement, lasts: P3Y, from: $record.decided_on, start_inferred: yes}}",
        "lasts: while_listed",
        "lasts-cause",
        "要写 upon",
    ),
    ("date: 2016-12-30, departments", "date: 2016年, departments", "wrong-value", "“2016年” 不是日期"),
    ("when: {record: tax.decision, where: {final: yes}}", "when: {met: banned}", "bad-met", "要写明规则包"),
]


def test_a_decided_term_may_be_bounded_by_its_article() -> None:
    """政府采购法 77 leaves one to three years to the authority: the bound stands beside the field that it bounds."""
    pack, issues = read(edited(MEASURES, "lasts: P3Y,", "lasts: $record.decided_on, at_most: P3Y,"))

    assert issues == ()
    assert pack is not None
    bounded = [measure.lasts for measure in pack.measures if isinstance(measure.lasts, BanTerm)]
    assert [(term.lasts_field, term.at_most) for term in bounded] == [("decided_on", Period(years=3))]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"), BROKEN_MEASURES, ids=[each[2] + "-" + each[1][:20] for each in BROKEN_MEASURES]
)
def test_a_fault_in_a_measure_pack_is_told_once_at_its_line(old: str, new: str, code: str, words: str) -> None:
    """No measure without a cause, a known executor, matter and role, and a term the record can give."""
    text = edited(MEASURES, old, new) if MEASURES.count(old) == 1 else MEASURES.replace(old, new, 1)

    found = [issue for issue in read(text)[1] if issue.code == code]
    assert len(found) == 1, [issue.line() for issue in read(text)[1]]
    assert words in found[0].line()
    assert read(text)[0] is None


@pytest.mark.parametrize(
    ("old", "zh"),
    [
        ("authority: tax\n", "部门不能为空"),
        ("record: tax.finding\n", "事实种类不能为空"),
        ("same: case_no", "事实字段不能为空"),
        ("met: repaid", "规则不能为空"),
        ("propose: tax-major-violation", "标识 “” 只能用小写字母、数字、- 和 _"),
    ],
)
def test_an_empty_name_is_no_name(old: str, zh: str) -> None:
    """A key whose value was forgotten must not name nothing in silence."""
    key = old.split(":", maxsplit=1)[0]

    issue = only_issue(edited(CRITERIA, old, f'{key}: ""' + ("\n" if old.endswith("\n") else "")))

    assert zh in issue.zh


def test_a_measure_without_executor_is_refused() -> None:
    """Found by generated texts: an empty executor passed as a department."""
    assert only_issue(MEASURES.replace("executor: finance", 'executor: ""', 1)).zh == "部门不能为空。"


def test_a_term_may_be_a_range() -> None:
    """Where the law says two to five years, the decision names the term: both ends are kept, of the list and of a rule."""
    text = edited(CRITERIA, "term: P3Y", "term: {from: P2Y, to: P5Y}")
    text = edited(text, "{propose: tax-major-violation}", "{propose: tax-major-violation, term: {from: P1Y, to: P18M}}")

    pack = sound(text)

    listed = pack.lists["tax-major-violation"]
    assert (listed.term, listed.term_at_most) == (Period(years=2), Period(years=5))
    assert pack.rules[0].then == Propose(
        list_id="tax-major-violation", term=Period(years=1), term_at_most=Period(months=18), own_term=True
    )


def test_a_rule_without_fixed_end_is_no_rule_without_a_term() -> None:
    """`term: none` in a rule replaces the list's term (spec 12.1); a rule that names no term takes it."""
    own = sound(edited(CRITERIA, "{propose: tax-major-violation}", "{propose: tax-major-violation, term: none}"))

    assert own.rules[0].then == Propose(list_id="tax-major-violation", own_term=True)
    assert sound(CRITERIA).rules[0].then == Propose(list_id="tax-major-violation", own_term=False)


def test_a_term_that_nobody_named_cannot_be_built() -> None:
    """A term beside own_term=False would be passed over in silence."""
    with pytest.raises(ValueError, match="own_term"):
        Propose(list_id="tax-major-violation", term=Period(years=1))


def test_a_fixed_term_has_no_longest() -> None:
    """A list without a range must not look as if a longer term could be decided."""
    listed = sound(CRITERIA).lists["tax-major-violation"]

    assert (listed.term, listed.term_at_most) == (Period(years=3), None)


def test_clocks_of_procedure_and_feedback_may_count_working_days() -> None:
    """行政处罚法 85 counts the short clocks in working days: they are stored as such, never as days."""
    steps = sound(edited(CRITERIA, "term: P5D", "term: P5WD")).lists["tax-major-violation"].procedure
    measure = sound(edited(MEASURES, "due: P10D", "due: P10WD")).measures[0]

    assert [step.term for step in steps] == [Period(working_days=5), None]
    assert measure.feedback == Feedback(due=Period(working_days=10))


def test_a_downgrade_must_be_lighter() -> None:
    """A floor that lifts an effect would turn a shortfall of basis into a heavier measure."""
    issue = only_issue(edited(FRAMEWORK, "otherwise: review", "otherwise: restrict"))

    assert (issue.code, issue.where) == ("not-lighter", Where(file="draft.yaml", line=12))
    assert "“restrict” 不比 restrict 轻" in issue.zh


def test_all_faults_come_at_once_in_reading_order() -> None:
    """An editor mends a text in one go: shape and meaning are judged in one look, the first fault hides none."""
    text = edited(CRITERIA, "colour: black", "colour: blak")
    text = edited(text, "value: 1000000.50", "value: many")
    text = edited(text, "{met: repaid}", "{met: nothing}")
    text = edited(text, "amount: {gte: $evasion_floor}", "amout: {gte: $evasion_floor}")

    _, issues = read(text)

    assert [issue.code for issue in issues] == ["wrong-value", "wrong-choice", "unknown-field", "unknown-rule"]
    assert [issue.where.line for issue in issues] == sorted(issue.where.line for issue in issues)


def test_the_printed_line_is_the_one_promised() -> None:
    """The exact words the pack format promises to policy staff."""
    text = edited(CRITERIA, "where: {amount: $paid}", "where: {amout: $paid}")

    line = text.splitlines().index("    when: {record: tax.finding, where: {amout: $paid}}") + 1
    assert only_issue(text).line() == f"draft.yaml:{line} 未知的事实字段 “amout”，是否指 “amount”？"
    assert only_issue(text).line("en").endswith('unknown field of tax.finding "amout". Did you mean "amount"?')


def test_a_wrong_kind_is_judged_by_what_the_text_holds() -> None:
    """One wrong word at the top must not bury the rest under faults that are none."""
    assert only_issue(edited(MEASURES, "kind: measures", "kind: measure")).code == "wrong-choice"


def test_a_text_that_is_no_mapping_is_told_so() -> None:
    """A list at the top is a case file, not a pack."""
    assert only_issue("- a\n").code == "wrong-shape"


def test_a_flood_of_faults_is_cut_and_says_so() -> None:
    """A text with thousands of faults must not take the editor down; nothing is dropped in silence."""
    _, issues = read("pack: a\nkind: criteria\nrules:\n" + "- x\n" * 2000)

    assert len(issues) == 501
    assert issues[0].code == "too-many-faults"
