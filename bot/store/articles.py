"""Articles: documents, their versions, addresses, actors and words. Runs inside `settle_entry`'s transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from bot.store import words
from bot.store.records import Flag, Kept, Settled
from bot.store.schema import actors, addresses, document_actors, documents, flags, versions
from bot.store.storyline import refresh
from bot.store.terms import folded_name
from bot.store.types import storable
from bot.store.upsert import upsert
from bot.types import Article

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web no page was published on it: an earlier date is a clock at zero (1970) or a slip."""


def keep(connection: Connection, entry: Row[Any], kept: Kept, now: datetime) -> Settled:
    """Write an article that was read for ``entry`` (a row of ``entries``)."""
    number = text_digest(kept.article)
    document = _known(connection, entry, kept)
    if document is None:
        document_id = _new_document(connection, entry, kept)
        _add_version(connection, document_id, 1, number, kept, now)
        words.put(connection, document_id, *_searched(kept.article))
    else:
        document_id = document.id
    keys = dict.fromkeys((*kept.url_keys, entry.key))
    rows = [{"url_key": key, "document_id": document_id} for key in keys]
    upsert(connection, addresses, rows, key=("url_key",))
    is_new = document is None
    is_changed = document is not None and document.text_digest != number
    if document is not None and is_changed:
        for table in (document_actors, flags):
            connection.execute(delete(table).where(table.c.document_id == document_id))
        _change(connection, document, number, kept, now)
    if is_new or is_changed:
        _write_actors(connection, document_id, kept.actors)
        _write_flags(connection, document_id, kept.flags)
    return Settled(document_id, is_new, is_new or is_changed)


def text_digest(article: Article) -> str:
    """32 hex digits that tell headline and body, whatever the address (an article's id has that too)."""
    text = f"{article.headline}\0{article.body}"
    return blake2s(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _known(connection: Connection, entry: Row[Any], kept: Kept) -> Row[Any] | None:
    """The document under one of the addresses, with what its current version holds; locked."""
    order = {key: at for at, key in enumerate(kept.url_keys)}
    rows = connection.execute(select(addresses).where(addresses.c.url_key.in_(list(order)))).all()
    ids = [row.document_id for row in sorted(rows, key=lambda row: order[row.url_key])]
    found = entry.document_id or (ids[0] if ids else None)
    if found is None:
        return None
    current = (
        select(documents, versions.c.text_digest, versions.c.headline, versions.c.body)
        .join(versions, current_version())
        .where(documents.c.id == found)
        .with_for_update(of=documents)
    )
    return connection.execute(current).one()


def current_version() -> Any:
    """Joins ``documents`` with the version that counts."""
    return (versions.c.document_id == documents.c.id) & (versions.c.number == documents.c.current_version)


def _new_document(connection: Connection, entry: Row[Any], kept: Kept) -> int:
    article = kept.article
    values = {
        "url_key": kept.url_keys[0],
        "outlet": article.outlet,
        "family": article.family,
        "current_version": 1,
        "first_seen_at": entry.first_seen_at,
        "published_at": believable(article.published_at, entry.told_at, entry.first_seen_at),
        "is_baseline": entry.is_baseline,
        "severity": kept.severity,
        "direction": kept.direction,
    }
    return int(connection.execute(insert(documents).values(values).returning(documents.c.id)).scalar_one())


def believable(page: datetime | None, feed: datetime | None, seen: datetime) -> datetime:
    """When an article was published: what its page says, else its feed, never later than it was seen nor absurdly early."""
    return next((at for at in (page, feed) if at is not None and EARLIEST <= at <= seen), seen)


def _add_version(
    connection: Connection, document_id: int, number: int, digest: str, kept: Kept, now: datetime
) -> None:
    article = kept.article
    values = {
        "document_id": document_id,
        "number": number,
        "article_id": article.id,
        "text_digest": digest,
        "is_stripped": False,
        "url": article.url,
        "headline": article.headline,
        "byline": article.byline,
        "dateline": article.dateline,
        "lang": article.lang,
        "published_at": article.published_at,
        "fetched_at": article.fetched_at,
        "seen_at": now,
        "is_cut": article.is_cut,
        "severity": kept.severity,
        "direction": kept.direction,
        "fingerprint": kept.fingerprint,
        "sketch": kept.sketch,
        "body": article.body,
        "analysis": kept.analysis,
    }
    connection.execute(insert(versions).values(values))


def _change(connection: Connection, document: Row[Any], digest: str, kept: Kept, now: datetime) -> None:
    """A new version: the document shows it from now on, and so does its story."""
    number = document.current_version + 1
    _add_version(connection, document.id, number, digest, kept, now)
    values = {"current_version": number, "severity": kept.severity, "direction": kept.direction}
    connection.execute(update(documents).where(documents.c.id == document.id).values(values))
    old = (document.headline, document.body)
    words.replace(connection, document.id, old, _searched(kept.article))
    if document.story_id is not None:
        refresh(connection, document.story_id, now)


def _searched(article: Article) -> tuple[str, str]:
    """Headline and body as the tables hold them: what is indexed is what will be read back to be taken out again."""
    return storable(article.headline), storable(article.body)


def _write_actors(connection: Connection, document_id: int, named: Sequence[tuple[str, str]]) -> None:
    pairs = list(dict.fromkeys((storable(key), storable(name)) for key, name in named))
    if not pairs:
        return
    rows = [{"key": key, "name": name, "folded": folded_name(name)} for key, name in pairs]
    upsert(connection, actors, rows, key=("key", "name"))
    wanted = or_(*((actors.c.key == key) & (actors.c.name == name) for key, name in pairs))
    ids = {(row.key, row.name): row.id for row in connection.execute(select(actors).where(wanted))}
    placed = [
        {"document_id": document_id, "actor_id": ids[pair], "place": place}
        for place, pair in enumerate(pairs)
    ]
    connection.execute(insert(document_actors), placed)


def pair_of(one: str, other: str) -> str:
    """How a pair of parties is named, whichever acts."""
    return " / ".join(sorted((one, other)))


def _write_flags(connection: Connection, document_id: int, told: Sequence[Flag]) -> None:
    rows = [
        {
            "document_id": document_id,
            "place": place,
            "pair": pair_of(flag.source, flag.target),
            "source": flag.source,
            "code": flag.code,
            "mode": flag.mode,
            "modality": flag.modality,
            "direction": flag.direction,
            "severity": flag.severity,
            "score": flag.score,
        }
        for place, flag in enumerate(told)
    ]
    if rows:
        connection.execute(insert(flags), rows)
