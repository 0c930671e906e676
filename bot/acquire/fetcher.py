"""The only door to the network.

A visit passes, in order: the text of its URL (`addresses`), the HTTP library's view of it, a turn at the host
(`politeness`), the answers to its name and the peer of its socket (`guards`), caps on time and size (`body`), and
the kind of document (`media`). A redirect starts again at the top. What goes wrong becomes a line in `failures`.

This module needs aiohttp, which takes a quarter of a second to load: import it only when there is a URL to read.
"""

import asyncio
import importlib.metadata
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.acquire.addresses import Address, follow, read_address
from bot.acquire.body import CODINGS, Body, BodyError, read_coding
from bot.acquire.charsets import codec_for, codec_of_mark
from bot.acquire.failures import FOREIGN, by_status, circles, explain, lying_type, wrong_type
from bot.acquire.guards import GuardedSockets, Lookup, PublicResolver, system_lookup
from bot.acquire.media import FEED_TYPES, PAGE_TYPES, agrees, read_type
from bot.acquire.networks import AddressPolicy, public_only
from bot.acquire.page import CONTACT, Limits, NotModified, Page
from bot.acquire.politeness import Turns
from bot.errors import FetchRefused

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})  # RFC 9110, 15.4: those that say where to ask from now on
_PAGES = frozenset({200, 201, 202, 203})  # 204 and 205 are empty, 206 is a part that nobody asked for
_NOT_MODIFIED = 304
_PIECE = 65_536  # bytes asked of the wire at a time
_CLOSE_S = 1.0  # a net: the sockets are hung up on and close in the next turns of the event loop, within 5 ms
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1024}")  # what may be stored and sent back as a header


def user_agent(contact: str | None = None) -> str:
    """Name the program and, where given, an address or URL at which a site can complain about it.

    Raises:
        ValueError: The contact would break out of the header.
    """
    try:
        name = f"Sitrep/{importlib.metadata.version('sitrep')}"
    except importlib.metadata.PackageNotFoundError:  # run from a checkout that was never installed
        name = "Sitrep"
    if contact is None:
        return name
    if not CONTACT.fullmatch(contact):
        raise ValueError("a contact is one e-mail address or URL: printable ASCII without spaces or brackets")
    return f"{name} (+{contact})"


@dataclass(frozen=True, slots=True)
class _Moved:
    """An answer that sends the reader on."""

    to: Address
    status: int


class Fetcher:
    """Reads public pages, and nothing else.

    Use it as ``async with Fetcher() as fetcher: page = await fetcher.fetch(url)``; visits may run side by side in
    one event loop. It keeps no cookies, credentials, connections or DNS answers from one visit to the next, and
    obeys no proxy settings.

    A visit may be cancelled at any step: it gives back its turn and hangs up. Cancel visits before leaving the
    ``async with``, else those under way fail as if the site had hung up.

    Args:
        policy: Where sockets may go.
        limits: What one visit may cost.
        agent: The User-Agent header, see `user_agent`; None for the name and version alone.
        lookup: Gives the addresses of a name.
        trust: TLS settings; None for the system's certificates.
        clock: Monotonic seconds, for taking turns.
        sleep: Waits on that clock.
        now: Aware UTC, for ``fetched_at`` and Retry-After.
    """

    def __init__(
        self,
        *,
        policy: AddressPolicy = public_only,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        agent: str | None = None,
        lookup: Lookup = system_lookup,
        trust: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._policy = policy
        self._limits = limits
        self._agent = agent or user_agent()
        self._lookup = lookup
        self._trust = trust
        self._turns = Turns(limits.at_once, limits.apart_s, clock, sleep)
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._sockets = GuardedSockets(self._policy)
        connector = aiohttp.TCPConnector(
            resolver=PublicResolver(self._lookup, self._policy, self._limits.dns_s),
            socket_factory=self._sockets,
            use_dns_cache=False,
            force_close=True,
            ssl=self._trust or True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": ", ".join(CODINGS)},
            timeout=aiohttp.ClientTimeout(total=None),  # `_visit` holds the deadline, redirects and all
            trust_env=False,
            auto_decompress=False,
        )
        # The library asks a second time at once where a server hangs up, past every rule of politeness. It has no
        # public switch for that.
        self._session._retry_connection = False  # noqa: SLF001
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            await self._sockets.close(_CLOSE_S)

    async def fetch(
        self, url: str, *, types: Collection[str] = PAGE_TYPES, apart_s: float | None = None
    ) -> Page:
        """Read one document of one of the media types ``types``.

        ``apart_s`` is the distance in seconds to other visits that the host of ``url`` asks for (Crawl-delay), see
        `Turns.turn`.

        Raises:
            FetchRefused: The address, or one that it leads to, is not public.
            FetchError: It gave no such document.
        """
        outcome = await self._visit(url, types, {}, apart_s)
        if isinstance(outcome, NotModified):
            raise by_status(_NOT_MODIFIED, url, None, self._now())
        return outcome

    async def refetch(
        self, url: str, *, etag: str | None, last_modified: str | None, types: Collection[str] = FEED_TYPES
    ) -> Page | NotModified:
        """Read one document unless it is still the one that these validators (of an earlier `Page`) name.

        Raises:
            FetchRefused: As `fetch`.
            FetchError: As `fetch`.
        """
        given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        validators = {name: value for name, value in given.items() if value and _VALIDATOR.fullmatch(value)}
        return await self._visit(url, types, validators)

    async def _visit(
        self, url: str, types: Collection[str], validators: Mapping[str, str], apart_s: float | None = None
    ) -> Page | NotModified:
        start = address = read_address(url, self._policy)
        moved_to: str | None = None
        is_permanent = True  # so far: every redirect since the start was permanent
        status = 0
        clock = asyncio.get_running_loop().time
        left_s = self._limits.total_s
        hosts: set[str] = set()
        for _ in range(self._limits.redirects + 1):
            wanted_s = apart_s if address.host == start.host else None
            async with self._turns.turn(address.host, follows=address.host in hosts, apart_s=wanted_s):
                started = clock()
                try:
                    async with asyncio.timeout(left_s):
                        outcome = await self._request(address, url, types, validators)
                except FOREIGN as error:
                    raise explain(error, url, self._limits.total_s) from error
                left_s -= clock() - started
            if not isinstance(outcome, _Moved):
                return replace(outcome, moved_to=None if moved_to == start.url else moved_to)
            hosts.add(address.host)
            address, status = outcome.to, outcome.status
            is_permanent = is_permanent and status in _PERMANENT
            moved_to = address.url if is_permanent else moved_to
        raise circles(url, status)

    async def _request(
        self, address: Address, requested_url: str, types: Collection[str], validators: Mapping[str, str]
    ) -> Page | NotModified | _Moved:
        """Ask once: a page, word that it has not changed, or the address to ask next."""
        if self._session is None:
            raise RuntimeError("open the fetcher with `async with` before using it")
        headers = {"Accept": ", ".join(filter(None, types)), **validators}
        async with self._session.get(
            _as_seen_by_yarl(address), headers=headers, allow_redirects=False
        ) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                target = follow(response.headers["Location"], address, self._policy)
                return _Moved(target, response.status)
            if response.status == _NOT_MODIFIED and validators:
                return NotModified(address.url, requested_url, self._now())
            if response.status not in _PAGES:
                retry_after = response.headers.get("Retry-After")
                raise by_status(response.status, requested_url, retry_after, self._now())
            return await self._read(response, address, requested_url, types)

    async def _read(
        self, response: aiohttp.ClientResponse, address: Address, requested_url: str, types: Collection[str]
    ) -> Page:
        content_type, label = read_type(response.headers.get("Content-Type", ""))
        if content_type not in types:
            raise wrong_type(content_type, requested_url, response.status)
        body = await self._read_body(response)
        if not agrees(
            "" if "" in types else content_type, body
        ):  # where no label is needed, none is believed
            raise lying_type(content_type, requested_url, response.status)
        return Page(
            url=address.url,
            requested_url=requested_url,
            status=response.status,
            content_type=content_type,
            charset=codec_of_mark(body) or (codec_for(label) if label else None),
            body=body,
            etag=_validator(response, "ETag"),
            last_modified=_validator(response, "Last-Modified"),
            fetched_at=self._now(),
        )

    async def _read_body(self, response: aiohttp.ClientResponse) -> bytes:
        body = Body(read_coding(", ".join(response.headers.getall("Content-Encoding", ()))), self._limits)
        clock = asyncio.get_running_loop().time
        started = clock()
        while True:
            due = started + max(self._limits.grace_s, body.raw_bytes / self._limits.min_rate)
            try:
                async with asyncio.timeout_at(due):
                    piece = await response.content.read(_PIECE)
            except TimeoutError:
                raise BodyError("arrives too slowly to wait for") from None
            if not piece:
                return body.finish()
            body.add(piece)


def _as_seen_by_yarl(address: Address) -> URL:
    """Parse a rebuilt URL with the HTTP library's parser, and refuse it where the two see different places."""
    url = URL(address.url, encoded=True)
    if (url.scheme, url.raw_host, url.port, url.user) != (address.scheme, address.host, address.port, None):
        raise FetchRefused(url=address.url, detail="two parsers see different hosts")
    return url


def _validator(response: aiohttp.ClientResponse, name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if _VALIDATOR.fullmatch(value) else None
