"""Couriers that are killed and halted at random while the platform fails at random; and what everybody sees in the end."""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.deliver.outbox import ENDED
from bot.store.open import open_store
from bot.store.outbox import OutboxPart
from bot.types import Delivery
from tests.deliver.making import channel, delivery, outbox
from tests.deliver.running import LEASE_S, Couriers, faults, until_ended
from tests.servers.platform import Platform

ODDS = {
    "post": {
        "dropped": 0.05,
        "reset": 0.04,
        "half": 0.03,
        "silent": 0.03,
        "late": 0.05,
        "500 after": 0.03,
        "503 after": 0.01,
        "internal after": 0.02,
        "lost": 0.03,
        "500 before": 0.03,
        "503 before": 0.01,
        "internal before": 0.02,
        "429": 0.04,
        "429 bare": 0.02,
    },
    "history": {"unread 500": 0.04, "unread 429": 0.02, "unread": 0.04, "empty": 0.02, "shuffled": 0.1},
}
"""Six in ten posts go well. Of the others two thirds leave the client without knowledge."""

LAG_S = 0.1
PACE_S = (0.05, 2.5)
"""Between two blows: from a moment after a start to a time in which one that is in doubt has been looked for."""

PAUSE_S = 0.4 * LEASE_S
"""The longest halt; a lease is renewed with each attempt, so that it outlasts this at any moment of a send."""


@dataclass
class Trial:
    """One database, one platform, so many processes at once.

    Attributes:
        url: Of a database with our tables.
        platform: Where to post.
        folder: For files.
        seed: Of all chance.
        processes: So many at once.
        options: Of each process.
        blows: How often processes were killed and halted.
    """

    url: str
    platform: Platform
    folder: Path
    seed: int
    processes: int = 1
    options: Sequence[str] = ()
    blows: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.draw = Random(self.seed)  # noqa: S311 - which moment, not which secret

    def made(self, count: int, channels: int) -> list[Delivery]:
        """Deliveries of one to three parts."""
        names = [f"C{number}" for number in range(channels)]
        return [
            delivery(
                f"s{self.seed}/d{number}", self.draw.randint(1, 3), channel=channel(self.draw.choice(names))
            )
            for number in range(count)
        ]

    def run(self, made: Sequence[Delivery], *, blows: int = 10**6) -> list[str]:
        """Enqueue them, and let processes work and die until all have ended; everything that is wrong then.

        Args:
            made: In the order in which they are put on their way.
            blows: After so many nobody is killed any more.
        """
        begun = time.monotonic()
        self.platform.plan(seed=self.seed, odds=ODDS, lag_s=LAG_S)
        couriers = Couriers(self.url, self.platform.port, self.folder, options=self.options)
        with open_store(self.url) as store:
            box = outbox(store)
            for each in made:
                box.enqueue(each)
            try:
                self._strike(box, couriers, blows)
                until_ended(box, 180.0)
            finally:
                couriers.end()
            self.seconds = time.monotonic() - begun
            errors = couriers.errors()
            return faults(box, self.platform, made) + ([errors] if errors else [])

    def _strike(self, box: OutboxPart, couriers: Couriers, blows: int) -> None:
        pids = [couriers.hatch() for _ in range(self.processes)]
        while blows and any(one.state not in ENDED for one in box.deliveries(limit=10**6)):
            time.sleep(self.draw.uniform(*PACE_S))
            at = self.draw.randrange(len(pids))
            if self.draw.random() < 0.3:
                self.blows["halted"] += 1
                couriers.send(pids[at], signal.SIGSTOP)
                time.sleep(self.draw.uniform(0.0, PAUSE_S))
                couriers.send(pids[at], signal.SIGCONT)
            else:
                self.blows["killed"] += 1
                couriers.send(pids[at], signal.SIGKILL)
                pids[at] = couriers.hatch()
            blows -= 1
