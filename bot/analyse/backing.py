"""The likeliest party of somebody whose words name none: what in the article speaks for each state and body it names.

The rules of ``lending`` come first. What they leave open is decided by ``Signs`` of each party, weighted by
``backing_weights``; the answer is marked as inferred, like whatever the context lends.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.backing_weights import CALLINGS, OFFICIAL, PARTIES
from bot.analyse.parties import Party
from bot.analyse.people import Person
from bot.analyse.scene import Mention, Scene
from bot.analyse.standing import Standing

MENTIONS = 400
"""Mentions of parties that are weighed, from the beginning: an article has fewer; a list without end has more."""

PEOPLE = 100
"""People whose party is sought, from the beginning; with ``MENTIONS`` it bounds the work."""

LEAD = 1
"""The second sentence: by then a text has said where it happens."""

OPENING = 3
"""Words before what a sentence opens with."""

SHORT = 7
"""Sentences of a text in which nobody's party is guessed: that one is named at all is no sign in them. Of our own short texts,
which have up to seven, it would give 11 people a wrong party and 7 the right one; the articles have more."""

CHANCE = 0.5
"""How likely a party must be. By folds of 563 open people 191 get the right one and 75 a wrong one; from .4 on 222 and 118,
from .6 on 171 and 51."""


class Signs(NamedTuple):
    """What speaks for one party as one person's, each 0…1; "of its kind" is among states, or among bodies.

    Attributes:
        share: Its part of all mentions of its kind.
        before: Named in the person's sentence, in front of them.
        paragraph: Named in the paragraph before the person.
        leads: The first of its kind in the paragraph.
        opens: The person's sentence opens with it, or with what happens in it.
        lead: Named in the first two sentences.
        held: The party of the person introduced last.
        acts: The sentence before opens with it, and not as a place.
        beside: Of the sentences that name the person, the part that names it.
        led: Somebody of that family name led it.
        served: Somebody of that full name served it.
    """

    share: float
    before: float
    paragraph: float
    leads: float
    opens: float
    lead: float
    held: float
    acts: float
    beside: float
    led: float
    served: float


class Candidate(NamedTuple):
    """A party with what speaks for it, by the words that name it last before the person, else first."""

    party: Party
    is_state: bool
    signs: Signs


class _Spot(NamedTuple):
    """Where a person is introduced."""

    begin: int  # of the paragraph
    end: int
    line: int
    at: int
    lines: frozenset[int]  # all that name them
    led: frozenset[str]  # parties that somebody of their family name led
    served: str | None  # the party that somebody of their name served


class Backing:
    """Reads what speaks for the parties of one article.

    Args:
        scene: The article.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._ends = [line.tokens[-1].end if line.tokens else 0 for line in scene.lines]
        self._named: dict[str, list[Mention]] = {}
        self._counts = {True: 0, False: 0}
        for mention in scene.mentions[:MENTIONS]:
            self._named.setdefault(mention.party, []).append(mention)
            self._counts[mention.is_state] += 1

    def settle(self, people: Sequence[Person]) -> None:
        """Give those whose party is open the likeliest one, if it is likelier than not."""
        if len(self._scene.lines) <= SHORT:
            return
        for person, held in islice(introduced(people), PEOPLE):
            standing = person.standing or Standing()
            organ = standing.organ is not None and standing.party == standing.organ
            if (standing.party is None or organ) and not standing.relation:
                named = [one for one in self.candidates(person, held) if one.is_state or not organ]
                party = chosen(named, calling(standing))
                person.standing = replace(standing.lent(party), guessed=True) if party else person.standing

    def candidates(self, person: Person, held: str | None) -> list[Candidate]:
        """Every party of the article with its signs, in the order of the text."""
        spot = self._spot(person)
        inside = [m for named in self._named.values() for m in named if spot.begin <= m.start < spot.end]
        leading = {
            state: min((m.start for m in inside if m.is_state is state), default=-1)
            for state in (True, False)
        }
        return [self._candidate(held, named, spot, leading) for named in self._named.values()]

    def _spot(self, person: Person) -> _Spot:
        name, body = person.names[0], self._scene.body
        end = body.find("\n", name.start)
        lines = frozenset(bisect_left(self._ends, start + 1) for start, _ in person.places)
        begin, end = body.rfind("\n", 0, name.start) + 1, end if end >= 0 else len(body)
        roster = self._scene.roster
        led = frozenset(code for family in person.families[:2] for code in roster.leaders.get(family, ()))
        private = calling(person.standing or Standing()) == "private"  # "the actor X" is a namesake
        served = None if private else roster.served.party(person.words)
        return _Spot(begin, end, name.line.number, name.start, lines, led, served)

    def _candidate(
        self, held: str | None, named: Sequence[Mention], spot: _Spot, leading: dict[bool, int]
    ) -> Candidate:
        first = named[0]
        before = [m for m in named if m.line == spot.line and m.start < spot.at]
        lines = {m.line for m in named}
        signs = Signs(
            share=len(named) / self._counts[first.is_state],
            before=float(bool(before)),
            paragraph=float(any(spot.begin <= m.start < spot.at for m in named)),
            leads=float(any(m.start == leading[first.is_state] for m in named)),
            opens=float(any(map(self._opens, before))),
            lead=float(any(line <= LEAD for line in lines)),
            held=float(first.party == held),
            acts=float(any(m.line == spot.line - 1 and not m.placed and self._opens(m) for m in named)),
            beside=len(spot.lines & lines) / len(spot.lines),
            led=float(first.party in spot.led),
            served=float(first.party == spot.served),
        )
        last = max((m for m in named if m.start < spot.at), default=first, key=lambda m: m.start)
        return Candidate(Party(first.party, last.start, last.end), first.is_state, signs)

    def _opens(self, mention: Mention) -> bool:
        return self._scene.lines[mention.line].at(mention.start) <= OPENING


def introduced(people: Sequence[Person]) -> Iterator[tuple[Person, str | None]]:
    """The people in the order of the text, each with the party of the one before."""
    held: str | None = None
    for person in sorted(people, key=lambda one: one.first_at):
        party = person.standing.party if person.standing else None
        yield person, held
        held = party.name if party else held


def calling(standing: Standing) -> str:
    """What kind of office a role is: of a ``state``, ``public``, ``abroad``, an ``officer``'s, ``private`` or ``none``."""
    words = frozenset((standing.role or "").lower().split())
    kinds = {
        "none": not words,
        "private": standing.relation,
        "officer": not words.isdisjoint(offices.UNOFFICIAL),
        "abroad": not words.isdisjoint(offices.ABROAD),
        "public": standing.local or not words.isdisjoint(offices.PUBLIC),
        "state": standing.office or not words.isdisjoint(offices.STATE_OFFICES | lex.RANKS),
    }
    found = next((kind for kind, fits in kinds.items() if fits), None)
    officers = offices.OFFICERS | offices.BOARDROOM | offices.TEAM | lex.LEADERS
    return found or ("private" if words.isdisjoint(officers) else "officer")


def chosen(candidates: Sequence[Candidate], kind: str) -> Party | None:
    """The likeliest party of a person of a calling; ``None`` if it is less likely than ``CHANCE``."""
    found = chances([worth(one, kind) for one in candidates])
    best = max(range(len(candidates)), default=0, key=found.__getitem__)
    return candidates[best].party if candidates and found[best] >= CHANCE else None


def worth(one: Candidate, kind: str) -> float:
    """What speaks for a party, in all."""
    of = "state" if one.is_state else "body"
    rows = [PARTIES[of], OFFICIAL] if kind in {"state", "public"} else [PARTIES[of]]
    signs: dict[str, float] = one.signs._asdict()
    return CALLINGS[of][kind] + sum(row[name] * sign for row in rows for name, sign in signs.items())


def chances(sums: Sequence[float]) -> list[float]:
    """The chance of each, and last that of none, whose sum is 0 (softmax)."""
    top = max(0.0, *sums) if sums else 0.0
    parts = [math.exp(one - top) for one in (*sums, 0.0)]
    return [one / sum(parts) for one in parts]
