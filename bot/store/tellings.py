"""Stories: what readers ask for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, literal, select, update

from bot.errors import StoreError
from bot.store import words
from bot.store.articles import current_version
from bot.store.part import Part
from bot.store.records import StoryDocument, StoryRow
from bot.store.schema import actors, briefed, document_actors, documents, stories, versions
from bot.store.terms import asked, folded_name
from bot.store.types import micros, storable
from bot.store.upsert import upsert
from bot.types import Article, Direction, Severity

SHOWN: ColumnElement[bool] = stories.c.merged_into.is_(None) & (stories.c.documents > 0)
"""Not merged away, and not emptied by what moved out."""


class StoryPart(Part):
    """What the store tells of stories."""

    def stories(
        self,
        since: datetime | None = None,
        *,
        words: str | None = None,
        actor: str | None = None,
        min_severity: Severity | None = None,
        limit: int = 50,
    ) -> tuple[StoryRow, ...]:
        """Stories whose last article was published at ``since`` or later: gravest first, of equals the newest.

        Args:
            since: ``None``: all.
            words: Only those with an article (published since then) that holds every one of these words; text without
                any word asks for nothing, and gets nothing.
            actor: Only those with such an article that names this actor: by key, or by whole words of a name.
            min_severity: Only those at least so grave.
            limit: At most so many; the first in that order.
        """
        return self._db.read(lambda c: _stories(c, since, words, actor, min_severity, limit))

    def story(self, story_id: str) -> StoryRow | None:
        """The story of that id, or the one it was merged into; ``None`` if there is none."""

        def work(connection: Connection) -> StoryRow | None:
            row = connection.execute(
                select(stories).where(stories.c.id == _leads_to(connection, story_id))
            ).one_or_none()
            return story_row(row) if row else None

        return self._db.read(work)

    def story_documents(self, story_id: str, *, at: datetime | None = None) -> tuple[StoryDocument, ...]:
        """Articles of a story, first published first; those that are the same as another are left out.

        Args:
            story_id: Of the story, or of one that was merged into it.
            at: What was known then: articles stored at or before it, each in the version that was current.
        """
        return self._db.read(lambda c: tuple(_story_documents(c, story_id, at)))

    def note_briefed(self, story_id: str, at: datetime | None = None) -> None:
        """Remember that a reader got this story's briefing at ``at``, or now."""

        def work(connection: Connection) -> None:
            row = {"story_id": resolve(connection, story_id), "at": at or self._db.now(connection)}
            upsert(connection, briefed, [row], key=("story_id",), change=("at",))

        self._db.write(work)

    def last_briefed(self, story_id: str) -> datetime | None:
        """When `note_briefed` was last called for the story; ``None`` for never."""
        return self._db.read(
            lambda c: c.scalar(select(briefed.c.at).where(briefed.c.story_id == _leads_to(c, story_id)))
        )

    def mark_posted(self, story_id: str) -> bool:
        """Remember that the story was sent to readers. False if it was before.

        Raises:
            StoreError: There is no such story.
        """

        def work(connection: Connection) -> bool:
            own = (stories.c.id == resolve(connection, story_id)) & stories.c.posted_at.is_(None)
            done = update(stories).where(own).values(posted_at=self._db.now(connection))
            return bool(connection.execute(done).rowcount)

        return self._db.write(work)


MAX_ACTORS = 10_000
"""Names that one question may mean, far below what fits into a statement."""


def resolve(connection: Connection, story_id: str) -> str:
    """The story that this id leads to.

    Raises:
        StoreError: There is none.
    """
    found = _leads_to(connection, story_id)
    if found is None:
        raise StoreError(f"There is no story {story_id}. `brief stories` lists those there are.")
    return found


def _leads_to(connection: Connection, story_id: str) -> str | None:
    leads = select(func.coalesce(stories.c.merged_into, stories.c.id)).where(
        stories.c.id == storable(story_id)
    )
    found: str | None = connection.scalar(leads)
    return found


def story_row(row: Row[Any]) -> StoryRow:
    """A row of ``stories`` as a value."""
    return StoryRow(
        id=row.id,
        headline=row.headline,
        first_at=row.first_at,
        last_at=row.last_at,
        updated_at=row.updated_at,
        severity=row.severity,
        direction=Direction(row.direction),
        documents=row.documents,
        families=tuple(row.families),
        is_baseline=row.is_baseline,
        is_posted=row.posted_at is not None,
        revision=row.revision,
    )


def _stories(
    connection: Connection,
    since: datetime | None,
    topic: str | None,
    actor: str | None,
    min_severity: Severity | None,
    limit: int,
) -> tuple[StoryRow, ...]:
    wanted = [SHOWN]
    if since is not None:
        wanted.append(stories.c.last_at >= since)
    if min_severity is not None:
        wanted.append(stories.c.severity >= min_severity)
    first = 0 if since is None else words.first_since(connection, micros(since))
    if first is None:
        return ()
    told = [documents.c.id >= first] + ([] if since is None else [documents.c.published_at >= since])
    if topic is not None:
        stems = asked(topic)
        if not stems:
            return ()
        wanted.append(_with(told, documents.c.id.in_(words.matching(connection, stems, first))))
    if actor is not None:
        # Two steps: SQLite would rather look at every mention of anybody than at every name first.
        ids = list(connection.scalars(select(actors.c.id).where(_is_actor(actor)).limit(MAX_ACTORS)))
        own = document_actors.c.actor_id.in_(ids) & (document_actors.c.document_id >= first)
        wanted.append(_with(told, documents.c.id.in_(select(document_actors.c.document_id).where(own))))
    gravest = stories.c.severity.desc(), stories.c.last_at.desc(), stories.c.id.desc()  # as an index has them
    rows = select(stories).where(*wanted).order_by(*gravest).limit(limit)
    return tuple(story_row(row) for row in connection.execute(rows))


def _with(told: Sequence[ColumnElement[bool]], which: ColumnElement[bool]) -> ColumnElement[bool]:
    return stories.c.id.in_(select(documents.c.story_id).where(which, *told))


def _is_actor(actor: str) -> ColumnElement[bool]:
    by_key = func.lower(actors.c.key) == storable(actor).strip().lower()
    name = folded_name(actor)
    return by_key | actors.c.folded.contains(name, autoescape=True) if name.strip() else by_key


def _story_documents(connection: Connection, story_id: str, at: datetime | None) -> Iterator[StoryDocument]:
    joined: ColumnElement[bool]
    known: ColumnElement[bool]
    if at is None:
        joined, known = current_version(), literal(value=True)
    else:
        earlier = versions.alias()
        then = (
            select(func.max(earlier.c.number))
            .where(earlier.c.document_id == documents.c.id, earlier.c.seen_at <= at)
            .correlate(documents)
            .scalar_subquery()
        )
        joined = and_(versions.c.document_id == documents.c.id, versions.c.number == then)
        known = versions.c.seen_at <= at
    own = documents.c.story_id == _leads_to(connection, story_id)
    rows = (
        select(*TELLING)
        .join_from(documents, versions, joined)
        .where(own, documents.c.same_as.is_(None), known)
        .order_by(documents.c.published_at, documents.c.id)
    )
    yield from map(story_document, connection.execute(rows))


def story_document(row: Row[Any]) -> StoryDocument:
    """A row of `TELLING` as a value."""
    return StoryDocument(
        document_id=row.document_id,
        version=row.number,
        versions=row.current_version,
        article=article_of(row),
        analysis=row.analysis,
        fingerprint=row.fingerprint,
        first_seen_at=row.first_seen_at,
        published_at=row.believed_at,
        copy_of=row.copy_of,
        severity=row.severity,
        direction=Direction(row.direction),
        is_stripped=row.is_stripped,
    )


TELLING: tuple[Any, ...] = (
    versions,
    documents.c.published_at.label("believed_at"),
    *(
        documents.c[name]
        for name in (
            "outlet",
            "family",
            "current_version",
            "first_seen_at",
            "story_id",
            "copy_of",
            "same_as",
            "url_key",
        )
    ),
)


def article_of(row: Row[Any]) -> Article:
    """The article of a row of ``versions`` with its document's ``outlet`` and ``family``."""
    return Article(
        id=row.article_id,
        url=row.url,
        outlet=row.outlet,
        family=row.family,
        headline=row.headline,
        byline=row.byline,
        dateline=row.dateline,
        body=row.body,
        lang=row.lang,
        published_at=row.published_at,
        fetched_at=row.fetched_at,
        is_cut=row.is_cut,
    )
