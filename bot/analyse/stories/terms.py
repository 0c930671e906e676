"""Words of a text as stories compare them: stems, which of them are names, which are figures."""

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

STOP = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "done",
        "down",
        "each",
        "few",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "may",
        "me",
        "might",
        "mine",
        "more",
        "most",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "same",
        "say",
        "says",
        "said",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]
)
"""Words that every text has; saying them says nothing."""

_WORD = re.compile(
    # What closes a sentence or opens a quotation, then a word: its capital says nothing. Bounded: linear time.
    r"((?:^|[.!?:\n\"“”`‘…])[^\w]{0,8})?([^\W_]+(?:[.,]\d+)*)(?:['’](?:s|S)\b)?"
)
_LONG = 4
"""Letters of a word that a headline in title case would write with a capital, and that keeps its sense without an ending."""

_SHORT = 2
"""Letters of the shortest word that is read."""


class Word(NamedTuple):
    """A word of a text: its stem; a capital that no sentence begins with makes it a name, a small letter plain.

    ``at`` is its place among all words of the text.
    """

    stem: str
    is_name: bool
    is_plain: bool
    at: int


class Bag(NamedTuple):
    """How often each stem is found, and which stems are names."""

    counts: Counter[str]
    names: frozenset[str]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A lower-case word without its commonest endings; the same for a word's usual forms, no word itself."""
    if not word[0].isalpha():
        return word.replace(",", "")
    if len(word) > _LONG:
        word = _singular(word)
    for ending in ("ing", "ed", "er", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _LONG:
            word = word[: -len(ending)]
            break
    if len(word) > _LONG and word.endswith("e"):
        word = word[:-1]
    if len(word) >= _LONG and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def words(text: str, limit: int) -> list[Word]:
    """Those of the first ``limit`` words that say something. Linear in the text read."""
    found = []
    for at, match in enumerate(islice(_WORD.finditer(text), limit)):
        start, raw = match.groups()
        low = raw.lower()
        if len(low) < _SHORT or low in STOP:
            continue
        found.append(Word(stem(low), start is None and raw[0].isupper(), raw[0].islower(), at))
    return found


def is_title_case(headline: list[Word]) -> bool:
    """Does a headline write its common words with capitals too, so that a capital marks no name?"""
    long = [word for word in headline[1:] if len(word.stem) >= _LONG]
    return 2 * sum(word.is_plain for word in long) < len(long)


def bag(headline: list[Word], body: list[Word]) -> Bag:
    """The words of a headline, each counted twice, and of a text behind it."""
    counts = Counter(word.stem for word in (*headline, *headline, *body))
    told = body if is_title_case(headline) else [*headline, *body]
    names: Counter[str] = Counter()
    for word in told:
        names[word.stem] += word.is_name - word.is_plain
    return Bag(counts, frozenset(one for one, more in names.items() if more > 0))
