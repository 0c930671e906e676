"""The parties that an article names, where somebody is meant and not a place: by offset and by sentence."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.analyse.names import Name
from bot.analyse.parties import Parties, Party, is_common, party_of
from bot.analyse.roster import Hit
from bot.analyse.tokens import Line
from bot.types import ActorKind

BACK = 40
"""Actors looked back over: an article's worth, and a bound on the time that a long text takes."""

_OBJECTS = frozenset(
    {"with", "against", "between", "to", "by", "and", "or", "on", "than", "about", "over", "under", "as"}
)
"""Before a name they tell that it is no subject."""


class Named(NamedTuple):
    """A party named in the text; ``unknown``: a body that no table holds."""

    start: int
    end: int
    party: Party
    kind: ActorKind
    name: str
    unknown: bool = False


class AllNamed:
    """The parties of an article.

    Args:
        lines: The article's sentences.
        hits: The known actors in the text behind the dateline, in order.
        places: Starts of those hits that only say where.
        bodies: The unknown bodies, in order.
    """

    def __init__(
        self, lines: Sequence[Line], hits: Sequence[Hit], places: set[int], bodies: Sequence[Name]
    ) -> None:
        self._lines = lines
        self._named = sorted([*_of_hits(hits, places), *_of_bodies(bodies)], key=lambda n: n.start)
        self._ends = [line.tokens[-1].end if line.tokens else 0 for line in lines]

    def word(self, party: Party) -> str:
        """The first word that names a party, as it is written."""
        number = bisect_left(self._ends, party.start + 1)
        line = self._lines[number] if number < len(self._lines) else None
        return line.text(line.at(party.start)) if line else ""

    def before(self, at: int) -> list[Named]:
        """The parties named before an offset, last first."""
        end = bisect_left(self._named, at, key=lambda n: n.end)
        return self._named[max(0, end - BACK) : end][::-1]

    def inside(self, number: int, until: int | None = None) -> list[Named]:
        """The parties named in a sentence, up to an offset."""
        if not 0 <= number < len(self._lines) or not self._lines[number].tokens:
            return []
        tokens = self._lines[number].tokens
        last = tokens[-1].end if until is None else min(until, tokens[-1].end)
        first, end = (bisect_left(self._named, x, key=lambda n: n.start) for x in (tokens[0].start, last))
        return self._named[first : min(end, first + BACK)]

    def leads_in(self, number: int, named: Named) -> bool:
        """Is it named as a subject is: behind no preposition, and not as the first of several?"""
        line = self._lines[number]
        at = line.at(named.start)
        before = at - 1 - (line.lower(at - 1) == "the")
        behind = line.at(named.end)
        several = line.text(behind) in {",", "and"} and line.hit(behind + 1) is not None
        return line.lower(before) not in _OBJECTS and not several


def _of_hits(hits: Sequence[Hit], places: set[int]) -> Iterator[Named]:
    for hit in hits:
        if hit.start not in places:
            yield Named(hit.start, hit.end, party_of(hit), hit.kind, hit.name)


def _of_bodies(bodies: Sequence[Name]) -> Iterator[Named]:
    for body in bodies:
        if is_common(body):
            continue
        party = Parties(body.line, [body]).party(body.first)
        yield Named(body.start, body.end, party, body.kind, body.text, unknown=True)
