"""Pages → the feeds they point to."""

import contextlib
import time

import pytest

from bot.acquire.feeds.discovery import CUSTOMARY, links
from bot.errors import InputError
from tests.acquire.feeds.cases import DATA, expected


def test_a_page_s_feeds_are_listed_declared_ones_first() -> None:
    body = (DATA / "page-with-feeds.html").read_bytes()
    found = links(body, "https://www.paper.example/")
    assert [{"url": each.url, "title": each.title, "type": each.type} for each in found] == expected(body)


def test_a_page_without_feeds_has_none() -> None:
    assert links(b"<p>Nothing <a href='/about'>here</a>", "https://a.example/") == ()
    assert links(b"", "https://a.example/") == ()


@pytest.mark.parametrize(
    "unit", [b"<link ", b"<a href='", b"<!--", b"<script>", b'<a x="', b"<base href=//a>"]
)
def test_no_repetition_makes_it_slow(unit: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(InputError):
        links(unit * (400_000 // len(unit)), "https://a.example/")
    assert time.process_time() - started < 3.0


def test_customary_paths_are_paths() -> None:
    assert all(path.startswith("/") for path in CUSTOMARY)
    assert len(set(CUSTOMARY)) == len(CUSTOMARY)
