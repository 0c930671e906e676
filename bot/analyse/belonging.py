"""Who belongs to whom, and what to whom: read off the words between two entities, and off the actors' affiliations."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.analyse.actors import ActorReading
from bot.analyse.cast import Entity, Sort
from bot.analyse.nominals import PRONOUNS
from bot.analyse.vocabulary import vocabulary
from bot.types import ActorKind, Article


class Tie(NamedTuple):
    """In the text's words: ``member`` belongs to ``whole``, serves it or is its own."""

    member: str
    whole: str


FAR = 60
"""Characters between two entities of one tie."""

MANY = 20
"""Members of one list, and entities of one sentence that are looked back over."""

_DETERMINER = re.compile(r"(?:the|an?|its|their|his|her|this|these|those|some|all|other)\s", re.IGNORECASE)
_OWNED = re.compile(r"['’]s?\s(?:[a-z]+\s)?")
_HELD = re.compile(r"[-\s](?:held|controlled|occupied|run|led|backed|owned|operated)\s")
_OF = re.compile(
    r"\s(?:[a-z]+ing\s)?(?:from|of|in|for|within|(?:belonging|loyal|assigned) to)\s(?:the\s|an?\s|both\s|each\s)?"
)
_MADE_OF = re.compile(
    r"\)?,?\s(?:which\s)?(?:includ(?:es?|ed|ing)|such as|made up (?:in part )?(?:of|by)|consist(?:s|ing) of|"
    r"compris(?:es?|ing))(?:\sboth)?:?\s(?:the\s|[a-z]+\s)?"
)
_LED_BY = re.compile(
    r",?\s(?:(?:is|was|are|were|being)\s)?(?:currently\s)?(?:led|commanded|headed|run|chaired|governed|represented)\sby\s(?:[Tt]he\s)?"
)
_HELD_BY = re.compile(
    r"\s(?:(?:is|was|are|were)\s)?(?:now\s)?(?:captured|seized|held|controlled|operated|owned|used|fired|launched)\sby\s(?:[Tt]he\s)?"
)
_LEADS = re.compile(
    r",?\s(?:who\s)?(?:will\s|continues?\sto\s|(?:has|have)\s)?"
    r"(?:heads?|headed|leads?|led|commands?|commanded|runs?|ran|chairs?|chaired|join(?:s|ed)?|founded)\s(?:the\s|an?\s)?"
)
_HAS = re.compile(r"\s(?:has|have|had)\s(?:\d+\s|some\s|many\s|several\s)?")
_USES = re.compile(
    r"\s(?:(?:has|have|had|is|are|was|were)\s)?(?:also\s)?(?:us(?:es|ed|ing)|seized|captured|deploy(?:s|ed|ing)|"
    r"fir(?:es|ed|ing)|launch(?:es|ed|ing)|operat(?:es|ed|ing)|controls?|controlled|holds?|held|sent|fl(?:ies|ew|ying))"
    r"\s(?:(?:its|their|a|an|the|of|several|many|more|than|\d+)\s)*"
)
_PLAIN = re.compile(r"\s(?:[a-z]+\s)?")
_USING = re.compile(
    r".{0,40}\s(?:using|firing|deploying|operating)\s(?:an?\s|the\s|its\s|their\s|[a-z]+,\s)*"
)
_IS = re.compile(r"(?:['’]s|\sis|\swas)\s")
_APPOSED = re.compile(r",\s(?:the\s|an?\s)?")
_LISTED = re.compile(r"(?:\s\([^()]{1,20}\))?(?:,?\s(?:and|or|as well as)\s|,\s)(?:the\s|an?\s|\d+\s)?")
_END = re.compile(r"\n|[.!?][\"”’']?\s")
_SPACE = re.compile(r"\s")
_BASED = re.compile(r"\sfrom\s(?:the\s)?")


class _Rule(NamedTuple):
    """Two neighbours of certain sorts with certain words between them; ``nouns``: which of them must be one, or not."""

    one: frozenset[Sort]
    gap: re.Pattern[str]
    other: frozenset[Sort]
    is_first_whole: bool
    is_list: bool = False
    nouns: tuple[bool | None, bool | None] = (None, None)

    def fits(self, one: Entity, other: Entity, gap: str) -> bool:
        """Does it hold for them?"""
        nouns = zip(self.nouns, (one.is_noun, other.is_noun), strict=True)
        return (
            one.sort in self.one
            and other.sort in self.other
            and all(asked in {None, given} for asked, given in nouns)
            and self.gap.fullmatch(gap) is not None
        )


_ARMS = frozenset({Sort.WEAPON, Sort.PLATFORM})
_THINGS = _ARMS | {Sort.PLACE}
_PEOPLE = frozenset({Sort.PERSON, Sort.GROUP})
_BODY = frozenset({Sort.GROUP})
_ALL = frozenset(Sort)
_RULES = (
    _Rule(_BODY, _MADE_OF, _ALL, is_first_whole=True, is_list=True),
    _Rule(_BODY, _LED_BY, _PEOPLE, is_first_whole=True),
    _Rule(_PEOPLE, _LEADS, _BODY, is_first_whole=False),
    _Rule(_THINGS, _HELD_BY, _BODY, is_first_whole=False),
    _Rule(_BODY, _HAS, _ALL, is_first_whole=True, nouns=(None, True)),
    _Rule(_PEOPLE, _USES, _THINGS, is_first_whole=True, is_list=True),
    _Rule(_PEOPLE, _USING, _ARMS, is_first_whole=True, is_list=True),
    _Rule(_BODY, _PLAIN, _THINGS, is_first_whole=True, is_list=True, nouns=(False, True)),
    _Rule(frozenset({Sort.PLACE}), _OWNED, _BODY, is_first_whole=True),
    _Rule(_BODY, _SPACE, frozenset({Sort.PERSON}), is_first_whole=True, nouns=(False, None)),
    _Rule(frozenset({Sort.PLATFORM}), _BASED, _BODY, is_first_whole=False),
)
"""The first that fits holds."""


def find(
    article: Article, cast: Sequence[Entity], reading: ActorReading, states: Container[str]
) -> list[Tie]:
    """The ties of an article, each once.

    Args:
        article: The article.
        cast: Its entities in order.
        reading: Its actors with their affiliations.
        states: The codes of states.

    Returns:
        The ties of people to bodies, then those between entities in the order of the text. A state that somebody
        serves or comes from is no tie but their affiliation. Pure, linear in the text.
    """
    reader = _Reader(article.body, cast)
    ties = [*_stated(reading, states), *reader.ties()]
    return list(dict.fromkeys(tie for tie in ties if tie.member != tie.whole))


def _stated(reading: ActorReading, states: Container[str]) -> Iterator[Tie]:
    for one in reading.actors:
        of, span = one.affiliation, one.affiliation_span
        if one.kind is ActorKind.PERSON and of and span and of not in states:
            yield Tie(one.name, span.text)


_MEASURES = vocabulary("group groups number majority minority crowd families people others")
"""With "of" they tell how many, or whose kin."""

_UNIT = re.compile(r"\b(?:Battery|Platoon|Company|Squadron|Battalion|Regiment|Brigade|Division)$")
"""Before a comma and another force: a part of it."""


class _Reader:
    """Neighbours of one article."""

    def __init__(self, body: str, cast: Sequence[Entity]) -> None:
        self._body, self._cast = body, cast

    def ties(self) -> Iterator[Tie]:
        for at, one in enumerate(self._cast):
            yield from self._inside(at, one)
            if at + 1 < len(self._cast):
                yield from self._beside(at, one, self._cast[at + 1])

    def _inside(self, at: int, one: Entity) -> Iterator[Tie]:
        """A body named in the phrase: "ISIL-held tanks, guns and …", "Royal Air Force pilot Ada Roe"."""
        start = one.start
        article = _DETERMINER.match(self._body, start, one.end)
        start = article.end() if article else start
        first = one.names[0] if one.names else None
        if first is None or first.sort is not Sort.GROUP or first.start != start or first.end >= one.end:
            return
        owner = self._body[first.start : first.end]
        if one.sort in _THINGS and one.is_noun:
            yield from (Tie(self._text(thing), owner) for thing in self._list(at) if thing.sort in _THINGS)
        elif one.sort is Sort.PERSON and len(one.names) > 1:
            yield Tie(self._body[first.end : one.end].strip(), owner)

    def _beside(self, at: int, one: Entity, other: Entity) -> Iterator[Tie]:
        gap = self._body[one.end : other.start]
        if len(gap) > FAR or "\n" in gap:
            return
        rule = next((rule for rule in _RULES if rule.fits(one, other, gap)), None)
        if rule is None:
            yield from self._described(at, one, other, gap)
        elif rule.is_first_whole:
            listed = self._list(at + 1) if rule.is_list else [other]
            yield from self._tied((thing for thing in listed if thing.sort in rule.other), one)
        else:
            yield from self._tied([one], other)

    def _described(self, at: int, one: Entity, other: Entity, gap: str) -> Iterator[Tie]:
        """Ties of nouns, which may describe a name beside them."""
        owns = one.sort is Sort.GROUP or (
            one.sort is Sort.PLACE and other.sort is Sort.PERSON and other.is_noun
        )
        if owns and not self._pronoun(one) and (_OWNED.fullmatch(gap) or _HELD.fullmatch(gap)):
            yield from self._tied(self._bearer(at, at + 1), one)
        elif one.is_noun and one.sort in _PEOPLE and other.sort is Sort.GROUP and self._serves(one, gap):
            members = [*self._bearer(at, at), *self._named_behind(one, at + 2)]
            yield from self._tied(members, self._owned_by(at + 1))
        elif one.sort is other.sort is Sort.GROUP and gap == ", " and _UNIT.search(self._text(one)):
            yield from self._tied([one], other)
        elif one.sort is not Sort.GROUP and _MADE_OF.fullmatch(gap) and (subject := self._subject(at)):
            yield from self._tied(self._list(at + 1), subject)

    def _named_behind(self, noun: Entity, at: int) -> list[Entity]:
        """As in "a spokesman for the council, Ada Roe"."""
        if noun.sort is not Sort.PERSON or at >= len(self._cast) or self._cast[at].sort is not Sort.PERSON:
            return []
        apposed = self._body[self._cast[at - 1].end : self._cast[at].start] == ", "
        return [self._cast[at]] if apposed and not self._cast[at].is_noun else []

    def _owned_by(self, at: int) -> Entity:
        """The body behind a possessive: of "a member of ISIL's council" the council."""
        owner, owned = self._cast[at], self._cast[min(at + 1, len(self._cast) - 1)]
        is_whole = owned.sort is Sort.GROUP and _OWNED.fullmatch(self._body, owner.end, owned.start)
        return owned if is_whole else owner

    def _serves(self, one: Entity, gap: str) -> bool:
        if self._body[one.head : one.end].lower() in _MEASURES:
            return False
        return _OF.fullmatch(gap) is not None or (one.sort is Sort.PERSON and gap == ", ")

    def _bearer(self, first: int, role: int) -> list[Entity]:
        """Whom a noun describes: "Ada Roe, head of X", "he's a member of X", "X's head, Ada Roe"; else itself.

        Args:
            first: Where the phrase begins that says whose the noun is.
            role: The noun.
        """
        noun = self._cast[role]
        before = self._cast[first - 1 : first] if first else ()
        behind = self._cast[role + 1 : role + 2] if role > first else ()
        for one in before:
            gap = self._body[one.end : self._cast[first].start]
            if noun.sort is one.sort is Sort.PERSON and (_APPOSED.fullmatch(gap) or _IS.fullmatch(gap)):
                return [one]
            if noun.sort is one.sort and role == first and gap in {" and ", " or "}:
                return [one, noun]
        for one in behind:
            if noun.sort is one.sort is Sort.PERSON and _APPOSED.fullmatch(self._body, noun.end, one.start):
                return [one]
        return [noun]

    def _subject(self, at: int) -> Entity | None:
        """The first body of the sentence."""
        found = None
        for place in range(at, max(at - MANY, -1), -1):
            one = self._cast[place]
            if place < at and _END.search(self._body, one.end, self._cast[place + 1].start):
                break
            found = one if one.sort is Sort.GROUP else found
        return found

    def _list(self, at: int) -> Iterator[Entity]:
        """Entities that "A, B and C" puts together."""
        for place in range(at, min(at + MANY, len(self._cast))):
            yield self._cast[place]
            last = place + 1 == len(self._cast)
            if last or not _LISTED.fullmatch(self._body, self._cast[place].end, self._cast[place + 1].start):
                return

    def _tied(self, members: Iterable[Entity], whole: Entity) -> Iterator[Tie]:
        yield from (Tie(self._text(member), self._text(whole)) for member in members)

    def _pronoun(self, one: Entity) -> bool:
        return self._text(one).lower() in PRONOUNS

    def _text(self, one: Entity) -> str:
        return self._body[one.start : one.end]
