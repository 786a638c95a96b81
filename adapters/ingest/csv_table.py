"""CSV (RFC 4180): a header row and rows of as many cells, quoted cells may hold commas and line breaks.

A cell is text and nothing else: what a spreadsheet would run as a formula (=, +, @) stays the text it is.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from adapters.ingest.faults import RowFault
from adapters.ingest.opening import sound_lines

_OTHER_SEPARATORS = {
    ";": ("分号", "semicolons"),
    "\t": ("制表符", "tabs"),
    "\uff0c": ("全角逗号", "full-width commas"),
    "\uff1b": ("全角分号", "full-width semicolons"),
    "|": ("竖线", "bars"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One row that is not blank; `line` is where it begins."""

    line: int
    cells: tuple[str, ...]


def header_of(rows: Iterator[CsvRow], faults: list[RowFault]) -> CsvRow | None:
    """The first row, without the empty cells at its end; None (and told) where it is missing or cut by another separator."""
    header = next(rows, None)
    if header and header.cells[0].strip().lower() == "sep=":
        header = next(rows, None)
    if header is None:
        return None
    if len(header.cells) == 1:
        for separator, (zh, en) in _OTHER_SEPARATORS.items():
            if separator in header.cells[0]:
                faults.append(
                    RowFault(
                        line=header.line,
                        zh=f"各栏以{zh}分隔；请改用半角逗号（Excel中另存为“CSV UTF-8（逗号分隔）”）",
                        en=f"the cells are separated by {en}; use commas (Excel: save as “CSV UTF-8”)",
                    )
                )
                return None
    return CsvRow(line=header.line, cells=_without_empty_end(header.cells))


def csv_rows(text: TextIO, faults: list[RowFault]) -> Iterator[CsvRow]:
    """Every row that is not blank, header first; what is no CSV is told with the line where the row begins."""
    reader = csv.reader(sound_lines(text, faults), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(_badly_quoted(line, reader.line_num))
            continue
        if any(cell.strip() for cell in cells):
            yield CsvRow(line=line, cells=tuple(cells))


def _badly_quoted(first: int, last: int) -> RowFault:
    span_zh, span_en = (f"（读到第{last}行为止）", f" (read up to line {last})") if last > first else ("", "")
    return RowFault(
        line=first,
        zh=f"引号不成对{span_zh}；含有逗号、引号或者换行的内容应整格加英文双引号，其中的双引号写两遍",
        en=f"a quote is not closed or not doubled{span_en}; put the whole cell in quotes and write a quote inside it twice",
    )


def fitted_cells(row: CsvRow, header: CsvRow, faults: list[RowFault]) -> tuple[str, ...] | None:
    """As many cells as the header has; None (and told) for a row of another length. Empty cells beyond the header do not count."""
    width = len(header.cells)
    cells = row.cells[:width] + _without_empty_end(row.cells[width:])
    if len(cells) == width:
        return cells
    faults.append(
        RowFault(
            line=row.line,
            zh=f"应有{width}栏，实有{len(cells)}栏；请核对逗号和引号",
            en=f"should have {width} cells as the header does, has {len(cells)}; look for a missing comma or quote",
        )
    )
    return None


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
