"""What became of an address: who named it, what was done about it, and where it stands."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.part import Part
from bot.store.records import TraceLine
from bot.store.schema import addresses, entries, feeds, sightings, trace


class WhyPart(Part):
    """The life of an address."""

    def why(self, url_key: str) -> tuple[TraceLine, ...]:
        """Every step that is remembered of the article at an address, under whichever of its addresses; first one first."""
        return self._db.read(lambda c: tuple(_steps(c, url_key, self._db.now(c))))


def _steps(connection: Connection, url_key: str, now: datetime) -> Iterator[TraceLine]:
    keys = _aliases(connection, url_key)
    told = select(trace).where(trace.c.url_key.in_(keys)).order_by(trace.c.id)
    lines = [TraceLine(row.stage, row.outcome, row.detail, row.at) for row in connection.execute(told)]
    yield from sorted([*_named(connection, keys), *lines], key=_moment)
    yield from _standing(connection, keys, now)


def _moment(line: TraceLine) -> float:
    return line.at.timestamp() if line.at else 0.0


def _aliases(connection: Connection, url_key: str) -> list[str]:
    """The address, and every other one of the same document."""
    document = select(addresses.c.document_id).where(addresses.c.url_key == url_key).scalar_subquery()
    others = connection.scalars(select(addresses.c.url_key).where(addresses.c.document_id == document))
    return sorted({url_key, *others})


def _named(connection: Connection, keys: list[str]) -> Iterator[TraceLine]:
    """Which feeds named it, and when first."""
    shown = (
        select(feeds.c.url, sightings.c.first_at)
        .join_from(sightings, entries, sightings.c.entry_id == entries.c.id)
        .join(feeds, feeds.c.id == sightings.c.feed_id)
        .where(entries.c.key.in_(keys))
        .order_by(sightings.c.first_at, feeds.c.url)
    )
    for row in connection.execute(shown):
        yield TraceLine("poll", "named by a feed", row.url, row.first_at)


def _standing(connection: Connection, keys: list[str], now: datetime) -> Iterator[TraceLine]:
    """What still is to be done, or never will be, where no line of the trace says so."""
    for row in connection.execute(select(entries).where(entries.c.key.in_(keys)).order_by(entries.c.id)):
        if row.state == "baseline":
            detail = "It was there at the feed's first poll, and is too old or too far down the feed."
            yield TraceLine("poll", "seen, not read", detail, row.first_seen_at)
        elif row.state == "new":
            due = row.not_before
            waits = f"until {due.isoformat()}" if due and due > now else "for its turn"
            yield TraceLine("read", "waits", f"{waits} · attempt {row.attempts + 1}", now)
