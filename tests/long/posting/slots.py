"""Whole presses killed and halted at random while slots fall due, stories change and the platform fails."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.deliver.outbox import ENDED
from bot.outgoing.subscribing import subscribe
from bot.store.delivery_tables import held, subscriptions
from bot.store.open import open_store
from bot.store.store import Store
from tests.contracts.making import Clock
from tests.deliver.running import ROOT, Couriers
from tests.long.posting.loop import LAG_S, ODDS, PAUSE_S
from tests.long.posting.slot_oracle import Oracle
from tests.long.posting.slot_plan import Plan
from tests.outgoing.newsroom import FERRY, NINETEEN, SEVENTEEN, SHELLING, THREAT, TRUCE, Desk, News
from tests.outgoing.press_process import Accelerated, owner_of
from tests.quality.runners.gold import shipped
from tests.servers.platform import Platform

FULL_ODDS = ODDS | {"edit": ODDS["post"]}
"""Edits fail as posts do."""

BEFORE = (TRUCE, FERRY, SHELLING)
"""Stories that come in before any slot is due."""

LATER = ((8.0, SEVENTEEN), (12.0, THREAT), (18.0, NINETEEN))
"""What comes in after so many minutes: two changes of the shelling, and a story of its own."""

PACE_S = (0.05, 1.5)
"""Between two blows. One in eight processes lives for the two seconds after which it may look for what another one left."""

PACES = {1: 1.0, 3: 1.5}
"""So many times as fast with several processes: each of them lives longer then than one that is alone."""

AIMED = 0.3
"""So often a blow waits for a process that is making digests, a second at most; never twice in a row, as the same digests
would not be made for minutes."""


@dataclass
class Presses(Couriers):
    """Processes with a press."""

    module: str = "tests.outgoing.press_process"

    def start(self, *options: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start the parent of all others."""
        given = (
            "--database",
            self.url,
            "--port",
            str(self.port),
            *(each for each in options if each != "--nest"),  # it is one always
        )
        with (self.folder / "stderr.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, *given],
                cwd=ROOT,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.running.append(process)
        return process


@dataclass
class SlotTrial:
    """One database, one platform, so many processes at once.

    Attributes:
        url: Of a database with our tables.
        platform: Where to post.
        folder: For files.
        plan: Who wants what.
        seed: Of all chance.
        processes: So many at once.
        options: Of each process.
        later: What comes in while they run, and after how many minutes.
        patience_s: So long after the last slot all must have ended.
        blows: What was done to processes.
    """

    url: str
    platform: Platform
    folder: Path
    plan: Plan
    seed: int
    processes: int = 1
    options: Sequence[str] = ()
    later: Sequence[tuple[float, News]] = LATER
    patience_s: float = 60.0
    module: str = "tests.outgoing.press_process"
    blows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    oracle: Oracle | None = None

    def __post_init__(self) -> None:
        self.draw = Random(self.seed)  # noqa: S311 - which moment, not which secret
        shipped()  # takes seconds, which shall not pass on the fast clock
        self._news = list(self.later)
        self._came: dict[News, datetime] = {}

    def run(self) -> list[str]:
        """Let slots fall due and processes die until all is told; everything that is wrong then."""
        begun = time.monotonic()
        self.platform.plan(seed=self.seed, odds=FULL_ODDS, lag_s=LAG_S)
        clock = Accelerated(self.plan.base, time.time())
        presses = Presses(
            self.url,
            self.platform.port,
            self.folder,
            ["--clock", str(clock), *self.options],
            module=self.module,
        )
        with open_store(self.url, clock=clock) as store:
            desk = Desk(store, Clock())
            try:
                for one in self.plan.subscriptions:
                    subscribe(store, one)
                assert clock() < min(self.plan.slots.values()), "this machine is too slow for that start"
                presses.hatch()
                self._publish(desk, clock, *BEFORE)
                self._strike(store, desk, presses, clock)
                self._wait(store)
            finally:
                presses.end()
            self.seconds = time.monotonic() - begun
            self.oracle = Oracle(store, self.platform, self.plan, self._came)
            errors = presses.errors()
            return [*self.oracle.faults(), *([errors] if errors else [])]

    def _strike(self, store: Store, desk: Desk, presses: Presses, clock: Accelerated) -> None:
        pids = [*presses.hatched, *(presses.hatch() for _ in range(self.processes - 1))]
        is_aimed = False
        while clock.left_s(self.plan.ends) > -1.0:
            while self._news and clock() >= self.plan.at(self._news[0][0]):
                self._publish(desk, clock, self._news.pop(0)[1])
            time.sleep(self.draw.uniform(*PACE_S) / PACES[self.processes])
            is_aimed = not is_aimed and self.draw.random() < AIMED
            pid = self._busy(store, pids) if is_aimed else self.draw.choice(pids)
            if self.blows and self.draw.random() < 0.3:  # the first one kills
                self._strike_one(store, presses, pid, signal.SIGSTOP)
                time.sleep(self.draw.uniform(0.0, PAUSE_S))
                presses.send(pid, signal.SIGCONT)
            else:
                self._strike_one(store, presses, pid, signal.SIGKILL)
                pids[pids.index(pid)] = presses.hatch()

    def _strike_one(self, store: Store, presses: Presses, pid: int, sign: signal.Signals) -> None:
        presses.send(pid, sign)
        self.blows[sign.name] += 1
        if owner_of(pid) in _makers(store):
            self.blows[f"{sign.name} while making"] += 1

    def _busy(self, store: Store, pids: Sequence[int]) -> int:
        """One that is making digests; any, if none begins soon."""
        for _ in range(200):
            makers = _makers(store)
            if found := [pid for pid in pids if owner_of(pid) in makers]:
                return found[0]
            time.sleep(0.005)
        return self.draw.choice(list(pids))

    def _publish(self, desk: Desk, clock: Accelerated, *news: News) -> None:
        desk.clock.at = clock()
        desk.publish(*news)
        self._came |= dict.fromkeys(news, clock())

    def _wait(self, store: Store) -> None:
        """Until every slot is settled and nothing is on its way; what is not by then, the oracle finds."""
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            settled = len(store.slots(limit=10**6)) >= len(self.plan.slots)
            ended = all(one.state in ENDED for one in store.deliveries(limit=10**6))
            if settled and ended and not _is_about_to_alert(store):
                return
            time.sleep(0.1)


def _makers(store: Store) -> frozenset[str]:
    """Who holds subscriptions, to make their digests."""
    owners = select(subscriptions.c.lease_owner).where(subscriptions.c.lease_owner.is_not(None))
    return frozenset(store._db.read(lambda c: list(c.scalars(owners))))


def _is_about_to_alert(store: Store) -> bool:
    """Whether a story that waits is weighed again within the next half minute of the fast clock."""
    soon = select(held.c.story_id).where(held.c.release_at <= store.now() + timedelta(seconds=30))
    return bool(store._db.read(lambda c: c.execute(soon).first()))
