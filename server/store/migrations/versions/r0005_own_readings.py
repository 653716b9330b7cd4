"""What listeners themselves say of songs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        "own_readings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("track_uri", sa.String(length=64), nullable=False),
        sa.Column("mood", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "track_uri"),
    )
