"""Documents → stories: one process at a time places, merges and splits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2s
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from bot.errors import StoreError
from bot.store.adoption import adopt, carry_memory
from bot.store.articles import current_version
from bot.store.entries import write_trace
from bot.store.part import Part
from bot.store.records import DocumentRow, Placement, Posted, TraceLine
from bot.store.schema import briefed, documents, stories, versions
from bot.store.storyline import refresh
from bot.store.tellings import resolve
from bot.types import Direction, Severity


class Desk:
    """What may be done under the lock of `PlacingPart.placing`; everything is written at its end, or nothing.

    ``seq`` numbers grow by one with every document that is placed or moved, so a process that remembers the highest it
    has seen learns from `since` what others did.
    """

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = clock
        self._seq = _highest(connection)

    @property
    def seq(self) -> int:
        """The highest number given so far; 0 for none."""
        return self._seq

    def now(self) -> datetime:
        """The store's clock."""
        return self._now()

    def since(self, seq: int, limit: int) -> tuple[DocumentRow, ...]:
        """As `PlacingPart.placed_since`."""
        return _placed_since(self._connection, seq, limit)

    def pending(self, limit: int) -> tuple[DocumentRow, ...]:
        """Documents that have no place yet, in order of their id."""
        return _documents(
            self._connection, _ROWS.where(documents.c.seq.is_(None)).order_by(documents.c.id).limit(limit)
        )

    def document(self, document_id: int) -> DocumentRow:
        """One document.

        Raises:
            StoreError: There is none of that id.
        """
        rows = _documents(self._connection, _ROWS.where(documents.c.id == document_id))
        if not rows:
            raise StoreError(f"There is no document {document_id}. Ask for pending documents anew.")
        return rows[0]

    def posted(self, since: datetime) -> tuple[Posted, ...]:
        """Stories that were posted and whose last article was published at ``since`` or later."""
        own = (documents.c.story_id == stories.c.id) & documents.c.same_as.is_(None)
        lead = select(documents.c.id).where(own).order_by(documents.c.published_at, documents.c.id).limit(1)
        told = select(stories.c.id, stories.c.posted_at, lead.scalar_subquery().label("lead"))
        wanted = told.where(
            stories.c.posted_at.is_not(None),
            stories.c.merged_into.is_(None),
            stories.c.documents > 0,
            stories.c.last_at >= since,
        )
        rows = self._connection.execute(wanted.order_by(stories.c.posted_at, stories.c.id))
        return tuple(Posted(row.id, row.posted_at, row.lead) for row in rows)

    def new_story_id(self, url_key: str) -> str:
        """A name that no story has: made from the address of its first article, so that it is the same in every run."""
        for attempt in count():
            digest = blake2s(f"{url_key} {attempt}".encode(), digest_size=6).hexdigest()
            if self._connection.scalar(select(stories.c.id).where(stories.c.id == digest)) is None:
                return digest
        raise AssertionError  # count() has no end

    def trace(self, url_key: str, line: TraceLine) -> None:
        """Write down a step in the life of an address."""
        write_trace(self._connection, url_key, [line], self._now())

    def place(self, document_id: int, placement: Placement) -> str:
        """Give a document its place, or another one. The id of its story: that of ``placement``, or what it became.

        Raises:
            StoreError: There is no such document.
        """
        now = self._now()
        before = self._document(document_id).story_id
        if placement.same_as is not None:
            adopt(self._connection, document_id, placement.same_as, now)
        story_id = self._story(placement.story_id, now)
        self._move([document_id], story_id, {"copy_of": placement.copy_of, "same_as": placement.same_as})
        refresh(self._connection, story_id, now)
        if before not in {None, story_id}:
            refresh(self._connection, before, now)
        return story_id

    def recopy(self, old: int, new: int) -> None:
        """Let every copy of one document be a copy of another, of which that one turned out to be a copy itself."""
        copies = documents.c.copy_of == old
        touched = set(self._connection.scalars(select(documents.c.story_id).where(copies)))
        self._connection.execute(update(documents).where(copies).values(copy_of=new))
        for story_id in sorted(touched - {None}):
            refresh(self._connection, story_id, self._now())

    def merge(self, from_id: str, into_id: str) -> str:
        """Move every document of one story into another; the first one's id leads there from now on.

        What was posted or briefed under either counts as such. The id of the story that is left.

        Raises:
            StoreError: There is no such story.
        """
        now = self._now()
        gone, left = (resolve(self._connection, story_id) for story_id in (from_id, into_id))
        if gone == left:
            return left
        self._move(self._member_ids(gone), left, {})
        posted = select(func.min(stories.c.posted_at)).where(stories.c.id.in_([gone, left])).scalar_subquery()
        refresh(self._connection, left, now, posted_at=posted)
        away = (stories.c.id == gone) | (stories.c.merged_into == gone)
        self._connection.execute(update(stories).where(away).values(merged_into=left, updated_at=now))
        self._connection.execute(update(stories).where(stories.c.id == gone).values(documents=0))
        self._carry_briefing(gone, left)
        return left

    def split(self, story_id: str, moved: Sequence[int], into_id: str) -> str:
        """Move documents of a story into another, or into a new one; what was posted stays with the old one.

        What is the same as one of them goes along. The id of the story that they are in now.

        Raises:
            StoreError: There is no such story, a document is not one of its, or none would be left in it.
        """
        now = self._now()
        old = resolve(self._connection, story_id)
        own = set(self._member_ids(old, documents.c.same_as.is_(None)))
        if not set(moved) < own or not moved:
            raise StoreError(
                f"The story {old} cannot be split that way. Name some of its documents, not all."
            )
        left = self._story(into_id, now)
        carry_memory(self._connection, old, left)
        self._move([*moved, *self._member_ids(old, documents.c.same_as.in_(moved))], left, {})
        refresh(self._connection, left, now)
        refresh(self._connection, old, now)
        return left

    def _document(self, document_id: int) -> Row[Any]:
        row = self._connection.execute(
            select(documents.c.story_id).where(documents.c.id == document_id).with_for_update()
        ).one_or_none()
        if row is None:
            raise StoreError(f"There is no document {document_id}. Ask for pending documents anew.")
        return row

    def _story(self, story_id: str, now: datetime) -> str:
        """The story of that id, or what it was merged into; made if there is none."""
        if self._connection.scalar(select(stories.c.id).where(stories.c.id == story_id)):
            return resolve(self._connection, story_id)
        values = {
            "id": story_id,
            "headline": "",  # `refresh` says it
            **dict.fromkeys(("first_at", "last_at", "created_at", "updated_at"), now),
            "severity": Severity.NONE,
            "direction": Direction.STEADY,
            "documents": 0,
            "families": [],
            "is_baseline": False,
        }
        self._connection.execute(insert(stories).values(values))
        return story_id

    def _member_ids(self, story_id: str, *which: ColumnElement[bool]) -> list[int]:
        own = select(documents.c.id).where(documents.c.story_id == story_id, *which)
        return list(self._connection.scalars(own.order_by(documents.c.id)))

    def _move(self, ids: Sequence[int], story_id: str, also: dict[str, object]) -> None:
        for document_id in ids:
            self._seq += 1
            values = {"story_id": story_id, "seq": self._seq, **also}
            self._connection.execute(update(documents).where(documents.c.id == document_id).values(values))

    def _carry_briefing(self, gone: str, left: str) -> None:
        there = select(briefed.c.story_id).where(briefed.c.story_id == left)
        if self._connection.scalar(there) is None:
            self._connection.execute(update(briefed).where(briefed.c.story_id == gone).values(story_id=left))


class PlacingPart(Part):
    """The lock under which stories are made."""

    @contextmanager
    def placing(self) -> Iterator[Desk]:
        """One process at a time gets the desk; others wait, then see what it did.

        On SQLite nobody else can write meanwhile, so compute before or between, not inside, what takes longer than
        milliseconds; and ask nothing else of this store inside the block that writes, for it would wait for itself.
        Everything is undone when the block raises.

        Raises:
            StoreUnavailable: Somebody else has the desk for too long, or the database failed: nothing was written.
        """
        with self._db.hold("place") as connection:
            yield Desk(connection, lambda: self._db.now(connection))

    def placed_since(self, seq: int, limit: int) -> tuple[DocumentRow, ...]:
        """Documents placed or moved after ``seq``, in that order, at most ``limit`` of them. Needs no desk."""
        return self._db.read(lambda c: _placed_since(c, seq, limit))

    def seq_before(self, moment: datetime) -> int:
        """The ``seq`` behind which everything lies that was first seen at ``moment`` or later. Needs no desk."""
        return self._db.read(lambda c: _seq_before(c, moment))


def _highest(connection: Connection) -> int:
    return connection.scalar(select(func.max(documents.c.seq))) or 0


def _seq_before(connection: Connection, moment: datetime) -> int:
    recent = documents.c.first_seen_at >= moment
    least = connection.scalar(select(func.min(documents.c.seq)).where(recent))
    return _highest(connection) if least is None else least - 1


def _placed_since(connection: Connection, seq: int, limit: int) -> tuple[DocumentRow, ...]:
    return _documents(connection, _ROWS.where(documents.c.seq > seq).order_by(documents.c.seq).limit(limit))


_ROWS = select(
    documents,
    *(versions.c[name] for name in ("article_id", "url", "lang", "headline", "sketch", "fingerprint")),
).join(versions, current_version())


def _documents(connection: Connection, wanted: Select[Any]) -> tuple[DocumentRow, ...]:
    return tuple(_document_row(row) for row in connection.execute(wanted))


def _document_row(row: Row[Any]) -> DocumentRow:
    return DocumentRow(
        id=row.id,
        seq=row.seq,
        article_id=row.article_id,
        url_key=row.url_key,
        url=row.url,
        outlet=row.outlet,
        family=row.family,
        lang=row.lang,
        headline=row.headline,
        first_seen_at=row.first_seen_at,
        published_at=row.published_at,
        sketch=row.sketch,
        fingerprint=row.fingerprint,
        story_id=row.story_id,
        copy_of=row.copy_of,
        same_as=row.same_as,
        is_baseline=row.is_baseline,
        severity=row.severity,
        direction=Direction(row.direction),
    )
