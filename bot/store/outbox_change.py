"""What an owner writes about a delivery that it holds: frozen parts, attempts, and what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from bot.deliver.messenger import Scope
from bot.deliver.outbox import ENDED, Change, Gate, gate_key
from bot.deliver.patience import MOST_S
from bot.errors import StoreError
from bot.store.delivery_tables import channels, deliveries, gates, parts, told
from bot.store.leases import held
from bot.store.outbox_rows import channel_of, parts_of, waiting
from bot.store.upsert import upsert
from bot.types import Part, State

FREE: dict[str, object] = {"lease_owner": None, "lease_until": None}


def own(connection: Connection, owner: str, delivery_id: int) -> Row[Any]:
    """The row of a delivery that this owner holds, locked.

    Raises:
        LeaseLost: Somebody else has it.
        StoreError: There is none.
    """
    wanted = select(deliveries).where(deliveries.c.id == delivery_id).with_for_update()
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError(f"There is no delivery {delivery_id}. `brief check` lists those that wait.")
    held(owner, row.lease_owner, f"The delivery {row.key}")
    return row


def freeze(connection: Connection, delivery_id: int, payloads: Sequence[str]) -> tuple[Part, ...]:
    """Keep rendered parts, unless there are some: a new version of the code must not change them between two tries."""
    there = parts_of(connection, [delivery_id]).get(delivery_id, ())
    if there:
        return there
    rows = [
        {"delivery_id": delivery_id, "number": number, "payload": payload, "is_sent": False, "ref": ""}
        for number, payload in enumerate(payloads)
    ]
    connection.execute(insert(parts), rows)
    return parts_of(connection, [delivery_id])[delivery_id]


def lease(owner: str, now: datetime, lease_s: float) -> dict[str, object]:
    """Columns of a lease from now on."""
    return {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}


def begin(connection: Connection, row: Row[Any], number: int, now: datetime) -> None:
    """Note that an attempt begins: whoever finds this later looks before trying again."""
    _set(
        connection,
        row.id,
        state=State.UNSURE,
        why="",
        attempts=deliveries.c.attempts + 1,
        lookups=0,
        not_before=None,
        unsure_since=now,
    )
    mine = (parts.c.delivery_id == row.id) & (parts.c.number == number)
    if not connection.execute(update(parts).where(mine).values(attempted_at=now)).rowcount:
        raise StoreError(f"The delivery {row.key} has no part {number}. Please report this.")


def write(connection: Connection, row: Row[Any], change: Change, now: datetime) -> None:
    """Write a change of a delivery; its lease is the caller's affair."""
    is_unsure = change.state is State.UNSURE
    _set(
        connection,
        row.id,
        state=change.state,
        why=change.why,
        is_plain=row.is_plain or change.is_plain,
        lookups=row.lookups + change.is_looked,
        not_before=now + timedelta(seconds=change.wait_s) if change.wait_s else None,
        unsure_since=(row.unsure_since or now) if is_unsure else None,
        settled_at=now if change.state in ENDED else None,
    )
    _write_parts(connection, row.id, change)
    if change.is_void:
        void(connection, [row.id])
    if change.gate:
        _close(connection, row.channel_id, change.gate, now)
    if change.pause:
        pause(connection, row.channel_id, change.pause, change.why, now)


def _set(connection: Connection, delivery_id: int, **values: object) -> None:
    connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))


def _write_parts(connection: Connection, delivery_id: int, change: Change) -> None:
    mine = parts.c.delivery_id == delivery_id
    for number, ref in change.refs:
        there = {"is_sent": True, "ref": ref, "attempted_at": None}
        connection.execute(update(parts).where(mine, parts.c.number == number).values(there))
    if change.is_plain:
        connection.execute(delete(parts).where(mine))
    elif change.state not in {State.UNSURE, State.UNCONFIRMED}:
        connection.execute(update(parts).where(mine).values(attempted_at=None))


def void(connection: Connection, delivery_ids: Sequence[int]) -> None:
    """The channel never saw these: what they were to tell it counts as untold."""
    for at in range(0, len(delivery_ids), 500):
        mine = told.c.delivery_id.in_(delivery_ids[at : at + 500])
        connection.execute(update(told).where(mine).values(is_void=True))


def _close(connection: Connection, channel_id: int, gate: Gate, now: datetime) -> None:
    """Close a gate; one that is closed for longer stays so, unless no clock that is right can have closed it so long."""
    key = gate_key(gate.scope, channel_of(connection, channel_id))
    until = now + timedelta(seconds=gate.wait_s)
    there = connection.scalar(select(gates.c.until).where(gates.c.key == key))
    if there is None or not until <= there <= now + timedelta(seconds=MOST_S):
        row = {"key": key, "until": until, "why": gate.why}
        upsert(connection, gates, [row], key=("key",), change=("until", "why"))
    connection.execute(delete(gates).where(gates.c.until <= now))


def pause(connection: Connection, channel_id: int, scope: Scope, why: str, now: datetime) -> None:
    """Stop posting to a channel, or to all of its workspace or platform.

    What waits for a channel that is gone is refused; a workspace may come back, and what waits for it waits.
    """
    place = channel_of(connection, channel_id)
    same: dict[Scope, ColumnElement[bool]] = {
        Scope.CHANNEL: channels.c.id == channel_id,
        Scope.WORKSPACE: (channels.c.platform == place.platform) & (channels.c.workspace == place.workspace),
        Scope.PLATFORM: channels.c.platform == place.platform,
    }
    stop = update(channels).where(same[scope], channels.c.paused_at.is_(None))
    connection.execute(stop.values(paused_why=why or "stopped", paused_at=now))
    if scope is Scope.CHANNEL:
        waits = (deliveries.c.channel_id == channel_id) & (deliveries.c.state == State.PENDING)
        end(connection, waits & waiting(), State.REFUSED, why, now)


def end(
    connection: Connection, which: ColumnElement[bool], state: State, why: str, now: datetime
) -> tuple[int, ...]:
    """Let deliveries of which nothing is on its way end; those of which nothing arrived are void. Their ids."""
    sent = exists().where(parts.c.delivery_id == deliveries.c.id, parts.c.is_sent.is_(True))
    # Locked, and looked at again once it is: whoever holds it by a lease that ran out may begin to post it this moment.
    wanted = select(deliveries.c.id, sent.label("sent")).where(which).with_for_update(of=deliveries)
    rows = connection.execute(wanted).all()
    for at in range(0, len(rows), 500):
        ids = [row.id for row in rows[at : at + 500]]
        values = {"state": state, "why": why, "settled_at": now, "not_before": None, "unsure_since": None}
        connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(values | FREE))
    void(connection, [row.id for row in rows if not row.sent])
    return tuple(row.id for row in rows)
