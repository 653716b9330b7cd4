"""What a sync was doing, how a playlist looked before, and how it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "playlist_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playlist_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot_id", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(["playlist_id"], ["playlists.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_playlist_steps_playlist_id", "playlist_steps", ["playlist_id"])
    op.create_table(
        "playlist_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playlist_id", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["playlist_id"], ["playlists.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_playlist_versions_playlist_id", "playlist_versions", ["playlist_id"])
    op.add_column("playlist_writes", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column(
        "playlists",
        sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "playlists",
        sa.Column("follows", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
