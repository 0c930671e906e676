"""What each channel was told, muted and judged: so that nothing is told twice, and what is new is seen to be."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from bot.store.adoption import NO_REVISION
from bot.store.delivery_records import HeldStory, Telling
from bot.store.delivery_tables import channels, deliveries, held, mutes, ratings, told
from bot.store.leases import batches
from bot.store.outbox import write_delivery
from bot.store.outbox_rows import channel_id
from bot.store.part import Part
from bot.store.schema import stories
from bot.store.tellings import resolve
from bot.store.upsert import upsert
from bot.types import Channel, Delivery, Kind, Severity, Told

MUTED = timedelta(days=30)
"""How long a story stays muted: no story that we saw went on for longer than three weeks (judged)."""


class ChannelMemory(Part):
    """What the store remembers of channels."""

    def told(self, channel: Channel, story_ids: Sequence[str]) -> dict[str, Told]:
        """What the channel was last told of these stories, by the ids asked for; those never told are left out.

        Who asks for a story that was merged into another meanwhile learns what is known of that one.
        """
        return self._db.read(lambda c: _told(c, channel, story_ids))

    def untold(self, channel: Channel, since: datetime) -> tuple[str, ...]:
        """Stories that only a message told, from ``since`` on, which never arrived; by their present ids, sorted."""

        def work(connection: Connection) -> tuple[str, ...]:
            own = select(channels.c.id).where(is_channel(channel)).scalar_subquery()
            lost = told.c.is_void.is_(True) & (told.c.at >= since) & (told.c.channel_id == own)
            rows = connection.execute(
                select(_CURRENT.label("current"), func.max(told.c.delivery_id).label("last"))
                .join(told, told.c.story_id == stories.c.id)
                .where(lost)
                .group_by(_CURRENT)
            )
            last = {row.current: row.last for row in rows}
            known = _told(connection, channel, sorted(last)) if last else {}
            return tuple(
                one for one in sorted(last) if one not in known or known[one].delivery_id < last[one]
            )

        return self._db.read(work)

    def last_told(self, channel: Channel) -> int:
        """Number of the last delivery that told the channel anything; 0 for none. It grows with every one."""

        def work(connection: Connection) -> int:
            found = connection.scalar(select(channels.c.id).where(is_channel(channel)))
            return last_told(connection, found) if found is not None else 0

        return self._db.read(work)

    def tell(
        self, delivery: Delivery, telling: Telling, *, last_told: int, also: Sequence[Delivery] = ()
    ) -> bool:
        """Put a message about one story into the outbox, and remember that the channel was told.

        False, and nothing is written, if the message is there already, or if the channel was told anything after
        ``last_told``: who made the message did not know of that. ``also``: messages that go with it.
        """

        def work(connection: Connection) -> bool:
            now = self._db.now(connection)
            channel = channel_id(connection, delivery.channel)
            if _last(connection, channel) != last_told:
                return False
            delivery_id = write_delivery(connection, delivery, now)
            if delivery_id is None:
                return False
            write_tellings(connection, delivery_id, channel, [telling], now)
            for one in also:
                write_delivery(connection, one, now)
            return True

        return self._db.write(work, lock="tell")

    def hold(self, subscription_id: str, story_id: str, release_at: datetime) -> None:
        """Let a story wait; asked for again, it waits until the time given last."""

        def work(connection: Connection) -> None:
            row = {"subscription_id": subscription_id, "story_id": resolve(connection, story_id)}
            key = ("subscription_id", "story_id")
            upsert(connection, held, [row | {"release_at": release_at}], key=key, change=("release_at",))

        self._db.write(work)

    def released(self, limit: int = 500) -> tuple[HeldStory, ...]:
        """Stories whose time of waiting is over; or is absurdly far off: a clock went wrong."""

        def work(connection: Connection) -> tuple[HeldStory, ...]:
            now = self._db.now(connection)
            over = _is_over(now)
            current = _CURRENT.label("current")
            wanted = select(held.c.subscription_id, current, held.c.story_id)
            wanted = wanted.join(stories, stories.c.id == held.c.story_id).where(over)
            rows = connection.execute(wanted.order_by(held.c.release_at, held.c.story_id).limit(limit))
            return tuple(HeldStory(row.subscription_id, row.current) for row in rows)

        return self._db.read(work)

    def let_go(self, waiting: HeldStory) -> None:
        """Forget that a story waited."""

        def work(connection: Connection) -> None:
            ids = select(stories.c.id).where(
                (stories.c.id == waiting.story_id) | (stories.c.merged_into == waiting.story_id)
            )
            own = (held.c.subscription_id == waiting.subscription_id) & held.c.story_id.in_(ids)
            connection.execute(held.delete().where(own, _is_over(self._db.now(connection))))

        self._db.write(work)

    def mute(self, channel: Channel, story_id: str, *, is_muted: bool = True) -> None:
        """Tell the channel nothing more of a story for `MUTED`; or again.

        Raises:
            StoreError: There is no such story.
        """

        def work(connection: Connection) -> None:
            number, story = channel_id(connection, channel), resolve(connection, story_id)
            until = self._db.now(connection) + MUTED
            if is_muted:
                row = {"channel_id": number, "story_id": story, "until": until}
                upsert(connection, mutes, [row], key=("channel_id", "story_id"), change=("until",))
            else:
                ids = select(stories.c.id).where((stories.c.id == story) | (stories.c.merged_into == story))
                own = (mutes.c.channel_id == number) & mutes.c.story_id.in_(ids)
                connection.execute(mutes.delete().where(own))

        self._db.write(work)

    def muted(self, channel: Channel) -> frozenset[str]:
        """Stories that the channel is told nothing of, by their present ids."""
        wanted = (
            select(_CURRENT)
            .join(mutes, mutes.c.story_id == stories.c.id)
            .join(channels, channels.c.id == mutes.c.channel_id)
            .where(is_channel(channel))
        )
        return self._db.read(lambda c: frozenset(c.scalars(wanted.where(mutes.c.until > self._db.now(c)))))

    def rate(self, channel: Channel, story_id: str, user: str, *, is_useful: bool) -> None:
        """Remember whether a user found a story useful; the last word counts.

        Raises:
            StoreError: There is no such story.
        """

        def work(connection: Connection) -> None:
            row = {
                "channel_id": channel_id(connection, channel),
                "story_id": resolve(connection, story_id),
                "user": user,
                "is_useful": is_useful,
                "at": self._db.now(connection),
            }
            key = ("channel_id", "story_id", "user")
            upsert(connection, ratings, [row], key=key, change=("is_useful", "at"))

        self._db.write(work)

    def ratings(self, channel: Channel) -> tuple[int, int]:
        """How often users of the channel found a story useful, and not useful."""
        wanted = (
            select(ratings.c.is_useful, func.count())
            .join(channels, channels.c.id == ratings.c.channel_id)
            .where(is_channel(channel))
            .group_by(ratings.c.is_useful)
        )
        counts = self._db.read(lambda c: {row[0]: row[1] for row in c.execute(wanted)})
        return counts.get(True, 0), counts.get(False, 0)


def _is_over(now: datetime) -> Any:
    return (held.c.release_at <= now) | (held.c.release_at > now + timedelta(days=2))


_CURRENT = func.coalesce(stories.c.merged_into, stories.c.id)


def is_channel(channel: Channel) -> Any:
    """Picks the row of a channel."""
    return and_(
        channels.c.platform == channel.platform,
        channels.c.workspace == channel.workspace,
        channels.c.channel == channel.id,
    )


def last_told(connection: Connection, channel: int) -> int:
    """As `ChannelMemory.last_told`, inside a transaction."""
    return _last(connection, channel)


def _last(connection: Connection, channel: int) -> int:
    own = (told.c.channel_id == channel) & told.c.is_void.is_(False)
    return connection.scalar(select(func.max(told.c.delivery_id)).where(own)) or 0


def write_tellings(
    connection: Connection, delivery_id: int, channel: int, tellings: Iterable[Telling], now: datetime
) -> None:
    """Remember what a delivery tells; its stories count as posted. Those that were merged meanwhile are one."""
    rows: dict[str, dict[str, Any]] = {}
    listed = list(tellings)
    leads = _leads(connection, [one.story_id for one in listed])
    for one in listed:
        story_id = leads.get(one.story_id) or resolve(connection, one.story_id)
        revision = one.revision if story_id == one.story_id else NO_REVISION
        fresh_row = {"revision": revision, "severity": one.severity, "article_ids": []}
        known = rows.setdefault(story_id, fresh_row)
        known["revision"] = min(known["revision"], revision)
        known["severity"] = max(known["severity"], one.severity, key=tuple(Severity).index)
        known["article_ids"] = list(dict.fromkeys([*known["article_ids"], *one.article_ids]))
    if not rows:
        return
    shared = {"delivery_id": delivery_id, "channel_id": channel, "at": now, "is_void": False}
    connection.execute(
        insert(told), [{"story_id": story_id} | row | shared for story_id, row in rows.items()]
    )
    fresh = stories.c.id.in_(list(rows)) & stories.c.posted_at.is_(None)
    connection.execute(update(stories).where(fresh).values(posted_at=now))


def _told(connection: Connection, channel: Channel, story_ids: Sequence[str]) -> dict[str, Told]:
    current = _CURRENT.label("current")
    rows = (
        select(told, current, deliveries.c.kind, deliveries.c.key)
        .join(stories, stories.c.id == told.c.story_id)
        .join(channels, channels.c.id == told.c.channel_id)
        .join(deliveries, deliveries.c.id == told.c.delivery_id)
        .where(is_channel(channel), told.c.is_void.is_(False))
        .order_by(told.c.delivery_id, told.c.story_id)
    )
    leads = _leads(connection, story_ids)
    found: dict[str, list[Row[Any]]] = {}
    for part in batches(sorted(set(leads.values()))):
        for row in connection.execute(rows.where(current.in_(part))):
            found.setdefault(row.current, []).append(row)
    known = {story_id: _told_of(own) for story_id, own in found.items()}
    return {story_id: known[lead] for story_id, lead in leads.items() if lead in known}


def _leads(connection: Connection, story_ids: Sequence[str]) -> dict[str, str]:
    """The present id of each story; those that there are none of are left out."""
    leads: dict[str, str] = {}
    for part in batches(list(story_ids)):
        asked = select(stories.c.id, _CURRENT.label("current")).where(stories.c.id.in_(part))
        leads |= {row.id: row.current for row in connection.execute(asked)}
    return leads


def _told_of(rows: Sequence[Row[Any]]) -> Told:
    """What the tellings of one story, oldest first, come to; of stories that were merged, each by its last one.

    The revision of a story that was merged into another says nothing of that one.
    """
    last = rows[-1]
    latest = {row.story_id: row for row in rows}.values()
    return Told(
        last.current,
        last.at,
        last.revision if last.story_id == last.current else NO_REVISION,
        max((row.severity for row in latest), key=tuple(Severity).index),
        tuple(dict.fromkeys(article_id for row in latest for article_id in row.article_ids)),
        last.delivery_id,
        len({row.delivery_id for row in rows}),
        next((row.key for row in rows if row.kind == Kind.ALERT and row.revision != NO_REVISION), ""),
    )
