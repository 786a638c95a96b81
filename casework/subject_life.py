"""Who a subject is on a given day: under which code and name, whether it still is, and who came before or after it.

An old code leads to the same subject; a code or name is judged right or wrong for the day that is asked about. A name
alone is only ever a hint. Nothing here says that one subject answers for another.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.codes import identifier_of
from casework.ports import Reader
from casework.records import SubjectRecord, SubjectType
from casework.subject_rules import event_title
from casework.subject_words import EventKind, Identity, SubjectEvent, identity_on, standing_events

CURRENT, FORMER, NOT_YET = "current", "former", "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A subject found by a code or name. `how`: the code or name was right on `on`, no longer, or not yet.

    `then`: what it was called on that day. `ended`: the event that had ended it by then.
    """

    subject: SubjectRecord
    on: date
    how: str
    weak: bool
    then: Identity
    ended: SubjectEvent | None


def identities(subject: SubjectRecord) -> tuple[Identity, ...]:
    """All of its codes and names, the earliest first."""
    since = subject.former[-1].until if subject.former else None
    return (*subject.former, Identity(code=subject.code, name=subject.name, since=since))


def known_by_code(reader: Reader, subject_type: SubjectType, code: str, on: date) -> Known | None:
    """The subject that has, had or will have this code; MalformedCode where it can be nobody's."""
    identifier = identifier_of(code, subject_type)
    subject = reader.subject_by_code(identifier.kind, identifier.code)
    if subject is None or subject.type is not subject_type:
        return None
    return _known(reader, subject, on, [one for one in identities(subject) if one.code == identifier.code], weak=False)


def known_by_name(reader: Reader, subject_type: SubjectType, name: str, on: date) -> list[Known]:
    """Everybody of that type who was, is or will be called so; a hint, never a match."""
    wanted = _folded(name)
    found = (one for one in reader.subjects_by_name(name) if one.type is subject_type)
    return [
        _known(reader, one, on, [each for each in identities(one) if _folded(each.name) == wanted], weak=True)
        for one in found
    ]


def ended_by(reader: Reader, subject_id: str, on: date | None = None) -> SubjectEvent | None:
    """The event after which there is no such subject any more, if there was one by that day (None: by now)."""
    return _ended(standing_events(reader.events_of(subject_id)), subject_id, on)


def has_died(reader: Reader, subject_id: str) -> bool:
    """Whether a death is on record and has not been withdrawn."""
    ended = ended_by(reader, subject_id)
    return ended is not None and ended.kind is EventKind.DIED


def same_subjects(reader: Reader, subjects: Iterable[SubjectRecord]) -> list[SubjectRecord]:
    """Further records of the very same subjects: registered twice, before a new code became known as one."""
    ids: list[str] = []
    for subject in subjects:
        for one in standing_events(reader.events_of(subject.id)):
            if one.kind is EventKind.RECODED and one.other_id:
                ids += [each for each in (one.subject_id, one.other_id) if each != subject.id]
    return list(reader.subjects(dict.fromkeys(ids)).values())


def life_warnings(
    subject: SubjectRecord, events: Sequence[SubjectEvent], code: str, name: str, today: date, who: str
) -> list[str]:
    """What an asker should know of the subject's life; no name and no code."""
    standing = [one for one in standing_events(events) if one.subject_id == subject.id]
    warnings: list[str] = []
    old_code = next((one for one in reversed(subject.former) if one.code == code != subject.code), None)
    if old_code is not None:
        warnings.append(f"{who}的代码已于{old_code.until}更换，仍为同一主体，按现代码核查")
    old_name = next((one for one in reversed(subject.former) if name and _folded(one.name) == _folded(name)), None)
    if old_name is not None and _folded(name) != _folded(subject.name):
        warnings.append(f"{who}所填名称为曾用名，使用至{old_name.until}，以代码为准")
    ended = _ended(standing, subject.id, today)
    if ended is not None:
        more = "；存续或者新设的主体请另行核查，条目不自动承继" if ended.other_id else ""
        warnings.append(f"{who}已于{ended.on}终止（{event_title(ended.kind)}）{more}")
    elif revoked := next((one for one in standing if one.kind is EventKind.LICENCE_REVOKED), None):
        warnings.append(f"{who}已于{revoked.on}被吊销营业执照，尚未注销，仍为主体")
    if any(one.kind is EventKind.BRANCH_OF for one in standing):
        warnings.append(f"{who}为分支机构，只核查其自身的条目，不推及设立单位")
    return warnings


def _known(reader: Reader, subject: SubjectRecord, on: date, named: Sequence[Identity], *, weak: bool) -> Known:
    right = any((one.since is None or one.since <= on) and (one.until is None or on < one.until) for one in named)
    gone = any(one.until is not None and one.until <= on for one in named)
    return Known(
        subject=subject,
        on=on,
        how=CURRENT if right else FORMER if gone else NOT_YET,
        weak=weak,
        then=identity_on(identities(subject), on),
        ended=ended_by(reader, subject.id, on),
    )


def _ended(standing: Sequence[SubjectEvent], subject_id: str, on: date | None) -> SubjectEvent | None:
    mine = (one for one in standing if one.subject_id == subject_id and one.ends_the_subject)
    return next((one for one in mine if on is None or one.on <= on), None)


def _folded(name: str) -> str:
    """Full width as half width, case and blanks aside: as the register compares names."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
