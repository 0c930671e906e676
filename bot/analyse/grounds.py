"""The state of an office that names none, by what the rest of the article says: a wrong one is worse than none."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.named import BACK, AllNamed, Named
from bot.analyse.names import Name
from bot.analyse.parties import Party, party_of
from bot.analyse.people import Person
from bot.analyse.persons import stem
from bot.analyse.roster import Form, Hit
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line
from bot.types import ActorKind

_LEAD = 1
"""The second sentence: by then a text has said where it happens."""

_OPENING = 4
"""Words before the subject of a sentence."""

DOMINANT = 2
"""An article is about a state that it names more than twice as often as any other."""

_IN = frozenset({"in", "from"})
_ABROAD = frozenset({"embassy", "ambassador", "envoy", "consulate", "diplomats"})


class Grounds:
    """What tells the state of an office in one article.

    Args:
        lines: The article's sentences.
        hits: The known actors in the text behind the dateline, in order.
        places: Starts of those hits that only say where.
        dateline: The states of the dateline's cities.
        leaders: Family name, folded → the states that somebody of that name led.
        named: The parties of the article.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        hits: Sequence[Hit],
        places: set[int],
        dateline: Sequence[Hit],
        leaders: Mapping[str, frozenset[str]],
        named: AllNamed,
    ) -> None:
        self._lines, self._leaders, self._places, self._named = lines, leaders, places, named
        self._states = [h for h in hits if h.kind is ActorKind.STATE]
        self._first = {h.key: h for h in reversed([*dateline, *self._states])}
        self._dateline = dateline[:1] if len({h.key for h in dateline}) == 1 else []
        self._topic = _topic(self._states, [h for h in self._states if h.start not in places])
        self._tops: dict[int, str | None] = {}
        self._sole = self._only_state()
        self._sole_named = self._only_state(named=True)

    def leads(self, family: str) -> bool:
        """Did somebody of this folded family name lead a state?"""
        return family in self._leaders

    def state(
        self, person: Person, name: Name, standing: Standing, held: Party | None = None
    ) -> Party | None:
        """The state of an office that names none.

        The one state named in the text that somebody of this name led; else the capital that the sentence begins
        in, the state that the article is about, the subject of the sentence or the only state in it before the name,
        the dateline's state or the capital that the text begins in, the subject of the sentence before or the capital that it begins in. A sentence that
        happens in another capital leaves the last three out. The last two
        are grounds for a title only ("Foreign Minister X"), not for "politician X".
        """
        at = name.line.number
        grounds = [self.led(person), self._american(name)]
        posted = not offices.ABROAD.isdisjoint((standing.role or "").lower().split())
        if not posted:
            sole = self._sole or (self._sole_named if standing.local else None)
            grounds += [self._opening(at), self._near(sole, at), *(party_of(h) for h in self._topic)]
        else:
            grounds += [self._embassy(at)]
        if standing.local:
            grounds += [party_of(h) for h in self._dateline if self._most(at) == h.key]
            grounds += [] if self._dateline else [self._opening(0)]
        elif not posted:
            grounds += [self._beside(name), self._reported(name, standing, held)]
        return next((party for party in grounds if party), None)

    def _reported(self, name: Name, standing: Standing, held: Party | None) -> Party | None:
        """By the dateline, or by the sentence before and who was named in it; where they disagree none tells."""
        at, seats = name.line.number, self._seats(name.line.number)
        subject = None if seats else self._subject(at - 1) or self._opening(at - 1)
        dateline = next((party_of(h) for h in self._dateline), None)
        told = [party for party in (dateline, subject, held) if party]
        if len({party.name for party in told}) > 1 or not told:
            return self._opening(0) if not told and not seats else None
        if dateline:
            return dateline if seats <= {dateline.name} else None
        titled = not standing.weak and not (standing.role or "").islower()
        foremost = {told[0].name, None} if at <= _LEAD else {told[0].name}
        return told[0] if titled and not seats and self._most(at - 1) in foremost else None

    def _only_state(self, *, named: bool = False) -> Hit | None:
        """The first mention of the only state that the text names at all; ``named``: by a name, not a people's.

        A city where something is and an origin alone ("a Malaysian facilitator") do not count.
        """
        inside = [
            h
            for line in self._lines
            for at, h in enumerate(line.hits)
            if h and self._counts(line, at, named=named)
        ]
        keys = {h.key for h in (*inside, *self._dateline)}
        if not named:
            keys |= {h.key for h in self._states if h.form is not Form.METONYM or h.start not in self._places}
        return (
            inside[0]
            if len(keys) == 1 and inside
            else next(iter(self._dateline if len(keys) == 1 else ()), None)
        )

    def _counts(self, line: Line, at: int, *, named: bool) -> bool:
        hit = line.hits[at]
        if (
            hit is None
            or hit.kind is not ActorKind.STATE
            or (hit.form is Form.METONYM and hit.start in self._places)
        ):
            return False
        if hit.form is not Form.DEMONYM:
            return True
        return not named and self._stately(line, at)

    @staticmethod
    def _stately(line: Line, at: int) -> bool:
        """Does a demonym stand before an organ or an office of its state ("a Dutch court", "Honduran president-elect")?"""
        end = line.hit_end(at)
        return line.text(end - 1).endswith("s") or any(
            stem(line.lower(i)) in offices.STATE_OFFICES or line.lower(i) in offices.STATELY
            for i in (end, end + 1)
        )

    def _embassy(self, number: int) -> Party | None:
        """The one state whose embassy this sentence or the one before names: its ambassador is meant."""
        posts = {
            hit.key: hit
            for line in self._lines[max(0, number - 1) : number + 1]
            for at, hit in enumerate(line.hits)
            if hit and hit.kind is ActorKind.STATE and line.lower(line.hit_end(at)) in _ABROAD
        }
        return party_of(next(iter(posts.values()))) if len(posts) == 1 else None

    def _most(self, number: int) -> str | None:
        """The state named most often up to a sentence; ``None`` where two are."""
        if number not in self._tops:  # once a sentence, else a list without end takes quadratic time
            near = self._lines[max(0, number - BACK) : number + 1]
            named = (h for line in near for h in line.hits if h and h.kind is ActorKind.STATE)
            first, *rest = Counter(h.key for h in named).most_common(2) or [("", 0)]
            self._tops[number] = None if rest and rest[0][1] == first[1] else first[0]
        return self._tops[number]

    def _near(self, hit: Hit | None, number: int) -> Party | None:
        """The only state of the text, if it is named in its first sentences or not behind the one before ``number``."""
        if hit is None or not self._lines[number].tokens:
            return None
        last = self._lines[min(max(_LEAD, number), len(self._lines) - 1)].tokens
        return party_of(hit) if last and hit.start < last[-1].end else None

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
        if line is None or line.text(0) != "In":
            return None
        hit = line.hit(1) or line.hit(2)
        capital = hit and (hit.form is Form.METONYM or line.lower(line.at(hit.end)) == "capital")
        return party_of(hit) if hit and capital else None

    def led(self, person: Person) -> Party | None:
        """The one state named in the text that somebody of this name led."""
        for family in person.families:
            led = [self._first[code] for code in sorted(self._leaders.get(family, ())) if code in self._first]
            if len(led) == 1:
                return party_of(led[0])
        return None

    def _beside(self, name: Name) -> Party | None:
        inside = [n for n in self._named.inside(name.line.number, name.start) if n.kind is ActorKind.STATE]
        if len({n.party.name for n in inside}) == 1:
            return inside[-1].party
        return next((n.party for n in inside[:1] if self._named.leads_in(name.line.number, n)), None)

    def _subject(self, number: int) -> Party | None:
        """The state that a sentence begins with, as somebody who acts: no "French frigate"."""
        inside = [n for n in self._named.inside(number)[:1] if n.kind is ActorKind.STATE]
        return next((n.party for n in inside if self._opens(number, n) and self._home(number, n)), None)

    def _opens(self, number: int, named: Named) -> bool:
        line = self._lines[number]
        at = line.at(named.start)
        hit = line.hit(at)
        origin = hit is not None and hit.form is Form.DEMONYM and not self._stately(line, at)
        return at <= _OPENING and not origin and self._named.leads_in(number, named)

    def _home(self, number: int, named: Named) -> bool:
        """Is it not a state's embassy or envoy, who speaks in another country?"""
        line = self._lines[number]
        return line.lower(line.at(named.end)) not in _ABROAD


def _topic(named: Sequence[Hit], states: Sequence[Hit]) -> list[Hit]:
    """The first mention of the state that the article is about, if it is about one."""
    counts = Counter(h.key for h in named).most_common(2)
    second = counts[1][1] if len(counts) > 1 else 0
    if not counts or counts[0][1] <= DOMINANT * second:
        return []
    return [h for h in states if h.key == counts[0][0]][:1]
