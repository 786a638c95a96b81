"""Subjects, what happens in their lives, and who holds which role for whom."""

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from adapters.store.columns import Counted, Instant, Sealed


class SubjectRow(SQLModel, table=True):
    """`sealed`: code, name, attributes. `code_lookup` is over kind and normalised code, `name_lookup` over the normalised name.

    `recorded_seq`: the first number of the unit that wrote the row (0: written before rows were told to the chain).
    """

    __tablename__ = "subject"

    id: str = Field(primary_key=True)
    type: str
    code_kind: str
    region: str
    demo: bool
    code_lookup: bytes = Field(sa_type=Sealed, unique=True)
    name_lookup: bytes = Field(sa_type=Sealed, index=True)
    recorded_seq: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_type=Sealed)


class RelatedRow(SQLModel, table=True):
    """Append-only: a later row for the same person, role and start says how it stands since (an end, say)."""

    __tablename__ = "related"

    number: int | None = Field(default=None, primary_key=True, sa_type=Counted)
    subject_id: str = Field(foreign_key="subject.id", index=True)
    person_id: str = Field(foreign_key="subject.id", index=True)
    role: str
    start: date | None
    end: date | None
    recorded_seq: int = Field(sa_type=BigInteger)


class SubjectEventRow(SQLModel, table=True):
    """Append-only. `sealed`: document, reasons, new code and name, what else is said. The look-ups find by a new code or name."""

    __tablename__ = "subject_event"

    id: str = Field(primary_key=True)
    subject_id: str = Field(foreign_key="subject.id", index=True)
    kind: str
    on: date
    other_id: str | None = Field(foreign_key="subject.id", index=True)
    role: str
    until: date | None
    withdraws: str | None = Field(foreign_key="subject_event.id", unique=True)
    goes_on: bool
    department: str
    account_id: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    code_lookup: bytes | None = Field(sa_type=Sealed, index=True)
    name_lookup: bytes | None = Field(sa_type=Sealed, index=True)
    sealed: bytes = Field(sa_type=Sealed)


SUBJECT = SQLModel.metadata.tables["subject"]
RELATED = SQLModel.metadata.tables["related"]
SUBJECT_EVENT = SQLModel.metadata.tables["subject_event"]
