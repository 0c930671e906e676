"""What is remembered of a feed between two polls."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
