"""Whom an office speaks for that names nobody: "the president", "the council's spokesman", in their article."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.analyse.names import Name
from bot.analyse.people import Person
from bot.analyse.roles import Party, Standing
from bot.analyse.roster import Form, Hit
from bot.types import ActorKind

BACK = 40
"""Actors looked back over: an article's worth, and a bound on the time that a long text takes."""

DOMINANT = 2
"""An article is about a state that it names more than twice as often as any other."""

_GROUPS = frozenset({"group", "movement", "militia", "organization", "organisation"})
_COUNTRIES = frozenset({"country", "nation", "government", "kingdom", "republic"})


class Around:
    """What an article named, for offices to be read against.

    Args:
        hits: The known actors in the text behind the dateline, in order.
        places: Starts of those hits that only say where.
        dateline: The states of the dateline's cities.
        bodies: The unknown bodies, in order.
        leaders: Family name, folded → the states that somebody of that name led.
    """

    def __init__(
        self,
        hits: Sequence[Hit],
        places: set[int],
        dateline: Sequence[Hit],
        bodies: Sequence[Name],
        leaders: Mapping[str, frozenset[str]],
    ) -> None:
        self._hits = hits
        self._bodies = bodies
        self._leaders = leaders
        named = [h for h in hits if h.kind is ActorKind.STATE]
        self._states = [h for h in named if h.start not in places]
        self._first = {h.key: h for h in reversed([*dateline, *named])}
        self._dateline = dateline[:1] if len({h.key for h in dateline}) == 1 else []
        self._topic = _topic(named, self._states)

    def state(self, person: Person, name: Name) -> Party | None:
        """The state of an office that names none.

        The one state named in the text that somebody of this name led; else the capital that the sentence begins
        in, the state that the article is about, the nearest state before the name in its sentence, the dateline's,
        the nearest behind the name, the last one named otherwise than by a demonym.
        """
        hit = self._led(person) or self._nearest(name)
        return Party(hit.party, hit.start, hit.end) if hit else None

    def leads(self, family: str) -> bool:
        """Did somebody of this folded family name lead a state?"""
        return family in self._leaders

    def body(self, standing: Standing, at: int) -> Standing:
        """For "the council's": the last body before ``at`` whose name holds the word, or the last group or state."""
        word = standing.generic or ""
        end = bisect_left(self._bodies, at, key=lambda n: n.end)
        for name in reversed(self._bodies[max(0, end - BACK) : end]):
            if word in (w.lower() for w in name.words):
                return standing.speaking_for(Party(" ".join(name.words), name.start, name.end))
        end = bisect_left(self._hits, at, key=lambda h: h.end)
        for hit in reversed(self._hits[max(0, end - BACK) : end]):
            kinds = _COUNTRIES if hit.kind is ActorKind.STATE else _GROUPS
            if word in kinds or word in hit.name.lower().split():
                return standing.speaking_for(Party(hit.party, hit.start, hit.end))
        return standing

    def _led(self, person: Person) -> Hit | None:
        for family in person.families:
            led = [self._first[code] for code in sorted(self._leaders.get(family, ())) if code in self._first]
            if len(led) == 1:
                return led[0]
        return None

    def _nearest(self, name: Name) -> Hit | None:
        line, states = name.line, self._states
        opening = line.hit(1) if line.text(0) == "In" else None
        if opening and opening.form is Form.METONYM:
            return opening
        bounds = (line.tokens[0].start, name.start, line.tokens[-1].end)
        first, at, last = (bisect_left(states, x, key=lambda h: h.start) for x in bounds)
        earlier = [h for h in states[max(0, first - BACK) : first] if h.form is not Form.DEMONYM]
        order = [*self._topic, *states[first:at][-1:], *self._dateline, *states[at:last][:1], *earlier[-1:]]
        return order[0] if order else None


def _topic(named: Sequence[Hit], states: Sequence[Hit]) -> list[Hit]:
    """The first mention of the state that the article is about, if it is about one."""
    counts = Counter(h.key for h in named).most_common(2)
    second = counts[1][1] if len(counts) > 1 else 0
    if not counts or counts[0][1] <= DOMINANT * second:
        return []
    return [h for h in states if h.key == counts[0][0]][:1]
