"""What a pack rests on: the legal documents, how high each ranks, and the articles of them that a part cites."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The rank of a legal document, highest first."""

    LAW = "law"
    ADMIN_REGULATION = "admin_regulation"
    LOCAL_REGULATION = "local_regulation"
    CENTRAL_POLICY = "central_policy"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_RULE = "local_rule"
    NORMATIVE_DOCUMENT = "normative_document"
    MEMORANDUM = "memorandum"


class Assurance(StrEnum):
    """How sure we are of the text: read in full (verified), seen in a mirror, or not seen (unverified)."""

    VERIFIED = "verified"
    MIRROR = "mirror"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Half-open [start, until); None: unbounded on that side."""

    start: date | None = None
    until: date | None = None

    def covers(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.until is None or on < self.until)

    def overlaps(self, other: "Interval") -> bool:
        starts_before_other_ends = self.start is None or other.until is None or self.start < other.until
        other_starts_before_end = other.start is None or self.until is None or other.start < self.until
        return starts_before_other_ends and other_starts_before_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A legal document a pack rests on (`sources:`), by its id inside the pack."""

    id: str
    title: str
    document: str
    level: Level
    in_force: Interval
    assurance: Assurance
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """An article of a source. `article` is the citation as written ("6 para 1 item 2", of earlier releases "6(1)";
    `engine.articles` reads it); "" for the whole document.

    `assurance` is the source's unless the text lowers it for this article. `note` may mark an inference
    ("start_inferred").
    """

    source: str
    article: str
    assurance: Assurance
    note: str = ""
    line: int = field(default=0, compare=False)
