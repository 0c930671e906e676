"""A round: every subscription whose digest is due gets it made, once, whoever makes it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.brief.changes.events import GRAVITY
from bot.deliver import schedule
from bot.errors import SitrepError, StoreError
from bot.outgoing.editor import Edition, Editor, look_back
from bot.store.delivery_records import MadeSlot, Passed, SkippedSlot, SubscriptionRecord, Telling
from bot.store.store import Store
from bot.store.subscriptions import FAR
from bot.types import Delivery, Item, Kind, Rule, Subscription

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

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rounded:
    """What one round did: digests to be posted, slots with nothing to post, slots passed over; ``late`` of those made."""

    made: int = 0
    silent: int = 0
    skipped: int = 0
    late: int = 0

    def __add__(self, other: "Rounded") -> "Rounded":
        return Rounded(*(getattr(self, name) + getattr(other, name) for name in Rounded.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is to be done for one subscription."""

    record: SubscriptionRecord
    catch_up: schedule.CatchUp
    next_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.catch_up.make is not None and self.catch_up.is_late


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
        waiting = _groups([self._decided(record, now) for record in records])
        self._editor.begin_round(min(look_back(record.told_until, now) for record in records))
        total, tries = Rounded(), 0
        while waiting and tries < TRIES:
            turn, waiting = _turn(waiting)
            made = [one for group in turn if go_on() and (one := self._attempt(group, now))]
            again = set(self._store.commit_slots(self._owner, made))
            total += _counted(one for one in made if one.passed[0].subscription_id not in again)
            waiting = [*(group for group in turn if group[0].record.subscription.id in again), *waiting]
            tries += bool(again)
        if waiting:
            self._store.release_due(self._owner)
        return total

    def _decided(self, record: SubscriptionRecord, now: datetime) -> _Decided:
        subscription, due_at = record.subscription, record.next_at or now
        try:
            following = schedule.next_due(subscription, now)
        except SitrepError as error:
            self._tell(f"{subscription.id}: {error}")
            return _Decided(record, schedule.CatchUp(), now + LATER)
        next_at = following.at if following else None
        if due_at > now + FAR:  # reckoned by a clock that went wrong
            return _Decided(record, schedule.CatchUp(), next_at)
        if quiet := schedule.quiet_until(subscription, now):  # they were set after the slot was reckoned
            return _Decided(record, schedule.CatchUp(), quiet)
        decision = schedule.decide(subscription, _after(record, due_at), now, grace_s=self._grace_s)
        return _Decided(record, decision, next_at)

    def _attempt(self, group: Sequence[_Decided], now: datetime) -> MadeSlot | None:
        """``None`` where it cannot be made: the others are made all the same, and it is tried again when its lease is over."""
        try:
            return self._made(group, now)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one digest, the others must come
            self._tell(f"the digest of {group[0].record.subscription.id} cannot be made: {error!r}")
            return None

    def _made(self, group: Sequence[_Decided], now: datetime) -> MadeSlot:
        """The digest of the first of a group, which stands for the late ones of the others."""
        first, *others = group
        record, make = first.record, first.catch_up.make
        if make is None or record.paused_why:
            return MadeSlot(passed=tuple(_passed(one) for one in group))
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
                _passed(first, until=now),
                *(_joined(one, make.slot.key, now) for one in others),
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

    def _edition(self, first: _Decided, others: Sequence[_Decided], now: datetime) -> Edition:
        subscription = combined([one.record.subscription for one in (first, *others)])
        begins = [one.record.told_until for one in (first, *others)]
        return self._editor.edit(
            subscription,
            since=None if None in begins else min(at for at in begins if at is not None),
            until=now,
            slot=first.catch_up.make.slot if first.catch_up.make else None,
            is_late=first.is_late,
        )


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


def _after(record: SubscriptionRecord, due_at: datetime) -> datetime:
    """From when on slots are due: just before the one that was reckoned.

    With quiet hours from the last digest on, or the last change: what fell due before they began, and could not be made
    before they began, was put off to their end.
    """
    after = due_at - _JUST_BEFORE
    if record.subscription.quiet is None:
        return after
    return min(after, max(record.told_until or record.changed_at, record.changed_at))


def _turn(groups: Sequence[list[_Decided]]) -> tuple[list[list[_Decided]], list[list[_Decided]]]:
    """The first group of each channel, and the others: a digest must know what the one before it told the channel."""
    first: dict[str, list[_Decided]] = {}
    for group in groups:
        first.setdefault(group[0].record.subscription.channel.key, group)
    turn = list(first.values())
    return turn, [group for group in groups if not any(group is one for one in turn)]


def _groups(decided: Sequence[_Decided]) -> list[list[_Decided]]:
    """Late digests of one channel are made as one, that of the latest slot; every other one for itself."""
    late: dict[str, list[_Decided]] = {}
    groups: list[list[_Decided]] = []
    for one in decided:
        if one.is_late and not one.record.paused_why:
            late.setdefault(one.record.subscription.channel.key, []).append(one)
        else:
            groups.append([one])
    return [*groups, *(sorted(group, key=_latest_first) for group in late.values())]


def _latest_first(one: _Decided) -> tuple[float, str]:
    assert one.catch_up.make is not None  # noqa: S101 - only late ones are sorted
    return -one.catch_up.make.at.timestamp(), one.record.subscription.id


def _passed(one: _Decided, until: datetime | None = None) -> Passed:
    skipped = [SkippedSlot(due.slot, due.at, why) for due, why in one.catch_up.skipped]
    if one.record.paused_why and (make := one.catch_up.make):
        skipped.append(SkippedSlot(make.slot, make.at, f"the channel is paused: {one.record.paused_why}"))
    return Passed(one.record.subscription.id, one.next_at, until, tuple(skipped))


def _joined(one: _Decided, key: str, until: datetime) -> Passed:
    passed = _passed(one, until)
    make = one.catch_up.make
    own = (SkippedSlot(make.slot, make.at, f"told with the late digest {key}", "joined"),) if make else ()
    return replace(passed, skipped=(*passed.skipped, *own))


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
