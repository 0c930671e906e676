"""Subscriptions of one night in many zones, and the slots that should come of them, reckoned without the scheduler."""

from collections.abc import Iterator
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


def plan(seed: int, count: int, *, first: int = FIRST, rounds: int = LAST, apart: int = APART) -> Plan:
    """``count`` subscriptions: of five, two share a channel; of three, one wants alerts. Odd seeds: a fold."""
    base = FOLD if seed % 2 else GAP
    dice = Random(seed)  # noqa: S311 - which minute, not which secret
    subscriptions, slots, ghosts = [], dict[Slot, datetime](), 0
    offset = 0
    for number in range(count):
        zone, name = ZONES[number % len(ZONES)], f"s{number:03}"
        shares = number % 5 == 4  # the channel of the one before
        offset = (offset + apart // 2) % apart if shares else dice.randrange(apart)
        own = [base + timedelta(minutes=first + offset + apart * turn) for turn in range(rounds)]
        times = set[time]()
        for at in own:
            local, due = _local(at, zone, base)
            times.add(local.time().replace(fold=0))
            if due is None:
                ghosts += 1
            else:
                slots[Slot(name, local.date(), local.time().replace(fold=0))] = due
        channel = Channel("test", "T1", f"C{number - shares:03}")
        subscriptions.append(
            Subscription(
                name,
                channel,
                f"Title {name}",
                Rule(everything=True),
                tuple(sorted(times)),
                tz=zone,
                alerts=ALERTS if number % 3 == 0 or number % 15 == 4 else None,
            )
        )
    return Plan(base, tuple(subscriptions), slots, ghosts)


def _local(at: datetime, zone: str, base: datetime) -> tuple[datetime, datetime | None]:
    """A local time for a slot, and when it should fall due: ``None`` for one that has fallen due before ``base``.

    In the night of the gap those of the ten minutes after it are put into the gap.
    """
    change = base + CHANGE
    if zone == BERLIN and base == GAP and change <= at < change + timedelta(minutes=APART):
        skipped = datetime(2025, 3, 30, 2, 15 + at.minute, tzinfo=None)  # noqa: DTZ001 - there is no such time
        return skipped, change
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None), None if local.fold else at


def channels(made: Plan) -> Iterator[Channel]:
    """Every channel once, in order."""
    yield from dict.fromkeys(one.channel for one in made.subscriptions)
