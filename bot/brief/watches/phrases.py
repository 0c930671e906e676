"""Where the phrases of a rule stand in a story: words next to each other, whatever their case, accents or number.

What counts as the same word:

- case and accents do not count, an apostrophe is silent, a possessive 's is no part of the word, a hyphen parts words like
  a blank ("cease-fire" is "cease fire", and is not "ceasefire");
- plurals are folded by `bot.brief.centrality.stem`, nothing else: "strike" finds "strikes", not "struck" (codes of
  events find what happened in whatever words). As every stemmer it errs: "Hama" finds "Hamas";
- a word of two or three letters that a rule writes in capitals ("US", "WHO", "U.N.") is an acronym, and finds only
  words in capitals;
- a word is found only as a whole. Which meaning it has is not looked at: "Turkey" finds the bird, and ``countries: [TUR]``
  finds the state alone.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.brief.centrality import stem
from bot.text import Offsets
from bot.text.abbreviations import BEFORE_NUMBER, MAY_BE_LAST, NEVER_LAST
from bot.types import Article, Span

_RUN = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_TOKEN = re.compile(
    rf"""
    ( [^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?                                       # U.S., U.S, a.m.
    | {_RUN} (?: (?: ['’ʼ](?![sS](?![^\W_])) | (?<=\d)[.,](?=\d) ) {_RUN} )*        # O'Neill, 1,200, 2.5
    ) (?:['’ʼ][sS](?![^\W_]))?
    """,
    re.VERBOSE,
)
_SILENT = dict.fromkeys(map(ord, "'’ʼ,"))
_APART = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a base and a mark, as news in English spells them."""

_END = re.compile(r"[\n!?…;:]|\.(?=\W)")
"""Between two words: a sentence, a line or a clause of its own begins."""

_SHORTENED = NEVER_LAST | BEFORE_NUMBER | MAY_BE_LAST
_ACRONYM = 3
"""Letters of the longest word for which capitals count: US, WHO, AID, ICE are also words of the language; among acronyms
of four letters hardly one is, and a user who shouts "GAZA" means Gaza."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to look for: ``text`` as the rule has it, each word's stem, and which must stand in capitals."""

    text: str
    stems: tuple[str, ...]
    capitals: tuple[bool, ...]


def phrase(text: str) -> Phrase | None:
    """What to look for; ``None`` if there is no word in it."""
    found = [match[1] for match in _TOKEN.finditer(text)]
    if not found:
        return None
    return Phrase(text, tuple(stem(fold(word)) for word in found), tuple(map(_is_acronym, found)))


def fold(word: str) -> str:
    """A word without case, accents and silent signs ("O'Neill" → "oneill", "U.S." → "us", "1,200" → "1200")."""
    if word.isascii() and word.isalnum():  # nine of ten
        return word.lower()
    plain = _unmarked(word).translate(_SILENT)
    return plain if plain[:1].isdigit() else plain.replace(".", "")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, unstemmed, in order."""
    return tuple(fold(match[1]) for match in _TOKEN.finditer(text))


def _unmarked(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_APART))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "")
    return 1 < len(letters) <= _ACRONYM and letters.isalpha() and letters.isupper()


class Index:
    """The words of headlines and bodies, each at its place in one long row."""

    __slots__ = ("_first", "_places", "_row", "_starts", "_texts")

    def __init__(self, articles: Iterable[Article]) -> None:
        self._row: list[str] = []
        self._starts: list[int] = []
        self._first: list[int] = []
        self._texts: list[tuple[Article, bool]] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        stems: dict[str, str] = {}
        for article in articles:
            self._add(article, stems, is_body=False)
            self._add(article, stems, is_body=True)

    def holds(self, wanted: Phrase) -> bool:
        """Whether a headline or a body holds the phrase."""
        places = self._places
        for each in wanted.stems:
            if each not in places:  # so it is with most phrases in most stories
                return False
        return next(self._at(wanted), None) is not None

    def span(self, wanted: Phrase) -> Span | None:
        """The first words of a body that are the phrase; ``None`` if it stands only in a headline, or nowhere."""
        for place in self._at(wanted):
            article, text = self._text(place)
            if text is article.body:
                words = list(self._words(text, place, len(wanted.stems)))
                return article.span(words[0][0], words[-1][1])
        return None

    def _add(self, article: Article, stems: dict[str, str], *, is_body: bool) -> None:
        found = list(_TOKEN.finditer(article.body if is_body else article.headline))
        row = [match[1] for match in found]
        for word in set(row) - stems.keys():
            stems[word] = stem(fold(word))
        first, places = len(self._row), self._places
        self._first.append(first)
        self._texts.append((article, is_body))
        self._starts += [
            match.start() for match in found
        ]  # numbers alone: tuples would wake the garbage collector
        self._row += [stems[word] for word in row]
        for place, word in enumerate(row, first):
            places[stems[word]].append(place)
        self._row.append("")  # no phrase runs from one text into the next
        self._starts.append(0)

    def _at(self, wanted: Phrase) -> Iterator[int]:
        """Places where the phrase begins, in order."""
        stems, row, places = list(wanted.stems), self._row, self._places
        if not all(each in places for each in stems):
            return
        rarest = min(range(len(stems)), key=lambda at: len(places[stems[at]]))
        for place in places[stems[rarest]]:
            first = place - rarest
            if first >= 0 and row[first : first + len(stems)] == stems and self._fits(wanted, first):
                yield first

    def _fits(self, wanted: Phrase, first: int) -> bool:
        """Acronyms stand in capitals, and no sentence ends between the words."""
        if len(wanted.stems) == 1 and not wanted.capitals[0]:
            return True
        text = self._text(first)[1]
        words = list(self._words(text, first, len(wanted.stems)))
        if any(must and not text[a:b].isupper() for must, (a, b) in zip(wanted.capitals, words, strict=True)):
            return False
        return not any(_is_break(text, one, other) for one, other in pairwise(words))

    def _text(self, place: int) -> tuple[Article, str]:
        """The article that a place lies in, and its body or its headline."""
        article, is_body = self._texts[bisect_right(self._first, place) - 1]
        return article, article.body if is_body else article.headline

    def _words(self, text: str, first: int, count: int) -> Iterator[Offsets]:
        for start in self._starts[first : first + count]:
            if match := _TOKEN.match(text, start):  # always: there it was found
                yield match.span(1)


def _is_break(text: str, word: Offsets, following: Offsets) -> bool:
    """Whether a sentence ends between two words that follow each other."""
    start, end = word
    found = _END.search(text, end, following[0])
    if not found:
        return False
    is_short = end - start == 1 or text[start:end] in _SHORTENED
    return found[0] != "." or found.start() != end or not is_short


def adjoin(row: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether ``wanted`` stands in ``row``, in order and next to each other."""
    length = len(wanted)
    return any(tuple(row[at : at + length]) == tuple(wanted) for at in range(len(row) - length + 1))
