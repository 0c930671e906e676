"""Feeds made to hurt: whatever they are, the parent gets a document or one of our errors, soon."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.acquire.feeds import discovery, opml
from bot.acquire.feeds.document import FeedDocument, FeedLink, NotAFeed
from bot.acquire.feeds.sanitise import Kind as TextKind
from bot.acquire.feeds.sanitise import absolute, line, plain, text_of
from bot.acquire.feeds.tidy import GUID_BYTES
from bot.acquire.parsing import (
    PARSER,
    FeedJob,
    read_feed,
    read_links,
    read_opml,
)
from bot.errors import InputError, SitrepError, WorkerError
from bot.text.clean import one_line
from bot.types import Feed
from bot.worker import Worker
from tests.acquire.feeds.cases import DATA, URL, expected, read, rss

HOSTILE = Path(__file__).parents[4] / "shared" / "hostile"
DEADLINE_S = 10.0
_SOON_S = 5.0  # the parser's processor limit
JOB = FeedJob(URL, "application/rss+xml")
GOOD = (DATA / "rss-news.xml").read_bytes()


@pytest.fixture(scope="module")
def parser() -> Iterator[Worker]:
    with Worker(PARSER) as worker:
        yield worker


def survives(parser: Worker, body: bytes) -> FeedDocument | SitrepError:
    try:
        return read_feed(parser, JOB, body, DEADLINE_S)
    except SitrepError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a document would be as good
        return error


def test_a_feed_crosses_the_pipe_with_all_its_fields(parser: Worker) -> None:
    assert read_feed(parser, JOB, GOOD, DEADLINE_S) == read(GOOD)


def test_links_and_lists_cross_it_too(parser: Worker) -> None:
    page = (DATA / "page-with-feeds.html").read_bytes()
    found = read_links(parser, FeedJob("https://www.paper.example/"), page, DEADLINE_S)
    assert [each.url for each in found] == [each["url"] for each in expected(page)]
    assert isinstance(found[0], FeedLink)
    listed = read_opml(parser, FeedJob(""), (DATA / "subscriptions.opml").read_bytes(), DEADLINE_S)
    assert isinstance(listed[0], Feed)


def test_what_is_no_feed_keeps_its_name_across_the_pipe(parser: Worker) -> None:
    with pytest.raises(NotAFeed, match="HTML page"):
        read_feed(parser, JOB, b"<html><p>x", DEADLINE_S)
    with pytest.raises(NotAFeed, match="list of feeds"):
        read_opml(parser, JOB, b"<p>x", DEADLINE_S)
    with pytest.raises(InputError, match="entities") as refused:
        read_feed(parser, JOB, b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", DEADLINE_S)
    assert not isinstance(refused.value, NotAFeed)


def test_the_limit_is_the_caller_s(parser: Worker) -> None:
    document = read_feed(parser, FeedJob(URL, limit=1), GOOD, DEADLINE_S)
    assert (len(document.entries), document.total) == (1, 3)


BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaa">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)
)
FLOOD = b" ".join(b"a%d='1'" % n for n in range(80_000))
ITEMS = [
    f"<guid>{n}</guid><title>Number {n}</title><description>{'word ' * 9}</description>"
    for n in range(20_000)
]

ATTACKS = {
    "billion laughs": BOMB + b"]><rss><channel><title>&a8;</title></channel></rss>",
    "external entity": b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + rss("<title>&x;</title>"),
    "external type": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">' + rss("<title>x</title>"),
    "entities in UTF-16": (BOMB + b"]><rss>&a8;</rss>").decode().encode("utf-16"),
    "attribute flood": b"<rss " + FLOOD + b"><channel/></rss>",
    "attribute flood in an item": rss("<title>x</title><a " + FLOOD.decode() + "/>"),
    "attribute flood in CDATA without an end": rss("<title>x</title><![CDATA[<a " + FLOOD.decode() + "/>"),
    "deep": rss("<a>" * 250_000),
    "deep and closed": rss("<a>" * 250_000 + "</a>" * 250_000),
    "deep Atom": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>' + b"<a>" * 250_000,
    "deep and odd": b"<rss version=2><channel><item><title>x<b>" + b"<a>" * 250_000,
    "20,000 entries": rss(*ITEMS),
    "20,000 open entries": b"<rss><channel>" + b"<item><title>x</title>" * 20_000,
    "20,000 nested entries": b"<rss><channel>" + b"<item>" * 20_000,
    "100,000 empty entries": b"<rss><channel>" + b"<item/>" * 100_000 + b"</channel></rss>",
    "NULs": b"\0" * 100_000,
    "NULs inside": rss("<title>a\0b</title>" * 1_000),
    "wrong encoding": b'<?xml version="1.0" encoding="utf-16"?>' + rss("<title>\u20ac</title>"),
    "unknown encoding": b'<?xml version="1.0" encoding="x-nonsense"?>' + rss("<title>x</title>"),
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?>' + rss("<title>+ADw-script+AD4-</title>"),
    "half a character": rss("<title>x</title>") + b"\xe2\x82",
    "not UTF-8": b"<rss><channel><title>\xff\xfe\xed\xa0\x80</title></channel></rss>",
    "comments": b"<rss>" + b"<!--" * 500_000,
    "CDATA": b"<rss><channel><item><title>" + b"<![CDATA[" * 300_000,
    "comments in items": b"<rss><channel>" + b"<item><!-- x --></item>" * 100_000,
    "ampersands": rss("<title>" + "&" * 2_000_000 + "</title>"),
    "unknown references": rss("<title>" + "&foo;" * 400_000 + "</title>"),
    "a long title": rss("<title>" + "word " * 1_000_000 + "</title>"),
    "a long guid": rss("<guid>" + "x" * 5_000_000 + "</guid>"),
    "a long link": rss("<link>https://a.example/" + "x" * 5_000_000 + "</link>"),
    "long dates": rss("<pubDate>" + "9" * 1_000_000 + "</pubDate>") + b"",
    "many marks": rss("<title>" + "e" + "\u0301" * 500_000 + "</title>"),
    "open tags in a description": rss("<description>" + "&lt;a " * 500_000 + "</description>"),
    "open comments in a description": rss("<description>" + "&lt;!--" * 500_000 + "</description>"),
    "open scripts in descriptions": rss(*["<description>" + "&lt;script>" * 500 + "</description>"] * 400),
    "quotes in a description": rss("<description>" + "&lt;a '\"" * 500_000 + "</description>"),
    "prefixed names": rss(*["<m:title>x</m:title>" * 50 + "<title>y</title>"] * 2_000),
    "open prefixed names": rss(*["<m:title>x" * 50 + "<title>y</title>"] * 500),
    "links in the head": b"<rss><channel>" + b"<atom:link rel='self' href='x'/>" * 100_000,
    "open links in the head": b"<rss><channel>" + b"<link " * 100_000,
    "declaration": b"<?xml " * 200_000,
    "deep JSON": b'{"items": ' + b"[" * 1_000_000,
    "big numbers": b'{"items": [{"id": ' + b"9" * 1_000_000 + b', "title": "x"}]}',
    "JSON of odd types": b'{"items": [{"id": {}, "title": [], "authors": 7, "author": "x", "url": true}, null, 3], "title": {}}',
    "lone surrogates": b'{"items": [{"id": "\\ud800", "content_html": "\\udfff", "title": "\\ud83d\\ude00"}]}',
    "deep sitemap": b"<urlset>" + b"<url>" * 250_000,
    "sitemap of 50,000": b"<urlset>"
    + b"<url><loc>https://a.example/</loc><t:title>x</t:title></url>" * 50_000
    + b"</urlset>",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_feed_ends_soon_in_a_document_or_a_reason(parser: Worker, attack: str) -> None:
    """Before any limit of the process is reached, so that the next feed need not wait for a new one."""
    started = time.monotonic()
    outcome = survives(parser, ATTACKS[attack])
    assert not isinstance(outcome, WorkerError)
    assert time.monotonic() - started < _SOON_S
    if isinstance(outcome, FeedDocument):
        assert_is_plain(outcome)
    assert read_feed(parser, JOB, GOOD, DEADLINE_S).total == 3


def test_entities_open_no_file(parser: Worker) -> None:
    assert isinstance(survives(parser, ATTACKS["external entity"]), InputError)


def test_of_20_000_entries_the_newest_are_handed_on(parser: Worker) -> None:
    outcome = survives(parser, ATTACKS["20,000 entries"])
    assert isinstance(outcome, FeedDocument)
    assert (outcome.total, len(outcome.entries), outcome.entries[0].guid) == (20_000, 500, "0")


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile inputs are not part of the repository")
def test_hostile_xml_ends_in_an_error_or_a_plain_document(parser: Worker) -> None:
    files = sorted((HOSTILE / "xml").rglob("*.x*"))
    assert files
    for file in files:
        outcome = survives(parser, file.read_bytes())
        assert not isinstance(outcome, WorkerError), file.name


def assert_is_plain(document: FeedDocument) -> None:
    for text in (
        document.title,
        *(text for e in document.entries for text in (e.title, e.teaser, e.author, e.guid)),
    ):
        assert one_line(text) == text
    for url in (document.site_url, *(e.url for e in document.entries)):
        assert url == "" or url.startswith(("http://", "https://", "HTTP"))
    for entry in document.entries:
        assert len(entry.guid.encode()) <= GUID_BYTES
        assert len(entry.content.encode()) <= 400_000


PIECES = st.sampled_from(
    [
        *(
            b"<rss>",
            b"<rss version='2.0'>",
            b"<channel>",
            b"</channel></rss>",
            b"<item>",
            b"</item>",
            b"<title>",
        ),
        *(
            b"</title>",
            b"<link>",
            b"</link>",
            b"<link href='/x'/>",
            b"<guid>",
            b"<description>",
            b"</description>",
        ),
        *(b"<pubDate>", b"</pubDate>", b"Fri, 31 Dec 9999 23:59:59 -1400", b"0001-01-01T00:00:00+14:00"),
        *(
            b"<feed xmlns='http://www.w3.org/2005/Atom'>",
            b"</feed>",
            b"<entry>",
            b"</entry>",
            b"<summary type='html'>",
        ),
        *(
            b"<content type='xhtml'>",
            b"<content type='html'>",
            b"<updated>",
            b"<id>",
            b"xml:base='http://[x/'",
        ),
        *(
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
        ),
        *(
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"-->",
            b"&amp;lt;",
            b"&#xd800;",
            b"&#0;",
            b"&nbsp;",
            b"&",
            b"<",
            b">",
            b"\0",
        ),
        *(
            b"http://[::1",
            b"https://a.example/x",
            b"<media:title>",
            b"</media:title>",
            b"<m:link>",
            b'"',
            b"'",
        ),
        *(
            b'{"items": [',
            b'{"id": 1, "title": "\\ud800"}',
            b"]}",
            b",",
            b"<urlset>",
            b"<url>",
            b"<loc>",
            b"<opml>",
        ),
        *(
            b"<outline xmlUrl='https://a.example/' text='x'/>",
            b"<?xml version='1.0' encoding='utf-16'?>",
            b"\xff\xfe",
        ),
    ]
)
BODIES = st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=8), max_size=30).map(b"".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
@example(b"<rss><channel><item><title>x</title><link>http://[</link></item></channel></rss>")
@example(b"<rss><channel><item><guid>&#xd800;</guid><title>a<b></item>")
@example(b'{"items": [{"id": "\\ud800"}]}')
def test_any_bytes_give_a_document_or_an_input_error(body: bytes) -> None:
    try:
        document = read(body)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a document would be as good
    else:
        assert_is_plain(document)
        assert len(document.entries) <= document.total


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
@pytest.mark.parametrize(
    "reader", [opml.read, lambda body: discovery.links(body, URL)], ids=["opml", "links"]
)
def test_any_bytes_give_a_list_or_an_input_error(reader: Callable[[bytes], object], body: bytes) -> None:
    try:
        assert isinstance(reader(body), tuple)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a list would be as good


@given(st.text(max_size=60) | st.text("aé\u0301\u200b \u2019\u00a0\x85<&;ñ中한\u1100", max_size=30))
def test_the_short_way_to_a_clean_line_leads_where_the_long_one_does(text: str) -> None:
    windows = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
    joined = " ".join(text.split())
    assert line(text) == one_line(joined.translate(windows))


@given(st.text("<>&;ab/!-\"' =", max_size=60))
def test_text_of_anything_is_one_clean_line(markup: str) -> None:
    assert text_of(markup) == one_line(text_of(markup))
    assert plain(markup, TextKind.TITLE) == one_line(plain(markup, TextKind.TITLE))


@given(st.text(max_size=40), st.sampled_from([URL, "", "x", "https://[", "mailto:a"]))
def test_an_address_is_absolute_or_nothing(link: str, base: str) -> None:
    found = absolute(link, base)
    assert found == "" or found.lower().startswith(("http://", "https://"))
    assert absolute(found, "") == found
