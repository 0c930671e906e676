"""Search: documents that hold every word asked for, and the words around a hit as evidence."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.store import words
from bot.store.articles import current_version
from bot.store.part import Part
from bot.store.records import Hit
from bot.store.schema import documents, versions
from bot.store.terms import Term, asked, terms
from bot.store.types import micros
from bot.types import Span

BEFORE, AROUND = 80, 240
"""Characters of a snippet before its first hit and in all: two lines of a terminal, as search engines show."""

MAX_PLACES = 50
"""Hits of one body that are weighed as the beginning of a snippet: more of them tell no better one (judged)."""


class SearchPart(Part):
    """What the store finds."""

    def search(self, question: str, *, limit: int = 20, since: datetime | None = None) -> tuple[Hit, ...]:
        """Documents whose current version holds every word of ``question``: headline hits first, then newest first.

        Any text is fine: signs are never syntax, and a text without any word finds nothing. Case, accents and the forms
        of a word do not count; words beyond the first sixteen do not either.

        Args:
            question: What the user typed.
            limit: At most so many.
            since: Only what was published then or later.
        """
        stems = asked(question)
        if not stems or limit < 1:
            return ()
        return self._db.read(lambda c: _search(c, stems, limit, since))


def _search(
    connection: Connection, stems: Sequence[str], limit: int, since: datetime | None
) -> tuple[Hit, ...]:
    found = words.find(connection, stems, since=None if since is None else micros(since), limit=limit)
    wanted = (
        select(documents, *(versions.c[name] for name in ("article_id", "url", "headline", "body")))
        .join(versions, current_version())
        .where(documents.c.id.in_([document_id for document_id, _ in found]))
    )
    rows = {row.id: row for row in connection.execute(wanted)}
    return tuple(_hit(rows[document_id], rank, stems) for document_id, rank in found)


def _hit(row: Row[Any], rank: int, stems: Sequence[str]) -> Hit:
    found = snippet(row.body, set(stems))
    span = Span(row.article_id, *found[0], row.body[slice(*found[0])]) if found else None
    return Hit(
        document_id=row.id,
        article_id=row.article_id,
        url=row.url,
        headline=row.headline,
        outlet=row.outlet,
        family=row.family,
        published_at=row.published_at,
        story_id=row.story_id,
        rank=rank,
        snippet=span,
        marks=found[1] if found else (),
    )


def snippet(body: str, stems: Collection[str]) -> tuple[tuple[int, int], tuple[tuple[int, int], ...]] | None:
    """Where ``body`` holds most of ``stems`` close together, and the words found there; ``None`` if it holds none.

    The first of the best places; whole words, and never across a line break, which parts paragraphs.
    """
    initials = "".join(stem[0] for stem in stems)
    hits = [term for term in terms(body, initials) if term.stem in stems]
    if not hits:
        return None
    # One word is as well told anywhere; for several, where most of them stand together.
    best = (
        hits[0]
        if len(stems) == 1
        else max(hits[:MAX_PLACES], key=lambda hit: (_worth(hits, hit), -hit.start))
    )
    start, end = _window(body, best)
    return (start, end), tuple((t.start, t.end) for t in hits if start <= t.start and t.end <= end)


def _worth(hits: Sequence[Term], first: Term) -> int:
    """Different stems about as far from this hit as a snippet reaches."""
    return len(
        {hit.stem for hit in hits if first.start <= hit.start and hit.end <= first.start + AROUND - BEFORE}
    )


def _window(body: str, hit: Term) -> tuple[int, int]:
    left, right = body.rfind("\n", 0, hit.start) + 1, body.find("\n", hit.end)
    right = len(body) if right < 0 else right
    start = max(left, hit.start - BEFORE)
    end = min(right, max(start + AROUND, hit.end))
    if start > left:  # at a word's beginning
        blank = body.find(" ", start, hit.start)
        start = hit.start if blank < 0 else blank + 1
    if end < right:
        blank = body.rfind(" ", hit.end, end)
        end = hit.end if blank < 0 else blank
    return _trimmed(body, start, end)


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    text = body[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
