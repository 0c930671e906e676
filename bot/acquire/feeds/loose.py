"""Feeds that are broken or unusual, by feedparser: it reads nearly anything, at fifty times the cost."""

import io
import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.acquire.feeds.raw import RawEntry, RawFeed
from bot.acquire.feeds.sanitise import Kind, has_tags, without_surrogates
from bot.errors import InputError

MAX_ENTRIES = 2_000
"""More are cut off: 20,000 take it 3.4 s (faults-and-safety, "Parsers")."""

MAX_DEPTH = 2_000
"""Deeper nesting is refused: it takes quadratic time, 8.5 s for 250,000 levels (same place). Unclosed tags count."""

_STEP = re.compile(rb"<(?:(/)|[A-Za-z][^<>]*+(?<!/)>)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(markup: bytes, starts: list[int]) -> RawFeed:
    """Read ``markup``, whose entries begin at ``starts``.

    Raises:
        InputError: It is nested too deep, or more than feedparser can take.
    """
    import feedparser  # noqa: PLC0415 - 60 ms and 6 MB that few feeds need

    if len(starts) > MAX_ENTRIES:
        markup = markup[: starts[MAX_ENTRIES]]
    _refuse_depth(markup)
    try:
        # A stream, never a string: that it would open as an address or a file.
        found = feedparser.parse(
            io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + markup),
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # it has no errors of its own: whatever its parts raise comes through
        raise InputError("The feed cannot be read: it breaks the parser. Tell its publisher.") from error
    is_atom = str(found.get("version") or "").startswith("atom")
    feed = found["feed"]
    entries = [_entry(each, is_atom=is_atom) for each in found["entries"]]
    if is_atom:  # an entry without an author is by the feed's
        for entry in entries:
            entry.author = entry.author or _text(feed, "author")
    return RawFeed(
        entries,
        _text(feed, "title"),
        _kind(feed, "title_detail", is_atom=is_atom, otherwise=Kind.TITLE),
        _text(feed, "link"),
        _text(feed, "language"),
    )


def _refuse_depth(markup: bytes) -> None:
    depth = 0
    for step in _STEP.finditer(markup):
        depth += -1 if step[1] else 1
        if depth > MAX_DEPTH:
            raise InputError("The feed is nested deeper than any feed needs; it was not read.")


def _entry(found: dict[str, Any], *, is_atom: bool) -> RawEntry:
    published, updated = _text(found, "published"), _text(found, "updated")
    created = _text(found, "created")
    teaser = _text(found, "summary")
    kind = _kind(found, "summary_detail", is_atom=is_atom, otherwise=Kind.HTML)
    if kind is Kind.TEXT and has_tags(teaser):
        kind = Kind.HTML
    return RawEntry(
        _text(found, "id"),
        _link(found),
        _text(found, "title"),
        _kind(found, "title_detail", is_atom=is_atom, otherwise=Kind.TITLE),
        teaser,
        kind,
        _content(found),
        published or created or updated,
        updated,
        _instant(found, "published_parsed")
        or _instant(found, "created_parsed")
        or _instant(found, "updated_parsed"),
        _instant(found, "updated_parsed"),
        _text(found, "author"),
    )


def _text(found: dict[str, Any], key: str) -> str:
    """A field; by way of ``dict``, since feedparser's own gives one date in place of another and warns of it."""
    value = dict.get(found, key)
    return without_surrogates(value) if isinstance(value, str) else ""


def _kind(found: dict[str, Any], key: str, *, is_atom: bool, otherwise: Kind) -> Kind:
    said = str((dict.get(found, key) or {}).get("type") or "")
    if is_atom and said:
        return Kind.TEXT if said in ("text/plain", "text") else Kind.HTML
    return otherwise


def _link(found: dict[str, Any]) -> str:
    if link := _text(found, "link"):
        return link
    links = [each for each in dict.get(found, "links") or [] if each.get("href")]
    for rel in ("alternate", "related", "via"):
        for each in links:
            if each.get("rel") == rel:
                return str(each["href"])
    guid = _text(found, "id")
    return guid if guid.startswith(("http://", "https://")) and not links else ""


def _content(found: dict[str, Any]) -> str:
    blobs = [each for each in dict.get(found, "content") or [] if each.get("type") != "text/plain"]
    return without_surrogates(max((str(each.get("value") or "") for each in blobs), key=len, default=""))


def _instant(found: dict[str, Any], key: str) -> datetime | None:
    parsed = dict.get(found, key)
    try:
        return _EPOCH + timedelta(seconds=timegm(parsed)) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None
