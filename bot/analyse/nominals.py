"""Who and what a text names by common nouns: "the army", "rebels", "a military airport", "coalition aircraft".

The nouns are those of ``nouns``; where a phrase begins is read off its determiner, its adjectives and the names before
the noun. There is no parser: a noun before another noun only describes it ("army chief" is a chief).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.analyse import clauses, nouns
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.vocabulary import vocabulary
from bot.text import Offsets


class Thing(StrEnum):
    """What a noun stands for."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    WEAPON = "weapon"
    PLATFORM = "platform"


class Nominal(NamedTuple):
    """``body[start:end]`` is a phrase for a ``thing``; its noun begins at ``head``, behind whatever describes it."""

    start: int
    end: int
    head: int
    thing: Thing


WIDTH = 6
"""Words of a phrase before its noun: "the self-styled Islamist armed opposition group" has five."""

_TABLES = (
    (nouns.PLATFORMS, Thing.PLATFORM),
    (nouns.WEAPONS, Thing.WEAPON),
    (nouns.PLACES, Thing.PLACE),
    (nouns.BODIES, Thing.GROUP),
    (nouns.PERSONS, Thing.PERSON),
    (nouns.CROWDS, Thing.GROUP),
)
_THINGS = {word: thing for table, thing in _TABLES for word in table}

PRONOUNS = {
    **dict.fromkeys(("he", "she", "him", "i", "me"), Thing.PERSON),
    **dict.fromkeys(("we", "they", "them", "us"), Thing.GROUP),
}
"""Those that stand for people."""

_PLURALS = ("s", "men", "people", "children", "police", "personnel")
_NUMBERS = vocabulary(
    "two three four five six seven eight nine ten dozen dozens hundreds thousands scores several many"
)
_LEFT = {Tag.WORD, Tag.DETERMINER, Tag.MARK, Tag.VERB, Tag.ADVERB}


def find(body: str, sentences: Sequence[Offsets], names: Sequence[Offsets]) -> tuple[Nominal, ...]:
    """The phrases of a text.

    Args:
        body: The text.
        sentences: Its sentences in order, without overlap.
        names: What it calls by name, in order, without overlap: no noun inside a name stands for itself.

    Returns:
        Phrases in order, without overlap; a name may stand inside one. Pure, linear in the text.
    """
    found: list[Nominal] = []
    starts, ends = [start for start, _ in names], [end for _, end in names]
    for start, end in sentences:
        near = names[bisect_right(ends, start) : bisect_left(starts, end)]
        found.extend(_Reader(clauses.read(body, start, end, near), near).phrases())
    return tuple(found)


class _Reader:
    """One sentence."""

    def __init__(self, told: Clauses, names: Sequence[Offsets]) -> None:
        self._told = told
        self._named = [False] * len(told.tokens)
        at = 0
        for index, token in enumerate(told.tokens):
            while at < len(names) and names[at][1] <= token.start:
                at += 1
            self._named[index] = at < len(names) and names[at][0] < token.end

    def phrases(self) -> Iterator[Nominal]:
        past = 0
        for at, token in enumerate(self._told.tokens):
            thing = self._thing(at)
            if thing is None:
                continue
            lone = self._told.tags[at] is Tag.PRONOUN
            first = at if lone else max(past, self._first(at))
            past = at + 1
            yield Nominal(self._told.tokens[first].start, token.end, token.start, thing)

    def _thing(self, at: int) -> Thing | None:
        if self._named[at]:
            return None
        word = self._told.lower(at)
        if self._told.tags[at] is Tag.PRONOUN:
            return PRONOUNS.get(word)
        thing = _THINGS.get(word)
        if thing is None or not self._ends(at) or self._told.tags[at] not in {Tag.WORD, Tag.VERB}:
            return None
        if thing in {Thing.PERSON, Thing.PLACE} and not self._introduced(at):
            return None
        return thing

    def _ends(self, at: int) -> bool:
        """Is the noun the last of its phrase?"""
        after = self._told.tag(at + 1)
        if after is Tag.MARK:
            return self._told.lower(at + 1) not in {"-", "/", "@"}
        if after is not Tag.WORD:
            return True
        if self._named_at(at + 1):
            return True  # "the village Safina"
        behind = self._told.lower(at + 1)
        # "Rebels hold", "the army holds"; but "army positions".
        return behind not in _THINGS and (self._plural(at) or (behind.endswith("s") and behind.isalpha()))

    def _plural(self, at: int) -> bool:
        return self._told.lower(at).endswith(_PLURALS)

    def _introduced(self, at: int) -> bool:
        """Is somebody or some place meant, and not an office or a kind: behind an article, a number, a description?"""
        if self._told.lower(at).endswith("s") and _THINGS[self._told.lower(at)] is Thing.PLACE:
            return True
        first = self._first(at)
        before, after = self._told.tag(first - 1), self._told.tag(at + 1)
        apposed = before is Tag.COMMA and after in {Tag.COMMA, Tag.PREPOSITION}
        return first < at or before is Tag.POSSESSIVE or apposed

    def _first(self, at: int) -> int:
        """Where the phrase begins whose noun is at an index."""
        first = at
        while first > max(0, at - WIDTH) and self._describes(first - 1):
            first -= 1
            if self._told.tags[first] is Tag.DETERMINER:
                return self._before(first)
        while first < at and self._told.tags[first] in {Tag.MARK, Tag.ADVERB, Tag.VERB}:
            first += 1
        return self._before(first)

    def _before(self, first: int) -> int:
        """Also "thousands of" and "some of the"."""
        if self._told.lower(first - 1) == "of" and self._told.lower(first - 2) in _NUMBERS:
            return first - 2
        return first

    def _describes(self, at: int) -> bool:
        tag = self._told.tags[at]
        if tag not in _LEFT:
            return False
        if tag is Tag.WORD:
            loose = self._told.lower(at).endswith("ing") and self._told.tag(at - 1) not in {
                Tag.DETERMINER,
                Tag.WORD,
            }
            return not self._told.lower(at).isdigit() and not loose
        if tag is Tag.MARK:
            return self._told.lower(at) == "-"
        # A participle describes the noun only behind a determiner or an adverb ("the heavily armed groups").
        return tag is Tag.DETERMINER or self._told.tag(at - 1) in {Tag.DETERMINER, Tag.ADVERB, Tag.MARK}

    def _named_at(self, at: int) -> bool:
        return 0 <= at < len(self._named) and self._named[at]
