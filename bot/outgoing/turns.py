"""Whose turn it is: what is decided for each due subscription, and which digests are made as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.brief.changes.events import GRAVITY
from bot.deliver import schedule
from bot.store.delivery_records import Passed, SkippedSlot, SubscriptionRecord
from bot.types import Rule, Subscription

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be done for one subscription."""

    record: SubscriptionRecord
    catch_up: schedule.CatchUp
    next_at: datetime | None

    @property
    def is_late(self) -> bool:
        """A digest is to be made, after its time."""
        return self.catch_up.make is not None and self.catch_up.is_late


def combined(subscriptions: Sequence[Subscription]) -> Subscription:
    """One subscription for what several of a channel missed: the first one, with the wishes of all."""
    first = subscriptions[0]
    if len(subscriptions) == 1:
        return first
    return replace(
        first,
        title=" + ".join(dict.fromkeys(one.title for one in subscriptions)),
        rule=Rule(any=tuple(one.rule for one in subscriptions)),
        min_severity=min((one.min_severity for one in subscriptions), key=GRAVITY.__getitem__),
        stories=max(one.stories for one in subscriptions),
        chars=max(one.chars for one in subscriptions),
    )


def settled_until(record: SubscriptionRecord, due_at: datetime) -> datetime:
    """From when on slots are due: just before the one that was reckoned.

    With quiet hours from the last digest on, or the last change: what fell due before they began, and could not be made
    before they began, was put off to their end.
    """
    after = due_at - _JUST_BEFORE
    if record.subscription.quiet is None:
        return after
    return min(after, max(record.told_until or record.changed_at, record.changed_at))


def next_turn(groups: Sequence[list[Decided]]) -> tuple[list[list[Decided]], list[list[Decided]]]:
    """The first group of each channel, and the others: a digest must know what the one before it told the channel."""
    first: dict[str, list[Decided]] = {}
    for group in groups:
        first.setdefault(group[0].record.subscription.channel.key, group)
    turn = list(first.values())
    return turn, [group for group in groups if not any(group is one for one in turn)]


def grouped(decided: Sequence[Decided]) -> list[list[Decided]]:
    """Late digests of one channel are made as one, that of the latest slot; every other one for itself."""
    late: dict[str, list[Decided]] = {}
    groups: list[list[Decided]] = []
    for one in decided:
        if one.is_late and not one.record.paused_why:
            late.setdefault(one.record.subscription.channel.key, []).append(one)
        else:
            groups.append([one])
    return [*groups, *(sorted(group, key=_latest_first) for group in late.values())]


def _latest_first(one: Decided) -> tuple[float, str]:
    assert one.catch_up.make is not None  # noqa: S101 - only late ones are sorted
    return -one.catch_up.make.at.timestamp(), one.record.subscription.id


def passed_by(one: Decided, until: datetime | None = None) -> Passed:
    """How far a subscription has come; ``until``: what was stored until then was looked at."""
    skipped = [SkippedSlot(due.slot, due.at, why) for due, why in one.catch_up.skipped]
    if one.record.paused_why and (make := one.catch_up.make):
        skipped.append(SkippedSlot(make.slot, make.at, f"the channel is paused: {one.record.paused_why}"))
    return Passed(one.record.subscription.id, one.next_at, until, tuple(skipped))


def joined_to(one: Decided, key: str, until: datetime) -> Passed:
    """Likewise, of one whose late digest is told with that of the slot ``key``."""
    passed = passed_by(one, until)
    make = one.catch_up.make
    own = (SkippedSlot(make.slot, make.at, f"told with the late digest {key}", "joined"),) if make else ()
    return replace(passed, skipped=(*passed.skipped, *own))
