"""What digests and alerts ask of stories: which changed, what they hold, and between whom it gets hotter or cooler."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from bot.store.delivery_records import FlagRow, StoryNews
from bot.store.leases import batches
from bot.store.part import Part
from bot.store.records import StoryDocument
from bot.store.schema import documents, entries, feeds, flags, sightings, stories, versions
from bot.store.tellings import SHOWN, TELLING, story_document
from bot.types import Direction


class DossierPart(Part):
    """What the store tells of stories to those who write digests."""

    def news_since(self, since: datetime) -> tuple[StoryNews, ...]:
        """Stories that gained, lost or changed an article after ``since``, by id."""
        # An entry is met hours before its article is stored, where its page has to be asked for again and again.
        first = and_(versions.c.document_id == documents.c.id, versions.c.number == 1)
        told = (
            select(stories.c.id, stories.c.revision, stories.c.updated_at, versions.c.seen_at)
            .join(documents, and_(documents.c.story_id == stories.c.id, documents.c.same_as.is_(None)))
            .join(versions, first)
            .where(SHOWN, stories.c.updated_at > since)
            .order_by(stories.c.id, versions.c.seen_at, documents.c.id)
        )
        return self._db.read(lambda c: _grouped(c.execute(told).all()))

    def story_feeds(self, story_id: str) -> tuple[str, ...]:
        """Addresses of the feeds that showed an article of the story, sorted."""
        wanted = (
            select(feeds.c.url)
            .join(sightings, sightings.c.feed_id == feeds.c.id)
            .join(entries, entries.c.id == sightings.c.entry_id)
            .join(documents, documents.c.id == entries.c.document_id)
            .where(documents.c.story_id == story_id)
            .distinct()
            .order_by(feeds.c.url)
        )
        return self._db.read(lambda c: tuple(c.scalars(wanted)))

    def article_versions(self, article_ids: Sequence[str]) -> tuple[StoryDocument, ...]:
        """Articles in just these versions, as far as they are known; first published first."""

        def work(connection: Connection) -> tuple[StoryDocument, ...]:
            found: dict[str, StoryDocument] = {}
            for part in batches(list(article_ids)):
                rows = (
                    select(*TELLING)
                    .join_from(documents, versions, versions.c.document_id == documents.c.id)
                    .where(versions.c.article_id.in_(part))
                    # A text that came back after an edit, or under another address, is there twice: rather with its text.
                    .order_by(versions.c.is_stripped.desc(), versions.c.document_id, versions.c.number)
                )
                found |= {row.article_id: story_document(row) for row in connection.execute(rows)}
            return tuple(
                sorted(found.values(), key=lambda one: (one.published_at, one.document_id, one.version))
            )

        return self._db.read(work)

    def unweighed(self, limit: int = 200) -> tuple[tuple[str, int], ...]:
        """Stories that changed since they were last weighed for alerts, with their revision."""
        wanted = select(stories.c.id, stories.c.revision).where(SHOWN, stories.c.revision > stories.c.weighed)
        rows = wanted.order_by(stories.c.id).limit(limit)
        return self._db.read(lambda c: tuple((row.id, row.revision) for row in c.execute(rows)))

    def note_weighed(self, weighed: Sequence[tuple[str, int]]) -> None:
        """Remember that these stories were weighed as they were in that revision."""

        def work(connection: Connection) -> None:
            for story_id, revision in sorted(weighed):
                own = (stories.c.id == story_id) & (stories.c.weighed < revision)
                connection.execute(update(stories).where(own).values(weighed=revision))

        self._db.write(work)

    def flags(self, pairs: Sequence[str], since: datetime) -> tuple[FlagRow, ...]:
        """Grave and live events between these pairs of parties (`pair_of`), as articles of their own words told them.

        Published at ``since`` or later, first told first.
        """
        wanted = (
            select(flags, documents.c.published_at, documents.c.story_id)
            .join(documents, documents.c.id == flags.c.document_id)
            .where(
                flags.c.pair.in_(pairs),
                documents.c.published_at >= since,
                documents.c.copy_of.is_(None),
                documents.c.same_as.is_(None),
            )
            .order_by(documents.c.published_at, flags.c.document_id, flags.c.place)
        )
        return self._db.read(lambda c: tuple(map(_flag, c.execute(wanted))))


def _grouped(rows: Sequence[Any]) -> tuple[StoryNews, ...]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return tuple(
        StoryNews(story_id, own[0].revision, own[0].updated_at, tuple(row.seen_at for row in own))
        for story_id, own in found.items()
    )


def _flag(row: Row[Any]) -> FlagRow:
    return FlagRow(
        at=row.published_at,
        pair=row.pair,
        source=row.source,
        code=row.code,
        mode=row.mode,
        modality=row.modality,
        direction=Direction(row.direction),
        severity=row.severity,
        score=row.score,
        story_id=row.story_id,
        document_id=row.document_id,
    )
