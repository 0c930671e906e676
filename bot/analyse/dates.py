"""When: the dates a sentence names, against the article's own date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

RECENT_DAYS = 30
"""An act further back is background (the gold guide: "`done` = in this news cycle, up to about 30 days back")."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NUMBER = (
    {name: i for i, name in enumerate(_MONTHS, 1)}
    | {name[:3]: i for i, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
_MONTH = r"(?P<month>Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
_DATE = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})\s+)?{_MONTH}(?:\s+(?P<day>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>1[5-9]\d\d|20\d\d)\b)?"
)
_YEAR = re.compile(
    r"(?<![\d,.$£€-])(?:1[5-9]\d\d|20\d\d)(?:s|-\d\d)?\b(?![,.]\d|%| (?:people|troops|soldiers|men|prisoners|civilians|miles|km|dead))"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|summer|winter|autumn|spring|fall|decade|century|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|(?:in|since) the (?:spring|summer|autumn|winter|past)|earlier this (?:year|decade|century)|(?:an? |one |two |three |few |several )?(?:years?|decades?|centur(?:y|ies)|months) (?:ago|earlier|before|later)"
    r"|a past (?:example|case)|in the (?:late |early |mid-)?\d{2,4}s|world war (?:one|two|i|ii)|during the (?:war|cold war)|at the time|in those days"
    r"|a (?:decade|generation|century|year) ago|the previous (?:year|decade|month)|historical(?:ly)?|formerly|long-standing|long ago|in (?:his|her) youth|the past (?:decade|year))\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|now|this (?:week|morning|afternoon|evening|weekend)|(?:on |late on |early on )?"
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|hours? (?:ago|later|earlier)|minutes)\b"
)


class When(StrEnum):
    """Where in time a cue puts what it qualifies."""

    PAST = "past"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Cue:
    """``body[start:end]`` says when."""

    start: int
    end: int
    when: When


def find(body: str, start: int, end: int, today: date | None) -> tuple[Cue, ...]:
    """The temporal cues of ``body[start:end]``, in order.

    Without ``today`` a bare year or month cannot be judged: years then count as past (a news text seldom names its
    own), months and days as nothing.
    """
    cues = [Cue(m.start(), m.end(), When.PAST) for m in _PAST.finditer(body, start, end)]
    cues += [Cue(m.start(), m.end(), When.NOW) for m in _NOW.finditer(body, start, end)]
    dated = []
    for match in _DATE.finditer(body, start, end):
        when = _judge(match, today)
        if when:
            dated.append(Cue(match.start(), match.end(), when))
    covered = {at for cue in dated for at in range(cue.start, cue.end)}
    for match in _YEAR.finditer(body, start, end):
        year = int(match.group()[:4])
        if match.start() not in covered and (today is None or year < today.year):
            dated.append(Cue(match.start(), match.end(), When.PAST))
    found = sorted([*cues, *dated], key=lambda c: c.start)
    past_ends = {cue.end for cue in found if cue.when is When.PAST}
    # "twenty years ago this week" is an anniversary
    kept: list[Cue] = []
    for cue in found:
        apart = not kept or cue.start >= kept[-1].end
        if apart and (cue.when is When.PAST or cue.start - 1 not in past_ends):
            kept.append(cue)
    return tuple(kept)


def names_a_day(body: str, start: int, end: int) -> bool:
    """Whether ``body[start:end]`` names a day of a month without its year."""
    return any(not m["year"] and bool(m["day"] or m["before"]) for m in _DATE.finditer(body, start, end))


def _judge(match: re.Match[str], today: date | None) -> When | None:
    if today is None:
        return When.PAST if match["year"] else None
    if (
        match["month"] in {"May", "March"}
        and not (match["day"] or match["year"] or match["before"])
        and not _in_phrase(match)
    ):
        return None
    month = _NUMBER[match["month"].rstrip(".").lower()]
    day = int(match["day"] or match["before"] or 0)
    year = int(match["year"]) if match["year"] else today.year
    try:
        then = date(year, month, day or _last_day(year, month))
    except ValueError:
        return None
    if not match["year"] and then > today + timedelta(days=RECENT_DAYS):
        # In a text that tells what happened, a bare month that lies ahead is last year's.
        then = date(year - 1, month, min(day or 28, 28))
    if then < today - timedelta(days=RECENT_DAYS if day else 0) and (then.year, then.month) < (
        today.year,
        today.month,
    ):
        return When.PAST
    return When.NOW if day and then <= today else None


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _in_phrase(match: re.Match[str]) -> bool:
    return bool(
        re.search(
            r"\b(?:in|since|until|by|of|early|late|mid)\s$",
            match.string[max(0, match.start() - 8) : match.start()],
            re.IGNORECASE,
        )
    )
