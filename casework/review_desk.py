"""The officer's list of what corrections and changes of subjects have put in question: open reviews, the oldest first.

Beside them the cases that a corrected record newly opened, so that both sides of a correction are seen in one place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.desk import lawful_steps
from casework.docket import FileKind, FileRecord, StepRecord
from casework.judging import grounds_of
from casework.ports import Reader
from casework.records import Account, EntryRecord, EntryState
from casework.reevaluation import CHANGE_TITLES, Change
from casework.reviews import BEGUN, CHANGED, JUDGED

KINDS = (FileKind.CORRECTION, FileKind.SUCCESSION)
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One item. `file` None: a case that a corrected record opened; it is worked on as a case.

    `change`: what the correction means (a word of `Change`, or the kind of event), "" where it has not been judged yet.
    `steps`: those that are this officer's now.
    """

    kind: FileKind
    file: FileRecord | None
    entry: EntryRecord | None
    subject_id: str
    since: date
    age_days: int
    change: str
    what: str
    begun: StepRecord | None
    last: StepRecord | None
    steps: tuple[str, ...]


def open_reviews(reader: Reader, account: Account, today: date, *, newly_met: bool = True) -> list[Review]:
    """The department's, without those over a case the officer keeps away from. `newly_met`: with the cases corrections opened."""
    kept_from = reader.kept_from(account.id)
    found = [
        _of_file(reader, account, file, today)
        for file in _open(reader, account.department)
        if file.entry_id not in kept_from
    ]
    cases = _newly_met(reader, account.department) if newly_met else iter(())
    found += [_of_case(entry, today, reader) for entry in cases if entry.id not in kept_from]
    return sorted(found, key=_age)


def _age(one: Review) -> tuple[date, int, str]:
    """The oldest first; of one day, in the order in which they came up."""
    seq = one.file.opened_seq if one.file else one.entry.proposed_seq if one.entry else 0
    return one.since, seq, one.subject_id


def _open(reader: Reader, department: str) -> Iterator[FileRecord]:
    after = ""
    while page := reader.open_files(department, KINDS, after, PAGE):
        yield from page
        after = page[-1].id


def _of_file(reader: Reader, account: Account, file: FileRecord, today: date) -> Review:
    steps = reader.steps_of(file.id)
    following = lawful_steps(reader, file, steps)
    begun = next((one for one in reversed(steps) if one.step in (BEGUN, CHANGED)), None)
    change, what = _told(steps)
    return Review(
        kind=file.kind,
        file=file,
        entry=reader.entry(file.entry_id) if file.entry_id else None,
        subject_id=file.subject_id,
        since=file.law_date,
        age_days=(today - file.law_date).days,
        change=change,
        what=what,
        begun=begun,
        last=steps[-1],
        steps=tuple(name for name, step in following.items() if step.roles & account.roles),
    )


def _told(steps: Sequence[StepRecord]) -> tuple[str, str]:
    """What the last judging said, or which event it was."""
    for one in reversed(steps):
        if one.step == JUDGED:
            return str(one.details.get("change", "")), str(one.details.get("what", ""))
        if one.step == CHANGED:
            return "", str(one.details.get("event", ""))
        if one.step == BEGUN:
            return "", ""
    return "", ""


def _newly_met(reader: Reader, department: str) -> Iterator[EntryRecord]:
    """Proposals that rest on a record which corrected another; the records of a page of them are read at once."""
    after = ""
    while page := reader.find_entries(department=department, states=[EntryState.PROPOSED], after=after, limit=PAGE):
        facts = reader.facts_of(list(dict.fromkeys(entry.subject_id for entry in page)))
        for entry in page:
            if any(fact.supersedes and fact.id in grounds_of(entry) for fact in facts[entry.subject_id]):
                yield entry
        after = page[-1].id


def _of_case(entry: EntryRecord, today: date, reader: Reader) -> Review:
    moves = reader.moves_of(entry.id)
    since = moves[0].at.date() if moves else today
    return Review(
        kind=FileKind.CORRECTION,
        file=None,
        entry=entry,
        subject_id=entry.subject_id,
        since=since,
        age_days=(today - since).days,
        change=str(Change.NEWLY_MET),
        what=CHANGE_TITLES[Change.NEWLY_MET],
        begun=None,
        last=None,
        steps=(),
    )


def counted(reviews: Sequence[Review]) -> Mapping[str, int]:
    """How many of each change."""
    found: dict[str, int] = {}
    for one in reviews:
        found[one.change or str(one.kind)] = found.get(one.change or str(one.kind), 0) + 1
    return found
