"""``python -m tests.benchmarks.digests [--only sqlite|postgresql] [--sizes 100,1000,10000]``: digests at size.

So many subscriptions in 24 zones, all of whose digests fall due in one minute, over a day's stories (made from templates,
analysed with the tables that ship). Printed: seconds and milliseconds a digest to claim, make and write them all, with how
much of that is claiming, words and writing; the peak of memory; what a tick costs when nothing is due; and the courier's
share, posting to a messenger that takes everything at once. Ratios against the smallest size show the growth.
"""

import argparse
import asyncio
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.acquire.identity.fingerprints import fingerprint
from bot.analyse.stories.sketch import sketch
from bot.analysis import Tables as Analysis
from bot.analysis import read
from bot.brief.digest import Weights
from bot.brief.watches import Tables
from bot.deliver.courier import Courier
from bot.deliver.messenger import Finding, NotThere, Outcome, Piece, Posted
from bot.deliver.schedule import next_due, zone
from bot.intake.packing import pack
from bot.jobs import Budget
from bot.outgoing.newsdesk import make_newsdesk
from bot.store.open import open_store
from bot.store.records import Placement
from bot.store.store import Store
from bot.types import Alerts, Channel, Message, Policy, Rule, Severity, Subscription
from tests.contracts.making import Clock, article, feed, item, kept, polled
from tests.quality.runners.gold import shipped
from tests.servers.postgres import running

DUE = datetime(2027, 5, 3, 12, tzinfo=UTC)
STORIES, REPORTS = 240, 2
"""Of the last day, and articles of each: what some two hundred feeds of world news bring."""

ZONES = (
    *("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago"),
    *(
        "America/New_York",
        "America/Halifax",
        "America/Sao_Paulo",
        "Atlantic/South_Georgia",
        "Atlantic/Azores",
    ),
    *("Europe/London", "Europe/Berlin", "Europe/Kyiv", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi"),
    *("Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"),
    *("Pacific/Noumea", "Pacific/Auckland"),
)
STATES = {
    "PER": "Peru",
    "ECU": "Ecuador",
    "SRB": "Serbia",
    "ARM": "Armenia",
    "AZE": "Azerbaijan",
    "ETH": "Ethiopia",
    "ERI": "Eritrea",
    "FIN": "Finland",
    "RUS": "Russia",
    "RWA": "Rwanda",
    "BDI": "Burundi",
    "PRK": "North Korea",
    "KOR": "South Korea",
    "IND": "India",
    "PAK": "Pakistan",
    "KEN": "Kenya",
    "SOM": "Somalia",
    "CHL": "Chile",
}
HAPPENINGS = (
    "{a} fired artillery at a village in {b} on Sunday, killing {n} people, officials said.",
    "{a} and {b} signed a ceasefire on Sunday after {n} days of clashes, the mediator said.",
    "{a} expelled {n} diplomats of {b} on Sunday and accused them of spying.",
    "{a} threatened on Sunday to close its border with {b} within {n} hours.",
    "{a} released {n} soldiers of {b} on Sunday, its defence ministry said.",
    "Ministers from {a} and {b} opened a bridge with {n} lanes on Sunday.",
)
AFTER = "The foreign minister of {b} said on Sunday that talks would go on. The United Nations called on both sides for restraint."


class Taker:
    """Takes everything."""

    platform = "bench"

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        del plain
        return (message.fallback,)

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        del channel
        return Posted(piece.key)

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        del channel, piece
        return Posted(ref)

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:
        del channel, piece, since
        return NotThere()


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one size: seconds, and MB at the highest."""

    size: int
    made_s: float
    claim_s: float
    write_s: float
    post_s: float
    idle_ms: float
    memory_mb: float


def fill(store: Store, clock: Clock, analysis: Analysis) -> None:
    """A day of stories."""
    dice = random.Random(6)  # noqa: S311 - no secrets here
    budget = Budget(3, 80)
    made = feed("bench")
    store.sync_feeds([made])
    for number in range(STORIES):
        one, other = dice.sample(sorted(STATES), 2)
        happening = dice.choice(HAPPENINGS)
        for report in range(REPORTS):
            at = clock.forward(86_000 / STORIES / REPORTS)
            names = {"a": STATES[one], "b": STATES[other], "n": dice.randint(2, 60) + report}
            body = f"{happening.format(**names)}\n{AFTER.format(**names)}"
            new = item(f"{number}-{report}", f"paper{report}.example")
            store.claim_feeds("bench", limit=1, lease_s=60, urls=[made.url])
            store.settle_poll("bench", made.url, polled(made, at), [new])
            (job,) = store.claim_entries("bench", limit=1, lease_s=60)
            told = article(
                body,
                f"{names['a']} and {names['b']}: report {number}",
                new.entry.url,
                published_at=at,
                fetched_at=at,
                outlet=f"Paper {report}",
                family=f"family-{report}",
            )
            briefing = read(told, analysis, budget)
            keeps = kept(
                told,
                new.key,
                analysis=pack(briefing),
                sketch=sketch(told, briefing).encode(),
                fingerprint=fingerprint(body),
                severity=briefing.escalation.severity,
                direction=briefing.escalation.direction,
            )
            store.settle_entry("bench", job.id, keeps)
            with store.placing() as desk:
                for row in desk.pending(10):
                    desk.place(row.id, Placement(f"story{number}"))


def subscriptions(count: int) -> Iterator[Subscription]:
    """Each in a channel of its own; the local time of ``DUE`` wherever it is; a hundred different rules."""
    codes = sorted(STATES)
    for number in range(count):
        tz = ZONES[number % len(ZONES)]
        kind = number % 100
        rule = (
            Rule(countries=(codes[kind % len(codes)],)) if kind < 80 else Rule(words=(f"{kind - 75} people",))
        )
        yield Subscription(
            id=f"s{number:05}",
            channel=Channel("bench", f"w{number % 50}", f"c{number}"),
            title=f"Desk {number}",
            rule=Rule(everything=True) if kind >= 95 else rule,
            slots=(DUE.astimezone(zone(tz)).time(),),
            tz=tz,
            min_severity=(Severity.NONE, Severity.LOW, Severity.MEDIUM)[number % 3],
            alerts=Alerts() if number % 4 == 0 else None,
            nothing_new=Policy.LINE,
        )


def measured(store: Store, clock: Clock, size: int) -> Figures:
    """Make and post every digest of ``size`` subscriptions."""
    before = DUE - timedelta(minutes=1)
    clock.at = before
    wanted = [(one, due.at if (due := next_due(one, before)) else None) for one in subscriptions(size)]
    store.sync_subscriptions(wanted)
    spent = {"claim": 0.0, "write": 0.0}
    timed(store, "claim_due", "claim", spent)
    timed(store, "commit_slots", "write", spent)
    clock.at = DUE + timedelta(seconds=20)
    desk = make_newsdesk(store, Tables(), Weights(), owner="bench", draw=None, tell=print)
    begun = time.perf_counter()
    done = desk.rounds.once()
    made_s = time.perf_counter() - begun
    assert done.made + done.silent == size, done
    begun = time.perf_counter()
    asyncio.run(posted(store))
    post_s = time.perf_counter() - begun
    assert not store.deliveries() or all(one.state == "sent" for one in store.deliveries()), "not all posted"
    store.note_weighed(store.unweighed(10_000))
    idle = []
    for _ in range(50):
        begun = time.perf_counter()
        desk.rounds.once()
        desk.alerts.once()
        idle.append((time.perf_counter() - begun) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(size, made_s, spent["claim"], spent["write"], post_s, statistics.median(idle), memory)


def timed(store: Store, name: str, label: str, spent: dict[str, float]) -> None:
    """Let a method of the store tell how long it took."""
    call: Callable[..., object] = getattr(store, name)

    def measured_call(*given: object, **named: object) -> object:
        begun = time.perf_counter()
        try:
            return call(*given, **named)
        finally:
            spent[label] += time.perf_counter() - begun

    setattr(store, name, measured_call)


async def posted(store: Store) -> None:
    dice = random.Random(7)  # noqa: S311 - no secrets here
    courier = Courier(store, {"bench": Taker()}, owner="bench", clock_mono=time.monotonic, rng=dice)
    await courier.once()


@contextmanager
def databases(only: str | None) -> Iterator[dict[str, Callable[[], str]]]:
    """By name, what makes an address of a fresh database."""
    with tempfile.TemporaryDirectory() as folder, running(is_durable=True) as server:
        numbers = iter(range(100))
        made: dict[str, Callable[[], str]] = {
            "sqlite": lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.db'}",
            "postgresql": lambda: server.url(server.fresh()),
        }
        yield {name: make for name, make in made.items() if only in {None, name}}


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--sizes", default="100,1000,10000")
    options = asked.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    tables, _ = shipped()
    analysis = msgspec.structs.replace(tables, tagger=None)  # templates need no reader of names
    with databases(options.only) as places:
        for name, make in places.items():
            least: Figures | None = None
            for size in sizes:
                clock = Clock()
                clock.at = DUE - timedelta(days=1)
                with open_store(make(), clock=clock) as store:
                    fill(store, clock, analysis)
                    found = measured(store, clock, size)
                least = least or found
                each = found.made_s / size * 1000
                growth = each / (least.made_s / least.size * 1000)
                print(
                    f"{name:10} {size:6,} digests: {found.made_s:7.1f} s, {each:6.2f} ms each ({growth:.2f} of the "
                    f"smallest); claim {found.claim_s:.1f} s, write {found.write_s:.1f} s; post {found.post_s:.1f} s "
                    f"({found.post_s / size * 1000:.2f} ms each); idle tick {found.idle_ms:.2f} ms; "
                    f"peak {found.memory_mb:.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
