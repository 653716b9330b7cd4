"""What a job waits for before it goes on, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make room for it."""
    op.add_column("jobs", sa.Column("waits_for", sa.String(length=16), nullable=True))
    op.add_column("jobs", sa.Column("resumes_at", sa.DateTime(timezone=True), nullable=True))
