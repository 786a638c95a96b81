"""Erasures with the rows they emptied; the guards let exactly those contents go, and subjects get a guard of their own.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Counted
from adapters.store.migrations.guards import append_only, emptied_only_by_erasure

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ERASABLE = (
    ("fact", "fact", ("id",), ("sealed", "source_lookup")),
    ("entry_version", "entry_version", ("id", "version"), ("sealed",)),
    ("entry_move", "entry_move", ("entry_id", "number"), ("sealed",)),
    ("ban", "ban.end", ("id",), ("sealed_end",)),
    ("case_file", "case_file", ("id",), ("sealed", "receipt_lookup")),
    ("file_step", "file_step", ("file_id", "number"), ("sealed",)),
    ("letter", "letter", ("id",), ("sealed",)),
    ("letter_service", "letter_service", ("letter_id", "number"), ("sealed",)),
    ("look", "look", ("id",), ("sealed",)),
    ("check_log", "check_log", ("id",), ("sealed", "key_lookup")),
    ("check_outcome", "check_outcome", ("id",), ("sealed",)),
    ("subject_event", "subject_event", ("id",), ("sealed", "code_lookup", "name_lookup")),
    ("subject", "subject", ("id",), ("sealed", "code_lookup", "name_lookup")),
)
"""Table, part of evidence, row key, columns that may be emptied: as they stood when this step was written."""
WRITTEN_LATER = {"fact": ("superseded_seq", ()), "ban": ("ended_seq", ("ended_on", "sealed_end"))}


def upgrade() -> None:
    """Two tables, then the guards."""
    _tables()
    append_only("erasure")
    append_only("erased_row")
    for table, part, key, columns in ERASABLE:
        mark, along = WRITTEN_LATER.get(table, ("", ()))
        emptied_only_by_erasure(table, part=part, key=key, columns=columns, mark=mark, along=along)


def _tables() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), sa.ForeignKey("subject.id"), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    for column in ("scope", "subject_id"):
        op.create_index(f"ix_erasure_{column}", "erasure", [column])
    op.create_table(
        "erased_row",
        sa.Column("number", Counted, primary_key=True),
        sa.Column("erasure_id", sa.String(), sa.ForeignKey("erasure.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("part", "row_key")),
        sa.Column("target_seq", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("before", "after")),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_erased_row_erasure_id", "erased_row", ["erasure_id"])
    op.create_index("erased_row_place", "erased_row", ["part", "row_key"])
    op.create_index("erased_row_order", "erased_row", ["part", "target_seq", "number"])
