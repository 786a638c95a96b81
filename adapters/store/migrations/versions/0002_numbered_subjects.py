"""A subject's row carries the number under which it was written, so that the hash chain can vouch for it.

Revision: 0002, after 0001. Rows that stand already get 0: no link tells their digest.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column."""
    op.add_column("subject", sa.Column("recorded_seq", sa.BigInteger(), nullable=False, server_default="0"))
