"""The one mention that presents an actor best: its fullest name, with what it is and whom it speaks for where they adjoin."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.types import Actor, Article, Span

LONG = 160
"""Characters of the longest quotation: a name, an office and a body; longer ones are half a sentence."""

_BREAK = re.compile(r"\n|[.!?;][\"”’']?\s|[\"“”]")
"""Between two spans it parts sentences or speakers."""


def best(article: Article, actor: Actor) -> Span:
    """The words of the article that present an actor.

    Args:
        article: Where the actor's spans point.
        actor: Has at least one mention.

    Returns:
        One quotation of at most ``LONG`` characters from one sentence: a person's name with role and affiliation where
        they stand together, else the words of the role; for all others the fullest form. The earliest of equals.
    """
    plain = max(actor.mentions, key=lambda mention: (*_fullness(actor, mention), -mention.start))
    if actor.kind != "person":
        return plain
    told = [span for span in (actor.role_span, actor.affiliation_span) if span]
    for wanted in (told, told[:1], told[1:]):
        wholes = [whole for one in actor.mentions if wanted and (whole := _whole(article, (one, *wanted)))]
        if wholes:
            return min(wholes, key=lambda whole: (whole.end - whole.start, whole.start))
    return actor.role_span or plain


def _whole(article: Article, spans: Sequence[Span]) -> Span | None:
    """One quotation of all of them, unless it grew too long or a sentence ends between them."""
    parts = sorted(spans, key=lambda span: (span.start, span.end))
    start, end = parts[0].start, max(span.end for span in parts)
    gaps = (article.body[one.end : other.start] for one, other in pairwise(parts))
    if end - start > LONG or any(_BREAK.search(gap) for gap in gaps):
        return None
    return article.span(start, end)


def _fullness(actor: Actor, mention: Span) -> tuple[bool, int]:
    """The name itself before other forms, then the form of most words."""
    return mention.text == actor.name, len(mention.text.split())
