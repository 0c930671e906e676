"""Days and times in words, in a subscription's own zone."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo


def local(at: datetime, tz: str) -> str:
    """An instant as the clocks of a zone show it: "Monday 3 May 2027, 07:00"."""
    there = at.astimezone(_zone(tz)[0])
    return f"{day(there)}, {there:%H:%M}"


def zone_name(tz: str) -> str:
    """The zone that `local` tells times in: the one that was asked for, or UTC where its tables are missing."""
    return _zone(tz)[1]


def day(at: date) -> str:
    """A day in words: "Monday 3 May 2027"."""
    return f"{_WEEKDAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
"""Written out: strftime's depend on the process's locale."""


def _zone(tz: str) -> tuple[tzinfo, str]:
    try:
        return ZoneInfo(tz), tz
    except (KeyError, ValueError, OSError):
        return UTC, "UTC"
