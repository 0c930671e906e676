"""What a feed's document adds to the tables: entries, and which feed showed which article."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, select, update

from bot.acquire.entries import KnownEntry, NewEntry, Sighting
from bot.store.leases import batches
from bot.store.part import Part
from bot.store.records import Polled
from bot.store.schema import addresses, entries, feeds, sightings
from bot.store.upsert import upsert


class ItemPart(Part):
    """What the store knows of a feed's items."""

    def known(self, feed_url: str, keys: Sequence[str], guids: Sequence[str] = ()) -> tuple[KnownEntry, ...]:
        """Entries under one of ``keys`` (whichever feed showed them), or that this feed showed under one of ``guids``."""
        return self._db.read(lambda c: tuple(_known(c, feed_url, keys, guids)))


def _known(
    connection: Connection, feed_url: str, keys: Sequence[str], guids: Sequence[str]
) -> Iterable[KnownEntry]:
    feed_id = connection.scalar(select(feeds.c.id).where(feeds.c.url == feed_url))
    here = (sightings.c.entry_id == entries.c.id) & (sightings.c.feed_id == feed_id)
    rows = select(
        entries, sightings.c.guid.label("own_guid"), sightings.c.title_key, sightings.c.digest.label("own")
    )
    rows = rows.select_from(entries.outerjoin(sightings, here))
    found: dict[int, Row[Any]] = {}
    for part in batches(keys):
        found |= {row.id: row for row in connection.execute(rows.where(entries.c.key.in_(part)))}
    for part in batches([guid for guid in guids if guid]):
        found |= {row.id: row for row in connection.execute(rows.where(sightings.c.guid.in_(part)))}
    for _, row in sorted(found.items()):
        yield KnownEntry(
            key=row.key,
            guid=row.own_guid or "",
            title_key=row.title_key or "",
            digest=row.own or "",
            refetched=row.refetched,
            seen_at=row.seen_at,
            is_read=row.state != "baseline",
            url=row.url if row.feed_id == feed_id else "",
        )


def write_items(
    connection: Connection, feed_id: int, new: Sequence[NewEntry], seen: Sequence[Sighting], now: datetime
) -> Polled:
    """Write the entries of a poll and where they were seen. What is there already under its key is not written twice."""
    offered = {entry.key: entry for entry in new}
    shown = {key: Sighting(key, e.entry.guid, e.title_key, e.digest) for key, e in offered.items()}
    shown |= {sighting.key: sighting for sighting in seen}
    before = _ids(connection, list(shown))
    fresh = [entry for key, entry in offered.items() if key not in before]
    upsert(connection, entries, (_row(entry, feed_id, now) for entry in fresh), key=("key",))
    changed = [e for key, e in offered.items() if key in before and e.is_change]
    for entry in changed:
        _put_up_again(connection, entry, feed_id, now)
    ids = _ids(connection, list(shown))
    news = {entry.key for entry in fresh if entry.state == "new" and not entry.is_baseline}
    rows = [
        {
            "feed_id": feed_id,
            "entry_id": ids[key],
            "guid": sighting.guid,
            "title_key": sighting.title_key,
            "digest": sighting.digest,
            "is_first": key in news,
            "first_at": now,
            "seen_at": now,
        }
        for key, sighting in shown.items()
        if key in ids
    ]
    change = ("guid", "title_key", "digest", "seen_at")
    upsert(connection, sightings, rows, key=("feed_id", "entry_id"), change=change)
    waiting = sum(entry.state == "new" for entry in fresh)
    return Polled(waiting, len(fresh) - waiting, len(changed))


def _ids(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in batches(keys):
        rows = connection.execute(select(entries.c.key, entries.c.id).where(entries.c.key.in_(part)))
        found |= {row.key: row.id for row in rows}
    return found


def _row(new: NewEntry, feed_id: int, now: datetime) -> dict[str, object]:
    return _entry_columns(new) | {
        "key": new.key,
        "feed_id": feed_id,
        "first_seen_at": now,
        "seen_at": now,
        "state": new.state,
        "reason": "",
        "detail": "",
        "attempts": 0,
        "refetched": 0,
        "is_baseline": new.is_baseline,
    }


def _put_up_again(connection: Connection, new: NewEntry, feed_id: int, now: datetime) -> None:
    """An entry that waits already only learns what the feed says of it now.

    What it says, and where it is to be read, is the business of the feed that showed it first: any other could put its
    words into that one's mouth. Whoever is reading it loses it: what was fetched before the feed told of the change is
    not what the change is.
    """
    waits = entries.c.state == "new"
    connection.execute(
        update(entries)
        .where(entries.c.key == new.key)
        .values(
            {
                "state": "new",
                "seen_at": now,
                "attempts": case((waits, entries.c.attempts), else_=0),
                "refetched": case((waits, entries.c.refetched), else_=entries.c.refetched + 1),
                "not_before": case((waits, entries.c.not_before), else_=None),
                "lease_owner": None,
                "lease_until": None,
            }
        )
    )
    own = (entries.c.key == new.key) & (entries.c.feed_id == feed_id)
    connection.execute(update(entries).where(own).values(_entry_columns(new)))
    document_id = connection.scalar(select(entries.c.document_id).where(own)) if new.alias else None
    rows = [] if document_id is None else [{"url_key": new.alias, "document_id": document_id}]
    upsert(connection, addresses, rows, key=("url_key",))


def _entry_columns(new: NewEntry) -> dict[str, object]:
    entry = new.entry
    return {
        "guid": entry.guid,
        "url": entry.url,
        "host": new.host,
        "title": entry.title,
        "teaser": entry.teaser,
        "author": entry.author,
        "content": entry.content if new.state == "new" else "",
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
        "told_at": new.published_at,
        "digest": new.digest,
    }
