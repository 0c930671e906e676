"""Where a feed lives now: what a visit says of redirects, asks of hosts, and leaves behind when it is cancelled."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from bot.acquire.fetcher import Fetcher
from bot.acquire.media import FEED_TYPES, OPML_TYPES, ROBOTS_TYPES, SITEMAP_TYPES, agrees
from bot.acquire.page import NotModified, Page
from bot.acquire.politeness import MAX_APART_S, Turns
from bot.errors import FetchError
from tests.acquire.test_fetch_politeness import Clock
from tests.servers.loopback import OnlySite, at_once
from tests.servers.misbehaviour import page, raw, redirect, reset, stall, status
from tests.servers.names import silent
from tests.servers.site import Handler, Request, Site, Wire

Result = TypeVar("Result")
FEED = page(b"<?xml version='1.0'?><rss/>", content_type="application/rss+xml", extra=b'ETag: "1"\r\n')


def visit(site: Site, act: Callable[[Fetcher], Awaitable[Result]], **options: Any) -> Result:
    async def with_fetcher() -> Result:
        settings = {"policy": OnlySite(site.port), "sleep": at_once, **options}
        async with Fetcher(**settings) as fetcher:
            return await act(fetcher)

    return asyncio.run(with_fetcher())


def refetch(site: Site, path: str = "/feed", etag: str | None = None) -> Page | NotModified:
    return visit(site, lambda fetcher: fetcher.refetch(site.url(path), etag=etag, last_modified=None))


class TestMoves:
    @pytest.mark.parametrize(
        ("codes", "remembered"),
        [
            ([], None),
            ([301], 1),
            ([308], 1),
            ([301, 308, 301], 3),
            ([302], None),
            ([303], None),
            ([307], None),
            ([301, 302], 1),
            ([301, 308, 307, 301], 2),
            ([302, 301], None),
        ],
    )
    def test_only_the_permanent_redirects_at_the_start_count(
        self, codes: list[int], remembered: int | None
    ) -> None:
        """RFC 9110, 15.4: a temporary one says nothing of where to ask next time, nor does any after it."""
        paths = ["/feed", *(f"/step/{number}" for number in range(1, len(codes) + 1))]
        routes: dict[str, Handler] = {
            path: redirect(to, code) for path, to, code in zip(paths, paths[1:], codes, strict=False)
        }
        with Site({**routes, paths[-1]: FEED}) as site:
            read = refetch(site)
        assert read.url == site.url(paths[-1])
        assert read.moved_to == (None if remembered is None else site.url(paths[remembered]))

    def test_a_304_says_it_too(self) -> None:
        async def same(request: Request, wire: Wire) -> None:
            await (status(304) if request.headers.get("if-none-match") == '"1"' else FEED)(request, wire)

        with Site({"/feed": redirect("/new", 301), "/new": same}) as site:
            read = refetch(site, etag='"1"')
        assert isinstance(read, NotModified)
        assert read.moved_to == site.url("/new")

    def test_one_that_leads_back_to_where_it_began_is_none(self) -> None:
        """A site that sets a cookie by a detour; the cookie is not kept, here the detour alone is enough."""
        seen: list[str] = []

        async def detour(request: Request, wire: Wire) -> None:
            seen.append(request.target)
            await (redirect("/cookie", 301) if len(seen) == 1 else FEED)(request, wire)

        with Site({"/feed": detour, "/cookie": redirect("/feed", 301)}) as site:
            assert refetch(site).moved_to is None

    def test_a_circle_of_redirects_says_the_status_of_the_last(self) -> None:
        with Site({"/feed": redirect("/feed", 308)}) as site, pytest.raises(FetchError) as caught:
            refetch(site)
        assert caught.value.status == 308


class TestTypes:
    @pytest.mark.parametrize(
        ("types", "content_type", "body"),
        [
            (SITEMAP_TYPES, "text/xml", b"<urlset/>"),
            (SITEMAP_TYPES, "text/plain", b"https://example.org/a"),
            (OPML_TYPES, "text/x-opml", b"<opml/>"),
            (ROBOTS_TYPES, "text/plain", b"User-agent: *"),
            (ROBOTS_TYPES, "application/octet-stream", b"User-agent: *"),
            (ROBOTS_TYPES, None, b"User-agent: *"),
        ],
    )
    def test_each_kind_of_document_has_its_own(
        self, types: tuple[str, ...], content_type: str | None, body: bytes
    ) -> None:
        with Site({"/": page(body, content_type=content_type)}) as site:
            read = visit(site, lambda fetcher: fetcher.fetch(site.url("/"), types=types))
        assert read.body == body
        assert ", ," not in site.requests[0].headers["accept"]

    @pytest.mark.parametrize("types", [FEED_TYPES, SITEMAP_TYPES, OPML_TYPES])
    def test_only_robots_may_come_without_a_type(self, types: tuple[str, ...]) -> None:
        with Site({"/": page(b"<rss/>", content_type=None)}) as site, pytest.raises(FetchError):
            visit(site, lambda fetcher: fetcher.fetch(site.url("/"), types=types))

    @pytest.mark.parametrize("content_type", ROBOTS_TYPES)
    def test_what_is_binary_is_no_robots_txt(self, content_type: str) -> None:
        assert not agrees(content_type, b"%PDF-1.7")
        assert not agrees(content_type, b"\x00\x01")


class TestDistances:
    @pytest.mark.parametrize(
        ("asked_s", "kept_s"), [(None, 1.0), (0.2, 1.0), (10.0, 10.0), (86_400.0, MAX_APART_S)]
    )
    def test_a_site_may_ask_for_a_longer_distance_up_to_half_a_minute(
        self, asked_s: float | None, kept_s: float
    ) -> None:
        clock = Clock()

        async def twice(fetcher: Fetcher) -> None:
            for _ in range(2):
                await fetcher.fetch(site.url("/"), apart_s=asked_s)

        with Site({"/": page()}) as site:
            visit(site, twice, sleep=clock.sleep, clock=clock)
        assert clock.slept == [kept_s]

    def test_it_is_kept_before_and_after_the_visit_that_asks_for_it(self) -> None:
        clock = Clock()

        async def scene() -> None:
            turns = Turns(2, 1.0, clock, clock.sleep)
            for apart_s in (None, 10.0, None, None):
                async with turns.turn("example.org", apart_s=apart_s):
                    pass

        asyncio.run(scene())
        assert clock.slept == [10.0, 10.0, 1.0]


@pytest.mark.parametrize("answer", [raw(b""), reset(b""), reset(b"HTTP/1.1 200 OK\r\nConte")])
def test_a_site_that_hangs_up_is_not_asked_a_second_time_at_once(answer: Handler) -> None:
    with Site({"/": answer}) as site, pytest.raises(FetchError, match="hung up"):
        visit(site, lambda fetcher: fetcher.fetch(site.url("/")))
    assert len(site.requests) == 1


class TestCancelling:
    """A visit may be cancelled at any step: its turn is free again and its connection hung up."""

    @pytest.mark.parametrize("step", ["name", "turn", "head", "body"])
    def test_the_next_visit_goes_on_as_if_there_had_been_none(self, step: str) -> None:
        reached, gone = asyncio.Event(), asyncio.Event()

        async def lookup(host: str) -> list[str]:
            if step == "name" and not gone.is_set():
                reached.set()
                await silent(host)
            return ["127.0.0.1"]

        async def sleep(_: float) -> None:
            if step == "turn" and not gone.is_set():
                reached.set()
                await asyncio.Event().wait()

        async def act(fetcher: Fetcher) -> Page:
            loop = asyncio.get_running_loop()
            arrived.append(lambda: loop.call_soon_threadsafe(reached.set))
            if step == "turn":
                await fetcher.fetch(url("/page"))
            path = "/stuck" if step in ("head", "body") else "/page"
            visits = [asyncio.create_task(fetcher.fetch(url(path))) for _ in range(2)]
            await reached.wait()
            for task in visits:
                task.cancel()
            ended = await asyncio.gather(*visits, return_exceptions=True)
            assert all(isinstance(error, asyncio.CancelledError) for error in ended)
            gone.set()
            return await fetcher.fetch(url("/page"))

        async def stuck(request: Request, wire: Wire) -> None:
            arrived[0]()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<p>"
            await stall(head if step == "body" else b"")(request, wire)

        arrived: list[Callable[[], object]] = []

        def url(path: str) -> str:
            return site.url(path, "news.example.org")

        with Site({"/page": page(), "/stuck": stuck}) as site:
            assert visit(site, act, lookup=lookup, sleep=sleep).status == 200
