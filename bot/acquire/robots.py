"""May a page be crawled? What a site says to crawlers in its robots.txt (RFC 9309), read through the fetcher.

It is asked for pages that Sitrep finds by itself, in a feed or a sitemap. It is not asked for an address that a
person names (that is a visit by a user, as with a browser: RFC 9309 is about "automatic clients known as crawlers"),
nor for the feeds that an operator lists: a feed is published to be polled by machines, and many sites bar the paths
of their feeds only to keep them out of search results.
"""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from bot.acquire.media import ROBOTS_TYPES
from bot.acquire.page import Page
from bot.acquire.politeness import MAX_APART_S, Turns
from bot.errors import FetchError, FetchRefused

TOKEN = "sitrep"  # noqa: S105 - the product token of our User-Agent, by which a site names us; case does not matter

KEEP_S = 86_400.0
"""How long rules are believed (RFC 9309, 2.4: "SHOULD NOT use the cached version for more than 24 hours")."""

STALE_S = 30 * 86_400.0
"""How long old rules stand in for those that cannot be read (RFC 9309, 2.3.1.4 gives 30 days as an example)."""

ASK_AGAIN_S = 1_800.0
"""When unreadable rules are asked for again. Half an hour: most outages are over, and a site that is down for a day
gets 48 small requests."""

MAX_BYTES = 512_000
"""What is read of a robots.txt: the 500 KiB that RFC 9309, 2.5, has every crawler parse. The rest is left out."""

_MAX_SITES = 2_000  # of the cache; five times the hosts of 200 feeds that link to two sites each
_MAX_CHARS = (
    8_000_000  # of the cache; ordinary rules have about 2,000, so that only the absurd are forgotten early
)
_TOO_MANY_REQUESTS = 429
_AGENT_LINE = re.compile(r"user[-\s]?agent\b[\s:]*(.*)", re.IGNORECASE | re.DOTALL)
_PRODUCT = re.compile(r"[a-z_-]*")  # RFC 9309, 2.2.1


class Fetch(Protocol):
    """`Fetcher.fetch`, as far as it is needed here."""

    def __call__(self, url: str, *, types: Collection[str]) -> Awaitable[Page]:
        """Read one document."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a site says about a page.

    Attributes:
        allowed: It may be read.
        crawl_delay_s: Seconds that the site wants between visits, at most `MAX_APART_S`; hand it to `Fetcher.fetch`
            as ``apart_s``. ``None`` if it does not say.
        ask_again_s: Not allowed only because the site's rules cannot be read now: ask again in so many seconds.
            ``None`` where the answer is the site's own.
    """

    allowed: bool
    crawl_delay_s: float | None = None
    ask_again_s: float | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """The last rules that could be read of a site (``None``: never any), and when to ask for them again."""

    parsed: Protego | None
    chars: int
    read_at: float
    ask_at: float


class Robots:
    """The rules of sites, each asked for once a day.

    Args:
        fetch: `Fetcher.fetch`.
        clock: Monotonic seconds.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: OrderedDict[str, _Rules] = OrderedDict()
        self._one_asks = Turns(1, 0.0, clock, _no_wait)  # pages of one site that come together ask once

    async def allowed(self, url: str) -> Verdict:
        """Say whether the page at ``url`` may be read.

        Raises:
            FetchRefused: It is no URL, or one that is not visited.
        """
        site = _site(url)
        async with self._one_asks.turn(site):
            rules = self._rules.get(site)
            if rules is None or rules.ask_at <= self._clock():
                rules = await self._read(site, rules)
            self._remember(site, rules)
        if rules.parsed is None:
            return Verdict(allowed=False, ask_again_s=max(rules.ask_at - self._clock(), 0.0))
        delay_s = rules.parsed.crawl_delay(TOKEN)
        return Verdict(
            allowed=rules.parsed.can_fetch(url, TOKEN),
            crawl_delay_s=None if delay_s is None else min(delay_s, MAX_APART_S),
        )

    async def _read(self, site: str, old: _Rules | None) -> _Rules:
        try:
            page = await self._fetch(f"{site}/robots.txt", types=ROBOTS_TYPES)
        except FetchError as error:
            if isinstance(error, FetchRefused) and not error.detail.startswith("redirect"):
                raise  # no rules stand between us and a place that is not visited anyway
            text = "" if _has_none(error) else None
            wait_s = KEEP_S if text == "" else max(error.retry_after_s or 0.0, ASK_AGAIN_S)
        else:
            text, wait_s = page.body[:MAX_BYTES].decode("utf-8-sig", "replace"), KEEP_S
        now = self._clock()
        if text is not None:
            return _Rules(Protego.parse(_lean(text)), len(text), now, now + wait_s)
        if old is None or old.parsed is None or old.read_at + STALE_S <= now:
            return _Rules(None, 0, now, now + wait_s)
        return _Rules(old.parsed, old.chars, old.read_at, now + wait_s)

    def _remember(self, site: str, rules: _Rules) -> None:
        """Keep the rules of the sites that were asked about last."""
        self._rules[site] = rules
        self._rules.move_to_end(site)
        while len(self._rules) > _MAX_SITES or sum(kept.chars for kept in self._rules.values()) > _MAX_CHARS:
            self._rules.popitem(last=False)


def _has_none(error: FetchError) -> bool:
    """Say whether a site has no rules, rather than rules that cannot be read now.

    It has none where it answers 4xx (RFC 9309, 2.3.1.3), more redirects than five (2.3.1.2), or with a document of
    another kind. A 429 is no such answer: it asks to be left alone.
    """
    status = error.status or 0
    return 200 <= status < 500 and status != _TOO_MANY_REQUESTS  # noqa: PLR2004 - RFC 9110, 15


def _site(url: str) -> str:
    """Scheme and authority: each has rules of its own (RFC 9309, 2.3)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not parts.netloc:
        raise FetchRefused(url=url, detail="robots.txt: not a URL")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _lean(text: str) -> str:
    """Rename the crawlers that are not us to one, for two reasons.

    A group is ours if it names our product token or ``*`` (RFC 9309, 2.2.1); the parser also takes a group named by
    the beginning of our token. And 20,000 names over 20,000 rules, which fit into the limit, would be multiplied.
    """
    return "\n".join(_lean_line(line) for line in text.splitlines())


def _lean_line(line: str) -> str:
    found = _AGENT_LINE.fullmatch(line.partition("#")[0].strip())
    if not found:
        return line
    name = found[1].strip().lower()
    if name == "*":
        return "User-agent: *"
    product = _PRODUCT.match(name)
    return f"User-agent: {TOKEN if product and product[0] == TOKEN else 'another'}"


async def _no_wait(_: float) -> None:
    """Take the place of sleep: the turns are used as a lock only."""
