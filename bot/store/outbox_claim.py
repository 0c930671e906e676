"""Which deliveries a courier is given: the one whose turn it is in each channel, where nothing stands against it."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, and_, exists, literal, or_, select, update

from bot.deliver.messenger import Scope
from bot.deliver.outbox import LATE_S, WAITED
from bot.deliver.patience import MOST_S
from bot.errors import StoreError
from bot.store.delivery_tables import channels, deliveries, gates, parts
from bot.store.message_form import unpack
from bot.store.outbox_change import end, lease
from bot.store.outbox_rows import is_leased, parts_of, waiting
from bot.types import Action, Channel, Delivery, Job, Kind, Part, State

KEPT_DAYS = 3
"""A delivery without a term is dropped so long after its time: nobody reads a weekend's news on a Thursday (judged)."""

UNREAD_DAYS = 1
"""One that nobody knows about, in a channel that is paused, counts as unconfirmed after so long: nobody may look there."""

EXPIRED = "its time was over before it could be posted"

_target, _ahead = deliveries.alias("target"), deliveries.alias("ahead")


def claim(
    connection: Connection,
    owner: str,
    platforms: Collection[str],
    limit: int,
    lease_s: float,
    now: datetime,
) -> tuple[Job, ...]:
    """Take up to ``limit`` deliveries; see `bot.store.outbox.OutboxPart.claim_deliveries`."""
    free = waiting() & ~is_leased(now, lease_s)
    _drop(connection, free, now)
    ids = list(connection.scalars(_ready(free, platforms, limit, lease_s, now)))
    rows = connection.execute(_jobs(ids)).all()
    refs, there = _target_refs(connection, rows), parts_of(connection, ids)
    jobs = []
    for row in rows:
        try:
            jobs.append(_job(row, there.get(row.id, ()), refs.get(row.id, ""), now, lease_s))
        except StoreError as error:  # one that cannot be read shall not hold up the others
            end(connection, deliveries.c.id == row.id, State.REFUSED, str(error), now)
    taken = deliveries.c.id.in_([job.id for job in jobs])
    connection.execute(update(deliveries).where(taken).values(lease(owner, now, lease_s)))
    return tuple(jobs)


def _drop(connection: Connection, free: ColumnElement[bool], now: datetime) -> None:
    """Let what cannot be posted any more end. A message that has begun to appear is never dropped in its middle."""
    d = deliveries.c
    sent = exists().where(parts.c.delivery_id == d.id, parts.c.is_sent.is_(True))
    over = (d.expires_at <= now) | (d.expires_at.is_(None) & (d.due_at <= now - timedelta(days=KEPT_DAYS)))
    end(connection, free & (d.state == State.PENDING) & over & ~sent, State.EXPIRED, EXPIRED, now)
    lost = exists().where(_target.c.key == d.target, _target.c.state == State.UNCONFIRMED)
    why = "nobody knows whether the message that it changes was posted"
    changes = free & (d.state == State.PENDING) & (d.action == Action.EDIT)
    end(connection, changes & lost, State.REFUSED, why, now)
    gone = (_target.c.key == d.target) & _target.c.state.in_((State.REFUSED, State.EXPIRED))
    there = exists().where(parts.c.delivery_id == _target.c.id, parts.c.is_sent.is_(True))
    reply = exists().where(
        (_ahead.c.channel_id == d.channel_id)
        & (_ahead.c.target == d.target)
        & (_ahead.c.action == Action.REPLY),
        _ahead.c.state.in_((State.PENDING, State.UNSURE, State.SENT)),
    )
    why = "the message that it changes was never posted; the reply to it tells the news"
    end(connection, changes & exists().where(gone, ~there) & reply, State.REFUSED, why, now)
    shut = exists().where(channels.c.id == d.channel_id, channels.c.paused_at.is_not(None))
    unread = free & (d.state == State.UNSURE) & (d.unsure_since <= now - timedelta(days=UNREAD_DAYS))
    why = "posting was stopped before anybody could look whether it was posted"
    end(connection, unread & shut, State.UNCONFIRMED, why, now)


def _ready(
    free: ColumnElement[bool], platforms: Collection[str], limit: int, lease_s: float, now: datetime
) -> Any:
    """Ids of those that may be taken, due longest first, and their rows locked."""
    d = deliveries.c
    # A wait that is longer than any that is ever written was written by a clock that went back since.
    latest = now + timedelta(seconds=MOST_S)
    rested = d.not_before.is_(None) | (d.not_before <= now) | (d.not_before > latest)
    closed = exists().where(gates.c.key.in_(_gate_keys()), gates.c.until > now, gates.c.until <= latest)
    is_busy = _is_begun(deliveries) | is_leased(now, lease_s, deliveries)
    is_ahead_busy = _is_begun(_ahead) | is_leased(now, lease_s, _ahead)
    before = exists().where(
        waiting(_ahead),
        _ahead.c.channel_id == d.channel_id,
        _queues(_ahead, now),
        or_(and_(is_ahead_busy, ~is_busy), and_(or_(is_ahead_busy, ~is_busy), _ahead.c.id < d.id)),
    )
    return (
        select(d.id)
        .join(channels, channels.c.id == d.channel_id)
        .where(free, _queues(deliveries, now), rested, ~before, ~closed)
        # Joined to nothing, the name is in no index: SQLite would begin with all channels instead of what waits.
        .where((channels.c.platform + "").in_(platforms), channels.c.paused_at.is_(None))
        .order_by(d.due_at, d.id)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )


def _is_begun(table: FromClause) -> ColumnElement[bool]:
    """What has begun goes on, also where a clock went back, and before all others of its channel."""
    return table.c.attempts > 0


def _queues(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """It is due, and what it replies to or changes has ended."""
    still = exists().where(
        _target.c.key == table.c.target, _target.c.state.in_((State.PENDING, State.UNSURE))
    )
    return (_is_begun(table) | (table.c.due_at <= now)) & ((table.c.target == "") | ~still)


def _gate_keys() -> list[ColumnElement[str]]:
    """As `bot.deliver.outbox.gate_key` spells them."""
    platform = literal("") + channels.c.platform
    workspace = platform + "/" + channels.c.workspace
    channel = workspace + "/" + channels.c.channel
    return [
        literal(f"{Scope.PLATFORM}:") + platform,
        literal(f"{Scope.WORKSPACE}:") + workspace,
        literal(f"{Scope.CHANNEL}:") + channel,
    ]


def _jobs(ids: Collection[int]) -> Any:
    places = (channels.c.platform, channels.c.workspace, channels.c.channel)
    return (
        select(deliveries, *places)
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.due_at, deliveries.c.id)
    )


def _target_refs(connection: Connection, rows: Collection[Row[Any]]) -> dict[int, str]:
    """Where the first post of each target is, by the delivery that names it; none that was not posted."""
    wanted = {row.target for row in rows if row.target}
    if not wanted:
        return {}
    first = (parts.c.delivery_id == deliveries.c.id) & parts.c.is_sent.is_(True) & (parts.c.ref != "")
    posted = (
        select(deliveries.c.key, parts.c.ref)
        .join(parts, first)
        .where(deliveries.c.key.in_(wanted))
        .order_by(parts.c.number.desc())
    )
    refs = {row.key: row.ref for row in connection.execute(posted)}
    return {row.id: refs[row.target] for row in rows if row.target in refs}


def _job(row: Row[Any], there: tuple[Part, ...], target_ref: str, now: datetime, lease_s: float) -> Job:
    """A row as a job. Where its target was never posted, it is posted by itself: the news counts, not its place."""
    has_place = bool(target_ref) or row.action == Action.POST
    delivery = Delivery(
        key=row.key,
        channel=Channel(row.platform, row.workspace, row.channel),
        kind=Kind(row.kind),
        message=unpack(row.message),
        action=Action(row.action) if has_place else Action.POST,
        target=row.target if has_place else "",
        due_at=row.due_at,
        expires_at=row.expires_at,
        is_late=row.is_late,
    )
    waited = now - max(row.due_at, row.not_before or row.due_at) > timedelta(seconds=LATE_S)
    return Job(
        id=row.id,
        delivery=delivery,
        parts=there,
        attempts=row.attempts,
        lookups=row.lookups,
        lease_until=now + timedelta(seconds=lease_s),
        target_ref=target_ref,
        is_plain=row.is_plain,
        unsure_since=row.unsure_since,
        notes=tuple(_notes(is_waited=waited)),
    )


def _notes(*, is_waited: bool) -> Iterator[str]:
    if is_waited:
        yield WAITED
