"""What an article has said so far, so that "he", "the army", "both sides" and "the attack" find their party."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.refs import BODIES, GENERIC, GROUP_HEADS, REBELS, ROLES, UNKNOWN, Kind, Ref

STATE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Party:
    """A party and the words ``body[start:end]`` that it rests on."""

    name: str
    start: int
    end: int


Subjects = Sequence[tuple[int, tuple[Party, ...]]]
"""Verbs of a sentence that can hold a clause, by index, and the parties of their subjects."""


@dataclass(slots=True)
class Memory:
    """Changes from sentence to sentence; lives for one article.

    Attributes:
        people: Key → name of the article's persons.
        subject: Parties of the last sentence's subject.
        home: The state that the article names first.
        doers: Who did the first act of weight told; of an accusation, the accused.
        others: The other side of it.
        armed: Names of the article's armed groups.
        rebels: That named last, whom "the rebels" means.
        bearers: Role noun ("emperor") or head of a body's name ("council") → who bore it last.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    subject: tuple[Party, ...] = ()
    home: tuple[Party, ...] = ()
    doers: tuple[Party, ...] = ()
    others: tuple[Party, ...] = ()
    bearers: dict[str, Party] = field(default_factory=dict)
    armed: frozenset[str] = frozenset()
    rebels: tuple[Party, ...] = ()

    def read(self, clauses: Clauses, refs: Sequence[Ref]) -> None:
        """Remember who is named with which role ("Emperor Akihito"), and what bodies are called."""
        for ref in refs:
            if ref.kind is not Kind.NAME or ref.party is None:
                continue
            party = Party(ref.party, clauses.tokens[ref.first].start, clauses.tokens[ref.last].end)
            if not self.home and STATE.fullmatch(party.name):
                self.home = (party,)
            if party.name in self.armed or (ref.actor == "" and clauses.lower(ref.last) in GROUP_HEADS):
                self.rebels = (party,)
            for at in range(max(ref.first - 3, 0), ref.first):
                if clauses.lower(at) in ROLES and clauses.tokens[at].text[0].isupper():
                    self.bearers[clauses.lower(at)] = party
            for word in (clauses.lower(ref.last), party.name.lower().rpartition(" ")[2]):
                if word in BODIES or word in GROUP_HEADS:
                    self.bearers[word] = party

    def resolve(self, clauses: Clauses, refs: Iterable[Ref], before: Subjects = ()) -> tuple[Party, ...]:
        """Parties of references, without those that stay unknown.

        Args:
            clauses: Their sentence.
            refs: In it.
            before: Its subjects so far, for pronouns and roles that follow the token at that index.
        """
        found: dict[str, Party] = {}
        for ref in refs:
            for party in self._parties(clauses, ref, before):
                found.setdefault(party.name, party)
        return tuple(found.values())

    def _parties(self, clauses: Clauses, ref: Ref, before: Subjects) -> tuple[Party, ...]:
        if clauses.lower(ref.first) in REBELS and self.rebels and clauses.lower(ref.first - 1) == "the":
            return self.rebels
        if ref.party is not None:
            return (Party(ref.party, clauses.tokens[ref.first].start, clauses.tokens[ref.last].end),)
        last = next((parties for at, parties in reversed(before) if parties and at < ref.first), self.subject)
        if ref.kind is Kind.PRONOUN:
            single = clauses.lower(ref.first) in {"he", "she", "it", "him"}
            return self.subject if single and any(p.name in GENERIC for p in last) else last
        if ref.kind is Kind.ROLE:
            return self._bearer(clauses, ref, last)
        if ref.kind is Kind.BOTH:
            return (*self.doers, *self.others)
        return self.doers

    def _bearer(self, clauses: Clauses, ref: Ref, last: tuple[Party, ...]) -> tuple[Party, ...]:
        word = clauses.lower(ref.last)
        if word in self.bearers:
            return (self.bearers[word],)
        if word in BODIES:
            return ()
        bare = ref.first == ref.last and clauses.tag(ref.first - 1) not in {Tag.DETERMINER, Tag.WORD}
        if bare and self.home:
            return self.home  # "soldiers fired": those of the article's country
        return tuple(p for p in last if STATE.fullmatch(p.name)) or self.home

    def own_people(self, clauses: Clauses, refs: Iterable[Ref]) -> tuple[Party, ...]:
        """Persons by their names, others by their kind: whom a state acts on when it acts on its own people."""
        named = ((self.people.get(r.actor) or r.people, r) for r in refs)
        return tuple(
            Party(name, clauses.tokens[r.first].start, clauses.tokens[r.last].end)
            for name, r in named
            if name
        )

    def is_known(self, parties: tuple[Party, ...]) -> bool:
        """Whether one of them is known to have done the first act of weight."""
        return bool({p.name for p in parties} & {p.name for p in self.doers})

    def follow(self, doers: tuple[Party, ...], others: tuple[Party, ...]) -> None:
        """Remember the first act of weight between two parties."""
        named = all({p.name for p in side} - {UNKNOWN} for side in (doers, others))
        if named and not self.doers:
            self.doers, self.others = doers, others

    def counterpart(self, sources: tuple[Party, ...], *, outsiders: bool) -> tuple[Party, ...]:
        """The other side of the leading pair, for a party of it whose words name no target.

        ``outsiders``: who is of neither side faces the doers.
        """
        names = {p.name for p in sources}
        if names & {p.name for p in self.doers}:
            return tuple(p for p in self.others if p.name not in names)
        if not outsiders and not names & {p.name for p in self.others}:
            return ()
        return tuple(p for p in self.doers if p.name not in names)


def first_verb(clauses: Clauses) -> int | None:
    """Index of the sentence's first verb; that of an insertion does not count."""
    inside = {at for insertion in clauses.insertions for at in insertion}
    verbs = {Tag.VERB, Tag.AUXILIARY}
    return next((i for i, tag in enumerate(clauses.tags) if tag in verbs and i not in inside), None)
