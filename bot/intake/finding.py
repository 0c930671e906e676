"""An address that somebody names → the feed behind it: the feed itself, or the one that a page points to."""

from dataclasses import dataclass
from urllib.parse import urljoin

from bot.acquire.feeds.discovery import CUSTOMARY
from bot.acquire.feeds.document import FeedDocument
from bot.acquire.media import FEED_TYPES, PAGE_TYPES
from bot.acquire.page import Page
from bot.acquire.parsing import FeedJob, read_feed, read_links
from bot.engine import Engine
from bot.errors import FetchError, InputError

TYPES = tuple(dict.fromkeys((*FEED_TYPES, *PAGE_TYPES)))

TRIES = 6
"""So many addresses that a page names are tried, those that it declares first; each costs the site a visit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed and what it holds.

    Attributes:
        url: Its address.
        document: What it holds.
        moved_to: Where permanent redirects led; ``""`` for nowhere else.
    """

    url: str
    document: FeedDocument
    moved_to: str = ""


async def read(engine: Engine, url: str) -> Found:
    """The feed at ``url``.

    Raises:
        FetchError: The address gave nothing.
        InputError: It is no feed.
        WorkerError: It is too much for the parser.
    """
    page = await (await engine.fetcher()).fetch(url, types=FEED_TYPES)
    return await _parsed(engine, page, url)


async def find(engine: Engine, url: str) -> Found:
    """The feed at ``url``, else the first one that the page there points to, else one at a customary place.

    Raises:
        FetchError: The address gave nothing.
        InputError: There is no feed.
        WorkerError: The document is too much for the parser.
    """
    page = await (await engine.fetcher()).fetch(url, types=TYPES)
    try:
        return await _parsed(engine, page, url)
    except InputError:
        links = await engine.parse(lambda parser, s: read_links(parser, _job(page), page.body, s))
    for address in (*(link.url for link in links[:TRIES]), *(urljoin(page.url, path) for path in CUSTOMARY)):
        try:
            return await read(engine, address)
        except (FetchError, InputError):
            continue
    raise InputError(f"{url}: no feed, and none that the page names. Give the feed's own address.")


async def _parsed(engine: Engine, page: Page, url: str) -> Found:
    document = await engine.parse(lambda parser, s: read_feed(parser, _job(page), page.body, s))
    return Found(url, document, page.moved_to or "")


def _job(page: Page) -> FeedJob:
    return FeedJob(page.url, page.content_type, page.charset)
