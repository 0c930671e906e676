"""Foreign titles, teasers and links → plain text and absolute addresses.

Entities are decoded once for each level that the format defines. XML is one level, and the parsers decode it. An RSS
description and an Atom text of ``type="html"`` are HTML inside of it: a second level, decoded here. An Atom text of
``type="text"`` has no second level. An RSS title is either, by the writer's whim: ``TITLE``.
"""

import html
import re
from enum import StrEnum
from urllib.parse import urljoin

from bot.acquire.addresses import MAX_URL_LENGTH
from bot.text.clean import clean, one_line
from bot.text.cut import cut

TEASER_CHARS = 600
"""Longest teaser: a paragraph or two."""

LINE_CHARS = 1_000
"""Longest title or name; a headline has 300 at most."""

ROOM = 8
"""Characters that are looked at for each that is wanted: HTML of feeds is half markup, that of newsletters more."""

ROOM_FOR_STYLES = 64
"""Likewise where there is no text yet: word processors put 30 kB of styles ahead of it."""


class Kind(StrEnum):
    """What the text of an element is, once XML is decoded."""

    TEXT = "text"
    HTML = "html"
    TITLE = "title"  # text, or HTML of a kind that titles have


_REST = r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+'|["'])[^>"']*+)*+(?:>|\Z)"""
"""The rest of a tag. A quote without an end is none, as in ``prescan``, so that time is linear."""

_HIDDEN = re.compile(
    r"(?is)<(?:!--.*?(?:-->|\Z)|!\[CDATA\[|(script|style|template)(?=[\s/>]).*?(?:</\1\s*>|\Z))"
)
_HIDDEN_START = re.compile(r"(?i)<(?:s[ct]|te)")
_INLINE_NAMES = (
    "[AaBbIiQqSsUu]|em|EM|strong|STRONG|span|SPAN|code|CODE|small|SMALL|font|FONT|sup|SUP|sub|SUB|abbr|ABBR|cite"
    "|mark|time|tt|TT|bdi|bdo|wbr|WBR|nobr|NOBR|acronym|big|BIG|blink|del|dfn|ins|kbd|samp|strike|var"
)  # spelled in the cases that are in use: IGNORECASE takes three times as long
_INLINE = re.compile(rf"</?(?:{_INLINE_NAMES})(?=[\s/>]){_REST}")
TAG = re.compile(rf"<(?:/?[A-Za-z]{_REST}|[!?][^>]*+(?:>|\Z))")
_TITLE_TAG = re.compile(
    rf"(?i)</?(?:{_INLINE_NAMES}|p|div|br|img|h[1-6]|center|ul|ol|li|blockquote)(?=[\s/>])[^<>]*+>"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Letters and signs of most languages that stand for themselves: no marks, nothing invisible, nothing that NFC changes
_TAME = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*+"
)

_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Quotes and dashes of Windows-1252 that were written as the controls of the same number (HTML does so, 13.2.5.80)."""

_PLAIN_URL = re.compile(r"(?i)https?://[!#-;=?-Z_a-z~]+")
_NO_HOST = re.compile(r"(?i)[a-z][a-z0-9+.-]*:/*")
_URL_BREAKS = str.maketrans("", "", "\t\n\r")
_URL = re.compile(r"(?i)https?://[^\s/?#\\@]+(?:[/?#]\S*)?")


def line(text: str) -> str:
    """``text`` in one line, safe to show."""
    joined = " ".join(text.split())
    # Nothing that ``one_line`` would change, at a tenth of its cost
    return joined if _TAME.fullmatch(joined) else one_line(joined.translate(_WINDOWS))


def plain(text: str, kind: Kind, limit: int = LINE_CHARS) -> str:
    """``text`` of a kind as one line of plain text, of ``limit`` characters at most."""
    if kind is Kind.HTML:
        return cut(beginning(text, limit), limit)
    text = text[: ROOM * limit]
    return cut(line(_title_text(text) if kind is Kind.TITLE else text), limit)


def beginning(markup: str, least: int) -> str:
    """The text of HTML as far as is needed for ``least`` characters of it and one more, or what ``ROOM`` holds."""
    text, most = "", 2 * least
    while True:
        text = text_of(_at_a_tag(markup, most))
        room = (ROOM if text else ROOM_FOR_STYLES) * least
        if len(text) > least or most >= min(room, len(markup)):
            return text
        # As much markup as that much text takes at the rate seen so far, and a bit
        most = min(max(2 * most, int(1.3 * most * least / len(text))) if text else room, room)


def text_of(markup: str) -> str:
    """The text of a piece of HTML in one line: no tags, no scripts, entities decoded once."""
    if "<" in markup:
        if "<!" in markup or _HIDDEN_START.search(markup):
            markup = _HIDDEN.sub(" ", markup)
        markup = TAG.sub(" ", _INLINE.sub("", markup))
    return line(html.unescape(markup) if "&" in markup else markup)


def has_tags(text: str) -> bool:
    """Whether ``text``, said to be plain, has tags of HTML all the same."""
    return "<" in text and _TITLE_TAG.search(text) is not None


def without_surrogates(text: str) -> str:
    """``text`` that can be encoded: JSON and a few parsers give halves of a character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def absolute(link: str, base: str) -> str:
    """The absolute http(s) address that ``link`` names, seen from ``base``; ``""`` if there is none."""
    link = link.strip()
    if len(link) > MAX_URL_LENGTH:
        return ""
    if _PLAIN_URL.fullmatch(link):
        return link if _URL.fullmatch(link) else ""
    if not link or _NO_HOST.fullmatch(link):
        return ""
    try:
        joined = urljoin(base, link.translate(_URL_BREAKS))
    except ValueError:  # brackets that enclose no IPv6 address
        return ""
    joined = joined.replace(" ", "%20")
    if len(joined) > MAX_URL_LENGTH or not _URL.fullmatch(joined):
        return ""
    return joined if clean(joined) == joined else ""


def _at_a_tag(markup: str, most: int) -> str:
    """The first ``most`` characters, less a tag or entity that this cuts in two."""
    if len(markup) <= most:
        return markup
    head = markup[:most]
    entity = head.rfind("&", -32)
    return head[:entity] if entity > 0 and ";" not in head[entity:] else head


def _title_text(text: str) -> str:
    """Decode a title that is HTML; one that merely speaks of ``Vec<String>`` or ``AT&T`` stays."""
    if "<" in text:
        text = _TITLE_TAG.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text
