"""Our LexRank against sumy's own, on the same words: the same sentences, the same ratings, links and order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from bot.brief.centrality import LexRank, stem
from bot.text import words

WORDS = st.sampled_from(
    [
        "army",
        "river",
        "crossed",
        "talks",
        "truce",
        "port",
        "ports",
        "strait",
        "held",
        "the",
        "of",
        "and",
        "said",
    ]
)
DOCUMENTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=12, unique=True
)


class Tokenizer:
    """Our words, as sumy asks for them."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return tuple(text[start:end] for start, end in words(text))


@dataclass(frozen=True)
class Part:
    words: Sequence[str]


def document(texts: Sequence[str]) -> Any:
    return ObjectDocumentModel([Paragraph([Sentence(text, Tokenizer()) for text in texts])])


def stock_ratings(texts: Sequence[str]) -> Any:
    """What sumy's own loops make of ``texts``."""
    sumy = LexRankSummarizer(stem)
    parts = [sumy._to_words_set(sentence) for sentence in document(texts).sentences]
    matrix = sumy._create_matrix(parts, sumy.threshold, sumy._compute_tf(parts), sumy._compute_idf(parts))
    return matrix, sumy.power_method(matrix, sumy.epsilon) if matrix.any() else None


@given(DOCUMENTS)
@settings(max_examples=150)
def test_ratings_are_sumys_to_the_last_bit(texts: list[str]) -> None:
    rank = LexRank()
    likeness = rank.similarity([Part(Tokenizer.to_words(text)) for text in texts])
    # At the threshold itself the order of summation decides, in sumy by hash seed.
    if np.isclose(likeness, rank.threshold, atol=1e-9).any():
        return
    matrix, ratings = stock_ratings(texts)
    assert np.array_equal(rank._links(likeness), matrix)
    if ratings is not None:
        assert np.array_equal(rank.rate(likeness), ratings)


@given(DOCUMENTS, st.integers(1, 5))
@settings(max_examples=50)
def test_it_is_a_summarizer_that_picks_what_sumys_picks(texts: list[str], count: int) -> None:
    likeness = LexRank().similarity([Part(Tokenizer.to_words(text)) for text in texts])
    if np.isclose(likeness, LexRank.threshold, atol=1e-9).any() or not stock_ratings(texts)[0].any():
        return
    ours, theirs = LexRank()(document(texts), count), LexRankSummarizer(stem)(document(texts), count)
    assert [str(s) for s in ours] == [str(s) for s in theirs]


def test_cosine_by_hand() -> None:
    """Two of three sentences share one of their two words: tf is 1, idf is ln(3/3) and ln(3/2)."""
    parts = [Part(("river", "army")), Part(("river", "port")), Part(("talks",))]
    likeness = LexRank().similarity(parts)
    assert likeness[0, 1] == pytest.approx(math.log(1) ** 2)
    assert np.diag(likeness) == pytest.approx([1, 1, 1])


def test_nothing_connected_is_rated_alike() -> None:
    rank = LexRank()
    likeness = rank.similarity([Part(("river",)), Part(("port",))])
    assert rank.rate(likeness).tolist() == [0.5, 0.5]
    assert rank.rate(rank.similarity([])).tolist() == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("countries", "country"),
        ("ports", "port"),
        ("houses", "house"),
        ("is", "is"),
        ("gas", "gas"),
        ("crisis", "crisi"),
        ("congress", "congress"),
        ("virus", "virus"),
        ("heroes", "heroe"),
        ("talk", "talk"),
    ],
)
def test_plurals_fold(word: str, expected: str) -> None:
    assert stem(word) == expected
