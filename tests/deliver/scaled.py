"""A courier in this process, a hundred times as fast as in earnest: what it sleeps passes on the store's clock as well."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.deliver.contract import CourierLimits, Tidings
from bot.deliver.courier import Courier
from bot.deliver.messenger import Messenger
from bot.deliver.outbox import ENDED
from bot.store.outbox import OutboxPart
from tests.deliver.http_messenger import HttpMessenger
from tests.deliver.making import START
from tests.servers.platform import Platform

SPEED = 100.0
LIMITS = CourierLimits(send_s=0.4)
"""The platform answers in real time or not at all; what it accepts late it accepts after 0.5 s. The settle time of 60 s
passes in 0.6."""


@dataclass
class Pace:
    """Clocks that move when somebody sleeps."""

    at: datetime = START
    seconds: float = 0.0

    def __call__(self) -> datetime:
        return self.at

    def mono(self) -> float:
        """Monotonic seconds."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds / SPEED)
        self.forward(seconds)

    def forward(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Desk:
    """One store, one platform, one courier after another.

    Attributes:
        box: The store's.
        platform: Where to post.
        pace: The clock that the store was opened with.
        told: What couriers told.
    """

    box: OutboxPart
    platform: Platform
    pace: Pace
    told: list[Tidings] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - jitter

    def courier(self, messenger: Messenger, owner: str = "a") -> Courier:
        """A courier of this desk."""
        return Courier(
            self.box,
            {messenger.platform: messenger},
            owner=owner,
            clock_mono=self.pace.mono,
            sleep=self.pace.sleep,
            rng=self.dice,
            limits=LIMITS,
            tell=self.told.append,
        )

    def drive(self, *, until_s: float = 7_200.0, step_s: float = 5.0, box: OutboxPart | None = None) -> None:
        """Let a courier work, time and again, until nothing is on its way or so much time has passed."""
        self.box = box or self.box
        asyncio.run(self._drive(until_s, step_s))

    async def _drive(self, until_s: float, step_s: float) -> None:
        end = self.pace.seconds + until_s
        async with HttpMessenger(self.platform.url) as messenger:
            while self.pace.seconds < end:
                await self.courier(messenger).once()
                if all(one.state in ENDED for one in self.box.deliveries(limit=1_000)):
                    return
                self.pace.forward(step_s)

    def run(self, work: Callable[[HttpMessenger], object]) -> None:
        """Do something with a messenger to the platform."""

        async def within() -> None:
            async with HttpMessenger(self.platform.url) as messenger:
                await work(messenger)  # type: ignore[misc]

        asyncio.run(within())
