"""Who has looked at a person: written before anything leaves, told to the person, without the officer's name.

A look is a reveal of what is masked, a case or file that was opened, a letter read in full, or a check by an approval system. Checks about
the person itself stand in the log of checks; those in which it was looked at in a role for somebody else are looks.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from casework.codes import normalised_code
from casework.docket import LookRecord
from casework.masking import Veil, known_as, veil_of, veil_over
from casework.ports import Clock, Reader, Store, UnitOfWork
from casework.question import parties_named
from casework.records import Account, CheckRecord, CodeKind, SubjectRecord, SubjectType

SHANGHAI = timezone(timedelta(hours=8))
MOST_TOLD = 200
CASE_READ = "查阅名单认定案件"
"""The purpose of a look at a case, as its subject reads it."""


class LookKind(StrEnum):
    """How somebody looked."""

    REVEAL = "reveal"
    DOSSIER = "dossier"
    LETTER = "letter"
    CHECK = "check"


LOOK_TITLES = {
    LookKind.REVEAL: "查看完整姓名和号码",
    LookKind.DOSSIER: "查阅案件或者案卷",
    LookKind.LETTER: "查看文书全文",
    LookKind.CHECK: "批前核查",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTold:
    """One look as its subject is told of it. `department`: its id; `on`: the day in Shanghai."""

    kind: LookKind
    title: str
    department: str
    purpose: str
    on: date


def not_secret(_check: CheckRecord) -> bool:
    """No matter of the catalogue declares that a look must stay secret for a while, so none is."""
    return False


def looks_told(
    reader: Reader, subject_id: str, still_secret: Callable[[CheckRecord], bool] = not_secret
) -> tuple[LookTold, ...]:
    """Department, purpose and day of every look at this subject, newest first, at most two hundred of each sort.

    Never an account, never whom else the look was about. `still_secret`: checks that may not be told yet (a tender
    before its opening); they are told as soon as it says so no longer.
    """
    subject = reader.subject(subject_id)
    if subject is None:
        return ()
    seen = [*_from_checks(reader, subject, still_secret), *_from_looks(reader, subject, still_secret)]
    seen.sort(key=lambda one: one[0], reverse=True)
    return tuple(dict.fromkeys(told for _, told in seen))


def veil_of_check(reader: Reader, check: CheckRecord) -> Veil:
    """Over everybody that its question names."""
    return veil_of_question(reader, check.request)


def veil_of_question(reader: Reader, body: Mapping[str, object]) -> Veil:
    """Over everybody a question names, by what it says of them and by what the register knows."""
    named = tuple(parties_named(body))
    known = [_registered(reader, subject_type, code) for subject_type, code, _ in named if code.strip()]
    return veil_over([*named, *(each for one in known if one for each in known_as(one))])


def _registered(reader: Reader, subject_type: SubjectType, code: str) -> SubjectRecord | None:
    kind = CodeKind.RESIDENT_ID if subject_type is SubjectType.NATURAL_PERSON else CodeKind.USCC
    return reader.subject_by_code(kind, normalised_code(code))


def look_by_check(check: CheckRecord, person: SubjectRecord, number: int) -> LookRecord:
    """That a check looked at this person beside its subject. Its id begins with the check's."""
    return LookRecord(
        id=f"{check.id}-{number}",
        subject_id=person.id,
        account_id=check.account_id,
        department=check.department,
        kind=LookKind.CHECK,
        purpose=check.purpose,
        at=check.at,
        seq=check.seq,
    )


def dossier_opened(store: Store, clock: Clock, account: Account, subject: SubjectRecord, purpose: str) -> None:
    """Writes that this account opens what stands about a person; nothing for other subjects. On disk when it returns."""
    _looked(store, clock, account, subject, LookKind.DOSSIER, purpose)


def letter_read(store: Store, clock: Clock, account: Account, subject: SubjectRecord, purpose: str) -> None:
    """Writes that this account reads a letter to a person with name and number in full, likewise."""
    _looked(store, clock, account, subject, LookKind.LETTER, purpose)


def _looked(store: Store, clock: Clock, account: Account, subject: SubjectRecord, kind: LookKind, purpose: str) -> None:
    if not subject.type.is_person:
        return
    with store.unit_of_work() as work:
        write_look(work, clock, account, subject.id, kind, purpose, work.draw_seq())
        work.commit()


def write_look(
    work: UnitOfWork, clock: Clock, account: Account, subject_id: str, kind: LookKind, purpose: str, seq: int
) -> LookRecord:
    """The look and its link of the chain; the caller commits, and only then lets the value go."""
    look = LookRecord(
        id=uuid.uuid4().hex,
        subject_id=subject_id,
        account_id=account.id,
        department=account.department,
        kind=kind,
        purpose=purpose,
        at=clock.now(),
        seq=seq,
    )
    work.add_look(look)
    work.log(f"subject.{kind}", seq, {"subject": subject_id, "look": look.id, "by": account.id})
    return look


def _from_looks(
    reader: Reader, subject: SubjectRecord, still_secret: Callable[[CheckRecord], bool]
) -> Iterator[tuple[int, LookTold]]:
    veil = veil_of([subject])
    for look in reader.looks_at(subject.id, MOST_TOLD):
        check = reader.check(look.id.partition("-")[0]) if look.kind == LookKind.CHECK else None
        if check is None or not still_secret(check):
            words = (veil_of_check(reader, check) if check else veil).text(look.purpose)
            yield look.seq, _told(LookKind(look.kind), look.department, words, look.at)


def _from_checks(
    reader: Reader, subject: SubjectRecord, still_secret: Callable[[CheckRecord], bool]
) -> Iterator[tuple[int, LookTold]]:
    """Each check, and each later day on which its answer was opened again."""
    for check in reader.checks_about(subject.id, MOST_TOLD):
        if still_secret(check):
            continue
        purpose = veil_of_check(reader, check).text(check.purpose)
        for seq, at in ((check.seq, check.at), *((view.seq, view.at) for view in reader.views_of(check.id))):
            yield seq, _told(LookKind.CHECK, check.department, purpose, at)


def _told(kind: LookKind, department: str, purpose: str, at: datetime) -> LookTold:
    day = at.astimezone(SHANGHAI).date()
    return LookTold(kind=kind, title=LOOK_TITLES[kind], department=department, purpose=purpose, on=day)
