"""Which story an article belongs to, as articles come in; what changes when a story is looked at again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analyse.stories.identity import keeper
from bot.analyse.stories.index import Near, Probe
from bot.analyse.stories.review import Change, Member, Merge, Split, partition, plan
from bot.analyse.stories.settings import SETTINGS, Settings
from bot.analyse.stories.sketch import Sketch
from bot.analyse.stories.vectors import PARTS
from bot.analyse.stories.window import Window

CONSIDERED = 2
"""Stories that an article is measured against: those of the articles nearest to it."""

REVIEWED = 32
"""Articles of a story that a review looks at, evenly spread; ``BESIDE`` of each story near it."""

BESIDE = 12

GROWN = 5
"""A story is looked at again once it has grown by a fifth, so that a big one costs no more an article than a small one."""

TWO_PARTS = 3
"""Articles from which on a story can fall into two parts: two that are together were near enough to be."""

LINKED = 3
"""Stories that a review looks at beside one: those nearest to it."""

WORTH_A_LOOK = 0.8
"""Part of ``Settings.join`` from which one article's closeness to a story makes a review look at both."""

NAMED = 4
"""Shared words that a reason quotes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of sign, what was shared of it, and what that adds to the closeness (0…1)."""

    kind: str
    shared: tuple[str, ...]
    adds: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where an article belongs.

    Attributes:
        story_id: Its story; ``None``: it opens one, by the name that was given for it.
        score: How close it is to the story on average, against how close articles there are to each other; from
            ``Settings.join`` on it belongs there. For a new story how close the nearest one is.
        nearest: The article nearest to it; ``None`` if none is like it.
        reasons: What it shares with that one, the most telling first.
        merges: Stories that it shows to be one: (name that goes, name that stays).
    """

    story_id: str | None
    score: float
    nearest: int | None
    reasons: tuple[Reason, ...]
    merges: tuple[tuple[str, str], ...] = ()


class Stories:
    """The stories of the window. The same articles in the same order give the same stories.

    What it changes it tells, and the caller writes it down: the merges of an assignment, the changes of a review.
    """

    def __init__(self, settings: Settings = SETTINGS) -> None:
        self._settings = settings
        self._window = Window(settings)
        self._changed: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._window.stories)

    def story_of(self, doc: int) -> str | None:
        """The story of an article; ``None`` if it is not in the window."""
        return self._window.of.get(doc)

    def members(self, story_id: str) -> tuple[int, ...]:
        """The articles of a story, as they came in; none if it is not in the window."""
        story = self._window.stories.get(story_id)
        return tuple(story.members) if story else ()

    def restore(self, doc: int, sketch: Sketch, story_id: str) -> None:
        """Take in an article whose story is known."""
        self._window.forget(doc)
        self._window.index.add(doc, sketch)
        self._window.put(doc, sketch, story_id)

    def note_posted(self, story_id: str, at: datetime, lead: int) -> None:
        """A story was posted, ``lead`` being its leading article: it keeps its name from now on. The first time counts."""
        story = self._window.stories.get(story_id)
        if story and story.posted_at is None:
            story.posted_at, story.lead = int(at.timestamp()), lead

    def assign(self, doc: int, sketch: Sketch, new_id: str) -> Assignment:
        """Find the story of an article, or open one by the name ``new_id``. Takes no longer when the window is fuller."""
        window = self._window
        window.forget(doc)
        probe = window.index.add(doc, sketch)
        found = window.index.meet(doc, probe)
        ranked = self._ranked(doc, probe, found)
        close = [story_id for score, story_id in ranked if score >= self._settings.join]
        story_id = close[0] if close else new_id
        window.put(doc, sketch, story_id)
        self._changed[story_id] = None
        merges = self._bridged(close)
        nearest = found[0][1] if found else None
        return Assignment(
            window.of[doc] if close else None,
            ranked[0][0] if ranked else 0.0,
            nearest,
            () if nearest is None else self.reasons(doc, nearest),
            merges,
        )

    def _ranked(self, doc: int, probe: Probe, found: Sequence[Near]) -> list[tuple[float, str]]:
        """The stories near an article, the closest first; ties by name."""
        best = self._window.nearby(doc, found)
        first = sorted(best, key=lambda story_id: (-best[story_id], story_id))[:CONSIDERED]
        scored = [(self._window.to_story(doc, probe, story_id), story_id) for story_id in first]
        return sorted(scored, key=lambda one: (-one[0], one[1]))

    def _bridged(self, close: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Stories that one article belongs to, and that are close themselves, become one."""
        merges = []
        kept = close[0] if close else ""
        for other in close[1:]:
            if self._window.between(kept, other) >= self._settings.join:
                merge = self._merged(kept, other)
                kept = merge.into_id
                merges.append((merge.from_id, merge.into_id))
        return tuple(merges)

    def _merged(self, one: str, other: str) -> Merge:
        stays = keeper([self._window.standing(one), self._window.standing(other)]).story_id
        merge = Merge(other if stays == one else one, stays)
        self._apply(merge)
        return merge

    def reasons(self, doc: int, other: int) -> tuple[Reason, ...]:
        """What two articles of the window share, the most telling kind first."""
        shared = self._window.index.shared(doc, other)
        told = [
            Reason(PARTS[kind], tuple(word for _, word in parts[:NAMED]), round(sum(a for a, _ in parts), 4))
            for kind, parts in shared.items()
        ]
        return tuple(sorted(told, key=lambda one: (-one.adds, one.kind)))

    def expire(self, now: datetime) -> dict[str, tuple[int, ...]]:
        """Forget the stories whose last article was read longer ago than the window lasts; tells them with their articles."""
        least = now.timestamp() - self._settings.window_s
        gone = {one: tuple(told.members) for one, told in self._window.stories.items() if told.seen < least}
        for story_id, docs in gone.items():
            self._changed.pop(story_id, None)
            for doc in docs:
                self._window.forget(doc)
        return gone

    def review(self, new_id: Callable[[int], str], limit: int | None = None) -> tuple[Change, ...]:
        """Look again at the stories that got articles since, beside those near them: which are one, which are two?

        Args:
            new_id: Name of a story that is split off, by its first article; must be new.
            limit: So many stories at most; the rest waits for the next review.

        Returns:
            The changes, made here already, in the order in which the caller is to make them. Of a story with more than
            ``REVIEWED`` articles only those that were looked at move; the others follow as it grows.
        """
        changes: list[Change] = []
        for story_id in list(self._changed)[:limit]:
            del self._changed[story_id]
            story = self._window.stories.get(story_id)
            if story and len(story.members) >= story.reviewed + max(1, story.reviewed // GROWN):
                story.reviewed = len(story.members)
                changes += self._reviewed(story_id, new_id)
        return tuple(changes)

    def _reviewed(self, story_id: str, new_id: Callable[[int], str]) -> tuple[Change, ...]:
        window = self._window
        docs = window.sample(story_id, REVIEWED)
        linked = self._linked(story_id, docs)
        if not linked and len(docs) < TWO_PARTS:
            return ()
        docs = [*docs, *(doc for other in linked for doc in window.sample(other, BESIDE))]
        near = window.index.table(docs)
        parts = [
            [Member(docs[at], window.of[docs[at]], window.at[docs[at]]) for at in part]
            for part in partition(near, self._settings.join)
        ]
        stories = (story_id, *linked)
        changes = plan(
            parts,
            {one: window.standing(one) for one in stories},
            {one: window.stories[one].lead for one in stories},
            new_id,
        )
        for change in changes:
            self._apply(change)
        return changes

    def _linked(self, story_id: str, docs: Sequence[int]) -> list[str]:
        """The stories that lie nearest to one, if the article nearest to them lies near most of their articles."""
        window = self._window
        best: dict[str, tuple[float, int]] = {}
        for doc in docs:
            for other, ratio in window.nearby(doc, window.index.near(doc)).items():
                best[other] = max((ratio, -doc), best.get(other, (0.0, 0)))
        best.pop(story_id, None)
        first = sorted(best, key=lambda other: (-best[other][0], other))[:LINKED]
        least = WORTH_A_LOOK * self._settings.join
        return [
            other
            for other in first
            if best[other][0] >= self._settings.join
            and window.to_story(-best[other][1], window.index.probe(-best[other][1]), other) >= least
        ]

    def _apply(self, change: Change) -> None:
        if isinstance(change, Split):
            self._window.move(change.moved, change.into_id)
            return
        self._window.move(self.members(change.from_id), change.into_id)
