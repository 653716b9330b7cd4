"""Candidates of a match, and the album of a track."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make room for both."""
    op.add_column("tracks", sa.Column("album", sa.String(length=512), nullable=True))
    op.add_column("tracks", sa.Column("album_kind", sa.String(length=16), nullable=True))
    op.create_table(
        "match_candidates",
        sa.Column("theme_key", sa.String(length=1024), nullable=False),
        sa.Column("track_uri", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=False),
        sa.Column("same_artist", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["track_uri"], ["tracks.uri"]),
        sa.PrimaryKeyConstraint("theme_key", "track_uri"),
    )
