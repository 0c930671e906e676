"""Alembic runs this; the connection comes from `bot.store.migrate`, inside a transaction that is already open."""

from alembic import context

from bot.store.schema import meta_data

context.configure(connection=context.config.attributes["connection"], target_metadata=meta_data)
with context.begin_transaction():
    context.run_migrations()
