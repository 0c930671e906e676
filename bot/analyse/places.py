"""What an article names beside its actors: places, peoples, and bodies of its headline; grouped by what they are called."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.analyse.actors import ActorReading
from bot.analyse.encoder.tagger import Reads
from bot.analyse.nouns import PEOPLES, PLACES, RITES
from bot.analyse.roster import Roster
from bot.analyse.spelling import fold
from bot.text import Offsets
from bot.types import ActorKind, Article

SURE = 0.6
"""Weight from which a place that the model sees is taken."""

_THE = "the "
_KIND_OF = re.compile(r"\b([A-Z][a-z]+) of (?:the )?$")
_NEAR = 24
"""Characters that the kind of a place takes up before its name."""

_WORD = re.compile(r"[A-Z][^\W\d_]+(?:'[a-z]\w*)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A place, a people or a body.

    Attributes:
        key: The code of a state, the key of an actor of that name, else kind and name.
        name: The usual English name of a state or a people, else the first form in the text.
        mentions: Where it is named, in order.
    """

    key: str
    name: str
    mentions: list[Offsets] = field(default_factory=list)


def named(
    article: Article,
    sentences: Sequence[Offsets],
    reading: ActorReading,
    roster: Roster,
    tagger: Reads | None = None,
) -> list[Place]:
    """The places of an article, in order of appearance.

    Args:
        article: The article; offsets are into its body.
        sentences: Its sentences in order, without overlap.
        reading: Its actors: what names one of them names no place.
        roster: Knows the states.
        tagger: The model that sees places; without one only states are seen.

    Returns:
        Places whose mentions overlap neither each other nor those of the actors. Pure, linear in the text.
    """
    spans = {*_seen(article, sentences, tagger), *_states(article, reading, roster), *_peoples(article)}
    actors = sorted((m.start, m.end) for m in reading.mentions)
    named = _Named(article, reading, roster)
    for start, end in _apart(spans, actors):
        named.enter(start, end)
    return list(named.found.values())


class _Named:
    """What is named, while the article is read."""

    def __init__(self, article: Article, reading: ActorReading, roster: Roster) -> None:
        self._body, self._roster = article.body, roster
        self.found: dict[str, Place] = {}
        self._keys: dict[str, tuple[str, str]] = {}
        for one in reading.actors:
            for name in (one.name, *one.aliases):
                self._keys.setdefault(fold(name), (one.key, one.name))
                if one.kind is ActorKind.STATE:
                    self._learn(name, one.key, one.name)

    def enter(self, start: int, end: int) -> None:
        """One more mention."""
        key, name = self._of(self._body[start:end])
        self.found.setdefault(key, Place(key, name)).mentions.append((start, end))

    def _of(self, text: str) -> tuple[str, str]:
        if text in PEOPLES:
            return f"people:{PEOPLES[text]}", PEOPLES[text]
        hits = self._roster.find(text)
        if len(hits) == 1 and hits[0].end - hits[0].start == len(text):
            return hits[0].key, hits[0].name
        known = self._keys.get(fold(text))
        if known is None:
            known = f"place:{fold(text)}", text
            self._learn(text, *known)
        return known

    def _learn(self, name: str, key: str, full: str) -> None:
        """Its name, and what may stand for it later: the first word and the last."""
        words = name.split()
        for form in (name, words[0], words[-1]):
            self._keys.setdefault(fold(form), (key, full))


def _peoples(article: Article) -> Iterator[Offsets]:
    """The peoples."""
    for match in _WORD.finditer(article.body):
        if match.group() in PEOPLES:
            yield match.start(), match.end()


def _states(article: Article, reading: ActorReading, roster: Roster) -> set[Offsets]:
    """The states that the text only places things in or derives them from, and the capitals it places them in."""
    hits = {(h.start, h.end) for h in roster.find(article.body) if h.kind is ActorKind.STATE}
    return hits | {(m.start, m.end) for m in reading.places}


def _seen(article: Article, sentences: Sequence[Offsets], tagger: Reads | None) -> set[Offsets]:
    """What the model calls a place, or a body if the headline names it: an outlet, too, may be whom a text is about."""
    if tagger is None:
        return set()
    body = article.body
    found = [
        (one.start + len(_THE) * (body[one.start : one.start + len(_THE)].lower() == _THE), one.end)
        for line in tagger.read(body, sentences)
        for one in (line.names if line else ())
        if one.weight >= SURE
        and (one.kind == "LOC" or (one.kind == "ORG" and body[one.start : one.end] in article.headline))
    ]
    return {(_whole(body, start), end) for start, end in found if body[start:end].lower() not in RITES}


def _whole(body: str, start: int) -> int:
    """Where a place begins whose kind stands before it: "Plains of Arafat"."""
    kind = _KIND_OF.search(body, max(0, start - _NEAR), start)
    return kind.start() if kind and kind.group(1).lower() in PLACES else start


def _apart(spans: Iterable[Offsets], actors: Sequence[Offsets]) -> Iterator[Offsets]:
    """The spans that overlap none of the actors' and no span before them; the longer of two that begin together."""
    past, at = 0, 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        while at < len(actors) and actors[at][1] <= start:
            at += 1
        if start < past or (at < len(actors) and actors[at][0] < end):
            continue
        past = end
        yield start, end
