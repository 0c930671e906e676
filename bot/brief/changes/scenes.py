"""Where a sentence plays, between whom, and on which days: enough to keep two happenings of one story apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.brief.changes.reports import Report
from bot.text import Offsets

_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*")
_PLACE = re.compile(
    r"\b(?i:in|at|near|on|around|outside|inside|across|over|from|off|of|into|to|towards?|within|between)\s+"
    r"(?:(?:the|a|an|both|all|nearby|central|coastal|[\w-]+ern|[\w-]+(?:-east|-west)|[a-z]+)\s+){0,3}?"
    r"([A-ZÀ-ÖØ-Þ][\w’'-]*(?:(?:\s+(?:and\s+)?|-)[A-ZÀ-ÖØ-Þ][\w’'-]*){0,4})"
)
"""Names behind a preposition: "in southern Peru", "near the town of Marwe", "in Turkey and Syria"."""
_PROVINCE = re.compile(
    r"([A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]*){0,2})\s+(?:province|region|district|county|oblast|governorate|valley"
    r"|airport|port|prison|camp|crossing|town|city|village|bridge|suburb)\b"
)
_JOINS = re.compile(r"(?:,\s*|\s+(?:in|of|,)\s+)(?:the\s+)?(?:[a-z-]+\s+){0,2}", re.IGNORECASE)
"""Between a place and the wider one that holds it: "in Borun in southern Peru", "in Jacmel, Haiti"."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_NO_PLACES = frozenset((
    *(*_WEEKDAYS, *_MONTHS, "the", "a", "an", "city", "town", "village", "province", "region", "district", "state", "river"),
    *("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "new", "and", "de", "la"),
    *("el", "al", "san", "saint", "st", "mr", "mrs", "president", "minister", "prime", "foreign", "christmas", "ramadan"),
))  # fmt: skip
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_SAID_ON = re.compile(
    rf"\b(?:said|says|told|announced|reported|confirmed)\b[^.,;]{{0,40}}?\bon (?:{'|'.join(_WEEKDAYS)})\b",
    re.IGNORECASE,
)
"""The day of a statement is not that of what it speaks of."""
_POSSESSIVE = re.compile(r"['’]s?$")
_CONTENT = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    """
    said says that this they their them from with were have been when after before which while about into over would could
    told also more than some people least officials police government killed dead died injured wounded where there other
    """.split()  # noqa: SIM905 - a list of one word a line is no easier to read
)
STEM = 5
"""Letters by which two forms of a word are taken for one ("closed", "closing"); shorter words stand as they are."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and between whom.

    Attributes:
        places: The words of the closest places that are named, in lower case.
        wider: The words of states, and of what the closest places are said to lie in.
        parties: Keys of the states and armed groups.
    """

    places: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """All places."""
        return self.places | self.wider

    @property
    def closest(self) -> frozenset[str]:
        """The closest ones; a state is wide only beside a place that lies in it."""
        return self.places or self.wider


def same_place(one: Scene, other: Scene, *, is_strict: bool = False) -> bool | None:
    """Whether two scenes lie in one place; ``None`` if one of them does not say.

    A place and the region around it may be the same (a follow-up names the country only), unless ``is_strict``: the
    story tells of several places.
    """
    if not one.words or not other.words:
        return None
    if is_strict:
        return bool(one.closest & other.closest)
    if one.places and other.places:
        return bool(one.places & other.words) or bool(other.places & one.wider)
    return bool(one.words & other.words)


def scene(report: Report, start: int, end: int) -> Scene:
    """The scene of ``body[start:end]``, a sentence or a part of one."""
    body = report.article.body
    named = {(s, e): key for s, e, key in report.parties if s >= start and e <= end}
    places: set[str] = set()
    wider: set[str] = set()
    last = -1
    for first, past in _places(report, start, end):
        words = _words(body[first:past])
        is_state = any(s <= first < e or first <= s < past for s, e in named)
        is_held = last >= 0 and _JOINS.fullmatch(body, last, first) is not None
        (wider if is_state or is_held else places).update(words)
        last = past
    return Scene(frozenset(places), frozenset(wider - places), frozenset(named.values()))


def _places(report: Report, start: int, end: int) -> Iterator[Offsets]:
    """Where places are named, in order; people and bodies are none."""
    body = report.article.body
    found = {m.span(1) for pattern in (_PLACE, _PROVINCE) for m in pattern.finditer(body, start, end)}
    past = -1
    for first, last in sorted(found):
        if first >= past and not any(s < last and first < e for s, e in report.speakers):
            past = last
            yield first, last


def _words(name: str) -> Iterator[str]:
    for match in _NAME.finditer(name):
        word = _POSSESSIVE.sub("", match.group().casefold())
        if word not in _NO_PLACES:
            yield word


def days(text: str, today: date) -> frozenset[date]:
    """The days that a sentence names by their weekday, each taken for the last one up to ``today``."""
    found = (_WEEKDAYS.index(m.group(1).lower()) for m in _WEEKDAY.finditer(_SAID_ON.sub(" ", text)))
    return frozenset(today - timedelta(days=(today.weekday() - number) % 7) for number in found)


def days_apart(some: frozenset[date], others: frozenset[date]) -> bool:
    """Whether both name days and none of them is within a day of another: "overnight" belongs to two."""
    nearest = min((abs((a - b).days) for a in some for b in others), default=0)
    return nearest > 1


def content(text: str) -> frozenset[str]:
    """What a sentence is about, as far as small letters tell."""
    return frozenset(word[:STEM] for word in _CONTENT.findall(text) if word not in _COMMON)
