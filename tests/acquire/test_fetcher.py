"""The fetcher on real sockets: what it asks for, what it brings back, and how it words what went wrong."""

import asyncio
import gc
import gzip
import shutil
import ssl
import subprocess
import sys
import zlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.acquire.failures import MAX_RETRY_AFTER_S, read_retry_after
from bot.acquire.fetcher import Fetcher, user_agent
from bot.acquire.guards import GuardedSocket, system_lookup
from bot.acquire.media import FEED_TYPES
from bot.acquire.page import Limits, NotModified, Page
from bot.errors import FetchError, FetchRefused
from tests.servers.loopback import OnlySite, WireTap, at_once
from tests.servers.misbehaviour import HTML, chain, page, raw, redirect, reset, stall, status
from tests.servers.names import Names, out_of_order, silent
from tests.servers.site import Handler, Request, Site, Wire

Result = TypeVar("Result")

NOW = datetime(2025, 6, 23, 12, 0, tzinfo=UTC)
QUICK = Limits(total_s=1.0, dns_s=0.2, grace_s=0.2)


def fetch(site: Site, path: str = "/", **options: Any) -> Page:
    """Fetch a path of a site in the plainest way."""
    return asyncio.run(_with(site, lambda fetcher: fetcher.fetch(site.url(path)), **options))


async def _with(site: Site, act: Callable[[Fetcher], Awaitable[Result]], **options: Any) -> Result:
    settings = {
        "policy": OnlySite(site.port),
        "sleep": at_once,
        "now": lambda: NOW,
        "limits": QUICK,
        **options,
    }
    async with Fetcher(**settings) as fetcher:
        return await act(fetcher)


def failure(routes: Mapping[str, Handler], **options: Any) -> FetchError:
    """Fetch ``/`` and expect that it fails."""
    with Site(routes) as site, pytest.raises(FetchError) as caught:
        fetch(site, **options)
    return caught.value


class TestAPage:
    def test_it_says_where_it_was_read_when_and_as_what(self) -> None:
        extra = b'ETag: W/"7"\r\nLast-Modified: Mon, 23 Jun 2025 10:00:00 GMT\r\n'
        with Site({"/": page(extra=extra)}) as site:
            read = fetch(site, "/#top")
        url = site.url("/")
        modified = "Mon, 23 Jun 2025 10:00:00 GMT"
        assert read == Page(url, url + "#top", 200, "text/html", "utf-8", HTML, 'W/"7"', modified, NOW)

    @pytest.mark.parametrize(
        ("coding", "body"),
        [("gzip", gzip.compress(HTML, mtime=0)), ("deflate", zlib.compress(HTML)), ("identity", HTML)],
        ids=["gzip", "deflate", "identity"],
    )
    def test_its_content_coding_is_undone(self, coding: str, body: bytes) -> None:
        with Site({"/": page(body, coding=coding)}) as site:
            assert fetch(site).body == HTML

    def test_it_may_come_in_chunks_or_until_the_connection_ends(self) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        chunks = raw(head + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n4\r\ntext\r\n0\r\n\r\n")
        with Site({"/chunks": chunks, "/end": raw(head + b"\r\n<p>text")}) as site:
            assert fetch(site, "/chunks").body == b"<p>text"
            assert fetch(site, "/end").body == b"<p>text"

    @pytest.mark.parametrize("label", ["unicode_escape", "utf_7", "idna", "nonsense"])
    def test_a_charset_that_is_not_the_webs_is_not_passed_on(self, label: str) -> None:
        with Site({"/": page(content_type=f"text/html; charset={label}")}) as site:
            assert fetch(site).charset is None

    def test_a_byte_order_mark_outranks_the_label(self) -> None:
        with Site({"/": page("\ufeff<p>é".encode(), content_type="text/html; charset=iso-8859-1")}) as site:
            assert fetch(site).charset == "utf-8"

    def test_validators_that_could_break_a_header_are_dropped(self) -> None:
        with Site({"/": page(extra=b"ETag: \xff\xfe\r\nLast-Modified: " + b"x" * 2_000 + b"\r\n")}) as site:
            read = fetch(site)
        assert (read.etag, read.last_modified) == (None, None)

    def test_a_feed_is_read_when_feeds_are_asked_for_and_else_not(self) -> None:
        feed = page(b"<?xml version='1.0'?><rss/>", content_type="application/rss+xml")
        with Site({"/": feed}) as site:
            read = asyncio.run(_with(site, lambda fetcher: fetcher.fetch(site.url("/"), types=FEED_TYPES)))
            assert read.content_type == "application/rss+xml"
            with pytest.raises(FetchError, match="it is application/rss"):
                fetch(site)


class TestARequest:
    def test_it_is_honest_and_bare(self) -> None:
        with Site({"/a": page(extra=b"Set-Cookie: session=1\r\n")}) as site:
            agent = user_agent("https://example.org/bot")
            asyncio.run(_with(site, lambda fetcher: _twice(fetcher, site.url("/a?b=c")), agent=agent))
        first, second = site.requests
        assert first == second, "the cookie of the first answer is not sent back"
        assert first.method == "GET"
        assert first.target == "/a?b=c"
        assert agent.startswith("Sitrep")
        assert first.headers == {
            "host": f"127.0.0.1:{site.port}",
            "user-agent": agent,
            "accept": "text/html, application/xhtml+xml, text/plain",
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }

    def test_no_proxy_or_credentials_of_the_surroundings_are_used(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "netrc").write_text("default login me password secret\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
        with Site({"/": page()}) as site:
            fetch(site)
        assert "authorization" not in site.requests[0].headers

    @pytest.mark.parametrize("contact", ["a b", "a\r\nX: y", "", "(x)", "é", "x" * 201])
    def test_a_contact_that_would_break_the_header_is_an_error(self, contact: str) -> None:
        with pytest.raises(ValueError, match="contact"):
            user_agent(contact)


async def _twice(fetcher: Fetcher, url: str) -> None:
    await fetcher.fetch(url)
    await fetcher.fetch(url)


class TestNotModified:
    @staticmethod
    async def serve(request: Request, wire: Wire) -> None:
        same = request.headers.get("if-none-match") == '"7"' or "if-modified-since" in request.headers
        await (status(304) if same else page(extra=b'ETag: "8"\r\n'))(request, wire)

    @pytest.mark.parametrize(("etag", "modified"), [('"7"', None), (None, "Mon, 23 Jun 2025 10:00:00 GMT")])
    def test_validators_are_sent_and_believed(self, etag: str | None, modified: str | None) -> None:
        with Site({"/": self.serve}) as site:
            url = site.url("/")
            result = asyncio.run(
                _with(site, lambda fetcher: fetcher.refetch(url, etag=etag, last_modified=modified))
            )
        assert result == NotModified(url, url, NOW)

    @pytest.mark.parametrize("etag", ['"6"', None, '"7"\r\nX-Evil: yes'])
    def test_a_changed_document_comes_whole(self, etag: str | None) -> None:
        with Site({"/": self.serve}) as site:
            url = site.url("/")
            result = asyncio.run(
                _with(site, lambda fetcher: fetcher.refetch(url, etag=etag, last_modified=None))
            )
        assert isinstance(result, Page)
        assert result.etag == '"8"'
        assert "x-evil" not in site.requests[0].headers

    def test_an_answer_that_nobody_asked_for_is_an_error(self) -> None:
        assert failure({"/": status(304)}).status == 304


class TestRedirects:
    @pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
    def test_they_are_followed(self, code: int) -> None:
        with Site({"/": redirect("/there?x#y", code), "/there": page()}) as site:
            read = fetch(site)
        assert (read.url, read.requested_url) == (site.url("/there?x"), site.url("/"))

    def test_five_are_followed_and_six_are_not(self) -> None:
        with Site({**chain(6, "/end"), "/end": page()}) as site:
            assert fetch(site, "/hop/1").url == site.url("/end")
            with pytest.raises(FetchError, match="only sends its readers on"):
                fetch(site, "/hop/0")

    @pytest.mark.parametrize(
        "location",
        ["file:///etc/passwd", "http://10.0.0.1/", "http://localhost/", "//user@example.org/", "x\\y"],
    )
    def test_one_to_where_nobody_may_go_is_refused(self, location: str) -> None:
        error = failure({"/": redirect(location)})
        assert isinstance(error, FetchRefused)
        assert str(error) == FetchRefused.TEXT

    def test_a_redirect_without_a_target_is_an_error(self) -> None:
        assert failure({"/": status(302)}).status == 302


class TestWording:
    @pytest.mark.parametrize(
        ("code", "text"),
        [
            (400, "gave no page"),
            (401, "members only"),
            (403, "does not let Sitrep read"),
            (404, "no page at that address"),
            (410, "taken down"),
            (429, "left alone"),
            (451, "legal reasons"),
            (500, "out of order"),
            (503, "out of order"),
            (206, "gave no page"),
        ],
    )
    def test_a_status_is_told_and_kept(self, code: int, text: str) -> None:
        error = failure({"/": status(code, b"Retry-After: 30\r\n")})
        assert text in str(error)
        assert f"HTTP {code}" in str(error)
        assert (error.status, error.retry_after_s) == (code, 30.0)

    @pytest.mark.parametrize(
        ("handler", "text"),
        [
            (stall(b""), "longer than 1 seconds"),
            (stall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), "too slowly"),
            (reset(b""), "hung up"),
            (raw(b""), "hung up"),
            (raw(b"SSH-2.0\r\n"), "not proper HTTP"),
            (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>"), "broke off"),
            (page(content_type="image/png"), "it is image/png"),
            (page(content_type=None), "of no stated type"),
            (page(b"\x00"), "sends something else"),
        ],
    )
    def test_each_failure_has_its_line(self, handler: Handler, text: str) -> None:
        assert text in str(failure({"/": handler}))

    def test_a_page_over_the_limit_says_the_limit(self) -> None:
        error = failure({"/": page(b"<p>" * 1_000)}, limits=Limits(raw_bytes=2_000))
        assert "larger than 0.002 MB" in str(error)

    def test_a_closed_port(self) -> None:
        with Site({}) as site:
            pass
        with pytest.raises(FetchError, match="cannot be reached"):
            fetch(site)

    @pytest.mark.parametrize("lookup", [silent, out_of_order])
    def test_a_name_server_that_fails(self, lookup: Any) -> None:
        with pytest.raises(FetchError, match="could not be looked up") as caught:
            asyncio.run(_read_named("http://name.example.org/", lookup))
        assert not isinstance(caught.value, FetchRefused)

    def test_a_private_name_and_one_that_does_not_exist_read_alike(self) -> None:
        texts = set()
        for others in (["10.0.0.1"], None):
            with pytest.raises(FetchRefused) as caught:
                asyncio.run(_read_named("http://name.example.org/", Names(others=others)))
            texts.add(str(caught.value))
        assert texts == {FetchRefused.TEXT}


async def _read_named(url: str, lookup: Any) -> Page:
    async with Fetcher(lookup=lookup, limits=QUICK, sleep=at_once) as fetcher:
        return await fetcher.fetch(url)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 23 Jun 2025 12:01:30 GMT", 90.0),
        ("Mon, 23 Jun 2025 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER_S),
        ("9" * 400, MAX_RETRY_AFTER_S),
        ("-5", None),
        ("nan", None),
        ("1e9", None),
        ("١٢", None),
        ("soon", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan " + "9" * 5_000 + " 00:00:00 GMT", None),
        ("Mon, 01 Jan 2024 00:00:00 +9999999999", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(
    header: str | None, seconds: float | None
) -> None:
    assert read_retry_after(header, NOW) == seconds


class TestPoliteness:
    def test_visits_side_by_side_wait_for_their_turn_outside_the_deadline(self) -> None:
        """Five visits to one host start at 0, 1, 2, 3 and 4 s of a clock that only their sleeping moves."""
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        async def act(fetcher: Fetcher) -> None:
            await asyncio.gather(*(fetcher.fetch(site.url("/")) for _ in range(5)))

        with Site({"/": page()}) as site:
            asyncio.run(_with(site, act, sleep=sleep, clock=lambda: 7.0))
        assert slept == [1.0, 2.0, 3.0, 4.0]
        assert len(site.requests) == 5


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's settings with a certificate for www.example.org, and a client's that trust it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=www.example.org", "-addext", "subjectAltName=DNS:www.example.org"]
    command = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        *names,
    ]
    subprocess.run([*command, "-keyout", "key", "-out", "cert"], cwd=folder, check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert", folder / "key")
    return server, ssl.create_default_context(cafile=str(folder / "cert"))


_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(HTML), HTML)


class TestTls:
    @staticmethod
    def visit(server: ssl.SSLContext, trust: ssl.SSLContext | None, url: str) -> Page:
        async def act() -> Page:
            names = Names(others=["93.184.215.14"])
            async with Fetcher(lookup=names, trust=trust, limits=QUICK, sleep=at_once) as fetcher:
                return await fetcher.fetch(url)

        routes = {"/": page(), "/down": redirect("http://www.example.org/")}
        with Site(routes, tls=server) as site, WireTap(site.port):
            return asyncio.run(act())

    def test_a_page_comes_over_tls(self, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
        assert self.visit(*contexts, "https://www.example.org/").body == HTML

    @pytest.mark.parametrize(("trusted", "host"), [(False, "www.example.org"), (True, "other.example.org")])
    def test_a_certificate_that_proves_nothing_ends_the_visit(
        self, contexts: tuple[ssl.SSLContext, ssl.SSLContext], trusted: bool, host: str
    ) -> None:
        server, trust = contexts
        with pytest.raises(FetchError, match="cannot prove who it is"):
            self.visit(server, trust if trusted else None, f"https://{host}/")

    @pytest.mark.parametrize("ending", [page(), stall(_ANSWER)], ids=["closed", "held open"])
    def test_no_connection_outlives_the_fetcher(
        self, contexts: tuple[ssl.SSLContext, ssl.SSLContext], ending: Handler
    ) -> None:
        server, trust = contexts

        async def act() -> None:
            names = Names(others=["93.184.215.14"])
            async with Fetcher(lookup=names, trust=trust, limits=QUICK, sleep=at_once) as fetcher:
                await fetcher.fetch("https://www.example.org/")
            left = [made for made in gc.get_objects() if isinstance(made, GuardedSocket)]
            assert [made for made in left if made.fileno() >= 0] == []

        with Site({"/": ending}, tls=server) as site, WireTap(site.port):
            asyncio.run(act())

    def test_a_redirect_down_to_plain_http_is_refused(
        self, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
    ) -> None:
        with pytest.raises(FetchRefused) as caught:
            self.visit(*contexts, "https://www.example.org/down")
        assert caught.value.detail == "redirect from https to http"


def test_the_systems_lookup_reads_addresses_without_a_network() -> None:
    assert asyncio.run(system_lookup("127.0.0.1")) == ["127.0.0.1"]
    with pytest.raises(OSError, match=r"."):
        asyncio.run(system_lookup("127.0.0.1.invalid."))


def test_a_fetcher_that_was_not_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(Fetcher().fetch("http://example.org/"))


def test_the_text_of_urls_can_be_judged_without_loading_the_http_library() -> None:
    code = "import sys, bot.acquire.addresses, bot.acquire.page; sys.exit('aiohttp' in sys.modules or 'yarl' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
