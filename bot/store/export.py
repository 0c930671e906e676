"""Everything, row by row; and how much there is."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.articles import current_version
from bot.store.part import Part
from bot.store.records import Counts, ExportRow
from bot.store.schema import actors, document_actors, documents, entries, feeds, stories, versions
from bot.store.tellings import SHOWN, TELLING, article_of
from bot.types import Direction

CHUNK = 200
"""Rows of an export that are read at once: 200 articles with their analysis are about 4 MB."""


class ExportPart(Part):
    """What the store hands over as a whole."""

    def export(self, since: datetime | None = None) -> Iterator[ExportRow]:
        """Every document first seen at ``since`` or later, by id. Reads a few at a time; nobody else waits for it."""
        last = 0
        while rows := self._db.read(lambda c, after=last: _export(c, since, after)):  # type: ignore[misc]
            yield from rows
            last = rows[-1].document_id

    def has_unplaced(self) -> bool:
        """Whether a document waits for its place."""
        waiting = select(documents.c.id).where(documents.c.seq.is_(None)).limit(1)
        return self._db.read(lambda c: c.scalar(waiting)) is not None

    def counts(self) -> Counts:
        """How much is there."""
        parts = {
            "feeds": select(func.count()).select_from(feeds).where(feeds.c.is_removed.is_(False)),
            "waiting": select(func.count()).select_from(entries).where(entries.c.state == "new"),
            "documents": select(func.count()).select_from(documents),
            "versions": select(func.count()).select_from(versions),
            "unplaced": select(func.count()).select_from(documents).where(documents.c.seq.is_(None)),
            "stories": select(func.count()).select_from(stories).where(SHOWN),
        }
        return self._db.read(lambda c: Counts(**{name: c.scalar(part) or 0 for name, part in parts.items()}))


def _export(connection: Connection, since: datetime | None, after: int) -> list[ExportRow]:
    rows = select(*TELLING).join_from(documents, versions, current_version()).where(documents.c.id > after)
    if since is not None:
        rows = rows.where(documents.c.first_seen_at >= since)
    found = connection.execute(rows.order_by(documents.c.id).limit(CHUNK)).all()
    named: dict[int, list[tuple[str, str]]] = {row.document_id: [] for row in found}
    wanted = select(document_actors.c.document_id, actors.c.key, actors.c.name).join(actors)
    wanted = wanted.where(document_actors.c.document_id.in_(list(named)))
    for row in connection.execute(wanted.order_by(document_actors.c.document_id, document_actors.c.place)):
        named[row.document_id].append((row.key, row.name))
    return [
        ExportRow(
            document_id=row.document_id,
            url_key=row.url_key,
            article=article_of(row),
            analysis=row.analysis,
            first_seen_at=row.first_seen_at,
            published_at=row.believed_at,
            versions=row.current_version,
            story_id=row.story_id,
            copy_of=row.copy_of,
            same_as=row.same_as,
            severity=row.severity,
            direction=Direction(row.direction),
            actors=tuple(named[row.document_id]),
        )
        for row in found
    ]
