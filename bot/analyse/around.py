"""Whom an office speaks for that names nobody: "the president", "its envoy", "the council's spokesman".

A wrong state is worse than none: each ground below is one that a reader would give, and without one the office
stays without a state.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.analyse import lexicon as lex
from bot.analyse.names import Name
from bot.analyse.people import Person
from bot.analyse.roles import Party, Standing, party_of
from bot.analyse.roster import Form, Hit
from bot.analyse.tokens import Line
from bot.types import ActorKind

BACK = 40
"""Actors looked back over: an article's worth, and a bound on the time that a long text takes."""

DOMINANT = 2
"""An article is about a state that it names more than twice as often as any other."""

_GROUPS = frozenset(
    {"group", "movement", "militia", "organization", "organisation", "faction", "force", "forces"}
)
_COUNTRIES = frozenset({"country", "nation", "government", "kingdom", "republic"})
_OBJECTS = frozenset(
    {"with", "against", "between", "to", "by", "and", "or", "on", "than", "about", "over", "under", "as"}
)
"""Before a name they tell that it is no subject."""

_STATES = frozenset({ActorKind.STATE})
_BODIES = frozenset({ActorKind.ORGANIZATION})
_ANY_BODY = _BODIES | {ActorKind.ARMED_GROUP}
_IN = frozenset({"in", "from"})
_ABROAD = frozenset({"embassy", "ambassador", "envoy", "consulate", "diplomats"})


class Named(NamedTuple):
    """A party named in the text, where somebody is meant and not a place."""

    start: int
    end: int
    party: Party
    kind: ActorKind
    name: str
    unknown: bool = False


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
        self._lines = lines
        self._leaders = leaders
        states = [h for h in hits if h.kind is ActorKind.STATE]
        self._states = [h for h in states if h.start not in places]
        self._named = sorted([*_of_hits(hits, places), *_of_bodies(bodies)], key=lambda n: n.start)
        self._first = {h.key: h for h in reversed([*dateline, *states])}
        self._dateline = dateline[:1] if len({h.key for h in dateline}) == 1 else []
        self._topic = _topic(states, self._states)

    def leads(self, family: str) -> bool:
        """Did somebody of this folded family name lead a state?"""
        return family in self._leaders

    def state(self, person: Person, name: Name, *, titled: bool = True) -> Party | None:
        """The state of an office that names none.

        The one state named in the text that somebody of this name led; else the capital that the sentence begins
        in, the state that the article is about, the subject of the sentence or the only state in it before the name,
        the dateline's state or the capital that the text begins in, the subject of the sentence before or the capital that it begins in. A sentence that
        happens in another capital leaves the last three out. The last two
        are grounds for a title only ("Foreign Minister X"), not for "politician X".
        """
        at = name.line.number
        grounds = [self.led(person), self._american(name), self._opening(at)]
        grounds += [*(party_of(h) for h in self._topic), self._beside(name)]
        seats = self._seats(at)
        grounds += [party_of(h) for h in self._dateline if seats <= {h.key}]
        grounds += [] if self._dateline or seats else [self._opening(0)]
        if titled and not seats:
            grounds += [self._subject(at - 1), self._opening(at - 1)]
        return next((party for party in grounds if party), None)

    def _seats(self, number: int) -> set[str]:
        """States in whose capital a sentence happens ("replied from Oslo")."""
        line = self._lines[number]
        metonyms = (i for i, h in enumerate(line.hits) if h and h.form is Form.METONYM)
        return {hit.key for i in metonyms if line.lower(i - 1) in _IN and (hit := line.hits[i])}

    def _american(self, name: Name) -> Party | None:
        """'Secretary of State X', 'Secretary of Defense X': so only the United States calls its ministers."""
        line, at = name.line, name.first
        own = (
            line.lower(at - 3) == "secretary"
            and line.lower(at - 2) == "of"
            and line.lower(at - 1) in lex.TITLE_OBJECTS
        )
        return party_of(self._first["USA"]) if own and "USA" in self._first else None

    def _opening(self, number: int) -> Party | None:
        """The state of the capital in which a sentence begins: "In Oslo, …"."""
        line = self._lines[number] if 0 <= number < len(self._lines) else None
        hit = line.hit(1) if line and line.text(0) == "In" else None
        return party_of(hit) if hit and hit.form is Form.METONYM else None

    def led(self, person: Person) -> Party | None:
        """The one state named in the text that somebody of this name led."""
        for family in person.families:
            led = [self._first[code] for code in sorted(self._leaders.get(family, ())) if code in self._first]
            if len(led) == 1:
                return party_of(led[0])
        return None

    def body(self, standing: Standing, name: Name) -> Standing:
        """For "the council's", "the country's", "its": what the article named so before, on one reading only."""
        word, at = standing.generic or "", standing.start
        if word in lex.OWNERS:
            return _for(standing, self._owner(name, at, frozenset(ActorKind)))
        if word in _COUNTRIES:
            return _for(standing, self._owner(name, at, _STATES))
        found = self._bearing(word, at)
        if found is None and word not in lex.STATE_ORGANS:
            found = self._owner(name, at, _BODIES if word in lex.BUSINESSES else _ANY_BODY)
        return _for(standing, found)

    def _bearing(self, word: str, at: int) -> Named | None:
        """The last body before ``at`` whose name holds the word, or armed group that it may mean.

        A body that no table knows comes first: it was written out to be taken up again so.
        """
        before = self._before(at)
        bearing = [n for n in before if word in n.name.lower().split()]
        ranked = [*(n for n in bearing if n.unknown), *bearing, *(n for n in before if _is(n, word))]
        return ranked[0] if ranked else None

    def _before(self, at: int) -> list[Named]:
        """The parties named before an offset, last first."""
        end = bisect_left(self._named, at, key=lambda n: n.end)
        return self._named[max(0, end - BACK) : end][::-1]

    def _owner(self, name: Name, at: int, kinds: frozenset[ActorKind]) -> Named | None:
        """The subject of the sentence before ``at``, else of the one before it; else the only one named in it."""
        for number in (name.line.number, name.line.number - 1):
            inside = [n for n in self._inside(number, at) if n.kind in kinds]
            subject = next((n for n in inside if self._leads_in(number, n)), None)
            if subject:
                return subject
            if len({n.party.name for n in inside}) == 1:
                return inside[-1]
            if inside:
                return None
        return None

    def _beside(self, name: Name) -> Party | None:
        inside = [n for n in self._inside(name.line.number, name.start) if n.kind is ActorKind.STATE]
        if len({n.party.name for n in inside}) == 1:
            return inside[-1].party
        return next((n.party for n in inside[:1] if self._leads_in(name.line.number, n)), None)

    def _subject(self, number: int) -> Party | None:
        inside = [n for n in self._inside(number) if n.kind is ActorKind.STATE]
        return next(
            (n.party for n in inside[:1] if self._leads_in(number, n) and self._home(number, n)), None
        )

    def _home(self, number: int, named: Named) -> bool:
        """Is it not a state's embassy or envoy, who speaks in another country?"""
        line = self._lines[number]
        return line.lower(line.at(named.end)) not in _ABROAD

    def _inside(self, number: int, until: int | None = None) -> list[Named]:
        """The parties named in a sentence, up to an offset."""
        if not 0 <= number < len(self._lines) or not self._lines[number].tokens:
            return []
        tokens = self._lines[number].tokens
        last = tokens[-1].end if until is None else min(until, tokens[-1].end)
        first, end = (bisect_left(self._named, x, key=lambda n: n.start) for x in (tokens[0].start, last))
        return self._named[first : min(end, first + BACK)]

    def _leads_in(self, number: int, named: Named) -> bool:
        """Is it named as a subject is: behind no preposition, and not as the first of several?"""
        line = self._lines[number]
        at = line.at(named.start)
        before = at - 1 - (line.lower(at - 1) == "the")
        behind = line.at(named.end)
        several = line.text(behind) in {",", "and"} and line.hit(behind + 1) is not None
        return line.lower(before) not in _OBJECTS and not several


def _for(standing: Standing, named: Named | None) -> Standing:
    return standing.lent(named.party) if named else standing


def _is(named: Named, word: str) -> bool:
    """Is an armed group meant by "the group", "the movement"?"""
    return named.kind is ActorKind.ARMED_GROUP and word in _GROUPS


def _of_hits(hits: Sequence[Hit], places: set[int]) -> Iterator[Named]:
    for hit in hits:
        if hit.start not in places:
            yield Named(hit.start, hit.end, party_of(hit), hit.kind, hit.name)


def _of_bodies(bodies: Sequence[Name]) -> Iterator[Named]:
    for body in bodies:
        party = Party(body.text, body.start, body.end)
        yield Named(body.start, body.end, party, body.kind, body.text, unknown=True)


def _topic(named: Sequence[Hit], states: Sequence[Hit]) -> list[Hit]:
    """The first mention of the state that the article is about, if it is about one."""
    counts = Counter(h.key for h in named).most_common(2)
    second = counts[1][1] if len(counts) > 1 else 0
    if not counts or counts[0][1] <= DOMINANT * second:
        return []
    return [h for h in states if h.key == counts[0][0]][:1]
