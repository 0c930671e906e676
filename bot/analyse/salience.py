"""Who matters in an article: how often, how early and where named, and as what; people first among equals.

Each sign is a number from 0 to 1 (``Signs``), and an actor's salience is their sum, weighted by ``WEIGHTS``.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from bot.analyse import lexicon as lex
from bot.text import Offsets
from bot.types import ActorKind, Article

KEY = 8
"""Actors that a briefing calls key: the gold guide's limit ("at most 8 key")."""

PARTS = 10
"""Parts of equal length into which a body is cut, to see how far an actor is spread over it."""

SHORT = 40
"""Characters of a first line that may still be a date or a place, and no lead."""

_TOP = re.compile(
    r"(?:^|[\s-])(?:president|prime minister|premier|chancellor|king|queen|emperor|pope|leader|foreign minister|"
    r"secretary of state|secretary-general|head)(?:-elect)?$",
    re.IGNORECASE,
)
_MINOR = re.compile(r"\b(?:(?:deputy|vice|former|late|retired)\b|ex-)", re.IGNORECASE)
_FOR = re.compile(r" (?:for|to|at|in|under|who|of(?! [Ss]tate\b)) ")
"""Behind it stands whom an office serves, or what it leads: "spokesman for the president", "head of the navy"."""
_OWNER = re.compile(r".*['’]s? ", re.DOTALL)
"""Before it stands whose the office is: "the president's spokesman"."""
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")


class Placed(Protocol):
    """What ranking reads of an actor."""

    @property
    def kind(self) -> ActorKind:
        """Its kind."""

    @property
    def role(self) -> str | None:
        """Its role."""

    @property
    def places(self) -> list[Offsets]:
        """Its mentions."""


P = TypeVar("P", bound=Placed)


class Signs(NamedTuple):
    """What speaks for an actor, each 0…1.

    Attributes:
        often: Log of its mentions against that of the actor with most.
        early: How near to the beginning it is first named.
        headline: Whether the headline names it.
        lead: Whether the first sentence does.
        spread: Tenths of the text that name it.
        person: Whether it is a person.
        office: 1 for whoever leads a state, a body or its diplomacy, -1 for a relative, 0 for others.
    """

    often: float
    early: float
    headline: float
    lead: float
    spread: float
    person: float
    office: float


WEIGHTS = Signs(often=4.0, early=6.0, headline=2.5, lead=0.5, spread=1.0, person=0.5, office=2.0)
"""What each sign is worth: the middle of a plateau, by ``tests.quality.tune_salience``.

The GUM texts train the model that names the actors, so these figures are in-sample; README has those of unseen texts.

It searched for three figures at once: nDCG@10 on 9 news texts and on 26 of other genres (GUM), and the share of the gold
articles' key actors among the first eight. Over 576 sets of round weights around these their mean lay between .82 and
.845, here at .843, so no weight is exact. What each is for shows when it is left out: ``often``, ``early`` and
``headline`` cost .04, .06 and .04 on the news texts, ``office`` .09 of the key actors. Signs that added nothing were not
kept: who opens a sentence or stands before a verb of saying, who is only cited or placed in, how many others share its
sentences. A search that leaves each text out and ranks it by what the others gave loses .03 to .05 on the news texts.
"""


def rank(
    article: Article, sentences: Sequence[Offsets], found: Sequence[P], weights: Signs = WEIGHTS
) -> list[tuple[P, float]]:
    """Actors with their salience, 0…1, by falling salience; ties: people first, then by first mention."""
    present = [one for one in found if one.places]
    return ordered(present, signs(article, sentences, present), weights)


def ordered(present: Sequence[P], told: Sequence[Signs], weights: Signs) -> list[tuple[P, float]]:
    """The same for actors whose signs have been read."""
    sums = [max(0.0, sum(w * s for w, s in zip(weights, one, strict=True))) for one in told]
    top = max(sums, default=0.0) or 1.0
    scored = [(one, round(total / top, 4)) for one, total in zip(present, sums, strict=True)]
    return sorted(
        scored, key=lambda pair: (-pair[1], pair[0].kind is not ActorKind.PERSON, min(pair[0].places))
    )


def signs(article: Article, sentences: Sequence[Offsets], present: Sequence[Placed]) -> list[Signs]:
    """The signs of actors, each named at least once. Linear in the text and the mentions."""
    reader = _Reader(article, sentences, present)
    return [reader.signs(one) for one in present]


class _Reader:
    """What all actors of one article share."""

    def __init__(self, article: Article, sentences: Sequence[Offsets], present: Sequence[Placed]) -> None:
        self._body = article.body
        self._size = max(1, len(article.body))
        self._headline = f" {' '.join(_WORD.findall(article.headline))} "
        self._surnames = self._bearers(present)
        self._lead = _lead(article, sentences)
        self._most = max((len(one.places) for one in present), default=1)

    def signs(self, one: Placed) -> Signs:
        first = min(one.places)[0]
        person = one.kind is ActorKind.PERSON
        return Signs(
            often=math.log1p(len(one.places)) / math.log1p(self._most),
            early=1 - first / self._size,
            headline=float(self._heads(one)),
            lead=float(any(self._lead[0] <= start < self._lead[1] for start, _ in one.places)),
            spread=len({start * PARTS // self._size for start, _ in one.places}) / PARTS,
            person=float(person),
            office=_office(one.role or "") if person else 0,
        )

    def _bearers(self, present: Sequence[Placed]) -> dict[str, int]:
        """Surname → where the first person of that name is first named."""
        found: dict[str, int] = {}
        for start, end in sorted(min(one.places) for one in present if one.kind is ActorKind.PERSON):
            found.setdefault(self._body[start:end].split()[-1], start)
        return found

    def _heads(self, one: Placed) -> bool:
        """Does the headline hold a form of it, or the surname of a person whom the text names first of that name?"""
        start, end = min(one.places)
        surname = self._body[start:end].split()[-1]
        forms = {self._body[slice(*place)] for place in one.places}
        if self._surnames.get(surname) == start:
            forms.add(surname)
        return any(f" {' '.join(_WORD.findall(form))} " in self._headline for form in forms)


def _lead(article: Article, sentences: Sequence[Offsets]) -> Offsets:
    """The first sentence that neither repeats the headline nor is a line of date and place."""
    for start, end in sentences:
        if end - start >= SHORT and article.body[start:end] != article.headline:
            return start, end
    return sentences[0] if sentences else (0, 0)


def _office(role: str) -> int:
    held = _OWNER.sub("", _FOR.split(role)[0])
    if any(word in lex.RELATIONS for word in held.lower().split()[-1:]):
        return -1
    return int(bool(_TOP.search(held)) and not _MINOR.search(held))
