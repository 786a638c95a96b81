"""The fixed columns of each kind of file, by id and Chinese title, and what every cell of them must keep to."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.ingest.csv_table import CsvRow
from adapters.ingest.faults import RowFault, cut, nearest
from casework.codes import TYPE_TITLES
from engine.catalogue import FieldDef, FieldType
from engine.parse import ValueFault, parse_value

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDef:
    """One fixed column. `titles`: the Chinese headings that mean it. `most`: characters a cell may have.

    `required`: the file must have it. `folded`: full-width letters and digits count as ASCII. `day`: a law date.
    """

    id: str
    titles: tuple[str, ...]
    most: int
    required: bool = False
    folded: bool = True
    day: bool = False


_TYPE = ColumnDef(id="type", titles=("主体类型",), most=40, required=True)
_CODE = ColumnDef(id="code", titles=("主体代码", "统一社会信用代码", "公民身份号码"), most=64, required=True)
FACT_COLUMNS = (
    _TYPE,
    _CODE,
    ColumnDef(id="name", titles=("主体名称",), most=200, required=True, folded=False),
    ColumnDef(id="region", titles=("行政区划", "登记地行政区划"), most=20),
    ColumnDef(id="kind", titles=("信息种类",), most=100),
    ColumnDef(id="source_key", titles=("记录编号",), most=200, required=True, folded=False),
    ColumnDef(id="suspended_from", titles=("停止执行起始日",), most=20, day=True),
    ColumnDef(id="suspended_until", titles=("恢复执行日",), most=20, day=True),
    ColumnDef(id="correction_reason", titles=("更正理由",), most=4000, folded=False),
    ColumnDef(id="correction_document", titles=("更正依据文书", "更正文书"), most=200, folded=False),
)
ENTRY_COLUMNS = (
    _TYPE,
    _CODE,
    ColumnDef(id="list", titles=("名单",), most=100, required=True),
    ColumnDef(id="document", titles=("认定文书号", "列入文书号"), most=200, required=True, folded=False),
    ColumnDef(id="decided_on", titles=("认定日期", "列入决定日期"), most=20, required=True, day=True),
    ColumnDef(id="effective_on", titles=("生效日期",), most=20, required=True, day=True),
    ColumnDef(id="term_end", titles=("截止日期",), most=20, day=True),
    ColumnDef(id="reasons", titles=("列入事由",), most=4000, folded=False),
)
END_COLUMNS = (
    _TYPE,
    _CODE,
    ColumnDef(id="list", titles=("名单",), most=100, required=True),
    ColumnDef(id="entry_document", titles=("认定文书号", "列入文书号"), most=200, folded=False),
    ColumnDef(id="document", titles=("移出文书号",), most=200, required=True, folded=False),
    ColumnDef(id="ended_on", titles=("移出日期",), most=20, required=True, day=True),
    ColumnDef(id="reasons", titles=("移出理由",), most=4000, required=True, folded=False),
)


def heading(cell: str) -> str:
    """A heading as it is compared: full width folded, blanks around dropped."""
    return unicodedata.normalize("NFKC", cell).strip()


def places_of(columns: Sequence[ColumnDef]) -> dict[str, str]:
    """Every heading that means a fixed column -> its id."""
    return {name: column.id for column in columns for name in (column.id, *(heading(title) for title in column.titles))}


def missing_columns(header: CsvRow, found: Iterable[str], columns: Sequence[ColumnDef]) -> list[RowFault]:
    """One fault for each column the file must have and has not."""
    present = set(found)
    return [
        RowFault(
            line=header.line,
            column=column.id,
            zh=f"缺少此栏（可写作{column.id}或者{column.titles[0]}）",
            en=f"this column is missing (it may be titled {column.id} or {column.titles[0]})",
        )
        for column in columns
        if column.required and column.id not in present
    ]


def unknown_column(header: CsvRow, cell: str, known: Iterable[str]) -> RowFault:
    """Told with the nearest known heading."""
    zh, en = nearest(heading(cell), known)
    return RowFault(line=header.line, column=cut(cell.strip()), zh=f"没有这一栏{zh}", en=f"there is no such column{en}")


def untitled_column(header: CsvRow, number: int) -> RowFault:
    return RowFault(
        line=header.line,
        zh=f"第{number}栏没有栏名；请补写或者删去该栏",
        en=f"column {number} has no title; name or remove it",
    )


def twice_the_column(header: CsvRow, cell: str, earlier: str) -> RowFault:
    return RowFault(
        line=header.line,
        column=cut(cell.strip()),
        zh=f"与“{cut(earlier.strip())}”栏重复，只能保留一栏",
        en=f'means the same as column "{cut(earlier.strip())}"; keep one of them',
    )


def clean_cells(
    line: int, cells: Mapping[str, str], columns: Sequence[ColumnDef], faults: list[RowFault]
) -> dict[str, str]:
    """The fixed cells of one row, folded, dates as YYYY-MM-DD where they are dates; too long or mangled ones are told."""
    clean: dict[str, str] = {}
    for column in columns:
        cell = cells.get(column.id, "").strip()
        if len(cell) > column.most:
            zh, en = f"超过{column.most}个字符", f"longer than {column.most} characters"
            faults.append(RowFault(line=line, column=column.id, zh=zh, en=en))
            cell = ""
        if column.id in ("code", "source_key") and _SCIENTIFIC.fullmatch(cell):
            faults.append(_mangled(line, column.id))
        clean[column.id] = _plain(cell, column)
    clean["type"] = _TYPE_IDS.get(clean.get("type", ""), clean.get("type", ""))
    return clean


def _plain(cell: str, column: ColumnDef) -> str:
    folded = heading(cell) if column.folded else cell
    if not (column.day and folded):
        return folded
    try:
        return str(
            parse_value(FieldDef(id=column.id, type=FieldType.DATE, title=column.titles[0]), folded, incoming=True)
        )
    except ValueFault:
        return folded


def _mangled(line: int, column: str) -> RowFault:
    return RowFault(
        line=line,
        column=column,
        zh="被表格软件改成了科学计数法，后几位已丢失；请将该栏设为文本格式后从原系统重新填入",
        en="was turned into scientific notation by a spreadsheet and lost its last digits; format the column as text and fill it anew",
    )


_TYPE_IDS = {title: str(kind) for kind, title in TYPE_TITLES.items()} | {"国家机关": "public_body"}
