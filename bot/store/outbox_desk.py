"""What operators ask of the outbox: what is on its way and how it is doing; look, decide, stop, go on."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, literal, select, update

from bot.deliver.messenger import Scope
from bot.store.delivery_tables import channels, deliveries, gates, parts, told
from bot.store.outbox_change import FREE, pause
from bot.store.outbox_records import DeliveryRecord, GateRecord, PauseRecord
from bot.store.outbox_rows import channel_id, parts_of, record, records
from bot.store.part import Part as StorePart
from bot.store.types import storable
from bot.types import Channel, Part, State


class OutboxDesk(StorePart):
    """What the store tells an operator of messages on their way, and lets one decide."""

    def deliveries(
        self,
        states: Collection[State] = (),
        *,
        channel: Channel | None = None,
        limit: int = 100,
    ) -> tuple[DeliveryRecord, ...]:
        """Deliveries in these states (all, where none is given), of one channel or of all, newest first."""
        which: list[ColumnElement[bool]] = [deliveries.c.state.in_(states)] if states else []
        if channel is not None:
            which.append(_is_at(channel))
        wanted = records().where(*which).order_by(deliveries.c.id.desc()).limit(limit)
        return self._db.read(lambda c: tuple(record(row) for row in c.execute(wanted)))

    def delivery(self, key: str) -> DeliveryRecord | None:
        """The delivery of that key; ``None`` if there is none."""
        wanted = records().where(deliveries.c.key == storable(key))
        row = self._db.read(lambda c: c.execute(wanted).one_or_none())
        return record(row) if row else None

    def delivery_parts(self, key: str) -> tuple[Part, ...]:
        """Its parts in their order; none before it was rendered."""

        def work(connection: Connection) -> tuple[Part, ...]:
            found = connection.scalar(select(deliveries.c.id).where(deliveries.c.key == storable(key)))
            return parts_of(connection, [found]).get(found, ()) if found else ()

        return self._db.read(work)

    def lost_deliveries(self, channel: Channel) -> tuple[DeliveryRecord, ...]:
        """What a channel did not get, or not whole, and was not told of: expired or refused, first made first."""
        gone = deliveries.c.state.in_((State.EXPIRED, State.REFUSED)) & deliveries.c.reported_at.is_(None)
        wanted = records().where(gone, _is_at(channel)).order_by(deliveries.c.id)
        return self._db.read(lambda c: tuple(record(row) for row in c.execute(wanted)))

    def resend(self, key: str) -> bool:
        """Post a delivery once more that ended otherwise than sent: somebody looked, and decided so.

        It has no term any more, and nothing is looked for. False if there is no such delivery, or it did not end so.
        """

        def work(connection: Connection) -> bool:
            row, now = _row(connection, key), self._db.now(connection)
            if row is None or row.state not in {State.UNCONFIRMED, State.REFUSED, State.EXPIRED}:
                return False
            clean = {"attempts": 0, "lookups": 0, "is_late": False, "due_at": now, "expires_at": None}
            _back(connection, row, State.PENDING, "to be posted again, by hand", clean)
            mine = parts.c.delivery_id == row.id
            connection.execute(update(parts).where(mine).values(attempted_at=None))
            connection.execute(update(told).where(told.c.delivery_id == row.id).values(is_void=False))
            return True

        return self._db.write(work)

    def confirm(self, key: str, ref: str = "") -> bool:
        """An unconfirmed delivery is there: somebody looked. What is left of its parts is posted.

        False if there is no such delivery, or it is not unconfirmed. ``ref``: of the post.
        """

        def work(connection: Connection) -> bool:
            row, now = _row(connection, key), self._db.now(connection)
            if row is None or row.state != State.UNCONFIRMED:
                return False
            mine = parts.c.delivery_id == row.id
            was_tried = mine & parts.c.attempted_at.is_not(None)
            there = {"is_sent": True, "ref": ref, "attempted_at": None}
            # Without an attempt of this store it was one of an earlier life that made it unconfirmed: all of it is there.
            is_part = connection.execute(update(parts).where(was_tried).values(there)).rowcount
            if not is_part:
                connection.execute(update(parts).where(mine).values(there))
            left = connection.scalar(select(literal(1)).where(mine, parts.c.is_sent.is_(False)).limit(1))
            state, end = (State.PENDING, None) if left else (State.SENT, now)
            _back(connection, row, state, "confirmed by hand", {"due_at": now, "settled_at": end})
            return True

        return self._db.write(work)

    def pause_channel(self, channel: Channel, why: str) -> None:
        """Post nothing to a channel until it is resumed; what waits, waits, and may expire."""

        def work(connection: Connection) -> None:
            own_id = channel_id(connection, channel)
            stop = update(channels).where(channels.c.id == own_id, channels.c.paused_at.is_(None))
            connection.execute(stop.values(paused_why=why, paused_at=self._db.now(connection)))

        self._db.write(work)

    def pause_around(self, channel: Channel, scope: Scope, why: str) -> None:
        """Post nothing to all channels of a workspace, or of a platform, until they are resumed."""
        self._db.write(lambda c: pause(c, channel_id(c, channel), scope, why, self._db.now(c)))

    def resume_channel(self, channel: Channel) -> bool:
        """Post to a channel again. False if it was not paused."""
        return self._resume(_is_itself(channel)) > 0

    def resume_around(self, platform: str, workspace: str | None = None) -> int:
        """Post again to all channels of a workspace, or of a platform; how many of them were paused."""
        which = channels.c.platform == platform
        return self._resume(which if workspace is None else which & (channels.c.workspace == workspace))

    def paused(self) -> tuple[PauseRecord, ...]:
        """Channels that nothing is posted to."""
        wanted = select(channels).where(channels.c.paused_at.is_not(None)).order_by(channels.c.id)
        return self._db.read(
            lambda c: tuple(
                PauseRecord(Channel(row.platform, row.workspace, row.channel), row.paused_why, row.paused_at)
                for row in c.execute(wanted)
            )
        )

    def gates(self) -> tuple[GateRecord, ...]:
        """Where platforms asked us to wait, and until when."""

        def work(connection: Connection) -> tuple[GateRecord, ...]:
            shut = select(gates).where(gates.c.until > self._db.now(connection)).order_by(gates.c.key)
            return tuple(GateRecord(row.key, row.until, row.why) for row in connection.execute(shut))

        return self._db.read(work)

    def _resume(self, which: ColumnElement[bool]) -> int:
        again = update(channels).where(which, channels.c.paused_at.is_not(None))
        return self._db.write(lambda c: c.execute(again.values(paused_why="", paused_at=None)).rowcount)


def _is_itself(channel: Channel) -> ColumnElement[bool]:
    places = {"platform": channel.platform, "workspace": channel.workspace, "channel": channel.id}
    return and_(*(channels.c[name] == storable(value) for name, value in places.items()))


def _is_at(channel: Channel) -> ColumnElement[bool]:
    return deliveries.c.channel_id == select(channels.c.id).where(_is_itself(channel)).scalar_subquery()


def _row(connection: Connection, key: str) -> Row[Any] | None:
    """The row of a delivery, locked."""
    wanted = select(deliveries).where(deliveries.c.key == storable(key)).with_for_update()
    return connection.execute(wanted).one_or_none()


def _back(connection: Connection, row: Row[Any], state: State, why: str, values: dict[str, object]) -> None:
    clean = {"state": state, "why": why, "not_before": None, "unsure_since": None, "settled_at": None}
    mine = update(deliveries).where(deliveries.c.id == row.id)
    connection.execute(mine.values(clean | {"reported_at": None} | values | FREE))
