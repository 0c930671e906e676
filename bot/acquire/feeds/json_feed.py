"""JSON Feed 1.0 and 1.1 (jsonfeed.org), and what is shaped like it."""

import json
from typing import Any

from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.raw import RawEntry, RawFeed
from bot.acquire.feeds.sanitise import Kind, without_surrogates


def read(markup: bytes) -> RawFeed:
    """Read ``markup``, in UTF-8.

    Raises:
        NotAFeed: It is not JSON, or JSON of another shape.
    """
    try:
        found = json.loads(without_surrogates(markup.decode("utf-8", "replace")), strict=False, parse_int=str)
    except RecursionError:
        raise NotAFeed("This JSON is nested deeper than any feed needs; it was not read.") from None
    except ValueError:
        raise NotAFeed("This is neither a feed nor valid JSON. Check the address.") from None
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise NotAFeed("This JSON is not a feed: it has no list of items. Check the address.")
    return RawFeed(
        [_entry(item) for item in items if isinstance(item, dict)],
        _text(found, "title"),
        Kind.TEXT,
        _text(found, "home_page_url"),
        _text(found, "language"),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    teaser, kind = _text(item, "summary"), Kind.TEXT
    if not teaser and not _text(item, "content_html"):
        teaser = _text(item, "content_text")
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    return RawEntry(
        _text(item, "id"),
        _text(item, "url") or _text(item, "external_url"),
        _text(item, "title"),
        Kind.TEXT,
        teaser,
        kind,
        _text(item, "content_html"),
        published or updated,
        updated,
        author=_authors(item),
    )


def _authors(item: dict[str, Any]) -> str:
    """Names of ``authors`` (1.1) or ``author`` (1.0)."""
    listed = item.get("authors")
    people = listed if isinstance(listed, list) and listed else [item.get("author")]
    names = [_text(person, "name") if isinstance(person, dict) else person for person in people]
    return ", ".join(name for name in names if isinstance(name, str) and name)


def _text(found: dict[str, Any], key: str) -> str:
    """A field as text: numbers come as they were written, too long for Python or not."""
    value = found.get(key)
    return without_surrogates(value) if isinstance(value, str) else ""
