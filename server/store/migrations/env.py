"""Runs revisions on the connection that `Store.migrate` hands over."""

from alembic import context

import server.store.comparisons
import server.store.films
import server.store.playlist_tables
import server.store.portraits
import server.store.song_table  # noqa: F401  they have tables of their own
from server.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
