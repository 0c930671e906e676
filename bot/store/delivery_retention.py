"""What is forgotten of deliveries: messages hold words of articles, and are kept no longer than those."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from bot.store.delivery_tables import audit, deliveries, mutes, pictures, ratings, slots

CHUNK = 500
"""Rows taken away in one transaction: readers and writers get their turn between two (judged)."""

USER_DAYS = 30
"""How long it is remembered who changed or judged what (faults-and-safety, "Secrets, tenants, privacy")."""


def thin_deliveries(connection: Connection, border: datetime) -> int:
    """Take away settled deliveries from before ``border`` with their parts and tellings, and slots; how many rows."""
    gone = _chunk(connection, slots, slots.c.made_at < border)
    named = select(slots.c.delivery_id).where(slots.c.delivery_id.is_not(None))
    old = (deliveries.c.settled_at < border) & deliveries.c.id.not_in(named)
    return gone + _chunk(connection, deliveries, old)


def thin_users(connection: Connection, now: datetime) -> int:
    """Take away what names users and is older than `USER_DAYS`, and what has run out; how many rows."""
    border = now - timedelta(days=USER_DAYS)
    return (
        _chunk(connection, audit, audit.c.at < border)
        + _chunk(connection, ratings, ratings.c.at < border)
        + _chunk(connection, mutes, mutes.c.until < now)
    )


def thin_pictures(connection: Connection, border: datetime) -> int:
    """Take away pictures that no digest since ``border`` showed; how many."""
    return _chunk(connection, pictures, pictures.c.at < border)


def _chunk(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    keys = list(table.primary_key.columns)
    rows = connection.execute(select(*keys).where(which).limit(CHUNK)).all()
    for row in rows:
        own = [column == value for column, value in zip(keys, row, strict=True)]
        connection.execute(delete(table).where(*own))
    return len(rows)
