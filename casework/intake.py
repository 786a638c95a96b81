"""Facts in: incoming rows to recorded facts, all or nothing, every fault of every row named.

A fact is never overwritten. The supplier's own number (`source_key`) tells a repeat (same content: nothing happens)
from a correction (other content: needs a reason, supersedes the old one). An adverse fact about somebody who was under
18 at the act is refused, as is one whose law date lies in the future.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from casework.codes import Identifier, MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.ports import Clock, Reader, Store, UnitOfWork
from casework.records import Account, FactRecord, Role, SubjectRecord, SubjectType
from engine.catalogue import Catalogue, FactKind
from engine.facts import NONE, Suspension, Value
from engine.parse import ValueFault, parse_value
from engine.periods import Period, add

ADULT = Period(years=18)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a load did: fact ids by row order (the standing one for repeats), and the subjects touched."""

    recorded: tuple[str, ...]
    repeated: int
    corrected: int
    subjects: tuple[str, ...]
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    """A row that passed every check that needs no register."""

    row: IncomingFact
    identifier: Identifier
    subject_type: SubjectType
    values: Mapping[str, Value]
    attributes: Mapping[str, Value]
    suspensions: tuple[Suspension, ...]


def record_facts(
    store: Store,
    catalogue: Catalogue,
    clock: Clock,
    account: Account,
    rows: Sequence[IncomingFact],
    *,
    demo: bool = False,
) -> Intake:
    """Records every row in one transaction and returns what was done; Refused with every fault of every row otherwise."""
    if Role.DATA_CLERK not in account.roles:
        raise Refused(
            "role-missing",
            zh="报送信用信息须由数据报送员办理",
            en="loading facts belongs to the role data_clerk",
            status=403,
        )
    sound, faults = _checked(rows, catalogue, clock.today())
    if faults:
        raise _refused(faults, len(rows))
    with store.unit_of_work() as work:
        intake, faults = _write(work, clock, account, sound, demo=demo)
        if faults:
            raise _refused(faults, len(rows))
        work.commit()
    return intake


def _refused(faults: Sequence[FieldFault], rows: int) -> Refused:
    return Refused(
        "facts-faulty",
        zh=f"共{rows}条,其中有{len(faults)}处错误,全部未登记",
        en=f"{len(faults)} faults in {rows} rows; nothing was recorded",
        hint_zh="请按下列位置逐处更正后重新提交",
        hint_en="correct each place named below and send the whole again",
        faults=tuple(faults),
    )


def _checked(rows: Sequence[IncomingFact], catalogue: Catalogue, today: date) -> tuple[list[_Sound], list[FieldFault]]:
    sound: list[_Sound] = []
    faults: list[FieldFault] = []
    for row in rows:
        found: list[FieldFault] = []
        checked = _sound_row(row, catalogue, today, found)
        faults.extend(found)
        if checked and not found:
            sound.append(checked)
    return sound, faults


def _sound_row(row: IncomingFact, catalogue: Catalogue, today: date, faults: list[FieldFault]) -> _Sound | None:
    kind = catalogue.kinds.get(row.kind)
    subject_type = _subject_type(row, faults)
    identifier = _identifier(row, subject_type, faults) if subject_type else None
    if kind is None:
        faults.append(_fault(row, "kind", f"未知的信用信息种类“{row.kind}”", f'no such kind of fact "{row.kind}"'))
    if not row.source_key.strip():
        faults.append(
            _fault(row, "source_key", "缺少报送单位自己的记录编号", "the supplier's own record number is missing")
        )
    if not row.name.strip():
        faults.append(_fault(row, "name", "缺少主体名称", "the subject's name is missing"))
    if row.region and not (len(row.region) == 6 and row.region.isdigit()):
        faults.append(_fault(row, "region", "行政区划代码应为6位数字", "an area code has six digits"))
    if kind is None or subject_type is None or identifier is None:
        return None
    if str(subject_type) not in kind.subject_types:
        faults.append(
            _fault(row, "kind", f"“{kind.title}”不适用于该类主体", f"{kind.id} is not recorded about a {subject_type}")
        )
    values = _typed(row, row.values, kind, "values", faults)
    attributes = _typed(row, row.attributes, catalogue.subject, "attributes", faults)
    _check_dates(row, kind, values, identifier, today, faults)
    return _Sound(
        row=row,
        identifier=identifier,
        subject_type=subject_type,
        values=values,
        attributes={name: value for name, value in attributes.items() if name not in ("type", "region")},
        suspensions=_suspensions(row, faults),
    )


def _fault(row: IncomingFact, place: str, zh: str, en: str) -> FieldFault:
    return FieldFault(where=f"{row.where} {place}", zh=zh, en=en)


def _subject_type(row: IncomingFact, faults: list[FieldFault]) -> SubjectType | None:
    try:
        return SubjectType(row.subject_type)
    except ValueError:
        known = "、".join(SubjectType)
        faults.append(
            _fault(
                row, "type", f"未知的主体类型“{row.subject_type}”,可用:{known}", f"subject type must be one of {known}"
            )
        )
        return None


def _identifier(row: IncomingFact, subject_type: SubjectType, faults: list[FieldFault]) -> Identifier | None:
    try:
        return identifier_of(row.code, subject_type)
    except MalformedCode as fault:
        faults.append(_fault(row, "code", fault.zh, fault.en))
        return None


def _typed(
    row: IncomingFact, raw: Mapping[str, object], kind: FactKind, place: str, faults: list[FieldFault]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, text in raw.items():
        definition = kind.fields.get(name)
        if definition is None:
            faults.append(
                _fault(row, f"{place}/{name}", f"“{kind.title}”没有字段“{name}”", f"{kind.id} has no field {name}")
            )
            continue
        if text is NONE:
            values[name] = NONE
            continue
        try:
            value = parse_value(definition, None if text is None else str(text), incoming=True)
        except ValueFault as fault:
            faults.append(_fault(row, f"{place}/{name}", fault.zh, fault.en))
            continue
        values[name] = value
    return values


def _check_dates(
    row: IncomingFact,
    kind: FactKind,
    values: Mapping[str, Value],
    identifier: Identifier,
    today: date,
    faults: list[FieldFault],
) -> None:
    acted_on = values.get(kind.law_date)
    if isinstance(acted_on, date) and acted_on > today:
        faults.append(_fault(row, kind.law_date, f"日期{acted_on}晚于今日", f"the date {acted_on} lies in the future"))
    if not kind.adverse_allowed or identifier.born_on is None:
        return
    if not isinstance(acted_on, date) or acted_on < add(identifier.born_on, ADULT):
        faults.append(
            _fault(
                row,
                kind.law_date,
                "不能确认行为时已满18周岁,不登记对其不利的信息",
                "it is not certain that the person was 18 at the act; nothing adverse is recorded",
            )
        )


def _suspensions(row: IncomingFact, faults: list[FieldFault]) -> tuple[Suspension, ...]:
    if not row.suspended_from:
        return ()
    try:
        until = date.fromisoformat(row.suspended_until) if row.suspended_until else None
        return (Suspension(start=date.fromisoformat(row.suspended_from), end=until),)
    except ValueError:
        faults.append(
            _fault(row, "suspended", "停止执行的起止日期格式应为YYYY-MM-DD", "suspension dates are written YYYY-MM-DD")
        )
        return ()


def _write(
    work: UnitOfWork, clock: Clock, account: Account, sound: Sequence[_Sound], *, demo: bool
) -> tuple[Intake, list[FieldFault]]:
    """Subjects and facts under one sequence number; faults are those only the register can tell."""
    seq = work.draw_seq()
    faults: list[FieldFault] = []
    subjects: dict[str, SubjectRecord] = {}
    standing: dict[tuple[str, str], FactRecord] = {}
    fresh: list[FactRecord] = []
    ids: list[str] = []
    repeated = corrected = 0
    for one in sound:
        subject = _subject_for(work, one, subjects, faults, demo=demo)
        if subject is None:
            continue
        key = (one.row.kind, one.row.source_key.strip())
        old = standing.get(key) or work.fact_by_source(account.department, *key)
        if old and _same(old, one, subject):
            ids.append(old.id)
            repeated += 1
            continue
        if old and (key in standing or not one.row.correction_reason.strip() or old.subject_id != subject.id):
            faults.append(_conflict(one, old, twice=key in standing, other=old.subject_id != subject.id))
            continue
        record = _fact_record(one, subject, account, clock, seq, old)
        standing[key] = record
        fresh.append(record)
        ids.append(record.id)
        if old:
            corrected += 1
            work.supersede_fact(old.id, seq)
    work.add_facts(fresh)
    touched = tuple(dict.fromkeys(fact.subject_id for fact in fresh))
    work.log(
        "facts.recorded",
        seq,
        {"facts": len(fresh), "corrected": corrected, "by": account.id, "first": ids[0] if ids else ""},
    )
    return Intake(recorded=tuple(ids), repeated=repeated, corrected=corrected, subjects=touched, seq=seq), faults


def _same(old: FactRecord, one: _Sound, subject: SubjectRecord) -> bool:
    return old.subject_id == subject.id and dict(old.values) == dict(one.values) and old.suspensions == one.suspensions


def _conflict(one: _Sound, old: FactRecord, *, twice: bool, other: bool) -> FieldFault:
    if other:
        return _fault(
            one.row,
            "source_key",
            f"编号“{one.row.source_key}”已用于另一主体的记录",
            "this record number already belongs to another subject",
        )
    if twice:
        return _fault(
            one.row,
            "source_key",
            f"编号“{one.row.source_key}”在本批中出现两次且内容不同",
            "this record number stands twice in this batch with different content",
        )
    return _fault(
        one.row,
        "correction_reason",
        f"编号“{one.row.source_key}”已登记且内容不同(记录{old.id}),更正须写明理由",
        f"record {old.id} has this number with other content; a correction must give its reason",
    )


def _subject_for(
    work: UnitOfWork, one: _Sound, seen: dict[str, SubjectRecord], faults: list[FieldFault], *, demo: bool
) -> SubjectRecord | None:
    code = one.identifier.code
    if code in seen:
        return seen[code]
    subject = known_subject(work, one.identifier)
    if subject is None and not one.identifier.sound:
        faults.append(
            _fault(
                one.row,
                "code",
                "校验码不符,且登记中没有该代码",
                "its check character does not hold and the register does not know it",
            )
        )
        return None
    if subject and subject.type is not one.subject_type:
        faults.append(
            _fault(
                one.row,
                "type",
                f"该代码登记的主体类型为{subject.type}",
                f"the register has this code as {subject.type}",
            )
        )
        return None
    if subject is None:
        subject = SubjectRecord(
            id=uuid.uuid4().hex,
            type=one.subject_type,
            code=code,
            code_kind=one.identifier.kind,
            name=one.row.name.strip(),
            region=one.row.region,
            attributes=one.attributes,
            demo=demo,
        )
        work.add_subject(subject)
    seen[code] = subject
    return subject


def known_subject(reader: Reader, identifier: Identifier) -> SubjectRecord | None:
    """The subject the register has under this code, or None."""
    return reader.subject_by_code(identifier.kind, identifier.code)


def _fact_record(
    one: _Sound, subject: SubjectRecord, account: Account, clock: Clock, seq: int, old: FactRecord | None
) -> FactRecord:
    record = FactRecord(
        id=uuid.uuid4().hex,
        subject_id=subject.id,
        kind=one.row.kind,
        values=one.values,
        department=account.department,
        source_key=one.row.source_key.strip(),
        recorded_seq=seq,
        recorded_at=clock.now(),
        recorded_by=account.id,
        suspensions=one.suspensions,
    )
    if old is None:
        return record
    return replace(record, supersedes=old.id, correction_reason=one.row.correction_reason.strip())
