"""The slips of a jurist who writes a draft on a Chinese keyboard: each is told on its line, with what to write instead."""

import pytest

from tests.engine.parse_texts import CRITERIA, MEASURES, edited, only_issue, read, with_when

_R = "{record: tax.finding, where: %s}"
FULL_WIDTH = [
    ("a key with a full-width colon", edited(CRITERIA, "authority: tax", "authority：tax"), "authority：tax", "："),
    ("a colon in a mapping", edited(CRITERIA, "{from: 2022-02-01}\ngaps", "{from：2022-02-01}\ngaps"), "from：", "："),
    ("braces", edited(CRITERIA, "{from: 2022-02-01}\ngaps", "｛from: 2022-02-01｝\ngaps"), "｛from", "｛"),
    ("a closing brace", edited(CRITERIA, "{from: 2022-02-01}\ngaps", "{from: 2022-02-01｝\ngaps"), "01｝", "｝"),
    ("a comma in a mapping", edited(CRITERIA, "notice, title: 告知,", "notice， title: 告知,"), "notice，", "，"),
    ("a percent sign", edited(CRITERIA, "gte: 10%", "gte: 10％"), "10％", "％"),
    ("digits of a figure", edited(CRITERIA, "value: 1000000.50", "value: １０００"), "１０００", "１"),
    (
        "digits of a date",
        edited(CRITERIA, "{from: 2024-01-01, value", "{from: ２０２４-01-01, value"),
        "２０２４",
        "２",
    ),
    ("digits of a period", edited(CRITERIA, "term: P3Y", "term: P３Y"), "P３Y", "３"),
    ("quotes", edited(CRITERIA, '"000000"', "“000000”"), "“000000”", "“"),
    ("quotes round a version", edited(CRITERIA, '"2022.1"', "“2022.1”"), "“2022.1”", "“"),
    ("a comparison sign", with_when(_R % "{amount: {＞: 5}}"), "＞", "＞"),
    ("a space as indentation", edited(CRITERIA, "    unit: CNY", "    unit:　CNY"), "unit:　CNY", "空格"),
]


@pytest.mark.parametrize(("text", "written", "sign"), [each[1:] for each in FULL_WIDTH], ids=[f[0] for f in FULL_WIDTH])
def test_a_full_width_sign_is_told_on_its_own_line(text: str, written: str, sign: str) -> None:
    """The sign looks right to who typed it, and what YAML makes of it is often told lines below."""
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if written in each)

    told = [issue for issue in read(text)[1] if "全角" in issue.line()]

    assert {issue.where.line for issue in told} == {line}, [issue.line() for issue in read(text)[1]]
    assert f"全角“{sign}”" in told[0].line() or f"全角{sign}" in told[0].line()
    assert "请改为半角" in told[0].line()
    assert "full-width" in told[0].line("en")


def test_full_width_signs_in_chinese_text_are_no_slip() -> None:
    """A title with （） and ： is good Chinese; another fault of that text must not be blamed on it."""
    text = edited(CRITERIA, "title: 已缴清", "title: 已缴清（含滞纳金）：全部，“足额”")

    assert read(text)[1] == ()
    assert "全角" not in only_issue(edited(text, "term: P3Y", "term: 三年")).line()


def test_a_syntax_fault_beside_a_quoted_chinese_text_is_told_as_it_is() -> None:
    """Full-width signs inside quotes, remarks and blocks of text are text."""
    text = 'a: "title：x｛"\n# title：x\nb: |\n  title：x，｛\nc: d: e\n'

    told = read(text)[1]

    assert [(issue.where.line, issue.code) for issue in told] == [(5, "yaml-syntax")]
    assert "全角" not in told[0].line()


HINTED = [
    (
        "a field of the outer record",
        with_when(
            "{record: tax.finding, with: {record: tax.decision, same: case_no, where: {decided_on: {gte: $paid_on}}}}"
        ),
        "是否指 “$outer.paid_on”？",
    ),
    (
        "a day of the outer record",
        with_when(
            "{record: tax.finding, without:"
            " {record: tax.decision, same: case_no, where: {decided_on: {past: {period: P1Y, at: $paid_on}}}}}"
        ),
        "是否指 “$outer.paid_on”？",
    ),
    (
        "at beside its period",
        with_when(_R % "{paid_on: {past: P30D, at: $found_on}}"),
        "请写成 past: {period: P30D, at: $found_on}",
    ),
    (
        "a department nobody knows",
        edited(CRITERIA, "authority: tax", "authority: xyz"),
        "可用：finance（财政厅）、tax（税务局）",
    ),
    (
        "a department by its name",
        edited(CRITERIA, "authority: tax", "authority: 税务局"),
        "是否指 “tax”（税务局）？",
    ),
    (
        "a matter nobody knows",
        edited(MEASURES, "[government-procurement.*]", "[xyz]"),
        "可用：government-procurement.bid（参加政府采购）",
    ),
    (
        "a role by its name",
        edited(MEASURES, "[subject, legal_representative]", "[subject, 法定代表人]"),
        "是否指 “legal_representative”（法定代表人）？",
    ),
    ("the subject by its name", edited(MEASURES, "[subject, legal_representative]", "[主体]"), "是否指 “subject”"),
    ("a kind by its name", edited(CRITERIA, "kind: criteria", "kind: 认定标准"), "是否指 “criteria”？"),
    ("a kind of measures by its name", edited(MEASURES, "kind: measures", "kind: 措施"), "是否指 “measures”？"),
    ("a level by its name", edited(CRITERIA, "department_rule", "部门规章"), "是否指 “department_rule”？"),
    (
        "a gap of one day",
        edited(CRITERIA, "until: 2024-01-01", "until: 2023-12-31"),
        "until 不含当日：前一个值请写 until: 2024-01-01",
    ),
]


@pytest.mark.parametrize(("text", "words"), [each[1:] for each in HINTED], ids=[each[0] for each in HINTED])
def test_the_one_fault_says_what_was_meant(text: str, words: str) -> None:
    """A jurist knows the law and the Chinese words; the ids and the marks are ours to tell."""
    issue = only_issue(text)

    assert words in issue.line()
    assert (
        "Did you mean" in issue.line("en")
        or "Known:" in issue.line("en")
        or words.rsplit(":", maxsplit=1)[-1] in issue.line("en")
    )


@pytest.mark.parametrize(
    "text", [*(each[1] for each in FULL_WIDTH), *(each[1] for each in HINTED), "", "- a\n", "a: [1\n", "pack: x\n"]
)
def test_every_message_is_whole_sentences(text: str) -> None:
    """Message and hint are printed in one line; half sentences run into each other."""
    for issue in read(text)[1]:
        assert issue.line()[-1] in "。？", issue.line()
        assert "。。" not in issue.line()
        assert not issue.hint_zh.startswith("。"), issue.line()
        assert issue.zh[-1] in "。？" or issue.hint_zh.startswith("，"), issue.line()


@pytest.mark.parametrize(
    ("right", "wrong", "column", "name"),
    [
        ("title: 已缴清", "title:\u00a0已缴清", 11, "不换行空格（U+00A0）"),
        ("title: 已缴清", "title:\u3000已缴清", 11, "全角空格（U+3000）"),
        ("{propose: tax-major-violation}", "{propose:\u00a0tax-major-violation}", 20, "不换行空格（U+00A0）"),
        ("  - id: evasion", "  -\u00a0id: evasion", 4, "不换行空格（U+00A0）"),
        ("authority: tax", "authority:\u00a0tax", 11, "不换行空格（U+00A0）"),
        ("authority: tax", "authority:\u2003tax", 11, "特殊空格（U+2003）"),
    ],
)
def test_a_space_that_is_none_is_named_with_its_place(right: str, wrong: str, column: int, name: str) -> None:
    """It looks right; only its code and its place help whoever copied it from a web page."""
    text = edited(CRITERIA, right, wrong)
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if wrong in each)

    issue = only_issue(text)

    assert (issue.code, issue.where.line) == ("yaml-syntax", line)
    assert f"第 {column} 个字符是{name}" in issue.zh
    assert name[-7:-1] in issue.en
    assert "半角空格" in issue.hint_zh


def test_odd_spaces_in_chinese_text_are_no_slip() -> None:
    """A title may hold a full-width space; quoted text may hold anything."""
    text = edited(CRITERIA, "title: 已缴清", 'title: "note:\u00a0已缴清\u3000全部"')

    assert read(text)[1] == ()
