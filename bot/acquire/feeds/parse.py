"""Bytes of a feed → ``FeedDocument``. Runs in the parser's process; nothing here reaches outside."""

from bot.acquire.feeds import json_feed, sitemaps
from bot.acquire.feeds.document import LIMIT, FeedDocument, NotAFeed
from bot.acquire.feeds.families import Family, family_of
from bot.acquire.feeds.head import read_head
from bot.acquire.feeds.markup import (
    Markup,
    is_cut,
    is_open,
    names_a_feed,
    read_markup,
    starts,
    without_half_a_tag,
)
from bot.acquire.feeds.raw import RawFeed
from bot.acquire.feeds.sanitise import absolute, plain
from bot.acquire.feeds.tidy import newest, tidy


def parse(body: bytes, content_type: str, codec: str | None, url: str, limit: int = LIMIT) -> FeedDocument:
    """Read RSS, RDF, Atom, CDF, JSON Feed or a news sitemap.

    Args:
        body: As it came, without transfer codings.
        content_type: Media type without parameters. Servers err so often that it only words the error.
        codec: Python codec that the server declared (see ``charsets``), if any.
        url: Where it was read, for relative links.
        limit: Entries that are handed on: the newest by date, else the first.

    Raises:
        NotAFeed: It is something else, or holds nothing that can be read as a feed.
        InputError: It is too large, or built to hurt parsers.
    """
    markup = read_markup(body, codec)
    family = family_of(markup, content_type)
    if family is Family.SITEMAP_INDEX:
        raise NotAFeed("This is an index of sitemaps, not a feed. Give the address of one of its sitemaps.")
    if family is Family.SITEMAP:
        return sitemaps.news(markup, limit)
    if family is Family.JSON:
        raw = json_feed.read(markup.text)
        site = absolute(raw.site, url)
        return _document(raw, site, site or url, len(raw.entries), limit)
    return _xml(markup, url, limit)


def _xml(markup: Markup, url: str, limit: int) -> FeedDocument:
    if was_cut := is_cut(markup):
        markup = without_half_a_tag(markup)
    begins = starts(markup)
    head = read_head(markup.text[: begins[0]] if begins else markup.text, url)
    raw, is_loose = _read(markup, begins)
    if not raw.entries and not names_a_feed(markup):
        raise NotAFeed("This XML is not a feed: it has no entries. Check the address.")
    total = max(len(begins), len(raw.entries))
    if was_cut and begins and len(raw.entries) >= len(begins) and is_open(markup, begins[-1]):
        raw.entries.pop()
    raw.lang = head.lang or raw.lang
    site = absolute(raw.site, head.base)
    stated = url if is_loose else head.base  # the loose reader has followed xml:base
    base = stated if head.has_base else site or url
    return _document(raw, site, base, total, limit, was_cut=was_cut)


def _read(markup: Markup, begins: list[int]) -> tuple[RawFeed, bool]:
    """Read by the fast reader, or, where that finds fewer entries than ``begins``, by the loose one (``True``).

    Raises:
        InputError: Only the loose reader would do, and the feed is too much for it.
    """
    from bot.acquire.feeds import fast, loose  # noqa: PLC0415 - lxml and dateutil: not for a page or an OPML file

    try:
        quick = fast.read(markup, begins[0] if begins else len(markup.text))
    except fast.BeyondError:
        return loose.read(markup.text, begins), True
    if len(quick.entries) >= len(begins):
        return quick, False
    slow = loose.read(markup.text, begins)
    return (slow, True) if len(slow.entries) > len(quick.entries) else (quick, False)


def _document(
    raw: RawFeed, site: str, base: str, total: int, limit: int, *, was_cut: bool = False
) -> FeedDocument:
    return FeedDocument(
        title=plain(raw.title, raw.title_kind),
        lang=raw.lang,
        site_url=site,
        entries=tuple(tidy(each, base) for each in newest(raw.entries, limit)),
        total=total,
        is_cut=was_cut,
    )
