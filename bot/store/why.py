"""What became of an address: who named it, what was done about it, and where it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, literal, select

from bot.store.articles import current_version
from bot.store.part import Part
from bot.store.records import TraceLine, Unread
from bot.store.schema import (
    NAMELESS,
    addresses,
    documents,
    entries,
    feeds,
    sightings,
    trace,
    versions,
)
from bot.store.types import storable


class WhyPart(Part):
    """The life of an address."""

    def why(self, url_key: str, url: str = "") -> tuple[TraceLine, ...]:
        """Every step that is remembered of the article at an address, under whichever of its addresses; first one first.

        Args:
            url_key: What the address is known as.
            url: As it was asked for: finds entries that only link there, and are known by something else.
        """
        return self._db.read(lambda c: tuple(_steps(c, url_key, url, self._db.now(c))))

    def unread(self, since: datetime | None = None, limit: int = 100) -> tuple[Unread, ...]:
        """Entries, first seen since then, that were dropped or put off; the newest first."""
        gone = entries.c.state.in_(["dropped", "failed"]) | (
            (entries.c.state == "new") & (entries.c.reason != "")
        )
        recent = entries.c.first_seen_at >= since if since else literal(value=True)
        wanted = (
            select(entries, feeds.c.outlet)
            .join(feeds, feeds.c.id == entries.c.feed_id)
            .where(gone, recent)
            .order_by(entries.c.first_seen_at.desc(), entries.c.id.desc())
            .limit(limit)
        )
        return self._db.read(lambda c: tuple(_unread(row) for row in c.execute(wanted)))


def _unread(row: Row[Any]) -> Unread:
    is_put_off = row.state == "new"
    reason, detail = ("put off", row.reason) if is_put_off else (row.reason, row.detail)
    until = row.not_before if is_put_off else None
    return Unread(row.url or row.key, row.title, row.outlet, reason, detail, row.first_seen_at, until)


def _steps(connection: Connection, url_key: str, url: str, now: datetime) -> Iterator[TraceLine]:
    keys = [*_aliases(connection, url_key), *_linking(connection, url_key, url)]
    told = select(trace).where(trace.c.url_key.in_(keys)).order_by(trace.c.id)
    lines = [TraceLine(row.stage, row.outcome, row.detail, row.at) for row in connection.execute(told)]
    if all(line.stage == "place" for line in lines):  # how it was read is forgotten
        lines = [*_kept(connection, keys), *lines]
    yield from sorted([*_named(connection, keys), *lines], key=_moment)
    yield from _standing(connection, keys, now)


def _moment(line: TraceLine) -> float:
    return line.at.timestamp() if line.at else 0.0


def _aliases(connection: Connection, url_key: str) -> list[str]:
    """The address, and every other one of the same document."""
    document = select(addresses.c.document_id).where(addresses.c.url_key == url_key).scalar_subquery()
    others = connection.scalars(select(addresses.c.url_key).where(addresses.c.document_id == document))
    return sorted({url_key, *others})


def _linking(connection: Connection, url_key: str, url: str) -> Sequence[str]:
    """Entries without an address of their own that link there: posts of a live page, say."""
    urls = [storable(each) for each in (url, f"https://{url_key}", f"http://{url_key}") if each]
    return connection.scalars(select(entries.c.key).where(NAMELESS, entries.c.url.in_(urls))).all()


def _kept(connection: Connection, keys: list[str]) -> Iterator[TraceLine]:
    """Articles that stay when the steps that led to them are forgotten."""
    told = (
        select(documents.c.outlet, documents.c.first_seen_at, documents.c.story_id, versions.c.headline)
        .join(versions, current_version())
        .where(documents.c.id.in_(select(addresses.c.document_id).where(addresses.c.url_key.in_(keys))))
        .order_by(documents.c.id)
    )
    for row in connection.execute(told):
        story = f"story {row.story_id}" if row.story_id else "no story yet"
        yield TraceLine("read", "kept", f"{row.outlet} · {row.headline} · {story}", row.first_seen_at)


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
            detail = "When a feed first showed it, it was too old, or too far down, to be news."
            yield TraceLine("poll", "seen, not read", detail, row.first_seen_at)
        elif row.state == "new":
            due = row.not_before
            waits = f"until {due.isoformat()}" if due and due > now else "for its turn"
            yield TraceLine("read", "waits", f"{waits} · attempt {row.attempts + 1}", now)
