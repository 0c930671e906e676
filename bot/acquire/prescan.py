"""A quick look at markup before a parser sees it: what is built to hurt parsers is refused, what is too long made lean.

Real limits are the parser process's memory, time and deadline. This look costs a millisecond and spares most attacks
the five seconds that the limits would let them burn. It reads comments, scripts and quoted values roughly as HTML
does; markup made to be read in two ways may pass it, and is left to the limits.
"""

import re
from collections.abc import Iterator

from bot.errors import InputError

MAX_TAG_BYTES = 64 * 1024
MAX_ATTRIBUTES = 1_000
"""Both from faults-and-safety, "Parsers": attribute floods are quadratic in lxml (20,000 take 0.5 s, 80,000 11 s)."""

_ENTITY = re.compile(rb"<![Ee][Nn][Tt][Ii][Tt][Yy]")
_PART = re.compile(
    rb"""(?i)<(?:(?P<comment>!--)|(?:(?P<raw>script|style)(?=[\s/>])|[a-z])(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)"""
)
"""The beginning of a comment, or a tag up to its ">". A quoted value without an end is none, as elsewhere in a tag;
at most one of each quote is looked for in vain, so that time is linear."""

_COMMENT_END = re.compile(rb"--!?>")
_QUOTED = re.compile(rb"""=\s*+("[^"]*+"|'[^']*+')""")
_ATTRIBUTE = re.compile(rb"""[^\s=/"'<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+""")
_MIN_FLOOD = 2 * MAX_ATTRIBUTES  # a flood of one-letter attributes is this long


def prescan(markup: bytes) -> None:
    """Return if ``markup``, in UTF-8, may go to a parser.

    Raises:
        InputError: A tag is too long or has too many attributes, or a document type declares entities.
    """
    _refuse_entities(markup)
    for part, _ in _parts(markup):
        tag = part[0]
        if len(tag) >= _MIN_FLOOD and _is_flood(tag):
            raise _flood()


def prescan_xml(markup: bytes) -> None:
    """As ``prescan``, for XML, where no tag holds a "<": only what reaches far without one is looked at.

    A fraction of the time on feeds, whose texts hold thousands of short tags.

    Raises:
        InputError: A tag is too long or has too many attributes, or a document type declares entities.
    """
    _refuse_entities(markup)
    for piece in [piece for piece in markup.split(b"<") if len(piece) >= _MIN_FLOOD - 1]:
        part = _PART.match(b"<" + piece)
        if part and len(part[0]) >= _MIN_FLOOD and _is_flood(part[0]):
            raise _flood()


def lean(markup: bytes) -> bytes:
    """``markup`` without what no reader sees: comments, styles, scripts other than JSON-LD, files inside of tags."""
    kept, at = [], 0
    for part, end in _parts(markup):
        kept.append(markup[at : part.start()])
        if part["raw"] and b"ld+json" not in part[0].lower():
            kept.append(b"<" + part["raw"] + b">")  # what follows is its end tag
        elif not part["comment"] or end == part.end():
            kept += _without_files(part[0]), markup[part.end() : end]
        at = end
    kept.append(markup[at:])
    return b"".join(kept)


def _parts(markup: bytes) -> Iterator[tuple[re.Match[bytes], int]]:
    """Tags, scripts, styles and comments in order, each as its match and where it ends; for a tag that is its match.

    A script without an end reaches to the end of the page, as in a parser. A comment without one is passed over,
    lest anything be hidden by a quarrel over where it ends.
    """
    at, has_ends = 0, True
    while part := _PART.search(markup, at):
        at = part.end()
        if part["comment"] and has_ends:
            end = _COMMENT_END.search(markup, at - 2)  # "<!-->" is a whole comment
            at, has_ends = (end.end(), True) if end else (at, False)
        elif part["raw"]:
            at = _raw_end(markup, part)
        yield part, at


def _raw_end(markup: bytes, part: re.Match[bytes]) -> int:
    end = re.compile(rb"(?i)</" + part["raw"]).search(markup, part.end())
    return end.start() if end else len(markup)


def _refuse_entities(markup: bytes) -> None:
    if _ENTITY.search(markup):
        raise InputError("The page declares entities of its own, which no article needs; it was not read.")


def _flood() -> InputError:
    return InputError("The page has a tag of absurd length; it was not read.")


def _is_flood(tag: bytes) -> bool:
    too_long = len(tag) > MAX_TAG_BYTES and len(_without_files(tag)) > MAX_TAG_BYTES
    return too_long or sum(1 for _ in _ATTRIBUTE.finditer(tag)) > MAX_ATTRIBUTES


def _without_files(tag: bytes) -> bytes:
    """``tag`` without its quoted values that hold a file ("data:image/png;base64,…"), which may well be long."""
    return _QUOTED.sub(lambda value: b'=""' if b"data:" in value[1] else value[0], tag)
