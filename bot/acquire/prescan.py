"""A quick look at markup before a parser sees it: what is built to hurt parsers is refused.

Real limits are the parser process's memory, time and deadline. This look costs a millisecond and spares most attacks
the five seconds that the limits would let them burn.
"""

import re

from bot.errors import InputError

MAX_TAG_BYTES = 64 * 1024
MAX_ATTRIBUTES = 1_000
"""Both from faults-and-safety, "Parsers": attribute floods are quadratic in lxml (20,000 take 0.5 s, 80,000 11 s)."""

_SCRIPT = re.compile(rb"<(script|style)\b")
_TAG_START = re.compile(rb"<[a-z]")
_ATTRIBUTE = re.compile(rb"""[^\s=/"'<>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_MIN_FLOOD = 2 * MAX_ATTRIBUTES  # a flood of one-letter attributes is this long


def prescan(markup: bytes) -> None:
    """Return if ``markup``, in UTF-8, may go to a parser.

    Raises:
        InputError: A tag is too long or has too many attributes, or a document type declares entities.
    """
    lower = markup.lower()
    if b"<!entity" in lower:
        raise InputError("The page declares entities of its own, which no article needs; it was not read.")
    for chunk in _without_scripts(lower).split(b">"):
        if len(chunk) < _MIN_FLOOD:
            continue
        start = _TAG_START.search(chunk)
        if start and _is_flood(chunk[start.start() :]):
            raise InputError("The page has a tag of absurd length; it was not read.")


def _is_flood(tag: bytes) -> bool:
    return len(tag) > MAX_TAG_BYTES or sum(1 for _ in _ATTRIBUTE.finditer(tag)) > MAX_ATTRIBUTES


def _without_scripts(markup: bytes) -> bytes:
    """Take out scripts and styles, whose data looks like endless tags; an open one reaches to the end, as in a parser.

    By hand, for a regular expression would search the end anew from every "<script".
    """
    kept, at = [], 0
    while opening := _SCRIPT.search(markup, at):
        kept.append(markup[at : opening.start()])
        end = markup.find(b"</" + opening[1], opening.end())
        if end < 0:
            return b"".join(kept)
        at = end
    kept.append(markup[at:])
    return b"".join(kept)
