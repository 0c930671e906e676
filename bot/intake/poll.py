"""Ask the feeds that are due: what is new in them goes into the store, and when to ask again."""

import asyncio
import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

from bot.acquire.entries import Limits, Sifted, sift, wanted
from bot.acquire.feeds.document import FeedDocument
from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Page
from bot.acquire.parsing import FeedJob, read_feed
from bot.acquire.polling import Good, Outcome, Unchanged, decide, failed, is_other, unchanged, validators
from bot.engine import Engine
from bot.errors import FetchError, InputError, LeaseLost, WorkerError
from bot.intake.side import Side
from bot.store.records import FeedRecord
from bot.store.store import Store
from bot.threads import whole

NOTHING = Sifted()


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """What one poll of one feed brought.

    Attributes:
        url: Names the feed.
        outlet: Whose it is.
        new: Entries that were put up for reading.
        seen: Entries of a first poll that were only marked as seen.
        changed: Entries that were put up for reading once more.
        error: One line; ``""`` if the poll was good.
    """

    url: str
    outlet: str
    new: int = 0
    seen: int = 0
    changed: int = 0
    error: str = ""


class Poller:
    """Polls feeds; any number of processes may do so on one store.

    Args:
        store: Which feeds are due, and what is known of them.
        engine: Its parser reads the feeds.
        fetcher: Open.
        owner: Names this process to the others.
        at_once: Feeds to ask side by side.
        first_items: Of a feed that is new, so many items are read.
        lease_s: A feed whose poll has not ended by then is given to another process.
        apart_s: After a poll other processes keep away from its host for so long.
        rng: For jitter.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        fetcher: Fetcher,
        *,
        owner: str,
        at_once: int,
        first_items: int,
        lease_s: float,
        apart_s: float,
        rng: random.Random,
    ) -> None:
        self._store = store
        self._engine = engine
        self._fetcher = fetcher
        self._owner = owner
        self._at_once = at_once
        self._limits = Limits(first_items=first_items)
        self._lease_s = lease_s
        self._apart_s = apart_s
        self._rng = rng

    async def poll(self, tell: Callable[[FeedPoll], None], urls: Collection[str] | None = None) -> None:
        """Ask every feed that is due, or those named, each once; ``tell`` hears of each as it answers.

        Raises:
            StoreError: The store cannot be used.
        """
        left = None if urls is None else set(urls)
        asked: set[str] = set()
        async with Side(self._at_once) as side:
            while records := await self._claimed(await side.room(), left):
                fresh = [record for record in records if record.feed.url not in asked]
                if not fresh:  # those that were asked first are due again: that is for another round
                    break
                asked |= {record.feed.url for record in fresh}
                for record in fresh:
                    side.start(self._poll_one(record, tell))

    async def _claimed(self, limit: int, left: set[str] | None) -> Sequence[FeedRecord]:
        if left is not None and not left:
            return ()
        records = await whole(
            self._store.claim_feeds,
            self._owner,
            limit=limit,
            lease_s=self._lease_s,
            urls=None if left is None else sorted(left),
        )
        if left is not None:
            left -= {record.feed.url for record in records}
        return records

    async def _poll_one(self, record: FeedRecord, tell: Callable[[FeedPoll], None]) -> None:
        outcome, document = await self._ask(record)
        sifted = await asyncio.to_thread(self._sift, record, document) if document else NOTHING
        if isinstance(outcome, Good):
            # What waits for a later poll must not hide behind an unchanged document: `is_cut` keeps no validators.
            more = outcome.is_cut or sifted.n_waiting > 0
            outcome = replace(outcome, n_new=sifted.n_new, n_known=sifted.n_known, is_cut=more)
            if is_other(record.state, outcome):
                sifted = NOTHING
        now = await asyncio.to_thread(self._store.now)
        state = decide(record.feed, record.state, outcome, now, self._rng.uniform(-1, 1))
        try:
            polled = await asyncio.to_thread(
                self._store.settle_poll,
                self._owner,
                record.feed.url,
                state,
                sifted.new,
                sifted.sightings,
                apart_s=self._apart_s,
            )
        except LeaseLost:  # another process asked meanwhile, and what it found is stored
            return
        tell(
            FeedPoll(
                record.feed.url, record.feed.outlet, polled.new, polled.baseline, polled.changed, state.error
            )
        )

    async def _ask(self, record: FeedRecord) -> tuple[Outcome, FeedDocument | None]:
        """What the feed answers, and its document where that is another one than before."""
        etag, last_modified = validators(record.state)
        try:
            answer = await self._fetcher.refetch(
                record.state.fetch_url, etag=etag, last_modified=last_modified
            )
            digest = blake2s(answer.body).hexdigest() if isinstance(answer, Page) else ""
            same = unchanged(record.state, answer, digest)
            if same or not isinstance(answer, Page):
                return same or Unchanged(etag, last_modified, answer.moved_to), None
            document = await self._read(answer)
        except (FetchError, InputError, WorkerError) as error:
            return failed(error), None
        return _good(answer, digest, document), document

    async def _read(self, page: Page) -> FeedDocument:
        job = FeedJob(page.url, page.content_type, page.charset)
        return await self._engine.parse(lambda parser, s: read_feed(parser, job, page.body, s))

    def _sift(self, record: FeedRecord, document: FeedDocument) -> Sifted:
        known = self._store.known(record.feed.url, *wanted(document, record.feed))
        is_first = not record.state.is_baselined
        return sift(document, known, record.feed, self._store.now(), self._limits, is_first_poll=is_first)


def _good(answer: Page, digest: str, document: FeedDocument) -> Good:
    return Good(
        title=document.title,
        site_url=document.site_url,
        etag=answer.etag,
        last_modified=answer.last_modified,
        digest=digest,
        moved_to=answer.moved_to,
        n_new=0,
        is_cut=document.is_cut,
    )
