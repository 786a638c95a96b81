"""What the composers of letters are given: plain values that whoever makes a letter has already read from the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from casework.letter import Addressee, Citation, Paragraph
from casework.records import SubjectType
from engine.pack import ListDef, Source
from engine.periods import Period

NUMBER_PENDING = "文号待编"
"""Stands for the number in a preview: a number is drawn only when the letter is made, so that none is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who writes to whom. `department`: the organ's full title. `contact`: where and how it is reached."""

    number: str
    dated: date
    department: str
    contact: str
    party: Addressee

    @property
    def you(self) -> str:
        return "你" if self.party.type is SubjectType.NATURAL_PERSON else "你单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLaw:
    """The list with its procedure, under the pack of the day, and the documents its bases name."""

    list_def: ListDef
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: the facts, why they meet the criterion, and the articles that say so."""

    facts: tuple[Paragraph, ...]
    grounds: tuple[Paragraph, ...]
    law: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long: `period`, or from `start` to `end` where both are known; `until` says what ends a term without period.

    `at_most`: where the law gives a range and nothing is decided yet, its longest; `period` is then its shortest.
    """

    period: Period | None
    at_most: Period | None = None
    start: date | None = None
    end: date | None = None
    until: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Whether and where the entry is shown to the public, until when at the latest."""

    public: bool
    where: str = ""
    until: date | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How the party was heard. `statement` "": none came in time. `review`: what became of it. `hearing`: how that went."""

    notice_number: str
    served_on: date
    statement: str = ""
    review: str = ""
    hearing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingDate:
    """When, where and before whom a hearing is held; `closed_because` "": it is public."""

    on: date
    at: time
    place: str
    host: str
    closed_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairWay:
    """How to be repaired under the regime of the day. `earliest`: the first day on which repair can be granted.

    `barred`: why there is no repair before the term ends; conditions and materials are then for that day.
    """

    regime: Citation
    conditions: tuple[Paragraph, ...]
    materials: tuple[Paragraph, ...]
    window: str
    earliest: date | None = None
    handled_within: Paragraph | None = None
    barred: Paragraph | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryNamed:
    """The entry a later letter is about: its decision's number and day."""

    document: str
    decided_on: date


class RemovedBecause(StrEnum):
    """Why an entry ends."""

    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    CORRECTED = "corrected"


class ObjectionResult(StrEnum):
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    DISMISSED = "dismissed"
