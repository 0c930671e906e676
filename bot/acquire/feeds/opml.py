"""Lists of feeds: OPML of any make → ``Feed`` values, and back to OPML 2.0 without a loss.

OPML knows a feed's name, address and language. What else Sitrep knows stands in attributes of our own namespace,
which OPML 2.0 allows and other readers pass over.
"""

import json
from collections.abc import Iterable
from html import escape
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.markup import read_markup
from bot.acquire.feeds.sanitise import absolute, line
from bot.types import LEAST_EVERY_S, MOST_EVERY_S, Feed, FeedLabel

NAMESPACE = "https://sitrep.invalid/opml/1"
MAX_FEEDS = 5_000
"""More are no list that a person keeps; the longest of 228 public lists has 1,500."""

_DEFAULT = Feed("", "", "")


def read(body: bytes) -> tuple[Feed, ...]:
    """Read a list of feeds, each address once, in its order.

    A feed without our attributes has its outlet's name for a family, the default language, 0.0 for an interval, which
    the caller is to settle, and for a region the folders that it lies in, joined by ``/``. An interval that is stated is
    kept within what a list may ask for.

    Raises:
        NotAFeed: It is no list of feeds.
        InputError: It is too large, or built to hurt parsers.
    """
    import listparser  # noqa: PLC0415 - an import of a list is rare

    markup = read_markup(body, None).text
    try:
        # It reads lists as HTML, whose encoding it guesses: give it none to guess
        found = listparser.parse(markup.decode("utf-8", "replace").encode("ascii", "xmlcharrefreplace"))
    except MemoryError:
        raise
    except Exception as error:  # whatever its parts raise comes through
        raise NotAFeed("This list of feeds cannot be read: it breaks the parser. Export it anew.") from error
    if not found["version"] and not found["feeds"]:
        raise NotAFeed("This is not a list of feeds. Give OPML, as feed readers export it.")
    own = _own(markup)
    feeds: dict[str, Feed] = {}
    for each in found["feeds"][:MAX_FEEDS]:
        url = absolute(str(each["url"]), "")
        if url and url not in feeds:
            feeds[url] = _feed(url, each, own.get(str(each["url"]).strip(), {}))
    return tuple(feeds.values())


def write(feeds: Iterable[Feed], title: str = "Sitrep") -> bytes:
    """OPML 2.0 of ``feeds``, a folder for each region; ``read`` gives back the same, in order of their regions."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:sitrep="{NAMESPACE}">',
        f"  <head><title>{_escape(title)}</title></head>",
        "  <body>",
    ]
    regions: dict[str, list[Feed]] = {}
    for feed in feeds:
        regions.setdefault(feed.region, []).append(feed)
    for region, members in regions.items():
        outlines = [f"{'      ' if region else '    '}{_outline(feed)}" for feed in members]
        lines += (
            [f"    <outline text={_attribute(region)}>", *outlines, "    </outline>"] if region else outlines
        )
    return "\n".join((*lines, "  </body>", "</opml>", "")).encode()


def _feed(url: str, found: Any, own: dict[str, str]) -> Feed:
    outlet = line(str(found.get("title") or "")) or (urlsplit(url).hostname or url)
    folders: list[str] = next((path for path in found.get("categories") or [] if path), [])
    region = own["region"] if "region" in own else "/".join(str(folder) for folder in folders)
    return Feed(
        url=url,
        outlet=outlet,
        family=line(own.get("family", "")) or outlet,
        lang=line(own.get("language", "")) or _DEFAULT.lang,
        every_s=_seconds(own.get("every_s", "")),
        region=line(region),
        labels=_labels(own.get("labels", "")),
    )


def _own(markup: bytes) -> dict[str, dict[str, str]]:
    """Attributes that listparser passes over, by address: ours without their namespace, and ``language``."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, dict[str, str]] = {}
    for outline in root.iter("{*}outline") if root is not None else ():
        given = {str(name): str(value) for name, value in outline.attrib.items()}
        url = next((value for name, value in given.items() if name.lower() == "xmlurl"), "").strip()
        ours = {
            name.removeprefix(f"{{{NAMESPACE}}}"): v
            for name, v in given.items()
            if name.startswith(f"{{{NAMESPACE}}}")
        }
        if "language" in given:
            ours.setdefault("language", given["language"])
        if url:
            found.setdefault(url, ours)
    return found


def _seconds(text: str) -> float:
    """An interval that any list may ask for; 0.0 where none is stated."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return float(min(max(seconds, LEAST_EVERY_S), MOST_EVERY_S)) if isfinite(seconds) and seconds > 0 else 0.0


def _labels(text: str) -> tuple[FeedLabel, ...]:
    try:
        pairs = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(pairs, list):
        return ()
    return tuple(
        FeedLabel(line(pair[0]), line(pair[1]))
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)  # noqa: PLR2004
    )


def _outline(feed: Feed) -> str:
    attributes = {
        "type": "rss",
        "text": feed.outlet,
        "title": feed.outlet,
        "xmlUrl": feed.url,
        "language": feed.lang,
        "sitrep:family": feed.family,
        "sitrep:every_s": repr(feed.every_s),
        "sitrep:region": feed.region,
    }
    if feed.labels:
        pairs = [[label.text, label.source] for label in feed.labels]
        attributes["sitrep:labels"] = json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))
    return f"<outline {' '.join(f'{name}={_attribute(value)}' for name, value in attributes.items())}/>"


def _attribute(text: str) -> str:
    return f'"{escape(line(text))}"'


def _escape(text: str) -> str:
    return escape(line(text), quote=False)
