"""What a story's row says of its documents, computed anew whenever one of them comes, goes or changes.

Its headline is that of its earliest article that copies none; once it was posted, it keeps the one it has.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.analyse.stories.corroboration import Told, families
from bot.store.schema import documents, stories, versions
from bot.types import Direction, Severity


def refresh(connection: Connection, story_id: str, now: datetime, **also: object) -> None:
    """Bring a story's row up to date. ``also``: further columns to set."""
    # Locked first: two processes that change documents of one story count one after the other.
    story = connection.execute(select(stories).where(stories.c.id == story_id).with_for_update()).one()
    rows = connection.execute(select(documents).where(documents.c.story_id == story_id)).all()
    shown = [row for row in rows if row.same_as is None]
    values: dict[str, object] = {
        "updated_at": now,
        "revision": stories.c.revision + 1,
        "documents": len(shown),
        **also,
    }
    if shown:
        values |= {
            "first_at": min(row.published_at for row in shown),
            "last_at": max([*(row.published_at for row in shown), *_edits(connection, shown)]),
            "severity": max((row.severity for row in shown), key=tuple(Severity).index),
            "direction": direction(Direction(row.direction) for row in shown),
            "families": sorted(set(families(Told(row.id, row.family, row.copy_of) for row in shown))),
            "is_baseline": all(row.is_baseline for row in shown),
        }
        if story.posted_at is None:
            values["headline"] = _headline(connection, shown)
    connection.execute(update(stories).where(stories.c.id == story_id).values(values))


def _edits(connection: Connection, rows: Sequence[Row[Any]]) -> list[datetime]:
    """When each article that was edited was last read anew: a correction is news of its story."""
    edited = {row.id: row.current_version for row in rows if row.current_version > 1}
    wanted = select(versions.c.document_id, versions.c.number, versions.c.seen_at)
    read = connection.execute(wanted.where(versions.c.document_id.in_(edited))) if edited else ()
    return [row.seen_at for row in read if edited[row.document_id] == row.number]


def _headline(connection: Connection, rows: Sequence[Row[Any]]) -> str:
    own = [row for row in rows if row.copy_of is None] or rows
    first = min(own, key=lambda row: (row.published_at, row.id))
    current = (versions.c.document_id == first.id) & (versions.c.number == first.current_version)
    headline: str = connection.execute(select(versions.c.headline).where(current)).scalar_one()
    return headline


def direction(told: Iterable[Direction]) -> Direction:
    """Where articles point together."""
    ways = {*told} - {Direction.STEADY, Direction.NEUTRAL}
    return Direction.MIXED if len(ways) > 1 else next(iter(ways), Direction.STEADY)
