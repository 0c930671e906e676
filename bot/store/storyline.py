"""What a story's row says of its documents, computed anew whenever one of them comes, goes or changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.store.schema import documents, stories
from bot.types import Direction, Severity


def refresh(connection: Connection, story_id: str, now: datetime, **also: object) -> None:
    """Bring a story's row up to date. ``also``: further columns to set."""
    # Locked first: two processes that change documents of one story count one after the other.
    connection.execute(select(stories.c.id).where(stories.c.id == story_id).with_for_update())
    rows = connection.execute(select(documents).where(documents.c.story_id == story_id)).all()
    shown = [row for row in rows if row.same_as is None]
    values: dict[str, object] = {"updated_at": now, "documents": len(shown), **also}
    if shown:
        values |= {
            "first_at": min(row.published_at for row in shown),
            "last_at": max(row.published_at for row in shown),
            "severity": max((row.severity for row in shown), key=tuple(Severity).index),
            "direction": _direction(shown),
            "families": sorted({row.family for row in shown if row.copy_of is None}),
            "is_baseline": all(row.is_baseline for row in shown),
        }
    connection.execute(update(stories).where(stories.c.id == story_id).values(values))


def _direction(rows: Iterable[Row[Any]]) -> Direction:
    told = {Direction(row.direction) for row in rows} - {Direction.STEADY, Direction.NEUTRAL}
    if len(told) > 1:
        return Direction.MIXED
    return next(iter(told), Direction.STEADY)
