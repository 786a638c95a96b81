"""Recorded facts. Only `superseded_seq` is ever written after the first writing, once; the database refuses the rest."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from adapters.store.columns import Instant, Sealed


class FactRow(SQLModel, table=True):
    """`sealed`: values, suspensions, the supplier's key, the reason of a correction. `source_lookup` None: no supplier's key."""

    __tablename__ = "fact"
    __table_args__ = (
        Index(
            "fact_source_stands_once",
            "source_lookup",
            unique=True,
            sqlite_where=text("superseded_seq IS NULL"),
            postgresql_where=text("superseded_seq IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    subject_id: str = Field(foreign_key="subject.id", index=True)
    kind: str
    department: str
    source_lookup: bytes | None = Field(sa_type=Sealed)
    recorded_seq: int = Field(sa_type=BigInteger)
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: str
    superseded_seq: int | None = Field(sa_type=BigInteger)
    supersedes: str | None = Field(foreign_key="fact.id")
    sealed: bytes = Field(sa_type=Sealed)


FACT = SQLModel.metadata.tables["fact"]
