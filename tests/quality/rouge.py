"""ROUGE-1 of summaries beside the first three sentences, as the shared scorer counts it."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from nltk.stem.porter import PorterStemmer

from bot.text import clean, sentences

_PORTER = PorterStemmer()
_BREAK = re.compile(r"[^a-z0-9]+")
_STEMMED_FROM = 4  # rouge-score leaves shorter words alone


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_PORTER.stem(word)) if len(word) >= _STEMMED_FROM else word


def unigrams(text: str) -> Counter[str]:
    """Words as rouge-score's tokenizer gives them, with Porter stems; a test holds them against it."""
    return Counter(_stem(word) for word in _BREAK.sub(" ", text.lower()).split())


def rouge_1(summary: Sequence[str], references: Sequence[str]) -> float:
    """Unigram F1 × 100, mean over the references."""
    mine = unigrams("\n".join(summary))
    total = 0.0
    for reference in references:
        theirs = unigrams(reference)
        size = mine.total() + theirs.total()
        total += 200 * (mine & theirs).total() / size if size else 0.0
    return total / len(references)


def clip(summary: Sequence[str], limit: int) -> list[str]:
    """The first ``limit`` words of a summary, as ``--words`` of the shared scorer cuts it."""
    kept: list[str] = []
    for sentence in summary:
        words = sentence.split()[:limit]
        limit -= len(words)
        if words:
            kept.append(" ".join(words))
    return kept


def lead(text: str, count: int = 3) -> list[str]:
    """The first sentences of a text: the baseline that news is written to make strong."""
    body = clean(text)
    return [body[start:end] for start, end in sentences(body)[:count]]


def interval(differences: Sequence[float], draws: int = 2000, seed: int = 0) -> tuple[float, float]:
    """Bootstrap interval of the mean, 95 %."""
    draw = Random(seed)  # noqa: S311 - no secret
    means = sorted(
        sum(draw.choices(differences, k=len(differences))) / len(differences) for _ in range(draws)
    )
    return means[int(0.025 * draws)], means[int(0.975 * draws)]


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Rows with ``text``, ``title`` and ``references``."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
