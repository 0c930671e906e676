"""A sentence as tokens with the roster's hits laid over them: what the rules about names and roles read."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.analyse.roster import Hit

# Abbreviations keep their dot; "'s" stands apart. No two alternatives can match one text in two ways: linear.
_TOKEN = re.compile(
    r"""
    (?:[A-Z]\.){2,}
    | [A-Z]\.(?=\s[A-Z])
    | \b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Lieut|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Cmdr|Sen|Rep|Gov|Amb|Prof|Rev|St|Jr|Sr)\.
    | opposite\ number\b                                              # one noun of office: a counterpart
    | [^\W_]+(?:[-&'’](?!s\b)[^\W_]+)*
    | [^\w\s]
    """,
    re.VERBOSE,
)
_ARTICLE = re.compile(r"(?:al|el|ul|as|ad|an|ar|ash|at|az|ibn|bin|abu|d|l|de)[-'’][A-ZÀ-Þ]")


NEAR = 25
"""Tokens looked back over inside a sentence: a long one of news has 40."""


_OPENS_ARTICLE = frozenset("aeuidbl")  # asked before the pattern: this is read of every word


class Token(NamedTuple):
    """A word or a mark. ``possessive``: "'s", or the bare apostrophe of a plural, follows it."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def capital(self) -> bool:
        """Is it written like (a part of) a name: a capital, or an Arabic or French article before one?"""
        first = self.text[0]
        return first.isupper() or (first in _OPENS_ARTICLE and bool(_ARTICLE.match(self.text)))


def written(words: Sequence[Token]) -> str:
    """Words in one string with their possessives: "Harbour Workers' Union"; the last one's is left out."""
    *inner, last = words
    return " ".join(
        [*(t.text + ("'" if t.text.endswith("s") else "'s") * t.possessive for t in inner), last.text]
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence.

    Attributes:
        number: Its place in the article, from 0.
        tokens: Words and marks in order; offsets are into the article's body.
        hits: For each token the roster's hit that covers it.
    """

    number: int
    tokens: tuple[Token, ...]
    hits: tuple[Hit | None, ...]

    def text(self, at: int) -> str:
        """The token's text; ``""`` outside the sentence."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def lower(self, at: int) -> str:
        """The token's text in lower case; ``""`` outside the sentence."""
        return self.tokens[at].text.lower() if 0 <= at < len(self.tokens) else ""

    def hit(self, at: int) -> Hit | None:
        """The hit over the token."""
        return self.hits[at] if 0 <= at < len(self.hits) else None

    def hit_end(self, at: int) -> int:
        """The first token behind the hit that covers ``at``."""
        hit = self.hits[at]
        while at < len(self.hits) and self.hits[at] is hit:
            at += 1
        return at

    def has(self, words: frozenset[str], start: int, end: int) -> bool:
        """Does one of the words, in lower case, stand between two offsets, and near the second one?"""
        last = self.at(end)
        near = self.tokens[max(0, last - NEAR) : last]
        return any(start <= t.start and t.text.lower() in words for t in near)

    def at(self, offset: int) -> int:
        """The token at or behind an offset of the body."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Tokens of ``text[start:end]``."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if found and word == "s" and found[-1].possessive:
            continue  # the s of "'s"
        if found and word in "'’" and found[-1].end == match.start() and found[-1].text[-1:].isalnum():
            plural = found[-1].text.endswith("s")
            if plural or text[match.end() : match.end() + 2].rstrip(" ,.;:\n") == "s":
                found[-1] = found[-1]._replace(possessive=True)
                continue
        found.append(Token(match.start(), match.end(), word))
    return tuple(found)


def lines(text: str, sentences: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> tuple[Line, ...]:
    """The sentences with the hits laid over them."""
    found = []
    for number, (start, end) in enumerate(sentences):
        words = tokens(text, start, end)
        found.append(Line(number, words, _over(words, hits)))
    return tuple(found)


def _over(words: Sequence[Token], hits: Sequence[Hit]) -> tuple[Hit | None, ...]:
    """For each token the hit that holds its first character or begins inside it ("Iran-aligned")."""
    over: list[Hit | None] = []
    at = bisect_left(hits, words[0].start, key=lambda hit: hit.end) if words else 0
    for word in words:
        while at < len(hits) and hits[at].end <= word.start:
            at += 1
        inside = at < len(hits) and hits[at].start < word.end
        over.append(hits[at] if inside else None)
    return tuple(over)
