"""What retention reads of the book: casework.erasure.ErasureReads."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Table, and_, exists, not_, or_, select

from adapters.crypto import Keyring
from adapters.store import tables as t
from adapters.store.mapping.checks import check_record
from adapters.store.mapping.docket import Row, look_record
from adapters.store.mapping.erasures import erasure_record
from adapters.store.mapping.facts import fact_record
from casework.docket import LookRecord
from casework.erasure import ErasureRecord
from casework.records import CheckRecord, FactRecord, SubjectType

PERSONS = [str(one) for one in SubjectType if one.is_person]


class ErasureReader:
    """`_rows` is that of the reader it is part of."""

    _keys: Keyring

    @abstractmethod
    def _rows(self, statement: Select[Any]) -> Sequence[Row]: ...

    def erasures_about(self, subject_id: str) -> Sequence[ErasureRecord]:
        return self._erasures(t.ERASURE.c.subject_id == subject_id)

    def erasures_of(self, scope: str) -> Sequence[ErasureRecord]:
        return self._erasures(t.ERASURE.c.scope == scope)

    def _erasures(self, condition: Any) -> Sequence[ErasureRecord]:
        found = select(t.ERASURE).where(condition).order_by(t.ERASURE.c.seq, t.ERASURE.c.id)
        return [erasure_record(row) for row in self._rows(found)]

    def person_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]:
        subject = t.SUBJECT.c
        page = select(subject.id).where(subject.type.in_(PERSONS), subject.id > after).order_by(subject.id).limit(limit)
        return [row["id"] for row in self._rows(page)]

    def every_fact_of(self, subject_id: str) -> Sequence[FactRecord]:
        kept = select(t.FACT).where(t.FACT.c.subject_id == subject_id).order_by(t.FACT.c.recorded_seq, t.FACT.c.id)
        found = (fact_record(self._keys, row) for row in self._rows(kept))
        return [one for one in found if one is not None]

    def looks_kept(self, subject_id: str, until: datetime) -> Sequence[LookRecord]:
        look = t.LOOK.c
        old = select(t.LOOK).where(look.subject_id == subject_id, look.at <= until, _not_emptied("look", t.LOOK))
        return [look_record(self._keys, row) for row in self._rows(old.order_by(look.seq, look.id))]

    def checks_kept(self, until: datetime, after: tuple[int, str], limit: int = 500) -> Sequence[CheckRecord]:
        log, (seq, check_id) = t.CHECK_LOG.c, after
        later = or_(log.seq > seq, and_(log.seq == seq, log.id > check_id))
        old = select(t.CHECK_LOG).where(log.at <= until, later, _not_emptied("check_log", t.CHECK_LOG))
        return [check_record(self._keys, row) for row in self._rows(old.order_by(log.seq, log.id).limit(limit))]

    def roles_held(self, person_id: str) -> Sequence[date | None]:
        """Of the rows for one firm, role and start the last one recorded says how it stands."""
        of_person = select(t.RELATED).where(t.RELATED.c.person_id == person_id)
        rows = self._rows(of_person.order_by(t.RELATED.c.recorded_seq, t.RELATED.c.number))
        latest = {(row["subject_id"], row["role"], row["start"]): row["end"] for row in rows}
        return list(latest.values())


def _not_emptied(part: str, table: Table) -> Any:
    erased = t.ERASED_ROW.c
    return not_(exists().where(erased.part == part, erased.row_key == table.c.id))
