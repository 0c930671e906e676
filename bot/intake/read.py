"""One entry of a feed → what the store keeps of it: page or full text → Article → Briefing → outcome and trace."""

import asyncio
import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from bot.acquire.entries import clamp
from bot.acquire.identity.fingerprints import fingerprint
from bot.acquire.identity.urls import canonical_claim, host_of, url_key
from bot.acquire.parsing import PageJob
from bot.acquire.robots import Robots
from bot.analyse.stories.sketch import sketch
from bot.engine import Engine
from bot.errors import CrawlBarred, InputError, NotAnArticle, Reason, SitrepError, StoreError, WorkerError
from bot.intake.outcomes import ATTEMPTS, of_failure
from bot.intake.packing import pack
from bot.store.records import Dropped, EntryJob, Flag, Kept, Outcome, TraceLine
from bot.types import Article, Briefing

ACTORS = 20
"""So many actors of an article are kept for ``--actor``, the most salient first; news names 5 to 15."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of an entry, and the steps that led there."""

    outcome: Outcome
    trace: tuple[TraceLine, ...]


class Reader:
    """Reads entries, one at a time or side by side in one event loop.

    Args:
        engine: Fetches, parses and analyses.
        robots: Whether a page that a feed names may be crawled.
        now: Aware UTC.
    """

    def __init__(self, engine: Engine, robots: Robots, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._robots = robots
        self._now = now

    async def read(self, job: EntryJob) -> Reading:
        """Read one entry; an expected failure is an outcome, too."""
        now = await asyncio.to_thread(self._now)
        trace: list[TraceLine] = []
        if job.attempts > ATTEMPTS:
            endless = WorkerError("It was begun again and again, and never came to an end.")
            return _failed(endless, job, now, trace)
        try:
            article, claim = await self._article(job, trace, now)
            briefing = await self._engine.analyse(article)
            whole = kept(job, article, claim, briefing)
        except StoreError:
            raise
        except SitrepError as error:
            return _failed(error, job, now, trace)
        except Exception as error:  # noqa: BLE001 - a fault of ours costs one article, and says so
            fault = WorkerError(
                f"A fault in Sitrep itself ({type(error).__name__}: {error}). Please report it."
            )
            return _failed(fault, job, now, trace)
        trace.append(TraceLine("analyse", "read", _gist(briefing)))
        return Reading(whole, tuple(trace))

    async def _article(
        self, job: EntryJob, trace: list[TraceLine], now: datetime
    ) -> tuple[Article, str | None]:
        """The article, and the address that its page claims to be canonical.

        Raises:
            SitrepError: There is none.
        """
        if job.entry.content and _is_own(job):
            try:
                found = await self._engine.read_page(*_from_feed(job, now))
            except (NotAnArticle, InputError) as error:
                trace.append(TraceLine("fetch", "feed text unfit", str(error)))
                if not job.entry.url:
                    raise
            else:
                trace.append(TraceLine("fetch", "full text from the feed"))
                return _completed(found.article, job, now), None
        return await self._fetched(job, trace, now)

    async def _fetched(
        self, job: EntryJob, trace: list[TraceLine], now: datetime
    ) -> tuple[Article, str | None]:
        if not job.entry.url:
            raise NotAnArticle("The feed gives neither address nor text.", reason=Reason.NOT_AN_ARTICLE)
        verdict = await self._robots.allowed(job.entry.url)
        if not verdict.allowed:
            raise CrawlBarred(url=job.entry.url, retry_after_s=verdict.ask_again_s)
        fetcher = await self._engine.fetcher()
        page = await fetcher.fetch(job.entry.url, apart_s=verdict.crawl_delay_s)
        trace.append(TraceLine("fetch", "page", page.url))
        asked = PageJob(page.url, page.content_type, page.charset, page.fetched_at)
        found = await self._engine.read_page(asked, page.body)
        return _completed(found.article, job, now), canonical_claim(found.claim, page.url)


def _is_own(job: EntryJob) -> bool:
    """Whether a feed may speak for an address: one's host is the other's, or lies below it. Else the page is read."""
    if not job.entry.url:
        return True
    mine, its = (host_of(url_key(url)) for url in (job.feed.url, job.entry.url))
    return mine == its or mine.endswith(f".{its}") or its.endswith(f".{mine}")


def _from_feed(job: EntryJob, now: datetime) -> tuple[PageJob, bytes]:
    """The full text of an entry as a page of its own."""
    title, lang = (html.escape(text) for text in (job.entry.title, job.feed.lang))
    page = (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1>{job.entry.content}</article></body></html>"
    )
    return PageJob(job.entry.url, "text/html", "utf-8", now), page.encode("utf-8", "replace")


def kept(job: EntryJob, article: Article, claim: str | None, briefing: Briefing) -> Kept:
    """What the store keeps of an article; ``claim``: the address that its page calls canonical, if it can be believed."""
    addresses = (claim or "", article.url, job.entry.url)
    keys = [url_key(address) for address in addresses if address] or [job.key]
    told = replace(briefing, articles=(article,))
    return Kept(
        article=article,
        analysis=pack(told),
        sketch=sketch(article, told).encode(),
        fingerprint=fingerprint(article.body),
        url_keys=tuple(dict.fromkeys(keys)),
        actors=tuple((actor.key, actor.name) for actor in briefing.actors[:ACTORS]),
        direction=briefing.escalation.direction,
        severity=briefing.escalation.severity,
        flags=tuple(_flags(briefing)),
    )


def _flags(briefing: Briefing) -> Iterator[Flag]:
    """Each flagged event once for each pair of its parties; one that names no target is between nobody."""
    for event in briefing.escalation.events:
        for source, target in product(event.sources, event.targets):
            if source != target:
                yield Flag(
                    source,
                    target,
                    event.code,
                    event.mode or "",
                    event.modality,
                    event.direction,
                    event.severity,
                    event.score,
                )


def _completed(article: Article, job: EntryJob, now: datetime) -> Article:
    """The article with what the feed knows better: its outlet and family, and a date or author where the page has none."""
    return replace(
        article,
        outlet=job.feed.outlet or article.outlet,
        family=job.feed.family or job.feed.outlet or article.outlet,
        byline=article.byline or job.entry.author or None,
        published_at=clamp(article.published_at or job.published_at, now),
    )


def _gist(briefing: Briefing) -> str:
    """What an operator sees of an analysis."""
    way = briefing.escalation
    return f"{len(briefing.actors)} actors, {len(briefing.events)} events, {way.direction} {way.severity}"


def _failed(error: SitrepError, job: EntryJob, now: datetime, trace: Sequence[TraceLine]) -> Reading:
    outcome = of_failure(error, job.attempts, now)
    if isinstance(outcome, Dropped):
        return Reading(outcome, (*trace, TraceLine("read", "dropped", f"{outcome.reason}: {error}")))
    return Reading(outcome, (*trace, TraceLine("read", "later", str(error))))
