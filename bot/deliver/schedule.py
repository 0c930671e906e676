"""When digests are due: slots in local time, quiet hours, and what is made up for after a time without us.

A slot is a local date and a local time of day, and that is its key: it comes round once, whatever the zone's clocks do.

- In a gap (clocks go forward) it falls due at the first valid instant after the gap; likewise on a date that a zone
  skipped (Apia, 30 December 2011). Slots that so meet at one instant make one digest.
- In a fold (clocks go back) it falls due in the first pass.
- In quiet hours it is held until they end. It keeps its own date, also over midnight.

Pure: the clock comes as an argument. Who made a slot is decided by the store's unique key, not here: listing a slot
twice does no harm. The caller keeps ``after``, up to where it has settled a subscription's slots, and asks
``decide(subscription, after, now)``.
"""

import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.errors import ConfigError, InputError
from bot.types import Slot, Subscription

GRACE_S = 600.0
"""Seconds after which a digest is called late. A tick comes twice a minute and a restart or deploy takes a minute or
two, which no reader minds; at ten minutes somebody who waits for it has looked at the clock. Chosen, not measured."""

STALE_S = 43_200.0
"""Seconds after which a digest is given up, or half the way to the next one if that is longer (`stale_s`). The morning's
digest is still worth having in the evening, but not the next morning, when the next one tells the same stories and
more; that of Monday is worth having on Wednesday if the next one comes in a week. Chosen, not measured."""

LISTED = timedelta(days=60)
"""No slot further back is listed, so that a store that was off for years costs no more than one that was off for two
months. All of them are stale anyhow: the longest way to a next digest is a week."""

_DAY = timedelta(days=1)
_AHEAD = 16
"""Days that are looked through for the next slot: a week, twice, for the week in which a zone skipped its weekday."""

_NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})
"""Files beside the zones that stand for something else on each machine, or for nothing."""

_OTHER_TREES = ("posix/", "right/")
"""Copies of the tables that few machines have; ``right/`` counts leap seconds, which UTC does not."""


@dataclass(frozen=True, slots=True)
class DueSlot:
    """A slot, and when its digest is to be made (aware UTC): its instant, or the end of the quiet hours around it."""

    slot: Slot
    at: datetime


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What becomes of slots that are due: ``make`` one at most, and say why the ``skipped`` ones are not made.

    A reason is a clause for a reader's eyes: "the digest of 08:00 was made instead".
    """

    make: DueSlot | None = None
    is_late: bool = False
    skipped: tuple[tuple[DueSlot, str], ...] = ()


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        InputError: There is no such zone.
        ConfigError: There are no tables of zones at all.
    """
    try:
        return ZoneInfo("" if name in _NOT_ZONES or name.startswith(_OTHER_TREES) else name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        _require_tables()
        shown = "".join(char for char in name[:60] if char.isprintable())
        raise InputError(
            f"There is no time zone '{shown}'. Give an IANA name, such as Europe/Kyiv or America/New_York."
        ) from error


def _require_tables() -> None:
    try:
        ZoneInfo("Europe/London")
    except zoneinfo.ZoneInfoNotFoundError as error:
        raise ConfigError(
            "There are no time zone tables on this machine. Install them: pip install tzdata"
        ) from error


@cache
def tz_version() -> str:
    """Which tables tell the zones: "2026a (system)", "2026a (tzdata)", or what is known of it.

    The system's come first where there are any, as for everything else in Python; PYTHONTZPATH="" leaves them out.
    """
    for folder in zoneinfo.TZPATH:
        with suppress(OSError), open(f"{folder}/Europe/London", "rb"):  # noqa: PTH123 - pathlib is not for rooms
            return f"{_version_of(folder)} (system)"
    try:
        import tzdata  # type: ignore[import-untyped] # noqa: PLC0415 - absent where the system has tables of its own
    except ImportError:
        return "none"
    return f"{tzdata.IANA_VERSION} (tzdata)"


def _version_of(folder: str) -> str:
    """The first line of ``tzdata.zi`` is "# version 2025b"; macOS has the bare version in ``+VERSION``."""
    for name in ("tzdata.zi", "+VERSION"):
        with suppress(OSError, UnicodeDecodeError), open(f"{folder}/{name}", encoding="ascii") as file:  # noqa: PTH123
            version = file.readline(100).removeprefix("# version ").strip()
            if version:
                return version
    return "unknown version"


@lru_cache(4_096)  # ten thousand subscriptions ask for the same few hundred
def instant(day: date, at: time, tz: tzinfo) -> datetime:
    """When it is ``at`` on ``day`` there, in aware UTC: the first pass of a fold, the first instant after a gap."""
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    found = local.replace(tzinfo=tz).astimezone(UTC)
    return found if _local(found, tz) == local else _after_gap(local, tz)


def _after_gap(local: datetime, tz: tzinfo) -> datetime:
    """The transition over a gap that holds ``local``: the first second whose local time is past it.

    Read with the offset after the gap ``local`` falls before the transition, with the one before the gap after it
    (PEP 495); between the two the local time jumps once. Transitions fall on whole seconds.
    """
    before = local.replace(tzinfo=tz, fold=1).astimezone(UTC)
    past = int((local.replace(tzinfo=tz).astimezone(UTC) - before).total_seconds())
    short = 0  # before + short is before the transition, before + past is not
    while past - short > 1:
        middle = (short + past) // 2
        if _local(before + timedelta(seconds=middle), tz) < local:
            short = middle
        else:
            past = middle
    return before + timedelta(seconds=past)


def _local(at: datetime, tz: tzinfo) -> datetime:
    """Local date and time at an instant, without its zone."""
    return at.astimezone(tz).replace(tzinfo=None, fold=0)


def due(subscription: Subscription, after: datetime, until: datetime) -> tuple[DueSlot, ...]:
    """Every slot to be made after ``after`` and not after ``until``, in order; none before `earliest`.

    Slots of one instant stand in the order of their local times.

    Raises:
        InputError, ConfigError: As `zone`.
    """
    after = earliest(after, until)
    return tuple(_listed(subscription, after, until)) if after < until else ()


def earliest(after: datetime, until: datetime) -> datetime:
    """The instant after which `due` lists slots: ``after``, or a later one, before which slots are passed over."""
    return max(after, until - LISTED)


def next_due(subscription: Subscription, after: datetime) -> DueSlot | None:
    """The first slot to be made after ``after``; ``None`` for a subscription without slots or days.

    Raises:
        InputError, ConfigError: As `zone`.
    """
    return next(_listed(subscription, after, after + _AHEAD * _DAY), None)


def rescheduled(old: Subscription | None, new: Subscription, now: datetime) -> datetime | None:
    """When the next digest of a subscription is to be made that was changed at ``now``; ``None`` without slots or days.

    A slot that was held back in the quiet hours of ``old`` is not lost: it is made when those of ``new`` end, or at once.

    Raises:
        InputError, ConfigError: As `zone`, for the zone of ``new``.
    """
    after = now
    with suppress(InputError):  # the old zone may be the reason for the change
        held = next_due(old, now) if old else None
        if old and held and (begins := instant(held.slot.day, held.slot.at, zone(old.tz))) <= now:
            after = begins - timedelta(microseconds=1)
    following = next_due(new, after)
    return following.at if following else None


def _listed(subscription: Subscription, after: datetime, until: datetime) -> Iterator[DueSlot]:
    tz = zone(subscription.tz)
    times = sorted({at.replace(second=0, microsecond=0, tzinfo=None, fold=0) for at in subscription.slots})
    # A slot is made on its own date, on the next one if its date was skipped, or when the quiet hours end after that.
    day = _local(after, tz).date() - (3 if subscription.quiet else 1) * _DAY
    last = (
        _local(until, tz).date() + _DAY
    )  # where the clock goes back over midnight, tomorrow has been there before
    while day <= last:
        for at in times if day.weekday() in subscription.days else ():
            begins = instant(day, at, tz)
            if begins > until:
                return
            made = _released(subscription, begins, tz)
            if after < made <= until:
                yield DueSlot(Slot(subscription.id, day, at), made)
        day += _DAY


def catch_up(
    slots: Sequence[DueSlot], now: datetime, *, grace_s: float = GRACE_S, stale_s: float = STALE_S
) -> CatchUp:
    """Which of the due ``slots``, in order, is made now: the latest, unless even that is older than ``stale_s``.

    It is late if it is older than ``grace_s``. The others are skipped, as a channel that was without digests for days
    wants one, not all of them; what they would have told is told by the one that is made, or by the next one. Slots
    after ``now`` are left alone.
    """
    ready = [slot for slot in slots if slot.at <= now]
    if not ready:
        return CatchUp()
    latest = ready[-1]
    age_s = (now - latest.at).total_seconds()
    if age_s > stale_s:
        why = f"more than {stale_s / 3600:.3g} hours had passed before it could be made"
        return CatchUp(skipped=tuple((slot, why) for slot in ready))
    return CatchUp(latest, age_s > grace_s, tuple((slot, _instead(slot, latest)) for slot in ready[:-1]))


def _instead(slot: DueSlot, made: DueSlot) -> str:
    day = made.slot.day
    on = "" if day == slot.slot.day else f" on {day.day} {day:%B}"
    return f"the digest of {made.slot.at:%H:%M}{on} was made instead"


def decide(
    subscription: Subscription, after: datetime, now: datetime, *, grace_s: float = GRACE_S
) -> CatchUp:
    """What becomes, now, of the slots due since ``after``. In quiet hours nothing: ask again when they end.

    What it names is settled: the caller records it and goes on from the latest ``at`` among it.

    Raises:
        InputError, ConfigError: As `zone`.
    """
    if is_quiet(subscription, now):
        return CatchUp()
    slots = due(subscription, after, now)
    if not slots:
        return CatchUp()
    return catch_up(slots, now, grace_s=grace_s, stale_s=stale_s(subscription, slots[-1]))


def stale_s(subscription: Subscription, slot: DueSlot) -> float:
    """Seconds after which the digest of ``slot`` is given up: half the way to the next one, but at least STALE_S."""
    following = next_due(subscription, slot.at)
    return max(STALE_S, (following.at - slot.at).total_seconds() / 2) if following else STALE_S


def is_quiet(subscription: Subscription, now: datetime) -> bool:
    """Whether nothing is to be posted now.

    Raises:
        InputError, ConfigError: As `zone`.
    """
    return quiet_until(subscription, now) is not None


def quiet_until(subscription: Subscription, now: datetime) -> datetime | None:
    """When the quiet hours end that hold now; ``None`` if there are none now.

    Raises:
        InputError, ConfigError: As `zone`.
    """
    released = _released(subscription, now, zone(subscription.tz))
    return released if released > now else None


def _released(subscription: Subscription, at: datetime, tz: tzinfo) -> datetime:
    """``at``, or the end of the quiet hours that hold it.

    Quiet hours begin and end as slots fall due: in a fold they end in the first pass and do not begin again in the
    second; an end in a gap is the end of the gap. Start and end that are equal are no quiet hours, never all day.
    """
    quiet = subscription.quiet
    if quiet is None or quiet.start == quiet.end:
        return at
    today = _local(at, tz).date()
    for days in range(-2, 2):  # the day before yesterday: if yesterday was skipped, its quiet hours end today
        day = today + days * _DAY
        ends = day if quiet.start < quiet.end else day + _DAY
        if instant(day, quiet.start, tz) <= at:
            at = max(at, instant(ends, quiet.end, tz))
    return at
