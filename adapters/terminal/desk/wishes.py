"""Who wants what: the file of subscriptions, and those that were asked for in chats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from bot.brief.digest import Weights
from bot.config import Settings
from bot.config_folder import ConfigFolder
from bot.deliver import schedule
from bot.errors import InputError, SitrepError
from bot.feed_list import load_feeds
from bot.store.delivery_records import SubscriptionRecord
from bot.store.store import Store
from bot.subscription_list import Known, Subscriptions, load_known, load_subscriptions, near
from bot.types import Subscription

FILE = "subscriptions.yaml"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the configuration asks for; ``known.topics`` are those of the file."""

    known: Known
    listed: Subscriptions


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription, and how it stands in the store if it is there."""

    subscription: Subscription
    record: SubscriptionRecord | None


def load(folder: ConfigFolder, feeds: Iterable[str] = ()) -> Wishes:
    """Read the file and the tables that it speaks of. ``feeds``: addresses of feeds that are known otherwise.

    Raises:
        ConfigError: With every fault found, each by file, line and key.
    """
    listed_feeds = (feed.url for feed in load_feeds(folder.file("feeds.yaml")))
    known = load_known(folder, {*feeds, *listed_feeds})
    listed = load_subscriptions(folder.file(FILE), known)
    return Wishes(replace(known, topics=listed.topics), listed)


def load_with(folder: ConfigFolder, store: Store) -> Wishes:
    """Likewise, with the feeds of the store.

    Raises:
        ConfigError, StoreError: As `load`; the store cannot be used.
    """
    return load(folder, (record.feed.url for record in store.feeds()))


def sync(store: Store, listed: Subscriptions) -> None:
    """Make the store's subscriptions those of the file, each with the time of its next digest.

    Raises:
        ConfigError: There are no tables of time zones.
        StoreError: The store cannot be used.
    """
    now = store.now()
    store.sync_subscriptions((one, next_at(one, now)) for one in listed.subscriptions)


def next_at(subscription: Subscription, now: datetime) -> datetime | None:
    """When the next digest is to be made; ``None``: never."""
    following = schedule.next_due(subscription, now)
    return following.at if following else None


def every(store: Store, listed: Subscriptions) -> tuple[Wish, ...]:
    """Every subscription by id: as the file has it, else as the store has it."""
    kept = {record.subscription.id: record for record in store.subscriptions()}
    found = {one.id: Wish(one, kept.get(one.id)) for one in listed.subscriptions}
    for record in kept.values():
        if (
            record.subscription.origin != "config"
        ):  # one that the file does not name any more is on its way out
            found.setdefault(record.subscription.id, Wish(record.subscription, record))
    return tuple(found[name] for name in sorted(found))


def chosen(wishes: Sequence[Wish], names: Sequence[str]) -> tuple[Wish, ...]:
    """Those of these names; all of them where none is named.

    Raises:
        InputError: There is none of a name.
    """
    by_name = {wish.subscription.id: wish for wish in wishes}
    for name in names:
        if name not in by_name:
            meant = near(name, by_name)
            hint = f"Did you mean {meant}?" if meant else f"There are: {', '.join(by_name) or 'none'}."
            raise InputError(f"{name}: there is no such subscription. {hint}")
    return tuple(by_name[name] for name in dict.fromkeys(names)) if names else tuple(wishes)


def weights(settings: Settings) -> Weights:
    """By which stories are ranked."""
    return msgspec.convert(settings.ranking, Weights, from_attributes=True)


def zone_fault(subscription: Subscription) -> str:
    """What is wrong with a subscription's zone, ``""`` if nothing is."""
    try:
        schedule.zone(subscription.tz)
    except SitrepError as error:
        return str(error)
    return ""
