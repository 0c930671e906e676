"""When a story is worth a message of its own, and when that message has to wait. Pure: the rule of alerts and backtests."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.brief import digest as digests
from bot.brief.changes.events import GRAVITY
from bot.deliver import schedule
from bot.types import Alerts, Change, ChangeKind, Dossier, Subscription, Told

OLD = timedelta(hours=12)
"""A story whose last article is older than that is no alert: the digest tells it. As long as a digest is worth having."""

APART = timedelta(minutes=15)
"""Between two messages about one story, also where the second brings a materially new fact: what comes in between is
told together. A graver severity never waits. Chosen, not measured."""

MATERIAL = frozenset({ChangeKind.FIGURE, ChangeKind.EVENT})
"""Materially new: figures that were revised, and events, which count from medium severity on (`bot.brief.changes`)."""


def is_grave(dossier: Dossier, alerts: Alerts) -> bool:
    """Whether a story crosses the threshold; what was there before we looked never does."""
    return not dossier.is_baseline and GRAVITY[dossier.severity] >= GRAVITY[alerts.min_severity]


def is_news(told: Told | None, changes: Sequence[Change]) -> bool:
    """Whether there is anything to say to a channel that was told of the story before, or was not."""
    return told is None or any(change.kind in digests.NEWSWORTHY for change in changes)


def waits_until(
    subscription: Subscription,
    alerts: Alerts,
    told: Told | None,
    dossier: Dossier,
    changes: Sequence[Change],
    now: datetime,
) -> datetime | None:
    """Until when news of a story has to wait: for the end of quiet hours, or of its cooldown; ``None``: it does not.

    Raises:
        InputError, ConfigError: As `bot.deliver.schedule.zone`.
    """
    if quiet := schedule.quiet_until(subscription, now):
        return quiet
    if told is None or GRAVITY[dossier.severity] > GRAVITY[told.severity]:
        return None
    cooldown = timedelta(seconds=alerts.cooldown_s)
    if any(change.kind in MATERIAL for change in changes):
        cooldown = min(APART, cooldown)
    ends = told.at + cooldown
    # Told in the time to come: a clock went back, and nobody shall wait for it to come round again.
    return ends if told.at <= now < ends else None
