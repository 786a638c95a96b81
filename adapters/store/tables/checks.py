"""The log of checks: questions with their answers, who saw them, what was done. Append-only."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from adapters.store.columns import Instant, Sealed


class CheckRow(SQLModel, table=True):
    """`sealed`: request, answer, purpose, idempotency key, body digest. `key_lookup` is over the key (None: none given)."""

    __tablename__ = "check_log"
    __table_args__ = (Index("check_log_key", "account_id", "key_lookup"),)

    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger, index=True)
    read_seq: int = Field(sa_type=BigInteger)
    account_id: str
    department: str
    matter: str
    stage: str
    subject_id: str | None = Field(foreign_key="subject.id", index=True)
    outcome: str
    decision_digest: str
    key_lookup: bytes | None = Field(sa_type=Sealed)
    sealed: bytes = Field(sa_type=Sealed)


class CheckViewRow(SQLModel, table=True):
    __tablename__ = "check_view"

    id: str = Field(primary_key=True)
    check_id: str = Field(foreign_key="check_log.id", index=True)
    account_id: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)


class CheckOutcomeRow(SQLModel, table=True):
    """One per check. `sealed`: measures, basis, reason."""

    __tablename__ = "check_outcome"

    id: str = Field(primary_key=True)
    check_id: str = Field(foreign_key="check_log.id", unique=True)
    kind: str
    account_id: str
    at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_type=Sealed)


CHECK_LOG = SQLModel.metadata.tables["check_log"]
CHECK_VIEW = SQLModel.metadata.tables["check_view"]
CHECK_OUTCOME = SQLModel.metadata.tables["check_outcome"]
