"""``brief poll``: runs the flow, tells how it goes, and ends well when it is told to."""

import asyncio
import random
import signal
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from adapters.terminal.news.desk import Desk, write_json
from adapters.terminal.news.feeds import EXIT_FEED, opened
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell
from bot.intake.flow import EntryRead, News, Trouble
from bot.intake.newsroom import Shift, make_flow
from bot.intake.place import Placed
from bot.intake.poll import FeedPoll
from bot.store.records import Dropped, Kept, Later
from bot.store.store import Store


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
    """Shows a run: bars on a terminal, else a line for each trouble; nothing where quiet.

    Args:
        waiting: How many entries wait to be read before it begins.
        feeds: How many feeds may be asked.
        quiet: Show nothing.
    """

    def __init__(self, waiting: int, feeds: int, *, quiet: bool) -> None:
        self.tally = Tally()
        self._waiting = waiting
        self._quiet = quiet
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bars = Progress(
            *columns, console=console, disable=quiet or not console.is_terminal, transient=True
        )
        self._feeds = self._bars.add_task("feeds", total=feeds)
        self._entries: TaskID = self._bars.add_task("articles", total=None)

    def hear(self, news: News) -> None:
        """Take note of something, and show it."""
        self.tally.add(news)
        if isinstance(news, FeedPoll):
            self._bars.advance(self._feeds)
            self._complain(news.url, news.error)
        elif isinstance(news, EntryRead):
            read = self.tally.kept + self.tally.dropped + self.tally.later
            self._bars.update(self._entries, completed=read, total=max(read, self._waiting + self.tally.new))
        elif isinstance(news, Trouble):
            self._complain("the database", news.message)

    def _complain(self, what: str, error: str) -> None:
        if error and not self._quiet:
            tell(f"{what}: {error}")

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()


def run(asked: Asked, desk: Desk) -> int:
    """Poll once or for ever; 0, or 4 if feeds were asked and none of them answered well."""
    with opened(desk) as store:
        tally = asyncio.run(_run(asked, desk, store))
    if asked.place.as_json:
        write_json([summary(tally)])
    elif not asked.place.quiet:
        tell(_told(tally))
    return EXIT_FEED if tally.feeds and tally.failed == tally.feeds else 0


async def _run(asked: Asked, desk: Desk, store: Store) -> Tally:
    shift = Shift(desk.owner, random.Random(), time.monotonic)  # noqa: S311 - jitter, not secrets
    feeds = await asyncio.to_thread(store.feeds)
    urls = frozenset(record.feed.url for record in feeds) if asked.options["now"] else None
    waiting = (await asyncio.to_thread(store.counts)).waiting
    async with desk.open_engine() as engine:
        with Board(waiting, len(urls or feeds), quiet=asked.place.quiet) as board:
            flow = make_flow(store, engine, await engine.fetcher(), desk.settings, shift, board.hear)
            await _until_told(flow.once(urls) if asked.options["once"] else flow.run())
    return board.tally


async def _until_told(work: Any) -> None:
    """Work until it is done or SIGTERM comes, which ends it in good order."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    told = False

    def end() -> None:
        nonlocal told
        told = True
        task.cancel()

    loop.add_signal_handler(signal.SIGTERM, end)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise


def summary(tally: Tally) -> dict[str, Any]:
    """A run as JSON."""
    return {"schema": "sitrep.poll/1", **{name: getattr(tally, name) for name in Tally.__dataclass_fields__}}


def _told(tally: Tally) -> str:
    reasons = ", ".join(f"{printable(reason)} {count}" for reason, count in sorted(tally.reasons.items()))
    return (
        f"{tally.feeds} feeds asked, {tally.failed} failed; {tally.new} entries to read, {tally.seen} marked as seen; "
        f"{tally.kept} articles kept, {tally.dropped} dropped{f' ({reasons})' if reasons else ''}, "
        f"{tally.later} put off; {tally.stories} new stories."
    )
