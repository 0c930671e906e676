"""The courier: claim → render and freeze → begin → post → settle. The one file of this room that does I/O.

What an attempt came to is the outbox's affair (`bot.deliver.outbox`); here is the order of things. An attempt is noted
before a byte is sent, so that whoever finds a delivery half done looks before it tries again. A delivery that must settle
before it can be looked for is kept, without taking the place of another one, for as long as its holder's own monotonic
clock says: neither a wall clock that jumps nor a process that begins anew can shorten that wait.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar

from bot.deliver.carrier import FIRST_PAUSE_S, LAST_PAUSE_S, Carrier, Hand
from bot.deliver.contract import CourierLimits, Outbox, Tidings, Trouble
from bot.deliver.messenger import Messenger
from bot.errors import LeaseLost, StoreError, StoreUnavailable
from bot.threads import all_over, whole

T = TypeVar("T")

AHEAD = 3
"""So many times as many are claimed as are worked at, so that a crowd is not read through for each of them. They wait for
a third of a lease at most (judged): two turns of ``send_s`` each."""


class Courier:
    """Takes what is due to the platforms of one process.

    Args:
        store: Where deliveries wait.
        messengers: By platform.
        owner: Names this start of this process; no other one, before or after it, may have the same.
        clock_mono: Seconds that never go back; best a clock that goes on while the machine sleeps.
        sleep: Waits so many seconds.
        rng: For the back-off.
        limits: How much at once, and how long for what.
        tell: Hears of everything, from the event loop.
    """

    def __init__(
        self,
        store: Outbox,
        messengers: Mapping[str, Messenger],
        *,
        owner: str,
        clock_mono: Callable[[], float],
        rng: random.Random,
        limits: CourierLimits | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        tell: Callable[[Tidings], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._platforms = tuple(messengers)
        self._owner = owner
        self._limits = limits or CourierLimits()
        self._tell = tell
        self._doors = Loop(clock_mono, sleep)
        self._carrier = Carrier(store, messengers, owner, self._doors, rng, self._limits, tell)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._resting: set[int] = set()
        self._fault: BaseException | None = None

    async def once(self) -> None:
        """Deliver all that is due, and wait for what must settle. May be cancelled at any point; so may ``run``.

        Raises:
            StoreError: The store cannot be used.
        """
        async with self._shift():
            while True:
                self._moved.clear()
                took = await self._take()
                if not took and not self._tasks:
                    break
                if not took:
                    await self._moved.wait()
            if self._fault:
                raise self._fault

    async def run(self) -> None:
        """Deliver what falls due, until it is cancelled; where the store cannot be used for a moment, wait and go on.

        Raises:
            StoreError: The store cannot be used, and trying again would not help.
        """
        pause_s = FIRST_PAUSE_S
        async with self._shift():
            while True:
                self._moved.clear()
                try:
                    took = await self._take()
                except StoreUnavailable as error:
                    self._tell(Trouble(str(error)))
                    await self._doors.sleep(pause_s)
                    pause_s = min(pause_s * 2, LAST_PAUSE_S)
                    continue
                pause_s = FIRST_PAUSE_S
                if not took:
                    await self._idle()

    async def _idle(self) -> None:
        """Until a place is free again or it is time to ask the store."""
        waits = [
            asyncio.ensure_future(w) for w in (self._moved.wait(), self._doors.sleep(self._limits.tick_s))
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    @contextlib.asynccontextmanager
    async def _shift(self) -> AsyncIterator[None]:
        """Give everything back at the end. A send under way is given a moment to be answered: less is in doubt then."""
        self._carrier.is_ending, self._fault, self._moved = False, None, asyncio.Event()
        self._turn = asyncio.Semaphore(self._limits.at_once)
        try:
            yield
        finally:
            self._carrier.is_ending = True
            try:
                await self._wind_up()
            finally:
                with contextlib.suppress(StoreError):  # leases run out by themselves
                    await whole(lambda: self._store.release_deliveries(self._owner))

    async def _wind_up(self) -> None:
        tasks = dict(self._tasks)
        for delivery_id in self._resting & tasks.keys():
            tasks[delivery_id].cancel()
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=self._limits.grace_s)
        finally:
            for task in tasks.values():
                task.cancel()
            await all_over(tasks.values())

    async def _take(self) -> int:
        """Claim as much as there is room for, and start on it; how much that was."""
        if self._fault:
            raise self._fault
        busy = len(self._tasks) - len(self._resting)
        room = AHEAD * self._limits.at_once - busy
        if (
            busy > self._limits.at_once
        ):  # enough for now: a claim reads all that waits, and costs the same for few or many
            return 0
        taken, limits = self._doors.clock(), self._limits
        jobs = await whole(
            lambda: self._store.claim_deliveries(
                self._owner, platforms=self._platforms, limit=room, lease_s=limits.lease_s
            )
        )
        # Where a clock jumped, what this very process has in hand may look free: its lease is longer now, that is all.
        fresh = [job for job in jobs if job.id not in self._tasks]
        for job in fresh:
            hand = Hand(job, self._doors.clock(), taken + limits.lease_s, taken)
            self._tasks[job.id] = task = asyncio.create_task(self._carry(hand))
            task.add_done_callback(lambda done, job_id=job.id: self._ended(job_id, done))  # type: ignore[misc]
        return len(fresh)

    def _ended(self, delivery_id: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(delivery_id, None)
        if not task.cancelled() and (error := task.exception()):
            self._fault = error
        self._moved.set()

    async def _carry(self, hand: Hand) -> None:
        """One delivery, as far as it goes now."""
        try:
            goes_on = True
            while goes_on and not self._carrier.is_ending:
                await self._rest(hand)
                async with self._turn:
                    goes_on = await self._carrier.step(hand)
        except LeaseLost:  # another process has it, and looks before it posts
            return
        except StoreUnavailable as error:
            self._tell(Trouble(str(error)))

    async def _rest(self, hand: Hand) -> None:
        until = self._carrier.settles_at(hand)
        if until is None:
            return
        self._resting.add(hand.job.id)
        self._moved.set()
        try:
            while (left_s := until - self._doors.clock()) > 0:
                await self._doors.sleep(left_s)
        finally:
            self._resting.discard(hand.job.id)


class Loop:
    """The doors of a carrier (`bot.deliver.carrier.Doors`) in an event loop."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self.clock = clock
        self._sleep = sleep

    async def store(self, call: Callable[[], T]) -> T:
        """In a thread of its own."""
        return await whole(call)

    async def platform(self, asking: Awaitable[T], within_s: float) -> T:
        """No longer than that."""
        async with asyncio.timeout(within_s):
            return await asking

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._sleep(seconds)
