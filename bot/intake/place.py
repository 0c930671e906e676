"""Articles → stories, under the store's one lock: which are copies, which story each belongs to, what merges and parts.

What stands in the index is what the store says: a process learns from ``placed_since`` what others placed, and begins
anew where a transaction failed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.acquire.identity.nearness import Copies
from bot.analyse.stories.assign import Assignment, Stories
from bot.analyse.stories.review import Merge, Split
from bot.analyse.stories.settings import SETTINGS, Settings
from bot.analyse.stories.sketch import decode
from bot.store.placing import Desk
from bot.store.records import DocumentRow, Placement, TraceLine
from bot.store.store import Store

SAME = 0.8
"""Likeness from which two texts of one outlet are one article at two addresses: a sentence or two in ten differ. Chosen,
not measured: no set at hand has such pairs. Below it both are shown, one as a copy of the other."""

BATCH = 200
"""Articles placed in one transaction: at 2 ms each nobody else waits for the lock longer than half a second."""

COPIES_S = 7 * 86_400.0
"""How far back copies are looked for: weeklies reprint what agencies sent some days before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What one round of placing did."""

    documents: int = 0
    new_stories: int = 0
    copies: int = 0
    merged: int = 0
    parted: int = 0

    def __add__(self, other: "Placed") -> "Placed":
        return Placed(*(getattr(self, name) + getattr(other, name) for name in Placed.__dataclass_fields__))


class Placer:
    """Places what waits. One thread at a time; other processes take turns by the store's lock.

    Args:
        store: Where articles wait.
        settings: Of the stories.
    """

    def __init__(self, store: Store, settings: Settings = SETTINGS) -> None:
        self._store = store
        self._settings = settings
        self._begin()

    def _begin(self) -> None:
        self._stories = Stories(self._settings)
        self._copies = Copies()
        self._seq: int | None = None
        self._horizon = datetime.min.replace(tzinfo=UTC)

    def place(self, go_on: Callable[[], bool] = lambda: True) -> Placed:
        """Place every article that waits, as long as ``go_on`` says so; it is asked before each transaction.

        Raises:
            StoreError: The store cannot be used; what was not placed waits on.
        """
        total = Placed()
        while go_on() and self._store.has_unplaced():
            total += self._batch()
        return total

    def _batch(self) -> Placed:
        try:
            self._catch_up()
            with self._store.placing() as desk:
                self._learn(desk.since)  # what was placed while this process waited for the lock
                for posted in desk.posted(desk.now() - timedelta(seconds=self._settings.window_s)):
                    self._stories.note_posted(posted.story_id, posted.at, posted.lead)
                placed = Placed()
                for row in desk.pending(BATCH):
                    placed += self._place(desk, row)
                placed += self._review(desk)
                self._seq = desk.seq
        except BaseException:  # the index may hold what the store does not
            self._begin()
            raise
        return placed

    def _catch_up(self) -> None:
        """Learn what others placed, and at the beginning what the window holds: half a minute for 50,000 articles.

        Without the lock, for others shall not wait so long.
        """
        now = self._store.now()
        if self._seq is None:
            self._seq = self._store.seq_before(now - timedelta(seconds=COPIES_S))
        self._horizon = now - timedelta(seconds=self._settings.window_s)
        self._learn(self._store.placed_since)
        self._stories.expire(now)
        self._copies.expire(now - timedelta(seconds=COPIES_S))

    def _learn(self, since: Callable[[int, int], Sequence[DocumentRow]]) -> None:
        while rows := since(self._seq or 0, BATCH):
            for row in rows:
                self._restore(row)
            self._seq = rows[-1].seq or self._seq

    def _restore(self, row: DocumentRow) -> None:
        if row.story_id is None or row.same_as is not None:
            return
        if (
            row.sketch and row.first_seen_at >= self._horizon
        ):  # what is older no longer draws articles to its story
            self._stories.restore(row.id, decode(row.sketch), row.story_id)
        self._copies.add(row.id, row.fingerprint, outlet=row.outlet, at=row.first_seen_at)

    def _place(self, desk: Desk, row: DocumentRow) -> Placed:
        copy = self._copies.find(row.fingerprint, outlet=row.outlet)
        original = desk.document(copy[0]) if copy else None
        if copy and original and original.outlet == row.outlet and copy[1] >= SAME:
            return self._same(desk, row, original)
        while original and original.copy_of:
            original = desk.document(original.copy_of)
        self._copies.add(row.id, row.fingerprint, outlet=row.outlet, at=row.first_seen_at)
        found = self._stories.assign(row.id, decode(row.sketch), new_id=desk.new_story_id(row.url_key))
        return self._join(desk, row, original, found)

    def _same(self, desk: Desk, row: DocumentRow, original: DocumentRow) -> Placed:
        """One outlet's text at a second address: it is not shown again."""
        first = original.same_as or original.id
        desk.place(row.id, Placement(original.story_id or desk.new_story_id(row.url_key), same_as=first))
        desk.trace(row.url_key, TraceLine("place", "the same article", original.url))
        if original.story_id and self._stories.story_of(first):
            self._stories.restore(first, decode(row.sketch), original.story_id)
        self._copies.add(first, row.fingerprint, outlet=row.outlet, at=row.first_seen_at)
        return Placed(documents=1, copies=1)

    def _join(self, desk: Desk, row: DocumentRow, original: DocumentRow | None, found: Assignment) -> Placed:
        story_id = self._stories.story_of(row.id) or ""
        is_new = found.story_id is None
        if (
            original and row.published_at < original.published_at
        ):  # the report that was read first is the copy
            self._note_copy(desk, original, row)
            original = None
        desk.place(row.id, Placement(story_id, copy_of=original.id if original else None))
        if original:
            desk.trace(row.url_key, copied(original))
        outcome = "a new story" if is_new else "joins a story"
        nearest = desk.document(found.nearest).headline if found.nearest is not None else ""
        why = grounds(found, self._settings.join, nearest)
        desk.trace(row.url_key, TraceLine("place", outcome, f"{story_id} · {why}"))
        for gone, stays in found.merges:
            desk.merge(gone, stays)
            desk.trace(row.url_key, TraceLine("place", "merges stories", f"{gone} → {stays}"))
        return Placed(1, int(is_new), int(original is not None), len(found.merges))

    def _note_copy(self, desk: Desk, copy: DocumentRow, original: DocumentRow) -> None:
        """A document that has its place turns out to be a copy of a newly read one."""
        if copy.story_id:
            desk.place(copy.id, Placement(copy.story_id, copy_of=original.id))
            desk.recopy(copy.id, original.id)
            desk.trace(copy.url_key, copied(original))

    def _review(self, desk: Desk) -> Placed:
        """Look again at the stories that got articles: those that are one become one, those that are two part."""
        merged = parted = 0
        for change in self._stories.review(lambda doc: desk.new_story_id(desk.document(doc).url_key)):
            if isinstance(change, Merge):
                desk.merge(change.from_id, change.into_id)
                merged += 1
            else:
                self._part(desk, change)
                parted += 1
        return Placed(merged=merged, parted=parted)

    def _part(self, desk: Desk, change: Split) -> None:
        desk.split(change.from_id, change.moved, change.into_id)
        moves = TraceLine("place", "moves to another story", f"{change.from_id} → {change.into_id}")
        for doc in change.moved:
            desk.trace(desk.document(doc).url_key, moves)


def copied(original: DocumentRow) -> TraceLine:
    """That an article is a copy, for ``brief why``."""
    return TraceLine("place", "a copy", f"of {original.url} ({original.outlet})")


def grounds(found: Assignment, least: float, nearest: str) -> str:
    """Why an article went where it went, for ``brief why``."""
    if found.nearest is None:
        return "nothing like it in the window"
    words = [word for reason in found.reasons for word in reason.shared]
    shared = f"; they share {', '.join(dict.fromkeys(words))}" if words else ""
    return f"nearest: {nearest}; closeness {found.score:.2f}, {least:.2f} is needed{shared}"
