"""Subscriptions: who wants what, whose digest is due, and what was made of it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from bot.errors import StoreError
from bot.store.audit import write_audit
from bot.store.delivery_records import AuditLine, ChannelRecord, SubscriptionRecord
from bot.store.delivery_tables import channels, held, subscriptions
from bot.store.outbox_rows import SLACK_S, channel_id
from bot.store.part import Part
from bot.types import Channel, Source, Subscription

FAR = timedelta(days=17)
"""No digest is further off than two weeks, and those only where a zone skips its weekday: `bot.deliver.schedule` looks no
further ahead than 16 days. One that seems to be was reckoned by a clock that went wrong, and is reckoned anew."""

REREAD = timedelta(days=1)
"""So far back the next digest looks whose last one looked into the future: what was told is not told again."""

_DECODER = msgspec.json.Decoder(Subscription)


class SubscriptionPart(Part):
    """What the store does for subscriptions."""

    def sync_subscriptions(self, wanted: Iterable[tuple[Subscription, datetime | None]]) -> None:
        """Make the subscriptions of origin ``CONFIG`` those of ``wanted``; each comes with the time of its next digest.

        One that did not change keeps its time, so that a digest which fell due meanwhile is still made. One that is no
        longer wanted is marked as removed. What a chat asked for is left alone, unless it bears the same id.
        """
        listed = {one.id: (one, next_at) for one, next_at in wanted}
        # Two processes that start at once would both find a subscription missing, and the second INSERT would fail.
        self._db.write(lambda c: _sync(c, listed, self._db.now(c)), lock="tell")

    def put_subscription(
        self, subscription: Subscription, next_at: datetime | None, by: AuditLine | None = None
    ) -> None:
        """Add a subscription or change it; ``by`` goes into the audit in the same transaction."""

        def work(connection: Connection) -> None:
            now = self._db.now(connection)
            before = _put(connection, subscription, next_at, now)
            if by:
                write_audit(connection, by, before, _encoded(subscription), now)

        self._db.write(work, lock="tell")

    def remove_subscription(self, subscription_id: str, by: AuditLine | None = None) -> bool:
        """Mark a subscription as removed; what is on its way is still posted. False if there is none."""

        def work(connection: Connection) -> bool:
            now = self._db.now(connection)
            own = (subscriptions.c.id == subscription_id) & subscriptions.c.is_removed.is_(False)
            before = connection.scalar(select(subscriptions.c.value).where(own).with_for_update())
            if before is None:
                return False
            values = _FREE | {"is_removed": True, "changed_at": now}
            connection.execute(update(subscriptions).where(own).values(values))
            if by:
                write_audit(connection, by, before, "", now)
            return True

        return self._db.write(work)

    def subscriptions(self, channel: Channel | None = None) -> tuple[SubscriptionRecord, ...]:
        """Every subscription that is not removed, by id; those of one channel, if one is given."""
        wanted = subscriptions.c.is_removed.is_(False)
        if channel is not None:
            wanted &= _is(channel)
        return self._db.read(lambda c: tuple(_readable(c.execute(_ROWS.where(wanted)))))

    def subscription(self, subscription_id: str) -> SubscriptionRecord | None:
        """The subscription of that id; ``None`` if there is none."""
        own = (subscriptions.c.id == subscription_id) & subscriptions.c.is_removed.is_(False)
        row = self._db.read(lambda c: c.execute(_ROWS.where(own)).one_or_none())
        return _record(row) if row else None

    def alerting(self) -> tuple[SubscriptionRecord, ...]:
        """Those that ask for alerts and whose channel is posted to."""
        wanted = (
            subscriptions.c.is_removed.is_(False) & subscriptions.c.has_alerts & (channels.c.paused_why == "")
        )
        return self._db.read(lambda c: tuple(_readable(c.execute(_ROWS.where(wanted)))))

    def channels(self) -> tuple[ChannelRecord, ...]:
        """Every channel that was ever asked for."""
        rows = self._db.read(lambda c: c.execute(select(channels).order_by(channels.c.id)).all())
        return tuple(
            ChannelRecord(Channel(row.platform, row.workspace, row.channel), row.paused_why, row.paused_at)
            for row in rows
        )

    def claim_due(self, owner: str, *, limit: int, lease_s: float) -> tuple[SubscriptionRecord, ...]:
        """Take subscriptions whose digest is due and that nobody holds, those due longest first.

        Those of one channel always go to one owner together. Also taken are those whose next digest is absurdly far off
        (`FAR`), and those of a paused channel: their slots pass with a reason.
        """
        return self._db.write(lambda c: _claim(c, owner, limit, lease_s, self._db.now(c)))

    def bring_forward(self, times: Mapping[str, datetime]) -> int:
        """Let digests be made at these times, by subscription, that were to be made later; how many those were.

        For a clock that was ahead and went back: what was reckoned by it would not come round for as long, and what was
        looked at until a time that has not come yet (`REREAD`) would hide what is stored before that.
        """

        def work(connection: Connection) -> int:
            now, done = self._db.now(connection), 0
            ahead = update(subscriptions).where(subscriptions.c.told_until > now)
            connection.execute(ahead.values(told_until=now - REREAD))
            for subscription_id, at in sorted(times.items()):
                own = (subscriptions.c.id == subscription_id) & (subscriptions.c.next_at > at)
                done += connection.execute(update(subscriptions).where(own).values(next_at=at)).rowcount
            return done

        return self._db.write(work, lock="tell")

    def release_due(self, owner: str) -> int:
        """Give back every subscription that ``owner`` holds; how many those were."""
        own = update(subscriptions).where(subscriptions.c.lease_owner == owner)
        return int(self._db.write(lambda c: c.execute(own.values(_FREE)).rowcount))


_FREE: dict[str, object] = {"lease_owner": None, "lease_until": None}

_ROWS = (
    select(
        subscriptions,
        channels.c.paused_why,
    )
    .join(channels, channels.c.id == subscriptions.c.channel_id)
    .order_by(subscriptions.c.id)
)


def _is(channel: Channel) -> Any:
    return (
        (channels.c.platform == channel.platform)
        & (channels.c.workspace == channel.workspace)
        & (channels.c.channel == channel.id)
    )


def _record(row: Row[Any]) -> SubscriptionRecord:
    return SubscriptionRecord(
        _decoded(row.value), row.next_at, row.told_until, row.changed_at, row.paused_why
    )


def _readable(rows: Iterable[Row[Any]]) -> Iterator[SubscriptionRecord]:
    """Those that can be read: one that cannot shall not stop all others."""
    for row in rows:
        with suppress(StoreError):
            yield _record(row)


def _encoded(subscription: Subscription) -> str:
    return msgspec.json.encode(subscription).decode()


def _decoded(value: str) -> Subscription:
    try:
        return _DECODER.decode(value)
    except msgspec.MsgspecError as error:
        raise StoreError("A subscription in the database cannot be read. Restore a backup.") from error


def _sync(
    connection: Connection, listed: dict[str, tuple[Subscription, datetime | None]], now: datetime
) -> None:
    gone = (subscriptions.c.origin == Source.CONFIG) & subscriptions.c.id.not_in(listed)
    gone &= subscriptions.c.is_removed.is_(False)
    connection.execute(
        update(subscriptions).where(gone).values(_FREE | {"is_removed": True, "changed_at": now})
    )
    live = select(subscriptions.c.id, subscriptions.c.value).where(subscriptions.c.is_removed.is_(False))
    known = {row.id: row.value for row in connection.execute(live)}
    for one, next_at in listed.values():
        if known.get(one.id) != _encoded(one):
            _put(connection, one, next_at, now)


def _put(connection: Connection, one: Subscription, next_at: datetime | None, now: datetime) -> str:
    """Write a subscription; what it was before, ``""`` if it was not there.

    A digest that is due already stays due: whoever changes an hour must not lose it. Whoever is making it by the old
    wishes loses the lease, and with it the right to say when the next one comes.
    """
    values: dict[str, object] = _FREE | {
        "channel_id": channel_id(connection, one.channel),
        "origin": one.origin,
        "value": _encoded(one),
        "is_removed": False,
        "has_alerts": one.alerts is not None,
        "changed_at": now,
    }
    own = subscriptions.c.id == one.id
    row = connection.execute(select(subscriptions).where(own).with_for_update()).one_or_none()
    if row is None:
        fresh = {"id": one.id, "next_at": next_at, "told_until": None}
        connection.execute(insert(subscriptions).values(values | fresh))
        return ""
    if row.value == values["value"] and not row.is_removed:
        return str(row.value)
    is_due = row.next_at is not None and row.next_at <= now and next_at is not None
    if row.is_removed:  # it begins anew, and does not make up for the time between
        values |= {"next_at": next_at, "told_until": None}
    else:
        values["next_at"] = row.next_at if is_due else next_at
    connection.execute(update(subscriptions).where(own).values(values))
    # What was held for the end of quiet hours may be due under the new ones.
    connection.execute(update(held).where(held.c.subscription_id == one.id).values(release_at=now))
    return "" if row.is_removed else str(row.value)


def _claim(
    connection: Connection, owner: str, limit: int, lease_s: float, now: datetime
) -> tuple[SubscriptionRecord, ...]:
    until = now + timedelta(seconds=lease_s)
    last = until + timedelta(seconds=SLACK_S)  # a lease that ends later was given by a clock that went back
    held_by = subscriptions.alias("held_by")
    of_others = select(held_by.c.channel_id).where(
        held_by.c.lease_owner != owner, held_by.c.lease_until > now, held_by.c.lease_until <= last
    )
    ready = and_(
        subscriptions.c.is_removed.is_(False) & subscriptions.c.next_at.is_not(None),
        or_(subscriptions.c.next_at <= now, subscriptions.c.next_at > now + FAR),
        or_(
            subscriptions.c.lease_until.is_(None),
            subscriptions.c.lease_until <= now,
            subscriptions.c.lease_until > last,
        ),
        subscriptions.c.channel_id.not_in(of_others),
    )
    soonest = select(subscriptions.c.channel_id).where(ready)
    soonest = soonest.order_by(subscriptions.c.next_at, subscriptions.c.id).limit(limit)
    wanted = list(dict.fromkeys(connection.scalars(soonest)))
    # The channels are locked first, so that nobody else can take another subscription of one of them; but not against
    # those who only refer to them, as every new delivery does.
    own = select(channels.c.id).where(channels.c.id.in_(wanted)).order_by(channels.c.id)
    mine = list(connection.scalars(own.with_for_update(skip_locked=True, key_share=True)))
    waiting = select(subscriptions.c.id).where(subscriptions.c.channel_id.in_(mine), ready)
    ids = list(connection.scalars(waiting.order_by(subscriptions.c.id).with_for_update()))
    if not ids:
        return ()
    lease = {"lease_owner": owner, "lease_until": until}
    connection.execute(update(subscriptions).where(subscriptions.c.id.in_(ids)).values(lease))
    rows = connection.execute(_ROWS.where(subscriptions.c.id.in_(ids)).order_by(None))
    found = sorted(_readable(rows), key=lambda one: (str(one.next_at), one.subscription.id))
    return tuple(found)
