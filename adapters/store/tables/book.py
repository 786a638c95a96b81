"""The book itself: its one counter row, when each number was recorded, the hash chain, the outbox, freshness of sources."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field, SQLModel

from adapters.store.columns import INSTANT_LENGTH, Counted, Instant, Sealed


class BookRow(SQLModel, table=True):
    """One row. Every unit of work locks it first and holds it to commit: the sequence and the chain have one writer.

    `chain_seal`: keyed seal over chain_number and chain_digest. `sealed_with`: fingerprint of the book's keyring
    ("" until it is opened for the first time). `last_at`: instant of the last commit.
    """

    __tablename__ = "book"
    __table_args__ = (CheckConstraint("id = 1", name="book_is_one_row"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last_seq: int = Field(sa_type=BigInteger)
    chain_number: int = Field(sa_type=BigInteger)
    chain_digest: str
    chain_seal: str
    sealed_with: str
    last_at: datetime | None = Field(sa_type=Instant)


class BookInstantRow(SQLModel, table=True):
    """Everything up to `seq` was recorded at `at`. Append-only; `at` never goes back."""

    __tablename__ = "book_instant"

    seq: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant, index=True)


class ChainLinkRow(SQLModel, table=True):
    """Append-only. `at` and `payload` are the very texts that were digested; ids, codes and digests only."""

    __tablename__ = "chain_link"

    number: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_type=BigInteger, index=True)
    at: str = Field(max_length=INSTANT_LENGTH)
    kind: str
    payload: str = Field(sa_type=Text)
    payload_digest: str
    previous: str
    digest: str


class OutboxRow(SQLModel, table=True):
    """A message to the outside; only `delivered_at` is written later. `sealed`: payload."""

    __tablename__ = "outbox"

    number: int | None = Field(default=None, primary_key=True, sa_type=Counted)
    id: str = Field(unique=True)
    topic: str
    seq: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_type=Instant)
    delivered_at: datetime | None = Field(sa_type=Instant, index=True)
    sealed: bytes = Field(sa_type=Sealed)


class SourceRow(SQLModel, table=True):
    """When a list's source (or "ban") last spoke to us."""

    __tablename__ = "source"

    id: str = Field(primary_key=True)
    spoke_at: datetime = Field(sa_type=Instant)


BOOK = SQLModel.metadata.tables["book"]
BOOK_INSTANT = SQLModel.metadata.tables["book_instant"]
CHAIN_LINK = SQLModel.metadata.tables["chain_link"]
OUTBOX = SQLModel.metadata.tables["outbox"]
SOURCE = SQLModel.metadata.tables["source"]
