"""Words → subword ids, as uncased BERT models read them, with case kept as a type for each subword.

The method is WordPiece (Schuster and Nakajima, 2012) with BERT's basic tokenizer (Devlin et al., 2019): lower case,
accents stripped, punctuation apart, then the longest known piece first. The vocabulary lies beside the weights.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

MAX_WORD = 60
"""Characters of a longer word are one unknown piece: no name is longer, and the search is quadratic in them."""

MAX_PIECES = 12
"""Subwords kept of one word: the longest name words of the training sets have 9."""

CACHE = 20_000
"""Words whose pieces are remembered: those of some hundred articles, about 4 MB."""

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Cmdr|Sen|Rep|Gov|Amb|Prof|Rev|St|Jr|Sr)\.(?=\s)"
    r"|[^\W\d_]\.(?=\s[^\W\d_])"  # an initial
    r"|(?<=\w)['’]s\b"
    r"|(?:\d[\d.,:]*)?\d"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*\d*"
    r"|[^\w\s]|_"
)
_PIECES = re.compile(r"\w+|[^\w\s]")


class Word(NamedTuple):
    """``text[start:end]``."""

    start: int
    end: int
    text: str


def words(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``: "'s", hyphens and marks stand apart."""
    return [Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, start, end)]


LOWER, TITLE, UPPER, MIXED, NUMBER, MARK, EDGE = range(7)
SHAPES = 7
"""How a word is written, for an uncased vocabulary loses it; EDGE: CLS and SEP."""


def shape(word: str) -> int:
    """One of the six shapes."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return NUMBER if any(c.isdigit() for c in word) else MARK
    if not any(c.isupper() for c in letters):
        return LOWER
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return TITLE
    return UPPER if all(c.isupper() for c in letters) else MIXED


class Encoded(NamedTuple):
    """A sentence for the encoder. ``firsts[i]``: the place of word i's first subword in ``ids``."""

    ids: list[int]
    types: list[int]
    firsts: list[int]


class WordPiece:
    """Encodes words.

    Args:
        vocabulary: Pieces in the order of their ids; pieces that go on inside a word begin with "##".
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._cls, self._sep, self._unknown = (self._ids[piece] for piece in (CLS, SEP, UNKNOWN))
        self._known: dict[str, tuple[int, ...]] = {}

    def encode(self, words: Sequence[str]) -> Encoded:
        """Words → ids between CLS and SEP; a word without any piece counts as unknown."""
        ids, types, firsts = [self._cls], [EDGE], []
        for word in words:
            pieces = self._word(word)
            firsts.append(len(ids))
            ids.extend(pieces)
            types.extend([shape(word)] * len(pieces))
        ids.append(self._sep)
        types.append(EDGE)
        return Encoded(ids, types, firsts)

    def length(self, word: str) -> int:
        """How many ids a word takes."""
        return len(self._word(word))

    def _word(self, word: str) -> tuple[int, ...]:
        if len(word) > MAX_WORD:
            return (self._unknown,)
        known = self._known.get(word)
        if known is None:
            known = tuple(self._pieces(word))[:MAX_PIECES] or (self._unknown,)
            if len(self._known) < CACHE:
                self._known[word] = known
        return known

    def _pieces(self, word: str) -> Iterable[int]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
        return (number for part in _PIECES.findall(plain) for number in self._part(part))

    def _part(self, part: str) -> Sequence[int]:
        found, at = [], 0
        while at < len(part):
            end = len(part)
            while end > at and ("##" * (at > 0) + part[at:end]) not in self._ids:
                end -= 1
            if end == at:
                return (self._unknown,)
            found.append(self._ids["##" * (at > 0) + part[at:end]])
            at = end
        return found
