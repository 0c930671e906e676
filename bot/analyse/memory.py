"""What an article has said so far, so that "he", "the army", "both sides" and "the attack" find their party."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.analyse.refs import Kind, Ref

_STATE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Party:
    """A party and the words ``body[start:end]`` that it rests on."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Memory:
    """Changes from sentence to sentence; lives for one article.

    Attributes:
        subject: Parties of the last subject.
        lead_sources: Who did the first act of weight told.
        lead_targets: To whom.
    """

    subject: tuple[Party, ...] = ()
    lead_sources: tuple[Party, ...] = ()
    lead_targets: tuple[Party, ...] = ()
    named: dict[str, Party] = field(default_factory=dict)

    def resolve(self, refs: Iterable[Ref], place: Sequence[tuple[int, int]]) -> tuple[Party, ...]:
        """Parties of references; ``place`` gives the offsets of the sentence's tokens. Unresolved ones are left out."""
        found: dict[str, Party] = {}
        for ref in refs:
            for party in self._parties(ref, place):
                found.setdefault(party.name, party)
        return tuple(found.values())

    def _parties(self, ref: Ref, place: Sequence[tuple[int, int]]) -> tuple[Party, ...]:
        if ref.party is not None:
            return (Party(ref.party, place[ref.first][0], place[ref.last][1]),)
        if ref.kind is Kind.PRONOUN:
            return self.subject
        if ref.kind is Kind.ROLE:
            return tuple(p for p in self.subject if _STATE.fullmatch(p.name))
        if ref.kind is Kind.BOTH:
            return (*self.lead_sources, *self.lead_targets)
        return self.lead_sources

    def follow(self, sources: tuple[Party, ...], targets: tuple[Party, ...], *, weighty: bool) -> None:
        """Remember the first act of weight between two parties."""
        if weighty and sources and targets and not self.lead_sources:
            self.lead_sources, self.lead_targets = sources, targets

    def counterpart(self, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """The other side of the leading pair, for a party of it whose words name no target."""
        names = {p.name for p in sources}
        if names & {p.name for p in self.lead_sources}:
            return tuple(p for p in self.lead_targets if p.name not in names)
        if names & {p.name for p in self.lead_targets}:
            return tuple(p for p in self.lead_sources if p.name not in names)
        return ()
