"""Alembic's entry: runs on the connection it is given, inside the transaction that `bot/stores/schema` opened."""

from alembic import context

from bot.stores.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
