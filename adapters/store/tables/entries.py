"""Entries as they stand, every version they went through, their moves, and bans."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from adapters.store.columns import Instant, Sealed


class EntryColumns(SQLModel):
    """What an entry and each of its versions hold. `sealed`: document, reason of the end, finding."""

    subject_id: str = Field(foreign_key="subject.id", index=True)
    list_id: str
    authority: str
    state: str
    mirrored: bool
    proposed_seq: int = Field(sa_type=BigInteger)
    decided_on: date | None
    effective_on: date | None
    term_end: date | None
    term_known: bool
    ended_on: date | None
    suspended: bool
    pack: str
    pack_version: str
    pack_digest: str
    effective_seq: int | None = Field(sa_type=BigInteger)
    ended_seq: int | None = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_type=Sealed)


class EntryRow(EntryColumns, table=True):
    """The entry as it stands now."""

    __tablename__ = "entry"
    __table_args__ = (Index("entry_desk", "authority", "state", "id"),)

    id: str = Field(primary_key=True)
    version: int


class EntryVersionRow(EntryColumns, table=True):
    """The entry as it stood from `seq` until its next version. Append-only."""

    __tablename__ = "entry_version"

    id: str = Field(primary_key=True, foreign_key="entry.id")
    version: int = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)


class EntryMoveRow(SQLModel, table=True):
    """Append-only. `sealed`: document, details. Whoever decided may not approve: the database refuses it too."""

    __tablename__ = "entry_move"

    entry_id: str = Field(primary_key=True, foreign_key="entry.id")
    number: int = Field(primary_key=True)
    move: str
    state_after: str
    account_id: str
    role: str
    department: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    law_date: date | None
    pack_digest: str
    sealed: bytes = Field(sa_type=Sealed)


class EntryRecusalRow(SQLModel, table=True):
    """Append-only, in clear: the database itself refuses a move of whoever keeps away. Decided by the move of this number."""

    __tablename__ = "entry_recusal"
    __table_args__ = (ForeignKeyConstraint(["entry_id", "number"], ["entry_move.entry_id", "entry_move.number"]),)

    entry_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    account_id: str = Field(index=True)
    granted: bool
    seq: int = Field(sa_type=BigInteger)


class BanRow(SQLModel, table=True):
    """A ban; only its end is written later, once. `sealed_end`: the reason of the end."""

    __tablename__ = "ban"

    id: str = Field(primary_key=True)
    subject_id: str = Field(foreign_key="subject.id", index=True)
    measure: str
    scope: str
    fact_id: str = Field(foreign_key="fact.id", index=True)
    start: date | None
    start_known: bool
    start_inferred: bool
    term_end: date | None
    term_known: bool
    for_life: bool
    recorded_seq: int = Field(sa_type=BigInteger)
    ended_on: date | None
    ended_seq: int | None = Field(sa_type=BigInteger)
    pack_version: str
    pack_digest: str
    sealed_end: bytes | None = Field(sa_type=Sealed)


ENTRY = SQLModel.metadata.tables["entry"]
ENTRY_VERSION = SQLModel.metadata.tables["entry_version"]
ENTRY_MOVE = SQLModel.metadata.tables["entry_move"]
ENTRY_RECUSAL = SQLModel.metadata.tables["entry_recusal"]
BAN = SQLModel.metadata.tables["ban"]
