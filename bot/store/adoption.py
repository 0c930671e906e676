"""What goes along where something becomes another: an article at two addresses, a story that parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, literal, select, update

from bot.store import words
from bot.store.articles import current_version
from bot.store.delivery_tables import mutes, told
from bot.store.schema import addresses, document_actors, documents, entries, flags, stories, versions
from bot.store.upsert import upsert
from bot.types import Severity


def adopt(connection: Connection, document_id: int, into: int, now: datetime) -> None:
    """Let the addresses of a document lead to another, and its text, if it is another one, be that one's newest version.

    The document itself stays, without an address, so that what points to it (a trace, a copy) is not lost.
    """
    for table in (addresses, entries):
        own = update(table).where(table.c.document_id == document_id)
        connection.execute(own.values(document_id=into))
    mine, theirs = (_current(connection, one) for one in (document_id, into))
    if mine.text_digest == theirs.text_digest or mine.is_stripped:
        return
    number = theirs.number + 1
    columns = [column for column in versions.c if column.name not in ("document_id", "number", "seen_at")]
    copied = select(literal(into), literal(number), literal(now, versions.c.seen_at.type), *columns).where(
        versions.c.document_id == document_id, versions.c.number == mine.number
    )
    names = ["document_id", "number", "seen_at", *(column.name for column in columns)]
    connection.execute(insert(versions).from_select(names, copied))
    told = {"current_version": number, "severity": mine.severity, "direction": mine.direction}
    connection.execute(update(documents).where(documents.c.id == into).values(told))
    words.replace(connection, into, (theirs.headline, theirs.body), (mine.headline, mine.body))
    _copy_actors(connection, document_id, into)
    _copy_flags(connection, document_id, into)


NO_REVISION = -1
"""Of a story as it was told under another id: no story stands at it, so what changed since is looked for."""


def carry_memory(connection: Connection, story_id: str, into: str) -> None:
    """What channels were told of a story, and that they muted it, holds for what parts from it, too.

    Also what was told of stories that were merged into it, under their old ids.
    """
    its = select(stories.c.id).where((stories.c.id == story_id) | (stories.c.merged_into == story_id))
    own = told.c.story_id.in_(its) & told.c.is_void.is_(False)
    rows = connection.execute(select(told).where(own).order_by(told.c.delivery_id, told.c.story_id))
    latest: dict[int, dict[str, Row[Any]]] = {}
    carried: dict[int, dict[str, object]] = {}
    for row in rows:
        known = latest.setdefault(row.channel_id, {})
        known[row.story_id] = row
        carried[row.delivery_id] = _carried(row, list(known.values())) | {"story_id": into}
    renamed = list(carried.values())
    upsert(connection, told, renamed, key=("delivery_id", "story_id"))
    until = func.max(mutes.c.until).label("until")
    muted = select(mutes.c.channel_id, until).where(mutes.c.story_id.in_(its)).group_by(mutes.c.channel_id)
    still = [{**row, "story_id": into} for row in connection.execute(muted).mappings()]
    upsert(connection, mutes, still, key=("channel_id", "story_id"))


def _carried(row: Row[Any], known: Sequence[Row[Any]]) -> dict[str, object]:
    """A telling with all that was known when it was told: of each former story what the last one said."""
    return {
        "delivery_id": row.delivery_id,
        "channel_id": row.channel_id,
        "at": row.at,
        "revision": NO_REVISION,
        "severity": max((one.severity for one in known), key=tuple(Severity).index),
        "article_ids": list(dict.fromkeys(article_id for one in known for article_id in one.article_ids)),
        "is_void": False,
    }


def _current(connection: Connection, document_id: int) -> Row[tuple[object, ...]]:
    wanted = select(versions).join(documents, current_version()).where(documents.c.id == document_id)
    return connection.execute(wanted).one()


def _copy_actors(connection: Connection, document_id: int, into: int) -> None:
    connection.execute(delete(document_actors).where(document_actors.c.document_id == into))
    own = select(literal(into), document_actors.c.actor_id, document_actors.c.place)
    rows = own.where(document_actors.c.document_id == document_id)
    connection.execute(insert(document_actors).from_select(["document_id", "actor_id", "place"], rows))


def _copy_flags(connection: Connection, document_id: int, into: int) -> None:
    connection.execute(delete(flags).where(flags.c.document_id == into))
    columns = [column for column in flags.c if column.name != "document_id"]
    rows = select(literal(into), *columns).where(flags.c.document_id == document_id)
    names = ["document_id", *(column.name for column in columns)]
    connection.execute(insert(flags).from_select(names, rows))
