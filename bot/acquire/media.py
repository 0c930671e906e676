"""What kind of document a server says it sends, and whether the bytes agree."""

import re

from bot.acquire.charsets import UTF_8_MARK, UTF_16, codec_of_mark

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""Media types of pages that may hold an article."""

FEED_TYPES = (
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("application/xml", "text/xml", "application/json", "text/html", "text/plain"),
)
"""Media types under which feeds are served; the last two by habit rather than by right."""

SITEMAP_TYPES = ("application/xml", "text/xml", "text/plain", "text/html")
"""Media types of sitemaps (sitemaps.org, "Sitemap protocol"): XML or a list of addresses; the last by habit."""

OPML_TYPES = ("text/x-opml", "text/x-opml+xml", "application/xml", "text/xml", "text/plain", "text/html")
"""Media types of lists of feeds (OPML 2.0 has the first; RFC 7303 the next two); the last two by habit."""

ROBOTS_TYPES = ("text/plain", "text/html", "application/octet-stream", "")
"""Media types of robots.txt: RFC 9309, 2.2, wants the first. The others (``""``: none is stated) are how careless
servers send it, and a rule that was meant is obeyed however it is labelled."""

_TAGLESS = ("text/plain", "application/octet-stream", "")

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]{1,40})""", re.IGNORECASE)
_SNIFFED_BYTES = 1_445  # the resource header of WHATWG MIME Sniffing, 5.2
# "Binary data bytes" of WHATWG MIME Sniffing, 3: controls other than tab, line breaks, form feed and escape.
_BINARY_BYTE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# Formats that begin with plain characters, so that the rule of binary bytes may not see them in time.
_FOREIGN_STARTS = (
    b"%PDF-",
    b"%!PS-",
    b"{\\rtf",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"PK\x03\x04",
    b"Rar!",
    b"\x7fELF",
)


def read_type(header: str) -> tuple[str, str | None]:
    """Split a Content-Type header into the media type, lower case and without parameters, and the charset label."""
    kind, _, parameters = header.partition(";")
    label = _CHARSET.search(parameters)
    return kind.strip().lower(), label[1] if label else None


def agrees(content_type: str, body: bytes) -> bool:
    """Say whether ``body`` can be what ``content_type`` declares.

    Markup must hold a tag, JSON must begin like JSON, and nothing may be binary. It does not look further: telling
    an article from a feed or a parked domain is for those who parse it.
    """
    start = body[:_SNIFFED_BYTES]
    if start.startswith(_FOREIGN_STARTS):
        return False
    mark = codec_of_mark(body)
    if mark in UTF_16 or not body:  # it is full of zeros
        return True
    if _BINARY_BYTE.search(start):
        return False
    if content_type.endswith("json"):
        return body.removeprefix(UTF_8_MARK).lstrip()[:1] in (b"{", b"[")
    return b"<" in body or content_type in _TAGLESS
