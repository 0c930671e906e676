"""The summary: a few whole sentences of the article, verbatim, in its order.

A sentence's score is a weighted sum of terms that a reader can name. The best is taken; what is left loses by its
likeness to what was taken (maximal marginal relevance, Carbonell and Goldstein 1998); and so on until a budget is
spent or nothing left comes near the best. ``fitness`` says what may be taken at all. Centrality is sumy's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.brief.centrality import LexRank, Matrix, stem
from bot.brief.fitness import Fitness, fitness
from bot.text import Offsets, words
from bot.types import Article, Span

MAX_SENTENCES = 3
MAX_WORDS = 80
"""Room for three news sentences of 27 words. Swept 60…130 with the weights; see ``WEIGHTS``."""

MAX_RANKED = 500
"""Sentences looked at, from the top. The longest dev article has 125; similarities grow with the square."""

SAME = 0.9
"""Cosine from which two sentences say the same; the second is not shown. Above it lie copies and corrected copies."""

LONG = 25
"""Words of a full news sentence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term adds to a sentence's score. Every term lies in 0…1.

    Attributes:
        central: LexRank rating, over the best of the article.
        lead: 1, 1/2, 1/3 … by place in the report.
        title: Share of the headline's words that it has.
        length: Words, over ``LONG``; 1 from there on.
        opening: It opens its paragraph.
        quoted: Share of its characters in quotation marks.
        redundancy: What its likeness to the most alike sentence taken before costs.
        keep: A further sentence must reach this share of the best score still to be had, or the summary ends: room
            that only a filler fits stays empty.
    """

    central: float = 1.0
    lead: float = 2.0
    title: float = 1.0
    length: float = 0.25
    opening: float = 0.5
    quoted: float = -0.25
    redundancy: float = 0.5
    keep: float = 0.75


WEIGHTS = Weights()
"""Chosen one at a time around a coordinate search, by ROUGE-1 over Lead-3 on six dev sets and the editor's sentences
kept on the gold articles; ``python -m tests.quality.tune_summary`` prints the table. The optimum is flat: a step of a
half changes cnndm by less than 0.6. Tried, and of no use on most sets: a bonus for the first sentence, likeness to it,
names, figures, weekdays, verbs of saying, past dates, the first person."""

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as LexRank and the terms see it; its words are in lower case."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article read for its summary. Arrays go by sentence.

    Attributes:
        offsets: Where each sentence stands in the body.
        fitness: What may be taken.
        words: Words of each, parted by white space, as a budget counts them.
        terms: ``central`` to ``quoted`` of ``Weights``; shape (sentences, 6).
        likeness: Cosine of every pair; shape (sentences, sentences).
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

    At most ``max_sentences`` and ``max_words`` (parted by white space); where no fit sentence is that short, the
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
    """Weigh the first ``MAX_RANKED`` sentences of ``article`` that can be shown."""
    standing = zip(sentences, fitness(article, sentences), strict=True)
    kept = [(offsets, fit) for offsets, fit in standing if fit < Fitness.UNFIT][:MAX_RANKED]
    offsets = tuple(pair for pair, _ in kept)
    fit = tuple(fit for _, fit in kept)
    parts = [_sentence(article.body[start:end]) for start, end in offsets]
    likeness = LexRank().similarity(parts)
    sizes = tuple(len(part.text.split()) for part in parts)
    return Draft(offsets, fit, sizes, _terms(article, offsets, fit, parts, likeness), likeness)


def choose(draft: Draft, *, max_sentences: int, max_words: int, weights: Weights) -> list[int]:
    """Indexes of the sentences to show, in order. Ties go to the earlier sentence."""
    w = weights
    score = draft.terms @ np.array((w.central, w.lead, w.title, w.length, w.opening, w.quoted))
    worst = Fitness.FIT if Fitness.FIT in draft.fitness else min(draft.fitness, default=Fitness.FIT)
    chosen: list[int] = []
    alike = np.zeros(len(score))
    left = max_words
    while len(chosen) < max_sentences and (able := _able(draft, chosen, worst, alike)):
        value = score - w.redundancy * alike
        top = max(value[able])
        near = top - (1 - w.keep) * abs(top)
        fitting = [i for i in able if draft.words[i] <= left]
        if chosen:
            fitting = [i for i in fitting if value[i] >= near]
            if not fitting:
                break
        best = max(fitting or able, key=lambda i: (value[i], -i))
        chosen.append(best)
        left -= draft.words[best]
        alike = np.maximum(alike, draft.likeness[best])
    return sorted(chosen)


def _able(draft: Draft, chosen: Sequence[int], worst: Fitness, alike: Matrix) -> list[int]:
    """Sentences that may be taken next: fit ones, and those that lean on one that was taken."""
    return [
        i
        for i, fit in enumerate(draft.fitness)
        if i not in chosen
        and alike[i] < SAME
        and (fit <= worst or (fit is Fitness.LEANING and i - 1 in chosen))
    ]


def _terms(
    article: Article,
    offsets: Sequence[Offsets],
    fit: Sequence[Fitness],
    parts: Sequence[_Sentence],
    likeness: Matrix,
) -> Matrix:
    central = LexRank().rate(likeness)
    title = _stems(article.headline)
    terms = np.zeros((len(parts), 6))
    place = 0
    for i, part in enumerate(parts):
        reported = fit[i] <= Fitness.LEANING
        place += reported
        gap = article.body[offsets[i - 1][1] : offsets[i][0]] if i else "\n"
        terms[i] = (
            central[i] / central.max(),
            reported / max(1, place),
            len(title.intersection(map(stem, part.words))) / max(1, len(title)),
            min(1.0, len(part.words) / LONG),
            "\n" in gap,
            sum(map(len, _QUOTED.findall(part.text))) / len(part.text),
        )
    return terms


def _sentence(text: str) -> _Sentence:
    return _Sentence(text, tuple(text[start:end].lower() for start, end in words(text)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _sentence(text).words if len(word) > 3)  # noqa: PLR2004 - the, and, for
