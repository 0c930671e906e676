"""Times as those see them whom a digest is for."""

from datetime import datetime

from bot.deliver.schedule import zone


def local_time(at: datetime, tz: str) -> str:
    """``Tue 12 May 2026, 18:00 (Europe/Kyiv)``."""
    there = at.astimezone(zone(tz))
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M} ({tz})"


def read_time(given: str, tz: str) -> datetime:
    """A date or a time in ISO 8601; without an offset it is told in the zone ``tz``.

    Raises:
        ValueError: It is neither, or none that the calendar holds.
    """
    try:
        at = datetime.fromisoformat(given)
        return at if at.tzinfo else at.replace(tzinfo=zone(tz))
    except OverflowError as error:
        raise ValueError(str(error)) from error
