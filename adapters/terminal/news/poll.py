"""``brief poll``: runs the flow, tells how it goes, and ends well when it is told to."""

import asyncio
import random
import signal
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn

from adapters.terminal import interrupts
from adapters.terminal.news.desk import Desk, clock_time, write_json
from adapters.terminal.news.feeds import EXIT_FEED, opened
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell
from bot.intake.flow import EntryRead, News, Trouble
from bot.intake.newsroom import Shift, make_flow
from bot.intake.place import Placed
from bot.intake.poll import FeedPoll
from bot.store.records import Dropped, Kept, Later
from bot.store.store import Store

COMPLAINTS = 10
"""So many failed feeds are told one by one; without a network all of them fail."""

EXIT_INTERRUPTED = 130


@dataclass
class Tally:
    """What a run brought so far."""

    feeds: int = 0
    failed: int = 0
    new: int = 0
    seen: int = 0
    kept: int = 0
    dropped: int = 0
    later: int = 0
    placed: int = 0
    stories: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def add(self, news: News) -> None:
        """Count one thing that happened."""
        if isinstance(news, FeedPoll):
            self.feeds += 1
            self.failed += bool(news.error)
            self.new += news.new + news.changed
            self.seen += news.seen
        elif isinstance(news, Placed):
            self.placed += news.documents
            self.stories += news.new_stories
        elif isinstance(news, EntryRead):
            self._add_entry(news)

    def _add_entry(self, news: EntryRead) -> None:
        outcome = news.outcome
        self.kept += isinstance(outcome, Kept)
        self.later += isinstance(outcome, Later)
        if isinstance(outcome, Dropped):
            self.dropped += 1
            self.reasons[outcome.reason] = self.reasons.get(outcome.reason, 0) + 1


class Board:
    """Shows a run: how much is done, on a terminal, and a line for each trouble; nothing where quiet.

    Args:
        quiet: Show nothing.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.tally = Tally()
        self._quiet = quiet
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"))
        self._bars = Progress(
            *columns, console=console, disable=quiet or not console.is_terminal, transient=True
        )
        self._feeds = self._bars.add_task("feeds asked", total=None)
        self._entries: TaskID = self._bars.add_task("articles read", total=None)

    def hear(self, news: News) -> None:
        """Take note of something, and show it."""
        self.tally.add(news)
        if isinstance(news, FeedPoll):
            self._bars.advance(self._feeds)
            self._complain(news)
        elif isinstance(news, EntryRead):
            self._bars.advance(self._entries)
        elif isinstance(news, Trouble):
            self.say(f"the database: {news.message}")

    def _complain(self, poll: FeedPoll) -> None:
        if poll.error and self.tally.failed <= COMPLAINTS:
            self.say(f"{poll.url}: {poll.error}")
        elif poll.error and self.tally.failed == COMPLAINTS + 1:
            self.say("more feeds fail; brief feeds list tells which, and why")

    def say(self, text: str) -> None:
        """Tell the user a line, unless nothing is to be shown."""
        if not self._quiet:
            tell(text)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()


def run(asked: Asked, desk: Desk) -> int:
    """Poll once or for ever; 0, or 4 if feeds were asked and none of them answered well, or 130 for Ctrl-C."""
    with opened(desk) as store:
        tally, told = interrupts.run(_run(asked, desk, store))
    if asked.place.as_json:
        write_json([summary(tally)])
    elif not asked.place.quiet:
        tell(_told(tally))
    if told is signal.SIGINT:
        return EXIT_INTERRUPTED
    return EXIT_FEED if tally.feeds and tally.failed == tally.feeds else 0


async def _run(asked: Asked, desk: Desk, store: Store) -> tuple[Tally, signal.Signals | None]:
    board = Board(quiet=asked.place.quiet)
    told = await until_told(_work(asked, desk, store, board))
    return board.tally, told


async def until_told(work: Coroutine[Any, Any, None]) -> signal.Signals | None:
    """Work until it is done, or until SIGTERM or Ctrl-C ends it in good order; which of them it was."""
    task = asyncio.ensure_future(work)
    told: list[signal.Signals] = []

    def end(sign: signal.Signals) -> None:
        told.append(sign)
        task.cancel()

    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, end, sign)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise
    return told[0] if told else None


async def _work(asked: Asked, desk: Desk, store: Store, board: Board) -> None:
    shift = Shift(desk.owner, random.Random(), time.monotonic)  # noqa: S311 - jitter, not secrets
    feeds = await asyncio.to_thread(store.feeds)
    now = await asyncio.to_thread(store.now)
    well = frozenset(record.feed.url for record in feeds if not record.state.failures)
    due = [at for record in feeds if (at := record.state.next_poll_at)]
    if asked.options["once"] and not asked.options["now"] and due and min(due) > now:
        board.say(f"no feed is due before {clock_time(min(due))}; poll --once --now asks those that are well")
    async with desk.open_engine() as engine:
        with board:
            flow = make_flow(store, engine, await engine.fetcher(), desk.settings, shift, board.hear)
            if asked.options["once"]:
                await flow.once(well if asked.options["now"] else None)
            else:
                await flow.run()


def summary(tally: Tally) -> dict[str, Any]:
    """A run as JSON."""
    return {"schema": "sitrep.poll/1", **{name: getattr(tally, name) for name in Tally.__dataclass_fields__}}


def _told(tally: Tally) -> str:
    if tally.feeds > 1 and tally.failed == tally.feeds:
        return (
            f"none of {tally.feeds} feeds answered. Is this machine online? They are asked again by and by."
        )
    reasons = ", ".join(f"{printable(reason)} {count}" for reason, count in sorted(tally.reasons.items()))
    return (
        f"{tally.feeds} feeds asked, {tally.failed} failed; {tally.new} entries to read, {tally.seen} marked as seen; "
        f"{tally.kept} articles kept, {tally.dropped} dropped{f' ({reasons})' if reasons else ''}, "
        f"{tally.later} put off; {tally.stories} new stories."
    )
