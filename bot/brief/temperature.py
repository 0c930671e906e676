"""How tense it is between two parties, day by day: figures for a chart, and the chart in words.

An event warms a pair by its degrees where it escalates, and cools it by as many where it de-escalates. Events that do
neither, such as talks and criticism, are left out: a visit is diplomacy, not de-escalation.

Degrees
    Severity comes first, and PLOVER's score orders events within one severity (that is what the annotation guide and
    the PLOVER manual's scores are for: ``config/plover.yaml`` has the table, CC BY-SA 4.0, Open Event Data Alliance).
    So each severity has a band of its own, twice as high as the one below: low 1…2, medium 2…4, high 4…8, critical
    8…16; the score's distance from 0, of 10, tells where in its band an event lies. The doubling is chosen: two arrests
    weigh as much as a bombing, eight protests as much as the beginning of a war.
A day
    The degrees of its events, added up, as Goldstein's scale has been used since 1992 ("A Conflict-Cooperation Scale for
    WEIS Events Data"): what happened, not what it averaged to. But one deed is told by many outlets, in words of their
    own, so ``n`` events of one direction, severity and score on one day count as 1 + log2(n) of them, not as ``n``.
    Chosen, not measured: without it the chart shows how many reporters there were.

The caller leaves out copies of one text, and events that are not live (past, denied, hypothetical).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import fsum, log2

from bot.types import Direction, Severity

DAYS = 14
MOST = 4
"""Pairs of one chart: the fifth panel would be too small to read on a phone."""

ENOUGH_DAYS = 4
"""Days with an event, of one pair, that are enough to draw. Fewer are told in one sentence as quickly as they are seen,
and nobody can tell a trend from three. Chosen."""

NAME_CHARS = 48
"""Of a pair, in chart and words: "Democratic Republic of the Congo / South Sudan" has 46."""

_BAND = {Severity.LOW: 1.0, Severity.MEDIUM: 2.0, Severity.HIGH: 4.0, Severity.CRITICAL: 8.0}
_SIGN = {Direction.UP: 1, Direction.DOWN: -1}


@dataclass(frozen=True, slots=True)
class Reading:
    """One event between two parties: when it was told, between whom (as a reader shall see it), and its labels."""

    at: datetime
    pair: str
    direction: Direction
    severity: Severity
    score: float


@dataclass(frozen=True, slots=True)
class Series:
    """A pair's temperature on each local day up to ``until``, in degrees, and from how many events."""

    pair: str
    until: date
    values: tuple[float, ...]
    counts: tuple[int, ...]

    def day(self, number: int) -> date:
        """The date of ``values[number]``."""
        return self.until - timedelta(days=len(self.values) - 1 - number)


def degrees(direction: Direction, severity: Severity, score: float) -> float:
    """What one event adds; 0 for one that neither escalates nor de-escalates, or is of no severity."""
    return _SIGN.get(direction, 0) * _BAND.get(severity, 0.0) * (1 + min(abs(score), 10.0) / 10)


def series(
    readings: Iterable[Reading], pairs: Sequence[str], until: date, tz: tzinfo, days: int = DAYS
) -> tuple[Series, ...]:
    """The temperatures of ``pairs``, in their order, on the ``days`` local days up to and including ``until``."""
    told: dict[tuple[str, int], Counter[float]] = {}
    for reading in readings:
        warmth = degrees(reading.direction, reading.severity, reading.score)
        number = days - 1 - (until - reading.at.astimezone(tz).date()).days
        if warmth and 0 <= number < days:
            told.setdefault((reading.pair, number), Counter())[warmth] += 1
    none: Counter[float] = Counter()
    return tuple(
        Series(
            pair,
            until,
            tuple(_of_day(told.get((pair, number), none)) for number in range(days)),
            tuple(told.get((pair, number), none).total() for number in range(days)),
        )
        for pair in pairs
    )


def _of_day(told: Counter[float]) -> float:
    """To a tenth, and exact, so that the order in which events come makes no difference."""
    return round(fsum(warmth * (1 + log2(count)) for warmth, count in told.items()), 1) + 0.0  # never -0.0


def drawable(series: Sequence[Series]) -> tuple[Series, ...]:
    """Those that a chart shows: the first few that have an event at all, in their order."""
    return tuple(one for one in series if any(one.counts))[:MOST]


def is_worth_drawing(series: Sequence[Series]) -> bool:
    """Whether there is enough to draw."""
    return any(_days_with_events(one) >= ENOUGH_DAYS for one in drawable(series))


def _days_with_events(one: Series) -> int:
    return sum(map(bool, one.counts))


def describe(series: Sequence[Series]) -> str:
    """What the chart of ``series`` shows, for those who do not see it: plain words and figures, under 1,000 characters.

    "Ecuador / Peru, 11 to 24 Nov 2026: no events until 19 Nov, then on 4 days; hottest on 22 Nov (+18), coolest on
    24 Nov (−6)."
    """
    shown = drawable(series)
    if not shown:
        return ""
    span = _span(shown[0].day(0), shown[0].until)
    if len(shown) == 1:
        return f"{shorten(shown[0].pair)}, {span}: {_told(shown[0])}."
    return f"Tension, {span}. " + " ".join(f"{shorten(one.pair)}: {_told(one)}." for one in shown)


def shorten(pair: str) -> str:
    """A pair's name on one line, without control and bidi characters, and no longer than it may be."""
    name = " ".join("".join(char if char.isprintable() else " " for char in pair).split())
    return name if len(name) <= NAME_CHARS else f"{name[: NAME_CHARS - 1].rstrip()}…"


def _told(one: Series) -> str:
    return f"{_when(one)}; {_extremes(one)}"


def _when(one: Series) -> str:
    """On which days there were events: a silence of three days or more before or after them is told."""
    at = [number for number, count in enumerate(one.counts) if count]
    first, last, days = at[0], at[-1], _days_with_events(one)
    if days == 1:
        return f"events on {_day(one.day(first))} only"
    words = f"events on {days} of {len(one.counts)} days"
    if first > 2:  # noqa: PLR2004 - three days
        words = f"no events until {_day(one.day(first - 1))}, then on {days} days"
    if len(one.counts) - last > 3:  # noqa: PLR2004 - likewise
        words += f", none after {_day(one.day(last))}"
    return words


def _extremes(one: Series) -> str:
    high, low = max(one.values), min(one.values)
    parts = []
    if high > 0:
        parts.append(f"hottest on {_day(one.day(one.values.index(high)))} ({degrees_text(high)})")
    if low < 0:
        parts.append(f"coolest on {_day(one.day(one.values.index(low)))} ({degrees_text(low)})")
    if high <= 0 and low < 0:
        parts.append("nothing escalated")
    elif low >= 0 and high > 0:
        parts.append("nothing eased")
    return ", ".join(parts) if parts else "what escalated and what eased is even"


def degrees_text(value: float) -> str:
    """``+18`` or ``−6``: whole degrees, but never 0 for what is not."""
    whole = max(1, int(abs(value) + 0.5)) if value else 0
    return f"+{whole}" if value > 0 else f"−{whole}" if value < 0 else "0"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _span(first: date, last: date) -> str:
    """``11 to 24 Nov 2026``; the month and the year of the first are told where they differ."""
    if first.year != last.year:
        return f"{_day(first)} {first.year} to {_day(last)} {last.year}"
    start = str(first.day) if first.month == last.month else _day(first)
    return f"{start} to {_day(last)} {last.year}"
