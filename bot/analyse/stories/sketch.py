"""What stories keep of an article: its telling words, who is in it, what happens, when; small enough for a row."""

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.analyse.stories.rarity import OF_A_STRANGER, rarity
from bot.analyse.stories.terms import bag, words
from bot.errors import InputError
from bot.types import Actor, ActorKind, Article, Briefing, Event

VERSION = 1
"""First byte of a sketch in the store; another one is not read."""

READ = 300
"""Words of a body that are read: 200 to 500 give the same stories, and time grows with them."""

OPENING = 60
"""Words of a body that, with the headline, tell what is new: 40 to 100 give the same stories."""

TERMS = 100
"""Stems kept, the weightiest; 60 lose nothing on articles of 200 words."""

MOST = 2048
"""Bytes of an encoded sketch. News takes 300 to 800; text made of endless words in another script loses its lightest."""

LISTED = 12
"""Actors, and parts of events, that are kept."""

NAME = 1.5
"""What a name weighs beside another word: names tell two stories of one kind apart. 1.5 to 2 give the same stories."""

_LONGEST = 48
"""Characters of an actor's name that are kept."""

_UNIT = 32
"""Steps of a weight between 0 and 1."""

_CHARS = 16
"""Characters of a body that are looked at for each word that is read: articles in English have 6 a word."""

_OF_WORDS, _OF_NAMES = (
    [
        0,
        *(
            min(255, round((1 + math.log(count)) * worth * _UNIT))
            for count in range(1, READ + 2 * OPENING + 1)
        ),
    ]
    for worth in (1, NAME)
)
"""Weight by how often a word is found: the log of it, so that saying it again counts less each time."""

_HEAD = struct.Struct("<Bqq")


class Term(NamedTuple):
    """A stem with its weights in the whole text and in its opening, 0 where it is not in the opening; 0…255."""

    stem: str
    body: int
    opening: int


class Named(NamedTuple):
    """An actor as other articles name it too, and its salience, 1…32."""

    name: str
    salience: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of an article.

    Attributes:
        terms: Its weightiest stems, figures among them.
        actors: Its foremost actors.
        events: Parts of its events ("RUS>ASSAULT", "ASSAULT>UKR").
        at: When it was published, else read; seconds since 1970.
        seen: When it was read; likewise.
    """

    terms: tuple[Term, ...]
    actors: tuple[Named, ...]
    events: tuple[str, ...]
    at: int
    seen: int

    def encode(self) -> bytes:
        """As bytes for the store; at most ``MOST`` of what ``sketch`` made."""
        return _HEAD.pack(VERSION, self.at, self.seen) + zlib.compress(self.text())

    def text(self) -> bytes:
        """Its words and numbers, one kind a line."""
        terms = "\t".join(part for term in self.terms for part in map(str, term))
        actors = "\t".join(part for actor in self.actors for part in map(str, actor))
        return "\n".join((terms, actors, "\t".join(self.events))).encode("utf-8")


def decode(data: bytes) -> Sketch:
    """A sketch from the store.

    Raises:
        InputError: The bytes are none, or of another version.
    """
    try:
        version, at, seen = _HEAD.unpack_from(data)
        if version != VERSION:
            raise InputError(_UNREADABLE)
        terms, actors, events = zlib.decompress(data[_HEAD.size :]).decode("utf-8").split("\n")
        told, named = _fields(terms), _fields(actors)
        return Sketch(
            tuple(Term(s, int(b), int(o)) for s, b, o in zip(told[::3], told[1::3], told[2::3], strict=True)),
            tuple(Named(name, int(s)) for name, s in zip(named[::2], named[1::2], strict=True)),
            tuple(_fields(events)),
            at,
            seen,
        )
    except (struct.error, zlib.error, ValueError) as error:
        raise InputError(_UNREADABLE) from error


_UNREADABLE = "an article's sketch cannot be read; read the article again"


def _fields(line: str) -> list[str]:
    return line.split("\t") if line else []


def sketch(article: Article, briefing: Briefing | None = None) -> Sketch:
    """What stories keep of an article. Without a briefing its words alone are compared.

    Pure; linear in the ``READ`` words that are read.
    """
    at = article.published_at or article.fetched_at
    made = Sketch(
        _terms(article),
        _actors(briefing.actors) if briefing else (),
        _events(briefing.events) if briefing else (),
        int(at.timestamp()),
        int(article.fetched_at.timestamp()),
    )
    while len(made.text()) > MOST and len(made.encode()) > MOST:
        terms = made.terms[: len(made.terms) // 2]
        listed = len(terms) // 8
        made = replace(made, terms=terms, actors=made.actors[:listed], events=made.events[:listed])
    return made


def _terms(article: Article) -> tuple[Term, ...]:
    headline = words(article.headline, OPENING)
    body = words(article.body[: READ * _CHARS], READ)
    whole = bag(headline, body)
    opening = bag(headline, [word for word in body if word.at < OPENING]).counts
    weights = {one: _weight(count, one in whole.names) for one, count in whole.counts.items()}
    kept = sorted(weights, key=lambda one: (-weights[one] * rarity(one, OF_A_STRANGER), one))[:TERMS]
    return tuple(
        Term(one[:_LONGEST], weights[one], _weight(opening[one], one in whole.names) if one in opening else 0)
        for one in kept
    )


def _weight(count: int, is_name: bool) -> int:
    return _OF_NAMES[count] if is_name else _OF_WORDS[count]


def _actors(actors: Iterable[Actor]) -> tuple[Named, ...]:
    foremost = sorted(actors, key=lambda one: (-one.salience, one.key))[:LISTED]
    named: dict[str, int] = {}
    for one in foremost:
        named.setdefault(_common_name(one), max(1, round(one.salience * _UNIT)))
    return tuple(Named(name, salience) for name, salience in named.items())


def _common_name(actor: Actor) -> str:
    """The surname of a person, the code of a state, the name of a body: what every article that names it has."""
    if actor.kind is ActorKind.STATE:
        return actor.key
    name = " ".join(actor.name.lower().removeprefix("the ").split())
    return (name.split()[-1] if actor.kind is ActorKind.PERSON and name else name)[:_LONGEST]


def _events(events: Iterable[Event]) -> tuple[str, ...]:
    parts: dict[str, None] = {}
    for event in events:
        for party in event.sources:
            parts[f"{_plain(party)}>{event.code}"] = None
        for party in event.targets:
            parts[f"{event.code}>{_plain(party)}"] = None
    return tuple(parts)[:LISTED]


def _plain(party: str) -> str:
    return " ".join(party.split())[:_LONGEST]
