"""A record was corrected: everything decided on the old one comes to the officer's list, in the same unit of work.

Nothing is changed here, for or against anybody. A ban is no decision of ours: it has ended with its record and is
written anew where the corrected record bears it (`bans`); the officer is told of it all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.docket import FileKind
from casework.judging import grounds_of
from casework.ports import Clock, Reader, UnitOfWork
from casework.records import Account, BanRecord, EntryRecord, FactRecord, Role
from casework.reviews import BEGUN, Cause, begin_review
from engine.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The record that was superseded, the one in its place, and who corrected it."""

    old: FactRecord
    new: FactRecord
    by: Account


def review_entries(work: UnitOfWork, catalogue: Catalogue, clock: Clock, correction: Correction) -> None:
    """A review for every case and entry of the subject that rests on the corrected record, decided here and not over."""
    for entry in _about(work, correction.old.subject_id):
        if entry.mirrored or entry.state.is_closed or not rests_on(work, entry, correction.old.id):
            continue
        begin_review(
            work,
            clock,
            catalogue,
            FileKind.CORRECTION,
            _cause(catalogue, clock, correction, {"entry": entry.id}),
            subject_id=entry.subject_id,
            entry=entry,
            department=entry.authority,
        )


def _about(reader: Reader, subject_id: str) -> list[EntryRecord]:
    """The subject's own, and what was carried over from it to others."""
    own = list(reader.entries_about(subject_id))
    ids = {entry.id for entry in own}
    others = {one.other_id for one in reader.events_of(subject_id) if one.other_id and one.other_id != subject_id}
    beside = (entry for other in sorted(others) for entry in reader.entries_about(other))
    return own + [entry for entry in beside if entry.finding.get("carried_from") in ids]


def review_bans(
    work: UnitOfWork, catalogue: Catalogue, clock: Clock, correction: Correction, ended: Iterable[BanRecord]
) -> None:
    """A note for the department that reports the record: these bans have ended with it."""
    for ban in ended:
        begin_review(
            work,
            clock,
            catalogue,
            FileKind.CORRECTION,
            _cause(catalogue, clock, correction, {"ban": ban.id, "measure": ban.measure}),
            subject_id=ban.subject_id,
            entry=None,
            department=correction.old.department,
        )


def rests_on(reader: Reader, entry: EntryRecord, fact_id: str) -> bool:
    """Whether the entry was decided on this record, or on one that this record had already corrected."""
    if fact_id in grounds_of(entry):
        return True
    reviews = (file for file in reader.files_on(entry.id) if file.kind is FileKind.CORRECTION)
    steps = (step for file in reviews for step in reader.steps_of(file.id) if step.step == BEGUN)
    return any(step.details.get("new_record") == fact_id for step in steps)


def _cause(catalogue: Catalogue, clock: Clock, correction: Correction, about: Mapping[str, object]) -> Cause:
    kind = catalogue.kinds.get(correction.old.kind)
    return Cause(
        account_id=correction.by.id,
        role=str(Role.DATA_CLERK),
        department=correction.by.department,
        on=clock.today(),
        document=correction.new.correction_document,
        details={
            **about,
            "record_kind": kind.title if kind else correction.old.kind,
            "reason": correction.new.correction_reason,
            "old_record": correction.old.id,
            "new_record": correction.new.id,
            "changed": _changed(correction),
        },
    )


def _changed(correction: Correction) -> list[str]:
    """The names of the fields that say something else now; never their values, which may name somebody."""
    names = {*correction.old.values, *correction.new.values}
    changed = [name for name in names if correction.old.values.get(name) != correction.new.values.get(name)]
    stayed = [] if correction.old.suspensions == correction.new.suspensions else ["suspensions"]
    return sorted([*changed, *stayed])
