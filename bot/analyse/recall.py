"""Whether a text recalls the past, sentence by sentence: what a date, a paragraph or a "then" carries on."""

from datetime import date

from bot.analyse import dates, modality
from bot.analyse.clauses import Clauses
from bot.analyse.dates import Cue, When

_YEAR = 4
"""Letters of a year that stands alone: what it dates is years ago, else it would not be named."""


class Recall:
    """Reads the sentences of one text, in their order.

    Args:
        body: The text.
        today: Its own date; without it only stated years tell the past.

    Attributes:
        starts: Where the sentences read so far begin that are about the past as a whole.
    """

    def __init__(self, body: str, today: date | None) -> None:
        self.starts: set[int] = set()
        self._body, self._today = body, today
        self._background = self._dated = self._old = False
        self._end = 0

    def read(self, sentence: Clauses) -> tuple[tuple[Cue, ...], bool]:
        """The temporal cues of the next sentence, and whether what stands before it puts it into the past."""
        cues = modality.cues(self._body, sentence, self._today)
        background = self._background and "\n" not in self._body[self._end : sentence.start]
        before = (
            background
            or (self._dated and modality.goes_on(sentence, cues))
            or self._is_of_year(sentence, cues)
        )
        whens = {cue.when for cue in cues}
        self._old = When.NOW not in whens and (self._old or any(c.end - c.start == _YEAR for c in cues))
        self._dated = before or When.PAST in whens
        self._background = modality.opens_background(sentence, cues, before=background)
        self._end = sentence.end
        if before or whens == {When.PAST}:
            self.starts.add(sentence.start)
        return cues, before

    def _is_of_year(self, sentence: Clauses, cues: tuple[Cue, ...]) -> bool:
        """Whether its day is one of a year named before: "In 1982 …" and, a paragraph later, "on June 14"."""
        return self._old and not cues and dates.names_a_day(self._body, sentence.start, sentence.end)
