"""Numbers of people in running text: "at least 1,200", "two dozen", "tens of thousands"; no years, no days, no ages."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.analyse.clauses import Token
from bot.analyse.vocabulary import vocabulary

_TOKEN = re.compile(r"\w+(?:[-’'&]\w+)+|\d+(?:[.,]\d+)+|\w+|[^\w\s]")

_TEENS = (
    "eleven",
    "twelve",
    *(f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", *_TEENS)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10 * a + b for a, ten in enumerate(_TENS, 2) for b, one in enumerate(_UNITS[:9], 1)},
}
_TIMES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_ROUND = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}
"""The least that such a word can mean."""

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
_DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DATED = vocabulary("in since by after before until of from during early late mid")
_MONTHS = vocabulary(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept "
    "sep oct nov dec"
)
_UNIT = vocabulary(
    "year years month months week weeks day days hour hours minute minutes time times mile miles km kilometres kilometers "
    "metres meters per percent % tonnes tons dollars euros pounds"
)
_ABOVE = (
    ("at", "least"),
    ("more", "than"),
    ("no", "fewer", "than"),
    ("over",),
    ("another",),
)
_AROUND = (("an", "estimated"), ("some",), ("about",), ("around",), ("roughly",), ("nearly",), ("almost",))
_BELOW = (("as", "many", "as"), ("up", "to"), ("at", "most"), ("fewer", "than"), ("less", "than"), ("under",))
_BOUNDS: tuple[tuple[str, ...], ...] = (*_ABOVE, *_AROUND, *_BELOW)
_OPENS = {bound[0] for bound in _BOUNDS}
_SHORT = {"nearly", "almost"}


class Count(NamedTuple):
    """Tokens ``first…last`` count so many at least: "fewer than 100" is one, "nearly 100" is 99."""

    first: int
    last: int
    least: int


def tokens(text: str, most: int) -> list[Token]:
    """The first so many words and marks; "12-year-old" is one."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if len(found) == most:
            break
        found.append(Token(match.start(), match.end(), match.group(), match.group().lower()))
    return found


def count(words: Sequence[Token], at: int) -> Count | None:
    """The number that begins at a token, with the words before it that bound it: "at least" begins it, too."""
    bound: tuple[str, ...] = (
        next((b for b in _BOUNDS if _stand(words, at, b)), ()) if lower(words, at) in _OPENS else ()
    )
    number = at + len(bound)
    read = _number(words, number)
    if read is None:
        return None
    last, value = read
    behind = lower(words, last + 1)
    if (
        behind in _UNIT
        or _is_month(words, last + 1)
        or _is_date(words, number)
        or lower(words, at - 1) in {"no", "$", "€", "£", "/"}
    ):
        return None
    if bound in _BELOW:
        value = 1
    short = any(word in _SHORT for word in bound)
    return Count(at, last, max(1, value - short))


def _number(words: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The last token of a number, and its value."""
    word = lower(words, at)
    value: float
    if _DIGITS.fullmatch(word):
        value = int(word.replace(",", ""))
    elif _DECIMAL.fullmatch(word) and lower(words, at + 1) in {"million", "thousand"}:
        value = float(word)
    elif word in _SMALL:
        value = _SMALL[word]
    elif word in {"a", "an"} and lower(words, at + 1) in _TIMES:
        value = 1
    elif word in _ROUND:
        value = _ROUND[word]
    else:
        return None
    last = at
    while (behind := lower(words, last + 1)) in _TIMES:
        value, last = value * _TIMES[behind], last + 1
    if word in _ROUND and behind == "of" and lower(words, last + 2) in _ROUND:  # "tens of thousands"
        value, last = value * _ROUND[lower(words, last + 2)], last + 2
    return last, int(value)


def _is_date(words: Sequence[Token], at: int) -> bool:
    """Whether a bare number is a year behind its preposition, or the day of a month before it."""
    before = lower(words, at - 1)
    return _is_month(words, at - 1) or bool(_YEAR.fullmatch(words[at].text) and before in _DATED)


def _is_month(words: Sequence[Token], at: int) -> bool:
    return lower(words, at) in _MONTHS and words[at].text[0].isupper()  # "12 may have died"


def _stand(words: Sequence[Token], at: int, run: Sequence[str]) -> bool:
    return all(lower(words, at + i) == word for i, word in enumerate(run))


def lower(words: Sequence[Token], at: int) -> str:
    """A token in lower case; ``""`` outside the sentence."""
    return words[at].lower if 0 <= at < len(words) else ""
