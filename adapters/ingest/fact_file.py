"""A file of facts: every row in the words of `casework.intake`, and every fault of form.

CSV: the fixed columns, `subject.<field>` for attributes, and the fields of the kind, each by id or Chinese title.
JSON Lines: one object per line with the members of POST /v1/facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.ingest.csv_table import csv_rows, fitted_cells, header_of
from adapters.ingest.encoding import Encoding
from adapters.ingest.fact_columns import FactColumns
from adapters.ingest.fact_json import written_in_json
from adapters.ingest.fact_row import WrittenFact, incoming_fact, kind_of
from adapters.ingest.faults import RowFault, Unreadable, in_line_order, joined, located_fault, nearest
from adapters.ingest.json_lines import json_rows
from adapters.ingest.opening import Format, OpenedText, format_of, opened_text, require_few_enough
from casework.errors import FieldFault
from casework.intake import IncomingFact
from engine.catalogue import Catalogue

Headings = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBatch:
    """The rows that could be read, the faults of form in line order, and the encoding taken (None: not readable at all).

    `headings`: line -> place of a fault ("code", "values/amount") -> the column's title in this file. `missing`: columns
    that are told once, at the header, and not again for every row.
    """

    rows: tuple[IncomingFact, ...] = ()
    faults: tuple[RowFault, ...] = ()
    encoding: Encoding | None = None
    headings: Mapping[int, Headings] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    def with_faults(self, found: tuple[FieldFault, ...]) -> tuple[RowFault, ...]:
        """All faults in line order: those of form, and those that intake found in these rows."""
        return joined(self.faults, (located_fault(fault, self.headings) for fault in found), self.missing)


def read_facts(
    path: Path,
    catalogue: Catalogue,
    *,
    kind: str = "",
    format: Format | None = None,  # noqa: A002  # the option's own name
    encoding: Encoding | None = None,
) -> FactBatch:
    """Every fact of the file. Never raises for what a file holds: that is in `faults`."""
    standard = kind_of(kind, "", catalogue)
    if standard and standard not in catalogue.kinds:
        return FactBatch(faults=(_unknown_standard(kind, catalogue),))
    faults: list[RowFault] = []
    try:
        chosen = format_of(path, format)
        with opened_text(path, encoding) as opened:
            return _read(opened, chosen, standard, catalogue, faults)
    except Unreadable as fault:
        return FactBatch(faults=in_line_order([*faults, fault.fault]))


def _unknown_standard(kind: str, catalogue: Catalogue) -> RowFault:
    zh, en = nearest(kind, [*catalogue.kinds, *(one.title for one in catalogue.kinds.values())])
    return RowFault(line=0, column="--kind", zh=f"未知的信息种类“{kind}”{zh}", en=f'no such kind of fact "{kind}"{en}')


def _read(opened: OpenedText, chosen: Format, standard: str, catalogue: Catalogue, faults: list[RowFault]) -> FactBatch:
    missing: set[str] = set()
    if chosen is Format.CSV:
        written = _written_in_csv(opened, standard, catalogue, missing, faults)
    else:
        written = ((written_in_json(row, faults), {}) for row in json_rows(opened.text, faults))
    rows: list[IncomingFact] = []
    headings: dict[int, Headings] = {}
    for count, (one, titles) in enumerate(written, start=1):
        require_few_enough(count, one.line)
        found: list[RowFault] = []
        row = incoming_fact(one, standard, catalogue, found)
        faults.extend(replace(fault, column=titles.get(fault.column, fault.column)) for fault in found)
        rows.append(row)
        headings[one.line] = titles
    if not rows and not faults:
        raise Unreadable("文件中没有数据行", "the file holds no row of data")
    return FactBatch(
        rows=tuple(rows),
        faults=in_line_order(faults),
        encoding=opened.encoding,
        headings=headings,
        missing=frozenset(missing),
    )


def _written_in_csv(
    opened: OpenedText, standard: str, catalogue: Catalogue, missing: set[str], faults: list[RowFault]
) -> Iterator[tuple[WrittenFact, Headings]]:
    """Without a kind nothing of a row can be judged, so a file that names none ends at its header."""
    rows = csv_rows(opened.text, faults)
    header = header_of(rows, faults)
    if header is None:
        return
    columns = FactColumns(header, standard, catalogue, faults)
    missing |= columns.missing
    if "kind" in missing:
        return
    for row in rows:
        cells = fitted_cells(row, header, faults)
        if cells is not None:
            yield columns.written(row.line, cells, faults)
