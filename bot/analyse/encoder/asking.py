"""What the heads of events are asked, and what they answer: a trigger, or the two sides → root, mode, modality, parties."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from bot.analyse.encoder.bio import best_path, spans
from bot.analyse.encoder.labels import (
    ACTS,
    MODALITIES,
    MODES,
    NONE,
    NOTHING,
    ROOTS,
    SIDES,
    SOURCE,
    TARGET,
    TRIGGER,
)
from bot.types import Modality, Root

Words = tuple[int, int]
"""First and last exclusive."""


class Asked(NamedTuple):
    """What is known of an event in a sentence, in words of it; what is left out is to be found."""

    trigger: tuple[Words, ...] = ()
    sources: tuple[Words, ...] = ()
    targets: tuple[Words, ...] = ()

    def marks(self, firsts: Sequence[int], length: int) -> list[int]:
        """A mark for each of ``length`` subwords; ``firsts[i]`` is the place of word i's first."""
        found = [NONE] * length
        ends = [*firsts[1:], length - 1]
        for side, mark in ((self.sources, SOURCE), (self.targets, TARGET), (self.trigger, TRIGGER)):
            for first, last in side:
                for at in range(firsts[first], ends[last - 1]):
                    found[at] = mark
        return found


class Answer(NamedTuple):
    """What the heads say, as probabilities.

    Attributes:
        roots: (``ROOTS``); the first is that there is no event.
        acts: (``ACTS``).
        modalities: (``MODALITIES``).
        sources: Spans in words.
        targets: Likewise.
    """

    roots: np.ndarray
    acts: np.ndarray
    modalities: np.ndarray
    sources: tuple[Words, ...]
    targets: tuple[Words, ...]

    @property
    def root(self) -> Root:
        """The likeliest, given that there is an event."""
        return Root(ROOTS[1 + int(self.roots[1:].argmax())])

    @property
    def modality(self) -> Modality:
        """The likeliest."""
        return MODALITIES[int(self.modalities.argmax())]

    def weight(self, root: Root) -> float:
        """How likely the event is of that root."""
        return float(self.roots[ROOTS.index(root)])

    def mode(self, root: Root) -> str | None:
        """The likeliest mode of a root; ``None``: none of its modes, or it has none."""
        modes = (NOTHING, *MODES.get(root, ()))
        best = max(modes, key=lambda mode: self.acts[ACTS.index(f"{root}:{mode}")])
        return None if best == NOTHING else best


class Heads(NamedTuple):
    """Raw scores of one batch: sides (rows, length, SIDES), the others (rows, classes)."""

    sides: np.ndarray
    roots: np.ndarray
    acts: np.ndarray
    modalities: np.ndarray


class EventNetwork(Protocol):
    """What runs the weights of the event heads."""

    def ask(self, hidden: np.ndarray, marks: np.ndarray, mask: np.ndarray) -> Heads:
        """``hidden`` (rows, length, width) of the encoder, ``marks`` and ``mask`` (rows, length)."""


def answers(heads: Heads, firsts: Sequence[Sequence[int]]) -> Iterator[Answer]:
    """Answers of a batch, row by row; ``firsts`` of each row's sentence."""
    roots, acts, modalities = (shares(part) for part in heads[1:])
    for row, places in enumerate(firsts):
        sources, targets = sides(heads.sides[row][list(places)])
        yield Answer(roots[row], acts[row], modalities[row], sources, targets)


def shares(scores: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    found: np.ndarray = raised / raised.sum(-1, keepdims=True)
    return found


def sides(scores: np.ndarray) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Scores of words (words, ``SIDES``) → spans of sources and of targets, by the heaviest path."""
    found: dict[str, list[Words]] = {"source": [], "target": []}
    if len(scores):
        for first, last, side in spans(best_path(scores, SIDES), SIDES):
            found[side].append((first, last))
    return tuple(found["source"]), tuple(found["target"])
