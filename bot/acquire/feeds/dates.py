"""Dates as feeds write them → aware UTC, however absurd: the clock is for whoever stores them."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from bot.acquire.dates import parse_date

MAX_CHARS = 64
"""The longest date that 51 real feeds and 500 test cases hold has 44 characters; longer strings are no dates."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

# Minutes east of Greenwich. RFC 822 names the first four rows; the rest are those that feeds use, as the
# publishers mean them: IST is India's, BST London's, CST and EST America's.
_ZONES = {
    name: minutes
    for minutes, names in {
        0: "UT UTC GMT Z WET",
        -150: "NDT",
        -180: "ADT BRT ART",
        -210: "NST",
        -240: "EDT AST",
        -300: "EST CDT ET",
        -360: "CST MDT CT",
        -420: "MST PDT MT",
        -480: "PST AKDT PT",
        -540: "AKST",
        -600: "HST",
        60: "WEST BST CET MET",
        120: "CEST MEST EET SAST",
        180: "EEST MSK TRT",
        210: "IRST",
        240: "GST",
        300: "PKT",
        330: "IST",
        345: "NPT",
        420: "ICT WIB",
        480: "HKT SGT AWST PHT",
        540: "JST KST",
        570: "ACST",
        600: "AEST",
        630: "ACDT",
        660: "AEDT",
        720: "NZST",
        780: "NZDT",
    }.items()
    for name in names.split()
}

_ZONE = (
    r"(?:\(?(?P<name>[A-Za-z]{1,5})\)?(?![A-Za-z]))?\s*(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?(?:\s*\([^()]*\))?"
)
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?"
_MAIL = re.compile(
    r"(?:[A-Za-z]+\.?,?\s*)?(?P<day>\d{1,2})(?:\s+|-)(?P<month>[A-Za-z]{3,9})\.?,?(?:\s+|-)(?P<year>\d{4}|\d\d)"
    rf"(?:,?\s+{_TIME}\s*{_ZONE})?"
)
_UNIX = re.compile(
    rf"[A-Za-z]{{3}},?\s+(?P<month>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+{_ZONE}\s*(?P<year>\d{{4}})"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?P<month2>\d\d)(?P<day2>\d\d))?"
    r"(?:(?:\s*T\s*|\s+)(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?)?"
    rf"\s*{_ZONE})?"
)
_PIVOT = 50  # RFC 2822 4.3: two digits below it are of this century
_CENTURY = 100


@lru_cache(maxsize=4_096)
def read_date(text: str) -> datetime | None:
    """Read a date of RFC 822, ISO 8601 or W3CDTF, with what feeds make of them; None for anything else.

    A date without a time is its midnight, a time without a zone or with an unknown one is UTC. 1970 and 9999 are
    handed on as they stand.
    """
    if not text or len(text) > MAX_CHARS:
        return None
    if text[10:11] == "T" and text[4] == "-":
        with suppress(ValueError, OverflowError):  # most dates of Atom, in a tenth of the time
            if (exact := datetime.fromisoformat(text)).tzinfo is not None:
                return exact.astimezone(UTC)
    text = " ".join(text.split())
    found = _MAIL.fullmatch(text) or _ISO.fullmatch(text) or _UNIX.fullmatch(text)
    if found is None:
        return parse_date(text) if text[:1].isalpha() else None
    try:
        return _instant(found)
    except (
        ValueError,
        OverflowError,
        StopIteration,
    ):  # no such month, day or hour; the year 1 or 9999 and a zone
        return None


def _instant(found: re.Match[str]) -> datetime:
    parts = found.groupdict()
    year, month, day = _year(parts["year"] or ""), _month(parts), int(parts["day"] or parts.get("day2") or 1)
    hour, minute, second = int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0)
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004 - 24:00 and a leap second are the next full minute
        raise ValueError("no such time")
    part, east = int((parts["part"] or "0")[:6].ljust(6, "0")), _offset(parts["name"], parts["offset"])
    if hour < 24 and second < 60 and not east:  # noqa: PLR2004
        return datetime(year, month, day, hour, minute, second, part, UTC)
    time = timedelta(hours=hour, minutes=minute - east, seconds=second, microseconds=part)
    return datetime(year, month, day, tzinfo=UTC) + time


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - a year of four digits
        return year
    return year + (2_000 if year < _PIVOT else 1_900)


def _month(parts: dict[str, str | None]) -> int:
    text = parts["month"] or parts.get("month2") or "1"
    if text.isdigit():
        return int(text)
    text = text.lower()
    return next(number for number, name in enumerate(_MONTHS, start=1) if name.startswith(text))


def _offset(name: str | None, offset: str | None) -> int:
    """Minutes east of Greenwich: ``CET``, ``+0100``, ``+1``, or both as in ``GMT+1``."""
    minutes = _ZONES.get((name or "").upper(), 0)
    if not offset:
        return minutes
    digits = offset[1:].replace(":", "")
    hours, rest = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))  # noqa: PLR2004
    timezone(timedelta(hours=hours, minutes=rest))  # refuses a day and more
    east = hours * 60 + rest
    return east if offset[0] == "+" else -east
