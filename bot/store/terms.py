"""Text → the words that are searched for: one rule for what is indexed, what is asked and what is shown as found.

Case, accents and the forms of a word do not count (``stem``); an apostrophe does not part a word, a hyphen does.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from bot.store.stems import stem
from bot.text.words import words

MAX_ASKED = 16
"""Words of a question that count. A person asks for a few; each further one costs a look into the index."""

MAX_TERM = 64
"""Characters of a word that count: longer ones are addresses, code or noise."""

_PART = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f'’&]|(?<!\d)\.|(?<=\d),(?=\d))*")
_CLITIC = frozenset({"'s", "’s"})
_SILENT = dict.fromkeys(map(ord, "'’.&,"))
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a base and a mark, as news in English spells them."""


class Term(NamedTuple):
    """A word of a text: its offsets, and what the index knows it as."""

    start: int
    end: int
    stem: str


def terms(text: str, initials: str = "") -> Iterator[Term]:
    """Every word of ``text`` in order; given ``initials`` (of stems), some of those that begin otherwise are left out."""
    wanted = frozenset(initials.lower() + initials.upper())
    for start, end in words(text):
        word = text[start:end]
        if word.isascii() and word.isalnum():  # nine of ten, four times as fast
            if wanted and word[0] not in wanted:  # a stem begins as its word does
                continue
            yield Term(start, end, stem(word.lower()[:MAX_TERM]))
        elif word not in _CLITIC:
            for part in _PART.finditer(word):
                if folded := fold(part[0]):
                    yield Term(start + part.start(), start + part.end(), stem(folded))


def fold(word: str) -> str:
    """Without case, accents and silent signs ("O'Neill" → "oneill", "U.S." → "us", "1,200" → "1200")."""
    if word.isascii():
        plain = word.lower().translate(_SILENT)
    else:
        apart = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        plain = "".join(c for c in apart if c.isalnum())
    return plain[:MAX_TERM]


def asked(question: str) -> tuple[str, ...]:
    """The stems that a question asks for, each once, at most `MAX_ASKED`; empty if it holds no word."""
    found = dict.fromkeys(term.stem for term in terms(question))
    return tuple(found)[:MAX_ASKED]


def folded_name(name: str) -> str:
    """The words of a name, unstemmed, between blanks, so that whole words can be looked for."""
    parts = (fold(part[0]) for part in _PART.finditer(name))
    return f" {' '.join(part for part in parts if part)} "
