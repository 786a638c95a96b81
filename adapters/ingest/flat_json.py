"""The plain members of a JSON object against the fixed columns: every value a text."""

from collections.abc import Sequence

from adapters.ingest.columns import ColumnDef
from adapters.ingest.faults import RowFault, cut, nearest
from adapters.ingest.json_lines import JsonRow, Number
from adapters.ingest.opening import unsound_character


def flat_members(
    row: JsonRow, columns: Sequence[ColumnDef], faults: list[RowFault], groups: Sequence[str] = ()
) -> dict[str, str]:
    """Column -> text (null counts as empty). Unknown members are told with the nearest known one; `groups` are left alone.

    A missing member is casework's to tell, as an empty cell is.
    """
    known = {column.id: column for column in columns}
    members: dict[str, str] = {}
    for key, value in row.members.items():
        if key in groups:
            continue
        told = _unknown(key, [*known, *groups]) if key not in known else _no_text(value)
        if told:
            faults.append(RowFault(line=row.line, column=_printable(key), zh=told[0], en=told[1]))
        elif isinstance(value, str):
            members[key] = value
    return members


def _unknown(key: str, known: Sequence[str]) -> tuple[str, str]:
    zh, en = nearest(key, known)
    return f"没有这一项{zh}", f"there is no such member{en}"


def _no_text(value: object) -> tuple[str, str] | None:
    if value is None:
        return None
    if isinstance(value, Number) or not isinstance(value, str):
        return "应为加引号的文字", "should be text in quotes"
    unsound = unsound_character(value)
    return (unsound["zh"], unsound["en"]) if unsound else None


def _printable(key: str) -> str:
    return cut(key.encode("utf-8", "replace").decode())
