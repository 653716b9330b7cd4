"""Which write of a playlist an undo took back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make room for it."""
    op.add_column("playlist_versions", sa.Column("undoes", sa.Integer(), nullable=True))
