"""Alerts: a story that crosses a channel's threshold between digests, and what becomes of it afterwards.

Stories that changed wait to be weighed (`Store.unweighed`); each is held against every subscription that asks for
alerts. What comes in quiet hours, or too soon after the last message about the story, is held and weighed again later,
as it is then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.brief import digest as digests
from bot.brief.message import of_alert, of_update
from bot.errors import SitrepError, StoreError
from bot.outgoing.alerting import OLD, is_grave, is_news, waits_until
from bot.outgoing.editor import Editor
from bot.outgoing.library import Library
from bot.outgoing.rounds import LATER, TRIES, tellings_of
from bot.store.delivery_records import HeldStory, SubscriptionRecord
from bot.store.store import Store
from bot.types import (
    Action,
    Alerts,
    Delivery,
    Dossier,
    Item,
    Kind,
    Message,
    Subscription,
    Told,
)

LIFE = timedelta(hours=6)
"""An alert that could not be posted for so long is given up; the next digest says so."""

BATCH = 200


@dataclass(frozen=True, slots=True)
class Alerted:
    """What one round did: alerts of new stories, updates of known ones, stories that wait."""

    alerts: int = 0
    updates: int = 0
    held: int = 0

    def __add__(self, other: "Alerted") -> "Alerted":
        return Alerted(*(getattr(self, name) + getattr(other, name) for name in Alerted.__dataclass_fields__))


class AlertRounds:
    """Weighs stories. One thread at a time; any number of processes.

    Args:
        store: Stories and subscriptions.
        library: Dossiers.
        editor: Matches and words.
        weights: By which stories are ranked.
        tell: Hears of what goes wrong, a line each.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        editor: Editor,
        weights: digests.Weights,
        tell: Callable[[str], None],
    ) -> None:
        self._store = store
        self._library = library
        self._editor = editor
        self._weights = weights
        self._complain = tell

    def once(self, go_on: Callable[[], bool] = lambda: True) -> Alerted:
        """Weigh every story that changed or whose time of waiting is over.

        Raises:
            StoreError: The store cannot be used; what was not weighed is weighed in a later round.
        """
        total = Alerted()
        subscriptions: Sequence[SubscriptionRecord] | None = None
        while go_on() and (waiting := self._store.unweighed(BATCH)):
            subscriptions = subscriptions if subscriptions is not None else self._store.alerting()
            for story_id, revision in waiting:
                total += self._weigh(story_id, revision, subscriptions, go_on)
                if not go_on():  # weighed again by the next; who was told is not told again
                    return total
                self._store.note_weighed([(story_id, revision)])
        for held in self._store.released():
            if not go_on():
                break
            weighed = self._weigh_again(held)
            if not weighed.held:
                self._store.let_go(held)
            total += weighed
        return total

    def _weigh(
        self, story_id: str, revision: int, among: Sequence[SubscriptionRecord], go_on: Callable[[], bool]
    ) -> Alerted:
        total = Alerted()
        dossier = self._library.dossier(story_id, revision) if among else None
        if dossier is not None:
            for record in among:
                if not go_on():
                    break
                total += self._guarded(record.subscription, dossier)
        return total

    def _weigh_again(self, held: HeldStory) -> Alerted:
        record = self._store.subscription(held.subscription_id)
        dossier = self._library.dossier(held.story_id)
        if record is None or record.paused_why or dossier is None:
            return Alerted()
        return self._guarded(record.subscription, dossier)

    def _guarded(self, subscription: Subscription, dossier: Dossier) -> Alerted:
        try:
            return self._consider(subscription, dossier)
        except StoreError:
            raise
        except SitrepError as error:  # a zone that is not known any more
            self._complain(f"the alert of {dossier.id} for {subscription.id} waits: {error}")
            self._store.hold(subscription.id, dossier.id, self._store.now() + LATER)
            return Alerted(held=1)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one alert, the others must come
            self._complain(f"the alert of {dossier.id} for {subscription.id} cannot be made: {error!r}")
            return Alerted()

    def _consider(self, subscription: Subscription, dossier: Dossier) -> Alerted:
        alerts = subscription.alerts
        if alerts is None or not is_grave(dossier, alerts):
            return Alerted()
        if self._editor.grounds(subscription, dossier) is None:  # before anything is asked of the store
            return Alerted()
        for _ in range(TRIES):
            if (done := self._attempt(subscription, alerts, dossier)) is not None:
                return done
        self._store.hold(subscription.id, dossier.id, self._store.now())
        return Alerted(held=1)

    def _attempt(self, subscription: Subscription, alerts: Alerts, dossier: Dossier) -> Alerted | None:
        """Tell the channel of a story, let it wait, or leave it; ``None``: look again."""
        now = self._store.now()
        if now - dossier.last_at > OLD:
            return Alerted()
        last_told = self._store.last_told(subscription.channel)
        candidate = self._editor.candidate(subscription, dossier, new=1)
        if candidate.is_muted:
            return Alerted()
        told = candidate.told
        changes = candidate.changes() if told else ()
        if not is_news(told, changes):
            return Alerted()
        waits = waits_until(subscription, alerts, told, dossier, changes, now)
        if waits is not None:
            self._store.hold(subscription.id, dossier.id, waits)
            return Alerted(held=1)
        item = digests.item(candidate, since=told.at if told else now - OLD, until=now, weights=self._weights)
        return self._tell(subscription, item, told, now, last_told)

    def _tell(
        self, subscription: Subscription, item: Item, told: Told | None, now: datetime, last_told: int
    ) -> Alerted | None:
        """``None``: the channel was told something meanwhile; look again."""
        # By its time: counted, it would get the name of one that was lost, and could never be written.
        name = f"{subscription.channel.key}/{item.dossier.id}/{now:%Y%m%dT%H%M%SZ}"
        (telling,) = tellings_of([item])
        if told is None or not told.post:
            alert = of_alert(item, subscription, is_update=False, key=f"alert/{name}")
            delivery = _delivery(alert.key, subscription, Kind.ALERT, alert, now)
            return Alerted(alerts=1) if self._store.tell(delivery, telling, last_told=last_told) else None
        reply = of_update(item, subscription, key=f"update/{name}")
        delivery = _delivery(reply.key, subscription, Kind.UPDATE, reply, now, Action.REPLY, told.post)
        whole = of_alert(item, subscription, is_update=True, key=f"edit/{name}")
        edit = _delivery(whole.key, subscription, Kind.UPDATE, whole, now, Action.EDIT, told.post)
        if self._store.tell(delivery, telling, last_told=last_told, also=(edit,)):
            return Alerted(updates=1)
        return None


def _delivery(
    key: str,
    subscription: Subscription,
    kind: Kind,
    message: Message,
    now: datetime,
    action: Action = Action.POST,
    target: str = "",
) -> Delivery:
    return Delivery(key, subscription.channel, kind, message, action, target, now, now + LIFE)
