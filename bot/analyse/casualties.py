"""Casualty figures: how many a text says were killed, wounded, went missing or had to flee, in its own words."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.types import Article, Harm, Toll

Offsets = tuple[int, int]

ROUND = {"dozen": 12, "dozens": 24, "score": 20, "scores": 40, "hundreds": 100, "thousands": 1000}
"""The least that such a word can mean."""

_SMALL = [
    *(
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
    ),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]
_TIMES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_ABOUT = (
    r"(?:(?:at least|at most|up to|more than|fewer than|less than|no fewer than|as many as|an estimated|some|about|around|"
    r"roughly|nearly|almost|over|another) )?"
)
_COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}})+\b|\d+\b|(?:{'|'.join(_SMALL)})\b|(?=an? (?:dozen|score|hundred|thousand)\b)an?|(?=(?:{'|'.join(ROUND)})\b))"
_NUMBER = rf"(?P<number>{_COUNT}(?: ?\b(?:{'|'.join((*ROUND, *_TIMES))})\b)?)"
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|times)\b"
_NO_PEOPLE = (
    rf"(?!{_TIME})(?!(?:miles?|kilomet\w+|km|per|percent|dollars|rockets|missiles|drones|attacks?|strikes?|raids?|"
    r"bombs?|blasts?|shells?|those|after|before|since|when|where|while|until|ago|later|and|or|who|that|which|in|on|to|from|with|the|a|of (?:his|her|its))\b)"
)
_FEW = rf"(?:of the |of them |of whom )?(?:{_NO_PEOPLE}(?!\d)[\w’'-]+ ){{0,3}}"
_PEOPLE = (
    r"(?:people|persons|civilians|villagers|soldiers|troops|fighters|militants|men|women|children|worshippers|protesters|"
    r"residents|passengers|demonstrators|refugees|officers|police|students|journalists|others|lives)"
)
_APART = r"(?:, [^.;:!?,]{0,60}, | [^.;:!?,]{0,60}?\b)"
"""What stands between people and their verb: "people, including 12 children, were"; "people in the village were"."""

_IS = r"(?:(?:is|are|was|were|have|has|had|been|being|feared|reported|believed|confirmed|left|also|still|now) )*"

HARMS = {
    Harm.KILLED: (
        r"(?:killed|dead|died|deaths|massacred|slaughtered|slain|perished|lives lost|lost their lives)",
        r"(?:kill(?:s|ed|ing)?|massacr(?:es|ed|ing)|slaughter(?:s|ed|ing)?|claim(?:s|ed|ing)(?: the lives of)?)",
    ),
    Harm.WOUNDED: (
        r"(?:wounded|injured|hurt)",
        r"(?:wound(?:s|ed|ing)?|injur(?:es|ed|ing)|hurt(?:s|ing)?)",
    ),
    Harm.MISSING: (r"(?:missing|unaccounted for)", None),
    Harm.DISPLACED: (
        r"(?:displaced|uprooted|made homeless|(?:driven|forced) from their homes|fled)",
        r"(?:displac(?:es|ed|ing)|uproot(?:s|ed|ing))",
    ),
}
"""Of each harm: the words behind a number, and the verb before one."""


def _patterns() -> Iterator[tuple[Harm, re.Pattern[str]]]:
    for harm, (behind, before) in HARMS.items():
        who = rf"(?:{_FEW}|{_FEW}{_PEOPLE}{_APART}(?=was|were|ha[sd]|have))"
        yield (
            harm,
            re.compile(rf"(?<![\w/.:$€£,-])(?<!\bno ){_ABOUT}{_NUMBER} {who}{_IS}{behind}\b", re.IGNORECASE),
        )
        if before:
            whom = rf"(?:of )?{_NO_PEOPLE}(?:[\w’'-]+ ){{0,2}}{_PEOPLE}\b"
            yield harm, re.compile(rf"\b{before} {_ABOUT}{_NUMBER}\b(?! {_TIME})(?: {whom})?", re.IGNORECASE)
    yield Harm.KILLED, re.compile(rf"\bdeath toll (?:[\w’'-]+ ){{0,6}}?{_ABOUT}{_NUMBER}\b", re.IGNORECASE)


_PATTERNS = tuple(_patterns())
_ANY = re.compile(
    r"kill|dead|die|death|massacr|slaughter|slain|perish|li[fv]e|wound|injur|hurt|missing|unaccounted|displac|uproot|homes?|fled",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


LONGEST = 2_000
"""Characters of a sentence that are read: what is longer is no sentence of a report, and patterns cost its square."""


class Figure(NamedTuple):
    """``text[start:end]`` says that at least so many came to harm."""

    start: int
    end: int
    harm: Harm
    least: int


def find(
    article: Article, sentences: Sequence[Offsets], past: Collection[int] = frozenset()
) -> tuple[Toll, ...]:
    """The figures of an article, in its order; one that is told again is given once.

    Args:
        article: What was written.
        sentences: Offsets into its body, in order.
        past: Where the sentences begin that recall the past.
    """
    found: dict[tuple[Harm, int, bool], Toll] = {}
    for start, end in sentences:
        for figure in figures(article.body[start:end]):
            span = article.span(start + figure.start, start + figure.end)
            toll = Toll(figure.harm, figure.least, span, start in past)
            found.setdefault((toll.harm, toll.least, toll.is_past), toll)
    return tuple(found.values())


def figures(text: str) -> list[Figure]:
    """The figures of a sentence, in order, without overlap."""
    text = text[:LONGEST]
    if not _ANY.search(text):
        return []
    told = [
        Figure(m.start(), m.end(), harm, least)
        for harm, pattern in _PATTERNS
        for m in pattern.finditer(text)
        if (least := value(m["number"])) and not _is_year(m)
    ]
    kept: list[Figure] = []
    for figure in sorted(told, key=lambda f: (f.start, -f.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _is_year(match: re.Match[str]) -> bool:
    """A bare 2014 counts nobody, unless people stand behind it."""
    return bool(_YEAR.fullmatch(match["number"])) and not re.search(rf"\b{_PEOPLE}\b", match[0])


def value(number: str) -> int:
    """The least that a number in words or figures can mean; 0 for none: "two dozen" → 24."""
    total = 0
    for word in number.lower().replace(",", "").split():
        if word.isdecimal():
            total = int(word[:9])
        elif word in {"a", "an"}:
            total = 1
        elif word in _SMALL:
            total = _SMALL.index(word) + 1
        elif word in _TIMES:
            total = max(total, 1) * _TIMES[word]
        elif word in ROUND:
            total = total * ROUND[word] if total else ROUND[word]
    return total
