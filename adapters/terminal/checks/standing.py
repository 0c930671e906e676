"""How things stand in the database: the next digests, what is stuck or paused and why, and how to go on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from adapters.terminal.checks.findings import Finding, Level, note, warning
from adapters.terminal.desk.deliveries import remedy
from adapters.terminal.desk.local import local_time
from adapters.terminal.desk.wishes import Wish, next_at, zone_fault
from adapters.terminal.news.desk import clock_time
from bot.deliver import schedule
from bot.store.outbox_records import DeliveryRecord
from bot.store.store import Store
from bot.types import State, Subscription

NEXT = 3
"""Digests of a channel that are told."""

STUCK = timedelta(minutes=10)
"""A delivery that waits for so long past its time is stuck, whatever it waits for: a digest is late by then, too."""

MOST = 50
"""Deliveries that are told one by one."""


def digests(wishes: tuple[Wish, ...], now: datetime) -> Iterator[Finding]:
    """The next digests of each channel, in local time."""
    channels: dict[str, list[tuple[datetime, Subscription]]] = {}
    for wish in wishes:
        one = wish.subscription
        if fault := zone_fault(one):
            yield Finding("digests", Level.FAULT, fault, key=f"subscriptions.{one.id}.tz")
            continue
        line = channels.setdefault(one.channel.key, [])
        at = now
        for _ in range(NEXT):
            if (following := next_at(one, at)) is None:
                break
            line.append((following, one))
            at = following
    for channel, line in sorted(channels.items()):
        for at, one in sorted(line, key=lambda pair: (pair[0], pair[1].id))[:NEXT]:
            yield note("digests", f"next digest {local_time(at, one.tz)}: {one.id}", channel)
        if not line:
            yield note("digests", "no digests, alerts alone", channel)
    if not channels:
        yield note("digests", "there are no subscriptions")


def quiet(wishes: tuple[Wish, ...], now: datetime) -> Iterator[Finding]:
    """Quiet hours that hold now."""
    for wish in wishes:
        one = wish.subscription
        if not zone_fault(one) and (until := schedule.quiet_until(one, now)):
            yield note("quiet", f"quiet hours until {local_time(until, one.tz)}: {one.id}", one.channel.key)


def paused(store: Store, _: datetime) -> Iterator[Finding]:
    """Channels that nothing is posted to."""
    for one in store.paused():
        key = one.channel.key
        yield warning(
            "paused", f"paused since {clock_time(one.at)}: {one.why}. To go on: brief resume {key}", key
        )


def gates(store: Store, _: datetime) -> Iterator[Finding]:
    """Where platforms asked us to wait."""
    for one in store.gates():
        yield warning("gates", f"nothing is posted until {clock_time(one.until)}: {one.why}", one.key)


def deliveries(store: Store, now: datetime) -> Iterator[Finding]:
    """What did not arrive, or may not have, and what waits for too long."""
    unwell = store.deliveries((State.UNSURE, State.UNCONFIRMED, State.REFUSED, State.EXPIRED), limit=MOST)
    waiting = [
        one
        for one in store.deliveries((State.PENDING,), limit=1_000)
        if one.attempts or now - one.due_at > STUCK
    ]
    for one in (*unwell, *waiting[:MOST]):
        yield warning("deliveries", _told(one), one.key)
    if not unwell and not waiting:
        yield note("deliveries", "nothing is stuck, unsure, unconfirmed, refused or expired")


def _told(one: DeliveryRecord) -> str:
    state = "stuck" if one.state is State.PENDING else str(one.state)
    since = (
        f"due {clock_time(one.due_at)}" if one.state is State.PENDING else f"since {clock_time(one.since)}"
    )
    later = f"; tried again at {clock_time(one.not_before)}" if one.not_before else ""
    how = f". {go_on}" if (go_on := remedy(one)) else ""
    why = one.why or ("nobody has posted it yet; is brief run at work?" if one.state is State.PENDING else "")
    return f"{state} for {one.channel.key}, {since}{later}{f': {why}' if why else ''}{how}"


PLANNED: Mapping[str, Callable[[tuple[Wish, ...], datetime], Iterator[Finding]]] = {
    "digests": digests,
    "quiet": quiet,
}
"""What follows from the subscriptions."""

STORED: Mapping[str, Callable[[Store, datetime], Iterator[Finding]]] = {
    "paused": paused,
    "gates": gates,
    "deliveries": deliveries,
}
"""What the store tells; in the order in which it is told. Another row is a function, and a line here."""


def planned(wishes: tuple[Wish, ...], now: datetime) -> Iterator[Finding]:
    """Every finding about what is to come."""
    for row in PLANNED.values():
        yield from row(wishes, now)


def stored(store: Store, now: datetime) -> Iterator[Finding]:
    """Every finding in the store.

    Raises:
        StoreError: It cannot be used.
    """
    for row in STORED.values():
        yield from row(store, now)
