"""Whom "the council's spokesman", "its envoy" and "hospital director" speak for: what the article named so before.

A wrong party is worse than none: each reading below is one that a reader would make, and where there are two the
office stays without one. What tells the state of "the president" is in ``grounds``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.grounds import Grounds
from bot.analyse.named import BACK, AllNamed, Named
from bot.analyse.names import Name
from bot.analyse.roster import Hit
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line
from bot.types import ActorKind

__all__ = ["BACK", "Around"]

_CLOSE = 2
"""Words between a state and "its"."""

_GROUPS = frozenset(
    {
        "group",
        "movement",
        "militia",
        "militants",
        "separatists",
        "rebels",
        "insurgents",
        "guerrillas",
        "fighters",
        "rebel",
        "organization",
        "organisation",
        "faction",
        "force",
        "forces",
    }
)
_LEAGUES = frozenset({"alliance", "bloc"})
"""Nouns for bodies of states: the only one that the text names is meant."""

_COUNTRIES = frozenset({"country", "nation", "government", "kingdom", "republic"})
_STATES = frozenset({ActorKind.STATE})
_BODIES = frozenset({ActorKind.ORGANIZATION})
_ANY_BODY = _BODIES | {ActorKind.ARMED_GROUP}


class Around:
    """What an article named, for offices to be read against.

    Args:
        lines: The article's sentences.
        hits: The known actors in the text behind the dateline, in order.
        places: Starts of those hits that only say where.
        dateline: The states of the dateline's cities.
        bodies: The unknown bodies, in order.
        leaders: Family name, folded → the states that somebody of that name led.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        hits: Sequence[Hit],
        places: set[int],
        dateline: Sequence[Hit],
        bodies: Sequence[Name],
        leaders: Mapping[str, frozenset[str]],
    ) -> None:
        self.named = AllNamed(lines, hits, places, bodies)
        self.grounds = Grounds(lines, hits, places, dateline, leaders, self.named)

    def only_body(self, standing: Standing, name: Name) -> Standing:
        """The party of an officer without an owner: the only body that the text named before."""
        named = {n.party.name: n for n in self.named.before(name.start) if n.kind is ActorKind.ORGANIZATION}
        return _for(standing, next(iter(named.values()))) if len(named) == 1 else standing

    def body(self, standing: Standing, name: Name) -> Standing:
        """For "the council's", "the country's", "its": what the article named so before, on one reading only."""
        word, at = standing.generic or "", standing.start
        if standing.kindred:
            return _for(standing, self._kindred(word, at))
        if word == "it":
            return _for(standing, next(iter(self.named.before(at)), None))
        if word in lex.OWNERS:
            noun = (standing.role or "").lower().rpartition(" ")[2]
            kinds = _ANY_BODY if noun in offices.BOARD else frozenset(ActorKind)
            near = self._nearest(name.line, at)
            taken_up = None if near else self._taken_up(name.line, at)
            if taken_up and not self.named.inside(name.line.number, at):
                return self.body(replace(standing, generic=taken_up, kindred=True), name)
            return _for(standing, near or self._owner(name, at, kinds))
        if word in _COUNTRIES:
            return _for(standing, self._owner(name, at, _STATES))
        found = self._kindred(word, at) if word in offices.HOSTS else self._bearing(word, at)
        if found is None and word not in lex.STATE_ORGANS and word not in offices.HOSTS:
            firm = word in lex.BUSINESSES
            found = self._owner(name, at, _BODIES if firm else _ANY_BODY, firm=word in {"company", "firm"})
        if found and word in lex.OF_BODIES and self._is_organ(found) and word not in found.name.lower():
            found = None  # "the alliance" is no ministry
        if found is None and word in _LEAGUES:
            known = {n.party.name: n for n in self.named.before(at) if n.kind is ActorKind.ORGANIZATION}
            leagues = [n for n in known.values() if not n.unknown and not n.party.is_state]
            found = leagues[0] if len(leagues) == 1 else None
        return _for(standing, found)

    @staticmethod
    def _is_organ(named: Named) -> bool:
        return (
            named.unknown
            and named.kind is ActorKind.ORGANIZATION
            and named.name.lower().split()[-1] in lex.ORGANS
        )

    def _bearing(self, word: str, at: int) -> Named | None:
        """The last body before ``at`` whose name holds the word, or armed group that it may mean.

        A body that no table knows comes first: it was written out to be taken up again so.
        """
        before = self.named.before(at)
        bearing = [n for n in before if word in n.name.lower().split()]
        ranked = [*(n for n in bearing if n.unknown), *bearing, *(n for n in before if _is(n, word))]
        return ranked[0] if ranked else None

    def _kindred(self, word: str, at: int) -> Named | None:
        """The last body before ``at`` whose name holds the word, or the only armed group for "militia" and the like."""
        before = self.named.before(at)
        bearing = next((n for n in before if word in n.name.lower().split()), None)
        groups = {n.party.name: n for n in before if _is(n, word)}
        return bearing or (next(iter(groups.values())) if len(groups) == 1 else None)

    def _nearest(self, line: Line, at: int) -> Named | None:
        """The state right before "its" and behind a conjunction ("Japan … and Kenya by its representative")."""
        here = line.at(at)
        before = next(iter(self.named.before(at)), None)
        close = before is not None and before.kind is ActorKind.STATE and here - line.at(before.end) <= _CLOSE
        joined = (
            close and before is not None and line.lower(line.at(before.start) - 1) in {"and", "while", "but"}
        )
        return before if joined else None

    @staticmethod
    def _taken_up(line: Line, at: int) -> str | None:
        """The body that a sentence begins with and only takes up again ("The junta named its minister, X")."""
        first = line.lower(1)
        return first if line.lower(0) == "the" and first in lex.GENERIC_BODIES and line.at(at) > 1 else None

    def _owner(self, name: Name, at: int, kinds: frozenset[ActorKind], *, firm: bool = False) -> Named | None:
        """The subject of the sentence before ``at``, else of the one before it; else the only one named in it."""
        for number in (name.line.number, name.line.number - 1):
            inside = [
                n for n in self.named.inside(number, at) if n.kind in kinds and (not firm or _may_trade(n))
            ]
            subject = next((n for n in inside if self.named.leads_in(number, n)), None)
            if subject:
                return subject
            if len({n.party.name for n in inside}) == 1:
                return inside[-1]
            if inside:
                return None
        return None


def _for(standing: Standing, named: Named | None) -> Standing:
    return standing.lent(named.party) if named else standing


def _may_trade(named: Named) -> bool:
    return offices.OTHER_BODIES.isdisjoint(named.name.lower().split())


def _is(named: Named, word: str) -> bool:
    """Is an armed group meant by "the group", "the movement"?"""
    return named.kind is ActorKind.ARMED_GROUP and word in _GROUPS
