"""The window's articles by what they share: which are near an article, and how near. Time per article stays bounded.

Every word lists the latest articles that it is telling for; an article's most telling words are looked up there, and
those that share most of them are compared.
"""

import math
from array import array
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.analyse.stories.rarity import in_window
from bot.analyse.stories.settings import Settings
from bot.analyse.stories.sketch import Sketch
from bot.analyse.stories.vectors import BLOCKS, ONE, Multiplier, Vector, Weigher, labels, products_of_each

LOOKED_UP = 24
"""Words of an article that are looked up, the most telling: 32 give the same stories."""

LISTED = 48
"""Articles that a word lists, the latest; a word that more of them have tells little. 40 to 64 give the same stories."""

COMPARED = 20
"""Articles that are compared with a new one: more than twice as many as tell how dense the news around it is."""

SHARE = 0.25
"""Part of the best's shared words that an article must share to be compared."""

Near = tuple[float, int]
"""How close an article is, and which."""


@dataclass(slots=True)
class _Article:
    """``scale`` is 1/√(density), 0 until it is asked for."""

    vector: Vector
    near: list[Near] | None = None
    scale: float = 0.0


class Probe:
    """An article, opened to be compared with many. ``known``: how close those are that it was compared with."""

    def __init__(self, weigher: Weigher, vector: Vector) -> None:
        self._weigher = weigher
        self._vector = vector
        self._multiplier = Multiplier(vector)
        self.known: dict[int, float] = {}

    def closeness(self, others: Sequence[Vector]) -> list[float]:
        """How close it is to each, see `Weigher.closeness`."""
        close, vector = self._weigher.closeness, self._vector
        products = self._multiplier.products(others)
        return [close(product, vector, other) for product, other in zip(products, others, strict=True)]

    @cached_property
    def telling(self) -> list[tuple[int, int]]:
        """Its most telling words: number and strength."""
        strength: dict[int, int] = {}
        for sign, weight in self._vector.opened().items():
            number = sign // BLOCKS
            strength[number] = strength.get(number, 0) + weight * weight
        return sorted(strength.items(), key=lambda one: (-one[1], one[0]))[:LOOKED_UP]


class Index:
    """Articles of the window. What it tells depends on the articles and their order alone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._weigher = Weigher(settings)
        self._articles: dict[int, _Article] = {}
        self._numbers: dict[str, int] = {}
        self._labels: dict[int, str] = {}
        self._having: dict[int, int] = {}
        self._lists: dict[int, array[int]] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._articles)

    def add(self, doc: int, sketch: Sketch) -> Probe:
        """Take an article in; its weights are those of the window as it is now."""
        told = labels(sketch)
        tells = in_window(len(self._articles))
        numbers = [self._number(label) for label in told]
        vector = self._weigher.weigh(sketch, numbers, [tells(self._having[number]) for number in numbers])
        for number in dict.fromkeys(numbers):
            self._having[number] += 1
        self._articles[doc] = _Article(vector)
        probe = self.probe(doc)
        for number, _ in probe.telling:
            listed = self._lists.setdefault(number, array("q"))
            listed.append(doc)
            if len(listed) > LISTED:
                del listed[0]
        return probe

    def _number(self, label: str) -> int:
        number = self._numbers.get(label)
        if number is None:
            number = self._numbers[label] = self._next
            self._labels[number] = label
            self._having[number] = 0
            self._next += 1
        return number

    def remove(self, doc: int) -> None:
        """Forget an article, and the words that no other has."""
        for number in self._articles.pop(doc).vector.words():
            self._having[number] -= 1
            listed = self._lists.get(number)
            if listed and doc in listed:
                listed.remove(doc)
            if not listed:
                self._lists.pop(number, None)
            if not self._having[number]:
                del self._having[number], self._numbers[self._labels.pop(number)]

    def probe(self, doc: int) -> Probe:
        """An article, opened."""
        return Probe(self._weigher, self._articles[doc].vector)

    def closeness(self, probe: Probe, docs: Sequence[int]) -> list[float]:
        """How close articles are."""
        known = probe.known
        asked = [doc for doc in docs if doc not in known]
        if asked:
            known.update(
                zip(asked, probe.closeness([self._articles[doc].vector for doc in asked]), strict=True)
            )
        return [known[doc] for doc in docs]

    def meet(self, doc: int, probe: Probe) -> list[Near]:
        """The articles nearest to a new one, the closest first; they, too, take note of it."""
        found = self._nearest(doc, probe)
        self._articles[doc].near = found[: self._settings.around]
        for near, other in found:
            article = self._articles[other]
            if article.near is not None:
                insort(article.near, (near, doc), key=_closest)
                del article.near[self._settings.around :]
                article.scale = 0.0
        return found

    def near(self, doc: int) -> list[Near]:
        """The articles nearest to one, the closest first: as many as tell how dense the news around it is."""
        article = self._articles[doc]
        if article.near is None:
            article.near = self._nearest(doc, self.probe(doc))[: self._settings.around]
        return [one for one in article.near if one[1] in self._articles]

    def ratios(self, doc: int, found: Sequence[Near]) -> list[float]:
        """The closeness of others against how close the nearest of both are: 1 is as close as neighbours are."""
        scale = self._scale(doc) if found else 0.0
        return [near * scale * self._scale(other) for near, other in found]

    def table(self, docs: Sequence[int]) -> list[list[float]]:
        """How close each is to each, in the measure of `ratios`; 1 to itself."""
        vectors = [self._articles[doc].vector for doc in docs]
        scales = [self._scale(doc) for doc in docs]
        rows = [[1.0] * len(docs) for _ in docs]
        for row, products in enumerate(products_of_each(vectors)):
            for column in range(row):
                near = self._weigher.closeness(products[column], vectors[row], vectors[column])
                rows[row][column] = rows[column][row] = near * scales[row] * scales[column]
        return rows

    def _scale(self, doc: int) -> float:
        """Neighbours that it lacks count as strangers; those that left the window no longer count once one comes."""
        article = self._articles[doc]
        if not article.scale:
            total = sum(near for near, _ in self.near(doc))
            article.scale = 1 / math.sqrt(max(self._settings.apart, total / self._settings.around))
        return article.scale

    def shared(self, one: int, other: int) -> dict[int, list[tuple[float, str]]]:
        """What each word that two articles share adds to their closeness, by kind of sign, the most first."""
        a, b = self._articles[one].vector, self._articles[other].vector
        unit = ONE * ONE * (self._weigher.worth(a.kinds & b.kinds) or 1)
        return {
            kind: [(added / unit, self._labels[number].lstrip("@>")) for added, number in parts]
            for kind, parts in a.by_kind(b.opened()).items()
        }

    def _nearest(self, doc: int, probe: Probe) -> list[Near]:
        lists = [
            (self._lists[number], strength) for number, strength in probe.telling if number in self._lists
        ]
        docs = alike([listed for listed, _ in lists], [strength for _, strength in lists], doc)
        return sorted(zip(self.closeness(probe, docs), docs, strict=True), key=_closest)


def alike(lists: Sequence["array[int]"], strengths: Sequence[int], but: int) -> list[int]:
    """The articles that are worth comparing, best first: those that share most with one, ``but`` itself.

    Args:
        lists: The articles of each word that is looked up.
        strengths: What each of the words tells.
        but: Left out.
    """
    docs, which = np.unique(np.frombuffer(b"".join(lists), np.int64), return_inverse=True)
    sizes = np.array([len(listed) for listed in lists], np.int64)
    shared = np.bincount(which, np.repeat(np.array(strengths, np.int64), sizes))
    shared, docs = shared[docs != but], docs[docs != but]
    if not docs.size:
        return []
    enough = np.flatnonzero(shared >= shared.max() * SHARE)
    order = np.lexsort((docs[enough], -shared[enough]))[:COMPARED]
    found: list[int] = docs[enough[order]].tolist()
    return found


def _closest(one: tuple[float, int]) -> tuple[float, int]:
    return -one[0], one[1]
