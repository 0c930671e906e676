"""One reading of one text: no sentence is read twice, and what does not fit is left to the rules."""

from collections.abc import Sequence

import numpy as np

from bot.analyse.encoder.bio import KINDS
from bot.analyse.encoder.perusal import Perusal
from bot.analyse.encoder.tagger import Line, Seen, Tagger


class Counting(Tagger):
    """Counts what it is asked to read."""

    def __init__(self) -> None:
        self.read_spans: list[tuple[int, int]] = []

    def read(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Line | None]:
        assert len(text) == 40
        self.read_spans += sentences
        return [Line([], np.zeros((0, len(KINDS))), ()) if start < 20 else None for start, _ in sentences]

    def events(
        self, lines: Sequence[Line], also: Sequence[Sequence[tuple[int, int]]] = ()
    ) -> list[tuple[Seen, ...]]:
        assert len(lines) == len(also)
        return [()] * len(lines)


def test_nothing_is_read_twice() -> None:
    tagger = Counting()
    perusal = Perusal(tagger, [(0, 10), (11, 20), (21, 30), (31, 40)], 31)
    first = perusal.read("x" * 40, [(3, 10), (11, 20)])  # the first without its dateline
    told = perusal.events("x" * 40, [(0, 10), (11, 20), (21, 30), (31, 40)], [[]] * 4)
    assert tagger.read_spans == [(3, 10), (11, 20), (21, 30)]
    assert [line for line, _ in filter(None, told)] == first
    assert told[2:] == [None, None]  # no room for one, and the other begins behind the lede
