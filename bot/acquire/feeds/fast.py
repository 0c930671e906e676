"""Most feeds are plain, and fastfeedparser reads them in a millisecond; what it would misread is left to ``loose``."""

import re
from collections import Counter
from typing import Any

import fastfeedparser
from fastfeedparser import main as library

from bot.acquire.feeds.markup import Markup
from bot.acquire.feeds.raw import RawEntry, RawFeed
from bot.acquire.feeds.sanitise import Kind, has_tags

# Dates come as they were written. The library's reader fills in what is missing from today's date, so that the same
# feed would read differently tomorrow, and asks dateutil, at 0.1 ms a piece, whether a guid might be a date.
library._parse_date = str.strip  # noqa: SLF001 - the seam it has; a test fails when a release closes it

_TYPED = re.compile(rb"""<(title|summary)(?=[\s>])([^>]{0,300})>""")
_TYPE = re.compile(rb"""\btype\s*=\s*["']\s*([\w/+-]{0,40})""")
_DEFAULT_NAMESPACE = re.compile(rb"""<feed\s[^>]*?\bxmlns\s*=\s*["']""")
_BASED = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:item|entry|link|title|summary|description)\s[^<>]{0,500}xml:base"
)
_BASE64 = re.compile(rb"""\bmode\s*=\s*["']base64["']""")
_NAKED = re.compile(rb"<(?:title|description|summary)(?:\s[^<>]*+)?>[^<]*+<(?!/)")
_BODY = re.compile(rb"<(?:\w+:)?(?:body|fullitem)[\s>]")  # articles of RSS of long ago
_PREFIXED = re.compile(rb"(?i)<(?!rss:)([\w.-]{1,40}):(title|description|link)(?=[\s/>])[^<>]*+>")
_PARTS = re.compile(rb"(?i)<(?:(item)|([\w.-]{1,40}:)?(title|description|link))(?=[\s/>])")
_SHADOWS = (b":title", b":description", b":link")
_GUIDS = (b"<guid", b":about", b":guid", b":id", b"<id")
_SITE_RELS = ("alternate", None)


class BeyondError(Exception):
    """The feed has something that fastfeedparser would misread, or is none to it."""


def read(markup: Markup, first: int) -> RawFeed:
    """Read ``markup``, whose first entry begins at ``first``.

    Raises:
        BeyondError: It takes the loose reader.
    """
    shown = markup.shown
    is_atom = b"<feed" in shown[:first]
    title_kind, teaser_kind, own_kind = _atom_kinds(shown, first) if is_atom else _RSS_KINDS
    if _is_odd(shown, first):
        raise BeyondError
    text = markup.text if is_atom else _unshadowed(markup, first)
    try:
        found = fastfeedparser.parse(text, include_tags=False, include_media=False, include_enclosures=False)
    except Exception as error:  # it raises whatever its parts do
        raise BeyondError from error
    feed, items = found["feed"], found["entries"]
    has_guids = any(name in shown for name in ((b"<id",) if is_atom else _GUIDS))
    entries = [_entry(each, title_kind, teaser_kind, is_atom, has_guids) for each in items]
    _doubt_teasers(entries, shown.count(b"<summary" if is_atom else b"<description", first))
    if not is_atom and shown.count(b"encoded>", first) < len(entries):
        for entry in entries:  # the library takes a description for the article where there is none
            entry.content = "" if entry.content.strip() == entry.teaser else entry.content
    if any(not (entry.teaser or entry.content) for entry in entries) and _BODY.search(shown):
        raise BeyondError
    if is_atom and (author := feed.get("author")):
        for entry in entries:
            entry.author = entry.author or author
    return RawFeed(
        entries, feed.get("title") or "", own_kind, feed.get("link") or "", feed.get("language") or ""
    )


def _doubt_teasers(entries: list[RawEntry], given: int) -> None:
    """The library makes teasers, of decoded text, where the feed has none: all, none or, unknown to us, some."""
    if given >= len(entries):
        return
    for entry in entries:
        if entry.content and not given:
            entry.teaser = ""
        entry.is_doubtful = bool(entry.content and given)


_RSS_KINDS = (Kind.TITLE, Kind.HTML, Kind.TITLE)


def _entry(found: dict[str, Any], title: Kind, teaser: Kind, is_atom: bool, has_guids: bool) -> RawEntry:
    text, content = found["description"], ""
    if teaser is Kind.TEXT and has_tags(text):
        teaser = Kind.HTML
    if blobs := found.get("content"):
        blob = blobs[0]
        if "text" != blob["type"] != "text/plain":
            content = blob["value"] or ""
        elif text and (blob["value"] or "").startswith(text[:100]):
            teaser = Kind.TEXT
    published, updated, guid = found.get("published") or "", found.get("updated") or "", found.get("id") or ""
    return RawEntry(
        guid if has_guids else "",
        _atom_link(found) if is_atom else found.get("link") or "",
        found["title"],
        title,
        text,
        teaser,
        content,
        "" if published == guid else published,
        updated,
        None,
        None,
        found.get("author") or "",
    )


def _atom_link(found: dict[str, Any]) -> str:
    """The alternate, else a link without a relation; a link to itself or to a file is no article."""
    for rel in (*_SITE_RELS, "related", "via"):
        for link in found["links"]:
            if link["rel"] == rel:
                return str(link["href"])
    guid = str(found.get("id") or "")
    return guid if not found["links"] and guid.startswith(("http://", "https://")) else ""


def _atom_kinds(shown: bytes, first: int) -> tuple[Kind, Kind, Kind]:
    """Kinds of the entries' titles and summaries and of the feed's title: the library does not tell.

    Raises:
        BeyondError: One kind would not do for all of them, or they hold XHTML.
    """
    if not _DEFAULT_NAMESPACE.search(shown, 0, first):
        raise BeyondError
    kinds: dict[bytes, Counter[Kind]] = {b"title": Counter(), b"summary": Counter()}
    own = Kind.TEXT
    for found in _TYPED.finditer(shown):
        kind = _kind_of(found[2])
        if found.start() < first:
            own = kind if found[1] == b"title" else own
        else:
            kinds[found[1]][kind] += 1
    if any(len(seen) > 1 for seen in kinds.values()):
        raise BeyondError
    title, summary = (next(iter(kinds[name]), default) for name, default in _ATOM_DEFAULTS)
    return title, summary, own


_ATOM_DEFAULTS = ((b"title", Kind.TEXT), (b"summary", Kind.TEXT))


def _kind_of(attributes: bytes) -> Kind:
    found = _TYPE.search(attributes) if b"type" in attributes else None
    value = found[1].lower() if found else b"text"
    if b"xml" in value or b"xhtml" in value or b"octet" in value:
        raise BeyondError
    return Kind.HTML if b"html" in value else Kind.TEXT


def _is_odd(shown: bytes, first: int) -> bool:
    """Whether single links have bases, texts are in base 64 or have bare tags, or RDF carries articles (unread here)."""
    if _NAKED.search(shown) or (b"RDF" in shown[:first] and b"encoded>" in shown):
        return True
    if b"purl.org/atom/ns#" in shown[:first] and _BASE64.search(shown):
        return True
    return b"xml:base" in shown and _BASED.search(shown) is not None


def _unshadowed(markup: Markup, first: int) -> bytes:
    """The text without each ``media:title`` or the like ahead of an item's own: the library takes whichever is first.

    Raises:
        BeyondError: One of them has no end, or it cannot be said which are the item's own.
    """
    names = _shadowed(markup.shown, first)
    parts, at = [], 0
    for tag in _PREFIXED.finditer(markup.shown, first) if names else ():
        if tag[2].lower() not in names or tag.start() < at:
            continue
        parts.append(markup.text[at : tag.start()])
        at = tag.end()
        if not tag[0].endswith(b"/>"):
            end = markup.shown.find(b"</" + tag[1] + b":" + tag[2], at)
            at = markup.shown.find(b">", end) + 1
            if end < 0 or not at:
                raise BeyondError
    return b"".join((*parts, markup.text[at:])) if parts else markup.text


def _shadowed(shown: bytes, first: int) -> set[bytes]:
    """Names of elements that each item has of its own, some of them behind those of another namespace.

    Raises:
        BeyondError: It cannot be said which are its own.
    """
    if all(shown.find(name, first) < 0 for name in _SHADOWS):
        return set()
    shadowed: set[bytes] = set()
    seen: set[bytes] = set()
    items, own = 0, Counter[bytes]()
    for part in _PARTS.finditer(shown, first):
        name = (part[3] or b"").lower()
        if part[1]:
            seen, items = set(), items + 1
        elif not part[2] or part[2].lower() == b"rss:":
            seen.add(name)
            own[name] += 1
        elif name not in seen:
            shadowed.add(name)
    if (
        shadowed and not items
    ):  # the items have a prefix, too: what is their own is for the loose reader to say
        raise BeyondError
    return {name for name in shadowed if own[name] >= items}
