"""A page → the feeds that it points to. It opens nothing; whether they are feeds shows when they are read."""

import re
from html import unescape

from bot.acquire.decoding import decode
from bot.acquire.feeds.document import MAX_BYTES, FeedLink
from bot.acquire.feeds.sanitise import Kind, absolute, line, plain
from bot.acquire.prescan import prescan
from bot.errors import InputError

CUSTOMARY = (
    "/feed",
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/rss/",
)
"""Paths to try where a page names no feed, most usual first: those of WordPress, Ghost, Hugo, Jekyll and Drupal."""

MAX_LINKS = 50
"""More are not feeds that anybody chooses from; a page of ours lists one for each section, some two dozen."""

_TYPES = frozenset(
    (
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/json", "application/x-rss+xml", "application/xml", "text/xml"),
    )
)
_SURE_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
)
_REST = r"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_HIDDEN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style|template)(?=[\s/>]).*?(?:</\1\s*>|\Z)")
_TAG = re.compile(rf"(?i)<(link|base|a)\s{_REST}")
_TEXT_CHARS = 300
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_LIKE_A_FEED = re.compile(
    r"(?i)[/.?=&_-](?:rss2?|atom|feeds?|rdf)(?:[/.?=&_-]|$)|\.(?:rss|atom|rdf)(?:$|\?)|^https?://(?:rss|feeds?)\."
)
_NO_FEED = re.compile(
    r"(?i)\.(?:html?|php|aspx|png|jpe?g|gif|svg|css|js|pdf)(?:$|\?)|//(?:[\w-]+\.)?(?:feedly|inoreader)\."
)


def links(body: bytes, url: str, codec: str | None = None) -> tuple[FeedLink, ...]:
    """The feeds that the page at ``url`` names: those it declares first, then links that look like feeds.

    Args:
        body: The page.
        url: Where it was read.
        codec: Python codec that the server declared, if any.

    Raises:
        InputError: The page is too large, or built to hurt parsers.
    """
    if len(body) > MAX_BYTES:
        raise InputError(f"The page is larger than {MAX_BYTES // 1_000_000} MB; it was not read.")
    text = decode(body, codec)
    prescan(text.encode("utf-8", "replace"))
    text = _HIDDEN.sub(" ", text)
    base = url
    declared: dict[str, FeedLink] = {}
    guessed: dict[str, FeedLink] = {}
    for tag in _TAG.finditer(text):
        name, given = tag[1].lower(), _attributes(tag[2])
        target = absolute(given.get("href", ""), base)
        if not target:
            continue
        if name == "base":
            base = target
        elif name == "link" and _is_declared(given, target):
            declared.setdefault(target, _link(target, given.get("title", ""), given))
        elif name == "a" and _LIKE_A_FEED.search(target) and not _NO_FEED.search(target):
            words = text[tag.end() : tag.end() + _TEXT_CHARS].partition("</")[0]
            guessed.setdefault(target, _link(target, given.get("title") or words, given))
    return tuple({**declared, **{at: link for at, link in guessed.items() if at not in declared}}.values())[
        :MAX_LINKS
    ]


def _is_declared(given: dict[str, str], target: str) -> bool:
    """Whether a ``<link>`` is one to a feed; JSON and XML may be anything, so that they must look like one too."""
    kind = given.get("type", "").partition(";")[0].strip().lower()
    rels = given.get("rel", "").lower().split()
    if kind in _SURE_TYPES:
        return "alternate" in rels or "feed" in rels
    return "feed" in rels or (
        "alternate" in rels and kind in _TYPES and _LIKE_A_FEED.search(target) is not None
    )


def _link(target: str, title: str, given: dict[str, str]) -> FeedLink:
    return FeedLink(target, plain(title, Kind.HTML), line(given.get("type", "").partition(";")[0]).lower())


def _attributes(tag: str) -> dict[str, str]:
    found = ((each[1].lower(), each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(tag))
    attributes: dict[str, str] = {}
    for name, value in found:
        attributes.setdefault(name, unescape(value).strip())
    return attributes
