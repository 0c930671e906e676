"""Large cities that a text places things in: they tell of which state it speaks, and are no actors."""

from collections.abc import Iterator, Mapping

from bot.analyse.spelling import unaccented
from bot.analyse.tokens import Line
from bot.analyse.vocabulary import vocabulary

LONGEST = 3
"""Words in the name of a city that is looked for."""

_BEFORE = vocabulary("in at near from of outside around to through across toward towards")
"""What stands before a place."""


def placed(
    line: Line, cities: Mapping[str, str], taken: Mapping[int, object]
) -> Iterator[tuple[int, int, str]]:
    """Bounds and state of each city that a line names behind a preposition; ``taken`` are starts of words of names."""
    at = 0
    while at < len(line.tokens):
        last = _end(line, at, cities, taken) if line.lower(at - 1) in _BEFORE else at
        if last > at and not line.text(last)[:1].isupper():
            yield line.tokens[at].start, line.tokens[last - 1].end, cities[_name(line, at, last)]
        at = max(at + 1, last)


def _end(line: Line, at: int, cities: Mapping[str, str], taken: Mapping[int, object]) -> int:
    """Behind the longest name of a city that begins at a token; ``at`` if none does."""
    if not line.tokens[at].capital:
        return at
    for last in range(min(at + LONGEST, len(line.tokens)), at, -1):
        free = not any(line.hits[at:last]) and all(t.start not in taken for t in line.tokens[at:last])
        if free and _name(line, at, last) in cities:
            return last
    return at


def _name(line: Line, first: int, last: int) -> str:
    return unaccented(" ".join(token.text for token in line.tokens[first:last]))
