"""What a page says about its article, from whichever mark says it."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from bot.acquire.fields import Fields, read_fields, strip_outlet

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
URL = "https://www.harbour-news.example/2024/05/03/river-talks"


def read(head: str, body: str = "<p>x", url: str = URL) -> Fields:
    return read_fields(document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), url, NOW)


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("headline", "stripped"),
    [
        ("River talks resume - Harbour News", "River talks resume"),
        ("River talks resume | World | Harbour News", "River talks resume"),
        ("River talks resume | World News", "River talks resume | World News"),
        ("Harbour News | River talks resume", "River talks resume"),
        ("River talks resume – harbour-news.example", "River talks resume"),
        ("Rivers – and who owns them", "Rivers – and who owns them"),
        ("War - and after", "War - and after"),
        ("Harbour News", "Harbour News"),
        (
            "A long look at the talks | The reading list | World",
            "A long look at the talks | The reading list",
        ),
        ("", ""),
    ],
)
def test_the_outlet_is_taken_off_a_headline(headline: str, stripped: str) -> None:
    assert strip_outlet(headline, "Harbour News", URL) == stripped


def test_the_visible_heading_is_the_headline_if_it_says_what_the_page_says() -> None:
    head = '<title>River talks to resume in May | Harbour</title><meta property="og:title" content="River talks to resume">'
    assert (
        read(head, "<h1>Harbour News</h1><h1>River talks to resume in Geneva</h1>").headline
        == "River talks to resume in Geneva"
    )
    assert read(head, "<h1>Harbour News</h1>").headline == "River talks to resume"
    assert read("", "<h1>River talks</h1>").headline == "River talks"
    assert read("").headline == ""


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (
            ld('{"@type": "NewsArticle", "headline": "x", "author": [{"name": "Jane Doe"}, "John Roe"]}'),
            "",
            "Jane Doe, John Roe",
        ),
        (
            ld('{"@type": ["Thing", "BlogPosting"], "headline": "x", "author": {"name": "Jane Doe"}}'),
            "",
            "Jane Doe",
        ),
        ('<meta name="author" content="By Jane Doe">', "", "Jane Doe"),
        (
            '<meta property="article:author" content="https://social.example/jane"><meta name="author" content="Jane Doe">',
            "",
            "Jane Doe",
        ),
        ("", '<span class="byline">By <a>Jane Doe</a><b>in Cairo</b></span>', "Jane Doe in Cairo"),
        ("", '<a rel="author">Jane Doe</a>', "Jane Doe"),
        ("", "", None),
    ],
)
def test_byline(head: str, body: str, byline: str | None) -> None:
    assert read(head, f"<p>x</p>{body}").byline == byline


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="Harbour News">', "Harbour News"),
        (
            '<meta property="og:site_name" content="https://harbour-news.example"><meta name="application-name" content="Harbour">',
            "Harbour",
        ),
        (
            ld('{"@type": "NewsArticle", "headline": "x", "publisher": {"name": "Harbour News"}}'),
            "Harbour News",
        ),
        (
            '<title>Talks resume - Harbour News</title><meta property="og:title" content="Talks resume">',
            "Harbour News",
        ),
        ("<title>Talks resume - Harbour News</title>", "harbour-news.example"),
    ],
)
def test_outlet(head: str, outlet: str) -> None:
    assert read(head).outlet == outlet


@pytest.mark.parametrize(
    ("head", "body", "url", "date"),
    [
        (
            '<meta property="article:published_time" content="2024-05-03T10:00:00Z">',
            "",
            URL,
            "2024-05-03T10:00:00",
        ),
        ('<meta itemprop="datePublished dateCreated" content="2024-05-02">', "", URL, "2024-05-02T00:00:00"),
        (ld('{"@type": "NewsArticle", "datePublished": "2024-05-01"}'), "", URL, "2024-05-01T00:00:00"),
        ("", '<article><time datetime="2024-04-30">', URL, "2024-04-30T00:00:00"),
        ("", '<time datetime="2024-04-29">', URL, "2024-04-29T00:00:00"),
        ("", '<time datetime="2024-04-29"></time><time datetime="2024-04-28">', URL, "2024-05-03T00:00:00"),
        ("", "", "https://harbour.example/a", None),
        # a wrong clock or an embargo: not later than the visit
        ('<meta property="article:published_time" content="2031-01-01">', "", URL, "2024-06-01T12:00:00"),
    ],
)
def test_published_at(head: str, body: str, url: str, date: str | None) -> None:
    expected = datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
    assert read(head, f"<p>x</p>{body}", url).published_at == expected


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("https://news.example/a\\b", ""),
        ("https://news.example/&lt;b&gt;", ""),
        ("https://harbour.example/a?b=c", "https://harbour.example/a?b=c"),
        ("/a", ""),
        ("javascript:alert(1)", ""),
        ("https://user@harbour.example/", ""),
        ("https://harbour.example/\u202ea", ""),
        ("https://harbour.example/" + "a" * 3_000, ""),
    ],
)
def test_a_canonical_address_is_taken_only_if_it_looks_like_one(href: str, canonical: str) -> None:
    assert read(f'<link rel="canonical" href="{href}">').canonical_url == canonical


@pytest.mark.parametrize(
    "json",
    [
        "",
        "{",
        "[" * 100_000,
        '{"@type": 3, "author": {"name": [1]}}',
        '{"datePublished": ' + "9" * 9_999 + "}",
        '"x"',
        "null",
    ],
)
def test_broken_json_ld_is_passed_over(json: str) -> None:
    assert read(ld(json) + '<meta name="author" content="Jane Doe">').byline == "Jane Doe"


def test_free_or_not() -> None:
    assert read(ld('{"@type": "NewsArticle", "isAccessibleForFree": "False"}')).free is False
    assert read(ld('{"@type": "NewsArticle", "isAccessibleForFree": true}')).free is True
    assert read(ld('{"@type": "WebPage", "isAccessibleForFree": false}')).free is None
