"""Files of mirrored entries and of their ends: fixed columns, by id or Chinese title."""

import json
from pathlib import Path

from adapters.ingest import read_ends, read_entries
from casework.errors import FieldFault
from casework.mirrored_batch import IncomingEnd, IncomingEntry
from tests.adapters.ingest_files import csv_file, jsonl_file, told

CODE = "91520103MA6FKE0018"
ENTRY = IncomingEntry(
    where="第2行",
    subject_type="enterprise",
    code=CODE,
    list_id="tax-major-violation",
    document="虚构税公告1号",
    decided_on="2025-03-01",
    effective_on="2025-03-05",
    term_end="",
    reasons="虚开",
)


def test_an_entry_by_title_and_by_id_and_in_json_is_the_same(tmp_path: Path) -> None:
    """Dates in any of the usual spellings become one."""
    cells = f"企业,{CODE},tax-major-violation,虚构税公告1号,2025年3月1日,2025/3/5,,虚开"
    by_title = read_entries(
        csv_file(tmp_path, "主体类型,主体代码,名单,认定文书号,认定日期,生效日期,截止日期,列入事由", cells)
    )
    by_id = read_entries(csv_file(tmp_path, "type,code,list,document,decided_on,effective_on,term_end,reasons", cells))
    members = {"type": "enterprise", "code": CODE, "list": "tax-major-violation", "document": "虚构税公告1号"}
    members |= {"decided_on": "2025-03-01", "effective_on": "2025-03-05", "reasons": "虚开", "term_end": None}
    by_json = read_entries(jsonl_file(tmp_path, "", json.dumps(members)))

    assert [batch.faults for batch in (by_title, by_id, by_json)] == [(), (), ()]
    assert by_title.rows == by_id.rows == by_json.rows == (ENTRY,)


def test_an_end_names_the_document_that_removes_and_may_name_the_one_that_listed(tmp_path: Path) -> None:
    """Two documents, two columns; confusing them would end the wrong entry."""
    path = csv_file(
        tmp_path,
        "主体类型,主体代码,名单,列入文书号,移出文书号,移出日期,移出理由",
        f"企业,{CODE},tax-major-violation,虚构税公告1号,虚构税移1号,2026-01-02,缴清税款",
    )

    assert read_ends(path).rows == (
        IncomingEnd(
            where="第2行",
            subject_type="enterprise",
            code=CODE,
            list_id="tax-major-violation",
            entry_document="虚构税公告1号",
            document="虚构税移1号",
            ended_on="2026-01-02",
            reasons="缴清税款",
        ),
    )


def test_missing_unknown_and_repeated_columns_are_told_once(tmp_path: Path) -> None:
    """What the header lacks is not told again for every row."""
    batch = read_entries(csv_file(tmp_path, "type,code,list,名单,docment", f"enterprise,{CODE},x,y,z"))
    found = (
        FieldFault(where="第2行 document", zh="须填写", en="needed"),
        FieldFault(where="第2行 list", zh="错", en="x"),
    )

    expected = [
        (1, "名单:与“list”栏重复"),
        (1, "docment:没有这一栏，是否指“document”"),
        (1, "document:缺少此栏"),
        (1, "decided_on:缺少此栏"),
        (1, "effective_on:缺少此栏"),
    ]
    assert told(batch, expected) == expected
    assert [(fault.line, fault.column) for fault in batch.with_faults(found)][5:] == [(2, "list")]


def test_a_missing_member_in_json_is_left_for_the_rules_to_tell(tmp_path: Path) -> None:
    """One fault, not two: what an entry must have is casework's to say, as for an empty cell."""
    batch = read_entries(jsonl_file(tmp_path, '{"type": "enterprise"}', '{"typ": 1}'))

    expected = [(2, "typ:没有这一项，是否指“type”")]
    assert told(batch, expected) == expected
    assert [row.document for row in batch.rows] == ["", ""]
    found = (FieldFault(where="第1行 document", zh="须填写", en="needed"),)
    assert [(fault.line, fault.column) for fault in batch.with_faults(found)] == [(1, "document"), (2, "typ")]
