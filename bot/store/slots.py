"""Slots: a digest is made once for each, whoever makes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.store.channel_memory import last_told, write_tellings
from bot.store.delivery_records import MadeSlot, Passed, SkippedSlot, SlotRecord
from bot.store.delivery_tables import channels, deliveries, slots, subscriptions
from bot.store.outbox import write_delivery
from bot.store.part import Part
from bot.store.upsert import upsert
from bot.types import Channel, Slot


class SlotPart(Part):
    """What the store does for slots."""

    def commit_slots(self, owner: str, made: Sequence[MadeSlot]) -> tuple[str, ...]:
        """Write digests with their slots, deliveries and tellings, and give the subscriptions back; one transaction.

        A slot that was made before keeps what was made then, and its subscription goes on looking from where it stood:
        what the second digest of the slot would have told is left to the next one. A digest that does not know of
        something its channel was told meanwhile is not written: its subscription stays with ``owner``, who makes it anew.

        Returns:
            Ids of the subscriptions whose digest is to be made anew. One that somebody else holds now is passed over:
            its digest is theirs to make.
        """
        return self._db.write(lambda c: _commit(c, owner, made, self._db.now(c)), lock="tell")

    def slots(
        self, channel: Channel | None = None, *, since: datetime | None = None, limit: int = 50
    ) -> tuple[SlotRecord, ...]:
        """What became of the latest slots, newest first."""
        wanted = _ROWS
        if channel is not None:
            wanted = wanted.where(
                channels.c.platform == channel.platform,
                channels.c.workspace == channel.workspace,
                channels.c.channel == channel.id,
            )
        if since is not None:
            wanted = wanted.where(slots.c.made_at >= since)
        rows = self._db.read(lambda c: c.execute(wanted.limit(limit)).all())
        return tuple(map(_record, rows))


_KEY = ("subscription_id", "day", "at")

_ROWS = (
    select(
        slots,
        func.coalesce(deliveries.c.key, "").label("key"),
        func.coalesce(deliveries.c.state, "").label("state"),
    )
    .join(subscriptions, subscriptions.c.id == slots.c.subscription_id)
    .join(channels, channels.c.id == subscriptions.c.channel_id)
    .outerjoin(deliveries, deliveries.c.id == slots.c.delivery_id)
    .order_by(slots.c.made_at.desc(), slots.c.due_at.desc(), slots.c.subscription_id)
)


def _record(row: Row[Any]) -> SlotRecord:
    slot = Slot(
        row.subscription_id,
        datetime.strptime(row.day, "%Y-%m-%d").date(),  # noqa: DTZ007 - a local day has no zone
        datetime.strptime(row.at, "%H:%M").time(),  # noqa: DTZ007 - nor has its hour
    )
    return SlotRecord(
        slot,
        row.due_at,
        row.made_at,
        row.outcome,
        row.why,
        row.is_late,
        row.read,
        row.told,
        tuple((reason, count) for reason, count in row.dropped),
        row.key,
        row.state,
    )


def _commit(connection: Connection, owner: str, made: Sequence[MadeSlot], now: datetime) -> tuple[str, ...]:
    ids = [passed.subscription_id for one in made for passed in one.passed]
    mine = (subscriptions.c.lease_owner == owner) & subscriptions.c.id.in_(ids)
    # Ordered: two processes that lock the same rows never wait for each other in a ring.
    locked = select(subscriptions).where(mine).order_by(subscriptions.c.id).with_for_update()
    held = {row.id: row for row in connection.execute(locked)}
    again: list[str] = []
    for one in made:
        if any(passed.subscription_id not in held for passed in one.passed):
            continue
        channel: int = held[one.passed[0].subscription_id].channel_id
        if one.delivery is not None and last_told(connection, channel) != one.last_told:
            again.extend(passed.subscription_id for passed in one.passed)
            continue
        is_told = _write(connection, one, channel, now)
        for passed in one.passed:
            _pass(connection, passed if is_told else replace(passed, told_until=None), now)
    return tuple(again)


def _pass(connection: Connection, passed: Passed, now: datetime) -> None:
    rows = [_skipped(each, now) for each in passed.skipped]
    upsert(connection, slots, rows, key=_KEY)
    values: dict[str, object] = {"next_at": passed.next_at, "lease_owner": None, "lease_until": None}
    if passed.told_until is not None:
        values["told_until"] = passed.told_until
    own = subscriptions.c.id == passed.subscription_id
    connection.execute(update(subscriptions).where(own).values(values))


def _write(connection: Connection, one: MadeSlot, channel: int, now: datetime) -> bool:
    """False if the slot was made before: nothing is written."""
    if one.slot is None:
        return True
    if _is_made(connection, one.slot):
        return False
    delivery_id = write_delivery(connection, one.delivery, now) if one.delivery else None
    if delivery_id is not None:
        write_tellings(connection, delivery_id, channel, one.tellings, now)
    row = _made(one, one.slot, delivery_id, now)
    upsert(connection, slots, [row], key=_KEY, change=[name for name in row if name not in _KEY])
    lost = deliveries.c.key.in_(one.reported) & deliveries.c.reported_at.is_(None)
    connection.execute(update(deliveries).where(lost).values(reported_at=now))
    return True


def _is_made(connection: Connection, slot: Slot) -> bool:
    """One that was passed over is not: by a clock that was ahead for a while, say, and the slot is still to come."""
    day, at = _name(slot)
    own = (slots.c.subscription_id == slot.subscription_id) & (slots.c.day == day) & (slots.c.at == at)
    return connection.scalar(select(slots.c.outcome).where(own)) not in {None, "skipped"}


def _name(slot: Slot) -> tuple[str, str]:
    return slot.day.isoformat(), f"{slot.at:%H:%M}"


def _made(one: MadeSlot, slot: Slot, delivery_id: int | None, now: datetime) -> dict[str, object]:
    day, at = _name(slot)
    return {
        "subscription_id": slot.subscription_id,
        "day": day,
        "at": at,
        "due_at": one.due_at or now,
        "made_at": now,
        "outcome": "made" if delivery_id is not None else "silent",
        "why": "",
        "is_late": one.is_late,
        "delivery_id": delivery_id,
        "read": one.read,
        "told": len(one.tellings),
        "dropped": [list(pair) for pair in one.dropped],
    }


def _skipped(one: SkippedSlot, now: datetime) -> dict[str, object]:
    day, at = _name(one.slot)
    return {
        "subscription_id": one.slot.subscription_id,
        "day": day,
        "at": at,
        "due_at": one.due_at,
        "made_at": now,
        "outcome": one.outcome,
        "why": one.why,
        "is_late": False,
        "delivery_id": None,
        "read": 0,
        "told": 0,
        "dropped": [],
    }
