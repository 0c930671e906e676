"""Who matters in an article: how often, how early, in the headline, and people first among equals."""

import math
from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.text import Offsets
from bot.types import ActorKind, Article

KEY = 8
"""Actors that a briefing calls key: the gold guide's limit ("at most 8 key")."""


class Placed(Protocol):
    """What ranking reads of an actor."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def kind(self) -> ActorKind:
        """Its kind."""

    @property
    def places(self) -> list[Offsets]:
        """Its mentions."""


P = TypeVar("P", bound=Placed)


def rank(article: Article, sentences: Sequence[Offsets], found: Sequence[P]) -> list[tuple[P, float]]:
    """Actors with their salience, 0…1, by falling salience; ties by kind and first mention."""
    lead_end = sentences[0][1] if sentences else 0
    weights = [(one, _weight(article, lead_end, one)) for one in found if one.places]
    top = max((weight for _, weight in weights), default=1.0)
    scored = [(one, round(weight / top, 4)) for one, weight in weights]
    return sorted(
        scored, key=lambda pair: (-pair[1], pair[0].kind is not ActorKind.PERSON, min(pair[0].places))
    )


def _weight(article: Article, lead_end: int, one: Placed) -> float:
    words = {word.strip("'’s.,:") for word in article.headline.split()}
    in_headline = any(
        article.body[s:e] in article.headline or article.body[s:e].split()[-1] in words for s, e in one.places
    )
    early = 1 - min(one.places)[0] / max(1, len(article.body))
    lead = any(start < lead_end for start, _ in one.places)
    person = one.kind is ActorKind.PERSON
    return math.sqrt(len(one.places)) + early + 2 * in_headline + lead + 1.0 * person
