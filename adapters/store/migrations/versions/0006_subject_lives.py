"""What happens in a subject's life, and the hands of a review that follows a correction or such an event.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Instant, Sealed
from adapters.store.migrations.guards import append_only, reviewed_by_another

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DECIDING = (
    "review_maintained",
    "review_amended",
    "review_corrected",
    "review_revoked",
    "review_carried",
    "review_not_carried",
)
"""As casework.reviews stood when this step was written."""


def upgrade() -> None:
    """One table, then the guards."""
    op.create_table(
        "subject_event",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("subject_id", sa.String(), sa.ForeignKey("subject.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("other_id", sa.String(), sa.ForeignKey("subject.id"), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdraws", sa.String(), sa.ForeignKey("subject_event.id"), nullable=True, unique=True),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("code_lookup", Sealed(), nullable=True),
        sa.Column("name_lookup", Sealed(), nullable=True),
        sa.Column("sealed", Sealed(), nullable=False),
    )
    for column in ("subject_id", "other_id", "code_lookup", "name_lookup"):
        op.create_index(f"ix_subject_event_{column}", "subject_event", [column])
    append_only("subject_event")
    reviewed_by_another(DECIDING)
