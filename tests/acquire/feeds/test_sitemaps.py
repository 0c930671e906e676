"""News sitemaps and their indexes."""

import pytest

from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.sitemaps import index
from tests.acquire.feeds.cases import DATA, read

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://a.example/1.xml</loc>
</sitemap><sitemap><loc> /2.xml?a&amp;b </loc></sitemap><sitemap><loc>ftp://a.example/</loc></sitemap>
<sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"""


def test_an_index_lists_each_sitemap_once() -> None:
    assert index(INDEX, "https://b.example/sitemap.xml") == (
        "https://a.example/1.xml",
        "https://b.example/2.xml?a&b",
    )


def test_what_is_no_index_is_refused() -> None:
    with pytest.raises(NotAFeed, match="index"):
        index((DATA / "sitemap-news.xml").read_bytes(), "https://b.example/")


def test_a_sitemap_that_broke_off_gives_whole_entries_only() -> None:
    body = (DATA / "sitemap-news.xml").read_bytes()
    cut = read(body[: body.rindex(b"Bridge opens") + 6])
    assert cut.is_cut
    assert [entry.title for entry in cut.entries] == ["Bridge & tunnel close"]
