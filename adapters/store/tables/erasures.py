"""Erasures: what lost its contents when and under which rule, and each row with its digests before and after."""

from datetime import date

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from adapters.store.columns import Counted


class ErasureRow(SQLModel, table=True):
    """Append-only. `scope`: the id of the case, file, check, look, record or subject that was emptied."""

    __tablename__ = "erasure"

    id: str = Field(primary_key=True)
    rule: str
    scope: str = Field(index=True)
    subject_id: str | None = Field(foreign_key="subject.id", index=True)
    began_on: date
    on: date
    seq: int = Field(sa_type=BigInteger)


class ErasedRow(SQLModel, table=True):
    """Append-only. `part` and `row_key` name the row as `evidence` digests it; `target_seq`: the number it was written under.

    The database lets a row of the record be emptied only while such a row of the same unit of work names it.
    """

    __tablename__ = "erased_row"
    __table_args__ = (
        Index("erased_row_place", "part", "row_key"),
        Index("erased_row_order", "part", "target_seq", "number"),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=Counted)
    erasure_id: str = Field(foreign_key="erasure.id", index=True)
    part: str
    row_key: str
    target_seq: int = Field(sa_type=BigInteger)
    before: str
    after: str
    seq: int = Field(sa_type=BigInteger)


ERASURE = SQLModel.metadata.tables["erasure"]
ERASED_ROW = SQLModel.metadata.tables["erased_row"]
