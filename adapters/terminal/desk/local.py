"""Times as those see them whom a digest is for."""

from datetime import datetime

from bot.deliver.schedule import zone

EARLIEST, LATEST = 1990, 2100
"""Years: before the web there were no feeds; and where calendars end sums with dates fail."""


def local_time(at: datetime, tz: str) -> str:
    """``Tue 12 May 2026, 18:00 (Europe/Kyiv)``."""
    there = at.astimezone(zone(tz))
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M} ({tz})"


def read_time(given: str, tz: str) -> datetime:
    """A date or a time in ISO 8601; without an offset it is told in the zone ``tz``.

    Raises:
        ValueError: It is neither, or lies out of reach.
    """
    at = datetime.fromisoformat(given)
    if not EARLIEST <= at.year <= LATEST:
        raise ValueError(given)
    return at if at.tzinfo else at.replace(tzinfo=zone(tz))
