"""Who acts, speaks or is acted on: an article and a roster → actors, most salient first, and their mentions.

Tables name states, bodies and armed groups (``roster``); rules find people and unknown bodies (``names``), what
they are and whom they speak for (``roles``), which mentions are one person (``people``) and who matters
(``salience``). Nothing is filled in from outside: a role and an affiliation rest on words of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.analyse import lexicon as lex
from bot.analyse import salience
from bot.analyse.names import Finder, Name
from bot.analyse.people import Person, Register, fold, meant
from bot.analyse.roles import Party, Reader, Standing
from bot.analyse.roster import Entry, Form, Hit, Roster
from bot.analyse.states import acting, dateline_end, located
from bot.analyse.tokens import Line, lines
from bot.text import Offsets
from bot.types import Actor, ActorKind, Article, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """``body[start:end]`` names an actor.

    ``party`` is whom events name for it: a code for a state, its government, organs and officials; a body's name
    for the body and its officials; a group's for its members; else the actor's own name.
    """

    start: int
    end: int
    actor_key: str
    party: str


@dataclass(frozen=True, slots=True)
class ActorReading:
    """The actors of an article, the key ones first, and every mention of them in the order of the text."""

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class Found:
    """An actor while the article is read."""

    key: str
    name: str
    kind: ActorKind
    party: str
    affiliation: str | None = None
    places: list[Offsets] = field(default_factory=list)
    standing: Standing | None = None


def find(article: Article, sentences: Sequence[Offsets], roster: Roster) -> ActorReading:
    """Read who is in an article.

    Args:
        article: The article; offsets are into its body.
        sentences: Its sentences in order, without overlap.
        roster: The known actors.

    Returns:
        Actors by falling salience, at most ``salience.KEY`` of them key; mentions without overlap. Pure.
    """
    read = _Reading(article, sentences, roster)
    found = [*read.people(), *read.known(), *read.bodies()]
    ranked = salience.rank(article, sentences, found)
    actors = tuple(_actor(article, one, weight) for one, weight in ranked)
    mentions = sorted(
        (Mention(start, end, one.key, one.party) for one, _ in ranked for start, end in one.places),
        key=lambda mention: (mention.start, -mention.end),
    )
    return ActorReading(actors, tuple(_apart(mentions)))


def _apart(mentions: Iterable[Mention]) -> Iterator[Mention]:
    past = 0
    for mention in mentions:
        if mention.start >= past:
            yield mention
            past = mention.end


class _Reading:
    """One pass over one article."""

    def __init__(self, article: Article, sentences: Sequence[Offsets], roster: Roster) -> None:
        body = article.body
        self._body = body
        begin = dateline_end(body)
        hits = roster.find(body)
        self.dateline = [hit for hit in hits if hit.end <= begin and hit.kind is ActorKind.STATE]
        hits = tuple(hit for hit in hits if hit.start >= begin)
        self.lines = lines(body, [(max(s, begin), e) for s, e in sentences if e > begin], hits)
        finder = Finder(roster, frozenset(re.findall(r"(?<![\w-])[a-zà-ÿ]+", body)))
        named = [name for line in self.lines for name in finder.names(line)]
        self.names = _settle(named)
        self._taken = _cover(self.names)
        self.hits = [h for h in hits if not self._taken.get(h.start)]
        self._register = Register()

    def people(self) -> list[Found]:
        """The people, with their standing and every mention."""
        bodies: dict[int, list[Name]] = {}
        for name in self.names:
            if name.kind is ActorKind.ORGANIZATION:
                bodies.setdefault(name.line.number, []).append(name)
        self._enter(bodies)
        self._surnames()
        return [self._person(person) for person in self._register.people]

    def _enter(self, bodies: dict[int, list[Name]]) -> None:
        chain: tuple[Line, Party] | None = None
        for name in self.names:
            if name.kind is not ActorKind.PERSON:
                continue
            person = self._register.enter(name)
            standing = Reader(name.line, bodies.get(name.line.number, [])).standing(name)
            if standing and standing.party is None and standing.generic:
                standing = self._looked_up(standing, name.start)
            if standing and standing.party is None and standing.bare and chain and chain[0] is name.line:
                standing = standing.speaking_for(chain[1])
            if standing and standing.party:
                chain = (name.line, standing.party)
            person.standing = _better(person.standing, standing)

    def _looked_up(self, standing: Standing, at: int) -> Standing:
        """As in "The council's spokesman": the last body before it whose name holds the word, or the last group."""
        word = standing.generic or ""
        for line_name in reversed(
            [n for n in self.names if n.kind is ActorKind.ORGANIZATION and n.end <= at]
        ):
            if word in (w.lower() for w in line_name.words):
                return standing.speaking_for(Party(" ".join(line_name.words), line_name.start, line_name.end))
        for hit in reversed([h for h in self.hits if h.end <= at]):
            group = hit.kind is not ActorKind.STATE and word in {
                "group",
                "movement",
                "militia",
                "organization",
            }
            state = hit.kind is ActorKind.STATE and word in {
                "country",
                "nation",
                "government",
                "kingdom",
                "republic",
            }
            if group or state or word in hit.name.lower().split():
                return standing.speaking_for(Party(hit.party, hit.start, hit.end))
        return standing

    def _surnames(self) -> None:
        alone = self._register.surnames()
        for line in self.lines:
            for at, token in enumerate(line.tokens):
                if not token.capital or self._taken.get(token.start) or token.text.lower() in lex.FUNCTION:
                    continue
                candidates = alone.get(fold(token.text))
                if not candidates or (line.hits[at] and line.hit_end(at) > at + 1):
                    continue
                person = meant(candidates, token.start)
                if person:
                    person.places.append((token.start, token.end))
                    self._taken[token.start] = True
        self.hits = [h for h in self.hits if not self._taken.get(h.start)]

    def _person(self, person: Person) -> Found:
        standing = person.standing
        if standing and standing.party is None and standing.bare:
            party = self._from_around(person)
            standing = standing.speaking_for(party) if party else standing
        party_name = standing.party.name if standing and standing.party else None
        places = sorted(set(person.places))
        key = f"person:{person.name}"
        return Found(
            key, person.name, ActorKind.PERSON, party_name or person.name, party_name, places, standing
        )

    def _from_around(self, person: Person) -> Party | None:
        """The state of an office that names none.

        The nearest one before it in its sentence, else the dateline's, else the nearest behind it, else the last
        one named.
        """
        name = person.names[0]
        states = [h for h in self.hits if h.kind is ActorKind.STATE and not located(self._body, h)]
        start, end = name.line.tokens[0].start, name.line.tokens[-1].end
        before = [h for h in states if start <= h.start < name.start]
        behind = [h for h in states if name.end <= h.start < end]
        earlier = [h for h in states if h.end <= start]
        capitals = self.dateline if len({h.key for h in self.dateline}) == 1 else []
        hit = next(iter([*before[::-1][:1], *capitals[:1], *behind[:1], *earlier[::-1][:1]]), None)
        return Party(hit.party, hit.start, hit.end) if hit else None

    def known(self) -> list[Found]:
        """States, bodies and groups of the roster that act, not those that are only a place."""
        by_key: dict[str, list[Hit]] = {}
        for hit in self.hits:
            by_key.setdefault(hit.key, []).append(hit)
        return [
            _of_entry(hits[0].entry, [(h.start, h.end) for h in hits if not self._place(h)] or [_at(hits[0])])
            for hits in by_key.values()
            if any(acting(self._body, hit) for hit in hits)
        ]

    def _place(self, hit: Hit) -> bool:
        return hit.form is Form.METONYM and located(self._body, hit)

    def bodies(self) -> list[Found]:
        """Bodies that no table knows; organs of government act as their state and are left to its mentions."""
        found: dict[str, Found] = {}
        for name in self.names:
            if name.kind is not ActorKind.ORGANIZATION or self._taken.get(name.start) is True:
                continue
            if any(word.lower() in lex.ORGANS for word in name.words[:1] + name.words[-1:]):
                continue
            full = " ".join(name.words)
            one = found.setdefault(full, Found(f"organization:{full}", full, ActorKind.ORGANIZATION, full))
            one.places.append((name.start, name.end))
        return list(found.values())


def _settle(names: Sequence[Name]) -> list[Name]:
    """A lone capital is a body's name only if it never stands for a person of that surname."""
    surnames = {fold(n.words[-1]) for n in names if n.kind is ActorKind.PERSON}
    surnames |= {fold(n.words[-1].split("-")[-1]) for n in names if n.kind is ActorKind.PERSON}
    surnames |= {fold(w) for n in names if n.kind is ActorKind.PERSON for w in n.words}
    return [
        n for n in names if n.kind is ActorKind.PERSON or len(n.words) > 1 or fold(n.words[0]) not in surnames
    ]


def _cover(names: Iterable[Name]) -> dict[int, object]:
    """Start of every token inside a person's name → True; of a body's name → the name."""
    return {
        token.start: True if name.kind is ActorKind.PERSON else name
        for name in names
        for token in name.line.tokens[name.first : name.last]
    }


def _better(old: Standing | None, new: Standing | None) -> Standing | None:
    """The first full description stays; a rank or a tie of blood gives way to an office."""
    if old is None or new is None:
        return old or new
    if (old.weak or old.relation or old.role is None) and new.role and not new.weak and not new.relation:
        return new if new.party else new.speaking_for(old.party)
    return old if old.party else old.speaking_for(new.party)


def _at(hit: Hit) -> Offsets:
    return hit.start, hit.end


def _of_entry(entry: Entry, places: list[Offsets]) -> Found:
    return Found(entry.key, entry.name, entry.kind, entry.party, entry.affiliation, places)


def _actor(article: Article, found: Found, weight: float) -> Actor:
    mentions = tuple(article.span(start, end) for start, end in sorted(found.places))
    standing = found.standing
    role_span: Span | None = None
    affiliation_span: Span | None = None
    if standing and standing.role:
        role_span = article.span(standing.start, standing.end)
    if standing and standing.party:
        affiliation_span = article.span(standing.party.start, standing.party.end)
    elif found.affiliation:
        affiliation_span = mentions[0]
    return Actor(
        key=found.key,
        name=found.name,
        kind=found.kind,
        role=standing.role if standing else None,
        affiliation=found.affiliation,
        aliases=tuple(dict.fromkeys(m.text for m in mentions if m.text != found.name)),
        mentions=mentions,
        role_span=role_span,
        affiliation_span=affiliation_span,
        salience=weight,
    )
