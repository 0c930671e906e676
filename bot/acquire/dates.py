"""Dates as pages write them → aware UTC."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_CHARS = 64
_FORMATS = (
    *("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y%m%d"),
    *("%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p", "%d %B %Y %H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_date(text: str) -> datetime | None:
    """Read an ISO 8601, RFC 2822 or English date; None for anything else.

    A date without a time is its midnight, a time without a zone is UTC: pages that leave the zone out mostly store
    UTC, and no rule could tell the others. 1 January 1970 is the zero of a clock, not a date.
    """
    text = " ".join(text[:_MAX_CHARS].split())
    found = _iso(text) or parse_rfc(text) or _english(text)
    if found is None:
        return None
    try:
        aware = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:  # the year 1 or 9999 and a zone
        return None
    return aware if aware.date() > _EPOCH.date() else None


def _iso(text: str) -> datetime | None:
    # Zones as "+0000" with a blank, "UTC", and fractions of other lengths than Python 3.11 takes
    tidy = re.sub(r" ?(?:UTC|GMT|Z)$", "+00:00", text)
    tidy = re.sub(r" ([+-]\d\d:?\d\d)$", r"\1", tidy)
    tidy = re.sub(r"(\.\d{6})\d+", r"\1", tidy)
    try:
        return datetime.fromisoformat(tidy)
    except ValueError:
        return None


def parse_rfc(text: str) -> datetime | None:
    """Read a date as mail and HTTP headers write it (RFC 2822, RFC 9110); naive where it says no zone, None for none."""
    try:
        return parsedate_to_datetime(text)
    except (
        ValueError,
        IndexError,
        OverflowError,
    ):  # the module's parser trips over odd input in each of these ways
        return None


def _english(text: str) -> datetime | None:
    tidy = re.sub(r"(?i)\b(sept)\b\.?", "Sep", text.replace("a.m.", "AM").replace("p.m.", "PM"))
    tidy = re.sub(r"(?<=[A-Za-z])\.", "", tidy)
    tidy = re.sub(r"(?<=\d{4}), (?=\d)", " ", tidy)
    for form in _FORMATS:
        try:
            return datetime.strptime(tidy, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
