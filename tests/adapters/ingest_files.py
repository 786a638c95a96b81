"""Files and a small catalogue for the tests of adapters.ingest; every subject is invented."""

from pathlib import Path

from adapters.ingest import EndBatch, EntryBatch, FactBatch
from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType

HEADER = "type,code,name,region,kind,source_key,case_no,amount"
ROW = "enterprise,91520103MA6FKE0018,虚构某工程有限公司,520103,wage.order,A-1,W-1,60000"
WAGE = FactKind(
    id="wage.order",
    title="责令支付文书",
    law_date="issued_on",
    fields={
        "case_no": FieldDef(id="case_no", type=FieldType.TEXT, title="案号", always=True),
        "issued_on": FieldDef(id="issued_on", type=FieldType.DATE, title="文书日期"),
        "amount": FieldDef(id="amount", type=FieldType.MONEY, title="工资总额"),
    },
    subject_types=("enterprise",),
    adverse_allowed=True,
)
TAX = FactKind(
    id="tax.finding",
    title="税务稽查认定",
    law_date="committed_on",
    fields={
        "committed_on": FieldDef(id="committed_on", type=FieldType.DATE, title="行为日期"),
        "tax": FieldDef(id="tax", type=FieldType.MONEY, title="税额", incoming_unit="万元"),
    },
    subject_types=("enterprise",),
    adverse_allowed=True,
)
SUBJECT = FactKind(
    id="subject",
    title="主体属性",
    law_date="",
    fields={
        "type": FieldDef(id="type", type=FieldType.CODE, title="主体类型"),
        "region": FieldDef(id="region", type=FieldType.AREA, title="登记地行政区划"),
        "registered_on": FieldDef(id="registered_on", type=FieldType.DATE, title="登记日期"),
    },
    subject_types=(),
    adverse_allowed=False,
)
CATALOGUE = Catalogue(
    subject=SUBJECT,
    entry=SUBJECT,
    kinds={WAGE.id: WAGE, TAX.id: TAX},
    departments={},
    matters={},
    roles={},
    scopes={},
    effects={},
)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def csv_file(folder: Path, *lines: str, end: str = "\n") -> Path:
    """A UTF-8 file of these lines; a character UTF-8 has not (a lone surrogate) may not be among them."""
    return written(folder, "file.csv", (end.join(lines) + end).encode())


def jsonl_file(folder: Path, *lines: str) -> Path:
    return written(folder, "file.jsonl", ("\n".join(lines) + "\n").encode())


Batch = FactBatch | EntryBatch | EndBatch


def told(batch: Batch, expected: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Line and Chinese text of every fault; a text that holds the words expected in its place is shown as these words."""
    found = [(fault.line, f"{fault.column}:{fault.zh}") for fault in batch.faults]
    words = [word for _, word in expected] + ["\0"] * len(found)
    return [(line, word if word in text else text) for (line, text), word in zip(found, words, strict=False)]
