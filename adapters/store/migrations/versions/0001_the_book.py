"""Every table of the book, with the guards that keep it: nothing overwritten, four eyes, one counter row.

Revision: 0001, the first.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Counted, Instant, Sealed
from adapters.store.migrations.guards import append_only, four_eyes, never_deleted, written_later_once

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GENESIS = "0" * 64
STANDS = sa.text("superseded_seq IS NULL")
ENTRY_TEXTS = ("list_id", "authority", "state", "pack", "pack_version", "pack_digest")
ENTRY_DAYS = ("decided_on", "effective_on", "term_end", "ended_on")


def upgrade() -> None:
    """All tables, then the guards."""
    _subjects()
    _facts()
    _entries()
    _bans()
    _checks()
    _book()
    _audit_and_outbox()
    _guards()


def _subjects() -> None:
    op.create_table(
        "subject",
        _id(),
        *_texts("type", "code_kind", "region"),
        *_flags("demo"),
        sa.Column("code_lookup", Sealed(), nullable=False, unique=True),
        *_sealed("name_lookup", "sealed"),
    )
    _index("subject", "name_lookup")
    op.create_table(
        "related",
        sa.Column("number", Counted, primary_key=True),
        _rests_on("subject", "subject_id"),
        _rests_on("subject", "person_id"),
        *_texts("role"),
        *_days("start", "end"),
        *_numbers("recorded_seq"),
    )
    _index("related", "subject_id")
    _index("related", "person_id")
    op.create_table(
        "account",
        _id(),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        *_texts("department", "roles", "password_hash"),
        *_flags("active", "demo"),
    )


def _facts() -> None:
    op.create_table(
        "fact",
        _id(),
        _rests_on("subject", "subject_id"),
        *_texts("kind", "department", "recorded_by"),
        *_numbers("recorded_seq"),
        *_instants("recorded_at"),
        sa.Column("source_lookup", Sealed(), nullable=True),
        sa.Column("superseded_seq", sa.BigInteger(), nullable=True),
        sa.Column("supersedes", sa.String(), sa.ForeignKey("fact.id"), nullable=True),
        *_sealed("sealed"),
    )
    _index("fact", "subject_id")
    op.create_index(
        "fact_source_stands_once",
        "fact",
        ["source_lookup"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _entries() -> None:
    op.create_table("entry", _id(), sa.Column("version", sa.Integer(), nullable=False), *_entry_columns())
    _index("entry", "subject_id")
    op.create_index("entry_desk", "entry", ["authority", "state", "id"])
    op.create_table(
        "entry_version",
        sa.Column("id", sa.String(), sa.ForeignKey("entry.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        *_numbers("seq"),
        *_entry_columns(),
    )
    _index("entry_version", "subject_id")
    op.create_table(
        "entry_move",
        sa.Column("entry_id", sa.String(), sa.ForeignKey("entry.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        *_texts("move", "state_after", "account_id", "role", "department", "pack_digest"),
        *_instants("at"),
        *_numbers("seq"),
        *_days("law_date"),
        *_sealed("sealed"),
    )


def _entry_columns() -> list[sa.Column[Any]]:
    return [
        _rests_on("subject", "subject_id"),
        *_texts(*ENTRY_TEXTS),
        *_flags("mirrored", "term_known", "suspended"),
        *_numbers("proposed_seq"),
        *_days(*ENTRY_DAYS),
        sa.Column("effective_seq", sa.BigInteger(), nullable=True),
        sa.Column("ended_seq", sa.BigInteger(), nullable=True),
        *_sealed("sealed"),
    ]


def _bans() -> None:
    op.create_table(
        "ban",
        _id(),
        _rests_on("subject", "subject_id"),
        _rests_on("fact", "fact_id"),
        *_texts("measure", "scope", "pack_version", "pack_digest"),
        *_flags("start_known", "start_inferred", "term_known", "for_life"),
        *_days("start", "term_end", "ended_on"),
        *_numbers("recorded_seq"),
        sa.Column("ended_seq", sa.BigInteger(), nullable=True),
        sa.Column("sealed_end", Sealed(), nullable=True),
    )
    _index("ban", "subject_id")
    _index("ban", "fact_id")


def _checks() -> None:
    op.create_table(
        "check_log",
        _id(),
        *_instants("at"),
        *_numbers("seq", "read_seq"),
        *_texts("account_id", "department", "matter", "stage", "outcome", "decision_digest"),
        sa.Column("subject_id", sa.String(), sa.ForeignKey("subject.id"), nullable=True),
        sa.Column("key_lookup", Sealed(), nullable=True),
        *_sealed("sealed"),
    )
    _index("check_log", "seq")
    _index("check_log", "subject_id")
    op.create_index("check_log_key", "check_log", ["account_id", "key_lookup"])
    what_followed = (*_texts("account_id"), *_instants("at"), *_numbers("seq"))
    op.create_table("check_view", _id(), _rests_on("check_log", "check_id"), *what_followed)
    _index("check_view", "check_id")
    of_one_check = sa.Column("check_id", sa.String(), sa.ForeignKey("check_log.id"), nullable=False, unique=True)
    what_was_done = (*_texts("kind", "account_id"), *_instants("at"), *_numbers("seq"), *_sealed("sealed"))
    op.create_table("check_outcome", _id(), of_one_check, *what_was_done)


def _book() -> None:
    book = op.create_table(
        "book",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        *_numbers("last_seq", "chain_number"),
        *_texts("chain_digest", "chain_seal", "sealed_with"),
        sa.Column("last_at", Instant(), nullable=True),
        sa.CheckConstraint("id = 1", name="book_is_one_row"),
    )
    first = {"id": 1, "last_seq": 0, "chain_number": 0, "chain_digest": GENESIS, "chain_seal": "", "sealed_with": ""}
    op.bulk_insert(book, [first])
    seq = sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False)
    op.create_table("book_instant", seq, *_instants("at"))
    _index("book_instant", "at")
    op.create_table("source", _id(), *_instants("spoke_at"))


def _audit_and_outbox() -> None:
    op.create_table(
        "chain_link",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_numbers("seq"),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        *_texts("kind", "payload_digest", "previous", "digest"),
    )
    _index("chain_link", "seq")
    op.create_table(
        "outbox",
        sa.Column("number", Counted, primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        *_texts("topic"),
        *_numbers("seq"),
        *_instants("created_at"),
        sa.Column("delivered_at", Instant(), nullable=True),
        *_sealed("sealed"),
    )
    _index("outbox", "delivered_at")


def _guards() -> None:
    for table in ("entry_version", "entry_move", "related", "check_log", "check_view", "check_outcome"):
        append_only(table)
    append_only("book_instant")
    append_only("chain_link")
    written_later_once("fact", mark="superseded_seq")
    written_later_once("ban", mark="ended_seq", along=("ended_on", "sealed_end"))
    written_later_once("outbox", mark="delivered_at")
    for table in ("book", "subject", "entry"):
        never_deleted(table)
    four_eyes()


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(), primary_key=True)


def _rests_on(table: str, name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id"), nullable=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _days(*names: str) -> list[sa.Column[Any]]:
    """Law dates; always optional."""
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _instants(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Instant(), nullable=False) for name in names]


def _sealed(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Sealed(), nullable=False) for name in names]


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])
