"""What a failed reading of an entry means: dropped for good, or tried again later. Rules only."""

from datetime import datetime, timedelta

from bot.errors import CrawlBarred, FetchError, FetchRefused, NotAnArticle, SitrepError, WorkerError
from bot.store.records import Dropped, Later, Outcome

RETRIES_S = (300.0, 1_800.0, 7_200.0, 21_600.0, 43_200.0)
"""Seconds before an entry is tried again: six tries in about 20 hours. An embargo that is lifted, a site that is down
for a night and a slip in publishing are over by then; what is not is no news any more."""

CRASHES = 2
"""So often may an entry break the parser or the analyser (faults-and-safety, X2: "marked failed after 2 tries")."""

ATTEMPTS = len(RETRIES_S) + 1 + CRASHES
"""More readings than these were begun only if some ended with the process that made them."""

_FINAL = {401: "members_only", 402: "payment", 403: "forbidden", 410: "gone", 451: "legal"}
"""Statuses that another try would not change, and what ``brief why`` calls them."""


def of_failure(error: SitrepError, attempts: int, now: datetime) -> Outcome:
    """What becomes of an entry whose ``attempts``-th reading ended in ``error``."""
    if isinstance(error, CrawlBarred) and error.retry_after_s is None:
        return Dropped("robots", str(error))
    if isinstance(error, FetchError):
        return _unfetched(error, attempts, now)
    if isinstance(error, NotAnArticle):
        return Dropped(str(error.reason), str(error))
    if isinstance(error, WorkerError) and attempts < CRASHES:
        return Later(str(error), now + timedelta(seconds=RETRIES_S[0]))
    return Dropped("unreadable", str(error), is_failure=True)


def _unfetched(error: FetchError, attempts: int, now: datetime) -> Outcome:
    if error.status in _FINAL:
        return Dropped(_FINAL[error.status], str(error), is_failure=True)
    if attempts > len(RETRIES_S):
        # A name that is gone for an hour or a hotel's login page is refused as well: that, too, may heal.
        reason = "refused" if isinstance(error, FetchRefused) else "unreachable"
        return Dropped(reason, str(error), is_failure=True)
    asked_s = error.retry_after_s or 0.0
    due = now + timedelta(seconds=max(RETRIES_S[attempts - 1], asked_s))
    return Later(str(error), due, now + timedelta(seconds=asked_s) if asked_s else None)
