"""``brief run``: feeds, digests, alerts and posting in one process, until it is told to end."""

import asyncio
import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from adapters.terminal import interrupts
from adapters.terminal.desk import wishes as wishing
from adapters.terminal.desk.endings import Ending
from adapters.terminal.desk.log import Log
from adapters.terminal.desk.wishes import Wishes
from adapters.terminal.desk.works import FILES, STREAM, Works, told
from adapters.terminal.messengers.directory import DirectoryMessenger
from adapters.terminal.messengers.stream import Screen, StreamMessenger
from adapters.terminal.news.desk import Desk
from adapters.terminal.news.feeds import opened
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import OutputError
from bot.brief.chart import CHART
from bot.deliver.messenger import Messenger
from bot.errors import ConfigError, StoreError
from bot.intake.flow import Flow, News, Trouble
from bot.intake.newsroom import Shift, make_flow
from bot.intake.poll import FeedPoll
from bot.outgoing.press import Press
from bot.store.store import Store
from bot.subscription_list.known import PLATFORMS
from bot.types import State
from bot.worker import Worker

EXIT_INTERRUPTED = 130

AGAIN_S = 5.0
"""Before polling or posting begins anew that failed for want of something other than the database: memory, a process."""

THREADS = 16
"""Threads that wait for the database, files and processes; all are started at once, so that none is lacking later."""


def run(asked: Asked, desk: Desk) -> int:
    """Poll, make digests and alerts, and post them; 0, or 130 for Ctrl-C.

    Raises:
        ConfigError, StoreError: The configuration is wrong; the database cannot be used.
        OutputError: What is posted to takes no more.
    """
    log = Log(lines(), quiet=asked.place.quiet)
    try:
        with Ending() as ending, opened(desk) as store, Worker(CHART) as charts:
            wishes = wishing.load_with(desk.folder, store)
            wishing.sync(store, wishes.listed)
            for warning in wishes.listed.warnings:
                log.note(str(warning))
            screen = Screen()
            limits = STREAM if asked.options["to"] == "-" else FILES
            works = Works(desk, store, messengers(asked, store, screen), limits, charts, log)
            house = _House(asked, works, screen, wishes)
            told_by = interrupts.run(ending.work(house.work(), again=house.read_anew))
    finally:
        log.close()
    return EXIT_INTERRUPTED if told_by is signal.SIGINT else 0


def messengers(asked: Asked, store: Store, screen: Screen) -> dict[str, Messenger]:
    """One for each platform: whatever is due goes where ``--to`` says.

    Raises:
        OutputError: The directory cannot be made.
    """
    to, width, colour = asked.options["to"], asked.options["width"], asked.options["colour"]
    if to == "-":
        return {
            name: StreamMessenger(screen, width=width, colour=colour, platform=name)
            for name in sorted(PLATFORMS)
        }
    try:
        Path(to).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{to}: the directory cannot be made ({error.strerror}). Name another one: --to DIR"
        ) from error
    return {name: DirectoryMessenger(Path(to), store.picture, platform=name) for name in sorted(PLATFORMS)}


def lines() -> Callable[[str], None]:
    """How lines reach standard error: past Python's buffer, which would fail once more at the end."""
    stream = sys.stderr
    if stream is None:  # its number may be that of a file by now
        return lambda _: None
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return lambda line: print(line, end="", file=stream)
    return lambda line: _write_all(number, line.encode("utf-8", "backslashreplace"))


def _write_all(number: int, data: bytes) -> None:
    while data:
        data = data[os.write(number, data) :]


def started(threads: int) -> ThreadPoolExecutor:
    """Threads that run already."""
    pool, all_there = ThreadPoolExecutor(threads), threading.Barrier(threads)
    for _ in range(threads):
        pool.submit(all_there.wait)
    return pool


@dataclass
class _House:
    """One process at work.

    Attributes:
        asked: How.
        works: What posts.
        screen: Standard output, if that is where posts go.
        wishes: As they were last read.
    """

    asked: Asked
    works: Works
    screen: Screen
    wishes: Wishes
    number: int = 0

    def __post_init__(self) -> None:
        self._anew = asyncio.Event()

    def read_anew(self) -> None:
        """Read the subscriptions again, soon."""
        self._anew.set()

    async def work(self) -> None:
        """Do all that was asked for.

        Raises:
            StoreError: The database cannot be used, and trying again would not help.
            OutputError: Standard output takes no more.
        """
        asyncio.get_running_loop().set_default_executor(started(THREADS))
        if self.asked.options["once"]:
            await self._once()
            return
        steps = [self._press(), self._watch()]
        if self.asked.options["poll"]:
            steps.append(self._poll())
        try:
            async with asyncio.TaskGroup() as tasks:
                for step in steps:
                    tasks.create_task(step)
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    async def _once(self) -> None:
        if self.asked.options["poll"]:
            async with self._flow() as flow:
                await flow.once()
        made = await self._made().once()
        self.works.log.note(told(made))
        if self.screen.fault:
            raise self.screen.fault
        waiting = await asyncio.to_thread(self.works.store.deliveries, (State.PENDING,), limit=1_000)
        if tried := [one for one in waiting if one.attempts]:
            raise OutputError(
                f"{len(tried)} of the messages could not be posted yet: {tried[0].why}. They wait: mend it, and run this again."
            )

    async def _press(self) -> None:
        """Make and post; with new works whenever the wishes change, or when something was lacking."""
        while True:
            posting = asyncio.ensure_future(self._made().run())
            try:
                while not await self._is_changed(posting):
                    pass
            except (StoreError, OutputError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong, who waits for the next digest must get it
                await self._rest("posting", error)
            finally:
                posting.cancel()
                await asyncio.wait((posting,))

    async def _rest(self, what: str, error: BaseException) -> None:
        self.works.log.trouble(f"{what} stopped and begins anew in {AGAIN_S:.0f} s: {error!r}")
        await asyncio.sleep(AGAIN_S)

    async def _is_changed(self, posting: "asyncio.Future[None]") -> bool:
        """Wait until the wishes are read anew; whether they could be. What ends the posting is raised."""
        asking = asyncio.ensure_future(self._anew.wait())
        try:
            await asyncio.wait((posting, asking), return_when=asyncio.FIRST_COMPLETED)
        finally:
            asking.cancel()
        if posting.done():
            await posting
        self._anew.clear()
        return await self._read()

    async def _read(self) -> bool:
        works = self.works
        try:
            wishes = await asyncio.to_thread(wishing.load_with, works.desk.folder, works.store)
            await asyncio.to_thread(wishing.sync, works.store, wishes.listed)
        except (ConfigError, StoreError) as error:
            for line in str(error).splitlines():
                works.log.trouble(line)
            works.log.trouble(f"the subscriptions stay as they were; mend {wishing.FILE} and tell me again")
            return False
        self.wishes = wishes
        works.log.note(f"{len(wishes.listed.subscriptions)} subscriptions read anew")
        return True

    def _made(self) -> Press:
        self.number += 1
        return self.works.press(self.wishes, self.number)

    async def _watch(self) -> None:
        """End all when standard output has gone."""
        await self.screen.broken.wait()
        if self.screen.fault:
            raise self.screen.fault

    async def _poll(self) -> None:
        """Poll; what was lacking (a process, memory) may be there again in a while, and digests go on without."""
        while True:
            try:
                async with self._flow() as flow:
                    await flow.run()
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - digests go on without, and it may be there again in a while
                await self._rest("polling", error)

    @contextlib.asynccontextmanager
    async def _flow(self) -> AsyncIterator[Flow]:
        works, desk = self.works, self.works.desk
        shift = Shift(desk.owner, random.Random(), time.monotonic)  # noqa: S311 - jitter, not secrets
        engine = await asyncio.to_thread(desk.open_engine)
        async with engine:
            yield make_flow(works.store, engine, await engine.fetcher(), desk.settings, shift, self._hear)

    def _hear(self, news: News) -> None:
        if isinstance(news, Trouble):
            self.works.log.trouble(f"the database: {news.message}")
        elif isinstance(news, FeedPoll) and news.error:
            self.works.log.note(f"{news.url}: {news.error}")
