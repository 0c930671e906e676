"""The whole trial on one database: kills at the first start, while polling, during retention; then the oracle."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from bot.acquire.identity.urls import url_key
from bot.store.open import open_store
from bot.store.store import Store
from tests.long.kills.killing import Killer
from tests.long.kills.life import Life
from tests.long.kills.oracle import due, faults, missing, published
from tests.servers.fast_clock import FastClock
from tests.servers.newsweb import NewsWeb
from tests.servers.phases import STEPS

SPEED = 600.0
"""Ten minutes in a second: every wait of the program is what it is in earnest (polls 15 minutes apart, leases of ten,
a correction read half an hour after the first reading), and passes in seconds."""

FEEDS = 8
SOON_S = 3.0
"""A process comes to every step within so long; one that does not is killed then."""

DIRECTED = tuple(step for step in STEPS if step not in {"open", "sync_feeds", "idle", "release"})
REST, REST_S = 4, 20.0
"""One process in so many has so long to read what waits; it takes 2 s on two idle processors."""

CATCH_UP_S = 180.0
"""The longest honest wait: an entry that failed five times is tried again after twelve hours, 72 s here."""

RETENTION_DAYS = 61.0
"""Texts are kept for 60."""


@dataclass
class Trial:
    """One database, one web, many processes.

    Attributes:
        url: Of an empty database, or of none yet.
        web: What is read.
        folder: For files.
        clock: Of web and stores.
        seed: Of all chance.
    """

    url: str
    web: NewsWeb
    folder: Path
    clock: FastClock
    seed: int
    draw: Random = field(init=False)
    life: Life = field(init=False)
    killer: Killer = field(init=False)

    def __post_init__(self) -> None:
        self.draw = Random(self.seed)  # noqa: S311 - which moment, not which secret
        self.life = Life(self.web, Random(self.seed + 1))  # noqa: S311
        self.killer = Killer(self.folder, self._options(self.url, self.clock))

    def _options(self, url: str, clock: FastClock) -> Sequence[str]:
        given = {
            "database": url,
            "port": self.web.port,
            "feeds": len(self.web.sources),
            "clock": clock,
            "patience": 1.5,
        }
        return [word for name, value in given.items() for word in (f"--{name}", str(value))]

    def first_starts(self, kills: int, fresh: Callable[[], str]) -> None:
        """Kill processes that make a new database; every second one finds what the first left."""
        for _ in range(kills // 2):
            url = fresh()
            self.killer.options = self._options(url, self.clock)
            for _ in range(2):
                self.killer.after(self.draw.uniform(0.0, 0.4), "opening")
            with open_store(url, clock=self.clock) as store:
                store.check()
        self.killer.options = self._options(self.url, self.clock)

    def while_polling(self, kills: int) -> None:
        """Kill processes that poll and read: half of them in the middle of a step, a quarter anywhere.

        The rest first read all that waits: an entry whose reading never ends, eight times in a row, is taken for
        one that kills its readers.
        """
        steps = cycle(self.draw.sample(DIRECTED, len(DIRECTED)))
        for number in range(kills):
            self.life.step()
            if number % 2 == 0:
                self.killer.during(next(steps), SOON_S)
            elif number % REST == 1:
                self.killer.after(self.draw.uniform(0.0, 1.5))
            else:
                self._rest()

    def _rest(self) -> None:
        with self.killer.started() as process, open_store(self.url, clock=self.clock) as store:
            process.until("at work")
            end = time.monotonic() + REST_S
            while due(store) and time.monotonic() < end:
                time.sleep(0.05)
            self.killer.kill(process)

    def catch_up(self) -> list[str]:
        """Let processes work undisturbed until nothing is missing, end them in order; everything that is wrong then.

        More than one: a feed may tell of articles while its reader is being ended, and they are the next one's.
        """
        self.life.heal()
        end = time.monotonic() + CATCH_UP_S
        with open_store(self.url, clock=self.clock) as store:
            code = self._undisturbed(store, end)
            while code == 0 and missing(store, published(self.web)) and time.monotonic() < end:
                code = self._undisturbed(store, end)
            found = [] if code == 0 else [f"the last process ended with {code}"]
            return found + self.faults(store)

    def _undisturbed(self, store: Store, end: float) -> int:
        """One process until nothing is missing; its exit code."""
        with self.killer.started() as process:
            process.until("at work")
            while missing(store, published(self.web)) and time.monotonic() < end:
                time.sleep(0.2)
            process.tell()
            return process.ended(10.0)

    def faults(self, store: Store) -> list[str]:
        """What is wrong, by the web's own list; and processes that nobody ended."""
        wanted = published(self.web)
        address = {
            (piece.feed, piece.number): url_key(self.web.address(self.web.sources[piece.feed], piece.path))
            for source in self.web.sources
            for piece in source.pieces
        }
        tokens = {address[which]: words for which, words in self.life.tokens.items()}
        orphans = [f"orphan: {one}" for one in self.killer.left()]
        return [*faults(store, wanted, tokens), *orphans]

    def while_forgetting(self, kills: int) -> list[str]:
        """Two months later: kill processes that take texts away; then let one end, and look at what is left."""
        later = self.clock.ahead(days=RETENTION_DAYS)
        self.killer.options = self._options(self.url, later)
        for number in range(kills):
            if number % 2:
                self.killer.during("retain", SOON_S, "--cold")
            else:
                self.killer.after(self.draw.uniform(0.0, 0.1), "at work", "--cold")
        with self.killer.started("--once") as process:
            process.until("at work")
            code = process.ended(60.0)
        found = [] if code == 0 else [f"the last process ended with {code}"]
        with open_store(self.url, clock=later) as store:
            return found + forgotten(store) + [f"orphan: {one}" for one in self.killer.left()]


def forgotten(store: Store) -> list[str]:
    """What is wrong with a store whose texts are all too old: each must be gone, and its headline found once."""
    store.check()
    found = []
    for row in store.export(None):
        if row.article.body or row.analysis:
            found.append(f"the text of {row.url_key} is kept")
        hits = [hit.document_id for hit in store.search(row.article.headline, limit=200)]
        if hits.count(row.document_id) != 1:
            found.append(f"search finds {row.url_key} {hits.count(row.document_id)} times")
    return found
