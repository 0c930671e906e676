"""The outbox: messages on their way, from the transaction that made them to the one that settles them.

What couriers ask of it; what operators ask is in `bot.store.outbox_desk`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.deliver.outbox import Change
from bot.store.delivery_tables import deliveries
from bot.store.message_form import pack
from bot.store.outbox_change import FREE, begin, freeze, lease, own, write
from bot.store.outbox_claim import claim
from bot.store.outbox_desk import OutboxDesk
from bot.store.outbox_rows import channel_id
from bot.types import Delivery, Job, Part, State

__all__ = ["OutboxPart", "channel_id", "write_delivery", "write_reported"]


class OutboxPart(OutboxDesk):
    """What the store does for messages on their way."""

    def enqueue(self, delivery: Delivery) -> bool:
        """Put a message on its way. False, and nothing is changed, if one with that key is there."""
        return self._db.write(lambda c: write_delivery(c, delivery, self._db.now(c))) is not None

    def claim_deliveries(
        self, owner: str, *, platforms: Collection[str], limit: int, lease_s: float
    ) -> tuple[Job, ...]:
        """Take deliveries that are due and that nobody holds, those due longest first; at most one of each channel.

        Of a channel the oldest goes first and the others wait for it, whatever holds it up; deliveries that reply to or
        change another wait for that one's end. What is past its time and not yet posted in any part ends as expired.

        Args:
            owner: Names this start of this process, so that no other can settle for it; at most 64 characters.
            platforms: For these only.
            limit: At most so many.
            lease_s: After so long somebody else may take them.
        """
        return self._db.write(
            lambda c: claim(c, owner, platforms, limit, lease_s, self._db.now(c)), lock="post"
        )

    def freeze_parts(
        self, owner: str, delivery_id: int, payloads: Sequence[str], *, lease_s: float
    ) -> tuple[Part, ...]:
        """Keep what was rendered; parts that were frozen before stay, and are returned.

        Raises:
            LeaseLost: Somebody else has the delivery.
        """

        def work(connection: Connection) -> tuple[Part, ...]:
            own(connection, owner, delivery_id)
            self._hold(connection, owner, delivery_id, lease_s)
            return freeze(connection, delivery_id, payloads)

        return self._db.write(work)

    def begin_part(
        self, owner: str, delivery_id: int, number: int, *, lease_s: float, change: Change | None = None
    ) -> datetime:
        """Note that an attempt for a part begins, and when that is; its lease lasts ``lease_s`` from now.

        ``change``: of the part before, written in the same transaction.

        Raises:
            LeaseLost: Somebody else has the delivery; it must not be posted.
        """

        def work(connection: Connection) -> datetime:
            row, now = own(connection, owner, delivery_id), self._db.now(connection)
            if change:
                write(connection, row, change, now)
            begin(connection, row, number, now)
            self._hold(connection, owner, delivery_id, lease_s)
            return now

        return self._db.write(work)

    def apply_change(self, owner: str, delivery_id: int, change: Change, *, lease_s: float) -> None:
        """Write what became of a delivery, and give it back unless the change keeps it (``lease_s`` from now).

        Raises:
            LeaseLost: Somebody else has the delivery; nothing was written.
        """

        def work(connection: Connection) -> None:
            row = own(connection, owner, delivery_id)
            write(connection, row, change, self._db.now(connection))
            if change.is_kept:
                self._hold(connection, owner, delivery_id, lease_s)
            else:
                connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(FREE))

        self._db.write(work)

    def renew_delivery(self, owner: str, delivery_id: int, *, lease_s: float) -> None:
        """Hold a delivery for ``lease_s`` from now.

        Raises:
            LeaseLost: Somebody else has it.
        """

        def work(connection: Connection) -> None:
            own(connection, owner, delivery_id)
            self._hold(connection, owner, delivery_id, lease_s)

        self._db.write(work)

    def release_deliveries(self, owner: str) -> int:
        """Give back all that an owner holds, as a process does that ends in order; how many those were."""
        mine = update(deliveries).where(deliveries.c.lease_owner == owner).values(FREE)
        return self._db.write(lambda c: c.execute(mine).rowcount)

    def _hold(self, connection: Connection, owner: str, delivery_id: int, lease_s: float) -> None:
        values = lease(owner, self._db.now(connection), lease_s)
        connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))


def write_delivery(connection: Connection, delivery: Delivery, now: datetime) -> int | None:
    """Put a message on its way, as a part of another transaction. Its id; ``None`` if one with that key is there."""
    row = {
        "key": delivery.key,
        "channel_id": channel_id(connection, delivery.channel),
        "kind": delivery.kind,
        "action": delivery.action,
        "target": delivery.target,
        "message": pack(delivery.message),
        "state": State.PENDING,
        "why": "",
        "attempts": 0,
        "lookups": 0,
        "is_plain": False,
        "is_late": delivery.is_late,
        "created_at": now,
        "due_at": delivery.due_at or now,
        "expires_at": delivery.expires_at,
    }
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(deliveries)
    once = insert.values(row).on_conflict_do_nothing(index_elements=["key"]).returning(deliveries.c.id)
    made = connection.execute(once).scalar_one_or_none()
    return None if made is None else int(made)


def write_reported(connection: Connection, delivery_ids: Collection[int], now: datetime) -> None:
    """Note that channels were told of these lost deliveries, as a part of the transaction that tells them."""
    told_of = update(deliveries).where(deliveries.c.id.in_(delivery_ids))
    connection.execute(told_of.values(reported_at=now))
