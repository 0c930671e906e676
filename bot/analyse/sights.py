"""What the model sees to happen in a sentence, in the tokens and references that the rules read it by."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.analyse.clauses import Clauses
from bot.analyse.encoder.asking import Answer, Words
from bot.analyse.encoder.tagger import Line, Seen
from bot.analyse.refs import ROLES, Kind, Ref
from bot.analyse.vocabulary import vocabulary
from bot.types import Modality, Root

_ORGANS = ROLES | vocabulary(
    "magistrate judge judges court jury prosecutor prosecutors officers commander commanders general colonel brigade battalion "
    "regiment garrison fleet jets warplanes gunboats marines paratroopers commandos gendarmes guards coastguard customs cabinet "
    "parliament lawmakers ministers diplomat diplomats negotiators delegation presidency palace embassy consulate regulator"
)
"""Who acts for a state, beside the nouns that the rules take for it: in a party's place they mean the state at hand."""


@dataclass(frozen=True, slots=True)
class Sight:
    """An event as the model sees it.

    Attributes:
        first: Index of its first token.
        last: Index of its last token.
        weight: How likely there is an event, 0…1.
        answer: What the heads say of it.
        sources: References in the spans of its sources, one for each span.
        targets: Likewise.
    """

    first: int
    last: int
    weight: float
    answer: Answer
    sources: tuple[Ref, ...]
    targets: tuple[Ref, ...]

    @property
    def root(self) -> Root:
        """The likeliest."""
        return self.answer.root

    def modality(self, least: float) -> Modality | None:
        """The likeliest, where it is at least so sure."""
        return self.answer.modality if max(self.answer.modalities) >= least else None

    def covers(self, tokens: Iterable[int]) -> bool:
        """Whether it is told by one of the tokens."""
        return any(self.first <= at <= self.last for at in tokens)


def of_line(clauses: Clauses, refs: Sequence[Ref], line: Line, seen: Sequence[Seen]) -> tuple[Sight, ...]:
    """The events that the model sees in a sentence, in its order."""
    found = []
    for event in seen:
        tokens = _tokens(clauses, event.start, event.end)
        if not tokens:
            continue
        sources = tuple(_refs(clauses, refs, line, event.answer.sources))
        targets = tuple(_refs(clauses, refs, line, event.answer.targets))
        weight = 1 - float(event.answer.roots[0])
        found.append(Sight(tokens[0], tokens[-1], weight, event.answer, sources, targets))
    return tuple(found)


def _refs(clauses: Clauses, refs: Sequence[Ref], line: Line, spans: Sequence[Words]) -> Iterator[Ref]:
    """The foremost reference of each span, for what stands behind it says more of the same party; else its organ."""
    for first, last in spans:
        tokens = _tokens(clauses, line.words[first].start, line.words[last - 1].end)
        inside = [ref for ref in refs if tokens and ref.first in tokens]
        organs = (Ref(at, at, Kind.ROLE, None) for at in tokens if clauses.lower(at) in _ORGANS)
        yield from inside[:1] or itertools.islice(organs, 1)


def _tokens(clauses: Clauses, start: int, end: int) -> range:
    """Indices of the tokens of ``body[start:end]``."""
    first = bisect_right(clauses.tokens, start, key=lambda token: token.end)
    return range(first, bisect_left(clauses.tokens, end, key=lambda token: token.start))
