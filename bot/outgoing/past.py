"""Stories as they were known at a time gone by, as far as the store can still tell.

What it cannot tell any more: which article belonged to which story before stories were merged or parted; who was the
copy of whom before that was seen; by which feeds a story was shown then. All of these are as they are now.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analyse.stories.corroboration import Told, families
from bot.intake.packing import unpack
from bot.store.delivery_records import StoryNews
from bot.store.records import StoryDocument, StoryRow
from bot.store.store import Store
from bot.store.storyline import direction
from bot.types import Dossier, Severity


@dataclass(frozen=True, slots=True)
class _Known:
    """A story: its row, when its articles were first stored, whether one was edited since, and its feeds."""

    row: StoryRow
    seen: tuple[datetime, ...]
    is_edited: bool
    feeds: frozenset[str]


class Past:
    """What was known, and when. Reads only.

    Args:
        store: Where stories are.
        since: No story is told of that did not change later than that.
    """

    def __init__(self, store: Store, since: datetime) -> None:
        self._store = store
        self._news = {one.story_id: one for one in store.news_since(since)}
        self._known: dict[str, _Known | None] = {}
        self._dossiers: dict[tuple[str, int], Dossier | None] = {}

    def moments(self, since: datetime, until: datetime) -> list[tuple[datetime, str]]:
        """When stories gained articles after ``since`` and not after ``until``, first things first."""
        return sorted(
            {
                (at, one.story_id)
                for one in self._news.values()
                for at in one.first_seen
                if since < at <= until
            }
        )

    def changed(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Stories that may have changed between the two, by id, with how many articles each gained."""
        found = []
        for one in self._news.values():
            new = bisect_right(one.first_seen, until) - bisect_right(one.first_seen, since)
            if new or self._was_edited(one, since, until):
                found.append((one.story_id, new))
        return sorted(found)

    def dossier(self, story_id: str, at: datetime) -> Dossier | None:
        """The story as it was known then; ``None`` if it was not.

        Raises:
            StoreError: The store cannot be used.
        """
        known = self._of(story_id)
        if known is None:
            return None
        key = story_id, bisect_right(known.seen, at)
        if known.is_edited or key not in self._dossiers:
            told = self._store.story_documents(story_id, at=at)
            self._dossiers[key] = _dossier(known, told) if told else None
        return self._dossiers[key]

    def _was_edited(self, news: StoryNews, since: datetime, until: datetime) -> bool:
        known = self._of(news.story_id)
        if known is None or not known.is_edited or news.updated_at <= since:
            return False
        then, now = (self.dossier(news.story_id, at) for at in (since, until))
        return then is not None and now is not None and then.revision != now.revision

    def _of(self, story_id: str) -> _Known | None:
        if story_id not in self._known:
            row = self._store.story(story_id)
            self._known[story_id] = self._read(row) if row else None
        return self._known[story_id]

    def _read(self, row: StoryRow) -> _Known:
        told = self._store.story_documents(row.id)
        news = self._news.get(row.id)
        seen = news.first_seen if news else tuple(sorted(one.first_seen_at for one in told))
        is_edited = any(one.versions > 1 for one in told)
        return _Known(row, seen, is_edited, frozenset(self._store.story_feeds(row.id)))


def _dossier(known: _Known, told: Sequence[StoryDocument]) -> Dossier:
    """As the store would have written the story's row then (`bot.store.storyline`)."""
    own = [one for one in told if one.copy_of is None] or list(told)
    return Dossier(
        id=known.row.id,
        headline=min(own, key=lambda one: (one.published_at, one.document_id)).article.headline,
        first_at=min(one.published_at for one in told),
        last_at=max(one.published_at for one in told),
        severity=max((one.severity for one in told), key=tuple(Severity).index),
        direction=direction(one.direction for one in told),
        families=tuple(
            sorted(set(families(Told(one.document_id, one.article.family, one.copy_of) for one in told)))
        ),
        revision=sum(one.version for one in told),  # grows with every article and every edit
        is_baseline=known.row.is_baseline,
        briefings=tuple(unpack(one.analysis, one.article) for one in told if not one.is_stripped),
        copies=frozenset(one.article.id for one in told if one.copy_of is not None),
        feeds=known.feeds,
    )
