"""One JSON object as a fact: the members of POST /v1/facts, numbers as their digits."""

from collections.abc import Mapping

from adapters.ingest.columns import FACT_COLUMNS
from adapters.ingest.fact_row import NONE_TOKEN, WrittenFact
from adapters.ingest.faults import RowFault, cut
from adapters.ingest.flat_json import flat_members
from adapters.ingest.json_lines import JsonRow
from adapters.ingest.opening import unsound_character
from engine.facts import NONE

_GROUPS = ("values", "attributes")


def written_in_json(row: JsonRow, faults: list[RowFault]) -> WrittenFact:
    """The row by field; members that are unknown, missing or of the wrong kind are told."""
    fixed = flat_members(row, FACT_COLUMNS, faults, groups=_GROUPS)
    if "values" not in row.members:
        zh, en = "缺少values", "the member values is missing"
        faults.append(RowFault(line=row.line, column="values", zh=zh, en=en))
    groups = {name: _group(row, name, faults) for name in _GROUPS}
    return WrittenFact(line=row.line, fixed=fixed, values=groups["values"], attributes=groups["attributes"])


def _group(row: JsonRow, name: str, faults: list[RowFault]) -> dict[str, object]:
    written = row.members.get(name, {})
    if not isinstance(written, dict):
        zh, en = "应为JSON对象{字段: 值}", "should be an object {field: value}"
        faults.append(RowFault(line=row.line, column=name, zh=zh, en=en))
        return {}
    values: dict[str, object] = {}
    for key, value in written.items():
        told = _fault_of(key, value)
        if told:
            faults.append(RowFault(line=row.line, column=f"{name}/{cut(_printable(key))}", zh=told[0], en=told[1]))
        elif value is not None:
            values[key] = _plain(value)
    return values


def _fault_of(key: str, value: object) -> tuple[str, str] | None:
    unsound = unsound_character(key) or (unsound_character(value) if isinstance(value, str) else None)
    if unsound:
        return unsound["zh"], unsound["en"]
    if isinstance(value, list) or (isinstance(value, Mapping) and value != {"none": True}):
        return (
            '应为文字、数字、true、false、null（不知道）或者{"none": true}（确知没有）',
            'should be text, number, true, false, null (unknown) or {"none": true} (known not to exist)',
        )
    if value == NONE_TOKEN:
        return ('JSON中请写{"none": true}', 'in JSON write {"none": true}')
    return None


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _printable(key: str) -> str:
    return key.encode("utf-8", "replace").decode()
