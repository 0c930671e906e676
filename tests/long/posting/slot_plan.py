"""Subscriptions of one night in many zones, and the slots that should come of them, reckoned without the scheduler."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.types import Alerts, Channel, Rule, Severity, Slot, Subscription

BERLIN = "Europe/Berlin"
ZONES = (BERLIN, "Asia/Kathmandu", "America/St_Johns", "Atlantic/Cape_Verde", "Pacific/Apia", "UTC")
"""In Cape Verde midnight comes within the time that is played; Kathmandu is 5:45 hours ahead."""

FOLD = datetime(2025, 10, 26, 0, 40, tzinfo=UTC)
GAP = datetime(2025, 3, 30, 0, 40, tzinfo=UTC)
"""Twenty minutes before the clocks of Berlin go back from 3 to 2, and forward from 2 to 3."""

CHANGE = timedelta(minutes=20)
"""From either of them to the change."""

APART = 10
"""Minutes from one slot of a subscription to the next: ten seconds, in which another process has gone on with it. Two
subscriptions of a channel are half of that apart."""

FIRST = 4
"""Minutes before the first slot, in which subscriptions and stories are stored and processes start."""

LAST = 3
"""Slots of each subscription."""

ALERTS = Alerts(Severity.HIGH, 6 * 3_600.0)


@dataclass(frozen=True)
class Plan:
    """Who wants what.

    Attributes:
        base: What the clock shows when it starts.
        subscriptions: In the order of their ids.
        slots: Those that should come, and when they are due.
        ghosts: How many slots fell due in the first pass of the fold, and must not come in the second.
    """

    base: datetime
    subscriptions: tuple[Subscription, ...]
    slots: dict[Slot, datetime] = field(default_factory=dict)
    ghosts: int = 0

    @property
    def ends(self) -> datetime:
        """When the last slot is due."""
        return max(self.slots.values())

    def at(self, minutes: float) -> datetime:
        """So long after the start."""
        return self.base + timedelta(minutes=minutes)


def plan(
    seed: int, count: int, *, first: int = FIRST, rounds: int = LAST, apart: int = APART, skip: int = 0
) -> Plan:
    """``count`` subscriptions with slots, of which two of five share a channel, and some that want alerts alone.

    Odd seeds: a fold; even ones: a gap. ``skip``: so many minutes later, for a short run that shall see the fold.
    """
    base = (FOLD if seed % 2 else GAP) + timedelta(minutes=skip)
    dice = Random(seed)  # noqa: S311 - which minute, not which secret
    subscriptions, slots, ghosts = [], dict[Slot, datetime](), 0
    offset = 0
    for number in range(count):
        zone, name = ZONES[number % len(ZONES)], f"s{number:03}"
        shares = number % 5 == 4  # the channel of the one before
        offset = (offset + apart // 2) % apart if shares else dice.randrange(apart)
        starts = [base + timedelta(minutes=first + offset + apart * turn) for turn in range(rounds)]
        own = [_local(at, zone) for at in starts]
        if zone == BERLIN and base == GAP:
            own = _around_gap(offset)
        ghosts += sum(due is None for _, due in own)
        slots |= {Slot(name, local.date(), local.time()): due for local, due in own if due}
        has_alerts = number % 3 == 0 or number % 15 == 4
        subscriptions.append(_wanted(name, number - shares, zone, {at.time() for at, _ in own}, has_alerts))
    subscriptions += [
        _wanted(f"t{n:03}", count + n, "UTC", (), has_alerts=True) for n in range(max(1, count // 10))
    ]
    return Plan(base, tuple(subscriptions), slots, ghosts)


def _wanted(name: str, place: int, zone: str, times: Iterable[time], has_alerts: bool) -> Subscription:
    return Subscription(
        name,
        Channel("test", "T1", f"C{place:03}"),
        f"Title {name}",
        Rule(everything=True),
        tuple(sorted(times)),
        tz=zone,
        alerts=ALERTS if has_alerts else None,
    )


def _local(at: datetime, zone: str) -> tuple[datetime, datetime | None]:
    """A local time for a slot, and when it falls due: ``None`` in a second pass, as it was due in the first."""
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None, fold=0), None if local.fold else at


def _around_gap(offset: int) -> list[tuple[datetime, datetime | None]]:
    """Slots of Berlin before the gap, in it and after it; that in it falls due when it ends."""
    change = GAP + CHANGE
    before, after = (change + timedelta(minutes=minutes) for minutes in (offset % 6 - 16, 10 + offset % 4))
    skipped = change.replace(tzinfo=None) + timedelta(hours=1, minutes=15 + offset)
    return [_local(before, BERLIN), (skipped, change), _local(after, BERLIN)]
