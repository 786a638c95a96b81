"""Whose period of retention is over today: computed from what is recorded, by date, and nothing is changed here.

Nothing is due while the person has an open case, an open file (objection, reconsideration, suit and every other kind)
or a stay; and nothing that is in force or that a standing entry or ban rests on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from casework.codes import normalised_code
from casework.docket import FileRecord
from casework.erasure import Erasable, Target
from casework.looks import SHANGHAI
from casework.ports import Reader
from casework.question import parties_named
from casework.records import BanRecord, CheckRecord, CodeKind, EntryRecord, EntryState, SubjectRecord, SubjectType
from casework.retention import BY_KIND, Kept
from engine.periods import Period, add


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be erased at once. `scope`: id of the case, file, check, look, record or person; `began_on`: its end."""

    kind: Kept
    scope: str
    subject_id: str | None
    began_on: date
    targets: tuple[Target, ...]


def last_day(kind: Kept, began_on: date) -> date:
    """The last day of the period: kept on it, due on the next."""
    return add(began_on, Period(years=BY_KIND[kind].years))


def dues_of(reader: Reader, subject: SubjectRecord, today: date) -> tuple[Due, ...]:
    """What is due in this person's records today, checks apart; nothing for other subjects."""
    if not subject.type.is_person or is_held_back(reader, subject.id):
        return ()
    told = reader.erasures_about(subject.id)
    done = {(one.rule, one.scope): one.began_on for one in told}
    found = (*_cases(reader, subject.id), *_files(reader, subject.id), *_corrected(reader, subject.id))
    found = (*found, *_looks(reader, subject.id, today), *_person(reader, subject.id, today))
    return tuple(
        one
        for one in found
        if last_day(one.kind, one.began_on) < today and one.began_on > done.get((one.kind, one.scope), date.min)
    )


def due_check(reader: Reader, check: CheckRecord, today: date) -> Due | None:
    """The check, if it names a person, its period is over, and nobody it names has anything open; None otherwise."""
    asked_on = _day(check.at)
    named = tuple(parties_named(check.request))
    subject = reader.subject(check.subject_id) if check.subject_id else None
    types = {one for one, _, _ in named} | ({subject.type} if subject else set())
    if last_day(Kept.CHECK, asked_on) >= today or not any(one.is_person for one in types):
        return None
    known = {check.subject_id, *(_registered(reader, one, code) for one, code, _ in named)} - {None}
    if any(is_held_back(reader, one) for one in known if one):
        return None
    targets = [Target(what=Erasable.CHECK, id=check.id)]
    outcome = reader.outcome_of(check.id)
    if outcome:
        targets.append(Target(what=Erasable.OUTCOME, id=outcome.id))
    return Due(kind=Kept.CHECK, scope=check.id, subject_id=check.subject_id, began_on=asked_on, targets=tuple(targets))


def before_which(kind: Kept, today: date) -> datetime:
    """An instant after everything of this kind that may be due today; what lies before it is still looked at by date."""
    year = today.year - BY_KIND[kind].years
    day = date(year, 3, 1) if (today.month, today.day) == (2, 29) else today.replace(year=year)
    return datetime.combine(day, time(), SHANGHAI)


def is_held_back(reader: Reader, subject_id: str) -> bool:
    """Whether a case is open, a file is open, or a stay is in force."""
    entries = reader.entries_about(subject_id)
    return any(_is_open_case(one) or _rests(one) for one in entries) or any(
        not _closes(reader, one) for one in reader.files_of(subject_id)
    )


def _is_open_case(entry: EntryRecord) -> bool:
    return not entry.state.is_closed and entry.state is not EntryState.EFFECTIVE


def _rests(entry: EntryRecord) -> bool:
    return entry.suspended and entry.state is EntryState.EFFECTIVE


def _closes(reader: Reader, file: FileRecord) -> bool:
    steps = reader.steps_of(file.id)
    return bool(steps) and steps[-1].closes


def _cases(reader: Reader, subject_id: str) -> Iterator[Due]:
    for entry in reader.entries_about(subject_id):
        if entry.state.is_closed:
            kind = Kept.CASE if entry.state is EntryState.ENDED else Kept.PROPOSAL
            yield Due(
                kind=kind,
                scope=entry.id,
                subject_id=subject_id,
                began_on=_closed_on(reader, entry),
                targets=tuple(_of_case(reader, entry)),
            )


def _closed_on(reader: Reader, entry: EntryRecord) -> date:
    """The latest of its last move, its end, and the closing of the files on it."""
    moved = [_day(one.at) for one in reader.moves_of(entry.id)]
    closed = [_day(reader.steps_of(one.id)[-1].at) for one in reader.files_on(entry.id)]
    return max([*moved, *closed, entry.ended_on or date.min])


def _of_case(reader: Reader, entry: EntryRecord) -> Iterator[Target]:
    yield Target(what=Erasable.ENTRY, id=entry.id)
    for move in reader.moves_of(entry.id):
        yield Target(what=Erasable.MOVE, id=entry.id, number=move.number)
    files = reader.files_on(entry.id)
    for file in files:
        yield from _of_file(reader, file)
    on_files = {one.id for one in files}
    for letter in reader.letters_of(entry.subject_id):
        if letter.entry_id == entry.id and letter.file_id not in on_files:
            yield from _of_letter(reader, letter.id)


def _of_file(reader: Reader, file: FileRecord) -> Iterator[Target]:
    yield Target(what=Erasable.FILE, id=file.id)
    for step in reader.steps_of(file.id):
        yield Target(what=Erasable.STEP, id=file.id, number=step.number)
    for letter in reader.letters_of(file.subject_id):
        if letter.file_id == file.id:
            yield from _of_letter(reader, letter.id)


def _of_letter(reader: Reader, letter_id: str) -> Iterator[Target]:
    yield Target(what=Erasable.LETTER, id=letter_id)
    for service in reader.services_of(letter_id):
        yield Target(what=Erasable.SERVICE, id=letter_id, number=service.number)


def _files(reader: Reader, subject_id: str) -> Iterator[Due]:
    for file in reader.files_of(subject_id):
        if file.entry_id is None:
            closed_on = _day(reader.steps_of(file.id)[-1].at)
            targets = tuple(_of_file(reader, file))
            yield Due(kind=Kept.FILE, scope=file.id, subject_id=subject_id, began_on=closed_on, targets=targets)


def _corrected(reader: Reader, subject_id: str) -> Iterator[Due]:
    """Not those a ban in force rests on: it names the record it was made from."""
    facts = reader.every_fact_of(subject_id)
    corrected_at = {one.supersedes: one.recorded_at for one in facts if one.supersedes}
    needed = {one.fact_id for one in reader.bans_of([subject_id])[subject_id] if one.ended_on is None}
    for fact in facts:
        if fact.superseded_seq is not None and fact.id in corrected_at and fact.id not in needed:
            yield Due(
                kind=Kept.CORRECTED,
                scope=fact.id,
                subject_id=subject_id,
                began_on=_day(corrected_at[fact.id]),
                targets=(Target(what=Erasable.FACT, id=fact.id),),
            )


def _looks(reader: Reader, subject_id: str, today: date) -> Iterator[Due]:
    for look in reader.looks_kept(subject_id, before_which(Kept.LOOK, today)):
        target = Target(what=Erasable.LOOK, id=look.id)
        yield Due(kind=Kept.LOOK, scope=look.id, subject_id=subject_id, began_on=_day(look.at), targets=(target,))


def _person(reader: Reader, subject_id: str, today: date) -> Iterator[Due]:
    """The identity with everything that is left, unless something is in force or nothing says when the last thing was."""
    entries, bans = reader.entries_about(subject_id), reader.bans_of([subject_id])[subject_id]
    roles = reader.roles_held(subject_id)
    in_force = any(one.state is EntryState.EFFECTIVE for one in entries) or any(_binds(one, today) for one in bans)
    if in_force or any(last is None or last >= today for last in roles):
        return
    facts, files = reader.every_fact_of(subject_id), reader.files_of(subject_id)
    days = [
        *(_closed_on(reader, one) for one in entries),
        *(_day(reader.steps_of(one.id)[-1].at) for one in files),
        *(one.ended_on or one.term_end or date.min for one in bans),
        *(_day(one.recorded_at) for one in facts),
        *(_day(one.at) for one in reader.events_of(subject_id)),
        *(last for last in roles if last),
    ]
    if days:
        targets = tuple(_everything(reader, subject_id, entries, files, bans, [one.id for one in facts]))
        yield Due(kind=Kept.PERSON, scope=subject_id, subject_id=subject_id, began_on=max(days), targets=targets)


def _binds(ban: BanRecord, today: date) -> bool:
    """In force, or nobody knows until when."""
    if ban.ended_on is not None and ban.ended_on <= today:
        return False
    return ban.for_life or not ban.term_known or ban.term_end is None or ban.term_end >= today


def _everything(
    reader: Reader,
    subject_id: str,
    entries: Sequence[EntryRecord],
    files: Iterable[FileRecord],
    bans: Iterable[BanRecord],
    fact_ids: Iterable[str],
) -> Iterator[Target]:
    yield Target(what=Erasable.SUBJECT, id=subject_id)
    for event in reader.events_of(subject_id):
        if event.subject_id == subject_id:
            yield Target(what=Erasable.EVENT, id=event.id)
    yield from (Target(what=Erasable.FACT, id=one) for one in fact_ids)
    yield from (Target(what=Erasable.BAN_END, id=one.id) for one in bans if one.ended_on)
    for entry in entries:
        yield from _of_case(reader, entry)
    for file in files:
        if file.entry_id is None:
            yield from _of_file(reader, file)


def _registered(reader: Reader, subject_type: SubjectType, code: str) -> str | None:
    if not code.strip():
        return None
    kind = CodeKind.RESIDENT_ID if subject_type is SubjectType.NATURAL_PERSON else CodeKind.USCC
    known = reader.subject_by_code(kind, normalised_code(code))
    return known.id if known else None


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
