"""Where the story moved: its severity and its direction, over all its articles."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.brief.changes.events import GRAVITY
from bot.brief.changes.reports import Report
from bot.types import Change, ChangeKind, Direction, Event, Severity, Span


@dataclass(frozen=True, slots=True)
class _Course:
    severity: Severity
    direction: Direction
    flags: tuple[Event, ...]


def moved(old: Sequence[Report], now: Sequence[Report], again: Sequence[Event]) -> tuple[Change, ...]:
    """The move of a story, if it moved.

    Args:
        old: Earlier reports.
        now: All that stand now.
        again: Events of later reports that earlier ones told, too, without their being coded there.
    """
    before, after = _course(old, again), _course(now, ())
    steps = [
        f"{old_one} → {new_one}"
        for old_one, new_one in ((before.severity, after.severity), (before.direction, after.direction))
        if old_one is not new_one
    ]
    if not steps:
        return ()
    rested = _gravest(before.flags)
    now_rests = _gravest(after.flags)
    if before.severity is after.severity:  # only the direction moved: show what turned it
        turned = [flag for flag in after.flags if flag.direction not in _ways((*before.flags, *again))]
        now_rests = _gravest(turned) or now_rests
    return (Change(ChangeKind.SEVERITY, ", ".join(steps), rested, now_rests),)


def _course(reports: Sequence[Report], again: Sequence[Event]) -> _Course:
    """The gravest severity over all articles, and where they point together."""
    told = [report.briefing.escalation for report in reports]
    flags = tuple(flag for way in told for flag in way.events)
    levels = [*(way.severity for way in told), *(flag.severity for flag in again)]
    ways = {*(way.direction for way in told), *(flag.direction for flag in again)} - {Direction.STEADY}
    ways.discard(Direction.NEUTRAL)
    direction = Direction.STEADY if not ways else ways.pop() if len(ways) == 1 else Direction.MIXED
    return _Course(max(levels, key=GRAVITY.__getitem__), direction, flags)


def _ways(flags: Sequence[Event]) -> set[Direction]:
    return {flag.direction for flag in flags}


def _gravest(flags: Sequence[Event]) -> tuple[Span, ...]:
    """The evidence of the gravest, the first told of equals."""
    return (max(flags, key=lambda flag: GRAVITY[flag.severity]).span,) if flags else ()
