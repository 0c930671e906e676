"""Where sentences and paragraphs begin and end.

A stop is a candidate; the word before it, the marks on it and the word after it decide. Each candidate costs a
bounded number of steps, so time is linear in the text, whatever the text is. English only.
"""

import re

from bot.text.abbreviations import BEFORE_NUMBER, CLOCK, MAY_BE_LAST, NEVER_LAST, OPENERS, ZONES

Offsets = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
# A run of stops with what closes on it. Everything after the stops is optional, so that a run which is no
# candidate is passed once and not tried again from each of its members.
_STOP = re.compile(r"([.!?…]+)([\"'”’»)\]]*(?:\[\d{1,3}\])*)\s*")
_NEXT = re.compile(r"(?:[-*•]\s|(?:\.{3}|…)\s?)?([\"'“‘«(\[$£€#@]*)((?:[^\W\d_]\.)+|[^\W_][\w'’-]{0,40})")
_QUOTES = frozenset('"“«')
_ARTICLE_NAME = re.compile(r"(?:a[dlnrst]|e[dl]|ash|i|e)-?(?=[A-Z])")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[IVXivx]{1,4}|[A-Za-z])")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]{0,30} ){1,5}(?:said|asked|told|wrote|added|tweeted|shouted|replied|cried|yelled|says)\b"
)
_LONGEST_WORD = 24
"""Code points looked at before a stop. The longest entry in the tables has 8; the rest is for hyphened forms."""


def paragraphs(text: str) -> tuple[Offsets, ...]:
    """Offsets of the non-empty lines of ``text``, trimmed of white space."""
    found = []
    for line in _LINE.finditer(text):
        raw = line.group()
        start = line.start() + len(raw) - len(raw.lstrip())
        end = line.start() + len(raw.rstrip())
        if start < end:
            found.append((start, end))
    return tuple(found)


def sentences(text: str) -> tuple[Offsets, ...]:
    """Offsets of the sentences of ``text`` in order, trimmed; only white space lies between them.

    None crosses a line break. A dateline and a list number stay with their sentence; the sentences within a
    quotation are sentences. A paragraph without one capital letter is split at its stops alone.
    """
    found: list[Offsets] = []
    for start, end in paragraphs(text):
        at = start
        cased = any(map(str.isupper, text[start:end]))
        for stop in _STOP.finditer(text, start, end):
            if stop.end() in (end, stop.end(2)) or stop.start() == at:
                continue
            if _ends(text, at, stop, end, cased=cased):
                found.append((at, stop.end(2)))
                at = stop.end()
        found.append((at, end))
    return tuple(found)


def _ends(text: str, start: int, stop: re.Match[str], end: int, *, cased: bool) -> bool:
    """Does the sentence that began at ``start`` end at ``stop``?"""
    after = _NEXT.match(text, stop.end(), end)
    if after is None:
        return False
    following = after.group(2)
    if not _may_open(following, cased=cased):
        return False
    if stop.group(1) != ".":
        return not (
            stop.group(2) and following not in OPENERS and _ATTRIBUTION.match(text, after.start(), end)
        )
    floor = max(start, stop.start() - _LONGEST_WORD)
    word = text[text.rfind(" ", floor, stop.start()) + 1 or floor : stop.start()]
    if stop.start() - len(word) == start and _ENUMERATOR.fullmatch(word.lstrip("(")):
        return False
    word = re.split(r"[^\w.]", word)[-1].lstrip(".")
    if not cased:
        return not _is_abbreviation(word, following)
    if word.isupper() and following.isupper() and len(word) > 1:
        word = word.capitalize()  # GEN. RUIZ, ST. PAUL: the tables hold ordinary spelling
    return _word_ends(word, following, quoted=not _QUOTES.isdisjoint(after.group(1)))


def _may_open(word: str, *, cased: bool) -> bool:
    """Can a sentence begin with ``word``: a capital, a figure, ``al-Shabab``, or a script without case?"""
    return not cased or not word[0].islower() or _ARTICLE_NAME.match(word) is not None


def _is_abbreviation(word: str, following: str) -> bool:
    """In text without capitals, where the next word says less.

    State names are left out: ill, miss and ore end more sentences there than Illinois, Mississippi and Oregon do.
    """
    if len(word) == 1 or _ACRONYM.fullmatch(word) or not NEVER_LAST.isdisjoint((word, word.capitalize())):
        return True
    return word in BEFORE_NUMBER and following[0].isdigit()


def _word_ends(word: str, following: str, *, quoted: bool) -> bool:
    """Is ``word`` with a full stop the last of its sentence, ``following`` being the next?"""
    if word in NEVER_LAST:
        return False
    if word in BEFORE_NUMBER and following[0].isdigit():
        return False
    if word in CLOCK:
        return following not in ZONES and not following[0].isdigit()
    initial = len(word) == 1 and word.isalpha()
    if word in MAY_BE_LAST or initial or _ACRONYM.fullmatch(word):
        return following in OPENERS or (quoted and not initial)
    return True
