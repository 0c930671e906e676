"""What a feed says of itself ahead of its entries, read from its bytes: no parser gives all of it."""

import re
from dataclasses import dataclass

from bot.acquire.feeds.markup import HEAD_BYTES
from bot.acquire.feeds.sanitise import Kind, absolute, line, plain

_TAG_REST = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
_BASE = re.compile(rf"(?i)<(?:[\w.-]{{1,40}}:)?(?:rss|feed|rdf|channel)\s({_TAG_REST})>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LANGUAGE = re.compile(
    r"(?i)<(?:dc:)?language>\s*(?:<!\[CDATA\[)?\s*([A-Za-z][A-Za-z0-9_-]{0,34})\s*(?:\]\]>)?\s*</"
)
_LANG = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,34}")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands ahead of the entries.

    Attributes:
        base: Absolute address that links are relative to as far as ``xml:base`` says; else the feed's own.
        has_base: ``xml:base`` says so.
        lang: ``""`` if not given.
    """

    base: str
    has_base: bool
    lang: str


def read_head(markup: bytes, url: str) -> Head:
    """Read ``markup``, cut before its first entry, of the feed at ``url``."""
    text = markup[:HEAD_BYTES].decode("utf-8", "replace")
    base, lang, has_base = url, "", False
    for root in _BASE.finditer(text):
        attributes = _attributes(root[1])
        if stated := absolute(attributes.get("xml:base", ""), base):
            base, has_base = stated, True
        lang = attributes.get("xml:lang") or lang
    if said := _LANGUAGE.search(text):
        lang = said[1]
    return Head(base, has_base, lang.replace("_", "-") if _LANG.fullmatch(lang) else "")


def _attributes(tag: str) -> dict[str, str]:
    return {
        found[1].lower(): line(plain(found[2] or found[3] or "", Kind.HTML))
        for found in _ATTRIBUTE.finditer(tag)
    }
