"""Front pages, sections, searches: pages that list articles and hold none.

Asked only of pages that do not call themselves an article: of 62 real article pages 12 have more linked headings
than paragraphs, and all of those say what they are.
"""

import re
from collections import Counter
from itertools import islice, takewhile
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from bot.acquire.elements import words_of

_PROSE_CHARS = 80
_KEY_CHARS = 40
_MAX_LEVELS = 3
_MAX_HEADINGS = 200

_MANY = 8
_FEW_PROSE = 3
_MIN_TEASERS = 3
"""A listing is a page with three teasers or more that make up half of what was extracted, or with eight linked headings
and next to no prose. Article pages on dev have no teasers in their text and, unless behind a paywall, four paragraphs of prose."""

_LISTING_PATH = re.compile(
    r"(?:^|/)(?:search|tag|tags|topics?|category|categories|author|authors|archive)(?:/|$)"
)


def is_listing(tree: HtmlElement, body: str, url: str) -> bool:
    """Whether ``body``, extracted from ``tree``, is a row of teasers rather than a report."""
    lines = [line for line in body.split("\n") if line]
    prose = sum(map(is_prose, lines))
    headings = _linked_headings(tree)
    if len(headings) >= _MANY and prose < _FEW_PROSE:
        return True
    if _is_listing_address(url) and len(headings) > prose:
        return True
    teasers = _teasers(headings[:_MAX_HEADINGS], body)
    return teasers >= _MIN_TEASERS and 2 * teasers >= len(lines)


def is_prose(line: str) -> bool:
    """Whether ``line`` is a paragraph: long, and ended like a sentence."""
    return len(line) >= _PROSE_CHARS and line.rstrip("\"'”’)")[-1:] in (".", "!", "?", "…")


def _is_listing_address(url: str) -> bool:
    """The front page of a site, a search, a tag."""
    path = urlsplit(url).path.strip("/")
    return bool(url) and (not path or _LISTING_PATH.search(path) is not None)


def _linked_headings(tree: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = tree.xpath(
        "//*[self::h1 or self::h2 or self::h3 or self::h4][.//a[@href] or parent::a]"
    )
    return found


def _teasers(headings: list[HtmlElement], body: str) -> int:
    """How many linked headings have their text in ``body``: the text of the largest block that is theirs alone."""
    holds = Counter(block for heading in headings for block in islice(heading.iterancestors(), _MAX_LEVELS))
    found = 0
    for heading in headings:
        own = [
            heading,
            *takewhile(lambda block: holds[block] == 1, islice(heading.iterancestors(), _MAX_LEVELS)),
        ]
        title = words_of(heading)
        below = words_of(own[-1]).partition(title)[2].strip() if title else ""
        found += len(below) >= _KEY_CHARS and below[:_KEY_CHARS] in body
    return found
