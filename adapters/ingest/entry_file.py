"""A file of mirrored entries, or of their ends at the source: fixed columns only, in CSV or JSON Lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from adapters.ingest.columns import (
    END_COLUMNS,
    ENTRY_COLUMNS,
    ColumnDef,
    clean_cells,
    heading,
    missing_columns,
    places_of,
    twice_the_column,
    unknown_column,
    untitled_column,
)
from adapters.ingest.csv_table import CsvRow, csv_rows, fitted_cells, header_of
from adapters.ingest.encoding import Encoding
from adapters.ingest.faults import RowFault, Unreadable, in_line_order, joined, located_fault
from adapters.ingest.flat_json import flat_members
from adapters.ingest.json_lines import json_rows
from adapters.ingest.opening import Format, OpenedText, format_of, opened_text, require_few_enough
from casework.errors import FieldFault
from casework.mirrored_batch import IncomingEnd, IncomingEntry

Row = TypeVar("Row", IncomingEntry, IncomingEnd)
Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatBatch(Generic[Row]):
    """The rows that could be read and the faults of form in line order. `titles`: place -> the column's title in this file.

    `missing`: columns that are told once, at the header, and not again for every row.
    """

    rows: tuple[Row, ...] = ()
    faults: tuple[RowFault, ...] = ()
    encoding: Encoding | None = None
    titles: Titles = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    def with_faults(self, found: tuple[FieldFault, ...]) -> tuple[RowFault, ...]:
        """All faults in line order: those of form, and those that casework found in these rows."""
        return _with_found(self.faults, found, self.titles, self.missing)


EntryBatch = FlatBatch[IncomingEntry]
EndBatch = FlatBatch[IncomingEnd]


def read_entries(
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002  # the option's own name
    encoding: Encoding | None = None,
) -> EntryBatch:
    """Every mirrored entry of the file. Never raises for what a file holds: that is in `faults`."""
    return _read_file(path, format, encoding, ENTRY_COLUMNS, _entry)


def read_ends(
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002  # the option's own name
    encoding: Encoding | None = None,
) -> EndBatch:
    """Every end of the file. Never raises for what a file holds: that is in `faults`."""
    return _read_file(path, format, encoding, END_COLUMNS, _end)


def _entry(line: int, cells: Mapping[str, str]) -> IncomingEntry:
    return IncomingEntry(
        where=f"第{line}行",
        subject_type=cells["type"],
        code=cells["code"],
        list_id=cells["list"],
        document=cells["document"],
        decided_on=cells["decided_on"],
        effective_on=cells["effective_on"],
        term_end=cells["term_end"],
        reasons=cells["reasons"],
    )


def _end(line: int, cells: Mapping[str, str]) -> IncomingEnd:
    return IncomingEnd(
        where=f"第{line}行",
        subject_type=cells["type"],
        code=cells["code"],
        list_id=cells["list"],
        entry_document=cells["entry_document"],
        document=cells["document"],
        ended_on=cells["ended_on"],
        reasons=cells["reasons"],
    )


def _read_file(
    path: Path,
    wanted: Format | None,
    encoding: Encoding | None,
    columns: Sequence[ColumnDef],
    row_of: Callable[[int, Mapping[str, str]], Row],
) -> FlatBatch[Row]:
    faults: list[RowFault] = []
    try:
        chosen = format_of(path, wanted)
        with opened_text(path, encoding) as opened:
            return _read(opened, chosen, columns, row_of, faults)
    except Unreadable as fault:
        return FlatBatch(faults=in_line_order([*faults, fault.fault]))


def _read(
    opened: OpenedText,
    chosen: Format,
    columns: Sequence[ColumnDef],
    row_of: Callable[[int, Mapping[str, str]], Row],
    faults: list[RowFault],
) -> FlatBatch[Row]:
    titles: dict[str, str] = {}
    if chosen is Format.CSV:
        written = _cells_in_csv(opened, columns, titles, faults)
    else:
        written = ((row.line, flat_members(row, columns, faults)) for row in json_rows(opened.text, faults))
    rows: list[Row] = []
    for count, (line, cells) in enumerate(written, start=1):
        require_few_enough(count, line)
        found: list[RowFault] = []
        rows.append(row_of(line, clean_cells(line, cells, columns, found)))
        faults.extend(_titled(fault, titles) for fault in found)
    if not rows and not faults:
        raise Unreadable("文件中没有数据行", "the file holds no row of data")
    missing = {column.id for column in columns if column.required} - set(titles) if chosen is Format.CSV else set()
    return FlatBatch(
        rows=tuple(rows),
        faults=in_line_order(faults),
        encoding=opened.encoding,
        titles=titles,
        missing=frozenset(missing),
    )


def _with_found(
    faults: tuple[RowFault, ...], found: tuple[FieldFault, ...], titles: Titles, missing: frozenset[str]
) -> tuple[RowFault, ...]:
    return joined(faults, (_titled(located_fault(fault, {}), titles) for fault in found), missing)


def _titled(fault: RowFault, titles: Titles) -> RowFault:
    return replace(fault, column=titles.get(fault.column, fault.column))


def _cells_in_csv(
    opened: OpenedText, columns: Sequence[ColumnDef], titles: dict[str, str], faults: list[RowFault]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = csv_rows(opened.text, faults)
    header = header_of(rows, faults)
    if header is None:
        return
    numbers = _numbers_of(header, columns, faults)
    titles.update({place: header.cells[number].strip() for place, number in numbers.items()})
    for row in rows:
        cells = fitted_cells(row, header, faults)
        if cells is not None:
            yield row.line, {place: cells[number] for place, number in numbers.items()}


def _numbers_of(header: CsvRow, columns: Sequence[ColumnDef], faults: list[RowFault]) -> dict[str, int]:
    """Place -> number of its column; unknown, untitled, repeated and missing columns are told."""
    places = places_of(columns)
    numbers: dict[str, int] = {}
    for number, cell in enumerate(header.cells):
        place = places.get(heading(cell))
        if not heading(cell):
            faults.append(untitled_column(header, number + 1))
        elif place is None:
            faults.append(unknown_column(header, cell, places))
        elif place in numbers:
            faults.append(twice_the_column(header, cell, header.cells[numbers[place]]))
        else:
            numbers[place] = number
    faults.extend(missing_columns(header, numbers, columns))
    return numbers
