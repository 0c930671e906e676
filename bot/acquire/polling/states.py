"""What is remembered of a feed between two polls, and what a person wants to know of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_LONGEST_SLEEP_S = 60.0
"""Longest nap of a poller: the wall clock may jump (NTP, a suspended machine), and feeds may be added by others."""


class FeedStatus(StrEnum):
    """How a feed is doing."""

    UNVERIFIED = "unverified"
    OK = "ok"
    FAILING = "failing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed from one poll to the next.

    Attributes:
        fetch_url: What is asked now; differs from ``Feed.url`` once a permanent move is remembered.
        status: How the feed is doing.
        next_poll_at: Aware UTC; ``None`` for "not again until somebody asks for it" (``GONE``).
        polled_at: When it was last asked, whatever came of it.
        succeeded_at: When it last gave a good answer, new or not.
        changed_at: When it last held an entry that was not known.
        error_at: When a poll last failed.
        error: One line for the operator; ``""`` if the last poll was good.
        failures: Failed polls in a row.
        good_polls: Good polls since the feed was added or revived.
        etag: For the next conditional request, as the server wrote it.
        last_modified: Likewise; never read as a date.
        body_digest: Hex digest of the last good body; ``""`` before the first.
        title: What the feed calls itself.
        site_url: The site that it says it belongs to; with the title its identity.
        moved_to: Where permanent redirects lead; ``""`` for nowhere. With ``moved_polls`` 0: a remembered move whose
            address has failed for long, while the configured one is tried.
        moved_polls: Good polls in a row that led there.
        is_baselined: What it held when it was first read has been marked as seen.
    """

    fetch_url: str
    status: FeedStatus = FeedStatus.UNVERIFIED
    next_poll_at: datetime | None = None
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    error_at: datetime | None = None
    error: str = ""
    failures: int = 0
    good_polls: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str = ""
    title: str = ""
    site_url: str = ""
    moved_to: str = ""
    moved_polls: int = 0
    is_baselined: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """Facts for a list of feeds.

    Attributes:
        status: How the feed is doing.
        error: One line with its remedy; ``""`` if the last poll was good.
        failures: Failed polls in a row.
        last_success_s: Seconds since the last good poll; ``None`` before the first.
        last_error_s: Seconds since a poll last failed; ``None`` if none ever did.
        next_poll_s: Seconds until the next poll, 0 if it is due; ``None`` for never.
    """

    status: FeedStatus
    error: str
    failures: int
    last_success_s: float | None
    last_error_s: float | None
    next_poll_s: float | None


def health(state: FeedState, now: datetime) -> Health:
    """Say how a feed is doing at ``now``. A clock that went back makes no negative times."""
    return Health(
        status=state.status,
        error=state.error,
        failures=state.failures,
        last_success_s=_between(state.succeeded_at, now),
        last_error_s=_between(state.error_at, now),
        next_poll_s=None if state.next_poll_at is None else _between(now, state.next_poll_at),
    )


def next_wake(now: datetime, due: datetime | None) -> float:
    """Seconds to sleep until ``due`` (the earliest `FeedState.next_poll_at`), at most a minute."""
    return _LONGEST_SLEEP_S if due is None else min(max((due - now).total_seconds(), 0.0), _LONGEST_SLEEP_S)


def _between(start: datetime | None, end: datetime) -> float | None:
    return None if start is None else max((end - start).total_seconds(), 0.0)
