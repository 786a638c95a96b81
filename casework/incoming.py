"""Incoming rows as they come: raw texts to typed values, every fault of every row named, without the register.

Refuses what no register need tell: a wrong type or code, a kind that is another department's to report, an unknown field, a date in the future, and anything adverse
about somebody who was not surely 18 at the act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.codes import Identifier, MalformedCode, identifier_of
from casework.errors import FieldFault
from casework.records import SubjectType
from engine.catalogue import Catalogue, FactKind
from engine.facts import NONE, UNKNOWN, Suspension, Value
from engine.parse import ValueFault, parse_value


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFact:
    """One row as it came: raw texts. `where` names the row for its sender ("第12行", "/facts/3").

    `values`: field -> text, None (unknown) or NONE. `suspended_from`: the act is suspended from that day on.
    """

    where: str
    subject_type: str
    code: str
    name: str
    region: str
    kind: str
    source_key: str
    values: Mapping[str, object]
    attributes: Mapping[str, object] = field(default_factory=dict)
    suspended_from: str = ""
    suspended_until: str = ""
    correction_reason: str = ""
    correction_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRow:
    """A row that passed every check that needs no register."""

    row: IncomingFact
    identifier: Identifier
    subject_type: SubjectType
    values: Mapping[str, Value]
    attributes: Mapping[str, Value]
    suspensions: tuple[Suspension, ...]


def sound_rows(
    rows: Sequence[IncomingFact], catalogue: Catalogue, today: date, department: str
) -> tuple[list[SoundRow], list[FieldFault]]:
    """`department`: whose clerk sends the rows; it may send the kinds that are its own to report."""
    sound: list[SoundRow] = []
    faults: list[FieldFault] = []
    for row in rows:
        found: list[FieldFault] = []
        _check_reporter(row, catalogue, department, found)
        checked = _sound_row(row, catalogue, today, found)
        faults.extend(found)
        if checked:
            sound.append(checked)
    return sound, faults


def _sound_row(row: IncomingFact, catalogue: Catalogue, today: date, faults: list[FieldFault]) -> SoundRow | None:
    """The row with typed values; None with every fault in `faults`."""
    kind = catalogue.kinds.get(row.kind)
    subject_type = _subject_type(row, faults)
    identifier = _identifier(row, subject_type, faults) if subject_type else None
    if kind is None:
        faults.append(fault_of(row, "kind", f"未知的信用信息种类“{row.kind}”", f'no such kind of fact "{row.kind}"'))
    if not row.source_key.strip():
        faults.append(
            fault_of(row, "source_key", "缺少报送单位自己的记录编号", "the supplier's own record number is missing")
        )
    if not row.name.strip():
        faults.append(fault_of(row, "name", "缺少主体名称", "the subject's name is missing"))
    if row.region and not (len(row.region) == 6 and row.region.isascii() and row.region.isdigit()):
        faults.append(fault_of(row, "region", "行政区划代码应为6位数字", "an area code has six digits"))
    if kind and subject_type and str(subject_type) not in kind.subject_types:
        faults.append(
            fault_of(
                row, "kind", f"“{kind.title}”不适用于该类主体", f"{kind.id} is not recorded about a {subject_type}"
            )
        )
    values = _typed(row, row.values, kind, "values", faults) if kind else {}
    attributes = _typed(row, row.attributes, catalogue.subject, "attributes", faults)
    suspensions = _suspensions(row, today, faults)
    if kind:
        _check_dates(row, kind, values, identifier, today, faults)
    if faults or subject_type is None or identifier is None:
        return None
    return SoundRow(
        row=row,
        identifier=identifier,
        subject_type=subject_type,
        values=values,
        attributes={name: value for name, value in attributes.items() if name not in ("type", "region")},
        suspensions=suspensions,
    )


def _check_reporter(row: IncomingFact, catalogue: Catalogue, department: str, faults: list[FieldFault]) -> None:
    """Each kind comes from the departments whose matter it is (归口报送), or one clerk could ban in another's name."""
    kind = catalogue.kinds.get(row.kind)
    if kind is None or not kind.reported_by or department in kind.reported_by:
        return
    titles = [known.title if (known := catalogue.departments.get(each)) else each for each in kind.reported_by]
    faults.append(
        fault_of(
            row,
            "kind",
            f"“{kind.title}”不由本部门报送，归口报送部门：{'、'.join(titles)}",
            f"{kind.id} is not this department's to report; it is reported by {', '.join(kind.reported_by)}",
        )
    )


def fault_of(row: IncomingFact, place: str, zh: str, en: str) -> FieldFault:
    return FieldFault(where=f"{row.where} {place}", zh=zh, en=en)


def _subject_type(row: IncomingFact, faults: list[FieldFault]) -> SubjectType | None:
    try:
        return SubjectType(row.subject_type)
    except ValueError:
        known = "、".join(SubjectType)
        faults.append(
            fault_of(
                row,
                "type",
                f"未知的主体类型“{row.subject_type}”，可用：{known}",
                f"subject type must be one of {known}",
            )
        )
        return None


def _identifier(row: IncomingFact, subject_type: SubjectType, faults: list[FieldFault]) -> Identifier | None:
    try:
        return identifier_of(row.code, subject_type)
    except MalformedCode as fault:
        faults.append(fault_of(row, "code", fault.zh, fault.en))
        return None


def _typed(
    row: IncomingFact, raw: Mapping[str, object], kind: FactKind, place: str, faults: list[FieldFault]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, text in raw.items():
        definition = kind.fields.get(name)
        if definition is None:
            faults.append(
                fault_of(row, f"{place}/{name}", f"“{kind.title}”没有字段“{name}”", f"{kind.id} has no field {name}")
            )
            continue
        if text is NONE and definition.always:
            faults.append(
                fault_of(
                    row,
                    f"{place}/{name}",
                    f"“{definition.title}”必定存在，不能登记为没有；不知道的请留空",
                    f"{name} always exists, so it is never none; leave it empty where it is not known",
                )
            )
            continue
        if text is NONE:
            values[name] = NONE
            continue
        try:
            value = parse_value(definition, None if text is None else str(text), incoming=True)
        except ValueFault as fault:
            faults.append(fault_of(row, f"{place}/{name}", fault.zh, fault.en))
            continue
        if value is not UNKNOWN:
            values[name] = value
    return values


def _check_dates(
    row: IncomingFact,
    kind: FactKind,
    values: Mapping[str, Value],
    identifier: Identifier | None,
    today: date,
    faults: list[FieldFault],
) -> None:
    """No law date in the future; nothing adverse about somebody who was not surely 18 on it."""
    acted_on = values.get(kind.law_date)
    if isinstance(acted_on, date) and acted_on > today:
        faults.append(
            fault_of(row, kind.law_date, f"日期{acted_on}晚于今日", f"the date {acted_on} lies in the future")
        )
    if not kind.adverse_allowed or identifier is None or identifier.born_on is None:
        return
    if not isinstance(acted_on, date) or not identifier.surely_adult_on(acted_on):
        faults.append(
            fault_of(
                row,
                kind.law_date,
                "不能确认行为时已满18周岁，不登记对其不利的信息",
                "it is not certain that the person was 18 at the act; nothing adverse is recorded",
            )
        )


def _suspensions(row: IncomingFact, today: date, faults: list[FieldFault]) -> tuple[Suspension, ...]:
    """The stay of the act: begun by today (a later one is recorded when it begins), its end, if known, after its start."""
    if not row.suspended_from and not row.suspended_until:
        return ()
    try:
        start = date.fromisoformat(row.suspended_from)
        end = date.fromisoformat(row.suspended_until) if row.suspended_until else None
    except ValueError:
        faults.append(
            fault_of(
                row,
                "suspended",
                "停止执行须写明起日，起止日期格式为YYYY-MM-DD",
                "a suspension names its start; dates are written YYYY-MM-DD",
            )
        )
        return ()
    if start > today:
        faults.append(
            fault_of(
                row, "suspended", f"停止执行的起日{start}晚于今日", f"the suspension begins in the future ({start})"
            )
        )
    if end is not None and end <= start:
        faults.append(fault_of(row, "suspended", "停止执行的止日不晚于起日", "the suspension ends before it begins"))
    return (Suspension(start=start, end=end),)
