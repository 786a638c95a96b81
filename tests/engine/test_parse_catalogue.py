"""The catalogue files together: typed fields, and references between the files."""

from collections.abc import Mapping

import pytest

from engine.catalogue import Department, FieldDef, FieldType
from engine.parse import parse_catalogue
from tests.engine.parse_texts import CATALOGUE_TEXTS, edited, the_catalogue


def _broken(file: str, old: str, new: str) -> Mapping[str, str]:
    return {**CATALOGUE_TEXTS, file: edited(CATALOGUE_TEXTS[file], old, new)}


def test_a_field_is_typed_with_its_range_in_engine_units() -> None:
    """min and max are written in the unit of the import and held in fen and millionths."""
    fields = the_catalogue().kinds["tax.finding"].fields

    assert fields["amount"] == FieldDef(
        id="amount", type=FieldType.MONEY, title="税款", incoming_unit="万元", low=0, high=10**12
    )
    assert (fields["highest_year_share"].low, fields["highest_year_share"].high) == (0, 1_000_000)
    assert fields["case_no"].always is True


def test_a_kind_with_document_carries_the_standard_fields() -> None:
    """An adverse rule rests on an effective document: class, number, served, final."""
    kind = the_catalogue().kinds["tax.decision"]

    assert {"document_class", "document", "served", "final"} <= set(kind.fields)
    assert set(kind.fields["document_class"].values) == {
        "judgment",
        "award",
        "penalty",
        "administrative_decision",
        "other",
    }
    assert (kind.law_date, kind.adverse_allowed, kind.covered) == ("decided_on", True, True)


def test_a_kind_tells_who_may_report_it() -> None:
    """Intake refuses the clerk of any other department; a kind that speaks against nobody may leave it open."""
    text = edited(
        CATALOGUE_TEXTS["facts.yaml"],
        "adverse: yes\n    reported_by: [tax]\n    document: yes\n    fields:\n      case_no: {type: text, title: 案号}",
        "adverse: no\n    document: yes\n    fields:\n      case_no: {type: text, title: 案号}",
    )

    catalogue, issues = parse_catalogue({**CATALOGUE_TEXTS, "facts.yaml": text})

    assert issues == ()
    assert catalogue is not None
    assert catalogue.kinds["tax.finding"].reported_by == ("tax",)
    assert catalogue.kinds["tax.decision"].reported_by == ()


def test_entry_codes_take_their_domain_from_where_it_stands() -> None:
    """Who may decide an entry is the list of departments, written once."""
    fields = the_catalogue().entry.fields

    assert set(fields["authority"].values) == {"tax", "finance"}
    assert set(fields["gravity"].values) == {"serious", "ordinary"}


def test_an_authority_of_a_record_takes_the_departments_too() -> None:
    """Who listed a subject earlier is a department as well; another code without values stays a fault."""
    text = edited(
        CATALOGUE_TEXTS["facts.yaml"],
        "      case_id: {type: integer, title: 编号}\n",
        "      authority: {type: code, title: 认定单位}\n",
    )

    catalogue, issues = parse_catalogue({**CATALOGUE_TEXTS, "facts.yaml": text})
    _, refused = parse_catalogue({**CATALOGUE_TEXTS, "facts.yaml": text.replace("      authority:", "      colour:")})

    assert issues == ()
    assert catalogue is not None
    assert set(catalogue.kinds["tax.decision"].fields["authority"].values) == {"tax", "finance"}
    assert [issue.code for issue in refused] == ["missing-values"]


def test_departments_matters_roles_and_scopes_are_read() -> None:
    """The words that measure packs and checks are judged by."""
    catalogue = the_catalogue()

    assert catalogue.departments["tax"] == Department(id="tax", title="税务局", vertical=True)
    matter = catalogue.matters["government-procurement.bid"]
    assert (matter.department, matter.stages, matter.scopes) == ("finance", ("review",), ("procurement",))
    assert matter.on_indeterminate == "review"
    assert catalogue.roles == {"legal_representative": "法定代表人"}


def test_the_order_of_files_does_not_matter() -> None:
    """References are judged when all files are read."""
    backwards = dict(reversed(CATALOGUE_TEXTS.items()))

    assert parse_catalogue(backwards) == (the_catalogue(), ())


BROKEN = [
    ("facts.yaml", "type: money, title: 税款", "type: maney, title: 税款", "wrong-choice", "是否指 “money”？"),
    ("facts.yaml", "amount: {type: money", "Amount: {type: money", "bad-id", "字段名 “Amount”"),
    ("facts.yaml", "place: {type: area", "suspended: {type: area", "reserved-name", "“suspended” 是保留名称"),
    ("facts.yaml", "place: {type: area", "as_of: {type: area", "reserved-name", "“as_of” 是保留名称"),
    ("facts.yaml", "unit: 万元, min: 0", "unit: 亿元, min: 0", "unknown-unit", "未知的金额单位 “亿元”"),
    (
        "facts.yaml",
        "invoices: {type: integer, title: 份数, min: 0}",
        "invoices: {type: integer, title: 份数, min: 零}",
        "wrong-value",
        "不是整数",
    ),
    (
        "facts.yaml",
        "fled: {type: flag, title: 走逃}",
        "fled: {type: flag, title: 走逃, max: 1}",
        "misplaced-key",
        "只有金额、比例、整数字段才能写 max",
    ),
    (
        "facts.yaml",
        "title: 行为, values: {evasion: 偷税, invoice: 虚开}",
        "title: 行为",
        "missing-values",
        "代码字段 “violation” 要写 values",
    ),
    (
        "facts.yaml",
        "place: {type: area, title: 地点}",
        "place: {type: area, title: 地点, values: {a: b}}",
        "misplaced-key",
        "只有代码字段才能写 values",
    ),
    (
        "facts.yaml",
        "found_on\n    subjects: [enterprise]\n    adverse: yes\n    reported_by: [tax]",
        "found_on\n    subjects: [enterprise]\n    adverse: yes\n    reported_by: [tacks]",
        "unknown-department",
        "未知的部门 “tacks”",
    ),
    (
        "facts.yaml",
        "found_on\n    subjects: [enterprise]\n    adverse: yes\n    reported_by: [tax]",
        "found_on\n    subjects: [enterprise]\n    adverse: yes",
        "missing-reporter",
        "“tax.finding” 可作不利依据（adverse: yes），但没有写明归口报送部门",
    ),
    ("facts.yaml", "law_date: found_on", "law_date: found", "unknown-field", "是否指 “found_on”？"),
    ("facts.yaml", "law_date: found_on", "law_date: case_no", "not-a-date", "必须是日期字段"),
    (
        "facts.yaml",
        "place: {type: area, title: 地点}",
        "final: {type: flag, title: 生效}",
        "duplicate-id",
        "document: yes 已自带字段 “final”",
    ),
    ("facts.yaml", "tax.decision:", "税务决定:", "bad-id", "应如 tax.finding"),
    ("facts.yaml", "    law_date: decided_on\n", "", "missing-key", "缺少必填项 “law_date”（法律日期）"),
    (
        "facts.yaml",
        "catalogue: facts",
        "catalogue: fact",
        "wrong-choice",
        "未知的目录种类（catalogue） “fact”，是否指 “facts”？",
    ),
    ("matters.yaml", "department: finance", "department: finanse", "unknown-department", "是否指 “finance”？"),
    ("matters.yaml", "[subject, legal_representative]", "[subject, boss]", "unknown-role", "未知的关联身份 “boss”"),
    ("matters.yaml", "scopes: [procurement]", "scopes: [bidding]", "unknown-scope", "未知的禁止范围 “bidding”"),
    ("matters.yaml", "stages: [review]", "stages: [reviewing]", "wrong-choice", "是否指 “review”？"),
    ("departments.yaml", "  finance: {title: 财政厅}", "  finance: {}", "missing-key", "缺少必填项 “title”"),
    ("roles.yaml", "legal_representative: 法定代表人", "法定代表人: x", "bad-id", "只能用小写字母"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), BROKEN, ids=[f"{each[3]}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_fault_in_a_catalogue_is_told_in_its_file(file: str, old: str, new: str, code: str, words: str) -> None:
    """Every pack and import is judged by these words: a fault here must be found here."""
    catalogue, issues = parse_catalogue(_broken(file, old, new))

    assert catalogue is None
    found = [issue for issue in issues if issue.code == code and words in issue.line()]
    assert len(found) == 1, [issue.line() for issue in issues]
    assert found[0].where.file == file


def test_an_unknown_subject_type_is_told() -> None:
    """A kind for subjects that do not exist would never be loaded."""
    text = CATALOGUE_TEXTS["facts.yaml"].replace("subjects: [enterprise]", "subjects: [enterprize]", 1)

    _, issues = parse_catalogue({**CATALOGUE_TEXTS, "facts.yaml": text})

    assert [issue.code for issue in issues] == ["unknown-subject-type"]
    assert "是否指 “enterprise”？" in issues[0].line()


def test_an_id_stands_in_one_file_only() -> None:
    """Two definitions of one kind: nobody could say which one a rule meant."""
    more = 'catalogue: departments\nversion: "1"\ndepartments: {tax: {title: 税务}}\n'

    _, issues = parse_catalogue({**CATALOGUE_TEXTS, "more.yaml": more})

    assert [(issue.code, issue.where.file) for issue in issues] == [("duplicate-id", "more.yaml")]
    assert "“tax” 重复，departments.yaml:4 已经写过" in issues[0].zh


def test_no_file_is_an_empty_catalogue() -> None:
    """A catalogue without a word refuses every pack, and says so there."""
    catalogue, issues = parse_catalogue({})

    assert issues == ()
    assert catalogue is not None
    assert (catalogue.kinds, catalogue.subject.fields) == ({}, {})


def test_fields_of_subjects_may_stand_directly() -> None:
    """Subject and entry have nothing but fields, so `fields:` may be left out."""
    text = 'catalogue: facts\nversion: "1"\nsubject: {region: {type: area, title: 区划}}\n'

    catalogue, issues = parse_catalogue({"a.yaml": text})

    assert issues == ()
    assert catalogue is not None
    assert catalogue.subject.fields["region"].type is FieldType.AREA
