"""News sitemaps."""

from tests.acquire.feeds.cases import DATA, read


def test_a_sitemap_that_broke_off_gives_whole_entries_only() -> None:
    body = (DATA / "sitemap-news.xml").read_bytes()
    cut = read(body[: body.rindex(b"Bridge opens") + 6])
    assert cut.is_cut
    assert [entry.title for entry in cut.entries] == ["Bridge & tunnel close"]
