"""Porter's stemmer: the forms of an English word → one (M. F. Porter, "An algorithm for suffix stripping", 1980).

The index of words holds stems, so this may not change without a migration that builds the index anew. It is ours, not
the database's, for the two databases stem by different rules and a hit must be the same on both.
"""

import re
from functools import lru_cache

_C = "[^aeiou]"  # a consonant
_V = "[aeiouy]"
_CC = f"{_C}[^aeiouy]*"
_VV = f"{_V}[aeiou]*"
_M0 = re.compile(f"^({_CC})?{_VV}{_CC}")  # the paper's measure m > 0
_M1 = re.compile(f"^({_CC})?{_VV}{_CC}({_VV})?$")  # m = 1
_M2 = re.compile(f"^({_CC})?{_VV}{_CC}{_VV}{_CC}")  # m > 1
_VOWEL = re.compile(f"^({_CC})?{_V}")  # *v*
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")  # *d and not (*L or *S or *Z)
_CVC = re.compile(f"^{_CC}{_V}[^aeiouwxy]$")  # *o

_STEP_2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
)  # fmt: skip
_STEP_3 = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
)  # fmt: skip
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip
_LONGEST_4 = tuple(sorted(_STEP_4, key=len, reverse=True))
_SHORTEST = 3
_LONGEST = 63
"""As SQLite's own Porter tokenizer has it: what is shorter or longer is left as it is."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word; a word that is not made of the letters a to z is its own stem."""
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return word
    # A y at the beginning is a consonant; Y keeps the patterns from taking it for a vowel.
    marked = "Y" + word[1:] if word[0] == "y" else word
    return _step_5(_step_4(_mapped(_mapped(_step_1(marked), _STEP_2), _STEP_3))).lower()


def _step_1(word: str) -> str:
    """Plurals, -ed, -ing, and y after a vowel."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _M0.match(word[:-3]) else word
    else:
        for ending in ("ed", "ing"):
            if word.endswith(ending) and _VOWEL.match(word[: -len(ending)]):
                word = _repaired(word[: -len(ending)])
                break
    return word[:-1] + "i" if word.endswith("y") and _VOWEL.match(word[:-1]) else word


def _repaired(word: str) -> str:
    """What is left of a word in -ed or -ing."""
    if word.endswith(("at", "bl", "iz")) or _CVC.match(word):
        return word + "e"
    return word[:-1] if _DOUBLE.search(word) else word


def _mapped(word: str, table: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in table:
        if word.endswith(ending):
            left = word[: -len(ending)]
            return left + instead if _M0.match(left) else word
    return word


def _step_4(word: str) -> str:
    for ending in _LONGEST_4:
        if word.endswith(ending):
            left = word[: -len(ending)]
            fits = _M2.match(left) and (ending != "ion" or left.endswith(("s", "t")))
            return left if fits else word
    return word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        left = word[:-1]
        if _M2.match(left) or (_M1.match(left) and not _CVC.match(left)):
            word = left
    return word[:-1] if word.endswith("ll") and _M2.match(word) else word
