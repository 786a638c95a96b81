"""One fact as a row of any file wrote it, in the words of `casework.intake`; faults of form only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.ingest.columns import FACT_COLUMNS, clean_cells, heading
from adapters.ingest.faults import RowFault, cut, nearest
from casework.intake import IncomingFact
from engine.catalogue import Catalogue
from engine.facts import NONE

NONE_TOKEN = "{none}"  # noqa: S105  # the token for "known not to exist", no secret
MOST_TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFact:
    """The cells of one row by field: text, or NONE; an unknown value has no cell."""

    line: int
    fixed: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)


def value_of(cell: str) -> object:
    """NONE for {none}, None (unknown) for an empty cell, else the text."""
    text = cell.strip()
    if not text:
        return None
    return NONE if heading(text).lower() == NONE_TOKEN else text


def kind_of(written: str, standard: str, catalogue: Catalogue) -> str:
    """The id of the kind a row names by id or title; the file's standard kind where it names none."""
    name = heading(written)
    if not name or name in catalogue.kinds:
        return name or standard
    titled = [kind.id for kind in catalogue.kinds.values() if heading(kind.title) == name]
    return titled[0] if len(titled) == 1 else name


def incoming_fact(written: WrittenFact, standard: str, catalogue: Catalogue, faults: list[RowFault]) -> IncomingFact:
    """The row for intake, also where its kind is unknown, so that the rest of it is judged all the same."""
    fixed = clean_cells(written.line, written.fixed, FACT_COLUMNS, faults)
    kind = kind_of(fixed["kind"], standard, catalogue)
    if kind not in catalogue.kinds:
        faults.append(_unknown_kind(written.line, kind, catalogue))
    _check_lengths(written.line, "values", written.values, faults)
    _check_lengths(written.line, "attributes", written.attributes, faults)
    return IncomingFact(
        where=f"第{written.line}行",
        subject_type=fixed["type"],
        code=fixed["code"],
        name=fixed["name"],
        region=fixed["region"],
        kind=kind,
        source_key=fixed["source_key"],
        values=written.values,
        attributes=written.attributes,
        suspended_from=fixed["suspended_from"],
        suspended_until=fixed["suspended_until"],
        correction_reason=fixed["correction_reason"],
        correction_document=fixed["correction_document"],
    )


def _unknown_kind(line: int, written: str, catalogue: Catalogue) -> RowFault:
    if not written:
        return RowFault(
            line=line,
            column="kind",
            zh="缺少信息种类；请填写此栏，或者用 --kind 指定全文件的种类",
            en="the kind of fact is missing; fill this column or give --kind for the whole file",
        )
    zh, en = nearest(written, [*catalogue.kinds, *(kind.title for kind in catalogue.kinds.values())])
    return RowFault(
        line=line,
        column="kind",
        zh=f"未知的信息种类“{cut(written)}”{zh}",
        en=f'no such kind of fact "{cut(written)}"{en}',
    )


def _check_lengths(line: int, place: str, values: Mapping[str, object], faults: list[RowFault]) -> None:
    for name, value in values.items():
        if isinstance(value, str) and len(value) > MOST_TEXT:
            zh, en = f"超过{MOST_TEXT}个字符", f"longer than {MOST_TEXT} characters"
            faults.append(RowFault(line=line, column=f"{place}/{name}", zh=zh, en=en))
