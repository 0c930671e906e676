"""``python -m tests.benchmarks.store [--articles N] [--only sqlite|postgresql]``: the store at size, on both databases.

Made-up articles of about 2 kB (words by Zipf's law, as in any language) come in over thirty days the way real ones do:
polls, claims, settled entries, places in stories. Then searches and lists, each many times. PostgreSQL runs as it is
delivered, on this machine, and brings commits to the disk, as SQLite does here.

settle   one article at a time through `settle_entry`; whole: with its share of polls, claims and places
search   one word of the twenty most frequent, one of middling frequency, one rare, two frequent ones at once
stories  those of the last day; those with a frequent word; those that name an actor
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import text

from bot.store.open import open_store
from bot.store.records import Placement
from bot.store.store import Store
from bot.types import Severity
from tests.contracts.making import START, Clock, article, feed, item, kept, polled
from tests.servers.postgres import running

WORDS, BODY, TITLE = 30_000, 330, 9
"""Different words; words of a body (2 kB) and of a headline."""

POLL = 25
"""New items of one poll of one feed."""

DAYS = 30
"""Over which the articles come in."""

ANALYSIS, SKETCH, PRINT = 2_100, 512, 32
"""Bytes of what comes with an article: as packed briefings, sketches and fingerprints of real ones have."""

PER_STORY = 3
TRIES = 100


@dataclass
class News:
    """A source of made-up text, the same in every run."""

    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 - no secrets here
    words: list[str] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        made: dict[str, None] = {}
        while len(made) < WORDS:
            made["".join(self.dice.choices(syllables, k=self.dice.randint(1, 4))) + "k"] = None
        self.words = list(made)
        self.weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def text(self, count: int) -> str:
        return " ".join(self.dice.choices(self.words, cum_weights=self.weights, k=count))


def fill(store: Store, clock: Clock, news: News, articles: int) -> tuple[float, float]:
    """Bring articles in; seconds spent in `settle_entry`, and in all calls of the store."""
    settling = whole = 0.0
    feeds = [feed(f"f{number}") for number in range(40)]
    store.sync_feeds(feeds)
    step_s = DAYS * 86_400 * POLL / articles
    for batch in range(articles // POLL):
        at = clock.forward(step_s)
        asked = feeds[batch % len(feeds)]
        items = [item(f"{batch}-{n}", f"{asked.outlet[7:]}.example") for n in range(POLL)]
        begun = time.perf_counter()
        store.claim_feeds("bench", limit=1, lease_s=60, urls=[asked.url])
        store.settle_poll("bench", asked.url, polled(asked, at), items)
        jobs = store.claim_entries("bench", limit=POLL, lease_s=60)
        whole += time.perf_counter() - begun
        for job in jobs:
            body = "\n".join(news.text(BODY // 6) + "." for _ in range(6))
            read = article(body, news.text(TITLE), job.entry.url, published_at=at, fetched_at=at)
            made = kept(
                read,
                job.key,
                analysis=news.dice.randbytes(ANALYSIS),
                sketch=news.dice.randbytes(SKETCH),
                fingerprint=news.dice.randbytes(PRINT),
                actors=tuple((f"p:{w}", w.title()) for w in dict.fromkeys(news.text(6).split())),
                severity=news.dice.choice(tuple(Severity)),
            )
            begun = time.perf_counter()
            store.settle_entry("bench", job.id, made)
            settling += time.perf_counter() - begun
        begun = time.perf_counter()
        with store.placing() as desk:
            for row in desk.pending(POLL):
                desk.place(row.id, Placement(f"s{row.id // PER_STORY}"))
        whole += time.perf_counter() - begun
    return settling, settling + whole


def timed(calls: Sequence[Callable[[], object]]) -> str:
    """Median and 95th percentile of calls, in milliseconds."""
    spent = []
    for call in calls:
        begun = time.perf_counter()
        call()
        spent.append((time.perf_counter() - begun) * 1000)
    return f"p50 {statistics.median(spent):7.2f} ms   p95 {statistics.quantiles(spent, n=20)[-1]:7.2f} ms"


def questions(
    store: Store, news: News, now: datetime
) -> Iterator[tuple[str, Sequence[Callable[[], object]]]]:
    """What is asked, by the name it is printed under."""
    day = now - timedelta(days=1)
    bands = {"frequent": news.words[:20], "middling": news.words[500:1000], "rare": news.words[20_000:]}
    for band, words in bands.items():
        chosen = [news.dice.choice(words) for _ in range(TRIES)]
        yield f"search, {band} word", [lambda w=w: store.search(w) for w in chosen]  # type: ignore[misc]
    pairs = [" ".join(news.dice.sample(bands["frequent"], 2)) for _ in range(TRIES)]
    yield "search, two frequent words", [lambda w=w: store.search(w) for w in pairs]  # type: ignore[misc]
    yield "search, frequent, last day", [lambda w=w: store.search(w, since=day) for w in pairs]  # type: ignore[misc]
    yield "stories of the last day", [lambda: store.stories(day)] * TRIES
    yield "stories, day, frequent word", [lambda w=w: store.stories(day, words=w) for w in pairs]  # type: ignore[misc]
    names = [news.dice.choice(news.words[:500]) for _ in range(TRIES)]
    yield "stories, day, an actor", [lambda w=w: store.stories(day, actor=w) for w in names]  # type: ignore[misc]


@contextmanager
def postgres() -> Iterator[tuple[str, Callable[[], int]]]:
    """A database in a server of its own, and what tells its size."""
    with running(is_durable=True) as server:
        name = server.fresh()
        yield server.url(name), lambda: int(str(server.run(f"SELECT pg_database_size('{name}')")[0][0]))


@contextmanager
def sqlite() -> Iterator[tuple[str, Callable[[], int]]]:
    """Likewise, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "store.db")
        yield f"sqlite:///{file}", lambda: sum(f.stat().st_size for f in Path(folder).iterdir())


def run(name: str, url: str, size: Callable[[], int], articles: int) -> None:
    """Print every figure of one database."""
    clock, news = Clock(), News()
    clock.at = START - timedelta(days=DAYS)
    with open_store(url, clock=clock) as store:
        settling, whole = fill(store, clock, news, articles)
        print(f"{name}: {articles:,} articles, {size() / 1e6:,.0f} MB")
        print(
            f"  settle {articles / settling:6.0f} articles/s   whole path {articles / whole:6.0f} articles/s"
        )
        if name == "postgresql":
            store._db.write(
                lambda c: c.execute(text("ANALYZE"))
            )  # as its own housekeeping does within a minute
        for label, calls in questions(store, news, clock.at):
            calls[0]()
            print(f"  {label:28} {timed(calls)}", flush=True)
        begun = time.perf_counter()
        store.check()
        print(f"  check {time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    open_store(url).close()
    print(f"  open {(time.perf_counter() - begun) * 1000:.0f} ms", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    for name, place in (("sqlite", sqlite), ("postgresql", postgres)):
        if arguments.only in {None, name}:
            with place() as (url, size):
                run(name, url, size, arguments.articles)


if __name__ == "__main__":
    main()
