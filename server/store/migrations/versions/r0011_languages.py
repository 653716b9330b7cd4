"""In which language a person reads pages and titles, and what shows are called in others."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make room for it."""
    op.add_column("users", sa.Column("language", sa.String(length=8), nullable=True))
    op.add_column("users", sa.Column("titles", sa.String(length=8), nullable=True))
    op.create_table(
        "show_titles",
        sa.Column("anime_key", sa.String(length=64), nullable=False),
        sa.Column("native_title", sa.String(length=512), nullable=True),
        sa.Column("english_title", sa.String(length=512), nullable=True),
        sa.PrimaryKeyConstraint("anime_key"),
    )
