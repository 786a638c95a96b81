"""Files with their steps, clocks, letters with their services, and looks.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Instant, Sealed
from adapters.store.migrations.guards import append_only, four_eyes_on_files, nothing_after_closing, written_later_once

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables, then the guards."""
    _files()
    _clocks()
    _letters()
    _looks()
    for table in ("case_file", "file_step", "letter", "letter_service", "look"):
        append_only(table)
    written_later_once("case_clock", mark="ended_seq", along=("ended_on", "ended_how"))
    nothing_after_closing()
    four_eyes_on_files()


def _files() -> None:
    op.create_table(
        "case_file",
        _key("id"),
        _text("kind"),
        _rests_on("subject"),
        _rests_on("entry", optional=True),
        *(_text(name) for name in ("department", "opened_by")),
        _instant("opened_at"),
        _number("opened_seq"),
        _day("law_date"),
        sa.Column("receipt_lookup", Sealed(), nullable=False, unique=True),
        _sealed(),
    )
    op.create_index("ix_case_file_subject_id", "case_file", ["subject_id"])
    op.create_index("ix_case_file_entry_id", "case_file", ["entry_id"])
    op.create_index("case_file_desk", "case_file", ["department", "kind", "id"])
    op.create_table(
        "file_step",
        sa.Column("file_id", sa.String(), sa.ForeignKey("case_file.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _text("step"),
        sa.Column("closes", sa.Boolean(), nullable=False),
        *(_text(name) for name in ("account_id", "role", "department")),
        _instant("at"),
        _number("seq"),
        _day("law_date", optional=True),
        _text("pack_digest"),
        _sealed(),
    )


def _clocks() -> None:
    op.create_table(
        "case_clock",
        _key("id"),
        *(_text(name) for name in ("kind", "effect", "department")),
        _rests_on("subject"),
        _rests_on("entry", optional=True),
        sa.Column("file_id", sa.String(), sa.ForeignKey("case_file.id"), nullable=True),
        _day("started_on"),
        _day("due_on", optional=True),
        *(_text(name) for name in ("period", "basis")),
        sa.Column("local_policy", sa.Boolean(), nullable=False),
        _number("recorded_seq"),
        sa.Column("replaces", sa.String(), sa.ForeignKey("case_clock.id"), nullable=True),
        sa.Column("ended_seq", sa.BigInteger(), nullable=True),
        _day("ended_on", optional=True),
        sa.Column("ended_how", sa.String(), nullable=True),
    )
    for column in ("subject_id", "entry_id", "file_id"):
        op.create_index(f"ix_case_clock_{column}", "case_clock", [column])
    op.create_index("case_clock_due", "case_clock", ["ended_seq", "due_on", "id"])
    op.create_index("case_clock_desk", "case_clock", ["department", "ended_seq", "due_on"])


def _letters() -> None:
    op.create_table(
        "letter",
        _key("id"),
        *(_text(name) for name in ("kind", "series")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "serial")),
        *(_text(name) for name in ("number", "department")),
        _rests_on("subject"),
        _rests_on("entry", optional=True),
        sa.Column("file_id", sa.String(), sa.ForeignKey("case_file.id"), nullable=True),
        _text("made_by"),
        _instant("at"),
        _number("seq"),
        _day("law_date"),
        _text("digest"),
        _sealed(),
        sa.UniqueConstraint("department", "series", "year", "serial", name="letter_serial_once"),
    )
    for column in ("subject_id", "entry_id", "file_id"):
        op.create_index(f"ix_letter_{column}", "letter", [column])
    op.create_table(
        "letter_service",
        sa.Column("letter_id", sa.String(), sa.ForeignKey("letter.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        *(_text(name) for name in ("way", "outcome")),
        _day("on"),
        _text("account_id"),
        _instant("at"),
        _number("seq"),
        _sealed(),
    )


def _looks() -> None:
    op.create_table(
        "look",
        _key("id"),
        _rests_on("subject"),
        *(_text(name) for name in ("account_id", "department", "kind")),
        _instant("at"),
        _number("seq"),
        _sealed(),
    )
    op.create_index("ix_look_subject_id", "look", ["subject_id"])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _rests_on(table: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(f"{table}_id", sa.String(), sa.ForeignKey(f"{table}.id"), nullable=optional)


def _day(name: str, optional: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.Date(), nullable=optional)


def _instant(name: str) -> "sa.Column[object]":
    return sa.Column(name, Instant(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _sealed() -> sa.Column[bytes]:
    return sa.Column("sealed", Sealed(), nullable=False)
