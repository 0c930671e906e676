"""A page → an Article, or the reason why there is none. Loads trafilatura: only the parser process imports this.

The text is trafilatura's. F1 of 4-word shingles on the 62 dev pages, milliseconds a page in one warm process:
fast .960, 11; fast without comments .967, 11; fast and precise .967, 9; slow and precise .975, 15. The one page on
which fast and precise fails comes out too short, hence a second, balanced pass for short results; with furniture
taken out .977, and with articles in pieces joined .981, 11 ms, all of this file included.
"""

import re
from datetime import datetime

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import Document

from bot.acquire.assembly import assemble
from bot.acquire.chunks import join_chunks
from bot.acquire.decoding import decode
from bot.acquire.fields import read_fields
from bot.acquire.language import english
from bot.acquire.lengths import ROOM_CHARS, cap
from bot.acquire.lines import to_lines
from bot.acquire.prescan import lean, prescan
from bot.acquire.refusals import refuse
from bot.errors import InputError, NotAnArticle, Reason
from bot.text import clean
from bot.text.furniture import byline, furniture
from bot.types import Article

_SHORT_CHARS = 250
"""A shorter result is tried again with wider settings; trafilatura's own MIN_EXTRACTED_SIZE."""

MAX_MARKUP_BYTES = 4_000_000
"""Longest markup that is parsed, without scripts and the like where there is more. The longest dev page has 610,000
bytes, scripts and all; libxml2 refuses a text of 10 MB altogether."""

_TOP_LINES = 4
"""Bylines are looked for in the first lines only: further down "By …" opens a sentence."""

_REPEAT_CHARS = 40
"""Shorter lines may well repeat ("Yes.", a refrain); longer ones repeat as pull quotes and slide shows."""

_BULLET = re.compile(r"^[-–—•*·▪] +")


def extract(body: bytes, url: str, codec: str | None, fetched_at: datetime) -> Article:
    """Read the article of an HTML page.

    ``url`` is where it was read ("" for a file), ``codec`` the Python codec that was declared for it (see
    ``charsets``), if any.

    Raises:
        InputError: The markup is too long, or built to hurt parsers.
        NotAnArticle: There is no article, or none that can be briefed.
    """
    return extract_with_claim(body, url, codec, fetched_at)[0]


def extract_with_claim(body: bytes, url: str, codec: str | None, fetched_at: datetime) -> tuple[Article, str]:
    """As ``extract``, with the address that the page calls canonical (``""`` for none): words of the page, no more."""
    tree = parse(body, codec)
    fields = read_fields(tree, url, fetched_at)
    text, is_cut = cap(report(tree, fields.headline))
    refuse(tree, fields, text, url)
    article = assemble(
        url=url or fields.canonical_url,
        outlet=fields.outlet,
        headline=fields.headline,
        byline=fields.byline,
        body=text,
        lang=english(text, fields.lang),
        published_at=fields.published_at,
        fetched_at=fetched_at,
        is_cut=is_cut,
    )
    return article, fields.canonical_url


def parse(body: bytes, codec: str | None) -> HtmlElement:
    """Parse a page; entities are decoded here, once.

    Raises:
        InputError: The markup is too long, or built to hurt parsers.
        NotAnArticle: There is nothing in it.
    """
    markup = decode(body, codec).replace("\0", "").encode("utf-8", "replace")
    if len(markup) > MAX_MARKUP_BYTES and len(markup := lean(markup)) > MAX_MARKUP_BYTES:
        raise InputError(
            f"The page has more than {MAX_MARKUP_BYTES // 1_000_000} MB of text and tags. Save its text and give the file."
        )
    prescan(markup)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return document_fromstring(markup, parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:  # the last two: a page without a tag
        raise NotAnArticle("There is no text to read in it.", reason=Reason.TOO_SHORT) from error


def report(tree: HtmlElement, headline: str) -> str:
    """Text of the page's article, clean, paragraphs parted by blank lines; ``""`` when there is none.

    Any language, any length up to twice ``MAX_CHARS``: whether it is an article that can be briefed, and how much of
    it, is not decided here.
    """
    lines = _lines(tree, favor_precision=True)
    if len(lines) < _SHORT_CHARS:
        lines = max(lines, _lines(tree, favor_precision=False), key=len)
    if join_chunks(tree, lines):
        lines = max(lines, _lines(tree, favor_precision=True), key=len)
    return "\n\n".join(_paragraphs(clean(lines[:ROOM_CHARS], ROOM_CHARS), headline))


def _lines(tree: HtmlElement, *, favor_precision: bool) -> str:
    found = trafilatura.bare_extraction(
        tree, fast=True, favor_precision=favor_precision, include_comments=False, with_metadata=False
    )
    return to_lines(found.body) if isinstance(found, Document) else ""


def _paragraphs(text: str, headline: str) -> list[str]:
    """Lines of the report in order: no furniture, no byline, no headline, and nothing long twice."""
    kept: list[str] = []
    seen: set[str] = set()
    for raw in text.split("\n"):
        line = _BULLET.sub("", raw.strip())
        at_top = len(kept) < _TOP_LINES
        if line in seen or furniture(line) or (at_top and (byline(line) or line == headline)):
            continue
        if len(line) > _REPEAT_CHARS:
            seen.add(line)
        kept.append(line)
    return kept
