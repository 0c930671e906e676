"""Does a feed carry the whole article? If it seems so, the page need not be fetched."""

import re
from html import unescape

from bot.acquire.feeds.sanitise import TAG

MIN_CHARS = 1_000
"""Less text is a teaser. Of the articles in 51 real feeds that end in "read more", nine in ten are shorter."""

MAX_BYTES = 400_000
"""Longest HTML that is handed on: an article of 200,000 characters with as much markup."""

_MORE = 1.2  # what is no more than a fifth longer than the teaser is the teaser again
_LONG_CHARS = 2_000
"""A teaser is shorter; what is said twice, as teaser and as article, is whole from here on."""

_TAIL_CHARS = 400  # of markup, for the last words
_END_CHARS = 120

_FOOTER = re.compile(
    r"(?:the post|the article|der beitrag|cet article|la entrada) .{0,300}$"
)  # "… first appeared on …"
_MORE_WORDS = re.compile(
    r"(?:\b(?:(?:continue|keep) reading|read (?:the )?(?:more|rest|full|whole|entire|on)|full (?:story|article)|see more"
    r"|click here to (?:read|continue)|view the full|subscribe to (?:read|continue)|weiterlesen|mehr lesen"
    r"|lire la suite|lire plus|leer m[áa]s|seguir leyendo|continuar? le(?:yendo|ndo)|leia mais|leggi tutto|lees (?:meer|verder)"
    r"|читать далее|подробнее|czytaj (?:dalej|więcej)|devamını oku)\b.{0,60}|(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\s»>→)\]]{0,6})$"
)


def whole(markup: str, teaser: str) -> str:
    """``markup`` if it seems to hold a whole article, else ``""``; ``teaser``: what the feed gives beside it."""
    least = _LONG_CHARS if len(teaser) * _MORE > len(markup) else MIN_CHARS
    if not _has(markup, least):
        return ""
    tail = markup[-_TAIL_CHARS:]
    if 0 <= tail.find(">") < (tail.find("<") % _TAIL_CHARS):
        tail = tail[tail.index(">") + 1 :]  # it began inside of a tag
    end = " ".join(unescape(TAG.sub(" ", tail)).lower().split())
    if "ppeared first on" in end:
        end = _FOOTER.sub("", end).rstrip()
    return "" if _MORE_WORDS.search(end[-_END_CHARS:]) else _capped(markup)


def _has(markup: str, least: int) -> bool:
    """Whether ``markup`` holds ``least`` characters of text, white space and all; nearly all markup is in the last look."""
    for window in (2 * least, 8 * least, 32 * least, len(markup)):
        head = markup[:window]
        if len(head) - sum(map(len, TAG.findall(head))) >= least:
            return True
        if len(head) == len(markup):
            break
    return False


def _capped(markup: str) -> str:
    if len(markup) * 4 <= MAX_BYTES or (len(markup) <= MAX_BYTES and markup.isascii()):
        return markup
    encoded = markup.encode()
    if len(encoded) <= MAX_BYTES:
        return markup
    cut = encoded[:MAX_BYTES].decode("utf-8", "ignore")
    return cut[: cut.rfind("<")] if "<" in cut[-_TAIL_CHARS:] else cut
