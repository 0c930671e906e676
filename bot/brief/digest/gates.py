"""Which stories are worth telling at all, and why the others are not."""

from bot.brief.changes.events import GRAVITY
from bot.brief.digest.candidate import Candidate
from bot.types import Change, ChangeKind, Drop, Subscription

NEWSWORTHY = frozenset({ChangeKind.SEVERITY, ChangeKind.FIGURE, ChangeKind.EVENT})
"""Changes for which a story is told again. Another name alone is none: each new report brings some."""


def gate(candidate: Candidate, subscription: Subscription) -> Drop | tuple[Change, ...]:
    """The first gate that a story does not pass; else what is new about it, nothing where it is new as a whole.

    What costs least is asked first; ``changes`` is asked only of a story that passed all else.
    """
    if reason := _barred(candidate, subscription):
        return reason
    if candidate.told is None:
        return ()
    if candidate.told.revision == candidate.dossier.revision:
        return Drop.UNCHANGED
    changes = candidate.changes()
    return changes if any(change.kind in NEWSWORTHY for change in changes) else Drop.UNCHANGED


def _barred(candidate: Candidate, subscription: Subscription) -> Drop | None:
    """Why a story is none for this channel, whatever is new about it."""
    if not candidate.dossier.briefings:
        return Drop.STRIPPED
    if candidate.grounds is None:
        return Drop.OFF_TOPIC
    if candidate.is_muted:
        return Drop.MUTED
    is_below = GRAVITY[candidate.dossier.severity] < GRAVITY[subscription.min_severity]
    return Drop.BELOW if is_below else None
