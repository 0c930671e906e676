"""A flow with its parts, wired by plain arguments."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.acquire.robots import Robots
from bot.config import Settings
from bot.engine import Engine
from bot.intake.flow import Flow, News
from bot.intake.place import Placer
from bot.intake.poll import Poller
from bot.intake.read import Reader
from bot.store.store import Store

LEASE_S = 600.0
"""How long a process keeps a feed or an entry to itself. The slowest honest visit takes 20 s, and up to eight of one
host wait a second for each other; ten minutes leave room for a machine that sleeps or swaps."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One process at work.

    Attributes:
        owner: Names it to the others; at most 64 characters.
        lease_s: See ``LEASE_S``.
        rng: For jitter.
        clock: Monotonic seconds.
        apart_s: Distance between two visits to a host, also when another process pays the second one.
    """

    owner: str
    rng: random.Random
    clock: Callable[[], float]
    lease_s: float = LEASE_S
    apart_s: float = Limits().apart_s


def make_flow(
    store: Store,
    engine: Engine,
    fetcher: Fetcher,
    settings: Settings,
    shift: Shift,
    tell: Callable[[News], None],
) -> Flow:
    """The flow of one process; ``tell`` hears of everything."""
    at_once = settings.feeds.at_once
    poller = Poller(
        store,
        engine,
        fetcher,
        owner=shift.owner,
        at_once=at_once,
        first_items=settings.feeds.first_items,
        lease_s=shift.lease_s,
        apart_s=shift.apart_s,
        rng=shift.rng,
    )
    return Flow(
        store,
        poller,
        Reader(engine, Robots(fetcher.fetch, shift.clock), store.now),
        Placer(store),
        owner=shift.owner,
        at_once=at_once,
        lease_s=shift.lease_s,
        apart_s=shift.apart_s,
        text_days=settings.store.text_days,
        tell=tell,
    )
