"""The flow of news: feeds → entries → articles → stories. The order is here; what each step does is beside.

::

    poll ─ feeds that are due ─→ entries ─ read ─→ articles ─ place ─→ stories

Every step takes its work from the store and gives it back there, so that a process may end anywhere: what it had in hand
is given to another one when its lease is over.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.errors import LeaseLost, StoreError, StoreUnavailable
from bot.intake.place import Placed, Placer
from bot.intake.poll import FeedPoll, Poller
from bot.intake.read import Reader
from bot.intake.side import Side
from bot.store.records import EntryJob, Outcome
from bot.store.store import Store
from bot.threads import whole

TICK_S = 5.0
"""How long a flow that has nothing to do waits before it asks the store again: other processes may have put work there."""

DAY_S = 86_400.0

PER_HOST = 3
"""Entries of one host that a process has in hand: the two that may be visited at once, and one that is analysed."""


@dataclass(frozen=True, slots=True)
class EntryRead:
    """What became of one entry."""

    url: str
    title: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Trouble:
    """The store could not be used for a moment; the step will be tried again."""

    message: str


News = FeedPoll | EntryRead | Placed | Trouble
"""What a flow tells its listener, as it happens."""


class Flow:
    """Runs the steps of one process.

    Args:
        store: Where work waits.
        poller: Asks feeds.
        reader: Reads entries.
        placer: Sorts articles into stories.
        owner: Names this process to the others; the poller's.
        at_once: Entries to read side by side.
        lease_s: An entry whose reading has not ended by then is given to another process.
        apart_s: After a visit other processes keep away from a host for so long.
        text_days: How long texts are kept.
        tell: Hears of everything, from the event loop.
        sleep: Waits so many seconds between two rounds.
    """

    def __init__(
        self,
        store: Store,
        poller: Poller,
        reader: Reader,
        placer: Placer,
        *,
        owner: str,
        at_once: int,
        lease_s: float,
        apart_s: float,
        text_days: int,
        tell: Callable[[News], None],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._poller = poller
        self._reader = reader
        self._placer = placer
        self._owner = owner
        self._at_once = at_once
        self._lease_s = lease_s
        self._apart_s = apart_s
        self._text_days = text_days
        self._tell = tell
        self._sleep = sleep
        self._is_ending = False

    async def once(self, urls: frozenset[str] | None = None) -> None:
        """Ask every feed that is due, or those named; read all that waits; place it; tidy up.

        May be cancelled at any point; so may ``run``.

        Raises:
            StoreError: The store cannot be used.
        """
        async with self._leases():
            await self._poller.poll(self._tell, urls)
            await self._read()
            await self._tidy()

    async def run(self) -> None:
        """Do so again and again, polling and reading side by side, until it is cancelled.

        Where the store cannot be used for a moment (locked, full, restarting) all that is in hand is given back, and the
        next round finds it where it was.

        Raises:
            StoreError: The store cannot be used, and trying again would not help.
        """
        while True:
            try:
                await self._run()
            except StoreUnavailable as error:
                self._tell(Trouble(str(error)))
            await self._sleep(TICK_S)

    async def _run(self) -> None:
        async with self._leases():
            try:
                async with asyncio.TaskGroup() as steps:
                    steps.create_task(self._again(self._poll, TICK_S))
                    steps.create_task(self._again(self._read, TICK_S))
                    steps.create_task(self._again(self._tidy, DAY_S))
            except ExceptionGroup as group:
                raise group.exceptions[0] from None

    @contextlib.asynccontextmanager
    async def _leases(self) -> AsyncIterator[None]:
        """Give back, at the end, what this process has in hand; not after a fault, where it may have been the cause."""
        self._is_ending = False
        try:
            yield
        except Exception as error:
            self._is_ending = True
            if isinstance(error, StoreError):
                await self._release()
            raise
        except BaseException:
            self._is_ending = True
            await self._release()
            raise
        self._is_ending = True
        await self._release()

    async def _release(self) -> None:
        with contextlib.suppress(StoreError):  # leases run out by themselves
            await whole(self._store.release, self._owner, apart_s=self._apart_s)

    async def _again(self, step: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            await step()
            await self._sleep(every_s)

    async def _poll(self) -> None:
        await self._poller.poll(self._tell)

    async def _read(self) -> None:
        """Read every entry that waits, placing the articles on the way."""
        async with Side(self._at_once) as side:
            while True:
                jobs = await self._claimed(await side.room())
                for job in jobs:
                    side.start(self._read_one(job))
                if not jobs and not await side.idle():
                    break
                await self._place()
        await self._place()

    async def _claimed(self, limit: int) -> Sequence[EntryJob]:
        return await whole(
            self._store.claim_entries, self._owner, limit=limit, lease_s=self._lease_s, per_host=PER_HOST
        )

    async def _read_one(self, job: EntryJob) -> None:
        reading = await self._reader.read(job)
        try:
            await asyncio.to_thread(
                self._store.settle_entry,
                self._owner,
                job.id,
                reading.outcome,
                reading.trace,
                apart_s=self._apart_s,
            )
        except LeaseLost:  # another process has read it meanwhile
            return
        self._tell(EntryRead(job.entry.url or job.key, job.entry.title, reading.outcome))

    async def _place(self) -> None:
        placed = await asyncio.to_thread(self._placer.place, lambda: not self._is_ending)
        if placed.documents:
            self._tell(placed)

    async def _tidy(self) -> None:
        await asyncio.to_thread(self._store.retain, self._text_days, lambda: not self._is_ending)
