"""The press of one process: an alarm clock that makes what is due, and a courier that posts what was made.

APScheduler is the alarm clock and nothing else: one job, in memory. What is due is asked of the store, so that it does not
matter which process wakes first, or whether one slept through.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.deliver.courier import Courier
from bot.errors import StoreError, StoreUnavailable
from bot.outgoing.alerts import Alerted, AlertRounds
from bot.outgoing.rounds import Rounded, Rounds
from bot.threads import whole

TICK_S = 15.0
"""From one look at what is due to the next: a digest of 08:00 is made by 08:00:15. A look that finds nothing costs a
millisecond (see the benchmark)."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What one tick made."""

    digests: Rounded
    alerts: Alerted


class Press:
    """Makes and posts digests and alerts.

    Args:
        rounds: Makes due digests.
        alerts: Weighs stories.
        courier: Posts.
        tell: Hears what was made, and of trouble (a line).
        tick_s: See ``TICK_S``.
    """

    def __init__(
        self,
        rounds: Rounds,
        alerts: AlertRounds,
        courier: Courier,
        *,
        tell: Callable[[Pressed | str], None],
        tick_s: float = TICK_S,
    ) -> None:
        self._rounds = rounds
        self._alerts = alerts
        self._courier = courier
        self._tell = tell
        self._tick_s = tick_s
        self._is_ending = False
        self._failed: asyncio.Future[None] | None = None

    async def once(self) -> Pressed:
        """Make what is due, then post what can be posted.

        Raises:
            StoreError: The store cannot be used.
        """
        try:
            made = await self._make()
            await self._courier.once()
        finally:
            await self._release()
        return made

    async def run(self) -> None:
        """Do so again and again until it is cancelled; then what is in hand is given back.

        Raises:
            StoreError: The store cannot be used, and trying again would not help.
        """
        self._is_ending = False
        # It says of itself on standard error what is told below, and that a tick was left out because one was long.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._failed = asyncio.get_running_loop().create_future()
        clock = AsyncIOScheduler(timezone=UTC)
        clock.add_job(
            self._tick,
            "interval",
            seconds=self._tick_s,
            next_run_time=datetime.now(UTC),
            coalesce=True,  # after a sleep one tick is enough
            misfire_grace_time=None,  # and however late, it is due
            max_instances=1,
        )
        posting = asyncio.create_task(self._courier.run())
        clock.start()
        try:
            await asyncio.wait((posting, self._failed), return_when=asyncio.FIRST_COMPLETED)
            await (self._failed if self._failed.done() else posting)
        finally:
            self._is_ending = True
            clock.shutdown(wait=False)
            posting.cancel()
            await asyncio.wait((posting,))
            await self._release()

    async def _tick(self) -> None:
        try:
            made = await self._make()
        except StoreUnavailable as error:
            self._tell(str(error))
        except StoreError as error:
            if self._failed and not self._failed.done():
                self._failed.set_exception(error)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one tick must not be the last that is heard
            self._tell(f"a tick failed: {error!r}")
        else:
            if made != Pressed(Rounded(), Alerted()):
                self._tell(made)

    async def _make(self) -> Pressed:
        def goes_on() -> bool:
            return not self._is_ending

        digests = await whole(self._rounds.once, goes_on)
        return Pressed(digests, await whole(self._alerts.once, goes_on))

    async def _release(self) -> None:
        try:
            await whole(self._rounds.release)
        except StoreError as error:  # leases run out by themselves
            self._tell(str(error))
