"""Rows of the outbox as values, and conditions that several statements share."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, func, literal_column, select

from bot.deliver.outbox import ENDED
from bot.store.delivery_tables import channels, deliveries, parts
from bot.store.outbox_records import DeliveryRecord
from bot.store.types import storable
from bot.store.upsert import upsert
from bot.types import Action, Channel, Kind, Part, State

SLACK_S = 5.0
"""A lease that ends later than the longest one given now ends was given by a clock that went back since; by so little it
may go back without that."""


def waiting(table: FromClause = deliveries) -> ColumnElement[bool]:
    """Not ended; spelt as the partial index has it, or SQLite would not use that."""
    return table.c.state.in_([literal_column("'pending'"), literal_column("'unsure'")])


def is_leased(now: datetime, lease_s: float, table: FromClause = deliveries) -> ColumnElement[bool]:
    """Somebody holds it."""
    last = now + timedelta(seconds=lease_s + SLACK_S)
    until = table.c.lease_until
    return and_(until.is_not(None), until > now, until <= last)


def channel_id(connection: Connection, channel: Channel) -> int:
    """The id of a channel, which is made if there is none."""
    row = {"platform": channel.platform, "workspace": channel.workspace, "channel": channel.id}
    mine = [channels.c[name] == storable(value) for name, value in row.items()]
    found = connection.scalar(select(channels.c.id).where(*mine))
    if found is None:
        upsert(connection, channels, [row | {"paused_why": ""}], key=tuple(row))
        found = connection.scalars(select(channels.c.id).where(*mine)).one()
    return int(found)


def channel_of(connection: Connection, channel_id: int) -> Channel:
    """Inverse of `channel_id`."""
    row = connection.execute(select(channels).where(channels.c.id == channel_id)).one()
    return Channel(row.platform, row.workspace, row.channel)


def parts_of(connection: Connection, delivery_ids: Collection[int]) -> dict[int, tuple[Part, ...]]:
    """Parts of deliveries in their order, by delivery; those that have none are not among the keys."""
    rows = connection.execute(
        select(parts)
        .where(parts.c.delivery_id.in_(delivery_ids))
        .order_by(parts.c.delivery_id, parts.c.number)
    )
    grouped = groupby(rows, key=lambda row: int(row.delivery_id))
    return {each: tuple(_part(row) for row in group) for each, group in grouped}


def _part(row: Row[Any]) -> Part:
    return Part(row.number, row.payload, row.is_sent, row.ref, row.attempted_at)


def records() -> Select[Any]:
    """Deliveries with what a `record` needs besides."""
    mine = parts.c.delivery_id == deliveries.c.id
    count = select(func.count()).select_from(parts)
    return select(
        deliveries,
        channels.c.platform,
        channels.c.workspace,
        channels.c.channel,
        count.where(mine).scalar_subquery().label("parts"),
        count.where(mine, parts.c.is_sent.is_(True)).scalar_subquery().label("sent"),
    ).join(channels, channels.c.id == deliveries.c.channel_id)


def record(row: Row[Any]) -> DeliveryRecord:
    """A row of `records` as a value."""
    state = State(row.state)
    since = {State.PENDING: row.created_at, State.UNSURE: row.unsure_since}
    since |= dict.fromkeys(ENDED, row.settled_at)
    return DeliveryRecord(
        id=row.id,
        key=row.key,
        channel=Channel(row.platform, row.workspace, row.channel),
        kind=Kind(row.kind),
        action=Action(row.action),
        state=state,
        why=row.why,
        attempts=row.attempts,
        lookups=row.lookups,
        parts=row.parts,
        sent=row.sent,
        is_plain=row.is_plain,
        created_at=row.created_at,
        due_at=row.due_at,
        not_before=row.not_before,
        expires_at=row.expires_at,
        since=since[state] or row.created_at,
        owner=row.lease_owner or "",
    )
