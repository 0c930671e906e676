"""What kind of document is it? What is no feed is named, so that a person knows what to do."""

import re
from enum import StrEnum

from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.markup import HEAD_BYTES, Markup, root_of


class Family(StrEnum):
    """What kind of document it is."""

    FEED = "feed"
    JSON = "json"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"


_HTML = re.compile(rb"(?i)<(?:head|body|script|meta|div|p)[\s>]")
_HTML_TYPE = re.compile(rb"(?i)\s*<!doctype\s+html")
_LOGIN = re.compile(rb"""(?i)<input[^>]{0,500}type\s*=\s*["']?password""")
_LOGIN_BYTES = 256 * 1024
_FEED_TYPES = ("xml", "json", "text/plain", "octet-stream")
_SITEMAPS = {b"urlset": Family.SITEMAP, b"sitemapindex": Family.SITEMAP_INDEX}


def family_of(markup: Markup, content_type: str = "") -> Family:
    """What kind of document ``markup`` is; ``content_type`` only words the error.

    Raises:
        NotAFeed: None that entries can be read from; the text says what it is instead.
    """
    if markup.text[:1] in b"{[":
        return Family.JSON
    root = root_of(markup)
    name = root["name"].lower() if root else b""
    is_page = name == b"html" or (not name and _HTML_TYPE.match(markup.text))
    if is_page or _HTML.search(markup.shown, 0, root.start() if root else HEAD_BYTES):
        if _LOGIN.search(markup.text, 0, _LOGIN_BYTES):
            raise NotAFeed("This is a login page, not a feed. Give an address that is open to all.")
        raise NotAFeed("This is an HTML page, not a feed. Look on it for the address of its feed.")
    if name == b"opml":
        raise NotAFeed("This is OPML, a list of feeds, not a feed. Import it as a list.")
    if not name:
        said = f" but {content_type}" if content_type and not content_type.endswith(_FEED_TYPES) else ""
        raise NotAFeed(f"This is neither RSS, Atom nor JSON Feed{said}. Check the address.")
    return _SITEMAPS.get(name, Family.FEED)
