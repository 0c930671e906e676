"""A newsroom of Sitrep on a web of feeds on loopback: real sockets, the real parser and analyser, a real database.

    with NewsWeb(3, now=clock) as web, station(url, web, clock) as one:
        one.poll(now=True)
        one.store.stories()

One station is one process of Sitrep: its event loop, its flow and its two worker processes last from the first poll
to the end, unless ``workers`` are lent to it.
"""

import asyncio
import random
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.config import Settings, load_settings
from bot.config_folder import environment_config
from bot.engine import Engine, start_workers
from bot.intake.flow import EntryRead, Flow, News
from bot.intake.newsroom import Shift, make_flow
from bot.intake.poll import FeedPoll
from bot.store.open import open_store
from bot.store.store import Store
from bot.types import Feed
from bot.worker import Worker
from tests.servers.loopback import OnlySite, at_once
from tests.servers.newsweb import NewsNames, NewsWeb

START = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A wall clock that stands still until it is told to go on."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Station:
    """One process of Sitrep: a store, its clock, and the flow.

    Attributes:
        store: Open.
        web: Whose port may be visited.
        clock: Of store, engine, fetcher and flow.
        settings: As they ship.
        names: Take the place of DNS.
        limits: Of a visit; quick ones.
        trust: Certificates that are believed; ``None`` for the system's.
        sleep: How a polite visitor waits; by default not at all.
        workers: Lent: they are not closed.
        news: What the last poll told, in order.
    """

    store: Store
    web: NewsWeb
    clock: Clock
    settings: Settings
    names: NewsNames = field(default_factory=NewsNames)
    limits: Limits = field(default_factory=lambda: Limits(total_s=3.0, grace_s=1.0, apart_s=0.0))
    trust: ssl.SSLContext | None = None
    sleep: Callable[[float], Awaitable[object]] = at_once
    workers: tuple[Worker, Worker] | None = None
    news: list[News] = field(default_factory=list)
    _flows: dict[tuple[str, float], Flow] = field(default_factory=dict)
    _runner: asyncio.Runner | None = None
    _engine: Engine | None = None

    def poll(self, *, now: bool = False, owner: str = "one", lease_s: float = 600.0) -> list[News]:
        """Run the flow once; what it told."""
        self.news = []
        urls = frozenset(record.feed.url for record in self.store.feeds()) if now else None
        self.runner.run(self._once(urls, owner, lease_s))
        return self.news

    def later(self, **by: float) -> list[News]:
        """Let time go by, then `poll`."""
        self.clock.advance(**by)
        return self.poll()

    @property
    def polled(self) -> dict[str, FeedPoll]:
        """What the last poll told of feeds, by address."""
        return {told.url: told for told in self.news if isinstance(told, FeedPoll)}

    @property
    def read(self) -> list[EntryRead]:
        """What the last poll told of entries."""
        return [told for told in self.news if isinstance(told, EntryRead)]

    @property
    def runner(self) -> asyncio.Runner:
        """Its event loop."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner

    async def _once(self, urls: frozenset[str] | None, owner: str, lease_s: float) -> None:
        await (await self.flow(owner, lease_s)).once(urls)

    async def flow(self, owner: str = "one", lease_s: float = 600.0) -> Flow:
        """The flow of this process; the same one for the same arguments."""
        if (owner, lease_s) not in self._flows:
            self._engine = self._engine or self.engine()
            fetcher = await self._engine.fetcher()
            dice = random.Random(0)  # noqa: S311 - jitter
            shift = Shift(owner, dice, lambda: self.clock().timestamp(), lease_s, self.limits.apart_s)
            flow = make_flow(self.store, self._engine, fetcher, self.settings, shift, self._hear)
            self._flows[owner, lease_s] = flow
        return self._flows[owner, lease_s]

    def engine(self) -> Engine:
        """An engine whose fetcher reaches the web on loopback alone; its processes are fresh unless they are lent."""
        workers = self.workers or start_workers(environment_config(None))
        return Engine(workers, self.settings, self._fetcher, clock=self.clock)

    def close(self) -> None:
        """End its processes and its event loop; the store stays open."""
        if self._engine is not None:
            self.runner.run(self._engine._doors.aclose())
            if self.workers is None:
                self._engine.close()
        if self._runner is not None:
            self._runner.close()

    def _hear(self, news: News) -> None:
        self.news.append(news)

    def _fetcher(self) -> Fetcher:
        return Fetcher(
            policy=OnlySite(self.web.port),
            limits=self.limits,
            lookup=self.names,
            trust=self.trust,
            sleep=self.sleep,
            now=self.clock,
        )


@contextmanager
def station(
    url: str,
    web: NewsWeb,
    clock: Clock | None = None,
    *,
    workers: tuple[Worker, Worker] | None = None,
    **feed: float,
) -> Iterator[Station]:
    """A station that polls every feed of the web; ``feed`` are fields of each `Feed`."""
    clock = clock or Clock()
    with open_store(url, clock=clock) as store:
        store.sync_feeds(
            Feed(web.url(source.number), source.title, source.title, **feed)  # type: ignore[arg-type]
            for source in web.sources
        )
        one = Station(store, web, clock, load_settings(environment_config(None)), workers=workers)
        try:
            yield one
        finally:
            one.close()
