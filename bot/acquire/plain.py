"""Plain text → an Article: headline, byline and dateline by their form, conservatively."""

import re
from datetime import datetime

from bot.acquire.assembly import assemble
from bot.acquire.decoding import decode
from bot.acquire.language import english
from bot.acquire.lengths import ROOM_CHARS, cap, check_length
from bot.text import clean
from bot.text.furniture import byline, furniture
from bot.types import Article

_MAX_HEADLINE_WORDS = 20
_MAX_HEADLINE_CHARS = 160
"""The longest headline in the gold set has 13 words and 77 characters; what is twice as long is a sentence."""

_MIN_LEDE_RATIO = 2.0
"""Without a blank line below it, a first line is a headline only if the next is at least twice as long."""


def read_text(body: bytes, url: str, codec: str | None, fetched_at: datetime) -> Article:
    """Read an article from plain text; of a text longer than ``MAX_CHARS`` its beginning.

    A short first line without a final stop, above a blank line or a much longer line, is the headline; a line
    "By …" below it the byline. Both are taken out of the body; a dateline stays in it.

    Raises:
        NotAnArticle: Too short, or not in English.
    """
    text = decode(body, codec)
    lines = [line.strip() for line in clean(text[:ROOM_CHARS], ROOM_CHARS).split("\n")]
    headline, lines = _take_headline(lines)
    author, lines = _take_byline(lines)
    report, is_cut = cap(_paragraphs(lines))
    check_length(report)
    return assemble(
        url=url,
        outlet="",
        headline=headline,
        byline=author,
        body=report,
        lang=english(report, None),
        published_at=None,
        fetched_at=fetched_at,
        is_cut=is_cut or len(text) > ROOM_CHARS,
    )


def _take_headline(lines: list[str]) -> tuple[str, list[str]]:
    lines = _from_text(lines)
    below = _from_text(lines[1:])
    if not below or not _may_head(lines[0]):
        return "", lines
    parted = lines[1] == ""
    if parted or byline(below[0]) or len(below[0]) >= _MIN_LEDE_RATIO * len(lines[0]):
        return lines[0], below
    return "", lines


def _may_head(line: str) -> bool:
    if (
        byline(line)
        or furniture(line)
        or len(line) > _MAX_HEADLINE_CHARS
        or len(line.split()) > _MAX_HEADLINE_WORDS
    ):
        return False
    return not re.search(r"[.!…:;,][\"'”’)]*$", line)


def _take_byline(lines: list[str]) -> tuple[str | None, list[str]]:
    lines = _from_text(lines)
    if len(lines) > 1 and byline(lines[0]):
        return lines[0], _from_text(lines[1:])
    return None, lines


def _from_text(lines: list[str]) -> list[str]:
    """The lines from the first that is not blank."""
    first = next((n for n, line in enumerate(lines) if line), len(lines))
    return lines[first:]


def _paragraphs(lines: list[str]) -> str:
    """Paragraphs parted by blank lines.

    Where blank lines part the text, the lines between them are wrapped prose and are joined; elsewhere every line is
    a paragraph.
    """
    text = "\n".join(lines).strip()
    blocks = re.split(r"\n\n+", text)
    if len(blocks) > 1 and _is_wrapped(blocks):
        return "\n\n".join(block.replace("\n", " ") for block in blocks)
    return re.sub(r"\n+", "\n\n", text)


def _is_wrapped(blocks: list[str]) -> bool:
    """Whether lines end in mid-sentence: then line breaks are a matter of width, not of meaning."""
    inner = [line for block in blocks for line in block.split("\n")[:-1]]
    return 2 * sum(line[-1:] not in '.!?…"”:' for line in inner) > len(inner)
