"""What a correction changes: the old finding beside what the packs of that day and of today say on the corrected record.

Reads, judges and writes down what the officer is to see; it decides nothing. What the engines do not agree on is told
as unknown. An entry that rests on another record and is no longer borne comes to the list here, too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casework.corrections import rests_on
from casework.determination import Determined, determine
from casework.docket import FileKind, FileRecord
from casework.intake import Intake
from casework.judging import Proposal, judged_batch
from casework.ports import Clock, Evaluator, Reader, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.records import EntryRecord, EntryState
from casework.rejudgement import Rejudgement, ViewOfADay, rejudged
from casework.reviews import BEGUN, ENGINE, JUDGED, Cause, begin_review, open_review, write_step
from engine.facts import Truth

__all__ = ["Change", "determine_and_review", "reevaluate", "rests_on"]


class Change(StrEnum):
    """What the corrected record means for what was decided."""

    NOTHING = "nothing"
    NO_LONGER_MET = "no_longer_met"
    NEWLY_MET = "newly_met"
    OTHER_RULE = "other_rule"
    OTHER_TERM = "other_term"
    UNKNOWN = "unknown"
    BAN_ENDED = "ban_ended"
    BAN_ANEW = "ban_anew"


CHANGE_TITLES: Mapping[str, str] = {
    Change.NOTHING: "结论不变",
    Change.NO_LONGER_MET: "不再符合认定条件",
    Change.NEWLY_MET: "更正后符合认定条件，已另行提出",
    Change.OTHER_RULE: "改为符合其他认定标准（严重程度可能不同）",
    Change.OTHER_TERM: "期限不同",
    Change.UNKNOWN: "不能确定，须由人员核查",
    Change.BAN_ENDED: "法定禁止已随原记录终止，更正后的记录不产生禁止",
    Change.BAN_ANEW: "法定禁止已随原记录终止，并依更正后的记录重新登记",
}


BESIDE = "同一主体的其他记录更正后，重新判断的结论与认定不同"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One review with what is to be told of it."""

    file: FileRecord | None
    entry: EntryRecord | None
    told: Mapping[str, object]


def determine_and_review(
    store: Store, book: ProgramBook, evaluator: Evaluator, clock: Clock, intake: Intake
) -> Determined:
    """The subjects of a load judged; where records were corrected, what was decided on them is judged again.

    A load that was cut off in between is made good by sending it again: its subjects are among those of the repeat.
    """
    done = determine(store, book, evaluator, clock, intake.subjects)
    if intake.corrected or intake.repeated:
        reevaluate(store, book, evaluator, clock, intake.subjects, intake.corrected_subjects)
    return done


def reevaluate(
    store: Store,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    subject_ids: Sequence[str],
    corrected: Collection[str] = (),
) -> int:
    """Judges what waits to be judged of these subjects; how many reviews were written to. Safe to be done again.

    `corrected`: the subjects of whom a record was corrected just now; their other entries in effect are looked at, too.
    """
    written = 0
    for subject_id in _and_successors(store, subject_ids):
        with store.reader() as reader:
            found = _waiting(reader, book, evaluator, clock, subject_id, corrected=subject_id in corrected)
        if not found:
            continue
        with store.unit_of_work() as work:
            written += sum(_written(work, book, clock, subject_id, one) for one in found)
            work.commit()
    return written


def _and_successors(store: Store, subject_ids: Sequence[str]) -> list[str]:
    with store.reader() as reader:
        others = [one.other_id for each in subject_ids for one in reader.events_of(each) if one.other_id]
    return list(dict.fromkeys([*subject_ids, *others]))


def _waiting(
    reader: Reader, book: ProgramBook, evaluator: Evaluator, clock: Clock, subject_id: str, *, corrected: bool
) -> list[_Seen]:
    files = [file for file in reader.files_of(subject_id) if file.kind is FileKind.CORRECTION]
    waiting = [file for file in files if reader.steps_of(file.id)[-1].step == BEGUN]
    beside = _not_reviewed(reader, subject_id, files) if corrected else []
    if not waiting and not beside:
        return []
    judged = judged_batch(reader, book, evaluator, [subject_id], clock.today())
    found = [_of_ban(reader, file) for file in waiting if file.entry_id is None]
    for file in waiting:
        entry = reader.entry(file.entry_id) if file.entry_id else None
        if entry is not None:
            found.append(_of_entry(reader, book, evaluator, clock, judged.proposals, entry, file))
    seen = (_of_entry(reader, book, evaluator, clock, judged.proposals, entry, None) for entry in beside)
    return [*found, *(one for one in seen if _fell_by_correction(one))]


def _not_reviewed(reader: Reader, subject_id: str, files: Sequence[FileRecord]) -> list[EntryRecord]:
    """Entries in effect that do not rest on the corrected record but might hang on it (an exception, another's figure)."""
    reviewed = {file.entry_id for file in files if not reader.steps_of(file.id)[-1].closes}
    return [
        entry
        for entry in reader.entries_about(subject_id)
        if entry.state is EntryState.EFFECTIVE and not entry.mirrored and entry.id not in reviewed
    ]


def _fell_by_correction(seen: _Seen) -> bool:
    """Not met as of the day of the decision: records of later days are not looked at there, so a correction did it."""
    that_day = seen.told.get("that_day")
    return isinstance(that_day, Mapping) and that_day.get("truth") == str(Truth.NOT_MET)


def _of_ban(reader: Reader, file: FileRecord) -> _Seen:
    """Whether the corrected record brought the same ban again: it has been determined by now."""
    begun = next(step for step in reversed(reader.steps_of(file.id)) if step.step == BEGUN)
    bans = reader.bans_of([file.subject_id])[file.subject_id]
    anew = [ban.id for ban in bans if ban.fact_id == begun.details.get("new_record") and ban.ended_on is None]
    change = Change.BAN_ANEW if anew else Change.BAN_ENDED
    return _Seen(
        file=file,
        entry=None,
        told={
            "change": str(change),
            "what": CHANGE_TITLES[change],
            "bans": anew,
            **_checks_on(reader, file.subject_id, str(begun.details.get("ban"))),
        },
    )


def _of_entry(
    reader: Reader,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    proposals: Sequence[Proposal],
    entry: EntryRecord,
    file: FileRecord | None,
) -> _Seen:
    subject = reader.subject(entry.subject_id)
    assert subject is not None
    again = rejudged(reader, book, evaluator, clock.today(), entry, subject)
    of_list = [one for one in proposals if one.propose.list_id == entry.list_id]
    change = _change(entry, again, of_list)
    open_files = [one.kind for one in reader.files_on(entry.id) if not reader.steps_of(one.id)[-1].closes]
    told = {
        "change": str(change),
        "what": CHANGE_TITLES[change],
        "old": _old(entry),
        "that_day": _told(again.that_day),
        "today": _told(again.today),
        "new_terms": sorted({str(one.finding.get("term") or "") for one in of_list}),
        "open_files": sorted(str(kind) for kind in open_files if kind is not FileKind.CORRECTION),
        **_checks_on(reader, entry.subject_id, entry.id),
    }
    return _Seen(file=file, entry=entry, told=told)


def _change(entry: EntryRecord, again: Rejudgement, proposals: Sequence[Proposal]) -> Change:
    """Against what is proposed today under both laws; where nothing is, by what today's view says of the entry's own rule."""
    own = [one for one in proposals if one.finding.get("rule") == entry.finding.get("rule")]
    if own:
        same = any(one.finding.get("term") == entry.finding.get("term") for one in own)
        return Change.NOTHING if same else Change.OTHER_TERM
    if proposals:
        return Change.OTHER_RULE
    views = [view for view in (again.that_day, again.today) if view is not None]
    if any(view.truth is Truth.NOT_MET for view in views):
        return Change.NO_LONGER_MET
    return Change.UNKNOWN


def _old(entry: EntryRecord) -> Mapping[str, object]:
    finding = entry.finding
    return {
        "rule": finding.get("rule"),
        "truth": finding.get("truth"),
        "term": finding.get("term"),
        "term_end": entry.term_end.isoformat() if entry.term_end else None,
        "reasons": finding.get("reasons", []),
        "law": f"{entry.pack}@{entry.pack_version}",
    }


def _told(view: ViewOfADay | None) -> Mapping[str, object] | None:
    if view is None:
        return None
    return {
        "on": view.on.isoformat(),
        "release": str(view.ref) if view.ref else None,
        "truth": str(view.truth),
        "rules": list(view.rules),
        "reasons": list(view.reasons_zh),
        "reasons_en": list(view.reasons_en),
    }


def _checks_on(reader: Reader, subject_id: str, holding_id: str) -> Mapping[str, object]:
    """Answers that named the entry or ban: how many of the last two hundred, and whose, so that they can be told."""
    named = [check for check in reader.checks_about(subject_id) if _names(check.answer, holding_id)]
    return {"checks": len(named), "asked_by": sorted({check.department for check in named})}


def _names(answer: Mapping[str, object], holding_id: str) -> bool:
    entries = answer.get("entries")
    return isinstance(entries, list) and any(
        isinstance(one, Mapping) and one.get("id") == holding_id for one in entries
    )


def _written(work: UnitOfWork, book: ProgramBook, clock: Clock, subject_id: str, seen: _Seen) -> bool:
    """False where somebody has gone on with the review since it was read."""
    file = seen.file
    if file is None:
        assert seen.entry is not None
        if open_review(work, FileKind.CORRECTION, seen.entry):
            return False
        file = begin_review(
            work,
            clock,
            book.shelf.catalogue,
            FileKind.CORRECTION,
            _by_the_engine(seen.entry.authority, clock, {"entry": seen.entry.id, "reason": BESIDE}),
            subject_id=subject_id,
            entry=seen.entry,
            department=seen.entry.authority,
        )
    if work.steps_of(file.id)[-1].step != BEGUN:
        return False
    write_step(work, clock, file, JUDGED, _by_the_engine(file.department, clock, seen.told))
    return True


def _by_the_engine(department: str, clock: Clock, told: Mapping[str, object]) -> Cause:
    return Cause(account_id=ENGINE, role=ENGINE, department=department, on=clock.today(), document="", details=told)
