"""When to ask a feed again, and what to remember of the answer: rules only, without clock, chance or network.

The caller asks ``state.fetch_url`` with `validators`, turns the answer into an outcome (`unchanged`, `Good`,
`failed`), and stores what `decide` makes of it.
"""

from bot.acquire.polling.outcomes import Failed, FailureKind, Good, Outcome, Unchanged, failed, unchanged
from bot.acquire.polling.rules import decide, is_other, new_state, revived, validators
from bot.acquire.polling.states import FeedState, FeedStatus

__all__ = [
    "Failed",
    "FailureKind",
    "FeedState",
    "FeedStatus",
    "Good",
    "Outcome",
    "Unchanged",
    "decide",
    "failed",
    "is_other",
    "new_state",
    "revived",
    "unchanged",
    "validators",
]
