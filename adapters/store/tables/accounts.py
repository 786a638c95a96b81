"""Local accounts."""

from sqlmodel import Field, SQLModel


class AccountRow(SQLModel, table=True):
    """`roles`: the role codes in order, with commas between. `name` is the log-in name, not a person's."""

    __tablename__ = "account"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    department: str
    roles: str
    password_hash: str
    active: bool
    demo: bool


ACCOUNT = SQLModel.metadata.tables["account"]
