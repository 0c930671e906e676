"""Made-up subscriptions, deliveries and slots, as short as a test allows."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.store.delivery_records import MadeSlot, Passed, SubscriptionRecord, Telling
from bot.store.placing import Desk
from bot.store.records import Placement
from bot.store.store import Store
from bot.types import (
    Channel,
    Delivery,
    Heading,
    Kind,
    Message,
    Rule,
    Severity,
    Slot,
    Subscription,
)
from tests.contracts.making import START, publish

CHANNEL = Channel("terminal", "local", "desk")
OTHER = Channel("terminal", "local", "other")
SLOT = Slot("s1", date(2026, 3, 4), time(12))


def wanted(name: str = "s1", channel: Channel = CHANNEL, **also: object) -> Subscription:
    base = Subscription(name, channel, f"Title {name}", Rule(everything=True), slots=(time(12),))
    return replace(base, **also)  # type: ignore[arg-type]


def subscribe(
    store: Store, name: str = "s1", channel: Channel = CHANNEL, at: datetime | None = START, **also: object
) -> Subscription:
    """A subscription whose digest is due at ``at``."""
    one = wanted(name, channel, **also)
    store.put_subscription(one, at)
    return one


def claim_due(
    store: Store, owner: str = "one", limit: int = 50, lease_s: float = 60.0
) -> tuple[SubscriptionRecord, ...]:
    return store.claim_due(owner, limit=limit, lease_s=lease_s)


def names(records: tuple[SubscriptionRecord, ...]) -> list[str]:
    return [record.subscription.id for record in records]


def delivery(key: str, channel: Channel = CHANNEL, kind: Kind = Kind.DIGEST, text: str = "Words") -> Delivery:
    return Delivery(key, channel, kind, Message(key, (Heading(text, 1),), text))


def telling(
    story_id: str, *article_ids: str, revision: int = 1, severity: Severity = Severity.LOW
) -> Telling:
    return Telling(story_id, revision, severity, article_ids)


def made(
    slot: Slot = SLOT,
    *tellings: Telling,
    channel: Channel = CHANNEL,
    next_at: datetime | None = START + timedelta(days=1),
    told_until: datetime | None = START,
    **also: object,
) -> MadeSlot:
    """A digest for ``slot`` with its delivery; of what the channel knew before it was made: nothing."""
    base = MadeSlot(
        passed=(Passed(slot.subscription_id, next_at, told_until),),
        slot=slot,
        due_at=START,
        delivery=delivery(slot.key, channel),
        tellings=tellings,
        read=7,
        dropped=(("muted", 2),),
    )
    return replace(base, **also)  # type: ignore[arg-type]


def place(store: Store, *stories: str) -> None:
    """Publish an article for each name, and put the articles into these stories, in that order."""
    for number, _ in enumerate(stories):
        publish(store, f"{number}-{store.counts().documents}", f"Body {store.counts().documents}.")
    with store.placing() as desk:
        put(desk, *stories)


def put(desk: Desk, *stories: str) -> None:
    """Give the articles that wait their places."""
    for row, story in zip(desk.pending(len(stories)), stories, strict=True):
        desk.place(row.id, Placement(story))
