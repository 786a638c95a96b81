"""Facts in: incoming rows to recorded facts, all or nothing, every fault of every row named.

A fact is never overwritten. The supplier's own number (`source_key`) tells a repeat (same content: nothing happens)
from a correction (other content: needs a reason, supersedes the old one). An adverse fact about somebody who was under
18 at the act is refused, as is one whose law date lies in the future, or whose kind another department reports.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.codes import Identifier
from casework.corrections import Correction, review_bans, review_entries
from casework.errors import FieldFault, Refused
from casework.incoming import IncomingFact, SoundRow, fault_of, sound_rows
from casework.ports import Clock, Reader, Store, UnitOfWork
from casework.records import Account, BanRecord, FactRecord, Role, SubjectRecord
from casework.sources import source_of_kind
from engine.catalogue import Catalogue

__all__ = ["IncomingFact", "Intake", "known_subject", "record_facts", "record_facts_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a load did: fact ids by row order (the standing one for repeats), and the subjects the rows are about.

    Subjects of repeats are among them: a load that was cut off before determination is made good by sending it again.
    """

    recorded: tuple[str, ...]
    repeated: int
    corrected: int
    subjects: tuple[str, ...]
    seq: int
    corrected_subjects: tuple[str, ...] = ()


def record_facts(
    store: Store,
    catalogue: Catalogue,
    clock: Clock,
    account: Account,
    rows: Sequence[IncomingFact],
    *,
    demo: bool = False,
    dry_run: bool = False,
) -> Intake:
    """Records every row in one transaction and returns what was done; Refused with every fault of every row otherwise.

    `dry_run`: the same, and then undone. Rows whose form is wrong do not keep the register from judging the others.
    """
    _require_clerk(account)
    checked = sound_rows(rows, catalogue, clock.today(), account.department)
    with store.unit_of_work() as work:
        intake = _all_or_nothing(work, catalogue, clock, account, checked, len(rows), demo=demo)
        if not dry_run:
            work.commit()
    return intake


def record_facts_in(
    work: UnitOfWork, catalogue: Catalogue, clock: Clock, account: Account, rows: Sequence[IncomingFact]
) -> Intake:
    """The same inside a unit of work that does more than this; the caller commits, or leaves it where it is Refused."""
    _require_clerk(account)
    checked = sound_rows(rows, catalogue, clock.today(), account.department)
    return _all_or_nothing(work, catalogue, clock, account, checked, len(rows), demo=False)


def _require_clerk(account: Account) -> None:
    if Role.DATA_CLERK not in account.roles:
        raise Refused(
            "role-missing",
            zh="报送信用信息须由数据报送员办理",
            en="loading facts belongs to the role data_clerk",
            status=403,
        )


def _all_or_nothing(
    work: UnitOfWork,
    catalogue: Catalogue,
    clock: Clock,
    account: Account,
    checked: tuple[list[SoundRow], list[FieldFault]],
    rows: int,
    *,
    demo: bool,
) -> Intake:
    """INVARIANT: where it is Refused, the unit is left without commit, so the sound rows are undone with the others."""
    sound, faults = checked
    intake, told_by_register = _write(work, catalogue, clock, account, sound, demo=demo)
    for kind in sorted({one.row.kind for one in sound}):
        work.touch_source(source_of_kind(kind), clock.now())
    if faults or told_by_register:
        raise _refused([*faults, *told_by_register], rows)
    return intake


def _refused(faults: Sequence[FieldFault], rows: int) -> Refused:
    return Refused(
        "facts-faulty",
        zh=f"共{rows}条，其中有{len(faults)}处错误，全部未登记",
        en=f"{len(faults)} faults in {rows} rows; nothing was recorded",
        hint_zh="请按下列位置逐处更正后重新提交",
        hint_en="correct each place named below and send the whole again",
        faults=tuple(faults),
    )


def _write(
    work: UnitOfWork, catalogue: Catalogue, clock: Clock, account: Account, sound: Sequence[SoundRow], *, demo: bool
) -> tuple[Intake, list[FieldFault]]:
    """Subjects and facts under one sequence number; faults are those only the register can tell."""
    seq = work.draw_seq()
    faults: list[FieldFault] = []
    subjects: dict[str, SubjectRecord] = {}
    standing: dict[tuple[str, str], FactRecord] = {}
    fresh: list[FactRecord] = []
    ids: list[str] = []
    corrections: list[Correction] = []
    ended: dict[str, list[BanRecord]] = {}
    repeated = 0
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
        if old and (key in standing or not _says_why(one) or old.subject_id != subject.id):
            faults.append(_conflict(one, old, twice=key in standing, other=old.subject_id != subject.id))
            continue
        record = _fact_record(one, subject, account, clock, seq, old)
        standing[key] = record
        fresh.append(record)
        ids.append(record.id)
        if old:
            corrections.append(Correction(old=old, new=record, by=account))
            work.supersede_fact(old.id, seq)
            ended[old.id] = _end_bans_on(work, old, clock, seq)
    work.add_facts(fresh)
    told = {"facts": len(fresh), "corrected": len(corrections), "by": account.id, "first": ids[0] if ids else ""}
    work.log("facts.recorded", seq, told)
    for correction in corrections:  # after the load's own link: each review draws numbers of its own
        review_bans(work, catalogue, clock, correction, ended[correction.old.id])
        review_entries(work, catalogue, clock, correction)
    intake = Intake(
        recorded=tuple(ids),
        repeated=repeated,
        corrected=len(corrections),
        subjects=tuple(subject.id for subject in subjects.values()),
        seq=seq,
        corrected_subjects=tuple({one.old.subject_id for one in corrections}),
    )
    return intake, faults


def _says_why(one: SoundRow) -> bool:
    return bool(one.row.correction_reason.strip() and one.row.correction_document.strip())


def _end_bans_on(work: UnitOfWork, old: FactRecord, clock: Clock, seq: int) -> list[BanRecord]:
    """A ban stands on its record: it ends with it, at once; what the corrected record brings is determined anew."""
    ended = [
        ban for ban in work.bans_of([old.subject_id])[old.subject_id] if ban.fact_id == old.id and ban.ended_on is None
    ]
    for ban in ended:
        work.end_ban(ban.id, clock.today(), "所依据的记录已更正", seq)
        work.log("ban.ended", seq, {"ban": ban.id, "reason": "fact superseded"})
        work.post("ban.ended", seq, {"ban": ban.id})
    return ended


def _same(old: FactRecord, one: SoundRow, subject: SubjectRecord) -> bool:
    return old.subject_id == subject.id and dict(old.values) == dict(one.values) and old.suspensions == one.suspensions


def _conflict(one: SoundRow, old: FactRecord, *, twice: bool, other: bool) -> FieldFault:
    if other:
        return fault_of(
            one.row,
            "source_key",
            f"编号“{one.row.source_key}”已用于另一主体的记录",
            "this record number already belongs to another subject",
        )
    if twice:
        return fault_of(
            one.row,
            "source_key",
            f"编号“{one.row.source_key}”在本批中出现两次且内容不同",
            "this record number stands twice in this batch with different content",
        )
    missing = "correction_document" if one.row.correction_reason.strip() else "correction_reason"
    return fault_of(
        one.row,
        missing,
        f"编号“{one.row.source_key}”已登记且内容不同（记录{old.id}），更正须写明理由和所依据的文书",
        f"record {old.id} has this number with other content; a correction must give its reason and its document",
    )


def _subject_for(
    work: UnitOfWork, one: SoundRow, seen: dict[str, SubjectRecord], faults: list[FieldFault], *, demo: bool
) -> SubjectRecord | None:
    code = one.identifier.code
    subject = seen.get(code) or known_subject(work, one.identifier)
    if subject is None and not one.identifier.sound:
        faults.append(
            fault_of(
                one.row,
                "code",
                "校验码不符，且登记中没有该代码",
                "its check character does not hold and the register does not know it",
            )
        )
        return None
    if subject and subject.type is not one.subject_type:
        faults.append(
            fault_of(
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
    one: SoundRow, subject: SubjectRecord, account: Account, clock: Clock, seq: int, old: FactRecord | None
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
    return replace(
        record,
        supersedes=old.id,
        correction_reason=one.row.correction_reason.strip(),
        correction_document=one.row.correction_document.strip(),
    )
