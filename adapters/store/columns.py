"""Column types both databases keep alike: instants that sort, sealed bytes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from adapters.audit_chain import INSTANT_FORMAT, instant_text

INSTANT_LENGTH = 27
Sealed = LargeBinary
Counted = BigInteger().with_variant(Integer, "sqlite")
"""A row number the database draws itself; SQLite draws only plain INTEGER keys."""


class Instant(TypeDecorator[datetime]):
    """An aware instant: timestamptz on PostgreSQL, RFC 3339 text in UTC on SQLite (which has no zones)."""

    impl = String(INSTANT_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return DateTime(timezone=True)
        return String(INSTANT_LENGTH)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        if value is None:
            return None
        text = instant_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        match value:
            case datetime():
                return value.astimezone(UTC)
            case str():
                return datetime.strptime(value, INSTANT_FORMAT).replace(tzinfo=UTC)
        return None
