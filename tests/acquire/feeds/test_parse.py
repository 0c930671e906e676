"""Bytes of feeds → entries: formats, levels of escaping, broken XML, limits."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.parse import parse
from bot.errors import InputError
from tests.acquire.feeds.cases import DATA, URL, differences, expected, read, rss

FEEDS = sorted(file for file in DATA.iterdir() if file.suffix in (".xml", ".json"))
ITEM = "<guid>{n}</guid><title>Number {n}</title><link>https://a.example/{n}</link>"


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_a_case_file_is_read_as_it_says(file: Path) -> None:
    body = file.read_bytes()
    assert differences(expected(body), read(body)) == []


def test_there_are_case_files() -> None:
    assert len(FEEDS) >= 9


def test_an_article_that_rdf_carries_is_read() -> None:
    words = f"<p>{'A whole article has many words. ' * 60}</p>"
    body = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>t</title></channel><item>"
        "<title>a</title><link>https://a.example/1</link><description>In short.</description>"
        f"<content:encoded><![CDATA[{words}]]></content:encoded></item></rdf:RDF>"
    )
    (entry,) = read(body.encode()).entries
    assert (entry.teaser, entry.content) == ("In short.", words)


def test_dates_reach_our_own_reader_as_they_were_written() -> None:
    """A library that fills in what is missing from the day would give another date tomorrow."""
    entry = read(rss("<title>x</title><pubDate>10:30</pubDate><guid>12</guid>")).entries[0]
    assert entry.published_at is None
    assert read(rss("<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>")).entries[0].published_at == datetime(
        9999, 12, 31, 23, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-16", "utf-16-le", "utf-32", "iso8859-1", "cp1251", "big5", "shift_jis", "koi8-r"]
)
def test_any_encoding_that_is_declared_is_read(codec: str) -> None:
    word = {"cp1251": "Привет", "koi8-r": "Привет", "big5": "新聞", "shift_jis": "ニュース"}.get(
        codec, "Café"
    )
    label = {"iso8859-1": "iso-8859-1", "cp1251": "windows-1251", "utf-16-le": "utf-16"}.get(codec, codec)
    text = f'<?xml version="1.0" encoding="{label}"?>' + rss(f"<title>{word}</title>").decode()
    assert read(text.encode(codec)).entries[0].title == word


def test_the_server_s_charset_outranks_the_document_s() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<title>Привет</title>").decode()
    assert parse(text.encode("cp1251"), "text/xml", "cp1251", URL).entries[0].title == "Привет"


def test_a_label_that_is_a_trap_is_no_label() -> None:
    body = b'<?xml version="1.0" encoding="utf-7"?>' + rss("<title>+ADw-b+AD4-</title>")
    assert read(body).entries[0].title == "+ADw-b+AD4-"


def test_what_cannot_be_seen_is_taken_out() -> None:
    title = "a\u202eb\u200bc\ufeff&#x0;d" + "e" + "\u0301" * 9 + "\x00\x08"
    entry = read(rss(f"<title>{title}</title><guid>{title}</guid>")).entries[0]
    assert entry.title.startswith("abcd")
    assert len(entry.title) <= 4 + 5
    assert "\u202e" not in entry.guid


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://b.example/x", "https://b.example/x"),
        ("\n  https://b.example/x\n", "https://b.example/x"),
        ("https://b.example/a b", "https://b.example/a%20b"),
        ("//b.example/x", "https://b.example/x"),
        ("/x?y#z", "https://site.example/x?y#z"),
        ("x", "https://site.example/news/x"),
        ("https://b.example/" + "x" * 3_000, ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("ftp://b.example/x", ""),
        ("https://b.example/\u202ex", ""),
        ("https://[b.example/x", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_a_link_becomes_an_absolute_web_address_or_nothing(link: str, url: str) -> None:
    head = "<title>t</title><link>https://site.example/news/</link>"
    assert read(rss(f"<title>x</title><link>{link}</link>", head=head)).entries[0].url == url


def test_the_newest_of_many_are_handed_on_in_the_feed_s_order() -> None:
    days = [f"<guid>{n}</guid><pubDate>2026-05-{n:02}T00:00:00Z</pubDate>" for n in (3, 9, 1, 7, 5)]
    document = read(rss(*days), limit=3)
    assert [entry.guid for entry in document.entries] == ["9", "7", "5"]
    assert document.total == 5
    undated = read(rss(*(ITEM.format(n=n) for n in range(9))), limit=4)
    assert [entry.guid for entry in undated.entries] == ["0", "1", "2", "3"]
    mixed = read(rss(days[0], "<guid>after 3</guid>", days[1], "<guid>after 9</guid>"), limit=2)
    assert [entry.guid for entry in mixed.entries] == ["9", "after 9"]


def test_a_feed_cut_anywhere_gives_whole_entries_only() -> None:
    items = [ITEM.format(n=n) + f"<description>{'word ' * n}</description>" for n in range(1, 6)]
    body = rss(*items)
    whole = read(body).entries
    for end in range(body.index(b"<item>"), len(body), 7):
        document = read(body[:end])
        assert document.is_cut
        assert document.entries == whole[: len(document.entries)]
        assert len(document.entries) == body[:end].count(b"</item>")
    assert not read(body).is_cut


@pytest.mark.parametrize(
    "items",
    [
        "<item><title>a</title>" * 5,
        "<item><title>a</title><link>x<item>" * 3,
        "<item><title>a</title><description><p>b<br>c</description></item>" * 4,
    ],
)
def test_items_that_the_fast_reader_misses_are_found_by_the_other(items: str) -> None:
    document = read(f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode())
    assert len(document.entries) == document.total == items.count("<item>")


WORDS = "<p>" + "It is a long story, told in many words and to its very end. " * 30 + "</p>"


@pytest.mark.parametrize(
    ("content", "teaser", "is_whole"),
    [
        (WORDS, "In short.", True),
        (WORDS + "<p>The post A appeared first on B.</p>", "In short.", True),
        (WORDS + "<p>Continue reading...</p>", "", False),
        (WORDS + '<a href="https://a.example/x">Read more &rarr;</a>', "", False),
        (WORDS + "<p>And so it went […]</p>", "", False),
        ("<p>Too short to be a story.</p>", "", False),
        ("<img src='data:image/png;base64," + "A" * 5_000 + "'>", "", False),
        (WORDS[:1_200], WORDS[:1_200], False),
    ],
)
def test_content_is_kept_where_it_seems_whole(content: str, teaser: str, is_whole: bool) -> None:
    items = f"<description><![CDATA[{teaser}]]></description><content:encoded><![CDATA[{content}]]></content:encoded>"
    body = rss(items).replace(b"<rss", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"', 1)
    entry = read(body).entries[0]
    assert bool(entry.content) == is_whole
    assert entry.content in ("", content)


def test_content_is_cut_at_its_cap() -> None:
    item = {"id": "1", "content_html": "<p>é words</p>" * 60_000}
    kept = read(json.dumps({"items": [item]}).encode()).entries[0].content
    assert 390_000 < len(kept.encode()) <= 400_000
    assert kept.endswith("</p>")


def test_a_teaser_is_cut_between_words() -> None:
    teaser = read(rss(f"<description>{'words &amp;amp; more ' * 400}</description>")).entries[0].teaser
    assert 500 < len(teaser) <= 600
    assert re.fullmatch(r"(?:words & more ?|words|&|more| )+…", teaser)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "packed"),
        (b"<!doctype html><html><head><title>x</title></head></html>", "HTML page"),
        (b"<html><body><form><input name=p type='password'></form></body></html>", "login page"),
        (b"<p>Just a paragraph</p>", "HTML page"),
        (b"plain words", "neither RSS"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (
            b"<sitemapindex><sitemap><loc>https://a.example/</loc></sitemap></sitemapindex>",
            "index of sitemaps",
        ),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "without news"),
        (b"<catalogue><book/></catalogue>", "neither RSS"),
        (b"{", "valid JSON"),
        (b"[1, 2]", "list of items"),
        (b'{"items": {}}', "list of items"),
        (b'{"a": ' * 100_000, "nested deeper"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    with pytest.raises(NotAFeed, match=words):
        read(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()).entries == ()
    assert read(b"<rss/>").total == 0
    assert read(b'{"version": "https://jsonfeed.org/version/1", "items": []}').entries == ()


def test_a_feed_that_is_too_large_or_declares_entities_is_refused_and_a_plain_doctype_is_not() -> None:
    with pytest.raises(InputError, match="larger than 10 MB"):
        read(b"<rss>" + b" " * 10_000_000)
    with pytest.raises(InputError, match="entities"):
        read(b'<!DOCTYPE rss [<!ENTITY a "b">]>' + rss("<title>&a;</title>"))
    doctype = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert len(read(doctype + rss("<title>x</title>")).entries) == 1


def test_a_guid_that_is_longer_than_an_index_takes_is_known_by_its_digest() -> None:
    short, long = "https://a.example/" + "x" * 482, "脈" * 167
    entries = read(rss(*(f"<guid>{guid}</guid>" for guid in (short, long, long + "1", long + "2")))).entries
    assert entries[0].guid == short
    assert all(re.fullmatch("hash:[0-9a-f]{32}", entry.guid) for entry in entries[1:])
    assert len({entry.guid for entry in entries}) == 4
