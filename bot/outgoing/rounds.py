"""A round: every subscription whose digest is due gets it made, once, whoever makes it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.deliver import schedule
from bot.errors import SitrepError, StoreError
from bot.outgoing.editor import Edition, Editor, look_back
from bot.outgoing.turns import Decided, combined, grouped, joined_to, next_turn, passed_by, settled_until
from bot.store.delivery_records import MadeSlot, SubscriptionRecord, Telling
from bot.store.store import Store
from bot.store.subscriptions import FAR
from bot.types import Delivery, Item, Kind

BATCH = 25
"""Subscriptions claimed and written at once: a process that dies costs the others a lease of so many, and one transaction
for each would cost more than the digests."""

LEASE_S = 120.0
"""How long a process keeps subscriptions to itself: a batch takes a second or two, with charts up to ten times that."""

LOOK_FIRST_S = 60.0
"""A digest made later than that after its time may have been posted already, by a store that was restored from a backup
since: the courier looks before it posts, unless this process was at work already at that time."""

LEAST_LIFE = timedelta(hours=1)
"""However late a digest is made, there is an hour to post it."""

LATER = timedelta(hours=1)
"""When a subscription is looked at again whose zone is not known any more: tables of zones change with updates."""

TRIES = 5
"""How often a digest is made anew because its channel was told something meanwhile, before it waits for the next round."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """What one round did: digests to be posted, slots with nothing to post, slots passed over; ``late`` of those made."""

    made: int = 0
    silent: int = 0
    skipped: int = 0
    late: int = 0

    def __add__(self, other: "Rounded") -> "Rounded":
        return Rounded(*(getattr(self, name) + getattr(other, name) for name in Rounded.__dataclass_fields__))


class Rounds:
    """Makes due digests. One thread at a time; any number of processes.

    Args:
        store: Subscriptions and slots.
        editor: Makes one digest.
        owner: Names this process.
        tell: Hears of what goes wrong, a line each.
        grace_s: After so many seconds a digest is called late.
        lease_s: See ``LEASE_S``.
        batch: See ``BATCH``.
    """

    def __init__(
        self,
        store: Store,
        editor: Editor,
        *,
        owner: str,
        tell: Callable[[str], None],
        grace_s: float = schedule.GRACE_S,
        lease_s: float = LEASE_S,
        batch: int = BATCH,
    ) -> None:
        self._store = store
        self._editor = editor
        self._owner = owner
        self._tell = tell
        self._grace_s = grace_s
        self._lease_s = lease_s
        self._batch = batch
        self._looked_at: datetime | None = None
        self._begun_at: datetime | None = None

    def once(self, go_on: Callable[[], bool] = lambda: True) -> Rounded:
        """Make every digest that is due, as long as ``go_on`` says so; it is asked before each digest.

        Raises:
            StoreError: The store cannot be used; what was not written is made in a later round.
        """
        total = Rounded()
        self._mind_the_clock()
        while go_on():
            records = self._store.claim_due(self._owner, limit=self._batch, lease_s=self._lease_s)
            if not records:
                break
            total += self._settle(records, go_on)
        return total

    def release(self) -> None:
        """Give back what is in hand."""
        self._store.release_due(self._owner)

    def _mind_the_clock(self) -> None:
        """At the first look, and when the store's clock went back, reckon anew what comes next.

        What was reckoned while the clock was ahead would not be made before it is there again.
        """
        now, before = self._store.now(), self._looked_at
        self._looked_at = now
        self._begun_at = self._begun_at or now
        if before is not None and before <= now:
            return
        times: dict[str, datetime] = {}
        for record in self._store.subscriptions():
            if record.next_at is not None and record.next_at > now:
                with suppress(SitrepError):  # a zone that is not known is told of when its digest is due
                    if following := schedule.next_due(record.subscription, now):
                        times[record.subscription.id] = following.at
        self._store.bring_forward(times)

    def _settle(self, records: Sequence[SubscriptionRecord], go_on: Callable[[], bool]) -> Rounded:
        now = self._store.now()
        waiting = grouped([self._decided(record, now) for record in records])
        self._editor.begin_round(min(look_back(record.told_until, now) for record in records))
        total, tries = Rounded(), 0
        while waiting and tries < TRIES:
            turn, waiting = next_turn(waiting)
            made = [one for group in turn if go_on() and (one := self._attempt(group, now))]
            again = set(self._store.commit_slots(self._owner, made))
            total += _counted(one for one in made if one.passed[0].subscription_id not in again)
            waiting = [*(group for group in turn if group[0].record.subscription.id in again), *waiting]
            tries += bool(again)
        if waiting:
            self._store.release_due(self._owner)
        return total

    def _decided(self, record: SubscriptionRecord, now: datetime) -> Decided:
        subscription, due_at = record.subscription, record.next_at or now
        try:
            following = schedule.next_due(subscription, now)
        except SitrepError as error:
            self._tell(f"{subscription.id}: {error}")
            return Decided(record, schedule.CatchUp(), now + LATER)
        next_at = following.at if following else None
        if due_at > now + FAR:  # reckoned by a clock that went wrong
            return Decided(record, schedule.CatchUp(), next_at)
        if quiet := schedule.quiet_until(subscription, now):  # they were set after the slot was reckoned
            return Decided(record, schedule.CatchUp(), quiet)
        decision = schedule.decide(subscription, settled_until(record, due_at), now, grace_s=self._grace_s)
        return Decided(record, decision, next_at)

    def _attempt(self, group: Sequence[Decided], now: datetime) -> MadeSlot | None:
        """``None`` where it cannot be made: the others are made all the same, and it is tried again when its lease is over."""
        try:
            return self._made(group, now)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one digest, the others must come
            self._tell(f"the digest of {group[0].record.subscription.id} cannot be made: {error!r}")
            return None

    def _made(self, group: Sequence[Decided], now: datetime) -> MadeSlot:
        """The digest of the first of a group, which stands for the late ones of the others."""
        first, *others = group
        record, make = first.record, first.catch_up.make
        if make is None or record.paused_why:
            return MadeSlot(passed=tuple(passed_by(one) for one in group))
        edition = self._edition(first, others, now)
        delivery = None
        if edition.message is not None:
            ends = make.at + timedelta(seconds=schedule.stale_s(record.subscription, make))
            delivery = Delivery(
                key=make.slot.key,
                channel=record.subscription.channel,
                kind=Kind.DIGEST,
                message=edition.message,
                due_at=make.at,
                expires_at=max(ends, now + LEAST_LIFE),
                is_late=self._may_be_posted(make.at, now),
            )
        return MadeSlot(
            passed=(
                passed_by(first, until=now),
                *(joined_to(one, make.slot.key, now) for one in others),
            ),
            slot=make.slot,
            due_at=make.at,
            is_late=first.is_late,
            delivery=delivery,
            tellings=tellings_of(edition.digest.items),
            read=edition.digest.read,
            dropped=tuple((str(reason), count) for reason, count in edition.digest.dropped),
            last_told=edition.last_told,
            reported=edition.reported if delivery else (),
        )

    def _may_be_posted(self, due_at: datetime, now: datetime) -> bool:
        is_late = (now - due_at).total_seconds() > LOOK_FIRST_S
        return is_late and (self._begun_at is None or due_at < self._begun_at)

    def _edition(self, first: Decided, others: Sequence[Decided], now: datetime) -> Edition:
        parts = [one.record.subscription for one in (first, *others)]
        begins = [one.record.told_until for one in (first, *others)]
        return self._editor.edit(
            combined(parts),
            parts=parts if others else (),
            since=None if None in begins else min(at for at in begins if at is not None),
            until=now,
            slot=first.catch_up.make.slot if first.catch_up.make else None,
            is_late=first.is_late,
        )


def tellings_of(items: Iterable[Item]) -> tuple[Telling, ...]:
    """What a channel knows once it has read of these stories."""
    return tuple(
        Telling(
            item.dossier.id,
            item.dossier.revision,
            item.dossier.severity,
            tuple(briefing.articles[0].id for briefing in item.dossier.briefings),
        )
        for item in items
    )


def _counted(made: Iterable[MadeSlot]) -> Rounded:
    total = Rounded()
    for one in made:
        total += Rounded(
            made=int(one.delivery is not None),
            silent=int(one.slot is not None and one.delivery is None),
            skipped=sum(len(passed.skipped) for passed in one.passed),
            late=int(one.is_late),
        )
    return total
