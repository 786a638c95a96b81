"""The province brought into the book: facts by clerks, judged by both engines, walked by officers, mirrored by document.

Every step may be run again over what an interrupted run left: facts are known by their supplier's number, cases by
their state, mirrored entries by their document. Nothing here writes past casework.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from adapters.demo.mirroring import decided_elsewhere, mirror_all
from adapters.demo.procedure import Desk, Officers, cases_to_walk, walk_cases
from adapters.demo.subjects import DemoSubject
from casework.determination import Determined, determine
from casework.intake import IncomingFact, record_facts
from casework.ports import Clock, Evaluator, Store
from casework.programs import ProgramBook
from casework.records import Account

ROWS_AT_ONCE = 1000


class Steps(Protocol):
    """Where progress is shown: a step with its titles and size, then how much of it is done."""

    def step(self, zh: str, en: str, total: int) -> AbstractContextManager[Callable[[int], None]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The demonstration's accounts that act while it is built. `clerks`: one per reporting department."""

    clerks: Mapping[str, Account]
    officers: Officers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was built, in numbers."""

    subjects: int
    facts: int
    proposals: int
    bans: int
    mirrored: int
    disputed: int
    degraded: bool


def departments_reporting(subjects: Sequence[DemoSubject]) -> tuple[str, ...]:
    """The departments whose clerks are needed, in order of their ids."""
    return tuple(sorted({fact.department for subject in subjects for fact in subject.facts}))


def build_province(
    store: Store,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    crew: Crew,
    subjects: Sequence[DemoSubject],
    anchor: date,
    steps: Steps,
) -> Tally:
    """Everything, in order; safe to repeat with the same `anchor`. What a step raises leaves the earlier steps standing."""
    facts = _record(store, book, clock, crew, subjects, steps)
    decided = list(decided_elsewhere(subjects, book.shelf.packs(), anchor))
    with steps.step("登记外部文书认定的条目", "mirrored entries", len(decided)) as advance:
        mirror_all(store, book.shelf, clock, crew.clerks, decided, advance)
    ids = list(_subject_ids(store))
    with steps.step("两个引擎认定", "determination by both engines", len(ids)) as advance:
        determined = determine(store, book, evaluator, clock, ids, advance)
    order = {subject.code: subject.number for subject in subjects}
    cases = cases_to_walk(store, crew.officers.officer.department, order)
    desk = Desk(store=store, book=book, evaluator=evaluator, clock=clock, officers=crew.officers)
    with steps.step("依法定程序办理", "due process", len(cases)) as advance:
        walk_cases(desk, cases, advance)
    return _told(len(ids), facts, determined, len(decided))


def _told(subjects: int, facts: int, determined: Determined, mirrored: int) -> Tally:
    return Tally(
        subjects=subjects,
        facts=facts,
        proposals=len(determined.proposed),
        bans=len(determined.bans),
        mirrored=mirrored,
        disputed=determined.disputed,
        degraded=determined.degraded,
    )


def _record(
    store: Store, book: ProgramBook, clock: Clock, crew: Crew, subjects: Sequence[DemoSubject], steps: Steps
) -> int:
    """Loads every department's rows; returns how many there are."""
    rows: dict[str, list[IncomingFact]] = {}
    for subject in subjects:
        for fact in subject.facts:
            rows.setdefault(fact.department, []).append(fact.row)
    total = sum(len(held) for held in rows.values())
    with steps.step("登记信用信息", "facts recorded", total) as advance:
        for department, held in sorted(rows.items()):
            for batch in _batches(held):
                record_facts(store, book.shelf.catalogue, clock, crew.clerks[department], batch, demo=True)
                advance(len(batch))
    return total


def _batches(rows: Sequence[IncomingFact]) -> Iterator[Sequence[IncomingFact]]:
    for first in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[first : first + ROWS_AT_ONCE]


def _subject_ids(store: Store) -> Iterator[str]:
    after = ""
    while True:
        with store.reader() as reader:
            page = reader.subject_ids(after)
        if not page:
            return
        yield from page
        after = page[-1]
