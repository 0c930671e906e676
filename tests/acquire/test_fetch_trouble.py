"""Whatever a site does, a fetch ends in time, within its memory, and with one of our own errors."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits, Page
from bot.errors import FetchError
from tests.acquire.fetch_probe import ORDINARY
from tests.servers.loopback import OnlySite, at_once
from tests.servers.misbehaviour import HTML, TROUBLE, page
from tests.servers.site import Request, Site, Wire

_ROOT = Path(__file__).parents[2]
_MAX_GROWTH_MB = 64  # the project's bound for one response; here for all of them together
_QUICK = {"total_s": 2.0, "grace_s": 0.5, "at_once": 1_000}
_SLACK_S = 1.0  # for ninety fetches that share one busy processor with the site


def measure(paths: list[str], limits: dict[str, float]) -> dict[str, Any]:
    """Fetch troublesome paths in a fresh process; see `tests.acquire.fetch_probe` for what comes back."""
    with Site({**TROUBLE, ORDINARY: page()}) as site:
        job = json.dumps({"port": site.port, "paths": paths, "limits": limits})
        command = [sys.executable, "-m", "tests.acquire.fetch_probe"]
        done = subprocess.run(command, input=job, capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    """What came of all trouble at once, under limits that are shorter than the real ones in time only."""
    return measure(list(TROUBLE), _QUICK)


@pytest.mark.parametrize("path", TROUBLE)
def test_trouble_ends_in_time_with_an_error_that_names_a_remedy(result: dict[str, Any], path: str) -> None:
    seconds, what = result["outcomes"][path]
    assert seconds <= _QUICK["total_s"] + _SLACK_S
    assert what != "page"
    assert what == "refused" or what.count(".") >= 2
    assert "\n" not in what


def test_all_trouble_together_stays_within_the_memory_for_one(result: dict[str, Any]) -> None:
    assert result["growth_mb"] <= _MAX_GROWTH_MB


def test_only_redirects_are_refused(result: dict[str, Any]) -> None:
    refused = {path for path, (_, what) in result["outcomes"].items() if what == "refused"}
    assert refused == {path for path in TROUBLE if path.startswith("/away/")} - {"/away/without-location"}


class AnySite:
    """A site that answers with whatever bytes it was last given."""

    def __init__(self) -> None:
        self.answer = b""
        self.site = Site({}, fallback=self._serve)

    async def _serve(self, _: Request, wire: Wire) -> None:
        await wire.send(self.answer)

    def fetch(self, answer: bytes) -> Page | FetchError:
        """Read one page; anything raised that is not ours fails the test."""
        self.answer = answer
        return asyncio.run(self._visit())

    async def _visit(self) -> Page | FetchError:
        limits = Limits(total_s=2.0, grace_s=0.5)
        async with Fetcher(policy=OnlySite(self.site.port), limits=limits, sleep=at_once) as fetcher:
            try:
                return await fetcher.fetch(self.site.url("/"))
            except FetchError as error:
                return error


@pytest.fixture(scope="module")
def any_site() -> Iterator[AnySite]:
    anything = AnySite()
    with anything.site:
        yield anything


_LINES = st.sampled_from(
    [
        *(
            b"HTTP/1.1 200 OK",
            b"HTTP/1.0 200",
            b"HTTP/1.1 302 Found",
            b"HTTP/1.1 503 Down",
            b"HTTP/1.1 101 Switching",
            b"HTTP/2 200",
        ),
        *(b"Content-Type: text/html", b"Content-Type: text/html; charset=\xff", b"Content-Encoding: gzip"),
        *(
            b"Content-Encoding: deflate",
            b"Content-Encoding: \x00",
            b"Content-Length: 5",
            b"Content-Length: -1",
        ),
        *(b"Content-Length: 99999999999999999999", b"Content-Length: 0x5", b"Transfer-Encoding: chunked"),
        *(b"Transfer-Encoding: gzip, chunked", b"Location: /", b"Location: http://[", b"Location: \xff\x00"),
        *(
            b"Set-Cookie: a=b; Domain=\x01",
            b"ETag: \xff",
            b"Retry-After: nan",
            b"Retry-After: Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
            b"Retry-After: Mon, 01 Jan 2024 00:00:00 +9999999999",
            b"Connection: upgrade",
            b"Upgrade: h2c",
        ),
        *(b"", b" folded", b": nameless", b"5", b"0", b"hello", b"ffffffffffffffff", b"-1", HTML),
    ]
)


@settings(max_examples=300, deadline=None)
@given(answer=st.one_of(st.binary(max_size=200), st.lists(_LINES, max_size=12).map(b"\r\n".join)))
def test_no_foreign_error_slips_by_whatever_bytes_a_site_sends(any_site: AnySite, answer: bytes) -> None:
    outcome = any_site.fetch(answer)
    assert isinstance(outcome, Page | FetchError)


@settings(max_examples=100, deadline=None)
@given(position=st.integers(0, 200), byte=st.integers(0, 255))
def test_no_foreign_error_slips_by_when_one_byte_is_wrong(
    any_site: AnySite, position: int, byte: int
) -> None:
    good = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3e\r\n%s\r\n0\r\n\r\n"
        % HTML
    )
    assert isinstance(any_site.fetch(good), Page)
    assert isinstance(
        any_site.fetch(good[:position] + bytes([byte]) + good[position + 1 :]), Page | FetchError
    )
