"""Files and their steps, clocks, letters with their services, looks. All append-only but a clock's end."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from adapters.store.columns import Instant, Sealed


class CaseFileRow(SQLModel, table=True):
    """`receipt_lookup`: keyed look-up of the receipt number. `sealed`: the receipt number."""

    __tablename__ = "case_file"
    __table_args__ = (Index("case_file_desk", "department", "kind", "id"),)

    id: str = Field(primary_key=True)
    kind: str
    subject_id: str = Field(foreign_key="subject.id", index=True)
    entry_id: str | None = Field(foreign_key="entry.id", index=True)
    department: str
    opened_by: str
    opened_at: datetime = Field(sa_type=Instant)
    opened_seq: int = Field(sa_type=BigInteger)
    law_date: date
    receipt_lookup: bytes = Field(sa_type=Sealed, unique=True)
    sealed: bytes = Field(sa_type=Sealed)


class FileStepRow(SQLModel, table=True):
    """`sealed`: document, details. The database refuses a step after one that closes."""

    __tablename__ = "file_step"

    file_id: str = Field(primary_key=True, foreign_key="case_file.id")
    number: int = Field(primary_key=True)
    step: str
    closes: bool
    account_id: str
    role: str
    department: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    law_date: date | None
    pack_digest: str
    sealed: bytes = Field(sa_type=Sealed)


class CaseClockRow(SQLModel, table=True):
    """A period that runs; only its end is written later, once."""

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("case_clock_due", "ended_seq", "due_on", "id"),
        Index("case_clock_desk", "department", "ended_seq", "due_on"),
    )

    id: str = Field(primary_key=True)
    kind: str
    effect: str
    department: str
    subject_id: str = Field(foreign_key="subject.id", index=True)
    entry_id: str | None = Field(foreign_key="entry.id", index=True)
    file_id: str | None = Field(foreign_key="case_file.id", index=True)
    started_on: date
    due_on: date | None
    period: str
    basis: str
    local_policy: bool
    recorded_seq: int = Field(sa_type=BigInteger)
    replaces: str | None = Field(foreign_key="case_clock.id")
    ended_seq: int | None = Field(sa_type=BigInteger)
    ended_on: date | None
    ended_how: str | None


class LetterRow(SQLModel, table=True):
    """`sealed`: the content. One serial once in a department's series of a year."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("department", "series", "year", "serial", name="letter_serial_once"),)

    id: str = Field(primary_key=True)
    kind: str
    series: str
    year: int
    serial: int
    number: str
    department: str
    subject_id: str = Field(foreign_key="subject.id", index=True)
    entry_id: str | None = Field(foreign_key="entry.id", index=True)
    file_id: str | None = Field(foreign_key="case_file.id", index=True)
    made_by: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    law_date: date
    digest: str
    sealed: bytes = Field(sa_type=Sealed)


class LetterServiceRow(SQLModel, table=True):
    """`sealed`: the proof."""

    __tablename__ = "letter_service"

    letter_id: str = Field(primary_key=True, foreign_key="letter.id")
    number: int = Field(primary_key=True)
    way: str
    outcome: str
    on: date
    account_id: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_type=Sealed)


class LookRow(SQLModel, table=True):
    """`sealed`: the purpose."""

    __tablename__ = "look"

    id: str = Field(primary_key=True)
    subject_id: str = Field(foreign_key="subject.id", index=True)
    account_id: str
    department: str
    kind: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_type=Sealed)


CASE_FILE = SQLModel.metadata.tables["case_file"]
FILE_STEP = SQLModel.metadata.tables["file_step"]
CASE_CLOCK = SQLModel.metadata.tables["case_clock"]
LETTER = SQLModel.metadata.tables["letter"]
LETTER_SERVICE = SQLModel.metadata.tables["letter_service"]
LOOK = SQLModel.metadata.tables["look"]
