"""The parts of an Article → the Article, with its id and its dateline."""

from datetime import datetime
from hashlib import blake2s

from bot.text.clean import one_line
from bot.text.furniture import dateline
from bot.types import Article


def assemble(
    *,
    url: str,
    outlet: str,
    headline: str,
    byline: str | None,
    body: str,
    lang: str,
    published_at: datetime | None,
    fetched_at: datetime,
    is_cut: bool = False,
) -> Article:
    """Build an Article. ``body`` is clean and final: spans will point into it; the fields become one clean line each."""
    headline = one_line(headline)
    outlet = one_line(outlet)
    mark = dateline(body)
    return Article(
        id=article_id(url, headline, body),
        url=url,
        outlet=outlet,
        family=outlet,
        headline=headline,
        byline=one_line(byline or "") or None,
        dateline=body[slice(*mark)] if mark else None,
        body=body,
        lang=lang,
        published_at=published_at,
        fetched_at=fetched_at,
        is_cut=is_cut,
    )


def article_id(url: str, headline: str, body: str) -> str:
    """32 hex digits: BLAKE2s-128 over address, headline and body, each behind its length in bytes.

    The same text at the same address has the same id in every run and on every machine; an edited text has another,
    so that a span never points into a body that it was not made from.
    """
    digest = blake2s(digest_size=16)
    for part in (url, headline, body):
        data = part.encode("utf-8", "replace")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
