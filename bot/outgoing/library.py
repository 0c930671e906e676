"""Dossiers: what the store knows of stories, put together for those who match, rank and word them."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from bot.brief.changes import changes
from bot.errors import StoreError
from bot.intake.packing import unpack
from bot.store.records import StoryDocument
from bot.store.store import Store
from bot.types import Briefing, Change, Dossier, Told

KEPT = 2_000
"""Dossiers that a process remembers: three days of a few hundred feeds. See the benchmark for what that weighs."""


class Library:
    """Dossiers by story and revision; a story that did not change is put together once.

    Args:
        store: Where stories are.
        kept: How many are remembered, those asked for last.
    """

    def __init__(self, store: Store, kept: int = KEPT) -> None:
        self._store = store
        self._kept = kept
        self._dossiers: OrderedDict[str, Dossier] = OrderedDict()

    def dossier(self, story_id: str, revision: int | None = None) -> Dossier | None:
        """The story as it is now; ``None`` if there is none.

        Args:
            story_id: Of the story, or of one that was merged into it.
            revision: As known to the caller: the same one is not asked for again.

        Raises:
            StoreError: The store cannot be used.
        """
        known = self._dossiers.get(story_id)
        if known is None or known.revision != revision:
            known = self._read(story_id)
            if known is None:
                return None
            self._dossiers[story_id] = known
        self._dossiers.move_to_end(story_id)
        while len(self._dossiers) > self._kept:
            self._dossiers.popitem(last=False)
        return known

    def changes_since(self, dossier: Dossier, told: Told) -> tuple[Change, ...]:
        """What is new about a story since a channel was told of it, by the article versions that were known then."""
        if told.revision == dossier.revision:
            return ()
        return changes(_briefings(self._store.article_versions(told.article_ids)), dossier.briefings)

    def _read(self, story_id: str) -> Dossier | None:
        row = self._store.story(story_id)
        if row is None:
            return None
        told = self._store.story_documents(row.id)
        return Dossier(
            id=row.id,
            headline=row.headline,
            first_at=row.first_at,
            last_at=row.last_at,
            severity=row.severity,
            direction=row.direction,
            families=row.families,
            revision=row.revision,
            is_baseline=row.is_baseline,
            briefings=_briefings(told),
            copies=frozenset(one.article.id for one in told if one.copy_of is not None),
            feeds=frozenset(self._store.story_feeds(row.id)),
        )


def _briefings(told: Iterable[StoryDocument]) -> tuple[Briefing, ...]:
    """Those whose text is kept and whose analysis can be read: of the others no evidence can be shown."""
    return tuple(_readable(one for one in told if not one.is_stripped))


def _readable(told: Iterable[StoryDocument]) -> Iterator[Briefing]:
    for one in told:
        with suppress(StoreError):  # one article that cannot be read shall not stop all digests
            yield unpack(one.analysis, one.article)
