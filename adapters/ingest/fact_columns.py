"""The columns of one CSV of facts: which cell is which field, by id or Chinese title, for each kind in the file."""

from collections.abc import Mapping, Sequence

from adapters.ingest.columns import (
    FACT_COLUMNS,
    heading,
    missing_columns,
    places_of,
    twice_the_column,
    unknown_column,
    untitled_column,
)
from adapters.ingest.csv_table import CsvRow
from adapters.ingest.fact_row import WrittenFact, kind_of, value_of
from adapters.ingest.faults import RowFault
from engine.catalogue import Catalogue, FactKind

_ATTRIBUTE_PREFIXES = ("subject.", "主体.")


class FactColumns:
    """Resolves the header once, and the fields of each kind when it is first met. Faults of the header go to `faults`."""

    def __init__(self, header: CsvRow, standard: str, catalogue: Catalogue, faults: list[RowFault]) -> None:
        self._header = header
        self._standard = standard
        self._catalogue = catalogue
        self._fixed: dict[int, str] = {}
        self._attributes: dict[int, str] = {}
        self._open: dict[int, str] = {}
        self._fields: dict[str, Mapping[int, str]] = {}
        self._headings: dict[str, Mapping[str, str]] = {}
        self._sort_columns()
        self._check_header(faults)

    @property
    def missing(self) -> frozenset[str]:
        """Columns the file must have and has not: told once, at the header."""
        needed = {column.id for column in FACT_COLUMNS if column.required}
        if not self._standard:
            needed.add("kind")
        return frozenset(needed - set(self._fixed.values()))

    def written(self, line: int, cells: Sequence[str], faults: list[RowFault]) -> tuple[WrittenFact, Mapping[str, str]]:
        """The row by field; and, for its kind, place of a fault ("code", "values/amount") -> title of the column."""
        fixed = {place: cells[number] for number, place in self._fixed.items()}
        named = kind_of(fixed.get("kind", ""), self._standard, self._catalogue)
        kind = self._catalogue.kinds.get(named)
        fields = self._fields_of(kind, faults) if kind else {}
        if kind:
            self._tell_foreign_cells(line, cells, kind, fields, faults)
        written = WrittenFact(
            line=line,
            fixed=fixed,
            values=_known({name: value_of(cells[number]) for number, name in fields.items()}),
            attributes=_known({name: value_of(cells[number]) for number, name in self._attributes.items()}),
        )
        return written, self._headings_of(kind.id if kind else "")

    def _headings_of(self, kind: str) -> Mapping[str, str]:
        if kind not in self._headings:
            title = [cell.strip() for cell in self._header.cells]
            fixed = {place: title[number] for number, place in self._fixed.items()}
            attributes = {f"attributes/{name}": title[number] for number, name in self._attributes.items()}
            values = {f"values/{name}": title[number] for number, name in self._fields.get(kind, {}).items()}
            self._headings[kind] = fixed | attributes | values
        return self._headings[kind]

    def _sort_columns(self) -> None:
        fixed = places_of(FACT_COLUMNS)
        attributes = {name: one for one in self._attribute_ids() for name in (one, self._title_of_attribute(one))}
        for number, cell in enumerate(self._header.cells):
            name = heading(cell)
            prefix = next((one for one in _ATTRIBUTE_PREFIXES if name.startswith(one)), None)
            if name in fixed:
                self._fixed[number] = fixed[name]
            elif prefix and name.removeprefix(prefix) in attributes:
                self._attributes[number] = attributes[name.removeprefix(prefix)]
            else:
                self._open[number] = name

    def _attribute_ids(self) -> list[str]:
        return [name for name in self._catalogue.subject.fields if name not in ("type", "region")]

    def _title_of_attribute(self, name: str) -> str:
        return heading(self._catalogue.subject.fields[name].title)

    def _check_header(self, faults: list[RowFault]) -> None:
        """Unknown, untitled, repeated and missing columns, all of them."""
        known = self._known_headings()
        candidates = {name for kind in self._candidates() for name in _names_of(kind)}
        for number, name in self._open.items():
            if not name:
                faults.append(untitled_column(self._header, number + 1))
            elif name not in candidates:
                faults.append(unknown_column(self._header, self._header.cells[number], known))
        for places in (self._fixed, self._attributes, {n: name for n, name in self._open.items() if name}):
            faults.extend(self._repeated(places))
        faults.extend(missing_columns(self._header, self._fixed.values(), FACT_COLUMNS))
        if not self._standard and "kind" not in self._fixed.values():
            faults.append(
                RowFault(
                    line=self._header.line,
                    column="kind",
                    zh="缺少信息种类；请加此栏，或者用 --kind 指定全文件的种类",
                    en="the kind of fact is missing; add this column or give --kind for the whole file",
                )
            )

    def _candidates(self) -> list[FactKind]:
        """The kinds whose fields the columns may be: the file's own, or any where rows name theirs."""
        if self._standard and "kind" not in self._fixed.values():
            return [self._catalogue.kinds[self._standard]]
        return list(self._catalogue.kinds.values())

    def _known_headings(self) -> list[str]:
        names = list(places_of(FACT_COLUMNS))
        for kind in self._candidates():
            names += _names_of(kind)
        for name in self._attribute_ids():
            names += [f"subject.{name}", f"主体.{self._title_of_attribute(name)}"]
        return names

    def _repeated(self, places: Mapping[int, str]) -> list[RowFault]:
        first: dict[str, int] = {}
        faults: list[RowFault] = []
        for number, place in places.items():
            if place in first:
                cells = self._header.cells
                faults.append(twice_the_column(self._header, cells[number], cells[first[place]]))
            first.setdefault(place, number)
        return faults

    def _fields_of(self, kind: FactKind, faults: list[RowFault]) -> Mapping[int, str]:
        """Column number -> field id; columns of other kinds are not in it."""
        if kind.id not in self._fields:
            names = _names_of(kind)
            found = {number: names[name] for number, name in self._open.items() if name in names}
            faults.extend(self._repeated(found))
            self._fields[kind.id] = found
        return self._fields[kind.id]

    def _tell_foreign_cells(
        self, line: int, cells: Sequence[str], kind: FactKind, fields: Mapping[int, str], faults: list[RowFault]
    ) -> None:
        """A filled cell in a column that only other kinds have."""
        for number, name in self._open.items():
            if number not in fields and name and cells[number].strip():
                faults.append(
                    RowFault(
                        line=line,
                        column=self._header.cells[number].strip(),
                        zh=f"“{kind.title}”没有此项，应留空",
                        en=f"{kind.id} has no such field; leave the cell empty",
                    )
                )


def _names_of(kind: FactKind) -> dict[str, str]:
    """Id and title of each field -> its id; ids win, a title that two fields share means neither."""
    titles: dict[str, list[str]] = {}
    for definition in kind.fields.values():
        titles.setdefault(heading(definition.title), []).append(definition.id)
    named = {title: ids[0] for title, ids in titles.items() if len(ids) == 1}
    return named | {heading(name): name for name in kind.fields}


def _known(values: Mapping[str, object]) -> dict[str, object]:
    """Without the unknown ones: an empty cell says nothing."""
    return {name: value for name, value in values.items() if value is not None}
