"""Who acts, speaks or is acted on: an article and a roster → actors, most salient first, and their mentions.

Tables name states, bodies and armed groups (``roster``), some of which are teams (``teams``); rules (``names``, by
their ``signs``) and the model (``encoder``) find people and unknown bodies, and agree on them (``agreement``). Rules
read what they are and whom they speak for (``roles``) or are taken to
(``lending``, ``around``), which mentions are one person (``people``) and who matters (``salience``). Nothing is filled in from outside: a role and an affiliation rest on words of the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.analyse import lexicon as lex
from bot.analyse import salience, teams
from bot.analyse.agreement import Council
from bot.analyse.around import BACK, Around
from bot.analyse.backing import Backing
from bot.analyse.encoder.tagger import Reads
from bot.analyse.later import Later
from bot.analyse.lending import Lender
from bot.analyse.names import Finder, Name
from bot.analyse.people import Person, Register, meant
from bot.analyse.roles import Reader, Standing, better
from bot.analyse.roster import Entry, Form, Hit, Roster
from bot.analyse.scene import Scene, Sources, scene
from bot.analyse.spelling import fold
from bot.analyse.states import as_words, dateline_end, located, political
from bot.analyse.tokens import Line, lines
from bot.text import Offsets
from bot.types import Actor, ActorKind, Article, Span

_TO = (" to ", " to the ")
"""Between a post and where it is held ("envoy to the Sudan")."""

_POSTED = re.compile(
    r"\b(?:ambassador|envoy|diplomat|consul|attach[eé]|charg[eé]|embass(?:y|ies)|consulate|mission|staff)s?\s(?:from|to|in)\s$"
)
"""An envoy "from Oslo" is posted to Norway, so the city stands for its state."""
_POST = 30
"""Characters before a city in which such words stand."""


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
    """The actors of an article, the key ones first, and every mention of them in the order of the text.

    ``places`` names the states that the text only places things in or derives them from ("an airport in Syria", "a
    Greek tanker"): no actors, yet an act may hit them. ``home`` is the state of the dateline's city, where it has one.
    ``known`` are the parties of those that stand in the tables.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Mention, ...] = ()
    home: tuple[Mention, ...] = ()
    known: tuple[str, ...] = ()


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

    @property
    def role(self) -> str | None:
        """What the text says a person is."""
        return self.standing.role if self.standing else None


def find(
    article: Article, sentences: Sequence[Offsets], roster: Roster, tagger: Reads | None = None
) -> ActorReading:
    """Read who is in an article.

    Args:
        article: The article; offsets are into its body.
        sentences: Its sentences in order, without overlap.
        roster: The known actors.
        tagger: The model that names people and bodies beside the rules; without one the rules read alone.

    Returns:
        Actors by falling salience, at most ``salience.KEY`` of them key; mentions without overlap. Pure.
    """
    read = _Reading(article, sentences, roster, tagger)
    Backing(read.scene).settle(read.introduced)
    # In this order: a surname takes a word from the states, and "the Council" may be one of the known bodies.
    people, known = read.people(), read.known()
    found = [*people, *known, *read.bodies()]
    ranked = salience.rank(article, sentences, found)
    actors = tuple(_actor(article, one, weight) for one, weight in ranked)
    mentions = sorted(
        (Mention(start, end, one.key, one.party) for one, _ in ranked for start, end in one.places),
        key=lambda mention: (mention.start, -mention.end),
    )
    kept = tuple(_apart(mentions))
    places = tuple(read.places({m.start for m in kept}))
    return ActorReading(actors, kept, places, read.home, tuple(dict.fromkeys(one.party for one in known)))


def people(
    article: Article, sentences: Sequence[Offsets], roster: Roster, tagger: Reads | None = None
) -> tuple[Scene, Sequence[Person]]:
    """The people of an article as the rules introduce them, and the parties that it names, for ``backing`` to learn from."""
    read = _Reading(article, sentences, roster, tagger)
    return read.scene, read.introduced


def _apart(mentions: Iterable[Mention]) -> Iterator[Mention]:
    past = 0
    for mention in mentions:
        if mention.start >= past:
            yield mention
            past = mention.end


_SHORTENED = lex.GENERIC_BODIES | lex.BODY_HEADS
"""Words that alone, with a capital and "the", may stand for a body."""


class _Reading:
    """One pass over one article."""

    def __init__(
        self, article: Article, sentences: Sequence[Offsets], roster: Roster, tagger: Reads | None
    ) -> None:
        body = article.body
        self._body = body
        begin = dateline_end(body)
        hits = roster.find(body)
        # Datelines are written in capitals: their cities are looked up as words.
        dateline = [h for h in roster.find(as_words(body[:begin])) if h.kind is ActorKind.STATE]
        seats = {h.key: h for h in dateline}.values()
        self.home = tuple(Mention(h.start, h.end, h.key, h.party) for h in seats)[: len(seats) == 1]
        hits = tuple(hit for hit in hits if hit.start >= begin)
        self.lines = lines(body, [(max(s, begin), e) for s, e in sentences if e > begin], hits)
        self.names = _settle(self._named(roster, tagger))
        self._taken = _cover(self.names)
        self.hits = _outside(hits, [(n.start, n.end) for n in self.names])
        self._bodies = [n for n in self.names if n.kind is not ActorKind.PERSON]
        self._full = _fuller({n.text for n in self._bodies})
        self._places = set(located(body, self.hits))
        self._teams = teams.names(self.lines, self._places)
        self.hits = [replace(h, entry=self._teams.get(h.start, h.entry)) for h in self.hits]
        origins = {h.start for h in self.hits if h.form is Form.DEMONYM and not political(body, h)}
        self._around = Around(
            self.lines, self.hits, self._places | origins, dateline, self._bodies, roster.leaders
        )
        self._register = Register()
        self._enter()
        self._surnames()
        sources = Sources(self.hits, self._places | origins, dateline, self._bodies, self._full, self._taken)
        self.scene = scene(body, begin, self.lines, roster, sources)

    def _named(self, roster: Roster, tagger: Reads | None) -> list[Name]:
        """The names of all lines, as the rules see them and the model agrees."""
        plain = frozenset(re.findall(r"(?<![\w-])[a-zà-ÿ]+", self._body))
        finder = Finder(roster, plain, self.lines)
        ruled = [finder.names(line) for line in self.lines]
        if tagger is None:
            return [name for names in ruled for name in names]
        council = Council(roster, finder, plain)
        chosen = council.worth_reading(self.lines, ruled)
        spans = [(line.tokens[0].start, line.tokens[-1].end) for line in chosen]
        said = {line.number: read for line, read in zip(chosen, tagger.read(self._body, spans), strict=True)}
        return council.settle(self.lines, ruled, [said.get(line.number) for line in self.lines])

    @property
    def introduced(self) -> Sequence[Person]:
        """The people with their standing and every mention, in the order of the text."""
        return self._register.people

    def people(self) -> list[Found]:
        """The people as actors."""
        self._titles = {start for person in self._register.people for start in self._title_hits(person)}
        return [self._person(person) for person in self._register.people]

    def _enter(self) -> None:
        bodies: dict[int, list[Name]] = {}
        for body in self._bodies:
            bodies.setdefault(body.line.number, []).append(body)
        lender = Lender(self.lines, self._around, self._register)
        later = Later(self.lines, self.names)
        held: set[str] = set()
        readers: dict[int, Reader] = {}
        for name in self.names:
            if name.kind is not ActorKind.PERSON:
                continue
            person = self._register.enter(name)
            number = name.line.number
            if number not in readers:
                readers[number] = Reader(name.line, bodies.get(number, []))
            said = readers[number].standing(name)
            if (said is None or said.role is None) and person.standing is None:
                said = _with_office(said, later.standing(name), held)
            standing = lender.complete(person, said, name)
            held.update({standing.role.lower()} if standing and standing.role else ())
            person.standing = better(person.standing, standing)

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
                    first = _begin(line, at, person.words)
                    person.places.append((line.tokens[first].start, token.end))
                    self._taken[token.start] = ActorKind.PERSON
        self.hits = _outside(self.hits, sorted(place for p in self._register.people for place in p.places))

    def _person(self, person: Person) -> Found:
        standing = person.standing
        party = standing.party.name if standing and standing.party else None
        if standing and standing.party and standing.party.start in self._teams:
            party = self._teams[standing.party.start].name
        party = self._full.get(party, party) if party else None
        places = sorted(set(person.places))
        key = f"person:{person.name}"
        acts_as = person.name if party is None or (standing and standing.guessed) else party
        return Found(key, person.name, ActorKind.PERSON, acts_as, party, places, standing)

    def known(self) -> list[Found]:
        """States, bodies and groups of the roster that act, not those that are only a place."""
        by_key: dict[str, list[Hit]] = {}
        for hit in self.hits:
            by_key.setdefault(hit.key, []).append(hit)
        self._known = {
            key: _of_entry(hits[0].entry, [_at(h) for h in hits if not self._place(h)] or [_at(hits[0])])
            for key, hits in by_key.items()
            if any(self._acts(hit) for hit in hits)
        }
        return list(self._known.values())

    def places(self, taken: set[int]) -> Iterator[Mention]:
        """States named where nobody is; a capital that is only a place stays out ("talks in Moscow")."""
        for hit in self.hits:
            if hit.kind is not ActorKind.STATE or hit.start in taken:
                continue
            if not self._place(hit) or _POSTED.search(self._body, max(0, hit.start - _POST), hit.start):
                yield Mention(hit.start, hit.end, hit.key, hit.party)

    def _title_hits(self, person: Person) -> Iterator[int]:
        """Starts of the hits that only say what a person is: an organ of a state ("GRU chief"), a post ("envoy to X")."""
        standing = person.standing
        if standing is None or standing.role is None:
            return
        first = bisect_left(self.hits, standing.start, key=lambda h: h.start)
        for hit in self.hits[first : first + lex.LONG_ROLE]:
            organ = hit.kind is not ActorKind.STATE and hit.party == hit.entry.affiliation
            if hit.start < standing.end and (organ or self._body.endswith(_TO, 0, hit.start)):
                yield hit.start

    def _place(self, hit: Hit) -> bool:
        return hit.form is Form.METONYM and hit.start in self._places

    def _acts(self, hit: Hit) -> bool:
        """Is this hit somebody: not a place, not a mere origin, not just what a person is the president of?"""
        if hit.start in self._places or hit.start in self._titles:
            return False
        return hit.form is not Form.DEMONYM or political(self._body, hit)

    def bodies(self) -> list[Found]:
        """Bodies that no table knows; organs of government act as their state and are left to its mentions."""
        found: dict[str, Found] = {}
        for name in self._bodies:
            if self._taken.get(name.start) is ActorKind.PERSON:
                continue
            armed = name.kind is ActorKind.ARMED_GROUP
            if not armed and any(word.lower() in lex.ORGANS for word in name.words[:1] + name.words[-1:]):
                continue
            full = self._full.get(name.text, name.text)
            one = found.setdefault(full, Found(f"{name.kind}:{full}", full, name.kind, full))
            if armed and one.kind is not name.kind:
                one.kind, one.key = name.kind, f"{name.kind}:{full}"
            one.places.append((name.start, name.end))
        self._short_forms(found)
        return list(found.values())

    def _short_forms(self, found: dict[str, Found]) -> None:
        """As in "the Council": a capital stands for the last body before it whose name ends so."""
        for line in self.lines:
            for at, token in enumerate(line.tokens):
                if token.text[0].isupper() and token.text.lower() in _SHORTENED and self._lone(line, at):
                    one = self._last_ending(token.text, token.start, found)
                    if one:
                        one.places.append((token.start, token.end))

    def _lone(self, line: Line, at: int) -> bool:
        if line.lower(at - 1) != "the" or line.hits[at] or self._taken.get(line.tokens[at].start):
            return False
        return not line.text(at + 1)[:1].isupper()

    def _last_ending(self, word: str, at: int, found: dict[str, Found]) -> Found | None:
        known = self.hits[: bisect_left(self.hits, at, key=lambda h: h.end)][-BACK:]
        named = self._bodies[: bisect_left(self._bodies, at, key=lambda n: n.end)][-BACK:]
        hit = next((h for h in reversed(known) if h.name.endswith(word) and h.key in self._known), None)
        name = next((n for n in reversed(named) if word in _short(n) and n.text in found), None)
        if hit and (name is None or name.start < hit.start):
            return self._known[hit.key]
        return found[name.text] if name else None


def _with_office(said: Standing | None, office: Standing | None, held: set[str]) -> Standing | None:
    """The office by which the text takes somebody up, for the party said beside the name; not one that another holds."""
    if office is None or (office.party is None and (office.role or "").lower() in held):
        return said
    return replace(office, party=said.party, inferred=False) if said and said.party else office


def _settle(names: Sequence[Name]) -> list[Name]:
    """A lone capital is a body's name only if it never stands for a person of that surname."""
    people = [n for n in names if n.kind is ActorKind.PERSON]
    surnames = {fold(w) for n in people for w in (*n.words, n.words[-1].split("-")[-1])}
    return [
        n for n in names if n.kind is ActorKind.PERSON or len(n.words) > 1 or fold(n.words[0]) not in surnames
    ]


def _short(name: Name) -> tuple[str, ...]:
    """What may stand for a body: the last word, or what it is a thing of ("Church of Jedda")."""
    return (name.words[-1], name.words[0]) if name.words[1:2] == ("of",) else name.words[-1:]


def _fuller(names: set[str]) -> dict[str, str]:
    """Short forms of unknown bodies → the one body whose name ends or begins so, or has those initials."""
    longer: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        initials = "".join(word[0] for word in words if word[0].isupper())
        for word in {words[0], words[-1], initials} if len(words) > 1 else ():
            longer.setdefault(word, set()).add(name)
    return {name: min(longer[name]) for name in names if len(longer.get(name, ())) == 1}


def _begin(line: Line, at: int, words: Sequence[str]) -> int:
    """The first token of a short form that ends at ``at``: "Suu Kyi" for Aung San Suu Kyi."""
    back = 1
    while back < len(words) and line.text(at - back) == words[-1 - back] and words[-1] == line.text(at):
        back += 1
    return at - back + 1


def _outside(hits: Sequence[Hit], spans: Sequence[Offsets]) -> list[Hit]:
    """The hits that begin in none of the spans; both are in order."""
    ends = [end for _, end in spans]
    kept = []
    for hit in hits:
        at = bisect_right(ends, hit.start)
        if at == len(spans) or hit.start < spans[at][0]:
            kept.append(hit)
    return kept


def _cover(names: Iterable[Name]) -> dict[int, ActorKind]:
    """Start of every token inside a name → what is named."""
    return {t.start: n.kind for n in names for t in n.line.tokens[n.first : n.last]}


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
        role=found.role,
        affiliation=found.affiliation,
        aliases=tuple(dict.fromkeys(m.text for m in mentions if m.text != found.name)),
        mentions=mentions,
        role_span=role_span,
        affiliation_span=affiliation_span,
        salience=weight,
        affiliation_inferred=bool(standing and standing.party and standing.inferred),
    )
