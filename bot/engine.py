"""From a source to a Briefing: the one file that knows which process does what, and in which order.

::

    address ─ fetcher ─┐
                       ├→ bytes ─ parser process ─→ Article ─ analyser process ─→ Briefing
    bytes ─────────────┘

The stages inside the analyser process have their order in ``bot.analysis``.
"""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from bot.acquire.parsing import PARSER, PageJob, PageText, read_article, read_page
from bot.config_folder import ACTORS, ConfigFolder
from bot.errors import WorkerError
from bot.jobs import ANALYSER, AnalyserJob, AnalyserSetup, Budget
from bot.types import Article, Briefing
from bot.worker import Worker

if TYPE_CHECKING:
    from bot.acquire.fetcher import Fetcher
    from bot.acquire.sources import Source
    from bot.config import Settings

T = TypeVar("T")

CODEBOOK = "plover.yaml"


def start_workers(folder: ConfigFolder, weights: str | None = None) -> tuple[Worker, Worker]:
    """The parser's and the analyser's process, starting side by side; does not wait for their imports.

    Args:
        folder: Where the tables are.
        weights: Folder of the model; ``None``: the one that ships.

    Raises:
        ConfigError: A table is missing.
        WorkerError: The system has no room for another process.
    """
    tables = AnalyserSetup(tuple(map(str, folder.tables(ACTORS))), str(folder.file(CODEBOOK)), weights)
    workers = Worker(PARSER), Worker(ANALYSER, setup=msgspec.json.encode(tables))
    for worker in workers:
        worker.start()
    return workers


class Engine:
    """Briefs articles. Owns the two worker processes and, once an address is asked for, the fetcher.

    ``brief_source`` may be called from any thread; ``brief_address`` belongs to one event loop. Use it as
    ``async with Engine(…) as engine`` or, without addresses, ``with Engine(…) as engine``.

    Args:
        workers: The parser's and the analyser's, see ``start_workers``.
        settings: Deadlines, and the length of a summary unless ``budget`` says otherwise.
        make_fetcher: Called once, when the first address is asked for; the fetcher loads slowly.
        budget: Length of a summary.
        clock: Aware UTC, for ``fetched_at`` of local sources.
    """

    def __init__(
        self,
        workers: tuple[Worker, Worker],
        settings: "Settings",
        make_fetcher: Callable[[], "Fetcher"],
        *,
        budget: Budget | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._parser, self._analyser = workers
        self._deadlines = settings.deadlines
        self._budget = budget or Budget(
            settings.summary.sentences, settings.summary.words, settings.model.lede
        )
        self._make_fetcher = make_fetcher
        self._fetcher: Fetcher | None = None
        self._opening = asyncio.Lock()
        self._doors = AsyncExitStack()
        self._clock = clock

    async def brief_address(self, url: str) -> Briefing:
        """Brief the article at an address.

        Raises:
            FetchError: The address gave no page; ``FetchRefused`` if it is not one to visit.
            NotAnArticle, InputError, WorkerError: As ``brief_source``.
        """
        page = await (await self.fetcher()).fetch(url)
        job = PageJob(page.url, page.content_type, page.charset, page.fetched_at)
        return await asyncio.to_thread(self._brief, job, page.body)

    def brief_source(self, source: "Source") -> Briefing:
        """Brief a local document. Blocks.

        Raises:
            InputError: The bytes are not a page, or built to hurt parsers.
            NotAnArticle: There is no article, or none that can be briefed; the reason says which.
            WorkerError: The document broke a limit of a process, or its deadline.
        """
        return self._brief(PageJob("", source.content_type, None, self._clock()), source.body)

    def brief_article(self, article: Article) -> Briefing:
        """Brief an article that was read before. Blocks.

        Raises:
            WorkerError: The text broke a limit of the analyser's process, or its deadline.
        """
        job = msgspec.json.encode(AnalyserJob(article, self._budget))
        reply = self._analyser.call(job, self._deadlines.analyse_s)
        try:
            return msgspec.json.decode(reply, type=Briefing)
        except msgspec.MsgspecError as error:
            raise WorkerError("the analyser's reply is not a briefing; run it again") from error

    def _brief(self, job: PageJob, body: bytes) -> Briefing:
        return self.brief_article(read_article(self._parser, job, body, self._deadlines.parse_s))

    async def read_page(self, job: PageJob, body: bytes) -> PageText:
        """Read the article of a page that was fetched.

        Raises:
            InputError, NotAnArticle, WorkerError: As ``brief_source``.
        """
        return await asyncio.to_thread(read_page, self._parser, job, body, self._deadlines.parse_s)

    async def analyse(self, article: Article) -> Briefing:
        """``brief_article`` in a thread."""
        return await asyncio.to_thread(self.brief_article, article)

    async def parse(self, ask: Callable[[Worker, float], T]) -> T:
        """Have the parser's process do one of the jobs of ``bot.acquire.parsing``, in a thread, within its deadline."""
        return await asyncio.to_thread(ask, self._parser, self._deadlines.parse_s)

    async def fetcher(self) -> "Fetcher":
        """The door to the network, opened when it is first asked for and closed with the engine."""
        async with self._opening:
            if self._fetcher is None:
                self._fetcher = await self._doors.enter_async_context(self._make_fetcher())
            return self._fetcher

    def close(self) -> None:
        """End both processes."""
        with contextlib.ExitStack() as ends:
            ends.callback(self._parser.close)
            ends.callback(self._analyser.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._doors.aclose()
        self.close()
