"""What an erasure is: which records lost which contents, on which day, under which rule; and what it asks of the store.

Erasing takes the contents that name or describe a person: sealed texts, identifiers and their look-ups. What stays is
the bare record (ids, kinds, states, days, departments): it tells what the administration did and nothing of anybody.
The record of an erasure keeps digests of what was erased, never its content.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from casework.docket import LookRecord
from casework.records import CheckRecord, FactRecord


class Erasable(StrEnum):
    """The kinds of record that hold contents which can be erased. `ENTRY`: with every version it went through."""

    SUBJECT = "subject"
    EVENT = "subject_event"
    FACT = "fact"
    ENTRY = "entry"
    MOVE = "entry_move"
    BAN_END = "ban"
    FILE = "case_file"
    STEP = "file_step"
    LETTER = "letter"
    SERVICE = "letter_service"
    LOOK = "look"
    CHECK = "check_log"
    OUTCOME = "check_outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One record to be emptied. `number`: of a move, a step or a service within its owner `id`; 0 for what has none."""

    what: Erasable
    id: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRecord:
    """One erasure. `scope`: the id of the case, file, check, look or subject it is about; `rule`: of casework.retention.

    `subject_id` None: about somebody the register does not know (a check). `began_on`: the day from which the period ran.
    """

    id: str
    rule: str
    scope: str
    subject_id: str | None
    began_on: date
    on: date
    seq: int


class ErasureReads(Protocol):
    """What retention reads beside the rest of casework.ports.Reader."""

    def erasures_about(self, subject_id: str) -> Sequence[ErasureRecord]:
        """Every erasure in this subject's records, oldest first."""
        ...

    def erasures_of(self, scope: str) -> Sequence[ErasureRecord]:
        """Every erasure of this one case, file, check, look or subject, oldest first."""
        ...

    def person_ids(self, after: str = "", limit: int = 1000) -> Sequence[str]:
        """Natural persons and sole traders, by id."""
        ...

    def every_fact_of(self, subject_id: str) -> Sequence[FactRecord]:
        """Facts that stand and corrected ones, without those erased; in recorded order."""
        ...

    def looks_kept(self, subject_id: str, until: datetime) -> Sequence[LookRecord]:
        """Looks at the subject made at `until` or before, that no erasure has emptied; oldest first."""
        ...

    def checks_kept(self, until: datetime, after: tuple[int, str], limit: int = 500) -> Sequence[CheckRecord]:
        """Checks asked at `until` or before, after (seq, id), that no erasure has emptied; in recorded order."""
        ...

    def roles_held(self, person_id: str) -> Sequence[date | None]:
        """The last day of each role this person holds or held for another subject (None: holds it still)."""
        ...


class ErasureWrites(Protocol):
    """The one way in which contents leave the book."""

    def erase(self, erasure: ErasureRecord, targets: Sequence[Target]) -> int:
        """Empties these records and tells the chain: how many rows lost something (what was emptied before is passed over).

        Written only together with their digests before and after; the database takes no other change of these rows.
        """
        ...
