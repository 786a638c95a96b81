"""Recusals, and the pairs of an entry's moves that need different hands.

Revision: 0005, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from adapters.store.migrations.guards import append_only, different_hands, the_recused_keep_away

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

PREPARED = ("serve_notice", "publicise")
PAIRS = (
    ("approve", PREPARED, "告知人、公示人不得批准 (whoever served the notice or publicised may not approve)"),
    (
        "head_approve",
        (*PREPARED, "decide"),
        "办理人不得以负责人身份批准 (whoever prepared or decided may not approve as head)",
    ),
    ("hold_hearing", (*PREPARED, "decide"), "办理人不得主持听证 (whoever prepared or decided may not preside)"),
    ("legal_review", (*PREPARED, "decide"), "办理人不得进行法制审核 (whoever prepared or decided may not review)"),
    ("decide", ("legal_review",), "法制审核人不得作出决定 (whoever reviewed the draft may not decide)"),
)
"""As casework.four_eyes stood when this step was written; `approve` after `decide` is held since 0001."""


def upgrade() -> None:
    """One table, then the guards."""
    op.create_table(
        "entry_recusal",
        sa.Column("entry_id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id", "number"], ["entry_move.entry_id", "entry_move.number"]),
    )
    op.create_index("ix_entry_recusal_account_id", "entry_recusal", ["account_id"])
    append_only("entry_recusal")
    the_recused_keep_away()
    for later, earlier, words in PAIRS:
        different_hands(
            "entry_move",
            name=f"entry_move_apart_{later}",
            case="entry_id",
            step="move",
            later=later,
            earlier=earlier,
            words=words,
        )
