"""Words of conflict that are none: a striker strikes, a film bombs, a price war rages.

A sentence in which two words of one topic stand, or an article full of them, is unfit to signal a live event.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.analyse.clauses import Clauses

STRONG = "strong"
"""The table's topic of words that suffice alone: no report of a conflict has a goalkeeper or a chessboard."""

SENTENCE_WORDS = 2
"""Different words of one topic that make a sentence unfit; one alone ("final", "goal", "award") is common in
political news."""

ARTICLE_SHARE = 0.02
"""Share of an article's tokens that, in one topic, makes all of it unfit. Development articles: political ones stay
below .012, the match report and the film review lie above .05."""

ARTICLE_WORDS = 5
"""Different words that an article must have besides: one repeated word is no topic."""


def survey(sentences: Iterable[Clauses], contexts: Mapping[str, frozenset[str]]) -> bool:
    """Whether a whole article belongs to a topic in which words of conflict mean something else."""
    counts: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    total = 0
    for clauses in sentences:
        total += len(clauses.tokens)
        for token in clauses.tokens:
            for topic in contexts.get(token.lower, ()):
                counts[topic] += 1
                kinds.setdefault(topic, set()).add(token.lower)
    return any(
        count >= ARTICLE_SHARE * total and len(kinds[topic]) >= ARTICLE_WORDS
        for topic, count in counts.items()
    )


def is_unfit(clauses: Clauses, contexts: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sentence by itself speaks of such a topic."""
    kinds: dict[str, set[str]] = {}
    for token in clauses.tokens:
        for topic in contexts.get(token.lower, ()):
            kinds.setdefault(topic, set()).add(token.lower)
    return STRONG in kinds or any(len(words) >= SENTENCE_WORDS for words in kinds.values())
