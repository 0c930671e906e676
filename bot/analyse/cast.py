"""Everybody and everything that a text tells of, by name or by noun, and who belongs to whom: the whole cast.

Names come from the actors, the model and the roster, nouns from ``nominals``. A phrase of both is one entity: "the Syrian
army", "ISIL fighters", "Foreign Minister Ada Roe".
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.analyse import nominals
from bot.analyse.actors import ActorReading
from bot.analyse.encoder.tagger import Tagger
from bot.analyse.nominals import Nominal, Thing
from bot.analyse.nouns import FAITHS, PEOPLES, SPEAKING
from bot.analyse.roster import Form, Hit, Roster
from bot.analyse.states import located
from bot.analyse.vocabulary import vocabulary
from bot.text import Offsets
from bot.types import ActorKind, Article


class Sort(StrEnum):
    """What an entity is."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    ORIGIN = "origin"  # an adjective of a people or a state, or a language
    WEAPON = "weapon"
    PLATFORM = "platform"


class Name(NamedTuple):
    """``body[start:end]`` names something of a sort."""

    start: int
    end: int
    sort: Sort


class Entity(NamedTuple):
    """``body[start:end]``; ``names`` are the names in it, ``head`` is where its noun begins, the end for a mere name."""

    start: int
    end: int
    sort: Sort
    head: int
    names: tuple[Name, ...] = ()

    @property
    def is_noun(self) -> bool:
        """Does a noun stand for it, with or without a name?"""
        return self.head < self.end


SURE = 0.5
"""Weight from which a name that the model alone sees is taken."""

_SORTS = {"PER": Sort.PERSON, "ORG": Sort.GROUP, "ARM": Sort.GROUP, "LOC": Sort.PLACE}
_OF = {
    Thing.PERSON: Sort.PERSON,
    Thing.GROUP: Sort.GROUP,
    Thing.PLACE: Sort.PLACE,
    Thing.WEAPON: Sort.WEAPON,
    Thing.PLATFORM: Sort.PLATFORM,
}
_ACTS = re.compile(
    r"(?:['’]s)?\s+(?:(?:also|now|still|already|has|have|had|is|was|will|would|can|could|may|must)\s+)*"
    r"(?:says?|said|[a-z]{3,}ed|has|have|had|will|would|is|was|are|were|did|does|may|must|should)\b"
)
"""Behind a state: it does something, and is no mere place."""

_WHOLES = vocabulary("government people population members army council ministry department parliament board")
"""With "of" and a name they name one body or one people."""

_AGAINST = re.compile(r"\b(?:by|against|with|between|told|accused?|urged?|warned?)\s(?:the\s)?$")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Prof|Sir|Sheikh)\.?\s$")
_DESCRIBED = frozenset((*PEOPLES, *FAITHS, *SPEAKING))
_NEAR = 16
_WORD = re.compile(r"[A-Z][^\W\d_]+(?:['’][a-z]\w*)?")


def find(
    article: Article,
    sentences: Sequence[Offsets],
    reading: ActorReading,
    roster: Roster,
    tagger: Tagger | None = None,
) -> tuple[Entity, ...]:
    """The entities of an article, in order.

    Args:
        article: The article; offsets are into its body.
        sentences: Its sentences in order, without overlap.
        reading: Its actors.
        roster: Knows states, bodies and groups.
        tagger: The model that names what neither knows; without one less is seen.

    Returns:
        Entities by start; none overlaps another, and each is verbatim. Pure, linear in the text.
    """
    names = list(_apart(_names(article, sentences, reading, roster, tagger)))
    phrases = nominals.find(article.body, sentences, [(one.start, one.end) for one in names])
    return tuple(_joined(article.body, _merged(names, phrases)))


def _names(
    article: Article,
    sentences: Sequence[Offsets],
    reading: ActorReading,
    roster: Roster,
    tagger: Tagger | None,
) -> list[Name]:
    """All that is named; who reads best comes first, for of two that overlap it stands."""
    body = article.body
    hits = roster.find(body)
    placed = set(located(body, hits))
    kinds = {one.key: one.kind for one in reading.actors}
    people = {(m.start, m.end) for m in reading.mentions if kinds.get(m.actor_key) is ActorKind.PERSON}
    found = [Name(start, end, Sort.PERSON) for start, end in _titled(body, reading, people)]
    found += [Name(hit.start, hit.end, _sort(body, hit, placed)) for hit in hits]
    found += [
        Name(m.start, m.end, Sort.GROUP)
        for m in reading.mentions
        if kinds.get(m.actor_key) in {ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP}
    ]
    if tagger is not None:
        found += [
            Name(_whole_word(body, one.start), one.end, _SORTS[one.kind])
            for line in tagger.read(body, sentences)
            for one in (line.names if line else ())
            if one.kind in _SORTS and one.weight >= SURE
        ]
    found += [
        Name(match.start(), match.end(), Sort.GROUP if match.group().endswith("s") else Sort.ORIGIN)
        for match in _WORD.finditer(body)
        if match.group() in _DESCRIBED
    ]
    return found


def _titled(body: str, reading: ActorReading, people: set[Offsets]) -> Iterator[Offsets]:
    """People's names, each with the office or the title that stands right before it."""
    offices = {one.role_span.end + 1: one.role_span.start for one in reading.actors if one.role_span}
    for start, end in people:
        title = _TITLE.search(body, max(0, start - _NEAR), start)
        yield offices.get(start, title.start() if title else start), end


def _sort(body: str, hit: Hit, placed: set[int]) -> Sort:
    """A state is a group where it acts, a place elsewhere, and an origin as an adjective."""
    if hit.kind is not ActorKind.STATE:
        return Sort.GROUP
    if hit.form is Form.DEMONYM:
        return Sort.GROUP if body[hit.end - 1] == "s" and body[hit.end - 2] != "s" else Sort.ORIGIN
    if hit.start in placed:
        return Sort.PLACE
    acts = _ACTS.match(body, hit.end) or _AGAINST.search(body[max(0, hit.start - _NEAR) : hit.start])
    return Sort.GROUP if acts else Sort.PLACE


def _whole_word(body: str, start: int) -> int:
    """The model parts figures from letters: "321st"."""
    at = start
    while at and body[at - 1].isdigit():
        at -= 1
    return at if body[start : start + 1].isalpha() else start


def _apart(found: Sequence[Name]) -> list[Name]:
    """Names without overlap, in order: a longer one that begins first or as early stands before a shorter one."""
    rank = {one: place for place, one in reversed(list(enumerate(found)))}
    kept: list[Name] = []
    for one in sorted(set(found), key=lambda name: (name.start, -name.end, rank[name])):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _merged(names: Sequence[Name], phrases: Sequence[Nominal]) -> Iterator[Entity]:
    """Phrases, with the names in them taken up, and the other names, in order."""
    at = 0
    for phrase in phrases:
        while at < len(names) and names[at].end <= phrase.start:
            yield _alone(names[at])
            at += 1
        inside = []
        start = phrase.start
        while at < len(names) and names[at].start < phrase.end:
            inside.append(names[at])
            at += 1
        if phrase.thing is Thing.WEAPON and inside:
            yield from map(_alone, inside)
            start, inside = phrase.head, []
        if inside:
            start = min(start, inside[0].start)
        yield Entity(start, phrase.end, _OF[phrase.thing], phrase.head, tuple(inside))
    yield from map(_alone, names[at:])


def _alone(name: Name) -> Entity:
    return Entity(name.start, name.end, name.sort, name.end, (name,))


def _joined(body: str, entities: Iterator[Entity]) -> list[Entity]:
    """What is one with the name behind it: "President X", "the campaign group Y", "the government of Z"."""
    found: list[Entity] = []
    for one in entities:
        before = found[-1] if found else None
        if before and before.is_noun and not one.is_noun and _is_one(body, before, one):
            found[-1] = Entity(before.start, one.end, before.sort, before.head, (*before.names, *one.names))
        else:
            found.append(one)
    return found


def _is_one(body: str, noun: Entity, name: Entity) -> bool:
    gap = body[noun.end : name.start]
    if gap == " ":
        return noun.sort is name.sort
    whole = noun.sort is Sort.GROUP and name.sort in {Sort.GROUP, Sort.PLACE}
    return whole and body[noun.head : noun.end].lower() in _WHOLES and gap in {" of ", " of the "}
