"""The local table of anime songs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "song_table",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("mal_id", sa.Integer(), nullable=True),
        sa.Column("anime_title", sa.String(length=512), nullable=False),
        sa.Column("title", sa.String(length=512), nullable=False),
        sa.Column("artist", sa.String(length=512), nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("track_uri", sa.String(length=64), nullable=True),
        sa.Column("artist_url", sa.String(length=512), nullable=True),
        sa.Column("playlist_uri", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_song_table_mal_id"), "song_table", ["mal_id"], unique=False)
