"""One round of retention: what is due is listed, or erased person by person and check by check, each whole or not at all.

What was listed is looked at again under the writer's lock: an objection filed in between holds everything back. The
machine decides nothing here; the page of `retention` has fixed beforehand what is kept how long.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from casework.erasure import ErasureRecord
from casework.ports import Clock, Reader, Store, UnitOfWork
from casework.records import CheckRecord
from casework.retention import Kept
from casework.retention_due import Due, before_which, due_check, dues_of

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRound:
    """What one round did: erasures by kind, and rows that lost their contents."""

    erased: Mapping[Kept, int]
    rows: int


def what_is_due(store: Store, today: date) -> Iterator[Due]:
    """Everything due today, in pages: first the persons by id, then the checks in the order they were asked."""
    for ids in _pages_of_persons(store):
        with store.reader() as reader:
            found = [due for one in ids for due in _dues_of(reader, one, today)]
        yield from found
    for checks in _pages_of_checks(store, today):
        with store.reader() as reader:
            of_page = [due_check(reader, one, today) for one in checks]
        yield from (one for one in of_page if one)


def carry_out(store: Store, clock: Clock) -> RetentionRound:
    """Erases what is due, one unit of work for each person and each check; safe with any number of keepers."""
    today, done = clock.today(), list[tuple[Kept, int]]()
    for ids in _pages_of_persons(store):
        with store.reader() as reader:
            waiting = [one for one in ids if _dues_of(reader, one, today)]
        for subject_id in waiting:
            done += _erased(store, today, partial(_dues_of, subject_id=subject_id, today=today))
    for checks in _pages_of_checks(store, today):
        with store.reader() as reader:
            found = [one.id for one in checks if due_check(reader, one, today)]
        for check_id in found:
            done += _erased(store, today, partial(_of_check, check_id=check_id, today=today))
    return RetentionRound(erased=Counter(kind for kind, _ in done), rows=sum(rows for _, rows in done))


def _dues_of(reader: Reader, subject_id: str, today: date) -> tuple[Due, ...]:
    subject = reader.subject(subject_id)
    return dues_of(reader, subject, today) if subject else ()


def _of_check(reader: Reader, check_id: str, today: date) -> tuple[Due, ...]:
    check = reader.check(check_id)
    due = due_check(reader, check, today) if check else None
    return (due,) if due else ()


def _erased(store: Store, today: date, dues: Callable[[Reader], tuple[Due, ...]]) -> list[tuple[Kept, int]]:
    """What is still due under the lock, erased and told to the chain; kind and rows of each."""
    with store.unit_of_work() as work:
        told = [(due.kind, _erase(work, due, today)) for due in dues(work)]
        if told:
            work.commit()
    return told


def _erase(work: UnitOfWork, due: Due, today: date) -> int:
    seq = work.draw_seq()
    erasure = ErasureRecord(
        id=uuid.uuid4().hex,
        rule=due.kind,
        scope=due.scope,
        subject_id=due.subject_id,
        began_on=due.began_on,
        on=today,
        seq=seq,
    )
    rows = work.erase(erasure, due.targets)
    told = {"erasure": erasure.id, "rule": erasure.rule, "scope": erasure.scope, "subject": erasure.subject_id}
    work.log("record.erased", seq, {**told, "rows": rows, "on": today.isoformat()})
    return rows


def _pages_of_persons(store: Store) -> Iterator[tuple[str, ...]]:
    after = ""
    while True:
        with store.reader() as reader:
            ids = tuple(reader.person_ids(after, PAGE))
        if not ids:
            return
        yield ids
        after = ids[-1]


def _pages_of_checks(store: Store, today: date) -> Iterator[tuple[CheckRecord, ...]]:
    after = (0, "")
    until = before_which(Kept.CHECK, today)
    while True:
        with store.reader() as reader:
            checks = tuple(reader.checks_kept(until, after, PAGE))
        if not checks:
            return
        yield checks
        after = (checks[-1].seq, checks[-1].id)
