"""Subscriptions enter the store with the time of their next digest."""

from collections.abc import Iterable

from bot.deliver.schedule import rescheduled
from bot.store.delivery_records import AuditLine
from bot.store.store import Store
from bot.types import Subscription


def sync(store: Store, wanted: Iterable[Subscription]) -> None:
    """Make the configured subscriptions those of ``wanted``.

    Raises:
        InputError, ConfigError: A zone is not known.
        StoreError: The store cannot be used.
    """
    now = store.now()
    known = {one.subscription.id: one.subscription for one in store.subscriptions()}
    store.sync_subscriptions((one, rescheduled(known.get(one.id), one, now)) for one in tuple(wanted))


def subscribe(store: Store, subscription: Subscription, by: AuditLine | None = None) -> None:
    """Add a subscription or change it; ``by`` is written into the audit.

    Raises:
        InputError, ConfigError: Its zone is not known.
        StoreError: The store cannot be used.
    """
    known = store.subscription(subscription.id)
    old = known.subscription if known else None
    store.put_subscription(subscription, rescheduled(old, subscription, store.now()), by)
