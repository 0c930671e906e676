"""Times, weekdays, quiet hours, zones and durations as people write them, in files and in chats.

Each function gives the value, or the `Problem` with what was written. Nothing here reads a clock.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from bot.subscription_list.problems import Problem, near, unknown
from bot.types import Quiet

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SLOTS = 24
"""Digests a day: one an hour; who wants news faster wants alerts."""

MOST_S = 7 * 86_400
"""Seconds of the longest cooldown: a week later no story is the same news."""

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "weekdays": (0, 1, 2, 3, 4),
    "weekends": (5, 6),
    "weekend": (5, 6),
    "daily": tuple(range(7)),
    "everyday": tuple(range(7)),
}
_SHORT = {name[:n]: day for day, name in enumerate(_NAMES) for n in (3, 4, 5, len(name))}
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_DURATION = re.compile(r"(\d{1,6})\s*(m|min|minutes?|h|hours?|d|days?)")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
_OFF = frozenset({"off", "none", "never"})
_NO_ZONE = frozenset({"localtime", "Factory", "posixrules"})
"""Files beside the zones that mean another zone on every machine, or none."""


def parse_time(given: object) -> time | Problem:
    """A local time, ``HH:MM`` of 24 hours."""
    if isinstance(given, int) and not isinstance(given, bool):
        meant = f"{given // 60:02}:{given % 60:02}" if 0 <= given < 24 * 60 else "08:00"
        return Problem(
            f'{given} is a number: without quotes YAML reads 18:00 as 1080. Write "{meant}", in quotes.'
        )
    found = _TIME.fullmatch(given.strip()) if isinstance(given, str) else None
    if not found:
        return Problem(f'{given!r} is no time. Write hours and minutes, such as "08:00".')
    hour, minute = int(found[1]), int(found[2])
    if hour == 24 and minute == 0:  # noqa: PLR2004 - how a day ends in some countries
        return Problem('24:00 belongs to no day. Write "00:00".')
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a clock
        return Problem(f"{found[0]!r} is no time of the day. Hours go to 23, minutes to 59.")
    return time(hour, minute)


def parse_times(given: object) -> tuple[time, ...] | Problem:
    """Times from a list, or from one line ("08:00, 18:00"); earliest first."""
    parts = _parts(given)
    if isinstance(parts, Problem):
        return parts
    read = [parse_time(part) for part in parts]
    for part in read:
        if isinstance(part, Problem):
            return part
    times = [part for part in read if isinstance(part, time)]
    twice = next((each for at, each in enumerate(times) if each in times[:at]), None)
    if twice:
        return Problem(f"{twice:%H:%M} is given twice. Keep one.")
    if not times or len(times) > MOST_SLOTS:
        return Problem(f'{len(times)} times. Give 1 to {MOST_SLOTS}, such as "08:00".')
    return tuple(sorted(times))


def parse_days(given: object) -> tuple[int, ...] | Problem:
    """Weekdays, 0 for Monday: names, "mon-fri", "weekdays", "weekends", "daily"; in a list or on one line."""
    if isinstance(given, str):
        given = re.sub(r"\bevery ?day\b", "daily", given.lower())
        given = re.sub(r"\s*[-–]\s*", "-", given)
    parts = _parts(given)
    if isinstance(parts, Problem):
        return parts
    days: set[int] = set()
    for part in parts:
        read = _days(part)
        if isinstance(read, Problem):
            return read
        days.update(read)
    return tuple(sorted(days)) or Problem("no day. Name some, or leave it out for every day.")


def parse_quiet(given: object) -> Quiet | Problem | None:
    """Quiet hours, ``22:00-07:00``; ``None`` for "off"."""
    if given is False or (isinstance(given, str) and given.strip().lower() in _OFF):
        return None
    ends = re.split(r"\s*(?:-|–|\bto\b)\s*", given.strip()) if isinstance(given, str) else ()
    if len(ends) != 2:  # noqa: PLR2004 - start and end
        return Problem(f'{given!r} are no quiet hours. Write start and end, such as "22:00-07:00", or off.')
    start, end = map(parse_time, ends)
    if isinstance(start, Problem):
        return start
    if isinstance(end, Problem):
        return end
    if start == end:
        return Problem(
            f"start and end are both {start:%H:%M}, which could mean never or always. Make them differ, or write off."
        )
    return Quiet(start, end)


def parse_zone(given: object) -> str | Problem:
    """An IANA zone that this system knows, spelled as there."""
    if not isinstance(given, str) or not given.strip():
        return Problem(f"{given!r} is no zone. Give one such as Europe/Kyiv.")
    name = given.strip()
    try:
        if name not in _NO_ZONE:
            return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # not there; no such form; a folder
        pass
    zones = available_timezones() - _NO_ZONE
    meant = _zone_meant(name, zones)
    return Problem(
        f"unknown zone {name!r}. {f'Did you mean {meant}?' if meant else 'Give one such as Europe/Kyiv.'}"
    )


def parse_duration(given: object) -> float | Problem:
    """Seconds of "90m", "6h" or "2d", up to a week."""
    found = _DURATION.fullmatch(given.strip().lower()) if isinstance(given, str) else None
    if not found:
        hint = (
            f'Write "{given}h" or "{given}m".'
            if isinstance(given, int) and given
            else 'Write such as "6h" or "90m".'
        )
        return Problem(f"{given!r} is no duration: a number with m, h or d. {hint}")
    seconds = int(found[1]) * _SECONDS[found[2][0]]
    if seconds > MOST_S:
        return Problem(f"{given!r} is longer than a week. Give at most 7d.")
    return float(seconds)


def in_quiet(at: time, quiet: Quiet) -> bool:
    """Whether a local time lies in the quiet hours."""
    if quiet.start < quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def _zone_meant(name: str, zones: Iterable[str]) -> str | None:
    """The zone of that name in another spelling, of the city of that name, or of one much like it."""
    plain = name.replace(" ", "_").lower()
    by_name = {zone.lower(): zone for zone in sorted(zones)}
    by_city = {zone.rpartition("/")[2]: zone for zone in by_name}
    city = plain if plain in by_city else near(plain, by_city)
    found = plain if plain in by_name else near(plain, by_name) or by_city.get(city or "")
    return by_name[found] if found else None


def _parts(given: object) -> Sequence[object] | Problem:
    """The items of a list, or of a line parted by commas, blanks or "and"."""
    if isinstance(given, str):
        return [part for part in re.split(r"[,;\s]+", given.strip()) if part and part != "and"]
    if isinstance(given, list | tuple):
        return given
    return [given]


def _days(given: object) -> Sequence[int] | Problem:
    word = given.strip().lower() if isinstance(given, str) else ""
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.partition("-")
    ends = [_SHORT.get(end.rstrip("s") if len(end) > 5 else end) for end in (first, last or first)]  # noqa: PLR2004 - "mondays"
    if ends[0] is None or ends[1] is None:
        wrong = last if dash and ends[0] is not None else first
        known = (*DAYS, *_NAMES, *_GROUPS)
        return unknown("day", wrong or str(given), known, f"Known are {', '.join(DAYS)}, weekdays, weekends.")
    start, end = ends[0], ends[1]
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]
