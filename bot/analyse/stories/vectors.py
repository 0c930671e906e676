"""A sketch as one vector: the product of two tells how close two articles are, sign by sign.

Each kind of sign has a part of its own, of length √(its worth), so that one product sums them all. Weights are
integers: their sum is the same in whatever order it is taken.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.analyse.stories.rarity import rarity
from bot.analyse.stories.settings import Settings
from bot.analyse.stories.sketch import Sketch

ONE = 1 << 15
"""The weight 1; a vector of length 1 has no larger one, so that two bytes hold it."""

PARTS = ("words", "opening", "actors", "figures", "events")
"""Kinds of signs, as ``brief why`` calls them."""

BLOCKS = 8
"""Room for the kinds of signs in the number of a sign: kind and word make one number."""


_NO_SIGN = b"\xff" * 4
_NO_WEIGHT = b"\0" * 2


class Vector(NamedTuple):
    """Signs and their weights, in the same order.

    Attributes:
        signs: Number of each sign as four bytes, ascending: ``BLOCKS`` × the number of its word, and its kind.
        weights: Weight of each as two bytes.
        kinds: Bits of the kinds that it has.
        at: When the article was published; seconds since 1970.
    """

    signs: bytes
    weights: bytes
    kinds: int
    at: int

    def opened(self) -> dict[int, int]:
        """Weight by sign."""
        return dict(zip(memoryview(self.signs).cast("I"), memoryview(self.weights).cast("H"), strict=True))

    def words(self) -> set[int]:
        """The numbers of its words."""
        return {sign // BLOCKS for sign in memoryview(self.signs).cast("I")}

    def by_kind(self, other: Mapping[int, int]) -> dict[int, list[tuple[int, int]]]:
        """The product with an opened vector by kind: (what each shared word adds, its number), the most first."""
        parts: dict[int, list[tuple[int, int]]] = {}
        for sign, weight in self.opened().items():
            if sign in other:
                parts.setdefault(sign % BLOCKS, []).append((weight * other[sign], sign // BLOCKS))
        return {kind: sorted(added, key=lambda one: (-one[0], one[1])) for kind, added in parts.items()}


class Multiplier:
    """A vector, made ready to be multiplied with many."""

    def __init__(self, vector: Vector) -> None:
        self._signs = np.frombuffer(vector.signs + _NO_SIGN, np.uint32)
        self._weights = np.frombuffer(vector.weights + _NO_WEIGHT, np.uint16).astype(np.int64)

    def products(self, others: Sequence[Vector]) -> list[float]:
        """The product with each, in units of ``ONE`` squared: whole numbers below 2⁵³, and so exact."""
        signs = np.frombuffer(b"".join([other.signs for other in others]), np.uint32)
        weights = np.frombuffer(b"".join([other.weights for other in others]), np.uint16)
        at = np.searchsorted(self._signs, signs)
        shared = np.flatnonzero(self._signs[at] == signs)
        whose = np.repeat(np.arange(len(others)), [len(other.signs) // 4 for other in others])
        found: list[float] = np.bincount(
            whose[shared], self._weights[at[shared]] * weights[shared], len(others)
        ).tolist()
        return found


def products_of_each(vectors: Sequence[Vector]) -> list[list[float]]:
    """The product of each with each other, exact as those of `Multiplier`; the diagonal means nothing.

    Summed by ``einsum`` and not by ``@``, which would start threads for tables that are this small.
    """
    signs = np.frombuffer(b"".join([one.signs for one in vectors]), np.uint32)
    weights = np.frombuffer(b"".join([one.weights for one in vectors]), np.uint16)
    whose = np.repeat(np.arange(len(vectors)), [len(one.signs) // 4 for one in vectors])
    _, which, having = np.unique(signs, return_inverse=True, return_counts=True)
    is_shared = having > 1  # most signs are one article's alone
    columns = np.cumsum(is_shared) - 1
    shared = np.flatnonzero(is_shared[which])
    table = np.zeros((len(vectors), int(is_shared.sum())))
    table[whose[shared], columns[which[shared]]] = weights[shared]
    found: list[list[float]] = np.einsum("ik,jk->ij", table, table).tolist()
    return found


def labels(sketch: Sketch) -> list[str]:
    """The words of a sketch: stems as they are, actors and events behind a mark that no stem has."""
    return [
        *(term.stem for term in sketch.terms),
        *(f"@{actor.name}" for actor in sketch.actors),
        *(f">{event}" for event in sketch.events),
    ]


class Weigher:
    """Makes vectors, and tells how close two of them are.

    Args:
        settings: What each kind of sign is worth.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worth = (settings.body, settings.opening, settings.actors, settings.numbers, settings.events)
        size = 1 << len(PARTS)
        self._shared = [
            sum(w for bit, w in enumerate(self._worth) if kinds >> bit & 1) for kinds in range(size)
        ]

    def worth(self, kinds: int) -> float:
        """What the kinds of signs are worth together that two articles both have; 0 if none."""
        return self._shared[kinds]

    def closeness(self, product: float, one: Vector, other: Vector) -> float:
        """0…1: what two share of the signs that both have, less what the time between them takes away."""
        worth = self._shared[one.kinds & other.kinds]
        if not worth:
            return 0.0
        near = product / (ONE * ONE * worth)
        late = abs(one.at - other.at) - self._settings.lag_s
        if late <= 0:
            return near
        return near * (1 - self._settings.faded * min(1.0, late / self._settings.fade_s))

    def weigh(self, sketch: Sketch, numbers: list[int], tells: list[float]) -> Vector:
        """The vector of a sketch.

        Args:
            sketch: What is known of the article.
            numbers: Number of each of ``labels(sketch)``.
            tells: What each of them tells in the window; above 0.
        """
        body: list[tuple[int, float]] = []
        opening: list[tuple[int, float]] = []
        figures: list[tuple[int, float]] = []
        for term, number, seen in zip(sketch.terms, numbers, tells, strict=False):
            tell = rarity(term.stem, seen)
            body.append((number, term.body * tell))
            if term.opening:
                opening.append((number, term.opening * tell))
            if not term.stem[0].isalpha():
                figures.append((number, tell))
        others = list(zip(numbers, tells, strict=True))[len(sketch.terms) :]
        called = len(sketch.actors)
        actors = [(n, a.salience * t) for (n, t), a in zip(others, sketch.actors, strict=False)]
        return self._joined((body, opening, actors, figures, others[called:]), sketch.at)

    def _joined(self, blocks: Iterable[list[tuple[int, float]]], at: int) -> Vector:
        signs: list[int] = []
        weights: list[int] = []
        kinds = 0
        for kind, (block, worth) in enumerate(zip(blocks, self._worth, strict=True)):
            if not block:
                continue
            kinds |= 1 << kind
            scale = math.sqrt(worth / sum(weight * weight for _, weight in block)) * ONE
            signs += [number * BLOCKS + kind for number, _ in block]
            weights += [int(weight * scale) for _, weight in block]
        order = np.argsort(numbered := np.array(signs, np.uint32))
        return Vector(numbered[order].tobytes(), np.array(weights, np.uint16)[order].tobytes(), kinds, at)
