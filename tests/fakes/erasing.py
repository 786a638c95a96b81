"""Erasure on the book in memory: the same records lose the same contents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from casework.docket import LookRecord
from casework.erasure import Erasable, ErasureRecord, Target
from casework.records import CheckRecord, FactRecord


class ErasureReads:
    """`state` is that of the reader it is part of."""

    state: Any

    def erasures_about(self, subject_id: str) -> Sequence[ErasureRecord]:
        return [one for one in self.state.erasures if one.subject_id == subject_id]

    def erasures_of(self, scope: str) -> Sequence[ErasureRecord]:
        return [one for one in self.state.erasures if one.scope == scope]

    def person_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]:
        return sorted(key for key, one in self.state.subjects.items() if one.type.is_person and key > after)[:limit]

    def every_fact_of(self, subject_id: str) -> Sequence[FactRecord]:
        found = [one for one in self.state.facts.values() if one.subject_id == subject_id]
        kept = [one for one in found if ("fact", one.id, 0) not in self.state.emptied]
        return sorted(kept, key=lambda one: (one.recorded_seq, one.id))

    def looks_kept(self, subject_id: str, until: datetime) -> Sequence[LookRecord]:
        found = [one for one in self.state.looks if one.subject_id == subject_id and one.at <= until]
        kept = [one for one in found if ("look", one.id, 0) not in self.state.emptied]
        return sorted(kept, key=lambda one: (one.seq, one.id))

    def checks_kept(self, until: datetime, after: tuple[int, str], limit: int = 500) -> Sequence[CheckRecord]:
        found = [one for one in self.state.checks.values() if one.at <= until and (one.seq, one.id) > after]
        kept = [one for one in found if ("check_log", one.id, 0) not in self.state.emptied]
        return sorted(kept, key=lambda one: (one.seq, one.id))[:limit]

    def roles_held(self, person_id: str) -> Sequence[date | None]:
        held = [one for one in self.state.related if one.person_id == person_id]
        return list({(one.subject_id, one.role, one.start): one.end for one in held}.values())


class ErasureWrites:
    """`_book` is that of the unit of work it is part of."""

    _book: Any

    def erase(self, erasure: ErasureRecord, targets: Sequence[Target]) -> int:
        self._book.erasures.append(erasure)
        return sum(self._emptied(erasure, one) for one in targets)

    def _emptied(self, erasure: ErasureRecord, target: Target) -> int:
        key = (str(target.what), target.id, target.number)
        if key in self._book.emptied:
            return 0
        holders = self._holders(target)
        for place, held in holders:
            held[place] = EMPTIED[target.what](held[place])
        rows = len(holders)
        if target.what is Erasable.ENTRY:
            versions = self._book.entry_versions
            of_it = [place for place, (_, one) in enumerate(versions) if one.id == target.id]
            for place in of_it:
                versions[place] = (versions[place][0], EMPTIED[Erasable.ENTRY](versions[place][1]))
            rows = len(of_it)
        if rows:
            self._book.emptied[key] = erasure.id
        return rows

    def _holders(self, target: Target) -> list[tuple[Any, Any]]:
        """Where the record stands: (key or place, container)."""
        book = self._book
        by_id = {
            Erasable.SUBJECT: book.subjects,
            Erasable.FACT: book.facts,
            Erasable.ENTRY: book.entries,
            Erasable.BAN_END: book.bans,
            Erasable.FILE: book.files,
            Erasable.LETTER: book.letters,
            Erasable.CHECK: book.checks,
        }
        numbered = {Erasable.MOVE: (book.moves, "entry_id"), Erasable.STEP: (book.steps, "file_id")}
        numbered[Erasable.SERVICE] = (book.services, "letter_id")
        if target.what in by_id:
            return [(target.id, by_id[target.what])] if target.id in by_id[target.what] else []
        if target.what in numbered:
            rows, owner = numbered[target.what]
            same = (target.id, target.number)
            return [(place, rows) for place, one in enumerate(rows) if (getattr(one, owner), one.number) == same]
        if target.what is Erasable.EVENT:
            return [(place, book.events) for place, one in enumerate(book.events) if one.id == target.id]
        if target.what is Erasable.LOOK:
            return [(place, book.looks) for place, one in enumerate(book.looks) if one.id == target.id]
        return [(key, book.outcomes) for key, one in book.outcomes.items() if one.id == target.id]


def _with(**left: Any) -> Callable[[Any], Any]:
    return lambda one: replace(one, **left)


EMPTIED: Mapping[Erasable, Callable[[Any], Any]] = {
    Erasable.SUBJECT: _with(code="", name="", attributes={}),
    Erasable.EVENT: _with(document="", reasons="", code="", name="", details={}),
    Erasable.FACT: _with(values={}, source_key="", correction_reason="", correction_document="", suspensions=()),
    Erasable.ENTRY: _with(document="", end_reason="", finding={}),
    Erasable.MOVE: _with(document="", details={}),
    Erasable.BAN_END: _with(end_reason=""),
    Erasable.FILE: _with(receipt=""),
    Erasable.STEP: _with(document="", details={}),
    Erasable.LETTER: _with(body={}),
    Erasable.SERVICE: _with(proof=""),
    Erasable.LOOK: _with(purpose=""),
    Erasable.CHECK: _with(request={}, answer={}, purpose="", idempotency_key="", body_digest=""),
    Erasable.OUTCOME: _with(basis="", reason=""),
}
