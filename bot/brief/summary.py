"""The summary: a few whole sentences of the article, verbatim, in its order.

Each sentence gets a score, a weighted sum of terms that a reader can name; the best is taken, what is left loses by
its likeness to what was taken (maximal marginal relevance, Carbonell and Goldstein 1998), and so on until a budget
is spent. ``fitness`` says what may be taken at all. Centrality is sumy's.
"""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from bot.brief.centrality import LexRank, Matrix, stem
from bot.brief.fitness import Fitness, fitness
from bot.text import Offsets, words
from bot.types import Article, Span

MAX_SENTENCES = 3
MAX_WORDS = 100
MAX_RANKED = 500
"""Sentences looked at, from the top. The longest dev article has 160; the similarity matrix grows with the square."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term adds to a sentence's score. Every term lies in 0…1.

    Attributes:
        central: LexRank rating, over the best of the article.
        lead: 1, 1/2, 1/3 … from the top of the report.
        first: The first sentence of the report.
        title: Share of the headline's words that it has.
        topic: Likeness to the first sentence of the report.
        length: Words over ``LONG``, 1 from there on.
        opening: First sentence of its paragraph.
        names: Share of its words that are capitalised within the sentence.
        figures: It has a figure.
        quoted: Share of it that lies in quotation marks.
        redundancy: What its likeness to the most alike sentence taken before costs.
    """

    central: float = 1.0
    lead: float = 1.0
    first: float = 0.0
    title: float = 0.5
    topic: float = 0.0
    length: float = 0.5
    opening: float = 0.0
    names: float = 0.0
    figures: float = 0.0
    quoted: float = 0.0
    redundancy: float = 0.5


WEIGHTS = Weights()
LONG = 25
"""Words of a full news sentence (mean of the dev sets' first sentences)."""

_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"(?<=[\w,;’'] )[A-Z]\w")
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as LexRank and the terms see it."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read for its summary; arrays go by sentence.

    Attributes:
        offsets: Where each sentence stands in the body.
        fitness: What may be taken.
        words: Words of each, parted by white space, as a budget counts them.
        terms: The terms of ``Weights`` but the last, in its order; shape (sentences, 10).
        likeness: Cosine of every pair.
    """

    offsets: tuple[Offsets, ...]
    fitness: tuple[Fitness, ...]
    words: tuple[int, ...]
    terms: Matrix
    likeness: Matrix


def summarize(
    article: Article,
    sentences: Sequence[Offsets],
    *,
    max_sentences: int = MAX_SENTENCES,
    max_words: int = MAX_WORDS,
    weights: Weights = WEIGHTS,
) -> tuple[Span, ...]:
    """The sentences that tell ``article`` best, in its order; none where it holds no sentence to show.

    At most ``max_sentences`` and ``max_words`` (counted by white space); where no fit sentence is that short, the
    best one alone. ``sentences`` are the offsets that ``bot.text.sentences`` gives for the body.

    Raises:
        ValueError: A budget is below 1.
    """
    if max_sentences < 1 or max_words < 1:
        msg = f"cannot summarise in {max_sentences} sentences and {max_words} words; give at least 1 of each"
        raise ValueError(msg)
    draft = read(article, sentences)
    chosen = choose(draft, max_sentences=max_sentences, max_words=max_words, weights=weights)
    return tuple(article.span(*draft.offsets[i]) for i in chosen)


def read(article: Article, sentences: Sequence[Offsets]) -> Draft:
    """Weigh the sentences of ``article`` that can be shown: the first ``MAX_RANKED`` of them."""
    standing = zip(sentences, fitness(article, sentences), strict=True)
    kept = [(offsets, fit) for offsets, fit in standing if fit < Fitness.UNFIT][:MAX_RANKED]
    offsets = tuple(pair for pair, _ in kept)
    fit = tuple(fit for _, fit in kept)
    parts = [_sentence(article.body[start:end]) for start, end in offsets]
    likeness = LexRank().similarity(parts) if parts else np.zeros((0, 0))
    terms = _terms(article, offsets, fit, parts, likeness)
    return Draft(offsets, fit, tuple(len(part.text.split()) for part in parts), terms, likeness)


def choose(draft: Draft, *, max_sentences: int, max_words: int, weights: Weights) -> list[int]:
    """Indexes of the sentences to show, in order. Ties go to the earlier sentence."""
    *linear, redundancy = astuple(weights)
    score = draft.terms @ np.array(linear)
    worst = Fitness.FIT if Fitness.FIT in draft.fitness else min(draft.fitness, default=Fitness.FIT)
    chosen: list[int] = []
    alike = np.zeros(len(score))
    left = max_words
    while len(chosen) < max_sentences:
        open_to = [i for i in _open(draft, chosen, worst) if draft.words[i] <= left]
        if not open_to and not chosen:
            open_to = _open(draft, chosen, worst)
        if not open_to:
            break
        best = max(open_to, key=lambda i: (score[i] - redundancy * alike[i], -i))
        chosen.append(best)
        left -= draft.words[best]
        alike = np.maximum(alike, draft.likeness[best])
    return sorted(chosen)


def _open(draft: Draft, chosen: Sequence[int], worst: Fitness) -> list[int]:
    """Sentences that may be taken next: fit ones, and those that lean on one that was taken."""
    return [
        i
        for i, fit in enumerate(draft.fitness)
        if i not in chosen and (fit <= worst or (fit is Fitness.LEANING and i - 1 in chosen))
    ]


def _sentence(text: str) -> _Sentence:
    return _Sentence(text, tuple(text[start:end] for start, end in words(text)))


def _terms(
    article: Article,
    offsets: Sequence[Offsets],
    fit: Sequence[Fitness],
    parts: Sequence[_Sentence],
    likeness: Matrix,
) -> Matrix:
    if not parts:
        return np.zeros((0, 10))
    central = LexRank().rate(likeness)
    title = _stems(_sentence(article.headline).words)
    top = max(central)
    report = [i for i, f in enumerate(fit) if f <= Fitness.LEANING] or [0]
    place = {i: n for n, i in enumerate(report)}
    rows = []
    for i, part in enumerate(parts):
        stems = _stems(part.words)
        size = max(1, len(part.words))
        start = offsets[i][0]
        rows.append(
            (
                central[i] / top,
                1 / (1 + place[i]) if i in place else 0.0,
                float(place.get(i) == 0),
                len(title & stems) / max(1, len(title)),
                likeness[report[0], i],
                min(1.0, len(part.words) / LONG),
                float(start == 0 or "\n" in article.body[offsets[i - 1][1] : start] if i else True),
                min(1.0, len(_NAME.findall(part.text)) / size),
                float(_FIGURE.search(part.text) is not None),
                sum(len(q) for q in _QUOTED.findall(part.text)) / max(1, len(part.text)),
            )
        )
    return np.array(rows)


def _stems(terms: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(term.lower()) for term in terms if len(term) > 3)  # noqa: PLR2004 - the, and, for
