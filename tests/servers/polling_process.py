"""A process that polls, as ``brief poll`` does, a web of feeds on loopback: to be killed, to be told to end, to be many.

    python -m tests.servers.polling_process --database sqlite:////tmp/x.db --port 8080 --feeds 6

It prints ``opening`` before it touches the database, ``at work`` when the flow begins (its worker processes are warm by
then), and ``ended`` after an orderly end. With ``--wait`` it begins when its standard input says so.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from adapters.terminal.news.poll import until_told
from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.acquire.sources import Source
from bot.config import Settings, load_settings
from bot.config_folder import environment_config
from bot.engine import Engine, start_workers
from bot.intake.flow import News, Trouble
from bot.intake.newsroom import LEASE_S, Shift, make_flow
from bot.store.open import open_store
from bot.store.store import Store
from bot.types import Feed
from tests.servers.fast_clock import FastClock
from tests.servers.loopback import OnlySite
from tests.servers.newsweb import NewsNames
from tests.servers.phases import Phases

EXAMPLE = Path(__file__).parent.parent / "data" / "articles" / "river-incident.html"
FAMILY = 2
"""So many neighbouring feeds belong to one publisher."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a process is told on its command line; see `read`."""

    database: str
    port: int
    feeds: int
    owner: str
    interval: float
    lease: float
    at_once: int
    apart: float
    patience: float
    tick: float
    clock: FastClock | None
    phases: Path | None
    end_at: str
    again_at: str
    seed: int
    once: bool
    cold: bool
    wait: bool


def read(arguments: list[str] | None = None) -> Order:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True, help="of the web")
    parser.add_argument("--feeds", type=int, required=True, help="how many the web has")
    parser.add_argument("--owner", default=f"process-{os.getpid()}", help="also its User-Agent")
    parser.add_argument("--interval", type=float, default=900.0, help="seconds between two polls of a feed")
    parser.add_argument("--lease", type=float, default=LEASE_S)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--apart", type=float, default=0.0, help="real seconds between two visits to a host")
    parser.add_argument("--patience", type=float, default=3.0, help="real seconds for one visit")
    parser.add_argument("--tick", type=float, default=0.2, help="real seconds between two rounds")
    parser.add_argument("--clock", type=FastClock.read, help="of the store; default: its own")
    parser.add_argument("--phases", type=Path, help="file for tests.servers.phases")
    parser.add_argument("--end-at", default="", help="the step at which the process gets SIGTERM")
    parser.add_argument("--again-at", default="", help="the step after that at which it gets another")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--once", action="store_true", help="one round instead of many")
    parser.add_argument("--cold", action="store_true", help="do not wait for the worker processes")
    parser.add_argument("--wait", action="store_true", help="begin when standard input gives a line")
    return Order(**vars(parser.parse_args(arguments)))


def feeds(order: Order) -> list[Feed]:
    """The feeds of the web."""
    return [
        Feed(
            feed_url(number, order.port),
            f"News {number}",
            f"Group {number // FAMILY}",
            every_s=order.interval,
        )
        for number in range(order.feeds)
    ]


def feed_url(number: int, port: int) -> str:
    """Where `NewsWeb` has a feed."""
    return f"http://news{number}.example.org:{port}/f/{number}/feed.xml"


def main() -> None:
    """Run until told to end."""
    order = read()
    phases = Phases(order.phases, Signals(order).at)
    _say("opening")
    with phases.within("open"):
        opened = open_store(order.database, clock=order.clock)
    with opened as store:
        for step in ("sync_feeds", "claim_feeds", "known", "settle_poll", "claim_entries", "settle_entry"):
            phases.watch(store, step, step)
        phases.watch(store, "retain", "retain")
        phases.watch(store, "release", "release")
        phases.watch_block(store, "placing", "placing")
        store.sync_feeds(feeds(order))
        asyncio.run(_run(order, store, phases))
    _say("ended")


class Signals:
    """Sends the process its own signals at the steps that were asked for."""

    def __init__(self, order: Order) -> None:
        self._left = [step for step in (order.end_at, order.again_at) if step]

    def at(self, step: str) -> None:
        """A step begins."""
        if self._left and step == self._left[0]:
            del self._left[0]
            _say(f"told at {step}")
            os.kill(os.getpid(), signal.SIGTERM)


async def _run(order: Order, store: Store, phases: Phases) -> None:
    folder = environment_config(None)
    settings = _settings(order, load_settings(folder))
    now = order.clock or (lambda: datetime.now(UTC))
    async with Engine(start_workers(folder), settings, lambda: _fetcher(order, now), clock=now) as engine:
        if not order.cold:
            await asyncio.to_thread(engine.brief_source, Source("text/html", EXAMPLE.read_bytes()))
        fetcher = await engine.fetcher()
        for owner, method, step in (
            *((fetcher, "refetch", "fetch_feed"), (fetcher, "fetch", "fetch_page")),
            *(
                (engine, "parse", "parse_feed"),
                (engine, "read_page", "parse_page"),
                (engine, "analyse", "analyse"),
            ),
        ):
            phases.watch_async(owner, method, step)
        clock = order.clock.seconds if order.clock else time.monotonic
        shift = Shift(order.owner, random.Random(order.seed), clock, order.lease, order.apart)  # noqa: S311 - jitter
        flow = make_flow(store, engine, fetcher, settings, shift, _tell)
        flow._sleep = _nap(order, phases)
        if order.wait:
            _say("ready")
            await asyncio.to_thread(sys.stdin.readline)
        _say("at work")
        await until_told(flow.once() if order.once else flow.run())


def _settings(order: Order, settings: Settings) -> Settings:
    crowd = msgspec.structs.replace(settings.feeds, at_once=order.at_once)
    return msgspec.structs.replace(settings, feeds=crowd)


def _fetcher(order: Order, now: Callable[[], datetime]) -> Fetcher:
    limits = Limits(total_s=order.patience, grace_s=1.0, apart_s=order.apart)
    return Fetcher(policy=OnlySite(order.port), limits=limits, agent=order.owner, lookup=NewsNames(), now=now)


def _nap(order: Order, phases: Phases) -> Callable[[float], Awaitable[None]]:
    """Rounds follow each other faster than in earnest; what is done once a day is done once."""

    async def nap(wanted_s: float) -> None:
        with phases.within("idle"):
            await asyncio.sleep(min(wanted_s, order.tick) if wanted_s < 60.0 else wanted_s)

    return nap


def _tell(news: News) -> None:
    if isinstance(news, Trouble):
        print(news.message, file=sys.stderr, flush=True)


def _say(word: str) -> None:
    """In one write: a kill leaves no half a line."""
    os.write(1, f"{word}\n".encode())


if __name__ == "__main__":
    main()
