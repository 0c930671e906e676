"""What the model has read of one article: names and events are asked for apart, and no sentence is read twice."""

from bisect import bisect_right
from collections.abc import Sequence

from bot.analyse.encoder.tagger import Line, Seen, Tagger

Offsets = tuple[int, int]


LONGEST = 800
"""Characters of a sentence that the model reads; the rules read as many (``clauses.MAX_CHARS``)."""


class Perusal:
    """One reading of one text.

    Args:
        tagger: The model.
        sentences: Of the text, in order; what is asked for lies within one of them.
        lede: So far a sentence may begin that the model reads.
    """

    def __init__(self, tagger: Tagger, sentences: Sequence[Offsets], lede: int) -> None:
        self._tagger = tagger
        self._ends = [end for _, end in sentences]
        self._lede = lede
        self._lines: dict[int, Line | None] = {}

    def read(self, text: str, spans: Sequence[Offsets]) -> list[Line | None]:
        """As ``Tagger.read``; each span is a sentence, or one without what stands before its text."""
        numbers = [bisect_right(self._ends, start) for start, _ in spans]
        new = {
            n: s for n, s in zip(numbers, spans, strict=True) if n not in self._lines and s[0] < self._lede
        }
        clipped = [(start, min(end, start + LONGEST)) for start, end in new.values()]
        self._lines.update(zip(new, self._tagger.read(text, clipped), strict=True))
        return [self._lines.get(number) for number in numbers]

    def events(
        self, text: str, spans: Sequence[Offsets], also: Sequence[Sequence[Offsets]]
    ) -> list[tuple[Line, tuple[Seen, ...]] | None]:
        """Each sentence with what the model sees to happen in it; ``None`` for one that it does not read.

        Args:
            text: The text.
            spans: Sentences.
            also: For each of them offsets of words to ask about, as ``Tagger.events`` takes them.
        """
        lines = self.read(text, spans)
        asked = [(line, words) for line, words in zip(lines, also, strict=True) if line]
        seen = iter(self._tagger.events([line for line, _ in asked], [words for _, words in asked]))
        return [(line, next(seen)) if line else None for line in lines]
