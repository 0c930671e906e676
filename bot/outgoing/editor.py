"""The editor: one subscription and a time → what its channel is told, and how that reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.brief import digest as digests
from bot.brief.changes.events import GRAVITY
from bot.brief.message import Miss, lost, of_digest, of_nothing
from bot.errors import StoreError
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.store.delivery_records import StoryNews
from bot.store.outbox_records import DeliveryRecord
from bot.store.store import Store
from bot.types import Action, Basis, Digest, Dossier, Image, Message, Slot, Subscription, Told

FIRST = timedelta(hours=24)
"""What a first digest looks back on."""

LONGEST = timedelta(days=14)
"""No digest looks back further: texts are kept for longer, but what is older than two weeks is no news (judged)."""

OVERLAP = timedelta(minutes=2)
"""A story bears the time at which the transaction that changed it began, and can be seen when that ends: a digest of the
time between does not see it, and looks back so much further the next time. Placing takes half a second at most
(`bot.intake.place.BATCH`); what was told, and did not change, is not told again."""

OWED = timedelta(days=3)
"""What a lost message was to tell is told by the channel's next digests, for as long as a delivery may wait at most."""

Draw = Callable[[Digest], Image | None]


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest that was made.

    Attributes:
        digest: What it tells.
        misses: What it does not tell, the nearest misses first.
        message: How it reads; ``None`` where nothing is to be posted.
        last_told: What the channel had been told when it was made: see `ChannelMemory.last_told`.
        reported: Keys of lost deliveries that it tells of.
    """

    digest: Digest
    misses: tuple[Miss, ...]
    message: Message | None
    last_told: int
    reported: tuple[str, ...]


class Editor:
    """Makes digests. One thread at a time.

    Args:
        store: What is known.
        library: Dossiers.
        matcher: Rules.
        weights: By which stories are ranked.
        draw: Draws a chart for a digest, where there is enough to draw.
        tell: Hears of what goes wrong, a line each.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        matcher: Matcher,
        weights: digests.Weights,
        draw: Draw,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._library = library
        self._matcher = matcher
        self._weights = weights
        self._draw = draw
        self._complain = tell
        self._news: tuple[datetime, Mapping[str, StoryNews]] | None = None

    def begin_round(self, since: datetime | None = None) -> None:
        """Look at the stories anew. Digests made until the next call see the same ones, read once from ``since`` on."""
        self._news = None
        if since is not None:
            self._news = (since, {one.story_id: one for one in self._store.news_since(since)})

    def edit(
        self,
        subscription: Subscription,
        *,
        since: datetime | None,
        until: datetime,
        slot: Slot | None = None,
        is_late: bool = False,
        notes: Sequence[str] = (),
        parts: Sequence[Subscription] = (),
    ) -> Edition:
        """Make a digest of what was stored between ``since`` and ``until``.

        Args:
            subscription: For whom.
            since: Up to there its last digest looked; ``None`` for a first one.
            until: Now.
            slot: That it is for.
            is_late: It is made after its time.
            notes: What the channel must know besides.
            parts: Several whose digests are made as one; a story must be grave enough for one that asks for it.

        Raises:
            StoreError: The store cannot be used.
        """
        since = begin(since, until)
        channel = subscription.channel
        last_told = self._store.last_told(channel)
        gone = self._store.lost_deliveries(channel)
        candidates = tuple(self._candidates(subscription, since, until))
        if parts:
            candidates = tuple(replace(one, grounds=self._of_any(parts, one.dossier)) for one in candidates)
        made = digests.made(
            subscription,
            candidates,
            slot=slot,
            since=since,
            until=until,
            weights=self._weights,
            is_late=is_late,
            notes=(*notes, *(_note(one, subscription) for one in gone if one.action is not Action.EDIT)),
        )
        message = (
            of_digest(made.digest, chart=self._draw(made.digest))
            if made.digest.items
            else of_nothing(made.digest, made.misses)
        )
        return Edition(made.digest, made.misses, message, last_told, tuple(one.key for one in gone))

    def grounds(self, subscription: Subscription, dossier: Dossier) -> tuple[Basis, ...] | None:
        """What the subscription's rule finds in a story; ``None`` if it does not hold."""
        return self._matcher.grounds(subscription.rule, dossier)

    def _of_any(self, parts: Sequence[Subscription], dossier: Dossier) -> tuple[Basis, ...] | None:
        grave = [one for one in parts if GRAVITY[dossier.severity] >= GRAVITY[one.min_severity]]
        return next((found for one in grave if (found := self.grounds(one, dossier)) is not None), None)

    def candidate(self, subscription: Subscription, dossier: Dossier, *, new: int = 0) -> digests.Candidate:
        """One story as the subscription and its channel see it."""
        told = self._store.told(subscription.channel, [dossier.id])
        return self._candidate(subscription, dossier, told, self._store.muted(subscription.channel), new=new)

    def _candidates(
        self, subscription: Subscription, since: datetime, until: datetime
    ) -> Iterator[digests.Candidate]:
        found = {one.story_id: one for one in self._fresh(since - OVERLAP)}
        lost = self._store.untold(subscription.channel, min(since, until - OWED))
        owed = [one for one in lost if one not in found]
        dossiers: list[tuple[StoryNews | None, Dossier]] = []
        for one in (*found, *owed):
            news = found.get(one)
            dossier = self._library.dossier(one, news.revision if news else None)
            if dossier is not None:
                dossiers.append((news, dossier))
        # Asked for by their present names: one that was merged meanwhile was told as what it is now.
        told = self._store.told(subscription.channel, [dossier.id for _, dossier in dossiers])
        muted = self._store.muted(subscription.channel)
        for news, dossier in dossiers:
            new = sum(at > since for at in news.first_seen) if news else 0
            try:
                candidate = self._candidate(subscription, dossier, told, muted, new=new)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one story shall not cost every channel its digest
                self._complain(f"the story {dossier.id} cannot be matched: {error!r}")
                continue
            yield candidate

    def _fresh(self, since: datetime) -> list[StoryNews]:
        if self._news is None or self._news[0] > since:
            self.begin_round(since)
        assert self._news is not None  # noqa: S101 - begin_round has read it
        return [one for one in self._news[1].values() if one.updated_at > since]

    def _candidate(
        self,
        subscription: Subscription,
        dossier: Dossier,
        told: Mapping[str, Told],
        muted: frozenset[str],
        *,
        new: int,
    ) -> digests.Candidate:
        before = told.get(dossier.id)
        changes = partial(self._library.changes_since, dossier, before) if before else tuple
        return digests.Candidate(
            dossier,
            self.grounds(subscription, dossier),
            before,
            new,
            dossier.id in muted,
            changes,
        )


def _note(gone: DeliveryRecord, subscription: Subscription) -> str:
    return lost(gone.kind, gone.due_at, gone.why, subscription.tz)


def look_back(since: datetime | None, until: datetime) -> datetime:
    """From when on stories are read for a digest that was last made at ``since``: for `Editor.begin_round`."""
    return begin(since, until) - OVERLAP


def begin(since: datetime | None, until: datetime) -> datetime:
    """Where a digest begins: where the last one ended, if that can be believed; a clock may have gone wrong."""
    if since is None or since >= until:
        return until - FIRST
    return max(since, until - LONGEST)
