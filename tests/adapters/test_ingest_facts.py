"""Rows of facts: columns by id or Chinese title, cells as they are, every fault of form with its line and column."""

import json
from pathlib import Path

import pytest

from adapters.ingest import read_facts
from casework.errors import FieldFault
from engine.facts import NONE
from tests.adapters.ingest_files import CATALOGUE, HEADER, ROW, csv_file, jsonl_file, told

CODE = "91520103MA6FKE0018"
FACT = {
    "type": "enterprise",
    "code": CODE,
    "name": "虚构某工程有限公司",
    "kind": "wage.order",
    "source_key": "A-1",
    "values": {"case_no": "W-1", "amount": "60000"},
}


def test_chinese_titles_and_field_ids_mean_the_same(tmp_path: Path) -> None:
    """A clerk works with the titles of the catalogue, a program with its ids; both may be mixed."""
    titles = "主体类型,统一社会信用代码,主体名称,行政区划,信息种类,记录编号,案号,工资总额"
    row = ROW.replace("enterprise", "企业").replace("wage.order", "责令支付文书")

    by_title = read_facts(csv_file(tmp_path, titles, row), CATALOGUE)

    assert by_title.faults == ()
    assert by_title.rows == read_facts(csv_file(tmp_path, HEADER, ROW), CATALOGUE).rows


def test_an_empty_cell_is_unknown_and_the_token_is_known_not_to_exist(tmp_path: Path) -> None:
    """The two are different facts in law (spec chapter 6), so neither may turn into the other."""
    path = csv_file(tmp_path, HEADER + ",issued_on,subject.registered_on", ROW.replace("60000", "") + ",{none}, ")

    row = read_facts(path, CATALOGUE).rows[0]

    assert row.values == {"case_no": "W-1", "issued_on": NONE}
    assert row.attributes == {}


def test_a_cell_is_text_whatever_a_spreadsheet_would_make_of_it(tmp_path: Path) -> None:
    """Formulas are never run and never repaired; quoted commas and line breaks belong to the cell."""
    cells = ["=1+1", "+86", "@now", '"甲, ""乙""\r\n丙"']
    path = csv_file(tmp_path, HEADER, *(ROW.replace("W-1", cell) for cell in cells))

    rows = read_facts(path, CATALOGUE).rows

    assert [row.values["case_no"] for row in rows] == ["=1+1", "+86", "@now", '甲, "乙"\r\n丙']
    assert [row.where for row in rows] == ["第2行", "第3行", "第4行", "第5行"]


def test_full_width_signs_count_as_ascii_where_they_are_codes_or_dates(tmp_path: Path) -> None:
    """Chinese input methods write full width; names keep what was written."""
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in f"{CODE}-2024"}
    header = HEADER + ",suspended_from,suspended_until"
    start, code, area = ("2024-4-2".translate(wide), CODE.translate(wide), "520103".translate(wide))
    row = ROW.replace(CODE, code).replace(",520103,", f",{area},") + f",{start},2024年5月1日"

    read = read_facts(csv_file(tmp_path, header, row), CATALOGUE).rows[0]

    assert (read.region, read.code) == ("520103", CODE)
    assert (read.suspended_from, read.suspended_until) == ("2024-04-02", "2024-05-01")


def test_one_file_may_hold_several_kinds(tmp_path: Path) -> None:
    """Each row has the fields of its own kind; a filled cell of another kind's column is a mistake worth telling."""
    header = "type,code,name,kind,source_key,案号,税额"
    start = f"enterprise,{CODE},虚构某公司"
    path = csv_file(
        tmp_path, header, f"{start},wage.order,1,W-1,", f"{start},税务稽查认定,2,,3.5", f"{start},wage.order,3,,9"
    )

    batch = read_facts(path, CATALOGUE)

    assert [(row.kind, dict(row.values)) for row in batch.rows[:2]] == [
        ("wage.order", {"case_no": "W-1"}),
        ("tax.finding", {"tax": "3.5"}),
    ]
    expected = [(4, "“责令支付文书”没有此项")]
    assert told(batch, expected) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("type,code,name,kind,source_key,amuont", [(1, "amuont:没有这一栏，是否指“amount”")]),
        ("type,code,name,kind,source_key,工资总额,amount", [(1, "amount:与“工资总额”栏重复")]),
        ("type,code,code,name,kind,source_key", [(1, "code:与“code”栏重复")]),
        ("type,code,name,kind,source_key,,amount", [(1, "第6栏没有栏名")]),
        ("type;code;name;kind;source_key", [(1, "分号")]),
        ("type\tcode\tname\tkind\tsource_key", [(1, "制表符")]),
        ("type\uff0ccode\uff0cname", [(1, "全角逗号")]),
        ("type,kind,source_key", [(1, "code:缺少此栏"), (1, "name:缺少此栏")]),
        ("type,code,name,source_key", [(1, "kind:缺少信息种类")]),
        ("sep=,\ntype,code,name,source_key", [(2, "kind:缺少信息种类")]),
    ],
)
def test_a_faulty_header_is_told_once_with_what_to_do(
    tmp_path: Path, header: str, expected: list[tuple[int, str]]
) -> None:
    """One fault of the header is one sentence, not one for every row below it."""
    cells = {"type": "enterprise", "code": CODE, "name": "虚构某公司", "kind": "wage.order", "source_key": "1"}
    row = ",".join(cells.get(column, "") for column in header.rsplit("\n", maxsplit=1)[-1].split(","))

    batch = read_facts(csv_file(tmp_path, header, row), CATALOGUE)

    assert told(batch, expected) == expected


def test_rows_of_another_length_and_stray_quotes_are_told_with_the_line_they_begin_on(tmp_path: Path) -> None:
    """Line numbers count lines as an editor does, also behind a cell of several lines."""
    lines = [
        HEADER,
        ROW.replace("W-1", '"a\nb"'),
        ROW + ",x",
        "enterprise,only",
        ROW.replace("W-1", '"a"b'),
        ROW + ",,",
        '"open',
    ]

    batch = read_facts(csv_file(tmp_path, *lines), CATALOGUE)

    expected = [(4, "应有8栏，实有9栏"), (5, "应有8栏，实有2栏"), (6, "引号不成对"), (8, "引号不成对")]
    assert told(batch, expected) == expected
    assert [row.where for row in batch.rows] == ["第2行", "第7行"]


def test_a_code_mangled_by_a_spreadsheet_says_so(tmp_path: Path) -> None:
    """9.15E+17 has lost its digits for good; the clerk must go back to the source, not pad zeros."""
    batch = read_facts(csv_file(tmp_path, HEADER, ROW.replace(CODE, "9.15201E+17")), CATALOGUE)

    expected = [(2, "科学计数法")]
    assert told(batch, expected) == expected


def test_too_long_cells_and_unknown_kinds_are_told_with_the_rest(tmp_path: Path) -> None:
    """All at once: a clerk corrects a file in one go."""
    long = ROW.replace("虚构某工程有限公司", "长" * 201).replace("W-1", "号" * 4001)
    batch = read_facts(csv_file(tmp_path, HEADER, long, ROW.replace("wage.order", "wage.odrer")), CATALOGUE)

    expected = [(2, "name:超过200"), (2, "case_no:超过4000"), (3, "“wage.odrer”，是否指“wage.order”")]
    assert told(batch, expected) == expected


def test_a_kind_for_the_whole_file_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    """--kind with a slip of the pen is one sentence; the title of a kind will do as well as its id."""
    path = csv_file(tmp_path, "type,code,name,source_key,案号", f"enterprise,{CODE},虚构某公司,1,W-1")

    wrong, right = (read_facts(path, CATALOGUE, kind=kind) for kind in ("wage.oder", "责令支付文书"))

    assert [fault.zh for fault in wrong.faults] == ["未知的信息种类“wage.oder”，是否指“wage.order”？"]
    assert right.faults == ()
    assert right.rows[0].kind == "wage.order"


def test_a_cell_is_told_once(tmp_path: Path) -> None:
    """What the reader has told better (a mangled code, a misspelt kind) is not told again by the rules behind it."""
    batch = read_facts(
        csv_file(tmp_path, HEADER, ROW.replace(CODE, "9.1E+17").replace("wage.order", "wage")), CATALOGUE
    )
    found = [FieldFault(where=f"第2行 {place}", zh="再说", en="again") for place in ("code", "kind", "name")]

    told_again = [fault.column for fault in batch.with_faults(tuple(found)) if fault.zh == "再说"]

    assert told_again == ["name"]


def test_faults_found_later_are_told_under_the_title_of_the_file(tmp_path: Path) -> None:
    """Casework names a field by its id; the clerk wrote a Chinese title and looks for that."""
    header = "主体类型,统一社会信用代码,主体名称,信息种类,记录编号,工资总额"
    batch = read_facts(csv_file(tmp_path, header, f"企业,{CODE},虚构某公司,wage.order,1,许多"), CATALOGUE)
    found = tuple(
        FieldFault(where=f"第2行 {place}", zh="错", en="wrong") for place in ("code", "values/amount", "issued_on")
    )

    located = batch.with_faults(found)

    assert [(fault.line, fault.column) for fault in located] == [
        (2, "统一社会信用代码"),
        (2, "工资总额"),
        (2, "issued_on"),
    ]
    assert located[1].told("zh") == "第2行“工资总额”：错"
    assert located[1].told("en") == "line 2, 工资总额: wrong"


def test_json_lines_give_the_same_rows_as_csv(tmp_path: Path) -> None:
    """The two formats are two writings of one thing."""
    path = jsonl_file(tmp_path, json.dumps({**FACT, "region": "520103"}, ensure_ascii=False), "")

    batch = read_facts(path, CATALOGUE)

    assert batch.faults == ()
    assert batch.rows[0].values == {"case_no": "W-1", "amount": "60000"}
    by_csv = read_facts(csv_file(tmp_path, HEADER, ROW), CATALOGUE).rows[0]
    assert (batch.rows[0].code, batch.rows[0].region, batch.rows[0].values) == (
        by_csv.code,
        by_csv.region,
        by_csv.values,
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.1", "0.1"),
        ("12345678901234567.89", "12345678901234567.89"),
        ("1.5e3", "1500"),
        ("1e999999999", "1e999999999"),
        ("9" * 5000, "9" * 5000),
        ("true", "yes"),
        ('{"none": true}', NONE),
        ('"{none} "', "{none} "),
    ],
)
def test_a_json_number_is_its_digits(tmp_path: Path, written: str, read: object) -> None:
    """No figure ever passes through a float; an exponent that would fill the memory stays text for the field to refuse."""
    values = '{"amount": ' + written + "}"
    path = jsonl_file(tmp_path, json.dumps(FACT).replace(json.dumps(FACT["values"]), values))

    assert read_facts(path, CATALOGUE).rows[0].values == {"amount": read}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ('"type": "x", "type"', "“type”写了两次"),
        ('"values": {"amount": NaN}, "x"', "NaN不是数"),
        ('"valeus"', "没有这一项"),
        ('"code": 915201030, "x"', "应为加引号的文字"),
    ],
)
def test_what_json_allows_and_a_record_does_not(tmp_path: Path, change: str, word: str) -> None:
    """A key twice has two answers, NaN has none, a code as number has lost its zeros."""
    key = change.partition(":")[0] if word != "没有这一项" else '"values"'
    text = json.dumps(FACT, ensure_ascii=False)
    batch = read_facts(jsonl_file(tmp_path, text.replace(key, change, 1)), CATALOGUE)

    assert any(fault.line == 1 and word in fault.zh for fault in batch.faults)


def test_lists_objects_and_broken_text_are_no_values(tmp_path: Path) -> None:
    """Every bad value of a line is named by its place; a lone surrogate cannot be stored and is refused as text."""
    values = {"a": [1], "b": {"none": False}, "c": "\ud800", "d": "{none}", "e": None, "f": "\u0000"}
    batch = read_facts(jsonl_file(tmp_path, json.dumps({**FACT, "values": values})), CATALOGUE)

    expected = [
        (1, "values/a"),
        (1, "values/b"),
        (1, "values/c:含有"),
        (1, "values/d:JSON中请写"),
        (1, "values/f:含有"),
    ]
    assert told(batch, expected) == expected


@pytest.mark.parametrize("text", ["[1, 2]", "3", '"text"', "[" * 50_000, "{" + '"a":{' * 20_000])
def test_a_line_that_is_no_object_is_told(tmp_path: Path, text: str) -> None:
    """Arrays, bare values and endless nesting, each one fault."""
    batch = read_facts(jsonl_file(tmp_path, text), CATALOGUE)

    assert (batch.rows, [fault.line for fault in batch.faults]) == ((), [1])
